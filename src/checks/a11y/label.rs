//! ## 查什么
//! 输入框、复选框、单选框、文本域有没有标签。
//! ## 为什么
//! 没有标签的输入框，听不出该填什么。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28号），一级条文
//! 全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 1.3.1、3.3.2、4.1.2（A 级），axe-core 的 label。
//! ## 怎么判
//! 有 label、aria-label、aria-labelledby、title 或 placeholder 之一能给出名称的通过；都没有的，唯一的标签是隐藏的，不通
//! 过。隐藏域和按钮不看；下拉框见 a11y-select-name。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 写在旁边而没有关联的文字不算标签。占位提示虽算名称，输入后就看不见了，仍宜另写标签。
//!
//! # English
//!
//! ## What it looks at
//! Whether fields, check boxes, radio buttons and text areas have labels.
//! ## Why
//! Without a label nobody hears what to fill in. Government sites are to reach level 1 of GB/T 37668-2019 (R0-08); its
//! full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 1.3.1, 3.3.2, 4.1.2 (A); label in axe-core.
//! ## How it decides
//! A name by label, aria-label, aria-labelledby, title or placeholder passes; none, or only a hidden label: failed.
//! Hidden fields and buttons are not looked at; drop-down lists: see a11y-select-name. What a template brings to many
//! pages counts once.
//! ## Limits
//! Text beside the field that is not tied to it is no label. A placeholder counts as a name but vanishes on typing; a
//! label is better.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-label",
    title: ("输入框没有标签", "Form fields without a label"),
    source: include_str!("label.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "label",
    wcag: "1.3.1、3.3.2、4.1.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("输入框没有标签", "a form field has no label"),
    mend: ("请用 label 的 for 关联，或写 aria-label", "tie a label to it by for, or write an aria-label"),
    faults: &[
        Fault {
            word: "no-label",
            wrong: ("输入框没有标签", "a form field has no label"),
            mend: None,
            by_script: false,
        },
        Fault {
            word: "hidden-label",
            wrong: ("输入框唯一的标签是隐藏的", "the only label of a form field is hidden"),
            mend: Some(("请让标签可见，或写 aria-label", "show the label, or write an aria-label")),
            by_script: false,
        },
    ],
    settle: None,
    extra: None,
};
