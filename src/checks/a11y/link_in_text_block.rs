//! ## 查什么
//! 段落里的链接，不靠颜色看不看得出来。
//! ## 为什么
//! 分不清颜色的人看不出哪几个字能点。对应 WCAG 1.4.1（A 级），axe-core 的 link-in-text-block；政府网站无障碍改造要达到
//! GB/T 37668-2019 一级，以 WCAG A 级代替（R6-06 至 R6-09）。
//! ## 怎么判
//! 由浏览器画出页面，axe-core 4.14.1 测量：段落里的链接没有下划线、粗体、边框等区别，颜色与周围文字的对比又不到 3:1 的，
//! 不通过。量不出来的待人工核实。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 鼠标移上去或获得焦点时的样子不看。
//! 只看量过的页面：auto 时是首页和每种模板各一页，至多十页；always 时是每一页。没有浏览器时待人工核实。
//!
//! # English
//!
//! ## What it looks at
//! Whether links inside running text can be told without colour.
//! ## Why
//! Who can't tell colours apart does not see which words are links. WCAG 1.4.1 (A); link-in-text-block in axe-core.
//! Government sites are to reach level 1 of GB/T 37668-2019; WCAG level A stands in (R6-06 to R6-09).
//! ## How it decides
//! A browser draws the page and axe-core 4.14.1 measures: no underline, weight or border, and less than 3:1 between the
//! link's colour and that of the text around it: failed. What can't be measured: for a person. What a template brings to
//! many pages counts once.
//! ## Limits
//! How it looks under the mouse or in focus is not measured.
//! Only pages that were measured: with auto the home page and one page of each template, ten at most; with always
//! each. Without a browser it is left to a person.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-link-in-text-block",
    title: ("正文中的链接只靠颜色区分", "Links told from text by colour alone"),
    source: include_str!("link_in_text_block.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "link-in-text-block",
    wcag: "1.4.1",
    level: "A",
    severity: Severity::Minor,
    scope: Scope::Layout,
    whole_pages: false,
    wrong: (
        "段落里的链接只靠颜色区分，而颜色相近",
        "a link in a text differs from it by colour alone, and hardly by that",
    ),
    mend: ("请给正文中的链接加下划线", "underline links inside texts"),
    faults: &[
        Fault {
            word: "no-distinction",
            wrong: (
                "段落里的链接只靠颜色区分，而颜色相近",
                "a link in a text differs from it by colour alone, and hardly by that",
            ),
            mend: None,
            by_script: false,
        },
        Fault {
            word: "unknown-distinction",
            wrong: ("段落里的链接与文字的区别量不出来", "how a link differs from the text around it can't be measured"),
            mend: None,
            by_script: false,
        },
    ],
    settle: None,
    extra: None,
};
