//! ## 查什么
//! 标题（h1 至 h6、role=heading）的层级是否逐级。
//! ## 为什么
//! 用读屏软件的人按标题层级浏览页面，跳级会以为漏了内容。WCAG 没有直接对应的条款，属通行做法，axe-core 的 heading-order
//! （R6-09 列有标题层级）；GB/T 37668-2019 一级以 WCAG A 级代替（R6-06 至 R6-09），此项不评分。
//! ## 怎么判
//! 比前一个标题深两级或更多的（如 h2 之后直接 h4）不通过；往回跳不限，第一个标题从几级开始不限。隐藏的标题不看。模板带到
//! 多个页面的同一处合为一处。
//! ## 局限
//! 用大号字代替标题的看不出来。页内框架的标题不连着算。
//!
//! # English
//!
//! ## What it looks at
//! Whether the levels of headings (h1 to h6, role heading) go step by step.
//! ## Why
//! People who use screen readers move by headings; a skipped level looks like something missed. No criterion of WCAG
//! asks for it in so many words: good practice; heading-order in axe-core. R6-09 names the levels of headings. WCAG
//! level A stands in for level 1 of GB/T 37668-2019 (R6-06 to R6-09).
//! ## How it decides
//! A heading two or more levels deeper than the one before (h4 right after h2): failed. Going back up is free, and so is
//! where the first begins. Hidden headings are not looked at. What a template brings to many pages counts once.
//! ## Limits
//! Large type in place of a heading is not seen. Headings of frames are not counted along.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-heading-order",
    title: ("标题跳级", "Skipped heading levels"),
    source: include_str!("heading_order.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "heading-order",
    wcag: "",
    level: "",
    severity: Severity::Minor,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("标题层级跳级", "a heading skips a level"),
    mend: ("请按层级逐级使用 h1 至 h6", "use h1 to h6 level by level"),
    faults: &[Fault {
        word: "skipped-level",
        wrong: ("标题比前一个标题深了不止一级", "a heading is more than one level deeper than the one before"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
