use super::{FetchRecord, Page, Site};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One visit to one site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Unique; sorts by time (`20261121-083000-gaoxian`).
    pub id: String,
    /// Which site.
    pub site: Site,
    /// The day on which time-dependent checks judge.
    pub as_of: Date,
    /// When it began, milliseconds since 1970 (UTC).
    pub started_ms: i64,
    /// When it ended; `None` while it runs or when it was cut off.
    pub finished_ms: Option<i64>,
    /// How it stands.
    pub status: RunStatus,
    /// What ended it before the frontier was empty.
    pub stopped_by: Option<StopReason>,
    /// Requests sent, redirects and retries included.
    pub requests: u64,
    /// The settings that shape what is visited, as JSON; a resumed run must have the same.
    pub settings: String,
}

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunStatus {
    /// Begun; if no process works on it, it was cut off and can be resumed.
    Running,
    /// Interrupted on purpose; can be resumed.
    Interrupted,
    /// Everything that should be visited was.
    Complete,
    /// A budget ended it.
    Partial,
    /// Every request failed.
    Failed,
}

/// What ended a run before everything was visited. Serialised as the scorecard's `stopped_by`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StopReason {
    /// The page budget.
    MaxPages,
    /// The time budget.
    MaxTime,
    /// Ctrl-C or a signal.
    Interrupted,
    /// The site stopped answering.
    HostDown,
}

/// What a stored page was fetched as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageRole {
    /// The home page.
    Home,
    /// A page of the site.
    Page,
    /// A script or fragment of the site, read for the marks it writes.
    Script,
    /// A list interface's answer, read for its items.
    Interface,
}

/// One address that was visited: the record, and what was read from the answer when there was something to read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageRecord {
    /// Position in crawl order, from 0.
    pub seq: u64,
    /// Its identity.
    pub key: super::PageKey,
    /// What it was fetched as.
    pub role: PageRole,
    /// Clicks from the home page.
    pub depth: u32,
    /// The page on which it was first seen, in crawl order; empty for the home page.
    pub referrer: String,
    /// The request.
    pub record: FetchRecord,
    /// What was read; `None` when the request failed or the answer is no page.
    pub page: Option<Page>,
    /// Why parsing failed, if it did (a panic is caught and told here).
    pub parse_fault: Option<String>,
    /// For an address that nobody names and that was tried as a usual name of a further page: whether it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guess: Option<bool>,
    /// What `page` rested on, so that a later run can tell whether it still holds; `None` where it is never shared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Box<PageBasis>>,
}

/// What reading a page rested on beside the answer itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PageBasis {
    /// Where the store has what was read, once it has it. Runs share it.
    pub content: Option<String>,
    /// Style sheets that the page asks for, in order.
    pub asks: Vec<String>,
    /// Digest of those that were had, and of those that they ask for in their turn.
    pub sheets: String,
}
