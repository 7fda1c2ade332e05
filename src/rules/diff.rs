//! Two packs held against each other, key by key, everything they extend included.

use super::set::{Class, Effect, Indicator, Pack, Rule, RuleSet, VetoWhen};
use crate::model::{PackRef, Points};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What changed from one pack to another. Entries stand in the new pack's order, those removed in the old one's.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PackDiff {
    /// `duwang.rules-diff/1`.
    pub schema: &'static str,
    /// The pack held against.
    pub old: PackRef,
    /// The pack looked at.
    pub new: PackRef,
    /// Whether nothing below differs.
    pub same: bool,
    /// What the packs say of themselves, id and version aside.
    pub pack: Vec<Change>,
    /// Indicators of every level.
    pub indicators: Entries,
    /// Rules.
    pub rules: Entries,
    /// Marks of the first level, and their sum.
    pub totals: Vec<Total>,
}

/// Entries of one kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entries {
    /// Only in the new pack.
    pub added: Vec<Entry>,
    /// Only in the old pack.
    pub removed: Vec<Entry>,
    /// In both, with other contents.
    pub changed: Vec<Entry>,
    /// In both, word for word.
    pub unchanged: usize,
}

/// One indicator or rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// Its title, the new one.
    pub title: String,
    /// The indicator it stands under; empty for the first level.
    pub under: String,
    /// For one added or removed what it has, with `null` on the other side; else what differs.
    pub changes: Vec<Change>,
}

/// One key with its values; `null` where it is not written.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The key, as packs write it; below lists `params.columns[动态要闻].max_age_days`.
    pub key: String,
    /// Before.
    pub old: Value,
    /// After.
    pub new: Value,
}

/// Marks of one section; an empty id is the sum.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Total {
    /// The first-level indicator.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Marks before; `None` when it was not there.
    pub old: Option<Points>,
    /// Marks after; `None` when it is gone.
    pub new: Option<Points>,
}

/// Holds `new` against `old`.
#[must_use]
pub fn diff(old: &RuleSet, new: &RuleSet) -> PackDiff {
    let pack = changes(&pack_values(&old.pack), &pack_values(&new.pack));
    let list = |set: &RuleSet| -> Vec<Item> { set.indicators.iter().map(of_indicator).collect() };
    let indicators = entries(&list(old), &list(new));
    let list = |set: &RuleSet| -> Vec<Item> { set.rules.iter().map(of_rule).collect() };
    let rules = entries(&list(old), &list(new));
    let still = |e: &Entries| e.added.is_empty() && e.removed.is_empty() && e.changed.is_empty();
    PackDiff {
        schema: "duwang.rules-diff/1",
        old: old.pack.reference.clone(),
        new: new.pack.reference.clone(),
        same: pack.is_empty() && still(&indicators) && still(&rules),
        pack,
        indicators,
        rules,
        totals: totals(old, new),
    }
}

/// An entry as keys and values.
struct Item {
    id: String,
    title: String,
    under: String,
    values: Map<String, Value>,
}

/// Leaves out what is not written.
fn written(values: Value) -> Map<String, Value> {
    let Value::Object(map) = values else { return Map::new() };
    let empty =
        |v: &Value| v.is_null() || v.as_str().is_some_and(str::is_empty) || v.as_array().is_some_and(Vec::is_empty);
    map.into_iter().filter(|(_, v)| !empty(v)).collect()
}

fn pack_values(pack: &Pack) -> Map<String, Value> {
    written(json!({
        "title": pack.reference.title,
        "source": pack.reference.source,
        "full_marks": pack.full_marks,
        "pass_mark": pack.pass_mark,
        "bonus_mark": pack.bonus_mark,
        "bonus_cap": pack.bonus_cap,
        "scaling": pack.scaling,
        "valid_from": pack.valid_from.map(|d| d.to_string()),
        "valid_to": pack.valid_to.map(|d| d.to_string()),
        "assess": pack.assess,
        "notes": pack.notes,
    }))
}

fn of_indicator(i: &Indicator) -> Item {
    let class = i.class.map(|c| match c {
        Class::A => "A",
        Class::B => "B",
        Class::C => "C",
    });
    let values = written(json!({
        "title": i.title,
        "parent": i.parent,
        "points": i.points,
        "lead_unit": i.lead_unit,
        "responsible_units": i.responsible_units,
        "deadline": i.deadline,
        "clause": i.clause,
        "ledger": i.ledger,
        "class": class,
        "unless": i.unless.iter().map(|t| t.name()).collect::<Vec<_>>(),
        "why": i.pending,
        "notes": i.notes,
        "source": i.source,
    }));
    Item { id: i.id.clone(), title: i.title.clone(), under: i.parent.clone().unwrap_or_default(), values }
}

fn of_rule(r: &Rule) -> Item {
    let mut values = written(json!({
        "title": r.title,
        "indicator": r.indicator,
        "check": r.check,
        "effect": r.effect.value(),
        "clause": r.clause,
        "notes": r.notes,
    }));
    // Those in force, so that a default written out is no change.
    let params = r.measure.as_ref().map_or_else(|| r.params.clone(), |m| m.params());
    if params.as_object().is_some_and(|p| !p.is_empty()) {
        values.insert("params".to_owned(), params);
    }
    Item { id: r.id.clone(), title: r.title.clone(), under: r.indicator.clone(), values }
}

