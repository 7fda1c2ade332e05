//! ## 查什么
//! ARIA 属性的值是否在许可之列，引用的 id 是否存在。
//! ## 为什么
//! 值写错或指向不存在的元素，状态和名称就传不到读屏软件。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔
//! 2021〕28号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 4.1.2（A 级），axe-core 的
//! aria-valid-attr-value。
//! ## 怎么判
//! 值不在许可之列、必须有的引用不存在的不通过。aria-labelledby、aria-describedby 和弹出层的引用不存在、值为空的，待人工
//! 核实：脚本可能补上，或另有名称。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 由脚本随时改写的值，只看到初始的。
//!
//! # English
//!
//! ## What it looks at
//! Whether the values of ARIA attributes are allowed and the ids they name exist.
//! ## Why
//! With a wrong value, or a reference to nothing, states and names do not reach the screen reader. Government sites are
//! to reach level 1 of GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to
//! R6-09): 4.1.2 (A); aria-valid-attr-value in axe-core.
//! ## How it decides
//! Values that are not allowed and required references to nothing fail. A missing target of aria-labelledby,
//! aria-describedby or of a pop-up, and an empty value: for a person; a script may add it, or there is another name.
//! What a template brings to many pages counts once.
//! ## Limits
//! Of values that a script changes only the first is seen.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-aria-valid-attr-value",
    title: ("ARIA 属性值有误", "Wrong values of ARIA attributes"),
    source: include_str!("aria_valid_attr_value.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "aria-valid-attr-value",
    wcag: "4.1.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("ARIA 属性的值不对", "the value of an ARIA attribute is wrong"),
    mend: ("请改为许可的值或存在的 id", "write an allowed value, or an id that exists"),
    faults: &[
        Fault {
            word: "invalid-value",
            wrong: ("ARIA 属性的值不在许可之列", "the value of an ARIA attribute is not among those allowed"),
            mend: Some(("请改为许可的值", "write an allowed value")),
            by_script: false,
        },
        Fault {
            word: "missing-reference",
            wrong: ("ARIA 属性指向的 id 页面上没有", "an ARIA attribute refers to an id that the page does not have"),
            mend: Some(("请改为存在的 id", "refer to an id that exists")),
            by_script: false,
        },
        Fault {
            word: "missing-required-reference",
            wrong: (
                "控件必须有的引用指向不存在的 id",
                "a reference that the control needs names an id that the page does not have",
            ),
            mend: Some(("请改为存在的 id", "refer to an id that exists")),
            by_script: false,
        },
        Fault {
            word: "empty-value",
            wrong: ("ARIA 属性的值是空的", "the value of an ARIA attribute is empty"),
            mend: Some(("请写上值或删去该属性", "write a value, or remove the attribute")),
            by_script: false,
        },
        Fault {
            word: "unconnected-error",
            wrong: (
                "aria-errormessage 指向的消息不会被念出来",
                "the message that aria-errormessage names is not announced",
            ),
            mend: Some((
                "请把消息放进 aria-live 区域或 aria-describedby",
                "put the message into a live region or into aria-describedby",
            )),
            by_script: false,
        },
        Fault {
            word: "deep-level",
            wrong: ("aria-level 大于6，不是处处支持", "an aria-level above 6 is not supported everywhere"),
            mend: Some(("请用6级以内", "use six levels at most")),
            by_script: false,
        },
    ],
    settle: None,
    extra: None,
};
