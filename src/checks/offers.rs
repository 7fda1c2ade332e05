//! What a page offers beyond what its template offers everywhere: fields, drop-down lists, ways to choose.

use crate::facts::Facts;
use crate::model::{LinkKind, Mark, Page, PageKey, PageRole, Term};
use std::collections::BTreeSet;
use url::Url;

/// The pages that make up `page` for a reader: itself, its frames and fragments that were read.
pub(super) fn whole(facts: &Facts, page: usize) -> Vec<(usize, &Page)> {
    let mut all: BTreeSet<usize> = BTreeSet::from([page]);
    for link in facts.links.of_page(page) {
        if matches!(link.kind, LinkKind::Frame | LinkKind::Fragment | LinkKind::Redirect)
            && let Ok(url) = Url::parse(facts.links.target(link))
            && let Some(part) = facts.page_index(&PageKey::of(&url))
        {
            all.insert(part);
        }
    }
    all.into_iter().filter_map(|i| facts.pages[i].readable().map(|p| (i, p))).collect()
}

/// How many of `term` stand on the page and its parts.
pub(super) fn count(facts: &Facts, page: usize, term: Term) -> u16 {
    whole(facts, page).iter().filter_map(|(_, p)| p.terms.as_ref()).map(|t| t.of(term)).sum()
}

/// How many of `term` stand on the page beyond what the template has: the fewest on any other page of its host.
pub(super) fn beyond_template(facts: &Facts, page: usize, term: Term) -> u16 {
    let host = |i: usize| Url::parse(facts.pages[i].url()).ok().and_then(|u| u.host_str().map(str::to_owned));
    let own = host(page);
    let usual = (0..facts.pages.len())
        .filter(|&i| i != page && matches!(facts.pages[i].role, PageRole::Page | PageRole::Home) && host(i) == own)
        .filter_map(|i| facts.pages[i].readable().and_then(|p| p.terms.as_ref()))
        .map(|t| t.of(term))
        .min()
        .unwrap_or_default();
    count(facts, page, term).saturating_sub(usual)
}

/// Whether a reader can search from the page: a search form of its own or the template's, or a text field beyond it.
pub(super) fn is_searchable(facts: &Facts, page: usize) -> bool {
    whole(facts, page).iter().any(|(_, p)| !p.marks.of(Mark::Search).is_empty())
        || beyond_template(facts, page, Term::TextField) > 0
}
