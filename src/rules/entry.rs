//! The sections of a pack as written: every key read, nothing yet held against other entries.

use super::fault::{hint, listed};
use super::reader::{At, Desk, Table};
use super::set::Class;
use super::source::Place;
use super::{assess, assess::AssessEntry, effect, effect::Effects};
use crate::model::{Points, SiteTrait, Text};
use jiff::civil::Date;
use serde_json::{Map, Value};
use toml::de::DeTable;

/// `[pack]`.
#[derive(Debug, Default)]
pub(super) struct PackEntry {
    pub(super) at: Place,
    pub(super) id: String,
    pub(super) id_at: Place,
    pub(super) title: String,
    pub(super) source: String,
    pub(super) version: String,
    pub(super) extends: Vec<At<String>>,
    pub(super) full_marks: Option<At<Points>>,
    pub(super) pass_mark: Option<At<Points>>,
    pub(super) bonus_mark: Option<At<Points>>,
    pub(super) bonus_cap: Option<At<Points>>,
    pub(super) scaling: Option<bool>,
    pub(super) valid_from: Option<Date>,
    pub(super) valid_to: Option<Date>,
    pub(super) assess: AssessEntry,
    pub(super) notes: String,
}

/// What indicators and rules have in common: who they are, and what an overlay does with them.
#[derive(Debug, Clone)]
pub(super) struct Head {
    /// Where it stands; after a change, where that stands.
    pub(super) at: Place,
    /// The file in which it was first written.
    pub(super) home: usize,
    pub(super) id: String,
    pub(super) form: Form,
    pub(super) enabled: bool,
}

/// How much of an entry is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// All of it: new, or in place of one of an extended pack.
    Whole,
    /// Only `points` or `enabled`: changes one of an extended pack.
    Patch,
    /// Nothing but the id.
    Bare,
}

/// `[[indicator]]`.
#[derive(Debug, Clone)]
pub(super) struct IndicatorEntry {
    pub(super) head: Head,
    /// The source document of the pack that wrote it; set when packs are laid together.
    pub(super) source: String,
    pub(super) parent: Option<At<String>>,
    pub(super) title: Option<String>,
    pub(super) points: Option<At<Points>>,
    /// `points` is written and wrong, or the entry is half of one: sums would only repeat that.
    pub(super) points_broken: bool,
    pub(super) lead_unit: Option<String>,
    pub(super) responsible_units: Vec<String>,
    pub(super) deadline: Option<String>,
    pub(super) clause: Option<String>,
    pub(super) ledger: Vec<String>,
    pub(super) class: Option<Class>,
    pub(super) pending: Option<String>,
    pub(super) unless: Vec<SiteTrait>,
    pub(super) notes: Option<String>,
}

/// `[[rule]]`.
#[derive(Debug, Clone)]
pub(super) struct RuleEntry {
    pub(super) head: Head,
    pub(super) indicator: Option<At<String>>,
    pub(super) title: Option<String>,
    pub(super) check: Option<At<String>>,
    pub(super) params: Map<String, Value>,
    /// Every key and list entry below `params` by its path, to point at the one a check refuses.
    pub(super) param_paths: Vec<At<String>>,
    pub(super) params_at: Place,
    pub(super) effects: Effects,
    pub(super) points: Option<At<Points>>,
    pub(super) clause: Option<String>,
    pub(super) notes: Option<String>,
}

/// One file's sections.
#[derive(Debug, Default)]
pub(super) struct Layer {
    pub(super) pack: PackEntry,
    pub(super) indicators: Vec<IndicatorEntry>,
    pub(super) rules: Vec<RuleEntry>,
}

const SECTIONS: &[&str] = &["pack", "indicator", "rule"];
const PACK: &[&str] = &[
    "id",
    "title",
    "source",
    "version",
    "extends",
    "full_marks",
    "pass_mark",
    "bonus_mark",
    "bonus_cap",
    "scaling",
    "valid_from",
    "valid_to",
    "assess",
    "notes",
];
const INDICATOR: &[&str] = &[
    "id",
    "parent",
    "title",
    "points",
    "lead_unit",
    "responsible_units",
    "deadline",
    "clause",
    "ledger",
    "class",
    "status",
    "why",
    "unless",
    "notes",
    "enabled",
];
const RULE: &[&str] = &[
    "id",
    "indicator",
    "title",
    "check",
    "params",
    "deduct",
    "veto",
    "bonus",
    "info",
    "manual",
    "points",
    "clause",
    "notes",
    "enabled",
];

/// Reads one file's sections.
pub(super) fn layer(desk: &mut Desk, file: usize, table: &DeTable<'_>) -> Layer {
    let mut root = Table::new(desk, Place { file, offset: 0 }, table, "");
    root.only(SECTIONS);
    let mut layer = Layer { pack: pack(&mut root), ..Layer::default() };
    let overlay = !layer.pack.extends.is_empty();
    for (table, at) in root.tables("indicator") {
        layer.indicators.extend(indicator(&mut root.within(table, at), overlay));
    }
    for (table, at) in root.tables("rule") {
        layer.rules.extend(rule(&mut root.within(table, at), file, overlay));
    }
    layer
}

