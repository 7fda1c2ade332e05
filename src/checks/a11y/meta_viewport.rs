//! ## 查什么
//! viewport 有没有禁止或限制缩放。
//! ## 为什么
//! 视力弱的人要放大页面才看得清（网站规范也要求提供缩放，R6-03）。对应 WCAG 1.4.4（AA 级），axe-core 的 meta-viewport；
//! 高于一级的代理口径（WCAG A 级，R6-06 至 R6-09），GB/T 37668-2019 一级不以此评分。
//! ## 怎么判
//! user-scalable=no（或 0）、maximum-scale 小于2的不通过，其余通过。同一模板的页面合为一处。
//! ## 局限
//! 由脚本改写的 viewport、用脚本做的放大功能看不见。
//!
//! # English
//!
//! ## What it looks at
//! Whether the viewport forbids or limits zooming.
//! ## Why
//! Who sees badly must enlarge the page; the site norm asks for zooming too (R6-03). WCAG 1.4.4 (AA); meta-viewport in
//! axe-core. That is beyond WCAG level A, which stands in for level 1 of GB/T 37668-2019 (R6-06 to R6-09).
//! ## How it decides
//! user-scalable=no (or 0) and a maximum-scale below 2 fail, the rest passes. What a template brings to many pages
//! counts once.
//! ## Limits
//! A viewport that a script changes, or zooming made by script, is not seen.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-meta-viewport",
    title: ("页面禁止缩放", "Pages that forbid zooming"),
    source: include_str!("meta_viewport.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "meta-viewport",
    wcag: "1.4.4",
    level: "AA",
    severity: Severity::Minor,
    scope: Scope::Page,
    whole_pages: true,
    wrong: ("页面限制缩放", "the page limits zooming"),
    mend: ("请去掉 user-scalable 和 maximum-scale 的限制", "drop the limits by user-scalable and maximum-scale"),
    faults: &[
        Fault {
            word: "zoom-disabled",
            wrong: ("viewport 禁止缩放", "the viewport forbids zooming"),
            mend: None,
            by_script: false,
        },
        Fault {
            word: "zoom-limited",
            wrong: ("viewport 只允许放大到不足2倍", "the viewport allows less than twice the size"),
            mend: None,
            by_script: false,
        },
    ],
    settle: None,
    extra: None,
};
