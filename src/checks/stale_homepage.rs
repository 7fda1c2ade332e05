//! ## 查什么
//! 首页在规定天数内有无信息更新。
//! ## 为什么
//! 国办秘函〔2019〕19号单项否决“首页不更新”：监测两周首页无信息更新；未注明发布时间的视为不更新（R1-12、R1-13）。
//! ## 怎么判
//! 收集首页上带日期的条目，以及首页直接链接的文章页上的发布日期（菜单、页脚里的除外）；首页只是导航入口（没有信息条目）
//! 的，改看首页直接链接的栏目页和文章页，其中有没访问到的，列为待人工核实。最新一条不早于评判日减去窗口（默认 14 天）即通过。日期晚于评判日的（活动预告、录入错误）不算。
//! 首页列表由脚本绘制、或文章页没有访问到的，列为待人工核实。
//! 存储中有窗口内更早运行的，再与之比较：首页上出现了此前各次运行首页都没有的条目（按地址和标题）、且没有更早的日期的，
//! 证明窗口内有更新，即使未注明日期也通过。没有更早的运行，或那时的首页没有条目可比的，只能按日期判。
//! ## 局限
//! 只看日期和条目的变化，不看内容是否真是新的。
//!
//! # English
//!
//! ## What it looks at
//! Whether the home page shows anything new within the window.
//! ## Why
//! State Council Office secretariat 2019 no. 19, veto: two weeks without an update; undated entries count as not updated
//! (R1-12, R1-13).
//! ## How it decides
//! By the dates beside entries on the home page and the publication dates of articles it links to, menus and foot aside;
//! where the home page is but an entrance, by the columns and articles it links to, and those not visited leave it open. The newest must be no older than the window (14 days) before the day of
//! judgement; later dates don't count. Lists drawn by script and articles not visited leave it to a person.
//! Where the store has earlier runs within the window, entries of the home page that stood on none of theirs (by address and
//! by title) and carry no older date prove an update, undated as they are. Without such runs, or where their home pages
//! showed no entries to compare with, dates alone decide.
//! ## Limits
//! Dates and changed entries only, not whether what stands there is really new.

use super::page_mark::{one_undetermined, page_violation, unseen};
use super::{Check, Measure};
use crate::facts::{Facts, ItemDay, PageFact, PageKind};
use crate::model::{Item, LinkKind, PageKey, Reason, Region, Text, Verdict};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use url::Url;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "stale-homepage",
    title: ("首页不更新", "Home page not updated"),
    source: include_str!("stale_homepage.rs"),
    bind: |params| {
        let params: StaleHomepage = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(params))
    },
};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct StaleHomepage {
    /// Days before the day of judgement within which something new must stand.
    max_age_days: u32,
}

impl Default for StaleHomepage {
    fn default() -> Self {
        Self { max_age_days: 14 }
    }
}

struct Newest {
    date: Date,
    title: String,
    target: String,
}

#[derive(Default)]
struct Seen {
    newest: Option<Newest>,
    dated: usize,
    /// Entries whose date is nowhere to be had in this run.
    unread: usize,
    entries: usize,
}

impl Measure for StaleHomepage {
    fn measure(&self, facts: &Facts) -> Verdict {
        let home = match facts.home() {
            Ok(home) => home,
            Err(missing) => return unseen(facts, missing),
        };
        let parts = facts.home_parts();
        let mut seen = Seen::default();
        for part in &parts {
            look(facts, part, &mut seen);
        }
        look_behind(facts, &parts, &mut seen);
        self.decide(facts, home, &parts, &seen)
    }

    fn params(&self) -> Value {
        json!(self)
    }
}

impl StaleHomepage {
    fn decide(&self, facts: &Facts, home: &PageFact, parts: &[&PageFact], seen: &Seen) -> Verdict {
        let as_of = facts.run.as_of;
        let since = as_of.saturating_sub(i64::from(self.max_age_days).days());
        if seen.newest.as_ref().is_some_and(|n| n.date >= since) || came_since(facts, home, since) {
            return Verdict { tested: 1, ..Verdict::default() };
        }
        let newest =
            seen.newest.as_ref().map(|n| json!({ "date": n.date.to_string(), "title": n.title, "url": n.target }));
        let evidence = json!({
            "as_of": as_of.to_string(),
            "window_days": self.max_age_days,
            "newest": newest,
            "dated_entries": seen.dated,
            "entries_without_known_date": seen.unread,
        });
        let drawn = parts
            .iter()
            .any(|p| p.page.as_ref().is_some_and(|page| page.signals.script_shell || !page.script_lists.is_empty()));
        if drawn {
            let message = Text::new(
                "首页列表由脚本绘制，未能读取，无法判断是否更新；请在浏览器中查看",
                "lists of the home page are drawn by script and could not be read; look in a browser",
            );
            return one_undetermined(home.url(), Reason::Script, message, evidence);
        }
        if seen.unread > 0 {
            let message = Text::new(
                format!("首页有{}条信息未标日期，其文章页本次未访问到，无法判断是否更新", seen.unread),
                format!("{} entries of the home page carry no date and their pages were not visited", seen.unread),
            );
            return one_undetermined(home.url(), Reason::Budget, message, evidence);
        }
        let message = match &seen.newest {
            Some(newest) => {
                let age = since.since(newest.date).map_or(0, |s| s.get_days())
                    + i32::try_from(self.max_age_days).unwrap_or(0);
                Text::new(
                    format!(
                        "首页最新一条信息为{}（《{}》），距评判日{}天，超过{}天未更新，请及时更新",
                        newest.date, newest.title, age, self.max_age_days
                    ),
                    format!(
                        "the newest entry of the home page is of {} (\"{}\"), {} days before the day of judgement (limit {}); publish something new",
                        newest.date, newest.title, age, self.max_age_days
                    ),
                )
            }
            None => Text::new(
                "首页没有任何注明日期的信息，按规定视为不更新，请为信息标注发布日期",
                "no entry of the home page carries a date, which counts as not updated; show the publication dates",
            ),
        };
        let violation = page_violation(home.url(), message, evidence);
        Verdict { tested: 1, violations: vec![violation], ..Verdict::default() }
    }
}

