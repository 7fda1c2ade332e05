use crate::model::address_shape;
use std::collections::BTreeMap;
use url::Url;

/// Recognises places where links never end: growing paths, facets, calendars, counters. Each answer is a reason in
/// words, kept with the address that was left alone.
#[derive(Debug, Default)]
pub(super) struct Traps {
    /// Addresses let through per group (address with numbers folded and parameter values dropped).
    groups: BTreeMap<String, Group>,
    /// Facet variants let through per path.
    facets: BTreeMap<String, u32>,
}

#[derive(Debug, Default)]
struct Group {
    /// Pages in a row that brought nothing new.
    barren: u32,
    /// Nothing more of this group is asked.
    closed: bool,
}

/// Longest address that is asked.
const MAX_LENGTH: usize = 1000;
/// Most path segments.
const MAX_SEGMENTS: usize = 16;
/// Pages of one group in a row that bring nothing new before the group is closed.
const MAX_BARREN: u32 = 12;
/// Variants of one path by sorting and filtering.
const MAX_FACETS: u32 = 8;
/// Parameters that arrange the same content anew.
const FACETS: &[&str] = &[
    "sort",
    "sortby",
    "order",
    "orderby",
    "orderfield",
    "desc",
    "asc",
    "filter",
    "view",
    "display",
    "layout",
    "pagesize",
    "perpage",
    "size",
    "limit",
    "style",
    "theme",
    "skin",
    "font",
    "fontsize",
    "color",
    "print",
    "share",
    "from",
    "back",
    "returnurl",
    "ref",
    "referer",
    "callback",
];

impl Traps {
    /// Why this address should be left alone, if it should. A dated entry of a list (`entry`) may look like others that
    /// brought nothing new and still is one of the list's own.
    pub(super) fn refuse(&mut self, url: &Url, entry: bool) -> Option<String> {
        if url.as_str().len() > MAX_LENGTH {
            return Some(format!("address of {} characters", url.as_str().len()));
        }
        let segments: Vec<&str> = url.path().split('/').filter(|s| !s.is_empty()).collect();
        if segments.len() > MAX_SEGMENTS {
            return Some(format!("path of {} segments", segments.len()));
        }
        if let Some(repeated) = repeats(&segments) {
            return Some(format!("growing path: {repeated} again and again"));
        }
        if !entry && self.groups.get(&address_shape(url)).is_some_and(|g| g.closed) {
            return Some("pages of this shape bring nothing new".to_owned());
        }
        if url.query_pairs().any(|(name, _)| FACETS.contains(&name.to_ascii_lowercase().as_str())) {
            let seen = self.facets.entry(format!("{}{}", url.host_str().unwrap_or_default(), url.path())).or_default();
            *seen += 1;
            if *seen > MAX_FACETS {
                return Some(format!("more than {MAX_FACETS} ways to sort or filter one list"));
            }
        }
        None
    }

    /// Notes what a page brought: something new (an article, an entry, a link out of its own group) or nothing.
    pub(super) fn learn(&mut self, url: &Url, fruitful: bool) {
        let group = self.groups.entry(address_shape(url)).or_default();
        if fruitful {
            group.barren = 0;
        } else {
            group.barren += 1;
            group.closed |= group.barren >= MAX_BARREN;
        }
    }
}

/// A segment, or a run of segments, that stands three times or more in a row or over the path.
fn repeats(segments: &[&str]) -> Option<String> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for segment in segments {
        let n = counts.entry(segment).or_default();
        *n += 1;
        // Numbers repeat innocently: /2023/6/6/6.html.
        if *n >= 4 && segment.chars().any(|c| !c.is_ascii_digit()) {
            return Some((*segment).to_owned());
        }
    }
    for width in 1..=segments.len() / 3 {
        for at in 0..=segments.len() - 3 * width {
            let run = &segments[at..at + width];
            let numeric = run.iter().all(|s| s.chars().all(|c| c.is_ascii_digit()));
            if !numeric
                && run == &segments[at + width..at + 2 * width]
                && run == &segments[at + 2 * width..at + 3 * width]
            {
                return Some(run.join("/"));
            }
        }
    }
    None
}
