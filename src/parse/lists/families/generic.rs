//! Interfaces that the page's own script names in plain words (`$.ajax`, `axios`, `fetch`, `table.render`, `data-url`) on a page whose
//! list no one else could read: asked as the script asks, with the numbers of pages filled in. What is not plain (a value that
//! only the script knows) is not asked. Paging goes on by what the answer says.

use super::super::blocks::inside;
use super::super::family::{Answer, Asked, Family, Found, Page, Reading, Want, form, is_value, same_site};
use super::super::{empty, paging, scan};
use crate::model::Ask;
use regex::Regex;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The family: of no system, but of the language they are written in.
pub(super) const FAMILY: Family = Family { read, next };

/// At most so many calls of a page are followed.
const MOST_CALLS: usize = 4;
/// Entries asked for where the script's own number is not known.
const SIZE: u64 = 20;

static CALL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x) (?:\$|jQuery|axios|layui\.\$|this\.\$http|this\.\$axios|this\.\$ajax|\$http) \s*\.\s*
              (?P<verb>ajax|get|post|getJSON|request) \s*\( \s*
            | \b(?P<bare>fetch|axios|request|ajax) \s*\( \s*
            | (?P<table>table\.render|bootstrapTable|DataTable|dataTable|flow\.load|Pagination|pagination|datagrid) \s*\( \s*",
    )
    .expect("a fixed pattern")
});
/// Names in addresses of what is no list, or asks for more than to be told.
const NO_LISTS: &[&str] = &[
    "count", "click", "visit", "hits", "login", "logout", "user", "token", "captcha", "vote", "save", "add", "submit",
    "delete", "remove", "update", "insert", "upload", "comment", "like", "weather", "stat", "log", "track", "share",
    "nav", "menu", "tree", "dict", "config", "auth", "verify", "check", "register", "feedback", "online", "pv", "send",
];
/// Names of what does hold one.
const LISTS: &[&str] = &[
    "list", "page", "query", "search", "article", "news", "info", "content", "doc", "data", "get", "find", "select",
    "column", "channel", "item", "record", "gkml", "xxgk", "policy", "api",
];
/// Parameters that are a moment or a whim.
const WHIMS: &[&str] = &["t", "timestamp", "r", "rnd", "random", "rand", "v", "time", "nocache", "callback"];

fn read(page: &Page<'_>, before: &Reading) -> Option<Found> {
    // Articles ask for this and that as well; what counts is a list that waits to be drawn.
    if page.items > 0 || before.nothing || !before.links.is_empty() || empty::drawn(page).is_none() {
        return None;
    }
    let mut wants: Vec<Want> = Vec::new();
    let mut add = |want: Option<Want>| {
        if let Some(want) = want.filter(|w| !wants.contains(w))
            && wants.len() < MOST_CALLS
        {
            wants.push(want);
        }
    };
    for script in inside(page.source, "script") {
        for hit in CALL.captures_iter(script).take(60) {
            let Some(at) = hit.get(0).map(|m| m.end()) else { continue };
            let verb = hit.name("verb").or_else(|| hit.name("bare")).map_or("ajax", |m| m.as_str());
            let table = hit.name("table").is_some();
            add(call(page, script, at, if table { "table" } else { verb }));
        }
    }
    for i in 0..page.outline.nodes.len() {
        if !matches!(page.outline.name(i), "table" | "ul" | "div" | "tbody" | "ol") {
            continue;
        }
        let address =
            ["data-url", "data-api", "lay-data", "data-ajax-url"].iter().find_map(|a| page.outline.attr(i, a));
        let address = address.filter(|a| !a.trim_start().starts_with('{'));
        if let Some(address) = address {
            add(want_of(page, address, &Map::new(), false, false));
        }
    }
    if wants.is_empty() {
        return None;
    }
    // Where there are several, none is known to be the list's, and silence of one says nothing of it.
    let interface = (wants.len() == 1).then(|| wants[0].target.clone());
    Some(Found { wants, interface, list: true, ..Found::default() })
}

