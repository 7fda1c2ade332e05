//! What the checks of named things have in common: something with a title is looked for among all titles of the site; it
//! must be the thing and not a report about it, and it must open.

use super::opening::{Closed, Demand, Opening, newest, opening};
use super::title_fit::Fit;
use crate::facts::{Facts, ItemDay, TitleSource, Titled, Words};
use crate::model::{Reason, Severity, Text, Undetermined, Verdict, Violation};
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What is looked for.
pub(super) struct Sought<'a> {
    /// What people call it.
    pub(super) name: &'a str,
    /// What would put its absence right.
    pub(super) mend: Text,
    /// The words of its title.
    pub(super) words: &'a Words,
    /// Whether what has the words is it.
    pub(super) fit: &'a dyn Fn(&Facts, &Titled) -> Fit,
    /// What must be behind it.
    pub(super) demand: Demand,
    /// How many of them.
    pub(super) min: u64,
    /// How old they may be.
    pub(super) window_days: Option<u32>,
}

/// What became of one title on the way.
#[derive(Default)]
pub(super) struct Sighted {
    /// It is there.
    pub(super) here: Vec<Titled>,
    /// It may be there.
    pub(super) unsure: Vec<(Titled, Reason, Text)>,
    /// The title is there, but nothing opens.
    closed: Vec<(Titled, Closed)>,
    /// It is there, but older than asked for.
    old: Vec<(Titled, Date)>,
    /// Only speaks of it.
    mentions: Vec<Titled>,
    /// Something else with words like its own.
    others: Vec<Titled>,
}

impl Sought<'_> {
    /// Looks for it everywhere.
    pub(super) fn look(&self, facts: &Facts) -> Sighted {
        let mut sighted = Sighted::default();
        let since = self.window_days.map(|days| since(facts, days));
        for titled in facts.titles().find(self.words) {
            let fit = if is_numbered(&titled) { Fit::About } else { (self.fit)(facts, &titled) };
            match fit {
                Fit::About => {
                    sighted.mentions.push(titled);
                    continue;
                }
                Fit::Other => {
                    sighted.others.push(titled);
                    continue;
                }
                Fit::Itself | Fit::Unclear => {}
            }
            match opening(facts, &titled, self.demand) {
                Opening::Closed(why) => sighted.closed.push((titled, why)),
                Opening::Unsure(reason, why) => sighted.unsure.push((titled, reason, why)),
                Opening::Open => match since.map(|since| (since, newest(facts, &titled))) {
                    Some((since, ItemDay::On(date))) if date < since => sighted.old.push((titled, date)),
                    // What is announced for later has not been yet as of that day.
                    Some((_, ItemDay::On(date))) if date > facts.run.as_of => sighted.mentions.push(titled),
                    Some((_, ItemDay::Nowhere | ItemDay::Unread | ItemDay::Unvisited)) => {
                        let why = Text::new("没有可见的日期", "its date is not seen");
                        sighted.unsure.push((titled, Reason::Ambiguous, why));
                    }
                    _ if fit == Fit::Unclear => {
                        let why = Text::new("标题可能只是相关报道", "its title may be that of a report about it");
                        sighted.unsure.push((titled, Reason::Ambiguous, why));
                    }
                    _ => sighted.here.push(titled),
                },
            }
        }
        sighted
    }

    /// Looks for it and answers: one subject.
    pub(super) fn verdict(&self, facts: &Facts) -> Verdict {
        match facts.home() {
            Ok(_) => self.answer(facts, &self.look(facts)),
            Err(missing) => super::page_mark::unseen(facts, missing),
        }
    }

    fn answer(&self, facts: &Facts, sighted: &Sighted) -> Verdict {
        let here = distinct(sighted.here.iter());
        if here >= self.min {
            let found = listed(facts, sighted.here.iter());
            return Verdict { tested: 1, found: json!(found), ..Verdict::default() };
        }
        let home = facts.run.site.url.clone();
        let home = facts.home().map_or(home, |h| h.url().to_owned());
        let unseen = unseen_parts(facts, self.window_days.map(|days| since(facts, days)));
        let mut evidence = sighted.evidence(facts);
        evidence["sought_words"] = json!(self.words.iter().collect::<Vec<_>>());
        evidence["titles"] = json!(facts.titles().len());
        if let Some(days) = self.window_days {
            evidence["window_days"] = json!(days);
        }
        if self.min > 1 {
            evidence["required"] = json!(self.min);
        }
        let target = Some(self.name.to_owned());
        if let Some((titled, reason, why)) = sighted
            .unsure
            .first()
            .filter(|_| distinct(sighted.here.iter().chain(sighted.unsure.iter().map(|u| &u.0))) >= self.min)
        {
            let message = Text::new(
                format!("未能确认有无“{}”：找到《{}》，但{}，请人工核实", self.name, titled.title, why.zh),
                format!(
                    "\"{}\" could not be confirmed: \"{}\" was found, but {}; please look",
                    self.name, titled.title, why.en
                ),
            );
            let url = facts.pages[titled.on].url().to_owned();
            let open = Undetermined { url, target, reason: *reason, message, evidence };
            return Verdict { tested: 1, undetermined: vec![open], ..Verdict::default() };
        }
        if let Some((reason, what)) = unseen.first() {
            evidence["not_visited"] = json!(unseen.iter().take(5).map(|u| &u.1).collect::<Vec<_>>());
            let open = Undetermined {
                url: home,
                target,
                reason: *reason,
                message: Text::new(
                    format!("未找到“{}”，但有{}处页面未能看到（如 {what}），请人工核实", self.name, unseen.len()),
                    format!(
                        "\"{}\" was not found, but {} parts were not seen (such as {what})",
                        self.name,
                        unseen.len()
                    ),
                ),
                evidence,
            };
            return Verdict { tested: 1, undetermined: vec![open], ..Verdict::default() };
        }
        let violation = Violation {
            url: sighted.closed.first().map_or(home, |(t, _)| facts.pages[t.on].url().to_owned()),
            target,
            message: self.message(sighted, here),
            evidence,
            severity: Severity::Major,
            occurrences: 1,
            subject: self.name.to_owned(),
        };
        Verdict { tested: 1, violations: vec![violation], ..Verdict::default() }
    }

    fn message(&self, sighted: &Sighted, here: u64) -> Text {
        let (name, mend) = (self.name, &self.mend);
        if here > 0 {
            return Text::new(
                format!("“{name}”只找到{here}件，少于要求的{}件。{}", self.min, mend.zh),
                format!("of \"{name}\" only {here} were found, {} are required. {}", self.min, mend.en),
            );
        }
        if let Some((titled, date)) = sighted.old.iter().max_by_key(|(_, date)| *date) {
            let days = self.window_days.unwrap_or_default();
            return Text::new(
                format!("近{days}天内未见“{name}”，最近一次是{date}的《{}》。{}", titled.title, mend.zh),
                format!("no \"{name}\" within {days} days, the latest is \"{}\" of {date}. {}", titled.title, mend.en),
            );
        }
        if let Some((titled, why)) = sighted.closed.first() {
            let why = why.text();
            return Text::new(
                format!("“{name}”不可用：《{}》{}。{}", titled.title, why.zh, mend.zh),
                format!("\"{name}\" is of no use: \"{}\": {}. {}", titled.title, why.en, mend.en),
            );
        }
        let (zh, en) = sighted.mentions.first().map_or_else(Default::default, |m| {
            (
                format!("（只见到相关报道，如《{}》）", m.title),
                format!(" (only reports about it, such as \"{}\")", m.title),
            )
        });
        Text::new(
            format!("全站标题中未找到“{name}”{zh}。{}", mend.zh),
            format!("no title of the site is \"{name}\"{en}. {}", mend.en),
        )
    }
}

