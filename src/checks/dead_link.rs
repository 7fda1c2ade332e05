//! ## 查什么
//! 页面上的链接（含图片、附件、外链）能不能打开。
//! ## 为什么
//! 链接可用性是政府网站检查的扣分项：首页链接每个错断链扣 1 分，其他页面每个扣 0.1 分（R1-31）。
//! ## 怎么判
//! 站内页面以抓取结果为准；站外链接、图片、附件各访问一次（不抓取）。404、410、两次以上 5xx、域名不存在、拒绝连接、证书
//! 无效、循环跳转为死链。返回 200 的“页面不存在”（软 404）以同目录、同后缀的一个肯定不存在的地址为对照：两者应答相同才
//! 判，不凭长短猜测。evidence.reason 写明是哪一种。
//! 401、403、405、412、429、防火墙拦截、超时、连接中断、本机故障、robots.txt 不允许、未访问到的，列为待人工核实。
//! 一页一个目标为一处；同一目标出现在 10 个以上页面的，是模板中的链接，合为一处并计次数。
//! mailto:、tel:、javascript:、data: 与页内锚点不查；人看不见的链接（隐藏的）不查。
//! ## 局限
//! 只代表本机所在网络的所见：境外或机房线路可能打不开某些网站（此时多为超时，列为待人工核实）。
//! 本机的域名解析服务连公网常用域名都不认识时（如在内网运行），“域名不存在”不作数，列为待人工核实。
//!
//! # English
//!
//! ## What it looks at
//! Whether links open: pages, pictures, files, links elsewhere.
//! ## Why
//! An item of the indicators: 1 point for each dead link of the home page, 0.1 for others (R1-31).
//! ## How it decides
//! Pages of the site by the crawl; links elsewhere, pictures and files are asked once each. Dead are 404, 410, 5xx more
//! than once, no such name, refused, bad certificate, redirect loops, and 200 with the page that this host also gives for a
//! surely absent address of the same folder and extension. evidence.reason says which. 401, 403, 405, 412, 429, firewalls,
//! time-outs, broken connections, our own faults, robots.txt and addresses not visited are left to a person. One finding
//! per page and target; a target on more than 10 pages belongs to the template and is one finding with a count. Mail,
//! telephone, script and data links and fragments are not asked; links that people can't see are not either.
//! ## Limits
//! What this network sees. Where the name server knows no public name at all (inside an office), its "no such name" does
//! not count and is left to a person.

