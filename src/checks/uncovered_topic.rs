//! ## 查什么
//! 规则点名的主题，规定天数内有没有发布过信息。
//! ## 为什么
//! 年度要点逐项点名应公开的主题（减税降费、就业、教育、医疗、乡村振兴……，R3-10）。
//! ## 怎么判
//! 在列表条目和文章页的标题中查找主题词（`any` 至少含一个，`all` 全部含有；忽略空格、标点、全半角），日期在评判日前
//! `window_days` 天（默认 365）之内的计数，同名转载只算一件，打不开的不算；达到 `min` 件（默认 1）即通过。转载上级和外地的
//! 信息也算；栏目名、菜单文字不算。查不到日期的条目影响结论，或抓取提前结束、有栏目或列表后续页没看到的，列为待人工核实。
//! 证据列出查到的信息（至多 10 件，附日期）。
//! ## 局限
//! 只判断“有没有”，不判断“够不够、及不及时”；只看标题，不看正文。
//!
//! # English
//!
//! ## What it looks at
//! Whether anything on a topic that the rule names was published within the window.
//! ## Why
//! Yearly work plans name the topics to be covered (R3-10).
//! ## How it decides
//! By the words in titles of list entries and articles (one of `any`, all of `all`; blanks, punctuation, width aside).
//! Those dated within `window_days` (365) before the day of judgement count, the same title once, dead ones not; `min` (1)
//! of them pass. Reprints count, names of columns and menus don't. Entries without a known date that would decide, a crawl
//! that ended early, columns or further pages not seen leave it to a person. The evidence lists up to ten with dates.
//! ## Limits
//! It tells whether there is any, never whether it is enough or in time; titles only, not texts.

use super::opening::{Closed, Demand, Opening, opening};
use super::page_mark::unseen;
use super::sought::{distinct, listed, since, unseen_parts};
use super::title_params::TitleParams;
use super::{Check, Measure};
use crate::facts::{Facts, ItemDay, PageKind, TitleSource, Titled};
use crate::model::{Reason, Severity, Text, Undetermined, Verdict, Violation};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "uncovered-topic",
    title: ("主题信息缺失", "Topic not covered"),
    source: include_str!("uncovered_topic.rs"),
    bind: |params| {
        let mut params = TitleParams::read(params)?;
        params.window_days.get_or_insert(365);
        Ok(Box::new(UncoveredTopic(params)))
    },
};

#[derive(Debug)]
struct UncoveredTopic(TitleParams);

#[derive(Default)]
struct Seen {
    within: Vec<Titled>,
    older: Vec<Titled>,
    undated: Vec<Titled>,
    dead: Vec<Titled>,
}

