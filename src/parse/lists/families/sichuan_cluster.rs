//! 四川's common platform (R8-05): columns `/{site}/c{6 digits}/list.shtml` (or a name in pinyin in place of the number), articles
//! `/{site}/{column}/Y/M/D/{32 hex}.shtml`. Further pages are `list_2.shtml` as far as is known; where no pager says so, the name is
//! tried and held against the first page.

use super::super::family::{Family, Found, MOST_PAGES, Page, Reading, Want, nothing_next};
use super::super::paging;
use super::static_pages::{between, has_next};
use regex::Regex;
use std::sync::LazyLock;

/// The family.
pub(super) const FAMILY: Family = Family { read, next: nothing_next };

/// Fewest entries of a list that may have a second page.
const FULL: usize = 10;

fn read(page: &Page<'_>, before: &Reading) -> Option<Found> {
    static LIST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"/(?:c\d{5,7}|[a-z][\w-]*)/list(?:_(\d{1,4}))?\.shtml$").expect("a fixed pattern")
    });
    static ENTRY: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"/\d{4}/\d{1,2}/\d{1,2}/[0-9a-f]{32}\.shtml").expect("a fixed pattern"));
    let hit = LIST.captures(page.base.path())?;
    if !ENTRY.is_match(page.source) && page.items == 0 {
        return None;
    }
    let current: u32 = hit.get(1).and_then(|n| n.as_str().parse().ok()).unwrap_or(1);
    let mut found = Found { family: "sichuan-cluster", ..Found::default() };
    if !before.links.is_empty() {
        return Some(found);
    }
    let links = between(page);
    if !links.is_empty() {
        return Some(Found::pages("sichuan-cluster", links));
    }
    let said = paging::pages_said(page.source);
    let more = said.map_or(page.items >= FULL, |total| current < total) && current < MOST_PAGES;
    if more && !has_next(page) && page.items > 0 {
        let mut url = page.base.clone();
        let folder = url.path().rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        url.set_path(&format!("{folder}/list_{}.shtml", current + 1));
        url.set_fragment(None);
        found.wants.push(Want::guess(url));
    }
    Some(found)
}
