//! ## 查什么
//! 网站域名是否在 .gov.cn 之下。
//! ## 为什么
//! 国办发〔2017〕47号：政府网站使用以 .gov.cn 为后缀的英文域名（R2-10）。
//! ## 怎么判
//! 以首页最终打开的地址为准（跟随跳转之后）。以 IP 地址或 localhost 形式送检的，域名无从判断，记为不适用。
//! ## 局限
//! 不判断域名层级是否规范。
//!
//! # English
//!
//! ## What it looks at
//! Whether the site's host is under .gov.cn.
//! ## Why
//! State Council Office 2017 no. 47: government sites use .gov.cn (R2-10).
//! ## How it decides
//! By the address at which the home page finally answers. A site given as an address or as localhost has no domain to
//! judge: inapplicable.
//! ## Limits
//! It does not judge the levels below.

use super::page_mark::{NoParams, page_violation};
use super::{Check, Measure};
use crate::facts::Facts;
use crate::model::{Text, Verdict};
use serde_json::{Value, json};
use url::{Host, Url};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "non-gov-domain",
    title: ("域名不在 .gov.cn 之下", "Domain not under .gov.cn"),
    source: include_str!("non_gov_domain.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(NonGovDomain))
    },
};

#[derive(Debug)]
struct NonGovDomain;

impl Measure for NonGovDomain {
    fn measure(&self, facts: &Facts) -> Verdict {
        let address = facts.home().map_or(facts.run.site.url.as_str(), |h| h.url());
        let Ok(url) = Url::parse(address) else { return Verdict::default() };
        let host = match url.host() {
            Some(Host::Domain(name)) if name != "localhost" && !name.ends_with(".localhost") => {
                name.to_ascii_lowercase()
            }
            _ => {
                return Verdict::inapplicable(Text::new(
                    "送检地址是 IP 或本机名，没有域名可判",
                    "the site was given as an address, there is no domain to judge",
                ));
            }
        };
        let name = host.trim_end_matches('.');
        if name == "gov.cn" || name.ends_with(".gov.cn") {
            return Verdict { tested: 1, ..Verdict::default() };
        }
        let message = Text::new(
            format!("网站域名 {name} 不在 .gov.cn 之下，请改用 .gov.cn 域名"),
            format!("the host {name} is not under .gov.cn; move the site to a .gov.cn domain"),
        );
        let violation = page_violation(address, message, json!({ "host": name }));
        Verdict { tested: 1, violations: vec![violation], ..Verdict::default() }
    }

    fn params(&self) -> Value {
        json!({})
    }
}
