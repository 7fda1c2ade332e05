//! ## 查什么
//! 元素上的 ARIA 属性是不是其角色许可的。
//! ## 为什么
//! 角色不支持的属性，读屏软件不理会，或念出错误的状态。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021
//! 〕28号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 4.1.2（A 级），axe-core 的
//! aria-allowed-attr。
//! ## 怎么判
//! 角色许可的和全局的属性通过，其余不通过；已停用的属性、没有角色的未知元素，待人工核实。模板带到多个页面的同一处合为一
//! 处。
//! ## 局限
//! 由脚本换角色的元素只看到初始的。
//!
//! # English
//!
//! ## What it looks at
//! Whether the ARIA attributes of an element are allowed for its role.
//! ## Why
//! Screen readers ignore an attribute that the role does not support, or say a wrong state. Government sites are to
//! reach level 1 of GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09):
//! 4.1.2 (A); aria-allowed-attr in axe-core.
//! ## How it decides
//! Global attributes and those of the role pass, others fail; deprecated ones, and unknown elements without a role: for
//! a person. What a template brings to many pages counts once.
//! ## Limits
//! Of elements whose role a script changes only the first is seen.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-aria-allowed-attr",
    title: ("ARIA 属性用错角色", "ARIA attributes on roles that do not allow them"),
    source: include_str!("aria_allowed_attr.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "aria-allowed-attr",
    wcag: "4.1.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("ARIA 属性不许用在该元素的角色上", "an ARIA attribute is not allowed for the role of its element"),
    mend: ("请删去该属性，或改用支持它的角色", "remove it, or use a role that supports it"),
    faults: &[
        Fault {
            word: "attribute-not-allowed",
            wrong: ("ARIA 属性不许用在该元素的角色上", "an ARIA attribute is not allowed for the role of its element"),
            mend: None,
            by_script: false,
        },
        Fault {
            word: "deprecated-attribute",
            wrong: ("用了已停用的 ARIA 属性", "an ARIA attribute is deprecated"),
            mend: Some(("请删去该属性", "remove it")),
            by_script: false,
        },
        Fault {
            word: "letter-case",
            wrong: ("ARIA 属性的值应当小写", "the value of an ARIA attribute must be in lower case"),
            mend: Some(("请改为小写", "write it in lower case")),
            by_script: false,
        },
    ],
    settle: None,
    extra: None,
};
