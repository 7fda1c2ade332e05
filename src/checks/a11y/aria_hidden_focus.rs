//! ## 查什么
//! aria-hidden=true 的元素本身或里面有没有能获得焦点的。
//! ## 为什么
//! 焦点落到读屏软件看不到的元素上，听不到任何东西。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28
//! 号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 4.1.2（A 级），axe-core 的
//! aria-hidden-focus。
//! ## 怎么判
//! 有的不通过；隐藏的、禁用的、tabindex 为负的不算。页面上有打开的对话框时，待人工核实。模板带到多个页面的同一处合为一
//! 处。
//! ## 局限
//! 靠外部样式表隐藏的看不见，类名像是隐藏的留待人工。
//!
//! # English
//!
//! ## What it looks at
//! Whether elements with aria-hidden=true can be focused or hold something that can.
//! ## Why
//! When the focus falls on what a screen reader does not see, nothing is heard. Government sites are to reach level 1 of
//! GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 4.1.2 (A);
//! aria-hidden-focus in axe-core.
//! ## How it decides
//! If so, failed; what is hidden, disabled or has a negative tabindex does not count. With a dialogue open on the page:
//! for a person. What a template brings to many pages counts once.
//! ## Limits
//! What an unread style sheet hides is not seen; where a class looks like it: for a person.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-aria-hidden-focus",
    title: ("对读屏软件隐藏的元素能获得焦点", "Focusable elements hidden from screen readers"),
    source: include_str!("aria_hidden_focus.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "aria-hidden-focus",
    wcag: "4.1.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("对读屏软件隐藏的元素能获得焦点", "what is hidden from screen readers can be focused"),
    mend: ("请去掉 aria-hidden，或加 tabindex=\"-1\"", "drop aria-hidden, or write tabindex=\"-1\""),
    faults: &[Fault {
        word: "focusable-inside",
        wrong: (
            "aria-hidden 的元素能获得焦点，或里面有能获得焦点的",
            "an element with aria-hidden can be focused, or holds something that can",
        ),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
