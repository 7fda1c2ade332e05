//! ## 查什么
//! 框架（iframe、frame）有没有标题。
//! ## 为什么
//! 框架的标题告诉人里面是什么，要不要进去。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28号），一
//! 级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 4.1.2（A 级），axe-core 的 frame-title。
//! ## 怎么判
//! 有非空的 title、aria-label 或 aria-labelledby 的通过，没有或为空的不通过。隐藏的、不能获得焦点的框架不看。模板带到多
//! 个页面的同一处合为一处。
//! ## 局限
//! 标题是否说清内容，看代码判断不了。脚本写入的框架看不见。
//!
//! # English
//!
//! ## What it looks at
//! Whether frames (iframe, frame) have titles.
//! ## Why
//! The title of a frame tells what is inside, before one enters. Government sites are to reach level 1 of GB/T
//! 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 4.1.2 (A);
//! frame-title in axe-core.
//! ## How it decides
//! A title, aria-label or aria-labelledby that is not empty passes; none or an empty one: failed. Hidden frames, and
//! those that can't be focused, are not looked at. What a template brings to many pages counts once.
//! ## Limits
//! Whether the title fits is not told; frames written by script are not seen.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-frame-title",
    title: ("框架没有标题", "Frames without a title"),
    source: include_str!("frame_title.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "frame-title",
    wcag: "4.1.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("框架没有标题", "a frame has no title"),
    mend: ("请写 title 说明框架内容", "say in title what the frame holds"),
    faults: &[
        Fault { word: "no-title", wrong: ("框架没有 title", "a frame has no title"), mend: None, by_script: false },
        Fault {
            word: "empty-title",
            wrong: ("框架的 title 是空的", "the title of a frame is empty"),
            mend: None,
            by_script: false,
        },
    ],
    settle: None,
    extra: None,
};
