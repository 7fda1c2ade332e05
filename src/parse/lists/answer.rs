//! The answers of list interfaces: XML records, JSON with arrays or list markup in it, JSONP, bare list markup. Also what
//! they say beside their entries: how many there are, or why there is no list.

use super::family::{self, Answer, Asked};
use super::{Lists, add, blocks, generic_json, paging, scan};
use crate::model::{Ask, DateSource, ItemSource, Listing};
use regex::Regex;
use serde_json::Value;
use std::sync::LazyLock;
use url::Url;

/// Names of how many entries there are in all.
const TOTALS: &[&str] = &[
    "total",
    "totalcount",
    "totalrecord",
    "totalrecords",
    "recordcount",
    "rowcount",
    "totalelements",
    "totalnum",
    "allcount",
    "recordstotal",
    "totalrows",
    "totalsize",
    "totalhits",
    "count",
];
/// Names of how many pages there are in all.
const PAGES: &[&str] = &["totalpage", "totalpages", "pages", "pagecount", "pagetotal", "maxpage", "allpage"];
/// Names under which entries are listed.
const LISTS: &[&str] = &[
    "rows",
    "list",
    "data",
    "records",
    "articles",
    "items",
    "result",
    "results",
    "content",
    "datalist",
    "infolist",
    "html",
    "newslist",
    "docs",
    "info",
    "custom",
    "aadata",
    "array",
    "resultlist",
    "pagelist",
];

/// Reads what `url` answered to `ask` for a list on the page `on`.
pub(super) fn read(body: &str, url: &Url, on: &Url, ask: &Ask) -> Lists {
    let body = body.trim_start_matches('\u{feff}').trim();
    let mut lists = Lists::default();
    let mut said = Said::default();
    let lower = body.get(..body.floor_char_boundary(2000)).unwrap_or(body).to_ascii_lowercase();
    if body.contains("<record") || body.contains("<datastore") {
        add(&mut lists.items, blocks::records(body, on, ItemSource::Interface));
        said = Said::of_xml(body);
    } else if let Some(value) = json_of(body) {
        add(&mut lists.items, generic_json::lists(&value, on, ItemSource::Interface));
        said.look(&value, 0);
        if lists.items.is_empty() {
            for fragment in generic_json::fragments(&value) {
                let found = if fragment.contains("<record") {
                    said.add(&Said::of_xml(&fragment));
                    blocks::records(&fragment, on, ItemSource::Interface)
                } else {
                    said.pages = said.pages.or_else(|| paging::pages_said(&fragment).map(u64::from));
                    blocks::of_markup(&fragment, on, ItemSource::Interface)
                };
                add(&mut lists.items, found);
            }
        }
        if lists.items.is_empty() {
            said.error = error_of(&value);
        }
    } else if body.starts_with('<') && !["<html", "<!doctype", "<body"].iter().any(|s| lower.contains(s)) {
        add(&mut lists.items, blocks::of_markup(body, on, ItemSource::Interface));
        said.pages = paging::pages_said(body).map(u64::from);
        said.nothing = ["暂无", "没有", "无相关", "共0条", "共 0 条"].iter().any(|w| body.contains(w));
    } else {
        said.error = Some(if body.is_empty() { "an empty answer" } else { "no list in the answer" }.to_owned());
    }
    let rows = lists.items.len();
    if let Some(only) = &ask.only {
        lists.items.retain(|i| i.target.contains(only.as_str()));
    }
    for date in lists.items.iter_mut().filter_map(|i| i.date.as_mut()).filter(|d| d.source == DateSource::List) {
        date.source = DateSource::DataBlock;
    }
    let answer = Answer { rows, total: said.total, pages: said.pages };
    if rows > 0 {
        lists.interfaces.extend(family::next(&Asked { url, ask }, &answer).map(family::link));
    }
    lists.listing = Some(Listing {
        rows: u32::try_from(rows).unwrap_or(u32::MAX),
        total: said.total.and_then(|t| u32::try_from(t).ok()),
        refused: said.refused(rows),
    });
    lists
}

/// What an answer says beside its entries.
#[derive(Debug, Default)]
struct Said {
    total: Option<u64>,
    pages: Option<u64>,
    /// A list that holds nothing.
    nothing: bool,
    error: Option<String>,
}

