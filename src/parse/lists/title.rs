use super::super::dates;
use super::outline::{Outline, What, fold_into, folded};
use crate::parse::given::Given;
use regex::Regex;
use std::sync::LazyLock;
use url::Url;

/// Words of links that lead through a page, not to an entry.
const PASSAGE: &[&str] = &[
    "上一页",
    "下一页",
    "首页",
    "尾页",
    "末页",
    "上页",
    "下页",
    "最后一页",
    "第一页",
    "更多",
    "more",
    "返回",
    "详细",
    "详情",
    "查看更多",
    "查看详情",
    "阅读全文",
    "[详细]",
    "[更多]",
    "更多>>",
    "更多+",
    "+更多",
    "more+",
    "跳转",
    "确定",
    "打印",
    "关闭",
    "返回顶部",
    "返回首页",
    "回到顶部",
    "收藏",
    "设为首页",
    "登录",
    "注册",
    "退出",
    "搜索",
    "全部",
    "展开",
    "收起",
    "下载",
    "进入",
    "网站首页",
    "加入收藏",
    "分享",
    "查看",
    "办理",
    "在线办理",
    "办事指南",
    "点击查看",
    "点击进入",
];

/// Whether the text is a pager's or a button's, not a title.
pub(super) fn is_passage(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "<>《》«»[]【】()（）…·.|+＋›".contains(c));
    bare.is_empty()
        || bare.chars().all(|c| c.is_ascii_digit())
        || PASSAGE.iter().any(|w| bare.eq_ignore_ascii_case(w))
        || PASSAGE.iter().any(|w| text.eq_ignore_ascii_case(w))
}

/// Whether the text reads as "more".
pub(super) fn is_more(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "<>«»[]【】…·.|›+＋".contains(c));
    matches!(bare.to_lowercase().as_str(), "更多" | "more" | "查看更多" | "更多内容" | "更多信息" | "全部")
        || (bare.is_empty() && text.contains(['>', '»', '+', '＋', '…', '›']))
}

/// The absolute address an anchor (or another element with a click handler) leads to.
pub(super) fn target_of(outline: &Outline<'_>, i: usize, base: &Url) -> Option<String> {
    static OPENED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i)(?:window\.open|location(?:\.href)?\s*=|location\.(?:replace|assign)|open\w*|go\w*|jump\w*|view\w*)\s*\(?\s*['"]([^'"\s]{2,300})['"]"#)
            .expect("a fixed pattern")
    });
    let href = outline.attr(i, "href").map(str::trim).unwrap_or_default();
    let plain = !href.is_empty() && !href.starts_with('#') && !href.to_ascii_lowercase().starts_with("javascript:");
    let address = if plain {
        href.to_owned()
    } else {
        let opened = |script: &str| {
            OPENED
                .captures(script)
                .and_then(|hit| Some(hit.get(1)?.as_str().to_owned()))
                .filter(|a| a.contains(['/', '.']))
        };
        opened(href).or_else(|| opened(outline.attr(i, "onclick")?))?
    };
    let address: String = address.chars().filter(|c| !matches!(c, '\n' | '\r' | '\t')).collect();
    let mut url = base.join(&address).ok().filter(|u| matches!(u.scheme(), "http" | "https"))?;
    // A place on this very page is no entry; a route of a one-page application (#/…) is.
    if url.fragment().is_some_and(|f| !f.starts_with(['/', '!'])) {
        let mut page = url.clone();
        page.set_fragment(None);
        let mut here = base.clone();
        here.set_fragment(None);
        if page == here {
            return None;
        }
        url = page;
    }
    Some(url.into())
}

/// The whole title an anchor shows: its text without a date beside it; the `title` where the text is cut (R8-22); the
/// heading or first block where a summary stands inside the anchor too; an image's `alt` where there is no text.
pub(super) fn title_of(outline: &Outline<'_>, i: usize) -> String {
    let mut text = String::new();
    let mut leaves: Vec<String> = Vec::new();
    let mut alt = String::new();
    let mut headed: Option<String> = None;
    for at in outline.below(i) {
        match outline.nodes[at].what {
            What::Text(t) => {
                let leaf = folded(t);
                if !leaf.is_empty() && !is_date_only(&leaf) {
                    leaves.push(leaf);
                    fold_into(&mut text, t);
                }
            }
            What::Element(e) => match e.name() {
                "img" if alt.is_empty() => {
                    alt = folded(e.given("alt").or_else(|| e.given("title")).unwrap_or_default());
                }
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if headed.is_none() => headed = Some(outline.text(at)),
                _ if headed.is_none() && is_title_mark(&outline.marks(at)) => headed = Some(outline.text(at)),
                "br" | "p" | "div" | "li" => fold_into(&mut text, " "),
                _ => {}
            },
        }
    }
    let text = text.trim().to_owned();
    let shown = match headed {
        Some(head) if head.chars().count() >= 2 && !is_date_only(&head) => head,
        // A summary follows: the title is the first block.
        _ if text.chars().count() > 90 && leaves.len() > 1 => leaves.swap_remove(0),
        _ => text,
    };
    let whole = folded(&tagless(outline.attr(i, "title").unwrap_or_default()));
    without_date(prefer_whole(&shown, &whole, &alt))
}

