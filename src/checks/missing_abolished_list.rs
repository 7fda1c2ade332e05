//! ## 查什么
//! 规范性文件清理结果、失效废止文件目录有没有公开。
//! ## 为什么
//! 各地要点要求定期清理行政规范性文件、公开清理结果，公布失效废止目录；失效文件清单未公开要扣分（R3-10①、R5-15）。
//! ## 怎么判
//! 在全站的文章标题、列表条目、栏目和页面名称、链接文字、附件文件名中找规范性文件（或“文件”）的清理结果、清理目录、废止或宣布失效
//! 的决定、废止目录，须能打开且有内容。只是布置清理工作的通知、会议、方案不算；取水许可等其他事项的注销、失效不算；标题前后
//! 标注“（失效）”的单个文件不算；国务院、省、（县区站的）市级机关的清理决定是转载，不算本级的；只废止一件文件的、叫法两可的，列为
//! 待人工核实。找不到而抓取提前结束，或有栏目、列表没有看到的，列为待人工核实。
//! ## 局限
//! 只看标题；目录全不全由人判断。政策库里逐件标注有效性的，见规范性文件库。
//!
//! # English
//!
//! ## What it looks at
//! Whether the outcome of reviewing normative documents, or the list of those abolished and expired, is published.
//! ## Why
//! Documents are to be reviewed regularly and the outcome and the abolished ones published (R3-10, R5-15).
//! ## How it decides
//! Outcomes of reviews, catalogues of reviewed or abolished documents and decisions that abolish them are looked for in
//! titles of articles, entries, columns and pages, link texts and names of files; they must open and hold something. Orders
//! and meetings about reviews, lapsed licences, single documents marked as expired, and decisions of the State Council, the
//! province or (on a county's site) the city don't count. A decision that abolishes one document, and doubtful names,
//! are left to a person, and so is absence where the crawl ended early or columns and lists were not seen.
//! ## Limits
//! Titles only; whether the list is complete is for people. Validity marked document by document is for another check.

use super::opening::Demand;
use super::page_mark::NoParams;
use super::sought::Sought;
use super::title_fit::{Fit, document};
use super::{Check, Measure};
use crate::facts::{Facts, TitleSource, Titled, Words};
use crate::model::{Text, Verdict};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "missing-abolished-list",
    title: ("缺少文件清理结果或废止目录", "List of abolished documents missing"),
    source: include_str!("missing_abolished_list.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(MissingAbolishedList))
    },
};

#[derive(Debug)]
struct MissingAbolishedList;

impl Measure for MissingAbolishedList {
    fn measure(&self, facts: &Facts) -> Verdict {
        let signs = ["清理", "废止", "失效"].map(str::to_owned);
        let Some(words) = Words::new(&signs, &[]) else { return Verdict::default() };
        let sought = Sought {
            name: "规范性文件清理结果和废止目录",
            mend: Text::new(
                "请公开规范性文件清理结果，公布废止和失效文件目录",
                "publish the outcome of the review and the list of what was abolished or expired",
            ),
            words: &words,
            fit: &|facts, titled| fit(facts, titled, &words),
            demand: Demand::Content,
            min: 1,
            window_days: None,
        };
        sought.verdict(facts)
    }

    fn params(&self) -> Value {
        json!({})
    }
}

/// What is reviewed and abolished here.
const DOCUMENTS: &[&str] = &["文件", "规范性", "规章"];

/// Several, or a list of them.
const LISTS: &[&str] = &[
    "目录",
    "清单",
    "一览",
    "名单",
    "结果",
    "部分",
    "一批",
    "宣布",
    "等",
    "废止和",
    "失效和",
    "废止或",
    "失效废止",
    "废止失效",
];

fn fit(facts: &Facts, titled: &Titled, words: &Words) -> Fit {
    let title = without_mark(&titled.title);
    let folded = crate::facts::fold_title(&title);
    let report = matches!(titled.source, TitleSource::Article | TitleSource::Item);
    if !words.iter().any(|word| folded.contains(word)) {
        return Fit::Other;
    }
    if !DOCUMENTS.iter().any(|word| folded.contains(word)) {
        // A filter of a policy library may be called 失效, a column 清理结果.
        let bare = !report && ["废止", "失效", "清理结果", "清理目录"].iter().any(|w| folded.contains(w));
        return if bare && folded.chars().count() <= 8 { Fit::Unclear } else { Fit::Other };
    }
    if is_of_others(facts, &folded)
        || ["清理规范", "规范清理"].iter().any(|w| folded.contains(w)) && !folded.contains("规范性")
    {
        return Fit::Other;
    }
    let several = LISTS.iter().any(|word| folded.contains(word));
    let told = folded.contains("废止") || folded.contains("失效");
    let one = title.contains('《') && !several;
    // 清理工作 is under way; its outcome has a name, or is a decision.
    let outcome = told || several || ["公告", "通告", "决定", "公示", "情况"].iter().any(|w| folded.contains(w));
    match document(&folded, words) {
        Fit::About => Fit::About,
        _ if !outcome && report => Fit::About,
        Fit::Itself if !one => Fit::Itself,
        _ => Fit::Unclear,
    }
}

/// A title without the mark that this one document is no longer in force: （失效）, 【已废止】.
fn without_mark(title: &str) -> String {
    let mut rest = title.to_owned();
    for state in ["失效", "废止"] {
        for already in ["已", "已经", "全文", ""] {
            for (open, close) in [('（', '）'), ('(', ')'), ('[', ']'), ('【', '】'), ('〔', '〕'), ('［', '］')]
            {
                rest = rest.replace(&format!("{open}{already}{state}{close}"), "");
            }
        }
    }
    rest
}

/// Whether the title begins with the name of a higher or another authority.
fn is_of_others(facts: &Facts, folded: &str) -> bool {
    let places = facts.columns().places();
    let Some(own) = places.first() else { return false };
    let head = folded.split("关于").next().unwrap_or_default();
    if head.len() == folded.len() || places.iter().any(|place| head.contains(place)) {
        return false;
    }
    let state = ["国务院", "中央", "全国", "司法部", "财政部"].iter().any(|name| head.starts_with(name));
    let province = head.contains("省") || head.contains("自治区人民政府");
    // On a city's site 市人民政府 without a name is its own.
    let unnamed = own.ends_with('市') && head.starts_with("市人民政府");
    state || province || (head.contains("市人民政府") && !unnamed)
}
