//! What a page of columns names below it: its own links and headings, what lies below its address, what says in its
//! breadcrumb that it belongs there.

use crate::facts::{Facts, SightingSource, fold_name, lies_below};
use crate::model::{LinkKind, PageKey, Region};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// Longest name, in characters: some counties name a column by the words of the law.
const LONGEST: usize = 70;

/// A name below a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Below {
    /// As written.
    pub(super) name: String,
    /// Where it leads, if anywhere.
    pub(super) address: Option<String>,
}

/// The names below `pages`, by folded name.
pub(super) fn below(facts: &Facts, pages: &[usize]) -> BTreeMap<String, Below> {
    let mut names = BTreeMap::new();
    let mut add = |name: &str, address: Option<&str>| {
        let folded = fold_name(name);
        if (2..=LONGEST).contains(&folded.chars().count()) {
            let address = address.filter(|a| a.starts_with("http")).map(str::to_owned);
            names.entry(folded).or_insert_with(|| Below { name: name.trim().to_owned(), address });
        }
    };
    for page in with_parts(facts, pages) {
        own_names(facts, page, &mut add);
    }
    let places: Vec<(&str, &PageKey)> = pages.iter().map(|&p| (facts.pages[p].url(), &facts.pages[p].key)).collect();
    for (_, sightings) in facts.columns().names() {
        for sighting in sightings {
            let Some(target) = sighting.target.as_ref().filter(|t| !places.iter().any(|(_, key)| key == t)) else {
                continue;
            };
            let Ok(url) = Url::parse(&target.0) else { continue };
            if places.iter().any(|(own, _)| lies_below(&url, own)) && is_column(facts, target, sighting.source) {
                add(&sighting.name, Some(&target.0));
            }
        }
    }
    for page in facts.pages.iter().filter_map(|p| p.readable()) {
        let at = page.breadcrumbs.iter().position(|c| {
            c.target.as_deref().and_then(|t| Url::parse(t).ok()).is_some_and(|u| {
                let key = PageKey::of(&u);
                places.iter().any(|(_, own)| **own == key)
            })
        });
        // The last step of an article is its title.
        let steps = page.breadcrumbs.len() - usize::from(page.article.is_some() && !page.breadcrumbs.is_empty());
        if let Some(at) = at.filter(|at| at + 1 < steps) {
            for crumb in &page.breadcrumbs[at + 1..steps] {
                add(&crumb.text, crumb.target.as_deref());
            }
        }
    }
    names
}

/// The pages with the frames and fragments that were read.
fn with_parts(facts: &Facts, pages: &[usize]) -> BTreeSet<usize> {
    let mut all: BTreeSet<usize> = pages.iter().copied().collect();
    for &page in pages {
        for link in facts.links.of_page(page) {
            if matches!(link.kind, LinkKind::Frame | LinkKind::Fragment | LinkKind::Redirect)
                && let Ok(url) = Url::parse(facts.links.target(link))
                && let Some(part) = facts.page_index(&PageKey::of(&url))
            {
                all.insert(part);
            }
        }
    }
    all
}

/// What the page itself names: short links that are no dated entries, and the headings of its lists.
fn own_names(facts: &Facts, index: usize, add: &mut impl FnMut(&str, Option<&str>)) {
    let Some(page) = facts.pages[index].readable() else { return };
    let dated: BTreeSet<&str> =
        page.items.iter().filter(|i| i.date.is_some()).map(|i| i.target.as_str()).filter(|t| !t.is_empty()).collect();
    for link in facts.links.of_page(index) {
        let (text, target) = (facts.links.text(link), facts.links.target(link));
        let own = match link.region {
            Region::Header | Region::Footer | Region::Breadcrumb | Region::Pager => false,
            // The site's own menu stands on the home page as well; a side menu of the platform does not.
            Region::Nav => !facts.columns().is_on_home(target) || !target.starts_with("http"),
            _ => true,
        };
        let kind = matches!(link.kind, LinkKind::Anchor | LinkKind::Scripted | LinkKind::Data);
        if own && kind && !dated.contains(target) && !leads_to_article(facts, target) {
            add(text, Some(target));
        }
    }
    for item in &page.items {
        if let Some(heading) = &item.heading {
            add(heading, item.heading_target.as_deref());
        }
        if item.date.is_none() && !leads_to_article(facts, &item.target) {
            add(&item.title, Some(&item.target));
        }
    }
}

/// A page about one thing is a column only where a menu leads to it.
fn leads_to_article(facts: &Facts, target: &str) -> bool {
    Url::parse(target).ok().and_then(|u| facts.page(&PageKey::of(&u))).is_some_and(|p| {
        let dated = p.readable().and_then(|p| p.article.as_ref()).is_some_and(|a| a.published.is_some());
        dated && !facts.columns().in_menu(&p.key)
    })
}

fn is_column(facts: &Facts, target: &PageKey, source: SightingSource) -> bool {
    match facts.page(target) {
        Some(_) => !leads_to_article(facts, &target.0),
        None => source != SightingSource::LinkText || facts.skip(target).is_some_and(|s| s.column),
    }
}
