//! Binds rules to indicators and checks.

use super::entry::{Form, RuleEntry};
use super::fault::hint;
use super::merge::Merged;
use super::named::Named;
use super::params;
use super::reader::{At, Desk};
use super::set::{Effect, Judge, Rule, RuleSet};
use super::source::Place;
use crate::checks::{Check, Measure};
use crate::model::{Points, Text};
use serde_json::Value;
use std::collections::BTreeMap;

/// The checks there are, the ids that are promised, the files that rules name.
pub(super) type Known<'a> = (&'a [Check], &'a [&'a str], &'a Named);

/// Adds the rules to the set, then holds their marks against their indicators'.
pub(super) fn bind(desk: &mut Desk, merged: &Merged, set: &mut RuleSet, known: Known<'_>) {
    let index: BTreeMap<String, usize> = set.indicators.iter().enumerate().map(|(i, x)| (x.id.clone(), i)).collect();
    for entry in &merged.rules {
        let subject = format!("rule {}", entry.head.id);
        let place = entry.indicator.as_ref().and_then(|i| home(desk, i, &index, &subject));
        if let (Some(at), Some(named)) = (place, &entry.indicator)
            && !set.indicators[at].children.is_empty()
        {
            let message = Text::new(
                format!("指标 `{}` 有下级指标，规则要写在最下一级", named.value),
                format!("indicator `{}` has others below it; rules belong to the lowest level", named.value),
            );
            desk.fault(named.at, &subject, message);
        }
        let measure = measure(desk, entry, known, &subject);
        let Some((effect, at)) = entry.effects.effect else { continue };
        if let Some(place) = place {
            set.indicators[place].rules.push(set.rules.len());
            fits(desk, effect, at, (&subject, set.indicators[place].points));
        }
        set.rules.push(rule(entry, effect, measure));
    }
    leaves_fit(desk, merged, set);
}

/// Holds checks and parameters against the registry where the packs could not be laid together.
pub(super) fn checks_alone(desk: &mut Desk, rules: &[RuleEntry], known: Known<'_>) {
    for entry in rules.iter().filter(|e| e.head.form == Form::Whole) {
        measure(desk, entry, known, &format!("rule {}", entry.head.id));
    }
}

fn rule(entry: &RuleEntry, effect: Effect, measure: Option<Box<dyn Measure>>) -> Rule {
    Rule {
        id: entry.head.id.clone(),
        indicator: entry.indicator.as_ref().map(|i| i.value.clone()).unwrap_or_default(),
        title: entry.title.clone().unwrap_or_default(),
        check: entry.check.as_ref().map(|c| c.value.clone()).unwrap_or_default(),
        effect,
        params: Value::Object(entry.params.clone()),
        measure,
        clause: entry.clause.clone(),
        notes: entry.notes.clone(),
    }
}

fn home(desk: &mut Desk, named: &At<String>, index: &BTreeMap<String, usize>, subject: &str) -> Option<usize> {
    let found = index.get(&named.value).copied();
    if found.is_none() {
        let near = hint(&named.value, index.keys().map(String::as_str));
        let message = Text::new(
            format!("没有指标 `{}`{}", named.value, near.zh),
            format!("there is no indicator `{}`{}", named.value, near.en),
        );
        desk.fault(named.at, subject, message);
    }
    found
}

fn measure(desk: &mut Desk, entry: &RuleEntry, known: Known<'_>, subject: &str) -> Option<Box<dyn Measure>> {
    let Some(check) = &entry.check else {
        unchecked(desk, entry, subject);
        return None;
    };
    let (registry, planned, named) = known;
    if let Some(found) = registry.iter().find(|c| c.id == check.value) {
        // A file that could not be had is told already.
        let params = named.put_into(entry)?;
        return params::bind(desk, &RuleEntry { params, ..entry.clone() }, found, subject);
    }
    if !planned.contains(&check.value.as_str()) {
        let near = hint(&check.value, registry.iter().map(|c| c.id).chain(planned.iter().copied()));
        let message = Text::new(
            format!("没有检查 `{}`{}", check.value, near.zh),
            format!("there is no check `{}`{}", check.value, near.en),
        );
        desk.fault(check.at, subject, message);
    }
    None
}

