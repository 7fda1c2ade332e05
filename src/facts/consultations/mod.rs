//! Opinions asked of the public: the consultations of a site, what stands on their pages, what came of them.

mod decisions;
mod dossier;
mod elements;
mod matching;
mod parts;
mod period;
mod result;
mod titles;

pub use decisions::Decision;
pub use elements::{Element, Elements, Offer};
pub use period::CallPeriod;
pub use result::{Stated, TakenUp};
pub use titles::{CallKind, call_kind, is_consultation, is_consultation_result, matter_key};

use super::{Facts, fold_title};
use crate::model::{Call, DateFact, Page, PageKey, PageRole, Reason};
use jiff::civil::Date;
use matching::Matter;
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// A consultation, once, however many lists name it.
#[derive(Debug, Clone, PartialEq)]
pub struct Consultation {
    /// Its page (position in `Facts::pages`), when it was read.
    pub page: Option<usize>,
    /// Its page's address, read or not.
    pub url: String,
    /// Why its page was not read.
    pub unread: Option<Reason>,
    /// Its title.
    pub title: String,
    /// What it is about; see [`matter_key`].
    pub matter: String,
    /// On what kind of thing.
    pub kind: CallKind,
    /// When it was published.
    pub published: Option<Date>,
    /// From when to when.
    pub period: CallPeriod,
    /// The state that a list shows (征集中, 已反馈 …); empty when none does.
    pub state: String,
}

/// A page that tells what came of consultations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsultationResult {
    /// Its page (position in `Facts::pages`), when it was read.
    pub page: Option<usize>,
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub matter: String,
    /// When it was published.
    pub published: Option<Date>,
}

/// All consultations of a site and what came of them.
#[derive(Debug, Default)]
pub struct Consultations {
    /// In the order in which they were first seen.
    pub calls: Vec<Consultation>,
    /// In the order in which they were first seen.
    pub results: Vec<ConsultationResult>,
    by_matter: matching::Index,
}

impl Consultations {
    pub(super) fn of(facts: &Facts) -> Self {
        let rows = Rows::of(facts);
        let mut gathered = Gathered { found: Self::default(), known: BTreeSet::new(), rows: &rows };
        for (index, fact) in facts.pages.iter().enumerate() {
            let Some(page) = fact.readable().filter(|_| fact.role == PageRole::Page) else { continue };
            if let Some(title) = titles::title_of(page) {
                gathered.page(facts, index, page, title);
            }
        }
        for (index, fact) in facts.pages.iter().enumerate() {
            let Some(page) = fact.readable() else { continue };
            for item in &page.items {
                gathered.entry(facts, index, &item.title, &item.target, item.date.as_ref());
            }
        }
        let mut found = gathered.found;
        found.by_matter = matching::Index::of(found.results.iter().map(|r| r.matter.as_str()));
        found
    }

    /// The results whose matter is that of a consultation, best first.
    #[must_use]
    pub fn results_on(&self, call: &Consultation) -> Vec<usize> {
        let after = |r: &ConsultationResult| match (call.published, r.published) {
            (Some(asked), Some(told)) => told >= asked,
            _ => true,
        };
        let alike = self.by_matter.alike(&call.matter);
        alike.into_iter().filter(|&i| after(&self.results[i])).collect()
    }
}

/// What lists tell beside a title: by address, else by title.
struct Rows<'a>(BTreeMap<String, &'a Call>);

impl<'a> Rows<'a> {
    fn of(facts: &'a Facts) -> Self {
        let mut rows = BTreeMap::new();
        for page in facts.pages.iter().filter_map(|p| p.readable()) {
            for call in page.participation.iter().flat_map(|p| &p.calls) {
                if let Ok(url) = Url::parse(&call.target) {
                    rows.entry(PageKey::of(&url).0).or_insert(call);
                }
                rows.entry(fold_title(&call.title)).or_insert(call);
            }
        }
        Self(rows)
    }

    fn find(&self, key: &str, title: &str) -> Option<&'a Call> {
        self.0.get(key).or_else(|| self.0.get(&fold_title(title))).copied()
    }
}

struct Gathered<'a> {
    found: Consultations,
    /// Titles known, with the day: the same thing in two columns is one.
    known: BTreeSet<(String, Option<Date>)>,
    rows: &'a Rows<'a>,
}

