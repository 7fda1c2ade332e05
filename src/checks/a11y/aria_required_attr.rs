//! ## 查什么
//! 带角色的元素有没有该角色必需的属性。
//! ## 为什么
//! 复选框不说是否选中、滑块不说数值，听的人无从操作。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕
//! 28号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 4.1.2（A 级），axe-core 的
//! aria-required-attr。
//! ## 怎么判
//! 必需的属性都在（HTML 元素自己能给出的也算）的通过，缺一个的不通过。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 由脚本补写的属性看不见。
//!
//! # English
//!
//! ## What it looks at
//! Whether elements with a role have the attributes it requires.
//! ## Why
//! A check box that does not say whether it is checked can't be used by who listens. Government sites are to reach level
//! 1 of GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 4.1.2 (A);
//! aria-required-attr in axe-core.
//! ## How it decides
//! All required attributes, or those the HTML element itself provides: passed; one missing: failed. What a template
//! brings to many pages counts once.
//! ## Limits
//! Attributes that a script adds are not seen.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-aria-required-attr",
    title: ("角色缺少必需的属性", "Roles without their required attributes"),
    source: include_str!("aria_required_attr.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "aria-required-attr",
    wcag: "4.1.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("元素缺少角色必需的 ARIA 属性", "an element lacks an ARIA attribute that its role requires"),
    mend: ("请补上该属性", "add the attribute"),
    faults: &[Fault {
        word: "missing-attribute",
        wrong: ("元素缺少角色必需的 ARIA 属性", "an element lacks an ARIA attribute that its role requires"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
