//! 大汉's openness directory (R8-02): `module/xxgk/search.jsp`, asked by POST, paged by `currpage`, answered with a table of markup and
//! the number of pages in words. `divid` and `infotypeId` narrow it to one column; with `area` alone it answers for the whole
//! body, and only what lies in the column (`art_{column}_…`) is its own.

use super::super::family::{
    Answer, Asked, Family, Found, Page, Reading, Want, bare, is_value, pairs_of, same_site, window,
};
use super::super::paging;
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The family.
pub(super) const FAMILY: Family = Family { read, next };

static SEARCH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"['"(=]\s*([^'"()\s<>=]*module/xxgk/search\.jsp(?:\?[^'"\s<>]*)?)"#).expect("a fixed pattern")
});
static TREE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"['"(=]\s*([^'"()\s<>=]*module/xxgk/)(?:tree|search|index|xxgkindex)\w*\.jsp\?([^'"\s<>]*)"#)
        .expect("a fixed pattern")
});
static FIELD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)['"]?\b(infotypeId|jdid|area|divid|standardXxgk|isAllList|texttype|fbtime|sortfield|unit)['"]?\s*[:=]\s*['"]?([\w.,:/-]+)"#)
        .expect("a fixed pattern")
});
static COLUMN: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"/col/?(?:col)?(\d+)").expect("a fixed pattern"));

/// The fields of the form, as its script sends them.
const FIELDS: &[&str] = &[
    "infotypeId",
    "jdid",
    "area",
    "divid",
    "vc_title",
    "vc_number",
    "sortfield",
    "currpage",
    "vc_filenumber",
    "vc_all",
    "texttype",
    "fbtime",
    "standardXxgk",
    "isAllList",
    "unit",
];

fn read(page: &Page<'_>, _: &Reading) -> Option<Found> {
    if !page.source.contains("module/xxgk/") {
        return None;
    }
    let mut found = Found { family: "hanweb-xxgk", ..Found::default() };
    // The lists of a page that jpage continues are not this directory's.
    if page.source.contains("dataproxy.jsp") && page.items > 0 {
        return Some(found);
    }
    let mut given: BTreeMap<String, String> = BTreeMap::new();
    let mut place = None;
    for hit in SEARCH.captures_iter(page.source).take(4) {
        let Some(address) = hit.get(1) else { continue };
        let Ok(url) = page.base.join(&address.as_str().replace("&amp;", "&")) else { continue };
        note(&mut given, url.query_pairs().into_owned());
        fields(&mut given, window(page.source, address.start(), 1200));
        place = place.or(Some(url));
    }
    let asked = place.is_some();
    for hit in TREE.captures_iter(page.source).take(2) {
        let (Some(folder), Some(query)) = (hit.get(1), hit.get(2)) else { continue };
        note(&mut given, pairs_of(&query.as_str().replace("&amp;", "&")).into_iter());
        if place.is_none() {
            place = page.base.join(&format!("{}search.jsp", folder.as_str())).ok();
        }
    }
    let Some(place) = place.filter(|url| same_site(page.base, url)) else { return Some(found) };
    let place = bare(&place);
    found.interface = Some(place.to_string());
    let column = COLUMN.captures(page.base.path()).and_then(|hit| Some(hit.get(1)?.as_str().to_owned()));
    // Articles show the directory's tree as well.
    if !asked && column.is_none() {
        return Some(Found { family: "hanweb-xxgk", ..Found::default() });
    }
    found.list = true;
    let has = |name: &str| given.get(name).is_some_and(|v| !v.is_empty() && v != "0");
    let narrowed = has("divid") || has("infotypeId");
    if !narrowed && !(has("area") && column.is_some()) {
        return Some(found);
    }
    given.insert("currpage".to_owned(), "1".to_owned());
    let pairs: Vec<(String, String)> = FIELDS
        .iter()
        .map(|name| ((*name).to_owned(), given.get(*name).cloned().unwrap_or_default()))
        .filter(|(name, value)| !value.is_empty() || name.starts_with("vc_") || name == "infotypeId")
        .collect();
    let mut want = Want::form(place.as_str(), &pairs);
    let mut by_address = place.clone();
    by_address.query_pairs_mut().extend_pairs(&pairs);
    // Old installations take it all from the address.
    want.ask.others = vec![(by_address.to_string(), String::new())];
    if !narrowed {
        want.ask.only = column.map(|column| format!("art_{column}_"));
    }
    found.wants.push(want);
    Some(found)
}

fn next(asked: &Asked<'_>, answer: &Answer) -> Option<Want> {
    asked.url.path().ends_with("/xxgk/search.jsp").then(|| paging::next(asked, answer)).flatten()
}

fn note(given: &mut BTreeMap<String, String>, pairs: impl Iterator<Item = (String, String)>) {
    for (name, value) in pairs {
        if let Some(known) = FIELDS.iter().find(|f| f.eq_ignore_ascii_case(&name))
            && is_value(&value)
            && !value.is_empty()
        {
            given.entry((*known).to_owned()).or_insert(value);
        }
    }
}

/// What a script beside the interface's name passes to it.
fn fields(given: &mut BTreeMap<String, String>, around: &str) {
    let pairs = FIELD
        .captures_iter(around)
        .filter_map(|hit| Some((hit.get(1)?.as_str().to_owned(), hit.get(2)?.as_str().to_owned())));
    note(given, pairs);
}
