//! ## 查什么
//! dl 是不是由 dt、dd 成组组成。
//! ## 为什么
//! 定义列表按“名称—说明”成组念出，结构乱了就对不上。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕
//! 28号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 1.3.1（A 级），axe-core 的
//! definition-list。
//! ## 怎么判
//! 直接含有 dt、dd、div、script、template 以外的元素或文字的，不成对的，不通过。另有角色的不看。模板带到多个页面的同一处
//! 合为一处。
//! ## 局限
//! 看的是浏览器补全标签后的结构。
//!
//! # English
//!
//! ## What it looks at
//! Whether dl consist of groups of dt and dd.
//! ## Why
//! A definition list is read in pairs of term and description; without order they do not match. Government sites are to
//! reach level 1 of GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09):
//! 1.3.1 (A); definition-list in axe-core.
//! ## How it decides
//! Other elements than dt, dd, div, script, template, text right below, or an unpaired term: failed. Lists with a role
//! of their own are not looked at. What a template brings to many pages counts once.
//! ## Limits
//! What is looked at is the structure after the browser has mended it.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-definition-list",
    title: ("定义列表结构不对", "Definition lists of wrong structure"),
    source: include_str!("definition_list.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "definition-list",
    wcag: "1.3.1",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("定义列表的结构不对", "a definition list has a wrong structure"),
    mend: ("请按 dt、dd 成组书写", "write it in groups of dt and dd"),
    faults: &[
        Fault {
            word: "wrong-child",
            wrong: (
                "定义列表直接含有 dt、dd 以外的元素",
                "a definition list directly holds an element other than dt and dd",
            ),
            mend: None,
            by_script: false,
        },
        Fault {
            word: "stray-text",
            wrong: ("定义列表直接含有文字", "a definition list directly holds text"),
            mend: None,
            by_script: false,
        },
        Fault {
            word: "unpaired",
            wrong: ("定义列表里的名称没有说明", "a term of a definition list has no description"),
            mend: Some(("请成对书写 dt 和 dd", "write dt and dd in pairs")),
            by_script: false,
        },
    ],
    settle: None,
    extra: None,
};
