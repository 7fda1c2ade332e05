//! Finds what is written like a resident id, a mobile number or a card number in a text, with its place. Linear: most of
//! a text is left at the first look.

use super::{bank_card, mobile, resident_id};

/// What a number is written like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    /// Eighteen characters that are a valid resident id.
    ResidentId,
    /// The same with the two digits behind it that make it a disabled person's, or the letter before it of a pupil's.
    Derived,
    /// Fifteen digits that can be a resident id of before 1999.
    OldResidentId,
    /// A mobile number; whether its segment is given out.
    Mobile { known: bool },
    /// The number of a bank card; whether its issuer is one of those that are known.
    Card { known: bool },
}

/// A number with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) shape: Shape,
    /// Its digits (and the X) in half width.
    pub(super) digits: String,
    /// Where it stands, in bytes.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Blanks part it: its parts may be numbers of their own.
    pub(super) loose: bool,
}

/// Fewest digits of anything that is looked for.
const FEWEST: usize = 11;
/// Most separators between two digits of one number.
const GAP: usize = 2;

/// Digits without anything between them.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) digits: String,
    pub(super) start: usize,
    pub(super) end: usize,
    /// An X follows at once, and nothing of a word behind it; where it ends.
    pub(super) x: Option<usize>,
    /// What parts it from the group before is a blank.
    pub(super) blank: bool,
}

/// All that is written like a number looked for, in order; none inside of another, none in an address.
pub(super) fn find(text: &str) -> Vec<Number> {
    find_all(text).into_iter().filter(|(_, address)| !address).map(|(number, _)| number).collect()
}

/// The same with those in addresses, which are told.
pub(super) fn find_all(text: &str) -> Vec<(Number, bool)> {
    let mut found = Vec::new();
    for (from, to) in Stretches::of(text) {
        let groups = groups(text, from, to);
        let mut at = 0;
        while at < groups.len() {
            let taken = resident_id::at(text, &groups[at..])
                .or_else(|| mobile::at(text, &groups[at..]))
                .or_else(|| bank_card::at(text, &groups[at..]));
            match taken {
                Some((number, used)) => {
                    at += used;
                    let address = in_address(text, &number);
                    found.push((number, address));
                }
                None => at += 1,
            }
        }
    }
    found
}

/// Whether there may be any.
pub(super) fn may_hold(text: &str) -> bool {
    Stretches::of(text).next().is_some()
}

/// Stretches of digits with separators between them that hold enough digits, as bounds in bytes.
struct Stretches<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Stretches<'a> {
    fn of(text: &'a str) -> Self {
        Self { text, at: 0 }
    }
}

impl Iterator for Stretches<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        let bytes = self.text.as_bytes();
        loop {
            let first = bytes[self.at..].iter().position(|b| b.is_ascii_digit() || *b == 0xEF)? + self.at;
            self.at = first;
            if bytes[first] == 0xEF && digit_at(self.text, first).is_none() {
                self.at += 1;
                continue;
            }
            let (mut count, mut end, mut gap) = (0, first, 0);
            while let Some(byte) = bytes.get(self.at) {
                if byte.is_ascii_digit() {
                    (count, gap) = (count + 1, 0);
                    self.at += 1;
                    end = self.at;
                } else if byte.is_ascii() && !is_separator(char::from(*byte)) {
                    break;
                } else {
                    let Some(c) = char_at(self.text, self.at) else { break };
                    if digit(c).is_some() {
                        (count, gap) = (count + 1, 0);
                        self.at += c.len_utf8();
                        end = self.at;
                    } else if is_nothing(c) {
                        self.at += c.len_utf8();
                    } else if is_separator(c) && gap < GAP {
                        gap += 1;
                        self.at += c.len_utf8();
                    } else {
                        break;
                    }
                }
            }
            if count >= FEWEST {
                return Some((first, end));
            }
        }
    }
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..).and_then(|rest| rest.chars().next())
}

fn digit_at(text: &str, at: usize) -> Option<char> {
    char_at(text, at).and_then(digit)
}

