//! ## 查什么
//! 征求意见结束后有没有按期公布意见采纳情况，未采纳的有没有说明理由。
//! ## 为什么
//! 征集结束后一个月内要公布采纳情况，未采纳的要说明理由（R3-30、R5-22）。
//! ## 怎么判
//! 看征求意见结束已超过 `months` 个月的征求意见和意见征集。结果按链接（双向）、同一事项的标题、原页面上的结果、汇总页面、列表状态配对。
//! 找不到结果的（`no-result`）、公布晚于期限的（`late-result`）、写明有意见未采纳而没有理由的（`no-reasons`）不通过；全部采纳、没有收到意见
//! 的不需要理由。未结束或结束不足一个月的通过。结束日期不明、结果日期不明、结果在读不到的附件或图片里、相关栏目有没看到的部分，待人工核实。
//! 问卷调查、项目和线索征集、听证、征地拆迁、环评、上级机关和内部的征求意见不看。
//! ## 局限
//! 理由是否成立由人判断；在会议或来信中个别答复的看不到。
//!
//! # English
//!
//! ## What it looks at
//! Whether what came of a consultation was published in time, with reasons for what was not taken up.
//! ## Why
//! Within one month after the end, with reasons (R3-30, R5-22).
//! ## How it decides
//! Consultations and calls for opinions that ended more than `months` months ago. Results are paired by links (both ways), by the matter
//! in the title, on the same page, on a page that sums several up, by a list's state. None (`no-result`), one after the limit
//! (`late-result`), one that tells of opinions not taken up and gives no reasons (`no-reasons`): failed; all taken up or none received
//! needs none. Not ended, or less than that ago: passed. No end known, a result without a day, one in files or pictures not read, parts of
//! the columns not seen: for a person. Questionnaires, collections, hearings, expropriations, assessments, other authorities' and internal
//! consultations are not looked at.
//! ## Limits
//! Whether reasons are good is for people; single answers by letter are not seen.

use super::incomplete_consultation::close;
use super::page_mark::unseen;
use super::{Check, Measure};
use crate::facts::{CallKind, Consultation, Facts, Part, Stated, TakenUp, UnseenPart, Workdays};
use crate::model::{Reason, Severity, Text, Undetermined, Verdict, Violation};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "unanswered-consultation",
    title: ("征求意见未反馈采纳情况", "Consultations without a result"),
    source: include_str!("unanswered_consultation.rs"),
    bind: |params| {
        let params: UnansweredConsultation = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(params))
    },
};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct UnansweredConsultation {
    /// Months after the end within which the result is to be published.
    months: u32,
}

impl Default for UnansweredConsultation {
    fn default() -> Self {
        Self { months: 1 }
    }
}

/// Columns in which results may be.
const PLACES: &[&str] = &[
    "征集", "征求", "意见", "互动", "参与", "决策", "公示", "公告", "反馈", "采纳", "结果", "民意", "调查", "交流",
    "草案", "公开",
];

impl Measure for UnansweredConsultation {
    fn measure(&self, facts: &Facts) -> Verdict {
        if let Err(missing) = facts.home() {
            return unseen(facts, missing);
        }
        let hidden = facts.unseen_named(PLACES);
        let mut verdict = Verdict::default();
        for call in facts.consultations().calls.iter().filter(|c| matches!(c.kind, CallKind::Draft | CallKind::Open)) {
            verdict.tested += 1;
            Look { facts, call, months: self.months, hidden: &hidden }.answer(&mut verdict);
        }
        close(facts, verdict)
    }

    fn params(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

struct Look<'a> {
    facts: &'a Facts,
    call: &'a Consultation,
    months: u32,
    hidden: &'a [&'a UnseenPart],
}

