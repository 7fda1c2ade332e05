//! ## 查什么
//! html 元素有没有 lang。
//! ## 为什么
//! 读屏软件按页面语言选发音，没有写明就可能用英文规则念中文。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函
//! 〔2021〕28号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 3.1.1（A 级），axe-core 的
//! html-has-lang。
//! ## 怎么判
//! 有非空的 lang 的通过；没有、为空、只写了 xml:lang 的不通过。页面由脚本绘制的，脚本可能补写，待人工核实。同一模板的页
//! 面合为一处。
//! ## 局限
//! 写得对不对见 a11y-html-lang-valid。同一模板的页面合为一处。
//!
//! # English
//!
//! ## What it looks at
//! Whether the html element has a lang.
//! ## Why
//! A screen reader chooses its voice by the language of the page; without one it may read Chinese by English rules.
//! Government sites are to reach level 1 of GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A
//! stands in (R6-06 to R6-09): 3.1.1 (A); html-has-lang in axe-core.
//! ## How it decides
//! A lang that is not empty passes; none, an empty one, or xml:lang alone: failed. On a page drawn by script, which may
//! add it: for a person. What a template brings to many pages counts once.
//! ## Limits
//! Whether the value is a language: see a11y-html-lang-valid. Pages of one template count once.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-html-has-lang",
    title: ("页面没有写明语言", "Pages without a language"),
    source: include_str!("html_has_lang.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "html-has-lang",
    wcag: "3.1.1",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Absence,
    whole_pages: false,
    wrong: ("页面没有写明语言", "the page does not say its language"),
    mend: ("请在 html 标签上写 lang=\"zh-CN\"", "write lang=\"zh-CN\" on the html tag"),
    faults: &[
        Fault {
            word: "no-lang",
            wrong: ("html 标签没有 lang", "the html tag has no lang"),
            mend: None,
            by_script: false,
        },
        Fault {
            word: "empty-lang",
            wrong: ("html 标签的 lang 是空的", "the lang of the html tag is empty"),
            mend: None,
            by_script: false,
        },
        Fault {
            word: "xml-lang-only",
            wrong: (
                "html 标签只有 xml:lang，没有 lang，浏览器不认",
                "the html tag has xml:lang but no lang, which browsers do not read",
            ),
            mend: None,
            by_script: false,
        },
    ],
    settle: None,
    extra: None,
};
