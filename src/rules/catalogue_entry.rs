//! The sections of a catalogue as written.

use super::entry::{identify_by, missing, plain, required};
use super::fault::hint;
use super::reader::{At, Desk, Table};
use super::source::Place;
use crate::model::{Level, Text};
use toml::de::DeTable;

/// One catalogue file.
#[derive(Debug, Default)]
pub(super) struct CatalogueLayer {
    pub(super) at: Place,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) source: String,
    pub(super) version: String,
    pub(super) under: Vec<String>,
    pub(super) extends: Vec<At<String>>,
    pub(super) fields: Vec<Entry>,
}

/// A field or an item; fields hold items.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) at: Place,
    pub(super) name: String,
    pub(super) enabled: bool,
    pub(super) synonyms: Vec<At<String>>,
    pub(super) units: Vec<String>,
    pub(super) level: Option<Level>,
    pub(super) items: Vec<Entry>,
}

const SECTIONS: &[&str] = &["catalogue", "field"];
const CATALOGUE: &[&str] = &["id", "title", "source", "version", "extends", "under"];
const FIELD: &[&str] = &["name", "synonyms", "units", "items", "level", "enabled"];
const ITEM: &[&str] = &["name", "synonyms", "units", "level", "enabled"];

/// Reads one file's sections.
pub(super) fn layer(desk: &mut Desk, file: usize, table: &DeTable<'_>) -> CatalogueLayer {
    let mut root = Table::new(desk, Place { file, offset: 0 }, table, "");
    root.only(SECTIONS);
    let mut layer = head(&mut root);
    for (table, at) in root.tables("field") {
        layer.fields.extend(entry(&mut root.within(table, at), "field"));
    }
    layer
}

fn head(root: &mut Table<'_, '_>) -> CatalogueLayer {
    let Some((table, at)) = root.table("catalogue") else {
        missing(root, "catalogue");
        return CatalogueLayer::default();
    };
    let mut t = root.within(table, at);
    "catalogue".clone_into(&mut t.subject);
    t.only(CATALOGUE);
    CatalogueLayer {
        at,
        id: required(&mut t, "id"),
        title: required(&mut t, "title"),
        source: required(&mut t, "source"),
        version: required(&mut t, "version"),
        under: plain(t.texts("under")),
        extends: t.texts("extends"),
        fields: Vec::new(),
    }
}

fn entry(t: &mut Table<'_, '_>, kind: &str) -> Option<Entry> {
    let name = identify_by(t, kind, "name");
    t.only(if kind == "field" { FIELD } else { ITEM });
    let mut items = Vec::new();
    if kind == "field" {
        for (table, at) in t.tables("items") {
            items.extend(entry(&mut t.within(table, at), "item"));
        }
    }
    let entry = Entry {
        at: t.place(),
        enabled: t.flag("enabled").is_none_or(|f| f.value),
        synonyms: t.texts("synonyms"),
        units: plain(t.texts("units")),
        level: level(t),
        items,
        name,
    };
    (!entry.name.is_empty()).then_some(entry)
}

fn level(t: &mut Table<'_, '_>) -> Option<Level> {
    const KNOWN: &[(&str, Level)] =
        &[("county", Level::County), ("town", Level::Town), ("department", Level::Department)];
    let At { value, at } = t.text("level")?;
    let found = KNOWN.iter().find(|(name, _)| *name == value).map(|(_, level)| *level);
    if found.is_none() {
        let near = hint(&value, KNOWN.iter().map(|(name, _)| *name));
        t.fault(
            at,
            Text::new(
                format!("`level` 只有 county、town、department 三种，写成了 `{value}`{}", near.zh),
                format!("`level` is county, town or department, found `{value}`{}", near.en),
            ),
        );
    }
    found
}
