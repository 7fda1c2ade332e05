//! What a page shows of letters from the public and of opinions being asked for. Imports `model`, `parse::dates` and the
//! outline of `parse::lists`.

mod flat;
mod labels;
mod letter;
mod period;
mod rows;

use super::lists::outline::{Outline, What, zone};
use crate::model::{Letter, Page, Participation, ReplySeen};
use aho_corasick::AhoCorasick;
use flat::Flat;
use scraper::{Html, Node};
use std::sync::LazyLock;
use url::Url;

/// Labels that stand where letters are; most pages have none of them.
static LETTERS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::new([
        "来信时间",
        "写信时间",
        "留言时间",
        "提交时间",
        "咨询时间",
        "提问时间",
        "信件日期",
        "来信日期",
        "写信日期",
        "留言日期",
        "咨询日期",
        "提问日期",
        "提交日期",
        "回复时间",
        "答复时间",
        "回复日期",
        "答复日期",
        "办结时间",
        "办结日期",
        "反馈时间",
        "回复状态",
        "信件状态",
        "办理状态",
        "处理状态",
        "来信内容",
        "回复内容",
        "答复内容",
        "回复单位",
        "答复单位",
        "诉求内容",
        "留言内容",
        "咨询内容",
        "信件内容",
        "投诉时间",
        "发信时间",
        "信件时间",
        "反映时间",
        "求助时间",
        "已回复",
        "未回复",
        "待回复",
        "已答复",
        "处理中",
        "来电时间",
        "提出时间",
        "建议时间",
        "解答时间",
        "回应时间",
    ])
    .expect("constant patterns")
});

/// Heads of lists of consultations.
static CALLS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::new([
        "截止时间",
        "截止日期",
        "结束时间",
        "结束日期",
        "征集时间",
        "起止时间",
        "征集状态",
        "征集中",
        "截至时间",
    ])
    .expect("constant patterns")
});

/// Words in a page's own names that make it worth a look for letters.
const LETTER_NAMES: &[&str] = &[
    "信箱", "来信", "留言", "咨询", "问政", "信件", "投诉", "求助", "建言", "民声", "答复", "回复", "互动", "诉求",
    "热线", "问答", "写信", "百姓",
];

/// Words in a page's own names that make its text worth keeping.
const CONSULT_NAMES: &[&str] = &[
    "征集",
    "征求",
    "意见",
    "采纳",
    "决策",
    "草案",
    "预公开",
    "反馈",
    "听证",
    "征询",
    "起草说明",
    "编制说明",
    "民意",
    "公众参与",
];

/// Most characters kept of a text: of a longer one the beginning and the end.
const HEAD_CHARS: usize = 24_000;
const TAIL_CHARS: usize = 6_000;

/// Reads what `page` (title, breadcrumbs, metas and article known) shows.
pub(super) fn read(html: &Html, base: &Url, source: &str, page: &Page) -> Option<Box<Participation>> {
    let own = names(page);
    let named = |words: &[&str]| words.iter().any(|w| own.contains(w));
    let letters = named(LETTER_NAMES) || LETTERS.is_match(source);
    let consult = named(CONSULT_NAMES);
    let calls = consult || CALLS.is_match(source);
    if !letters && !calls {
        return None;
    }
    let outline = Outline::of(html);
    let flat = Flat::of(&outline);
    let mut found = Participation::default();
    let listed = rows::with_heads(&flat, &outline, base);
    if calls {
        found.calls = listed.calls;
        found.calls.truncate(500);
    }
    if letters {
        found.letters = listed.letters;
        found.letters.extend(rows::labelled(&flat, &outline, base, &listed.heads));
        found.letters.truncate(500);
        if found.letters.is_empty() {
            found.letter = own_letter(&flat, &listed.heads, page);
        }
    }
    if consult {
        let published = page.article.as_ref().and_then(|a| a.published.as_ref()).map(|d| d.date);
        found.periods = period::find(&flat.text, published);
        found.form = has_form(html);
        found.pictures = pictures(&outline);
        found.text = kept(&flat.text);
    }
    (!found.is_empty()).then(|| Box::new(found))
}

/// The letter that the whole page is about, when it looks like one.
fn own_letter(flat: &Flat, heads: &[std::ops::Range<usize>], page: &Page) -> Option<Letter> {
    let read = letter::read(&flat.text, heads);
    let sure = read.letter.asked.is_some() || read.letter.answered.is_some() || read.letter.reply != ReplySeen::Unknown;
    if read.signs() < 2 || !(sure || !read.letter.state.is_empty() && read.question) {
        return None;
    }
    let mut letter = read.letter;
    if letter.title.is_empty() {
        letter.title = page.article.as_ref().map_or_else(|| page.title.clone(), |a| a.title.clone());
    }
    Some(letter)
}

/// What the page calls itself and where it says it stands.
fn names(page: &Page) -> String {
    let mut names = page.title.clone();
    let article = page.article.as_ref().map(|a| a.title.as_str());
    let metas = page.meta("ColumnName").into_iter().chain(page.meta("ArticleTitle"));
    for name in article.into_iter().chain(metas).chain(page.breadcrumbs.iter().map(|c| c.text.as_str())) {
        names.push('\n');
        names.push_str(name);
    }
    names
}

/// A field for more than a word: where a visitor writes what he thinks. A search has none.
fn has_form(html: &Html) -> bool {
    html.tree.values().any(|node| match node {
        Node::Element(e) => {
            e.name() == "textarea" && !e.attr("style").is_some_and(|s| s.replace(' ', "").contains("display:none"))
                || e.attr("contenteditable").is_some_and(|v| v != "false")
        }
        _ => false,
    })
}

/// Pictures that are no icons, around which there is text of the page's own.
fn pictures(outline: &Outline<'_>) -> u32 {
    let around = zone::NAV | zone::FOOT | zone::CRUMB | zone::FRIEND | zone::HEAD | zone::TAG;
    let count = outline.nodes.iter().filter(|node| {
        let What::Element(e) = node.what else { return false };
        if e.name() != "img" || node.zone & around != 0 {
            return false;
        }
        let src = e.attr("src").or_else(|| e.attr("data-src")).unwrap_or_default().to_ascii_lowercase();
        let small = |name: &str| {
            e.attr(name).and_then(|v| v.trim_end_matches("px").parse::<u32>().ok()).is_some_and(|n| n < 120)
        };
        let icon = [
            "icon", "logo", "share", "qrcode", "print", "close", "ewm", "weixin", "weibo", ".gif", "dzjg", "jiucuo",
            "red.png", "/ico",
        ];
        !src.is_empty() && !small("width") && !small("height") && !icon.iter().any(|w| src.contains(w))
    });
    u32::try_from(count.count()).unwrap_or(u32::MAX)
}

fn kept(text: &str) -> String {
    let count = text.chars().count();
    if count <= HEAD_CHARS + TAIL_CHARS {
        return text.to_owned();
    }
    let head = text.chars().take(HEAD_CHARS);
    let tail = text.chars().skip(count - TAIL_CHARS);
    head.chain(std::iter::once('\n')).chain(tail).collect()
}
