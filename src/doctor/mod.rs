//! Whether this machine is fit for a night's work: from what was found to what is well, what is doubtful and what is wrong,
//! each with how to mend it. Pure; `cli` finds out. Imports `model`, `store` (what a database says of itself).

mod database;
mod machine;
mod work;

use crate::model::Text;
use crate::store::Health;
use serde::Serialize;
use std::path::PathBuf;

/// How one thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// Well.
    Well,
    /// Work goes on, with less than could be, or it could not be told.
    Doubtful,
    /// It would stop or spoil the work.
    Wrong,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What was looked at; stays the same from version to version.
    pub id: &'static str,
    /// How it is.
    pub mark: Mark,
    /// What was found.
    pub found: Text,
    /// What to do about it; empty where there is nothing to do.
    pub mend: Text,
}

impl Remark {
    fn well(id: &'static str, found: Text) -> Self {
        Self { id, mark: Mark::Well, found, mend: Text::default() }
    }

    fn doubtful(id: &'static str, found: Text, mend: Text) -> Self {
        Self { id, mark: Mark::Doubtful, found, mend }
    }

    fn wrong(id: &'static str, found: Text, mend: Text) -> Self {
        Self { id, mark: Mark::Wrong, found, mend }
    }
}

/// All that was found out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Seen {
    /// Now, milliseconds since 1970.
    pub now_ms: i64,
    /// The database.
    pub database: DatabaseSeen,
    /// Disks of database and reports.
    pub disks: Vec<DiskSeen>,
    /// The browser.
    pub browser: BrowserSeen,
    /// Fonts with Chinese signs; `None` when it could not be told.
    pub fonts: Option<usize>,
    /// Folders that are written to.
    pub folders: Vec<FolderSeen>,
    /// Secrets that the list names.
    pub secrets: Vec<SecretSeen>,
    /// Files this process may hold open; `None` when it could not be told.
    pub handles: Option<u64>,
    /// The list of sites.
    pub list: ListSeen,
    /// What is wrong with rule packs, and how many are sound.
    pub packs: (Vec<Text>, usize),
}

/// The database.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DatabaseSeen {
    /// Where, without a password.
    pub place: String,
    /// Its size; `None` when it is not known.
    pub bytes: Option<u64>,
    /// How it is.
    pub state: DatabaseState,
    /// Holders of leads and leases that are no more: processes of this machine that have ended.
    pub gone: Vec<String>,
}

/// How a database is.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum DatabaseState {
    /// Not there yet; it will be made.
    #[default]
    Absent,
    /// It can't be used, and why.
    Broken(Text),
    /// Somebody writes to it at length.
    Busy(Text),
    /// What it says of itself.
    Open(Health),
}

/// The disk of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiskSeen {
    /// The folder.
    pub folder: PathBuf,
    /// Whether the database is in it; else it is for reports.
    pub for_database: bool,
    /// Bytes free; an error says why it could not be told.
    pub free: Result<u64, String>,
}

/// The browser.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BrowserSeen {
    /// Where; an error says what was looked for.
    pub program: Option<Result<PathBuf, String>>,
    /// What it calls itself; an error says why it did not start.
    pub version: Option<Result<String, String>>,
    /// Some site asks for every page to be drawn.
    pub needed: bool,
}

/// A folder that is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderSeen {
    /// Which.
    pub path: PathBuf,
    /// Whether it is there; else the nearest one above it was tried.
    pub exists: bool,
    /// Why nothing can be written.
    pub not_writable: Option<String>,
    /// Everybody on this machine may write to it.
    pub open_to_all: bool,
}

/// A secret that the list names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretSeen {
    /// The section of the list.
    pub section: &'static str,
    /// Why it can't be read.
    pub lacking: Option<Text>,
    /// The file, where it is one that others on this machine may read.
    pub readable_to_others: Option<PathBuf>,
}

/// The list of sites.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListSeen {
    /// The file.
    pub file: PathBuf,
    /// Somebody named it.
    pub named: bool,
    /// It is there.
    pub exists: bool,
    /// What is wrong with it, a line each.
    pub faults: Vec<Text>,
    /// Sound sites.
    pub sites: usize,
    /// Visited side by side.
    pub sites_at_once: usize,
}

/// Everything that was looked at, in a fixed order.
#[must_use]
pub fn judge(seen: &Seen) -> Vec<Remark> {
    let mut remarks = vec![work::list(&seen.list), work::packs(&seen.packs)];
    remarks.extend(work::secrets(&seen.secrets));
    remarks.extend(database::database(seen));
    remarks.extend(machine::disks(seen));
    remarks.extend(machine::folders(&seen.folders));
    remarks.push(machine::clock(seen));
    remarks.push(machine::handles(seen));
    remarks.extend(machine::browser(seen));
    remarks
}

/// Bytes for people to read.
fn size(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "for people to read")]
    let bytes = bytes as f64;
    let units = [(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")];
    match units.iter().find(|(unit, _)| bytes >= *unit) {
        Some((unit, name)) => format!("{:.1} {name}", bytes / unit),
        None => format!("{bytes} B"),
    }
}

/// A moment in Beijing time, to the minute.
fn moment(ms: i64) -> String {
    let at = jiff::tz::Offset::constant(8).to_datetime(jiff::Timestamp::from_millisecond(ms).unwrap_or_default());
    format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute())
}
