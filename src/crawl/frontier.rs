use crate::model::{Ask, PageKey, PageRole};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use url::Url;

/// How soon a page is worth a visit; lower is sooner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// The home page and what it is made of: frames, fragments, scripts that write the footer.
    Home,
    /// Columns: menus, breadcrumbs, site map.
    Column,
    /// What a column's page needs to show its list.
    ColumnPart,
    /// Entries of lists with a date; the newest first.
    Item,
    /// Entries without a date, and other pages.
    Other,
    /// Further pages of lists.
    Pager,
    /// Named by sitemap.xml only.
    Listed,
}

/// A page to visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Job {
    pub(super) url: Url,
    pub(super) key: PageKey,
    pub(super) role: PageRole,
    pub(super) class: Class,
    /// Days since 1970 of the entry's date, for the newest first.
    pub(super) day: i32,
    pub(super) depth: u32,
    pub(super) referrer: String,
    /// The column it was found under.
    pub(super) column: Option<PageKey>,
    /// For a further part of a list: which list, and how it is asked.
    pub(super) part: Option<Part>,
}

/// A further part of a list: a list interface's answer, or a further page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// The list: the first request for it.
    pub(super) list: PageKey,
    /// The page on which the list stands.
    pub(super) on: Url,
    /// How it is asked.
    pub(super) ask: Ask,
    /// What a script of the site told: where its interface is, and the site's id.
    pub(super) told: Option<(Url, String)>,
}

impl Part {
    /// Puts what was told into the question.
    pub(super) fn complete(&mut self, url: &mut Url) {
        if let Some((place, id)) = &self.told {
            *url = place.clone();
            self.ask.body = self.ask.body.replace("{siteGuid}", id);
        }
    }
}

impl Job {
    /// The same part of a list under another of its addresses.
    pub(super) fn under(&self, url: Url, ask: Ask) -> Self {
        let key = PageKey::asked(&url, Some(&ask));
        let mut job = Self { url, key, ..self.clone() };
        if let Some(part) = &mut job.part {
            part.ask = ask;
            part.complete(&mut job.url);
        }
        job
    }
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    class: Class,
    depth: u32,
    day: Reverse<i32>,
    order: u64,
}

/// The pages known and not yet visited, each once. What comes next depends only on what was scheduled and in which
/// order, never on the clock.
#[derive(Debug, Default)]
pub(super) struct Frontier {
    heap: BinaryHeap<Reverse<(Rank, u64)>>,
    jobs: BTreeMap<u64, Job>,
    /// Where a waiting page stands, to move it forward when it turns out to be worth more.
    waiting: BTreeMap<PageKey, u64>,
    seen: BTreeSet<PageKey>,
    order: u64,
}

impl Frontier {
    /// Adds a page unless it was seen. A page that waits already is moved forward if the new place is better. Returns
    /// whether the page is new.
    pub(super) fn schedule(&mut self, job: Job) -> bool {
        let id = job.key.clone();
        if let Some(&old) = self.waiting.get(&id) {
            let better = self.jobs.get(&old).is_some_and(|known| job.class < known.class);
            if better {
                let depth = self.jobs.remove(&old).map_or(job.depth, |known| known.depth.min(job.depth));
                self.push(id, Job { depth, ..job });
            }
            return false;
        }
        if !self.seen.insert(id.clone()) {
            return false;
        }
        self.push(id, job);
        true
    }

    fn push(&mut self, id: PageKey, job: Job) {
        // Among columns and other pages the nearest comes first; among dated entries the newest, however deep.
        let depth = if job.class == Class::Item { 0 } else { job.depth };
        let rank = Rank { class: job.class, depth, day: Reverse(job.day), order: self.order };
        self.heap.push(Reverse((rank, self.order)));
        self.waiting.insert(id, self.order);
        self.jobs.insert(self.order, job);
        self.order += 1;
    }

    /// The page most worth a visit.
    pub(super) fn next(&mut self) -> Option<Job> {
        while let Some(Reverse((_, number))) = self.heap.pop() {
            // A number without a job was moved forward.
            if let Some(job) = self.jobs.remove(&number) {
                self.waiting.remove(&job.key);
                return Some(job);
            }
        }
        None
    }

    /// Marks a page as seen without visiting it (where a redirect landed). Returns whether it was new.
    pub(super) fn mark_seen(&mut self, key: &PageKey) -> bool {
        self.seen.insert(key.clone())
    }

    /// Whether a page was, or will be, visited.
    pub(super) fn is_seen(&self, key: &PageKey) -> bool {
        self.seen.contains(key)
    }

    pub(super) fn len(&self) -> usize {
        self.jobs.len()
    }
}
