//! Faults that sit in a template stand on every page made from it. They are one fault, counted, and not thousands.

use super::Facts;
use std::collections::BTreeMap;

/// From so many pages on, the same fault is taken for the template's.
const FROM: usize = 3;
/// Pages named as examples.
const EXAMPLES: usize = 3;

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

/// Sightings brought together: the same shape on three pages or more is one fault of their template; below that each page
/// answers for itself. In the order of the first sighting.
#[must_use]
pub fn repeats<T>(places: impl IntoIterator<Item = Place<T>>) -> Vec<Repeat<T>> {
    let mut known: BTreeMap<String, Vec<(usize, Place<T>)>> = BTreeMap::new();
    for (order, place) in places.into_iter().enumerate() {
        known.entry(place.shape.clone()).or_default().push((order, place));
    }
    let mut found: Vec<(usize, Repeat<T>)> = Vec::new();
    for (shape, places) in known {
        let mut pages: Vec<usize> = places.iter().map(|(_, place)| place.page).collect();
        pages.sort_unstable();
        pages.dedup();
        let whole = pages.len() >= FROM;
        let mut by_page: BTreeMap<usize, usize> = BTreeMap::new();
        for (order, place) in places {
            let at = if whole { usize::MAX } else { place.page };
            if let Some(&known) = by_page.get(&at) {
                found[known].1.times += 1;
                continue;
            }
            by_page.insert(at, found.len());
            let pages = if whole { pages.clone() } else { vec![place.page] };
            found.push((order, Repeat { pages, times: 1, shape: shape.clone(), fault: place.fault }));
        }
    }
    found.sort_by_key(|(order, _)| *order);
    found.into_iter().map(|(_, repeat)| repeat).collect()
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
