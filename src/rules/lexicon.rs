//! Lexicons of wrong wordings that rules name: found, read, laid over one another, held against themselves.

use super::bundled;
use super::entry::RuleEntry;
use super::fault::{Faults, hint};
use super::lexicon_entry::{self, LexiconLayer, WordEntry};
use super::reader::{At, Desk};
use super::source::{self, Place, Source};
use super::syntax;
use crate::checks::Check;
use crate::model::{Lang, Lexicon, LexiconEntry, Text, Weight};
use aho_corasick::AhoCorasick;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use toml::de::DeTable;

/// The check that reads lexicons, and the parameter by which a rule names one.
const CHECK: &str = "misspelling";
const PARAMETER: &str = "lexicon";
/// The one that is meant when none is named.
pub const DEFAULT_LEXICON: &str = "cn-official";

/// The lexicons that are compiled in.
#[must_use]
pub fn lexicons() -> Vec<Lexicon> {
    bundled::LEXICONS.iter().filter_map(|(id, _)| lexicon(id).ok()).collect()
}

/// Loads a lexicon by bundled id or by path.
pub fn lexicon(reference: &str) -> Result<Lexicon, Faults> {
    let mut desk = Desk::default();
    let source = source::open(&source::LEXICONS, reference, None).map_err(|fault| Faults(vec![*fault]))?;
    let found = load(&mut desk, source, &mut Vec::new());
    match found {
        Some(found) if desk.faults.is_empty() => Ok(found),
        _ => Err(Faults(Desk::sorted(desk.faults))),
    }
}

/// The lexicons that the rules of one pack name.
#[derive(Debug, Default)]
pub(super) struct NamedLexicons {
    /// By the number of the naming source and the reference; `None` for one that could not be had.
    found: BTreeMap<(usize, String), Option<Value>>,
    /// Their sources, in the order in which rules name them, for the digest.
    pub(super) sources: Vec<usize>,
}

impl NamedLexicons {
    /// Loads what the rules of known checks name, the bundled one where they name none.
    pub(super) fn of(desk: &mut Desk, rules: &[RuleEntry], registry: &[Check]) -> Self {
        let mut named = Self::default();
        let mut seen: BTreeMap<String, Option<Value>> = BTreeMap::new();
        if registry.iter().all(|c| c.id != CHECK) {
            return named;
        }
        for rule in rules.iter().filter(|r| reads(r)) {
            let Some(reference) = reference(&rule.params) else { continue };
            let file = rule.params_at.file;
            if named.found.contains_key(&(file, reference.to_owned())) {
                continue;
            }
            let at = rule.param_paths.iter().find(|p| p.value == "/lexicon").map_or(rule.params_at, |p| p.at);
            let value = match source::open(&source::LEXICONS, reference, Some(&desk.sources[file])) {
                Ok(source) => {
                    let identity = source.identity();
                    if !seen.contains_key(&identity) {
                        let found = load(desk, source, &mut named.sources);
                        seen.insert(identity.clone(), found.map(|l| serde_json::to_value(l).unwrap_or_default()));
                    }
                    seen[&identity].clone()
                }
                Err(fault) => {
                    let message = Text::new(
                        format!("用不了词表 `{reference}`：{}", fault.message.zh),
                        format!("can't use the lexicon `{reference}`: {}", fault.message.en),
                    );
                    desk.fault(at, &format!("rule {}", rule.head.id), message);
                    None
                }
            };
            named.found.insert((file, reference.to_owned()), value);
        }
        named
    }

    /// The parameters with the lexicon's content in place of its name; `None` when it could not be had.
    pub(super) fn put_into(&self, rule: &RuleEntry, mut params: Map<String, Value>) -> Option<Map<String, Value>> {
        if let (true, Some(reference)) = (reads(rule), reference(&rule.params)) {
            let content = self.found.get(&(rule.params_at.file, reference.to_owned()))?.clone()?;
            params.insert(PARAMETER.to_owned(), content);
        }
        Some(params)
    }
}

fn reads(rule: &RuleEntry) -> bool {
    rule.check.as_ref().is_some_and(|c| c.value == CHECK)
}

/// What a rule's parameters name; none where the lexicon is written out or is no name at all.
fn reference(params: &Map<String, Value>) -> Option<&str> {
    params.get(PARAMETER).map_or(Some(DEFAULT_LEXICON), Value::as_str)
}

/// Reads a lexicon and those it extends. `None` when a text can't be read at all; faults are on the desk.
fn load(desk: &mut Desk, source: Source, sources: &mut Vec<usize>) -> Option<Lexicon> {
    let mut layers = Vec::new();
    if !gather(desk, source, &mut Vec::new(), &mut layers) {
        return None;
    }
    let before = desk.faults.len();
    let own = layers.last()?;
    let at = own.at;
    sources.push(at.file);
    sources.extend(layers[..layers.len() - 1].iter().map(|l| l.at.file));
    let mut result = Lexicon {
        id: own.id.clone(),
        title: own.title.clone(),
        source: own.source.clone(),
        version: own.version.clone(),
        entries: Vec::new(),
    };
    let mut entries: Vec<WordEntry> = Vec::new();
    for layer in layers {
        lay(desk, &mut entries, layer.entries);
    }
    entries.retain(|e| e.enabled != Some(false));
    clashes(desk, &entries);
    if entries.is_empty() && desk.faults.len() == before {
        let message = Text::new("没有任何词条，请写 [[entry]]", "there is no entry; write [[entry]]");
        desk.fault(at, "lexicon", message);
    }
    result.entries = entries.into_iter().map(finished).collect();
    Some(result)
}

