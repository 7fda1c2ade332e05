use super::outline::{Outline, zone};
use super::title::{is_passage, target_of, title_of};
use crate::parse::given::Given;
use std::collections::BTreeMap;
use url::Url;

/// An anchor that may be an entry's title.
#[derive(Debug)]
pub(super) struct Candidate {
    /// Its place in the outline.
    pub(super) anchor: usize,
    /// Number of its address among the page's.
    pub(super) target: u32,
    pub(super) address: String,
    pub(super) title: String,
    pub(super) title_chars: usize,
}

/// An entry with the part of the page that belongs to it.
#[derive(Debug)]
pub(super) struct Row {
    /// The entry's outermost element.
    pub(super) outer: usize,
    /// `li`, `tr`, `dd`, `dt`: the markup itself says that this is an entry.
    pub(super) semantic: bool,
    pub(super) candidate: Candidate,
}

/// Which addresses a subtree links to: none, one, or several.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Targets {
    None,
    One(u32),
    Many,
}

/// At most this many anchors of a page are looked at.
const MOST_ANCHORS: usize = 4000;

/// The page's anchors with an address and a title, in page order. `loose` takes any title (data blocks).
pub(super) fn candidates(outline: &Outline<'_>, base: &Url, loose: bool) -> Vec<Candidate> {
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut found = Vec::new();
    for i in 0..outline.nodes.len() {
        let Some(element) = outline.element(i) else { continue };
        let clicked = matches!(element.name(), "li" | "tr" | "div" | "p") && element.given("onclick").is_some();
        if element.name() != "a" && !clicked || outline.nodes[i].zone & (zone::FOOT | zone::CRUMB) != 0 && !loose {
            continue;
        }
        if found.len() >= MOST_ANCHORS {
            break;
        }
        let Some(address) = target_of(outline, i, base) else { continue };
        let title = title_of(outline, i);
        let title_chars = title.chars().count();
        if title_chars < 2 || is_passage(&title) || is_category(&title) || title.contains("{{") || title.contains("${")
        {
            continue;
        }
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        let target = *numbers.entry(address.clone()).or_insert(next);
        found.push(Candidate { anchor: i, target, address, title, title_chars });
    }
    found
}

/// `[通知]`, `【政策文件】`: the column in front of a title.
fn is_category(title: &str) -> bool {
    title.chars().count() <= 10 && title.starts_with(['[', '【', '［']) && title.ends_with([']', '】', '］'])
}

/// Which entry each anchor belongs to.
pub(super) fn rows(outline: &Outline<'_>, candidates: Vec<Candidate>) -> Vec<Row> {
    let targets = targets_below(outline, &candidates);
    let mut by_row: BTreeMap<usize, Vec<Candidate>> = BTreeMap::new();
    let mut rows = Vec::new();
    for candidate in candidates {
        match semantic_row(outline, candidate.anchor) {
            Some(row) => by_row.entry(row).or_default().push(candidate),
            None => rows.push(climbed(outline, &targets, candidate)),
        }
    }
    for (row, own) in by_row {
        let mut distinct: Vec<u32> = own.iter().map(|c| c.target).collect();
        distinct.sort_unstable();
        distinct.dedup();
        let long: Vec<u32> = {
            let mut long: Vec<u32> = own.iter().filter(|c| c.title_chars >= 8).map(|c| c.target).collect();
            long.sort_unstable();
            long.dedup();
            long
        };
        let listed = own.len() >= 2 && long.len() >= 2 && !beside_each_other(&own);
        if distinct.len() > 6 || listed {
            rows.extend(own.into_iter().map(|candidate| climbed(outline, &targets, candidate)));
        } else if let Some(candidate) = main_of(own) {
            let row = lifted(outline, &targets, row, candidate.target);
            rows.push(Row { outer: row, semantic: true, candidate });
        }
    }
    rows.sort_by_key(|r| r.candidate.anchor);
    rows
}