/// A digit of either width.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0),
        _ => None,
    }
}

fn is_separator(c: char) -> bool {
    is_blank(c) || matches!(c, '-' | '‐' | '‑' | '–' | '—' | '－')
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{A0}' | '\u{3000}')
}

/// What has no width.
fn is_nothing(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
}

fn groups(text: &str, from: usize, to: usize) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let (mut open, mut blank) = (false, false);
    for (offset, c) in text[from..to].char_indices() {
        let at = from + offset;
        if let Some(digit) = digit(c) {
            if !open {
                groups.push(Group { digits: String::new(), start: at, end: at, x: None, blank });
                (open, blank) = (true, false);
            }
            if let Some(group) = groups.last_mut() {
                group.digits.push(digit);
                group.end = at + c.len_utf8();
            }
        } else if !is_nothing(c) {
            open = false;
            blank |= is_blank(c);
        }
    }
    for group in &mut groups {
        let mut rest = text[group.end..].chars();
        if let Some(x @ ('X' | 'x' | 'Ｘ' | 'ｘ' | '×')) = rest.next()
            && !rest.next().is_some_and(is_word)
        {
            group.x = Some(group.end + x.len_utf8());
        }
    }
    groups
}

/// A sign that goes on with a number or a name in ASCII.
pub(super) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '*' | '＊' | '●' | '×' | '#') || digit(c).is_some()
}

/// The sign before a place.
pub(super) fn before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

/// The sign behind a place.
pub(super) fn behind(text: &str, at: usize) -> Option<char> {
    char_at(text, at)
}

/// Whether a number stands free: no word, no star, no decimal point goes on with it.
pub(super) fn is_free(text: &str, start: usize, end: usize) -> bool {
    let mut left = text[..start].chars().rev();
    let left_bad = match left.next() {
        Some('.' | '．') => left.next().is_some_and(|c| c.is_ascii_alphanumeric()),
        Some(c) => is_word(c) || c == '@',
        None => false,
    };
    let mut right = text[end..].chars();
    let right_bad = match right.next() {
        Some('.' | '．') => right.next().is_some_and(|c| c.is_ascii_alphanumeric()),
        Some(c) => is_word(c) || c == '%',
        None => false,
    };
    !left_bad && !right_bad
}

/// Whether a unit follows, so that it is an amount.
pub(super) fn is_amount(text: &str, start: usize, end: usize) -> bool {
    const UNITS: &[char] = &['元', '万', '亿', '吨', '亩', '％', '㎡', '度', '美', '股', '份', '字', '千', '平'];
    let rest = text[end..].trim_start_matches(is_blank);
    rest.starts_with(UNITS) || text[..start].trim_end_matches(is_blank).ends_with(['¥', '￥', '$', '×', '=', '＋'])
}

/// Whether it is part of an address on the web or of a file's name.
fn in_address(text: &str, number: &Number) -> bool {
    const LONGEST: usize = 300;
    let part = |c: char| c.is_ascii_alphanumeric() || ":/._?=&%#~+-@".contains(c);
    let left: usize =
        text[..number.start].chars().rev().take(LONGEST).take_while(|c| part(*c)).map(char::len_utf8).sum();
    let right: usize = text[number.end..].chars().take(60).take_while(|c| part(*c)).map(char::len_utf8).sum();
    let own = text[number.start - left..number.start].to_ascii_lowercase();
    let tail = text[number.end..number.end + right].to_ascii_lowercase();
    let path = own.rfind('/').is_some_and(|at| own[..at].chars().any(|c| c.is_ascii_alphabetic() || c == '.'));
    let ending = [".htm", ".shtm", ".jsp", ".pdf", ".doc", ".xls", ".jpg", ".png", ".zip", ".mp4", ".asp", ".gif"];
    own.contains("://")
        || own.contains("www.")
        || path
        || own.starts_with('/')
        || (own.contains(['?', '&']) && own.ends_with('='))
        || ending.iter().any(|e| tail.starts_with(e))
}
