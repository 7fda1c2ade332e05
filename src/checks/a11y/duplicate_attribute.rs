//! ## 查什么
//! 标签里有没有重复的属性。
//! ## 为什么
//! 同一标签里重复的属性，浏览器只认第一个，后写的不起作用。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔
//! 2021〕28号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 4.1.1（A 级）。
//! ## 怎么判
//! 重复的不通过（不论大小写）。axe-core 没有这一条，依 W3C ACT 规则 e6952f。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 只看服务器给出的源代码。
//!
//! # English
//!
//! ## What it looks at
//! Whether tags hold the same attribute twice.
//! ## Why
//! Of an attribute that stands twice in a tag, browsers read the first; the second does nothing. Government sites are to
//! reach level 1 of GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09):
//! 4.1.1 (A).
//! ## How it decides
//! Twice fails, whatever the case of letters. axe-core has no such rule; this follows the W3C's ACT rule e6952f. What a
//! template brings to many pages counts once.
//! ## Limits
//! Only the source as served is looked at.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-duplicate-attribute",
    title: ("属性重复", "Repeated attributes"),
    source: include_str!("duplicate_attribute.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "duplicate-attribute",
    wcag: "4.1.1",
    level: "A",
    severity: Severity::Hint,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("标签里有重复的属性", "a tag holds the same attribute twice"),
    mend: ("请删去多余的一个", "remove the second"),
    faults: &[Fault {
        word: "duplicate-attribute",
        wrong: ("标签里同一个属性写了两遍", "a tag holds the same attribute twice"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
