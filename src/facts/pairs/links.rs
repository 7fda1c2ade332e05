//! What the pages themselves say belongs together, and whether one page leads to another.

use super::reading::Readings;
use super::{Basis, LinkState, Pairs};
use crate::facts::documents::is_interpretation_title;
use crate::facts::{Document, Facts};
use crate::model::{Article, ItemSource, LinkKind, PageKey, Region, RelationKind};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// An address that so many articles show outside of their text and their boxes stands in a side list of the template.
const SIDE_LIST: u32 = 4;

/// Which policies and interpretations name each other.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// By interpretation: policies (by number) with what names them.
    by_reading: BTreeMap<usize, BTreeSet<(usize, Basis)>>,
}

impl Named {
    pub(super) fn of(facts: &Facts, policies: &[&Document], readings: &Readings) -> Self {
        let mut named = Self::default();
        let mut by_page: BTreeMap<usize, usize> = BTreeMap::new();
        for (at, policy) in policies.iter().enumerate() {
            by_page.insert(policy.page, at);
            by_page.extend(facts.documents().copies(policy.page).iter().map(|&copy| (copy, at)));
        }
        for (at, policy) in policies.iter().enumerate() {
            for target in related(facts, policy.page, RelationKind::Interpretation) {
                if let Some(reading) = readings.behind(facts, &target) {
                    named.by_reading.entry(reading).or_default().insert((at, Basis::LinkFromPolicy));
                }
            }
        }
        for (at, reading) in readings.all.iter().enumerate() {
            let Some(page) = reading.page else { continue };
            for target in related(facts, page, RelationKind::Policy) {
                if let Some(&policy) = facts.page_behind(&target).and_then(|p| by_page.get(&p)) {
                    named.by_reading.entry(at).or_default().insert((policy, Basis::LinkFromReading));
                }
            }
        }
        named.entries(facts, &by_page, readings);
        named
    }

    pub(super) fn of_reading(&self, reading: usize) -> impl Iterator<Item = (usize, Basis)> {
        self.by_reading.get(&reading).into_iter().flatten().copied()
    }

    /// Lists whose entries show a policy and, right behind it, a link that calls itself its interpretation (R5-12).
    fn entries(&mut self, facts: &Facts, by_page: &BTreeMap<usize, usize>, readings: &Readings) {
        for (on, fact) in facts.pages.iter().enumerate() {
            if fact.readable().is_none_or(|p| p.items.is_empty()) {
                continue;
            }
            let mut last: Option<usize> = None;
            for link in facts.links.of_page(on) {
                if link.is_chrome() || !matches!(link.kind, LinkKind::Anchor | LinkKind::Scripted | LinkKind::Data) {
                    continue;
                }
                let target = facts.links.target(link);
                if let Some(&policy) = facts.page_behind(target).and_then(|p| by_page.get(&p)) {
                    last = Some(policy);
                } else if let Some(reading) = readings.behind(facts, target)
                    && is_bare(facts.links.text(link))
                    && let Some(policy) = last
                {
                    self.by_reading.entry(reading).or_default().insert((policy, Basis::Entry));
                } else {
                    last = None;
                }
            }
        }
    }
}

/// 解读, 【图解】, 政策解读: the text of a link beside a title, not a title itself.
fn is_bare(text: &str) -> bool {
    text.chars().count() <= 8 && is_interpretation_title(text)
}

fn article(facts: &Facts, page: usize) -> Option<&Article> {
    facts.pages[page].readable()?.article.as_ref()
}

/// Addresses that a page names as its interpretation or its policy: in boxes that promise such, and in its text.
fn related(facts: &Facts, page: usize, wanted: RelationKind) -> BTreeSet<String> {
    let mut targets = BTreeSet::new();
    let Some(article) = article(facts, page) else { return targets };
    for relation in &article.relations {
        for entry in &relation.entries {
            let said = relation.kind == wanted
                || relation.kind == RelationKind::Any
                || wanted == RelationKind::Interpretation && is_interpretation_title(&entry.title);
            if said {
                targets.insert(entry.target.clone());
            }
        }
    }
    for link in &article.links {
        if wanted == RelationKind::Policy || is_interpretation_title(&link.title) {
            targets.insert(link.target.clone());
        }
    }
    targets
}

