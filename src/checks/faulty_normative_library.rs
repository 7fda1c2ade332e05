//! ## 查什么
//! 现行有效的规范性文件是不是集中在一处、可以检索，每件是否标明有效性（有效、失效、废止等）。
//! ## 为什么
//! 规范性文件应在“政府信息公开”专栏集中公开、统一查询、动态更新，并标注有效性（R3-01、R3-02、R5-15）。
//! ## 怎么判
//! 先找规范性文件（库）栏目：没有的、空的、打不开的不通过；栏目页及其框架上没有任何检索框的不通过。再逐件看：列表中标出有效性的件
//! 数不少于条目数的，都算已标；否则看每件的内容页有没有“有效性：有效”“【废止】”一类标注，没有的一件一条。栏目名本身写明“现行有
//! 效”的视为已标。解读、清理结果、目录类条目不算文件。标签在而值由脚本填写的、内容页没有访问到或不是网页的，待人工核实。只有“政策
//! 文件”一类栏目的，栏目在其他网站的，待人工核实。
//! ## 局限
//! 不判断标注是否正确，也不核对文件是否收全；列表后续页未抓取的件不计。
//!
//! # English
//!
//! ## What it looks at
//! Whether normative documents in force stand in one searchable place, each labelled with its validity.
//! ## Why
//! They are to be gathered, searchable and labelled (R3-01, R3-02, R5-15).
//! ## How it decides
//! The column must be there, hold something and offer a search form. Each document must be labelled: in the list (as many labels as
//! entries), else on its own page (有效性：有效; 【废止】); a column whose name says "in force" labels all. Interpretations, clean-ups and
//! catalogues are no documents. A label that a script fills, pages not visited or no web pages, a near name or another site: for a person.
//! ## Limits
//! Whether labels are right and the library is complete is not judged.

use super::offers::{count, is_searchable};
use super::page_mark::{NoParams, page_violation};
use super::places::{Answers, Place, Stand};
use super::platform::page_at;
use super::{Check, Measure};
use crate::facts::Facts;
use crate::model::{Item, Reason, Severity, Term, Text, Verdict, Violation};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "faulty-normative-library",
    title: ("规范性文件库不规范", "Faulty library of normative documents"),
    source: include_str!("faulty_normative_library.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(FaultyNormativeLibrary))
    },
};

#[derive(Debug)]
struct FaultyNormativeLibrary;

static PLACE: Place = Place {
    name: ("规范性文件库", "library of normative documents"),
    names: &[
        "规范性文件库",
        "行政规范性文件库",
        "规范性文件",
        "行政规范性文件",
        "政府规范性文件",
        "现行有效规范性文件",
        "现行有效行政规范性文件",
        "现行规范性文件",
        "有效规范性文件",
        "现行有效规范性文件库",
        "规范性文件查询",
        "规范性文件数据库",
        "规范性文件专栏",
        "规章规范性文件",
        "规章和规范性文件",
        "规章规范性文件库",
        "规章及规范性文件",
        "规范性文件目录",
        "行政规范性文件目录",
        "现行有效规范性文件目录",
        "规范性文件公开",
        "本级规范性文件",
        "规范性文件统一查询",
        "规范性文件统一公开查询平台",
    ],
    near: &["政策文件", "政府文件", "政策文件库", "文件库", "政策法规", "政策法规库"],
    must: &[],
};

/// Titles with these words are about documents, not documents.
const ABOUT: &[&str] =
    &["解读", "图解", "一图", "问答", "清理", "废止", "目录", "备案", "失效", "说明", "编制发布", "合法性审核"];

impl Measure for FaultyNormativeLibrary {
    fn measure(&self, facts: &Facts) -> Verdict {
        let mut answers = match Answers::new(facts) {
            Ok(answers) => answers,
            Err(verdict) => return *verdict,
        };
        let seen = PLACE.look(facts);
        let ask = Text::new("请将现行有效的规范性文件集中到一处并提供检索", "gather them in one searchable place");
        if let Stand::Full = seen.stand {
            place(&mut answers, &seen.pages, &ask);
            let declared = seen.sightings.iter().any(|s| s.name.contains("有效"));
            documents(&mut answers, &seen.pages, declared);
        } else {
            answers.use_of(&PLACE, &seen, &ask);
        }
        answers.verdict
    }

    fn params(&self) -> Value {
        json!({})
    }
}