pub(super) fn missing(table: &mut Table<'_, '_>, key: &str) {
    // A key that is there and wrong has been told already.
    if !table.has(key) {
        let at = table.place();
        table.fault(at, Text::new(format!("缺少 `{key}`"), format!("`{key}` is missing")));
    }
}

pub(super) fn required(table: &mut Table<'_, '_>, key: &str) -> String {
    let text = table.text(key);
    if text.is_none() {
        missing(table, key);
    }
    text.map(|t| t.value).unwrap_or_default()
}

fn pack(root: &mut Table<'_, '_>) -> PackEntry {
    let Some((table, at)) = root.table("pack") else {
        missing(root, "pack");
        return PackEntry::default();
    };
    let mut t = root.within(table, at);
    "pack".clone_into(&mut t.subject);
    t.only(PACK);
    let entry = PackEntry {
        at,
        id: required(&mut t, "id"),
        id_at: t.value("id").map_or(at, |(_, at)| at),
        title: required(&mut t, "title"),
        source: required(&mut t, "source"),
        version: required(&mut t, "version"),
        extends: t.texts("extends"),
        full_marks: t.points("full_marks", false),
        pass_mark: t.points("pass_mark", true),
        bonus_mark: t.points("bonus_mark", true),
        bonus_cap: t.points("bonus_cap", true),
        scaling: t.flag("scaling").map(|f| f.value),
        valid_from: date(&mut t, "valid_from"),
        valid_to: date(&mut t, "valid_to"),
        assess: assess::read(&mut t),
        notes: t.text("notes").map(|n| n.value).unwrap_or_default(),
    };
    if let (Some(from), Some(to)) = (entry.valid_from, entry.valid_to)
        && from > to
    {
        t.fault(
            at,
            Text::new(
                format!("`valid_from`（{from}）晚于 `valid_to`（{to}）"),
                format!("`valid_from` ({from}) is after `valid_to` ({to})"),
            ),
        );
    }
    entry
}

fn date(t: &mut Table<'_, '_>, key: &str) -> Option<Date> {
    let At { value, at } = t.text(key)?;
    let day = value.parse().ok();
    if day.is_none() {
        t.fault(at, no_date(key, &value));
    }
    day
}

fn no_date(key: &str, value: &str) -> Text {
    Text::new(
        format!("`{key}` 不是日期：`{value}`；写成 2023-12-31 这样的日子"),
        format!("`{key}` is no date: `{value}`; write a day such as 2023-12-31"),
    )
}

/// A deadline is a day, or words without a digit (长期坚持): "2023年底" would be read by nobody the same way twice.
fn deadline(t: &mut Table<'_, '_>) -> Option<String> {
    let At { value, at } = t.text("deadline")?;
    if value.chars().any(char::is_numeric) && (value.len() != 10 || value.parse::<Date>().is_err()) {
        let mut message = no_date("deadline", &value);
        message.zh.push_str("，没有日子的写“长期坚持”");
        message.en.push_str(", or words without a digit when there is none");
        t.fault(at, message);
        return None;
    }
    Some(value)
}

/// Reads the id and names the table by it; without one the entry can't be placed.
fn identify(t: &mut Table<'_, '_>, kind: &str) -> String {
    identify_by(t, kind, "id")
}

/// The same by another key than the id.
pub(super) fn identify_by(t: &mut Table<'_, '_>, kind: &str, key: &str) -> String {
    kind.clone_into(&mut t.subject);
    let id = required(t, key);
    if !id.is_empty() {
        t.subject = format!("{kind} {id}");
    }
    id
}

fn head(t: &mut Table<'_, '_>, id: String, known: &[&str]) -> Head {
    let form = if known.iter().any(|key| !matches!(*key, "id" | "points" | "enabled") && t.has(key)) {
        Form::Whole
    } else if t.has("points") || t.has("enabled") {
        Form::Patch
    } else {
        Form::Bare
    };
    let enabled = t.flag("enabled").is_none_or(|f| f.value);
    Head { at: t.place(), home: t.place().file, id, form, enabled }
}

/// Tells which keys a whole entry lacks; in an overlay, how one that stands below is changed.
fn whole(t: &mut Table<'_, '_>, keys: &[&str], overlay: bool) -> bool {
    let lacking: Vec<&str> = keys.iter().copied().filter(|key| !t.has(key)).collect();
    let whole = lacking.is_empty();
    if !overlay {
        for key in lacking {
            missing(t, key);
        }
    } else if !whole {
        let (at, names) = (t.place(), listed(lacking));
        let message = Text::new(
            format!(
                "缺少 {names}；改所扩展规则包里的一条，要么只写 id 与 points 或 enabled，要么整条写全，不能只写一部分"
            ),
            format!(
                "{names} is missing; to change an entry of an extended pack write its id with points or enabled alone, or \
                 the whole entry, not a part of it"
            ),
        );
        t.fault(at, message);
    }
    whole
}