impl Gathered<'_> {
    fn page(&mut self, facts: &Facts, index: usize, page: &Page, title: &str) {
        let fact = &facts.pages[index];
        let published = published(page);
        if titles::is_result_title(title) {
            if self.is_new(title, published) {
                self.found.results.push(ConsultationResult {
                    page: Some(index),
                    url: fact.url().to_owned(),
                    title: title.to_owned(),
                    matter: matter_key(title),
                    published,
                });
            }
            return;
        }
        let kind =
            titles::call_kind(title).or_else(|| calling_draft(page, title)).map(|kind| elements::asked_of(page, kind));
        let Some(kind) = kind.filter(|_| self.is_new(title, published)) else { return };
        let row = self.rows.find(&fact.key.0, title);
        self.found.calls.push(Consultation {
            page: Some(index),
            url: fact.url().to_owned(),
            unread: None,
            title: title.to_owned(),
            matter: matter_key(title),
            kind,
            published,
            period: CallPeriod::of(page, row, published),
            state: row.map_or_else(String::new, |r| r.state.clone()),
        });
    }

    /// An entry of a list whose page was not read.
    fn entry(&mut self, facts: &Facts, on: usize, title: &str, target: &str, date: Option<&DateFact>) {
        let result = titles::is_result_title(title);
        let kind = titles::call_kind(title);
        if !result && kind.is_none() || target.is_empty() {
            return;
        }
        let behind = facts.page_behind(target);
        if behind.is_some_and(|i| facts.pages[i].readable().is_some()) || behind == Some(on) {
            return;
        }
        if behind.is_some_and(|i| matches!(facts.pages[i].record.status, Some(404 | 410))) {
            return;
        }
        let published = date.map(|d| d.date);
        if !self.is_new(title, published) {
            return;
        }
        if result {
            self.found.results.push(ConsultationResult {
                page: None,
                url: target.to_owned(),
                title: title.to_owned(),
                matter: matter_key(title),
                published,
            });
            return;
        }
        let key = Url::parse(target).map_or_else(|_| target.to_owned(), |u| PageKey::of(&u).0);
        let row = self.rows.find(&key, title);
        let reason = behind.map_or(Reason::Budget, |i| super::home::unread(&facts.pages[i]).reason);
        self.found.calls.push(Consultation {
            page: None,
            url: target.to_owned(),
            unread: Some(reason),
            title: title.to_owned(),
            matter: matter_key(title),
            kind: kind.unwrap_or(CallKind::Open),
            published,
            period: CallPeriod::of_row(row),
            state: row.map_or_else(String::new, |r| r.state.clone()),
        });
    }

    fn is_new(&mut self, title: &str, published: Option<Date>) -> bool {
        let folded = fold_title(title);
        // A list without days names what a page with one is.
        let known =
            published.is_none() && self.known.range((folded.clone(), None)..).next().is_some_and(|(t, _)| *t == folded);
        !known && self.known.insert((folded, published))
    }
}

/// A draft's own page that asks for opinions in its text is the consultation; one that does not is a part of another.
fn calling_draft(page: &Page, title: &str) -> Option<CallKind> {
    let draft = ["征求意见稿", "草案", "意见征集稿"].iter().any(|w| title.contains(w));
    let explains = ["解读", "图解", "说明", "读懂"].iter().any(|w| title.contains(w));
    let shown = page.participation.as_deref()?;
    let calls =
        ["征求意见", "公开征求", "意见建议", "提出意见", "反馈意见", "修改意见"].iter().any(|w| shown.text.contains(w));
    let answer = !shown.periods.is_empty() && elements::channel_in(&shown.text).is_some();
    (draft && !explains && calls && answer).then_some(CallKind::Draft)
}

fn published(page: &Page) -> Option<Date> {
    page.article.as_ref().and_then(|a| a.published.as_ref()).map(|d| d.date)
}

/// What a list or page is about, for matching.
pub(super) fn matter(title: &str) -> Matter {
    Matter::of(&matter_key(title))
}

impl Facts {
    /// The consultations of the public on this site.
    pub fn consultations(&self) -> &Consultations {
        self.consultations.get_or_init(|| Consultations::of(self))
    }
}
