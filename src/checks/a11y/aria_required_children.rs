//! ## 查什么
//! 有下级要求的角色（list、menu、tablist、grid 等）里有没有所需的角色。
//! ## 为什么
//! 列表、菜单、表格里没有相应的项，结构就是空的。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28
//! 号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 1.3.1（A 级），axe-core 的
//! aria-required-children。
//! ## 怎么判
//! 有所需下级的通过；没有的、含有不许的下级的不通过；空的元素可能由脚本填写，待人工核实。模板带到多个页面的同一处合为一
//! 处。
//! ## 局限
//! 由脚本补写的下级看不见。
//!
//! # English
//!
//! ## What it looks at
//! Whether roles that need children (list, menu, tablist, grid …) hold them.
//! ## Why
//! A list, menu or grid without its items is an empty structure. Government sites are to reach level 1 of GB/T
//! 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 1.3.1 (A);
//! aria-required-children in axe-core.
//! ## How it decides
//! With such children: passed; without, or with children that may not stand there: failed; an empty element, which a
//! script may fill: for a person. What a template brings to many pages counts once.
//! ## Limits
//! Children that a script adds are not seen.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-aria-required-children",
    title: ("角色缺少该有的下级", "Roles without their required children"),
    source: include_str!("aria_required_children.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "aria-required-children",
    wcag: "1.3.1",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("元素的角色缺少所需的下级角色", "an element's role lacks the children it requires"),
    mend: ("请补上下级角色，或改用别的角色", "add them, or use another role"),
    faults: &[
        Fault {
            word: "missing-children",
            wrong: ("元素的角色缺少所需的下级角色", "an element's role lacks the children it requires"),
            mend: None,
            by_script: true,
        },
        Fault {
            word: "wrong-child",
            wrong: ("元素里有其角色不许的下级", "an element holds a child that its role does not allow"),
            mend: Some(("请移出该下级，或改用别的角色", "move the child out, or use another role")),
            by_script: false,
        },
    ],
    settle: None,
    extra: None,
};
