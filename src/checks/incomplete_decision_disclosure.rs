//! ## 查什么
//! 重大行政决策有没有公开草案、起草说明、背景、征求意见、意见采纳情况和决策结果。
//! ## 为什么
//! 决策事项、依据、过程和结果应当公开：决策草案及其说明公开征求意见，意见采纳情况和决策结果向社会公布（R0-07、R3-29、R3-30）。
//! ## 怎么判
//! 决策自己的页面分节、列表或用链接、附件列出六样内容的，逐样看；只有标题、下面没有内容的，算没有公开。没有这样页面的，
//! 看自称重大行政决策的事项：标题或正文写明、列在“重大行政决策”“决策预公开”“决策公开”一类栏目下、或列入本站公布的决策事项目录的征求意见。
//! 按事项归并，逐样找六样内容，缺的列在 `missing` 里，每样找到了什么都在证据里。征求意见没有结束或结束不足一个月的，不要求采纳情况和结果；
//! 结束不足 `result_months`（默认 3）个月、只缺决策结果的，可能还在决策程序中，待人工核实。名称看不出内容的附件、没看到的栏目可能含有所缺内容的，
//! 待人工核实。目录、制度、程序规定本身不是决策事项。
//! ## 局限
//! 只列入目录、站内没有征求意见页面的事项不看；没有自称重大行政决策的事项看不出来。
//!
//! # English
//!
//! ## What it looks at
//! Whether major administrative decisions show the draft, its explanation, the background, the call for opinions, what was taken up and
//! the result.
//! ## Why
//! Matter, grounds, process and result of decisions are to be public (R0-07, R3-29, R3-30).
//! ## How it decides
//! A decision with a page of its own that lists its parts as sections, rows, links or files is judged by it; a heading with
//! nothing under it shows nothing. Else matters that the site itself calls major decisions: by title or text, by a column of that name, by the site's catalogue of decisions.
//! Pages are grouped by matter; what lacks of the six is listed in `missing`, what was found in the evidence. Before the end, and for one
//! month after it, neither what was taken up nor a result is due; where only the result lacks and the end is less than `result_months`
//! (3) months ago, it may still be under way: for a person. So is what may stand in files whose name does not tell or in columns not
//! seen. Catalogues and rules are no decisions.
//! ## Limits
//! Matters that only a catalogue names are not looked at, nor those that nobody calls a major decision.

use super::incomplete_consultation::{PLACES, close};
use super::page_mark::{page_violation, unseen};
use super::{Check, Measure};
use crate::facts::{Decision, Element, Facts, UnseenPart, Workdays};
use crate::model::{Reason, Text, Undetermined, Verdict};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "incomplete-decision-disclosure",
    title: ("重大行政决策公开不全", "Major decisions incompletely disclosed"),
    source: include_str!("incomplete_decision_disclosure.rs"),
    bind: |params| {
        let params: IncompleteDecisionDisclosure = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(params))
    },
};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct IncompleteDecisionDisclosure {
    /// Months after the end of the consultation within which a decision may still be under way.
    result_months: u32,
}

impl Default for IncompleteDecisionDisclosure {
    fn default() -> Self {
        Self { result_months: 3 }
    }
}

/// A part, its names, and what was found of it.
type Part<'a> = (&'static str, &'static str, &'static str, &'a Element);

impl Measure for IncompleteDecisionDisclosure {
    fn measure(&self, facts: &Facts) -> Verdict {
        if let Err(missing) = facts.home() {
            return unseen(facts, missing);
        }
        let hidden = facts.unseen_named(PLACES);
        let mut verdict = Verdict::default();
        for decision in facts.decisions() {
            verdict.tested += 1;
            self.answer(&decision, facts.run.as_of, &hidden, &mut verdict);
        }
        close(facts, verdict)
    }

    fn params(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

impl IncompleteDecisionDisclosure {
    fn answer(&self, decision: &Decision, as_of: Date, hidden: &[&UnseenPart], verdict: &mut Verdict) {
        let after = |months| decision.ended.and_then(|end| Workdays::months_after(end, months));
        // What follows opinions stands there already, or long enough went by for them to be asked.
        let gone_on = decision.result.is_there() || decision.adoption.is_there();
        let begun = |months| decision.published.and_then(|day| Workdays::months_after(day, months));
        let parts: [Part<'_>; 6] = [
            ("draft", "草案", "the draft", &decision.draft),
            ("explanation", "起草说明", "its explanation", &decision.explanation),
            ("background", "决策背景", "the background", &decision.background),
            ("consultation", "征求意见", "the call for opinions", &decision.call),
            ("adoption", "意见采纳情况", "what was taken up", &decision.adoption),
            ("result", "决策结果", "the result", &decision.result),
        ];
        let (mut missing, mut unclear) = (Vec::new(), Vec::new());
        for part in parts {
            let due = match part.0 {
                "consultation" if decision.own_page && !gone_on => begun(self.result_months),
                // Once a decision is taken, opinions have been weighed.
                "adoption" if decision.own_page && decision.ended.is_none() && decision.result.is_there() => {
                    Some(Date::MIN)
                }
                "adoption" => after(1),
                "result" => after(self.result_months),
                _ => Some(Date::MIN),
            };
            let not_yet = matches!(part.0, "adoption" | "result") && after(1).is_some_and(|day| as_of <= day);
            match part.3 {
                Element::There(_) => {}
                Element::Absent if not_yet => {}
                // When it ended is not known, or the decision may still be under way, or the thing in what was not seen.
                Element::Absent if due.is_none_or(|day| as_of <= day) || !hidden.is_empty() => unclear.push(part),
                Element::Absent => missing.push(part),
                Element::Unclear(_) => unclear.push(part),
            }
        }
        let names = |parts: &[Part<'_>], pick: fn(&Part<'_>) -> &'static str, by: &str| {
            parts.iter().map(pick).collect::<Vec<_>>().join(by)
        };
        let evidence = json!({
            "title": decision.title,
            "matter": decision.matter,
            "called": decision.called,
            "ended": decision.ended.map(|d| d.to_string()),
            "missing": missing.iter().map(|p| p.0).collect::<Vec<_>>(),
            "unclear": unclear.iter().map(|p| p.0).collect::<Vec<_>>(),
            "found": parts.iter().map(|p| (p.0.to_owned(), json!(p.3))).collect::<serde_json::Map<_, _>>(),
            "as_of": as_of.to_string(),
        });
        if !missing.is_empty() {
            let message = Text::new(
                format!(
                    "重大行政决策“{}”没有公开{}，请补充并归集到一处",
                    decision.title,
                    names(&missing, |p| p.1, "、")
                ),
                format!(
                    "the major decision “{}” does not show {}; publish it",
                    decision.title,
                    names(&missing, |p| p.2, ", ")
                ),
            );
            verdict.violations.push(page_violation(&decision.url, message, evidence));
        } else if !unclear.is_empty() {
            verdict.undetermined.push(Undetermined {
                url: decision.url.clone(),
                target: None,
                reason: hidden.first().map_or(Reason::Ambiguous, |p| p.reason),
                message: Text::new(
                    format!(
                        "重大行政决策“{}”的{}没有看到或尚难判断，请核实",
                        decision.title,
                        names(&unclear, |p| p.1, "、")
                    ),
                    format!(
                        "{} of the major decision “{}” was not seen or can't be told yet; look",
                        names(&unclear, |p| p.2, ", "),
                        decision.title
                    ),
                ),
                evidence,
            });
        }
    }
}