/// Whether an entry without a date of its own came to the home page between an earlier run within the window and this one.
fn came_since(facts: &Facts, home: &PageFact, since: Date) -> bool {
    let day = facts.run_day();
    let within = facts.earlier.iter().any(|run| run.day >= since && run.day <= day);
    if !within || day > facts.run.as_of {
        return false;
    }
    // Pages that redirect to different places show different entries; only what both saw can be compared.
    let entries = home.readable().map_or(&[][..], |page| &page.items);
    let new = |item: &&Item| {
        !facts.earlier.iter().any(|run| run.had(item)) && !matches!(facts.item_day(item), ItemDay::On(_))
    };
    let new = entries.iter().filter(new).count();
    // A page whose entries are all new is another page (moved, redesigned, drawn at random), which proves nothing.
    new > 0 && new < entries.len()
}

/// Takes the dates of a page's entries, from beside them or from the pages behind them.
fn look(facts: &Facts, fact: &PageFact, seen: &mut Seen) {
    let Some(page) = fact.readable() else { return };
    for item in &page.items {
        seen.entries += 1;
        match facts.item_day(item) {
            ItemDay::On(date) => seen.take(facts, date, &item.title, &item.target),
            ItemDay::Nowhere => {}
            ItemDay::Unread => seen.unread += 1,
            // A page of the site that was left alone may be new; a link elsewhere is not the site's own news.
            ItemDay::Unvisited => seen.unread += usize::from(left_alone(facts, item)),
        }
    }
}

/// Takes the dates of articles that the home page links to outside of its lists. A home page without entries is an
/// entrance: then menus and the columns behind them count too, and what was not visited there leaves it open.
fn look_behind(facts: &Facts, parts: &[&PageFact], seen: &mut Seen) {
    let entrance = seen.entries == 0;
    let items = parts.iter().filter_map(|p| p.readable()).flat_map(|p| &p.items);
    let mut looked: BTreeSet<PageKey> =
        items.filter_map(|i| Url::parse(&i.target).ok()).map(|u| PageKey::of(&u)).collect();
    for part in parts {
        let Some(index) = facts.page_index(&part.key) else { continue };
        for link in facts.links.of_page(index) {
            let led = matches!(link.kind, LinkKind::Anchor | LinkKind::Scripted) && link.hidden.is_none();
            let place = entrance || !matches!(link.region, Region::Nav | Region::Breadcrumb);
            if !led || !place || link.region == Region::Footer {
                continue;
            }
            let Ok(url) = Url::parse(facts.links.target(link)) else { continue };
            let key = PageKey::of(&url);
            if !looked.insert(key.clone()) {
                continue;
            }
            match facts.page(&key) {
                Some(page) => look_at(facts, page, entrance, seen),
                None if entrance && facts.skip(&key).is_some_and(|s| s.page) => seen.unread += 1,
                None => {}
            }
        }
    }
}

fn look_at(facts: &Facts, fact: &PageFact, entrance: bool, seen: &mut Seen) {
    match (fact.readable(), fact.kind()) {
        (Some(page), PageKind::Article) => {
            if let Some(article) = &page.article
                && let Some(published) = &article.published
            {
                seen.take(facts, published.date, &article.title, fact.url());
            }
        }
        (Some(page), PageKind::Column) if entrance => {
            look(facts, fact, seen);
            if page.signals.script_shell || (page.items.is_empty() && !page.script_lists.is_empty()) {
                seen.unread += 1;
            }
        }
        (Some(page), PageKind::Other) if entrance && page.signals.script_shell => seen.unread += 1,
        (None, _) if entrance && !matches!(fact.record.status, Some(404 | 410)) => seen.unread += 1,
        _ => {}
    }
}

impl Seen {
    /// Takes a date that is not in the future.
    fn take(&mut self, facts: &Facts, date: Date, title: &str, target: &str) {
        if date > facts.run.as_of {
            return;
        }
        self.dated += 1;
        if self.newest.as_ref().is_none_or(|n| date > n.date) {
            self.newest = Some(Newest { date, title: title.to_owned(), target: target.to_owned() });
        }
    }
}

fn left_alone(facts: &Facts, item: &Item) -> bool {
    Url::parse(&item.target).is_ok_and(|url| facts.skip(&PageKey::of(&url)).is_some_and(|s| s.page))
}