impl Said {
    fn of_xml(text: &str) -> Self {
        static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?i)<(totalrecord|totalpage|total)>\s*(?:<!\[CDATA\[)?\s*(\d{1,7})").expect("a fixed pattern")
        });
        let mut said = Self { nothing: text.contains("<record"), ..Self::default() };
        for hit in NUMBER.captures_iter(text) {
            let number = hit.get(2).and_then(|m| m.as_str().parse().ok());
            match hit.get(1).map(|m| m.as_str().to_ascii_lowercase()).as_deref() {
                Some("totalpage") => said.pages = said.pages.or(number),
                _ => said.total = said.total.or(number),
            }
        }
        said
    }

    fn add(&mut self, other: &Self) {
        self.total = self.total.or(other.total);
        self.pages = self.pages.or(other.pages);
        self.nothing |= other.nothing;
    }

    /// Looks for counts and empty lists.
    fn look(&mut self, value: &Value, depth: usize) {
        if depth > 5 {
            return;
        }
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    let name = paging::plain(name);
                    let number =
                        value.as_u64().or_else(|| value.as_str().and_then(|text| text.trim().parse::<u64>().ok()));
                    if TOTALS.contains(&name.as_str()) {
                        self.total = self.total.or(number);
                    } else if PAGES.contains(&name.as_str()) {
                        self.pages = self.pages.or(number);
                    }
                    if LISTS.contains(&name.as_str()) {
                        self.nothing |= match value {
                            Value::Array(values) => values.is_empty(),
                            Value::String(text) => !text.contains("<a") && !text.trim_start().starts_with(['{', '[']),
                            _ => false,
                        };
                    }
                    self.look(value, depth + 1);
                }
            }
            Value::Array(values) if depth == 0 => {
                self.nothing |= values.is_empty();
                values.iter().take(3).for_each(|v| self.look(v, depth + 1));
            }
            Value::String(text) if text.trim_start().starts_with(['{', '[']) => {
                if let Ok(inner) = serde_json::from_str::<Value>(text) {
                    self.look(&inner, depth + 1);
                }
            }
            _ => {}
        }
    }

    fn refused(&self, rows: usize) -> Option<String> {
        if rows > 0 {
            return None;
        }
        if self.error.is_some() {
            return self.error.clone();
        }
        match self.total {
            Some(0) => None,
            Some(total) if total > 0 && !self.nothing => Some(format!("says {total} entries and shows none")),
            _ if self.nothing => None,
            _ => Some("an answer without a list".to_owned()),
        }
    }
}

/// What an answer in JSON says went wrong.
fn error_of(value: &Value) -> Option<String> {
    let fields = value.as_object()?;
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        _ => None,
    };
    let of = |names: &[&str]| {
        fields.iter().find(|(k, _)| names.contains(&paging::plain(k).as_str())).and_then(|(_, v)| text(v))
    };
    let message = of(&["message", "msg", "errmsg", "errormsg", "error", "info", "errormessage"]).unwrap_or_default();
    let told = |what: &str| {
        let message: String = message.chars().take(60).collect();
        Some(format!("the answer reports {what} {message}").trim_end().to_owned())
    };
    if let Some(success) = of(&["success", "issuccess", "ok"])
        && ["false", "0", "fail"].contains(&success.to_ascii_lowercase().as_str())
    {
        return told("a failure");
    }
    let code = of(&["code", "status", "errcode", "errorcode", "ret", "resultcode", "state", "statuscode"])?;
    let fine = ["", "0", "1", "200", "ok", "success", "true", "0000", "00", "000000", "success!", "10000", "20000"];
    (!fine.contains(&code.to_ascii_lowercase().as_str())).then(|| told(&format!("code {code}"))).flatten()
}

/// JSON, or the argument of a JSONP call.
fn json_of(body: &str) -> Option<Value> {
    if body.starts_with(['{', '[']) {
        return serde_json::from_str(body).ok().or_else(|| scan::literal(body, 0).map(|(value, _)| value));
    }
    if body.starts_with('<') {
        return None;
    }
    let open = body.find('(').filter(|at| *at <= 120)?;
    let called = body[..open].chars().all(|c| c.is_alphanumeric() || "_$. =&/*;[]'\"".contains(c));
    let argument = body[open + 1..].trim_start();
    let at = body.len() - argument.len();
    (called && argument.starts_with(['{', '['])).then(|| scan::literal(body, at)).flatten().map(|(value, _)| value)
}
