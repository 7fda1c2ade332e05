//! ## 查什么
//! details 里的 summary 有没有名称。
//! ## 为什么
//! 折叠栏的标题是它的按钮，没有文字就不知道展开什么。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕
//! 28号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 4.1.2（A 级），axe-core 的 summary-name。
//! ## 怎么判
//! 有文字、aria-label、aria-labelledby 或 title 的通过，没有的不通过。没有 summary 的由浏览器给出，不看。模板带到多个页
//! 面的同一处合为一处。
//! ## 局限
//! 用脚本做的折叠栏看不见。
//!
//! # English
//!
//! ## What it looks at
//! Whether the summary of details has a name.
//! ## Why
//! The summary is the button of a fold-out part; without text nobody knows what it opens. Government sites are to reach
//! level 1 of GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 4.1.2
//! (A); summary-name in axe-core.
//! ## How it decides
//! Text, aria-label, aria-labelledby or title passes, none fails. Without a summary the browser gives one; not looked
//! at. What a template brings to many pages counts once.
//! ## Limits
//! Fold-out parts made by script are not seen.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-summary-name",
    title: ("折叠栏没有名称", "Fold-out parts without a name"),
    source: include_str!("summary_name.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "summary-name",
    wcag: "4.1.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("折叠栏的 summary 没有名称", "the summary of a fold-out part has no name"),
    mend: ("请写上文字", "give it text"),
    faults: &[Fault {
        word: "empty-summary",
        wrong: ("折叠栏的 summary 没有文字", "the summary of a fold-out part has no text"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
