//! ## 查什么
//! 有上级要求的角色（listitem、option、tab、menuitem 等）是不是在所属的角色里。
//! ## 为什么
//! 选项、菜单项、标签离开所属的组，位置和总数就念不出来。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔
//! 2021〕28号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 1.3.1（A 级），axe-core 的
//! aria-required-parent。
//! ## 怎么判
//! 在所属角色里、或由 aria-owns 收纳的通过，否则不通过。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 由脚本移动的元素只看到初始位置。
//!
//! # English
//!
//! ## What it looks at
//! Whether roles that need a parent (listitem, option, tab, menuitem …) stand in one.
//! ## Why
//! Options, menu items and tabs outside their group lose place and number. Government sites are to reach level 1 of GB/T
//! 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 1.3.1 (A);
//! aria-required-parent in axe-core.
//! ## How it decides
//! Inside it, or owned by aria-owns: passed; else failed. What a template brings to many pages counts once.
//! ## Limits
//! Elements that a script moves are seen where they first stand.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-aria-required-parent",
    title: ("角色不在该在的上级里", "Roles outside their required parents"),
    source: include_str!("aria_required_parent.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "aria-required-parent",
    wcag: "1.3.1",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("元素的角色不在所需的上级角色里", "an element stands outside the role that its own requires"),
    mend: ("请放进所属的角色，或改用别的角色", "put it into that role, or use another"),
    faults: &[Fault {
        word: "missing-parent",
        wrong: ("元素的角色不在所需的上级角色里", "an element stands outside the role that its own requires"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
