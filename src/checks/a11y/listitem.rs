//! ## 查什么
//! li 是不是在 ul、ol 里。
//! ## 为什么
//! 离开列表的项，读屏软件念不出是第几项。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28号），一级
//! 条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 1.3.1（A 级），axe-core 的 listitem。
//! ## 怎么判
//! 直接在 ul、ol、menu 或 role=list 里的通过，否则不通过。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 看的是浏览器补全标签后的结构：错放的结束标签也会使 li 落到列表外。
//!
//! # English
//!
//! ## What it looks at
//! Whether li stand in ul or ol.
//! ## Why
//! Of an item outside of a list a screen reader can't say which of how many it is. Government sites are to reach level 1
//! of GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 1.3.1 (A);
//! listitem in axe-core.
//! ## How it decides
//! Right below ul, ol, menu or role list: passed; else failed. What a template brings to many pages counts once.
//! ## Limits
//! What is looked at is the structure after the browser has mended it; a stray end tag may put an li outside.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-listitem",
    title: ("列表项不在列表里", "List items outside of a list"),
    source: include_str!("listitem.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "listitem",
    wcag: "1.3.1",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("li 不在列表里", "an li stands outside of a list"),
    mend: ("请放进 ul 或 ol", "put it into a ul or ol"),
    faults: &[Fault {
        word: "no-list",
        wrong: ("li 不在 ul、ol 里", "an li stands outside of ul and ol"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
