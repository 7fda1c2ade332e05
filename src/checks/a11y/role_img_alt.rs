//! ## 查什么
//! role=img 的元素（img、svg 之外）有没有名称。
//! ## 为什么
//! 标作图像的元素，其中的文字读屏软件不再念。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28号），
//! 一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 1.1.1（A 级），axe-core 的 role-img-alt。
//! ## 怎么判
//! 有 aria-label、aria-labelledby 或 title 的通过，没有的不通过。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 名称是否说清内容，看代码判断不了。
//!
//! # English
//!
//! ## What it looks at
//! Whether elements with role img, other than img and svg, have names.
//! ## Why
//! Of an element marked as an image, a screen reader no longer reads the text. Government sites are to reach level 1 of
//! GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 1.1.1 (A);
//! role-img-alt in axe-core.
//! ## How it decides
//! A name by aria-label, aria-labelledby or title passes, none fails. What a template brings to many pages counts once.
//! ## Limits
//! Whether the name fits is not told by markup.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-role-img-alt",
    title: ("作图像用的元素缺少替代文本", "Elements with the role of an image without alternative text"),
    source: include_str!("role_img_alt.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "role-img-alt",
    wcag: "1.1.1",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("标作图像的元素没有名称", "an element marked as an image has no name"),
    mend: ("请写 aria-label 说明内容", "say in aria-label what it shows"),
    faults: &[Fault {
        word: "no-name",
        wrong: ("标作图像的元素没有名称", "an element marked as an image has no name"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