impl Sighted {
    /// All that was seen, up to ten of each.
    pub(super) fn evidence(&self, facts: &Facts) -> Value {
        let mut evidence = json!({});
        let found = listed(facts, self.here.iter());
        if !found.is_empty() {
            evidence["found"] = json!(found);
        }
        if !self.unsure.is_empty() {
            let each = self.unsure.iter().take(10).map(|(titled, reason, _)| {
                let mut entry = entry(facts, titled);
                entry["reason"] = json!(reason);
                entry
            });
            evidence["candidates"] = each.collect();
        }
        if !self.closed.is_empty() {
            let each = self.closed.iter().take(10).map(|(titled, why)| {
                let mut entry = entry(facts, titled);
                entry["reason"] = why.word();
                entry
            });
            evidence["not_open"] = each.collect();
        }
        if !self.old.is_empty() {
            let mut old: Vec<&(Titled, Date)> = self.old.iter().collect();
            old.sort_by_key(|(_, date)| std::cmp::Reverse(*date));
            let each = old.into_iter().take(10).map(|(titled, date)| {
                let mut entry = entry(facts, titled);
                entry["date"] = json!(date.to_string());
                entry
            });
            evidence["older"] = each.collect();
        }
        for (key, titled) in [("mentions", &self.mentions), ("others", &self.others)] {
            let listed = listed(facts, titled.iter());
            if !listed.is_empty() {
                evidence[key] = json!(listed);
            }
        }
        evidence
    }
}

/// 三、制定清单 is a section of a plan, not the list.
fn is_numbered(titled: &Titled) -> bool {
    let mut rest = titled.title.trim_start_matches(['（', '(', '第']).chars();
    let number = rest.next().is_some_and(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let mark = rest.find(|c| !c.is_ascii_digit() && !"一二三四五六七八九十".contains(*c));
    titled.source == TitleSource::Section && number && mark.is_some_and(|c| "、.．)）章节条，".contains(c))
}

/// Up to ten, newest first.
pub(super) fn listed<'a>(facts: &Facts, titled: impl Iterator<Item = &'a Titled>) -> Vec<Value> {
    let mut all: Vec<&Titled> = titled.collect();
    all.sort_by_key(|t| std::cmp::Reverse(t.date()));
    all.into_iter().take(10).map(|t| entry(facts, t)).collect()
}

fn entry(facts: &Facts, titled: &Titled) -> Value {
    let seen_on = facts.pages[titled.on].url();
    let url = titled.target.as_ref().map_or(seen_on, |t| facts.page(t).map_or(t.0.as_str(), |p| p.url()));
    json!({
        "title": titled.title,
        "url": url,
        "date": titled.date().map(|d| d.to_string()),
    })
}

/// The same title at two addresses is one document.
pub(super) fn distinct<'a>(titled: impl Iterator<Item = &'a Titled>) -> u64 {
    titled.map(|t| t.folded.as_str()).collect::<BTreeSet<_>>().len() as u64
}

/// The first day of a window.
pub(super) fn since(facts: &Facts, days: u32) -> Date {
    facts.run.as_of.saturating_sub(i64::from(days).days())
}

/// Parts of the site that were not seen, those aside that can only hold what is older than `since`.
pub(super) fn unseen_parts(facts: &Facts, since: Option<Date>) -> Vec<(Reason, String)> {
    let may = |until: Option<Date>| until.is_none() || since.is_none() || until >= since;
    facts.unseen_parts().iter().filter(|p| may(p.until)).map(|p| (p.reason, p.url.clone())).collect()
}
