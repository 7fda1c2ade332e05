//! ## 查什么
//! role 为 checkbox、radio、switch、option、menuitemcheckbox、menuitemradio 的元素有没有名称。
//! ## 为什么
//! 用 role 做的复选框、单选框、开关同样要有名称。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28
//! 号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 4.1.2（A 级），axe-core 的
//! aria-toggle-field-name。
//! ## 怎么判
//! 有文字、aria-label、aria-labelledby 或 title 的通过，没有的不通过。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 写在旁边而没有关联的文字不算。
//!
//! # English
//!
//! ## What it looks at
//! Whether elements with a toggle role (checkbox, radio, switch, option, menuitemcheckbox, menuitemradio) have names.
//! ## Why
//! Check boxes, radio buttons and switches made by a role need names as well. Government sites are to reach level 1 of
//! GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 4.1.2 (A);
//! aria-toggle-field-name in axe-core.
//! ## How it decides
//! Text, aria-label, aria-labelledby or title passes, none fails. What a template brings to many pages counts once.
//! ## Limits
//! Text beside it that is not tied to it does not count.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-aria-toggle-field-name",
    title: ("带角色的开关没有名称", "Toggle roles without a name"),
    source: include_str!("aria_toggle_field_name.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "aria-toggle-field-name",
    wcag: "4.1.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("带角色的开关没有名称", "an element with a toggle role has no name"),
    mend: ("请写上文字或 aria-label", "give it text or an aria-label"),
    faults: &[Fault {
        word: "no-name",
        wrong: ("带开关角色的元素没有名称", "an element with a toggle role has no name"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
