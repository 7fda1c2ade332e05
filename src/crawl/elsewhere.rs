use crate::model::PageKey;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use url::Url;

/// A link to be asked once: on another site, or a file or picture of this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Check {
    pub(super) key: PageKey,
    pub(super) url: Url,
    pub(super) referrer: String,
    /// A surely absent address, asked to learn how the host says "not found"; holds the scope it stands for.
    pub(super) absent: Option<String>,
    /// A file to be read to its end.
    pub(super) file: Option<Reading>,
}

/// How a file is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// What its link calls it.
    pub(super) name: String,
    /// Its tables are kept beside its text.
    pub(super) tables: bool,
}

/// Links to be checked, by host, so that one slow host does not hold up the others.
#[derive(Debug, Default)]
pub(super) struct Elsewhere {
    hosts: BTreeMap<String, VecDeque<Check>>,
    /// Under way per host.
    busy: BTreeMap<String, usize>,
    seen: BTreeSet<PageKey>,
    admitted: u64,
    /// Hosts take turns from here on.
    turn: String,
}

impl Elsewhere {
    /// Adds a file to be read. A link to it that waits to be checked is not asked besides; one that was asked before is
    /// asked once more, for what a check read of it is its beginning alone.
    pub(super) fn add_file(&mut self, check: Check) {
        let queue = self.hosts.entry(host_of(&check.url)).or_default();
        if !self.seen.insert(check.key.clone())
            && let Some(waiting) = queue.iter_mut().find(|c| c.key == check.key && c.absent.is_none())
        {
            *waiting = check;
            return;
        }
        queue.push_back(check);
    }

    /// Adds a link unless it is known or the budget is spent; the answer tells which.
    pub(super) fn add(&mut self, check: Check, budget: u64) -> Added {
        if !self.seen.insert(check.key.clone()) {
            return Added::Known;
        }
        if check.absent.is_none() {
            if self.admitted >= budget {
                return Added::OverBudget;
            }
            self.admitted += 1;
        }
        self.hosts.entry(host_of(&check.url)).or_default().push_back(check);
        Added::New
    }

    /// The next link whose host has a free place; hosts take turns.
    pub(super) fn next(&mut self, per_host: usize) -> Option<Check> {
        let free = |busy: &BTreeMap<String, usize>, host: &String| busy.get(host).copied().unwrap_or(0) < per_host;
        let host = self
            .hosts
            .range(self.turn.clone()..)
            .chain(self.hosts.range(..self.turn.clone()))
            .map(|(host, _)| host)
            .find(|host| free(&self.busy, host))?
            .clone();
        let queue = self.hosts.get_mut(&host)?;
        let check = queue.pop_front();
        if queue.is_empty() {
            self.hosts.remove(&host);
        }
        *self.busy.entry(host.clone()).or_default() += 1;
        // The name right after this one in order.
        self.turn = host + "\0";
        check
    }

    /// Gives the place back.
    pub(super) fn done(&mut self, url: &Url) {
        let host = host_of(url);
        if let Some(n) = self.busy.get_mut(&host) {
            *n -= 1;
            if *n == 0 {
                self.busy.remove(&host);
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.hosts.values().map(VecDeque::len).sum()
    }

    /// Takes everything that still waits, in the order of hosts.
    pub(super) fn drain(&mut self) -> Vec<Check> {
        std::mem::take(&mut self.hosts).into_values().flatten().collect()
    }
}

/// What became of a link offered for checking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Added {
    New,
    Known,
    OverBudget,
}

fn host_of(url: &Url) -> String {
    format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or(0))
}
