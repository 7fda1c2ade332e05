//! ## 查什么
//! 一年内有没有开展过政务开放日、开放周、局长进大厅一类活动。
//! ## 为什么
//! 政务开放日每年不少于一次（R5-25）；各地要点要求常态化开展。
//! ## 怎么判
//! 在列表条目、文章标题和栏目名称中找政务（政府）开放日、开放周、开放月、局长（主任、负责人）进大厅等字样；日期在评判日前
//! `window_days` 天（默认 365）之内即通过，开放日栏目里期限内有条目的也算。“开放日期”“开放周期”“事项进大厅”不是；学校、军营、法
//! 院、博物馆等的开放日不算；没写明是机关的开放日、只是布置开放日工作的通知和方案、查不到日期的，列为待人工核实。
//! 找不到而抓取提前结束，或有栏目、列表后续页没有看到的，列为待人工核实。
//! ## 局限
//! 只看标题；活动办得怎样由人判断。
//!
//! # English
//!
//! ## What it looks at
//! Whether there was an open day of the government, an open week, or a head of office serving in the hall, in the year.
//! ## Why
//! At least one a year (R5-25).
//! ## How it decides
//! By the words in titles of entries, articles and columns, dated within `window_days` (365) before the day of judgement; a
//! column of open days with an entry within them counts. Opening dates (开放日期) and matters moved to the hall are
//! something else; open days of schools, barracks, courts and museums don't count. Open days that name no office, orders
//! and plans, and what has no known date are left to a person, and so is absence where the crawl ended early or columns and
//! further pages were not seen.
//! ## Limits
//! Titles only; how it went is for people.

use super::opening::Demand;
use super::sought::Sought;
use super::title_fit::Fit;
use super::{Check, Measure};
use crate::facts::{Facts, TitleSource, Words};
use crate::model::{Text, Verdict};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "missing-open-day",
    title: ("未开展政务开放日", "No open day"),
    source: include_str!("missing_open_day.rs"),
    bind: |params| {
        let params: MissingOpenDay = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(params))
    },
};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct MissingOpenDay {
    /// Days before the day of judgement within which it must have been.
    window_days: u32,
}

impl Default for MissingOpenDay {
    fn default() -> Self {
        Self { window_days: 365 }
    }
}

/// Open days by their sign, with what must not follow: 开放日期 is a date, 开放周末 a weekend.
const DAYS: &[(&str, &[char])] =
    &[("开放日", &['期', '程', '历', '均']), ("开放周", &['期', '边', '末', '年']), ("开放月", &['份'])];

/// Not of the government.
const OTHERS: &[&str] = &[
    "校园",
    "学校",
    "小学",
    "中学",
    "幼儿园",
    "大学",
    "学院",
    "军营",
    "博物馆",
    "法院",
    "检察",
    "银行",
    "景区",
    "工厂",
];

/// Who serves in the hall.
const HEADS: &[&str] = &["局长", "主任", "领导", "负责人", "一把手", "书记", "县长", "区长", "市长", "镇长"];

/// Offices of the government.
const OFFICES: &[&str] = &["政务", "政府", "局", "大厅", "机关", "行政", "镇", "乡", "街道", "委员会"];

/// Orders and plans.
const ORDERS: &[&str] = &["关于做好", "关于开展", "工作方案", "实施方案", "活动方案", "工作计划", "征集"];

impl Measure for MissingOpenDay {
    fn measure(&self, facts: &Facts) -> Verdict {
        let signs: Vec<String> = DAYS.iter().map(|d| d.0).chain(["进大厅"]).map(str::to_owned).collect();
        let Some(words) = Words::new(&signs, &[]) else { return Verdict::default() };
        let sought = Sought {
            name: "政务开放日",
            mend: Text::new("请开展活动并发布消息", "hold one and report it"),
            words: &words,
            // A section of a plan or a report is no activity.
            fit: &|_, titled| if titled.source == TitleSource::Section { Fit::About } else { fit(&titled.folded) },
            demand: Demand::Report,
            min: 1,
            window_days: Some(self.window_days),
        };
        sought.verdict(facts)
    }

    fn params(&self) -> Value {
        json!(self)
    }
}

fn fit(title: &str) -> Fit {
    let day = DAYS.iter().any(|(sign, not)| title.split(sign).skip(1).any(|rest| !rest.starts_with(*not)));
    let hall = title.contains("进大厅") && HEADS.iter().any(|head| title.contains(head));
    if !(day || hall) || OTHERS.iter().any(|other| title.contains(other)) {
        Fit::Other
    } else if ORDERS.iter().any(|order| title.contains(order)) {
        Fit::Unclear
    } else if hall || title.chars().count() <= 4 || OFFICES.iter().any(|office| title.contains(office)) {
        Fit::Itself
    } else {
        Fit::Unclear
    }
}
