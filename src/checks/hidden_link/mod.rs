//! ## 查什么
//! 暗链与违规外链：页面上人看不见、却指向外单位网站的链接和框架；文字或落地页属于博彩、色情、假证假票、私服外挂、违禁
//! 物品、违法贷款、链接买卖一类的外链；被塞进这类词的网页标题和关键词。
//! ## 为什么
//! 暗链是网站被侵入或外链域名被抢注的迹象，网站检查单项否决（R7-10、R7-13）。
//! ## 怎么判
//! 三件事同时成立才算暗链（R7-11）：看不见、指向外单位、词语或地址属于上述类别。看不见的办法按 R7-10 逐一识别：
//! display:none、visibility、透明、零尺寸、零字号、移出窗口、裁掉、与背景同色、走得看不清的 marquee、零尺寸框架、脚本写入的
//! 外壳或链接；样式写在元素上、页面里或外部样式表里（每次检查各取一次）都算，按层叠规则得出最后生效的样式。
//! 看得见的外链，文字属于这类，或者打开后的网页标题属于这类（友情链接被抢注），也算。自己网页的标题、关键词里塞有两个以上这类
//! 词的，算被篡改。说到这类事情的不算：打击赌博、反诈宣传、典型案例、管理条例、福利彩票和体育彩票、办证大厅等。
//! 看不见、指向外单位而没有这类词的，列出证据待人工核实；下拉菜单、选项卡、弹窗、翻页、模板、读屏文字、指向时才展开的部分，
//! 指向政府网站、国家机构、统计和常用服务的，不列。同一处暗链出现在三个以上页面的合为一处并计页数。
//! ## 局限
//! 不运行脚本：只看得懂直接写入和常见打包方式；没取到的外部样式表可能另有隐藏规则。外链没有打开的，不知道落地页标题。
//!
//! # English
//!
//! ## What it looks at
//! Links and frames that a person can't see and that lead to another organisation's site; links whose text or landing page
//! is of the gambling, porn, forged-paper, private-server, cheat, contraband, illegal-loan or link-trade kind; titles and key
//! words stuffed with such words.
//! ## Why
//! Hidden links are the sign of a site that was broken into, or of a linked domain that was taken over; they are a veto item
//! (R7-10, R7-13).
//! ## How it decides
//! Three things together make a hidden link (R7-11): nobody sees it, it leads to another organisation, and its words or its
//! address are of such a kind. Ways to hide are those of R7-10: display, visibility, opacity, no size, no font size, out of
//! the window, clipped, the background's colour, a marquee too fast to see, a frame without size, a wrapper or link written
//! by a script; declared on the element, in the page or in a linked style sheet (fetched once a run), as the cascade has it.
//! A link in plain sight counts when its text is of such a kind or the page behind it has such a title (a friend link whose
//! domain was taken over). A page of the site whose title and key words hold two or more such words counts as tampered with.
//! Text that speaks of these matters does not: bans, cases, warnings, rules, state lotteries, counters for certificates.
//! Hidden and foreign without such words is left to a person with the evidence; drop-downs, tabs, dialogs, paging,
//! templates, texts for screen readers, what shows when pointed at, and links to public bodies, counters and common services
//! are not listed. The same link on three pages or more is one finding with the number of pages.
//! ## Limits
//! Scripts are not run: plain writing and the common ways of packing are read. A linked style sheet that was not had may hide
//! more. A target that was not opened has no known title.

mod known;
mod told;

use super::page_mark::{NoParams, unseen};
use super::{Check, Measure};
use crate::facts::{Facts, Illicit, IllicitKind, LinkFact, VeilFact, illicit_host, illicit_words};
use crate::model::{Hidden, LinkKind, PageKey, PageRole, Region, Veil, VeilSource, Verdict, registrable_domain};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use told::{Bad, Sighting};
use url::Url;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "hidden-link",
    title: ("暗链", "Hidden link"),
    source: include_str!("mod.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(HiddenLink))
    },
};

#[derive(Debug)]
struct HiddenLink;

/// What is wrong; `evidence.reason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Fault {
    /// Nobody sees it, and it is of the bad kind.
    HiddenLink,
    /// A frame without size, of the bad kind.
    HiddenFrame,
    /// In plain sight, its text or address of the bad kind.
    IllicitLink,
    /// An innocent text, but what opens is of the bad kind.
    HijackedTarget,
    /// The page's own title and key words.
    StuffedHead,
}

