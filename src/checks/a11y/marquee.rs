//! ## 查什么
//! 页面有没有 marquee 元素。
//! ## 为什么
//! 滚动不停的文字，读得慢的人读不完，读屏软件也念不全。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021
//! 〕28号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 2.2.2（A 级），axe-core 的 marquee。
//! ## 怎么判
//! 有的不通过：它自己停不下来；没有的页面通过。隐藏的不看。同一模板的页面合为一处。
//! ## 局限
//! 用脚本或样式做的滚动看不见；鼠标移上会停的，键盘用户仍停不下来，照样列出。
//!
//! # English
//!
//! ## What it looks at
//! Whether a page has marquee elements.
//! ## Why
//! Text that scrolls on is not finished by slow readers, nor read whole by screen readers. Government sites are to reach
//! level 1 of GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 2.2.2
//! (A); marquee in axe-core.
//! ## How it decides
//! One is a failure: it can't be stopped. A page without passes; hidden ones are not looked at. What a template brings
//! to many pages counts once.
//! ## Limits
//! Scrolling by script or style is not seen; one that stops under the mouse does not for the keyboard and is listed.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-marquee",
    title: ("滚动的文字", "Scrolling text"),
    source: include_str!("marquee.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "marquee",
    wcag: "2.2.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Ban,
    whole_pages: false,
    wrong: ("页面有滚动的文字（marquee）", "the page has scrolling text (marquee)"),
    mend: ("请改为静止的文字，或加能用键盘操作的暂停", "let it stand still, or add a pause that a keyboard reaches"),
    faults: &[Fault {
        word: "marquee",
        wrong: ("页面有停不下来的滚动文字（marquee）", "the page has scrolling text that can't be stopped (marquee)"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
