//! ## 查什么
//! dt、dd 是不是在 dl 里。
//! ## 为什么
//! 名称与说明离开定义列表，对应关系就没有了。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28号），
//! 一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 1.3.1（A 级），axe-core 的 dlitem。
//! ## 怎么判
//! 在 dl 里（可隔一层 div）的通过，否则不通过。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 看的是浏览器补全标签后的结构。
//!
//! # English
//!
//! ## What it looks at
//! Whether dt and dd stand in a dl.
//! ## Why
//! Outside of a definition list, term and description are no longer a pair. Government sites are to reach level 1 of
//! GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 1.3.1 (A);
//! dlitem in axe-core.
//! ## How it decides
//! Inside a dl (a div between is allowed): passed; else failed. What a template brings to many pages counts once.
//! ## Limits
//! What is looked at is the structure after the browser has mended it.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-dlitem",
    title: ("定义项不在定义列表里", "Terms outside of a definition list"),
    source: include_str!("dlitem.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "dlitem",
    wcag: "1.3.1",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("dt 或 dd 不在 dl 里", "a dt or dd stands outside of a dl"),
    mend: ("请放进 dl", "put it into a dl"),
    faults: &[Fault {
        word: "no-list",
        wrong: ("dt 或 dd 不在 dl 里", "a dt or dd stands outside of a dl"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
