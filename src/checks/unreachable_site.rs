//! ## 查什么
//! 监测窗口内首页打不开的次数占比。
//! ## 为什么
//! 国办秘函〔2019〕19号单项否决“站点无法访问”：监测一周，每天间隔访问不少于 20 次，等待 15 秒仍打不开记一次，占比
//! 达到 5% 即否决（R1-11）。
//! ## 怎么判
//! 以存储中窗口内（默认 7 天）对首页的历次探测为准，相邻两次不足 5 分钟的只计前一次。探测少于最低次数（默认 20 次）
//! 时：本次打不开，如实记为打不开；本次能打开，记为待人工核实，因为一次访问不足以下结论。超过 5% 判为不通过，每次打
//! 不开计一处；不超过 5% 的为通过。
//! ## 局限
//! 只代表本机所在网络的所见；本机网络、本机域名解析服务的故障以及防火墙拦截不计入。
//!
//! # English
//!
//! ## What it looks at
//! How often the home page did not open within the window.
//! ## Why
//! State Council Office secretariat 2019 no. 19, veto: watched for a week, at least 20 visits a day, 15 seconds without an
//! answer count as one failure, 5 % is a veto (R1-11).
//! ## How it decides
//! By the looks at the home page kept in the store (7 days by default); of looks less than 5 minutes apart the first
//! counts. With fewer looks than the minimum (20): down now is told as down; open now can't be told, for one look does
//! not decide. More than 5 % fails, one violation a failed look.
//! ## Limits
//! What this network sees. Faults of our own network or name server, and firewalls, don't count.

use super::page_mark::{one_undetermined, page_violation};
use super::{Check, Measure};
use crate::facts::{Facts, ProbeFact};
use crate::model::{Reason, Text, Verdict};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "unreachable-site",
    title: ("站点无法访问", "Site unreachable"),
    source: include_str!("unreachable_site.rs"),
    bind: |params| {
        let params: UnreachableSite = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(params))
    },
};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct UnreachableSite {
    /// A look slower than this counts as "did not open".
    timeout_secs: u32,
    /// How far back looks count.
    window_days: u32,
    /// Fewer looks than this decide nothing.
    min_probes: usize,
}

impl Default for UnreachableSite {
    fn default() -> Self {
        Self { timeout_secs: 15, window_days: 7, min_probes: 20 }
    }
}

/// Looks closer together than this are one look.
const APART_MS: i64 = 5 * 60 * 1000;
/// The share of failed looks above which the site counts as unreachable.
const MAX_SHARE: f64 = 0.05;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

impl Measure for UnreachableSite {
    #[expect(clippy::cast_precision_loss, reason = "a window has some hundred looks")]
    fn measure(&self, facts: &Facts) -> Verdict {
        let url = &facts.run.site.url;
        let looks = self.window(facts);
        let Some(last) = looks.last() else {
            let message = Text::new(
                "没有可用的首页探测记录（本机网络故障、被拦截或抓取中断），请换时间或换网络再查",
                "there is no usable look at the home page (our network failed, it was blocked or interrupted); look again later or from elsewhere",
            );
            return one_undetermined(url, Reason::Network, message, json!({}));
        };
        let failed: Vec<&&ProbeFact> = looks.iter().filter(|l| !self.opened(l)).collect();
        let share = failed.len() as f64 / looks.len() as f64;
        // How long a good answer took differs each time and decides nothing.
        let mut latest = json!({ "detail": last.detail });
        if last.ok && !self.opened(last) {
            latest["took_ms"] = json!(last.took_ms);
        }
        let evidence = json!({
            "probes": looks.len(),
            "failed": failed.len(),
            "share": (share * 10000.0).round() / 10000.0,
            "window_days": self.window_days,
            "min_probes": self.min_probes,
            "last": latest,
        });
        let enough = looks.len() >= self.min_probes;
        let down_now = !self.opened(last);
        if (enough && share > MAX_SHARE) || (!enough && down_now) {
            let message = Text::new(
                format!(
                    "首页打不开（{}）：窗口内{}次访问有{}次打不开，请检查服务器、线路和域名解析",
                    last.detail,
                    looks.len(),
                    failed.len()
                ),
                format!(
                    "the home page does not open ({}): {} of {} looks failed; check server, line and name service",
                    last.detail,
                    failed.len(),
                    looks.len()
                ),
            );
            let violation = page_violation(url, message, evidence);
            return Verdict {
                tested: looks.len() as u64,
                violations: vec![violation; failed.len()],
                ..Verdict::default()
            };
        }
        if enough {
            return Verdict { tested: looks.len() as u64, ..Verdict::default() };
        }
        let message = Text::new(
            format!(
                "本次首页可以打开，但窗口内只有{}次探测（至少需{}次），不足以下结论；请持续监测",
                looks.len(),
                self.min_probes
            ),
            format!(
                "the home page opens now, but {} looks (of at least {}) don't decide; keep watching",
                looks.len(),
                self.min_probes
            ),
        );
        let mut verdict = one_undetermined(url, Reason::Window, message, evidence);
        verdict.tested = looks.len() as u64;
        verdict
    }

    fn params(&self) -> Value {
        json!(self)
    }
}

impl UnreachableSite {
    fn opened(&self, look: &ProbeFact) -> bool {
        look.ok && look.took_ms <= u64::from(self.timeout_secs) * 1000
    }

    fn window<'a>(&self, facts: &'a Facts) -> Vec<&'a ProbeFact> {
        let Some(last) = facts.probes.last() else { return Vec::new() };
        let since = last.at_ms - i64::from(self.window_days) * DAY_MS;
        let mut kept: Vec<&ProbeFact> = Vec::new();
        // From the newest back, so that this run's look always counts.
        for look in facts.probes.iter().rev().filter(|l| l.at_ms >= since) {
            if kept.last().is_none_or(|later| later.at_ms - look.at_ms >= APART_MS) {
                kept.push(look);
            }
        }
        kept.reverse();
        kept
    }
}
