//! The rule's catalogue held against the site, field by field.

use super::Look;
use super::content::{Content, Entry, Place, column, find};
use super::names::{core, cores, is_vague};
use super::titles::Titles;
use crate::facts::{Facts, Found, ItemDay};
use crate::model::{CatalogueField, CatalogueItem, Reason, Severity, Text, Undetermined, Verdict, Violation};
use jiff::civil::Date;
use serde_json::{Value, json};

/// How a field stands.
pub(super) enum FieldState {
    /// It has its column, with this content.
    There(Box<Content>, Fill),
    /// No column of its names; the nearest.
    Missing(Option<Value>),
}

impl FieldState {
    pub(super) fn is_missing(&self) -> bool {
        matches!(self, Self::Missing(_))
    }

    pub(super) fn content(&self) -> Option<&Content> {
        match self {
            Self::There(content, _) => Some(content),
            Self::Missing(_) => None,
        }
    }
}

/// How full a column is, against what the rule asks.
pub(super) enum Fill {
    /// Full enough and new enough.
    Held,
    /// Not, and that is sure; `evidence.reason` and the words for it.
    Short(&'static str, Text),
    /// It can't be told.
    Open(Reason, String, String),
}

/// What the rule asks of a column.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    pub(super) min_items: usize,
    /// The limit in days and the first day within it.
    pub(super) recent: Option<(u32, Date)>,
}

