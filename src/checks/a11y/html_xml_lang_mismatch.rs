//! ## 查什么
//! html 元素的 lang 与 xml:lang 是否一致。
//! ## 为什么
//! lang 与 xml:lang 不一，读屏软件可能选错发音。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28
//! 号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 3.1.1（A 级），axe-core 的
//! html-xml-lang-mismatch。
//! ## 怎么判
//! 两者语言（第一段）相同的通过，不同的不通过。只有一个或写法无效的不看。同一模板的页面合为一处。
//! ## 局限
//! 与内容是否相符，看代码判断不了。
//!
//! # English
//!
//! ## What it looks at
//! Whether lang and xml:lang of the html element agree.
//! ## Why
//! Where lang and xml:lang differ, a screen reader may choose the wrong voice. Government sites are to reach level 1 of
//! GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 3.1.1 (A);
//! html-xml-lang-mismatch in axe-core.
//! ## How it decides
//! The same language (first part) passes, another fails. With one of them only, or an invalid one, not looked at. What a
//! template brings to many pages counts once.
//! ## Limits
//! Whether it is the language of the text is not told by markup.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-html-xml-lang-mismatch",
    title: ("页面语言前后不一", "Two languages of one page"),
    source: include_str!("html_xml_lang_mismatch.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "html-xml-lang-mismatch",
    wcag: "3.1.1",
    level: "A",
    severity: Severity::Minor,
    scope: Scope::Page,
    whole_pages: false,
    wrong: ("html 标签的 lang 与 xml:lang 语言不同", "lang and xml:lang of the html tag name different languages"),
    mend: ("请改为一致", "make them agree"),
    faults: &[Fault {
        word: "different-languages",
        wrong: ("html 标签的 lang 与 xml:lang 语言不同", "lang and xml:lang of the html tag name different languages"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
