//! Holds a merged pack against itself: parents, sums, marks; builds the set without its checks.

use super::entry::IndicatorEntry;
use super::fault::hint;
use super::merge::Merged;
use super::reader::{At, Desk};
use super::set::{Indicator, Pack, RuleSet};
use super::source::Place;
use crate::model::{PackRef, Points, Text};
use std::collections::{BTreeMap, BTreeSet};

/// Builds the indicators and the pack's data; rules are added by `bind`.
pub(super) fn build(desk: &mut Desk, merged: &Merged, sha256: String) -> RuleSet {
    let pack = pack(desk, merged, sha256);
    let astray = parents(desk, &merged.indicators);
    let mut indicators = tree(&merged.indicators, &astray);
    if !merged.indicators.iter().any(|i| i.points_broken) {
        sum_up(&mut indicators, &merged.indicators);
        children_fit(desk, &indicators, &merged.indicators);
        first_level_fits(desk, &indicators, merged, pack.full_marks);
    }
    RuleSet { pack, indicators, rules: Vec::new(), warnings: Vec::new() }
}

fn pack(desk: &mut Desk, merged: &Merged, sha256: String) -> Pack {
    let entry = &merged.pack;
    let value = |p: &Option<At<Points>>, default: i64| p.as_ref().map_or(Points(default * 100), |p| p.value);
    let full_marks = value(&entry.full_marks, 100);
    for (key, mark) in [("pass_mark", &entry.pass_mark), ("bonus_mark", &entry.bonus_mark)] {
        if let Some(At { value, at }) = mark
            && *value > full_marks
        {
            desk.fault(
                *at,
                "pack",
                Text::new(
                    format!("`{key}`（{value}）高于满分 {full_marks}"),
                    format!("`{key}` ({value}) is above the full marks, {full_marks}"),
                ),
            );
        }
    }
    Pack {
        reference: PackRef {
            id: entry.id.clone(),
            title: entry.title.clone(),
            source: entry.source.clone(),
            version: entry.version.clone(),
            sha256,
            out_of_force: None,
        },
        full_marks,
        pass_mark: value(&entry.pass_mark, 60),
        bonus_mark: value(&entry.bonus_mark, 80),
        bonus_cap: value(&entry.bonus_cap, 30),
        scaling: entry.scaling.unwrap_or(true),
        valid_from: entry.valid_from,
        valid_to: entry.valid_to,
        assess: entry.assess.policy(),
        notes: entry.notes.clone(),
    }
}

/// Checks every `parent`; gives the ids of those whose parent is unknown or that run in a circle.
fn parents(desk: &mut Desk, entries: &[IndicatorEntry]) -> BTreeSet<String> {
    let of: BTreeMap<&str, Option<&str>> =
        entries.iter().map(|e| (e.head.id.as_str(), e.parent.as_ref().map(|p| p.value.as_str()))).collect();
    let mut astray = BTreeSet::new();
    for entry in entries {
        let Some(parent) = &entry.parent else { continue };
        let subject = format!("indicator {}", entry.head.id);
        if !of.contains_key(parent.value.as_str()) {
            let near = hint(&parent.value, of.keys().copied());
            let message = Text::new(
                format!("没有上级指标 `{}`{}", parent.value, near.zh),
                format!("there is no parent indicator `{}`{}", parent.value, near.en),
            );
            desk.fault(parent.at, &subject, message);
            astray.insert(entry.head.id.clone());
        } else if let Some(circle) = circle(&of, &entry.head.id) {
            // One circle is told once, at its member that stands first.
            if !circle.iter().any(|id| astray.contains(*id)) {
                let path = circle.iter().chain([&entry.head.id.as_str()]).copied().collect::<Vec<_>>().join(" → ");
                let message = Text::new(format!("上级绕成了圈：{path}"), format!("parents run in a circle: {path}"));
                desk.fault(parent.at, &subject, message);
            }
            astray.insert(entry.head.id.clone());
        }
    }
    astray
}

/// The circle that `id` is a member of, from it upwards.
fn circle<'a>(of: &BTreeMap<&'a str, Option<&'a str>>, id: &'a str) -> Option<Vec<&'a str>> {
    let mut path = vec![id];
    let mut at = id;
    while let Some(Some(parent)) = of.get(at) {
        if *parent == id {
            return Some(path);
        }
        if path.contains(parent) {
            return None;
        }
        path.push(parent);
        at = parent;
    }
    None
}

