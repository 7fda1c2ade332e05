//! ## 查什么
//! 解读是不是照抄文件，或只是文件的缩写。
//! ## 为什么
//! 解读不得简单复制摘抄文件内容，也不得以文件精简版的方式呈现（R5-09）。
//! ## 怎么判
//! 对配上对的文件和文字解读，算解读正文有多大部分立在文件正文里：先去掉标点、全半角、编号和《》中的题名，再找两边相同的成句文字，调换次序、换个
//! 别词也认得出；引用题名、定义和短句不算。占比超过 `max_share`（默认 0.6，由自建的对照集选定，不是官方口径，R5-10）即为照抄。证据
//! 列出最长的几段，两边对照。一件解读对应几件文件的，取占比最大的。文字不足120字的（图解、视频）不查。文件正文在附件里而附件读不出的（扫描件
//! 等），没有访问到的，待人工核实。
//! ## 局限
//! 通篇换了说法的复述看不出来。
//!
//! # English
//!
//! ## What it looks at
//! Whether an interpretation is a copy or a cut-down version of its policy.
//! ## Why
//! It must not simply copy or shorten the document (R5-09).
//! ## How it decides
//! The share of the interpretation's text that stands in the policy's, after punctuation, width, numbering and quoted titles are
//! normalised; other order and single other words don't hide it; titles, definitions and short quotations don't count. Above
//! `max_share` (0.6, chosen on a built test set, no official figure, R5-10) it is copied. The evidence shows the longest runs
//! side by side. Of several policies the one with the largest share counts. Texts below 120 characters are not looked at.
//! Policies whose text is in an attachment that can't be read are left open.
//! ## Limits
//! What is said over in other words throughout is not seen.

use super::page_mark::unseen;
use super::policy_scope::{rounded, told_of};
use super::reading_text::{LEAST, of_policy, of_reading, solid};
use super::title_marks::marked;
use super::{Check, Measure};
use crate::facts::{Copying, Facts, Pair, Pairs, copying};
use crate::model::{Reason, Severity, Text, Undetermined, Verdict, Violation};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "copied-interpretation",
    title: ("解读照抄文件", "Copied interpretations"),
    source: include_str!("copied_interpretation.rs"),
    bind: |params| {
        let params: CopiedInterpretation = serde_json::from_value(params).map_err(|e| e.to_string())?;
        if !(params.max_share > 0.0 && params.max_share <= 1.0) {
            return Err(format!("`max_share` is a share above 0 and up to 1, not {}", params.max_share));
        }
        Ok(Box::new(params))
    },
};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CopiedInterpretation {
    /// The largest share of an interpretation that may stand in its policy, 0 to 1.
    max_share: f64,
}

impl Default for CopiedInterpretation {
    fn default() -> Self {
        Self { max_share: 0.6 }
    }
}

impl Measure for CopiedInterpretation {
    fn measure(&self, facts: &Facts) -> Verdict {
        if let Err(missing) = facts.home() {
            return unseen(facts, missing);
        }
        let pairs = facts.pairs();
        let mut verdict = Verdict::default();
        for at in 0..pairs.readings.len() {
            let of = pairs.of_reading(at);
            if !of.is_empty() {
                self.look(facts, pairs, &of, &mut verdict);
            }
        }
        told_of(facts, verdict, Text::new("没有配得上对的文字解读", "no text interpretation with its policy was seen"))
    }

    fn params(&self) -> Value {
        json!(self)
    }
}

impl CopiedInterpretation {
    fn look(&self, facts: &Facts, pairs: &Pairs, of: &[&Pair], verdict: &mut Verdict) {
        let reading = &pairs.readings[of[0].reading];
        let Some(text) = of_reading(facts, reading).filter(|t| solid(t) >= LEAST) else { return };
        let mut worst: Option<(Copying, usize)> = None;
        let mut unread: Vec<(String, Reason)> = Vec::new();
        let mut thin = None;
        for pair in of {
            let policy = of_policy(facts, pair.policy);
            if policy.chars() < LEAST {
                thin = Some(pair.policy);
            }
            let found = copying(text, &policy.text);
            unread.extend(policy.unread);
            if worst.as_ref().is_none_or(|(known, _)| found.share > known.share) {
                worst = Some((found, pair.policy));
            }
        }
        let Some((found, policy)) = worst else { return };
        verdict.tested += 1;
        let policy_url = facts.pages[policy].url();
        let mut evidence = json!({
            "interpretation": reading.title,
            "share": rounded(found.share),
            "max_share": self.max_share,
            "interpretation_chars": found.interpretation_chars,
            "copied_chars": found.copied_chars,
            "policy_chars": found.policy_chars,
        });
        let target = Some(policy_url.to_owned());
        if found.share > self.max_share {
            evidence["runs"] = found
                .runs
                .iter()
                .take(3)
                .map(|r| json!({ "chars": r.chars, "interpretation": r.interpretation.text, "policy": r.policy.text }))
                .collect();
            let percent = (found.share * 100.0).round();
            let limit = (self.max_share * 100.0).round();
            verdict.violations.push(Violation {
                url: reading.url.clone(),
                target,
                message: Text::new(
                    format!("解读{}有{percent}%的文字与文件原文相同（限{limit}%），请改为说明背景、要点和怎么办", marked(&reading.title)),
                    format!(
                        "{percent}% of \"{}\" stands in the policy itself (the limit is {limit}%); explain instead of copying",
                        reading.title
                    ),
                ),
                evidence,
                severity: Severity::Minor,
                occurrences: 1,
                subject: String::new(),
            });
        } else if let Some((file, reason)) = unread.first() {
            evidence["unread"] = json!(unread.iter().take(5).map(|u| &u.0).collect::<Vec<_>>());
            let message = Text::new(
                format!("解读{}是否照抄未能判定：文件的附件没有读到（{file}），请人工对照", marked(&reading.title)),
                format!("whether \"{}\" is a copy can't be told: an attachment was not read ({file})", reading.title),
            );
            let url = reading.url.clone();
            verdict.undetermined.push(Undetermined { url, target, reason: *reason, message, evidence });
        } else if let Some(page) = thin {
            let message = Text::new(
                format!("解读{}是否照抄未能判定：文件页面上没有正文，请人工对照", marked(&reading.title)),
                format!("whether \"{}\" is a copy can't be told: the policy's page has no text", reading.title),
            );
            let target = Some(facts.pages[page].url().to_owned());
            let url = reading.url.clone();
            verdict.undetermined.push(Undetermined { url, target, reason: Reason::Ambiguous, message, evidence });
        }
    }
}
