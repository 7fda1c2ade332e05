//! Masks numbers in texts, as people are told to: `51***************X`, `138****1234`, `6222***********1234`.

use super::numbers::{self, Number, Shape};
use crate::model::PersonalKind;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeSet;
use std::ops::Bound;

/// Which numbers a page's context makes personal or things.
#[derive(Debug, Clone, Default)]
pub(super) struct Masks {
    /// Digits of what was found to be personal, or possibly so.
    found: BTreeSet<String>,
    /// The same from their ends, for what goes on from one line to the next.
    ends: BTreeSet<String>,
    /// How long those are that are looked for in longer runs of digits.
    lengths: BTreeSet<usize>,
    /// Digits of what is the number of a thing.
    pub(super) things: BTreeSet<String>,
}

/// Fewest digits of a number cut off by the end of a text, or by a line's end, that are masked.
const CUT: usize = 6;
/// Fewest digits of a number that is looked for inside of a longer run: eleven are found in any.
const SHORTEST_GLUED: usize = 16;
/// Most digits of any number.
const LONGEST: usize = 19;

impl Masks {
    /// Adds a number found to be personal.
    pub(super) fn add(&mut self, digits: String) {
        self.ends.insert(digits.chars().rev().collect());
        if digits.len() >= SHORTEST_GLUED {
            self.lengths.insert(digits.len());
        }
        self.found.insert(digits);
    }

    /// Whether a number in a text without more around it is to be masked.
    fn takes(&self, number: &Number) -> bool {
        if self.things.contains(&number.digits) {
            return false;
        }
        let full = matches!(number.digits.len(), 16 | 19) && number.digits.starts_with("62");
        self.found.contains(&number.digits)
            || match number.shape {
                Shape::ResidentId | Shape::Derived => true,
                Shape::OldResidentId => false,
                Shape::Mobile { known } => known && !number.loose,
                Shape::Card { known } => known && full && !number.loose,
            }
    }

    /// A text with its numbers masked; `None` when there is nothing to mask.
    pub(super) fn text(&self, text: &str) -> Option<String> {
        // An address is kept as it is: it is needed to fetch.
        if (text.starts_with("http://") || text.starts_with("https://")) && !text.contains(char::is_whitespace) {
            return None;
        }
        let glued = self.glued(text);
        let whole = self.numbers(glued.as_deref().unwrap_or(text)).or(glued);
        let begun = self.goes_on(whole.as_deref().unwrap_or(text));
        let plain = begun.or(whole);
        let plain = self.parted(plain.as_deref().unwrap_or(text)).or(plain);
        self.dotted(plain.as_deref().unwrap_or(text)).or(plain)
    }

    /// Found numbers without anything between them and what stands beside: cells and lines that were run together.
    fn glued(&self, text: &str) -> Option<String> {
        let bytes = text.as_bytes();
        let (mut out, mut last, mut at) = (String::new(), 0, 0);
        while at < bytes.len() && !self.lengths.is_empty() {
            let run = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
            if run < SHORTEST_GLUED {
                at += run.max(1);
                continue;
            }
            let end = at + run + usize::from(matches!(bytes.get(at + run), Some(b'X' | b'x')));
            while at < end {
                let hit = self.lengths.iter().rev().find_map(|length| {
                    let own = text.get(at..at + length).filter(|_| at + length <= end)?;
                    self.found.contains(own.to_ascii_uppercase().as_str()).then_some(own)
                });
                let Some(own) = hit else {
                    at += 1;
                    continue;
                };
                let kind = if own.len() == 18 { PersonalKind::ResidentId } else { PersonalKind::BankCard };
                out.push_str(&text[last..at]);
                star(own, kind, &mut out);
                at += own.len();
                last = at;
            }
        }
        (last > 0).then(|| out + &text[last..])
    }

    /// The numbers that stand in one piece, and one that the end of the text cuts off.
    fn numbers(&self, text: &str) -> Option<String> {
        let mut out = String::new();
        let mut last = 0;
        for (number, address) in numbers::find_all(text) {
            // In an address that stands in a text, ids alone are surely numbers of persons.
            if self.takes(&number) && (!address || number.shape == Shape::ResidentId) {
                out.push_str(&text[last..number.start]);
                star(&text[number.start..number.end], number.kind(), &mut out);
                last = number.end;
            }
        }
        let rest = &text[last..];
        match self.cut_off(rest) {
            Some(at) => {
                out.push_str(&rest[..at]);
                out.extend(rest[at..].chars().map(|_| '*'));
            }
            None if last == 0 => return None,
            None => out.push_str(rest),
        }
        Some(out)
    }

    /// Where the beginning of a found number stands that the end of the text cuts off, its first digits aside.
    fn cut_off(&self, text: &str) -> Option<usize> {
        let run = text.bytes().rev().take_while(u8::is_ascii_digit).count();
        let from = text.len() - run;
        (run >= CUT && begins(&self.found, &text[from..])).then_some(from + 3)
    }

    /// Beginnings of found numbers that are cut off inside of the text, with "…" in place of the rest.
    fn dotted(&self, text: &str) -> Option<String> {
        let mut out = String::new();
        let mut last = 0;
        for (at, _) in text.match_indices('…') {
            if let Some(from) = self.cut_off(&text[last..at]).map(|from| last + from) {
                out.push_str(&text[last..from]);
                out.push_str(&"*".repeat(at - from));
                last = at;
            }
        }
        (last > 0).then(|| out + &text[last..])
    }

