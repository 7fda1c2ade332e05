//! ## 查什么
//! 标题有没有内容。
//! ## 为什么
//! 空标题在读屏软件的标题列表里是一个没有名字的项。WCAG 没有直接对应的条款，属通行做法，axe-core 的 empty-heading；GB/T
//! 37668-2019 一级以 WCAG A 级代替（R6-06 至 R6-09），此项不评分。
//! ## 怎么判
//! 有文字或有替代文本的图片的通过；空的、只有无替代文本的图片的不通过。隐藏的不看。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 等脚本填写的空标题也会列出。
//!
//! # English
//!
//! ## What it looks at
//! Whether headings hold anything.
//! ## Why
//! In the list of headings of a screen reader an empty one is an entry without a name. No criterion of WCAG asks for it
//! in so many words: good practice; empty-heading in axe-core. WCAG level A stands in for level 1 of GB/T 37668-2019
//! (R6-06 to R6-09).
//! ## How it decides
//! Text, or a picture with alternative text, passes; empty ones and those with only a picture without text: failed.
//! Hidden ones are not looked at. What a template brings to many pages counts once.
//! ## Limits
//! A heading that a script fills later is listed as well.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-empty-heading",
    title: ("空标题", "Empty headings"),
    source: include_str!("empty_heading.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "empty-heading",
    wcag: "",
    level: "",
    severity: Severity::Hint,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("标题是空的", "a heading is empty"),
    mend: ("请写上标题文字，或改用别的标签", "write its text, or use another tag"),
    faults: &[
        Fault {
            word: "empty-heading",
            wrong: ("标题里没有文字", "a heading has no text"),
            mend: None,
            by_script: false,
        },
        Fault {
            word: "no-alt",
            wrong: (
                "标题里只有图片，而图片没有替代文本",
                "a heading holds only a picture, and that has no alternative text",
            ),
            mend: Some(("请给图片写 alt", "give the picture an alt")),
            by_script: false,
        },
    ],
    settle: None,
    extra: None,
};
