use super::found::{Found, cut};
use super::tags::Tag;
use super::tree::{At, Doc};
use crate::model::Markup;

pub(super) const RULE: &str = "duplicate-attribute";

/// Longest tag that is shown, in characters.
const LONGEST: usize = 240;

/// Runs the rule about attributes that stand twice in one tag: the parser drops the second, so the source is read.
/// `any` tells whether the parser dropped one at all.
pub(super) fn judge(doc: &Doc<'_>, found: &mut Found, any: bool) {
    found.tested(RULE, usize::from(!doc.nodes.is_empty()));
    if !any {
        return;
    }
    // Elements that were met before, by tag: the same tag twice is two elements.
    let mut after: Vec<At> = Vec::new();
    let tags = Tags { source: doc.source, at: 0 };
    for tag in tags {
        if let Some(names) = doubled(tag) {
            // Beyond what is told, nobody asks where.
            let at = if after.len() < Markup::MOST_FAULTS { element(doc, tag, &names, &after) } else { None };
            after.extend(at);
            found.in_source(RULE, RULE, cut(&tag.split_whitespace().collect::<Vec<_>>().join(" "), LONGEST), at);
        }
    }
}

/// The opening tags of a source, without what scripts, styles and comments hold.
struct Tags<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Iterator for Tags<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        loop {
            let start = self.at + self.source[self.at..].find('<')?;
            let rest = &self.source[start..];
            let second = rest.as_bytes().get(1)?;
            if let Some(comment) = rest.strip_prefix("<!--") {
                self.at = start + comment.find("-->").map_or(rest.len(), |n| n + "<!---->".len());
                continue;
            }
            if !second.is_ascii_alphabetic() {
                self.at = start + 1;
                continue;
            }
            let tag = &rest[..tag_end(rest)];
            self.at = start + tag.len();
            let name = name_of(tag).to_ascii_lowercase();
            if matches!(
                name.as_str(),
                "script" | "style" | "textarea" | "title" | "xmp" | "iframe" | "noembed" | "noframes" | "noscript"
            ) {
                self.at += raw_end(&self.source[self.at..], &name);
            }
            return Some(tag);
        }
    }
}

fn name_of(tag: &str) -> &str {
    let name = &tag[1..];
    &name[..name.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).unwrap_or(name.len())]
}

/// Where a tag ends: behind the first `>` that is in no quotes.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    let mut value = false;
    for (n, b) in tag.bytes().enumerate() {
        match (quote, b) {
            (Some(open), b) if b == open => {
                quote = None;
            }
            (None, b'>') => return n + 1,
            (None, b'"' | b'\'') if value => quote = Some(b),
            (None, b'=') => {
                value = true;
                continue;
            }
            _ => {}
        }
        if !b.is_ascii_whitespace() {
            value = false;
        }
    }
    tag.len()
}

/// Where the raw text of an element ends.
fn raw_end(text: &str, name: &str) -> usize {
    let mut at = 0;
    while let Some(found) = text[at..].find("</") {
        at += found;
        if text.as_bytes()[at + 2..].get(..name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes())) {
            return at;
        }
        at += 2;
    }
    text.len()
}

/// The names of the attributes in a tag, if one stands twice; each once, in order.
fn doubled(tag: &str) -> Option<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    let mut twice = false;
    let body = &tag[1 + name_of(tag).len()..];
    let mut rest = body.strip_suffix('>').unwrap_or(body);
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() || names.len() > 200 {
            break;
        }
        // A sign of equality at the start belongs to the name.
        let from = usize::from(rest.starts_with('='));
        let end =
            rest[from..].find(|c: char| c.is_whitespace() || matches!(c, '/' | '=')).map_or(rest.len(), |n| n + from);
        let name = rest[..end].to_ascii_lowercase();
        if names.contains(&name) {
            twice = true;
        } else {
            names.push(name);
        }
        rest = rest[end..].trim_start();
        if let Some(value) = rest.strip_prefix('=') {
            let value = value.trim_start();
            rest = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).map_or("", |(_, rest)| rest),
                _ => &value[value.find(char::is_whitespace).unwrap_or(value.len())..],
            };
        }
    }
    twice.then_some(names)
}

/// The element that a tag became: the first of its name with just these attributes that was not met before.
fn element(doc: &Doc<'_>, tag: &str, names: &[String], met: &[At]) -> Option<At> {
    let name = name_of(tag).to_ascii_lowercase();
    let fits = |at: &At| {
        doc.element(*at).is_some_and(|e| {
            e.name().eq_ignore_ascii_case(&name)
                && e.attrs.len() == names.len()
                && e.attrs.iter().all(|(key, value)| {
                    names.iter().any(|n| n.ends_with(&*key.local.to_ascii_lowercase()))
                        && (value.contains(['&', '\n', '\r']) || tag.contains('&') || tag.contains(&**value))
                })
                && !met.contains(at)
        })
    };
    doc.of(Tag::of(&name)).find(fits)
}
