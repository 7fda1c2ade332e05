//! ## 查什么
//! 本级公文的文号、日期与正文是否一致，是否自成文之日起20个工作日内公开，公文信息表是否齐全。
//! ## 为什么
//! 文号年份与成文年份不符、页面文号与正文文号不符、发布早于成文、成文后20个工作日以上才公开，都是文件页的问题（R5-14、R3-20）；
//! 文件页应列出索引号、发文机关、文号、成文日期、发布日期等，规范性文件还应标明有效性，缺项即问题（R5-13、R5-15）。
//! ## 怎么判
//! 看本级政府及部门、乡镇的政策文件，以及有文号又有信息表的公告；上级文件的转载和转发件不看。一件公文一条，问题列在 `evidence.faults`：
//! - `number-year` 文号年份与成文年份不同。成文日期取信息表，也看正文落款，有一个对得上就不算。1月15日前成文而用上年文号、12月17日后成文而用
//!   次年文号的，是年终编号的常例，不算；1月下旬、12月上旬的，修订后重新公布的，待人工核实。
//! - `number-in-text` 信息表的文号与正文开头单独成行的文号不同（括号、全半角、缺机关代字不算不同；登记号、备案号不看）。
//! - `signing-day` 信息表的成文日期与正文落款日期不同。落款须由发文机关署名，否则待人工核实。
//! - `published-before-signed` 发布日期早于成文日期（施行日期、有效期、印发日期都不当作成文日期）。
//! - `late-publication` 成文到发布超过 `max_workdays`（20）个工作日，按国务院办公厅公布的调休日历数；同一文件在站内有几个页面的，以最早发布的
//!   为准。只有页面标签或带“发布日期”字样的日期才作认定依据；相隔一年以上、同一天集中发布五件以上逾期文件的（多为网站迁移或补录）、说不清是不是
//!   本级文件的、日历尚未公布的，待人工核实。`since`（2019-05-15，现行条例施行之日）以前成文的和依申请公开的不看。
//! - `incomplete-table` 信息表缺 `fields` 所列项目。页面其他位置已标明发布日期、来源机关的算有，没有文号的公文不要
//!   求文号，有效性只要求标为规范性文件的；但同模板的公文多数（四分之三以上）表中都有的，少数没有的也算缺。同一模板三
//!   件以上公文都缺同一项的归为一条；值为空而同一模板的公文全都为空的，可能由脚本填写，待人工核实。整页没有信息表的：
//!   同一栏目的其他公文有表，而该文有文号、确属本级、别处也没有带表的页面，才算缺；本站公文全都没有信息表的，按模板各
//!   列一条待人工核实。
//! ## 局限
//! 只看网页，不看附件里的公文原件；信息表由脚本填写的看不到。落款用汉字数字书写的只读一处。
//!
//! # English
//!
//! ## What it looks at
//! Whether number, dates and text of the authority's own documents agree, whether they were published within 20 working days of
//! signing, and whether their table of facts is complete.
//! ## Why
//! Each of these is a known fault of document pages (R5-13, R5-14, R5-15, R3-20).
//! ## How it decides
//! Policies of the authority, and notices with a number and a table of facts; reprints of higher authorities and documents passed
//! on are left aside. One finding per document, its faults in `evidence.faults`:
//! - `number-year`: the year in the number is not the year of signing, neither by the table nor by the signature under the text.
//!   A document signed by 15 January with last year's number, or from 17 December on with next year's, is usual and no fault;
//!   the rest of January and December, and documents republished after a revision, are for a person.
//! - `number-in-text`: the number in the table is not the one that stands on a line of its own above the text.
//! - `signing-day`: the day of signing in the table is not the one under the text; for a person where the signature is not the
//!   issuer's.
//! - `published-before-signed`: days of coming into force, of printing and of expiry are no days of signing.
//! - `late-publication`: more than `max_workdays` (20) working days from signing to publishing by the calendar with shifted days;
//!   of several pages with the same document the earliest counts. Only a date of publication in meta tags or behind a label
//!   accuses. More than a year, five late documents published on one day (a site's migration), a document that may not be the
//!   authority's own, and days not yet in the calendar are for a person. Documents signed before `since` (2019-05-15) and those
//!   disclosed on application only are not looked at.
//! - `incomplete-table`: `fields` missing in the table of facts. Where the head of the page tells publication and issuer, the table
//!   need not; a number is asked for only where the document has one, validity only of normative documents. But what three quarters
//!   of a template's tables have, the rest must have too. What three documents or more of a template all lack is one finding;
//!   what is blank on all of them may be filled by script. A page without any table is told only where other documents of its
//!   column have one, the document is surely the authority's own, has a number, and stands nowhere else with a table; where no
//!   document of the site has a table, one open question per template.
//! ## Limits
//! Pages only, not the documents attached; tables filled by script are not seen.

mod days;
mod numbers;
mod table;

use super::page_mark::unseen;
use super::title_marks::marked;
use super::{Check, Measure};
use crate::facts::{Document, DocumentKind, Facts, PageFact, Whose};
use crate::model::{Article, Reason, Severity, Text, Undetermined, Verdict, Violation};
use days::{Copies, Signing};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "inconsistent-document",
    title: ("公文信息不一致", "Inconsistent documents"),
    source: include_str!("mod.rs"),
    bind: |params| {
        let params: InconsistentDocument = serde_json::from_value(params).map_err(|e| e.to_string())?;
        table::known(&params.fields)?;
        Ok(Box::new(params))
    },
};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct InconsistentDocument {
    /// Most working days from signing to publishing.
    max_workdays: u32,
    /// Documents signed before this day are not held to that limit.
    since: Date,
    /// What the table of facts must have.
    fields: Vec<String>,
}

