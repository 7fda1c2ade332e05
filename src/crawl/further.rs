//! How lists go on beyond what their page shows: when they end, whether an address that was made up is a page of the list, and
//! what an interface is to be asked once a script of the site has told the rest.

use super::frontier::{Class, Frontier, Job};
use crate::model::{LinkKind, Page, PageKey, PageRecord, PageRole, address_shape};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use url::Url;

/// Lists that are followed at once, at most; beyond it each answer is taken as it comes.
const MOST_LISTS: usize = 20_000;

/// The site's id as the product is delivered: what is asked where the script does not tell.
const SITE: &str = "7eb5f7f1-9041-43ad-8e13-8fcb82ea831a";

/// What was gathered of the lists.
#[derive(Debug, Default)]
pub(super) struct Further {
    lists: BTreeMap<PageKey, List>,
    /// Where the interface of a site is, by the script that says so; nothing where it does not.
    settings: BTreeMap<PageKey, Option<(Url, String)>>,
    /// Questions that wait for such a script.
    waiting: BTreeMap<PageKey, Vec<Job>>,
}

/// One list.
#[derive(Debug, Default)]
struct List {
    /// Entries seen, by their addresses.
    entries: HashSet<u64>,
    /// Answers in a row that brought nothing new.
    barren: u32,
    /// What its first page looks like, where further ones are made up.
    first: Option<Look>,
}

/// What tells a column from another.
#[derive(Debug, Clone)]
struct Look {
    column: Option<String>,
    title: String,
    crumbs: Vec<String>,
    /// Shapes of the addresses of entries.
    shapes: BTreeSet<String>,
}

/// What became of an answer.
#[derive(Debug)]
pub(super) struct Verdict {
    /// For a made-up address: whether there is a page of the list.
    pub(super) guess: Option<bool>,
    /// The same question under another address.
    pub(super) other: Option<Job>,
    /// The list may go on from here.
    pub(super) goes_on: bool,
}

impl Further {
    /// Notes a list that is about to be asked for. Where its further pages are made up, the page is what they are held against.
    pub(super) fn begin(&mut self, job: &Job, page: &Page) {
        let Some(part) = &job.part else { return };
        if self.lists.len() >= MOST_LISTS && !self.lists.contains_key(&part.list) {
            return;
        }
        let list = self.lists.entry(part.list.clone()).or_default();
        if part.ask.guess && list.first.is_none() {
            list.first = Some(Look::of(page));
            list.entries.extend(page.items.iter().map(|i| digest(&i.target)));
        }
    }

    /// Judges an answer in its turn.
    pub(super) fn judge(&mut self, job: &Job, record: &PageRecord) -> Verdict {
        let plain = Verdict { guess: None, other: None, goes_on: true };
        let Some(part) = job.part.as_ref().filter(|_| job.role == PageRole::Interface) else { return plain };
        let page = record.page.as_ref().filter(|_| record.record.is_ok());
        let other = || {
            let (target, ask) = part.ask.next()?;
            Some(job.under(Url::parse(&target).ok()?, ask))
        };
        let list = self.lists.entry(part.list.clone()).or_default();
        if part.ask.guess {
            let found = page.is_some_and(|page| {
                let fresh = page.items.iter().any(|i| !list.entries.contains(&digest(&i.target)));
                let stands = page.signals.absent_words.is_none() && page.signals.challenge.is_none();
                fresh && stands && list.first.as_ref().is_none_or(|first| first.is_column_of(page))
            });
            if !found {
                return Verdict { guess: Some(false), other: other(), goes_on: false };
            }
        }
        let Some(page) = page else { return Verdict { other: other(), goes_on: false, ..plain } };
        let refused = page.listing.as_ref().is_some_and(|l| l.refused.is_some());
        let other = if page.items.is_empty() && (refused || page.listing.is_none()) { other() } else { None };
        let before = list.entries.len();
        list.entries.extend(page.items.iter().map(|i| digest(&i.target)));
        let rows = page.listing.as_ref().map_or(page.items.len(), |l| l.rows as usize);
        let narrowed = part.ask.only.is_some() && page.items.is_empty() && rows > 0;
        if list.entries.len() > before || narrowed {
            list.barren = 0;
        } else {
            list.barren += 1;
        }
        // An interface that counts from 0 may give its first page twice.
        let total = page.listing.as_ref().and_then(|l| l.total).unwrap_or(0) as usize;
        let patience = if total > list.entries.len() { 2 } else { 1 };
        let goes_on = rows > 0 && list.barren < patience;
        Verdict { guess: part.ask.guess.then_some(true), other, goes_on }
    }

