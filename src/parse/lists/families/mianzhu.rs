//! 绵竹 and other sites with `iList.jsp` (R8-14): `/info/iList.jsp?node_id=…&cat_id=…&cur_page=N`.

use super::super::family::{Family, Found, MOST_PAGES, Page, Reading, Want, nothing_next, query, with_query};
use super::super::paging;
use super::static_pages::{between, has_next};
use regex::Regex;
use std::sync::LazyLock;

/// The family.
pub(super) const FAMILY: Family = Family { read, next: nothing_next };

static NUMBERED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)cur_page=(\d{1,4})").expect("a fixed pattern"));

fn read(page: &Page<'_>, _: &Reading) -> Option<Found> {
    if !page.base.path().to_ascii_lowercase().ends_with("/ilist.jsp") {
        return None;
    }
    let links = between(page);
    if links.len() > 1 {
        return Some(Found::pages("ilist", links));
    }
    let linked = NUMBERED.captures_iter(page.source).filter_map(|hit| hit.get(1)?.as_str().parse::<u32>().ok()).max();
    let said = paging::pages_said(page.source);
    let current: u32 = query(page.base, "cur_page").and_then(|v| v.parse().ok()).unwrap_or(1);
    let address = |n: u32| with_query(page.base, "cur_page", &n.to_string());
    let total = said.into_iter().chain(linked).max().unwrap_or(1).min(MOST_PAGES);
    let mut found = Found::pages("ilist", (2..=total).filter(|n| *n != current).map(|n| address(n).into()).collect());
    // A full list without a word of its pages may have a second one.
    if found.wants.is_empty() && page.items >= 10 && !has_next(page) {
        found.wants.push(Want::guess(address(current + 1)));
    }
    Some(found)
}