impl Look<'_> {
    pub(super) fn asked(&self) -> Asked {
        let since = self.rule.since(self.facts.run.as_of);
        Asked { min_items: self.rule.min_items, recent: self.rule.max_age_days.zip(since) }
    }

    pub(super) fn field_state(&self, field: &CatalogueField) -> FieldState {
        match find(self.facts, &self.area, &field.name, &field.synonyms) {
            Place::Nowhere => {
                // What is near a synonym is seldom near what is meant.
                let near = match self.facts.columns().find(&column(&field.name, &[])) {
                    Found::No(near) => near,
                    Found::Yes(_) => None,
                };
                FieldState::Missing(near.map(|(name, likeness, on)| {
                    json!({
                        "name": name,
                        "likeness": (likeness * 100.0).round() / 100.0,
                        "seen_on": self.facts.pages[on].url(),
                    })
                }))
            }
            Place::Found(inside, outside) => {
                let first = Content::of(self.facts, if inside.is_empty() { &outside } else { &inside });
                let fill = first.fill(self.facts, self.asked());
                if matches!(fill, Fill::Held) || inside.is_empty() || outside.is_empty() {
                    return FieldState::There(Box::new(first), fill);
                }
                // The same name elsewhere on the site may be where the content is kept.
                let all: Vec<_> = inside.into_iter().chain(outside).collect();
                let whole = Content::of(self.facts, &all);
                let fill = whole.fill(self.facts, self.asked());
                FieldState::There(Box::new(whole), fill)
            }
        }
    }

    /// Judges a field and, where it has its column, its items.
    pub(super) fn judge_field(
        &self,
        field: &CatalogueField,
        state: &FieldState,
        (all_missing, titles): (bool, &Titles),
        verdict: &mut Verdict,
    ) {
        let rule = self.rule;
        let units = field.units.join("、");
        let mut evidence = json!({
            "catalogue": rule.catalogue.id,
            "field": field.name,
            "synonyms": field.synonyms,
            "unit": units,
            "area": { "names": self.area.names, "url": self.area.url },
        });
        verdict.tested += 1;
        let (content, fill) = match state {
            FieldState::Missing(nearest) => {
                evidence["nearest"] = json!(nearest);
                let items: Vec<&str> = rule.items(field).map(|i| i.name.as_str()).collect();
                if !items.is_empty() {
                    evidence["items"] = json!(items);
                }
                self.missing_field(field, (nearest.as_ref(), all_missing), evidence, verdict);
                return;
            }
            FieldState::There(content, fill) => (content, fill),
        };
        content.tell(&mut evidence, self.asked(), self.facts);
        let subject = (
            field.name.as_str(),
            format!("目录中的领域“{}”", field.name),
            format!("the field \"{}\" of the catalogue", field.name),
        );
        settle(fill, subject, (&units, evidence, content.url().unwrap_or(&self.home)), verdict);
        let unseen = matches!(fill, Fill::Open(..));
        for item in rule.items(field) {
            self.judge_item((field, item), (content, unseen), titles, verdict);
        }
    }

    fn missing_field(
        &self,
        field: &CatalogueField,
        (nearest, all_missing): (Option<&Value>, bool),
        mut evidence: Value,
        verdict: &mut Verdict,
    ) {
        let name = &field.name;
        if let Some((reason, what)) = self.open.first() {
            evidence["not_visited"] = json!(self.open.iter().take(5).map(|o| &o.1).collect::<Vec<_>>());
            verdict.undetermined.push(Undetermined {
                url: self.home.clone(),
                target: Some(name.clone()),
                reason: *reason,
                message: Text::new(
                    format!("目录中的领域“{name}”未找到栏目，但有{}处菜单页面未能看到（如 {what}），请人工核实", self.open.len()),
                    format!("no column was found for the field \"{name}\", but {} menu pages were not seen (such as {what})", self.open.len()),
                ),
                evidence,
            });
            return;
        }
        evidence["reason"] = json!("no-column");
        let near = nearest.and_then(|n| n["name"].as_str());
        let near = Text::new(
            near.map_or_else(String::new, |n| format!("；最接近的是“{n}”")),
            near.map_or_else(String::new, |n| format!("; the nearest is \"{n}\"")),
        );
        let area = self.area.names.first().filter(|_| self.area.is_missing());
        let whole = match (area, all_missing) {
            (Some(area), true) => Text::new(
                format!("；目录各领域全都没有栏目，也没有“{area}”一类专栏"),
                format!("; none of the fields has a column, nor is there a part of the site such as \"{area}\""),
            ),
            (Some(area), false) => Text::new(
                format!("；网站也没有“{area}”一类专栏"),
                format!("; nor is there a part of the site such as \"{area}\""),
            ),
            (None, _) => Text::default(),
        };
        let unit = in_charge(&field.units.join("、"));
        let message = Text::new(
            format!("目录中的领域“{name}”全站没有对应栏目{}{}{}，请设置栏目并公开内容", unit.zh, near.zh, whole.zh),
            format!(
                "the field \"{name}\" of the catalogue has no column{}{}{}; set it up and fill it",
                unit.en, near.en, whole.en
            ),
        );
        verdict.violations.push(violation(&self.home, name, message, evidence));
    }

    fn judge_item(
        &self,
        (field, item): (&CatalogueField, &CatalogueItem),
        (content, unseen): (&Content, bool),
        titles: &Titles,
        verdict: &mut Verdict,
    ) {
        let units = if item.units.is_empty() { &field.units } else { &item.units }.join("、");
        let target = format!("{} / {}", field.name, item.name);
        let mut evidence = json!({
            "catalogue": self.rule.catalogue.id,
            "field": field.name,
            "item": item.name,
            "synonyms": item.synonyms,
            "unit": units,
            "looked_in": content.looked,
        });
        verdict.tested += 1;
        let fill = match self.item_fill(item, content) {
            Fill::Short(reason, words) => self.elsewhere(item, titles).unwrap_or(Fill::Short(reason, words)),
            other => other,
        };
        let fill = match fill {
            Fill::Short(..) if unseen => {
                let (reason, what, url) = content
                    .unread
                    .clone()
                    .unwrap_or_else(|| (Reason::Budget, "its column was not seen whole".to_owned(), self.home.clone()));
                Fill::Open(reason, what, url)
            }
            other => other,
        };
        if let Some((reason, what, _)) = &content.unread {
            evidence["unread"] = json!({ "reason": reason, "what": what });
        }
        let names = (
            target.as_str(),
            format!("目录中领域“{}”的事项“{}”", field.name, item.name),
            format!("the item \"{}\" of the field \"{}\" of the catalogue", item.name, field.name),
        );
        settle(&fill, names, (&units, evidence, content.url().unwrap_or(&self.home)), verdict);
    }

    /// An item has a column of its own within the field, or entries that name it.
    fn item_fill(&self, item: &CatalogueItem, content: &Content) -> Fill {
        let asked = self.asked();
        let names = cores(std::iter::once(&item.name).chain(&item.synonyms).map(String::as_str));
        if let Place::Found(inside, outside) = find(self.facts, &self.area, &item.name, &[])
            && let Some(own) = self.within(content, inside.into_iter().chain(outside).collect())
        {
            let fill = own.fill(self.facts, asked);
            if !matches!(fill, Fill::Short(..)) {
                return fill;
            }
        }
        let telling: Vec<&Entry> = content
            .entries
            .values()
            .filter(|e| {
                let title = crate::facts::fold_name(&e.title);
                names.iter().any(|n| title.contains(n.as_str()))
            })
            .collect();
        let columns = content.pages.iter().any(|&at| {
            let page = &self.facts.pages[at];
            page.readable().is_some_and(|p| p.breadcrumbs.iter().any(|c| names.contains(&core(&c.text))))
        });
        match fill_of(&telling, asked, self.facts.run.as_of) {
            Fill::Held => Fill::Held,
            Fill::Short("no-content", _) if columns => Fill::Held,
            // Text that is not kept whole may name it.
            Fill::Short("no-content", _) if content.entries.is_empty() && (content.text || content.links > 0) => {
                let url = content.url().unwrap_or(&self.home).to_owned();
                Fill::Open(Reason::Ambiguous, "the field is a page of text".to_owned(), url)
            }
            Fill::Short(reason, words) => match &content.unread {
                Some((reason, what, url)) => Fill::Open(*reason, what.clone(), url.clone()),
                None => match content.left_alone(self.facts) {
                    Some(url) => Fill::Open(Reason::Budget, "pages of the field were not visited".to_owned(), url),
                    None => Fill::Short(reason, words),
                },
            },
            open @ Fill::Open(..) => open,
        }
    }

    /// What an item that its field lacks has outside of it: a column of its name, or titles that carry one of its names.
    fn elsewhere(&self, item: &CatalogueItem, titles: &Titles) -> Option<Fill> {
        // As it is written: 施工有关信息 says enough, 施工 alone does not.
        if !is_vague(&crate::facts::fold_name(&item.name))
            && let Place::Found(inside, outside) = find(self.facts, &self.area, &item.name, &[])
        {
            let all: Vec<_> = inside.into_iter().chain(outside).collect();
            let fill = Content::of(self.facts, &all).fill(self.facts, self.asked());
            if !matches!(fill, Fill::Short(..)) {
                return Some(fill);
            }
        }
        let hit = titles.carrying(&telling(item)).into_iter().next()?;
        Some(Fill::Open(Reason::Ambiguous, format!("outside of the field there is \"{}\"", hit.title), hit.url.clone()))
    }

    /// The content behind those sightings that lead into the field.
    fn within(&self, field: &Content, sightings: Vec<crate::facts::Sighting>) -> Option<Content> {
        let inside: Vec<_> = sightings
            .into_iter()
            .filter(|s| {
                field.pages.contains(&s.on)
                    || s.target
                        .as_ref()
                        .and_then(|t| self.facts.page_index(t))
                        .is_some_and(|at| field.pages.contains(&at))
            })
            .collect();
        (!inside.is_empty()).then(|| Content::of(self.facts, &inside))
    }
}

