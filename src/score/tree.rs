//! From rules to indicators of every level: dropping, scaling, capping, summing.

use super::marks::{self, HandMarks};
use super::reckon::{Reckoned, reckon};
use super::sums::{self, Leaf, Spread};
use super::words;
use crate::model::{
    HandVerdict, IndicatorScore, Lang, Outcome, Points, PointsRange, RuleScore, SiteTrait, Tally, Text,
};
use crate::rules::{Effect, Judge, RuleSet};

/// The set with what was counted, as far as reckoned.
pub(super) struct Tree<'a> {
    pub(super) set: &'a RuleSet,
    tallies: &'a [Tally],
    pub(super) lang: Lang,
    /// What people decided, by rule or indicator.
    marks: &'a HandMarks,
    /// Per rule, in the order of the set.
    pub(super) reckoned: Vec<Reckoned>,
    /// Whether a person's mark decided the rule.
    settled: Vec<bool>,
    /// Per rule, why the body is excused from it.
    pub(super) excused: Vec<Option<SiteTrait>>,
    /// The same per indicator.
    pub(super) excused_indicators: Vec<Option<SiteTrait>>,
    /// Fingerprints per rule, one for each of its violations; none when it is scored without its evidence.
    pub(super) prints: Vec<Vec<String>>,
}

impl<'a> Tree<'a> {
    pub(super) fn new(
        set: &'a RuleSet,
        tallies: &'a [Tally],
        traits: &[SiteTrait],
        marks: &'a HandMarks,
        lang: Lang,
    ) -> Self {
        assert_eq!(set.rules.len(), tallies.len(), "one verdict per rule, as `judge` gives them");
        let excused_indicators = set.excused(traits);
        let excused = set.excused_rules(traits);
        let mut reckoned = vec![Reckoned::INAPPLICABLE; set.rules.len()];
        let mut settled = vec![false; set.rules.len()];
        for (indicator, why) in set.indicators.iter().zip(&excused_indicators) {
            let takes = |r: &usize| takes_marks(&set.rules[*r].effect);
            let sole_veto = !indicator.rules.iter().any(takes);
            for &at in indicator.rules.iter().filter(|_| why.is_none()) {
                let rule = &set.rules[at];
                reckoned[at] = reckon(rule, &tallies[at], indicator.points, sole_veto);
                if let Some(mark) = marks.get(&rule.id)
                    && let Some(after) = marks::settle(reckoned[at], rule, mark, indicator.points)
                {
                    (reckoned[at], settled[at]) = (after, true);
                }
            }
        }
        let prints = vec![Vec::new(); set.rules.len()];
        Self { set, tallies, lang, marks, reckoned, settled, excused, excused_indicators, prints }
    }

    /// First-level indicators with everything below them, and how the sum comes about.
    pub(super) fn indicators(&self) -> (Vec<IndicatorScore>, Text) {
        let roots: Vec<usize> = self.set.roots().collect();
        let full = self.set.pack.full_marks;
        let scores = self.share(full, &roots);
        let got = total(&scores);
        let full: Points = scores.iter().map(|i| i.full_marks).sum();
        let arithmetic = sums::level(&scores, self.spread(full, &roots), got);
        (scores, arithmetic)
    }

    /// Spreads `full` marks over siblings and scores each.
    fn share(&self, full: Points, siblings: &[usize]) -> Vec<IndicatorScore> {
        let weights: Vec<Points> = siblings.iter().map(|i| self.weight(*i)).collect();
        siblings.iter().zip(apportion(full, &weights)).map(|(at, full)| self.indicator(*at, full)).collect()
    }

    fn spread(&self, full: Points, siblings: &[usize]) -> Spread {
        let written = siblings.iter().map(|i| self.set.indicators[*i].points).sum();
        let applying = siblings.iter().map(|i| self.weight(*i)).sum();
        Spread { written, applying, full }
    }

    /// What an indicator weighs among its siblings: its marks, less the share of what drops out below it.
    fn weight(&self, at: usize) -> Points {
        let indicator = &self.set.indicators[at];
        if indicator.children.is_empty() {
            return if self.set.pack.scaling && self.drops_out(at) { Points::ZERO } else { indicator.points };
        }
        let remaining = indicator.children.iter().map(|c| self.weight(*c)).sum();
        let written = indicator.children.iter().map(|c| self.set.indicators[*c].points).sum();
        indicator.points.scaled(remaining, written)
    }

