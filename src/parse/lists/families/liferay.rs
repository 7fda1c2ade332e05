//! Liferay (R8-15): portlets with parameters named `p_p_…` and `_…_cur` for the page. Its footers are written by scripts that choose
//! by `groupId`; they are found with the other marks.

use super::super::family::{Family, Found, MOST_PAGES, Page, Reading, nothing_next};
use super::static_pages::between;
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The family.
pub(super) const FAMILY: Family = Family { read, next: nothing_next };

fn read(page: &Page<'_>, before: &Reading) -> Option<Found> {
    static CUR: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"href=["']([^"'\s<>]*[?&;]_?\w*cur=(\d{1,4})[^"'\s<>]*)["']"#).expect("a fixed pattern")
    });
    let ours = ["Liferay.", "liferay-", "p_p_id=", "/o/frontend-"].iter().any(|s| page.source.contains(s));
    if !ours {
        return None;
    }
    if !before.links.is_empty() {
        return Some(Found { family: "liferay", ..Found::default() });
    }
    let mut targets: BTreeMap<u32, String> = BTreeMap::new();
    for hit in CUR.captures_iter(page.source) {
        let (Some(address), Some(number)) = (hit.get(1), hit.get(2)) else { continue };
        let (Ok(number), Ok(url)) =
            (number.as_str().parse::<u32>(), page.base.join(&address.as_str().replace("&amp;", "&")))
        else {
            continue;
        };
        if url != *page.base && number <= MOST_PAGES && super::super::family::same_site(page.base, &url) {
            targets.entry(number).or_insert_with(|| url.into());
        }
    }
    let mut links = between(page);
    if links.len() < 2 {
        links = targets.into_values().collect();
    }
    Some(Found::pages("liferay", links))
}
