//! The library of documents of sc.gov.cn and sites built alike (R8-06): rows in `div.biaobody` with the title in `.lie2`, the body
//! in `.lie3`, the day in `.lie5`. Pages differ by a number at the end of the address, which is tried.

use super::super::family::{Family, Found, Page, Reading, Want, nothing_next};
use super::super::paging;
use super::static_pages::{between, has_next, names};

/// The family.
pub(super) const FAMILY: Family = Family { read, next: nothing_next };

fn read(page: &Page<'_>, before: &Reading) -> Option<Found> {
    if !page.source.contains("biaobody") || !page.source.contains("lie2") {
        return None;
    }
    let mut found = Found::pages("scgov-library", if before.links.is_empty() { between(page) } else { Vec::new() });
    if found.wants.is_empty() && before.links.is_empty() && page.items >= 10 && !has_next(page) {
        let total = paging::pages_said(page.source).unwrap_or(2);
        let targets = names(page.base, total);
        if let Some((first, rest)) = targets.split_first().filter(|_| total > 1) {
            let mut want = Want::guess(first.as_str());
            want.ask.others = rest.iter().map(|t| (t.clone(), String::new())).collect();
            found.wants.push(want);
        }
    }
    Some(found)
}