impl Look<'_> {
    fn answer(&self, verdict: &mut Verdict) {
        let as_of = self.facts.run.as_of;
        let stated = self.facts.result_of(self.call);
        let Some(ended) = self.call.period.end else {
            let said = stated.as_ref().map(|s| self.facts.taken_up(self.call, s));
            match said {
                Some(TakenUp::NoReasons(words)) => self.without_reasons(verdict, stated.as_ref(), &words),
                // It was answered; when it was due is all that is not known.
                _ => self.leave(
                    verdict,
                    Reason::Ambiguous,
                    stated.as_ref(),
                    "没有看出征求意见何时结束",
                    "does not tell when it ended",
                ),
            }
            return;
        };
        let due = Workdays::months_after(ended, self.months).unwrap_or(ended);
        // The last day of the limit may be one of rest.
        let due = Workdays::published().end_of_limit(due).unwrap_or(due);
        match stated {
            None if as_of <= due => {}
            None if self.may_hide(ended) => {
                let reason = self.hidden.first().map_or(Reason::Budget, |p| p.reason);
                self.leave(
                    verdict,
                    reason,
                    None,
                    "没有找到结果，但相关栏目有没看到的部分",
                    "has no result in what was seen of the columns",
                );
            }
            None if self.call.unread.is_some() => {
                let reason = self.call.unread.unwrap_or(Reason::Budget);
                self.leave(
                    verdict,
                    reason,
                    None,
                    "页面没有读到，结果可能就在页面上",
                    "was not read; its result may stand on it",
                );
            }
            None => self.fail(verdict, "no-result", None, due),
            Some(stated) => self.stated(verdict, &stated, due),
        }
    }

    fn stated(&self, verdict: &mut Verdict, stated: &Stated, due: Date) {
        let published = match stated {
            Stated::Page(at) => self.facts.consultations().results[*at].published,
            // The page's own date is that of the call.
            Stated::Here(_) | Stated::Listed(_) => None,
        };
        if published.is_some_and(|day| day > due) {
            return self.fail(verdict, "late-result", Some(stated), due);
        }
        match self.facts.taken_up(self.call, stated) {
            TakenUp::NoReasons(words) => self.without_reasons(verdict, Some(stated), &words),
            TakenUp::Untold(_) if self.facts.run.as_of <= due && published.is_none() => {}
            TakenUp::Untold(_) => self.leave(
                verdict,
                Reason::Ambiguous,
                Some(stated),
                "有结果，但看不出意见是否采纳、有无理由",
                "has a result that does not show what was taken up and why",
            ),
            TakenUp::Nothing(_) | TakenUp::Reasons(_) => {
                let dated = published.is_some() || !matches!(stated, Stated::Page(_));
                if !dated && self.facts.run.as_of > due {
                    self.leave(
                        verdict,
                        Reason::Ambiguous,
                        Some(stated),
                        "有结果，但看不出何时公布",
                        "has a result without a day",
                    );
                }
            }
        }
    }

    /// Whether the result may stand in what was not seen. Lists go from new to old: what comes after the day of the
    /// consultation's end is older.
    fn may_hide(&self, ended: Date) -> bool {
        self.hidden.iter().any(|p| p.part != Part::Further || p.until.is_none_or(|until| until >= ended))
    }

    fn without_reasons(&self, verdict: &mut Verdict, stated: Option<&Stated>, words: &str) {
        let message = Text::new(
            format!("“{}”的结果写明有意见未采纳（{words}）而没有说明理由，请补充", self.call.title),
            format!(
                "the result of “{}” tells of opinions not taken up and gives no reasons; add them",
                self.call.title
            ),
        );
        let mut evidence = self.evidence("no-reasons", stated);
        evidence["words"] = json!(words);
        self.violation(verdict, stated, message, evidence);
    }

    fn fail(&self, verdict: &mut Verdict, reason: &str, stated: Option<&Stated>, due: Date) {
        let ended = self.call.period.end.map_or_else(String::new, |d| d.to_string());
        let mut evidence = self.evidence(reason, stated);
        evidence["due"] = json!(due.to_string());
        let title = &self.call.title;
        let message = if stated.is_none() {
            Text::new(
                format!("“{title}”已于{ended}结束，应在{due}前公布意见采纳情况，至今没有看到，请公布"),
                format!(
                    "“{title}” ended on {ended}; what was taken up was to be published by {due} and is not to be found; publish it"
                ),
            )
        } else {
            let day = evidence["result_published"].as_str().unwrap_or_default().to_owned();
            Text::new(
                format!("“{title}”已于{ended}结束，应在{due}前公布意见采纳情况，{day}才公布；今后请按期公布"),
                format!("“{title}” ended on {ended}; its result was due by {due} and came on {day}; publish in time"),
            )
        };
        self.violation(verdict, stated, message, evidence);
    }

    fn violation(&self, verdict: &mut Verdict, stated: Option<&Stated>, message: Text, evidence: Value) {
        verdict.violations.push(Violation {
            url: self.call.url.clone(),
            target: self.result_url(stated),
            message,
            evidence,
            severity: Severity::Major,
            occurrences: 1,
            subject: String::new(),
        });
    }

    fn leave(&self, verdict: &mut Verdict, reason: Reason, stated: Option<&Stated>, zh: &str, en: &str) {
        let mut evidence = self.evidence("", stated);
        if stated.is_none() {
            let unseen: Vec<&str> = self.hidden.iter().take(5).map(|p| p.url.as_str()).collect();
            evidence["unseen"] = json!(unseen);
        }
        verdict.undetermined.push(Undetermined {
            url: self.call.url.clone(),
            target: self.result_url(stated),
            reason,
            message: Text::new(
                format!("“{}”{zh}，请核实是否按期公布了采纳情况", self.call.title),
                format!("“{}” {en}; look whether what was taken up was published in time", self.call.title),
            ),
            evidence,
        });
    }

    fn result_url(&self, stated: Option<&Stated>) -> Option<String> {
        match stated {
            Some(Stated::Page(at)) => Some(self.facts.consultations().results[*at].url.clone()),
            _ => None,
        }
    }

    fn evidence(&self, reason: &str, stated: Option<&Stated>) -> Value {
        let result = match stated {
            Some(Stated::Page(at)) => Some(&self.facts.consultations().results[*at]),
            _ => None,
        };
        let mut evidence = json!({
            "title": self.call.title,
            "ended": self.call.period.end.map(|d| d.to_string()),
            "period_as_written": self.call.period.raw,
            "published": self.call.published.map(|d| d.to_string()),
            "months": self.months,
            "as_of": self.facts.run.as_of.to_string(),
        });
        if !reason.is_empty() {
            evidence["reason"] = json!(reason);
        }
        if let Some(result) = result {
            evidence["result"] = json!(result.title);
            evidence["result_published"] = json!(result.published.map(|d| d.to_string()));
        }
        if let Some(Stated::Here(words) | Stated::Listed(words)) = stated {
            evidence["result"] = json!(words);
        }
        if let Some(due) = self.call.period.end.and_then(|e| Workdays::months_after(e, self.months)) {
            evidence["due"] = json!(Workdays::published().end_of_limit(due).unwrap_or(due).to_string());
        }
        evidence
    }
}
