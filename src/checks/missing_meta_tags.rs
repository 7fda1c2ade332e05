//! ## 查什么
//! 首页、栏目页、内容页是否按规范设置网页标签（meta）。
//! ## 为什么
//! 国办发〔2017〕47号附件《网页设计规范》：全站页面必设 SiteName、SiteDomain、SiteIDCode；栏目页必设 ColumnName、
//! ColumnDescription、ColumnKeywords、ColumnType；内容页必设 ArticleTitle、PubDate、ContentSource（R2-01 至 R2-03）。
//! ## 怎么判
//! 逐页看该类页面必设的标签是否存在且不为空（空值与“null”视为没有，大小写不论）。同类页面缺同样标签的合为一处问题，
//! 给出页数和三个例子，因为它们出自同一个模板。
//! ## 局限
//! 不判断标签内容是否准确；只看访问到的页面。
//!
//! # English
//!
//! ## What it looks at
//! Whether home, column and article pages carry the meta tags of the guideline.
//! ## Why
//! State Council Office 2017 no. 47, annex: SiteName, SiteDomain, SiteIDCode on every page; ColumnName, ColumnDescription,
//! ColumnKeywords, ColumnType on column pages; ArticleTitle, PubDate, ContentSource on article pages (R2-01 to R2-03).
//! ## How it decides
//! Page by page; empty and "null" count as absent, case does not matter. Pages of one kind that lack the same tags come
//! from one template and are one finding, with the count and three examples.
//! ## Limits
//! It does not judge whether the contents are right, and sees visited pages only.

use super::page_mark::{NoParams, one_undetermined, unseen};
use super::{Check, Measure};
use crate::facts::{Facts, PageFact, PageKind, fold_name};
use crate::model::{PageKey, PageRole, Reason, Severity, Text, Verdict, Violation};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use url::Url;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "missing-meta-tags",
    title: ("缺少规定的网页标签", "Prescribed meta tags missing"),
    source: include_str!("missing_meta_tags.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(MissingMetaTags))
    },
};

const SITE: &[&str] = &["SiteName", "SiteDomain", "SiteIDCode"];
const COLUMN: &[&str] = &["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"];
const ARTICLE: &[&str] = &["ArticleTitle", "PubDate", "ContentSource"];

#[derive(Debug)]
struct MissingMetaTags;

#[derive(Default)]
struct Group {
    pages: u64,
    examples: Vec<String>,
}

impl Measure for MissingMetaTags {
    fn measure(&self, facts: &Facts) -> Verdict {
        let home = match facts.home() {
            Ok(home) => home,
            Err(missing) => return unseen(facts, missing),
        };
        let mut kinds: BTreeMap<PageKind, u64> = BTreeMap::new();
        let mut groups: BTreeMap<(PageKind, Vec<&str>), Group> = BTreeMap::new();
        for fact in facts.pages.iter().filter(|p| matches!(p.role, PageRole::Home | PageRole::Page)) {
            let Some(page) = fact.readable() else { continue };
            // Frames, splash pages and shells that a script fills are no pages of the guideline's kinds.
            if page.signals.redirect.is_some() || page.signals.script_shell || page.signals.absent_words.is_some() {
                continue;
            }
            let landed = Url::parse(fact.url()).ok().and_then(|u| facts.page(&PageKey::of(&u)));
            if facts.columns().is_part(&fact.key) || landed.is_some_and(|p| !std::ptr::eq(p, fact)) {
                // Part of another page, or an old address of one that counts in its own right.
                continue;
            }
            // Behind a splash page stands the real home page.
            let kind = if std::ptr::eq(fact, home) { PageKind::Home } else { kind_of(facts, fact) };
            let wanted: &[&[&str]] = match kind {
                PageKind::Home => &[SITE],
                PageKind::Column => &[SITE, COLUMN],
                PageKind::Article => &[SITE, ARTICLE],
                PageKind::Other => continue,
            };
            *kinds.entry(kind).or_default() += 1;
            let lacking: Vec<&str> =
                wanted.iter().copied().flatten().copied().filter(|t| page.meta(t).is_none()).collect();
            if !lacking.is_empty() {
                let group = groups.entry((kind, lacking)).or_default();
                group.pages += 1;
                if group.examples.len() < 3 {
                    group.examples.push(fact.url().to_owned());
                }
            }
        }
        if kinds.is_empty() {
            let message = Text::new(
                "页面由脚本绘制，未能读取，无法判断有无网页标签；请在浏览器中查看",
                "the pages are drawn by script and could not be read; look for the tags in a browser",
            );
            return one_undetermined(home.url(), Reason::Script, message, json!({}));
        }
        let tested = kinds.len().max(groups.len()) as u64;
        let violations =
            groups.into_iter().map(|((kind, lacking), group)| finding(kind, &lacking, &group, &kinds)).collect();
        Verdict { tested, violations, ..Verdict::default() }
    }

    fn params(&self) -> Value {
        json!({})
    }
}

/// A page that the site's menus lead to is a column, even when it is one page of text; an article says so by its own tag.
fn kind_of(facts: &Facts, fact: &PageFact) -> PageKind {
    let tagged = fact.page.as_ref().is_some_and(|p| p.meta("ArticleTitle").is_some());
    // A page of text whose title is the column's name is the column itself.
    let named = fact.page.as_ref().is_some_and(|p| {
        p.article.as_ref().is_some_and(|a| p.meta("ColumnName").is_some_and(|c| fold_name(c) == fold_name(&a.title)))
    });
    match fact.kind() {
        PageKind::Article | PageKind::Other if !tagged && serves(fact) => PageKind::Other,
        PageKind::Article | PageKind::Other if !tagged && (named || facts.columns().in_menu(&fact.key)) => {
            PageKind::Column
        }
        kind => kind,
    }
}

/// A page of the frame around the content, linked from the foot of every page: neither column nor article.
fn serves(fact: &PageFact) -> bool {
    const NAMES: &[&str] = &[
        "联系我们",
        "联系方式",
        "关于我们",
        "网站声明",
        "版权声明",
        "免责声明",
        "隐私",
        "使用帮助",
        "网站地图",
        "站点地图",
        "站内搜索",
        "搜索",
        "检索",
        "登录",
        "注册",
    ];
    fact.page.as_ref().is_some_and(|p| p.meta("ColumnName").is_none() && NAMES.iter().any(|n| p.title.starts_with(n)))
}

fn finding(kind: PageKind, lacking: &[&str], group: &Group, kinds: &BTreeMap<PageKind, u64>) -> Violation {
    let (zh, en, name) = match kind {
        PageKind::Home => ("首页", "the home page", "home"),
        PageKind::Column => ("栏目页", "column pages", "column"),
        PageKind::Article | PageKind::Other => ("内容页", "article pages", "article"),
    };
    let tags = lacking.join("、");
    let all = kinds.get(&kind).copied().unwrap_or(0);
    Violation {
        url: group.examples.first().cloned().unwrap_or_default(),
        target: Some(lacking.join(",")),
        message: Text::new(
            format!("{zh}缺少网页标签 {tags}（{all}个页面中的{}个），请在页面模板中补齐", group.pages),
            format!(
                "{en} lack the tags {} ({} of {all} pages); add them to the template",
                lacking.join(", "),
                group.pages
            ),
        ),
        evidence: json!({ "page_kind": name, "missing": lacking, "pages": group.pages, "pages_of_kind": all, "examples": group.examples }),
        severity: Severity::Minor,
        occurrences: group.pages,
        subject: format!("{name}:{}", lacking.join(",")),
    }
}
