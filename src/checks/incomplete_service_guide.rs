//! ## 查什么
//! 办事指南缺不缺要素：事项名称、设定依据、申请条件、办理材料、办理地点、办理时间、联系电话、办理流程八类，缺四类及以上的。
//! ## 为什么
//! 检查指标“服务不实用”：要素缺四类及以上的办事指南有5个以上（或不足5个而个个如此）即单项否决（R1-16、R1-17）。
//! ## 怎么判
//! 标题写明办事（服务、办理、事项）指南的页面，办事指南栏目里有两类以上要素名称的页面，列有三类以上要素的事项表，各为一份。政府信息
//! 公开指南、关于指南的通知和消息、指南清单、有文号的文件不算；只把人引到政务服务网去的不算。要素看名称（各种叫法都认：受理条件、
//! 所需材料、法律依据、咨询电话……），名称后面、下面或同行的格子里要有内容；指南标题写明了事项的，事项名称即算有。“办理时间”不论写
//! 的是办公时间还是办理时限，有一样即可；“联系电话”有咨询、监督电话之一即可。名称在而内容为空的算缺；页面上有图片、附件、内嵌
//! 页面的，内容可能在其中，不算缺。
//! 名称可以是【】里的、小标题、问句（去哪里办？），名称和冒号之间可以有括号里的说明；页头的“时间：2026年5月6日”是发布时间，不算办理
//! 时间。没有名称而正文写出了内容的（引用的法规、地址、电话号码、办公时间、具体证件，如“凭身份证、户口簿到县民政局二楼办理”），算不
//! 算有由人定：连这些都不算时才缺到四类的，待人工核实；别的要素里带到一个词（“窗口申请”“指定地点”“相关材料”），不算写出。没有文字、
//! 由脚本填写、内容在图片或附件里而缺到四类的，待人工核实。
//! ## 局限
//! 要素写得对不对、全不全不看；省政务服务网上的指南不看。
//!
//! # English
//!
//! ## What it looks at
//! Whether service guides lack four or more of eight kinds of elements: name, legal basis, conditions, papers, place, time,
//! telephone, procedure.
//! ## Why
//! Five such guides, or all of fewer, fail a site outright (R1-16, R1-17).
//! ## How it decides
//! Pages whose title says 办事指南 or its kin, pages in such columns with labels of two kinds, tables of matters with labels of
//! three kinds. The guide to government information, orders and news about guides, lists, documents with a number are none, nor
//! are pages that but lead to the provincial platform. Elements are told by labels in their many wordings, with something
//! after, below or beside them; a title that names the matter gives the name. Opening hours or time limits count as the time,
//! telephones for questions or complaints as the telephone. A label without anything is missing, unless a picture, a file or a
//! frame may hold it.
//! Labels may stand in brackets, as headings, as questions, with a remark before the colon; a single day after 时间 in the
//! head is when the page was put up. What running text tells without a label (a law, an address, a number, hours, named
//! papers) is for a person, where it decides; a word in the sentence of another element is not telling. Guides without text,
//! filled by script, or held in pictures and files are for a person too.
//! ## Limits
//! Whether the elements are right is not judged; guides on the provincial platform are not read.

use super::page_mark::{NoParams, page_violation, unseen};
use super::{Check, Measure};
use crate::facts::{AttachmentState, ElementState, Facts, GuideElements, ServiceGuide};
use crate::model::{FileContent, Page, Reason, Text, Undetermined, Verdict, Violation};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "incomplete-service-guide",
    title: ("办事指南要素不全", "Service guide incomplete"),
    source: include_str!("incomplete_service_guide.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(IncompleteServiceGuide))
    },
};

#[derive(Debug)]
struct IncompleteServiceGuide;

/// Fewest kinds that make a guide incomplete (R1-17).
const MISSING: usize = 4;
/// Fewest characters of a text that can be a guide.
const TEXT: usize = 30;

