//! ## 查什么
//! 当图片用的矢量图（svg 带 role=img 等）有没有名称。
//! ## 为什么
//! 矢量图里没有文字时，名称只能另写。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28号），一级条文
//! 全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 1.1.1（A 级），axe-core 的 svg-img-alt。
//! ## 怎么判
//! 有 title 子元素、aria-label、aria-labelledby 或 title 的通过，没有或为空的不通过。没有角色的 svg 不看。模板带到多个页
//! 面的同一处合为一处。
//! ## 局限
//! 没有标角色的 svg 是否有意义，看代码判断不了。
//!
//! # English
//!
//! ## What it looks at
//! Whether SVG elements that are used as images (role img and the like) have names.
//! ## Why
//! An SVG drawing has no text of its own to name it. Government sites are to reach level 1 of GB/T 37668-2019 (R0-08);
//! its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 1.1.1 (A); svg-img-alt in axe-core.
//! ## How it decides
//! A title child, aria-label, aria-labelledby or title passes; none or an empty one: failed. An svg without a role is
//! not looked at. What a template brings to many pages counts once.
//! ## Limits
//! Whether an svg without a role means something is not told by markup.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-svg-img-alt",
    title: ("矢量图缺少替代文本", "SVG images without alternative text"),
    source: include_str!("svg_img_alt.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "svg-img-alt",
    wcag: "1.1.1",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("矢量图没有名称", "an SVG image has no name"),
    mend: ("请加 title 子元素或 aria-label", "add a title child or an aria-label"),
    faults: &[
        Fault {
            word: "no-name", wrong: ("矢量图没有名称", "an SVG image has no name"), mend: None, by_script: false
        },
        Fault {
            word: "empty-title",
            wrong: ("矢量图的 title 是空的", "the title of an SVG image is empty"),
            mend: None,
            by_script: false,
        },
    ],
    settle: None,
    extra: None,
};
