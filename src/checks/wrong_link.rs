//! ## 查什么
//! 公开页面上公众用不了的链接：内网或本机地址、file: 与编辑电脑上的路径、没填完的占位链接、写错的地址。
//! ## 为什么
//! 错断链是政府网站检查的扣分项（R1-31）；内网地址还会暴露内部系统（R2-12）。
//! ## 怎么判
//! 按地址的写法判断，不发请求。内网地址指 10.*、172.16–31.*、192.168.*、127.*、169.254.* 等保留地址、localhost 和没
//! 有域名后缀的主机名；被检网站自身的地址、运行时明确允许访问的网段除外。占位链接指只写了 http:// 或“#待补充”一类。写错的
//! 地址指 http//、http:/、htp://、重复的 http://、主机名中有空格或全角符号等浏览器打不开的写法；漏写 http:// 的 www. 地址
//! 只有在确实打不开时才算。由脚本处理点击的“#”“javascript:”不算；人看不见的链接不算。
//! 同一目标出现在 10 个以上页面的合为一处并计次数。
//! ## 局限
//! 地址写得对、只是打不开的，由死链检查判断。
//!
//! # English
//!
//! ## What it looks at
//! Links of public pages that the public can't use: private or loopback addresses, file: and paths of the editor's own
//! disk, placeholders, malformed addresses.
//! ## Why
//! Wrong links are an item of the indicators (R1-31), and internal addresses give internal systems away (R2-12).
//! ## How it decides
//! By how the address is written, without a request. Private are the reserved networks, localhost and host names without a
//! domain; the audited site's own address and networks allowed for this run are not. Placeholders are a mere http:// or
//! "#待补充" and the like. Malformed is what no browser opens: http//, http:/, htp://, a doubled http://, blanks or
//! full-width signs in the host; an address that begins with www. counts only if it really does not open. "#" and
//! javascript: that a script handles don't count, nor do links that people can't see. A target on more than 10 pages is one
//! finding with a count.
//! ## Limits
//! An address that is well written and does not open is for the dead-link check.

use super::dead_link::{TEMPLATE_PAGES, is_shown};
use super::page_mark::{NoParams, unseen};
use super::{Check, Measure};
use crate::facts::{Facts, LinkFact, TargetState};
use crate::model::{Severity, Text, Verdict, Violation, private_host};
use regex::Regex;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use url::Url;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "wrong-link",
    title: ("链接写错", "Wrong link"),
    source: include_str!("wrong_link.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(WrongLink))
    },
};

#[derive(Debug)]
struct WrongLink;

/// In which way a link is wrong; `evidence.reason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Fault {
    /// An address of an inner network.
    PrivateAddress,
    /// `file:` or a path of the editor's disk.
    LocalFile,
    /// Never filled in.
    Placeholder,
    /// No browser opens it.
    Malformed,
}

impl Measure for WrongLink {
    fn measure(&self, facts: &Facts) -> Verdict {
        if let Err(missing) = facts.home() {
            return unseen(facts, missing);
        }
        let mut verdict = Verdict::default();
        let mut groups: BTreeMap<(&str, Fault), BTreeMap<u32, &LinkFact>> = BTreeMap::new();
        for (target, links) in facts.links.by_target() {
            verdict.tested += 1;
            // A menu's links stand on every page; each way of writing is looked at once.
            let mut known: BTreeMap<(Option<&str>, bool), Option<Fault>> = BTreeMap::new();
            for link in links.into_iter().filter(|l| l.hidden.is_none() && is_shown(l.kind)) {
                let written = facts.links.raw(link).unwrap_or(target);
                let way = (facts.links.raw(link), link.scripted);
                if let Some(fault) =
                    *known.entry(way).or_insert_with(|| fault_of(facts, written, target, link.scripted))
                {
                    groups.entry((written, fault)).or_default().entry(link.page).or_insert(link);
                }
            }
        }
        for ((written, fault), links) in groups {
            let template = links.len() > TEMPLATE_PAGES;
            let all = links.len() as u64;
            let places = links.into_values().take(if template { 1 } else { usize::MAX });
            verdict
                .violations
                .extend(places.map(|link| finding(facts, link, (written, fault), template.then_some(all))));
        }
        verdict.tested = verdict.tested.max(verdict.violations.len() as u64);
        verdict
    }

    fn params(&self) -> Value {
        json!({})
    }
}

fn finding(facts: &Facts, link: &LinkFact, (written, fault): (&str, Fault), template: Option<u64>) -> Violation {
    let (zh, en) = match fault {
        Fault::PrivateAddress => {
            ("指向内网或本机地址，公众无法访问", "leads to a private address that the public can't reach")
        }
        Fault::LocalFile => ("指向编辑电脑上的文件，公众无法访问", "leads to a file on the editor's own disk"),
        Fault::Placeholder => ("是没有填写的占位地址", "is a placeholder that was never filled in"),
        Fault::Malformed => ("地址书写错误，无法打开", "is malformed and does not open"),
    };
    let text = facts.links.text(link);
    let shown: String = written.chars().take(200).collect();
    Violation {
        url: facts.pages[link.page as usize].url().to_owned(),
        // What people see in the editor; an address of an inner network is whole as it is.
        target: Some(if fault == Fault::PrivateAddress { facts.links.target(link) } else { written }.to_owned()),
        message: Text::new(
            format!("链接“{text}”（{shown}）{zh}，请改为正确地址或删除"),
            format!("the link \"{text}\" ({shown}) {en}; give the right address or remove it"),
        ),
        evidence: json!({ "reason": fault, "written": shown, "link_text": text, "kind": link.kind, "pages": template.unwrap_or(1) }),
        severity: Severity::Minor,
        occurrences: template.unwrap_or(1),
        subject: template.map_or_else(String::new, |_| "template".to_owned()),
    }
}

