//! ## 查什么
//! 页面内各元素的 lang 是不是语言代码。
//! ## 为什么
//! 页面里换用别的语言的部分，靠 lang 换发音。对应 WCAG 3.1.2（AA 级），axe-core 的 valid-lang；高于一级的代理口径（WCAG
//! A 级，R6-06 至 R6-09），GB/T 37668-2019 一级不以此评分。
//! ## 怎么判
//! 第一段是 BCP 47 登记的语言的通过，否则不通过。没有文字的元素不看。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 代码有效而与内容不符的，看代码判断不了。
//!
//! # English
//!
//! ## What it looks at
//! Whether the lang of elements inside the page is a language code.
//! ## Why
//! Parts in another language change the voice by their lang. WCAG 3.1.2 (AA); valid-lang in axe-core. That is beyond
//! WCAG level A, which stands in for level 1 of GB/T 37668-2019 (R6-06 to R6-09).
//! ## How it decides
//! A first part that is a registered language of BCP 47 passes, anything else fails. Elements without text are not
//! looked at. What a template brings to many pages counts once.
//! ## Limits
//! A valid code that is not the language of the text is not told by markup.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-valid-lang",
    title: ("局部语言写法有误", "Language of a part not a language"),
    source: include_str!("valid_lang.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "valid-lang",
    wcag: "3.1.2",
    level: "AA",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("元素的 lang 不是语言代码", "the lang of an element is no language code"),
    mend: ("请改为正确的语言代码，或删去", "correct it or remove it"),
    faults: &[Fault {
        word: "unknown-language",
        wrong: ("元素的 lang 不是登记过的语言代码", "the lang of an element is no registered language code"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
