//! ## 查什么
//! 栏目最新一条信息是否在规定天数之内。
//! ## 为什么
//! 国办秘函〔2019〕19号：动态要闻类 2 周、通知公告和政策文件类 6 个月、其他应更新栏目 1 年（R1-14、R1-21 至 R1-23）；
//! 各地另有更短的口径（R4-05、R4-06），由规则给出。
//! ## 怎么判
//! 规则列出栏目的只看这些栏目，否则看全站栏目（机构、领导、概况、指南、制度、目录一类不需经常更新的除外）。取栏目页、框
//! 架页、列表接口中条目的日期；条目没有日期的，取其文章页的发布日期。同名栏目有多个页面的，取最新的一条。日期晚于评判
//! 日的不算。最新日期早于评判日减去窗口即为不通过。
//! 条目都没有日期且文章页未访问到、列表由未运行的脚本绘制的，列为待人工核实；单页文字栏目、规则标为静态的栏目不看。
//! ## 局限
//! 只看日期，不看更新的数量与质量。
//!
//! # English
//!
//! ## What it looks at
//! Whether the newest entry of a column is within the rule's window.
//! ## Why
//! State Council Office secretariat 2019 no. 19: two weeks for news, six months for notices and policies, a year for the
//! rest (R1-14, R1-21 to R1-23); local documents ask for more (R4-05, R4-06).
//! ## How it decides
//! The columns a rule lists, else all columns but those that by name need no updates. By the dates of entries on the page,
//! its frames and list interfaces; where an entry has none, by its article. Of several pages of one name the newest entry
//! counts. Dates after the day of judgement don't. Entries without any known date whose pages were not visited, and lists
//! drawn by script, are left to a person. Single pages of text and columns marked static are not looked at.
//! ## Limits
//! Dates only, not how much or how good.

use super::empty_column::{Subject, subjects};
use super::page_mark::unseen;
use super::{Check, Measure};
use crate::facts::{ColumnSpec, Facts, ItemDay};
use crate::model::{Reason, Severity, Text, Undetermined, Verdict, Violation};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "stale-column",
    title: ("栏目不更新", "Column not updated"),
    source: include_str!("stale_column.rs"),
    bind: |params| {
        let params: StaleColumn = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(params))
    },
};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct StaleColumn {
    /// The columns looked at; none means every column of the site.
    columns: Vec<ColumnSpec>,
    /// Days before the day of judgement within which the newest entry must be.
    max_age_days: u32,
}

impl Default for StaleColumn {
    fn default() -> Self {
        Self { columns: Vec::new(), max_age_days: 365 }
    }
}

/// Names of columns that need no updates, when a rule looks at every column.
const STATIC_NAMES: &[&str] = &[
    "机构",
    "领导",
    "概况",
    "简介",
    "指南",
    "制度",
    "目录",
    "地图",
    "联系",
    "职能",
    "职责",
    "法规",
    "法律",
    "规章",
    "历史",
    "须知",
    "说明",
    "流程",
    "渠道",
    "邮箱",
    "信箱",
    "依申请",
    "帮助",
    "版权",
    "声明",
    "关于",
    "链接",
    "导航",
    "搜索",
    "区划",
    "文化",
    "旅游",
    "风光",
    "地理",
];

#[derive(Default)]
struct Seen {
    newest: Option<(Date, String, String)>,
    dated: usize,
    undated_unread: usize,
    later: usize,
    unread: Option<(Reason, String)>,
    items: usize,
}

impl Measure for StaleColumn {
    fn measure(&self, facts: &Facts) -> Verdict {
        if let Err(missing) = facts.home() {
            return unseen(facts, missing);
        }
        let mut verdict = Verdict::default();
        for subject in subjects(facts, &self.columns) {
            let is_static = match subject.spec {
                Some(spec) => spec.is_static,
                None => STATIC_NAMES.iter().any(|w| subject.name.contains(w)),
            };
            if !is_static {
                self.judge(facts, &subject, &mut verdict);
            }
        }
        verdict
    }

    fn params(&self) -> Value {
        json!(self)
    }
}

