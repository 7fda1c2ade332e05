//! ## 查什么
//! 首页是否有站内搜索：搜索表单、搜索框，或“搜索”“高级检索”链接。
//! ## 为什么
//! 搜索是政府网站检查“功能设计”的考察点，条例第二十四条要求平台可检索（R1-24、R3-01）。
//! ## 怎么判
//! 首页本身、首页的框架页、首页脚本写入的内容（含同站脚本文件中的 document.write、unescape 等）一并查看。见到即通过；首页没有而其他页面有的，列为待人工核实；首页有未能读取的同站脚本、或整页由脚本绘制的，列为待人工核实；都没有才判为不通过。
//! ## 局限
//! 只看有无，不看搜得准不准。
//!
//! # English
//!
//! ## What it looks at
//! Whether the home page has a search: a form, a box, or a link.
//! ## Why
//! Search is an item of the indicators, and article 24 of the regulation asks for it (R1-24, R3-01).
//! ## How it decides
//! The home page, its frames and what its scripts write (files of the same site included: document.write, unescape and the like) are read together. Seen there: passed. Not there but on other pages, or part of the home page's scripts could not be read: left to a person. Nowhere: failed.
//! ## Limits
//! Only whether it is there, not whether it finds.

use super::Check;
use super::page_mark::{PageMark, any, bind};
use crate::model::{Mark, Text};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "missing-search",
    title: ("缺少站内搜索", "Site search missing"),
    source: include_str!("missing_search.rs"),
    bind: |params| {
        bind(
            params,
            PageMark {
                mark: Mark::Search,
                name: Text::new("站内搜索", "site search"),
                mend: Text::new("请在首页提供站内搜索", "offer a search of the site from the home page"),
                sound: any,
            },
        )
    },
};
