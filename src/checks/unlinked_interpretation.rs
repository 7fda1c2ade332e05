//! ## 查什么
//! 政策文件与它的解读有没有互设链接。
//! ## 为什么
//! 文件与解读要做好链接，互设跳转（R5-11）：看文件的人找得到解读，看解读的人找得到文件。
//! ## 怎么判
//! 对已经配上对的文件和解读，看文件页有没有到解读页的链接、解读页有没有到文件页的链接。正文中的、相关解读（相关文件）框里的、弹出的、数据块里的都
//! 算；各页都有的“最新解读”一类侧栏不算。在本页之内的解读不查；解读在别的网站上的，只查文件到解读。一件文件有几件解读的，逐件查。
//! `evidence.missing` 写明缺哪一边。相关框由脚本填写、页面没有访问到的，待人工核实。
//! ## 局限
//! 配对靠得住的才查；没有解读的文件归 `uninterpreted-policy`。
//!
//! # English
//!
//! ## What it looks at
//! Whether a policy and its interpretation link to each other.
//! ## Why
//! Who reads one must find the other (R5-11).
//! ## How it decides
//! For each pair: links in the text, in boxes of related pages, in pop-ups and data blocks count; a side list that stands on many
//! pages does not. An interpretation inside the policy's page needs none; of one on another site only the policy's link is
//! asked for. Several interpretations of a policy are looked at one by one. `evidence.missing` says which side lacks it. Boxes
//! filled by script and pages not visited are left open.
//! ## Limits
//! Only what surely belongs together; a policy without interpretation is `uninterpreted-policy`'s matter.

use super::page_mark::{NoParams, unseen};
use super::policy_scope::told_of;
use super::title_marks::marked;
use super::{Check, Measure};
use crate::facts::{Facts, LinkState, Pair, Pairs};
use crate::model::{Reason, Severity, Text, Undetermined, Verdict, Violation};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "unlinked-interpretation",
    title: ("政策与解读没有互相链接", "Policy and interpretation not linked"),
    source: include_str!("unlinked_interpretation.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(UnlinkedInterpretation))
    },
};

#[derive(Debug)]
struct UnlinkedInterpretation;

impl Measure for UnlinkedInterpretation {
    fn measure(&self, facts: &Facts) -> Verdict {
        if let Err(missing) = facts.home() {
            return unseen(facts, missing);
        }
        let pairs = facts.pairs();
        let mut verdict = Verdict::default();
        for pair in &pairs.pairs {
            look(facts, pairs, pair, &mut verdict);
        }
        told_of(facts, verdict, Text::new("没有配得上对的政策与解读", "no policy with its interpretation was seen"))
    }

    fn params(&self) -> Value {
        json!({})
    }
}

fn look(facts: &Facts, pairs: &Pairs, pair: &Pair, verdict: &mut Verdict) {
    use LinkState::{Linked, Unknown, Unlinked};
    let reading = &pairs.readings[pair.reading];
    let policy_url = facts.pages[pair.policy].url();
    let title = facts.documents().of_page(pair.policy).map_or("", |d| d.title.as_str());
    let (there, back) = pairs.link_states(facts, pair.policy, pair.reading);
    // What stands elsewhere, or is a file, is not asked to lead back.
    let file = reading.page.is_none() && !reading.forms.is_empty() && is_file(&reading.url);
    let back = if reading.elsewhere || file { Linked } else { back };
    verdict.tested += 1;
    let missing = match (there, back) {
        (Linked, Linked) => return,
        (Unlinked, Unlinked) => "both",
        (Unlinked, _) => "policy-to-interpretation",
        (_, Unlinked) => "interpretation-to-policy",
        (Unknown, _) | (_, Unknown) => {
            verdict.undetermined.push(open(policy_url, title, pairs, pair, there));
            return;
        }
    };
    let (url, target) = if missing == "interpretation-to-policy" {
        (reading.url.as_str(), policy_url)
    } else {
        (policy_url, reading.url.as_str())
    };
    let (zh, en) = match missing {
        "both" => (
            format!("{}与解读{}没有互相链接，请在两个页面上都加上对方的链接", marked(title), marked(&reading.title)),
            format!(
                "\"{title}\" and its interpretation \"{}\" don't link to each other; add both links",
                reading.title
            ),
        ),
        "policy-to-interpretation" => (
            format!("{}的页面没有链接到它的解读{}，请在文件页加上链接", marked(title), marked(&reading.title)),
            format!("the page of \"{title}\" does not lead to its interpretation \"{}\"; add the link", reading.title),
        ),
        _ => (
            format!("解读{}的页面没有链接到它解读的{}，请在解读页加上链接", marked(&reading.title), marked(title)),
            format!("the interpretation \"{}\" does not lead to \"{title}\"; add the link", reading.title),
        ),
    };
    let evidence = json!({
        "missing": missing,
        "policy": { "title": title, "url": policy_url },
        "interpretation": { "title": reading.title, "url": reading.url, "date": reading.published.map(|d| d.to_string()) },
        "paired_by": pair.basis,
    });
    verdict.violations.push(Violation {
        url: url.to_owned(),
        target: Some(target.to_owned()),
        message: Text::new(zh, en),
        evidence,
        severity: Severity::Minor,
        occurrences: 1,
        subject: String::new(),
    });
}

fn is_file(url: &str) -> bool {
    url::Url::parse(url).is_ok_and(|u| crate::model::is_document(&u, ""))
        || url.rsplit('.').next().is_some_and(|ext| {
            ["jpg", "jpeg", "png", "gif", "webp", "mp4", "mp3"].iter().any(|e| ext.eq_ignore_ascii_case(e))
        })
}

fn open(policy_url: &str, title: &str, pairs: &Pairs, pair: &Pair, there: LinkState) -> Undetermined {
    let reading = &pairs.readings[pair.reading];
    let unvisited = reading.page.is_none() && there != LinkState::Unknown;
    let (reason, zh, en) = if unvisited {
        (Reason::Budget, "解读的页面本次没有访问到", "the interpretation's page was not visited")
    } else {
        (Reason::Script, "相关链接由脚本填写", "a script fills the box of related pages")
    };
    Undetermined {
        url: policy_url.to_owned(),
        target: Some(reading.url.clone()),
        reason,
        message: Text::new(
            format!("{}与解读{}是否互相链接未能判定：{zh}，请在浏览器中核实", marked(title), marked(&reading.title)),
            format!("whether \"{title}\" and \"{}\" link to each other can't be told: {en}", reading.title),
        ),
        evidence: json!({ "interpretation": reading.title, "paired_by": pair.basis }),
    }
}
