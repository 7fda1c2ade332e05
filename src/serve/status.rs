//! What the process knows of itself: written by the schedule, read by whoever asks.

use super::meters::{Meters, ScanEnd};
use crate::config::Cron;
use crate::config::sites::{Fault, SiteList};
use crate::crawl::Progress;
use crate::model::{Lang, Scan, Site, Text};
use crate::scan::{ScanWatch, SiteOutcome};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Somebody who is told what happens: a log. Called from many tasks; must be quick.
pub trait Tell: Send + Sync {
    /// One line.
    fn tell(&self, text: &Text);
}

impl Tell for () {
    fn tell(&self, _: &Text) {}
}

/// How the list of sites was when it was last read.
#[derive(Debug, Clone, Default)]
pub(super) struct Listed {
    /// Its sound sites.
    pub(super) sites: usize,
    /// What is wrong with it, with its packs too.
    pub(super) faults: Vec<Fault>,
    pub(super) cron: Option<Cron>,
    pub(super) probe_every: Option<Duration>,
    pub(super) read_ms: i64,
}

/// A scan under way in this process.
#[derive(Debug, Clone, Default)]
pub(super) struct Running {
    pub(super) id: String,
    /// Pages of the sites being visited, by site id.
    pub(super) visited: BTreeMap<String, u64>,
}

/// Something that went wrong, and when.
#[derive(Debug, Clone)]
pub(super) struct Trouble {
    pub(super) text: Text,
    pub(super) at_ms: i64,
    /// When it is tried again.
    pub(super) again_ms: Option<i64>,
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) list: Listed,
    pub(super) running: Option<Running>,
    pub(super) next_ms: Option<i64>,
    /// The schedule of this process is the one that counts.
    pub(super) leads: bool,
    pub(super) trouble: Option<Trouble>,
}

/// Shared by schedule, scan and endpoints.
pub(super) struct Status {
    pub(super) began_ms: i64,
    pub(super) meters: Meters,
    state: Mutex<State>,
    tell: Arc<dyn Tell>,
}

impl Status {
    pub(super) fn new(began_ms: i64, tell: Arc<dyn Tell>) -> Self {
        Self { began_ms, meters: Meters::new(began_ms), state: Mutex::default(), tell }
    }

    /// The state; to be held for a moment, never across a wait.
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn say(&self, zh: impl Into<String>, en: impl Into<String>) {
        self.tell.tell(&Text::new(zh, en));
    }

    /// Notes how the list is; tells of mistakes that were not there before.
    pub(super) fn listed(&self, list: &SiteList, faults: Vec<Fault>, now_ms: i64) {
        let listed = Listed {
            sites: list.sites.len(),
            faults,
            cron: list.schedule.cron.clone(),
            probe_every: list.schedule.probe_every,
            read_ms: now_ms,
        };
        let before = std::mem::replace(&mut self.state().list, listed.clone());
        self.tell_new(&before.faults, &listed.faults, list);
    }

    /// Notes that the list can't be read; what it held before is kept.
    pub(super) fn unlisted(&self, fault: &Fault, path: &Path) {
        let before = std::mem::replace(&mut self.state().list.faults, vec![fault.clone()]);
        if !before.contains(fault) {
            self.say(
                format!("网站清单有误：{}", fault.line(path, Lang::Zh)),
                format!("the list of sites: {}", fault.line(path, Lang::En)),
            );
        }
    }

    fn tell_new(&self, before: &[Fault], faults: &[Fault], list: &SiteList) {
        for fault in faults.iter().filter(|fault| !before.contains(fault)) {
            self.say(
                format!("网站清单有误，只检查无误的网站：{}", fault.line(&list.file, Lang::Zh)),
                format!(
                    "a mistake in the list, the sound sites alone are audited: {}",
                    fault.line(&list.file, Lang::En)
                ),
            );
        }
    }

    /// Notes what went wrong; the same trouble is told once.
    pub(super) fn trouble(&self, text: &Text, at_ms: i64, again_ms: Option<i64>) {
        let known = {
            let mut state = self.state();
            let known = state.trouble.as_ref().is_some_and(|trouble| trouble.text == *text);
            state.trouble = Some(Trouble { text: text.clone(), at_ms, again_ms });
            known
        };
        if !known {
            self.tell.tell(text);
        }
    }

    pub(super) fn scan_began(&self, scan: &Scan) {
        self.state().running = Some(Running { id: scan.id.clone(), visited: BTreeMap::new() });
    }

    /// The scan is over; `None`: none was begun.
    pub(super) fn scan_ended(&self, end: Option<ScanEnd>) {
        if let Some(end) = end {
            self.meters.scan(end);
        }
        self.state().running = None;
    }

    fn with_running(&self, change: impl FnOnce(&mut Running)) {
        if let Some(running) = self.state().running.as_mut() {
            change(running);
        }
    }
}

impl ScanWatch for Status {
    fn opened(&self, _: u64, _: u64) {}

    fn began(&self, site: &Site, _: bool) {
        self.with_running(|running| {
            running.visited.insert(site.id.clone(), 0);
        });
    }

    fn progress(&self, site_id: &str, progress: &Progress) {
        self.with_running(|running| {
            if let Some(pages) = running.visited.get_mut(site_id) {
                *pages = progress.pages;
            }
        });
    }

    fn ended(&self, outcome: &SiteOutcome) {
        self.meters.site(outcome);
        self.with_running(|running| {
            running.visited.remove(&outcome.id);
        });
    }

    fn left(&self, site: &Site, _: &Text) {
        self.with_running(|running| {
            running.visited.remove(&site.id);
        });
    }

    fn noted(&self, site: &Site, what: &Text) {
        self.say(format!("{}：{}", site.id, what.zh), format!("{}: {}", site.id, what.en));
    }

    // The meters of the process that settled it count it.
    fn elsewhere(&self, _: &SiteOutcome) {}
}
