//! What one rule's verdict does to the marks, in the pack's own units.

use crate::model::{Outcome, Points, PointsRange, Verdict};
use crate::rules::{Effect, Judge, Rule, VetoWhen};

/// A verdict in numbers: all that marks depend on, so that a stored result can be reckoned again without its findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Counts {
    pub(super) tested: u64,
    pub(super) violations: u64,
    pub(super) undetermined: u64,
    pub(super) open_ended: bool,
    pub(super) inapplicable: bool,
}

impl Counts {
    pub(super) fn of(verdict: &Verdict) -> Self {
        Self {
            tested: verdict.tested,
            violations: count(&verdict.violations),
            undetermined: count(&verdict.undetermined),
            open_ended: verdict.open_ended,
            inapplicable: verdict.inapplicable.is_some(),
        }
    }

    /// As [`Verdict::outcome`].
    fn outcome(self) -> Outcome {
        if self.violations > 0 {
            Outcome::Failed
        } else if self.undetermined > 0 || self.open_ended {
            Outcome::CannotTell
        } else if self.inapplicable || self.tested == 0 {
            Outcome::Inapplicable
        } else {
            Outcome::Passed
        }
    }

    /// Violations if every undetermined subject is one.
    fn most(self) -> u64 {
        self.violations.saturating_add(self.undetermined)
    }
}

/// A rule's part before any cap by its indicator and before scaling.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Reckoned {
    pub(super) outcome: Outcome,
    pub(super) lost: PointsRange,
    pub(super) gained: PointsRange,
}

impl Reckoned {
    /// Of a rule that does not apply.
    pub(super) const INAPPLICABLE: Self = Self {
        outcome: Outcome::Inapplicable,
        lost: PointsRange { low: Points::ZERO, high: Points::ZERO },
        gained: PointsRange { low: Points::ZERO, high: Points::ZERO },
    };
}

/// Reckons one rule of an indicator with `full` marks. `sole_veto`: the indicator has vetoes and nothing else that takes
/// marks, so its marks hang on them.
pub(super) fn reckon(rule: &Rule, counts: Counts, full: Points, sole_veto: bool) -> Reckoned {
    let outcome = outcome(rule, counts);
    let open = outcome == Outcome::CannotTell || outcome == Outcome::Manual;
    let gained = match rule.effect {
        Effect::Bonus(p) if outcome == Outcome::Passed => PointsRange::exact(p),
        Effect::Bonus(p) if open => PointsRange { low: Points::ZERO, high: p },
        _ => PointsRange::default(),
    };
    let lost = if rule.judge() == Judge::Check {
        lost(&rule.effect, counts, full)
    } else {
        PointsRange { low: Points::ZERO, high: rule.effect.most(full) }
    };
    let lost = match rule.effect {
        Effect::Veto(_) if sole_veto && outcome == Outcome::Failed => PointsRange::exact(full),
        Effect::Veto(_) if sole_veto && open => PointsRange { low: Points::ZERO, high: full },
        _ => lost,
    };
    Reckoned { outcome, lost, gained }
}

fn outcome(rule: &Rule, counts: Counts) -> Outcome {
    match (rule.judge(), rule.effect) {
        (Judge::Person, _) => Outcome::Manual,
        (Judge::Planned, _) => Outcome::CannotTell,
        (Judge::Check, Effect::Veto(when)) => veto(when, counts),
        (Judge::Check, Effect::DeductRatio { below, .. }) => match (counts.outcome(), good_share(counts)) {
            (Outcome::Inapplicable, _) => Outcome::Inapplicable,
            _ if counts.open_ended => Outcome::CannotTell,
            (_, (_, best)) if best < below => Outcome::Failed,
            (_, (worst, _)) if worst < below => Outcome::CannotTell,
            _ => Outcome::Passed,
        },
        (Judge::Check, _) => counts.outcome(),
    }
}

/// Marks lost by a check's verdict.
fn lost(effect: &Effect, counts: Counts, full: Points) -> PointsRange {
    let (sure, most) = (counts.violations, counts.most());
    let when = |lost: bool, points: Points| if lost { points } else { Points::ZERO };
    match *effect {
        Effect::DeductOnce(points) => {
            PointsRange { low: when(sure > 0, points), high: when(most > 0 || counts.open_ended, points) }
        }
        Effect::DeductEach { each, cap } => {
            let cap = cap.unwrap_or(full);
            let high = if counts.open_ended { cap } else { each.times(most).min(cap) };
            PointsRange { low: each.times(sure).min(cap), high }
        }
        // Any number of unseen subjects, good or bad, may stand behind an open end.
        Effect::DeductRatio { points, .. } if counts.open_ended => PointsRange { low: Points::ZERO, high: points },
        Effect::DeductRatio { below, points } => {
            let (worst, best) = good_share(counts);
            PointsRange { low: when(best < below, points), high: when(worst < below, points) }
        }
        Effect::Veto(_) | Effect::Bonus(_) | Effect::Info | Effect::Manual(_) => PointsRange::default(),
    }
}

/// The share of good subjects when every undetermined one is bad, and when every one is good; 1 when none was tested.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub(super) fn good_share(counts: Counts) -> (f64, f64) {
    let (bad, open) = (counts.violations, counts.undetermined);
    let tested = counts.tested.max(counts.most());
    if tested == 0 {
        return (1.0, 1.0);
    }
    ((tested - bad - open) as f64 / tested as f64, (tested - bad) as f64 / tested as f64)
}

/// A veto's outcome.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn veto(when: VetoWhen, counts: Counts) -> Outcome {
    if counts.outcome() == Outcome::Inapplicable {
        return Outcome::Inapplicable;
    }
    let (sure, most) = (counts.violations, counts.most());
    let (failed, possible) = match when {
        VetoWhen::Any => (sure > 0, most > 0),
        VetoWhen::Count(n) => (sure >= n, most >= n),
        VetoWhen::CountOrAll(n) => {
            let tested = counts.tested.max(most);
            let all = |bad: u64| bad > 0 && tested < n && bad == tested;
            // Behind an open end there may be good ones.
            (sure >= n || (all(sure) && !counts.open_ended), most >= n || all(most))
        }
        VetoWhen::Ratio { ratio, min_tested } => {
            // Subjects short of the least number may turn out either way.
            let tested = counts.tested.max(most);
            let base = tested.max(min_tested);
            let share = |bad: u64| bad as f64 / base as f64;
            // Behind an open end stand good subjects too, so even many bad ones may be a small share.
            let failed = !counts.open_ended && share(sure) >= ratio;
            (failed, share(most + (base - tested)) >= ratio)
        }
    };
    if failed {
        Outcome::Failed
    } else if possible || counts.open_ended {
        Outcome::CannotTell
    } else {
        Outcome::Passed
    }
}

fn count<T>(list: &[T]) -> u64 {
    u64::try_from(list.len()).unwrap_or(u64::MAX)
}
