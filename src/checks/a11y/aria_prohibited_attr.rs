//! ## 查什么
//! 角色不许命名的元素有没有写 aria-label、aria-labelledby 等。
//! ## 为什么
//! 普通的 div、span 写了 aria-label，读屏软件多半不念，写的人以为念了。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国
//! 办公开办函〔2021〕28号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 4.1.2（A 级），axe-core
//! 的 aria-prohibited-attr。
//! ## 怎么判
//! 写了的不通过；元素自己有文字的，名称丢了也还有内容，待人工核实。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 由脚本加角色的元素只看到初始的。
//!
//! # English
//!
//! ## What it looks at
//! Whether elements whose role must not be named have aria-label, aria-labelledby and the like.
//! ## Why
//! An aria-label on a plain div or span is mostly not read, though its author thinks it is. Government sites are to
//! reach level 1 of GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09):
//! 4.1.2 (A); aria-prohibited-attr in axe-core.
//! ## How it decides
//! If so, failed; where the element has text of its own, so that less is lost: for a person. What a template brings to
//! many pages counts once.
//! ## Limits
//! Of elements to which a script gives a role only the first state is seen.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-aria-prohibited-attr",
    title: ("不能命名的元素写了名称", "Names on what can't be named"),
    source: include_str!("aria_prohibited_attr.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "aria-prohibited-attr",
    wcag: "4.1.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("不能命名的元素写了名称", "an element that must not be named has a name"),
    mend: ("请加上合适的 role，或改用文字", "give it a fitting role, or use text"),
    faults: &[Fault {
        word: "naming-prohibited",
        wrong: (
            "aria-label 等写在了不能命名的元素上",
            "an element whose role can't be named has an aria-label or the like",
        ),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
