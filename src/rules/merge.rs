//! Lays packs over one another: the same id again replaces or patches, `enabled = false` switches off.

use super::entry::{IndicatorEntry, PackEntry, RuleEntry};
use super::fault::hint;
use super::layers::Read;
use super::reader::{At, Desk};
use super::set::Effect;
use super::source::Place;
use crate::model::{Points, Text};
use std::collections::{BTreeMap, BTreeSet};

/// All sections that are in force, in order: those of extended packs first.
#[derive(Debug, Default)]
pub(super) struct Merged {
    pub(super) pack: PackEntry,
    pub(super) indicators: Vec<IndicatorEntry>,
    pub(super) rules: Vec<RuleEntry>,
}

/// An entry that an overlay can name again.
trait Entry: Clone {
    const KIND: (&'static str, &'static str);
    /// What a complete entry needs.
    const NEEDS: &'static str;
    fn id(&self) -> &str;
    fn at(&self) -> Place;
    fn is_patch(&self) -> bool;
    fn patch(&mut self, by: &Self, desk: &mut Desk);
    fn subject(&self) -> String {
        format!("{} {}", Self::KIND.0, self.id())
    }
}

impl Entry for IndicatorEntry {
    const KIND: (&'static str, &'static str) = ("indicator", "指标");
    const NEEDS: &'static str = "`title`";
    fn id(&self) -> &str {
        &self.id
    }
    fn at(&self) -> Place {
        self.at
    }
    fn is_patch(&self) -> bool {
        self.patch
    }
    fn patch(&mut self, by: &Self, _: &mut Desk) {
        self.enabled = by.enabled;
        self.points_broken |= by.points_broken;
        if by.points.is_some() {
            self.points.clone_from(&by.points);
        }
        self.at = by.at;
    }
}

impl Entry for RuleEntry {
    const KIND: (&'static str, &'static str) = ("rule", "规则");
    const NEEDS: &'static str = "`indicator`, `title`, deduct/veto/bonus/info/manual";
    fn id(&self) -> &str {
        &self.id
    }
    fn at(&self) -> Place {
        self.at
    }
    fn is_patch(&self) -> bool {
        self.patch
    }
    fn patch(&mut self, by: &Self, desk: &mut Desk) {
        self.enabled = by.enabled;
        let (Some(At { value, at }), Some((effect, _))) = (&by.points, &mut self.effects.effect) else { return };
        if !repoint(effect, *value) {
            desk.fault(
                *at,
                &by.subject(),
                Text::new(
                    "这条规则不是一次扣定分值，`points` 改不了它；请写出完整规则",
                    "this rule has no single mark that `points` could change; write the whole rule",
                ),
            );
        }
    }
}

/// Gives an effect other marks, where it has just one.
fn repoint(effect: &mut Effect, marks: Points) -> bool {
    match effect {
        Effect::DeductOnce(points)
        | Effect::DeductRatio { points, .. }
        | Effect::Bonus(points)
        | Effect::Manual(points) => {
            *points = marks;
            true
        }
        Effect::DeductEach { .. } | Effect::Veto(_) | Effect::Info => false,
    }
}

/// Lays the layers over one another, the lowest first.
pub(super) fn merge(desk: &mut Desk, layers: Vec<Read>) -> Merged {
    let mut merged = Merged::default();
    for Read { layer, .. } in layers {
        lay(desk, &mut merged.indicators, layer.indicators);
        lay(desk, &mut merged.rules, layer.rules);
        merged.pack = inherit(merged.pack, layer.pack);
    }
    switch_off(&mut merged);
    merged
}

/// The upper pack's data; what it does not say comes from below.
fn inherit(below: PackEntry, pack: PackEntry) -> PackEntry {
    PackEntry {
        full_marks: pack.full_marks.or(below.full_marks),
        pass_mark: pack.pass_mark.or(below.pass_mark),
        bonus_mark: pack.bonus_mark.or(below.bonus_mark),
        bonus_cap: pack.bonus_cap.or(below.bonus_cap),
        scaling: pack.scaling.or(below.scaling),
        assess: pack.assess.or(below.assess),
        ..pack
    }
}

fn lay<E: Entry>(desk: &mut Desk, below: &mut Vec<E>, entries: Vec<E>) {
    let mut index: BTreeMap<String, usize> = below.iter().enumerate().map(|(i, e)| (e.id().to_owned(), i)).collect();
    let lower: Vec<String> = index.keys().cloned().collect();
    let mut own: BTreeMap<String, Place> = BTreeMap::new();
    for entry in entries {
        if let Some(first) = own.get(entry.id()) {
            let (line, _) = desk.sources[first.file].line_column(first.offset);
            let message = Text::new(
                format!("id 重复：第 {line} 行已有同名{}", E::KIND.1),
                format!("duplicate id: line {line} has this {} already", E::KIND.0),
            );
            desk.fault(entry.at(), &entry.subject(), message);
            continue;
        }
        own.insert(entry.id().to_owned(), entry.at());
        match index.get(entry.id()) {
            Some(at) if entry.is_patch() => below[*at].patch(&entry, desk),
            Some(at) => below[*at] = entry,
            None if entry.is_patch() => {
                let near = hint(entry.id(), lower.iter().map(String::as_str));
                let message = Text::new(
                    format!(
                        "所扩展的规则包里没有可改的{} `{}`（新写的要有 {}）{}",
                        E::KIND.1,
                        entry.id(),
                        E::NEEDS,
                        near.zh
                    ),
                    format!(
                        "the extended packs have no {} `{}` to change (a new one needs {}){}",
                        E::KIND.0,
                        entry.id(),
                        E::NEEDS,
                        near.en
                    ),
                );
                desk.fault(entry.at(), &entry.subject(), message);
            }
            None => {
                index.insert(entry.id().to_owned(), below.len());
                below.push(entry);
            }
        }
    }
}

/// Drops what is switched off, with everything below it.
fn switch_off(merged: &mut Merged) {
    let mut off: BTreeSet<String> = merged.indicators.iter().filter(|i| !i.enabled).map(|i| i.id.clone()).collect();
    loop {
        let more: Vec<String> = merged
            .indicators
            .iter()
            .filter(|i| !off.contains(&i.id) && i.parent.as_ref().is_some_and(|p| off.contains(&p.value)))
            .map(|i| i.id.clone())
            .collect();
        if more.is_empty() {
            break;
        }
        off.extend(more);
    }
    merged.indicators.retain(|i| !off.contains(&i.id));
    merged.rules.retain(|r| r.enabled && !r.indicator.as_ref().is_some_and(|i| off.contains(&i.value)));
}
