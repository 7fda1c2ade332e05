//! ## 查什么
//! 公文的内容页有没有标明公开属性（公开方式、公开类别）。
//! ## 为什么
//! 文件页应列出索引号、公开属性、发布日期等信息，公开属性自源头认定并随文标注（R5-13）。
//! ## 怎么判
//! 看有文号、标题像公文（通知、意见、办法、方案等）的内容页；中央和国务院文件的转载不看。页面任何一处（含折叠的信息表）写有“公开属性：
//! 主动公开”“公开方式：主动公开”“此件公开发布”一类字样即为已标。没有标的按页面模板归并，一个模板一条，列出件数和示例。标签在而值为空的，
//! 可能由脚本填写，待人工核实。一件公文也没有的不适用。
//! ## 局限
//! 不判断属性定得对不对；附件里的标注看不到。
//!
//! # English
//!
//! ## What it looks at
//! Whether pages of public documents carry their disclosure attribute.
//! ## Why
//! A document's table of facts lists it (R5-13).
//! ## How it decides
//! Article pages with a document number whose title is a document's; reprints of central documents aside. 公开属性：主动公开, 公开方式 or
//! 此件公开发布 anywhere on the page will do. Those without are told once per template, with count and examples. A label without a value
//! may be filled by script: for a person. No documents at all: inapplicable.
//! ## Limits
//! Whether the attribute is right is not judged; attachments are not read.

use super::page_mark::{NoParams, page_violation, unseen};
use super::{Check, Measure};
use crate::facts::{Facts, PageFact};
use crate::model::{PageRole, Reason, Severity, Term, Text, Undetermined, Verdict, Violation};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "unlabelled-disclosure",
    title: ("公文未标公开属性", "Documents without disclosure attribute"),
    source: include_str!("unlabelled_disclosure.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(UnlabelledDisclosure))
    },
};

#[derive(Debug)]
struct UnlabelledDisclosure;

/// Words of which one stands in a document's title.
const KINDS: &[&str] = &[
    "通知", "意见", "办法", "方案", "规定", "决定", "通告", "公告", "细则", "批复", "规划", "措施", "预案", "命令",
    "的函",
];

/// Titles with these words speak about a document.
const ABOUT: &[&str] = &["解读", "图解", "问答", "一图读懂", "征求意见", "采纳情况"];

/// Documents of one template.
#[derive(Default)]
struct Group<'a> {
    labelled: u64,
    bare: Vec<&'a PageFact>,
    blank: Vec<&'a PageFact>,
}

impl Measure for UnlabelledDisclosure {
    fn measure(&self, facts: &Facts) -> Verdict {
        if let Err(missing) = facts.home() {
            return unseen(facts, missing);
        }
        let mut groups: BTreeMap<u64, Group<'_>> = BTreeMap::new();
        let mut order: Vec<u64> = Vec::new();
        for fact in facts.pages.iter().filter(|p| p.role == PageRole::Page) {
            let Some(page) = fact.readable().filter(|_| is_document(fact)) else { continue };
            let Some(terms) = &page.terms else { continue };
            let template = page.signals.template;
            if !groups.contains_key(&template) {
                order.push(template);
            }
            let group = groups.entry(template).or_default();
            if terms.of(Term::Disclosure) > 0 {
                group.labelled += 1;
            } else if terms.of(Term::BlankDisclosure) > 0 {
                group.blank.push(fact);
            } else {
                group.bare.push(fact);
            }
        }
        let mut verdict = Verdict::default();
        for group in order.iter().filter_map(|t| groups.get(t)) {
            answer(group, &mut verdict);
        }
        if verdict.tested == 0 {
            if facts.unseen_parts().is_empty() {
                return Verdict::inapplicable(Text::new("没有看到带文号的公文", "no document with a number was seen"));
            }
            verdict.open_ended = true;
        }
        verdict
    }

    fn params(&self) -> Value {
        json!({})
    }
}

fn is_document(fact: &PageFact) -> bool {
    let Some(article) = fact.readable().and_then(|p| p.article.as_ref()) else { return false };
    let Some(number) = &article.number else { return false };
    let title = &article.title;
    // The centre's own documents are labelled where they were issued.
    let reprint = number.starts_with('国') || number.starts_with("中");
    !reprint && KINDS.iter().any(|w| title.contains(w)) && !ABOUT.iter().any(|w| title.contains(w))
}

fn answer(group: &Group<'_>, verdict: &mut Verdict) {
    verdict.tested += 1;
    let examples = |pages: &[&PageFact]| -> Vec<String> { pages.iter().take(3).map(|p| p.url().to_owned()).collect() };
    let evidence = |pages: &[&PageFact]| {
        json!({
            "examples": examples(pages),
            "count": pages.len(),
            "labelled": group.labelled,
        })
    };
    if let Some(first) = group.bare.first() {
        let count = group.bare.len();
        let message = Text::new(
            format!("{count}件公文的页面没有标明公开属性，请在信息表中列出“公开属性（公开方式）”"),
            format!("{count} documents do not carry their disclosure attribute; list it in the table of facts"),
        );
        let violation = page_violation(first.url(), message, evidence(&group.bare));
        verdict.violations.push(Violation { severity: Severity::Minor, occurrences: count as u64, ..violation });
    } else if let Some(first) = group.blank.first() {
        verdict.undetermined.push(Undetermined {
            url: first.url().to_owned(),
            target: None,
            reason: Reason::Script,
            message: Text::new(
                format!("{}件公文的页面有“公开属性”一栏而没有值，可能由脚本填写，请在浏览器中核实", group.blank.len()),
                format!(
                    "{} documents have the label of the attribute without a value; look in a browser",
                    group.blank.len()
                ),
            ),
            evidence: evidence(&group.blank),
        });
    }
}