impl Measure for UncoveredTopic {
    fn measure(&self, facts: &Facts) -> Verdict {
        let home = match facts.home() {
            Ok(home) => home.url().to_owned(),
            Err(missing) => return unseen(facts, missing),
        };
        let seen = self.look(facts);
        let count = distinct(seen.within.iter());
        if count >= self.0.min {
            let found = listed(facts, seen.within.iter());
            return Verdict { tested: 1, found: json!(found), ..Verdict::default() };
        }
        let (name, days, min) = (&self.0.name, self.days(), self.0.min);
        let mut evidence = json!({
            "topic": name,
            "sought_words": self.0.words().iter().flat_map(|w| w.iter().map(str::to_owned).collect::<Vec<_>>()).collect::<Vec<_>>(),
            "window_days": days,
            "as_of": facts.run.as_of.to_string(),
            "required": min,
            "count": count,
            "found": listed(facts, seen.within.iter()),
            "older": listed(facts, seen.older.iter()),
            "undated": listed(facts, seen.undated.iter()),
            "not_open": listed(facts, seen.dead.iter()),
            "titles": facts.titles().len(),
        });
        let unseen = unseen_parts(facts, Some(since(facts, days)));
        let undated = distinct(seen.within.iter().chain(&seen.undated)) >= min;
        let why = if undated {
            let n = seen.undated.len();
            let message = Text::new(
                format!("近{days}天主题“{name}”已查到{count}件，另有{n}件查不到日期，请人工核实"),
                format!("{count} on \"{name}\" within {days} days and {n} whose date is not known; please look"),
            );
            Some((Reason::Ambiguous, message))
        } else {
            unseen.first().map(|(reason, what)| {
                evidence["not_visited"] = json!(unseen.iter().take(5).map(|u| &u.1).collect::<Vec<_>>());
                let n = unseen.len();
                let message = Text::new(
                    format!("近{days}天主题“{name}”查到{count}件，但有{n}处页面未能看到（如 {what}），请人工核实"),
                    format!("{count} on \"{name}\" within {days} days, but {n} parts were not seen (such as {what})"),
                );
                (*reason, message)
            })
        };
        let target = Some(name.clone());
        if let Some((reason, message)) = why {
            let open = Undetermined { url: home, target, reason, message, evidence };
            return Verdict { tested: 1, undetermined: vec![open], ..Verdict::default() };
        }
        let violation = Violation {
            url: home,
            target,
            message: message(name, (days, min, count), &seen),
            evidence,
            severity: Severity::Major,
            occurrences: 1,
            subject: name.clone(),
        };
        Verdict { tested: 1, violations: vec![violation], ..Verdict::default() }
    }

    fn params(&self) -> Value {
        json!(self.0)
    }
}

fn message(name: &str, (days, min, count): (u32, u64, u64), seen: &Seen) -> Text {
    let latest = seen.older.iter().filter_map(|t| t.date().map(|d| (d, &t.title))).max();
    let (zh, en) = latest.map_or_else(Default::default, |(date, title)| {
        (format!("，最近一件是{date}的《{title}》"), format!(", the latest is \"{title}\" of {date}"))
    });
    Text::new(
        format!("近{days}天主题“{name}”的信息有{count}件，少于{min}件{zh}，请按要点发布"),
        format!("{count} on \"{name}\" within {days} days, fewer than {min}{en}; publish what the plan asks for"),
    )
}

impl UncoveredTopic {
    fn days(&self) -> u32 {
        self.0.window_days.unwrap_or(365)
    }

    fn look(&self, facts: &Facts) -> Seen {
        let mut seen = Seen::default();
        let Some(words) = self.0.words() else { return seen };
        let since = since(facts, self.days());
        let mut all = facts.titles().find(&words);
        // Newest first: of a topic that fills the site ten are enough to show.
        all.sort_by_key(|t| std::cmp::Reverse(t.date()));
        for titled in all.into_iter().filter(|t| is_document(facts, t)) {
            if seen.within.len() >= 10 && distinct(seen.within.iter()) >= self.0.min {
                break;
            }
            match (opening(facts, &titled, Demand::Report), titled.day) {
                (Opening::Closed(Closed::Dead(_)), _) => seen.dead.push(titled),
                (_, ItemDay::On(date)) if date < since => seen.older.push(titled),
                // What is announced for later is not published yet as of that day.
                (_, ItemDay::On(date)) if date > facts.run.as_of => {}
                (_, ItemDay::On(_)) => seen.within.push(titled),
                _ => seen.undated.push(titled),
            }
        }
        seen
    }
}

/// A topic's words in a menu are no document.
fn is_document(facts: &Facts, titled: &Titled) -> bool {
    let page = titled.target.as_ref().and_then(|t| facts.page(t));
    match titled.source {
        TitleSource::Article => true,
        TitleSource::Item => page.is_none_or(|p| !matches!(p.kind(), PageKind::Column | PageKind::Home)),
        // A link long enough to be a title, to a page that was not visited.
        TitleSource::Link => page.is_none() && titled.target.is_some() && titled.folded.chars().count() >= 12,
        TitleSource::Page | TitleSource::Heading | TitleSource::File | TitleSource::Section => false,
    }
}
