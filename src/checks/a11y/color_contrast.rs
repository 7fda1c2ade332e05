//! ## 查什么
//! 文字与背景的颜色对比够不够。
//! ## 为什么
//! 视力弱的人看不清淡色的字。对应 WCAG 1.4.3（AA 级），axe-core 的 color-contrast；高于一级的代理口径（WCAG A 级，
//! R6-06 至 R6-09），GB/T 37668-2019 一级不以此评分。
//! ## 怎么判
//! 由浏览器画出页面，axe-core 4.14.1 逐字测量：普通文字不到 4.5:1、大字（24像素，或粗体18.66像素）不到 3:1 的不通过，
//! 证据写明两种颜色和比值。背景是图片、渐变，或被别的元素盖住而量不出来的，待人工核实。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 图片里的字、鼠标移上去才变的颜色不量。
//! 只看量过的页面：auto 时是首页和每种模板各一页，至多十页；always 时是每一页。没有浏览器时待人工核实。
//!
//! # English
//!
//! ## What it looks at
//! Whether text stands out from its background.
//! ## Why
//! Who sees badly can't read pale letters. WCAG 1.4.3 (AA); color-contrast in axe-core. That is beyond WCAG level A,
//! which stands in for level 1 of GB/T 37668-2019 (R6-06 to R6-09).
//! ## How it decides
//! A browser draws the page and axe-core 4.14.1 measures: below 4.5:1, or 3:1 for large letters (24 px, or 18.66 px bold),
//! fails; the evidence has both colours and the ratio. On pictures and gradients, or under something else, it can't be
//! measured: for a person. What a template brings to many pages counts once.
//! ## Limits
//! Letters in pictures and colours under the mouse are not measured.
//! Only pages that were measured: with auto the home page and one page of each template, ten at most; with always
//! each. Without a browser it is left to a person.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-color-contrast",
    title: ("文字与背景对比度不足", "Text of too little contrast"),
    source: include_str!("color_contrast.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "color-contrast",
    wcag: "1.4.3",
    level: "AA",
    severity: Severity::Minor,
    scope: Scope::Layout,
    whole_pages: false,
    wrong: ("文字与背景的对比度不足", "text has too little contrast to its background"),
    mend: (
        "请加深文字或调整背景，普通文字不低于4.5:1，大字不低于3:1",
        "darken the text or change the background: 4.5:1 at least, 3:1 for large letters",
    ),
    faults: &[
        Fault {
            word: "low-contrast",
            wrong: ("文字与背景的对比度不足", "text has too little contrast to its background"),
            mend: None,
            by_script: false,
        },
        Fault {
            word: "unknown-background",
            wrong: ("文字的背景量不出来", "the background of text can't be measured"),
            mend: None,
            by_script: false,
        },
    ],
    settle: None,
    extra: None,
};
