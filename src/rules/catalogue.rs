//! Catalogues that rules name: found, read, laid over one another, held against themselves.

use super::bundled;
use super::catalogue_entry::{self, CatalogueLayer, Entry};
use super::entry::RuleEntry;
use super::fault::{Faults, hint};
use super::reader::{At, Desk};
use super::source::{self, Place, Source};
use super::syntax;
use crate::checks::Check;
use crate::model::{Catalogue, CatalogueField, CatalogueItem, Lang, Level, Text};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use toml::de::DeTable;

/// The parameter by which a rule names a catalogue.
const PARAMETER: &str = "catalogue";

/// The catalogues that are compiled in.
#[must_use]
pub fn catalogues() -> Vec<Catalogue> {
    bundled::CATALOGUES.iter().filter_map(|(id, _)| catalogue(id).ok()).collect()
}

/// Loads a catalogue by bundled id or by path.
pub fn catalogue(reference: &str) -> Result<Catalogue, Faults> {
    let mut desk = Desk::default();
    let source = source::open(&source::CATALOGUES, reference, None).map_err(|fault| Faults(vec![*fault]))?;
    let found = load(&mut desk, source, &mut Vec::new());
    match found {
        Some(found) if desk.faults.is_empty() => Ok(found),
        _ => Err(Faults(Desk::sorted(desk.faults))),
    }
}

/// The catalogues that the rules of one pack name.
#[derive(Debug, Default)]
pub(super) struct NamedCatalogues {
    /// By the number of the naming source and the reference; `None` for one that could not be had.
    found: BTreeMap<(usize, String), Option<Value>>,
    /// Their sources, in the order in which rules name them, for the digest.
    pub(super) sources: Vec<usize>,
}

impl NamedCatalogues {
    /// Loads what the rules of known checks name.
    pub(super) fn of(desk: &mut Desk, rules: &[RuleEntry], registry: &[Check]) -> Self {
        let mut named = Self::default();
        let mut seen: BTreeMap<String, Option<Value>> = BTreeMap::new();
        for rule in rules {
            let known = rule.check.as_ref().is_some_and(|c| registry.iter().any(|r| r.id == c.value));
            let Some(reference) = rule.params.get(PARAMETER).and_then(Value::as_str).filter(|_| known) else {
                continue;
            };
            let file = rule.params_at.file;
            if named.found.contains_key(&(file, reference.to_owned())) {
                continue;
            }
            let at = rule.param_paths.iter().find(|p| p.value == "/catalogue").map_or(rule.params_at, |p| p.at);
            let value = match source::open(&source::CATALOGUES, reference, Some(&desk.sources[file])) {
                Ok(source) => {
                    let identity = source.identity();
                    if !seen.contains_key(&identity) {
                        let found = load(desk, source, &mut named.sources);
                        let value = found.map(|c| serde_json::to_value(c).unwrap_or_default());
                        seen.insert(identity.clone(), value);
                    }
                    seen[&identity].clone()
                }
                Err(fault) => {
                    let message = Text::new(
                        format!("用不了目录 `{reference}`：{}", fault.message.zh),
                        format!("can't use the catalogue `{reference}`: {}", fault.message.en),
                    );
                    desk.fault(at, &format!("rule {}", rule.head.id), message);
                    None
                }
            };
            named.found.insert((file, reference.to_owned()), value);
        }
        named
    }

    /// The parameters with the catalogue's content in place of its name; `None` when it could not be had.
    pub(super) fn put_into(&self, params: &Map<String, Value>, file: usize) -> Option<Map<String, Value>> {
        let mut params = params.clone();
        if let Some(Value::String(reference)) = params.get(PARAMETER) {
            let content = self.found.get(&(file, reference.clone()))?.clone()?;
            params.insert(PARAMETER.to_owned(), content);
        }
        Some(params)
    }
}

