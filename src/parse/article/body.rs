use super::super::dates;
use super::super::lists::outline::{Outline, What, fold_into, zone};
use crate::model::{DateFact, DateSource};
use crate::parse::given::Given;
use std::collections::BTreeSet;
use url::Url;

/// The body of an article.
#[derive(Debug)]
pub(super) struct Body {
    /// Its element in the outline.
    pub(super) node: usize,
    /// Its text, a line per block.
    pub(super) text: String,
    /// Characters, blanks and links aside.
    pub(super) chars: u32,
    /// It shows a picture, a video or an embedded document.
    pub(super) embedded: bool,
}

/// Names that editors and templates give to nothing but the body.
const SURE: &[&str] = &[
    "trs_editor",
    "trs_editor_view",
    "trs_ueditor",
    "zoom",
    "vsb_content",
    "vsb_content_2",
    "vsb_content_4",
    "v_news_content",
    "ucap-content",
    "ucapcontent",
    "custom_unionstyle",
    "zw_content",
    "conttext",
    "pages_content",
    "article-content",
    "article_content",
    "articlecontent",
    "detailcontent",
    "detail-content",
    "detail_content",
    "news_content",
    "newscontent",
    "news-content",
    "view_content",
    "zhengwen",
    "ivs_content",
    "wzcontent",
    "xxgk_content",
    "article_con",
    "article-con",
    "articlecon",
    "main-txt",
    "contentbody",
    "zoomcon",
    "bt_content",
    "info-content",
    "article-body",
    "articlebody",
    "textcontent",
    "j-content",
    "newscon",
    "news_con",
    "wz_con",
    "nr",
    "zwnr",
    "font_content",
    "zoomcontent",
];
/// Names that bodies often have, and other things too.
const LIKELY: &[&str] =
    &["content", "con", "article", "text", "detail", "main_content", "wz", "txt", "maincontent", "info", "zw", "view"];

/// The article's body: of the elements named so the one with most text of its own, else the densest block.
pub(super) fn find(outline: &Outline<'_>) -> Option<Body> {
    let running = running_text(outline);
    let mut best: Option<(u32, usize)> = None;
    let mut likely: Option<(u32, usize)> = None;
    for i in 0..outline.nodes.len() {
        let node = &outline.nodes[i];
        let Some(element) = outline.element(i) else { continue };
        if node.zone & (zone::NAV | zone::FOOT | zone::CRUMB | zone::FRIEND) != 0
            || matches!(element.name(), "body" | "html")
        {
            continue;
        }
        if element.given("class").is_none() && element.given("id").is_none() && element.name() != "article" {
            continue;
        }
        let marks = outline.marks(i);
        let own = node.chars - node.link_chars.min(node.chars);
        // Running text counts for more than labels and dates.
        let weight = (running[node.end] - running[i]).saturating_mul(10).saturating_add(own) / 10;
        let sure = marks.split_whitespace().any(|m| SURE.contains(&m));
        if sure && (own > 0 || embeds(outline, i)) && best.is_none_or(|(known, _)| weight > known) {
            best = Some((weight, i));
        }
        // zwcontent, J_content, contentBox …
        let named = element.name() == "article"
            || marks.split_whitespace().any(|m| LIKELY.contains(&m) || m.contains("content"));
        // The innermost of those with as good as all the text.
        if named
            && own >= 40
            && node.link_chars * 3 < node.chars
            && likely.is_none_or(|(known, _)| u64::from(weight) * 10 >= u64::from(known) * 8)
        {
            likely = Some((weight, i));
        }
    }
    let dense = densest(outline, &running);
    let chosen = match (best, likely, dense) {
        (Some((own, i)), _, dense) if dense.is_none_or(|(other, _)| own * 4 >= other || own >= 200) => i,
        (_, Some((own, i)), Some((other, _))) if own * 2 >= other => i,
        (_, _, Some((_, i))) | (_, Some((_, i)), None) => i,
        _ => return None,
    };
    let node = &outline.nodes[chosen];
    Some(Body {
        node: chosen,
        text: lines(outline, chosen),
        chars: node.chars - node.link_chars.min(node.chars),
        embedded: embeds(outline, chosen),
    })
}

