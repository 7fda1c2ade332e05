//! Where a wrong wording is spoken of, quoted or not the site's own: such places are innocent.

use super::matcher::surroundings;
use crate::model::{LexiconEntry, Weight};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Characters on either side within which talk of misspellings excuses.
const TALK: usize = 60;
/// Characters that may part a wrong wording from the right one where both are held against each other.
const APART: usize = 8;

/// Words that speak of misspellings.
static TALKS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "错别字|错字|别字|错词|误写|误作|误为|误用|误植|误印|写错|打错|印错|错写|错成|误录|笔误|勘误|更正|订正|校对|应为|应是|应改|应当写|改为|更改为|修改为|不是[“\"‘]|而不是|而非|不能写|不要写|不得写|不宜写|不应写|写成|写作|读作|混淆|易错|正确写法|错误写法|规范写法|不规范表述|错误表述|表述错误|异形词|旧称|原名|曾用名|注册商标",
    )
    .expect("a constant pattern")
});

/// Titles of pages that are about misspellings.
static ABOUT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "错别字|错字|别字|病句|误用|易错|勘误|更正|用字|写错|咬文嚼字|规范用语|规范表述|错误表述|常见错误|词语辨析|字词|正误",
    )
    .expect("a constant pattern")
});

/// Titles of pages whose language is not of today.
static OLD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("古诗|诗词|诗歌|古籍|县志|碑文|碑记|赋$|族谱|家谱|方言|民谣|山歌|楹联|对联|文言|奏折|史料|谚语")
        .expect("a constant pattern")
});

/// Whether a page with this title speaks of misspellings or in a language that is not of today.
pub(super) fn is_apart(title: &str) -> bool {
    ABOUT.is_match(title) || OLD.is_match(title)
}

/// `None` where the place is innocent, else whether it stands within quotation marks.
pub(super) fn look(text: &str, at: &Range<usize>, entry: &LexiconEntry) -> Option<bool> {
    let (before, after) = surroundings(text, at, TALK);
    if TALKS.is_match(before) || TALKS.is_match(after) || is_old(before, after) || beside_right(text, at, &entry.right)
    {
        return None;
    }
    let ordinary = entry.weight != Weight::Severe;
    if ordinary && within(text, at, '《', '》') {
        return None;
    }
    let pairs = [('“', '”'), ('‘', '’'), ('「', '」'), ('『', '』')];
    let quoted = pairs.iter().any(|(open, close)| within(text, at, *open, *close)) || in_straight(text, at);
    let bare = before.ends_with(['“', '‘', '"', '「', '『']) && after.starts_with(['”', '’', '"', '」', '』']);
    if ordinary && quoted && bare {
        return None;
    }
    Some(quoted)
}

/// Between an opening and a closing sign.
fn within(text: &str, at: &Range<usize>, open: char, close: char) -> bool {
    let before = &text[..at.start];
    let opened = before.rfind(open);
    opened.is_some_and(|o| before.rfind(close).is_none_or(|c| c < o)) && text[at.end..].contains(close)
}

/// Between straight quotation marks, which do not say which way they face.
fn in_straight(text: &str, at: &Range<usize>) -> bool {
    text[..at.start].matches('"').count() % 2 == 1 && text[at.end..].contains('"')
}

/// The right wording right beside the wrong one: the two are held against each other.
fn beside_right(text: &str, at: &Range<usize>, right: &str) -> bool {
    let parts = |between: &str| {
        let mut chars = between.chars();
        !between.is_empty()
            && between.chars().count() <= APART
            && chars.any(|c| {
                matches!(
                    c,
                    '→' | '←'
                        | '—'
                        | '-'
                        | '–'
                        | '('
                        | '（'
                        | '“'
                        | '”'
                        | '"'
                        | '：'
                        | ':'
                        | '|'
                        | '/'
                        | '、'
                        | '＞'
                        | '>'
                        | '='
                        | '〔'
                        | '['
                )
            })
    };
    let after = &text[at.end..];
    let before = &text[..at.start];
    after.find(right).is_some_and(|i| parts(&after[..i]))
        || before.rfind(right).is_some_and(|i| parts(&before[i + right.len()..]))
}

/// Signs of old language.
fn is_old(before: &str, after: &str) -> bool {
    let signs = ['曰', '兮', '哉', '矣', '焉', '乎', '吾', '汝', '弗', '尔'];
    before.chars().chain(after.chars()).filter(|c| signs.contains(c)).count() >= 3
}
