//! One scan of a list from its beginning, or from where it was cut off, to its summary. Prints nothing.

use super::job::{Job, ScanOptions};
use super::night::{Ended, Night, Until};
use super::plan::{Chosen, list_key, queued};
use super::summary::{self, Summary};
use crate::audit::run_id;
use crate::config::sites::SiteList;
use crate::config::{FetchSettings, RenderMode, RenderSettings, now_ms};
use crate::crawl::{Stop, Workshop};
use crate::model::{Lang, QueueState, Scan};
use crate::report;
use crate::store::{Error, Store};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// A scan that was cut off is gone on with for this long.
pub const RESUME_MS: i64 = 24 * 60 * 60 * 1000;

/// How a scan is to be done.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// Language of the reports.
    pub lang: Lang,
    /// Every page is asked for in full.
    pub full: bool,
    /// A scan that was cut off is not gone on with.
    pub fresh: bool,
    /// The day of judgement; `None`: today, Beijing time.
    pub as_of: Option<Date>,
    /// Sites side by side.
    pub slots: usize,
}

/// How a scan opens.
#[derive(Debug, Clone, PartialEq)]
pub enum Opening {
    /// There is no site to audit.
    Nothing,
    /// A new one.
    New(Scan),
    /// One that was cut off goes on.
    GoesOn {
        /// Which.
        scan: Scan,
        /// List or packs have changed since; it goes on with what they were.
        changed: bool,
    },
}

/// What came of a scan.
#[derive(Debug)]
pub struct Toured {
    /// Whether it came to its end.
    pub ended: Ended,
    /// How its sites stand.
    pub summary: Summary,
    /// Where `summary.json` was written, or why not.
    pub file: Result<PathBuf, report::Error>,
    /// Old archives that could not be let go, and why.
    pub untidied: Vec<String>,
}

/// A scan of one list under the lead, which the caller holds.
#[derive(Clone, Copy)]
pub struct Tour<'a> {
    /// What its visits have in common.
    pub night: &'a Night,
    /// The list.
    pub list: &'a SiteList,
    /// Which of its sites.
    pub chosen: &'a Chosen,
    /// How.
    pub terms: Terms,
}

impl Tour<'_> {
    /// The scan that was cut off, or a new one.
    #[expect(clippy::missing_panics_doc, reason = "our own types have string keys")]
    pub async fn open(&self, jobs: &[Job]) -> Result<Opening, Error> {
        let store = &self.night.store;
        let key = list_key(&self.list.file, self.chosen);
        let (queue, digest) = queued(jobs);
        let now = now_ms();
        if let Some(open) = store.open_scan(&key).await? {
            let options: Option<ScanOptions> = serde_json::from_str(&open.options).ok();
            let fresh = self.terms.fresh || now - open.started_ms > RESUME_MS;
            let other_day = self.terms.as_of.is_some_and(|day| day != open.as_of);
            if !fresh && !other_day {
                // Under a choice by time the jobs are fewer each time.
                let changed = options.is_none_or(|o| o.digest != digest) && self.chosen.since_ms.is_none();
                return Ok(Opening::GoesOn { scan: open, changed });
            }
            store.finish_scan(&open.id, now).await?;
        }
        if queue.is_empty() {
            return Ok(Opening::Nothing);
        }
        let options = ScanOptions {
            lang: self.terms.lang,
            full: self.terms.full,
            reports: true,
            digest,
            archive: self.list.archive.dir.clone(),
        };
        let scan = Scan {
            id: run_id("scan", now),
            list: key,
            as_of: self.terms.as_of.unwrap_or_else(|| today(now)),
            started_ms: now,
            finished_ms: None,
            options: serde_json::to_string(&options).expect("our own types have string keys"),
        };
        store.begin_scan(&scan, &queue).await?;
        Ok(Opening::New(scan))
    }

    /// Visits its sites until all are settled or somebody says stop, then writes the summary.
    pub async fn walk(&self, scan: Scan, stop: &Stop) -> Result<Toured, Error> {
        let store = &self.night.store;
        let rows = store.queue(&scan.id).await?;
        let done = rows.iter().filter(|row| row.state == QueueState::Done).count();
        self.night.watch.opened(rows.len() as u64, done as u64);
        tracing::info!(scan = scan.id, sites = rows.len(), done, "scan begins");
        let ended = self.night.work(Some(&scan.id), self.terms.slots, Until::Settled, stop).await?;
        let rows = store.queue(&scan.id).await?;
        if ended == Ended::Over {
            store.finish_scan(&scan.id, now_ms()).await?;
        }
        let untidied = self.night.tidy(&self.list.archive).await;
        let scan = store.scan(&scan.id).await?.unwrap_or(scan);
        let summary = Summary::of(scan, &rows);
        let file = summary::write(&summary, &self.night.out, self.terms.lang);
        Ok(Toured { ended, summary, file, untidied })
    }
}

impl Night {
    /// One whose visits share a browser: the one that the list names first, else the one that is found.
    #[must_use]
    pub fn equipped(store: Store, out: &Path, list: Option<&SiteList>) -> Self {
        let browser = list.and_then(|list| list.sites.iter().find_map(|site| site.browser.clone()));
        let render = RenderSettings { mode: RenderMode::Auto, browser, ..RenderSettings::default() };
        let workshop = Workshop::with_browser(render, &FetchSettings::default().user_agent);
        Self { workshop, ..Self::new(store, out) }
    }
}

/// The day in Beijing.
fn today(now_ms: i64) -> Date {
    jiff::tz::Offset::constant(8).to_datetime(jiff::Timestamp::from_millisecond(now_ms).unwrap_or_default()).date()
}
