//! Evidence archives (WARC 1.1, ISO 28500): what came over the network, kept as it came, and given back in its place.
//! Imports `model`, `config`.
//!
//! The same door as the network: [`Recorder`] notes every answer that the fetcher gets, [`Replay`] answers in place of the
//! network. One archive holds one run of one site, a gzip member for each record, so that a file that was cut off is good
//! up to its last whole record and a run that goes on appends. It holds pages as they are, with the personal data on them:
//! only its owner may read it.
//!
//! What our archives say beside the standard: `Duwang-Exchange`, a field of answers (how they were asked for and how long
//! they took), and `metadata` records in JSON for what is no HTTP answer (failures, addresses, the AAAA records).

mod fields;
mod http;
mod ids;
mod index;
mod prune;
mod record;
mod replay;
mod scan;
mod source;
mod unpack;
mod warcinfo;
mod write;

pub use prune::{Pruned, place, prune};
pub use replay::Replay;
pub use write::{Closed, Recorder};

pub(super) use record::{Answered, Circumstances, Earlier, Kept, Note, Wanted};
pub(super) use replay::Sought;

use crate::model::Run;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::PathBuf;

/// What an archive is of; stands at its beginning, so that a replay needs nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The run's id.
    pub run: String,
    /// Address of the site's home page.
    pub site: String,
    /// The day on which time-dependent checks judged.
    pub as_of: Date,
    /// When the run began, milliseconds since 1970 (UTC).
    pub started_ms: i64,
    /// The settings that shaped the visit, as the run has them.
    pub settings: String,
}

impl About {
    /// Of a run.
    #[must_use]
    pub fn of(run: &Run) -> Self {
        Self {
            run: run.id.clone(),
            site: run.site.url.clone(),
            as_of: run.as_of,
            started_ms: run.started_ms,
            settings: run.settings.clone(),
        }
    }
}

/// Why an archive can't be written or read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file can't be opened, read or written.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Nothing in it is a record.
    #[error("{path} is no web archive (WARC): {why}")]
    NoArchive {
        /// Which.
        path: PathBuf,
        /// What was found.
        why: String,
    },
    /// A record is not what it says, or beyond all bounds.
    #[error("{path}: the record at byte {at} {why}")]
    Unsound {
        /// Which.
        path: PathBuf,
        /// Where.
        at: u64,
        /// What is wrong.
        why: String,
    },
    /// More records than an index may hold.
    #[error("{path}: more than {most} records")]
    TooMany {
        /// Which.
        path: PathBuf,
        /// The bound.
        most: usize,
    },
    /// Somebody is writing it.
    #[error("{path} is being written by another process")]
    Busy {
        /// Which.
        path: PathBuf,
    },
    /// It is there already, and of something else.
    #[error("{path} is there already and holds {holds}; it is not overwritten")]
    Taken {
        /// Which.
        path: PathBuf,
        /// What it holds.
        holds: String,
    },
}
