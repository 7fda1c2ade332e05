//! ## 查什么
//! role 为 link、button、menuitem 的元素有没有名称。
//! ## 为什么
//! 用 role 做的链接、按钮、菜单项同样要有名称。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28
//! 号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 4.1.2（A 级），axe-core 的
//! aria-command-name。
//! ## 怎么判
//! 有文字、aria-label、aria-labelledby 或 title 的通过，没有的不通过。HTML 自己的链接和按钮见各自的检查。模板带到多个页
//! 面的同一处合为一处。
//! ## 局限
//! 靠样式画出的图标没有名称。
//!
//! # English
//!
//! ## What it looks at
//! Whether elements with the role link, button or menuitem have names.
//! ## Why
//! Links, buttons and menu items made by a role need names as well. Government sites are to reach level 1 of GB/T
//! 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 4.1.2 (A);
//! aria-command-name in axe-core.
//! ## How it decides
//! Text, aria-label, aria-labelledby or title passes, none fails. HTML's own links and buttons have their own checks.
//! What a template brings to many pages counts once.
//! ## Limits
//! An icon drawn by a style sheet is no name.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-aria-command-name",
    title: ("带角色的控件没有名称", "Commands without a name"),
    source: include_str!("aria_command_name.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "aria-command-name",
    wcag: "4.1.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("带角色的控件没有名称", "a command has no name"),
    mend: ("请写上文字或 aria-label", "give it text or an aria-label"),
    faults: &[Fault {
        word: "no-name",
        wrong: (
            "role 为链接、按钮或菜单项的元素没有名称",
            "an element with the role of a link, button or menu item has no name",
        ),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
