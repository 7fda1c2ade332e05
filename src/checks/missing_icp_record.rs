//! ## 查什么
//! 首页是否标注 ICP 备案号（如“蜀ICP备10014763号-1”）。
//! ## 为什么
//! 互联网信息服务须备案并在首页底部标明；政府网站检查“网站标识”一项的内容（R1-40、R1-54）。
//! ## 怎么判
//! 首页本身、首页的框架页、首页脚本写入的内容（含同站脚本文件中的 document.write、unescape 等）一并查看。见到即通过；首页没有而其他页面有的，列为待人工核实；首页有未能读取的同站脚本、或整页由脚本绘制的，列为待人工核实；都没有才判为不通过。
//! ## 局限
//! 不核对备案号是否真实有效；图片上的备案号看不到。
//!
//! # English
//!
//! ## What it looks at
//! Whether the home page shows an ICP record number.
//! ## Why
//! Required of every site and part of the site-mark item of the indicators (R1-40, R1-54).
//! ## How it decides
//! The home page, its frames and what its scripts write (files of the same site included: document.write, unescape and the like) are read together. Seen there: passed. Not there but on other pages, or part of the home page's scripts could not be read: left to a person. Nowhere: failed.
//! ## Limits
//! It does not ask the registry, and can't read a picture.

use super::Check;
use super::page_mark::{PageMark, any, bind};
use crate::model::{Mark, Text};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "missing-icp-record",
    title: ("缺少ICP备案号", "ICP record number missing"),
    source: include_str!("missing_icp_record.rs"),
    bind: |params| {
        bind(
            params,
            PageMark {
                mark: Mark::IcpRecord,
                name: Text::new("ICP备案号", "ICP record number"),
                mend: Text::new(
                    "请在首页底部标注ICP备案号并链接到工信部备案系统",
                    "show the ICP record number at the foot of the page, linked to the registry",
                ),
                sound: any,
            },
        )
    },
};
