//! Binds rules to indicators and checks.

use super::catalogue::Named;
use super::entry::RuleEntry;
use super::fault::{hint, listed};
use super::merge::Merged;
use super::reader::{At, Desk};
use super::set::{Effect, Judge, Rule, RuleSet};
use super::source::Place;
use crate::checks::{Check, Measure};
use crate::model::{Points, Text};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The checks there are, the ids that are promised, the catalogues that rules name.
pub(super) type Known<'a> = (&'a [Check], &'a [&'a str], &'a Named);

/// Adds the rules to the set, then holds their marks against their indicators'.
pub(super) fn bind(desk: &mut Desk, merged: &Merged, set: &mut RuleSet, known: Known<'_>) {
    let index: BTreeMap<String, usize> = set.indicators.iter().enumerate().map(|(i, x)| (x.id.clone(), i)).collect();
    for entry in &merged.rules {
        let subject = format!("rule {}", entry.id);
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

fn rule(entry: &RuleEntry, effect: Effect, measure: Option<Box<dyn Measure>>) -> Rule {
    Rule {
        id: entry.id.clone(),
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
    let (registry, planned, catalogues) = known;
    if let Some(found) = registry.iter().find(|c| c.id == check.value) {
        // A catalogue that could not be had is told already.
        let params = catalogues.put_into(&entry.params, entry.at.file)?;
        return match (found.bind)(Value::Object(params.clone())) {
            Ok(measure) => Some(measure),
            Err(error) => {
                let (at, message) = refused(&RuleEntry { params, ..entry.clone() }, found, &error);
                desk.fault(at, subject, message);
                None
            }
        };
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
        desk.fault(entry.at, subject, message);
    }
    if !entry.params.is_empty() {
        let message = Text::new("没有 `check`，`params` 无处可用", "`params` without a `check` serves nothing");
        desk.fault(entry.params_at, subject, message);
    }
}

/// Turns serde's words into which key, where, which are known.
fn refused(entry: &RuleEntry, check: &Check, error: &str) -> (Place, Text) {
    let quoted: Vec<&str> = error.split('`').skip(1).step_by(2).collect();
    let key = quoted.first().copied().unwrap_or_default();
    let known = quoted.get(1..).unwrap_or_default();
    let paths = || entry.param_paths.iter();
    let find = |name: &str| paths().find(|p| p.value.rsplit('/').next() == Some(name)).map(|p| p.at);
    if error.contains("unknown field") {
        let near = hint(key, known.iter().copied());
        let (zh, en) = if known.is_empty() {
            ("它没有参数".to_owned(), "it takes none".to_owned())
        } else {
            (format!("可用：{}", listed(known.iter().copied())), format!("known: {}", listed(known.iter().copied())))
        };
        let message = Text::new(
            format!("检查 `{}` 没有参数 `{key}`{}（{zh}）", check.id, near.zh),
            format!("check `{}` has no parameter `{key}`{} ({en})", check.id, near.en),
        );
        return (find(key).unwrap_or(entry.params_at), message);
    }
    if error.contains("missing field") {
        let message = Text::new(
            format!("检查 `{}` 缺少参数 `{key}`", check.id),
            format!("check `{}` misses the parameter `{key}`", check.id),
        );
        return (entry.params_at, message);
    }
    let culprit = culprit(&entry.params, check, error);
    let at = culprit.as_ref().and_then(|c| paths().find(|p| p.value == *c)).map_or(entry.params_at, |p| p.at);
    let name = culprit.map(|c| format!(" `{}`", c.trim_start_matches('/'))).unwrap_or_default();
    let refusal = refusal(error, key, known);
    let message = Text::new(
        format!("检查 `{}` 不接受参数{name}：{}", check.id, refusal.zh),
        format!("check `{}` refuses the parameter{name}: {}", check.id, refusal.en),
    );
    (at, message)
}

/// What is wrong with a value, out of serde's words.
fn refusal(error: &str, key: &str, known: &[&str]) -> Text {
    if error.contains("unknown variant") {
        let near = hint(key, known.iter().copied());
        let known = listed(known.iter().copied());
        return Text::new(
            format!("不认识 `{key}`{}（可用：{known}）", near.zh),
            format!("unknown value `{key}`{} (known: {known})", near.en),
        );
    }
    let told = error.strip_prefix("invalid type: ").or_else(|| error.strip_prefix("invalid value: "));
    match told.and_then(|t| t.split_once(", expected ")) {
        Some((found, wanted)) => {
            Text::new(format!("写成了 {found}，应为 {wanted}"), format!("found {found}, expected {wanted}"))
        }
        None => Text::new(error, error),
    }
}

/// The path of the innermost parameter without which the check would say something else.
fn culprit(params: &Map<String, Value>, check: &Check, error: &str) -> Option<String> {
    let whole = Value::Object(params.clone());
    let mut path = String::new();
    while let Some(deeper) = whole.pointer(&path).and_then(|at| {
        let steps: Vec<String> = match at {
            Value::Object(map) => map.keys().cloned().collect(),
            Value::Array(list) => (0..list.len()).map(|i| i.to_string()).collect(),
            _ => Vec::new(),
        };
        steps.into_iter().find(|step| complaint(check, without(&whole, &path, step)).as_deref() != Some(error))
    }) {
        path = format!("{path}/{deeper}");
    }
    (!path.is_empty()).then_some(path)
}

fn complaint(check: &Check, params: Value) -> Option<String> {
    (check.bind)(params).err()
}

/// The parameters less one key or list entry.
fn without(whole: &Value, path: &str, step: &str) -> Value {
    let mut less = whole.clone();
    match less.pointer_mut(path) {
        Some(Value::Object(map)) => {
            map.remove(step);
        }
        Some(Value::Array(list)) => {
            if let Ok(at) = step.parse::<usize>() {
                list.remove(at);
            }
        }
        _ => {}
    }
    less
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
                desk.fault(entry.at, &subject, message);
            }
            continue;
        }
        let rules = || indicator.rules.iter().map(|r| &set.rules[*r]);
        if indicator.points > Points::ZERO && indicator.rules.is_empty() && indicator.pending.is_none() {
            let message = Text::new(
                "有分值而没有规则，只能待定；请补规则，或写 status = \"pending\" 和 why",
                "has points and no rule, so it stays open; add a rule, or status = \"pending\" with a why",
            );
            desk.warn(entry.at, &subject, message);
        }
        if indicator.pending.is_some() && rules().any(|r| r.judge() == Judge::Check) {
            let message = Text::new("标了 pending，却已有检查在判", "is marked pending although a check judges it");
            desk.warn(entry.at, &subject, message);
        }
        let marks: Points = rules().map(|r| r.effect.most(Points::ZERO)).sum();
        let only_people = rules().all(|r| matches!(r.effect, Effect::Manual(_)));
        if only_people && !indicator.rules.is_empty() && marks < indicator.points {
            let message = Text::new(
                format!("人工分合计 {marks}，少于指标的 {}，其余无人评", indicator.points),
                format!("people mark {marks} of its {} points; nobody gives the rest", indicator.points),
            );
            desk.warn(entry.at, &subject, message);
        }
    }
}