/// Reads a catalogue and those it extends. `None` when a text can't be read at all; faults are on the desk.
fn load(desk: &mut Desk, source: Source, sources: &mut Vec<usize>) -> Option<Catalogue> {
    let mut layers = Vec::new();
    if !gather(desk, source, &mut Vec::new(), &mut layers) {
        return None;
    }
    let before = desk.faults.len();
    let own = layers.last()?;
    let (at, id) = (own.at, own.id.clone());
    sources.push(at.file);
    sources.extend(layers[..layers.len() - 1].iter().map(|l| l.at.file));
    let mut result = Catalogue {
        id: id.clone(),
        title: own.title.clone(),
        source: own.source.clone(),
        version: own.version.clone(),
        ..Catalogue::default()
    };
    let mut fields: Vec<Entry> = Vec::new();
    for layer in layers {
        for name in layer.under {
            if !result.under.contains(&name) {
                result.under.push(name);
            }
        }
        lay(desk, &mut fields, layer.fields, "field");
    }
    ambiguous(desk, &fields);
    result.fields = fields.into_iter().map(field).collect();
    if result.fields.is_empty() && desk.faults.len() == before {
        let message = Text::new("没有任何领域，请写 [[field]]", "there is no field; write [[field]]");
        desk.fault(at, "catalogue", message);
    }
    Some(result)
}

/// Reads `source` and, depth first, what it extends, the lowest first. Whether all could be had.
fn gather(desk: &mut Desk, source: Source, chain: &mut Vec<String>, out: &mut Vec<CatalogueLayer>) -> bool {
    chain.push(source.identity());
    let file = desk.sources.len();
    let text = source.text.clone();
    desk.sources.push(source);
    let (table, errors) = DeTable::parse_recoverable(&text);
    if !errors.is_empty() {
        for (offset, message) in syntax::faults(&text, &errors) {
            desk.fault(Place { file, offset }, "", message);
        }
        return false;
    }
    let layer = catalogue_entry::layer(desk, file, table.get_ref());
    let mut whole = true;
    for reference in &layer.extends {
        whole &= extend(desk, (file, reference), chain, out);
    }
    chain.pop();
    // Without a head there is no place of its own.
    out.push(CatalogueLayer { at: if layer.id.is_empty() { Place { file, offset: 0 } } else { layer.at }, ..layer });
    whole
}

fn extend(
    desk: &mut Desk,
    (file, reference): (usize, &At<String>),
    chain: &mut Vec<String>,
    out: &mut Vec<CatalogueLayer>,
) -> bool {
    let name = &reference.value;
    let told = match source::open(&source::CATALOGUES, name, Some(&desk.sources[file])) {
        Ok(extended) if chain.contains(&extended.identity()) => Text::new(
            format!("`extends` 绕成了圈：`{name}` 又扩展回本目录"),
            format!("`extends` runs in a circle: `{name}` extends this catalogue again"),
        ),
        Ok(extended) => return gather(desk, extended, chain, out),
        Err(fault) => Text::new(
            format!("扩展不了 `{name}`：{}", fault.message.zh),
            format!("can't extend `{name}`: {}", fault.message.en),
        ),
    };
    desk.fault(reference.at, "catalogue", told);
    false
}

/// Lays entries over those below: the same name again adds to it, `enabled = false` takes it away.
fn lay(desk: &mut Desk, below: &mut Vec<Entry>, entries: Vec<Entry>, kind: &str) {
    let lower: Vec<String> = below.iter().map(|e| e.name.clone()).collect();
    let mut own: BTreeMap<String, Place> = BTreeMap::new();
    for entry in entries {
        let subject = format!("{kind} {}", entry.name);
        if let Some(first) = own.get(&entry.name) {
            let (line, _) = desk.sources[first.file].line_column(first.offset);
            let message =
                Text::new(format!("名称重复：第 {line} 行已有"), format!("duplicate name: line {line} has it already"));
            desk.fault(entry.at, &subject, message);
            continue;
        }
        own.insert(entry.name.clone(), entry.at);
        match below.iter().position(|e| e.name == entry.name) {
            Some(at) if !entry.enabled => {
                below.remove(at);
            }
            Some(at) => add_to(desk, &mut below[at], entry),
            None if !entry.enabled => {
                let near = hint(&entry.name, lower.iter().map(String::as_str));
                let message = Text::new(
                    format!("所扩展的目录里没有 `{}`，无可停用{}", entry.name, near.zh),
                    format!("the extended catalogues have no `{}` to switch off{}", entry.name, near.en),
                );
                desk.fault(entry.at, &subject, message);
            }
            None => {
                let (items, mut entry) = (entry.items.clone(), entry);
                entry.items = Vec::new();
                lay(desk, &mut entry.items, items, "item");
                below.push(entry);
            }
        }
    }
}

