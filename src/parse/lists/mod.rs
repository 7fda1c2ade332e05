//! Entries of lists: from markup, from data that a script unpacks, from the answers of list interfaces; and which lists
//! only a script can draw. One file per CMS family. Imports `model` and `parse::dates`.

mod answer;
mod beside;
mod blocks;
mod empty;
pub(in crate::parse) mod families;
mod family;
mod generic_json;
mod heading;
mod markup;
pub(in crate::parse) mod outline;
mod paging;
mod rows;
mod scan;
mod title;

use crate::model::{Ask, Item, ItemSource, Link, Listing, ScriptList};
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
    /// What an interface says beside its entries.
    pub listing: Option<Listing>,
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
    Lists { items, script_lists, interfaces: found.links, family: found.family, listing: None }
}

/// Reads the answer of a list interface that was asked for a list on the page `on`.
pub(super) fn interface(body: &str, url: &Url, on: &Url, ask: &Ask) -> Lists {
    answer::read(body, url, on, ask)
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
