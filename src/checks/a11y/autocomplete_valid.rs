//! ## 查什么
//! 输入框的 autocomplete 是不是 HTML 规定的值。
//! ## 为什么
//! 写对了，浏览器能替人填姓名、电话，记不住、打字难的人受益。对应 WCAG 1.3.5（AA 级），axe-core 的 autocomplete-valid；
//! 高于一级的代理口径（WCAG A 级，R6-06 至 R6-09），GB/T 37668-2019 一级不以此评分。
//! ## 怎么判
//! on、off 和规定的用途词及其组合通过，其余不通过；几个常见的自造词（如 text）待人工核实。隐藏、禁用的不看。模板带到多个
//! 页面的同一处合为一处。
//! ## 局限
//! 用途与字段是否相符，看代码判断不了。
//!
//! # English
//!
//! ## What it looks at
//! Whether the autocomplete of fields is one of HTML's values.
//! ## Why
//! Written rightly, browsers fill in name and number for people to whom typing is hard. WCAG 1.3.5 (AA);
//! autocomplete-valid in axe-core. That is beyond WCAG level A, which stands in for level 1 of GB/T 37668-2019 (R6-06 to
//! R6-09).
//! ## How it decides
//! on, off and the terms of HTML pass, others fail; a few words in common use (text): for a person. Hidden and disabled
//! fields are not looked at. What a template brings to many pages counts once.
//! ## Limits
//! Whether the term fits the field is not told by markup.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-autocomplete-valid",
    title: ("自动填写属性有误", "Wrong values of autocomplete"),
    source: include_str!("autocomplete_valid.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "autocomplete-valid",
    wcag: "1.3.5",
    level: "AA",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("autocomplete 的值不是规定的词", "the value of autocomplete is not one of HTML's"),
    mend: ("请改为规定的用途词，或删去", "write a term of HTML, or remove it"),
    faults: &[Fault {
        word: "invalid-autocomplete",
        wrong: ("autocomplete 的值不是 HTML 规定的词", "the value of autocomplete is not one of HTML's"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
