//! ## 查什么
//! 嵌入对象（object）有没有名称。
//! ## 为什么
//! 嵌入的图、音视频、控件没有名称，读屏软件说不出是什么。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔
//! 2021〕28号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 1.1.1（A 级），axe-core 的
//! object-alt。
//! ## 怎么判
//! 有 aria-label、aria-labelledby、title 的通过，没有的不通过；看不出嵌入的是什么的，待人工核实。没有内容地址的、隐藏的
//! 不看。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 对象里面的备用内容只在对象打不开时才出现，不算名称。
//!
//! # English
//!
//! ## What it looks at
//! Whether embedded objects (object) have names.
//! ## Why
//! Embedded pictures, sounds and films are nothing to a screen reader without a name. Government sites are to reach
//! level 1 of GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 1.1.1
//! (A); object-alt in axe-core.
//! ## How it decides
//! A name by aria-label, aria-labelledby or title passes, none fails; where nothing says what is embedded: for a person.
//! Hidden ones and those without data are not looked at. What a template brings to many pages counts once.
//! ## Limits
//! What stands inside the object is shown only when it does not load, and is no name.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-object-alt",
    title: ("嵌入对象缺少替代文本", "Embedded objects without alternative text"),
    source: include_str!("object_alt.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "object-alt",
    wcag: "1.1.1",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("嵌入对象没有名称", "an embedded object has no name"),
    mend: ("请写 title 或 aria-label 说明内容", "say in title or aria-label what it is"),
    faults: &[Fault {
        word: "no-name",
        wrong: ("嵌入对象没有名称", "an embedded object has no name"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
