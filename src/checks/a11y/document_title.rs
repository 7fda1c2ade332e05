//! ## 查什么
//! 页面有没有非空的 title。
//! ## 为什么
//! 标题是打开页面时最先听到的，也是标签页和收藏夹里的名字。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔
//! 2021〕28号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 2.4.2（A 级），axe-core 的
//! document-title。
//! ## 怎么判
//! 有非空 title 的通过；没有或为空的不通过。内嵌框架的页面不看。页面由脚本绘制的，脚本可能补写，待人工核实。同一模板的页
//! 面合为一处。
//! ## 局限
//! 标题是否说清内容、是否千篇一律，不在此看。
//!
//! # English
//!
//! ## What it looks at
//! Whether the page has a title that is not empty.
//! ## Why
//! The title is what is heard first, and the name of tab and bookmark. Government sites are to reach level 1 of GB/T
//! 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 2.4.2 (A);
//! document-title in axe-core.
//! ## How it decides
//! A title that is not empty passes; none or an empty one: failed. Pages of frames are not looked at. On a page drawn by
//! script, which may set it: for a person. What a template brings to many pages counts once.
//! ## Limits
//! Whether the title tells what the page is about is not looked at here.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-document-title",
    title: ("页面没有标题", "Pages without a title"),
    source: include_str!("document_title.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "document-title",
    wcag: "2.4.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Absence,
    whole_pages: true,
    wrong: ("页面没有标题", "the page has no title"),
    mend: ("请在 head 里写明 title", "write a title in the head"),
    faults: &[
        Fault {
            word: "no-title", wrong: ("页面没有 title", "the page has no title"), mend: None, by_script: false
        },
        Fault {
            word: "empty-title",
            wrong: ("页面的 title 是空的", "the title of the page is empty"),
            mend: None,
            by_script: false,
        },
    ],
    settle: None,
    extra: None,
};
