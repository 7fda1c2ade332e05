//! ## 查什么
//! ul、ol 是不是只直接含有 li。
//! ## 为什么
//! 列表里混入别的内容，读屏软件报的项数和位置就不对。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕
//! 28号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 1.3.1（A 级），axe-core 的 list。
//! ## 怎么判
//! 直接含有别的元素或文字的不通过；script、template 和注释不算。另有角色的列表不看。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 看的是浏览器补全标签后的结构。
//!
//! # English
//!
//! ## What it looks at
//! Whether ul and ol hold nothing but li right below them.
//! ## Why
//! With other content in a list, its number of items and places come out wrong. Government sites are to reach level 1 of
//! GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 1.3.1 (A); list
//! in axe-core.
//! ## How it decides
//! Another element or text right below fails; script, template and comments do not count. Lists with a role of their own
//! are not looked at. What a template brings to many pages counts once.
//! ## Limits
//! What is looked at is the structure after the browser has closed open tags.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-list",
    title: ("列表含有列表项以外的内容", "Lists that hold more than list items"),
    source: include_str!("list.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "list",
    wcag: "1.3.1",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("列表直接含有 li 以外的内容", "a list holds something other than li"),
    mend: ("请把内容放进 li", "put it into an li"),
    faults: &[
        Fault {
            word: "wrong-child",
            wrong: ("列表直接含有 li 以外的元素", "a list directly holds an element other than li"),
            mend: None,
            by_script: false,
        },
        Fault {
            word: "stray-text",
            wrong: ("列表直接含有文字", "a list directly holds text"),
            mend: None,
            by_script: false,
        },
    ],
    settle: None,
    extra: None,
};
