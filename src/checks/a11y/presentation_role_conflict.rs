//! ## 查什么
//! 标作装饰的元素（role=none、presentation，或 alt="" 的图片）有没有全局 ARIA 属性，能不能获得焦点。
//! ## 为什么
//! 标作装饰又能获得焦点，浏览器会不理会“装饰”。WCAG 没有直接对应的条款，属通行做法，axe-core 的
//! presentation-role-conflict；GB/T 37668-2019 一级以 WCAG A 级代替（R6-06 至 R6-09），此项不评分。
//! ## 怎么判
//! 有的不通过，没有的通过。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 本意是装饰还是内容，看代码判断不了。
//!
//! # English
//!
//! ## What it looks at
//! Whether elements marked as decoration (role none or presentation, an img with alt="") have global ARIA attributes or
//! can be focused.
//! ## Why
//! What is marked as decoration and can be focused is not taken for decoration by browsers. No criterion of WCAG asks
//! for it in so many words: good practice; presentation-role-conflict in axe-core. WCAG level A stands in for level 1 of
//! GB/T 37668-2019 (R6-06 to R6-09).
//! ## How it decides
//! If so, failed; else passed. What a template brings to many pages counts once.
//! ## Limits
//! Whether it is meant as decoration is not told by markup.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-presentation-role-conflict",
    title: ("装饰角色相互矛盾", "Decoration that is none"),
    source: include_str!("presentation_role_conflict.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "presentation-role-conflict",
    wcag: "",
    level: "",
    severity: Severity::Hint,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("标作装饰的元素又带有与之矛盾的属性", "an element marked as decoration has what contradicts it"),
    mend: ("请去掉装饰标记或矛盾的属性", "drop the mark, or what contradicts it"),
    faults: &[
        Fault {
            word: "focusable",
            wrong: ("标作装饰的元素能获得焦点", "an element marked as decoration can be focused"),
            mend: None,
            by_script: false,
        },
        Fault {
            word: "global-attribute",
            wrong: ("标作装饰的元素带有全局 ARIA 属性", "an element marked as decoration has a global ARIA attribute"),
            mend: None,
            by_script: false,
        },
    ],
    settle: None,
    extra: None,
};
