//! Masks numbers in texts, as people are told to: `51***************X`, `138****1234`, `6222***********1234`.

use super::numbers::{self, Number, Shape};
use crate::model::PersonalKind;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeSet;

/// Which numbers a page's context makes personal or things.
#[derive(Debug, Clone, Default)]
pub(super) struct Masks {
    /// Digits of what was found to be personal, or possibly so.
    pub(super) found: BTreeSet<String>,
    /// Digits of what is the number of a thing.
    pub(super) things: BTreeSet<String>,
}

/// Fewest digits of a number cut off by the end of a text that are masked.
const CUT: usize = 6;

impl Masks {
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
        let cut = run >= CUT && self.found.iter().any(|f| f.len() > run && f.starts_with(&text[from..]));
        cut.then_some(from + 3)
    }
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
