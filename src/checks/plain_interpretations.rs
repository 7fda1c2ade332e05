//! ## 查什么
//! 以政府或政府办公室名义印发、需要解读的政策文件，有多大比例做了文字以外的解读。
//! ## 为什么
//! 多元化解读的比例不低于50%（R5-07）。
//! ## 怎么判
//! 文字以外有图表图解、视频、音频、新闻发布会、专家解读、负责人访谈、问答中的任一种，这件文件就算（R5-08；官方没有算式）。比例＝算的件数÷需要解读
//! 的件数，没有解读的也在分母里。低于 `min_ratio`（默认 0.5）为不达标。插在大段文字里的配图不是一种形式。形式看不出来的（没有访问到的解读页、分不
//! 清的配对）按两头各算一遍，结论不同的待人工核实。
//! ## 局限
//! 只在新媒体上的解读看不到。
//!
//! # English
//!
//! ## What it looks at
//! Of the policies issued in the name of the government or its office that need an interpretation, the share with one beyond plain
//! text.
//! ## Why
//! At least 50 % (R5-07).
//! ## How it decides
//! Charts, film, sound, press conference, expert, head of office, or questions and answers: any of them will do for a policy
//! (R5-08; there is no official formula). The share is theirs among all that need an interpretation, those without one
//! included. Below `min_ratio` (0.5) the site falls short. A picture beside much text is decoration. What can't be told is
//! counted both ways; where that matters the answer is open.
//! ## Limits
//! Interpretations on social media alone are not seen.

use super::page_mark::unseen;
use super::policy_scope::{PolicyScope, Standing, attached_reading, rounded};
use super::{Check, Measure};
use crate::facts::{Document, Facts, Form, LinkState, Pairs};
use crate::model::{Reason, Severity, Text, Undetermined, Verdict, Violation};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "plain-interpretations",
    title: ("解读形式单一", "Plain interpretations"),
    source: include_str!("plain_interpretations.rs"),
    bind: |params| {
        let params: PlainInterpretations = serde_json::from_value(params).map_err(|e| e.to_string())?;
        if !(params.min_ratio > 0.0 && params.min_ratio <= 1.0) {
            return Err(format!("`min_ratio` is a share above 0 and up to 1, not {}", params.min_ratio));
        }
        Ok(Box::new(params))
    },
};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct PlainInterpretations {
    /// The least share of policies interpreted beyond plain text, 0 to 1.
    min_ratio: f64,
    /// Policies of the last so many days alone; all without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    window_days: Option<u32>,
}

impl Default for PlainInterpretations {
    fn default() -> Self {
        Self { min_ratio: 0.5, window_days: None }
    }
}

/// How a policy is interpreted.
enum Interpreted {
    Beyond(BTreeSet<Form>),
    Plain,
    Unknown,
}

