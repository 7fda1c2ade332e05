use crate::config::sites::ListedSite;
use crate::model::Lang;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What a whole scan is done with. Travels with it through the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScanOptions {
    /// Language of the reports.
    pub lang: Lang,
    /// Every page is asked for in full, whatever is known of it.
    pub full: bool,
    /// Reports are written; without, they stand in the store alone.
    pub reports: bool,
    /// SHA-256 over the jobs of its sites, to tell whether the list has changed since.
    pub digest: String,
    /// Archives are kept: one folder per site below this one.
    #[serde(default)]
    pub archive: Option<PathBuf>,
}

/// What one site of a scan is audited with. Travels with it through the queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// The site as the list has it.
    pub listed: ListedSite,
    /// The packs it is judged under, as whoever began the scan has them.
    pub packs: Vec<PackDigest>,
}

/// A pack by what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackDigest {
    /// Its id.
    pub id: String,
    /// SHA-256 over its text and that of those it extends.
    pub sha256: String,
}
