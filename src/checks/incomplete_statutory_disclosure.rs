//! ## 查什么
//! “法定主动公开内容”下面，政府信息公开条例第二十条的十五类信息是否各有一处栏目。
//! ## 为什么
//! 条例第二十条列出应当主动公开的十五类，第二十一条为县级补充若干类（R3-10、R3-11）；国办公开办函〔2019〕61号要求在平台的
//! “法定主动公开内容”板块集中展示（R3-02、R3-03）。
//! ## 怎么判
//! 每类一个对象。取该板块的页面及其框架中的链接、标题，地址在其下的栏目，以及当前位置经过它的栏目，按各地通行的名称归类
//! （如“预算/决算”“财政资金”归财政预决算）；照抄条文的长名称也认。县级不制定行政法规和规章，有规范性文件的栏目即算第一类；建议
//! 提案、工作报告、征地、公共服务、社会救助等归第十五类。该板块没有自己的页面的，看写有其名称的页面。
//! 板块下没有、网站别处有的，待人工核实（可能未归集到平台）；两处都没有的不通过。目录树由脚本绘制、页面未访问或只认出两类以下
//! 的，没有找到的各类都待人工核实。
//! ## 局限
//! 只看有没有栏目，不看栏目里的内容是否齐全、及时；名称别出心裁的可能认不出，未归类的名称列在证据里。
//!
//! # English
//!
//! ## What it looks at
//! Whether each of the fifteen kinds of article 20 has a place under the statutory part of the platform.
//! ## Why
//! Articles 20 and 21 of the Regulations (R3-10, R3-11); letter 2019 no. 61 gathers them in one part (R3-02, R3-03).
//! ## How it decides
//! One subject per kind. Links and headings of the part's pages and frames, columns whose address lies below it or whose
//! breadcrumb passes it are sorted by the names that counties use, the words of the law itself included. A county makes no laws:
//! a place for normative documents is the first kind; proposals, work reports, land, public services and relief are the
//! fifteenth. Not below the part but elsewhere on the site: for a person; nowhere: failed. Trees drawn by script, pages not
//! visited, or a part of which fewer than three kinds are understood leave all that was not found to a person.
//! ## Limits
//! Whether the places hold enough is not judged; names nobody else uses may be missed and are listed in the evidence.

use super::below::{Below, below};
use super::page_mark::NoParams;
use super::places::{Answers, OpenEnd, Seen, Stand};
use super::platform::{PARTS, PLATFORM, STATUTORY, is_named, unseen_parts};
use super::statutory_kinds::{KINDS, Kind};
use super::{Check, Measure};
use crate::facts::{Facts, SightingSource};
use crate::model::{Reason, Text, Verdict};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "incomplete-statutory-disclosure",
    title: ("法定主动公开内容不全", "Statutory disclosure incomplete"),
    source: include_str!("incomplete_statutory_disclosure.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(IncompleteStatutoryDisclosure))
    },
};

#[derive(Debug)]
struct IncompleteStatutoryDisclosure;

/// With fewer kinds recognised, the names of the part were not understood.
const UNDERSTOOD: usize = 3;

impl Measure for IncompleteStatutoryDisclosure {
    fn measure(&self, facts: &Facts) -> Verdict {
        let mut answers = match Answers::new(facts) {
            Ok(answers) => answers,
            Err(verdict) => return *verdict,
        };
        let part = STATUTORY.look(facts);
        let (pages, names) = names_of(facts, &part);
        let known = KINDS.iter().filter(|k| place_of(k, &names).is_some()).count();
        let parts = PARTS.iter().filter(|p| is_named(&p.look(facts).stand)).count();
        answers.may_hide_in(unseen_parts(facts, parts));
        answers.may_hide_in(hiding(facts, &part, &pages, known));
        let url = pages.first().map_or_else(|| answers.home().to_owned(), |&p| facts.pages[p].url().to_owned());
        let unsorted: Vec<&str> = names
            .iter()
            .filter(|(folded, _)| folded.chars().count() <= 20 && !KINDS.iter().any(|k| k.is(folded)))
            .map(|(_, b)| b.name.as_str())
            .take(20)
            .collect();
        for kind in &KINDS {
            if place_of(kind, &names).is_some() {
                answers.pass();
            } else {
                lacking(
                    &mut answers,
                    kind,
                    &url,
                    json!({ "column": STATUTORY.name.0, "looked_at": url, "unsorted_names": unsorted }),
                );
            }
        }
        answers.verdict
    }

