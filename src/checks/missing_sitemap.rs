//! ## 查什么
//! 首页是否有“网站地图”（站点地图）入口。
//! ## 为什么
//! 政府网站发展指引要求底部功能区列明（R2-14）。
//! ## 怎么判
//! 首页本身、首页的框架页、首页脚本写入的内容（含同站脚本文件中的 document.write、unescape 等）一并查看。见到即通过；首页没有而其他页面有的，列为待人工核实；首页有未能读取的同站脚本、或整页由脚本绘制的，列为待人工核实；都没有才判为不通过。
//! ## 局限
//! 入口打不打得开由死链检查判断。
//!
//! # English
//!
//! ## What it looks at
//! Whether the home page offers a site map.
//! ## Why
//! The site guideline lists it among the footer's parts (R2-14).
//! ## How it decides
//! The home page, its frames and what its scripts write (files of the same site included: document.write, unescape and the like) are read together. Seen there: passed. Not there but on other pages, or part of the home page's scripts could not be read: left to a person. Nowhere: failed.
//! ## Limits
//! Whether the entry opens is for the dead-link check.

use super::Check;
use super::page_mark::{PageMark, any, bind};
use crate::model::{Mark, Text};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "missing-sitemap",
    title: ("缺少网站地图", "Site map missing"),
    source: include_str!("missing_sitemap.rs"),
    bind: |params| {
        bind(
            params,
            PageMark {
                mark: Mark::Sitemap,
                name: Text::new("网站地图入口", "site map entry"),
                mend: Text::new("请在首页提供“网站地图”入口", "offer a site map from the home page"),
                sound: any,
            },
        )
    },
};
