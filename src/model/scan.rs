use super::Site;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One pass over a list of sites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scan {
    /// Unique.
    pub id: String,
    /// The identity of the list of sites.
    pub list: String,
    /// The day on which time-dependent checks judge.
    pub as_of: Date,
    /// When it began, milliseconds since 1970 (UTC).
    pub started_ms: i64,
    /// When it ended; `None` while sites wait or are at work.
    pub finished_ms: Option<i64>,
    /// What every site of it is audited with, as JSON; the store reads nothing in it.
    pub options: String,
}

/// A site as it is put into the queue of a scan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuedSite {
    /// Which; its id is unique in a scan.
    pub site: Site,
    /// Of the sites with the same name here one at a time is visited, whatever the scan and the machine.
    pub group: String,
    /// What this site alone is audited with, as JSON; the store reads nothing in it.
    pub job: String,
    /// It is not given out before, milliseconds since 1970 (UTC); 0: at once.
    pub not_before_ms: i64,
}

/// How a site of a queue stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QueueState {
    /// Nobody works on it.
    Waiting,
    /// Somebody does, for as long as the lease lasts.
    Leased,
    /// It has an outcome.
    Done,
}

/// A site of a queue as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueRow {
    /// Which.
    pub site: Site,
    /// The politeness group.
    pub group: String,
    /// What this site alone is audited with, as JSON.
    pub job: String,
    /// How it stands.
    pub state: QueueState,
    /// Who works on it, or who settled it.
    pub holder: Option<String>,
    /// When the lease ends; `None` unless it is leased.
    pub until_ms: Option<i64>,
    /// It is not given out before; 0: at once.
    pub not_before_ms: i64,
    /// How often it was given out.
    pub attempt: u32,
    /// The run that an attempt began.
    pub run_id: Option<String>,
    /// What came of it, as JSON; `None` until it is done.
    pub outcome: Option<String>,
}

/// The right to work on one site of a queue for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// The scan it belongs to.
    pub scan: Scan,
    /// Which site.
    pub site: Site,
    /// What this site alone is audited with, as JSON.
    pub job: String,
    /// The politeness group, held as a whole.
    pub group: String,
    /// Who holds it.
    pub holder: String,
    /// Which time the site is given out, from 1; tells an attempt from those before it.
    pub attempt: u32,
    /// The run that an earlier attempt began: go on with it.
    pub run_id: Option<String>,
}
