//! Tests of `rules`.

mod bad;
mod bundled;
mod catalogues;
mod census;
mod diff;
mod good;
mod ledger;
mod lexicons;
mod national;
mod overlays;
mod schema;
pub(crate) mod stand_in;
mod structure;

use duwang::checks::{PLANNED, REGISTRY};
use duwang::rules::{Faults, RuleSet, load_with};

/// Loads a pack against the stand-ins; every other id of the contract is one that nothing measures yet.
pub(crate) fn load(reference: &str) -> Result<RuleSet, Faults> {
    let contract: Vec<&str> = REGISTRY.iter().map(|c| c.id).chain(PLANNED.iter().copied()).collect();
    load_with(reference, &stand_in::stand_ins(), &contract)
}