    /// The end of a found number that began on the line before.
    fn goes_on(&self, text: &str) -> Option<String> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let run = digits + usize::from(matches!(text.as_bytes().get(digits), Some(b'X' | b'x')));
        if !(CUT..=LONGEST).contains(&run) {
            return None;
        }
        let turned: String = text[..run].chars().rev().map(|c| c.to_ascii_uppercase()).collect();
        begins(&self.ends, &turned).then(|| "*".repeat(run) + &text[run..])
    }

    /// Ids, and found numbers, that tags or references part in a snippet of markup.
    fn parted(&self, text: &str) -> Option<String> {
        if !text.contains('<') && !text.contains("&#") {
            return None;
        }
        let (bare, places) = bare(text);
        let mut stars: Vec<(usize, usize)> = Vec::new();
        for (number, _) in numbers::find_all(&bare) {
            let told =
                matches!(number.shape, Shape::ResidentId | Shape::Derived) && !self.things.contains(&number.digits);
            if !told && !self.found.contains(&number.digits) {
                continue;
            }
            let mut masked = String::new();
            star(&bare[number.start..number.end], number.kind(), &mut masked);
            let at = places.partition_point(|place| place.bare < number.start);
            stars.extend(masked.chars().zip(&places[at..]).filter(|(c, _)| *c == '*').map(|(_, p)| (p.from, p.to)));
        }
        if stars.is_empty() {
            return None;
        }
        let mut out = String::with_capacity(text.len());
        let mut last = 0;
        for (from, to) in stars {
            out.push_str(&text[last..from]);
            out.push('*');
            last = to;
        }
        out.push_str(&text[last..]);
        Some(out)
    }
}

/// Whether one of the numbers begins with these digits and goes on.
fn begins(numbers: &BTreeSet<String>, begun: &str) -> bool {
    let mut known = numbers.range::<str, _>((Bound::Included(begun), Bound::Unbounded)).take(2);
    known.any(|n| n.len() > begun.len() && n.starts_with(begun))
}

/// A sign of a text without markup: where it stands there, and in the markup.
struct Sign {
    bare: usize,
    from: usize,
    to: usize,
}

/// A snippet of markup without its tags, references to digits read.
fn bare(text: &str) -> (String, Vec<Sign>) {
    let (mut bare, mut places) = (String::new(), Vec::new());
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (sign, length) = match c {
            '<' if rest[1..].starts_with(|n: char| n == '/' || n.is_ascii_alphabetic()) => match rest.find(['>', '\n'])
            {
                Some(end) if rest.as_bytes()[end] == b'>' => {
                    at += end + 1;
                    continue;
                }
                _ => (c, 1),
            },
            '&' => digit_of(rest).unwrap_or((c, 1)),
            c => (c, c.len_utf8()),
        };
        places.push(Sign { bare: bare.len(), from: at, to: at + length });
        bare.push(sign);
        at += length;
    }
    (bare, places)
}

/// A digit written as a reference, and how long that is.
fn digit_of(text: &str) -> Option<(char, usize)> {
    let end = text.as_bytes().iter().take(10).position(|b| *b == b';')?;
    let number = text.get(2..end).filter(|_| text.starts_with("&#"))?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).filter(char::is_ascii_alphanumeric).map(|c| (c, end + 1))
}

/// Every number in a text masked, whatever it is.
pub(super) fn all(text: &str) -> Option<String> {
    Masks::default().text(text)
}

/// A number masked.
pub(super) fn number(digits: &str, kind: PersonalKind) -> String {
    let mut out = String::with_capacity(digits.len());
    star(digits, kind, &mut out);
    out
}

/// Writes a number as it is written, with stars for what must not be read.
fn star(written: &str, kind: PersonalKind, out: &mut String) {
    let is_sign =
        |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || matches!(c, 'X' | 'x' | 'Ｘ' | 'ｘ' | '×');
    let count = written.chars().filter(|c| is_sign(*c)).count();
    let last = match kind {
        // What is added to an id is as telling as its last digit.
        PersonalKind::ResidentId => {
            if count > 18 {
                count
            } else {
                count - 1
            }
        }
        PersonalKind::Mobile | PersonalKind::BankCard => count - 4,
    };
    let first = match kind {
        PersonalKind::ResidentId => 2,
        PersonalKind::Mobile => count - 8,
        PersonalKind::BankCard => 4,
    };
    let mut at = 0;
    for c in written.chars() {
        if is_sign(c) {
            out.push(if (first..last).contains(&at) { '*' } else { c });
            at += 1;
        } else {
            out.push(c);
        }
    }
}

/// Masks every text in a value, whatever its fields; `None` when that can't be done, so that nothing of it may be kept.
pub(super) fn whole<T: Serialize + DeserializeOwned>(value: &T, masks: &Masks) -> Option<T> {
    let mut tree = serde_json::to_value(value).ok()?;
    walk(&mut tree, masks);
    serde_json::from_value(tree).ok()
}

fn walk(value: &mut Value, masks: &Masks) {
    match value {
        Value::String(text) => {
            if let Some(masked) = masks.text(text) {
                *text = masked;
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|v| walk(v, masks)),
        Value::Object(fields) => fields.values_mut().for_each(|v| walk(v, masks)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
