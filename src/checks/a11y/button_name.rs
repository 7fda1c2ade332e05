//! ## 查什么
//! button 元素有没有名称。
//! ## 为什么
//! 没有名称的按钮，读屏软件只念“按钮”。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28号），一级条
//! 文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 4.1.2（A 级），axe-core 的 button-name。
//! ## 怎么判
//! 有文字、有替代文本的图片、aria-label、aria-labelledby 或 title 的通过，都没有的不通过。读屏软件看不到的不看。input 按
//! 钮见 a11y-input-button-name。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 名称是否说清用途，看代码判断不了。靠样式画出的图标没有名称。
//!
//! # English
//!
//! ## What it looks at
//! Whether button elements have names.
//! ## Why
//! Of a button without a name a screen reader says "button" and no more. Government sites are to reach level 1 of GB/T
//! 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 4.1.2 (A);
//! button-name in axe-core.
//! ## How it decides
//! Text, a picture with alternative text, aria-label, aria-labelledby or title passes; none: failed. What is hidden from
//! screen readers is not looked at. Input buttons: see a11y-input-button-name. What a template brings to many pages
//! counts once.
//! ## Limits
//! Whether the name says what it does is not told; an icon drawn by a style sheet is no name.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-button-name",
    title: ("按钮没有名称", "Buttons without a name"),
    source: include_str!("button_name.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "button-name",
    wcag: "4.1.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("按钮没有名称", "a button has no name"),
    mend: ("请写上按钮文字或 aria-label", "give it text or an aria-label"),
    faults: &[
        Fault {
            word: "empty-button", wrong: ("按钮里没有文字", "a button has no text"), mend: None, by_script: false
        },
        Fault {
            word: "no-alt",
            wrong: (
                "按钮里只有图片，而图片没有替代文本",
                "a button holds only a picture, and that has no alternative text",
            ),
            mend: Some(("请给图片写 alt，说明按钮用途", "say in the alt of the picture what the button does")),
            by_script: false,
        },
    ],
    settle: None,
    extra: None,
};
