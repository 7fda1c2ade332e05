//! What changed between two packs, in words.

use super::describe::as_written;
use super::diff::{Change, Entries, Entry, PackDiff};
use super::set::{Effect, VetoWhen};
use crate::model::{Lang, PackRef, Points, Text};
use serde_json::Value;
use std::fmt::Write as _;

/// Keys and what people call them.
const KEYS: &[(&str, &str, &str)] = &[
    ("title", "名称", "title"),
    ("source", "来源", "source"),
    ("full_marks", "满分", "full marks"),
    ("pass_mark", "合格线", "pass mark"),
    ("bonus_mark", "加分线", "bonus mark"),
    ("bonus_cap", "加分上限", "most bonus"),
    ("scaling", "不适用时折算", "scaling"),
    ("valid_from", "有效期起", "valid from"),
    ("valid_to", "有效期止", "valid to"),
    ("notes", "备注", "notes"),
    ("parent", "上级", "under"),
    ("indicator", "所属指标", "indicator"),
    ("points", "分值", "points"),
    ("lead_unit", "牵头单位", "lead unit"),
    ("responsible_units", "责任单位", "responsible units"),
    ("deadline", "完成时限", "deadline"),
    ("clause", "出处", "clause"),
    ("ledger", "台账行", "ledger rows"),
    ("class", "可检性", "class"),
    ("unless", "不适用于", "does not apply to"),
    ("assess.runs", "年度评估取哪些批次", "runs that make a year"),
    ("assess.vetoes", "年度评估看哪些否决", "vetoes that count for a year"),
    ("assess.incomplete", "年度评估计入未完成批次", "incomplete runs count for a year"),
    ("assess.levels", "各级指标的叫法", "names of the levels"),
    ("why", "待定原因", "pending because"),
    ("check", "检查", "check"),
    ("effect", "效果", "effect"),
];

impl PackDiff {
    /// The changes in words, one a line.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let page = Page { lang };
        let mut out = format!("- {}\n+ {}\n", page.pack(&self.old), page.pack(&self.new));
        if self.same {
            let _ = writeln!(
                out,
                "\n{}",
                page.say("指标、规则与分值都相同。", "Indicators, rules and marks are the same.")
            );
            return out;
        }
        if !self.pack.is_empty() {
            let _ = writeln!(out, "\n{}", page.say("规则包", "Pack"));
            for change in &self.pack {
                let _ = writeln!(out, "  ~ {}", page.change(change));
            }
        }
        page.entries(&mut out, ("指标", "Indicators"), &self.indicators);
        page.entries(&mut out, ("规则", "Rules"), &self.rules);
        let _ = writeln!(out, "\n{}", page.say("一级指标分值", "Marks of the first level"));
        for total in &self.totals {
            let name = if total.id.is_empty() {
                page.say("合计", "sum").to_owned()
            } else {
                format!("{} {}", total.id, total.title)
            };
            let marks = |m: Option<Points>| m.map_or_else(|| page.say("无", "none").to_owned(), |p| p.to_string());
            let (old, new) = (marks(total.old), marks(total.new));
            let told = if old == new { new } else { format!("{old} → {new}") };
            let _ = writeln!(out, "  {} {name}: {told}", if total.old == total.new { ' ' } else { '~' });
        }
        out
    }
}

struct Page {
    lang: Lang,
}

impl Page {
    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn pack(&self, pack: &PackRef) -> String {
        let short: String = pack.sha256.chars().take(12).collect();
        match self.lang {
            Lang::Zh => format!("{}（第{}版，{short}）{}", pack.id, pack.version, pack.title),
            Lang::En => format!("{} (version {}, {short}) {}", pack.id, pack.version, pack.title),
        }
    }

    fn entries(&self, out: &mut String, name: (&'static str, &'static str), entries: &Entries) {
        let Entries { added, removed, changed, unchanged } = entries;
        let (name, counts) = (self.say(name.0, name.1), [added.len(), removed.len(), changed.len()]);
        let [a, r, c] = counts;
        let _ = match self.lang {
            Lang::Zh => writeln!(out, "\n{name}：新增 {a}，删除 {r}，改动 {c}，未变 {unchanged}"),
            Lang::En => writeln!(out, "\n{name}: {a} added, {r} removed, {c} changed, {unchanged} the same"),
        };
        for entry in removed {
            let _ = writeln!(out, "  - {}", self.brief(entry, |c| &c.old));
        }
        for entry in added {
            let _ = writeln!(out, "  + {}", self.brief(entry, |c| &c.new));
        }
        for entry in changed {
            let _ = writeln!(out, "  ~ {} {}", entry.id, entry.title);
            for change in &entry.changes {
                let _ = writeln!(out, "      {}", self.change(change));
            }
        }
    }

