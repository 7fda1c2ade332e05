//! Whether a page is about one thing, and its facts: title, dates, source, 文号, body, attachments. Imports `model`,
//! `parse::dates` and the outline of `parse::lists`.

mod body;
mod head;
mod kept;
mod media;
mod number;
mod related;
mod related_data;

pub(super) use kept::keep_body;

use super::dates;
use super::lists::outline::{Outline, folded};
use crate::model::{Article, DateFact, DateSource, Label, Media, Meta};
use scraper::Html;
use url::Url;

/// Most characters of a body's text kept.
const MAX_BODY: usize = 60_000;
/// Most labels kept.
const MAX_LABELS: usize = 60;

/// Reads the article of a page; `items` is how many list entries the page has, `scripts` are its inline scripts. `None` for
/// home pages, columns, lists and error pages.
pub(super) fn read(html: &Html, base: &Url, metas: &[Meta], items: usize, scripts: &[String]) -> Option<Article> {
    let outline = Outline::of(html);
    let body = body::find(&outline);
    let head = head::read(&outline, body.as_ref().map(|b| b.node));
    let page_title = page_title(html);
    let titled = meta(metas, &["ArticleTitle", "og:title"]).filter(|t| !t.is_empty());
    if !is_article(&Signs { base, metas, items, body: body.as_ref(), head: &head, page_title: &page_title }) {
        return None;
    }
    let title = titled
        .filter(|t| !is_column(metas, t))
        .map(|t| folded(&t))
        .or_else(|| head.title.clone())
        .unwrap_or_else(|| without_site(&page_title, metas));
    let mut found = Vec::new();
    found.extend(meta_date(metas));
    found.extend(head.dates.iter().cloned());
    found.extend(time_element(&outline, body.as_ref().map(|b| b.node)));
    found.extend(dates::in_address(base.as_str()));
    let text = body.as_ref().map(|b| b.text.as_str()).unwrap_or_default();
    found.extend(body::signature(text));
    let dates = in_order(found);
    let node = body.as_ref().map(|b| b.node);
    let attachments = body::attachments(&outline, node, base);
    Some(Article {
        relations: {
            let mut boxes = related::boxes(&outline, base, node, scripts);
            boxes.extend(related_data::boxed(base, scripts));
            boxes
        },
        media: node.map_or_else(Media::default, |n| media::of(&outline, n)),
        body: text.chars().take(MAX_BODY).collect(),
        labels: labels(&head.labelled),
        links: node.map_or_else(Vec::new, |n| related::links(&outline, n, base)),
        number: number::find(&head.labelled, &title, text),
        source: meta(metas, &["ContentSource"]).map(|s| folded(&s)).or_else(|| head.source.clone()),
        title,
        published: dates.first().cloned(),
        dates,
        body_chars: u32::try_from(text.chars().filter(|c| !c.is_whitespace()).count()).unwrap_or(u32::MAX),
        excerpt: folded(text).chars().take(300).collect(),
        attachments,
    })
}

/// Labels once each; of those with the same name an empty one gives way to a filled one.
fn labels(found: &[(String, String)]) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    for (name, value) in found {
        let known = labels.iter().position(|l| l.name == *name && (l.value.is_empty() || l.value == *value));
        if let Some(at) = known {
            labels[at].value.clone_from(value);
        } else if labels.len() >= MAX_LABELS {
            break;
        } else if !value.is_empty() || labels.iter().all(|l| l.name != *name) {
            labels.push(Label { name: name.clone(), value: value.clone() });
        }
    }
    labels
}

/// What tells an article from a list.
struct Signs<'a> {
    base: &'a Url,
    metas: &'a [Meta],
    items: usize,
    body: Option<&'a body::Body>,
    head: &'a head::Head,
    page_title: &'a str,
}

fn is_article(signs: &Signs<'_>) -> bool {
    let chars = signs.body.map_or(0, |b| b.chars);
    let path = signs.base.path().to_ascii_lowercase();
    let root =
        matches!(path.as_str(), "/" | "/index.html" | "/index.htm" | "/index.shtml" | "/index.jsp" | "/default.html");
    let title = meta(signs.metas, &["ArticleTitle"]).filter(|t| !is_column(signs.metas, t));
    let dated = meta(signs.metas, &["PubDate", "publishdate", "article:published_time"]).is_some();
    let lost = ["404", "找不到", "不存在", "无法访问", "出错", "错误"].iter().any(|w| signs.page_title.contains(w));
    if lost && chars < 400 && title.is_none() {
        return false;
    }
    if title.is_some() && (dated || chars >= 40 || signs.head.dated()) && !root {
        return true;
    }
    let addressed = looks_like_article(signs.base);
    // A list page has entries and little text of its own; a page of an article may list others beside it.
    let sentences = signs.body.map_or(0, |b| b.text.matches('。').count());
    let told = sentences >= 2 && signs.head.dated() && signs.head.title.is_some();
    let listed = signs.items >= 5 && !told && (chars < 300 || !addressed && signs.head.title.is_none());
    if root || listed {
        return false;
    }
    let headed = signs.head.dated() && (signs.head.title.is_some() || chars >= 100);
    let shown = signs.body.is_some_and(|b| b.embedded) && (signs.head.title.is_some() || addressed);
    headed
        || (addressed && (chars >= 40 || shown))
        || (shown && dated)
        || (chars >= 200 && signs.items < 5)
        || (chars >= 60 && signs.head.title.is_some() && signs.items < 3)
}

