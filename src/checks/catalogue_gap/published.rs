//! The catalogue that the site publishes, held against the site and against the rule's catalogue.

use super::Look;
use super::content::{Content, Entry, Place, column, find};
use super::fields::{FieldState, Fill, fill_of, in_charge, settle, violation};
use super::names::{carries, cores, is_vague};
use super::titles::Titles;
use crate::facts::{Found, PublishedCatalogue, PublishedItem, fold_name};
use crate::model::{CatalogueField, CatalogueItem, Reason, Severity, Text, Undetermined, Unreadable, Verdict};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// What the rule's catalogue says of a field, with how it stands on the site.
type States<'a> = [(&'a CatalogueField, FieldState)];

/// An item with the table it stands in and the field it belongs to.
pub(super) type Published<'a> = (&'a PublishedCatalogue, Option<&'a CatalogueField>, &'a PublishedItem);

/// From this likeness on, a column may be the item's under another name.
const SIMILAR: f64 = 0.6;

/// Most items of one finding that are told by name.
const TOLD: usize = 10;

impl Look<'_> {
    /// Items of the published catalogue that have no content; fields and items that it leaves out; what can't be read.
    pub(super) fn judge_published(
        &self,
        states: &States<'_>,
        (items, titles): (&[Published<'_>], &Titles),
        verdict: &mut Verdict,
    ) {
        self.note_unread(verdict);
        for (catalogue, field, item) in items {
            let within = field.and_then(|f| states.iter().find(|(s, _)| std::ptr::eq(*s, f))).map(|(_, s)| s);
            self.judge_published_item((catalogue, *field, item), within, titles, verdict);
        }
        self.judge_left_out(states, verdict);
    }

    /// The county's items with the field each belongs to, every item once.
    pub(super) fn published_items(&self) -> Vec<Published<'_>> {
        let mut told: BTreeSet<(String, &[String])> = BTreeSet::new();
        let mut items = Vec::new();
        for catalogue in &self.published {
            let around = self.field_named(catalogue.titles.iter().map(String::as_str));
            for item in catalogue.items.iter().filter(|i| i.county != Some(false) && !i.path.is_empty()) {
                let own = self.field_named(std::iter::once(item.field.as_str()));
                let field = own.or(around).or_else(|| self.field_named(item.path.iter().map(String::as_str)));
                let key = field.map_or_else(|| fold_name(&item.field), |f| f.name.clone());
                if told.insert((key, &item.path)) {
                    items.push((catalogue, field, item));
                }
            }
        }
        items
    }

    /// The field of the rule's catalogue that one of these titles is about; of several the longest name.
    fn field_named<'t>(&self, titles: impl Iterator<Item = &'t str>) -> Option<&CatalogueField> {
        for title in titles {
            let title = fold_name(title);
            let best = self
                .rule
                .catalogue
                .fields
                .iter()
                .filter_map(|f| {
                    let own = fold_name(&f.name);
                    let by_name = title.contains(&own).then(|| own.chars().count() + 100);
                    // Short synonyms stand in too many titles.
                    let synonym = f.synonyms.iter().map(|s| fold_name(s)).filter(|s| s.chars().count() >= 4);
                    let by_synonym = synonym.filter(|s| title.contains(s.as_str())).map(|s| s.chars().count()).max();
                    let exact = f.synonyms.iter().any(|s| fold_name(s) == title).then_some(50);
                    by_name.max(by_synonym).max(exact).map(|weight| (weight, f))
                })
                .max_by_key(|(weight, _)| *weight);
            if let Some((_, field)) = best {
                return Some(field);
            }
        }
        None
    }

    fn judge_published_item(
        &self,
        (catalogue, field, item): (&PublishedCatalogue, Option<&CatalogueField>, &PublishedItem),
        within: Option<&FieldState>,
        titles: &Titles,
        verdict: &mut Verdict,
    ) {
        verdict.tested += 1;
        let names = names_of(item);
        let (fill, nearest) = self.published_fill(item, &names, within, titles);
        if matches!(fill, Fill::Held) {
            return;
        }
        let unit = if item.unit.is_empty() {
            field.map(|f| f.units.join("、")).unwrap_or_default()
        } else {
            item.unit.clone()
        };
        let path = item.path.join(" / ");
        let field_name = field.map_or(item.field.as_str(), |f| f.name.as_str());
        let evidence = json!({
            "published_in": catalogue.url,
            "catalogue": catalogue.titles.first(),
            "field": field_name,
            "item": item.path,
            "unit": unit,
            "looked_in": within.and_then(FieldState::content).map(|c| &c.looked),
            "nearest": nearest,
        });
        let target = if field_name.is_empty() { path.clone() } else { format!("{field_name} / {path}") };
        let names = (target.as_str(), format!("公布的事项“{path}”"), format!("the published item \"{path}\""));
        settle(&fill, names, (&unit, evidence, &catalogue.url), verdict);
    }

    /// Where an item of the published catalogue stands, with what comes nearest.
    fn published_fill(
        &self,
        item: &PublishedItem,
        names: &[String],
        within: Option<&FieldState>,
        titles: &Titles,
    ) -> (Fill, Option<String>) {
        let asked = self.asked();
        let open = |reason, what: &str, url: &str| Fill::Open(reason, what.to_owned(), url.to_owned());
        let vague = names.iter().all(|n| is_vague(n));
        let field = within.and_then(FieldState::content);
        // A column of its own.
        let mut short = None;
        let mut near = None;
        match find(self.facts, &self.area, item.name(), &[]) {
            Place::Found(inside, outside) => {
                let all: Vec<_> = inside.into_iter().chain(outside).collect();
                // A vague name counts within its field alone.
                let fits: Vec<_> = all
                    .into_iter()
                    .filter(|s| {
                        let at = s.target.as_ref().and_then(|t| self.facts.page_index(t));
                        !vague || field.is_some_and(|f| at.is_some_and(|at| f.pages.contains(&at)))
                    })
                    .collect();
                if !fits.is_empty() {
                    match Content::of(self.facts, &fits).fill(self.facts, asked) {
                        Fill::Short(reason, words) => short = Some(Fill::Short(reason, words)),
                        other => return (other, None),
                    }
                }
            }
            Place::Nowhere => {
                if let Found::No(nearest) = self.facts.columns().find(&column(item.name(), &[])) {
                    near = nearest.filter(|n| n.1 >= SIMILAR).map(|n| n.0);
                }
            }
        }
        // Entries that name it: within its field, then anywhere.
        let own = field.map(|f| f.entries.values().filter(|e| named(&e.title, names)).collect::<Vec<_>>());
        let hits: Vec<Entry> = if vague {
            Vec::new()
        } else {
            let found = titles.carrying(names).into_iter();
            found.map(|h| Entry { title: h.title.clone(), url: h.url.clone(), day: h.day }).collect()
        };
        let mut entries: Vec<&Entry> = own.unwrap_or_default();
        for hit in &hits {
            if !entries.iter().any(|e| e.url == hit.url && e.title == hit.title) {
                entries.push(hit);
            }
        }
        match fill_of(&entries, asked, self.facts.run.as_of) {
            Fill::Held => return (Fill::Held, None),
            found @ (Fill::Short("stale", _) | Fill::Open(..)) => return (found, None),
            Fill::Short("too-few", _) if short.is_none() => {
                let at = entries.first().map_or(self.home.as_str(), |e| e.url.as_str());
                return (open(Reason::Ambiguous, "only some entries name it", at), None);
            }
            Fill::Short(..) => {}
        }
        if let Some(short) = short {
            return (short, None);
        }
        // Nothing carries the name. What is like it, or was not seen, leaves it open.
        if let Some((title, url)) = titles.similar(names).filter(|_| !vague) {
            return (open(Reason::Ambiguous, "a title is like it", url), Some(title.to_owned()));
        }
        if let Some(name) = near {
            return (open(Reason::Ambiguous, "a column's name is like it", &self.home), Some(name));
        }
        if let Some((reason, what, url)) = field.and_then(|f| f.unread.clone()) {
            return (Fill::Open(reason, what, url), None);
        }
        if let Some((reason, what)) = self.open.first() {
            return (open(*reason, what, &self.home), None);
        }
        if let Some((reason, what, url)) = &self.unlisted {
            return (open(*reason, what, url), None);
        }
        if self.facts.skips.iter().any(|s| s.page && s.reason != crate::model::SkipReason::Trap) {
            return (open(Reason::Budget, "not every page was visited", &self.home), None);
        }
        if vague {
            let url = field.and_then(|f| f.url()).unwrap_or(&self.home);
            return (open(Reason::Ambiguous, "the name is too general to be told in titles", url), None);
        }
        (Fill::Short("no-column", Text::new("在网站上没有对应的栏目和内容", "has neither column nor content")), None)
    }

    /// Catalogues that could not be read: how many items they hold is not known.
    fn note_unread(&self, verdict: &mut Verdict) {
        for unread in &self.unread {
            verdict.tested += 1;
            verdict.open_ended = true;
            let how = unread.how.map_or_else(|| unread.reason.words(), said);
            verdict.undetermined.push(Undetermined {
                url: unread.url.clone(),
                target: Some(unread.title.clone()),
                reason: unread.reason,
                message: Text::new(
                    format!("公布的目录“{}”未能读取（{}），请人工对照网站内容", unread.title, how.zh),
                    format!(
                        "the published catalogue \"{}\" could not be read ({}); compare it by hand",
                        unread.title, how.en
                    ),
                ),
                evidence: json!({ "catalogue": unread.title, "detail": unread.detail }),
            });
        }
    }

    /// Fields and items of the rule's catalogue that the published one leaves out; told only of a published catalogue
    /// that was read whole and covers half of the fields or more, for one department's own list is no county's.
    fn judge_left_out(&self, states: &States<'_>, verdict: &mut Verdict) {
        if self.published.is_empty() || !self.unread.is_empty() || self.published.iter().any(|c| c.cut) {
            return;
        }
        let rows = self.rows_by_field();
        let covered = states.iter().filter(|(f, _)| rows.contains_key(f.name.as_str())).count();
        if covered * 2 < states.len() || covered == 0 {
            return;
        }
        for (field, state) in states {
            verdict.tested += 1;
            let Some(rows) = rows.get(field.name.as_str()) else {
                // One that has no column is told already.
                if state.is_missing() {
                    continue;
                }
                self.left_out(&field.name, &field.name, &field.units, verdict);
                continue;
            };
            let listed: Vec<String> = rows.iter().flat_map(|(_, i)| &i.path).map(|n| fold_name(n)).collect();
            if listed.is_empty() {
                continue;
            }
            for item in self.rule.items(field) {
                verdict.tested += 1;
                if !lists(&listed, item) {
                    let units = if item.units.is_empty() { &field.units } else { &item.units };
                    self.left_out(&format!("{} / {}", field.name, item.name), &item.name, units, verdict);
                }
            }
        }
    }

    fn left_out(&self, target: &str, name: &str, units: &[String], verdict: &mut Verdict) {
        let units = units.join("、");
        let unit = in_charge(&units);
        let catalogue = &self.rule.catalogue;
        let looked: BTreeSet<&str> = self.published.iter().map(|c| c.url.as_str()).take(TOLD).collect();
        let url = self.published.first().map_or(self.home.as_str(), |c| c.url.as_str());
        let message = Text::new(
            format!("网站公布的目录没有列入“{name}”{}，而《{}》中有，请补充目录", unit.zh, catalogue.title),
            format!("the published catalogue leaves out \"{name}\"{}, which {} lists; add it", unit.en, catalogue.id),
        );
        let evidence = json!({
            "reason": "not-in-catalogue",
            "catalogue": catalogue.id,
            "item": name,
            "unit": units,
            "looked_in": looked,
        });
        let mut found = violation(url, target, message, evidence);
        found.severity = Severity::Minor;
        // The same name without content is another finding.
        found.subject = format!("not-in-catalogue {target}");
        verdict.violations.push(found);
    }

    /// The published rows of each field of the rule's catalogue.
    fn rows_by_field(&self) -> BTreeMap<&str, Vec<(&PublishedCatalogue, &PublishedItem)>> {
        let mut rows: BTreeMap<&str, Vec<(&PublishedCatalogue, &PublishedItem)>> = BTreeMap::new();
        for catalogue in &self.published {
            let around = self.field_named(catalogue.titles.iter().map(String::as_str));
            for item in &catalogue.items {
                let own = self.field_named(std::iter::once(item.field.as_str()));
                let field = own.or(around).or_else(|| self.field_named(item.path.iter().map(String::as_str)));
                if let Some(field) = field {
                    rows.entry(&field.name).or_default().push((catalogue, item));
                }
            }
        }
        rows
    }

    /// Whether the published catalogue says for every field who is responsible.
    pub(super) fn judge_units(&self, verdict: &mut Verdict) {
        let rows = self.rows_by_field();
        if self.published.is_empty() {
            return self.no_catalogue(verdict);
        }
        for field in self.rule.fields() {
            verdict.tested += 1;
            let Some(rows) = rows.get(field.name.as_str()) else {
                if !self.unread.is_empty() {
                    let url = self.unread[0].url.as_str();
                    let what = "a published catalogue could not be read".to_owned();
                    let fill = Fill::Open(Reason::Tool, what, url.to_owned());
                    settle(&fill, unit_names(&field.name), ("", json!({ "field": field.name }), url), verdict);
                    continue;
                }
                let url = self.published[0].url.as_str();
                let words = Text::new(
                    "未见于公布的目录，看不出责任单位",
                    "is not in the published one, so nobody is named for it",
                );
                let fill = Fill::Short("no-unit", words);
                let evidence = json!({ "field": field.name, "expected": field.units });
                settle_units(&fill, &field.name, evidence, url, verdict);
                continue;
            };
            let bare: Vec<String> =
                rows.iter().filter(|(_, i)| i.unit.is_empty()).map(|(_, i)| i.path.join(" / ")).collect();
            if bare.is_empty() {
                continue;
            }
            let url = rows.iter().find(|(_, i)| i.unit.is_empty()).map_or(self.home.as_str(), |(c, _)| c.url.as_str());
            let words = Text::new(
                format!("在公布的目录中有{}个事项没有写明责任单位", bare.len()),
                format!("has {} items in the published one for which nobody is named", bare.len()),
            );
            let evidence = json!({
                "field": field.name,
                "count": bare.len(),
                "items": bare.iter().take(TOLD).collect::<Vec<_>>(),
                "expected": field.units,
            });
            settle_units(&Fill::Short("no-unit", words), &field.name, evidence, url, verdict);
        }
    }

    /// No published catalogue at all.
    fn no_catalogue(&self, verdict: &mut Verdict) {
        verdict.tested += 1;
        let evidence = json!({ "catalogue": self.rule.catalogue.id });
        if let Some(unread) = self.unread.first() {
            let fill = Fill::Open(unread.reason, unread.detail.clone(), unread.url.clone());
            settle(&fill, unit_names("—"), ("", evidence, &unread.url), verdict);
        } else if let Some((reason, what)) = self.open.first() {
            let fill = Fill::Open(*reason, what.clone(), self.home.clone());
            settle(&fill, unit_names("—"), ("", evidence, &self.home), verdict);
        } else {
            let message = Text::new(
                "网站上没有找到公开事项标准目录，看不出各领域的责任单位，请公布目录并逐项写明责任单位",
                "no published catalogue was found, so nobody is named for any field; publish one that names them",
            );
            let mut evidence = evidence;
            evidence["reason"] = json!("no-unit");
            verdict.violations.push(violation(&self.home, "公开事项标准目录", message, evidence));
        }
    }
}

