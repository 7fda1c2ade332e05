use crate::model::{Grade, Points, Text};
use crate::store::Changes;
use serde::{Deserialize, Serialize};

/// How the visit of a site of a scan ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SiteEnding {
    /// Everything that should be seen was.
    Done,
    /// Judged by what was seen; a budget or the site's silence ended the visit.
    Partial,
    /// It could not be judged.
    Failed,
}

/// What came of a site of a scan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SiteOutcome {
    /// Its id.
    pub id: String,
    /// The address of its home page.
    pub url: String,
    /// Its name, from the list or from its own pages.
    pub name: String,
    /// Its region and unit, from the list.
    pub region: String,
    /// The unit that runs it, from the list.
    pub unit: String,
    /// The run; `None` when none was begun.
    pub run: Option<String>,
    /// The first pack's id.
    pub pack: Option<String>,
    /// Under the first pack.
    pub grade: Option<Grade>,
    /// Under the first pack.
    pub low: Option<Points>,
    /// Under the first pack.
    pub high: Option<Points>,
    /// Ids of veto rules that failed, under the first pack.
    pub vetoes: Vec<String>,
    /// Those of them that the run before did not fail.
    pub new_vetoes: Vec<String>,
    /// Findings under the first pack.
    pub findings: u64,
    /// Pages read.
    pub pages: u64,
    /// Requests sent.
    pub requests: u64,
    /// How its pages compare with those of the run before; `None` where each was asked for in full.
    pub changes: Option<Changes>,
    /// How it ended.
    pub outcome: SiteEnding,
    /// Why it is not `done`.
    pub reason: Option<Text>,
    /// When the visit that ended it began, milliseconds since 1970.
    pub began_ms: i64,
    /// When it ended.
    pub ended_ms: i64,
    /// On which machine and in which folder its reports were written.
    pub written: Option<String>,
}
