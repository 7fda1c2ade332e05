use super::super::dates;
use super::markup::{MOST_ITEMS, is_entry_address};
use super::outline::folded;
use crate::model::{Item, ItemSource};
use regex::Regex;
use serde_json::{Map, Value};
use std::sync::LazyLock;
use url::Url;

const TITLES: &[&str] = &[
    "realtitle",
    "title",
    "infotitle",
    "articletitle",
    "doctitle",
    "contenttitle",
    "showtitle",
    "newstitle",
    "maintitle",
    "subject",
    "bt",
    "标题",
    "name",
    "titlename",
    "filename",
];
const ADDRESSES: &[&str] = &[
    "url",
    "docurl",
    "puburl",
    "docpuburl",
    "linkurl",
    "visiturl",
    "infourl",
    "articleurl",
    "contenturl",
    "htmlurl",
    "pageurl",
    "pubhref",
    "link",
    "href",
    "地址",
];
const DATES: &[&str] = &[
    "publishtime",
    "pubdate",
    "pubtime",
    "publishdate",
    "publisheddate",
    "publishedtime",
    "publishedtimestr",
    "docreltime",
    "docrelpubtime",
    "releasetime",
    "releasedate",
    "infodate",
    "displaypublishtime",
    "firstpublishtime",
    "displaytime",
    "displaydate",
    "showtime",
    "date",
    "发布时间",
    "发布日期",
    "time",
    "createtime",
    "createdate",
    "createdat",
    "inputtime",
    "addtime",
    "updatetime",
    "crtime",
];

/// The entries of every array of objects with a title and an address in `value`, one list per array.
pub(super) fn lists(value: &Value, base: &Url, source: ItemSource) -> Vec<Vec<Item>> {
    let mut out = Vec::new();
    let mut ahead = vec![value];
    let mut looked = 0;
    while let Some(value) = ahead.pop() {
        looked += 1;
        if looked > 100_000 {
            break;
        }
        match value {
            Value::Array(values) => {
                let items: Vec<Item> =
                    values.iter().filter_map(|v| entry(v.as_object()?, base, source)).take(MOST_ITEMS).collect();
                let least = if source == ItemSource::Interface { 1 } else { 2 };
                if items.len() >= least && is_list(&items) {
                    out.push(items);
                } else {
                    ahead.extend(values.iter().rev());
                }
            }
            Value::Object(fields) => ahead.extend(fields.values()),
            Value::String(text) if source == ItemSource::Interface && text.trim_start().starts_with(['[', '{']) => {
                // JSON inside a string of JSON, as some .NET services answer.
                if let Ok(inner) = serde_json::from_str::<Value>(text) {
                    out.extend(lists(&inner, base, source));
                }
            }
            _ => {}
        }
    }
    out
}

/// Strings in the value that hold list markup (`data.html`).
pub(super) fn fragments(value: &Value) -> Vec<String> {
    let mut out = Vec::new();
    let mut ahead = vec![value];
    while let Some(value) = ahead.pop() {
        match value {
            Value::Array(values) => ahead.extend(values),
            Value::Object(fields) => ahead.extend(fields.values()),
            Value::String(text) if text.contains("<a ") || text.contains("<A ") || text.contains("<record") => {
                out.push(text.clone());
            }
            _ => {}
        }
    }
    out
}

/// Menus are arrays of names and addresses too; entries have dates, or titles and addresses like those of articles.
fn is_list(items: &[Item]) -> bool {
    let dated = items.iter().filter(|i| i.date.is_some()).count();
    let long = items.iter().filter(|i| i.title.chars().count() >= 6).count();
    let pages = items.iter().filter(|i| is_entry_address(&i.target)).count();
    dated * 2 >= items.len() || (long * 5 >= items.len() * 3 && pages * 5 >= items.len() * 3)
}

fn entry(fields: &Map<String, Value>, base: &Url, source: ItemSource) -> Option<Item> {
    static TAG: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"</?[a-zA-Z][^>]{0,200}>").expect("a fixed pattern"));
    let pick = |names: &[&str]| -> Option<String> {
        names.iter().find_map(|name| {
            fields.iter().find(|(key, _)| plain(key) == *name).and_then(|(_, value)| match value {
                Value::String(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            })
        })
    };
    let title = pick(TITLES)?;
    let title = folded(&TAG.replace_all(&title, ""));
    let address = pick(ADDRESSES)?;
    if title.chars().count() < 2 || address.starts_with('#') || address.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let target = base.join(&address).ok().filter(|u| matches!(u.scheme(), "http" | "https"))?.to_string();
    let date = pick(DATES).and_then(|value| dates::in_value(&value)).or_else(|| dates::in_address(&target));
    Some(Item { title, target, date, source, list: 0, heading: None, heading_target: None })
}

fn plain(key: &str) -> String {
    key.chars().filter(|c| *c != '_' && *c != '-').flat_map(char::to_lowercase).collect()
}