fn indicator(t: &mut Table<'_, '_>, overlay: bool) -> Option<IndicatorEntry> {
    let id = identify(t, "indicator");
    t.only(INDICATOR);
    let head = head(t, id, INDICATOR);
    let points = t.points("points", true);
    let mut entry = IndicatorEntry {
        source: String::new(),
        parent: t.text("parent"),
        title: t.text("title").map(|v| v.value),
        points_broken: points.is_none() && t.has("points"),
        points,
        lead_unit: t.text("lead_unit").map(|v| v.value),
        responsible_units: plain(t.texts("responsible_units")),
        deadline: deadline(t),
        clause: t.text("clause").map(|v| v.value),
        ledger: plain(t.texts("ledger")),
        class: class(t),
        pending: pending(t),
        unless: unless(t),
        notes: t.text("notes").map(|v| v.value),
        head,
    };
    if entry.head.form == Form::Whole {
        entry.points_broken |= !whole(t, &["title"], overlay);
    }
    (!entry.head.id.is_empty()).then_some(entry)
}

pub(super) fn plain(texts: Vec<At<String>>) -> Vec<String> {
    texts.into_iter().map(|t| t.value).collect()
}

fn class(t: &mut Table<'_, '_>) -> Option<Class> {
    let At { value, at } = t.text("class")?;
    match value.as_str() {
        "A" => Some(Class::A),
        "B" => Some(Class::B),
        "C" => Some(Class::C),
        _ => {
            t.fault(
                at,
                Text::new(
                    format!("`class` 只有 A、B、C 三种，写成了 `{value}`"),
                    format!("`class` is A, B or C, found `{value}`"),
                ),
            );
            None
        }
    }
}

/// Traits of bodies to which the indicator does not apply.
fn unless(t: &mut Table<'_, '_>) -> Vec<SiteTrait> {
    let known = || SiteTrait::ALL.iter().map(|t| t.name());
    let mut traits = Vec::new();
    for At { value, at } in t.texts("unless") {
        if let Some(found) = SiteTrait::named(&value) {
            traits.push(found);
            continue;
        }
        let near = hint(&value, known());
        t.fault(
            at,
            Text::new(
                format!("`unless` 不认识 `{value}`{}（可用：{}）", near.zh, listed(known())),
                format!("`unless` does not know `{value}`{} (known: {})", near.en, listed(known())),
            ),
        );
    }
    traits
}

/// `status = "pending"` with its `why`.
fn pending(t: &mut Table<'_, '_>) -> Option<String> {
    let why = t.text("why");
    let Some(At { value: status, at }) = t.text("status") else {
        if let Some(At { at, .. }) = why {
            t.fault(
                at,
                Text::new("`why` 要与 `status = \"pending\"` 同写", "`why` belongs with `status = \"pending\"`"),
            );
        }
        return None;
    };
    if status != "pending" {
        let near = hint(&status, ["pending"]);
        t.fault(
            at,
            Text::new(
                format!("`status` 只能是 \"pending\"，写成了 `{status}`{}", near.zh),
                format!("`status` can only be \"pending\", found `{status}`{}", near.en),
            ),
        );
        return None;
    }
    if why.is_none() {
        missing(t, "why");
    }
    why.map(|w| w.value)
}

fn rule(t: &mut Table<'_, '_>, file: usize, overlay: bool) -> Option<RuleEntry> {
    let id = identify(t, "rule");
    t.only(RULE);
    let head = head(t, id, RULE);
    let patch = head.form != Form::Whole;
    let mut param_paths = Vec::new();
    let mut params_at = t.place();
    let params = t.table("params").map(|(table, at)| {
        params_at = at;
        super::reader::object(table, file, &mut param_paths)
    });
    let entry = RuleEntry {
        indicator: t.text("indicator"),
        title: t.text("title").map(|v| v.value),
        check: t.text("check"),
        params: params.unwrap_or_default(),
        param_paths,
        params_at,
        effects: effect::read(t, patch),
        points: t.points("points", false),
        clause: t.text("clause").map(|v| v.value),
        notes: t.text("notes").map(|v| v.value),
        head,
    };
    if !patch {
        whole(t, &["indicator", "title"], overlay);
        if let Some(At { at, .. }) = entry.points {
            t.fault(
                at,
                Text::new(
                    "`points` 只用来改动所扩展规则包里的规则（与 id 单独写）；分值写在 deduct、bonus、manual 里",
                    "`points` alone re-points a rule of an extended pack; marks stand in deduct, bonus or manual",
                ),
            );
        }
    }
    (!entry.head.id.is_empty()).then_some(entry)
}
