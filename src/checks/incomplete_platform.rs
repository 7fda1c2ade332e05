//! ## 查什么
//! 政府信息公开平台的固定板块是否齐备、是否都有名称：政府信息公开指南、政府信息公开制度、法定主动公开内容、政府信息公开
//! 年报，以及依申请公开入口。
//! ## 为什么
//! 国办公开办函〔2019〕61号规定了平台的统一名称、统一格式和固定板块（R3-02、R3-03）；条例要求通过统一平台集中公开（R3-01）。
//! ## 怎么判
//! 每个板块一个对象。在导航、当前位置、ColumnName 标签、网站地图、区块标题、页面标题和链接文字（含图片的 alt）中按规范名称及各地
//! 通行的别称查找。找不到的不通过；名称在而链接失效的不通过；地址看来是该板块、链接却没有任何文字的，为“没有名称”，其中
//! 有图片的（图上可能写着名称）待人工核实。只有“主动公开目录”一类旧称或近称的，待人工核实。
//! 平台在其他主机、框架、脚本绘制的目录树或未访问的页面里的，凡未找到的板块都列为待人工核实。
//! ## 局限
//! 不看板块里的内容（见年报、法定主动公开内容、依申请公开各检查），不分部门、乡镇逐个核查。
//!
//! # English
//!
//! ## What it looks at
//! Whether the platform has its fixed parts, each with a name: guide, rules, statutory disclosure, annual reports, and the
//! entry for disclosure on request.
//! ## Why
//! State Council Office openness office letter 2019 no. 61 fixes names, form and parts (R3-02, R3-03).
//! ## How it decides
//! One subject per part. Names and the usual variants are looked for in menus, breadcrumbs, ColumnName, site map, headings,
//! titles and link texts (pictures' alt included). Not found: failed; a dead link: failed; an address that looks like the part behind
//! a link without any words: nameless, left to a person where the link holds a picture. Older or near names (主动公开目录)
//! are left to a person. Where the platform stands on another host, in frames, in a tree drawn by script or on pages not visited,
//! parts not found are left to a person.
//! ## Limits
//! What stands in the parts is for other checks; departments and townships are not looked at one by one.

use super::page_mark::NoParams;
use super::places::{Answers, Place, Stand};
use super::platform::{PARTS, is_named, unseen_parts};
use super::{Check, Measure};
use crate::facts::Facts;
use crate::model::{LinkKind, Reason, Text, Verdict};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "incomplete-platform",
    title: ("政府信息公开平台不完整", "Disclosure platform incomplete"),
    source: include_str!("incomplete_platform.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(IncompletePlatform))
    },
};

#[derive(Debug)]
struct IncompletePlatform;

/// Last folders of addresses that say which part stands there, in the order of [`PARTS`].
const ADDRESSES: [&[&str]; 5] = [
    &["zfxxgkzn", "xxgkzn", "gkzn"],
    &["zfxxgkzd", "xxgkzd", "gkzd"],
    &["fdzdgknr", "fdzdgk", "zdgknr"],
    &["zfxxgknb", "xxgknb", "gknb", "zfxxgkndbg", "xxgkndbg"],
    &["ysqgk", "zfxxgksq", "xxgksq"],
];

impl Measure for IncompletePlatform {
    fn measure(&self, facts: &Facts) -> Verdict {
        let mut answers = match Answers::new(facts) {
            Ok(answers) => answers,
            Err(verdict) => return *verdict,
        };
        let seen: Vec<_> = PARTS.iter().map(|part| part.look(facts)).collect();
        let named = seen.iter().filter(|s| is_named(&s.stand)).count();
        answers.may_hide_in(unseen_parts(facts, named));
        for ((part, seen), addresses) in PARTS.iter().zip(&seen).zip(ADDRESSES) {
            if !is_named(&seen.stand)
                && let Some(link) = nameless(facts, addresses)
            {
                unnamed(&mut answers, part, &link);
                continue;
            }
            let ask = Text::new(
                format!("请按国办公开办函〔2019〕61号在政府信息公开平台设置“{}”并标明名称", part.name.0),
                "set it up on the platform under its name".to_owned(),
            );
            if let Stand::Near(_) | Stand::Nowhere(_) | Stand::Dead(..) = seen.stand {
                answers.presence(part, seen, &ask);
            } else {
                answers.pass();
            }
        }
        answers.verdict
    }

    fn params(&self) -> Value {
        json!({})
    }
}

/// A link without words.
struct Nameless {
    on: usize,
    address: String,
    /// It holds a picture (also without words), or stands right before one.
    picture: bool,
}

/// A link without any words whose address says that it leads to the part.
fn nameless(facts: &Facts, folders: &[&str]) -> Option<Nameless> {
    let mut best: Option<Nameless> = None;
    for on in 0..facts.pages.len() {
        let links = facts.links.of_page(on);
        for (at, link) in links.iter().enumerate() {
            let address = facts.links.target(link);
            if link.kind != LinkKind::Anchor || link.hidden.is_some() || !facts.links.text(link).is_empty() {
                continue;
            }
            let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
            let mut parts = path.rsplit('/').filter(|p| !p.is_empty() && !p.starts_with("index."));
            let last = parts.next().unwrap_or_default();
            let stem = last.split('.').next().unwrap_or_default();
            if folders.contains(&stem) {
                let picture = links.get(at + 1).is_some_and(|l| l.kind == LinkKind::Image);
                let found = Nameless { on, address: address.to_owned(), picture };
                if picture {
                    return Some(found);
                }
                best.get_or_insert(found);
            }
        }
    }
    best
}

fn unnamed(answers: &mut Answers<'_>, part: &Place, link: &Nameless) {
    let (zh, en) = part.name;
    let url = answers.facts.pages[link.on].url().to_owned();
    let evidence = json!({ "fault": "nameless", "address": link.address });
    if link.picture {
        let message = Text::new(
            format!("未见文字“{zh}”，但有一个图片链接的地址像是该板块，请核实图片上是否写有名称并补上替代文字"),
            format!("no words \"{en}\", but a picture's link looks like it; look whether the picture says its name"),
        );
        answers.doubt(&url, Some(zh), Reason::Ambiguous, message, evidence);
    } else {
        let message = Text::new(
            format!("“{zh}”板块没有名称：通向它的链接没有任何文字，请标明“{zh}”"),
            format!("the part \"{en}\" has no name: the link to it has no words"),
        );
        answers.fault(&url, Some(zh), message, evidence);
    }
}
