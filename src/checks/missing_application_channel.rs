//! ## 查什么
//! 依申请公开的渠道：公开指南（或依申请公开页）是否写明线下、线上的申请接收途径；有没有可达的在线申请入口或表单。
//! ## 为什么
//! 要求在指南中准确发布申请接收途径、在县级门户规范设置网络受理平台，拓展线上线下接收渠道（R3-03、R5-24）。
//! ## 怎么判
//! 两个对象。“申请接收渠道”：看公开指南、依申请公开的页面、框架及其列出的文章，找当面、邮寄、传真、电子邮件、网上提交；当面或邮寄
//! 至少一种、网上或电子邮件至少一种算写明，缺一类不通过；指南是附件、图片、正文过短或没有读到的，待人工核实。“在线申请入口”：依
//! 申请公开页有自己的表单，或有“在线申请”“我要申请”一类能打开的链接，或其链接本身就通向申请系统（登录页也算）；页面读全而
//! 都没有的不通过，入口全部打不开的不通过。
//! ## 局限
//! 不提交申请，不核实地址、电话是否有效；一二十页之后才列出的指南看不到。
//!
//! # English
//!
//! ## What it looks at
//! Channels for applications: whether the guide (or the page on request) names ways offline and online, and whether there is an
//! online form or entry.
//! ## Why
//! Guides must name the ways, portals must have an online entry (R3-03, R5-24).
//! ## How it decides
//! Two subjects. The ways: pages of the guide and of disclosure on request, their frames and the articles they list, are
//! searched for in person, post, fax, e-mail, online; one of in person or post and one of online or e-mail are needed. A guide
//! in an attachment or a picture, or too short, or not read: for a person. The entry: a form of the page's own, a link 在线申请
//! that answers, or a link that itself leads to a filing system (a log-in will do); read in full and none: failed; all dead: failed.
//! ## Limits
//! Nothing is filed, no address is tried.

use super::offers::{beyond_template, whole};
use super::page_mark::NoParams;
use super::places::{Answers, Seen, Stand};
use super::platform::{GUIDE, ON_REQUEST, PARTS, is_named, page_at, unseen_parts};
use super::{Check, Measure};
use crate::facts::{Facts, TargetState};
use crate::model::{LinkKind, Reason, Region, Term, Text, Verdict};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use url::Url;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "missing-application-channel",
    title: ("依申请公开渠道缺失", "No channel for applications"),
    source: include_str!("missing_application_channel.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(MissingApplicationChannel))
    },
};

#[derive(Debug)]
struct MissingApplicationChannel;

const WAYS: (&str, &str) = ("申请接收渠道", "ways to apply");
const ENTRY: (&str, &str) = ("在线申请入口", "online entry");

/// Characters of a guide below which its text stands elsewhere: in a picture, a file, a frame.
const WHOLE_GUIDE: u32 = 250;

/// Articles looked at behind one list.
const BEHIND: usize = 12;

/// Ways to apply, with their names.
const CHANNELS: [(Term, &str, &str); 5] = [
    (Term::InPerson, "当面", "in person"),
    (Term::Post, "邮寄", "post"),
    (Term::Fax, "传真", "fax"),
    (Term::Email, "电子邮件", "e-mail"),
    (Term::Online, "网上提交", "online"),
];

impl Measure for MissingApplicationChannel {
    fn measure(&self, facts: &Facts) -> Verdict {
        let mut answers = match Answers::new(facts) {
            Ok(answers) => answers,
            Err(verdict) => return *verdict,
        };
        let (guide, request) = (GUIDE.look(facts), ON_REQUEST.look(facts));
        let parts = PARTS.iter().filter(|p| is_named(&p.look(facts).stand)).count();
        answers.may_hide_in(unseen_parts(facts, parts));
        ways(&mut answers, &guide, &request);
        entry(&mut answers, &request, &guide);
        answers.verdict
    }

    fn params(&self) -> Value {
        json!({})
    }
}

/// What the guide says, put together from its pages.
#[derive(Default)]
struct Told {
    named: BTreeSet<Term>,
    /// Characters of text read.
    chars: u32,
    /// Something that may say more was not read.
    unread: Option<(Reason, String)>,
    pages: Vec<String>,
}

impl Told {
    fn has(&self, terms: &[Term]) -> bool {
        terms.iter().any(|t| self.named.contains(t))
    }

    fn add(&mut self, facts: &Facts, page: usize) {
        if facts.pages[page].readable().is_none() {
            self.unread.get_or_insert((Reason::Network, facts.pages[page].url().to_owned()));
            return;
        }
        for (index, read) in whole(facts, page) {
            let url = facts.pages[index].url();
            if self.pages.iter().any(|p| p == url) {
                continue;
            }
            self.pages.push(url.to_owned());
            self.chars += read.main_chars;
            let Some(terms) = &read.terms else { continue };
            self.named.extend(CHANNELS.iter().map(|c| c.0).filter(|t| terms.of(*t) > 0));
            let files = read.article.as_ref().is_some_and(|a| !a.attachments.is_empty());
            if files && read.main_chars < WHOLE_GUIDE * 2 {
                self.unread.get_or_insert((Reason::Tool, format!("attachment on {url}")));
            }
        }
    }
}

