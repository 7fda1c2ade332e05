//! All wrong wordings of a lexicon in one pass over a line, with what excuses them around it.

use super::WordHit;
use super::folding::{folded, is_han, unfolded};
use super::talk;
use super::words::is_across;
use crate::model::{Lexicon, LexiconEntry, Weight};
use aho_corasick::AhoCorasick;
use std::ops::Range;

/// Characters on either side within which `near` and `unless` are looked for.
const NEAR: usize = 30;
/// Characters shown on either side.
const SHOWN: usize = 20;
/// Characters on either side by which the same sentence is known on another page.
const KEY: usize = 8;
/// Most characters of a line kept with a hit.
const LINE: usize = 160;

/// Finds the wordings of one lexicon.
#[derive(Debug)]
pub(super) struct Matcher {
    automaton: Option<AhoCorasick>,
    entries: Vec<LexiconEntry>,
}

impl Matcher {
    pub(super) fn of(lexicon: &Lexicon) -> Self {
        let mut entries = lexicon.entries.clone();
        for entry in &mut entries {
            entry.wrong = folded(&entry.wrong).into_owned();
        }
        entries.retain(|e| !e.wrong.is_empty());
        // Only a lexicon of many million signs is too much; then nothing can be told.
        let automaton = AhoCorasick::new(entries.iter().map(|e| e.wrong.as_str())).ok().filter(|_| !entries.is_empty());
        Self { automaton, entries }
    }

    /// Whether it can look for anything.
    pub(super) fn works(&self) -> bool {
        self.automaton.is_some() || self.entries.is_empty()
    }

    /// What is wrong in a line.
    pub(super) fn find(&self, line: &str) -> Vec<WordHit> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let text = folded(line);
        let mut found: Vec<(Range<usize>, &LexiconEntry)> = automaton
            .find_overlapping_iter(text.as_ref())
            .map(|m| (m.start()..m.end(), &self.entries[m.pattern().as_usize()]))
            .filter(|(at, entry)| stands(&text, at, entry))
            .collect();
        // What stands within a longer one is that one's.
        let all: Vec<Range<usize>> = found.iter().map(|(at, _)| at.clone()).collect();
        found.retain(|(at, _)| {
            !all.iter().any(|other| other.start <= at.start && at.end <= other.end && other.len() > at.len())
        });
        found.into_iter().filter_map(|(at, entry)| judged(line, &text, at, entry)).collect()
    }
}

/// A hit with its surroundings, unless they excuse it.
fn judged(line: &str, text: &str, at: Range<usize>, entry: &LexiconEntry) -> Option<WordHit> {
    let own = unfolded(line, at.clone());
    let gap = line[own.clone()].chars().any(char::is_whitespace);
    if gap && entry.wrong.chars().count() <= 2 {
        return None;
    }
    let quoted = talk::look(text, &at, entry)?;
    Some(hit(line, own, (&text[..at.start], &text[at.end..]), entry, quoted))
}

/// A hit as it is kept: `own` is its place in the line, `around` what stands before and after it.
pub(super) fn hit(line: &str, own: Range<usize>, around: (&str, &str), entry: &LexiconEntry, quoted: bool) -> WordHit {
    let wrong = &entry.wrong;
    let han_before: String = around.0.chars().rev().take_while(|c| is_han(*c)).take(KEY).collect();
    let han_after: String = around.1.chars().take_while(|c| is_han(*c)).take(KEY).collect();
    let key = format!("{}{wrong}{han_after}", han_before.chars().rev().collect::<String>());
    let before = &line[..own.start];
    let lead = before.char_indices().rev().nth(SHOWN - 1).map_or(0, |(at, _)| at);
    let after = &line[own.end..];
    let tail = after.char_indices().nth(SHOWN).map_or(after.len(), |(at, _)| at);
    let excerpt = format!("{}【{}】{}", &before[lead..], &line[own], &after[..tail]);
    WordHit {
        wrong: wrong.clone(),
        right: entry.right.clone(),
        weight: entry.weight,
        confirm: entry.confirm || quoted || entry.weight == Weight::Severe,
        why: entry.why.clone(),
        excerpt,
        key,
        line: line.chars().take(LINE).collect(),
    }
}

/// Whether the entry's own conditions hold at a place of the folded line.
fn stands(text: &str, at: &Range<usize>, entry: &LexiconEntry) -> bool {
    let (before, after) = (&text[..at.start], &text[at.end..]);
    if entry.not_after.iter().any(|w| before.ends_with(w.as_str()))
        || entry.not_before.iter().any(|w| after.starts_with(w.as_str()))
    {
        return false;
    }
    // Letters and digits have borders of their own.
    let joined = |inner: Option<char>, outer: Option<char>| {
        inner.is_some_and(|c| c.is_ascii_alphanumeric()) && outer.is_some_and(|c| c.is_ascii_alphanumeric())
    };
    if joined(entry.wrong.chars().next(), before.chars().next_back())
        || joined(entry.wrong.chars().next_back(), after.chars().next())
    {
        return false;
    }
    let inside = |whole: &String| {
        whole.match_indices(entry.wrong.as_str()).any(|(offset, _)| {
            at.start.checked_sub(offset).and_then(|s| text.get(s..)).is_some_and(|t| t.starts_with(whole.as_str()))
        })
    };
    if entry.within.iter().any(inside) || is_across(text, at) {
        return false;
    }
    if entry.near.is_empty() && entry.unless.is_empty() {
        return true;
    }
    let around = surroundings(text, at, NEAR);
    let has = |words: &[String]| words.iter().any(|w| around.0.contains(w.as_str()) || around.1.contains(w.as_str()));
    (entry.near.is_empty() || has(&entry.near)) && !has(&entry.unless)
}

/// So many characters before and after.
pub(super) fn surroundings<'t>(text: &'t str, at: &Range<usize>, chars: usize) -> (&'t str, &'t str) {
    let (before, after) = (&text[..at.start], &text[at.end..]);
    let lead = before.char_indices().rev().nth(chars - 1).map_or(0, |(i, _)| i);
    let tail = after.char_indices().nth(chars).map_or(after.len(), |(i, _)| i);
    (&before[lead..], &after[..tail])
}