/// A title with a date set apart at its end or beginning, without it.
fn without_date(title: String) -> String {
    let found = dates::find(&title);
    let Some((_, range)) = found.iter().find(|(_, range)| at_the_edge(&title, range)) else { return title };
    let rest = format!("{}{}", &title[..range.start], &title[range.end..]);
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || "[](（）".contains(c) && !rest.contains('）')).trim();
    if rest.chars().count() >= 2 { rest.to_owned() } else { title.clone() }
}

/// Whether a date in figures is set apart by a blank or a bracket at the end or the beginning of a text.
pub(super) fn at_the_edge(text: &str, range: &std::ops::Range<usize>) -> bool {
    let raw = &text[range.clone()];
    if raw.contains('年') {
        return false;
    }
    let apart = |c: char| c.is_whitespace() || "[](（）【】".contains(c);
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let closes = after.chars().all(apart) && before.chars().next_back().is_some_and(apart);
    let opens = before.chars().all(apart) && after.chars().next().is_some_and(apart);
    closes || opens
}

/// Some templates put markup into `title`.
fn tagless(text: &str) -> String {
    static TAG: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"</?[a-zA-Z][^>]{0,200}>").expect("a fixed pattern"));
    TAG.replace_all(text, " ").into_owned()
}

fn prefer_whole(shown: &str, whole: &str, alt: &str) -> String {
    let bare = shown.trim_start_matches(['·', '•', '●', '▪', '■', '◆', '>', '．', '・', '-', ' ', '★', '□']).trim();
    let cut = bare.ends_with('…') || bare.ends_with("...") || bare.ends_with("..");
    let stem = bare.trim_end_matches(['…', '.', ' ']);
    let stem: String = stem.chars().take(6).collect();
    if whole.is_empty() || matches!(whole, "hide" | "null") {
        return if bare.is_empty() { alt.to_owned() } else { bare.to_owned() };
    }
    let longer = whole.chars().count() > bare.chars().count();
    if bare.is_empty() || (longer && (cut || whole.contains(stem.as_str()))) || is_passage(bare) {
        // 文章标题：…\n发布时间：… in a title attribute: the first line is the title.
        let first = whole.split(" 发布").next().unwrap_or(whole).trim();
        let first = first.strip_prefix("文章标题：").or_else(|| first.strip_prefix("标题：")).unwrap_or(first);
        return first.trim().to_owned();
    }
    bare.to_owned()
}

fn is_title_mark(marks: &str) -> bool {
    marks
        .split_whitespace()
        .any(|m| matches!(m, "title" | "tit" | "til" | "bt" | "biaoti" | "news_title" | "list_title"))
}

/// Whether the text is a date with nothing but brackets, labels or a time around it.
pub(super) fn is_date_only(text: &str) -> bool {
    static SHORT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[\[(（【\s/]*(?:\d{1,2}|\d{4}|\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?|\d{4}\s?[-/.年]\s?\d{1,2}\s?月?|\d{1,2}:\d{2}(?::\d{2})?)[\])）】\s/]*$")
            .expect("a fixed pattern")
    });
    if text.len() > 90 || !text.chars().any(|c| c.is_numeric() || c == '年') {
        return false;
    }
    if SHORT.is_match(text) {
        return true;
    }
    let Some((_, range)) = dates::find(text).into_iter().next() else { return false };
    rest_around(text, &range).is_empty()
}

/// What stands around a date, its brackets and labels aside.
pub(super) fn rest_around(text: &str, range: &std::ops::Range<usize>) -> String {
    let mut rest = text.get(..range.start).unwrap_or_default().to_owned();
    rest.push_str(text.get(range.end..).unwrap_or_default());
    for label in ["发布", "时间", "日期", "更新", "公开", "发文", "成文", "发表", "印发", "添加", "登载"]
    {
        rest = rest.replace(label, "");
    }
    rest.chars().filter(|c| c.is_alphanumeric()).collect()
}
