//! 广东's openness platform gkmlpt (R8-11): a JSON interface per column, a hundred entries a page, with a total.

use super::super::family::{Answer, Asked, Family, Found, Page, Reading, Want};
use super::super::paging;
use regex::Regex;
use std::sync::LazyLock;

/// Entries of a page of the interface.
const PER_PAGE: u64 = 100;

/// The family.
pub(super) const FAMILY: Family = Family { read, next };

fn next(asked: &Asked<'_>, answer: &Answer) -> Option<Want> {
    let ours = asked.url.path().contains("/gkmlpt/api/");
    // Its pages are whole but for the last, so that what the total says is exact.
    let whole = Answer { rows: PER_PAGE as usize, ..*answer };
    ours.then(|| paging::next_by("page", Some(PER_PAGE), asked, &whole)).flatten()
}

/// The interface of the column that the address or the page names; of all columns where neither does.
fn read(page: &Page<'_>, _: &Reading) -> Option<Found> {
    static SID: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"\bSID['"]?\s*[:=]\s*['"](\w+)['"]"#).expect("a fixed pattern"));
    static COLUMN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i)\b(?:column_?id|cid|CURRENT_COLUMN_ID)['"]?\s*[:=]\s*['"]?(\d+)"#).expect("a fixed pattern")
    });
    // Its articles carry the same settings.
    if page.base.path().contains("/content/") {
        return None;
    }
    let sid = SID.captures(page.source)?;
    let at = page.base.path().find("/gkmlpt");
    if at.is_none() && !page.source.contains("gkmlpt") {
        return None;
    }
    let sid = sid.get(1)?.as_str();
    let column = page
        .base
        .fragment()
        .and_then(|f| f.trim_start_matches('/').parse::<u32>().ok())
        .or_else(|| COLUMN.captures(page.source)?.get(1)?.as_str().parse().ok())
        .unwrap_or(0);
    let before = at.map_or("", |at| &page.base.path()[..at]);
    let url = page.base.join(&format!("{before}/gkmlpt/api/all/{column}?page=1&sid={sid}")).ok()?;
    Some(Found {
        family: "gkmlpt",
        wants: vec![Want::get(url.as_str())],
        interface: Some(url.into()),
        list: true,
        nothing: false,
    })
}
