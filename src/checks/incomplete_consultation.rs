//! ## 查什么
//! 公开征求意见的页面有没有草案、起草说明、起止时间和反馈渠道。
//! ## 为什么
//! 决策草案征求意见要公布草案及其说明，明确提出意见的方式和期限；期限一般不少于 30 日，规范性文件一般不少于 7 个工作日（R3-29、R5-22）。
//! ## 怎么判
//! 看标题是公开征求意见、征集意见的页面，且征求的对象是文件或决策草案。草案：正文全文，或名称写明征求意见稿、草案（或与标题同名）的附件、
//! 链接。说明：正文、附件名或链接页中的起草说明、编制说明、制定背景等；只有“为……，起草了……”的套话不算。时间：起止日期、截止日期、
//! “为期 30 天”“自公告之日起 7 个工作日”等，列表上写明的也算。渠道：电子邮件、电话、邮寄地址、网上留言或在线表单，有一种即可。缺哪几样
//! 合成一条，列在 `missing` 里。名称看不出内容的附件、压缩包、图片、内嵌框架可能含有所缺内容的，待人工核实。
//! 问卷调查、满意度测评、民生实事项目和线索等征集、听证公告、征地拆迁方案、环评和采购、上级机关的征求意见、只征求内部单位意见的，以及没有草案的
//! 意见征集，不看。
//! ## 局限
//! 不判断说明写得是否充分、期限是否足够长。
//!
//! # English
//!
//! ## What it looks at
//! Whether pages asking for opinions have the draft, its explanation, the period, and a way to answer.
//! ## Why
//! A draft out for opinions is published with its explanation, the ways and the time to answer (R3-29, R5-22).
//! ## How it decides
//! Pages whose title asks the public for opinions on the draft of a document or decision. The draft: in full on the page, or a file or
//! link named so. The explanation: in the text, a file's name, a linked page; the ritual sentence of purpose is none. The period: days, or
//! a length, here or in the list. A way to answer: e-mail, telephone, post, a form. What lacks makes one finding, listed in `missing`.
//! Files whose name does not tell, archives, pictures and frames may hold it: for a person. Questionnaires, collections of projects or
//! clues, hearings, expropriation plans, environmental assessments and procurement, other authorities' consultations, internal ones, and
//! calls without a draft are not looked at.
//! ## Limits
//! Whether the explanation is enough or the period long enough is not judged.

use super::page_mark::{NoParams, page_violation, unseen};
use super::{Check, Measure};
use crate::facts::{CallKind, Consultation, Element, Elements, Facts};
use crate::model::{Reason, Text, Undetermined, Verdict};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "incomplete-consultation",
    title: ("征求意见要素不全", "Incomplete consultations"),
    source: include_str!("incomplete_consultation.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(IncompleteConsultation))
    },
};

#[derive(Debug)]
struct IncompleteConsultation;

/// Columns in which consultations may be.
pub(super) const PLACES: &[&str] = &[
    "征集",
    "征求",
    "意见",
    "互动",
    "参与",
    "决策",
    "公示",
    "公告",
    "公开",
    "民意",
    "调查",
    "交流",
    "通知",
    "草案",
    "预公开",
];

impl Measure for IncompleteConsultation {
    fn measure(&self, facts: &Facts) -> Verdict {
        if let Err(missing) = facts.home() {
            return unseen(facts, missing);
        }
        let mut verdict = Verdict::default();
        for call in facts.consultations().calls.iter().filter(|c| c.kind == CallKind::Draft) {
            verdict.tested += 1;
            match facts.elements(call) {
                Some(elements) => answer(call, &elements, &mut verdict),
                None => verdict.undetermined.push(unvisited(call)),
            }
        }
        close(facts, verdict)
    }

    fn params(&self) -> Value {
        json!({})
    }
}

/// No consultation seen: none, or none seen yet.
pub(super) fn close(facts: &Facts, mut verdict: Verdict) -> Verdict {
    if verdict.tested == 0 {
        if facts.unseen_named(PLACES).is_empty() {
            return Verdict::inapplicable(Text::new("没有看到公开征求意见的页面", "no consultation was seen"));
        }
        verdict.open_ended = true;
    }
    verdict
}

/// A consultation whose page was not read.
pub(super) fn unvisited(call: &Consultation) -> Undetermined {
    let reason = call.unread.unwrap_or(Reason::Budget);
    let why = reason.words();
    Undetermined {
        url: call.url.clone(),
        target: None,
        reason,
        message: Text::new(
            format!("“{}”的页面没有读到（{}），请打开核对", call.title, why.zh),
            format!("the page of “{}” was not read ({}); open it", call.title, why.en),
        ),
        evidence: json!({ "title": call.title, "published": call.published.map(|d| d.to_string()) }),
    }
}

fn answer(call: &Consultation, elements: &Elements, verdict: &mut Verdict) {
    let parts = [
        ("draft", "草案", "the draft", &elements.draft),
        ("explanation", "起草说明", "its explanation", &elements.explanation),
        ("period", "征求意见的时间", "the period", &elements.period),
        ("channel", "反馈渠道", "a way to answer", &elements.channel),
    ];
    let of = |wanted: fn(&Element) -> bool| parts.iter().filter(|p| wanted(p.3)).collect::<Vec<_>>();
    let missing = of(|e| *e == Element::Absent);
    let unclear = of(|e| matches!(e, Element::Unclear(_)));
    let evidence = json!({
        "title": call.title,
        "missing": missing.iter().map(|p| p.0).collect::<Vec<_>>(),
        "unclear": unclear.iter().map(|p| p.0).collect::<Vec<_>>(),
        "found": parts.iter().map(|p| (p.0.to_owned(), json!(p.3))).collect::<serde_json::Map<_, _>>(),
    });
    let zh = |parts: &[&(&str, &str, &str, &Element)]| parts.iter().map(|p| p.1).collect::<Vec<_>>().join("、");
    let en = |parts: &[&(&str, &str, &str, &Element)]| parts.iter().map(|p| p.2).collect::<Vec<_>>().join(", ");
    if !missing.is_empty() {
        let message = Text::new(
            format!("“{}”缺少{}，请在征求意见页面上补齐", call.title, zh(&missing)),
            format!("“{}” lacks {}; add it on the page", call.title, en(&missing)),
        );
        verdict.violations.push(page_violation(&call.url, message, evidence));
    } else if !unclear.is_empty() {
        verdict.undetermined.push(Undetermined {
            url: call.url.clone(),
            target: None,
            reason: Reason::Ambiguous,
            message: Text::new(
                format!("“{}”的{}可能在附件、图片或框架里，请打开核对", call.title, zh(&unclear)),
                format!("{} of “{}” may be in a file, a picture or a frame; open it", en(&unclear), call.title),
            ),
            evidence,
        });
    }
}
