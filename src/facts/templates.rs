//! Faults that sit in a template stand on every page made from it. They are one fault, counted, and not thousands.

use super::Facts;
use crate::model::{Page, Region};
use std::collections::{BTreeMap, BTreeSet};

/// From so many pages on, the same fault is taken for the template's.
const FROM: usize = 3;
/// The very same fault on so many pages is told once, wherever it comes from.
const MANY: usize = 30;
/// Pages named as examples.
const EXAMPLES: usize = 3;
/// Kinds of containers that a layout has at least. Pages with fewer are alike because there is nothing to them.
const CONTAINERS: u32 = 6;

/// One sighting of a fault.
#[derive(Debug, Clone)]
pub struct Place<T> {
    /// Position in [`Facts::pages`].
    pub page: usize,
    /// What makes it the same fault as on another page; see [`shape`].
    pub shape: String,
    /// The sighting.
    pub fault: T,
}

/// A sighting known by two shapes: what names an address of its own on every page (the picture of a list's entry) is the
/// template's as well, though no two are the same.
#[derive(Debug, Clone)]
pub struct Sight<T> {
    /// Where, and what it is exactly.
    pub place: Place<T>,
    /// What it is without what differs from page to page; none where only the very same counts.
    pub loose: Option<String>,
    /// How often it stands there; at least 1.
    pub times: u64,
    /// On how many pages it must stand to be the template's; at least 3.
    pub from: usize,
}

/// A fault, on one page or on all pages of a template.
#[derive(Debug, Clone)]
pub struct Repeat<T> {
    /// The pages it stands on, as positions in [`Facts::pages`], in crawl order; one, or the template's.
    pub pages: Vec<usize>,
    /// How often it stands there in all; at least the number of pages.
    pub times: u64,
    /// What makes it the same fault everywhere.
    pub shape: String,
    /// The first sighting.
    pub fault: T,
}

impl<T> Repeat<T> {
    /// Whether it is the template's, not one page's.
    #[must_use]
    pub fn in_template(&self) -> bool {
        self.pages.len() >= FROM
    }

    /// The page on which to show it: the first in crawl order, which is the home page where it stands there too.
    #[must_use]
    pub fn page(&self) -> usize {
        self.pages.first().copied().unwrap_or(0)
    }

    /// At most three addresses of pages on which it stands.
    #[must_use]
    pub fn examples<'a>(&self, facts: &'a Facts) -> Vec<&'a str> {
        self.pages.iter().take(EXAMPLES).map(|&page| facts.pages[page].url()).collect()
    }
}

/// The layout that a page is made from; none for a page with hardly any containers.
#[must_use]
pub fn template_of(page: &Page) -> Option<u64> {
    (page.signals.containers >= CONTAINERS).then_some(page.signals.template)
}

/// What pages a sighting in `region` of this page may be the same fault with, as the beginning of its shape: head, menus and
/// foot are those of the whole site, the rest is the layout's. None where the page stands for itself.
#[must_use]
pub fn kin(page: &Page, region: Region) -> Option<String> {
    if is_frame(region) {
        return Some("frame".to_owned());
    }
    template_of(page).map(|template| format!("{template:016x}"))
}

fn is_frame(region: Region) -> bool {
    matches!(region, Region::Header | Region::Nav | Region::Footer | Region::Breadcrumb)
}

/// How many pages each layout is used for.
#[derive(Debug, Default)]
pub struct Layouts(BTreeMap<u64, usize>);

impl Layouts {
    /// Counts these pages.
    #[must_use]
    pub fn of<'a>(pages: impl IntoIterator<Item = &'a Page>) -> Self {
        let mut counts = BTreeMap::new();
        for template in pages.into_iter().filter_map(template_of) {
            *counts.entry(template).or_default() += 1;
        }
        Self(counts)
    }

    /// On how many pages a fault in `region` of this page must stand to be the template's: what a template brings stands on
    /// most of its pages, what editors wrote on some. Small pages are no measure of what the site's frame brings.
    #[must_use]
    pub fn from(&self, page: &Page, region: Region) -> usize {
        match template_of(page) {
            Some(_) if is_frame(region) => FROM,
            Some(template) => self.0.get(&template).map_or(FROM, |pages| pages.div_ceil(2)).clamp(FROM, MANY),
            None => MANY,
        }
    }
}

