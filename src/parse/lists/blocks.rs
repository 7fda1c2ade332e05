use super::markup;
use super::outline::Outline;
use super::{generic_json, scan};
use crate::model::{Item, ItemSource};
use regex::Regex;
use scraper::Html;
use std::sync::LazyLock;
use url::Url;

static RECORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?is)<record\b[^>]*>\s*(?:<!\[CDATA\[(.*?)\]\]>|(.*?))\s*</record>").expect("a fixed pattern")
});

/// Lists that stand in the source as data: XML islands, arrays in scripts, markup that a script writes or unpacks.
pub(super) fn lists(source: &str, base: &Url) -> Vec<Vec<Item>> {
    let mut out = records(source, base, ItemSource::DataBlock);
    if source.contains("&lt;record") || source.contains("&lt;li") {
        for text in inside(source, "textarea").iter().map(|t| unescaped(t)) {
            out.extend(records(&text, base, ItemSource::DataBlock));
        }
    }
    for text in inside(source, "textarea") {
        let text = if text.contains("&lt;") { unescaped(text) } else { text.to_owned() };
        if text.contains("<li") && text.contains("<a ") && !text.contains("{{") && !text.contains("<record") {
            out.extend(of_markup(&text, base, ItemSource::DataBlock).into_iter().filter(|items| items.len() >= 2));
        }
    }
    for script in inside(source, "script") {
        if script.contains("<record") {
            continue;
        }
        if script.contains("[{") || script.contains('[') && script.contains('{') {
            for value in scan::arrays(script, 60) {
                out.extend(generic_json::lists(&value, base, ItemSource::DataBlock));
            }
        }
        let written = written(script);
        if written.contains("<a ") {
            out.extend(of_markup(&written, base, ItemSource::DataBlock).into_iter().filter(|items| items.len() >= 2));
        }
    }
    out
}

/// The entries of `<record>`s, one list per `<recordset>`: markup in CDATA, each with an anchor.
pub(super) fn records(source: &str, base: &Url, from: ItemSource) -> Vec<Vec<Item>> {
    if !source.contains("<record") {
        return Vec::new();
    }
    let mut out = Vec::new();
    for set in source.split("<recordset").skip(usize::from(source.contains("<recordset"))) {
        let set = set.split("</recordset>").next().unwrap_or_default();
        let mut rows = String::new();
        for hit in RECORD.captures_iter(set).take(markup::MOST_ITEMS) {
            let record = hit.get(1).or_else(|| hit.get(2)).map_or("", |m| m.as_str()).trim();
            let record = if record.contains("&lt;a") {
                unescaped(record)
            } else {
                record.replace("\\/", "/").replace("\\\"", "\"")
            };
            let start = record.trim_start().to_ascii_lowercase();
            if start.starts_with("<li") || start.starts_with("<tr") {
                rows.push_str(&record);
            } else {
                rows.push_str("<li>");
                rows.push_str(&record);
                rows.push_str("</li>");
            }
        }
        out.extend(of_markup(&rows, base, from));
    }
    out
}

/// The lists of a fragment that is known to be list markup.
pub(super) fn of_markup(rows: &str, base: &Url, from: ItemSource) -> Vec<Vec<Item>> {
    if !rows.contains("<a") && !rows.contains("<A") {
        return Vec::new();
    }
    let start = rows.trim_start().get(..3).unwrap_or_default().to_ascii_lowercase();
    // A table's rows lose their tags outside a table.
    let wrapped = if start == "<tr" { format!("<table>{rows}</table>") } else { format!("<ul>{rows}</ul>") };
    let html = Html::parse_fragment(&wrapped);
    let outline = Outline::of(&html);
    let mut lists: Vec<Vec<Item>> = Vec::new();
    for item in markup::items(&outline, base, from) {
        let at = usize::from(item.list);
        if lists.len() <= at {
            lists.resize_with(at + 1, Vec::new);
        }
        lists[at].push(item);
    }
    lists.retain(|l| !l.is_empty());
    lists
}

/// What `document.write` of whole literals writes in this script.
fn written(script: &str) -> String {
    let mut out = String::new();
    for (at, call) in script.match_indices("document.write").take(500) {
        let rest = &script[at + call.len()..];
        let Some(open) = rest.find('(').filter(|p| *p <= 4) else { continue };
        let mut at = at + call.len() + open + 1;
        let mut whole = String::new();
        let closed = loop {
            let blank = script[at..].len() - script[at..].trim_start().len();
            at += blank;
            if !script[at..].starts_with(['"', '\'', '`']) {
                break false;
            }
            let Some((text, end)) = string(script, at) else { break false };
            whole.push_str(&text);
            at = end + script[end..].len() - script[end..].trim_start().len();
            match script.as_bytes().get(at) {
                Some(b'+') => at += 1,
                Some(b')') => break true,
                _ => break false,
            }
        };
        if closed {
            out.push_str(&whole);
        }
    }
    out
}

/// The string literal at byte `at` and where it ends.
fn string(script: &str, at: usize) -> Option<(String, usize)> {
    let quote = script[at..].chars().next()?;
    let mut out = String::new();
    let mut chars = script[at + 1..].char_indices();
    while let Some((i, c)) = chars.next() {
        if c == quote {
            return Some((out, at + 1 + i + 1));
        }
        if c == '\\' {
            out.push(match chars.next()?.1 {
                'n' | 't' | 'r' => ' ',
                other => other,
            });
        } else {
            out.push(c);
        }
    }
    None
}

/// The contents of every element of this name, as written.
pub(super) fn inside<'a>(source: &'a str, name: &str) -> Vec<&'a str> {
    let mut out = Vec::new();
    let lower = source.to_ascii_lowercase();
    let (open, close) = (format!("<{name}"), format!("</{name}"));
    let mut at = 0;
    while let Some(start) = lower[at..].find(&open).map(|p| p + at) {
        let Some(body) = lower[start..].find('>').map(|p| p + start + 1) else { break };
        let end = lower[body..].find(&close).map_or(source.len(), |p| p + body);
        out.push(&source[body..end]);
        at = end;
        if out.len() >= 400 {
            break;
        }
    }
    out
}

pub(super) fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}
