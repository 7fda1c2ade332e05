//! 大汉 jpage and its openness directory (R8-01, R8-02): a POST interface that answers GET as well.

use super::family::{Found, MOST_PAGES, Page, with_query};
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use url::Url;

/// The interface cuts answers beyond some 300; a hundred is what works everywhere.
const PER_PAGE: u32 = 100;

const PARAMETERS: &[&str] =
    &["col", "appid", "webid", "path", "columnid", "sourcecontenttype", "unitid", "webname", "permissiontype"];

static PROXY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"['"(=]\s*([^'"()\s<>=]*?(?:more\w*)?dataproxy\.jsp(?:\?[^'"()\s<>]*)?)"#).expect("a fixed pattern")
});
static PARAMETER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)['"]?\b(col|appid|webid|path|columnid|sourceContentType|unitid|webname|permissiontype|totalRecord|total)['"]?\s*[:=]\s*(?:'([^']*)'|"([^"]*)"|([\w.%/-]+))"#)
        .expect("a fixed pattern")
});
static SEARCH: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"['"]([^'"\s<>]*module/xxgk/search\.jsp[^'"\s<>]*)['"]"#).expect("a fixed pattern"));
static TOTAL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)<totalrecord>\s*(\d{1,6})\s*</totalrecord>").expect("a fixed pattern"));

/// One list of a page, as its script asks for it.
struct Unit {
    /// The interface without a query.
    bare: Url,
    /// What the page passes to it.
    given: BTreeMap<String, String>,
    /// How many records there are, where the page says so.
    total: Option<u32>,
}

/// Lists that `dataproxy.jsp` continues.
pub(super) fn jpage(page: &Page<'_>) -> Option<Found> {
    if !page.source.contains("dataproxy.jsp") {
        return None;
    }
    let mut found = Found { family: "hanweb-jpage", ..Found::default() };
    // A unit may be named twice, in its island and in its script: the fuller mention counts.
    let mut units: BTreeMap<(String, String), Unit> = BTreeMap::new();
    for hit in PROXY.captures_iter(page.source).take(20) {
        let Some(address) = hit.get(1) else { continue };
        let Ok(url) = page.base.join(&address.as_str().replace("&amp;", "&")) else { continue };
        let around = window(page.source, address.start(), 1500);
        let mut given = parameters(around);
        for (key, value) in url.query_pairs() {
            given.insert(key.to_lowercase(), value.into_owned());
        }
        let written = given.get("totalrecord").and_then(|t| t.parse::<u32>().ok());
        let total = written.or_else(|| TOTAL.captures(page.source)?.get(1)?.as_str().parse().ok());
        let field = |name: &str| given.get(name).cloned().unwrap_or_default();
        let key = (field("columnid"), field("unitid"));
        if units.get(&key).is_none_or(|known| known.given.len() < given.len()) {
            units.insert(key, Unit { bare: bare(&url), given, total });
        }
    }
    for ((column, unit), Unit { bare, given, total }) in units {
        // The page itself says that there is nothing: an empty column, not an unread one.
        if total == Some(0) {
            found.nothing = true;
            continue;
        }
        found.list = true;
        found.interface = found.interface.take().or_else(|| Some(bare.to_string()));
        let complete = total.is_some_and(|t| usize::try_from(t).is_ok_and(|t| t <= page.data));
        if complete || column.is_empty() && unit.is_empty() {
            continue;
        }
        for number in 1..=total.unwrap_or(1).div_ceil(PER_PAGE).clamp(1, MOST_PAGES) {
            found.links.push(address_of(&bare, &given, number));
        }
    }
    if let Some(first) = found.links.first() {
        found.interface = Some(first.clone());
    }
    Some(found)
}

/// The openness directory's `search.jsp`.
pub(super) fn xxgk(page: &Page<'_>) -> Option<Found> {
    let directory = page.source.contains("module/xxgk/");
    if !directory {
        return None;
    }
    let mut found = Found { family: "hanweb-xxgk", list: false, ..Found::default() };
    if let Some(hit) = SEARCH.captures(page.source).and_then(|hit| hit.get(1))
        && let Ok(url) = page.base.join(&hit.as_str().replace("&amp;", "&"))
    {
        let url = if url.query_pairs().any(|(k, _)| k == "currpage") { url } else { with_query(&url, "currpage", "1") };
        found.list = true;
        found.interface = Some(url.to_string());
        if url.query_pairs().any(|(k, v)| matches!(&*k, "area" | "divid" | "infotypeId") && !v.is_empty()) {
            found.links.push(url.into());
        }
    }
    Some(found)
}

fn parameters(around: &str) -> BTreeMap<String, String> {
    let mut given = BTreeMap::new();
    for hit in PARAMETER.captures_iter(around) {
        let value = hit.get(2).or_else(|| hit.get(3)).or_else(|| hit.get(4)).map_or("", |m| m.as_str());
        let key = hit.get(1).map_or("", |m| m.as_str()).to_lowercase();
        if !value.is_empty() {
            given.entry(key).or_insert_with(|| value.to_owned());
        }
    }
    given
}

fn bare(url: &Url) -> Url {
    let mut bare = url.clone();
    bare.set_query(None);
    bare
}

fn address_of(bare: &Url, given: &BTreeMap<String, String>, number: u32) -> String {
    let mut url = bare.clone();
    {
        let mut query = url.query_pairs_mut();
        query.append_pair("page", &number.to_string());
        for name in PARAMETERS {
            if let Some(value) = given.get(*name) {
                query.append_pair(if *name == "sourcecontenttype" { "sourceContentType" } else { name }, value);
            }
        }
        query.append_pair("perpage", &PER_PAGE.to_string());
    }
    url.into()
}

/// The text up to `reach` bytes either side of `at`, on character bounds.
pub(super) fn window(source: &str, at: usize, reach: usize) -> &str {
    let mut start = at.saturating_sub(reach);
    while !source.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (at + reach).min(source.len());
    while !source.is_char_boundary(end) {
        end += 1;
    }
    &source[start..end]
}
