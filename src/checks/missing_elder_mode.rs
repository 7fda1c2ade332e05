//! ## 查什么
//! 首页有没有长者模式（关怀版）或无障碍浏览的入口，入口是否通向什么。
//! ## 为什么
//! 政府网站应完成适老化与无障碍改造（国办公开办函〔2021〕28号，R0-08；常见标记见 R6-20）。
//! ## 怎么判
//! 在首页及其框架、脚本中找入口文字（长者模式、长辈版、关怀版、适老版、无障碍浏览等，也看 alt、title、aria-label 和按钮的 value）、没有
//! 文字的入口（以工具命名的图片、地址、点击）和已知工具的脚本。有一个入口的地址能打开，或载入了已知无障碍工具的脚本（govwza、cniil、
//! barrierfree 等）且脚本没有失效，即为通过。入口由网站自己的脚本响应点击的（javascript:、#、没有地址），点了有没有反应看不出，待人
//! 工核实。没有入口的不通过；入口地址全部打不开、又没有可用工具脚本的不通过。首页有未读到的脚本、框架而没有找到入口的，待人工核实。
//! ## 局限
//! 只看入口在不在、通不通，模式是否合格见各 a11y 检查与人工。
//!
//! # English
//!
//! ## What it looks at
//! Whether the home page has an entry to an elder or barrier-free mode, and whether it leads somewhere.
//! ## Why
//! Government sites are to be made fit for the elderly and the disabled (R0-08; usual marks: R6-20).
//! ## How it decides
//! The words of an entry (in text, alt, title, aria-label and on buttons), entries without words (pictures, addresses and clicks named
//! after a tool) and the scripts of known tools are looked for on the home page, its frames and scripts. One entry whose address answers,
//! or the loaded script of a known tool that is not dead: passed. An entry that the site's own script handles: for a person. None: failed;
//! all dead and no tool: failed. None found while scripts or frames of the home page were not read: for a person.
//! ## Limits
//! How good the mode is, is for the a11y checks and for people.

use super::page_mark::NoParams;
use super::places::Answers;
use super::{Check, Measure};
use crate::facts::{Facts, PageFact, TargetState};
use crate::model::{LinkKind, Mark, PageRole, Reason, Text, Verdict};
use serde_json::{Value, json};
use url::Url;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "missing-elder-mode",
    title: ("缺少长者模式或无障碍入口", "No elder or barrier-free mode"),
    source: include_str!("missing_elder_mode.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(MissingElderMode))
    },
};

#[derive(Debug)]
struct MissingElderMode;

/// What the entries seen amount to.
#[derive(Default)]
struct Entries {
    /// One leads somewhere, or a known tool is loaded.
    works: bool,
    /// Known, but what is behind it was not seen: why, what.
    open: Option<(Reason, String)>,
    /// Dead: address and why.
    dead: Option<(String, String)>,
    /// What is dead is the script of a tool; clicks that it should answer lead nowhere.
    dead_tool: bool,
    /// Handled by script.
    scripted: Option<String>,
}

impl Measure for MissingElderMode {
    fn measure(&self, facts: &Facts) -> Verdict {
        let mut answers = match Answers::new(facts) {
            Ok(answers) => answers,
            Err(verdict) => return *verdict,
        };
        let mut entries = Entries::default();
        for (part, fact) in facts.home_marks(Mark::ElderMode) {
            weigh(facts, part, &fact.value, &fact.excerpt, &mut entries);
        }
        judge(&mut answers, entries);
        answers.verdict
    }

    fn params(&self) -> Value {
        json!({})
    }
}

