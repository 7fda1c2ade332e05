//! ## 查什么
//! 应当解读的政策文件有没有解读。
//! ## 为什么
//! 规章、行政规范性文件、以政府或政府办公室名义印发且涉及群众切身利益的文件都要有解读（R5-04）；谁起草谁解读。
//! ## 怎么判
//! 政策文件是本级机关自己制发的公文：有文号，或标题由本级机关发布，或放在政策文件类栏目里。任免、批复和建议提案答复、表彰、废止清理、会议放假
//! 值班、成立调整机构、征地公示招标等一事一告、转发和转载上级的不需要解读；已废止失效的不要求；`since`（默认 2016-03-01）以前公开的不要求；
//! 公开不足 `max_workdays` 个工作日（默认3）的还没到期。通报、要点、考核、申报一类内部管理文件是否需要，由人判断。
//! 解读可以是文字、图解、视频、发布会、问答，也可以在上级网站上、在文件页面之内、只是一张图或一段视频。配对依据：文件页的相关解读和
//! 正文链接，解读页的政策原文链接，解读中写明的文号，解读标题和正文引用的文件名，列表中同一条目下的链接。同名的不同年份版本按
//! 文号、链接和时间分辨，分不清的列出候选待人工核实。文件页的相关解读由脚本填写，或解读栏目、后续页没有看到的，也待人工核实。
//! ## 局限
//! 是否“涉及切身利益”只能从标题判断；解读只在新闻媒体或新媒体上的看不到。
//!
//! # English
//!
//! ## What it looks at
//! Whether policies that need an interpretation have one.
//! ## Why
//! Rules, normative documents, and what the government or its office issued about people's own interests must be interpreted (R5-04).
//! ## How it decides
//! A policy is a document of the site's own authority: with a number, issued by it according to its title, or in a column of
//! policies. Appointments, replies, commendations, abolitions, meetings and holidays, changes of bodies, single acts
//! (expropriation, lists of names, tenders) and reprints need none; nor do abolished documents, those published before `since`
//! (2016-03-01), or less than `max_workdays` (3) working days ago. Inner management (circulars, work points, assessments, calls
//! to apply) is left to a person.
//! An interpretation may be text, picture, film, press conference, questions and answers; on a higher authority's site, inside the
//! policy's page, a lone picture. Pairs rest on links and boxes of either page, numbers, titles, quotations, entries of lists;
//! editions of several years are told apart by number, link and day. What can't be told apart is open, with the candidates; so
//! is a box filled by script, and a policy whose interpretation may stand in a column or further page that was not seen.
//! ## Limits
//! Whether people's own interests are touched is read from the title alone.

use super::page_mark::{page_violation, unseen};
use super::policy_scope::{PolicyScope, Standing, evidence_of, told_of};
use super::title_marks::marked;
use super::{Check, Measure};
use crate::facts::{Document, Facts, LinkState, Pairs};
use crate::model::{Reason, RelationKind, Text, Undetermined, Verdict};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "uninterpreted-policy",
    title: ("政策文件没有解读", "Policies without interpretation"),
    source: include_str!("uninterpreted_policy.rs"),
    bind: |params| {
        let scope: PolicyScope = serde_json::from_value(params).map_err(|e| e.to_string())?;
        scope.sound()?;
        Ok(Box::new(UninterpretedPolicy { scope }))
    },
};

#[derive(Debug)]
struct UninterpretedPolicy {
    scope: PolicyScope,
}

impl Measure for UninterpretedPolicy {
    fn measure(&self, facts: &Facts) -> Verdict {
        if let Err(missing) = facts.home() {
            return unseen(facts, missing);
        }
        let pairs = facts.pairs();
        let mut verdict = Verdict::default();
        for policy in facts.own_policies() {
            match self.scope.standing(facts, policy) {
                Standing::Excused => {}
                Standing::NotDue => verdict.tested += 1,
                Standing::Unclear(why) => {
                    if !has_interpretation(facts, pairs, policy) {
                        verdict.tested += 1;
                        verdict.undetermined.push(unclear(facts, policy, why));
                    }
                }
                Standing::Due => {
                    verdict.tested += 1;
                    if !has_interpretation(facts, pairs, policy) {
                        answer(facts, pairs, policy, &mut verdict);
                    }
                }
            }
        }
        told_of(
            facts,
            verdict,
            Text::new("没有看到需要解读的政策文件", "no policy that needs an interpretation was seen"),
        )
    }

