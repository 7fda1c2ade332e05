//! ## 查什么
//! 首页是否加挂党政机关（事业单位）网站标识：指向 bszs.conac.cn 的链接、dcs.conac.cn 的脚本或图片，经 IPv6 代理改写的地址也算。
//! ## 为什么
//! 政府网站检查“网站标识”一项的内容（R1-40、R1-50）。
//! ## 怎么判
//! 首页本身、首页的框架页、首页脚本写入的内容（含同站脚本文件中的 document.write、unescape 等）一并查看。见到即通过；首页没有而其他页面有的，列为待人工核实；首页有未能读取的同站脚本、或整页由脚本绘制的，列为待人工核实；都没有才判为不通过。
//! ## 局限
//! 不核对标识是否属于本单位，也不打开标识链接。
//!
//! # English
//!
//! ## What it looks at
//! Whether the home page carries the mark: a link to bszs.conac.cn, the script or picture of dcs.conac.cn, also behind an IPv6 proxy.
//! ## Why
//! Part of the site-mark item of the indicators (R1-40, R1-50).
//! ## How it decides
//! The home page, its frames and what its scripts write (files of the same site included: document.write, unescape and the like) are read together. Seen there: passed. Not there but on other pages, or part of the home page's scripts could not be read: left to a person. Nowhere: failed.
//! ## Limits
//! It does not check whose mark it is and does not open it.

use super::Check;
use super::page_mark::{PageMark, any, bind};
use crate::model::{Mark, Text};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "missing-party-gov-mark",
    title: ("缺少党政机关网站标识", "Party and government mark missing"),
    source: include_str!("missing_party_gov_mark.rs"),
    bind: |params| {
        bind(
            params,
            PageMark {
                mark: Mark::PartyGovMark,
                name: Text::new("党政机关网站标识", "party and government organ mark"),
                mend: Text::new(
                    "请在首页底部加挂党政机关网站标识",
                    "put the party and government organ mark at the foot of the page",
                ),
                sound: any,
            },
        )
    },
};