/// Words of the line between title and body.
const HEAD_WORDS: &[&str] = &["来源", "发布时间", "发布日期", "浏览", "字体", "当前位置"];

/// Characters of running text (pieces of 15 and more outside links) before each node.
fn running_text(outline: &Outline<'_>) -> Vec<u32> {
    let mut sum = 0_u32;
    let mut out = Vec::with_capacity(outline.nodes.len() + 1);
    out.push(0);
    for node in &outline.nodes {
        if let What::Text(text) = node.what
            && node.link_chars == 0
            && node.chars >= 15
        {
            // Title and head line say nothing of where the body is.
            let heading = matches!(outline.name(node.parent), "h1" | "h2" | "h3" | "h4");
            let line = node.chars < 60 && HEAD_WORDS.iter().any(|w| text.contains(w));
            if !heading && !line {
                sum = sum.saturating_add(node.chars);
            }
        }
        out.push(sum);
    }
    out
}

/// The block whose paragraphs hold most text outside links.
fn densest(outline: &Outline<'_>, running: &[u32]) -> Option<(u32, usize)> {
    let mut score: Vec<u32> = vec![0; outline.nodes.len()];
    for i in 0..outline.nodes.len() {
        let node = &outline.nodes[i];
        if !matches!(node.what, What::Text(_)) || node.zone != 0 {
            continue;
        }
        let own = node.chars - node.link_chars.min(node.chars);
        // Short pieces are labels and menus.
        if own < 15 {
            continue;
        }
        let blocks = outline
            .ancestors(i)
            .filter(|&a| matches!(outline.name(a), "p" | "div" | "td" | "section" | "article" | "li" | "body"));
        for (level, block) in blocks.take(3).enumerate() {
            score[block] = score[block].saturating_add(match level {
                0 if outline.name(block) == "p" => 0,
                0 => own,
                1 => own * 9 / 10,
                _ => own / 2,
            });
        }
    }
    let (at, best) = score.iter().enumerate().max_by_key(|(i, s)| (**s, std::cmp::Reverse(*i)))?;
    (*best >= 40).then(|| (running[outline.nodes[at].end] - running[at], at))
}

fn embeds(outline: &Outline<'_>, i: usize) -> bool {
    outline.below(i).any(|at| match outline.name(at) {
        "iframe" | "embed" | "object" | "video" => true,
        "img" => outline.attr(at, "src").is_some_and(|src| {
            let src = src.to_ascii_lowercase();
            !["icon", "logo", "share", "qrcode", "print", "close"].iter().any(|w| src.contains(w))
        }),
        _ => false,
    })
}

/// How lines of the template begin that are no part of any text.
const FURNITURE: &[&str] =
    &["上一篇", "下一篇", "上一条", "下一条", "扫一扫", "分享到", "打印本页", "关闭窗口", "【打印】", "【关闭】"];

/// Elements that begin a line.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "br",
    "tr",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "section",
    "dl",
    "dt",
    "dd",
    "ul",
    "ol",
    "caption",
    "blockquote",
];
/// Of these, those that end it, too. Not `p` and `div`, which also stand in cells of tables whose row is one line.
const ENDING: &[&str] = &["li", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "caption"];

/// The text with a line per block.
fn lines(outline: &Outline<'_>, i: usize) -> String {
    let mut out = String::new();
    let mut line = String::new();
    let mut close = |line: &mut String| {
        let text = line.trim();
        // What templates put beside a body that is held by the same element.
        let furniture = FURNITURE.iter().any(|w| text.starts_with(w));
        if !text.is_empty() && !furniture {
            out.push_str(text);
            out.push('\n');
        }
        line.clear();
    };
    // Where a heading or an item ends its line does too, whatever comes after it.
    let mut ends: Vec<usize> = Vec::new();
    for at in outline.below(i) {
        while ends.pop_if(|end| *end <= at).is_some() {
            close(&mut line);
        }
        match outline.nodes[at].what {
            What::Text(text) => fold_into(&mut line, text),
            What::Element(e) if BLOCKS.contains(&e.name()) => {
                close(&mut line);
                if ENDING.contains(&e.name()) {
                    ends.push(outline.nodes[at].end);
                }
            }
            What::Element(e) if matches!(e.name(), "td" | "th") => fold_into(&mut line, " "),
            What::Element(_) => {}
        }
    }
    close(&mut line);
    out
}