    fn params(&self) -> Value {
        json!(self.scope)
    }
}

fn has_interpretation(facts: &Facts, pairs: &Pairs, policy: &Document) -> bool {
    pairs.inside(policy.page).is_some()
        || !pairs.of_policy(policy.page).is_empty()
        || super::policy_scope::attached_reading(facts, policy.page)
}

fn answer(facts: &Facts, pairs: &Pairs, policy: &Document, verdict: &mut Verdict) {
    let url = facts.pages[policy.page].url();
    let mut evidence = evidence_of(policy);
    let candidates: Vec<Value> = pairs
        .candidates(policy.page)
        .take(5)
        .map(|pair| {
            let reading = &pairs.readings[pair.reading];
            json!({ "title": reading.title, "url": reading.url, "date": reading.published.map(|d| d.to_string()), "basis": pair.basis })
        })
        .collect();
    let open = |reason: Reason, message: Text, evidence: Value| Undetermined {
        url: url.to_owned(),
        target: None,
        reason,
        message,
        evidence,
    };
    if let Some(first) = candidates.first().cloned() {
        let (zh, en) = (
            format!(
                "{}有{}件可能的解读（如{}），分不清是不是，请人工核实；是的，请在两个页面之间互设链接",
                marked(&policy.title),
                candidates.len(),
                marked(first["title"].as_str().unwrap_or_default())
            ),
            format!(
                "\"{}\" may be interpreted by {} pages (such as \"{}\"); please look, and link both if so",
                policy.title,
                candidates.len(),
                first["title"].as_str().unwrap_or_default()
            ),
        );
        evidence["candidates"] = json!(candidates);
        verdict.undetermined.push(open(Reason::Ambiguous, Text::new(zh, en), evidence));
        return;
    }
    let article = facts.pages[policy.page].readable().and_then(|p| p.article.as_ref());
    let filled = article.is_some_and(|a| a.relations.iter().any(|r| r.scripted && r.kind != RelationKind::Policy));
    if filled || facts.leads_to(policy.page, url) == LinkState::Unknown {
        let message = Text::new(
            format!("{}页面上的相关解读由脚本填写，没有看到内容，请在浏览器中核实", marked(&policy.title)),
            format!("a script fills the box of interpretations on the page of \"{}\"; look in a browser", policy.title),
        );
        verdict.undetermined.push(open(Reason::Script, message, evidence));
        return;
    }
    let unseen = facts.unseen_readings(policy.published.as_ref().map(|p| p.date));
    if let Some((reason, what)) = unseen.first() {
        evidence["not_visited"] = json!(unseen.iter().take(5).map(|u| &u.1).collect::<Vec<_>>());
        let message = Text::new(
            format!(
                "{}没有找到解读，但有{}处页面没有看到（如 {what}），请人工核实",
                marked(&policy.title),
                unseen.len()
            ),
            format!(
                "no interpretation of \"{}\" was found, but {} parts were not seen (such as {what})",
                policy.title,
                unseen.len()
            ),
        );
        verdict.undetermined.push(open(*reason, message, evidence));
        return;
    }
    evidence["interpretations_seen"] = json!(pairs.readings.len());
    let message = Text::new(
        format!("{}没有解读，请补做解读并与文件互设链接", marked(&policy.title)),
        format!("\"{}\" has no interpretation; publish one and link both", policy.title),
    );
    verdict.violations.push(page_violation(url, message, evidence));
}

fn unclear(facts: &Facts, policy: &Document, why: &'static str) -> Undetermined {
    let mut evidence = evidence_of(policy);
    evidence["unclear"] = json!(why);
    let (zh, en) = match why {
        "whose" => ("分不清是不是本级机关制发的", "whether the site's own authority issued it can't be told"),
        "undated" => ("看不到公开日期，分不清是否在应解读的期间", "its day of publication is not seen"),
        _ => (
            "属内部管理一类，是否需要解读请人工判断",
            "it is about inner management: whether it needs one is for a person",
        ),
    };
    Undetermined {
        url: facts.pages[policy.page].url().to_owned(),
        target: None,
        reason: Reason::Ambiguous,
        message: Text::new(
            format!("{}没有找到解读；{zh}", marked(&policy.title)),
            format!("no interpretation of \"{}\" was found; {en}", policy.title),
        ),
        evidence,
    }
}
