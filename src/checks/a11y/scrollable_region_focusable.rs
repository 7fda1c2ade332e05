//! ## 查什么
//! 页面里自带滚动条的区域，不用鼠标能不能滚动。
//! ## 为什么
//! 只用键盘的人到不了的滚动区域，下面的内容就看不见。对应 WCAG 2.1.1（A 级），axe-core 的 scrollable-region-focusable；政府
//! 网站无障碍改造要达到 GB/T 37668-2019 一级，以 WCAG A 级代替（R6-06 至 R6-09）。
//! ## 怎么判
//! 由浏览器画出页面，axe-core 4.14.1 查看：内容超出、能滚动，而自身和里面都没有能获得焦点的元素的，不通过。量不出来的
//! 待人工核实。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 有的浏览器会让滚动区域自己获得焦点，这里从严。
//! 只看量过的页面：auto 时是首页和每种模板各一页，至多十页；always 时是每一页。没有浏览器时待人工核实。
//!
//! # English
//!
//! ## What it looks at
//! Whether regions with scroll bars of their own can be scrolled without a mouse.
//! ## Why
//! What keys can't reach, people without a mouse can't read. WCAG 2.1.1 (A); scrollable-region-focusable in axe-core.
//! Government sites are to reach level 1 of GB/T 37668-2019; WCAG level A stands in (R6-06 to R6-09).
//! ## How it decides
//! A browser draws the page and axe-core 4.14.1 looks: content beyond the edge, and nothing in the region nor itself that
//! takes the focus: failed. What can't be measured: for a person. What a template brings to many pages counts once.
//! ## Limits
//! Some browsers let such regions take the focus by themselves; this is the strict reading.
//! Only pages that were measured: with auto the home page and one page of each template, ten at most; with always
//! each. Without a browser it is left to a person.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-scrollable-region-focusable",
    title: ("滚动区域键盘到不了", "Scrolling regions out of reach of the keyboard"),
    source: include_str!("scrollable_region_focusable.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "scrollable-region-focusable",
    wcag: "2.1.1",
    level: "A",
    severity: Severity::Minor,
    scope: Scope::Layout,
    whole_pages: false,
    wrong: ("滚动区域键盘到不了", "keys can't reach a scrolling region"),
    mend: (
        "请给滚动区域加 tabindex=\"0\"，或在里面放能获得焦点的元素",
        "give it tabindex=\"0\" or something inside that takes the focus",
    ),
    faults: &[Fault {
        word: "not-focusable",
        wrong: ("滚动区域键盘到不了", "keys can't reach a scrolling region"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