impl Measure for IncompleteServiceGuide {
    fn measure(&self, facts: &Facts) -> Verdict {
        if let Err(missing) = facts.home() {
            return unseen(facts, missing);
        }
        let mut verdict = Verdict::default();
        for guide in facts.service_guides() {
            if let Some(page) = facts.pages[guide.page].readable() {
                verdict.tested += 1;
                judge(facts, page, &guide, &mut verdict);
            }
        }
        if verdict.tested == 0 {
            if facts.unseen_parts().is_empty() {
                return Verdict::inapplicable(Text::new(
                    "本站没有看到办事指南页面",
                    "no service guide was seen on this site",
                ));
            }
            verdict.open_ended = true;
        }
        verdict
    }

    fn params(&self) -> Value {
        json!({})
    }
}

fn judge(facts: &Facts, page: &Page, guide: &ServiceGuide, verdict: &mut Verdict) {
    use ElementState as E;
    let url = facts.pages[guide.page].url();
    let files = facts.attachments_of(guide.page);
    let read: Vec<&FileContent> = files
        .iter()
        .filter_map(|f| if let AttachmentState::Read(file) = f { Some(&file.content) } else { None })
        .collect();
    let elements = GuideElements::of(page, &guide.title, &read);
    let article = page.article.as_ref();
    let media = article.map(|a| a.media).unwrap_or_default();
    let held = media.pictures > 0 || media.frames > 0 || files.iter().any(|f| f.doubt().is_some());
    let gone: &[E] = if held { &[E::Absent, E::Mentioned] } else { &[E::Absent, E::Blank, E::Mentioned] };
    let missing = elements.names(gone);
    if missing.len() < MISSING {
        return;
    }
    let present: Vec<&str> = elements.names(&[E::There]).iter().map(|n| n.0).collect();
    let names: Vec<&str> = missing.iter().map(|n| n.0).collect();
    let english: Vec<&str> = missing.iter().map(|n| n.1).collect();
    let mut evidence = json!({ "title": guide.title, "sign": guide.sign, "present": present, "missing": names });
    let texts = article.iter().map(|a| a.body.as_str()).chain(read.iter().map(|f| f.text.as_str()));
    let chars = texts.flat_map(str::chars).filter(|c| c.is_alphanumeric()).count();
    let surely = elements.names(if held { &[E::Absent] } else { &[E::Absent, E::Blank] });
    let blank = elements.names(&[E::Blank]).len();
    let scripted = page.signals.script_shell || !page.script_lists.is_empty();
    let doubt = if scripted {
        Some((
            Reason::Script,
            Text::new("部分内容由脚本填写，没有看到", "part of it is filled by script and was not seen"),
        ))
    } else if held {
        Some((
            Reason::Ambiguous,
            Text::new("内容可能在图片、附件或内嵌页面里", "it may stand in pictures, files or frames"),
        ))
    } else if chars < TEXT && page.sheets.is_empty() {
        Some((Reason::Ambiguous, Text::new("没有读到正文", "no text of it was read")))
    } else if blank >= MISSING && (1..8).all(|k| elements.state[k] != E::There) {
        Some((
            Reason::Script,
            Text::new(
                "要素名称都在而内容都空着，可能由脚本填写",
                "the labels are there and empty; a script may fill them",
            ),
        ))
    } else if surely.len() < MISSING {
        Some((Reason::Ambiguous, Text::new("正文提到而没有分项列明", "its text tells some without a label")))
    } else {
        None
    };
    if let Some((reason, why)) = doubt {
        evidence["mentioned"] = json!(elements.names(&[E::Mentioned]).iter().map(|n| n.0).collect::<Vec<_>>());
        let message = Text::new(
            format!("办事指南《{}》未见{}，但{}，请人工核实", guide.title, names.join("、"), why.zh),
            format!("\"{}\" shows no {}, but {}; please look", guide.title, english.join(", "), why.en),
        );
        verdict.undetermined.push(Undetermined { url: url.to_owned(), target: None, reason, message, evidence });
        return;
    }
    let message = Text::new(
        format!("办事指南《{}》缺{}类要素：{}；请补全", guide.title, names.len(), names.join("、")),
        format!(
            "\"{}\" lacks {} of the eight kinds of elements: {}; add them",
            guide.title,
            names.len(),
            english.join(", ")
        ),
    );
    let violation: Violation = page_violation(url, message, evidence);
    verdict.violations.push(violation);
}
