//! How requests count their pages: the parameter that says which, the one that says how long, wherever they stand (address,
//! form, JSON body).

use super::family::{Answer, Asked, MOST_PAGES, Want, form, pairs_of, with_query};
use regex::Regex;
use serde_json::Value;
use std::sync::LazyLock;

/// Names of the number of a page.
const NUMBERS: &[&str] = &[
    "page",
    "pageno",
    "pagenum",
    "pagenumber",
    "pageindex",
    "currpage",
    "currentpage",
    "curpage",
    "pagecurrent",
    "nowpage",
    "pn",
    "p",
    "pg",
    "current",
    "curr",
    "pageid",
    "toppage",
];
/// Names of how many entries a page has.
const SIZES: &[&str] =
    &["pagesize", "size", "limit", "rows", "perpage", "pagerows", "pagecount", "num", "pagelimit", "length", "rn"];
/// Names of the first entry of a page.
const STARTS: &[&str] = &["start", "offset", "startrecord", "startindex", "first", "idisplaystart", "begin"];

/// A name without the signs that people put into it.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).flat_map(char::to_lowercase).collect()
}

/// Whether this is the name of a page's number.
pub(super) fn is_number(name: &str) -> bool {
    NUMBERS.contains(&plain(name).as_str())
}

/// Whether this is the name of a page's length.
pub(super) fn is_size(name: &str) -> bool {
    SIZES.contains(&plain(name).as_str())
}

/// Whether this is the name of a page's first entry.
pub(super) fn is_start(name: &str) -> bool {
    STARTS.contains(&plain(name).as_str())
}

/// The number of pages that a pager's words tell: 共12页, 1/12, 第1页/共12页.
pub(super) fn pages_said(source: &str) -> Option<u32> {
    static SAID: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r#"(?x) (?:共|总|分为)\s*(?:有|计|页数?[:：]?)?\s*(?:<[^>]{1,80}>|&nbsp;|\s){0,3}(\d{1,4})(?:</[^>]{1,20}>|&nbsp;|\s){0,3}\s*页
            | (?:第\s*|class=["']?[\w\s-]{0,40}(?:p_t|pag|fenye)[\w\s-]{0,40}["']?[^<>]{0,80}>\s*)
              (\d{1,4})\s*/\s*(?:<[^>]{1,60}>)?(\d{1,4})\s*(?:页|<)
            | 总页数\s*[:：]?\s*(?:<[^>]{1,80}>)?\s*(\d{1,4})"#,
        )
        .expect("a fixed pattern")
    });
    let hit = SAID.captures(source)?;
    let text = hit.get(1).or_else(|| hit.get(3)).or_else(|| hit.get(4))?;
    text.as_str().parse().ok().filter(|n| *n > 0)
}

/// Whether there is more behind page `number` of `size` entries each.
fn goes_on(number: u64, size: Option<u64>, answer: &Answer) -> bool {
    if answer.rows == 0 || number >= u64::from(MOST_PAGES) {
        return false;
    }
    match (answer.pages, answer.total, size) {
        (Some(pages), ..) => number < pages,
        (None, Some(total), Some(size)) if size > 0 => number.max(1) * size.min(answer.rows.max(1) as u64) < total,
        (None, Some(total), _) => number.max(1) * (answer.rows as u64) < total,
        (None, None, Some(size)) => answer.rows as u64 >= size,
        (None, None, None) => true,
    }
}

/// The next page of a request that counts pages or entries in its address or its body.
pub(super) fn next(asked: &Asked<'_>, answer: &Answer) -> Option<Want> {
    if asked.ask.json {
        return next_json(asked, answer);
    }
    if !asked.ask.body.is_empty() {
        let mut pairs = pairs_of(&asked.ask.body);
        if advance(&mut pairs, answer)? {
            let mut ask = asked.ask.clone();
            ask.body = form(&pairs);
            ask.others.clear();
            // Many interfaces take the number from the address and the rest from the form.
            let mut url = asked.url.clone();
            let mut in_address: Vec<(String, String)> = url.query_pairs().into_owned().collect();
            if advance(&mut in_address, answer) == Some(true) {
                url.query_pairs_mut().clear().extend_pairs(in_address);
            }
            return Some(Want { target: url.into(), ask });
        }
        return None;
    }
    let mut pairs: Vec<(String, String)> = asked.url.query_pairs().into_owned().collect();
    if !advance(&mut pairs, answer)? {
        return None;
    }
    let mut url = asked.url.clone();
    url.query_pairs_mut().clear().extend_pairs(pairs);
    let mut ask = asked.ask.clone();
    ask.others.clear();
    Some(Want { target: url.into(), ask })
}

/// Counts on in the pairs; `None` when they count nothing, `Some(false)` at the end.
fn advance(pairs: &mut [(String, String)], answer: &Answer) -> Option<bool> {
    let size = pairs.iter().find(|(k, _)| is_size(k)).and_then(|(_, v)| v.parse::<u64>().ok());
    if let Some((_, value)) = pairs.iter_mut().find(|(k, v)| is_number(k) && v.parse::<u64>().is_ok()) {
        let number: u64 = value.parse().ok()?;
        let more = goes_on(number, size, answer);
        *value = (number + 1).to_string();
        return Some(more);
    }
    let (_, value) = pairs.iter_mut().find(|(k, v)| is_start(k) && v.parse::<u64>().is_ok())?;
    let start: u64 = value.parse().ok()?;
    let next = start + size.unwrap_or(answer.rows as u64).max(1);
    *value = next.to_string();
    let more = answer.rows > 0
        && next <= 10_000
        && answer.total.map_or(size.is_none_or(|size| answer.rows as u64 >= size), |total| next < total);
    Some(more)
}

fn next_json(asked: &Asked<'_>, answer: &Answer) -> Option<Want> {
    let mut body: Value = serde_json::from_str(&asked.ask.body).ok()?;
    let fields = match body.get_mut("params") {
        Some(Value::Object(fields)) => fields,
        _ => body.as_object_mut()?,
    };
    let mut pairs: Vec<(String, String)> = fields
        .iter()
        .filter(|(k, _)| is_number(k) || is_size(k) || is_start(k))
        .map(|(k, v)| (k.clone(), v.as_str().map_or_else(|| v.to_string(), str::to_owned)))
        .collect();
    if !advance(&mut pairs, answer)? {
        return None;
    }
    for (name, value) in pairs {
        let was_text = fields.get(&name).is_some_and(Value::is_string);
        let value = if was_text { Value::String(value) } else { Value::from(value.parse::<u64>().ok()?) };
        fields.insert(name, value);
    }
    let mut ask = asked.ask.clone();
    ask.body = body.to_string();
    ask.others.clear();
    Some(Want { target: asked.url.to_string(), ask })
}

/// The next page by one parameter of the address.
pub(super) fn next_by(name: &str, size: Option<u64>, asked: &Asked<'_>, answer: &Answer) -> Option<Want> {
    let number: u64 = super::family::query(asked.url, name)?.parse().ok()?;
    let mut ask = asked.ask.clone();
    ask.others.clear();
    goes_on(number, size, answer)
        .then(|| Want { target: with_query(asked.url, name, &(number + 1).to_string()).into(), ask })
}