impl Facts {
    /// Whether the article at `from` leads to `to` in a way that says they belong together: in its text, in a box of related
    /// pages, in a data block, or beside it; a side list that stands on many pages says nothing.
    #[must_use]
    pub fn leads_to(&self, from: usize, to: &str) -> LinkState {
        let fact = &self.pages[from];
        let Some(page) = fact.readable() else { return LinkState::Unknown };
        let is_it = |target: &str| same_page(self, target, to);
        let boxes = page.article.iter().flat_map(|a| &a.relations);
        let named = page.article.iter().flat_map(|a| a.links.iter().chain(a.relations.iter().flat_map(|b| &b.entries)));
        // Entries in the markup are links, and met below.
        let data = page.items.iter().filter(|i| i.source != ItemSource::Markup).any(|i| is_it(&i.target));
        if data || named.map(|e| e.target.as_str()).any(is_it) {
            return LinkState::Linked;
        }
        for link in self.links.of_page(from) {
            let chrome = matches!(link.region, Region::Nav | Region::Footer | Region::Breadcrumb | Region::Pager);
            let follows = !matches!(link.kind, LinkKind::Image | LinkKind::Style | LinkKind::Form | LinkKind::Script);
            if follows && !chrome && is_it(self.links.target(link)) {
                let meant = matches!(link.kind, LinkKind::Data | LinkKind::Scripted);
                if meant || !self.is_side_list(to) {
                    return LinkState::Linked;
                }
            }
        }
        let scripted = boxes.clone().any(|b| b.scripted) || page.signals.script_shell;
        if scripted { LinkState::Unknown } else { LinkState::Unlinked }
    }

    /// Whether an address stands beside the text of many articles, outside of boxes of related pages.
    fn is_side_list(&self, address: &str) -> bool {
        let counts = &self.side_lists().0;
        let key = Url::parse(address).ok().map(|u| PageKey::of(&u));
        key.and_then(|k| counts.get(&k)).is_some_and(|&n| n >= SIDE_LIST)
    }

    fn side_lists(&self) -> &SideLists {
        self.side_lists.get_or_init(|| SideLists::of(self))
    }
}

/// How many articles show an address outside of their text and their boxes.
#[derive(Debug, Default)]
pub(in crate::facts) struct SideLists(BTreeMap<PageKey, u32>);

impl SideLists {
    fn of(facts: &Facts) -> Self {
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        for document in facts.documents().all() {
            let named: BTreeSet<&str> = article(facts, document.page)
                .iter()
                .flat_map(|a| a.links.iter().chain(a.relations.iter().flat_map(|b| &b.entries)))
                .map(|e| e.target.as_str())
                .collect();
            let mut seen: BTreeSet<&str> = BTreeSet::new();
            for link in facts.links.of_page(document.page) {
                let target = facts.links.target(link);
                if !named.contains(target) && seen.insert(target) {
                    *counts.entry(target).or_default() += 1;
                }
            }
        }
        let mut by_key: BTreeMap<PageKey, u32> = BTreeMap::new();
        for (target, count) in counts.into_iter().filter(|(_, n)| *n >= SIDE_LIST) {
            if let Ok(url) = Url::parse(target) {
                *by_key.entry(PageKey::of(&url)).or_default() += count;
            }
        }
        Self(by_key)
    }
}

/// Whether two addresses are those of one page.
fn same_page(facts: &Facts, a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (at, bt) = (facts.page_behind(a), facts.page_behind(b));
    if at.is_some() && at == bt {
        return true;
    }
    match (Url::parse(a), Url::parse(b)) {
        (Ok(a), Ok(b)) => PageKey::of(&a) == PageKey::of(&b),
        _ => false,
    }
}

impl Pairs {
    /// Whether the policy on `policy` leads to an interpretation of it, and whether that one leads back. A page that was not
    /// visited, or stands elsewhere, does not say.
    #[must_use]
    pub fn link_states(&self, facts: &Facts, policy: usize, reading: usize) -> (LinkState, LinkState) {
        let reading = &self.readings[reading];
        // A link to any copy of the document will do.
        let best = |states: &mut dyn Iterator<Item = LinkState>| states.min().unwrap_or(LinkState::Unknown);
        let pages = || std::iter::once(policy).chain(facts.documents().copies(policy).iter().copied());
        let there = facts.leads_to(policy, &reading.url);
        let back = match reading.page {
            Some(page) => best(&mut pages().map(|p| facts.leads_to(page, facts.pages[p].url()))),
            None => LinkState::Unknown,
        };
        (there, back)
    }
}