impl Measure for PlainInterpretations {
    #[expect(clippy::cast_precision_loss, reason = "a site has some thousand policies")]
    fn measure(&self, facts: &Facts) -> Verdict {
        let home = match facts.home() {
            Ok(home) => home.url().to_owned(),
            Err(missing) => return unseen(facts, missing),
        };
        let pairs = facts.pairs();
        let scope = PolicyScope::default();
        let (mut beyond, mut plain, mut open) = (Vec::new(), Vec::new(), Vec::new());
        for policy in facts.own_policies().filter(|p| p.is_of_government() && self.is_recent(facts, p)) {
            match scope.standing(facts, policy) {
                Standing::Due => match how(facts, pairs, policy) {
                    Interpreted::Beyond(forms) => beyond.push((policy, forms)),
                    Interpreted::Plain => plain.push(policy),
                    Interpreted::Unknown => open.push(policy),
                },
                // Not asked for; where it was done all the same it counts for the site.
                Standing::NotDue | Standing::Unclear(_) => {
                    if let Interpreted::Beyond(forms) = how(facts, pairs, policy) {
                        beyond.push((policy, forms));
                    }
                }
                Standing::Excused => {}
            }
        }
        let total = beyond.len() + plain.len() + open.len();
        if total == 0 {
            if facts.unseen_parts().is_empty() {
                let why = Text::new(
                    "没有看到以政府或政府办公室名义印发、需要解读的文件",
                    "no policy of the government or its office was seen",
                );
                return Verdict::inapplicable(why);
            }
            return Verdict { open_ended: true, ..Verdict::default() };
        }
        let share = |n: usize| n as f64 / total as f64;
        let (low, high) = (share(beyond.len()), share(beyond.len() + open.len()));
        let list = |policies: &[&Document]| -> Vec<Value> {
            let each = policies.iter().take(10);
            each.map(|p| json!({ "title": p.title, "url": facts.pages[p.page].url() })).collect()
        };
        let evidence = json!({
            "share": rounded(low),
            "share_at_most": rounded(high),
            "min_ratio": self.min_ratio,
            "policies": total,
            "beyond_text": beyond.len(),
            "unknown": open.len(),
            "arithmetic": format!("{} ÷ {total} = {:.1}%", beyond.len(), low * 100.0),
            "plain": list(&plain),
            "forms": beyond.iter().take(10).map(|(p, forms)| json!({ "title": p.title, "forms": forms })).collect::<Vec<_>>(),
        });
        let (percent, limit) = ((low * 1000.0).round() / 10.0, (self.min_ratio * 100.0).round());
        if low >= self.min_ratio {
            return Verdict { tested: 1, found: json!([evidence]), ..Verdict::default() };
        }
        if high >= self.min_ratio {
            let message = Text::new(
                format!(
                    "多元化解读比例未能判定：{total}件中确定的{}件，{}件看不出形式，请人工核实",
                    beyond.len(),
                    open.len()
                ),
                format!("the share can't be told: {} of {total} for sure, {} unknown", beyond.len(), open.len()),
            );
            let undetermined =
                vec![Undetermined { url: home, target: None, reason: Reason::Ambiguous, message, evidence }];
            return Verdict { tested: 1, undetermined, ..Verdict::default() };
        }
        let message = Text::new(
            format!(
                "以政府或政府办公室名义印发、需要解读的{total}件文件中，{}件做了文字以外的解读，占{percent}%，低于{limit}%；请增加图解、视频、发布会、问答等形式",
                beyond.len()
            ),
            format!(
                "of {total} policies {} are interpreted beyond plain text, {percent}%, below {limit}%; add charts, films, press conferences, questions and answers",
                beyond.len()
            ),
        );
        let violation = Violation {
            url: home,
            target: None,
            message,
            evidence,
            severity: Severity::Major,
            occurrences: plain.len().max(1) as u64,
            subject: "plain-interpretations".to_owned(),
        };
        Verdict { tested: 1, violations: vec![violation], ..Verdict::default() }
    }

    fn params(&self) -> Value {
        json!(self)
    }
}

impl PlainInterpretations {
    fn is_recent(&self, facts: &Facts, policy: &Document) -> bool {
        let Some(days) = self.window_days else { return true };
        let day = policy.published.as_ref().map(|p| p.date).or(policy.signed);
        day.is_some_and(|d| d >= super::sought::since(facts, days))
    }
}

fn how(facts: &Facts, pairs: &Pairs, policy: &Document) -> Interpreted {
    let mut forms: BTreeSet<Form> = pairs.inside(policy.page).cloned().unwrap_or_default();
    let mut unknown = false;
    for pair in pairs.of_policy(policy.page) {
        let reading = &pairs.readings[pair.reading];
        unknown |= reading.forms.is_empty() || reading.page.is_none();
        forms.extend(&reading.forms);
    }
    if forms.iter().any(|f| *f != Form::Text) {
        return Interpreted::Beyond(forms);
    }
    let candidates = pairs.candidates(policy.page).next().is_some();
    let scripted = facts.leads_to(policy.page, facts.pages[policy.page].url()) == LinkState::Unknown;
    let unseen = || !facts.unseen_readings(policy.published.as_ref().map(|p| p.date)).is_empty();
    if unknown || candidates || scripted || attached_reading(facts, policy.page) || unseen() {
        Interpreted::Unknown
    } else {
        Interpreted::Plain
    }
}
