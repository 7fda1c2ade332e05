//! Which indicator a rule belongs to: findings name rules, people ask for clauses and units.

use crate::model::{Finding, IndicatorScore, RuleScore, Scorecard};
use std::collections::BTreeMap;

/// A rule with the indicator it stands under.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// The rule.
    pub(super) rule: &'a RuleScore,
    /// Its indicator.
    pub(super) indicator: &'a IndicatorScore,
}

/// Every rule of a card by id.
#[derive(Debug)]
pub(super) struct Index<'a>(BTreeMap<&'a str, Place<'a>>);

impl<'a> Index<'a> {
    pub(super) fn of(card: &'a Scorecard) -> Self {
        let mut rules = BTreeMap::new();
        for indicator in all_indicators(card) {
            for rule in &indicator.rules {
                rules.insert(rule.id.as_str(), Place { rule, indicator });
            }
        }
        Self(rules)
    }

    pub(super) fn rule(&self, id: &str) -> Option<Place<'a>> {
        self.0.get(id).copied()
    }

    /// The places of a finding's rules, in its order.
    fn places(&self, finding: &Finding) -> Vec<Place<'a>> {
        finding.rules.iter().filter_map(|id| self.rule(id)).collect()
    }

    /// Clauses that a finding counts under, each once.
    pub(super) fn clauses(&self, finding: &Finding) -> Vec<&'a str> {
        once(self.places(finding).iter().map(|p| p.indicator.source.as_str()))
    }

    /// Lead and responsible units of a finding's indicators, each once.
    pub(super) fn units(&self, finding: &Finding) -> Vec<&'a str> {
        once(self.places(finding).iter().flat_map(|p| units(p.indicator)))
    }
}

/// Lead unit first, then the responsible ones, each once.
pub(super) fn units(indicator: &IndicatorScore) -> Vec<&str> {
    once(indicator.lead_unit.as_deref().into_iter().chain(indicator.responsible_units.iter().map(String::as_str)))
}

/// Every indicator, parents before children, in the pack's order.
pub(super) fn all_indicators(card: &Scorecard) -> Vec<&IndicatorScore> {
    let mut stack: Vec<&IndicatorScore> = card.indicators.iter().rev().collect();
    let mut all = Vec::new();
    while let Some(indicator) = stack.pop() {
        all.push(indicator);
        stack.extend(indicator.children.iter().rev());
    }
    all
}

fn once<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut kept: Vec<&str> = Vec::new();
    for text in texts {
        if !text.is_empty() && !kept.contains(&text) {
            kept.push(text);
        }
    }
    kept
}