/// A rule without a check: right where a person can judge, wrong where something must be counted.
fn unchecked(desk: &mut Desk, entry: &RuleEntry, subject: &str) {
    if matches!(entry.effects.effect, Some((effect, _)) if matches!(effect.name(), "deduct" | "info")) {
        let message = Text::new(
            "缺少 `check`：由人评分的请写 manual = { points = … }",
            "`check` is missing; what a person marks is written manual = { points = … }",
        );
        desk.fault(entry.head.at, subject, message);
    }
    if !entry.params.is_empty() {
        let message = Text::new("没有 `check`，`params` 无处可用", "`params` without a `check` serves nothing");
        desk.fault(entry.params_at, subject, message);
    }
}

/// Warns of marks that an indicator doesn't have.
fn fits(desk: &mut Desk, effect: Effect, at: Place, (subject, full): (&str, Points)) {
    let most = effect.most(full);
    if let Effect::DeductEach { each, cap: Some(cap) } = effect
        && cap < each
    {
        let message = Text::new(
            format!("封顶 {cap} 低于每处 {each}，一处就到顶"),
            format!("the cap, {cap}, is below one case, {each}"),
        );
        desk.warn(at, subject, message);
    }
    if most > full {
        let message = Text::new(
            format!("最多扣 {most} 分，而指标只有 {full} 分；按 {full} 封顶"),
            format!("may take {most}, the indicator has {full}; it stops at {full}"),
        );
        desk.warn(at, subject, message);
    } else if most == Points::ZERO && matches!(effect, Effect::DeductEach { .. }) {
        let message = Text::new("指标没有分值，扣不了分", "the indicator has no points to lose");
        desk.warn(at, subject, message);
    }
}

/// Warns of leaves with marks that nobody gives, or whose people's marks are not theirs.
fn leaves_fit(desk: &mut Desk, merged: &Merged, set: &RuleSet) {
    for (indicator, entry) in set.indicators.iter().zip(&merged.indicators) {
        let subject = format!("indicator {}", indicator.id);
        if !indicator.children.is_empty() {
            if indicator.pending.is_some() {
                let message = Text::new(
                    "有下级指标，`status` 要写在最下一级",
                    "has others below it; `status` belongs to the lowest level",
                );
                desk.fault(entry.head.at, &subject, message);
            }
            continue;
        }
        let rules = || indicator.rules.iter().map(|r| &set.rules[*r]);
        if indicator.points > Points::ZERO && indicator.rules.is_empty() && indicator.pending.is_none() {
            let message = Text::new(
                "有分值而没有规则，只能待定；请补规则，或写 status = \"pending\" 和 why",
                "has points and no rule, so it stays open; add a rule, or status = \"pending\" with a why",
            );
            desk.warn(entry.head.at, &subject, message);
        }
        if indicator.pending.is_some() && rules().any(|r| r.judge() == Judge::Check) {
            let message = Text::new("标了 pending，却已有检查在判", "is marked pending although a check judges it");
            desk.warn(entry.head.at, &subject, message);
        }
        let marks: Points = rules().map(|r| r.effect.most(Points::ZERO)).sum();
        let only_people = rules().all(|r| matches!(r.effect, Effect::Manual(_)));
        if only_people && !indicator.rules.is_empty() && marks < indicator.points {
            let message = Text::new(
                format!("人工分合计 {marks}，少于指标的 {}，其余无人评", indicator.points),
                format!("people mark {marks} of its {} points; nobody gives the rest", indicator.points),
            );
            desk.warn(entry.head.at, &subject, message);
        }
    }
}
