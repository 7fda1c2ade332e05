//! Personal data: finds resident ids, mobile numbers and card numbers of persons on pages and in files, tells them from
//! the many numbers that only look alike, and masks them in all that is kept.

mod bank_card;
mod context;
mod gathered;
mod lines;
mod mask;
mod mobile;
mod names;
mod numbers;
mod records;
mod resident_id;
mod sighting;
mod table;

pub(super) use lines::Lines;

use super::given::Given;
use super::seen::Seen;
use crate::model::{FileContent, FileKind, Page, PersonalData, PersonalKind, PersonalSign, Sheet, Unreadable};
use gathered::Gathered;
use mask::Masks;
use scraper::{Html, Node};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// What was found on a page, until the page is ready to be masked.
#[derive(Debug, Default)]
pub(super) struct Looked {
    facts: Vec<PersonalData>,
    masks: Masks,
    /// Something in the page may have to be masked.
    any: bool,
}

/// Looks at a page: its lines, tables, entries and the data in its scripts. `html` may be gone for what has no tables.
pub(super) fn look(html: Option<&Html>, source: &str, seen: &Seen, page: &Page) -> Looked {
    // Digits that are written as references.
    let referred = ["&#4", "&#5", "&#x3", "&#X3"].iter().any(|r| source.contains(r));
    let any = referred || !numbers::find_all(source).is_empty() || lines::may_show(seen);
    if !any {
        return Looked::default();
    }
    let heading = page.article.as_ref().map_or("", |a| a.title.as_str());
    let crumbs: Vec<&str> = page.breadcrumbs.iter().map(|c| c.text.as_str()).collect();
    let title = [seen.title.as_str(), heading, &crumbs.join(" ")].join(" ");
    let mut lines = Lines::of(shows_letters(page, &title));
    lines.push(&seen.title, false);
    lines.part();
    for span in &seen.spans {
        lines.push(&seen.text[span.start..span.end], span.hidden);
    }
    for item in page.items.iter().filter(|i| numbers::may_hold(&i.title)) {
        lines.push(&item.title, false);
    }
    for script in seen.scripts.iter().filter(|s| numbers::may_hold(s)) {
        records::read(script, &mut lines);
    }
    let mut gathered = Gathered::default();
    if let Some(html) = html.filter(|_| !lines.is_empty()) {
        for sheet in super::attachment::innermost_tables(html) {
            table::read(&sheet, &title, lines.letters, &mut gathered);
        }
    }
    if let Some(html) = html {
        unpacked(html, &mut lines);
    }
    gathered.lines(&lines, &title);
    let (facts, masks) = gathered.finish();
    Looked { facts, masks, any }
}

/// Whether a page shows letters of the public.
fn shows_letters(page: &Page, title: &str) -> bool {
    let read = page.participation.as_ref().is_some_and(|p| p.letter.is_some() || !p.letters.is_empty());
    read || ["来信", "信箱", "留言", "信件", "投诉", "诉求", "问政", "咨询", "互动交流"]
        .iter()
        .any(|w| title.contains(w))
}

/// Data that a page keeps for a script to unpack: in a text area, in an island of XML, in a script that is no code.
fn unpacked(html: &Html, lines: &mut Lines) {
    for node in html.tree.nodes() {
        let Node::Text(text) = node.value() else { continue };
        if !numbers::may_hold(text) {
            continue;
        }
        let holds = node.ancestors().filter_map(|a| a.value().as_element()).take(12).any(|e| match e.name() {
            "textarea" | "xml" => true,
            "script" => {
                let kind = e.given("type").unwrap_or_default().to_ascii_lowercase();
                !(kind.is_empty() || kind.contains("javascript") || kind.contains("ecmascript") || kind == "module")
            }
            _ => false,
        });
        if holds {
            records::read(text, lines);
        }
    }
}

/// Looks at data or code that is no markup.
pub(super) fn look_at_data(text: &str, page: &Page) -> Looked {
    if !numbers::may_hold(text) {
        return Looked::default();
    }
    let mut lines = Lines::default();
    for item in page.items.iter().filter(|i| numbers::may_hold(&i.title)) {
        lines.push(&item.title, false);
    }
    records::read(text, &mut lines);
    let mut gathered = Gathered::default();
    gathered.lines(&lines, "");
    let (facts, masks) = gathered.finish();
    Looked { facts, masks, any: !numbers::find_all(text).is_empty() }
}

impl Looked {
    /// Puts the facts into the page and masks the numbers in all of it.
    pub(super) fn put_into(self, page: &mut Page) {
        if self.any {
            // What a search form sends is needed as it is.
            let forms = std::mem::take(&mut page.search_forms);
            let url = page.url.clone();
            *page = mask::whole(page, &self.masks).unwrap_or_else(|| Page { url, ..Page::default() });
            page.search_forms = forms;
        }
        page.personal = self.facts;
    }
}

/// A value with every number masked that its own text shows to be one.
pub(super) fn masked<T: Serialize + DeserializeOwned + Default>(value: &T) -> T {
    mask::whole(value, &Masks::default()).unwrap_or_default()
}

/// A text masked in the same way.
pub(super) fn masked_text(text: String) -> String {
    mask::all(&text).unwrap_or(text)
}

/// Looks at what was read of a file, the text beyond what is kept too, and masks what is kept.
pub(super) fn file(kind: FileKind, sheets: Vec<Sheet>, text: String, lines: &Lines) -> FileContent {
    let mut read = FileContent { sheets, text, unreadable: None, ..FileContent::unread(kind, Unreadable::Damaged, "") };
    let names: Vec<&str> = read.sheets.iter().map(|s| s.title.as_str()).take(20).collect();
    let title = [lines.title.as_str(), &names.join(" ")].join(" ");
    let mut gathered = Gathered::default();
    for sheet in &read.sheets {
        table::read(sheet, &title, false, &mut gathered);
    }
    gathered.lines(lines, &title);
    if gathered.is_empty() {
        return read;
    }
    let (facts, masks) = gathered.finish();
    let unread = FileContent::unread(kind, Unreadable::Damaged, "what was read of it could not be masked");
    read = mask::whole(&read, &masks).unwrap_or(unread);
    read.personal = facts;
    read
}

/// The facts of several files as those of one.
pub(super) fn joined(into: &mut Vec<PersonalData>, more: Vec<PersonalData>) {
    let mut known: BTreeMap<(PersonalKind, PersonalSign), PersonalData> =
        std::mem::take(into).into_iter().map(|p| ((p.kind, p.sign), p)).collect();
    for data in more {
        match known.get_mut(&(data.kind, data.sign)) {
            Some(own) => {
                own.count = own.count.saturating_add(data.count);
                own.hidden &= data.hidden;
                let room = PersonalData::MOST_SAMPLES.saturating_sub(own.samples.len());
                own.samples.extend(data.samples.into_iter().take(room));
            }
            None => {
                known.insert((data.kind, data.sign), data);
            }
        }
    }
    into.extend(known.into_values());
}
