//! ## 查什么
//! 图像按钮（input type=image）有没有名称。
//! ## 为什么
//! 图像按钮没有文字，名称只能来自替代文本。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28号），一
//! 级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 1.1.1、4.1.2（A 级），axe-core 的 input-image-alt。
//! ## 怎么判
//! 有 alt、aria-label、aria-labelledby 或 title 之一的通过；都没有或都为空的不通过。按钮没有“装饰”一说，alt="" 也不通
//! 过。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 名称是否说清用途，看代码判断不了。
//!
//! # English
//!
//! ## What it looks at
//! Whether image buttons (input type=image) have names.
//! ## Why
//! An image button has no text; only the alternative text can name it. Government sites are to reach level 1 of GB/T
//! 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 1.1.1, 4.1.2 (A);
//! input-image-alt in axe-core.
//! ## How it decides
//! A name by alt, aria-label, aria-labelledby or title passes; none, or an empty one: failed. A button is never
//! decoration, so alt="" fails. What a template brings to many pages counts once.
//! ## Limits
//! Whether the name says what it does, markup does not tell.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-input-image-alt",
    title: ("图像按钮缺少替代文本", "Image buttons without alternative text"),
    source: include_str!("input_image_alt.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "input-image-alt",
    wcag: "1.1.1、4.1.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("图像按钮没有名称", "an image button has no name"),
    mend: ("请在 alt 里写明按钮的用途", "say in alt what the button does"),
    faults: &[
        Fault {
            word: "no-alt",
            wrong: ("图像按钮没有 alt，也没有别的名称", "an image button has no alt and no other name"),
            mend: None,
            by_script: false,
        },
        Fault {
            word: "empty-alt",
            wrong: (
                "图像按钮的 alt 是空的，也没有别的名称",
                "the alt of an image button is empty and it has no other name",
            ),
            mend: None,
            by_script: false,
        },
    ],
    settle: None,
    extra: None,
};
