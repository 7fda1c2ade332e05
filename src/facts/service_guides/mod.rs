//! Guides to services (办事指南): which pages are such, and which of the eight kinds of elements each gives.

mod elements;
mod told;

pub use elements::{ElementState, GuideElements};

use super::{Facts, PageFact, PageKind};
use crate::model::{LinkKind, Meta, Page, PageRole, guide_element, guide_title};
use std::collections::BTreeSet;

/// A page that guides to one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceGuide {
    /// Its page (position in `Facts::pages`).
    pub page: usize,
    /// Its title.
    pub title: String,
    /// What says that it is one: `title`, `column`, `table`.
    pub sign: &'static str,
}

/// Columns that hold guides.
const COLUMNS: &[&str] = &["办事指南", "服务指南", "办理指南", "事项指南", "办事服务指南", "服务事项"];

/// Fewest kinds of elements by which a page without the name is told as a guide.
const LABELS: usize = 3;

/// Fewer characters than this, and a link to the platform, are no guide but a way to one.
const POINTER: usize = 150;

impl Facts {
    /// The site's guides to services, in crawl order. Pages that only lead to the provincial platform are none.
    #[must_use]
    pub fn service_guides(&self) -> Vec<ServiceGuide> {
        let mut told: BTreeSet<(String, u64)> = BTreeSet::new();
        let mut guides = Vec::new();
        for (index, fact) in self.pages.iter().enumerate().filter(|(_, f)| f.role == PageRole::Page) {
            let Some(page) = fact.readable().filter(|_| !matches!(fact.kind(), PageKind::Column | PageKind::Home))
            else {
                continue;
            };
            let Some(guide) = guide(index, fact, page) else { continue };
            if self.is_pointer(index, page) {
                continue;
            }
            // The same guide is often reached by two addresses.
            let sketch = page.sketch.iter().fold(0_u64, |sum, n| sum.wrapping_mul(31).wrapping_add(u64::from(*n)));
            if told.insert((super::fold_title(&guide.title), sketch)) {
                guides.push(guide);
            }
        }
        guides
    }

    /// Whether a page but sends people on to the platform on which services are handled.
    fn is_pointer(&self, index: usize, page: &Page) -> bool {
        let text = page.article.as_ref().map_or(page.main_excerpt.as_str(), |a| a.body.as_str());
        let short = text.chars().filter(|c| c.is_alphanumeric()).count() < POINTER;
        let labels = page.article.as_ref().map_or(0, |a| elements::labels_in(&a.body).len());
        short && labels < LABELS && page.sheets.is_empty() && {
            text.contains("政务服务网")
                || text.contains("一体化")
                || self.links.of_page(index).iter().any(|l| {
                    let target = self.links.target(l);
                    matches!(l.kind, LinkKind::Anchor | LinkKind::Scripted | LinkKind::Redirect)
                        && !l.is_chrome()
                        && ["zwfw", "tianfu", "ywtb"].iter().any(|w| target.contains(w))
                })
        }
    }
}

fn guide(index: usize, fact: &PageFact, page: &Page) -> Option<ServiceGuide> {
    let head = page.title.split(['-', '_', '—', '|']).next().unwrap_or_default().trim();
    let title = page.article.as_ref().map_or(head, |a| a.title.as_str());
    let made = |sign| Some(ServiceGuide { page: index, title: title.to_owned(), sign });
    if guide_title(title) {
        return made("title");
    }
    // A policy has conditions and procedures too.
    let article = page.article.as_ref();
    if article.is_some_and(|a| a.number.is_some()) || title.contains("信息公开") || about(title) {
        return None;
    }
    let holds = |name: &str| COLUMNS.iter().any(|w| name.contains(w)) && !name.contains("公开");
    // Where no path is drawn, the page's head may name its column.
    let named = |m: &Meta| m.name.eq_ignore_ascii_case("ColumnName") && holds(&m.content);
    let columned = page.breadcrumbs.iter().any(|c| holds(&c.text)) || page.metas.iter().any(named);
    if !columned && page.sheets.is_empty() {
        return None;
    }
    let kinds = elements::kinds(page);
    let one = fact.kind() == PageKind::Article;
    if columned && one && kinds.len() >= 2 {
        return made("column");
    }
    let tabled = page
        .sheets
        .iter()
        .any(|s| s.rows.iter().flatten().filter_map(|c| guide_element(c)).collect::<BTreeSet<_>>().len() >= LABELS);
    let telling = [1, 2, 3, 7].iter().filter(|k| kinds.contains(k)).count();
    (tabled && telling >= 2).then(|| made("table")).flatten()
}

/// Titles of documents and news that hold the words of a guide.
fn about(title: &str) -> bool {
    [
        "通知", "公告", "办法", "意见", "方案", "解读", "细则", "规定", "公示", "问答", "招聘", "招标", "通告", "图解",
        "目录", "清单", "一览", "汇总",
    ]
    .iter()
    .any(|w| title.contains(w))
}
