//! 大汉 jpage (R8-01): a list of the page goes on at `dataproxy.jsp`, a POST interface that mostly answers GET as well, with
//! records in XML. It counts by `page`; `startrecord` is often ignored. `morecolumndataproxy.jsp` lists several columns.

use super::super::family::{Answer, Asked, Family, Found, MOST_PAGES, Page, Reading, Want, bare, pairs_of, window};
use super::super::paging;
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

/// The family.
pub(super) const FAMILY: Family = Family { read, next };

/// Lists that `dataproxy.jsp` continues.
fn read(page: &Page<'_>, _: &Reading) -> Option<Found> {
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
            found.wants.push(want(&bare, &given, number));
        }
    }
    if let Some(first) = found.wants.first() {
        found.interface = Some(first.target.clone());
    }
    Some(found)
}

/// The page after the one that was answered, where it is not known from the beginning how many there are.
fn next(asked: &Asked<'_>, answer: &Answer) -> Option<Want> {
    if !asked.url.path().ends_with("dataproxy.jsp") {
        return None;
    }
    let per_page = u64::from(PER_PAGE);
    let rows = answer.rows as u64;
    // Whoever ignores how many were asked for answers with a round number of his own.
    let whole = rows >= per_page || rows >= 10 && rows.is_multiple_of(5);
    if answer.total.is_none() && !whole {
        return None;
    }
    let total = answer.total.unwrap_or(u64::MAX);
    let pairs = if asked.ask.body.is_empty() {
        asked.url.query_pairs().into_owned().collect()
    } else {
        pairs_of(&asked.ask.body)
    };
    let number: u64 = pairs.iter().find(|(k, _)| k == "page")?.1.parse().ok()?;
    (number * rows.max(1) < total).then_some(())?;
    paging::next(asked, &Answer { total: None, pages: None, rows: answer.rows.max(100) })
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

/// One page of a list; where a GET is not understood, the same as a form.
fn want(bare: &Url, given: &BTreeMap<String, String>, number: u32) -> Want {
    let mut pairs = vec![("page".to_owned(), number.to_string())];
    for name in PARAMETERS {
        if let Some(value) = given.get(*name) {
            let name = if *name == "sourcecontenttype" { "sourceContentType" } else { name };
            pairs.push((name.to_owned(), value.clone()));
        }
    }
    pairs.push(("perpage".to_owned(), PER_PAGE.to_string()));
    let mut url = bare.clone();
    url.query_pairs_mut().extend_pairs(&pairs);
    let mut want = Want::get(url);
    want.ask.others = vec![(bare.to_string(), super::super::family::form(&pairs))];
    want
}
