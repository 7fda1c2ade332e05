//! ## 查什么
//! 首页是否有“我为政府网站找错”监督举报入口：zfwzgl.www.gov.cn 的脚本或链接、旧地址链接、脚本占位元素均算。
//! ## 为什么
//! 2016 年国办通报要求门户首页加挂；政府网站检查“网站标识”一项的内容（R1-40、R1-51、R2-19）。
//! ## 怎么判
//! 首页本身、首页的框架页、首页脚本写入的内容（含同站脚本文件中的 document.write、unescape 等）一并查看。见到即通过；首页没有而其他页面有的，列为待人工核实；首页有未能读取的同站脚本、或整页由脚本绘制的，列为待人工核实；都没有才判为不通过。
//! ## 局限
//! 不提交留言，不核对入口的标识码是否本站。
//!
//! # English
//!
//! ## What it looks at
//! Whether the home page has the national error-report entry: its script, a link to it (old addresses too), or the element that the script fills.
//! ## Why
//! Required on portals since 2016; part of the site-mark item (R1-40, R1-51, R2-19).
//! ## How it decides
//! The home page, its frames and what its scripts write (files of the same site included: document.write, unescape and the like) are read together. Seen there: passed. Not there but on other pages, or part of the home page's scripts could not be read: left to a person. Nowhere: failed.
//! ## Limits
//! It files no report and does not compare the entry's code.

use super::Check;
use super::page_mark::{PageMark, any, bind};
use crate::model::{Mark, Text};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "missing-error-report",
    title: ("缺少政府网站找错入口", "Error report entry missing"),
    source: include_str!("missing_error_report.rs"),
    bind: |params| {
        bind(
            params,
            PageMark {
                mark: Mark::ErrorReport,
                name: Text::new("“政府网站找错”入口", "entry for reporting errors"),
                mend: Text::new(
                    "请在首页底部加挂“我为政府网站找错”入口",
                    "put the entry for reporting errors at the foot of the page",
                ),
                sound: any,
            },
        )
    },
};
