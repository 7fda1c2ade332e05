use crate::parse::lists::outline::{Outline, What, fold_into, zone};
use std::ops::Range;

/// The text of a page's main part as a reader takes it in: a line per block, cells parted by tabs, words that editors
/// space out (发 布 时 间) put together; and where each piece of it came from.
pub(super) struct Flat {
    pub(super) text: String,
    /// Where each piece begins, and the node of the outline it came from.
    pieces: Vec<(usize, usize)>,
}

/// What stands between two pieces of text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Blank,
    Cell,
    Line,
}

/// Longest text looked at.
const MOST_BYTES: usize = 400_000;

/// Parts of the page that say nothing of its matter.
const AROUND: u8 = zone::NAV | zone::FOOT | zone::CRUMB | zone::FRIEND;

impl Flat {
    pub(super) fn of(outline: &Outline<'_>) -> Self {
        let mut flat = Self { text: String::new(), pieces: Vec::new() };
        let mut open: Vec<(usize, Gap)> = Vec::new();
        let mut gap = Gap::None;
        for (i, node) in outline.nodes.iter().enumerate() {
            while let Some(&(end, kind)) = open.last().filter(|(end, _)| *end <= i) {
                gap = gap.max(kind);
                open.pop();
                debug_assert!(end <= i, "blocks close in order");
            }
            match node.what {
                What::Element(element) => {
                    let kind = kind_of(element.name());
                    gap = gap.max(kind);
                    if kind != Gap::None && node.end > i + 1 {
                        open.push((node.end, kind));
                    }
                }
                What::Text(_) if node.zone & AROUND != 0 || flat.text.len() > MOST_BYTES => {}
                What::Text(text) => {
                    if text.starts_with(char::is_whitespace) {
                        gap = gap.max(Gap::Blank);
                    }
                    let piece = joined(text);
                    if !piece.is_empty() {
                        flat.push(i, &piece, gap);
                        gap = Gap::None;
                    }
                    if text.ends_with(char::is_whitespace) {
                        gap = gap.max(Gap::Blank);
                    }
                }
            }
        }
        flat
    }

    fn push(&mut self, node: usize, piece: &str, gap: Gap) {
        if !self.text.is_empty() {
            match gap {
                Gap::None => {}
                Gap::Blank => self.text.push(' '),
                Gap::Cell => self.text.push('\t'),
                Gap::Line => self.text.push('\n'),
            }
        }
        self.pieces.push((self.text.len(), node));
        self.text.push_str(piece);
    }

    /// The node whose text stands at a byte of the text.
    pub(super) fn node_at(&self, at: usize) -> Option<usize> {
        let after = self.pieces.partition_point(|(start, _)| *start <= at);
        self.pieces.get(after.checked_sub(1)?).map(|(_, node)| *node)
    }

    /// The bytes that the text of a node and all below it takes.
    pub(super) fn range_of(&self, outline: &Outline<'_>, node: usize) -> Range<usize> {
        let first = self.pieces.partition_point(|(_, n)| *n < node);
        let past = self.pieces.partition_point(|(_, n)| *n < outline.nodes[node].end);
        let start = self.pieces.get(first).map_or(self.text.len(), |(start, _)| *start);
        let end = self.pieces.get(past).map_or(self.text.len(), |(start, _)| *start);
        start..end.max(start)
    }

    /// The text of a node and all below it.
    pub(super) fn text_of(&self, outline: &Outline<'_>, node: usize) -> &str {
        self.text.get(self.range_of(outline, node)).unwrap_or_default().trim()
    }
}

fn kind_of(tag: &str) -> Gap {
    match tag {
        "p" | "div" | "li" | "ul" | "ol" | "tr" | "table" | "dl" | "dt" | "dd" | "h1" | "h2" | "h3" | "h4" | "h5"
        | "h6" | "section" | "article" | "br" | "form" | "fieldset" | "blockquote" | "pre" | "header" | "tbody"
        | "thead" | "figure" | "hr" => Gap::Line,
        "td" | "th" => Gap::Cell,
        "span" | "label" | "em" | "i" | "a" | "b" | "strong" | "u" | "small" => Gap::Blank,
        _ => Gap::None,
    }
}

/// Blanks folded, and none between characters that stand singly: 来 信 时 间 is one word.
fn joined(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(&mut folded, text);
    let folded = folded.trim();
    if !folded.contains(' ') {
        return folded.to_owned();
    }
    let words: Vec<&str> = folded.split(' ').collect();
    let single = |word: &str| {
        let mut chars = word.chars();
        chars.next().is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
            && chars.next().is_none_or(|c| matches!(c, ':' | '：' | ']' | '】'))
    };
    let alone = |word: &str| single(word) && word.chars().count() == 1;
    let mut out = String::with_capacity(folded.len());
    for (at, word) in words.iter().enumerate() {
        if at > 0 && !(alone(words[at - 1]) && single(word)) {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
