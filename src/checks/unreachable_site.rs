//! ## 查什么
//! 监测窗口内首页打不开的次数占比。
//! ## 为什么
//! 国办秘函〔2019〕19号单项否决“站点无法访问”：监测一周，每天间隔访问不少于 20 次，等待 15 秒仍打不开记一次，占比
//! 达到 5% 即否决（R1-11）。
//! ## 怎么判
//! 以存储中窗口内（默认 7 天，到评判日为止；本次运行的访问总算在内）对首页的历次探测为准，相邻两次不足 5 分钟的只计后
//! 一次。
//! 规则没有写每天次数的：探测少于最低次数（默认 20 次）时，本次打不开，如实记为打不开；本次能打开，记为待人工核实，因
//! 为一次访问不足以下结论。超过 5% 判为不通过，每次打不开计一处；不超过 5% 的为通过。
//! 规则写了每天次数（min_probes_a_day，指标要求 20）的，按指标原文：窗口从最后一次探测（评判日晚于它的，从评判日末）往
//! 前按 24 小时分成一天一天，哪天不够，缺的次数都按待核实计。打不开的达到 5%（缺的全算打开也达到）为不通过；缺的全算打
//! 不开也不到 5% 的为通过；否则待人工核实，证据中列出每天的次数。
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
//! By the looks at the home page kept in the store within the window (7 days by default, up to the day of judgement; those
//! of this run always count); of looks less than 5 minutes apart the later one counts.
//! A rule without a number a day: with fewer looks than the minimum (20), down now is told as down; open now can't be told,
//! for one look does not decide. More than 5 % fails, one violation a failed look.
//! A rule with a number a day (min_probes_a_day; the indicator asks for 20) goes by the letter: from the last look back (or
//! from the end of a later day of judgement) the window is cut into days of 24 hours, and every look that a day lacks is
//! open. It fails when 5 % did not open even if all the missing ones did; it passes when the missing ones could not make
//! 5 %; else it can't be told, and the evidence lists how many looks each day had.
//! ## Limits
//! What this network sees. Faults of our own network or name server, and firewalls, don't count.

use super::page_mark::{one_undetermined, page_violation};
use super::{Check, Measure};
use crate::facts::{Facts, ProbeFact, day_of, end_of};
use crate::model::{Reason, Text, Undetermined, Verdict};
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
    /// Looks that every day of the window needs; none means that only the window's number counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    min_probes_a_day: Option<u32>,
}

impl Default for UnreachableSite {
    fn default() -> Self {
        Self { timeout_secs: 15, window_days: 7, min_probes: 20, min_probes_a_day: None }
    }
}

/// Looks closer together than this are one look.
const APART_MS: i64 = 5 * 60 * 1000;
/// The share of failed looks above which the site counts as unreachable; to the letter, from which on.
const MAX_SHARE: f64 = 0.05;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The looks that count.
struct Window<'a> {
    looks: Vec<&'a ProbeFact>,
    last: &'a ProbeFact,
    failed: usize,
    /// How many looks each day had, the newest day first.
    days: Vec<u64>,
}

impl Measure for UnreachableSite {
    fn measure(&self, facts: &Facts) -> Verdict {
        let Some(window) = self.window(facts) else {
            let message = Text::new(
                "没有可用的首页探测记录（本机网络故障、被拦截或抓取中断），请换时间或换网络再查",
                "there is no usable look at the home page (our network failed, it was blocked or interrupted); look again later or from elsewhere",
            );
            return one_undetermined(&facts.run.site.url, Reason::Network, message, json!({}));
        };
        match self.min_probes_a_day {
            Some(a_day) => self.by_day(facts, &window, u64::from(a_day)),
            None => self.by_window(facts, &window),
        }
    }

    fn params(&self) -> Value {
        json!(self)
    }
}

impl UnreachableSite {
    fn opened(&self, look: &ProbeFact) -> bool {
        look.ok && look.took_ms <= u64::from(self.timeout_secs) * 1000
    }