/// Reads a part's own pages and the articles behind the entries of its list.
fn read(facts: &Facts, seen: &Seen, told: &mut Told) {
    for &page in &seen.pages {
        told.add(facts, page);
        match facts.column_content(page) {
            Ok(content) => {
                for item in content.items.iter().take(BEHIND) {
                    match page_at(facts, &item.target) {
                        Some(article) => told.add(facts, article),
                        None if !item.target.is_empty() => {
                            told.unread.get_or_insert((Reason::Budget, item.target.clone()));
                        }
                        None => {}
                    }
                }
                if let Some(unread) = content.unread.into_iter().next() {
                    told.unread.get_or_insert((unread.reason, unread.what));
                }
            }
            Err(missing) => drop(told.unread.get_or_insert((missing.reason, missing.note.en))),
        }
    }
    match &seen.stand {
        // An article that no menu leads to: 首页上直接链接的指南.
        Stand::Elsewhere(_, address) => match page_at(facts, address) {
            Some(page) => told.add(facts, page),
            None => drop(told.unread.get_or_insert((Reason::Budget, address.clone()))),
        },
        Stand::Unseen(address, reason, _) => drop(told.unread.get_or_insert((*reason, address.clone()))),
        Stand::Named(on) => {
            told.unread.get_or_insert((Reason::Script, facts.pages[*on].url().to_owned()));
        }
        _ => {}
    }
}

fn ways(answers: &mut Answers<'_>, guide: &Seen, request: &Seen) {
    let facts = answers.facts;
    let mut told = Told::default();
    read(facts, guide, &mut told);
    read(facts, request, &mut told);
    let offline = told.has(&[Term::InPerson, Term::Post, Term::Fax]);
    let online = told.has(&[Term::Online, Term::Email]);
    if offline && online {
        return answers.pass();
    }
    let named: Vec<&str> = CHANNELS.iter().filter(|c| told.named.contains(&c.0)).map(|c| c.1).collect();
    let evidence = json!({ "found": named, "looked_at": told.pages, "text_chars": told.chars });
    if !is_named(&guide.stand) && !is_named(&request.stand) {
        let message = Text::new(
            "未找到政府信息公开指南和依申请公开栏目，无从知道申请接收渠道；请设置并写明当面、邮寄、网上等途径",
            "neither a disclosure guide nor disclosure on request was found; set them up and name the ways to apply",
        );
        return answers.missing(WAYS.0, WAYS, message, evidence);
    }
    let url = told.pages.first().cloned().unwrap_or_else(|| answers.home().to_owned());
    let (zh, en) = match (offline, online) {
        (true, _) => ("线上（网上提交、电子邮件）", "online ways"),
        (_, true) => ("线下（当面、邮寄）", "offline ways"),
        _ => ("任何申请接收途径", "any way to apply"),
    };
    let short = told.chars < WHOLE_GUIDE && !offline && !online;
    let unread = told.unread.clone().or_else(|| short.then(|| (Reason::Ambiguous, url.clone())));
    if let Some((reason, what)) = unread {
        let message = Text::new(
            format!("所读到的公开指南和依申请公开页面未写明{zh}，但有部分内容未能读到（{what}），请人工核实"),
            format!("what was read of the guide does not name {en}; parts were not read ({what})"),
        );
        let mut evidence = evidence;
        evidence["unread"] = json!(what);
        return answers.doubt(&url, Some(WAYS.0), reason, message, evidence);
    }
    let message = Text::new(
        format!("公开指南和依申请公开页面没有写明{zh}，请补充申请接收途径、地址和网址"),
        format!("the guide and the page on request do not name {en}; add how, where and at what address to apply"),
    );
    answers.fault(&url, Some(WAYS.0), message, evidence);
}

/// Words on a link that leads to an application form.
const ENTRIES: &[&str] = &[
    "在线申请",
    "网上申请",
    "我要申请",
    "在线提交",
    "立即申请",
    "申请入口",
    "公民申请",
    "法人申请",
    "公民、法人",
    "公民个人申请",
    "个人申请",
    "组织申请",
    "网上提交",
    "在线填写",
    "在线填报",
    "提交申请",
    "信息公开申请",
    "公开申请表",
    "依申请公开平台",
    "依申请公开系统",
    "申请系统",
    "申请平台",
    "网络申请",
    "线上申请",
    "填写申请",
    "点击申请",
    "进入申请",
    "申请登录",
    "网上受理",
    "在线受理",
    "在线办理",
];

/// Parts of addresses of filing systems.
const SYSTEMS: &[&str] = &["ysqgk", "ysq", "sqgk", "apply", "application", "sqb", "xxgksq", "gksq"];