/// From so many pages on, the same link is the template's.
const TEMPLATE_PAGES: usize = 3;
/// Longest text of a link in plain sight that can be an advertisement; longer ones are headlines.
const LONGEST_TEXT: usize = 20;

impl Measure for HiddenLink {
    fn measure(&self, facts: &Facts) -> Verdict {
        if let Err(missing) = facts.home() {
            return unseen(facts, missing);
        }
        let mut verdict = Verdict::default();
        let own = Url::parse(&facts.run.site.url).ok();
        let own = own.as_ref().and_then(registrable_domain);
        let mut accused: BTreeSet<&str> = BTreeSet::new();
        for fact in facts.veils.all() {
            verdict.tested += 1;
            hidden(facts, fact, own.as_deref(), &mut verdict, &mut accused);
        }
        for (target, links) in facts.links.by_target() {
            let Some(url) = foreign(target, own.as_deref()) else { continue };
            verdict.tested += 1;
            if !accused.contains(target) {
                in_sight(facts, &url, &links, &mut verdict);
            }
        }
        for (n, page) in facts.pages.iter().enumerate() {
            if page.page.is_some() && matches!(page.role, PageRole::Home | PageRole::Page) {
                verdict.tested += 1;
                stuffed(facts, n, &mut verdict);
            }
        }
        let told = verdict.violations.len() + verdict.undetermined.len();
        verdict.tested = verdict.tested.max(told as u64);
        verdict
    }

    fn params(&self) -> Value {
        json!({})
    }
}

/// The address, if it is of another organisation and no public body's.
fn foreign(target: &str, own: Option<&str>) -> Option<Url> {
    if !target.starts_with("http") {
        return None;
    }
    let url = Url::parse(target).ok()?;
    let domain = registrable_domain(&url);
    (domain.as_deref() != own || own.is_none()).then_some(())?;
    (!known::is_official(&url)).then_some(url)
}

/// Whether what opens behind an address is of the bad kind: by where it ends, by its title, by what it says of itself.
fn behind<'a>(facts: &'a Facts, url: &Url) -> Option<Bad<'a>> {
    let check = facts.checks.get(&PageKey::of(url))?;
    let end = Url::parse(&check.record.final_url).ok()?;
    if !check.record.is_ok() || check.challenge.is_some() || known::is_official(&end) {
        return None;
    }
    let mut parts = check.title.split(" | ");
    let in_head = illicit_words(parts.next().unwrap_or_default());
    let in_rest = illicit_words(&parts.collect::<Vec<_>>().join(" "));
    // One weak word in a title may be a page about it; said again in the key words, it is not.
    let illicit = match (in_head, in_rest) {
        (Some(head), _) if head.strong >= 1 => head,
        (Some(head), Some(rest)) if rest.is_sign() => Illicit { strong: rest.strong, ..head },
        (None, Some(rest)) if rest.strong >= 2 => rest,
        _ => {
            let moved = registrable_domain(&end) != registrable_domain(url);
            let (kind, word, _) = illicit_host(&end).filter(|(_, _, sure)| *sure && moved)?;
            Illicit { kind, words: vec![word], strong: 1 }
        }
    };
    let title = Some(check.title.as_str()).filter(|t| !t.is_empty());
    Some(Bad { illicit, title, end: Some(&check.record.final_url) })
}

/// Judges a link that nobody sees.
fn hidden<'a>(
    facts: &Facts,
    fact: &'a VeilFact,
    own: Option<&str>,
    verdict: &mut Verdict,
    accused: &mut BTreeSet<&'a str>,
) {
    let veil = &fact.veil;
    let Some(url) = foreign(&veil.target, own) else { return };
    let by_host = illicit_host(&url);
    let named = |kind: IllicitKind, word: String| Illicit { kind, words: vec![word], strong: 1 };
    let bad = illicit_words(&veil.text)
        .filter(|i| i.is_sign() || by_host.is_some())
        .or_else(|| by_host.filter(|(_, _, sure)| *sure || !waits(veil)).map(|(kind, word, _)| named(kind, word)))
        .map(|illicit| Bad { illicit, title: None, end: None });
    let bad = match (bad, behind(facts, &url)) {
        (Some(bad), Some(more)) => Some(Bad { illicit: bad.illicit, ..more }),
        (bad, more) => bad.or(more),
    };
    let fault = if veil.kind == LinkKind::Frame { Fault::HiddenFrame } else { Fault::HiddenLink };
    let sighting =
        Sighting { facts, fault, target: &veil.target, text: &veil.text, pages: &fact.pages, veil: Some(veil) };
    if let Some(bad) = bad {
        accused.insert(&veil.target);
        verdict.violations.extend(sighting.violations(&bad));
    } else if !known::is_known(&url) && !waits(veil) && veil.certain {
        verdict.undetermined.push(sighting.undetermined());
    }
}