    /// A question that a script of the site completes: the question itself when it is known what the script says, else the
    /// script, for which the question then waits.
    pub(super) fn complete(&mut self, job: Job, frontier: &Frontier) -> Vec<Job> {
        let script = job.part.as_ref().and_then(|part| Url::parse(part.ask.settings.as_deref()?).ok());
        let Some(url) = script else { return vec![job] };
        let key = PageKey::of(&url);
        if let Some(known) = self.settings.get(&key) {
            return vec![filled(job, known.as_ref())];
        }
        if frontier.is_seen(&job.key) {
            return Vec::new();
        }
        let script =
            Job { url, key: key.clone(), role: PageRole::Script, class: Class::ColumnPart, part: None, ..job.clone() };
        let waiting = self.waiting.entry(key).or_default();
        if !waiting.iter().any(|known| known.key == job.key) {
            waiting.push(job);
        }
        vec![script]
    }

    /// Takes what a script says of the site's interface. Returns the questions that waited for it.
    pub(super) fn settle(&mut self, job: &Job, record: &PageRecord) -> Vec<Job> {
        let links = record.page.iter().flat_map(|page| &page.links);
        let told = links.filter(|link| link.kind == LinkKind::ListInterface).find_map(|link| {
            let place = Url::parse(&link.target).ok().filter(|url| crate::model::same_host(url, &job.url))?;
            Some((place, link.raw.clone()?))
        });
        let waiting = self.waiting.remove(&job.key).unwrap_or_default();
        let jobs = waiting.into_iter().map(|job| filled(job, told.as_ref())).collect();
        self.settings.insert(job.key.clone(), told);
        jobs
    }
}

/// The question with what a script told. Its identity stays that of the question as the page asks it.
fn filled(mut job: Job, told: Option<&(Url, String)>) -> Job {
    if let Some(part) = &mut job.part {
        part.ask.settings = None;
        part.told = Some(told.cloned().unwrap_or_else(|| (job.url.clone(), SITE.to_owned())));
        part.complete(&mut job.url);
    }
    job
}

impl Look {
    fn of(page: &Page) -> Self {
        Self {
            column: page.meta("ColumnName").map(str::to_owned),
            title: worded(&page.title),
            crumbs: page.breadcrumbs.iter().map(|c| worded(&c.text)).collect(),
            shapes: shapes(page),
        }
    }

    /// Whether another page is a further one of the same column: nothing that names the column differs, and its entries lie where
    /// those of the first page lie.
    fn is_column_of(&self, page: &Page) -> bool {
        let other = Self::of(page);
        let same_name = match (&self.column, &other.column) {
            (Some(a), Some(b)) => a == b,
            _ => self.title == other.title || self.crumbs.len() > 1 && self.crumbs == other.crumbs,
        };
        let here = other.shapes.intersection(&self.shapes).count();
        same_name && here * 2 >= other.shapes.len().min(self.shapes.len()).max(1)
    }
}

/// Shapes of the addresses of a page's entries, the last segment dropped: entries of one column lie together.
fn shapes(page: &Page) -> BTreeSet<String> {
    let shape = |target: &str| {
        let shape = address_shape(&Url::parse(target).ok()?);
        Some(shape.rsplit_once('/').map_or(shape.clone(), |(folder, _)| folder.to_owned()))
    };
    page.items.iter().filter_map(|i| shape(&i.target)).collect()
}

/// Words without numbers: a title may count its pages.
fn worded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic() && !"第页共".contains(*c)).collect()
}

fn digest(text: &str) -> u64 {
    let mut hash = DefaultHasher::new();
    text.hash(&mut hash);
    hash.finish()
}