/// Columns of some systems carry their own name as `ArticleTitle`.
fn is_column(metas: &[Meta], title: &str) -> bool {
    meta(metas, &["ColumnName"]).is_some_and(|c| c == title.trim()) && meta(metas, &["PubDate"]).is_none()
}

fn looks_like_article(base: &Url) -> bool {
    use regex::Regex;
    use std::sync::LazyLock;
    static FORMS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(/t\d{8}_\d+|/art_?\w*\.html|/art/|content_?\d+|/info/\d+/\d+|/post_\d+|[0-9a-f]{32}|/content/article/|/public/\d+/\d+|/\d{5,}\.s?html?|/mshow/|/c\d+/content\.)")
            .expect("a fixed pattern")
    });
    FORMS.is_match(base.path()) || dates::in_address(base.as_str()).is_some()
}

/// The first filled content among these names.
fn meta(metas: &[Meta], names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        metas
            .iter()
            .filter(|m| m.name.trim().eq_ignore_ascii_case(name))
            .map(|m| m.content.trim())
            .find(|c| !c.is_empty() && !c.eq_ignore_ascii_case("null"))
            .map(str::to_owned)
    })
}

/// The publication date in meta tags, the standard's name first. `others` and `Maketime` are the moment the page was
/// made, which says nothing of the article; `others` counts only where it says 发布.
fn meta_date(metas: &[Meta]) -> Option<DateFact> {
    const NAMES: &[&str] = &[
        "PubDate",
        "publishdate",
        "article:published_time",
        "pubTime",
        "publishTime",
        "DC.date",
        "DC.date.issued",
        "dc.Date",
        "datePublished",
        "firstpublishedtime",
        "PublishedDate",
        "date",
    ];
    let from = |text: &str| {
        dates::in_value(text).map(|mut fact| {
            fact.source = DateSource::Meta;
            fact
        })
    };
    NAMES.iter().find_map(|name| from(&meta(metas, &[name])?)).or_else(|| {
        let others = meta(metas, &["others"]).filter(|o| o.contains("发布"))?;
        from(&others)
    })
}

fn time_element(outline: &Outline<'_>, body: Option<usize>) -> Option<DateFact> {
    let limit = body.map_or(outline.nodes.len(), |b| outline.nodes[b].end);
    (0..limit).filter(|&i| outline.name(i) == "time" && outline.nodes[i].zone == 0).find_map(|i| {
        let text = outline.attr(i, "datetime").map_or_else(|| outline.text(i), str::to_owned);
        let mut fact = dates::find(&text).into_iter().next()?.0;
        fact.source = DateSource::TimeElement;
        Some(fact)
    })
}

/// Most trusted first, one of a kind.
fn in_order(mut found: Vec<DateFact>) -> Vec<DateFact> {
    found.sort_by_key(|f| f.source);
    let mut out: Vec<DateFact> = Vec::new();
    for fact in found {
        if !out.iter().any(|o| o.source == fact.source && o.date == fact.date) {
            out.push(fact);
        }
    }
    out
}

fn page_title(html: &Html) -> String {
    html.tree
        .nodes()
        .find(|n| n.value().as_element().is_some_and(|e| e.name() == "title"))
        .map(|n| n.children().filter_map(|c| c.value().as_text().map(|t| t.to_string())).collect::<String>())
        .map(|t| folded(&t))
        .unwrap_or_default()
}

/// `<title>` without the site's and the column's names at its end.
fn without_site(title: &str, metas: &[Meta]) -> String {
    let site = meta(metas, &["SiteName"]).unwrap_or_default();
    let column = meta(metas, &["ColumnName"]).unwrap_or_default();
    let mut rest = title;
    for _ in 0..3 {
        let cut = rest.rfind(['_', '-', '|', '—', '－', '–']).filter(|at| *at > 0);
        let Some(at) = cut else { break };
        let tail = rest[at..].trim_start_matches(['_', '-', '|', '—', '－', '–', ' ']);
        let office = [
            "人民政府",
            "门户网站",
            "政府网",
            "委员会",
            "信息公开",
            "政务网",
            "局",
            "厅",
            "部",
            "办公室",
            "首页",
            "网站",
        ];
        let named = tail == site || tail == column || site.contains(tail) || office.iter().any(|w| tail.ends_with(w));
        if !named || tail.is_empty() && !rest.ends_with(['_', '-', '|']) {
            break;
        }
        rest = rest[..at].trim_end_matches(['_', '-', '|', '—', '－', '–', ' ']);
    }
    if rest.is_empty() { title.to_owned() } else { rest.to_owned() }
}
