//! Tests of `rules`.

mod bad;
mod bundled;
mod catalogues;
mod census;
mod good;
mod ledger;
pub(crate) mod stand_in;
mod structure;

use duwang::checks::PLANNED;
use duwang::rules::{Faults, RuleSet, load_with};

/// Loads a pack against the stand-ins.
pub(crate) fn load(reference: &str) -> Result<RuleSet, Faults> {
    load_with(reference, &stand_in::stand_ins(), PLANNED)
}
