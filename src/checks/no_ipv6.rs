//! ## 查什么
//! 网站域名是否有 IPv6 地址（AAAA 记录）。
//! ## 为什么
//! IPv6 改造是政府网站检查“功能设计”的考察点（R1-24、R1-44）。
//! ## 怎么判
//! 查询域名的 AAAA 记录：有为通过，域名存在而没有为不通过。以 IP 地址送检的，记为不适用。域名解析服务未应答的，列为待人工
//! 核实。
//! ## 局限
//! 有记录不等于经 IPv6 真能打开；本机多半没有 IPv6 线路，不做连通测试。
//!
//! # English
//!
//! ## What it looks at
//! Whether the host has an IPv6 address (AAAA record).
//! ## Why
//! An item of the indicators' functional design (R1-24, R1-44).
//! ## How it decides
//! By the AAAA records. A host given as an address is inapplicable; a name server without an answer leaves it to a person.
//! ## Limits
//! A record does not prove that the page opens by IPv6; that is not tried.

use super::no_https::{host_verdict, known_text};
use super::page_mark::NoParams;
use super::{Check, Measure};
use crate::facts::Facts;
use crate::model::{Text, Verdict};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "no-ipv6",
    title: ("不支持IPv6", "No IPv6 address"),
    source: include_str!("no_ipv6.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(NoIpv6))
    },
};

#[derive(Debug)]
struct NoIpv6;

impl Measure for NoIpv6 {
    fn measure(&self, facts: &Facts) -> Verdict {
        let name = Text::new("IPv6 地址", "IPv6 address");
        let mend = Text::new("请完成 IPv6 改造并添加 AAAA 记录", "add AAAA records and serve by IPv6");
        host_verdict(facts, |host| known_text(&host.ipv6), &name, &mend)
    }

    fn params(&self) -> Value {
        json!({})
    }
}
