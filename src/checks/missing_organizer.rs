//! ## 查什么
//! 首页底部是否标明主办单位。
//! ## 为什么
//! 政府网站发展指引要求底部功能区列明（R1-40、R2-14）。
//! ## 怎么判
//! 首页本身、首页的框架页、首页脚本写入的内容（含同站脚本文件中的 document.write、unescape 等）一并查看。见到即通过；首页没有而其他页面有的，列为待人工核实；首页有未能读取的同站脚本、或整页由脚本绘制的，列为待人工核实；都没有才判为不通过。
//! ## 局限
//! 只认页面底部的“主办”字样；正文里的“主办单位”不算。承办、协办不算主办。
//!
//! # English
//!
//! ## What it looks at
//! Whether the foot of the home page names the organizer.
//! ## Why
//! The site guideline lists it among the footer's parts (R1-40, R2-14).
//! ## How it decides
//! The home page, its frames and what its scripts write (files of the same site included: document.write, unescape and the like) are read together. Seen there: passed. Not there but on other pages, or part of the home page's scripts could not be read: left to a person. Nowhere: failed.
//! ## Limits
//! Only the footer counts, not an article's text; co-organizers don't count.

use super::Check;
use super::page_mark::{PageMark, any, bind};
use crate::model::{Mark, Text};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "missing-organizer",
    title: ("缺少主办单位", "Organizer missing"),
    source: include_str!("missing_organizer.rs"),
    bind: |params| {
        bind(
            params,
            PageMark {
                mark: Mark::Organizer,
                name: Text::new("主办单位", "organizer"),
                mend: Text::new("请在首页底部标明主办单位", "name the organizer at the foot of the page"),
                sound: any,
            },
        )
    },
};
