//! 龙讯 and its kin (R8-08): `?pageIndex=N` behind a column's address (`/content/column/N`, `/public/column/N?type=4…`), the
//! count in the pager's words or variables.

use super::super::family::{Family, Found, MOST_PAGES, Page, Reading, nothing_next, query, with_query};
use super::super::paging;
use super::static_pages::has_next;
use regex::Regex;
use std::sync::LazyLock;

/// The family.
pub(super) const FAMILY: Family = Family { read, next: nothing_next };

static TOTAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)(?:pageCount|totalPages?|countPage)['"]?\s*[:=]\s*['"]?(\d{1,4})"#).expect("a fixed pattern")
});
static NUMBERED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)[?&;]pageIndex=(\d{1,4})").expect("a fixed pattern"));

fn read(page: &Page<'_>, _: &Reading) -> Option<Found> {
    let path = page.base.path();
    let column = path.contains("/content/column/") || path.contains("/public/column/");
    if !column || !page.source.contains("pageIndex") {
        return None;
    }
    let written = TOTAL.captures(page.source).and_then(|hit| hit.get(1)?.as_str().parse::<u32>().ok());
    // The pager links to the last page, or at least to the next few.
    let linked = NUMBERED.captures_iter(page.source).filter_map(|hit| hit.get(1)?.as_str().parse::<u32>().ok()).max();
    let total = written.or_else(|| paging::pages_said(page.source)).into_iter().chain(linked).max();
    let total = total.unwrap_or(1).min(MOST_PAGES);
    let current: u32 = query(page.base, "pageIndex").and_then(|v| v.parse().ok()).unwrap_or(1);
    let mut targets: Vec<String> = (2..=total)
        .filter(|n| *n != current)
        .map(|n| with_query(page.base, "pageIndex", &n.to_string()).into())
        .collect();
    if targets.is_empty() && has_next(page) {
        targets.push(with_query(page.base, "pageIndex", &(current + 1).to_string()).into());
    }
    Some(Found::pages("longxun", targets))
}