    /// An entry that stands on one side only: where it stands, its marks or its check and effect.
    fn brief(&self, entry: &Entry, side: fn(&Change) -> &Value) -> String {
        let value = |key: &str| entry.changes.iter().find(|c| c.key == key).map(side);
        let mut told = Vec::new();
        if !entry.under.is_empty() {
            told.push(match self.lang {
                Lang::Zh => format!("在 {} 之下", entry.under),
                Lang::En => format!("under {}", entry.under),
            });
        }
        for key in ["points", "check", "effect"] {
            told.extend(value(key).map(|v| format!("{} {}", self.label(key), self.value(key, v))));
        }
        let list = told.join(self.say("，", ", "));
        match self.lang {
            Lang::Zh => format!("{} {}（{list}）", entry.id, entry.title),
            Lang::En => format!("{} {} ({list})", entry.id, entry.title),
        }
    }

    fn label(&self, key: &str) -> String {
        let (top, rest) = key.split_once('.').unwrap_or((key, ""));
        if top == "params" {
            return format!("{} {rest}", self.say("参数", "parameter"));
        }
        KEYS.iter().find(|k| k.0 == key).map_or_else(|| key.to_owned(), |k| self.say(k.1, k.2).to_owned())
    }

    fn change(&self, change: &Change) -> String {
        let label = self.label(&change.key);
        let colon = self.say("：", ": ");
        if let (Value::Array(old), Value::Array(new)) = (&change.old, &change.new) {
            let only = |these: &[Value], those: &[Value], sign: char| -> Vec<String> {
                these.iter().filter(|v| !those.contains(v)).map(|v| format!("{sign}{}", plain(v))).collect()
            };
            let told = [only(old, new, '-'), only(new, old, '+')].concat();
            if told.is_empty() {
                return format!("{label}{colon}{}", self.say("次序变了", "another order"));
            }
            return format!("{label}{colon}{}", told.join(" "));
        }
        let (old, new) = (self.value(&change.key, &change.old), self.value(&change.key, &change.new));
        format!("{label}{colon}{old} → {new}")
    }

    fn value(&self, key: &str, value: &Value) -> String {
        match (key, value) {
            (_, Value::Null) => self.say("（无）", "(none)").to_owned(),
            ("effect", effect) => read(effect).map_or_else(|| effect.to_string(), |t| t.pick(self.lang).to_owned()),
            ("notes", Value::String(text)) => shorten(text),
            _ => plain(value),
        }
    }
}

/// A value without the quotes of a text; whole numbers of marks without `.0`.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(n) => {
            let text = n.to_string();
            text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
        }
        other => as_written(other),
    }
}

/// A long remark by its beginning.
fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// An effect in words, from how a pack writes it.
fn read(effect: &Value) -> Option<Text> {
    let points = |v: &Value| v.as_f64().map(Points::from_f64);
    let (kind, inner) = effect.as_object()?.iter().next()?;
    let effect = match kind.as_str() {
        "deduct" if !inner["once"].is_null() => Effect::DeductOnce(points(&inner["once"])?),
        "deduct" if !inner["each"].is_null() => {
            Effect::DeductEach { each: points(&inner["each"])?, cap: points(&inner["cap"]) }
        }
        "deduct" => Effect::DeductRatio { below: inner["ratio_below"].as_f64()?, points: points(&inner["points"])? },
        "veto" if !inner["any"].is_null() => Effect::Veto(VetoWhen::Any),
        "veto" if inner["or_all"] == true => Effect::Veto(VetoWhen::CountOrAll(inner["count"].as_u64()?)),
        "veto" if !inner["count"].is_null() => Effect::Veto(VetoWhen::Count(inner["count"].as_u64()?)),
        "veto" => {
            Effect::Veto(VetoWhen::Ratio { ratio: inner["ratio"].as_f64()?, min_tested: inner["min_tested"].as_u64()? })
        }
        "bonus" => Effect::Bonus(points(&inner["points"])?),
        "info" => Effect::Info,
        _ => Effect::Manual(points(&inner["points"])?),
    };
    Some(effect.text())
}
