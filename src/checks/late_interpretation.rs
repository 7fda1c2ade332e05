//! ## 查什么
//! 解读是不是在文件公开后规定的工作日内发布。
//! ## 为什么
//! 解读与文件同步发布；各地的期限是同日或三个工作日内（R5-01、R5-02）。
//! ## 怎么判
//! 一件文件有几件解读的，看最早的一件。从文件公开的次日起数工作日（节假日和调休按国务院办公厅每年的通知），超过 `max_workdays`（默认3；0 为同日）
//! 的为迟。解读先于文件公开的不迟。公开日期由页面标签、页头、列表、网址相互印证；两处说法不一而结论因此不同的、看不到日期的、日历尚未公布的
//! 年份，待人工核实。还没有解读的归 `uninterpreted-policy`。`since`（默认 2016-03-01）以前的文件不查。
//! ## 局限
//! 以页面所写的公开日期为准，改写日期看不出来。
//!
//! # English
//!
//! ## What it looks at
//! Whether the interpretation came within the working days allowed after the policy.
//! ## Why
//! Interpretations come with the document; the limits are the same day or three working days (R5-01, R5-02).
//! ## How it decides
//! Of several interpretations the earliest counts. Working days are counted from the day after the policy's publication, by the
//! State Council's yearly notices; more than `max_workdays` (3; 0 is the same day) is late. One that came before the policy is
//! not. Dates by meta tags, head lines, lists and addresses are held against each other; where two disagree and the answer
//! hangs on it, where none is shown, and in years not yet published, it is left open. Policies before `since` (2016-03-01) are
//! not looked at.
//! ## Limits
//! The dates that pages show are taken at their word.

use super::page_mark::unseen;
use super::policy_scope::told_of;
use super::title_marks::marked;
use super::{Check, Measure};
use crate::facts::{Document, Facts, Need, Pair, Pairs, SINCE, Workdays};
use crate::model::{Reason, Severity, Text, Undetermined, Verdict, Violation};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "late-interpretation",
    title: ("解读发布不及时", "Late interpretations"),
    source: include_str!("late_interpretation.rs"),
    bind: |params| {
        let params: LateInterpretation = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(params))
    },
};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct LateInterpretation {
    /// Working days after the policy's publication; 0 is the same day.
    max_workdays: u32,
    /// Policies published before this day are not looked at.
    since: Date,
}

impl Default for LateInterpretation {
    fn default() -> Self {
        Self { max_workdays: 3, since: SINCE.parse().unwrap_or(Date::MIN) }
    }
}

/// What a pair of days says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Timing {
    InTime,
    Late(i64),
    Unknown,
}

impl Measure for LateInterpretation {
    fn measure(&self, facts: &Facts) -> Verdict {
        if let Err(missing) = facts.home() {
            return unseen(facts, missing);
        }
        let pairs = facts.pairs();
        let mut verdict = Verdict::default();
        for policy in facts.own_policies() {
            // A reprint's interpretation keeps no time of ours.
            let excused = matches!(policy.need(&[]), Need::No("reprint" | "ended"));
            let old = [policy.signed, policy.published.as_ref().map(|p| p.date)]
                .into_iter()
                .flatten()
                .any(|d| d < self.since);
            if excused || old || pairs.inside(policy.page).is_some() {
                continue;
            }
            let of = pairs.of_policy(policy.page);
            if !of.is_empty() {
                verdict.tested += 1;
                self.look(facts, pairs, policy, &of, &mut verdict);
            }
        }
        told_of(facts, verdict, Text::new("没有配得上对的政策与解读", "no policy with its interpretation was seen"))
    }

    fn params(&self) -> Value {
        json!(self)
    }
}

