//! ## 查什么
//! 网站上有没有“数字政府”专区，“四个一网”（一网通办、一网监管、一网公开、一网协同）四个入口齐不齐。
//! ## 为什么
//! 要点要求参照省政府门户网站“四个一网”布局建设本地“数字政府”专区。
//! ## 怎么判
//! 专区：名为“数字政府”“四个一网”的菜单、栏目、页面、专题入口或区块。四个入口：名称里带入口词的菜单、链接（含图片链接的 alt）、区块、
//! 栏目；“一网统管”“一网通管”算一网监管。新闻标题里提到的不算入口，死链接不算。四个入口都有即通过；否则算一处问题，证据逐个列
//! 出有无。专区在本站之外、由脚本绘制，或专区页面里有认不出名称的图片链接，或抓取提前结束、有栏目没有看到的，列为待人工核实。
//! ## 局限
//! 不看入口里的系统好不好用；没有 alt 的图片入口看不到。
//!
//! # English
//!
//! ## What it looks at
//! Whether the site has a "digital government" zone with its four entries: 一网通办, 一网监管, 一网公开, 一网协同.
//! ## Why
//! Work plans ask for a local zone laid out as the province's.
//! ## How it decides
//! The zone is a menu, column, page, tile or block called 数字政府 or 四个一网. An entry is a menu, link (the alt of
//! pictures), block or column with its word in the name; 一网统管 and 一网通管 stand for 一网监管. Titles of news are no
//! entries, nor are dead links. With all four it passes, else it is one problem, and the evidence tells which are there. A
//! zone on another site, drawn by script or with pictures whose names can't be read, a crawl that ended early and columns
//! not seen leave it to a person.
//! ## Limits
//! Not how well the systems behind the entries work; a picture without alt is not read.

use super::opening::{Closed, Demand, Opening, opening};
use super::page_mark::{NoParams, unseen};
use super::sought::unseen_parts;
use super::title_fit::{Fit, document};
use super::{Check, Measure};
use crate::facts::{Facts, PageKind, TitleSource, Titled, Words};
use crate::model::{LinkKind, Reason, Severity, Text, Undetermined, Verdict, Violation};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "missing-digital-gov-zone",
    title: ("缺少数字政府专区", "Digital government zone missing"),
    source: include_str!("missing_digital_gov_zone.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(MissingDigitalGovZone))
    },
};

#[derive(Debug)]
struct MissingDigitalGovZone;

/// The four entries with their other names.
const ENTRIES: &[(&str, &[&str])] = &[
    ("一网通办", &["一网通办"]),
    ("一网监管", &["一网监管", "一网统管", "一网通管"]),
    ("一网公开", &["一网公开"]),
    ("一网协同", &["一网协同"]),
];

/// Names of the zone.
const ZONE: &[&str] = &["数字政府", "四个一网", "4个一网"];

/// Longest name of an entry, in characters: 云岚县“一网通办”政务服务平台.
const LONGEST: usize = 18;

enum Entry {
    There(Titled),
    Closed(Titled, Closed),
    Lacking,
}

impl Measure for MissingDigitalGovZone {
    fn measure(&self, facts: &Facts) -> Verdict {
        let home = match facts.home() {
            Ok(home) => home.url().to_owned(),
            Err(missing) => return unseen(facts, missing),
        };
        let entries: Vec<(&str, Entry)> = ENTRIES.iter().map(|(name, names)| (*name, look(facts, names))).collect();
        let lacking: Vec<&str> =
            entries.iter().filter(|(_, e)| !matches!(e, Entry::There(_))).map(|(name, _)| *name).collect();
        if lacking.is_empty() {
            return Verdict { tested: 1, ..Verdict::default() };
        }
        let zone = look(facts, ZONE);
        let target = Some("数字政府专区".to_owned());
        let evidence = json!({
            "zone": told(facts, &zone),
            "four_entries": entries.iter().map(|(name, entry)| {
                let mut told = told(facts, entry);
                told["name"] = json!(name);
                told
            }).collect::<Vec<_>>(),
            "missing": lacking,
        });
        if let Some((reason, what)) = hidden(facts, &zone) {
            let message = Text::new(
                format!("未见“四个一网”入口：{}，但有部分页面未能看到（如 {what}），请人工核实", lacking.join("、")),
                format!(
                    "not seen of the four entries: {}; but parts were not seen (such as {what})",
                    lacking.join(", ")
                ),
            );
            let mut evidence = evidence;
            evidence["not_visited"] = json!([what]);
            let open = Undetermined { url: home, target, reason, message, evidence };
            return Verdict { tested: 1, undetermined: vec![open], ..Verdict::default() };
        }
        let (zh, en) = match zone {
            Entry::There(_) => ("“数字政府”专区缺少入口", "the digital government zone lacks the entries"),
            _ => ("未找到“数字政府”专区，且缺少入口", "there is no digital government zone, nor the entries"),
        };
        let violation = Violation {
            url: home,
            target,
            message: Text::new(
                format!("{zh}：{}，请参照“四个一网”布局补齐", lacking.join("、")),
                format!("{en} {}; set them up", lacking.join(", ")),
            ),
            evidence,
            severity: Severity::Major,
            occurrences: 1,
            subject: String::new(),
        };
        Verdict { tested: 1, violations: vec![violation], ..Verdict::default() }
    }

