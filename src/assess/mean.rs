//! The mean of several runs, in hundredths.

use crate::model::{IndicatorYear, Outcome, Points, PointsRange, RuleYear, Text};

/// The mean, half a hundredth rounded up.
pub(super) fn points(of: impl Iterator<Item = Points>) -> Points {
    let (mut sum, mut count) = (0_i128, 0_i128);
    for points in of {
        sum += i128::from(points.0);
        count += 1;
    }
    if count == 0 {
        return Points::ZERO;
    }
    Points(i64::try_from((2 * sum + count).div_euclid(2 * count)).unwrap_or(i64::MAX))
}

pub(super) fn range(of: &[PointsRange]) -> PointsRange {
    PointsRange { low: points(of.iter().map(|r| r.low)), high: points(of.iter().map(|r| r.high)) }
}

/// Indicators that stand at the same place in every run.
pub(super) fn indicators(runs: &[Vec<IndicatorYear>], days: &[String]) -> Vec<(IndicatorYear, Vec<Text>)> {
    let Some(first) = runs.first() else { return Vec::new() };
    let mut out = Vec::new();
    for (at, one) in first.iter().enumerate() {
        let all: Vec<&IndicatorYear> = runs.iter().filter_map(|r| r.get(at)).collect();
        let mut words = Vec::new();
        let rules = (0..one.rules.len())
            .map(|r| {
                let rules: Vec<&RuleYear> = all.iter().filter_map(|i| i.rules.get(r)).collect();
                let (rule, text) = rule(&rules, days);
                words.push(text);
                rule
            })
            .collect();
        let mean = IndicatorYear {
            id: one.id.clone(),
            full_marks: points(all.iter().map(|i| i.full_marks)),
            got: range(&all.iter().map(|i| i.got).collect::<Vec<_>>()),
            outcome: worst(all.iter().map(|i| i.outcome)),
            rules,
        };
        out.push((mean, words));
    }
    out
}

fn rule(rules: &[&RuleYear], days: &[String]) -> (RuleYear, Text) {
    let lost: Vec<PointsRange> = rules.iter().map(|r| r.lost).collect();
    let gained: Vec<PointsRange> = rules.iter().map(|r| r.gained).collect();
    let shown = |r: PointsRange| if r.low == r.high { r.low.to_string() } else { format!("{}–{}", r.low, r.high) };
    let by_day = |between: &str| {
        let parts: Vec<String> = days.iter().zip(&lost).map(|(day, lost)| format!("{day}: {}", shown(*lost))).collect();
        parts.join(between)
    };
    let mean = range(&lost);
    let text = Text::new(
        format!("{} 次检查的平均：扣{}分（{}）", rules.len(), shown(mean), by_day("；")),
        format!("mean of {} runs: {} lost ({})", rules.len(), shown(mean), by_day("; ")),
    );
    let made = RuleYear {
        id: rules.first().map(|r| r.id.clone()).unwrap_or_default(),
        outcome: worst(rules.iter().map(|r| r.outcome)),
        lost: mean,
        gained: range(&gained),
        arithmetic: String::new(),
    };
    (made, text)
}

fn worst(of: impl Iterator<Item = Outcome>) -> Outcome {
    let badness = |o: &Outcome| match o {
        Outcome::Inapplicable => 0,
        Outcome::Passed => 1,
        Outcome::Manual => 2,
        Outcome::CannotTell => 3,
        Outcome::Failed => 4,
    };
    of.max_by_key(badness).unwrap_or(Outcome::CannotTell)
}