/// Writes down what came out for one subject: its target and its names in both languages; unit, evidence, page.
pub(super) fn settle(
    fill: &Fill,
    (target, zh, en): (&str, String, String),
    (units, mut evidence, url): (&str, Value, &str),
    verdict: &mut Verdict,
) {
    match fill {
        Fill::Held => {}
        Fill::Short(reason, words) => {
            evidence["reason"] = json!(reason);
            let unit = in_charge(units);
            let message = Text::new(
                format!("{zh}{}{}，请公开相应内容", words.zh, unit.zh),
                format!("{en} {}{}; publish what belongs there", words.en, unit.en),
            );
            verdict.violations.push(violation(url, target, message, evidence));
        }
        Fill::Open(reason, what, at) => {
            evidence["unread"] = json!(what);
            verdict.undetermined.push(Undetermined {
                url: at.clone(),
                target: Some(target.to_owned()),
                reason: *reason,
                message: Text::new(
                    format!("{zh}是否有内容未能判定（{}），请在浏览器中核实", reason.words().zh),
                    format!("whether {en} of the catalogue has content could not be told ({what}); look in a browser"),
                ),
                evidence,
            });
        }
    }
}

impl Content {
    /// The first page looked at.
    pub(super) fn url(&self) -> Option<&str> {
        self.looked.first().map(String::as_str)
    }

    /// Holds what stands there against what is asked.
    pub(super) fn fill(&self, facts: &Facts, asked: Asked) -> Fill {
        let entries: Vec<&Entry> = self.entries.values().collect();
        let fill = fill_of(&entries, asked, facts.run.as_of);
        let fill = match fill {
            Fill::Short("no-content", _) if asked.min_items == 1 && (self.text || self.links > 0) => Fill::Held,
            Fill::Short("too-few", _) if self.entries.len() + self.links >= asked.min_items => Fill::Held,
            other => other,
        };
        let Fill::Short(reason, words) = fill else { return fill };
        if let Some((reason, what, url)) = &self.unread {
            return Fill::Open(*reason, what.clone(), url.clone());
        }
        if let Some(url) = self.left_alone(facts) {
            return Fill::Open(Reason::Budget, "pages of it were not visited".to_owned(), url);
        }
        let at = self.url().unwrap_or(facts.run.site.url.as_str()).to_owned();
        if self.partly {
            return Fill::Open(Reason::Ambiguous, "its name is seen, but no page of its own".to_owned(), at);
        }
        if self.looked.is_empty() && self.dead.is_empty() && self.entries.is_empty() {
            return Fill::Open(Reason::Ambiguous, "its name is seen, but it leads nowhere".to_owned(), at);
        }
        match (&self.says, self.dead.first()) {
            (Some(says), _) if reason == "no-content" => {
                let told =
                    Text::new(format!("的栏目只有“{says}”，没有内容"), format!("says \"{says}\" and holds nothing"));
                Fill::Short(reason, told)
            }
            (None, Some(_)) if reason == "no-content" && self.looked.is_empty() => Fill::Short(
                "dead-column",
                Text::new("的栏目页面不存在（404）", "has a column whose page is not found (404)"),
            ),
            _ => Fill::Short(reason, words),
        }
    }