/// Sightings brought together: the same shape on three pages or more is one fault of their template; below that each page
/// answers for itself. In the order of the first sighting.
#[must_use]
pub fn repeats<T>(places: impl IntoIterator<Item = Place<T>>) -> Vec<Repeat<T>> {
    repeats_of(places.into_iter().map(|place| Sight { place, loose: None, times: 1, from: FROM }))
}

/// As [`repeats`]; what is on no three pages exactly is then held against its loose shape. Where that is on fewer than three
/// pages as well, sightings that differ stay apart.
#[must_use]
pub fn repeats_of<T>(sights: impl IntoIterator<Item = Sight<T>>) -> Vec<Repeat<T>> {
    let mut found: Vec<(usize, Repeat<T>)> = Vec::new();
    let mut rest: BTreeMap<String, Vec<(usize, Repeat<T>)>> = BTreeMap::new();
    let mut least: BTreeMap<String, usize> = BTreeMap::new();
    for (order, repeat, loose, from) in exactly(sights) {
        match loose.filter(|_| !repeat.in_template()) {
            Some(loose) => {
                let known = least.entry(loose.clone()).or_insert(from);
                *known = from.min(*known);
                rest.entry(loose).or_default().push((order, repeat));
            }
            None => found.push((order, repeat)),
        }
    }
    for (shape, repeats) in rest {
        let from = least.get(&shape).copied().unwrap_or(FROM);
        let pages: BTreeSet<usize> = repeats.iter().flat_map(|(_, r)| r.pages.iter().copied()).collect();
        if pages.len() < from {
            found.extend(repeats);
            continue;
        }
        let times = repeats.iter().map(|(_, r)| r.times).sum();
        if let Some((order, first)) = repeats.into_iter().min_by_key(|(order, _)| *order) {
            found.push((order, Repeat { pages: pages.into_iter().collect(), times, shape, fault: first.fault }));
        }
    }
    found.sort_by_key(|(order, _)| *order);
    found.into_iter().map(|(_, repeat)| repeat).collect()
}

/// Those of one exact shape, each with the order of its first sighting, its loose shape, and on how many pages it must stand.
fn exactly<T>(sights: impl IntoIterator<Item = Sight<T>>) -> Vec<(usize, Repeat<T>, Option<String>, usize)> {
    let mut known: BTreeMap<String, Vec<(usize, Sight<T>)>> = BTreeMap::new();
    for (order, sight) in sights.into_iter().enumerate() {
        known.entry(sight.place.shape.clone()).or_default().push((order, sight));
    }
    let mut found: Vec<(usize, Repeat<T>, Option<String>, usize)> = Vec::new();
    for (shape, sights) in known {
        let pages: BTreeSet<usize> = sights.iter().map(|(_, sight)| sight.place.page).collect();
        let from = sights.iter().map(|(_, sight)| sight.from).min().unwrap_or(FROM);
        let whole = pages.len() >= from;
        let mut by_page: BTreeMap<usize, usize> = BTreeMap::new();
        for (order, sight) in sights {
            let at = if whole { usize::MAX } else { sight.place.page };
            if let Some(&known) = by_page.get(&at) {
                found[known].1.times += sight.times;
                continue;
            }
            by_page.insert(at, found.len());
            let pages = if whole { pages.iter().copied().collect() } else { vec![sight.place.page] };
            let repeat = Repeat { pages, times: sight.times, shape: shape.clone(), fault: sight.place.fault };
            found.push((order, repeat, sight.loose, from));
        }
    }
    found
}

/// A text with what differs from page to page made alike: numbers become `#`, blanks one blank. Two sightings of a template's
/// fault have the same shape although they name the page's own number, date or count.
#[must_use]
pub fn shape(text: &str) -> String {
    let mut shape = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_numeric() {
            if !shape.ends_with('#') {
                shape.push('#');
            }
        } else if c.is_whitespace() {
            if !shape.is_empty() && !shape.ends_with(' ') {
                shape.push(' ');
            }
        } else {
            shape.push(c);
        }
    }
    shape.truncate(shape.trim_end().len());
    shape
}