    fn window<'a>(&self, facts: &'a Facts) -> Option<Window<'a>> {
        let newest = facts.probes.last()?;
        let as_of = facts.run.as_of;
        // By the hour where the last look is of the day of judgement, else by the end of that day.
        let end = if day_of(newest.at_ms) == as_of { newest.at_ms } else { end_of(as_of) };
        let since = end - i64::from(self.window_days) * DAY_MS;
        let run = facts.run.started_ms..=facts.run.finished_ms.unwrap_or(i64::MAX);
        let counts = |l: &&ProbeFact| run.contains(&l.at_ms) || (l.at_ms > since && l.at_ms <= end);
        let mut looks: Vec<&ProbeFact> = Vec::new();
        // From the newest back, so that this run's look always counts.
        for look in facts.probes.iter().rev().filter(counts) {
            if looks.last().is_none_or(|later| later.at_ms - look.at_ms >= APART_MS) {
                looks.push(look);
            }
        }
        let last = looks.first().copied()?;
        let mut days = vec![0; self.window_days.max(1) as usize];
        for look in &looks {
            let day = usize::try_from((end - look.at_ms).max(0) / DAY_MS).unwrap_or(0);
            let oldest = days.len() - 1;
            days[day.min(oldest)] += 1;
        }
        let failed = looks.iter().filter(|l| !self.opened(l)).count();
        Some(Window { looks, last, failed, days })
    }

    #[expect(clippy::cast_precision_loss, reason = "a window has some hundred looks")]
    fn evidence(&self, window: &Window<'_>) -> Value {
        let last = window.last;
        // How long a good answer took differs each time and decides nothing.
        let mut latest = json!({ "detail": last.detail });
        if last.ok && !self.opened(last) {
            latest["took_ms"] = json!(last.took_ms);
        }
        let share = window.failed as f64 / window.looks.len() as f64;
        json!({
            "probes": window.looks.len(),
            "failed": window.failed,
            "share": (share * 10000.0).round() / 10000.0,
            "window_days": self.window_days,
            "min_probes": self.min_probes,
            "last": latest,
        })
    }

    #[expect(clippy::cast_precision_loss, reason = "a window has some hundred looks")]
    fn by_window(&self, facts: &Facts, window: &Window<'_>) -> Verdict {
        let tested = window.looks.len() as u64;
        let share = window.failed as f64 / window.looks.len() as f64;
        let enough = window.looks.len() >= self.min_probes;
        let down_now = !self.opened(window.last);
        if (enough && share > MAX_SHARE) || (!enough && down_now) {
            return self.down(facts, window, tested);
        }
        if enough {
            return Verdict { tested, ..Verdict::default() };
        }
        let message = Text::new(
            format!(
                "本次首页可以打开，但窗口内只有{tested}次探测（至少需{}次），不足以下结论；请持续监测",
                self.min_probes
            ),
            format!(
                "the home page opens now, but {tested} looks (of at least {}) don't decide; keep watching",
                self.min_probes
            ),
        );
        let mut verdict = one_undetermined(&facts.run.site.url, Reason::Window, message, self.evidence(window));
        verdict.tested = tested;
        verdict
    }

    /// To the letter: what a day lacks may have been open or not.
    #[expect(clippy::cast_precision_loss, reason = "a window has some hundred looks")]
    fn by_day(&self, facts: &Facts, window: &Window<'_>, a_day: u64) -> Verdict {
        let missing: u64 = window.days.iter().map(|had| a_day.saturating_sub(*had)).sum();
        let tested = window.looks.len() as u64 + missing;
        let share = |failed: u64| failed as f64 / tested as f64;
        let failed = window.failed as u64;
        if failed > 0 && share(failed) >= MAX_SHARE {
            return self.down(facts, window, tested);
        }
        if share(failed + missing) < MAX_SHARE {
            return Verdict { tested, ..Verdict::default() };
        }
        let looks = window.looks.len();
        let mut evidence = self.evidence(window);
        evidence["min_probes_a_day"] = json!(a_day);
        evidence["probes_by_day"] = json!(window.days);
        let message = Text::new(
            format!(
                "首页只探测了{looks}次（打不开{failed}次），{}天、每天至少{a_day}次还缺{missing}次，不足以下结论；请持续监测",
                self.window_days
            ),
            format!(
                "{looks} looks ({failed} failed); of {} days with at least {a_day} each {missing} are missing and could decide either way; keep watching",
                self.window_days
            ),
        );
        let open =
            Undetermined { url: facts.run.site.url.clone(), target: None, reason: Reason::Window, message, evidence };
        let down_now = !self.opened(window.last);
        let mut verdict =
            if down_now { self.down(facts, window, tested) } else { Verdict { tested, ..Verdict::default() } };
        let open_looks = if down_now { missing } else { missing + failed };
        verdict.undetermined = vec![open; usize::try_from(open_looks).unwrap_or(usize::MAX)];
        verdict
    }

    /// One violation for each failed look.
    fn down(&self, facts: &Facts, window: &Window<'_>, tested: u64) -> Verdict {
        let mut evidence = self.evidence(window);
        if let Some(a_day) = self.min_probes_a_day {
            evidence["min_probes_a_day"] = json!(a_day);
            evidence["probes_by_day"] = json!(window.days);
        }
        let (looks, failed, last) = (window.looks.len(), window.failed, window.last);
        let message = Text::new(
            format!(
                "首页打不开（{}）：窗口内{looks}次访问有{failed}次打不开，请检查服务器、线路和域名解析",
                last.detail
            ),
            format!(
                "the home page does not open ({}): {failed} of {looks} looks failed; check server, line and name service",
                last.detail
            ),
        );
        let violation = page_violation(&facts.run.site.url, message, evidence);
        Verdict { tested, violations: vec![violation; failed], ..Verdict::default() }
    }
}
