//! ## 查什么
//! 数据表格里的表头（th）有没有对应的数据单元格。
//! ## 为什么
//! 表头不对应任何数据，听的人分不清行列。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28号），一级
//! 条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 1.3.1（A 级），axe-core 的 th-has-data-cells。
//! ## 怎么判
//! 表头所在的行、列或 headers 关系里没有数据单元格的不通过；整张表没有数据的，可能由脚本填写，待人工核实。模板带到多个页
//! 面的同一处合为一处。
//! ## 局限
//! 排版用的表格、标作 presentation 的不看。
//!
//! # English
//!
//! ## What it looks at
//! Whether the header cells (th) of data tables head any data cell.
//! ## Why
//! A header that heads nothing confuses rows and columns for who listens. Government sites are to reach level 1 of GB/T
//! 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 1.3.1 (A);
//! th-has-data-cells in axe-core.
//! ## How it decides
//! A header with no data cell in its row, column or by headers fails; a table without any data, which a script may fill:
//! for a person. What a template brings to many pages counts once.
//! ## Limits
//! Tables for layout, or marked as presentation, are not looked at.

use super::engine::{Fault, Rule, Scope, bind};
use crate::checks::Check;
use crate::model::Severity;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-th-has-data-cells",
    title: ("表头没有对应的单元格", "Header cells without data cells"),
    source: include_str!("th_has_data_cells.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "th-has-data-cells",
    wcag: "1.3.1",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("表头没有对应的数据单元格", "a header cell heads no data cell"),
    mend: ("请检查行列结构，不是表头的改为 td", "look at rows and columns; make it a td if it is no header"),
    faults: &[Fault {
        word: "no-data-cells",
        wrong: ("表头没有对应的数据单元格", "a header cell heads no data cell"),
        mend: None,
        by_script: true,
    }],
    settle: None,
    extra: None,
};
