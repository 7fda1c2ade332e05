//! ## 查什么
//! 里面内容不单独呈现的控件（按钮、复选框等）里有没有能获得焦点的元素。
//! ## 为什么
//! 按钮一类的控件里面的内容不单独念出，嵌在里面的链接就听不到。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办
//! 函〔2021〕28号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 4.1.2（A 级），axe-core 的
//! nested-interactive。
//! ## 怎么判
//! 有的不通过；里面的元素 tabindex 为负的不算。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 链接里嵌链接，浏览器解析时已拆开，看不到。
//!
//! # English
//!
//! ## What it looks at
//! Whether controls whose content is not exposed (button, check box …) hold something that can be focused.
//! ## Why
//! What stands inside a button is not read by itself, so a link in it is not heard. Government sites are to reach level
//! 1 of GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 4.1.2 (A);
//! nested-interactive in axe-core.
//! ## How it decides
//! If so, failed; inner elements with a negative tabindex do not count. What a template brings to many pages counts
//! once.
//! ## Limits
//! A link in a link is taken apart by the parser and not seen.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-nested-interactive",
    title: ("可操作元素互相嵌套", "Controls within controls"),
    source: include_str!("nested_interactive.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "nested-interactive",
    wcag: "4.1.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("可操作的元素里嵌着另一个可操作的元素", "a control holds another control"),
    mend: ("请把两者分开", "put them side by side"),
    faults: &[Fault {
        word: "focusable-inside",
        wrong: ("可操作的元素里嵌着另一个能获得焦点的元素", "a control holds another element that can be focused"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