static DISK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^(file:|/?[a-z][:|][\\/]|\\\\[^\\/]+[\\/])").expect("a sound pattern"));
static EMPTY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)^https?:/*(#.*)?$").expect("a sound pattern"));
static TODO_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(待补充|待完善|待填|待定|待更新|待添加|待建|占位|链接地址|此处填|请输入|请填写|网址待|TODO|xxxx)")
        .expect("a sound pattern")
});
static FEW_SLASHES: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^https?:/?([^/\s?#]+)").expect("a sound pattern"));
static BROKEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^(
            https?[/;,]/                          # http//host
          | https?[：；]                            # full-width colon
          | (h?ttps?|htps?|htttps?|hhttps?|httpss?|htpps?):{2,}/ # http:://
          | (htp|htps|ttp|ttps|htttp|htttps|hhttp|hhttps|htpp|htpps|http\.|https\.|httpp|httpps|httpss)://
          | https?://\s*(https?|http\.)[:/：]     # http://http://
          | https?://[^/?\#]*[\s，；、：（）《》“”]  # blanks or full-width signs in the host
        )",
    )
    .expect("a sound pattern")
});

/// Whether this check judges the link by how it is written, so that no other check accuses it a second time.
pub(super) fn is_wrong(facts: &Facts, link: &LinkFact) -> bool {
    facts.links.raw(link).is_some_and(|raw| fault_of(facts, raw, facts.links.target(link), link.scripted).is_some())
}

fn fault_of(facts: &Facts, written: &str, target: &str, scripted: bool) -> Option<Fault> {
    let raw = written.trim();
    // A template that a script fills in.
    let template = ["{{", "${", "<%", "[["].iter().any(|sign| raw.contains(sign));
    if raw.is_empty()
        || template
        || raw.to_ascii_lowercase().starts_with("javascript:")
        || raw.to_ascii_lowercase().starts_with("data:")
        // A script fills these in; what comes of it was not seen.
        || ["{{", "${", "<%", "{$", "[[", "<#"].iter().any(|sign| raw.contains(sign))
    {
        return None;
    }
    if DISK.is_match(raw) {
        return Some(Fault::LocalFile);
    }
    if let Some(fragment) = raw.strip_prefix('#') {
        return (!scripted && TODO_WORDS.is_match(&percent_free(fragment))).then_some(Fault::Placeholder);
    }
    if EMPTY.is_match(raw) || (TODO_WORDS.is_match(&percent_free(raw)) && !opens(facts, target)) {
        return Some(Fault::Placeholder);
    }
    // Browsers read a backslash as a slash and drop line breaks and tabs.
    let read: String =
        raw.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).map(|c| if c == '\\' { '/' } else { c }).collect();
    let url = Url::parse(target).ok();
    if BROKEN.is_match(&read) || loses_host(&read, url.as_ref()) {
        return Some(Fault::Malformed);
    }
    if let Some(url) = &url
        && is_private(facts, url)
    {
        return Some(Fault::PrivateAddress);
    }
    let unresolved = target.is_empty() && url.is_none() && looks_like_address(raw);
    let no_scheme = raw.to_ascii_lowercase().starts_with("www.") && is_dead(facts, target);
    (unresolved || no_scheme).then_some(Fault::Malformed)
}

/// `http:/host` and `http:host`: browsers take the host for a path of the page's own site, unless the page came by the
/// other scheme.
fn loses_host(read: &str, url: Option<&Url>) -> bool {
    let meant = FEW_SLASHES.captures(read).and_then(|c| c.get(1)).map(|m| m.as_str().to_ascii_lowercase());
    meant.is_some_and(|meant| url.and_then(Url::host_str).is_none_or(|host| !meant.starts_with(host)))
}

/// Something that was meant to be an address: it names http or a path, or has no scheme at all.
fn looks_like_address(raw: &str) -> bool {
    let scheme = raw.split_once(':').map(|(s, _)| s);
    match scheme {
        Some(s) => s.eq_ignore_ascii_case("http") || s.eq_ignore_ascii_case("https"),
        None => true,
    }
}

/// Whether the public can't reach it: a private address that is not the audited site's own.
pub(super) fn is_private(facts: &Facts, url: &Url) -> bool {
    if !matches!(url.scheme(), "http" | "https" | "ftp") {
        return false;
    }
    let own = |other: &str| Url::parse(other).is_ok_and(|o| o.host() == url.host());
    if own(&facts.run.site.url) || facts.first_record().is_some_and(|h| own(h.url())) {
        return false;
    }
    private_host(url, &facts.allowed_nets)
}

fn is_dead(facts: &Facts, target: &str) -> bool {
    Url::parse(target).is_ok_and(|u| matches!(facts.target_state(&u), TargetState::Dead { .. }))
}

fn opens(facts: &Facts, target: &str) -> bool {
    Url::parse(target).is_ok_and(|u| facts.target_state(&u) == TargetState::Alive)
}

/// Percent-encoded text as people read it, for finding words in it.
fn percent_free(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}