fn add_to(desk: &mut Desk, known: &mut Entry, entry: Entry) {
    known.at = entry.at;
    for synonym in entry.synonyms {
        if !known.synonyms.iter().any(|s| s.value == synonym.value) {
            known.synonyms.push(synonym);
        }
    }
    if !entry.units.is_empty() {
        known.units = entry.units;
    }
    known.level = entry.level.or(known.level);
    lay(desk, &mut known.items, entry.items, "item");
}

/// Warns of a name that two fields claim as their own name: what is found under it counts for both.
fn ambiguous(desk: &mut Desk, fields: &[Entry]) {
    let names: Vec<&str> = fields.iter().map(|f| f.name.as_str()).collect();
    for field in fields {
        for synonym in field.synonyms.iter().filter(|s| s.value != field.name && names.contains(&s.value.as_str())) {
            let message = Text::new(
                format!("别名 `{}` 又是另一领域的名称，其栏目会两边都算", synonym.value),
                format!("the synonym `{}` is another field's name: its column counts for both", synonym.value),
            );
            desk.warn(synonym.at, &format!("field {}", field.name), message);
        }
    }
}

fn texts(list: Vec<At<String>>) -> Vec<String> {
    list.into_iter().map(|t| t.value).collect()
}

fn field(entry: Entry) -> CatalogueField {
    let items = entry.items.into_iter().map(|item| CatalogueItem {
        name: item.name,
        synonyms: texts(item.synonyms),
        units: item.units,
        level: item.level,
    });
    CatalogueField {
        items: items.collect(),
        name: entry.name,
        synonyms: texts(entry.synonyms),
        units: entry.units,
        level: entry.level,
    }
}

/// What `rules show` prints of a catalogue. Markdown.
#[must_use]
pub fn describe_catalogue(catalogue: &Catalogue, lang: Lang) -> String {
    let say = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    let colon = say("：", ": ");
    let mut out = format!("# {} {}\n\n", catalogue.id, catalogue.title);
    let _ = writeln!(out, "- {}{colon}{}", say("来源", "Source"), catalogue.source);
    let _ = writeln!(out, "- {}{colon}{}", say("版本", "Version"), catalogue.version);
    if !catalogue.under.is_empty() {
        let _ = writeln!(out, "- {}{colon}{}", say("通常所在栏目", "Usually under"), catalogue.under.join("、"));
    }
    let _ = writeln!(out, "- {}{colon}{}\n", say("领域数", "Fields"), catalogue.fields.len());
    for (at, field) in catalogue.fields.iter().enumerate() {
        let _ = writeln!(out, "{}. {}{}", at + 1, field.name, aside(&field.units, field.level, lang));
        if !field.synonyms.is_empty() {
            let _ = writeln!(out, "   {}{colon}{}", say("别名", "Synonyms"), field.synonyms.join("、"));
        }
        for item in &field.items {
            let _ = write!(out, "   - {}{}", item.name, aside(&item.units, item.level, lang));
            if !item.synonyms.is_empty() {
                let _ = write!(out, " [{}]", item.synonyms.join("、"));
            }
            out.push('\n');
        }
    }
    out
}

fn aside(units: &[String], level: Option<Level>, lang: Lang) -> String {
    let level = level.map(|level| match (level, lang) {
        (Level::County, Lang::Zh) => "县级",
        (Level::Town, Lang::Zh) => "乡镇",
        (Level::Department, Lang::Zh) => "部门",
        (Level::County, Lang::En) => "county",
        (Level::Town, Lang::En) => "town",
        (Level::Department, Lang::En) => "department",
    });
    let parts: Vec<&str> = units.iter().map(String::as_str).chain(level).collect();
    if parts.is_empty() { String::new() } else { format!("（{}）", parts.join("、")) }
}
