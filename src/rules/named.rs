//! The files that the rules of a pack name: catalogues and lexicons.

use super::catalogue::NamedCatalogues;
use super::entry::RuleEntry;
use super::lexicon::NamedLexicons;
use super::reader::Desk;
use crate::checks::Check;
use serde_json::{Map, Value};

/// What rules name, read.
#[derive(Debug, Default)]
pub(super) struct Named {
    catalogues: NamedCatalogues,
    lexicons: NamedLexicons,
}

impl Named {
    /// Loads what the rules of known checks name.
    pub(super) fn of(desk: &mut Desk, rules: &[RuleEntry], registry: &[Check]) -> Self {
        let catalogues = NamedCatalogues::of(desk, rules, registry);
        Self { catalogues, lexicons: NamedLexicons::of(desk, rules, registry) }
    }

    /// A rule's parameters with contents in place of names; `None` when one could not be had.
    pub(super) fn put_into(&self, rule: &RuleEntry) -> Option<Map<String, Value>> {
        self.lexicons.put_into(rule, self.catalogues.put_into(&rule.params, rule.params_at.file)?)
    }

    /// Their sources, in the order in which rules name them, for the digest.
    pub(super) fn sources(&self) -> impl Iterator<Item = usize> + '_ {
        self.catalogues.sources.iter().chain(&self.lexicons.sources).copied()
    }
}