fn entry(answers: &mut Answers<'_>, request: &Seen, guide: &Seen) {
    let facts = answers.facts;
    let mut open: Option<(Reason, String)> = None;
    let mut dead: Option<(String, String)> = None;
    let pages: BTreeSet<usize> = request.pages.iter().chain(&guide.pages).copied().collect();
    let is_entry = |text: &str| {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        text.chars().count() <= 24 && ENTRIES.iter().any(|w| text.contains(w)) && !text.ends_with("下载")
    };
    for &page in &request.pages {
        let fact = &facts.pages[page];
        let Some(read) = fact.readable() else {
            if !matches!(fact.record.status, Some(404 | 410)) {
                open.get_or_insert((Reason::Blocked, fact.url().to_owned()));
            }
            continue;
        };
        // A form of its own is more than the template's search field.
        if read.signals.login || beyond_template(facts, page, Term::TextField) >= 2 {
            return answers.pass();
        }
        if let Ok(content) = facts.column_content(page)
            && let Some(unread) = content.unread.into_iter().next()
        {
            open.get_or_insert((unread.reason, unread.what));
        }
    }
    for link in facts.links.all() {
        let on = link.page as usize;
        let usable = matches!(link.kind, LinkKind::Anchor | LinkKind::Scripted | LinkKind::Data | LinkKind::Form);
        // Elsewhere 在线申请 may be for anything; on the pages of the part it is for this.
        let own = pages.contains(&on) || facts.links.text(link).contains("公开");
        if !usable || !own || link.region == Region::Breadcrumb || !is_entry(facts.links.text(link)) {
            continue;
        }
        let target = facts.links.target(link);
        let Some(url) = Url::parse(target).ok().filter(|u| matches!(u.scheme(), "http" | "https")) else {
            if link.scripted {
                open.get_or_insert((Reason::Script, facts.links.text(link).to_owned()));
            }
            continue;
        };
        // The part's own name leads to the part.
        if page_at(facts, target).is_some_and(|p| request.pages.contains(&p) && facts.pages[p].readable().is_some()) {
            continue;
        }
        match facts.target_state(&url) {
            // A refusal is a system that wants a log-in first.
            TargetState::Alive | TargetState::Unknown { reason: Reason::Blocked, .. } => return answers.pass(),
            TargetState::Unknown { reason, .. } => drop(open.get_or_insert((reason, target.to_owned()))),
            TargetState::Dead { detail, .. } => drop(dead.get_or_insert((target.to_owned(), detail))),
        }
    }
    if let Stand::Elsewhere(_, address) = &request.stand {
        let system = SYSTEMS.iter().any(|w| address.to_ascii_lowercase().contains(w));
        if system && page_at(facts, address).is_none() {
            return answers.pass();
        }
        open.get_or_insert((Reason::Budget, address.clone()));
    }
    no_entry(answers, request, open, dead);
}

fn no_entry(answers: &mut Answers<'_>, request: &Seen, open: Option<(Reason, String)>, dead: Option<(String, String)>) {
    let facts = answers.facts;
    let target = Some(ENTRY.0);
    if !is_named(&request.stand) {
        let message = Text::new(
            "未找到依申请公开栏目和在线申请入口，请在门户规范设置网络受理平台",
            "neither disclosure on request nor an online entry was found; set up an online entry on the portal",
        );
        return answers.missing(ENTRY.0, ENTRY, message, json!({ "synonyms": ON_REQUEST.names }));
    }
    let at = request.pages.first().copied().or(request.sightings.first().map(|s| s.on));
    let url = at.map_or_else(|| answers.home().to_owned(), |p| facts.pages[p].url().to_owned());
    let open = open.or(match &request.stand {
        Stand::Unseen(address, reason, _) => Some((*reason, address.clone())),
        Stand::Named(on) => Some((Reason::Script, facts.pages[*on].url().to_owned())),
        _ => None,
    });
    if let Some((reason, what)) = open {
        let message = Text::new(
            format!("未见在线申请表单或入口，但有部分内容未能看到（{what}），请在浏览器中核实"),
            format!("no online form or entry was seen; parts were not seen ({what}); look in a browser"),
        );
        return answers.doubt(&url, target, reason, message, json!({ "unread": what }));
    }
    let dead = dead.or(match &request.stand {
        Stand::Dead(_, address, detail) => Some((address.clone(), detail.clone())),
        _ => None,
    });
    if let Some((address, detail)) = dead {
        let message = Text::new(
            format!("在线申请入口打不开（{detail}），请修复"),
            format!("the online entry is dead ({detail}); mend it"),
        );
        return answers.fault(&url, target, message, json!({ "fault": "dead", "address": address, "detail": detail }));
    }
    let message = Text::new(
        "依申请公开页面没有在线申请表单或入口，请规范设置网络受理平台",
        "the page on request has no online form or entry; set one up",
    );
    answers.fault(&url, target, message, json!({ "fault": "absent", "looked_at": url }));
}
