//! What a person's mark does to a rule that a crawl could not decide, in the pack's own units.

use super::reckon::{Reckoned, reckon};
use super::words::range;
use crate::model::{HandMark, HandVerdict, Outcome, Points, PointsRange, Tally, Text};
use crate::rules::{Effect, Rule};
use std::collections::BTreeMap;

/// Marks of one site by the id of a rule, or of an indicator without rules.
pub type HandMarks = BTreeMap<String, HandMark>;

/// What is left to a person on one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// What the rule gives at most.
    pub full: Points,
    /// What it can still come to.
    pub got: PointsRange,
    /// Whether a number can be given; a veto is decided in words.
    pub numbers: bool,
    /// Whether it may turn out not to apply: nothing was found against the site for sure.
    pub may_not_apply: bool,
}

/// What is left to a person on a rule of an indicator with `full` marks; `None` when it is decided or takes no marks.
#[must_use]
pub fn room(rule: &Rule, tally: &Tally, full: Points) -> Option<Room> {
    let open = reckon(rule, tally, full, false);
    if !is_open(&open) {
        return None;
    }
    match rule.effect {
        Effect::Info => None,
        Effect::Veto(_) => Some(Room {
            full: Points::ZERO,
            got: PointsRange::default(),
            numbers: false,
            may_not_apply: tally.violations == 0,
        }),
        Effect::Bonus(most) => {
            Some(Room { full: most, got: open.gained, numbers: true, may_not_apply: tally.violations == 0 })
        }
        _ => {
            let most = rule.effect.most(full);
            let got = PointsRange { low: most - open.lost.high, high: most - open.lost.low };
            Some(Room { full: most, got, numbers: true, may_not_apply: tally.violations == 0 })
        }
    }
}

fn is_open(reckoned: &Reckoned) -> bool {
    matches!(reckoned.outcome, Outcome::CannotTell | Outcome::Manual)
        || reckoned.lost.low < reckoned.lost.high
        || reckoned.gained.low < reckoned.gained.high
}

/// The rule as a person decided it; `None` when there was nothing to decide or nothing was decided.
pub(super) fn settle(open: Reckoned, rule: &Rule, mark: &HandMark, full: Points) -> Option<Reckoned> {
    if !is_open(&open) || !mark.decides() {
        return None;
    }
    let decided = |outcome, lost, gained| {
        Some(Reckoned { outcome, lost: PointsRange::exact(lost), gained: PointsRange::exact(gained) })
    };
    if mark.verdict == Some(HandVerdict::Inapplicable) {
        return decided(Outcome::Inapplicable, Points::ZERO, Points::ZERO);
    }
    match rule.effect {
        Effect::Info => None,
        Effect::Veto(_) => match mark.verdict? {
            HandVerdict::Rejected => decided(Outcome::Failed, open.lost.high, Points::ZERO),
            HandVerdict::Accepted => decided(Outcome::Passed, open.lost.low, Points::ZERO),
            _ => None,
        },
        Effect::Bonus(_) => {
            let gained = chosen(mark, open.gained)?;
            let outcome = if gained > Points::ZERO { Outcome::Passed } else { Outcome::Failed };
            decided(outcome, Points::ZERO, gained)
        }
        _ => {
            let most = rule.effect.most(full);
            let lost = most - chosen(mark, PointsRange { low: most - open.lost.high, high: most - open.lost.low })?;
            let outcome = if lost > Points::ZERO { Outcome::Failed } else { Outcome::Passed };
            decided(outcome, lost, Points::ZERO)
        }
    }
}

/// An indicator without rules, as a person decided it.
pub(super) fn of_indicator(mark: &HandMark, full: Points) -> Option<Reckoned> {
    if mark.verdict == Some(HandVerdict::Inapplicable) {
        return Some(Reckoned {
            outcome: Outcome::Inapplicable,
            lost: PointsRange::default(),
            gained: PointsRange::default(),
        });
    }
    let lost = full - chosen(mark, PointsRange { low: Points::ZERO, high: full })?;
    let outcome = if lost > Points::ZERO { Outcome::Failed } else { Outcome::Passed };
    Some(Reckoned { outcome, lost: PointsRange::exact(lost), gained: PointsRange::default() })
}

/// Which of the marks that are possible the person chose: the number, held within the range, else the end the verdict
/// stands for.
fn chosen(mark: &HandMark, range: PointsRange) -> Option<Points> {
    match (mark.points, mark.verdict) {
        (Some(points), _) => Some(points.max(range.low).min(range.high)),
        (None, Some(HandVerdict::Accepted)) => Some(range.high),
        (None, Some(HandVerdict::Rejected)) => Some(range.low),
        (None, _) => None,
    }
}

/// The decision in words: what it comes to, who, when, why.
pub(super) fn words(rule: &Rule, mark: &HandMark, reckoned: &Reckoned) -> Text {
    let effect = rule.effect.text();
    let verdict = mark.verdict.map_or_else(Text::default, HandVerdict::words);
    let comes_to = match rule.effect {
        Effect::Bonus(_) => {
            let gained = range(reckoned.gained);
            Text::new(format!("加{gained}分"), format!("{gained} gained"))
        }
        Effect::Veto(_) if reckoned.outcome == Outcome::Failed => Text::new("否决", "it fails"),
        Effect::Veto(_) => Text::new("未触发", "it holds"),
        _ => {
            let lost = range(reckoned.lost);
            Text::new(format!("扣{lost}分"), format!("{lost} lost"))
        }
    };
    let given = mark.points.map_or_else(Text::default, |p| Text::new(format!("得{p}分"), format!("{p} given")));
    let (zh, en) =
        (joined("，", [&verdict.zh, &given.zh, &comes_to.zh]), joined(", ", [&verdict.en, &given.en, &comes_to.en]));
    let who = joined(" ", [&mark.assessor, &mark.date, ""]);
    let tail = |open: &str, close: &str, colon: &str| match (who.is_empty(), mark.reason.is_empty()) {
        (true, true) => String::new(),
        (false, true) => format!("{open}{who}{close}"),
        (true, false) => format!("{open}{}{close}", mark.reason),
        (false, false) => format!("{open}{who}{colon}{}{close}", mark.reason),
    };
    Text::new(
        format!("{}：人工评定：{zh}{}", effect.zh, tail("（", "）", "：")),
        format!("{}: marked by a person: {en}{}", effect.en, tail(" (", ")", ": ")),
    )
}

fn joined(between: &str, parts: [&str; 3]) -> String {
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(between)
}
