//! 博达 VSB (R8-10): `/xxgk/xfwj.htm` with further pages `/xxgk/xfwj/11.htm`, `/xxgk/xfwj/10.htm` … counted down, so that the second
//! page is the one before the last number. The pager names the next and the last; where a script writes it, the count
//! (`共52条 1/11`) tells the names.

use super::super::family::{Family, Found, MOST_PAGES, Page, Reading, Want, nothing_next};
use super::super::paging;
use super::static_pages::{between, has_next};
use regex::Regex;
use std::sync::LazyLock;

/// The family.
pub(super) const FAMILY: Family = Family { read, next: nothing_next };

/// Traces of the site builder.
const SIGNS: &[&str] = &["/system/resource/js/", "_sitegray", "vsb_content", "_vsb_", "pb_sys_common", "_showDynClick"];

fn read(page: &Page<'_>, _: &Reading) -> Option<Found> {
    if !SIGNS.iter().any(|s| page.source.contains(s)) {
        return None;
    }
    let links = between(page);
    if !links.is_empty() || has_next(page) {
        return Some(Found::pages("visual-sitebuilder", links));
    }
    let mut found = Found { family: "visual-sitebuilder", ..Found::default() };
    if page.items > 0 {
        found.wants = counted_down(page).into_iter().map(Want::guess).collect();
    }
    Some(found)
}

/// The page after one that tells how many there are: after `/a/b.htm` that is `/a/b/{n-1}.htm`, after `/a/b/7.htm` it is
/// `/a/b/6.htm`.
fn counted_down(page: &Page<'_>) -> Option<String> {
    static NUMBERED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(.*)/(\d{1,4})$").expect("a fixed pattern"));
    let path = page.base.path();
    let (stem, ext) = path.rsplit_once('.').filter(|(_, ext)| matches!(*ext, "htm" | "html"))?;
    let total = paging::pages_said(page.source).filter(|n| (2..=MOST_PAGES * 10).contains(n))?;
    let (folder, number) = match NUMBERED.captures(stem) {
        Some(hit) => (hit.get(1)?.as_str(), hit.get(2)?.as_str().parse::<u32>().ok()?.checked_sub(1)?),
        None => (stem, total - 1),
    };
    let mut url = page.base.clone();
    url.set_path(&format!("{folder}/{number}.{ext}"));
    url.set_query(None);
    url.set_fragment(None);
    (number > 0).then(|| url.into())
}
