//! What one rule's verdict does to the marks, in the pack's own units.

use crate::model::{Outcome, Points, PointsRange, Tally};
use crate::rules::{Effect, Judge, Rule, VetoWhen};

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
pub(super) fn reckon(rule: &Rule, tally: &Tally, full: Points, sole_veto: bool) -> Reckoned {
    let outcome = outcome(rule, tally);
    let open = outcome == Outcome::CannotTell || outcome == Outcome::Manual;
    let gained = match rule.effect {
        Effect::Bonus(p) if outcome == Outcome::Passed => PointsRange::exact(p),
        Effect::Bonus(p) if open => PointsRange { low: Points::ZERO, high: p },
        _ => PointsRange::default(),
    };
    let lost = if rule.judge() == Judge::Check {
        lost(&rule.effect, tally, full)
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

fn outcome(rule: &Rule, tally: &Tally) -> Outcome {
    match (rule.judge(), rule.effect) {
        (Judge::Person, _) => Outcome::Manual,
        (Judge::Planned, _) => Outcome::CannotTell,
        (Judge::Check, Effect::Veto(when)) => veto(when, tally),
        (Judge::Check, Effect::DeductRatio { below, .. }) => match (tally.outcome(), good_share(tally)) {
            (Outcome::Inapplicable, _) => Outcome::Inapplicable,
            _ if tally.open_ended => Outcome::CannotTell,
            (_, (_, best)) if best < below => Outcome::Failed,
            (_, (worst, _)) if worst < below => Outcome::CannotTell,
            _ => Outcome::Passed,
        },
        (Judge::Check, _) => tally.outcome(),
    }
}

/// Marks lost by a check's tally.
fn lost(effect: &Effect, tally: &Tally, full: Points) -> PointsRange {
    let sure = tally.violations;
    let most = sure + tally.undetermined;
    let when = |lost: bool, points: Points| if lost { points } else { Points::ZERO };
    match *effect {
        Effect::DeductOnce(points) => {
            PointsRange { low: when(sure > 0, points), high: when(most > 0 || tally.open_ended, points) }
        }
        Effect::DeductEach { each, cap } => {
            let cap = cap.unwrap_or(full);
            let high = if tally.open_ended { cap } else { each.times(most).min(cap) };
            PointsRange { low: each.times(sure).min(cap), high }
        }
        // Any number of unseen subjects, good or bad, may stand behind an open end.
        Effect::DeductRatio { points, .. } if tally.open_ended => PointsRange { low: Points::ZERO, high: points },
        Effect::DeductRatio { below, points } => {
            let (worst, best) = good_share(tally);
            PointsRange { low: when(best < below, points), high: when(worst < below, points) }
        }
        Effect::Veto(_) | Effect::Bonus(_) | Effect::Info | Effect::Manual(_) => PointsRange::default(),
    }
}

/// The share of good subjects when every undetermined one is bad, and when every one is good; 1 when none was tested.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub(super) fn good_share(tally: &Tally) -> (f64, f64) {
    let (bad, open) = (tally.violations, tally.undetermined);
    let tested = tally.tested.max(bad + open);
    if tested == 0 {
        return (1.0, 1.0);
    }
    ((tested - bad - open) as f64 / tested as f64, (tested - bad) as f64 / tested as f64)
}

/// A veto's outcome.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn veto(when: VetoWhen, tally: &Tally) -> Outcome {
    if tally.outcome() == Outcome::Inapplicable {
        return Outcome::Inapplicable;
    }
    let sure = tally.violations;
    let most = sure + tally.undetermined;
    let (failed, possible) = match when {
        VetoWhen::Any => (sure > 0, most > 0),
        VetoWhen::Count(n) => (sure >= n, most >= n),
        VetoWhen::CountOrAll(n) => {
            let tested = tally.tested.max(most);
            let all = |bad: u64| bad > 0 && tested < n && bad == tested;
            // Behind an open end there may be good ones.
            (sure >= n || (all(sure) && !tally.open_ended), most >= n || all(most))
        }
        VetoWhen::Ratio { ratio, min_tested } => {
            // Subjects short of the least number may turn out either way.
            let tested = tally.tested.max(most);
            let base = tested.max(min_tested);
            let share = |bad: u64| bad as f64 / base as f64;
            // Behind an open end stand good subjects too, so even many bad ones may be a small share.
            let failed = !tally.open_ended && share(sure) >= ratio;
            (failed, share(most + (base - tested)) >= ratio)
        }
    };
    if failed {
        Outcome::Failed
    } else if possible || tally.open_ended {
        Outcome::CannotTell
    } else {
        Outcome::Passed
    }
}
