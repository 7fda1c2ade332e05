//! A text brought down to what two texts are compared by: its letters and digits, without numbering and punctuation.

use std::ops::Range;

/// Longest title in 《》, in characters; what is longer lost its closing mark.
const MAX_TITLE: usize = 80;
/// Longest passage in quotation marks that is a short quotation.
const MAX_QUOTE: usize = 50;
/// Longest text that is compared, in characters; a policy with annexes has fewer.
const MAX_CHARS: usize = 200_000;
/// What makes a sentence a definition, by its last characters.
const DEFINING: &[&[char]] = &[&['是', '指'], &['所', '称'], &['指', '的', '是'], &['系', '指']];

/// The characters that count, with where each stood.
#[derive(Debug, Default)]
pub(super) struct PlainText {
    /// Letters and digits, width and case folded.
    pub(super) chars: Vec<char>,
    /// For each of them its byte in the text as given.
    pub(super) bytes: Vec<usize>,
    /// Where a sentence ends, as the number of characters before.
    pub(super) sentences: Vec<usize>,
    /// Where a clause ends, sentences included.
    pub(super) clauses: Vec<usize>,
    /// Whether it stands in a title, a short quotation or a definition: who explains a document may repeat those.
    pub(super) aside: Vec<bool>,
}

impl PlainText {
    /// Reads a text; a line per block.
    pub(super) fn of(text: &str) -> Self {
        let mut plain = Self::default();
        // Where the sentence began, and whether it is a definition.
        let (mut sentence, mut defines) = (0, false);
        let mut aside_until = 0;
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            if plain.chars.len() >= MAX_CHARS {
                break;
            }
            let rest = &text[at..];
            if plain.chars.len() == sentence
                && let Some(number) = numbering(rest)
            {
                at += number;
                continue;
            }
            match c {
                '《' => aside_until = aside_until.max(at + enclosed(rest, '》', MAX_TITLE)),
                '“' => aside_until = aside_until.max(at + enclosed(rest, '”', MAX_QUOTE)),
                '「' => aside_until = aside_until.max(at + enclosed(rest, '」', MAX_QUOTE)),
                _ => {}
            }
            let folded = fold(c);
            if folded.is_alphanumeric() {
                plain.chars.push(folded);
                plain.bytes.push(at);
                plain.aside.push(defines || at < aside_until);
                if matches!(folded, '指' | '称' | '是') && plain.ends_defining(sentence) {
                    defines = true;
                    plain.aside[sentence..].fill(true);
                }
            } else if ends_sentence(folded) {
                (sentence, defines) = (plain.chars.len(), false);
                plain.sentences.push(sentence);
                plain.clauses.push(sentence);
            } else if matches!(folded, ',' | ':') {
                plain.clauses.push(plain.chars.len());
            }
            at += c.len_utf8();
        }
        plain.sentences.push(plain.chars.len());
        plain.clauses.push(plain.chars.len());
        plain
    }

    /// Whether what was read of the sentence that began at `from` ends in the sign of a definition.
    fn ends_defining(&self, from: usize) -> bool {
        DEFINING.iter().any(|sign| self.chars[from..].ends_with(sign))
    }

    /// The stretches between these ends.
    pub(super) fn stretches(ends: &[usize]) -> impl Iterator<Item = Range<usize>> {
        let begins = std::iter::once(0).chain(ends.iter().copied());
        begins.zip(ends.iter().copied()).filter(|(from, to)| from < to).map(|(from, to)| from..to)
    }

    /// Characters that count.
    pub(super) fn judged(&self) -> usize {
        self.aside.iter().filter(|aside| !**aside).count()
    }
}

/// Bytes up to the closing mark, when it comes within `longest` characters; else 0.
fn enclosed(text: &str, closing: char, longest: usize) -> usize {
    text.char_indices().take(longest + 2).find(|(_, c)| *c == closing).map_or(0, |(at, _)| at)
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '\n' | '\r' | '。' | ';' | '!' | '?' | '…')
}

/// Full-width forms as half-width ones, capitals as small letters.
fn fold(c: char) -> char {
    let half = match c {
        // Nearly all of them, and letters without a case.
        '\u{4e00}'..='\u{9fff}' => return c,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '〇' => '零',
        c => c,
    };
    half.to_lowercase().next().unwrap_or(half)
}

/// Bytes of a number in front of a sentence: 第一条, 一、, （一）, 1., 1.2, ①; `None` where there is none.
fn numbering(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    if matches!(first, '①'..='⒛' | '❶'..='❿' | '㈠'..='㈩') {
        return Some(first.len_utf8());
    }
    let ordinal = text.strip_prefix('第');
    let bracket = text.strip_prefix(['(', '（', '〔', '[', '【']);
    let behind = ordinal.or(bracket).unwrap_or(text);
    let count = behind.chars().take_while(|&c| is_number(c)).take(8).map(char::len_utf8).sum::<usize>();
    let after = behind[count..].chars().next().filter(|_| count > 0)?;
    let fits = match (ordinal, bracket) {
        (Some(_), _) => matches!(after, '章' | '节' | '条' | '款' | '项' | '编' | '部'),
        (None, Some(_)) => matches!(after, ')' | '）' | '〕' | ']' | '】'),
        (None, None) => matches!(after, '、' | '.' | '．' | ')' | '）'),
    };
    let end = text.len() - behind.len() + count + after.len_utf8();
    fits.then_some(end)
}

fn is_number(c: char) -> bool {
    matches!(fold(c), '0'..='9' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '零')
}