/// Whether it may well be an ordinary part of the page that waits to be shown.
fn waits(veil: &Veil) -> bool {
    let switched = matches!(veil.by, Hidden::Style | Hidden::Attribute | Hidden::Noscript);
    let reader =
        matches!(veil.by, Hidden::Size | Hidden::Clip | Hidden::OffScreen) && veil.source != VeilSource::Script;
    let vendor = known::names_vendor(&veil.text);
    (veil.guise.is_some() && !veil.injected && (switched || reader || veil.by == Hidden::Colour)) || vendor
}

/// Judges links in plain sight, and those hidden in a way that the page itself shows.
fn in_sight(facts: &Facts, url: &Url, links: &[&LinkFact], verdict: &mut Verdict) {
    let shown = |kind| {
        matches!(
            kind,
            LinkKind::Anchor
                | LinkKind::Scripted
                | LinkKind::Frame
                | LinkKind::Redirect
                | LinkKind::Data
                | LinkKind::Script
        )
    };
    let links: Vec<&LinkFact> = links.iter().copied().filter(|l| shown(l.kind)).collect();
    let Some(first) = links.first() else { return };
    let target = facts.links.target(first);
    let bad_text = |link: &&LinkFact| {
        let text = facts.links.text(link);
        let short = text.chars().count() <= LONGEST_TEXT && link.kind != LinkKind::Script;
        illicit_words(text).filter(|i| i.is_sign() && short)
    };
    let by_text = links.iter().find_map(|link| bad_text(link).map(|illicit| (*link, illicit)));
    let behind = behind(facts, url);
    let host = illicit_host(url).filter(|(_, _, sure)| *sure);
    // In an article the address may stand as a warning.
    let by_host = host.filter(|_| links.iter().any(|l| l.region != Region::Article));
    let (fault, link, bad) = if let Some((link, illicit)) = by_text {
        let told = behind.map_or((None, None), |b| (b.title, b.end));
        (Fault::IllicitLink, link, Bad { illicit, title: told.0, end: told.1 })
    } else if let Some(bad) = behind {
        (Fault::HijackedTarget, *first, bad)
    } else if let Some((kind, word, _)) = by_host {
        (
            Fault::IllicitLink,
            *first,
            Bad { illicit: Illicit { kind, words: vec![word], strong: 1 }, title: None, end: None },
        )
    } else {
        return;
    };
    let mut pages: Vec<u32> = links.iter().map(|l| l.page).collect();
    pages.sort_unstable();
    pages.dedup();
    let text = facts.links.text(link);
    let sighting = Sighting { facts, fault, target, text, pages: &pages, veil: None };
    verdict.violations.extend(sighting.violations(&bad));
}

/// Judges what a page of the site says of itself in its head.
fn stuffed(facts: &Facts, n: usize, verdict: &mut Verdict) {
    let Some(page) = facts.pages[n].page.as_ref() else { return };
    let keywords = page.meta("keywords").unwrap_or_default();
    let description = page.meta("description").unwrap_or_default();
    let in_title = illicit_words(&page.title);
    let in_metas = illicit_words(keywords).or_else(|| illicit_words(description));
    let title = in_title.as_ref().map_or(0, |i| i.strong);
    let metas = in_metas.as_ref().map_or(0, |i| i.strong);
    let said = title >= 2 || (title >= 1 && metas >= 1) || metas >= 3;
    let Some(illicit) = in_title.or(in_metas).filter(|_| said) else { return };
    verdict.violations.push(told::stuffed(facts, n, &illicit, [&page.title, keywords, description]));
}
