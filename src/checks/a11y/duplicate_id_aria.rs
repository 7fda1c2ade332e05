//! ## 查什么
//! 被 label 的 for、aria-labelledby 等引用的 id 有没有重复。
//! ## 为什么
//! 标签和 ARIA 属性按 id 找元素，重复时只找到第一个。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕
//! 28号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 4.1.2（A 级），axe-core 的
//! duplicate-id-aria。
//! ## 怎么判
//! 重复的，待人工核实：引用到的第一个也许正是所要的；但同一 id 的另一个输入框因此没有标签的，不通过。没有被引用的见
//! a11y-duplicate-id。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 由脚本引用的 id 看不见。
//!
//! # English
//!
//! ## What it looks at
//! Whether ids that label for, aria-labelledby and the like refer to stand more than once.
//! ## Why
//! Labels and ARIA attributes find elements by id; of two they find the first. Government sites are to reach level 1 of
//! GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 4.1.2 (A);
//! duplicate-id-aria in axe-core.
//! ## How it decides
//! A repeated one: for a person, since the first may be the one that is meant; where another field with that id is left
//! without a label: failed. Ids nobody refers to: see a11y-duplicate-id. What a template brings to many pages counts
//! once.
//! ## Limits
//! References by script are not seen.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-duplicate-id-aria",
    title: ("被引用的 id 重复", "Referred ids that stand twice"),
    source: include_str!("duplicate_id_aria.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "duplicate-id-aria",
    wcag: "4.1.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("被引用的 id 重复", "an id that is referred to stands more than once"),
    mend: ("请让 id 唯一", "make the id unique"),
    faults: &[Fault {
        word: "duplicate-id",
        wrong: (
            "被标签或 ARIA 属性引用的 id 在页面上不止一个",
            "an id that a label or ARIA attribute refers to stands more than once on the page",
        ),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