impl Effect {
    /// The effect as a pack writes it: `{"deduct": {"each": 0.1, "cap": 2.0}}`.
    #[must_use]
    pub fn value(&self) -> Value {
        match self {
            Self::DeductOnce(points) => json!({"deduct": {"once": points}}),
            Self::DeductEach { each, cap: Some(cap) } => json!({"deduct": {"each": each, "cap": cap}}),
            Self::DeductEach { each, cap: None } => json!({"deduct": {"each": each}}),
            Self::DeductRatio { below, points } => json!({"deduct": {"ratio_below": below, "points": points}}),
            Self::Veto(VetoWhen::Any) => json!({"veto": {"any": true}}),
            Self::Veto(VetoWhen::Count(count)) => json!({"veto": {"count": count}}),
            Self::Veto(VetoWhen::CountOrAll(count)) => json!({"veto": {"count": count, "or_all": true}}),
            Self::Veto(VetoWhen::Ratio { ratio, min_tested }) => {
                json!({"veto": {"ratio": ratio, "min_tested": min_tested}})
            }
            Self::Bonus(points) => json!({"bonus": {"points": points}}),
            Self::Info => json!({"info": true}),
            Self::Manual(points) => json!({"manual": {"points": points}}),
        }
    }
}

fn entries(old: &[Item], new: &[Item]) -> Entries {
    let before: BTreeMap<&str, &Item> = old.iter().map(|i| (i.id.as_str(), i)).collect();
    let after: BTreeSet<&str> = new.iter().map(|i| i.id.as_str()).collect();
    let mut entries = Entries { added: Vec::new(), removed: Vec::new(), changed: Vec::new(), unchanged: 0 };
    let nothing = Map::new();
    let entry = |item: &Item, changes| Entry {
        id: item.id.clone(),
        title: item.title.clone(),
        under: item.under.clone(),
        changes,
    };
    for item in new {
        match before.get(item.id.as_str()) {
            None => entries.added.push(entry(item, changes(&nothing, &item.values))),
            Some(was) => {
                let changes = changes(&was.values, &item.values);
                if changes.is_empty() {
                    entries.unchanged += 1;
                } else {
                    entries.changed.push(entry(item, changes));
                }
            }
        }
    }
    for item in old.iter().filter(|i| !after.contains(i.id.as_str())) {
        entries.removed.push(entry(item, changes(&item.values, &nothing)));
    }
    entries
}

fn changes(old: &Map<String, Value>, new: &Map<String, Value>) -> Vec<Change> {
    let mut out = Vec::new();
    objects("", old, new, &mut out);
    out
}

fn objects(path: &str, old: &Map<String, Value>, new: &Map<String, Value>, out: &mut Vec<Change>) {
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for key in keys {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        values(path, old.get(key), new.get(key), out);
    }
}

fn values(path: String, old: Option<&Value>, new: Option<&Value>, out: &mut Vec<Change>) {
    if old == new {
        return;
    }
    match (old, new) {
        // An effect is read as a whole.
        (Some(Value::Object(old)), Some(Value::Object(new))) if path != "effect" => objects(&path, old, new, out),
        (Some(Value::Array(old)), Some(Value::Array(new))) if named(old) && named(new) => {
            lists(&path, old, new, out);
        }
        _ => out.push(Change {
            key: path,
            old: old.cloned().unwrap_or(Value::Null),
            new: new.cloned().unwrap_or(Value::Null),
        }),
    }
}

/// Whether every entry of a list has a name of its own, as columns and entries have.
fn named(list: &[Value]) -> bool {
    let names: BTreeSet<&str> = list.iter().filter_map(|v| v["name"].as_str()).collect();
    !list.is_empty() && names.len() == list.len()
}

/// Lists of named things, by name; the same in another order says the same.
fn lists(path: &str, old: &[Value], new: &[Value], out: &mut Vec<Change>) {
    let find = |list: &'_ [Value], name: &str| list.iter().find(|v| v["name"] == name).cloned();
    let name = |v: &Value| v["name"].as_str().unwrap_or_default().to_owned();
    let gone = old.iter().map(name).filter(|n| find(new, n).is_none());
    for name in new.iter().map(name).chain(gone) {
        values(format!("{path}[{name}]"), find(old, &name).as_ref(), find(new, &name).as_ref(), out);
    }
}

fn totals(old: &RuleSet, new: &RuleSet) -> Vec<Total> {
    let marks =
        |set: &RuleSet, id: &str| set.indicators.iter().find(|i| i.parent.is_none() && i.id == id).map(|i| i.points);
    let first = |set: &RuleSet| -> Vec<(String, String)> {
        set.roots().map(|r| (set.indicators[r].id.clone(), set.indicators[r].title.clone())).collect()
    };
    let mut sections = first(new);
    sections.extend(first(old).into_iter().filter(|(id, _)| marks(new, id).is_none()));
    let mut totals: Vec<Total> = sections
        .into_iter()
        .map(|(id, title)| Total { old: marks(old, &id), new: marks(new, &id), id, title })
        .collect();
    let sum = |pick: fn(&Total) -> Option<Points>| totals.iter().filter_map(pick).sum::<Points>();
    let (before, after) = (sum(|t| t.old), sum(|t| t.new));
    totals.push(Total { id: String::new(), title: String::new(), old: Some(before), new: Some(after) });
    totals
}
