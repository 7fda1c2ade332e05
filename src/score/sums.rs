//! The sums of indicators and of the whole in words: what a person adds up, line by line.

use super::words::{add, range};
use crate::model::{IndicatorScore, Points, PointsRange, RuleScore, Text};
use crate::rules::Pack;

/// How a leaf's marks come about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Leaf {
    /// From what its rules lose, in the pack's own marks.
    Lost(PointsRange),
    /// Nobody has judged it: anything from nothing to all.
    Open,
    /// It does not apply, and its marks went to the others.
    Dropped,
    /// It does not apply, and the pack leaves it its marks.
    Kept,
}

/// A leaf of `pack` marks in the pack and `full` in this scorecard.
pub(super) fn leaf(kind: Leaf, rules: &[RuleScore], (pack, full): (Points, Points), got: PointsRange) -> Text {
    if pack == Points::ZERO {
        return Text::default();
    }
    match kind {
        Leaf::Dropped => Text::new(
            format!("不适用，不计分；原 {pack} 分由其余指标分担"),
            format!("does not apply; its {pack} go to the other indicators"),
        ),
        Leaf::Kept => Text::new(
            format!("不适用，不失分，得 {} 分", range(got)),
            format!("does not apply and loses nothing: {}", range(got)),
        ),
        Leaf::Open => Text::new(
            format!("尚无人、无检查评定，得 {} 分", range(got)),
            format!("nobody and no check has judged it yet: {}", range(got)),
        ),
        Leaf::Lost(lost) => losing(lost, rules, (pack, full), got),
    }
}

fn losing(lost: PointsRange, rules: &[RuleScore], (pack, full): (Points, Points), got: PointsRange) -> Text {
    let parts: Vec<PointsRange> = rules.iter().map(|r| r.deducted).filter(|d| d.high > Points::ZERO).collect();
    let mut text = Text::default();
    let mut taken = lost;
    if parts.len() > 1 {
        let sum = format!("{} = {}", sum(&parts), range(lost));
        add(&mut text, &format!("失分 {sum}；"), &format!("lost {sum}; "));
    }
    if lost.high > pack {
        taken = PointsRange { low: lost.low.min(pack), high: pack };
        let capped = range(taken);
        add(&mut text, &format!("以 {pack} 分为限，失 {capped}；"), &format!("at most its {pack}: {capped}; "));
    }
    if pack != full && taken.high > Points::ZERO {
        let product = format!("{} × {full}/{pack} = {}", bracket(taken), range(scaled(taken, full, pack)));
        add(&mut text, &format!("折算 {product}；"), &format!("scaled {product}; "));
        taken = scaled(taken, full, pack);
    }
    if taken.high == Points::ZERO {
        add(&mut text, &format!("不失分，得 {}", range(got)), &format!("loses nothing, gets {}", range(got)));
    } else {
        let rest = format!("{full} − {} = {}", bracket(taken), range(got));
        add(&mut text, &format!("得 {rest}"), &format!("gets {rest}"));
    }
    text
}

/// What a loss in the pack's marks is in the marks of this scorecard.
pub(super) fn scaled(lost: PointsRange, full: Points, pack: Points) -> PointsRange {
    PointsRange { low: lost.low.scaled(full, pack), high: lost.high.scaled(full, pack) }
}

/// Marks spread over siblings: those they have in the pack, those that apply, those that are spread.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spread {
    pub(super) written: Points,
    pub(super) applying: Points,
    pub(super) full: Points,
}

/// An indicator with others below it, or the first level as a whole.
pub(super) fn level(children: &[IndicatorScore], spread: Spread, got: PointsRange) -> Text {
    let Spread { written, applying, full } = spread;
    let mut text = Text::default();
    if written == Points::ZERO {
        return text;
    }
    if full == Points::ZERO {
        return Text::new(
            format!("下级都不适用，原 {written} 分由其余指标分担"),
            format!("nothing below applies; its {written} go to the other indicators"),
        );
    }
    if applying != full {
        let off = written - applying;
        if off > Points::ZERO {
            add(
                &mut text,
                &format!("{written} 分中 {off} 分不适用；"),
                &format!("{off} of the {written} do not apply; "),
            );
        }
        let factor = format!("×{full}/{applying}");
        add(
            &mut text,
            &format!("{applying} 分按 {factor} 折算为 {full} 分；"),
            &format!("{applying} are scaled to {full} ({factor}); "),
        );
    }
    let parts: Vec<PointsRange> = children.iter().filter(|c| c.full_marks > Points::ZERO).map(|c| c.got).collect();
    let total = match parts.as_slice() {
        [one] => range(*one),
        several => format!("{} = {}", sum(several), range(got)),
    };
    add(&mut text, &format!("合计 {total}"), &format!("together {total}"));
    text
}

/// The total: the first level, the bonus, and whether it counts.
pub(super) fn total(
    base: Text,
    got: PointsRange,
    bonus: (PointsRange, PointsRange),
    pack: &Pack,
    vetoed: bool,
) -> Text {
    let (gained, counted) = bonus;
    let mut text = base;
    if gained.high > Points::ZERO {
        let (mark, cap) = (pack.bonus_mark, pack.bonus_cap);
        let (gained, counted) = (range(gained), range(counted));
        add(
            &mut text,
            &format!("；加分 {gained}（高于 {mark} 分且无单项否决才计，封顶 {cap}），计 {counted}"),
            &format!("; bonus {gained} (counts above {mark} and without a veto, at most {cap}): {counted}"),
        );
    }
    if vetoed {
        add(&mut text, "；单项否决，总分不计", "; vetoed, no total counts");
    } else if counted.high > Points::ZERO {
        let whole = range(got + counted);
        add(
            &mut text,
            &format!("；总分 {} + {} = {whole}", bracket(got), bracket(counted)),
            &format!("; total {} + {} = {whole}", bracket(got), bracket(counted)),
        );
    }
    text
}

fn sum(parts: &[PointsRange]) -> String {
    parts.iter().map(|p| bracket(*p)).collect::<Vec<_>>().join(" + ")
}

/// `2`, or `(2–3)`.
fn bracket(of: PointsRange) -> String {
    if of.low == of.high { range(of) } else { format!("({})", range(of)) }
}
