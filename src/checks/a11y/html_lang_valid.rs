//! ## 查什么
//! html 元素的 lang 是不是语言代码。
//! ## 为什么
//! 语言代码写错，等于没有写。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28号），一级条文全表未见
//! 公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 3.1.1（A 级），axe-core 的 html-lang-valid。
//! ## 怎么判
//! lang 的第一段是 BCP 47 登记的语言（zh、en、bo 等）的通过，否则不通过。没有 lang 的见 a11y-html-has-lang。同一模板的页
//! 面合为一处。
//! ## 局限
//! 代码有效而与内容不符（中文页写 en）的，看代码判断不了。
//!
//! # English
//!
//! ## What it looks at
//! Whether the lang of the html element is a language code.
//! ## Why
//! A wrong code is as good as none. Government sites are to reach level 1 of GB/T 37668-2019 (R0-08); its full list is
//! not to be had, so WCAG level A stands in (R6-06 to R6-09): 3.1.1 (A); html-lang-valid in axe-core.
//! ## How it decides
//! A first part that is a registered language of BCP 47 (zh, en, bo …) passes, anything else fails. No lang at all: see
//! a11y-html-has-lang. What a template brings to many pages counts once.
//! ## Limits
//! A valid code that is not the language of the text (en on a Chinese page) is not told by markup.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-html-lang-valid",
    title: ("页面语言写法有误", "Page language not a language"),
    source: include_str!("html_lang_valid.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "html-lang-valid",
    wcag: "3.1.1",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Page,
    whole_pages: false,
    wrong: ("html 标签的 lang 不是语言代码", "the lang of the html tag is no language code"),
    mend: ("请改为 lang=\"zh-CN\"", "make it lang=\"zh-CN\""),
    faults: &[Fault {
        word: "unknown-language",
        wrong: ("html 标签的 lang 不是登记过的语言代码", "the lang of the html tag is no registered language code"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
