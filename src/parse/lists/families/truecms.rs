//! truecms (R8-13): `messageController/getMessage.do` answers JSONP with records in XML, by a window of records (`startrecord` to
//! `endrecord`). How wide the window may be differs: 50 here, 20 or 10 there. Some answer only with a `Referer`.

use super::super::family::{
    Answer, Asked, Family, Found, MOST_PAGES, Page, Reading, Want, bare, is_value, query, same_site, window, with_query,
};
use regex::Regex;
use std::sync::LazyLock;
use url::Url;

/// The family.
pub(super) const FAMILY: Family = Family { read, next };

/// Windows, in the order in which they are tried.
const WINDOWS: [u64; 3] = [50, 20, 10];

fn read(page: &Page<'_>, _: &Reading) -> Option<Found> {
    static CALL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"['"]([^'"\s<>]*messageController/getMessage\.do[^'"\s<>]*)['"]"#).expect("a fixed pattern")
    });
    static COLUMN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i)['"]?column_?Id['"]?\s*[:=]\s*['"]?([\w-]{1,60})"#).expect("a fixed pattern")
    });
    let mut found = Found { family: "truecms", ..Found::default() };
    let mut known = Vec::new();
    for hit in CALL.captures_iter(page.source).take(10) {
        let Some(address) = hit.get(1) else { continue };
        let Ok(url) = page.base.join(&address.as_str().replace("&amp;", "&")) else { continue };
        if !same_site(page.base, &url) {
            continue;
        }
        found.list = true;
        found.interface = found.interface.take().or_else(|| Some(url.to_string()));
        let around = window(page.source, address.start(), 800);
        let beside = || Some(COLUMN.captures(around)?.get(1)?.as_str().to_owned());
        let Some(column) = query(&url, "columnId").filter(|c| !c.is_empty()).or_else(beside).filter(|c| is_value(c))
        else {
            continue;
        };
        if known.contains(&column) {
            continue;
        }
        let place = bare(&url);
        let mut want = Want::get(address_of(&place, &column, 1, WINDOWS[0]));
        want.ask.others = WINDOWS[1..].iter().map(|w| (address_of(&place, &column, 1, *w), String::new())).collect();
        found.wants.push(want);
        known.push(column);
    }
    if let Some(first) = found.wants.first() {
        found.interface = Some(first.target.clone());
    }
    found.list.then_some(found)
}

fn address_of(place: &Url, column: &str, start: u64, window: u64) -> String {
    let mut url = place.clone();
    url.query_pairs_mut()
        .append_pair("startrecord", &start.to_string())
        .append_pair("endrecord", &(start + window - 1).to_string())
        .append_pair("perpage", &window.to_string())
        .append_pair("columnId", column)
        .append_pair("callback", "cb");
    url.into()
}

/// The next window, unless this one was not full.
fn next(asked: &Asked<'_>, answer: &Answer) -> Option<Want> {
    if !asked.url.path().ends_with("/getMessage.do") {
        return None;
    }
    let number = |name: &str| query(asked.url, name)?.parse::<u64>().ok();
    let (start, end) = (number("startrecord")?, number("endrecord")?);
    let width = end.checked_sub(start)? + 1;
    let more = answer.total.map_or(answer.rows as u64 >= width, |total| end < total);
    if !more || start / width.max(1) >= u64::from(MOST_PAGES) {
        return None;
    }
    let from = with_query(asked.url, "startrecord", &(start + width).to_string());
    Some(Want::get(with_query(&from, "endrecord", &(end + width).to_string())))
}
