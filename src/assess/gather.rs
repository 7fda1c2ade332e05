//! What a year is made of: runs with what they counted, and the pack's outline.

use crate::model::{LeftOut, OutlineIndicator, OutlineRule, Run, RunTally, SiteRef, SiteTrait, Tally, Text};
use crate::rules::RuleSet;
use std::collections::BTreeMap;

/// A run that can count, with one tally per rule in the order of the set.
#[derive(Debug, Clone, PartialEq)]
pub struct CountedRun {
    /// The run.
    pub run: Run,
    /// What it counted.
    pub tallies: Vec<Tally>,
    /// What people told of the body then.
    pub traits: Vec<SiteTrait>,
}

/// One site's runs of the period, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteRuns {
    /// The site, as its last run names it.
    pub site: SiteRef,
    /// Runs that can count.
    pub counted: Vec<CountedRun>,
    /// Runs that could, and that the policy does not ask for; nobody counted them.
    pub aside: Vec<Run>,
    /// Runs that can't, and why.
    pub left_out: Vec<LeftOut>,
}

/// What a run counted, in the order of the set's rules; `None` when a rule is missing, so that it must be counted again.
#[must_use]
pub fn tallies(set: &RuleSet, stored: &RunTally) -> Option<Vec<Tally>> {
    let by_id: BTreeMap<&str, Tally> = stored
        .rules
        .iter()
        .map(|(id, tested, violations, undetermined, open_ended, inapplicable)| {
            let why = || Box::new(Text::new("原因见该次检查的评分表", "the scorecard of that run says why"));
            let tally = Tally {
                tested: *tested,
                violations: *violations,
                undetermined: *undetermined,
                open_ended: *open_ended,
                inapplicable: (*inapplicable && *tested > 0).then(why),
            };
            (id.as_str(), tally)
        })
        .collect();
    set.rules.iter().map(|rule| by_id.get(rule.id.as_str()).cloned()).collect()
}

/// The pack's indicators, parents before children.
#[must_use]
pub fn outline(set: &RuleSet) -> Vec<OutlineIndicator> {
    let mut stack: Vec<usize> = set.roots().collect();
    stack.reverse();
    let mut out = Vec::new();
    while let Some(at) = stack.pop() {
        let i = &set.indicators[at];
        stack.extend(i.children.iter().rev());
        out.push(OutlineIndicator {
            id: i.id.clone(),
            parent: i.parent.clone(),
            level: i.level,
            title: i.title.clone(),
            marks: i.points,
            lead_unit: i.lead_unit.clone(),
            responsible_units: i.responsible_units.clone(),
            deadline: i.deadline.clone(),
            clause: i.clause.clone(),
            ledger: i.ledger.clone(),
            leaf: i.children.is_empty(),
            rules: i
                .rules
                .iter()
                .map(|r| &set.rules[*r])
                .map(|r| OutlineRule {
                    id: r.id.clone(),
                    title: r.title.clone(),
                    check: r.check.clone(),
                    effect: r.effect.name().to_owned(),
                })
                .collect(),
        });
    }
    out
}
