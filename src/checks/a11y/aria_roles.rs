//! ## 查什么
//! role 的值是不是 ARIA 的角色。
//! ## 为什么
//! 浏览器不认的角色等于没写，元素是什么仍然不知道。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28
//! 号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 4.1.2（A 级），axe-core 的 aria-roles。
//! ## 怎么判
//! 几个值里有一个是角色的通过；一个也不是的（如国内工具常写的 serve、viewlist），或用了抽象角色的，不通过。模板带到多个
//! 页面的同一处合为一处。
//! ## 局限
//! 无障碍工具自己认的 role 值，离开该工具就没有作用，仍会列出。
//!
//! # English
//!
//! ## What it looks at
//! Whether the values of role are roles of ARIA.
//! ## Why
//! A role that browsers do not know is as good as none. Government sites are to reach level 1 of GB/T 37668-2019
//! (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 4.1.2 (A); aria-roles in
//! axe-core.
//! ## How it decides
//! One role among the values passes; none (serve, viewlist as written for some tools), or an abstract one: failed. What
//! a template brings to many pages counts once.
//! ## Limits
//! Values that only a barrier-free tool reads do nothing without it and are listed.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-aria-roles",
    title: ("角色名有误", "Unknown roles"),
    source: include_str!("aria_roles.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "aria-roles",
    wcag: "4.1.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("role 的值不是 ARIA 的角色", "the value of role is no role of ARIA"),
    mend: ("请改为 ARIA 的角色名，或删去 role", "write a role of ARIA, or remove it"),
    faults: &[
        Fault {
            word: "unknown-role",
            wrong: ("role 的值不是 ARIA 的角色", "the value of role is no role of ARIA"),
            mend: None,
            by_script: false,
        },
        Fault {
            word: "abstract-role",
            wrong: ("role 用了不许作者使用的抽象角色", "role holds an abstract role, which authors must not use"),
            mend: None,
            by_script: false,
        },
    ],
    settle: None,
    extra: None,
};
