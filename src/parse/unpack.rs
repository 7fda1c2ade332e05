//! What packed scripts write, as far as it can be unpacked without running them: lists of character codes, base64, the
//! common packer with its word list, and code inside strings.

use super::script;
use regex::Regex;
use std::sync::LazyLock;

/// Longest script that is unpacked, and longest result.
const LONGEST: usize = 400_000;
/// Most parts unpacked of one script.
const MOST: usize = 20;

static CODES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"fromCharCode\s*(?:\.apply\s*\([^\[\]]{0,40}\[|\()([\d,\sxXa-fA-F]{8,})").expect("a constant pattern")
});

static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?s)\}\s*\(\s*'((?:[^'\\]|\\.)*)'\s*,\s*(\d{1,2})\s*,\s*(\d{1,5})\s*,\s*'((?:[^'\\]|\\.)*)'\s*\.\s*split\s*\(\s*'\|'")
        .expect("a constant pattern")
});

static BASE64: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"atob\s*\(\s*["']([A-Za-z0-9+/=\s]{12,})["']"#).expect("a constant pattern"));

/// Strings that are run as code.
static RUNS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?:\beval|\bFunction)\s*\(\s*(?:unescape\s*\(\s*|decodeURIComponent\s*\(\s*)?["']"#)
        .expect("a constant pattern")
});
static RUN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:\beval|\bFunction)\s*\(\s*(?:unescape\s*\(\s*|decodeURIComponent\s*\(\s*)?$")
        .expect("a constant pattern")
});

static TOKEN: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b\w+\b").expect("a constant pattern"));

/// What is inside a packed script: code or markup, each as one text.
pub(super) fn unpacked(code: &str) -> Vec<String> {
    if code.len() > LONGEST {
        return Vec::new();
    }
    let mut found = Vec::new();
    if code.contains("fromCharCode") {
        found.extend(CODES.captures_iter(code).take(MOST).map(|c| characters(&c[1])));
    }
    if code.contains("split") {
        found.extend(WORDS.captures_iter(code).take(MOST).filter_map(|c| worded(&c[1], &c[2], &c[4])));
    }
    if code.contains("atob") {
        found.extend(BASE64.captures_iter(code).take(MOST).map(|c| base64(&c[1])));
    }
    if RUNS.is_match(code) {
        let runs = script::pieces(code).into_iter().filter(|p| RUN.is_match(&p.before));
        found.extend(runs.take(MOST).map(|p| if p.text.contains('%') { script::unescape(&p.text) } else { p.text }));
    }
    found.retain(|text| text.contains('<') || text.contains("write") || text.contains("eval"));
    found
}

/// The text behind a list of character codes.
fn characters(list: &str) -> String {
    let code = |part: &str| {
        let part = part.trim();
        let value = match part.strip_prefix("0x").or_else(|| part.strip_prefix("0X")) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => part.parse().ok()?,
        };
        char::from_u32(value)
    };
    list.split(',').filter_map(code).collect()
}

/// A text in which words stand as numbers, and the words.
fn worded(text: &str, base: &str, words: &str) -> Option<String> {
    let base: u32 = base.parse().ok().filter(|b| (2..=62).contains(b))?;
    let words: Vec<&str> = words.split('|').collect();
    let number = |token: &str| {
        token.chars().try_fold(0_usize, |sum, c| {
            let digit = match c {
                '0'..='9' => u32::from(c) - u32::from('0'),
                'a'..='z' => u32::from(c) - u32::from('a') + 10,
                'A'..='Z' => u32::from(c) - u32::from('A') + 36,
                _ => return None,
            };
            (digit < base).then_some(sum.checked_mul(base as usize)?.checked_add(digit as usize)?)
        })
    };
    let mut length = 0;
    let unpacked = TOKEN.replace_all(text, |found: &regex::Captures<'_>| {
        let token = &found[0];
        let word = number(token).and_then(|n| words.get(n).copied()).filter(|w| !w.is_empty()).unwrap_or(token);
        length += word.len();
        if length > LONGEST { String::new() } else { word.to_owned() }
    });
    Some(unpacked.replace("\\'", "'").replace("\\\\", "\\"))
}

fn base64(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let (mut held, mut bits) = (0_u32, 0);
    for c in text.bytes() {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        held = (held << 6 | u32::from(value)) & 0xFFFF;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xFF).unwrap_or_default());
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
