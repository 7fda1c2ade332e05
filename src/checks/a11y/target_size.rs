//! ## 查什么
//! 链接、按钮等可点的区域是不是太小、太挤。
//! ## 为什么
//! 手抖的人、用手机的人点不中又小又挤的链接。对应 WCAG 2.5.8（AA 级，WCAG 2.2），axe-core 的 target-size；高于一级的代理
//! 口径（WCAG A 级，R6-06 至 R6-09），GB/T 37668-2019 一级不以此评分。
//! ## 怎么判
//! 由浏览器画出页面，axe-core 4.14.1 测量：宽或高不到24像素，周围又没有留出24像素间距的，不通过，证据写明大小。
//! 正文段落里的链接不看。量不出来的待人工核实。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 只在1366像素宽的窗口里量，手机上的版面没有量。
//! 只看量过的页面：auto 时是首页和每种模板各一页，至多十页；always 时是每一页。没有浏览器时待人工核实。
//!
//! # English
//!
//! ## What it looks at
//! Whether links, buttons and other targets are too small and too close.
//! ## Why
//! Unsteady hands and thumbs on telephones miss what is small and crowded. WCAG 2.5.8 (AA, WCAG 2.2); target-size in
//! axe-core. That is beyond WCAG level A, which stands in for level 1 of GB/T 37668-2019 (R6-06 to R6-09).
//! ## How it decides
//! A browser draws the page and axe-core 4.14.1 measures: below 24 px in width or height without as much room around it
//! fails; the evidence has the size. Links inside running text are not looked at. What can't be measured: for a person.
//! What a template brings to many pages counts once.
//! ## Limits
//! Measured in a window of 1366 px alone, not as on a telephone.
//! Only pages that were measured: with auto the home page and one page of each template, ten at most; with always
//! each. Without a browser it is left to a person.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-target-size",
    title: ("点击区域太小", "Targets that are too small"),
    source: include_str!("target_size.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "target-size",
    wcag: "2.5.8",
    level: "AA",
    severity: Severity::Minor,
    scope: Scope::Layout,
    whole_pages: false,
    wrong: ("点击区域小于24×24像素，周围也没有留空", "a target is smaller than 24×24 px, with no room around it"),
    mend: ("请加大点击区域，或拉开与相邻链接的距离", "make it larger, or set it apart from its neighbours"),
    faults: &[
        Fault {
            word: "too-small",
            wrong: (
                "点击区域小于24×24像素，周围也没有留空",
                "a target is smaller than 24×24 px, with no room around it",
            ),
            mend: None,
            by_script: false,
        },
        Fault {
            word: "unknown-size",
            wrong: ("点击区域的大小量不出来", "the size of a target can't be measured"),
            mend: None,
            by_script: false,
        },
    ],
    settle: None,
    extra: None,
};