fn tree(entries: &[IndicatorEntry], astray: &BTreeSet<String>) -> Vec<Indicator> {
    let index: BTreeMap<&str, usize> = entries.iter().enumerate().map(|(i, e)| (e.head.id.as_str(), i)).collect();
    let parent = |e: &IndicatorEntry| {
        if astray.contains(&e.head.id) {
            None
        } else {
            e.parent.as_ref().and_then(|p| index.get(p.value.as_str()).copied())
        }
    };
    let level = |e: &IndicatorEntry| {
        let mut level = 1;
        let mut at = parent(e);
        while let Some(up) = at {
            level += 1;
            at = parent(&entries[up]);
        }
        level
    };
    let mut indicators: Vec<Indicator> = entries
        .iter()
        .map(|e| Indicator {
            id: e.head.id.clone(),
            source: e.source.clone(),
            parent: e.parent.as_ref().map(|p| p.value.clone()),
            level: level(e),
            title: e.title.clone().unwrap_or_default(),
            points: e.points.as_ref().map_or(Points::ZERO, |p| p.value),
            lead_unit: e.lead_unit.clone(),
            responsible_units: e.responsible_units.clone(),
            deadline: e.deadline.clone(),
            clause: e.clause.clone(),
            ledger: e.ledger.clone(),
            class: e.class,
            pending: e.pending.clone(),
            unless: e.unless.clone(),
            notes: e.notes.clone(),
            children: Vec::new(),
            rules: Vec::new(),
        })
        .collect();
    for (child, entry) in entries.iter().enumerate() {
        if let Some(up) = parent(entry) {
            indicators[up].children.push(child);
        }
    }
    indicators
}

/// Gives indicators without marks of their own the sum of those below, the deepest first.
fn sum_up(indicators: &mut [Indicator], entries: &[IndicatorEntry]) {
    let mut order: Vec<usize> = (0..indicators.len()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(indicators[*i].level));
    for at in order {
        if entries[at].points.is_none() {
            indicators[at].points = below(indicators, at);
        }
    }
}

fn below(indicators: &[Indicator], at: usize) -> Points {
    indicators[at].children.iter().map(|c| indicators[*c].points).sum()
}

fn children_fit(desk: &mut Desk, indicators: &[Indicator], entries: &[IndicatorEntry]) {
    for (at, indicator) in indicators.iter().enumerate() {
        let sum = below(indicators, at);
        if indicator.children.is_empty() || sum == indicator.points {
            continue;
        }
        let subject = format!("indicator {}", indicator.id);
        let own = indicator.points;
        if sum > own || sum == Points::ZERO {
            let message = Text::new(
                format!("下级指标合计 {sum} 分，本级只有 {own} 分"),
                format!("the indicators below sum to {sum}, this one has {own}"),
            );
            let message = if sum > own {
                message
            } else {
                Text::new(
                    format!("本级有 {own} 分，下级指标都没有分值"),
                    format!("has {own} points, and none of the indicators below has any"),
                )
            };
            desk.fault(blamed(indicators, entries, at), &subject, message);
        } else {
            let message = Text::new(
                format!("下级指标合计 {sum} 分，少于本级 {own} 分；按比例放大到 {own}"),
                format!("the indicators below sum to {sum}, less than the {own} here; they are scaled up to {own}"),
            );
            desk.warn(blamed(indicators, entries, at), &subject, message);
        }
    }
}

/// Where a sum is to be mended: in the uppermost pack that has a hand in it, the indicator itself before those below.
fn blamed(indicators: &[Indicator], entries: &[IndicatorEntry], at: usize) -> Place {
    let below = indicators[at].children.iter().map(|c| entries[*c].head.at);
    // Files are numbered from the pack asked for downwards.
    std::iter::once(entries[at].head.at).chain(below).min_by_key(|place| place.file).unwrap_or_default()
}

fn first_level_fits(desk: &mut Desk, indicators: &[Indicator], merged: &Merged, full: Points) {
    let first: Vec<&Indicator> = indicators.iter().filter(|i| i.parent.is_none()).collect();
    let sum: Points = first.iter().map(|i| i.points).sum();
    if sum == full || indicators.iter().all(|i| i.points == Points::ZERO) {
        return;
    }
    let parts = first.iter().map(|i| format!("{}: {}", i.id, i.points)).collect::<Vec<_>>().join(", ");
    // The overlay is to be mended, not the pack below that wrote the full marks.
    let written = merged.pack.full_marks.as_ref().map(|p| p.at).filter(|at| at.file == merged.pack.at.file);
    let at = written.unwrap_or(merged.pack.at);
    let (zh, en) = if sum > full {
        (format!("多出 {} 分", sum - full), format!("{} too many", sum - full))
    } else {
        (format!("还差 {} 分", full - sum), format!("{} missing", full - sum))
    };
    desk.fault(
        at,
        "pack",
        Text::new(
            format!("一级指标合计 {sum} 分（{parts}），满分是 {full}，{zh}"),
            format!("first-level indicators sum to {sum} ({parts}), the full marks are {full}: {en}"),
        ),
    );
}