    /// Whether everything that could judge a leaf does not apply; what is only shown or only gains is not asked, unless
    /// there is nothing else.
    fn drops_out(&self, leaf: usize) -> bool {
        if self.excused_indicators[leaf].is_some() {
            return true;
        }
        let rules = &self.set.indicators[leaf].rules;
        if rules.is_empty() {
            let mark = self.marks.get(&self.set.indicators[leaf].id);
            return mark.is_some_and(|m| m.verdict == Some(HandVerdict::Inapplicable));
        }
        let judging: Vec<usize> = rules
            .iter()
            .copied()
            .filter(|r| !matches!(self.set.rules[*r].effect, Effect::Info | Effect::Bonus(_)))
            .collect();
        let asked = if judging.is_empty() { rules } else { &judging };
        asked.iter().all(|r| self.reckoned[*r].outcome == Outcome::Inapplicable)
    }

    fn indicator(&self, at: usize, full: Points) -> IndicatorScore {
        let indicator = &self.set.indicators[at];
        let children = self.share(full, &indicator.children);
        let rules: Vec<RuleScore> = indicator.rules.iter().map(|r| self.rule(*r, indicator.points, full)).collect();
        let (got, arithmetic) = if indicator.children.is_empty() {
            let kind = self.leaf(at);
            let got = keep(kind, indicator.points, full);
            (got, sums::leaf(kind, &rules, (indicator.points, full), got))
        } else {
            let got = total(&children);
            (got, sums::level(&children, self.spread(full, &indicator.children), got))
        };
        // What is only shown does not make an indicator fail, unless there is nothing else.
        let judged = |r: &&RuleScore| r.effect != "info" || rules.iter().all(|r| r.effect == "info");
        let outcomes = rules.iter().filter(judged).map(|r| r.outcome).chain(children.iter().map(|c| c.outcome));
        let excused = self.excused_indicators[at].is_some();
        // Nobody has looked where there is nothing that looks.
        let nobody = if excused { Outcome::Inapplicable } else { Outcome::CannotTell };
        let source = &indicator.source;
        IndicatorScore {
            id: indicator.id.clone(),
            title: indicator.title.clone(),
            level: indicator.level,
            full_marks: full,
            pack_marks: indicator.points,
            got,
            outcome: outcomes
                .max_by_key(|o| badness(*o))
                .or_else(|| Some(marks::of_indicator(self.marks.get(&indicator.id)?, indicator.points)?.outcome))
                .unwrap_or(nobody),
            arithmetic: arithmetic.pick(self.lang).to_owned(),
            lead_unit: indicator.lead_unit.clone(),
            responsible_units: indicator.responsible_units.clone(),
            deadline: indicator.deadline.clone(),
            source: indicator.clause.as_ref().map_or_else(|| source.clone(), |c| format!("{source} {c}")),
            ledger: indicator.ledger.clone(),
            covered: excused || self.set.covered(at),
            rules,
            children,
        }
    }

    /// How a leaf's marks come about.
    fn leaf(&self, at: usize) -> Leaf {
        let indicator = &self.set.indicators[at];
        if self.drops_out(at) {
            return if self.set.pack.scaling { Leaf::Dropped } else { Leaf::Kept };
        }
        let effects = || indicator.rules.iter().map(|r| &self.set.rules[*r]);
        let taking: Vec<_> = effects().filter(|r| takes_marks(&r.effect)).collect();
        let vetoes = effects().any(|r| matches!(r.effect, Effect::Veto(_)));
        if indicator.rules.is_empty()
            && let Some(done) = self.marks.get(&indicator.id).and_then(|m| marks::of_indicator(m, indicator.points))
        {
            return Leaf::Lost(done.lost);
        }
        let unjudged = if taking.is_empty() { !vetoes } else { taking.iter().all(|r| r.judge() != Judge::Check) };
        // As long as one of them waits for its mark, nothing is sure but what the others took.
        let waiting = taking.is_empty()
            || indicator.rules.iter().any(|r| takes_marks(&self.set.rules[*r].effect) && !self.settled[*r]);
        let lost = indicator.rules.iter().map(|r| self.reckoned[*r].lost).fold(PointsRange::default(), |a, b| a + b);
        match (unjudged && waiting, lost.low > Points::ZERO) {
            (true, false) => Leaf::Open,
            (true, true) => Leaf::Lost(PointsRange { low: lost.low, high: lost.high.max(indicator.points) }),
            (false, _) => Leaf::Lost(lost),
        }
    }

