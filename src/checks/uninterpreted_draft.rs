//! ## 查什么
//! 公开征求意见的草案有没有同时解读。
//! ## 为什么
//! 决策草案、征求意见稿也应解读，草案未解读按件扣分（R5-04、R5-22）。
//! ## 怎么判
//! 看公开征求意见的文件或决策草案。征求意见页上的解读（正文、附件、链接、相关栏），或站内标题写明同一事项的解读、图解、问答，即为有。只有起草说明的，
//! 各地口径不同，待人工核实；同名解读在征集结束以后才发、看不出是解读草案还是解读正式文件的，附件名称看不出内容的，解读栏目没有看全的，也待人工核实。
//! 什么都没有的不通过。问卷、项目征集、听证、征地拆迁、环评、上级和内部征求意见不看。
//! ## 局限
//! 不判断解读的质量。
//!
//! # English
//!
//! ## What it looks at
//! Whether drafts out for opinions are interpreted for the public.
//! ## Why
//! Drafts are to be interpreted too (R5-04, R5-22).
//! ## How it decides
//! Consultations on the draft of a document or decision. An interpretation on the page (text, file, link, related box) or one titled with
//! the matter anywhere on the site will do. An explanation alone is for a person, since clauses differ; so is an interpretation that came
//! after the end and may be the final document's, a file whose name does not tell, a column of interpretations not wholly seen. Nothing
//! at all: failed. Questionnaires, collections, hearings, expropriations, assessments, other authorities' and internal consultations are
//! not looked at.
//! ## Limits
//! How good an interpretation is, is not judged.

use super::incomplete_consultation::{close, unvisited};
use super::page_mark::{NoParams, page_violation, unseen};
use super::{Check, Measure};
use crate::facts::{CallKind, Consultation, Element, Facts};
use crate::model::{Reason, Text, Undetermined, Verdict};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "uninterpreted-draft",
    title: ("草案未解读", "Drafts without interpretation"),
    source: include_str!("uninterpreted_draft.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(UninterpretedDraft))
    },
};

#[derive(Debug)]
struct UninterpretedDraft;

/// Words of interpretations.
const WORDS: &[&str] = &["解读", "图解", "读懂", "看懂", "问答", "图说"];

/// Columns in which interpretations may be.
const PLACES: &[&str] = &["解读", "征集", "征求", "意见", "决策", "草案", "回应", "图解"];

impl Measure for UninterpretedDraft {
    fn measure(&self, facts: &Facts) -> Verdict {
        if let Err(missing) = facts.home() {
            return unseen(facts, missing);
        }
        let hidden = facts.unseen_named(PLACES);
        let mut verdict = Verdict::default();
        for call in facts.consultations().calls.iter().filter(|c| c.kind == CallKind::Draft) {
            verdict.tested += 1;
            let Some(elements) = facts.elements(call) else {
                verdict.undetermined.push(unvisited(call));
                continue;
            };
            if elements.interpretation.is_there() {
                continue;
            }
            let (of_draft, candidates) = interpretations(facts, call);
            if of_draft {
                continue;
            }
            let evidence = json!({
                "title": call.title,
                "published": call.published.map(|d| d.to_string()),
                "explanation": elements.explanation,
                "candidates": candidates,
                "unseen": hidden.iter().take(5).map(|p| p.url.as_str()).collect::<Vec<_>>(),
            });
            let open = if !candidates.is_empty() {
                Some((
                    Reason::Ambiguous,
                    "有同名解读，但看不出解读的是草案还是正式文件",
                    "has an interpretation that may be the final document's",
                ))
            } else if elements.explanation.is_there() {
                Some((
                    Reason::Ambiguous,
                    "只有起草说明，是否算解读各地口径不同",
                    "has an explanation only, and clauses differ on whether it will do",
                ))
            } else if matches!(elements.interpretation, Element::Unclear(_)) {
                Some((
                    Reason::Ambiguous,
                    "的解读可能在附件或图片里",
                    "may have its interpretation in a file or a picture",
                ))
            } else {
                hidden.first().map(|p| {
                    (p.reason, "没有找到解读，但解读栏目有没看到的部分", "has none in what was seen of the columns")
                })
            };
            if let Some((reason, zh, en)) = open {
                verdict.undetermined.push(Undetermined {
                    url: call.url.clone(),
                    target: None,
                    reason,
                    message: Text::new(format!("“{}”{zh}，请核实", call.title), format!("“{}” {en}; look", call.title)),
                    evidence,
                });
            } else {
                let message = Text::new(
                    format!("“{}”没有解读，请随征求意见稿一并发布解读材料并相互链接", call.title),
                    format!("“{}” has no interpretation; publish one with the draft and link both", call.title),
                );
                verdict.violations.push(page_violation(&call.url, message, evidence));
            }
        }
        close(facts, verdict)
    }

    fn params(&self) -> Value {
        json!({})
    }
}

/// Whether an interpretation of the draft itself is titled so, and those that may be the final document's.
fn interpretations(facts: &Facts, call: &Consultation) -> (bool, Vec<String>) {
    let mut candidates = Vec::new();
    for titled in facts.titles_on(&call.matter, WORDS) {
        if titled.title == call.title {
            continue;
        }
        let says = ["征求意见", "草案", "意见征集", "送审稿"].iter().any(|w| titled.title.contains(w));
        let during = match (titled.date(), call.published, call.period.end) {
            (Some(day), Some(from), Some(to)) => day >= from && day <= to,
            (Some(day), Some(from), None) => day == from,
            _ => false,
        };
        if says || during {
            return (true, Vec::new());
        }
        // An interpretation of an earlier version of the same name is none of this draft.
        let before = titled.date().zip(call.published).is_some_and(|(day, from)| day < from);
        if !before {
            candidates.push(titled.title);
        }
    }
    candidates.truncate(5);
    (false, candidates)
}
