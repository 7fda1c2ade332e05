//! ## 查什么
//! 网站有没有分类、可检索的政策文件库。
//! ## 为什么
//! 要求建立分类分级、集中统一的政策文件库；公开平台须具备检索、查阅、下载功能（R3-01、R5-13）。
//! ## 怎么判
//! 按通行名称找文件库（名称中须有“库”“查询”“检索”等字样，普通的“政策文件”列表不算）。找到的，看库的页面及其框架：没有
//! 条目的不通过；页面上没有任何检索框的不通过；没有下级分类、筛选下拉框的不通过。没有文件库，但“政策文件”一类栏目既有分类又有自
//! 己的检索框的，或只有规范性文件库的，待人工核实（可能就是文件库）。由脚本绘制的、指向其他网站的、可能藏在未访问页面里的，待人工核实。
//! ## 局限
//! 不判断分类是否科学、检索结果是否准确；脚本点击才出现的筛选条件看不到。
//!
//! # English
//!
//! ## What it looks at
//! Whether the site has a library of policy documents, classified and searchable.
//! ## Why
//! A unified, classified library is asked for; the platform must offer search, reading and download (R3-01, R5-13).
//! ## How it decides
//! By the names it goes by (the name must say library or query; a plain list 政策文件 is none). A library without entries,
//! without any search form, or without classes or filters: failed. No library, but a column of policies with classes and a
//! search form of its own, or only a library of normative documents: for a person. Drawn by script, on another site, or pages not visited: for a person.
//! ## Limits
//! Whether classes and results are good is not judged; filters that only a click shows are not seen.

use super::below::below;
use super::offers::{beyond_template, is_searchable};
use super::page_mark::NoParams;
use super::places::{Answers, Place, Stand};
use super::{Check, Measure};
use crate::facts::Facts;
use crate::model::{Reason, Term, Text, Verdict};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "missing-policy-library",
    title: ("缺少政策文件库", "No policy library"),
    source: include_str!("missing_policy_library.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(MissingPolicyLibrary))
    },
};

#[derive(Debug)]
struct MissingPolicyLibrary;

static PLACE: Place = Place {
    name: ("政策文件库", "policy library"),
    names: &[
        "政策文件库",
        "政策库",
        "文件库",
        "政府文件库",
        "政务文件库",
        "政策法规库",
        "政策文件数据库",
        "政策数据库",
        "政策文件查询",
        "政策查询",
        "政策检索",
        "政策文件检索",
        "政府文件查询",
        "政策文件资料库",
        "惠企政策库",
        "涉企政策库",
        "公文库",
        "政策公文库",
        "政策文件平台",
    ],
    near: &[],
    must: &["库", "查询", "检索", "平台"],
};

/// A library of some of the policies.
static NORMATIVE: Place = Place {
    name: ("规范性文件库", "library of normative documents"),
    names: &[
        "规范性文件库",
        "行政规范性文件库",
        "规章规范性文件库",
        "规章和规范性文件库",
        "规范性文件查询",
        "规范性文件数据库",
    ],
    near: &[],
    must: &["库", "查询"],
};

/// Columns of policies that may be a library in all but name.
static LISTS: Place = Place {
    name: ("政策文件", "policy documents"),
    names: &[
        "政策文件",
        "政府文件",
        "政策法规",
        "最新文件",
        "文件公开",
        "法规文件",
        "政策",
        "政策公开",
        "行政规范性文件",
        "规范性文件",
    ],
    near: &[],
    must: &[],
};