    fn rule(&self, at: usize, pack_marks: Points, full: Points) -> RuleScore {
        let (rule, tally, reckoned) = (&self.set.rules[at], &self.tallies[at], self.reckoned[at]);
        let lost = if pack_marks == full { reckoned.lost } else { sums::scaled(reckoned.lost, full, pack_marks) };
        let mark = self.marks.get(&rule.id).filter(|_| self.settled[at]);
        let mut arithmetic = match (self.excused[at], mark) {
            (Some(why), _) => words::excused(rule, why),
            (None, Some(mark)) => marks::words(rule, mark, &reckoned),
            (None, None) => words::arithmetic(rule, tally, &reckoned, pack_marks),
        };
        if reckoned.lost.high > Points::ZERO && pack_marks != full {
            words::scaled(&mut arithmetic, lost, full, pack_marks);
        }
        let judge = match rule.judge() {
            Judge::Check => "check",
            Judge::Planned => "planned",
            Judge::Person => "person",
        };
        let mut findings = self.prints[at].clone();
        findings.sort_unstable();
        findings.dedup();
        RuleScore {
            id: rule.id.clone(),
            title: rule.title.clone(),
            check: rule.check.clone(),
            effect: rule.effect.name().to_owned(),
            arithmetic: arithmetic.pick(self.lang).to_owned(),
            outcome: reckoned.outcome,
            judge: judge.to_owned(),
            tested: tally.tested,
            violations: tally.violations,
            undetermined: tally.undetermined,
            open_ended: tally.open_ended,
            deducted: reckoned.lost,
            lost,
            gained: reckoned.gained,
            findings,
        }
    }
}

/// What a leaf keeps of its `full` marks: scaled once, after capping, so that the parts add up by hand.
fn keep(kind: Leaf, pack: Points, full: Points) -> PointsRange {
    match kind {
        Leaf::Open => PointsRange { low: Points::ZERO, high: full },
        Leaf::Dropped | Leaf::Kept => PointsRange::exact(full),
        Leaf::Lost(lost) => {
            let capped = PointsRange { low: lost.low.min(pack), high: lost.high.min(pack) };
            let lost = if pack == full { capped } else { sums::scaled(capped, full, pack) };
            PointsRange { low: full - lost.high, high: full - lost.low }
        }
    }
}

fn total(scores: &[IndicatorScore]) -> PointsRange {
    scores.iter().map(|i| i.got).fold(PointsRange::default(), |a, b| a + b)
}

fn takes_marks(effect: &Effect) -> bool {
    matches!(effect.name(), "deduct" | "manual")
}

fn badness(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Inapplicable => 0,
        Outcome::Passed => 1,
        Outcome::Manual => 2,
        Outcome::CannotTell => 3,
        Outcome::Failed => 4,
    }
}

/// Spreads `total` in proportion to `weights` so that the parts sum to it exactly (largest remainder, the earlier first
/// among equals). All zero when nothing weighs.
fn apportion(total: Points, weights: &[Points]) -> Vec<Points> {
    let sum: i128 = weights.iter().map(|w| i128::from(w.0)).sum();
    if sum == 0 {
        return vec![Points::ZERO; weights.len()];
    }
    let exact = |w: &Points| i128::from(total.0) * i128::from(w.0);
    let mut parts: Vec<i64> =
        weights.iter().map(|w| i64::try_from(exact(w) / sum).expect("a part is no more than the total")).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(exact(&weights[*i]) % sum));
    let missing = total.0 - parts.iter().sum::<i64>();
    for at in order.into_iter().take(usize::try_from(missing).unwrap_or(0)) {
        parts[at] += 1;
    }
    parts.into_iter().map(Points).collect()
}