use super::page_mark::unseen;
use super::wrong_link::{is_private, is_wrong};
use super::{Check, Measure};
use crate::facts::{Facts, LinkFact, TargetState};
use crate::model::{LinkKind, PageRole, Severity, Text, Undetermined, Verdict, Violation, is_web, same_host};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use url::Url;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "dead-link",
    title: ("链接打不开", "Dead link"),
    source: include_str!("dead_link.rs"),
    bind: |params| {
        let params: DeadLink = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(params))
    },
};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct DeadLink {
    /// On which pages.
    #[serde(rename = "where")]
    place: Place,
    /// Links elsewhere too.
    external: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Place {
    Home,
    Inner,
    All,
}

impl Default for DeadLink {
    fn default() -> Self {
        Self { place: Place::All, external: true }
    }
}

/// A target on more pages than this stands in a template.
pub(super) const TEMPLATE_PAGES: usize = 10;
/// Referring pages named in the evidence.
const REFERRERS: usize = 10;

impl Measure for DeadLink {
    fn measure(&self, facts: &Facts) -> Verdict {
        let home = match facts.home() {
            Ok(home) => home,
            Err(missing) => return unseen(facts, missing),
        };
        let homes: Vec<usize> = facts
            .pages
            .iter()
            .enumerate()
            .filter(|(_, p)| p.role == PageRole::Home || std::ptr::eq(*p, home))
            .map(|(i, _)| i)
            .collect();
        let mut verdict = Verdict::default();
        for (target, links) in self.grouped(facts, &homes) {
            let Ok(url) = Url::parse(&target) else { continue };
            if !self.external && !Url::parse(&facts.run.site.url).is_ok_and(|h| same_host(&h, &url)) {
                continue;
            }
            self.judge(facts, &url, &links, &mut verdict);
        }
        verdict
    }

    fn params(&self) -> Value {
        json!(self)
    }
}

impl DeadLink {
    /// Links that people can click or see, by target without fragment; of each page the first.
    fn grouped<'a>(&self, facts: &'a Facts, homes: &[usize]) -> BTreeMap<String, Vec<&'a LinkFact>> {
        let mut groups: BTreeMap<String, Vec<&LinkFact>> = BTreeMap::new();
        for (target, links) in facts.links.by_target() {
            let plain = target.split('#').next().unwrap_or_default();
            // A private address is a wrong link, dead or not.
            if !Url::parse(plain).is_ok_and(|u| is_web(&u) && !is_private(facts, &u)) {
                continue;
            }
            let mut wrong: BTreeMap<(Option<&str>, bool), bool> = BTreeMap::new();
            let mut pages: Vec<&LinkFact> = Vec::new();
            for link in links {
                if link.hidden.is_some()
                    || !is_shown(link.kind)
                    || !self.looks_at(homes.contains(&(link.page as usize)))
                {
                    continue;
                }
                // So is one that was written wrongly.
                let way = (facts.links.raw(link), link.scripted);
                // Links of one target come in page order.
                if pages.last().is_none_or(|last| last.page != link.page)
                    && !*wrong.entry(way).or_insert_with(|| is_wrong(facts, link))
                {
                    pages.push(link);
                }
            }
            if pages.is_empty() {
                continue;
            }
            match groups.get_mut(plain) {
                // The same page under several fragments.
                Some(known) => {
                    known.extend(pages);
                    known.sort_by_key(|link| link.page);
                    known.dedup_by_key(|link| link.page);
                }
                None => {
                    groups.insert(plain.to_owned(), pages);
                }
            }
        }
        groups
    }

    fn looks_at(&self, on_home: bool) -> bool {
        match self.place {
            Place::All => true,
            Place::Home => on_home,
            Place::Inner => !on_home,
        }
    }

    #[expect(clippy::unused_self, reason = "reads as a part of the check")]
    fn judge(&self, facts: &Facts, url: &Url, links: &[&LinkFact], verdict: &mut Verdict) {
        let template = links.len() > TEMPLATE_PAGES;
        let places: &[&LinkFact] = if template { &links[..1] } else { links };
        verdict.tested += places.len() as u64;
        match facts.target_state(url) {
            TargetState::Alive => {}
            TargetState::Dead { reason, detail, status, attempts } => {
                let referrers: Vec<&str> =
                    links.iter().take(REFERRERS).map(|l| facts.pages[l.page as usize].url()).collect();
                for link in places {
                    let (zh, en) = words(reason, &detail);
                    let text = label(facts, link);
                    verdict.violations.push(Violation {
                        url: facts.pages[link.page as usize].url().to_owned(),
                        target: Some(facts.links.target(link).to_owned()),
                        message: Text::new(
                            format!("链接{}打不开：{zh}，请更正或删除", text.zh),
                            format!("the link {} does not open: {en}; correct or remove it", text.en),
                        ),
                        evidence: json!({
                            "reason": reason,
                            "status": status,
                            "detail": detail,
                            "attempts": attempts,
                            "link_text": facts.links.text(link),
                            "kind": link.kind,
                            "referrers": links.len(),
                            "referring_pages": referrers,
                        }),
                        severity: Severity::Minor,
                        occurrences: if template { links.len() as u64 } else { 1 },
                        subject: if template { "template".to_owned() } else { String::new() },
                    });
                }
            }
            TargetState::Unknown { reason, detail, status } => {
                let http = status.map_or_else(String::new, |s| format!(" HTTP {s}"));
                let why = reason.words();
                for link in places {
                    let text = label(facts, link);
                    verdict.undetermined.push(Undetermined {
                        url: facts.pages[link.page as usize].url().to_owned(),
                        target: Some(facts.links.target(link).to_owned()),
                        reason,
                        message: Text::new(
                            format!("链接{}能否打开未能判定（{}{http}），请在浏览器中核实", text.zh, why.zh),
                            format!(
                                "whether the link {} opens could not be told ({}{http}); try it in a browser",
                                text.en, why.en
                            ),
                        ),
                        evidence: json!({ "status": status, "detail": detail, "referrers": links.len() }),
                    });
                }
            }
        }
    }
}

/// Kinds of links that people click or see.
pub(super) fn is_shown(kind: LinkKind) -> bool {
    matches!(
        kind,
        LinkKind::Anchor | LinkKind::Image | LinkKind::Media | LinkKind::Scripted | LinkKind::Data | LinkKind::Frame
    )
}

/// The link's text in quotes, or what it is when it has none.
fn label(facts: &Facts, link: &LinkFact) -> Text {
    let text = facts.links.text(link);
    match (text.is_empty(), link.kind) {
        (true, LinkKind::Image) => Text::new("（图片）", "(picture)"),
        (true, _) => Text::new("（无文字）", "(no text)"),
        (false, LinkKind::Image) => Text::new(format!("（图片“{text}”）"), format!("(picture \"{text}\")")),
        (false, _) => Text::new(format!("“{text}”"), format!("\"{text}\"")),
    }
}

fn words(reason: crate::facts::DeadReason, detail: &str) -> (String, String) {
    use crate::facts::DeadReason as R;
    let (zh, en) = match reason {
        R::NotFound => ("页面不存在（HTTP 404）", "not found (HTTP 404)"),
        R::Gone => ("页面已删除（HTTP 410）", "gone (HTTP 410)"),
        R::ServerError => {
            return (format!("服务器多次出错（{detail}）"), format!("the server failed repeatedly ({detail})"));
        }
        R::NoDns => ("域名不存在", "no such host name"),
        R::Refused => return ("无法连接".to_owned(), format!("no connection ({detail})")),
        R::Tls => return ("证书或加密连接无效".to_owned(), format!("bad certificate or TLS ({detail})")),
        R::RedirectLoop => ("循环跳转", "redirects without end"),
        R::Soft404 => ("返回的是“页面不存在”提示页（软404）", "it answers with the \"not found\" page (soft 404)"),
    };
    (zh.to_owned(), en.to_owned())
}
