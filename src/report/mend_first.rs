//! What to mend first: the rules whose problems, once mended, bring most.

use super::index;
use crate::model::{Finding, IndicatorScore, Outcome, Points, RuleScore, Scorecard};

/// A rule with problems that are certain, and what mending all of them brings.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mend<'a> {
    /// The rule.
    pub(super) rule: &'a RuleScore,
    /// Its indicator.
    pub(super) indicator: &'a IndicatorScore,
    /// Whether it is a veto that failed: without it there is no total at all.
    pub(super) veto: bool,
    /// Marks of this scorecard that come back when all its problems are gone and nothing else changes. What lies beyond
    /// the indicator's own marks was never taken, so it does not come back.
    pub(super) gain: Points,
    /// Its first problem, as the list has them.
    pub(super) first: Option<&'a Finding>,
}

/// At most `most` rules: failed vetoes, then by what they bring, then those with fewer problems, for they are the sooner
/// done. A rule that brings nothing is not among them.
pub(super) fn mend_first(card: &Scorecard, most: usize) -> Vec<Mend<'_>> {
    let mut mends: Vec<Mend<'_>> = Vec::new();
    for indicator in index::all_indicators(card) {
        let lost: Points = indicator.rules.iter().map(|rule| rule.deducted.low).sum();
        for rule in indicator.rules.iter().filter(|rule| rule.violations > 0) {
            let veto = rule.effect == "veto" && rule.outcome == Outcome::Failed;
            let written = indicator.pack_marks;
            let back = lost.min(written) - (lost - rule.deducted.low).min(written);
            let gain = back.scaled(indicator.full_marks, written);
            if veto || gain > Points::ZERO {
                mends.push(Mend { rule, indicator, veto, gain, first: None });
            }
        }
    }
    mends.sort_by(|a, b| {
        let order = b.veto.cmp(&a.veto).then(b.gain.cmp(&a.gain));
        order.then(a.rule.violations.cmp(&b.rule.violations)).then(a.rule.id.cmp(&b.rule.id))
    });
    mends.truncate(most);
    for mend in &mut mends {
        mend.first = card.findings.iter().find(|finding| finding.rules.contains(&mend.rule.id));
    }
    mends
}
