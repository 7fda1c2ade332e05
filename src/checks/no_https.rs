//! ## 查什么
//! 网站主机是否支持 HTTPS 且证书有效。
//! ## 为什么
//! HTTPS 是网站安全的通行要求；19 号文未列为显性扣分项（R1-44），各地是否计分由规则包决定。
//! ## 怎么判
//! 直接访问 https 地址：证书有效且有应答为通过；证书过期、名称不符、自签名或端口不通为不通过。以 IP 地址送检、或送检地
//! 址自带非标准端口的，记为不适用。网络故障列为待人工核实。
//! ## 局限
//! 不评估协议版本与加密套件的强度。
//!
//! # English
//!
//! ## What it looks at
//! Whether the host answers by HTTPS with a valid certificate.
//! ## Why
//! Common good practice; not an explicit item of the 2019 indicators (R1-44), packs decide whether it counts.
//! ## How it decides
//! By asking the https address. An expired, foreign or self-signed certificate or a closed port fails. A host given as an
//! address, or with a port of its own, is inapplicable. Network trouble is left to a person.
//! ## Limits
//! It does not rate versions and ciphers.

use super::page_mark::NoParams;
use super::{Check, Measure};
use crate::facts::Facts;
use crate::model::{HostFacts, Known, Reason, Severity, Text, Undetermined, Verdict, Violation};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "no-https",
    title: ("不支持HTTPS", "No valid HTTPS"),
    source: include_str!("no_https.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(NoHttps))
    },
};

#[derive(Debug)]
struct NoHttps;

impl Measure for NoHttps {
    fn measure(&self, facts: &Facts) -> Verdict {
        let name = Text::new("HTTPS", "HTTPS");
        let mend = Text::new("请部署有效的 HTTPS 证书", "install a valid certificate");
        host_verdict(facts, |host| known_text(&host.https), &name, &mend)
    }

    fn params(&self) -> Value {
        json!({})
    }
}

/// What a fact of the host says, without its value.
pub(super) fn known_text<T: std::fmt::Debug>(known: &Known<T>) -> Known<String> {
    match known {
        Known::Yes(value) => Known::Yes(format!("{value:?}")),
        Known::No(why) => Known::No(why.clone()),
        Known::Unknown(why) => Known::Unknown(why.clone()),
        Known::Inapplicable(why) => Known::Inapplicable(why.clone()),
    }
}

/// The verdict on one fact of the host.
pub(super) fn host_verdict(
    facts: &Facts,
    fact: impl Fn(&HostFacts) -> Known<String>,
    name: &Text,
    mend: &Text,
) -> Verdict {
    let url = facts.run.site.url.clone();
    let undetermined = |reason, zh: String, en: String, detail: &str| Verdict {
        tested: 1,
        undetermined: vec![Undetermined {
            url: url.clone(),
            target: None,
            reason,
            message: Text::new(zh, en),
            evidence: json!({ "seen": detail }),
        }],
        ..Verdict::default()
    };
    let Some(host) = &facts.host else {
        return undetermined(
            Reason::Budget,
            format!("本次未能查明是否支持{}（抓取中断），请重新运行", name.zh),
            format!("whether the host has {} was not established; run again", name.en),
            "",
        );
    };
    match fact(host) {
        Known::Yes(_) => Verdict { tested: 1, ..Verdict::default() },
        Known::Inapplicable(why) => Verdict::inapplicable(Text::new("以 IP 地址或自带端口送检，不适用", why)),
        Known::Unknown(why) => undetermined(
            Reason::Network,
            format!("未能查明是否支持{}（{}），请换时间或网络再查", name.zh, Reason::Network.words().zh),
            format!("whether the host has {} could not be established: {why}", name.en),
            &why,
        ),
        Known::No(why) => Verdict {
            tested: 1,
            violations: vec![Violation {
                url,
                target: None,
                message: Text::new(
                    format!("主机 {} 未提供有效的{}（{}），{}", host.host, name.zh, cause(&why), mend.zh),
                    format!("{} has no valid {} ({why}); {}", host.host, name.en, mend.en),
                ),
                evidence: json!({ "host": host.host, "seen": why }),
                severity: Severity::Minor,
                occurrences: 1,
                subject: String::new(),
            }],
            ..Verdict::default()
        },
    }
}

/// What was seen, in a few Chinese words; the evidence has it whole.
fn cause(why: &str) -> &'static str {
    const CAUSES: &[(&str, &str)] = &[
        ("expired", "证书已过期"),
        ("name mismatch", "证书与域名不符"),
        ("unknown issuer", "证书签发者不受信任或证书链不全"),
        ("certificate", "证书无效"),
        ("not TLS", "该端口不是 HTTPS 服务"),
        ("no AAAA", "没有 AAAA 记录"),
        ("leads to", "HTTPS 跳回 HTTP"),
        ("refused", "拒绝连接"),
    ];
    CAUSES.iter().find(|(sign, _)| why.contains(sign)).map_or("未能建立连接", |(_, zh)| zh)
}
