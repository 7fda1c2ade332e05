//! ## 查什么
//! 网站有没有舆情回应（热点回应、回应关切）栏目，栏目有没有在用。
//! ## 为什么
//! 要求在政府网站设置“政务舆情回应”一类栏目并公开回应结果（R7-33；栏目长期空白或不更新即为未用，R1-14）。
//! ## 怎么判
//! 按通行名称找栏目（政务舆情回应、热点回应、回应关切等）。没有的不通过；有而没有任何内容、或链接失效的不通过；规则给出天数
//! （max_age_days）的，最新一条早于该天数不通过，查不到日期的待人工核实。只有“解读回应”一类上级频道的、内容由脚本绘制的、
//! 指向其他网站的、可能藏在未访问页面里的，待人工核实。
//! ## 局限
//! 只看有没有、用没用，回应是否到位由人判断。
//!
//! # English
//!
//! ## What it looks at
//! Whether there is a column that answers public concerns, and whether it is used.
//! ## Why
//! Government sites are to have such a column and publish what came of concerns (R7-33); an empty one is unused (R1-14).
//! ## How it decides
//! By the names it goes by. None, an empty one or a dead link: failed. With `max_age_days`, a newest entry older than that: failed;
//! no dates to be had: for a person. A channel that may hold it, content drawn by script, another site, or pages not visited: for
//! a person.
//! ## Limits
//! Whether the answers are to the point is for people.

use super::places::{Answers, Place, Stand};
use super::{Check, Measure};
use crate::facts::{Facts, ItemDay};
use crate::model::{Reason, Text, Verdict};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "missing-opinion-response",
    title: ("缺少舆情回应栏目", "No column of responses"),
    source: include_str!("missing_opinion_response.rs"),
    bind: |params| {
        let params: MissingOpinionResponse = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(params))
    },
};

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct MissingOpinionResponse {
    /// The newest response may be this old; none: any age.
    #[serde(skip_serializing_if = "Option::is_none")]
    max_age_days: Option<u32>,
}

static PLACE: Place = Place {
    name: ("舆情回应", "responses to public concerns"),
    names: &[
        "政务舆情回应",
        "舆情回应",
        "热点回应",
        "回应关切",
        "关切回应",
        "回应社会关切",
        "社会关切回应",
        "社会关切",
        "热点关切",
        "热点舆情回应",
        "网络舆情回应",
        "舆情热点回应",
        "热点问题回应",
        "回应热点",
        "舆情关注与回应",
        "舆情关切",
        "舆情回应关切",
        "政务舆情",
        "民生关切回应",
        "群众关切回应",
        "回应群众关切",
        "公众关切",
        "热点聚焦回应",
        "回应公众关切",
        "权威回应",
        "政府回应",
        "热点解答",
        "辟谣专栏",
    ],
    near: &[
        "解读回应",
        "解读与回应",
        "互动回应",
        "政策解读与回应",
        "热点问题",
        "热点聚焦",
        "权威发布",
        "关注热点",
        "回应",
    ],
    must: &[],
};

impl Measure for MissingOpinionResponse {
    fn measure(&self, facts: &Facts) -> Verdict {
        let mut answers = match Answers::new(facts) {
            Ok(answers) => answers,
            Err(verdict) => return *verdict,
        };
        let seen = PLACE.look(facts);
        let ask = Text::new("请设置舆情回应栏目并及时发布回应", "set one up and use it".to_owned());
        match (&seen.stand, self.max_age_days) {
            (Stand::Full, Some(days)) => self::age(&mut answers, &seen.pages, days),
            _ => answers.use_of(&PLACE, &seen, &ask),
        }
        answers.verdict
    }

    fn params(&self) -> Value {
        json!(self)
    }
}

/// Whether the newest entry of the column is new enough.
fn age(answers: &mut Answers<'_>, pages: &[usize], days: u32) {
    let facts = answers.facts;
    let (mut newest, mut unread): (Option<(Date, usize)>, bool) = (None, false);
    for &page in pages {
        let Ok(content) = facts.column_content(page) else {
            unread = true;
            continue;
        };
        unread |= !content.unread.is_empty();
        for item in content.items {
            match facts.item_day(item) {
                ItemDay::On(day) if day <= facts.run.as_of => newest = newest.max(Some((day, page))),
                ItemDay::Unread | ItemDay::Unvisited => unread = true,
                ItemDay::On(_) | ItemDay::Nowhere => {}
            }
        }
    }
    let oldest = facts.run.as_of.saturating_sub(i64::from(days).days());
    if newest.is_some_and(|(day, _)| day >= oldest) {
        return answers.pass();
    }
    let target = Some(PLACE.name.0);
    let url = facts.pages[newest.map_or(pages[0], |(_, page)| page)].url().to_owned();
    let evidence = json!({ "newest": newest.map(|(day, _)| day.to_string()), "window_days": days, "as_of": facts.run.as_of.to_string() });
    match newest {
        Some((day, _)) if !unread => {
            let message = Text::new(
                format!("舆情回应栏目最新一条为{day}，超过{days}天没有更新，请及时发布回应"),
                format!("the newest response is of {day}, more than {days} days ago; publish responses in time"),
            );
            answers.fault(&url, target, message, evidence);
        }
        _ => {
            let message = Text::new(
                format!("未能确定舆情回应栏目最新一条的日期，请核实是否在{days}天以内"),
                format!("the day of the newest response could not be told; look whether it is within {days} days"),
            );
            answers.doubt(&url, target, Reason::Ambiguous, message, evidence);
        }
    }
}
