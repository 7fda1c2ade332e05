//! ## 查什么
//! 页面有没有 blink 元素。
//! ## 为什么
//! 闪烁的文字难读，还分散注意力。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28号），一级条文全表
//! 未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 2.2.2（A 级），axe-core 的 blink。
//! ## 怎么判
//! 有的不通过，没有的页面通过。同一模板的页面合为一处。
//! ## 局限
//! 浏览器大多已不让它闪烁，但标签仍应去掉。用动画样式做的闪烁看不见。
//!
//! # English
//!
//! ## What it looks at
//! Whether a page has blink elements.
//! ## Why
//! Blinking text is hard to read and distracts. Government sites are to reach level 1 of GB/T 37668-2019 (R0-08); its
//! full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 2.2.2 (A); blink in axe-core.
//! ## How it decides
//! One is a failure; a page without passes. What a template brings to many pages counts once.
//! ## Limits
//! Most browsers no longer blink, but the tag should go. Blinking by animation is not seen.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-blink",
    title: ("闪烁的文字", "Blinking text"),
    source: include_str!("blink.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "blink",
    wcag: "2.2.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Ban,
    whole_pages: false,
    wrong: ("页面有闪烁的文字（blink）", "the page has blinking text (blink)"),
    mend: ("请改为普通文字", "make it plain text"),
    faults: &[Fault {
        word: "blink",
        wrong: ("页面有闪烁的文字（blink）", "the page has blinking text (blink)"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
