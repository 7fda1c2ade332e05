use super::aria::{self, Kind};
use super::found::Found;
use super::tags::Tag;
use super::tree::{At, Doc};

pub(super) const RULE: &str = "label-content-name-mismatch";

/// Longest visible label that is compared, in bytes.
const LONGEST: usize = 600;

/// Runs the rule that the words people see on a control are in its name, so that they can say them to it.
pub(super) fn judge(doc: &Doc<'_>, found: &mut Found) {
    let naming = aria::only("label") | aria::only("labelledby");
    let mut tested = 0;
    let mut drawn = None;
    for at in doc.with_aria.iter().copied() {
        if doc.nodes[at].aria & naming == 0 || !doc.is_exposed(at) {
            continue;
        }
        let control = doc.role(at).is_some_and(|role| role.kind == Kind::Widget && role.named_by_content);
        if !control || !doc.has_label(at, false) {
            continue;
        }
        let Some(visible) = visible_text(doc, at) else { continue };
        tested += 1;
        let name = doc.name(at).to_lowercase();
        if tells_nothing(&visible) || tells_nothing(&name) {
            found.open(RULE, "words-missing", at);
        } else if !holds(&words(&name), &words(&visible)) {
            if is_plain_word(&visible) && *drawn.get_or_insert_with(|| draws_icons_from_words(doc)) {
                found.open(RULE, "words-missing", at);
            } else {
                found.fault(doc, RULE, "words-missing", at);
            }
        }
    }
    found.tested(RULE, tested);
}

/// The text people see in an element, in lower case; none when there is none or too much.
fn visible_text(doc: &Doc<'_>, at: At) -> Option<String> {
    let mut text = String::new();
    let mut n = at + 1;
    while n < doc.end(at) {
        if let Some(piece) = doc.text(n) {
            text.push_str(piece);
            if text.len() > LONGEST {
                return None;
            }
        } else if doc.is_hidden(n) {
            n = doc.end(n);
            continue;
        } else if doc.nodes[n].tag == Tag::Br {
            text.push(' ');
        }
        n += 1;
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then(|| text.to_lowercase())
}

/// A sign, an icon's private character, or next to nothing.
fn tells_nothing(text: &str) -> bool {
    let mut chars = text.chars();
    let single = matches!((chars.next(), chars.next()), (Some(c), None) if !c.is_ascii_digit());
    single || matches!(text, "aa" | "abc") || words(text).is_empty()
}

/// Words of letters and digits; each Chinese character is one, for nothing parts Chinese words. What stands in brackets
/// is left out.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut depth = 0_u32;
    // Brackets that close nothing, or are never closed, are none.
    let closed = text.matches([')', '）']).count() == text.matches(['(', '（']).count();
    for c in text.chars() {
        let c = match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            c => c,
        };
        match c {
            '(' if closed => depth += 1,
            ')' if closed => depth = depth.saturating_sub(1),
            _ => {}
        }
        let letter = depth == 0 && c.is_alphanumeric() && !('\u{E000}'..='\u{F8FF}').contains(&c);
        if letter && !is_wide(c) {
            word.extend(c.to_lowercase());
            continue;
        }
        if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if letter {
            words.push(c.to_string());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Characters of scripts without blanks between words.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether some words stand in others, in a row.
fn holds(all: &[String], some: &[String]) -> bool {
    some.is_empty() || all.windows(some.len()).any(|part| part == some)
}

/// One word such as icons are drawn from.
fn is_plain_word(visible: &str) -> bool {
    visible.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '_' | '0'..='9'))
}

/// Whether the page has a font that draws icons from words.
fn draws_icons_from_words(doc: &Doc<'_>) -> bool {
    ["Material Icons", "Material+Icons", "Material Symbols", "Material+Symbols", "material-icons"]
        .iter()
        .any(|font| doc.source.contains(font))
}