impl LateInterpretation {
    fn look(&self, facts: &Facts, pairs: &Pairs, policy: &Document, of: &[&Pair], verdict: &mut Verdict) {
        // The earliest comes first; one without a date may be earlier still.
        let Some(pair) = of.first() else { return };
        let reading = &pairs.readings[pair.reading];
        let policy_url = facts.pages[policy.page].url();
        let published = policy.published.as_ref();
        let undated = of.iter().any(|p| pairs.readings[p.reading].published.is_none());
        let timing = match (published, reading.published) {
            (Some(from), Some(to)) => self.timing(from.date, to),
            _ => Timing::Unknown,
        };
        let mut evidence = json!({
            "policy": policy.title,
            "interpretation": reading.title,
            "policy_date": published.map(|p| p.date.to_string()),
            "policy_date_by": published.map(|p| p.source),
            "policy_date_elsewhere": published.and_then(|p| p.disputed).map(|d| d.0.to_string()),
            "interpretation_date_elsewhere": reading.disputed.map(|d| d.to_string()),
            "interpretation_date": reading.published.map(|d| d.to_string()),
            "max_workdays": self.max_workdays,
            "interpretations": of.len(),
            "paired_by": pair.basis,
        });
        let sure = match timing {
            Timing::InTime => return,
            Timing::Late(days) => {
                evidence["workdays"] = json!(days);
                !undated && !self.hangs_on_a_dispute(policy, reading.published, reading.disputed)
            }
            Timing::Unknown => false,
        };
        let target = Some(policy_url.to_owned());
        if let (Timing::Late(days), true) = (timing, sure) {
            let limit = self.limit();
            // Published on the days of rest right after it.
            let (zh, en) = if days == 0 {
                ("之后的休息日".to_owned(), "on a day of rest after its policy".to_owned())
            } else {
                (format!("后第{days}个工作日"), format!("{days} working days after its policy"))
            };
            let message = Text::new(
                format!("解读{}在文件公开{zh}才发布，{}；请今后与文件同步发布解读", marked(&reading.title), limit.zh),
                format!("\"{}\" came {en}, {}; publish both together", reading.title, limit.en),
            );
            verdict.violations.push(Violation {
                url: reading.url.clone(),
                target,
                message,
                evidence,
                severity: Severity::Minor,
                occurrences: 1,
                subject: String::new(),
            });
            return;
        }
        let (zh, en) = if matches!(timing, Timing::Late(_)) {
            ("有的日期看不到或几处说法不一", "a date is missing, or sources disagree")
        } else if published.is_some() && reading.published.is_some() {
            ("工作日历尚未公布该年", "the calendar of that year is not published")
        } else {
            ("看不到公开日期", "a day of publication is not seen")
        };
        verdict.undetermined.push(Undetermined {
            url: reading.url.clone(),
            target,
            reason: Reason::Ambiguous,
            message: Text::new(
                format!("解读{}是否及时未能判定：{zh}，请人工核实", marked(&reading.title)),
                format!("whether \"{}\" was in time can't be told: {en}", reading.title),
            ),
            evidence,
        });
    }

    fn timing(&self, from: Date, to: Date) -> Timing {
        if to <= from {
            return Timing::InTime;
        }
        // The same day is meant where no day is allowed: one published on the Saturday after is late as well.
        let calendar = Workdays::published();
        match calendar.workdays_between(from, to) {
            Some(days) if self.max_workdays == 0 => Timing::Late(days),
            Some(days) if days > i64::from(self.max_workdays) => Timing::Late(days),
            Some(_) => Timing::InTime,
            None => Timing::Unknown,
        }
    }

    /// Whether another date that the pages show would put it in time.
    fn hangs_on_a_dispute(&self, policy: &Document, reading: Option<Date>, other: Option<Date>) -> bool {
        let Some(published) = &policy.published else { return true };
        let starts = std::iter::once(published.date).chain(published.disputed.map(|d| d.0));
        let ends: Vec<Date> = reading.into_iter().chain(other).collect();
        starts
            .flat_map(|from| ends.iter().map(move |to| (from, *to)))
            .any(|(from, to)| self.timing(from, to) == Timing::InTime)
    }

    fn limit(&self) -> Text {
        match self.max_workdays {
            0 => Text::new("不符合同日发布的要求", "on the same day it should have been"),
            n => Text::new(format!("超过{n}个工作日的期限"), format!("later than the limit of {n} working days")),
        }
    }
}