/// The request behind a call whose arguments begin at `at`.
fn call(page: &Page<'_>, script: &str, at: usize, verb: &str) -> Option<Want> {
    let rest = &script[at..];
    // `$('#t').DataTable({…})`: the options may stand behind a name.
    let first = rest.chars().next()?;
    if matches!(first, '{') {
        let (Value::Object(options), _) = scan::literal(script, at)? else { return None };
        let field = |names: &[&str]| names.iter().find_map(|n| options.get(*n));
        let address = match field(&["url", "ajax", "baseURL"]) {
            Some(Value::String(address)) => address.clone(),
            Some(Value::Object(inner)) => inner.get("url")?.as_str()?.to_owned(),
            _ => return None,
        };
        let method = field(&["type", "method"]).and_then(Value::as_str).unwrap_or("get").to_ascii_lowercase();
        let json = field(&["contentType"]).and_then(Value::as_str).is_some_and(|t| t.contains("json"))
            || options.contains_key("headers")
                && script[at..].contains("application/json")
                && verb != "ajax"
                && verb != "table";
        let data = field(&["data", "where", "params", "queryParams"]).and_then(Value::as_object).cloned();
        let told = field(&["data", "where", "params", "queryParams"]).is_none_or(Value::is_object);
        // What a variable holds is not known.
        if !told && method == "post" {
            return None;
        }
        let mut data = data.unwrap_or_default();
        // Layui sends both by itself.
        if verb == "table" && options.get("page").is_some_and(|p| *p != Value::Bool(false)) {
            data.entry("page").or_insert(Value::from(1));
            data.entry("limit").or_insert(Value::from(SIZE));
        }
        return want_of(page, &address, &data, method == "post", json);
    }
    if !matches!(first, '"' | '\'' | '`') {
        return None;
    }
    let (Value::String(address), end) = scan::literal(script, at)? else { return None };
    let mut post = verb == "post";
    let mut data = Map::new();
    let after = script[end..].trim_start();
    if let Some(second) = after.strip_prefix(',').map(str::trim_start).filter(|s| s.starts_with('{')) {
        let from = script.len() - second.len();
        if let Some((Value::Object(options), _)) = scan::literal(script, from) {
            let method = options.get("method").and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
            post |= method == "post";
            if post && matches!(verb, "fetch") {
                return None;
            }
            data = match options.get("params") {
                Some(Value::Object(params)) if !post => params.clone(),
                _ if matches!(verb, "get" | "fetch") && options.contains_key("headers") => Map::new(),
                _ => options,
            };
        }
    } else if post && after.starts_with(',') && !after[1..].trim_start().starts_with("function") {
        return None;
    }
    // Axios sends objects as JSON, jQuery as forms.
    let json = post && script[..at].trim_end_matches(['(', ' ']).ends_with("axios.post");
    want_of(page, &address, &data, post, json)
}

/// The request, when all of it is known and it reads like one for a list.
fn want_of(page: &Page<'_>, address: &str, data: &Map<String, Value>, post: bool, json: bool) -> Option<Want> {
    let address = address.trim().replace("&amp;", "&");
    if address.len() < 2 || address.contains(['{', '<', '*', '\n', ' ']) || address.starts_with('#') {
        return None;
    }
    let mut url = page.base.join(&address).ok().filter(|url| same_site(page.base, url))?;
    url.set_fragment(None);
    let path = url.path().to_ascii_lowercase();
    let words: Vec<&str> = path.split(|c: char| !c.is_ascii_alphabetic()).collect();
    let file = path.rsplit_once('.').map_or("", |(_, ext)| ext);
    let listed = LISTS.iter().any(|w| path.contains(w)) || matches!(file, "json" | "do" | "action" | "ashx" | "jsp");
    let other = words.iter().any(|w| NO_LISTS.iter().any(|no| w.starts_with(no) || w.ends_with(no) && no.len() > 4));
    if !listed || other || matches!(file, "js" | "css" | "html" | "htm" | "shtml" | "png" | "jpg") {
        return None;
    }
    let in_address: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let mut pairs = BTreeMap::new();
    for (name, value) in in_address.into_iter().map(|(k, v)| (k, Value::String(v))).chain(data.clone()) {
        if WHIMS.contains(&paging::plain(&name).as_str()) {
            continue;
        }
        let value = filled(&name, &value)?;
        pairs.insert(name, value);
    }
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    if !post {
        url.set_query(None);
        if !pairs.is_empty() {
            url.query_pairs_mut().extend_pairs(pairs.iter().map(|(k, v)| (k, text(v))));
        }
        return Some(Want::get(url));
    }
    // Posted is only what plainly asks for a list.
    if !["list", "page", "query", "search", "find", "select", "get"].iter().any(|w| path.contains(w)) {
        return None;
    }
    let body = if json {
        Value::Object(pairs.into_iter().collect()).to_string()
    } else {
        form(&pairs.iter().map(|(k, v)| (k.clone(), text(v))).collect::<Vec<_>>())
    };
    Some(Want { target: url.into(), ask: Ask { body, json, ..Ask::default() } })
}

/// A parameter's value as the first request would have it: as written, or the number of the first page.
fn filled(name: &str, value: &Value) -> Option<Value> {
    let empty = value.is_null() || value.as_str().is_some_and(str::is_empty);
    match value {
        _ if empty && paging::is_number(name) => Some(Value::from(1)),
        _ if empty && paging::is_size(name) => Some(Value::from(SIZE)),
        _ if empty && paging::is_start(name) => Some(Value::from(0)),
        Value::String(text) if is_value(text) && is_value(name) => Some(value.clone()),
        Value::Number(_) | Value::Bool(_) if is_value(name) => Some(value.clone()),
        _ => None,
    }
}

/// Any request that counts its pages goes on as the answer says, as long as it was an interface's.
fn next(asked: &Asked<'_>, answer: &Answer) -> Option<Want> {
    let special = ["dataproxy.jsp", "/xxgk/search.jsp", "/getMessage.do", "/build/unit", "/getgovinfolist"];
    if special.iter().any(|s| asked.url.path().ends_with(s)) || asked.url.path().contains("/gkmlpt/api/") {
        return None;
    }
    paging::next(asked, answer)
}
