//! ## 查什么
//! 规则要求设置的外部平台、热线服务入口（如省一体化政务服务平台、12345 热线、信用网站），网站上有没有链接。
//! ## 为什么
//! 各地要点要求门户网站链接指定的上级平台和服务入口。
//! ## 怎么判
//! 看首页和各页面的链接（菜单、页脚、浮窗、图片链接的 alt、下拉框里的友情链接、内嵌框架）：链接地址属于 `hosts` 中的主机（含其下级域名）
//! 或链接文字含入口名、`texts` 中的一个词，即算有。文章正文里的链接、含有这些词的新闻标题、没有地址的文字不算。
//! 没找到，而规则没有给出主机名、首页或栏目页又有认不出名称的站外图片链接，或有首页局部、栏目页没有看到的，列为待人工核实。
//! ## 局限
//! 只看有没有链接；链接打不开由死链接检查报告。
//!
//! # English
//!
//! ## What it looks at
//! Whether entries to outside platforms and hotlines that a rule asks for are linked.
//! ## Why
//! Work plans ask portals to link the platforms they name.
//! ## How it decides
//! By links of the home page and other pages (menus, foot, floating pictures with alt, drop-downs, frames): one that leads
//! to one of `hosts` (or a name below it), or whose text holds the entry's name or one of `texts`, is the entry. Links in
//! the body of articles, titles of news with those words, and words without an address don't count. Where it is not found
//! and no host is given, but pictures without a name lead outside, or parts of the home page or columns were not seen, a
//! person decides.
//! ## Limits
//! Whether it is linked, not whether the link opens: that is for dead-link.

use super::page_mark::unseen;
use super::title_fit::{Fit, document};
use super::{Check, Measure};
use crate::facts::{Facts, LinkFact, PageKind, Part, Words, fold_title};
use crate::model::{Hidden, LinkKind, PageKey, Reason, Region, Severity, Text, Undetermined, Verdict, Violation};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::HashSet;
use url::Url;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "missing-external-entry",
    title: ("缺少外部平台入口", "Entry to a platform missing"),
    source: include_str!("missing_external_entry.rs"),
    bind: |params| {
        let params: MissingExternalEntry = serde_json::from_value(params).map_err(|e| e.to_string())?;
        if params.entries.is_empty() {
            return Err("`entries` is empty".to_owned());
        }
        if let Some(entry) = params.entries.iter().find(|e| e.words().is_none() && e.hosts.is_empty()) {
            return Err(format!("entry \"{}\" has neither words nor hosts to look for", entry.name));
        }
        Ok(Box::new(params))
    },
};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MissingExternalEntry {
    /// The entries asked for.
    entries: Vec<EntrySpec>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EntrySpec {
    /// What people call it.
    name: String,
    /// Other words in the link's text.
    #[serde(default)]
    texts: Vec<String>,
    /// Hosts it leads to.
    #[serde(default)]
    hosts: Vec<String>,
}

impl EntrySpec {
    fn words(&self) -> Option<Words> {
        let texts: Vec<String> = std::iter::once(&self.name).chain(&self.texts).cloned().collect();
        Words::new(&texts, &[])
    }
}

/// A link that may be an entry.
struct Lead<'a> {
    text: String,
    url: Url,
    /// As written.
    address: &'a str,
    page: usize,
    /// Leads to another host.
    outside: bool,
    /// Stands in a list of entries.
    listed: bool,
}

/// Longest text of an entry beyond its name, in characters.
const AROUND: usize = 14;

impl Measure for MissingExternalEntry {
    fn measure(&self, facts: &Facts) -> Verdict {
        let home = match facts.home() {
            Ok(home) => home.url().to_owned(),
            Err(missing) => return unseen(facts, missing),
        };
        let leads = leads(facts);
        let mut verdict = Verdict { tested: self.entries.len() as u64, ..Verdict::default() };
        for entry in &self.entries {
            if leads.iter().any(|lead| is_entry(facts, lead, entry)) {
                continue;
            }
            let words = entry.words();
            let mentions: Vec<Value> = leads
                .iter()
                .filter(|lead| words.as_ref().is_some_and(|w| w.iter().any(|w| lead.text.contains(w))))
                .take(5)
                .map(|l| json!({ "text": l.text, "url": l.address, "seen_on": facts.pages[l.page].url() }))
                .collect();
            let mut evidence = json!({
                "name": entry.name,
                "texts": entry.texts,
                "hosts": entry.hosts,
                "links": leads.len(),
                "mentions": mentions,
            });
            let target = Some(entry.name.clone());
            if let Some((reason, what)) = hidden(facts, entry, &leads) {
                evidence["not_visited"] = json!([what]);
                verdict.undetermined.push(Undetermined {
                    url: home.clone(),
                    target,
                    reason,
                    message: Text::new(
                        format!("未见“{}”入口，但有内容未能看到（如 {what}），请人工核实", entry.name),
                        format!("no entry \"{}\" was seen, but parts could not be read (such as {what})", entry.name),
                    ),
                    evidence,
                });
            } else {
                verdict.violations.push(Violation {
                    url: home.clone(),
                    target,
                    message: Text::new(
                        format!("未链接“{}”，请在首页或相关栏目设置入口", entry.name),
                        format!("\"{}\" is not linked; put an entry on the home page or in its column", entry.name),
                    ),
                    evidence,
                    severity: Severity::Major,
                    occurrences: 1,
                    subject: entry.name.clone(),
                });
            }
        }
        verdict
    }

