//! How much of an interpretation's text stands in the policy it is about, and which documents share text at all.
//!
//! Two texts are compared by their letters and digits: punctuation, width, case, blanks and the numbers in front of
//! sentences (第一条, 一、, （一）, 1.) make no difference. A passage counts as standing in the policy when it runs along it
//! for a clause or more, with a changed word here and there, wherever in the policy that is: so neither a new order of
//! sentences nor a synonym hides a copy. So does a whole sentence that is a heading or a clause of the policy. Titles in 《》, definitions and short quotations in quotation marks are set aside
//! on both sides of the fraction: who explains a document must be free to repeat them.

mod passages;
mod plain_text;
mod shingles;

pub use shingles::Shingles;

use plain_text::PlainText;
use serde::Serialize;

/// Longest passages shown.
const SHOWN: usize = 5;
/// Longest excerpt, in characters.
const EXCERPT: usize = 120;

/// What of one text stands in another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Copying {
    /// The share of the interpretation's characters that stand in the policy, 0 to 1; 0 where there is nothing to judge.
    pub share: f64,
    /// The interpretation's characters that were judged: letters and digits without titles, definitions, quotations.
    pub interpretation_chars: usize,
    /// Those among them that stand in the policy.
    pub copied_chars: usize,
    /// The policy's letters and digits.
    pub policy_chars: usize,
    /// The longest passages that stand in both, longest first, five at most.
    pub runs: Vec<SharedRun>,
}

/// A passage that stands in both texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SharedRun {
    /// Characters that agree.
    pub chars: usize,
    /// As the interpretation has it.
    pub interpretation: Excerpt,
    /// As the policy has it.
    pub policy: Excerpt,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Excerpt {
    /// Characters of the text before it.
    pub at: usize,
    /// As written, blanks folded, at most 120 characters; cut with "…".
    pub text: String,
}

/// Compares an interpretation with the policy it is about, each as plain text with a line per block.
#[must_use]
pub fn copying(interpretation: &str, policy: &str) -> Copying {
    let (one, two) = (PlainText::of(interpretation), PlainText::of(policy));
    let mut copied = vec![false; one.chars.len()];
    let mut found = passages::passages(&one, &two, |at| copied[at] = true);
    for sentence in passages::whole_sentences(&one, &two) {
        if copied[sentence.from..sentence.to].contains(&false) {
            copied[sentence.from..sentence.to].fill(true);
            found.push(sentence);
        }
    }
    let judged = one.judged();
    let copied_chars = copied.iter().zip(&one.aside).filter(|(copied, aside)| **copied && !**aside).count();
    found.sort_by_key(|p| (std::cmp::Reverse(p.same), p.from));
    let runs = found.iter().take(SHOWN).map(|p| SharedRun {
        chars: p.same,
        interpretation: excerpt(interpretation, &one.bytes[p.from..p.to]),
        policy: excerpt(policy, &two.bytes[p.other_from..p.other_to]),
    });
    Copying {
        share: share(copied_chars, judged),
        interpretation_chars: judged,
        copied_chars,
        policy_chars: two.chars.len(),
        runs: runs.collect(),
    }
}

/// `part` of `whole`; 0 of nothing.
#[expect(clippy::cast_precision_loss, reason = "texts have far fewer than 2^52 characters")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The piece of `text` from the first of these bytes to the last.
fn excerpt(text: &str, bytes: &[usize]) -> Excerpt {
    let (Some(&first), Some(&last)) = (bytes.first(), bytes.last()) else {
        return Excerpt { at: 0, text: String::new() };
    };
    let end = last + text[last..].chars().next().map_or(0, char::len_utf8);
    let words = text[first..end].split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown: String = words.chars().take(EXCERPT).collect();
    if shown.len() < words.len() {
        shown.pop();
        shown.push('…');
    }
    Excerpt { at: text[..first].chars().count(), text: shown }
}
