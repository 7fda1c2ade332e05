//! Numbers in what scripts unpack: records with names of fields, markup kept as a string. A number alone is a script's own
//! and says nothing; one in a record that names a person, or in a field named for it, does.

use super::context::{self, head, tail};
use super::lines::Lines;
use super::names;
use super::numbers::{self, Number};
use super::sighting::{Section, Sighting};
use crate::model::PersonalKind;
use regex::Regex;
use std::sync::LazyLock;

/// Bytes of a record looked at on either side.
const REACH: usize = 400;

/// The name of the field right before a value.
static FIELD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?:["']|\\["'])?([\p{Han}A-Za-z_][\p{Han}\w]{0,30})(?:["']|\\["'])?\s{0,3}[:=]\s{0,3}(?:["']|\\["'])?$"#,
    )
    .expect("a fixed pattern")
});
static TAG: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"<[^<>]{0,300}>|&nbsp;|\\[nrt]").expect("a fixed pattern"));
static IDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:id_?card|id_?no|identity|sfz|zjh|certno|cert_?no|card_?no|身份证|证件)")
        .expect("a fixed pattern")
});
static PHONES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:phone|mobile|tel|sjh|lxdh|lxfs|手机|电话|联系方式)").expect("a fixed pattern")
});
static CARDS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)(?:bank|account|yhkh|yhzh|khzh|账号|帐号|卡号)").expect("a fixed pattern"));

/// Looks through code or data.
pub(super) fn read(code: &str, lines: &mut Lines) {
    for number in numbers::find(code) {
        if let Some(seen) = record(code, number) {
            lines.see_record(seen);
        }
    }
}

fn record(code: &str, number: Number) -> Option<Sighting> {
    let floor = |at: usize| (0..=at).rev().find(|i| code.is_char_boundary(*i)).unwrap_or(0);
    let from = floor(number.start.saturating_sub(REACH));
    let to = floor((number.end + REACH).min(code.len()));
    let (left, right) = (&code[from..number.start], &code[number.end..to]);
    let left = left.rfind(['{', '}', '[', ';']).map_or(left, |at| &left[at + 1..]);
    let right = right.find(['}', ']', '{', ';']).map_or(right, |at| &right[..at]);
    let field = FIELD.captures(left).and_then(|hit| hit.get(1)).map_or("", |m| m.as_str());
    let (before, after) = (plain(left), plain(right));
    let kind = number.kind();
    let (fields, label) = match kind {
        PersonalKind::ResidentId => (&IDS, "身份证号"),
        PersonalKind::Mobile => (&PHONES, "电话"),
        PersonalKind::BankCard => (&CARDS, "账号"),
    };
    let called = fields.is_match(field);
    let named = !names::names_in(&before).is_empty() || !names::names_in(&after).is_empty();
    let said = match kind {
        PersonalKind::ResidentId => context::is_id(tail(&before, 12)),
        PersonalKind::Mobile => context::is_phone(tail(&before, 12)),
        PersonalKind::BankCard => context::is_card(tail(&before, 12)),
    };
    // A field with another name says what the number is.
    if !(named && (called || said || field.is_empty()) || said && field.is_empty()) {
        return None;
    }
    Some(Sighting {
        before: String::new(),
        after: head(&after, 24).to_owned(),
        label: if called || said { label.to_owned() } else { String::new() },
        near: tail(&before, 80).to_owned(),
        heads: String::new(),
        section: Section::Other,
        // Nobody sees a script's data but through what it draws.
        hidden: false,
        named,
        number,
    })
}

/// A stretch of code without markup and quotes.
fn plain(code: &str) -> String {
    TAG.replace_all(code, " ").chars().map(|c| if matches!(c, '"' | '\'' | '\\') { ' ' } else { c }).collect()
}
