//! ## 查什么
//! 以 aria- 开头的属性是不是 ARIA 有的。
//! ## 为什么
//! 浏览器不认的属性不起作用，写的人以为起了作用。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28
//! 号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 4.1.2（A 级），axe-core 的
//! aria-valid-attr。
//! ## 怎么判
//! 名称在 ARIA 1.2 和 1.3 草案里的通过，其余不通过。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 值对不对、用得是否得当，见其他 ARIA 检查。
//!
//! # English
//!
//! ## What it looks at
//! Whether attributes that begin with aria- are ARIA's.
//! ## Why
//! An attribute that browsers do not know does nothing, though its author thinks it does. Government sites are to reach
//! level 1 of GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 4.1.2
//! (A); aria-valid-attr in axe-core.
//! ## How it decides
//! Names of ARIA 1.2 and the draft of 1.3 pass, others fail. What a template brings to many pages counts once.
//! ## Limits
//! Whether value and place are right: see the other ARIA checks.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-aria-valid-attr",
    title: ("ARIA 属性名有误", "Unknown ARIA attributes"),
    source: include_str!("aria_valid_attr.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "aria-valid-attr",
    wcag: "4.1.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("有不认识的 ARIA 属性", "an ARIA attribute is not known"),
    mend: ("请改正拼写或删去", "correct its spelling or remove it"),
    faults: &[Fault {
        word: "unknown-attribute",
        wrong: ("元素带有 ARIA 里没有的 aria- 属性", "an element has an aria- attribute that ARIA does not have"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
