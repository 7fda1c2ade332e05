//! What a title is about, so that a policy and what is written about it can be told to belong together although they never
//! carry the same title.

use crate::facts::fold_title;
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A title's matter, folded: without who issued it, in which form, and the words of ritual.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Subject {
    /// What is left, years included; empty when nothing is.
    pub core: String,
    /// The same without years: editions of one matter share it.
    pub bare: String,
    /// Years named.
    pub years: BTreeSet<i16>,
}

static QUOTED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"《([^《》]{2,120}(?:《[^》]*》)?[^《》]*)》").expect("fixed"));
static YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?:19|20)\d{2}年?度?").expect("fixed"));
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[（(]?[\p{Han}A-Za-z]{0,12}[〔\[【(（﹝［](?:19|20)\d{2}[〕\]】)）﹞］]第?\d{1,4}号[）)]?")
        .expect("fixed")
});
static STATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[（(【\[](?:试行|暂行|修订|修订版|修订稿|修正|修正版|征求意见稿|送审稿|草案|草案稿|公开征求意见稿|代拟稿|废止|已废止|失效|有效|全文|图解|解读|文字解读|图文|视频)[）)】\]]")
        .expect("fixed")
});
static FORM: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:的)?(?:通知|通告|公告|公报|决定|函|命令|令)$").expect("fixed"));

/// Words that say nothing of the matter; two titles that differ in them alone are the same.
const RITUAL: &[&str] = &[
    "关于",
    "进一步",
    "的",
    "全县",
    "全市",
    "全区",
    "我县",
    "我市",
    "我区",
    "本县",
    "本市",
    "本区",
    "试行",
    "暂行",
    "印发",
    "公布",
    "发布",
    "有关",
    "和",
    "与",
    "及",
    "等",
    "其",
    "年度",
    "征求意见稿",
    "送审稿",
    "草案",
];

impl Subject {
    /// Of a document's own title. `places` are the words for the site's place.
    #[must_use]
    pub fn of(title: &str, places: &[String]) -> Self {
        let title = STATE.replace_all(title, "");
        let title = NUMBER.replace_all(&title, "");
        let title = title.trim();
        // 关于印发《X》的通知 is about X.
        if let Some(at) = ["印发", "公布", "发布", "颁布", "转发", "出台", "实施"].iter().find_map(|w| title.find(w))
        {
            let rest = &title[at..];
            let quoted = QUOTED.captures(rest).and_then(|hit| hit.get(1)).map(|m| m.as_str());
            if let Some(quoted) = quoted.filter(|_| title.contains("关于") || at == 0) {
                return Self::plain(quoted, places);
            }
            let after = rest.trim_start_matches("印发").trim_start_matches("公布").trim_start_matches("发布");
            if after.len() < rest.len() && title[..at].ends_with("关于") {
                return Self::plain(after, places);
            }
        }
        if let Some(whole) = whole_quote(title) {
            return Self::plain(whole, places);
        }
        Self::plain(title, places)
    }

    fn plain(text: &str, places: &[String]) -> Self {
        let text = STATE.replace_all(text, "");
        let mut rest: &str = text.trim();
        // Who issued it stands before 关于.
        if let Some(at) = rest.find("关于")
            && rest[..at].chars().count() <= 40
            && rest[at + "关于".len()..].chars().count() >= 4
        {
            rest = &rest[at + "关于".len()..];
        }
        let stripped = FORM.replace(rest, "");
        let rest = if stripped.chars().count() >= 4 { stripped.as_ref() } else { rest };
        let mut folded = fold_title(rest);
        for place in places {
            for office in ["人民政府办公室", "人民政府", "政府办公室", ""] {
                let prefix = format!("{place}{office}");
                if let Some(after) = folded.strip_prefix(&prefix)
                    && after.chars().count() >= 4
                {
                    folded = after.to_owned();
                }
            }
        }
        let years = YEAR.find_iter(&folded).filter_map(|m| m.as_str().get(..4)?.parse().ok()).collect();
        let without = |text: &str| RITUAL.iter().fold(text.to_owned(), |rest, word| rest.replace(word, ""));
        let bare = without(&YEAR.replace_all(&folded, ""));
        Self { core: without(&folded), bare, years }
    }

    /// Whether enough is left to tell it from others.
    #[must_use]
    pub fn says_something(&self) -> bool {
        self.bare.chars().count() >= 4
    }

    /// How surely two titles are about the same document, 0 to 1: 1 for the same words; above 0.85 where one only leaves words
    /// out; titles that put other words in another's place stay below 0.8, however long they are; 0 for another year's
    /// edition.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "titles are short")]
    pub fn likeness(&self, other: &Self) -> f64 {
        if !self.years.is_empty() && !other.years.is_empty() && self.years.is_disjoint(&other.years) {
            return 0.0;
        }
        if self.bare.is_empty() || other.bare.is_empty() {
            return 0.0;
        }
        if self.bare == other.bare {
            return if self.years == other.years { 1.0 } else { 0.97 };
        }
        let (short, long) = if self.bare.chars().count() <= other.bare.chars().count() {
            (&self.bare, &other.bare)
        } else {
            (&other.bare, &self.bare)
        };
        let (n, m) = (short.chars().count() as f64, long.chars().count() as f64);
        let ratio = n / m;
        if n >= 4.0 && long.contains(short.as_str()) {
            return if ratio >= 0.5 { 0.86 + 0.1 * ratio } else { 0.6 + 0.4 * ratio };
        }
        if n >= 6.0 && ratio >= 0.55 && is_subsequence(short, long) {
            return 0.84 + 0.08 * ratio;
        }
        0.79 * crate::facts::likeness(short, long)
    }
}

/// Titles quoted in 《》, each once, in order, at most 60.
#[must_use]
pub fn quoted(text: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    QUOTED
        .captures_iter(text)
        .filter_map(|hit| hit.get(1))
        .map(|m| m.as_str().to_owned())
        .filter(|q| seen.insert(q.clone()))
        .take(60)
        .collect()
}

/// A title that is wholly one quotation.
fn whole_quote(title: &str) -> Option<&str> {
    let inner = title.strip_prefix('《')?.strip_suffix('》')?;
    (!inner.contains(['《', '》'])).then_some(inner)
}

fn is_subsequence(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().all(|c| rest.any(|l| l == c))
}
