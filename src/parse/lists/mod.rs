//! Entries of lists: from markup, from data that a script unpacks, from the answers of list interfaces; and which lists
//! only a script can draw. One file per CMS family. Imports `model` and `parse::dates`.

mod beside;
mod blocks;
mod elsewhere;
mod empty;
mod family;
mod generic_json;
mod hanweb;
mod heading;
mod jpaas;
mod markup;
pub(in crate::parse) mod outline;
mod rows;
mod scan;
mod title;
mod trs;
mod visual;

use crate::model::{DateSource, Item, ItemSource, Link, ScriptList};
use family::Page;
use outline::Outline;
use scraper::Html;
use std::collections::BTreeSet;
use url::Url;

/// What is known of a page's lists.
#[derive(Debug, Default)]
#[expect(clippy::struct_field_names, reason = "lists of entries and lists drawn by script are told apart by name")]
pub(super) struct Lists {
    /// Entries that were read.
    pub items: Vec<Item>,
    /// Lists whose entries are not in what was read.
    pub script_lists: Vec<ScriptList>,
    /// List interfaces and next pages of script-paged lists.
    pub interfaces: Vec<Link>,
    /// The CMS family.
    pub family: Option<String>,
}

/// Reads the lists of a page.
pub(super) fn read(html: &Html, base: &Url, source: &str) -> Lists {
    let outline = Outline::of(html);
    let mut items = markup::items(&outline, base, ItemSource::Markup);
    let known = items.len();
    add(&mut items, blocks::lists(source, base));
    let data = items.len() - known;
    let page = Page { source, base, outline: &outline, items: items.len(), data };
    let found = family::read(&page);
    let mut script_lists = found.unread;
    if script_lists.is_empty() && !found.nothing {
        script_lists = empty::read(&page, html);
    }
    Lists { items, script_lists, interfaces: found.links, family: found.family }
}

/// Reads the answer of a list interface: XML records, JSON with arrays or list markup in it, JSONP, bare list markup.
/// `None` when the body is no such answer; no entries when it is one and holds none (beyond the last page).
pub(super) fn interface(body: &str, base: &Url) -> Option<Lists> {
    let body = body.trim_start_matches('\u{feff}').trim();
    let mut items = Vec::new();
    if body.contains("<record") || body.contains("<datastore") {
        add(&mut items, blocks::records(body, base, ItemSource::Interface));
    } else {
        let value = json_of(body)?;
        add(&mut items, generic_json::lists(&value, base, ItemSource::Interface));
        if items.is_empty() {
            for fragment in generic_json::fragments(&value) {
                add(&mut items, blocks::of_markup(&fragment, base, ItemSource::Interface));
            }
        }
    }
    for date in items.iter_mut().filter_map(|i| i.date.as_mut()).filter(|d| d.source == DateSource::List) {
        date.source = DateSource::DataBlock;
    }
    let next = if items.is_empty() { None } else { family::following(base) };
    let interfaces = next.into_iter().map(|url| family::link(url.into())).collect();
    Some(Lists { items, interfaces, ..Lists::default() })
}

/// JSON, or the argument of a JSONP call.
fn json_of(body: &str) -> Option<serde_json::Value> {
    if body.starts_with(['{', '[']) {
        return serde_json::from_str(body).ok().or_else(|| scan::literal(body, 0).map(|(value, _)| value));
    }
    let open = body.find('(').filter(|at| *at <= 120)?;
    let called = body[..open].chars().all(|c| c.is_alphanumeric() || "_$. =&/*;[]'\"".contains(c));
    let argument = body[open + 1..].trim_start();
    let at = body.len() - argument.len();
    (called && argument.starts_with(['{', '['])).then(|| scan::literal(body, at)).flatten().map(|(value, _)| value)
}

/// The absolute address that an element leads to.
pub(super) fn address_of(outline: &Outline<'_>, i: usize, base: &Url) -> Option<String> {
    title::target_of(outline, i, base)
}

/// Adds lists whose entries are not known yet, with numbers of their own.
fn add(items: &mut Vec<Item>, lists: Vec<Vec<Item>>) {
    let mut known: BTreeSet<String> = items.iter().map(|i| i.target.clone()).collect();
    let mut number = items.iter().map(|i| i.list.saturating_add(1)).max().unwrap_or(0);
    for list in lists {
        let mut any = false;
        for mut item in list {
            if items.len() >= markup::MOST_ITEMS {
                return;
            }
            if known.insert(item.target.clone()) {
                item.list = number;
                items.push(item);
                any = true;
            }
        }
        number = number.saturating_add(u16::from(any));
    }
}
