//! ## 查什么
//! 有 href 的链接有没有名称。
//! ## 为什么
//! 读屏软件念链接的名称，没有名称就只念地址或“链接”。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕
//! 28号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 2.4.4、4.1.2（A 级），axe-core 的
//! link-name。
//! ## 怎么判
//! 有文字、有替代文本的图片、aria-label、aria-labelledby 或 title 的通过；空的、只有无替代文本的图片的不通过。读屏软件看
//! 不到的链接不看。样式表没有读到而类名像是隐藏的，待人工核实。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 名称是否说清去处（如一律“更多”）看代码判断不了。靠样式或脚本画出的文字看不见。
//!
//! # English
//!
//! ## What it looks at
//! Whether links with href have names.
//! ## Why
//! A screen reader says the name of a link; without one it says the address, or "link". Government sites are to reach
//! level 1 of GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09):
//! 2.4.4, 4.1.2 (A); link-name in axe-core.
//! ## How it decides
//! Text, a picture with alternative text, aria-label, aria-labelledby or title passes; empty links and those around a
//! picture without text: failed. Links hidden from screen readers are not looked at; where an unread style sheet may
//! hide it: for a person. What a template brings to many pages counts once.
//! ## Limits
//! Whether the name says where it leads ("more") is not told; text drawn by style sheet or script is not seen.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-link-name",
    title: ("链接没有名称", "Links without a name"),
    source: include_str!("link_name.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "link-name",
    wcag: "2.4.4、4.1.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("链接没有名称", "a link has no name"),
    mend: ("请写上链接文字，或给其中的图片写 alt", "give it text, or its picture an alt"),
    faults: &[
        Fault {
            word: "empty-link", wrong: ("链接里没有文字", "a link has no text"), mend: None, by_script: false
        },
        Fault {
            word: "no-alt",
            wrong: (
                "链接里只有图片，而图片没有替代文本",
                "a link holds only a picture, and that has no alternative text",
            ),
            mend: Some(("请给图片写 alt，说明链接去处", "say in the alt of the picture where the link leads")),
            by_script: false,
        },
    ],
    settle: None,
    extra: None,
};
