//! The sections of a lexicon as written.

use super::entry::{missing, plain, required};
use super::fault::hint;
use super::reader::{At, Desk, Table};
use super::source::Place;
use crate::model::{Text, Weight};
use toml::de::{DeTable, DeValue};

/// One lexicon file.
#[derive(Debug, Default)]
pub(super) struct LexiconLayer {
    pub(super) at: Place,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) source: String,
    pub(super) version: String,
    pub(super) extends: Vec<At<String>>,
    pub(super) entries: Vec<WordEntry>,
}

/// One wrong wording as written; several wordings of one entry are several of these.
#[derive(Debug, Clone)]
pub(super) struct WordEntry {
    pub(super) at: Place,
    pub(super) wrong: String,
    /// Empty where only `enabled` is written.
    pub(super) right: String,
    pub(super) enabled: Option<bool>,
    pub(super) weight: Weight,
    pub(super) confirm: bool,
    pub(super) not_after: Vec<String>,
    pub(super) not_before: Vec<String>,
    pub(super) within: Vec<String>,
    pub(super) near: Vec<String>,
    pub(super) unless: Vec<String>,
    pub(super) why: String,
}

const SECTIONS: &[&str] = &["lexicon", "group", "entry"];
const LEXICON: &[&str] = &["id", "title", "source", "version", "extends"];
const GROUP: &[&str] = &["name", "severity", "confirm", "enabled", "why", "entries"];
const ENTRY: &[&str] =
    &["wrong", "right", "severity", "confirm", "enabled", "why", "not_after", "not_before", "within", "near", "unless"];
const WEIGHTS: &[(&str, Weight)] =
    &[("severe", Weight::Severe), ("ordinary", Weight::Ordinary), ("hint", Weight::Hint)];

/// What a group says for its entries.
#[derive(Default)]
struct Group {
    weight: Weight,
    confirm: bool,
    enabled: Option<bool>,
    why: String,
}

/// Reads one file's sections.
pub(super) fn layer(desk: &mut Desk, file: usize, table: &DeTable<'_>) -> LexiconLayer {
    let mut root = Table::new(desk, Place { file, offset: 0 }, table, "");
    root.only(SECTIONS);
    let mut layer = head(&mut root);
    for (table, at) in root.tables("group") {
        let mut t = root.within(table, at);
        "group".clone_into(&mut t.subject);
        let name = required(&mut t, "name");
        if !name.is_empty() {
            t.subject = format!("group {name}");
        }
        t.only(GROUP);
        let group = Group {
            weight: weight(&mut t).unwrap_or_default(),
            confirm: t.flag("confirm").is_some_and(|f| f.value),
            enabled: t.flag("enabled").map(|f| f.value),
            why: t.text("why").map(|w| w.value).unwrap_or_default(),
        };
        for (table, at) in t.tables("entries") {
            entry(&mut t.within(table, at), &group, &mut layer.entries);
        }
    }
    for (table, at) in root.tables("entry") {
        entry(&mut root.within(table, at), &Group::default(), &mut layer.entries);
    }
    layer
}

fn head(root: &mut Table<'_, '_>) -> LexiconLayer {
    let Some((table, at)) = root.table("lexicon") else {
        missing(root, "lexicon");
        return LexiconLayer::default();
    };
    let mut t = root.within(table, at);
    "lexicon".clone_into(&mut t.subject);
    t.only(LEXICON);
    let optional = |t: &mut Table<'_, '_>, key: &str| t.text(key).map(|v| v.value).unwrap_or_default();
    LexiconLayer {
        at,
        id: required(&mut t, "id"),
        title: required(&mut t, "title"),
        source: optional(&mut t, "source"),
        version: optional(&mut t, "version"),
        extends: t.texts("extends"),
        entries: Vec::new(),
    }
}

fn entry(t: &mut Table<'_, '_>, group: &Group, out: &mut Vec<WordEntry>) {
    "entry".clone_into(&mut t.subject);
    let words = wrong(t);
    if let Some(first) = words.first() {
        t.subject = format!("entry {}", first.value);
    }
    t.only(ENTRY);
    let enabled = t.flag("enabled").map(|f| f.value);
    let right = if t.has("right") || enabled.is_none() { required(t, "right") } else { String::new() };
    let read = WordEntry {
        at: t.place(),
        wrong: String::new(),
        right,
        enabled: enabled.or(group.enabled),
        weight: weight(t).unwrap_or(group.weight),
        confirm: t.flag("confirm").map_or(group.confirm, |f| f.value),
        not_after: plain(t.texts("not_after")),
        not_before: plain(t.texts("not_before")),
        within: plain(t.texts("within")),
        near: plain(t.texts("near")),
        unless: plain(t.texts("unless")),
        why: t.text("why").map_or_else(|| group.why.clone(), |w| w.value),
    };
    for word in words {
        if word.value.chars().count() < 2 {
            let message = Text::new(
                format!("`wrong` 至少两个字，写成了 `{}`：一个字会在太多正确的词里出现", word.value),
                format!(
                    "`wrong` takes two characters or more, found `{}`: one stands in too many right words",
                    word.value
                ),
            );
            t.fault(word.at, message);
        } else if !read.right.is_empty() && read.right.contains(&word.value) {
            let message = Text::new(
                format!("正确写法 `{}` 里含有错误写法 `{}`，写对了也会被报", read.right, word.value),
                format!(
                    "the right wording `{}` holds the wrong one, `{}`: it would be told too",
                    read.right, word.value
                ),
            );
            t.fault(word.at, message);
        } else {
            let useless = read.within.iter().find(|w| !w.contains(&word.value));
            if let (Some(useless), false) = (useless, read.within.iter().any(|w| w.contains(&word.value))) {
                let message = Text::new(
                    format!("`within` 里的 `{useless}` 不含 `{}`，起不了作用", word.value),
                    format!("`{useless}` in `within` does not hold `{}` and serves nothing", word.value),
                );
                t.fault(word.at, message);
            }
            out.push(WordEntry { at: word.at, wrong: word.value, ..read.clone() });
        }
    }
}

/// One wording or a list of them.
fn wrong(t: &mut Table<'_, '_>) -> Vec<At<String>> {
    match t.value("wrong") {
        Some((DeValue::String(_), _)) => t.text("wrong").into_iter().collect(),
        Some((DeValue::Array(items), at)) if items.is_empty() => {
            t.fault(at, Text::new("`wrong` 不能是空列表", "`wrong` must not be an empty list"));
            Vec::new()
        }
        Some(_) => t.texts("wrong"),
        None => {
            missing(t, "wrong");
            Vec::new()
        }
    }
}

fn weight(t: &mut Table<'_, '_>) -> Option<Weight> {
    let At { value, at } = t.text("severity")?;
    let found = WEIGHTS.iter().find(|(name, _)| *name == value).map(|(_, weight)| *weight);
    if found.is_none() {
        let near = hint(&value, WEIGHTS.iter().map(|(name, _)| *name));
        t.fault(
            at,
            Text::new(
                format!("`severity` 只有 severe、ordinary、hint 三种，写成了 `{value}`{}", near.zh),
                format!("`severity` is severe, ordinary or hint, found `{value}`{}", near.en),
            ),
        );
    }
    found
}
