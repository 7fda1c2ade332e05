//! ## 查什么
//! 页面上有没有重复的 id。
//! ## 为什么
//! id 应当唯一，重复时脚本、锚点、标签只找到第一个。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕
//! 28号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 4.1.1（A 级），axe-core 的 duplicate-id。
//! ## 怎么判
//! 同一个 id 出现不止一次的不通过；每个重复的 id 记一处。WCAG 2.2 已删去 4.1.1，axe-core 默认也不再查，所以只作提示。模
//! 板带到多个页面的同一处合为一处。
//! ## 局限
//! 由脚本生成的 id 看不见。被标签和 ARIA 引用的见 a11y-duplicate-id-aria。
//!
//! # English
//!
//! ## What it looks at
//! Whether ids stand more than once on a page.
//! ## Why
//! Ids are to be unique; of two, scripts, anchors and labels find the first. Government sites are to reach level 1 of
//! GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 4.1.1 (A);
//! duplicate-id in axe-core.
//! ## How it decides
//! The same id more than once fails; each repeated id counts once. WCAG 2.2 dropped 4.1.1 and axe-core no longer looks
//! by default, so it is but a hint. What a template brings to many pages counts once.
//! ## Limits
//! Ids that a script makes are not seen. Those that labels and ARIA refer to: see a11y-duplicate-id-aria.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-duplicate-id",
    title: ("id 重复", "Repeated ids"),
    source: include_str!("duplicate_id.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "duplicate-id",
    wcag: "4.1.1",
    level: "A",
    severity: Severity::Hint,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("页面上有重复的 id", "an id stands more than once on the page"),
    mend: ("请让 id 唯一", "make the id unique"),
    faults: &[Fault {
        word: "duplicate-id",
        wrong: ("同一个 id 在页面上不止一个", "the same id stands more than once on the page"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
