//! ## 查什么
//! 下拉框（select）有没有名称。
//! ## 为什么
//! 没有名称的下拉框，听不出在选什么。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28号），一级条文
//! 全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 4.1.2（A 级），axe-core 的 select-name。
//! ## 怎么判
//! 有 label、aria-label、aria-labelledby 或 title 之一的通过；都没有的，唯一的标签是隐藏的，不通过。模板带到多个页面的同
//! 一处合为一处。
//! ## 局限
//! 第一个选项（如“友情链接”）不算名称。
//!
//! # English
//!
//! ## What it looks at
//! Whether drop-down lists (select) have names.
//! ## Why
//! Without a name nobody hears what is being chosen. Government sites are to reach level 1 of GB/T 37668-2019 (R0-08);
//! its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 4.1.2 (A); select-name in axe-core.
//! ## How it decides
//! A name by label, aria-label, aria-labelledby or title passes; none, or only a hidden label: failed. What a template
//! brings to many pages counts once.
//! ## Limits
//! The first option ("links to other sites") is no name.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-select-name",
    title: ("下拉框没有名称", "Drop-down lists without a name"),
    source: include_str!("select_name.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "select-name",
    wcag: "4.1.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("下拉框没有名称", "a drop-down list has no name"),
    mend: ("请用 label 的 for 关联，或写 aria-label", "tie a label to it by for, or write an aria-label"),
    faults: &[
        Fault {
            word: "no-label",
            wrong: ("下拉框没有标签", "a drop-down list has no label"),
            mend: None,
            by_script: false,
        },
        Fault {
            word: "hidden-label",
            wrong: ("下拉框唯一的标签是隐藏的", "the only label of a drop-down list is hidden"),
            mend: Some(("请让标签可见，或写 aria-label", "show the label, or write an aria-label")),
            by_script: false,
        },
    ],
    settle: None,
    extra: None,
};
