//! Words and addresses of the bad kind: gambling, pornography, forged papers, private game servers, cheats, drugs and arms,
//! illegal loans, link farms. The words are data (`words.txt`); text that speaks of such matters is told from text that
//! speaks for them.

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;
use serde::Serialize;
use std::sync::LazyLock;
use url::Url;

/// What words or an address speak for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum IllicitKind {
    /// Gambling and unlicensed lotteries.
    Gambling,
    /// Pornography.
    Porn,
    /// Forged papers, invoices for sale, essays and exams by others.
    Forgery,
    /// Private game servers.
    Server,
    /// Cheating and breaking in.
    Cheat,
    /// Drugs, arms, bugging devices.
    Drugs,
    /// Illegal loans and money laundering.
    Loan,
    /// Trade in links and rankings.
    Farm,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Illicit {
    /// Of which kind most of it is.
    pub kind: IllicitKind,
    /// The words, each once, at most eight.
    pub words: Vec<String>,
    /// How many of them are a sign alone.
    pub strong: usize,
}

impl Illicit {
    /// Whether it is a sign by itself: a word that is one alone, or two that are one together.
    #[must_use]
    pub fn is_sign(&self) -> bool {
        self.strong >= 1 || self.words.len() >= 2
    }
}

struct Words {
    bad: AhoCorasick,
    entries: Vec<(IllicitKind, u8, String)>,
    plain: AhoCorasick,
    about: AhoCorasick,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let (mut entries, mut plain, mut about) = (Vec::new(), Vec::new(), Vec::new());
    for line in include_str!("words.txt").lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let mut parts = line.split_whitespace();
        let (first, rest): (&str, Vec<&str>) = (parts.next().unwrap_or_default(), parts.collect());
        let word = folded(rest.last().copied().unwrap_or_default());
        let kind = match first {
            "=" => {
                plain.push(word);
                continue;
            }
            "!" => {
                about.push(word);
                continue;
            }
            "gambling" => IllicitKind::Gambling,
            "porn" => IllicitKind::Porn,
            "forgery" => IllicitKind::Forgery,
            "server" => IllicitKind::Server,
            "cheat" => IllicitKind::Cheat,
            "drugs" => IllicitKind::Drugs,
            "loan" => IllicitKind::Loan,
            _ => IllicitKind::Farm,
        };
        entries.push((kind, if rest.first() == Some(&"2") { 2 } else { 1 }, word));
    }
    let automaton = |words: Vec<&str>| {
        AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(words)
            .expect("words of a list that is our own")
    };
    Words {
        bad: automaton(entries.iter().map(|e| e.2.as_str()).collect()),
        plain: automaton(plain.iter().map(String::as_str).collect()),
        about: automaton(about.iter().map(String::as_str).collect()),
        entries,
    }
});

/// A text as words are looked for in it: lower case, half-width, without blanks and signs.
fn folded(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            c => c,
        })
        .filter(|c| c.is_alphanumeric() || *c == '.')
        .flat_map(char::to_lowercase)
        .collect()
}

/// Words of the bad kind in a short text (a link's, a title). None where the text speaks of such matters: a ban, a case, a
/// warning, a rule.
#[must_use]
pub fn words_in(text: &str) -> Option<Illicit> {
    let text = folded(text);
    if text.is_empty() {
        return None;
    }
    let first = WORDS.bad.find(&text)?;
    if first.is_empty() || WORDS.about.is_match(&text) {
        return None;
    }
    // Ordinary uses are parted, so that no word reaches over them.
    let bare = WORDS.plain.replace_all(&text, &vec!["，"; WORDS.plain.patterns_len()]);
    let mut illicit = Illicit { kind: IllicitKind::Gambling, words: Vec::new(), strong: 0 };
    let mut heaviest = 0;
    for found in WORDS.bad.find_iter(&bare) {
        let (kind, weight, word) = &WORDS.entries[found.pattern().as_usize()];
        if !whole(&bare, found.range(), word) || illicit.words.contains(word) {
            continue;
        }
        if *weight > heaviest {
            heaviest = *weight;
            illicit.kind = *kind;
        }
        illicit.strong += usize::from(*weight == 2);
        if illicit.words.len() < 8 {
            illicit.words.push(word.clone());
        }
    }
    (!illicit.words.is_empty()).then_some(illicit)
}

/// A word in Latin letters must not be a part of another: `sex` is not in `sussex`.
fn whole(text: &str, range: std::ops::Range<usize>, word: &str) -> bool {
    let latin = |c: char| c.is_ascii_alphabetic();
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let first = word.starts_with(latin) && before.is_some_and(latin);
    let last = word.ends_with(latin) && after.is_some_and(latin);
    !(first || last)
}

static HOSTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        bet365 | 365bet | 188bet | 1xbet | betway | manbetx | sbobet | casino | baccarat | baijiale | bocai\d | bocaiwang |
        aomenduchang | dubocai | caipiao(?:\d|app|vip|wang|yule) | qipai(?:\d|app|vip|yule|youxi) | liuhecai | laohuji |
        yabo\d | yabovip | yabosport | kaiyun(?:ty|tiyu|sports?|app|vip|\d) | leyu(?:\d|ty|tiyu|sports?|app|vip) |
        \bhth\d | huatihui | \bbwin\d* \b | sportsbet | slotgacor | slot(?:88|777|online) | togel | judi(?:online|bola|slot) |
        pgslot | pgsoft | porn | xvideos | xhamster | \bhentai | avtube | avsex | sexvideo |
        chuanqisf | \bsf\d{2,3}\b | \bhaosf\b | zhaosf\b | sifu\d",
    )
    .expect("a constant pattern")
});

static NUMBERS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\d{6,9}[a-z]?$").expect("a constant pattern"));

/// Ends of names under which numbered domains of casinos are registered in masses.
const CHEAP: [&str; 14] =
    ["com", "vip", "cc", "net", "top", "xyz", "app", "bet", "win", "club", "live", "fun", "me", "co"];

/// Whether an address is of the bad kind by its host: the words in it, or a mere number as casinos use them by the
/// thousand. The latter says little by itself.
#[must_use]
pub fn host_of(url: &Url) -> Option<(IllicitKind, String, bool)> {
    let host = url.host_str()?;
    if let Some(found) = HOSTS.find(host) {
        let porn = ["porn", "xv", "xh", "hent", "av", "sex", "seq"].iter().any(|p| found.as_str().starts_with(p));
        let server = ["chuanqi", "sf", "haosf", "zhaosf", "sifu"].iter().any(|p| found.as_str().starts_with(p));
        let kind = if porn {
            IllicitKind::Porn
        } else if server {
            IllicitKind::Server
        } else {
            IllicitKind::Gambling
        };
        return Some((kind, found.as_str().to_owned(), true));
    }
    let domain = crate::model::registrable_domain(url)?;
    let (label, end) = domain.split_once('.')?;
    // An area code, a hotline or a year in front is a local service's name.
    let ordinary =
        label.starts_with('0') || label.starts_with("12") || label.starts_with('4') && label.starts_with("400");
    (NUMBERS.is_match(label) && CHEAP.contains(&end) && !ordinary)
        .then(|| (IllicitKind::Gambling, domain.clone(), false))
}

/// The words that give such a business away, each with its kind and its weight: 2 says it alone, 1 needs another.
pub fn lexicon() -> impl Iterator<Item = (IllicitKind, u8, &'static str)> {
    WORDS.entries.iter().map(|(kind, weight, word)| (*kind, *weight, word.as_str()))
}