    fn params(&self) -> Value {
        json!(self)
    }
}

/// Links by which a visitor may leave for a platform, each once.
fn leads(facts: &Facts) -> Vec<Lead<'_>> {
    let mut known: HashSet<(&str, &str)> = HashSet::new();
    let home = facts.home().ok().and_then(|h| Url::parse(h.url()).ok());
    let mut leads = Vec::new();
    for link in facts.links.all() {
        let (text, address) = (facts.links.text(link), facts.links.target(link));
        if !is_lead(facts, link) || !known.insert((text, address)) {
            continue;
        }
        let Ok(url) = Url::parse(address) else { continue };
        let outside = home.as_ref().is_some_and(|home| !crate::model::same_host(home, &url));
        leads.push(Lead {
            text: fold_title(text),
            url,
            address,
            page: link.page as usize,
            outside,
            listed: link.region == Region::List,
        });
    }
    leads
}

fn is_lead(facts: &Facts, link: &LinkFact) -> bool {
    let leads = matches!(
        link.kind,
        LinkKind::Anchor | LinkKind::Scripted | LinkKind::Data | LinkKind::Frame | LinkKind::Redirect | LinkKind::Form
    );
    let unseen = matches!(link.hidden, Some(Hidden::Noscript | Hidden::Size | Hidden::OffScreen));
    leads && !unseen && link.region != Region::Article && link.region != Region::Pager && {
        let article = facts.pages[link.page as usize].kind() == PageKind::Article;
        !article || link.is_chrome()
    }
}

fn is_entry(facts: &Facts, lead: &Lead<'_>, entry: &EntrySpec) -> bool {
    if !matches!(lead.url.scheme(), "http" | "https") {
        // 12345 as a telephone number is an entry too.
        return lead.url.scheme() == "tel"
            && entry.words().is_some_and(|w| w.iter().any(|w| lead.url.path().contains(w)));
    }
    if entry.hosts.iter().any(|host| leads_to(&lead.url, host)) {
        return true;
    }
    if !is_named(lead, entry) {
        return false;
    }
    // A page of this site is an entry where it is a way in, not a story.
    let key = PageKey::of(&lead.url);
    let page = facts.page(&key);
    let itself = lead.url.fragment().is_some() && facts.page_index(&key) == Some(lead.page);
    let story = page.is_some_and(|p| p.kind() == PageKind::Article) && !facts.columns().in_menu(&key);
    let may_be_story = lead.listed && page.is_none();
    lead.outside || !(itself || story || may_be_story)
}

/// Whether the text names the entry and says little else.
fn is_named(lead: &Lead<'_>, entry: &EntrySpec) -> bool {
    let Some(words) = entry.words() else { return false };
    let longest = words.iter().filter(|w| lead.text.contains(w)).map(|w| w.chars().count()).max();
    longest.is_some_and(|longest| lead.text.chars().count() <= longest + AROUND)
        && document(&lead.text, &words) != Fit::About
}

/// `www.sczwfw.gov.cn` and `zwfw.example.gov.cn/county` as a rule writes hosts.
fn leads_to(url: &Url, host: &str) -> bool {
    let wanted = host.trim().trim_start_matches("https://").trim_start_matches("http://");
    let (name, path) = wanted.split_once('/').unwrap_or((wanted, ""));
    let name = name.trim_start_matches("www.").to_ascii_lowercase();
    let Some(own) = url.host_str().map(str::to_ascii_lowercase) else { return false };
    let (name, port) = name.split_once(':').map_or((name.as_str(), None), |(name, port)| (name, Some(port)));
    let same = !name.is_empty() && (own == name || own.ends_with(&format!(".{name}")));
    let port = port.is_none_or(|port| url.port_or_known_default().is_some_and(|own| own.to_string() == port));
    same && port && url.path().trim_start_matches('/').starts_with(path)
}

/// Where the entry may stand unseen.
fn hidden(facts: &Facts, entry: &EntrySpec, leads: &[Lead<'_>]) -> Option<(Reason, String)> {
    let part = facts.unseen_parts().iter().find(|p| p.part != Part::Further);
    if let Some(part) = part {
        return Some((part.reason, part.url.clone()));
    }
    if let Some(unread) = facts.unread_home_parts().first() {
        return Some((Reason::Script, (*unread).to_owned()));
    }
    let unvisited = |l: &&Lead<'_>| !l.outside && l.listed && facts.page(&PageKey::of(&l.url)).is_none();
    if let Some(lead) = leads.iter().filter(unvisited).find(|l| is_named(l, entry)) {
        return Some((Reason::Budget, lead.address.to_owned()));
    }
    let nameless = leads.iter().find(|l| l.outside && l.text.is_empty() && entry.hosts.is_empty());
    nameless.map(|lead| (Reason::Ambiguous, lead.address.to_owned()))
}
