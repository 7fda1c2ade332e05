//! ## 查什么
//! 页面有没有定时刷新或跳转（meta refresh）。
//! ## 为什么
//! 读得慢的人还没读完，页面就变了。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28号），一级条文全
//! 表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 2.2.1（A 级），axe-core 的 meta-refresh。
//! ## 怎么判
//! 延时在20小时以内的刷新、跳转不通过；立即跳转（延时0）和超过20小时的通过。同一模板的页面合为一处。
//! ## 局限
//! 由脚本定时刷新的看不见。
//!
//! # English
//!
//! ## What it looks at
//! Whether a page reloads or leaves after a time (meta refresh).
//! ## Why
//! Who reads slowly has not finished when the page changes. Government sites are to reach level 1 of GB/T 37668-2019
//! (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 2.2.1 (A); meta-refresh in
//! axe-core.
//! ## How it decides
//! A reload or move after a delay of at most 20 hours fails; at once (0) or later passes. What a template brings to many
//! pages counts once.
//! ## Limits
//! Reloads by script are not seen.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-meta-refresh",
    title: ("页面自动刷新或跳转", "Pages that refresh by themselves"),
    source: include_str!("meta_refresh.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "meta-refresh",
    wcag: "2.2.1",
    level: "A",
    severity: Severity::Major,
    scope: Scope::PageBan,
    whole_pages: false,
    wrong: ("页面会自动刷新或跳转", "the page reloads or leaves by itself"),
    mend: ("请去掉定时，由人点击", "drop the delay and let people click"),
    faults: &[Fault {
        word: "delayed-refresh",
        wrong: ("页面过一段时间会自动刷新或跳转", "the page reloads or leaves by itself after a delay"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