    fn params(&self) -> Value {
        json!({})
    }
}

/// The pages that are the part, or on which its name stands, and the names below them.
fn names_of(facts: &Facts, part: &Seen) -> (Vec<usize>, BTreeMap<String, Below>) {
    let mut pages = part.pages.clone();
    pages.retain(|&p| facts.pages[p].readable().is_some());
    if pages.is_empty() && !part.sightings.is_empty() {
        pages = part.sightings.iter().map(|s| s.on).collect();
        pages.sort_unstable();
        pages.dedup();
    }
    let mut names = below(facts, &pages);
    if KINDS.iter().filter(|k| place_of(k, &names).is_some()).count() < UNDERSTOOD {
        // The tree may stand on the platform's first page alone.
        let platform = PLATFORM.look(facts);
        let disclosure = platform.sightings.iter().filter(|s| s.name.contains("信息公开"));
        let more: Vec<usize> =
            disclosure.filter_map(|s| s.target.as_ref()).filter_map(|t| facts.page_index(t)).collect();
        names.extend(below(facts, &more));
    }
    (pages, names)
}

fn place_of<'a>(kind: &Kind, names: &'a BTreeMap<String, Below>) -> Option<&'a Below> {
    names.iter().find(|(folded, _)| kind.is(folded)).map(|(_, b)| b)
}

/// What of the part itself was not seen.
fn hiding(facts: &Facts, part: &Seen, pages: &[usize], known: usize) -> Vec<OpenEnd> {
    let mut open = Vec::new();
    match &part.stand {
        Stand::Unseen(address, reason, _) if pages.is_empty() || known < UNDERSTOOD => {
            open.push(OpenEnd { reason: *reason, what: address.clone() });
        }
        Stand::Elsewhere(_, address) if pages.is_empty() || known < UNDERSTOOD => {
            open.push(OpenEnd { reason: Reason::Budget, what: address.clone() });
        }
        _ => {}
    }
    for &page in &part.pages {
        match facts.column_content(page) {
            Ok(content) => {
                for unread in content.unread {
                    // A list of documents drawn by script hides no kind, once the kinds beside it were understood.
                    if known < UNDERSTOOD || unread.reason != Reason::Script {
                        open.push(OpenEnd { reason: unread.reason, what: unread.what });
                    }
                }
            }
            Err(missing) if known < UNDERSTOOD => {
                open.push(OpenEnd { reason: missing.reason, what: facts.pages[page].url().to_owned() });
            }
            Err(_) => {}
        }
    }
    if !matches!(part.stand, Stand::Nowhere(_) | Stand::Near(_)) && known < UNDERSTOOD && open.is_empty() {
        let what = pages.first().map_or_else(String::new, |&p| facts.pages[p].url().to_owned());
        open.push(OpenEnd { reason: Reason::Ambiguous, what });
    }
    open
}

fn lacking(answers: &mut Answers<'_>, kind: &Kind, url: &str, mut evidence: Value) {
    let (zh, en) = kind.name;
    let elsewhere = answers
        .facts
        .columns()
        .names()
        .filter(|(folded, _)| kind.is(folded))
        .find_map(|(_, sightings)| sightings.iter().find(|s| s.source < SightingSource::Title));
    if let Some(sighting) = elsewhere {
        evidence["elsewhere"] = json!({
            "name": sighting.name,
            "address": sighting.target.as_ref().map(|t| &t.0),
            "seen_on": answers.facts.pages[sighting.on].url(),
        });
        let reason = Reason::Ambiguous;
        let message = Text::new(
            format!("“法定主动公开内容”下未见“{zh}”，网站别处有“{}”，请核实是否已归集到平台", sighting.name),
            format!("no place for {en} under the statutory part; the site has \"{}\" elsewhere", sighting.name),
        );
        return answers.doubt(url, Some(zh), reason, message, evidence);
    }
    let message = Text::new(
        format!("“法定主动公开内容”下没有“{zh}”一类的栏目，请按条例第二十条设置"),
        format!("no place for {en} under the statutory part; set one up (article 20 of the Regulations)"),
    );
    if answers.all_seen() {
        answers.fault(url, Some(zh), message, evidence);
    } else {
        answers.missing(zh, kind.name, message, evidence);
    }
}