/// The date on a line of its own among the last lines (落款).
pub(super) fn signature(text: &str) -> Option<DateFact> {
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).collect();
    lines.iter().rev().take(12).find_map(|line| {
        let found = dates::find(line);
        let [(fact, range)] = found.as_slice() else { return None };
        let rest = |part: &str| part.chars().filter(|c| c.is_alphanumeric()).count();
        let (before, after) = (rest(&line[..range.start]), rest(&line[range.end..]));
        let spoken = line[range.start..].contains("至")
            || line.contains(['，', '。', '：', ':']) && before > 0 && fact.time.is_none();
        (after <= 2 && before <= 24 && !spoken).then(|| DateFact { source: DateSource::Signature, ..fact.clone() })
    })
}

const DOCUMENTS: &[&str] = &[
    "pdf", "doc", "docx", "xls", "xlsx", "wps", "et", "ofd", "zip", "rar", "ppt", "pptx", "txt", "7z", "rtf", "csv",
    "dps",
];

/// Attachments offered in the body or right after it: by the ending of the address or of the text, or by 附件.
pub(super) fn attachments(outline: &Outline<'_>, body: Option<usize>, base: &Url) -> Vec<String> {
    let Some(body) = body else { return Vec::new() };
    // Some templates put the attachments beside the body, within the same frame.
    let frame =
        outline.ancestors(body).take(3).filter(|&a| !matches!(outline.name(a), "body" | "html")).last().unwrap_or(body);
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for i in frame..outline.nodes[frame].end {
        let source = match outline.name(i) {
            "a" => outline.attr(i, "href"),
            "embed" => outline.attr(i, "src"),
            _ => None,
        };
        let Some(href) = source
            .map(str::trim)
            .filter(|h| !h.is_empty() && !h.starts_with(['#']) && !h.to_ascii_lowercase().starts_with("javascript"))
        else {
            continue;
        };
        if outline.nodes[i].zone & (zone::NAV | zone::FOOT | zone::CRUMB | zone::FRIEND) != 0 {
            continue;
        }
        let text = outline.text(i);
        let title = outline.attr(i, "title").unwrap_or_default();
        let Ok(url) = base.join(&href.replace(['\n', '\r', '\t'], "")) else { continue };
        if is_attachment(&url, &text, title, outline, i) && matches!(url.scheme(), "http" | "https") {
            let url: String = url.into();
            if seen.insert(url.clone()) {
                out.push(url);
            }
        }
    }
    out
}

fn is_attachment(url: &Url, text: &str, title: &str, outline: &Outline<'_>, i: usize) -> bool {
    let ending =
        |name: &str| name.trim().rsplit_once('.').map(|(_, ext)| ext.to_ascii_lowercase()).filter(|ext| ext.len() <= 5);
    let document = |name: &str| ending(name).is_some_and(|ext| DOCUMENTS.contains(&ext.as_str()));
    if document(url.path()) || document(text) || document(title) {
        return true;
    }
    let called = text.starts_with("附件")
        || outline.parent(i).is_some_and(|p| outline.nodes[p].chars < 120 && outline.text(p).starts_with("附件"));
    let picture = ending(url.path()).is_some_and(|ext| matches!(ext.as_str(), "jpg" | "jpeg" | "png" | "gif"));
    let served = ["download", "file", "attach"].iter().any(|w| url.path().to_ascii_lowercase().contains(w));
    called && (picture || served)
}