impl Default for InconsistentDocument {
    fn default() -> Self {
        Self {
            max_workdays: 20,
            since: Date::constant(2019, 5, 15),
            fields: table::DEFAULT.iter().map(|&name| name.to_owned()).collect(),
        }
    }
}

/// A document with its page and what tells when it was signed.
struct Paper<'a> {
    document: &'a Document,
    fact: &'a PageFact,
    article: &'a Article,
    signing: Signing,
}

impl Paper<'_> {
    /// Words that say that this is a new edition of an older document.
    fn is_revised(&self) -> bool {
        let head: String = self.article.body.chars().take(400).collect();
        let title = &self.document.title;
        ["修订", "修正", "修改", "重新", "继续有效", "废止", "更正"].iter().any(|w| title.contains(w))
            || ["修订）", "修正）", "修订)", "修正)", "修改）", "重新公布", "重新印发"].iter().any(|w| head.contains(w))
    }

    /// It passes on another document, whose number and date may stand on the page as well.
    fn passes_on(&self) -> bool {
        ["转发", "转载", "翻印", "批转"].iter().any(|w| self.document.title.contains(w))
    }
}

/// One thing that does not agree.
struct Fault {
    /// What is wrong, in words.
    says: Text,
    /// With `fault` and what decided it.
    evidence: Value,
}

/// What was found out about one thing.
enum Judged {
    /// It is wrong.
    Wrong(Fault),
    /// A person must look.
    Open(Fault, Reason),
}

impl Measure for InconsistentDocument {
    fn measure(&self, facts: &Facts) -> Verdict {
        if let Err(missing) = facts.home() {
            return unseen(facts, missing);
        }
        let papers: Vec<Paper<'_>> =
            facts.documents().all().iter().filter_map(|document| paper(facts, document)).collect();
        let copies = Copies::of(&papers, self);
        let mut tables = table::judge(&papers, self);
        let mut verdict = Verdict { tested: papers.len() as u64, ..Verdict::default() };
        for (at, paper) in papers.iter().enumerate() {
            let mut judged = Vec::new();
            judged.extend(numbers::year(paper));
            judged.extend(numbers::in_text(paper));
            judged.extend(days::signing_day(paper));
            judged.extend(days::before_signing(paper));
            judged.extend(copies.late(paper, self));
            judged.append(&mut tables.of_paper[at]);
            answer(paper, judged, &mut verdict);
        }
        for group in tables.of_templates {
            verdict.tested += 1;
            let pages: Vec<&str> = group.papers.iter().map(|&at| papers[at].fact.url()).collect();
            group.answer(&pages, &mut verdict);
        }
        if papers.is_empty() {
            if facts.unseen_parts().is_empty() {
                return Verdict::inapplicable(Text::new("没有看到本级公文", "no document of the authority was seen"));
            }
            verdict.open_ended = true;
        }
        verdict
    }

    fn params(&self) -> Value {
        json!(self)
    }
}

/// The authority's own policies, and notices that carry a number and a table of facts as documents do.
fn paper<'a>(facts: &'a Facts, document: &'a Document) -> Option<Paper<'a>> {
    let fact = facts.pages.get(document.page)?;
    let article = fact.readable()?.article.as_ref()?;
    let notice = document.kind == DocumentKind::Notice && document.number.is_some() && table::has_table(article);
    let own = document.is_own_policy() || notice && document.whose != Whose::Other;
    own.then(|| Paper { document, fact, article, signing: Signing::of(document, article) })
}

/// One finding for all that is wrong with a document; what a person must look at goes along with it.
fn answer(paper: &Paper<'_>, judged: Vec<Judged>, verdict: &mut Verdict) {
    let (mut wrong, mut open, mut why) = (Vec::new(), Vec::new(), None);
    for one in judged {
        match one {
            Judged::Wrong(fault) => wrong.push(fault),
            Judged::Open(fault, reason) => {
                open.push(fault);
                why.get_or_insert(reason);
            }
        }
    }
    let url = paper.fact.url().to_owned();
    let title = &paper.document.title;
    let (faults, further) = (evidence(&wrong), evidence(&open));
    if !wrong.is_empty() {
        let said = said(&wrong);
        let mut evidence = json!({ "title": title, "faults": faults });
        if !open.is_empty() {
            evidence["open"] = further;
        }
        verdict.violations.push(Violation {
            url,
            target: None,
            message: Text::new(
                format!("{}的信息不一致：{}。请核对后更正页面", marked(title), said.zh),
                format!("{title}: {}; check and correct the page", said.en),
            ),
            evidence,
            severity: Severity::Minor,
            occurrences: 1,
            subject: String::new(),
        });
    } else if let Some(reason) = why {
        let said = said(&open);
        verdict.undetermined.push(Undetermined {
            url,
            target: None,
            reason,
            message: Text::new(
                format!("{}的信息需要核实：{}。请对照公文原件查看", marked(title), said.zh),
                format!("{title}: {}; compare with the document itself", said.en),
            ),
            evidence: json!({ "title": title, "faults": further }),
        });
    }
}

fn evidence(faults: &[Fault]) -> Value {
    faults.iter().map(|f| f.evidence.clone()).collect()
}

fn said(faults: &[Fault]) -> Text {
    let joined = |words: Vec<&str>, by: &str| words.join(by);
    Text::new(
        joined(faults.iter().map(|f| f.says.zh.as_str()).collect(), "；"),
        joined(faults.iter().map(|f| f.says.en.as_str()).collect(), "; "),
    )
}
