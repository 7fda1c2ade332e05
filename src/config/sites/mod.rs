//! The list of sites that a scan visits: TOML as the contract has it, or the table an office keeps (XLSX, CSV). Every fault of
//! a list is told at once, each with its line; what is sound can be used all the same.

mod listed;
mod names;
mod resolve;
mod sheet;
mod written;

pub use listed::ListedSite;
pub(super) use resolve::{Desk, Keys};
pub(super) use written::{At, Entry, Value};

use super::{Cron, Notify, RenderMode};
use crate::model::{Lang, Text};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Sites visited at once, unless the list says otherwise.
pub const SITES_AT_ONCE: usize = 50;
/// A list larger than this is none.
const LARGEST: u64 = 64 * 1024 * 1024;

/// A list, resolved: every site with all it needs.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteList {
    /// Where it came from.
    pub file: PathBuf,
    /// The sound sites, in the order of the list.
    pub sites: Vec<ListedSite>,
    /// Sites visited at once.
    pub sites_at_once: usize,
    /// One folder per site id beneath it, and `summary.json`.
    pub out: PathBuf,
    /// The database; `None`: a file in `out`.
    pub db: Option<String>,
    /// When scans and looks at home pages are due.
    pub schedule: Schedule,
    /// Archives of what was seen.
    pub archive: Archive,
    /// Whom to tell after a scan: `[notify]`.
    pub notify: Notify,
    /// All that is wrong with it; a list with faults is used only when asked to.
    pub faults: Vec<Fault>,
}

/// When scans and looks at home pages are due, Beijing time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schedule {
    /// A cron line (`30 1 * * *`): a scan is due when its last moment has come since the last scan began.
    pub cron: Option<Cron>,
    /// Between two looks at a home page; `None`: not told. At least five minutes (R1-11).
    pub probe_every: Option<Duration>,
    /// Looks are taken in the hours of a site alone. Else all day long, for a look is one request, and what counts is how
    /// often the home page opened at any time (R1-11).
    pub probe_in_window: bool,
}

/// Whether and where responses are kept as WARC files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Archive {
    /// One folder per site id beneath it; `None`: nothing is kept.
    pub dir: Option<PathBuf>,
    /// Files older than this are let go; 0: none is.
    pub keep_days: u32,
    /// Bytes kept of one list in all, the oldest files going first; 0: no limit.
    pub keep_bytes: u64,
}

/// One thing that is wrong with a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line of the file or the row of the table, from 1.
    pub line: Option<usize>,
    /// What, and what to do instead.
    pub text: Text,
}

impl Fault {
    fn new(line: Option<usize>, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { line, text: Text::new(zh, en) }
    }

    /// As one line, the file's name first.
    #[must_use]
    pub fn line(&self, file: &Path, lang: Lang) -> String {
        let place = self.line.map_or_else(String::new, |line| format!(":{line}"));
        format!("{}{place}: {}", file.display(), self.text.pick(lang))
    }
}

/// Reads a list. Only a file that can't be read at all is an error; it comes back as the one fault that says why.
pub fn read(path: &Path) -> Result<SiteList, Fault> {
    let unreadable =
        |why: &dyn std::fmt::Display| Fault::new(None, format!("读不出来：{why}"), format!("can't be read: {why}"));
    let size = std::fs::metadata(path).map_err(|e| unreadable(&e))?.len();
    if size > LARGEST {
        return Err(unreadable(&"more than 64 MB"));
    }
    let bytes = std::fs::read(path).map_err(|e| unreadable(&e))?;
    let written = if sheet::is_sheet(path) {
        written::Written { sites: sheet::rows(path, &bytes)?, ..written::Written::default() }
    } else {
        let text = std::str::from_utf8(&bytes).map_err(|_| unreadable(&"not UTF-8 text"))?;
        written::read(text.strip_prefix('\u{feff}').unwrap_or(text), path.parent().unwrap_or(Path::new("")))?
    };
    Ok(resolve::resolve(path, written))
}

/// The mode of drawing that a word names.
fn render_mode(word: &str) -> Option<RenderMode> {
    match word {
        "auto" => Some(RenderMode::Auto),
        "always" => Some(RenderMode::Always),
        "never" => Some(RenderMode::Never),
        _ => None,
    }
}