    /// What was seen, for evidence.
    pub(super) fn tell(&self, evidence: &mut Value, asked: Asked, facts: &Facts) {
        evidence["looked_in"] = json!(self.looked.iter().take(5).collect::<Vec<_>>());
        evidence["entries"] = json!(self.entries.len());
        evidence["required"] = json!(asked.min_items);
        if !self.dead.is_empty() {
            evidence["dead"] = json!(self.dead.iter().take(3).collect::<Vec<_>>());
        }
        if let Some((days, _)) = asked.recent {
            evidence["window_days"] = json!(days);
            evidence["as_of"] = json!(facts.run.as_of.to_string());
            evidence["newest"] = json!(
                newest(&self.entries.values().collect::<Vec<_>>(), facts.run.as_of)
                    .map(|(day, entry)| json!({ "date": day.to_string(), "title": entry.title, "url": entry.url }))
            );
        }
    }
}

/// Names of an item that tell it apart anywhere on the site; two characters stand in too many titles.
pub(super) fn telling(item: &CatalogueItem) -> Vec<String> {
    let all = cores(std::iter::once(&item.name).chain(&item.synonyms).map(String::as_str));
    all.into_iter().filter(|n| n.chars().count() >= 3 && !is_vague(n)).collect()
}

/// The newest entry that is not dated later than the day of judgement.
fn newest<'a>(entries: &[&'a Entry], as_of: Date) -> Option<(Date, &'a Entry)> {
    entries
        .iter()
        .filter_map(|e| if let ItemDay::On(day) = e.day { Some((day, *e)) } else { None })
        .filter(|(day, _)| *day <= as_of)
        .max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.url.cmp(&a.1.url)))
}

/// Holds entries against what is asked.
pub(super) fn fill_of(entries: &[&Entry], asked: Asked, as_of: Date) -> Fill {
    let count = entries.len();
    if count == 0 {
        return Fill::Short("no-content", Text::new("没有内容", "has no content"));
    }
    if count < asked.min_items {
        let min = asked.min_items;
        return Fill::Short(
            "too-few",
            Text::new(
                format!("只有{count}条内容，少于要求的{min}条"),
                format!("has only {count} entries, fewer than the {min} asked for"),
            ),
        );
    }
    let Some((days, since)) = asked.recent else { return Fill::Held };
    let newest = newest(entries, as_of);
    if newest.is_some_and(|(day, _)| day >= since) {
        return Fill::Held;
    }
    if let Some(entry) = entries.iter().find(|e| matches!(e.day, ItemDay::Unread | ItemDay::Unvisited)) {
        return Fill::Open(Reason::Budget, "the day of an entry is not known".to_owned(), entry.url.clone());
    }
    // A day after the day of judgement is no day to hold a window against.
    match newest {
        None if entries.iter().any(|e| matches!(e.day, ItemDay::On(_))) => Fill::Held,
        Some((day, entry)) => Fill::Short(
            "stale",
            Text::new(
                format!("最新一条为{day}（《{}》），超过{days}天未更新", entry.title),
                format!("has nothing newer than {day} (\"{}\"), over the limit of {days} days", entry.title),
            ),
        ),
        None => Fill::Short(
            "stale",
            Text::new(
                format!("的{count}条内容均未注明日期，按规定视为未在{days}天内更新"),
                format!("has {count} entries without a date, which count as not updated within {days} days"),
            ),
        ),
    }
}

/// "（责任单位：…）", empty when nobody is named.
pub(super) fn in_charge(units: &str) -> Text {
    if units.is_empty() {
        return Text::default();
    }
    Text::new(format!("（责任单位：{units}）"), format!(" (responsible: {units})"))
}

pub(super) fn violation(url: &str, target: &str, message: Text, evidence: Value) -> Violation {
    Violation {
        url: url.to_owned(),
        target: Some(target.to_owned()),
        message,
        evidence,
        severity: Severity::Major,
        occurrences: 1,
        subject: String::new(),
    }
}
