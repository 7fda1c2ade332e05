//! ## 查什么
//! 图像地图里能点击的热区（area href）有没有名称。
//! ## 为什么
//! 热区是链接，没有名称就不知道点了去哪里。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28号），一
//! 级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 1.1.1、2.4.4、4.1.2（A 级），axe-core 的 area-alt。
//! ## 怎么判
//! 有 alt、aria-label、aria-labelledby 或 title 之一的通过；都没有或都为空的不通过。没有 href 的热区不看。模板带到多个页
//! 面的同一处合为一处。
//! ## 局限
//! 名称是否说清去处，看代码判断不了。
//!
//! # English
//!
//! ## What it looks at
//! Whether the clickable areas of image maps (area with href) have names.
//! ## Why
//! An area is a link; without a name nobody knows where it leads. Government sites are to reach level 1 of GB/T
//! 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 1.1.1, 2.4.4, 4.1.2
//! (A); area-alt in axe-core.
//! ## How it decides
//! A name by alt, aria-label, aria-labelledby or title passes; none, or an empty one: failed. Areas without href are not
//! looked at. What a template brings to many pages counts once.
//! ## Limits
//! Whether the name says where it leads, markup does not tell.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-area-alt",
    title: ("图像热区缺少替代文本", "Image map areas without alternative text"),
    source: include_str!("area_alt.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "area-alt",
    wcag: "1.1.1、2.4.4、4.1.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("图像热区没有名称", "an area of an image map has no name"),
    mend: ("请在 alt 里写明点击后去哪里", "say in alt where it leads"),
    faults: &[
        Fault {
            word: "no-alt",
            wrong: ("图像热区没有 alt，也没有别的名称", "an area of an image map has no alt and no other name"),
            mend: None,
            by_script: false,
        },
        Fault {
            word: "empty-alt",
            wrong: (
                "图像热区的 alt 是空的，也没有别的名称",
                "the alt of an image map area is empty and it has no other name",
            ),
            mend: None,
            by_script: false,
        },
    ],
    settle: None,
    extra: None,
};
