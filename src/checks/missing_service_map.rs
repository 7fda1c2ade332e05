//! ## 查什么
//! 网站上有没有政务地图入口。
//! ## 为什么
//! 各地要点要求编发线上“政务地图”，标明政务服务场所，方便群众查询办事地点、导航咨询。
//! ## 怎么判
//! 在全站的页面和栏目名称、链接文字（含图片链接的 alt）、列表条目、文章标题中找政务地图、办事地图、政务服务地图、便民地图等叫法，忽
//! 略空格、标点、全半角；入口不能是死链接，打开后不能是“建设中”。地图本身由脚本绘制不影响；指向其他网站的入口，只要未查明打不开
//! 就算有。网站地图、标准地图、行政区划图、天地图不是政务地图；养老、旅游等单一行业的服务地图，以及“政务地图上线”一类报道，列为
//! 待人工核实。找不到而抓取提前结束，或有栏目、列表没有看到的，列为待人工核实。
//! ## 局限
//! 不看地图上标了多少场所、准不准；没有 alt 的图片入口看不到。
//!
//! # English
//!
//! ## What it looks at
//! Whether the site has an entry to a map of government services (政务地图).
//! ## Why
//! Work plans ask for an online map of the places where services are given.
//! ## How it decides
//! Its names are looked for in names of pages and columns, link texts (the alt of pictures), entries and article titles,
//! blanks, punctuation and width aside. The entry must not be dead nor say "under construction"; the map itself may be drawn
//! by script; an entry to another site counts unless it is known not to open. Site maps, standard maps and maps of the
//! administrative division are others. Maps of one trade and reports of a launch are left to a person, and so is its
//! absence where the crawl ended early or columns and lists were not seen.
//! ## Limits
//! Not how many places the map shows, nor whether they are right; a picture without alt is not read.

use super::opening::Demand;
use super::page_mark::NoParams;
use super::sought::Sought;
use super::title_fit::{Fit, document};
use super::{Check, Measure};
use crate::facts::{Facts, Words};
use crate::model::{Text, Verdict};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "missing-service-map",
    title: ("缺少政务地图", "Map of services missing"),
    source: include_str!("missing_service_map.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(MissingServiceMap))
    },
};

/// Maps of something else.
const OTHERS: &[&str] =
    &["网站地图", "站点地图", "栏目地图", "标准地图", "天地图", "政区地图", "区划地图", "交通地图", "旅游地图"];

#[derive(Debug)]
struct MissingServiceMap;

impl Measure for MissingServiceMap {
    fn measure(&self, facts: &Facts) -> Verdict {
        let Some(words) = Words::new(&["地图".to_owned()], &[]) else { return Verdict::default() };
        let sought = Sought {
            name: "政务地图",
            mend: Text::new(
                "请编制政务地图，标明政务服务场所，并在网站设置入口",
                "make a map of the places where services are given and link it on the site",
            ),
            words: &words,
            fit: &|_, titled| fit(&titled.folded, &words),
            demand: Demand::Entry,
            min: 1,
            window_days: None,
        };
        sought.verdict(facts)
    }

    fn params(&self) -> Value {
        json!({})
    }
}

/// Of what the map is stands shortly before 地图: 政务服务大厅电子地图.
fn fit(title: &str, words: &Words) -> Fit {
    if OTHERS.iter().any(|other| title.contains(other)) {
        return Fit::Other;
    }
    let Some((before, _)) = title.split_once("地图") else { return Fit::Other };
    let from = before.char_indices().rev().nth(9).map_or(0, |(at, _)| at);
    let of = &before[from..];
    if ["政务", "办事", "便民"].iter().any(|word| of.contains(word)) {
        document(title, words)
    } else if of.contains("服务") && document(title, words) != Fit::About {
        Fit::Unclear
    } else {
        Fit::Other
    }
}