impl Measure for MissingPolicyLibrary {
    fn measure(&self, facts: &Facts) -> Verdict {
        let mut answers = match Answers::new(facts) {
            Ok(answers) => answers,
            Err(verdict) => return *verdict,
        };
        let seen = PLACE.look(facts);
        let ask = Text::new("请建立分类、可检索的政策文件库", "set up a classified, searchable library".to_owned());
        match &seen.stand {
            Stand::Full => qualities(&mut answers, &seen.pages, &ask),
            Stand::Nowhere(_) => {
                let normative = NORMATIVE.look(facts);
                let lists = LISTS.look(facts);
                let like = lists.pages.iter().find(|&&p| lacks(facts, p).is_empty() && own_search(facts, p));
                match (normative.stand, like) {
                    (Stand::Full, _) if !normative.pages.is_empty() => of_normative(&mut answers, normative.pages[0]),
                    (_, Some(&page)) => like_a_library(&mut answers, page),
                    (_, None) => answers.use_of(&PLACE, &seen, &ask),
                }
            }
            _ => answers.use_of(&PLACE, &seen, &ask),
        }
        answers.verdict
    }

    fn params(&self) -> Value {
        json!({})
    }
}

fn own_search(facts: &Facts, page: usize) -> bool {
    beyond_template(facts, page, Term::TextField) > 0
}

/// What a library should offer and the page does not.
fn lacks(facts: &Facts, page: usize) -> Vec<&'static str> {
    let mut lacks = Vec::new();
    if !is_searchable(facts, page) {
        lacks.push("search");
    }
    let filters = beyond_template(facts, page, Term::Choice) > 0;
    if !filters && below(facts, &[page]).len() < 2 {
        lacks.push("classes");
    }
    lacks
}

/// A library that was read: one of its pages must offer both.
fn qualities(answers: &mut Answers<'_>, pages: &[usize], ask: &Text) {
    let facts = answers.facts;
    let mut worst: Option<(usize, Vec<&str>)> = None;
    for &page in pages.iter().filter(|&&p| facts.pages[p].readable().is_some()) {
        let lacks = lacks(facts, page);
        if lacks.is_empty() {
            return answers.pass();
        }
        if worst.as_ref().is_none_or(|(_, w)| lacks.len() < w.len()) {
            worst = Some((page, lacks));
        }
    }
    let Some((page, lacks)) = worst else { return answers.pass() };
    let url = facts.pages[page].url().to_owned();
    let zh: Vec<&str> = lacks.iter().map(|l| if *l == "search" { "检索框" } else { "分类或筛选条件" }).collect();
    let en: Vec<&str> =
        lacks.iter().map(|l| if *l == "search" { "search form" } else { "classes or filters" }).collect();
    let evidence = json!({ "fault": "unfit", "missing": lacks });
    let drawn = facts.column_content(page).ok().and_then(|c| c.unread.into_iter().next());
    let target = Some(PLACE.name.0);
    if let Some(unread) = drawn {
        let message = Text::new(
            format!("政策文件库页面有未读到的部分，未见{}，请在浏览器中核实", zh.join("、")),
            format!("parts of the policy library were not read; no {} seen", en.join(" nor ")),
        );
        return answers.doubt(&url, target, unread.reason, message, evidence);
    }
    let message = Text::new(
        format!("政策文件库没有{}。{}", zh.join("、"), ask.zh),
        format!("the policy library has no {}. {}", en.join(" nor "), ask.en),
    );
    answers.fault(&url, target, message, evidence);
}

fn like_a_library(answers: &mut Answers<'_>, page: usize) {
    let url = answers.facts.pages[page].url().to_owned();
    let message = Text::new(
        "没有以“政策文件库”为名的栏目，但有一个政策文件栏目既有分类又有自己的检索框，请核实是否即为文件库",
        "no column called a policy library, but one of policies with classes and a search form of its own; look whether it is one",
    );
    answers.doubt(&url, Some(PLACE.name.0), Reason::Ambiguous, message, json!({ "looked_at": url }));
}

fn of_normative(answers: &mut Answers<'_>, page: usize) {
    let url = answers.facts.pages[page].url().to_owned();
    let message = Text::new(
        "没有以“政策文件库”为名的栏目，只有规范性文件库，请核实其是否收录全部政策文件并可分类检索",
        "no column called a policy library, only one of normative documents; look whether it holds all policies",
    );
    answers.doubt(&url, Some(PLACE.name.0), Reason::Ambiguous, message, json!({ "looked_at": url }));
}