fn place(answers: &mut Answers<'_>, pages: &[usize], ask: &Text) {
    let facts = answers.facts;
    let readable: Vec<usize> = pages.iter().copied().filter(|&p| facts.pages[p].readable().is_some()).collect();
    if readable.is_empty() || readable.iter().any(|&p| is_searchable(facts, p)) {
        return answers.pass();
    }
    let page = readable[0];
    let url = facts.pages[page].url().to_owned();
    let target = Some(PLACE.name.0);
    let evidence = json!({ "fault": "unsearchable", "looked_at": url });
    if let Some(unread) = facts.column_content(page).ok().and_then(|c| c.unread.into_iter().next()) {
        let message = Text::new(
            "规范性文件栏目未见检索框，但页面有未读到的部分，请在浏览器中核实",
            "no search form beside the normative documents, but parts of the page were not read",
        );
        return answers.doubt(&url, target, unread.reason, message, evidence);
    }
    let message = Text::new(
        format!("规范性文件栏目不能检索：页面上没有检索框。{}", ask.zh),
        format!("normative documents can't be searched: no search form on the page. {}", ask.en),
    );
    answers.fault(&url, target, message, evidence);
}

/// How one document stands.
enum Label {
    Told,
    Untold,
    Open(Reason, String),
}

fn documents(answers: &mut Answers<'_>, pages: &[usize], declared: bool) {
    let facts = answers.facts;
    let mut documents: BTreeMap<&str, (usize, &Item, Label)> = BTreeMap::new();
    for &page in pages {
        let Ok(content) = facts.column_content(page) else { continue };
        let is_document = |item: &&Item| !item.target.is_empty() && !ABOUT.iter().any(|word| item.title.contains(word));
        let items: Vec<&Item> = content.items.into_iter().filter(is_document).collect();
        let labels = usize::from(count(facts, page, Term::Validity));
        for item in &items {
            let label = if declared || (labels >= items.len() && labels > 0) {
                Label::Told
            } else {
                match label(facts, item) {
                    // Some rows are labelled; which, a count does not tell.
                    Label::Untold if labels * 2 >= items.len() => {
                        Label::Open(Reason::Ambiguous, facts.pages[page].url().to_owned())
                    }
                    label => label,
                }
            };
            let told = matches!(label, Label::Told);
            let known = documents.entry(&item.target).or_insert((page, item, label));
            if told {
                known.2 = Label::Told;
            }
        }
    }
    for (address, (page, item, label)) in documents {
        let url = facts.pages[page].url().to_owned();
        let evidence = json!({ "title": item.title, "url": address });
        match label {
            Label::Told => answers.pass(),
            Label::Untold => {
                let message = Text::new(
                    format!("规范性文件《{}》没有标明有效性，请标注“有效”“失效”或“废止”", item.title),
                    format!("\"{}\" does not say whether it is in force; label it", item.title),
                );
                answers.verdict.tested += 1;
                let violation = page_violation(&url, message, evidence);
                let target = Some(address.to_owned());
                answers.verdict.violations.push(Violation { target, severity: Severity::Minor, ..violation });
            }
            Label::Open(reason, what) => {
                let message = Text::new(
                    format!("规范性文件《{}》是否标明有效性未能看到（{}），请核实", item.title, reason.words().zh),
                    format!("whether \"{}\" says that it is in force was not seen ({what})", item.title),
                );
                answers.doubt(&url, Some(address), reason, message, evidence);
            }
        }
    }
}

/// What a document's own page says of its validity.
fn label(facts: &Facts, item: &Item) -> Label {
    let bracketed = ["[有效]", "【有效】", "(有效)", "（有效）", "[现行有效]", "【现行有效】"];
    if bracketed.iter().any(|b| item.title.contains(b)) {
        return Label::Told;
    }
    let Some(page) = page_at(facts, &item.target) else {
        return Label::Open(Reason::Budget, item.target.clone());
    };
    let fact = &facts.pages[page];
    if matches!(fact.record.status, Some(404 | 410)) {
        // A dead link is told elsewhere.
        return Label::Told;
    }
    match fact.readable().map(|p| (&p.terms, p.signals.script_shell)) {
        Some((Some(terms), false)) if terms.of(Term::Validity) > 0 => Label::Told,
        Some((Some(terms), false)) if terms.of(Term::BlankValidity) > 0 => {
            Label::Open(Reason::Script, fact.url().to_owned())
        }
        Some((Some(_), false)) => Label::Untold,
        Some((_, shell)) => Label::Open(if shell { Reason::Script } else { Reason::Tool }, fact.url().to_owned()),
        None => Label::Open(Reason::Network, fact.url().to_owned()),
    }
}