    fn params(&self) -> Value {
        json!({})
    }
}

/// The entry with one of these names: one that opens, else one that does not.
fn look(facts: &Facts, names: &[&str]) -> Entry {
    let names: Vec<String> = names.iter().map(|&n| n.to_owned()).collect();
    let Some(words) = Words::new(&names, &[]) else { return Entry::Lacking };
    let mut closed = None;
    for titled in facts.titles().find(&words).into_iter().filter(|t| is_entry(facts, t, &words)) {
        match opening(facts, &titled, Demand::Entry) {
            // A tab of the same page has no address of its own.
            Opening::Open | Opening::Unsure(..) => return Entry::There(titled),
            Opening::Closed(why) => {
                closed.get_or_insert((titled, why));
            }
        }
    }
    closed.map_or(Entry::Lacking, |(titled, why)| Entry::Closed(titled, why))
}

/// A name to be clicked, no title of news.
fn is_entry(facts: &Facts, titled: &Titled, words: &Words) -> bool {
    let page = titled.target.as_ref().and_then(|t| facts.page(t));
    let menu = titled.target.as_ref().is_some_and(|t| facts.columns().in_menu(t));
    let news = match titled.source {
        TitleSource::Article | TitleSource::File => true,
        TitleSource::Item => page.is_some_and(|p| p.kind() == PageKind::Article) || titled.date().is_some(),
        _ => false,
    };
    // The page that an entry leads to may look like an article; its name is still the entry's.
    let named = words.iter().any(|word| word == titled.folded);
    (named || menu || !news)
        && titled.folded.chars().count() <= LONGEST
        && document(&titled.folded, words) == Fit::Itself
}

fn told(facts: &Facts, entry: &Entry) -> Value {
    let seen = |t: &Titled| facts.pages[t.on].url().to_owned();
    match entry {
        Entry::There(t) => json!({ "title": t.title, "url": t.target.as_ref().map(|t| &t.0), "seen_on": seen(t) }),
        Entry::Closed(t, why) => {
            json!({ "title": t.title, "url": t.target.as_ref().map(|t| &t.0), "seen_on": seen(t), "reason": why.word() })
        }
        Entry::Lacking => json!({ "reason": "not-seen" }),
    }
}

/// Where entries may stand that were not seen.
fn hidden(facts: &Facts, zone: &Entry) -> Option<(Reason, String)> {
    if let Entry::There(titled) = zone
        && let Some(target) = &titled.target
    {
        let Some(index) = facts.page_index(target) else { return Some((Reason::Budget, target.0.clone())) };
        let fact = &facts.pages[index];
        let drawn = fact.readable().is_none_or(|p| p.signals.script_shell);
        let nameless = facts
            .links
            .of_page(index)
            .iter()
            .any(|l| l.kind == LinkKind::Anchor && !l.is_chrome() && facts.links.text(l).trim().is_empty());
        if drawn {
            return Some((Reason::Script, fact.url().to_owned()));
        }
        if nameless {
            return Some((Reason::Ambiguous, fact.url().to_owned()));
        }
    }
    unseen_parts(facts, None).into_iter().next()
}
