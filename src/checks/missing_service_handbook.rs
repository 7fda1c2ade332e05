//! ## 查什么
//! 网站上有没有公开办事一本通。
//! ## 为什么
//! 各地要点要求汇总编制“办事一本通”并向社会公开（基层政务公开标准化规范化）。
//! ## 怎么判
//! 在全站的文章标题、列表条目、栏目和页面名称、链接文字（含图片链接的 alt）、附件文件名中找办事一本通、政务（便民）服务一本通、办
//! 事指南汇编、办事手册、便民服务手册等叫法，忽略引号、空格、全半角；须能打开且有内容。惠企政策一本通、招生一本通一类不是
//! 办事一本通；编制会、采购、部署一类报道和通知不算；“上线”“推行”一类两可的标题，列为待人工核实。
//! 找不到而抓取提前结束，或有栏目、列表没有看到的，列为待人工核实。
//! ## 局限
//! 只看标题，不看一本通里写了什么、全不全。
//!
//! # English
//!
//! ## What it looks at
//! Whether the handbook of government services (办事一本通) is published.
//! ## Why
//! Work plans ask for it to be compiled and published.
//! ## How it decides
//! It is looked for under its names in titles of articles, entries, columns and pages, in link texts (the alt of pictures)
//! and names of files, quotes, blanks and width aside; it must open and hold something. Handbooks of policies or of school
//! enrolment are others; reports of meetings, purchases and orders don't count; doubtful titles are left to a person, and
//! so is its absence where the crawl ended early or columns and lists were not seen.
//! ## Limits
//! Titles only, not what the handbook says.

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
    id: "missing-service-handbook",
    title: ("缺少办事一本通", "Service handbook missing"),
    source: include_str!("missing_service_handbook.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(MissingServiceHandbook))
    },
};

/// Its names; 一本通 needs a word that says of what.
const NAMES: &[&str] = &[
    "一本通",
    "一本清",
    "办事指南汇编",
    "服务指南汇编",
    "办事手册",
    "办事服务手册",
    "便民服务手册",
    "便民手册",
    "政务服务手册",
];

/// Of what a handbook of services is.
const SERVICES: &[&str] = &["办事", "办理", "服务", "便民", "政务", "审批", "事项", "证照"];

#[derive(Debug)]
struct MissingServiceHandbook;

impl Measure for MissingServiceHandbook {
    fn measure(&self, facts: &Facts) -> Verdict {
        let names: Vec<String> = NAMES.iter().map(|&n| n.to_owned()).collect();
        let Some(words) = Words::new(&names, &[]) else { return Verdict::default() };
        let sought = Sought {
            name: "办事一本通",
            mend: Text::new("请汇总编制办事一本通并在网站公开", "compile the handbook and publish it on the site"),
            words: &words,
            fit: &|_, titled| fit(titled, &words),
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

fn fit(titled: &Titled, words: &Words) -> Fit {
    let title = titled.folded.as_str();
    let short = title.contains("一本通") || title.contains("一本清");
    let service = SERVICES.iter().any(|word| title.contains(word));
    // A column or a tile may be called 一本通 and no more.
    let bare = title == "一本通" && !matches!(titled.source, TitleSource::Article | TitleSource::Item);
    if short && !service && !bare { Fit::Other } else { document(title, words) }
}