/// Whether the further anchors of a row are about its first one: an interpretation, a download, a picture of it.
fn beside_each_other(own: &[Candidate]) -> bool {
    let first = &own[0];
    own.iter().skip(1).filter(|c| c.target != first.target).all(|c| {
        let path = c.address.to_ascii_lowercase();
        c.title_chars < 8
            || [".pdf", ".doc", ".docx", ".wps", ".ofd", ".xls", ".xlsx", ".zip", ".rar"]
                .iter()
                .any(|e| path.ends_with(e))
            || ["解读", "图解", "下载", "附件", "链接", "专题"].iter().any(|w| c.title.contains(w))
    })
}

/// The anchor that carries the title: the first long one, else the longest.
fn main_of(own: Vec<Candidate>) -> Option<Candidate> {
    let best = own.iter().enumerate().max_by_key(|(at, c)| {
        (c.title_chars >= 8, if c.title_chars >= 8 { 0 } else { c.title_chars }, std::cmp::Reverse(*at))
    })?;
    let target = best.1.target;
    // Among anchors of one address (picture and text) the one with the fuller title.
    own.into_iter().filter(|c| c.target == target).max_by_key(|c| c.title_chars)
}

/// The nearest `li`, `tr`, `dd` or `dt` above, within the same table cell.
fn semantic_row(outline: &Outline<'_>, anchor: usize) -> Option<usize> {
    if matches!(outline.name(anchor), "li" | "tr") {
        return Some(anchor);
    }
    outline.ancestors(anchor).take(14).find(|&at| matches!(outline.name(at), "li" | "tr" | "dd" | "dt"))
}

fn targets_below(outline: &Outline<'_>, candidates: &[Candidate]) -> Vec<Targets> {
    let mut below = vec![Targets::None; outline.nodes.len()];
    for candidate in candidates {
        below[candidate.anchor] = Targets::One(candidate.target);
    }
    for i in (0..below.len()).rev() {
        let Some(parent) = outline.parent(i) else { continue };
        below[parent] = match (below[parent], below[i]) {
            (known, Targets::None) => known,
            (Targets::None, new) => new,
            (Targets::One(a), Targets::One(b)) if a == b => Targets::One(a),
            _ => Targets::Many,
        };
    }
    below
}

/// The outermost element that holds nothing but this entry and has entries like it for neighbours.
fn climbed(outline: &Outline<'_>, targets: &[Targets], candidate: Candidate) -> Row {
    let mut row = candidate.anchor;
    let mut block = None;
    for up in outline.ancestors(candidate.anchor).take(10) {
        if matches!(outline.name(up), "body" | "html" | "tbody" | "table")
            || targets[up] != Targets::One(candidate.target)
        {
            break;
        }
        if outline.nodes[up].chars > 700 {
            break;
        }
        if block.is_none() && matches!(outline.name(up), "p" | "div" | "td" | "section" | "article") {
            block = Some(up);
        }
        if has_peer(outline, targets, up) {
            row = up;
        }
    }
    if row == candidate.anchor && !has_peer(outline, targets, row) {
        row = block.unwrap_or(row);
    }
    Row { outer: row, semantic: false, candidate }
}

/// A one-entry `ul` or table among others like it is the row.
fn lifted(outline: &Outline<'_>, targets: &[Targets], row: usize, target: u32) -> usize {
    let mut best = row;
    if has_peer(outline, targets, row) {
        return best;
    }
    for up in outline.ancestors(row).take(4) {
        if matches!(outline.name(up), "body" | "html" | "td") || targets[up] != Targets::One(target) {
            break;
        }
        if matches!(outline.name(up), "ul" | "table" | "dl" | "ol") && has_peer(outline, targets, up) {
            best = up;
        }
    }
    best
}

/// Whether a neighbour of the same name holds links too.
fn has_peer(outline: &Outline<'_>, targets: &[Targets], i: usize) -> bool {
    let name = outline.name(i);
    let mut ahead = outline.next(i);
    for _ in 0..8 {
        let Some(at) = ahead else { break };
        if outline.name(at) == name && targets[at] != Targets::None {
            return true;
        }
        ahead = outline.next(at);
    }
    outline.before(i).into_iter().any(|at| outline.name(at) == name && targets[at] != Targets::None)
}
