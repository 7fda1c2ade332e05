//! ## 查什么
//! 另写了 aria-label 的链接、按钮等，名称里有没有看得见的文字。
//! ## 为什么
//! 用语音操作的人说出看到的文字，名称里没有就点不到。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕
//! 28号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 2.5.3（A 级），axe-core 的
//! label-content-name-mismatch。
//! ## 怎么判
//! 名称包含看得见的文字（不计大小写、标点）的通过，否则不通过；单个符号和图标字体，待人工核实。模板带到多个页面的同一处
//! 合为一处。
//! ## 局限
//! 哪些文字看得见，外部样式表没有读到时不能全知道。axe-core 把此项列为试行。
//!
//! # English
//!
//! ## What it looks at
//! Whether links, buttons and the like with an aria-label have their visible text in that name.
//! ## Why
//! Who works by voice says the words on the control; if its name lacks them, nothing happens. Government sites are to
//! reach level 1 of GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09):
//! 2.5.3 (A); label-content-name-mismatch in axe-core.
//! ## How it decides
//! A name that holds the visible text (case and punctuation aside) passes, else it fails; single signs and icon fonts:
//! for a person. What a template brings to many pages counts once.
//! ## Limits
//! What text is visible is not wholly known without the style sheets. For axe-core the rule is experimental.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-label-content-name-mismatch",
    title: ("名称不含看得见的文字", "Names that leave out the visible text"),
    source: include_str!("label_content_name_mismatch.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "label-content-name-mismatch",
    wcag: "2.5.3",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("控件的名称里没有看得见的文字", "the name of a control leaves out its visible text"),
    mend: ("请让 aria-label 以看得见的文字开头，或删去", "begin the aria-label with the visible text, or remove it"),
    faults: &[Fault {
        word: "words-missing",
        wrong: ("控件的名称里没有看得见的文字", "the name of a control leaves out its visible text"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
