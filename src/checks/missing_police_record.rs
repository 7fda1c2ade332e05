//! ## 查什么
//! 首页是否标注公安机关备案号（“公网安备”加 14 位数字，或带 recordcode 的备案链接）。
//! ## 为什么
//! 政府网站检查“网站标识”一项的内容（R1-40、R1-53）。
//! ## 怎么判
//! 首页本身、首页的框架页、首页脚本写入的内容（含同站脚本文件中的 document.write、unescape 等）一并查看。见到即通过；首页没有而其他页面有的，列为待人工核实；首页有未能读取的同站脚本、或整页由脚本绘制的，列为待人工核实；都没有才判为不通过。
//! ## 局限
//! 不核对备案号是否真实有效；图片上的备案号看不到。
//!
//! # English
//!
//! ## What it looks at
//! Whether the home page shows a public security record (14 digits, or a registry link with recordcode).
//! ## Why
//! Part of the site-mark item of the indicators (R1-40, R1-53).
//! ## How it decides
//! The home page, its frames and what its scripts write (files of the same site included: document.write, unescape and the like) are read together. Seen there: passed. Not there but on other pages, or part of the home page's scripts could not be read: left to a person. Nowhere: failed.
//! ## Limits
//! It does not ask the registry, and can't read a picture.

use super::Check;
use super::page_mark::{PageMark, any, bind};
use crate::model::{Mark, Text};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "missing-police-record",
    title: ("缺少公安备案号", "Public security record missing"),
    source: include_str!("missing_police_record.rs"),
    bind: |params| {
        bind(
            params,
            PageMark {
                mark: Mark::PoliceRecord,
                name: Text::new("公安备案号", "public security record number"),
                mend: Text::new(
                    "请在首页底部标注公安备案号并链接到全国互联网安全管理平台",
                    "show the public security record number at the foot of the page, linked to the registry",
                ),
                sound: any,
            },
        )
    },
};
