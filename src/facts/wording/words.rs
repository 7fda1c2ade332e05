//! Common words of two characters, to tell where a wrong wording is but the end of one word and the beginning of the next.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// A line for each first character: it, a blank, every second one. What jieba's dictionary counts 50 times or more, names of
/// people and places left out.
static SECONDS: LazyLock<HashMap<char, &'static str>> = LazyLock::new(|| {
    let line = |line: &'static str| Some((line.chars().next()?, line.split_once(' ')?.1.trim()));
    include_str!("words.txt").lines().filter_map(line).collect()
});

/// Longest wording that can come about so: a last character, a word of one, a first character (围坐 + 谈 + 会议).
const LONGEST: usize = 3;

fn is_word(first: char, second: char) -> bool {
    SECONDS.get(&first).is_some_and(|seconds| seconds.contains(second))
}

/// Whether what stands at a place of the line ends a common word that begins before it and begins one that ends after it:
/// 习【惯彻】底. Both must hold; a word on one side alone (全面【布署】) says nothing.
pub(super) fn is_across(text: &str, at: &Range<usize>) -> bool {
    let own = &text[at.clone()];
    if own.chars().count() > LONGEST {
        return false;
    }
    let before = text[..at.start].chars().next_back().zip(own.chars().next());
    let after = own.chars().next_back().zip(text[at.end..].chars().next());
    before.zip(after).is_some_and(|((a, b), (c, d))| is_word(a, b) && is_word(c, d))
}
