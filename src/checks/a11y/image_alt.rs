//! ## 查什么
//! 页面上的图片（img）有没有替代文本。
//! ## 为什么
//! 看不见图的人靠替代文本知道图里是什么，没有它，读屏软件只好念文件名或者跳过。政府网站无障碍改造要达到 GB/T 37668-2019
//! 一级（国办公开办函〔2021〕28号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 1.1.1（A 级），
//! axe-core 的 image-alt。
//! ## 怎么判
//! 有 alt、aria-label、aria-labelledby 或 title 之一能给出名称的通过；alt="" 表示纯装饰，也通过。一个都没有的，alt 只有
//! 空格的，标作装饰却能获得焦点的，不通过。读屏软件看不到的图片（隐藏的、aria-hidden）不看。样式表没有读到而类名像是隐藏
//! 的，待人工核实。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 替代文本写得对不对、该不该算装饰，看代码判断不了。
//!
//! # English
//!
//! ## What it looks at
//! Whether the pictures (img) of a page have alternative text.
//! ## Why
//! Who can't see a picture knows it by its alternative text; without one a screen reader says the file name or nothing.
//! Government sites are to reach level 1 of GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A
//! stands in (R6-06 to R6-09): 1.1.1 (A); image-alt in axe-core.
//! ## How it decides
//! A name by alt, aria-label, aria-labelledby or title passes, and so does alt="", which marks decoration. None of them,
//! an alt of blanks, or decoration that can be focused: failed. What is hidden from screen readers is not looked at;
//! where an unread style sheet may hide the picture: for a person. What a template brings to many pages counts once.
//! ## Limits
//! Whether the text fits the picture, or whether it is really decoration, markup does not tell.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-image-alt",
    title: ("图片缺少替代文本", "Images without alternative text"),
    source: include_str!("image_alt.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "image-alt",
    wcag: "1.1.1",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("图片没有替代文本", "an image has no alternative text"),
    mend: (
        "请加 alt 说明图片内容，纯装饰的写 alt=\"\"",
        "say in alt what it shows, or write alt=\"\" for mere decoration",
    ),
    faults: &[
        Fault {
            word: "no-alt",
            wrong: ("图片没有 alt，也没有别的名称", "an image has no alt and no other name"),
            mend: None,
            by_script: false,
        },
        Fault {
            word: "blank-alt",
            wrong: ("图片的 alt 只有空格", "the alt of an image is nothing but blanks"),
            mend: None,
            by_script: false,
        },
        Fault {
            word: "focusable-decoration",
            wrong: (
                "图片标作装饰，却能获得焦点或带有 ARIA 属性，且没有名称",
                "an image marked as decoration can be focused or has ARIA attributes, and no name",
            ),
            mend: Some((
                "请去掉装饰标记并写明 alt，或者不让它获得焦点",
                "drop the mark and write an alt, or keep it out of focus",
            )),
            by_script: false,
        },
    ],
    settle: None,
    extra: None,
};