/// Weighs one sighting: the address of a link or script, or a word.
fn weigh(facts: &Facts, part: &PageFact, value: &str, excerpt: &str, entries: &mut Entries) {
    let url = Url::parse(value).ok().filter(|u| matches!(u.scheme(), "http" | "https"));
    let Some(url) = url else {
        // The words of a link that has an address are not a second entry.
        if !has_address(facts, part, value) {
            entries.scripted.get_or_insert_with(|| excerpt.to_owned());
        }
        return;
    };
    // `#` and the page's own address lead nowhere by themselves.
    let bare = |u: &str| u.split('#').next().unwrap_or_default().trim_end_matches('/').to_owned();
    if bare(url.as_str()) == bare(part.url()) || facts.home().is_ok_and(|h| bare(h.url()) == bare(url.as_str())) {
        entries.scripted.get_or_insert_with(|| excerpt.to_owned());
        return;
    }
    let script = is_script(facts, part, value);
    // A script of the site's own was fetched with the home page; a tool's stands on its maker's host.
    let state = match facts.pages.iter().find(|p| p.role == PageRole::Script && p.record.url == value) {
        Some(read) if read.record.is_ok() => TargetState::Alive,
        _ => facts.target_state(&url),
    };
    match state {
        TargetState::Alive => entries.works = true,
        TargetState::Dead { detail, .. } => {
            entries.dead_tool |= script;
            entries.dead.get_or_insert((value.to_owned(), detail));
        }
        // Nobody asked for a script on another host: the page loads it, and the tool is known.
        TargetState::Unknown { reason: Reason::Budget, .. } if script => entries.works = true,
        TargetState::Unknown { reason, .. } => drop(entries.open.get_or_insert((reason, value.to_owned()))),
    }
}

/// Whether a link with these words, beside which they were noted, has an address to be weighed by itself.
fn has_address(facts: &Facts, part: &PageFact, word: &str) -> bool {
    let Some(index) = facts.pages.iter().position(|p| std::ptr::eq(p, part)) else { return false };
    facts.links.of_page(index).iter().any(|l| {
        matches!(l.kind, LinkKind::Anchor | LinkKind::Scripted)
            && !word.is_empty()
            && facts.links.text(l).contains(word)
            && facts.links.target(l).starts_with("http")
    })
}

fn is_script(facts: &Facts, part: &PageFact, value: &str) -> bool {
    let Some(index) = facts.pages.iter().position(|p| std::ptr::eq(p, part)) else { return false };
    facts.links.of_page(index).iter().any(|l| l.kind == LinkKind::Script && facts.links.target(l) == value)
}

fn judge(answers: &mut Answers<'_>, entries: Entries) {
    let facts = answers.facts;
    let home = answers.home().to_owned();
    if entries.works {
        return answers.pass();
    }
    if let Some((reason, address)) = entries.open {
        let message = Text::new(
            format!("有长者模式或无障碍入口，但未能确认其能否打开（{}），请点击核实", reason.words().zh),
            format!("there is an entry, but whether it opens was not seen ({address})"),
        );
        return answers.doubt(&home, None, reason, message, json!({ "address": address }));
    }
    // A tool's script that is gone takes the entry's click with it.
    let own_handler = entries.scripted.is_some() && !entries.dead_tool;
    if let Some((address, detail)) = entries.dead.filter(|_| !own_handler) {
        let message = Text::new(
            format!("长者模式或无障碍入口打不开（{detail}），请修复"),
            format!("the entry to the elder or barrier-free mode is dead ({detail}); mend it"),
        );
        let evidence = json!({ "fault": "dead", "address": address, "detail": detail });
        return answers.fault(&home, None, message, evidence);
    }
    if let Some(excerpt) = entries.scripted {
        let message = Text::new(
            "有长者模式或无障碍入口，由网站自己的脚本响应点击，请点击核实是否有效",
            "there is an entry that a script of the site handles; click it and see",
        );
        return answers.doubt(&home, None, Reason::Script, message, json!({ "excerpt": excerpt }));
    }
    let unread = facts.unread_home_parts();
    let shell = facts.home().ok().and_then(|h| h.page.as_ref()).is_some_and(|p| p.signals.script_shell);
    if shell || !unread.is_empty() {
        let message = Text::new(
            "首页部分内容由脚本或内嵌框架给出且未能读取，无法判断有无长者模式或无障碍入口，请在浏览器中查看",
            "part of the home page comes by scripts or frames that could not be read; look for an entry in a browser",
        );
        let evidence = json!({ "unread": unread, "drawn_by_script": shell });
        return answers.doubt(&home, None, Reason::Script, message, evidence);
    }
    let parts: Vec<&str> = facts.home_parts().iter().map(|p| p.url()).collect();
    let message = Text::new(
        "首页未见长者模式、关怀版或无障碍浏览的入口，请设置并保证有效",
        "the home page has no entry to an elder or barrier-free mode; set one up",
    );
    answers.fault(&home, None, message, json!({ "fault": "absent", "looked_at": parts }));
}
