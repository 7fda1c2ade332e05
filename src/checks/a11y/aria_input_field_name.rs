//! ## 查什么
//! role 为 textbox、searchbox、combobox、listbox、slider、spinbutton 的元素有没有名称。
//! ## 为什么
//! 用 role 做的输入框、下拉框、滑块同样要有标签。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28
//! 号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 4.1.2（A 级），axe-core 的
//! aria-input-field-name。
//! ## 怎么判
//! 有 aria-label、aria-labelledby、title 或相关联的标签的通过，没有的不通过；里面的文字是值，不算名称。模板带到多个页面
//! 的同一处合为一处。
//! ## 局限
//! 写在旁边而没有关联的文字不算。
//!
//! # English
//!
//! ## What it looks at
//! Whether elements with an input role (textbox, searchbox, combobox, listbox, slider, spinbutton) have names.
//! ## Why
//! Fields, lists and sliders made by a role need labels as well. Government sites are to reach level 1 of GB/T
//! 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 4.1.2 (A);
//! aria-input-field-name in axe-core.
//! ## How it decides
//! A name by aria-label, aria-labelledby, title or a label passes, none fails; text inside is a value, no name. What a
//! template brings to many pages counts once.
//! ## Limits
//! Text beside it that is not tied to it does not count.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-aria-input-field-name",
    title: ("带角色的输入框没有名称", "Input roles without a name"),
    source: include_str!("aria_input_field_name.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "aria-input-field-name",
    wcag: "4.1.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("带角色的输入框没有名称", "an element with an input role has no name"),
    mend: ("请写 aria-label 或 aria-labelledby", "write an aria-label or aria-labelledby"),
    faults: &[Fault {
        word: "no-name",
        wrong: ("带输入角色的元素没有名称", "an element with an input role has no name"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
