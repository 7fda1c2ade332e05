//! ## 查什么
//! 页面有没有任何延时的刷新或跳转（meta refresh）。
//! ## 为什么
//! 变化应当由人发起。对应 WCAG 2.2.4、3.2.5（AAA 级），axe-core 的 meta-refresh-no-exceptions；高于一级的代理口径（WCAG
//! A 级，R6-06 至 R6-09），GB/T 37668-2019 一级不以此评分。
//! ## 怎么判
//! 延时大于0的不通过，不论多久；立即跳转的通过。同一模板的页面合为一处。
//! ## 局限
//! WCAG 为 AAA 级，axe-core 默认不查，一般不用于评分；常用的是 a11y-meta-refresh。
//!
//! # English
//!
//! ## What it looks at
//! Whether a page reloads or leaves after any delay (meta refresh).
//! ## Why
//! Changes are to be asked for by people. WCAG 2.2.4, 3.2.5 (AAA); meta-refresh-no-exceptions in axe-core. That is
//! beyond WCAG level A, which stands in for level 1 of GB/T 37668-2019 (R6-06 to R6-09).
//! ## How it decides
//! Any delay above 0 fails; at once passes. What a template brings to many pages counts once.
//! ## Limits
//! Level AAA, and off by default in axe-core: not for scoring; a11y-meta-refresh is the usual one.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-meta-refresh-no-exceptions",
    title: ("页面定时刷新（从严）", "Any refresh after a delay"),
    source: include_str!("meta_refresh_no_exceptions.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "meta-refresh-no-exceptions",
    wcag: "2.2.4、3.2.5",
    level: "AAA",
    severity: Severity::Hint,
    scope: Scope::PageBan,
    whole_pages: false,
    wrong: ("页面会自动刷新或跳转", "the page reloads or leaves by itself"),
    mend: ("请去掉定时，由人点击", "drop the delay and let people click"),
    faults: &[Fault {
        word: "delayed-refresh",
        wrong: ("页面过一段时间会自动刷新或跳转", "the page reloads or leaves by itself after a delay"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: None,
};
