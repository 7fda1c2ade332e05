//! `[pack] assess`: which runs make a year's figure.

use super::fault::{hint, listed};
use super::reader::{At, Table};
use crate::model::{AssessPolicy, RunsPolicy, Text, VetoScope};

/// As written; what is absent comes from the packs below, then from the defaults.
#[derive(Debug, Clone, Default)]
pub(super) struct AssessEntry {
    runs: Option<RunsPolicy>,
    vetoes: Option<VetoScope>,
    incomplete: Option<bool>,
    levels: Option<Vec<String>>,
}

impl AssessEntry {
    pub(super) fn or(self, below: Self) -> Self {
        Self {
            runs: self.runs.or(below.runs),
            vetoes: self.vetoes.or(below.vetoes),
            incomplete: self.incomplete.or(below.incomplete),
            levels: self.levels.or(below.levels),
        }
    }

    pub(super) fn policy(&self) -> AssessPolicy {
        let runs = self.runs.unwrap_or_default();
        let vetoes = self.vetoes.unwrap_or(match runs {
            RunsPolicy::Last => VetoScope::Counted,
            RunsPolicy::Worst | RunsPolicy::Mean => VetoScope::Any,
        });
        let levels = self.levels.clone().unwrap_or_default();
        AssessPolicy { runs, vetoes, incomplete: self.incomplete.unwrap_or(false), levels }
    }
}

const KEYS: &[&str] = &["runs", "vetoes", "incomplete", "levels"];

/// Reads `assess = { … }` or `[pack.assess]`.
pub(super) fn read(pack: &mut Table<'_, '_>) -> AssessEntry {
    let Some((table, at)) = pack.table("assess") else { return AssessEntry::default() };
    let mut t = pack.within(table, at);
    t.only(KEYS);
    let runs =
        one_of(&mut t, "runs", &[("last", RunsPolicy::Last), ("worst", RunsPolicy::Worst), ("mean", RunsPolicy::Mean)]);
    let vetoes = one_of(&mut t, "vetoes", &[("any", VetoScope::Any), ("counted", VetoScope::Counted)]);
    let levels = t.has("levels").then(|| t.texts("levels").into_iter().map(|l| l.value).collect());
    AssessEntry { runs, vetoes, incomplete: t.flag("incomplete").map(|f| f.value), levels }
}

fn one_of<T: Copy>(t: &mut Table<'_, '_>, key: &str, known: &[(&str, T)]) -> Option<T> {
    let At { value, at } = t.text(key)?;
    if let Some((_, found)) = known.iter().find(|(name, _)| *name == value) {
        return Some(*found);
    }
    let names = || known.iter().map(|(name, _)| *name);
    let near = hint(&value, names());
    t.fault(
        at,
        Text::new(
            format!("`{key}` 不能写 `{value}`{}（可用：{}）", near.zh, listed(names())),
            format!("`{key}` can't be `{value}`{} (known: {})", near.en, listed(names())),
        ),
    );
    None
}
