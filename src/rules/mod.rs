//! Rule packs: from TOML to a bound set of rules, every fault told at once. Imports `model`, `facts`, `checks`.
//!
//! A pack is read by hand from a spanned tree ([`load`]), laid over the packs it extends, held against itself (parents,
//! sums, marks) and bound to the checks of a registry. What comes out is a [`RuleSet`] that `score` can judge with, or
//! [`Faults`]: all of them, each with its line.

mod assess;
mod bind;
mod bundled;
mod catalogue;
mod catalogue_entry;
mod census;
mod describe;
mod diff;
mod diff_text;
mod effect;
mod entry;
mod fault;
mod layers;
mod lexicon;
mod lexicon_entry;
mod merge;
mod named;
mod params;
mod reader;
mod set;
mod sound;
mod source;
mod syntax;

pub use catalogue::{catalogue, catalogues, describe_catalogue};
pub use census::Census;
pub(crate) use describe::percent;
pub use describe::{describe, describe_with};
pub use diff::{PackDiff, diff};
pub use fault::{Fault, Faults};
pub use lexicon::{DEFAULT_LEXICON, describe_lexicon, lexicon, lexicons};
pub use set::{Class, Effect, Indicator, Judge, Pack, Rule, RuleSet, VetoWhen};

use crate::checks::{Check, PLANNED, REGISTRY};
use crate::model::PackRef;
use named::Named;
use reader::Desk;

/// The JSON schema of packs (draft-07), for editors that complete and check.
pub const SCHEMA: &str = bundled::SCHEMA;

/// A bundled pack in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackSummary {
    /// Its id, as `--rules` takes it.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its source: document number, issuer, date.
    pub source: String,
    /// Its version.
    pub version: String,
    /// Indicators of every level.
    pub indicators: usize,
    /// Its rows, leaves and rules, counted.
    pub census: Census,
}

/// The packs that are compiled in. One that this registry can't bind is left out (a test sees to it that there is none).
#[must_use]
pub fn bundled() -> Vec<PackSummary> {
    bundled_with(REGISTRY, PLANNED)
}

/// As [`bundled()`], held against another registry.
#[must_use]
pub fn bundled_with(registry: &[Check], planned: &[&str]) -> Vec<PackSummary> {
    bundled::PACKS.iter().filter_map(|(id, _)| Some(summary(&load_with(id, registry, planned).ok()?))).collect()
}

fn summary(set: &RuleSet) -> PackSummary {
    let PackRef { id, title, source, version, .. } = set.pack.reference.clone();
    PackSummary { id, title, source, version, indicators: set.indicators.len(), census: set.census() }
}

/// Loads a pack, by bundled id or by path, against the checks there are.
pub fn load(reference: &str) -> Result<RuleSet, Faults> {
    load_with(reference, REGISTRY, PLANNED)
}

/// Loads a pack against another registry; `planned` are ids a rule may name although nothing measures them yet.
pub fn load_with(reference: &str, registry: &[Check], planned: &[&str]) -> Result<RuleSet, Faults> {
    let source = source::open(&source::PACKS, reference, None).map_err(|fault| Faults(vec![*fault]))?;
    let mut desk = Desk::default();
    let layers = layers::gather(&mut desk, source);
    if layers.iter().any(|l| l.unread) {
        // Half a pack gives faults of its own making; checks and parameters stand by themselves.
        for read in &layers {
            let named = Named::of(&mut desk, &read.layer.rules, registry);
            bind::checks_alone(&mut desk, &read.layer.rules, (registry, planned, &named));
        }
        return Err(Faults(Desk::sorted(desk.faults)));
    }
    let mut order = layers::order(&layers);
    let merged = merge::merge(&mut desk, layers);
    let named = Named::of(&mut desk, &merged.rules, registry);
    let known = (registry, planned, &named);
    if merged.torn {
        bind::checks_alone(&mut desk, &merged.rules, known);
        return Err(Faults(Desk::sorted(desk.faults)));
    }
    order.extend(named.sources());
    let sha256 = source::digest(order.iter().map(|at| desk.sources[*at].text.as_str()));
    let mut set = sound::build(&mut desk, &merged, sha256);
    bind::bind(&mut desk, &merged, &mut set, known);
    if desk.faults.is_empty() {
        set.warnings = Desk::sorted(desk.warnings);
        Ok(set)
    } else {
        Err(Faults(Desk::sorted(desk.faults)))
    }
}