impl StaleColumn {
    fn judge(&self, facts: &Facts, subject: &Subject<'_>, verdict: &mut Verdict) {
        let window = subject.spec.and_then(|s| s.max_age_days).unwrap_or(self.max_age_days);
        let as_of = facts.run.as_of;
        let since = as_of.saturating_sub(i64::from(window).days());
        let mut seen = Seen::default();
        for &page in &subject.pages {
            read(facts, page, &mut seen);
        }
        if seen.newest.as_ref().is_some_and(|n| n.0 >= since) {
            verdict.tested += 1;
            return;
        }
        let url = subject.pages.first().map_or_else(
            || subject.unvisited.as_ref().map_or_else(|| facts.run.site.url.clone(), |k| k.0.clone()),
            |&p| facts.pages[p].url().to_owned(),
        );
        let unread = seen.unread.clone().or_else(|| {
            (seen.undated_unread > 0).then(|| {
                (Reason::Budget, format!("{} entries without a date, their pages not visited", seen.undated_unread))
            })
        });
        let unread = unread.or_else(|| {
            (subject.pages.is_empty())
                .then(|| (Reason::Budget, "the column's page is not part of this crawl".to_owned()))
        });
        let newest = seen.newest.as_ref().map(|n| json!({ "date": n.0.to_string(), "title": n.1, "url": n.2 }));
        let evidence = json!({
            "column": subject.name,
            "unit": subject.spec.map(|s| s.unit.clone()).filter(|u| !u.is_empty()),
            "as_of": as_of.to_string(),
            "window_days": window,
            "newest": newest,
            "dated_entries": seen.dated,
            "entries": seen.items,
            "entries_dated_later": seen.later,
        });
        if let Some((reason, what)) = unread {
            verdict.tested += 1;
            verdict.undetermined.push(Undetermined {
                url,
                target: Some(subject.name.clone()),
                reason,
                message: Text::new(
                    format!("栏目“{}”的最新日期未能看到（{}），请在浏览器中核实是否在{window}天内更新", subject.name,
                        reason.words().zh),
                    format!("the newest date of the column \"{}\" was not seen ({what}); look whether it is within {window} days", subject.name),
                ),
                evidence,
            });
            return;
        }
        let message = match &seen.newest {
            Some((date, title, _)) => {
                let age = as_of.since(*date).map_or(0, |s| s.get_days());
                Text::new(
                    format!(
                        "栏目“{}”最新一条为{date}（《{title}》），距评判日{age}天，超过{window}天未更新，请及时更新",
                        subject.name
                    ),
                    format!(
                        "the newest entry of the column \"{}\" is of {date} (\"{title}\"), {age} days before the day of judgement (limit {window}); publish something new",
                        subject.name
                    ),
                )
            }
            // Entries whose pages were read and carry no date count as not updated (R1-13).
            None if seen.items > 0 && seen.later == 0 => Text::new(
                format!(
                    "栏目“{}”的{}条信息均未注明发布时间，按规定视为不更新，请标注发布日期",
                    subject.name, seen.items
                ),
                format!(
                    "none of the {} entries of the column \"{}\" carries a date, which counts as not updated; show the dates",
                    seen.items, subject.name
                ),
            ),
            // A page of text, or only coming events: nothing to hold a window against.
            None => return,
        };
        verdict.tested += 1;
        verdict.violations.push(Violation {
            url,
            target: Some(subject.name.clone()),
            message,
            evidence,
            severity: Severity::Major,
            occurrences: 1,
            subject: String::new(),
        });
    }
}

fn read(facts: &Facts, page: usize, seen: &mut Seen) {
    if matches!(facts.pages[page].record.status, Some(404 | 410)) {
        return;
    }
    let content = match facts.column_content(page) {
        Ok(content) => content,
        Err(missing) => {
            seen.unread = Some((missing.reason, missing.note.en));
            return;
        }
    };
    if content.items.is_empty()
        && let Some(unread) = content.unread.first()
    {
        seen.unread = Some((unread.reason, unread.what.clone()));
    }
    for item in content.items {
        seen.items += 1;
        match facts.item_day(item) {
            ItemDay::On(date) if date > facts.run.as_of => seen.later += 1,
            ItemDay::On(date) => {
                seen.dated += 1;
                if seen.newest.as_ref().is_none_or(|n| date > n.0) {
                    seen.newest = Some((date, item.title.clone(), item.target.clone()));
                }
            }
            ItemDay::Unread | ItemDay::Unvisited => seen.undated_unread += 1,
            ItemDay::Nowhere => {}
        }
    }
}
