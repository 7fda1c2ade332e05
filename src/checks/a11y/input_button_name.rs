//! ## 查什么
//! input 按钮（button、submit、reset）有没有名称。
//! ## 为什么
//! 没有名称的按钮，读屏软件只念“按钮”。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28号），一级条
//! 文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 4.1.2（A 级），axe-core 的 input-button-name。
//! ## 怎么判
//! 有 value、aria-label、aria-labelledby 或 title 的通过；submit、reset 不写 value 时浏览器自己给名称，也通过；其余不通
//! 过。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 靠背景图显示文字的按钮，图里的字不算。
//!
//! # English
//!
//! ## What it looks at
//! Whether input buttons (button, submit, reset) have names.
//! ## Why
//! Of a button without a name a screen reader says "button" and no more. Government sites are to reach level 1 of GB/T
//! 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 4.1.2 (A);
//! input-button-name in axe-core.
//! ## How it decides
//! value, aria-label, aria-labelledby or title passes; submit and reset without a value are named by the browser and
//! pass; the rest fails. What a template brings to many pages counts once.
//! ## Limits
//! Words in a background picture do not count.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-input-button-name",
    title: ("表单按钮没有名称", "Input buttons without a name"),
    source: include_str!("input_button_name.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "input-button-name",
    wcag: "4.1.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("表单按钮没有名称", "an input button has no name"),
    mend: ("请写 value 或 aria-label", "write a value or an aria-label"),
    faults: &[Fault {
        word: "no-value",
        wrong: ("表单按钮没有 value，也没有别的名称", "an input button has no value and no other name"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