fn settle_units(fill: &Fill, name: &str, evidence: serde_json::Value, url: &str, verdict: &mut Verdict) {
    let before = verdict.violations.len();
    settle(fill, unit_names(name), ("", evidence, url), verdict);
    for found in &mut verdict.violations[before..] {
        found.subject = format!("no-unit {name}");
    }
}

fn unit_names(name: &str) -> (&str, String, String) {
    (name, format!("目录中的领域“{name}”"), format!("the field \"{name}\" of the catalogue"))
}

/// The names by which an item is looked for: the narrowest.
pub(super) fn names_of(item: &PublishedItem) -> Vec<String> {
    cores(std::iter::once(item.name()))
}

fn named(title: &str, names: &[String]) -> bool {
    let title = fold_name(title);
    names.iter().any(|n| title.contains(n.as_str()))
}

/// Whether one of these names is the item or speaks of it.
fn lists(listed: &[String], item: &CatalogueItem) -> bool {
    let names = cores(std::iter::once(&item.name).chain(&item.synonyms).map(String::as_str));
    listed.iter().any(|l| names.iter().any(|n| carries(l, n)))
}

/// In words, why a file could not be read.
fn said(how: Unreadable) -> Text {
    let (zh, en) = match how {
        Unreadable::NotFetched => ("文件没有取到", "it was not fetched"),
        Unreadable::TooLarge => ("文件过大，未能读完", "too large to be read whole"),
        Unreadable::Encrypted => ("文件加密", "encrypted"),
        Unreadable::Scanned => ("是扫描件或图片", "pictures of paper"),
        Unreadable::Format => ("格式不支持", "a format that is not read"),
        Unreadable::Damaged => ("文件损坏", "damaged"),
    };
    Text::new(zh, en)
}