/// Reads `source` and, depth first, what it extends, the lowest first. Whether all could be had.
fn gather(desk: &mut Desk, source: Source, chain: &mut Vec<String>, out: &mut Vec<LexiconLayer>) -> bool {
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
    let layer = lexicon_entry::layer(desk, file, table.get_ref());
    let mut whole = true;
    for reference in &layer.extends {
        whole &= extend(desk, (file, reference), chain, out);
    }
    chain.pop();
    // Without a head there is no place of its own.
    out.push(LexiconLayer { at: if layer.id.is_empty() { Place { file, offset: 0 } } else { layer.at }, ..layer });
    whole
}

fn extend(
    desk: &mut Desk,
    (file, reference): (usize, &At<String>),
    chain: &mut Vec<String>,
    out: &mut Vec<LexiconLayer>,
) -> bool {
    let name = &reference.value;
    let told = match source::open(&source::LEXICONS, name, Some(&desk.sources[file])) {
        Ok(extended) if chain.contains(&extended.identity()) => Text::new(
            format!("`extends` 绕成了圈：`{name}` 又扩展回本词表"),
            format!("`extends` runs in a circle: `{name}` extends this lexicon again"),
        ),
        Ok(extended) => return gather(desk, extended, chain, out),
        Err(fault) => Text::new(
            format!("扩展不了 `{name}`：{}", fault.message.zh),
            format!("can't extend `{name}`: {}", fault.message.en),
        ),
    };
    desk.fault(reference.at, "lexicon", told);
    false
}

/// Lays entries over those below: the same wording again replaces it, with `enabled` alone switches it.
fn lay(desk: &mut Desk, below: &mut Vec<WordEntry>, entries: Vec<WordEntry>) {
    let mut known: BTreeMap<String, usize> = below.iter().enumerate().map(|(i, e)| (e.wrong.clone(), i)).collect();
    let lower = below.len();
    for entry in entries {
        let subject = format!("entry {}", entry.wrong);
        match known.get(&entry.wrong) {
            Some(&at) if at >= lower => {
                let first = below[at].at;
                let (line, _) = desk.sources[first.file].line_column(first.offset);
                let message = Text::new(
                    format!("词条重复：第 {line} 行已有"),
                    format!("duplicate entry: line {line} has it already"),
                );
                desk.fault(entry.at, &subject, message);
            }
            Some(&at) if entry.right.is_empty() => below[at].enabled = entry.enabled,
            Some(&at) => below[at] = entry,
            None if entry.right.is_empty() => {
                let near = hint(&entry.wrong, below[..lower].iter().map(|e| e.wrong.as_str()));
                let message = Text::new(
                    format!("所扩展的词表里没有 `{}`，无可启停{}", entry.wrong, near.zh),
                    format!("the extended lexicons have no `{}` to switch{}", entry.wrong, near.en),
                );
                desk.fault(entry.at, &subject, message);
            }
            None => {
                known.insert(entry.wrong.clone(), below.len());
                below.push(entry);
            }
        }
    }
}

/// A right wording that holds what another entry calls wrong would be told once it is written.
fn clashes(desk: &mut Desk, entries: &[WordEntry]) {
    let Ok(all) = AhoCorasick::new(entries.iter().map(|e| e.wrong.as_str())) else { return };
    for entry in entries {
        let held = all.find_overlapping_iter(entry.right.as_str()).map(|m| &entries[m.pattern().as_usize()]);
        let tells = |other: &&WordEntry| {
            other.wrong != entry.wrong && !other.within.iter().any(|w| entry.right.contains(w.as_str()))
        };
        if let Some(other) = held.filter(tells).min_by_key(|e| e.at) {
            let message = Text::new(
                format!("正确写法 `{}` 里含有另一词条的错误写法 `{}`", entry.right, other.wrong),
                format!("the right wording `{}` holds what another entry calls wrong, `{}`", entry.right, other.wrong),
            );
            desk.fault(entry.at, &format!("entry {}", entry.wrong), message);
        }
    }
}

fn finished(entry: WordEntry) -> LexiconEntry {
    LexiconEntry {
        wrong: entry.wrong,
        right: entry.right,
        weight: entry.weight,
        confirm: entry.confirm,
        not_after: entry.not_after,
        not_before: entry.not_before,
        within: entry.within,
        near: entry.near,
        unless: entry.unless,
        why: entry.why,
    }
}

/// What `rules show` prints of a lexicon. Markdown.
#[must_use]
pub fn describe_lexicon(lexicon: &Lexicon, lang: Lang) -> String {
    let say = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    let colon = say("：", ": ");
    let mut out = format!("# {} {}\n\n", lexicon.id, lexicon.title);
    for (name, value) in [(say("来源", "Source"), &lexicon.source), (say("版本", "Version"), &lexicon.version)] {
        if !value.is_empty() {
            let _ = writeln!(out, "- {name}{colon}{value}");
        }
    }
    let _ = writeln!(out, "- {}{colon}{}\n", say("词条数", "Entries"), lexicon.entries.len());
    for entry in &lexicon.entries {
        let weight = match entry.weight {
            Weight::Severe => say("（严重，须人工确认）", " (severe, a person confirms)"),
            Weight::Ordinary if entry.confirm => say("（须人工确认）", " (a person confirms)"),
            Weight::Ordinary => "",
            Weight::Hint => say("（提示）", " (hint)"),
        };
        let _ = writeln!(out, "- {} → {}{weight}", entry.wrong, entry.right);
    }
    out
}
