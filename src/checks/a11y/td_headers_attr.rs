//! ## 查什么
//! 单元格的 headers 属性指向的是不是同一张表里的表头。
//! ## 为什么
//! 读屏软件按 headers 念出单元格的表头，指错就念错。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕
//! 28号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 1.3.1（A 级），axe-core 的
//! td-headers-attr。
//! ## 怎么判
//! 指向不存在的、别的表的、不是表头的、单元格自己的不通过；headers 为空的，待人工核实。没有 headers 的单元格不看。模板带
//! 到多个页面的同一处合为一处。
//! ## 局限
//! 该用 headers 而没有用的复杂表格看不出来。
//!
//! # English
//!
//! ## What it looks at
//! Whether the headers attribute of cells names header cells of the same table.
//! ## Why
//! A screen reader says the headers that headers names; wrong ones mislead. Government sites are to reach level 1 of
//! GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 1.3.1 (A);
//! td-headers-attr in axe-core.
//! ## How it decides
//! Names that do not exist, of another table, of no header or of the cell itself fail; an empty headers: for a person.
//! Cells without headers are not looked at. What a template brings to many pages counts once.
//! ## Limits
//! A complex table that lacks headers is not seen.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-td-headers-attr",
    title: ("单元格指向的表头不对", "Cells that name wrong headers"),
    source: include_str!("td_headers_attr.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "td-headers-attr",
    wcag: "1.3.1",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("单元格的 headers 指向不对", "the headers of a cell names what is no header of it"),
    mend: ("请改为同一张表里表头的 id", "name the ids of header cells of the same table"),
    faults: &[
        Fault {
            word: "unknown-header",
            wrong: (
                "单元格的 headers 指向同一张表里没有的 id",
                "the headers of a cell names an id that the table does not have",
            ),
            mend: None,
            by_script: false,
        },
        Fault {
            word: "not-a-header",
            wrong: ("单元格的 headers 指向的不是表头", "the headers of a cell names a cell that is no header"),
            mend: Some(("请把被指的单元格改为 th，或改正 id", "make the named cell a th, or correct the id")),
            by_script: false,
        },
        Fault {
            word: "own-header",
            wrong: ("单元格的 headers 指向自己", "the headers of a cell names the cell itself"),
            mend: None,
            by_script: false,
        },
        Fault {
            word: "empty-headers",
            wrong: ("单元格的 headers 是空的", "the headers of a cell is empty"),
            mend: Some(("请写上表头的 id，或删去", "write the ids, or remove it")),
            by_script: false,
        },
    ],
    settle: None,
    extra: None,
};
