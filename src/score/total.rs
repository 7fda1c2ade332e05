use super::marks::HandMarks;
use super::sums;
use super::tree::Tree;
use super::words::range;
use crate::model::{
    Grade, IndicatorScore, Lang, Outcome, Points, PointsRange, ScoreSummary, SiteTrait, Tally, Text, Verdict,
};
use crate::rules::{Effect, RuleSet};

/// What a set of verdicts comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// The total.
    pub summary: ScoreSummary,
    /// First-level indicators with everything below them.
    pub indicators: Vec<IndicatorScore>,
}

/// Scores verdicts, one per rule in the order of `set.rules` as [`super::judge()`] gives them. Texts come in `lang`.
///
/// # Panics
/// When there are not as many verdicts as rules.
#[must_use]
pub fn score(set: &RuleSet, verdicts: &[Verdict], lang: Lang) -> Scored {
    score_for(set, verdicts, &[], lang)
}

/// As [`score()`], for a body with these traits: what does not apply to it drops out.
///
/// # Panics
/// When there are not as many verdicts as rules.
#[must_use]
pub fn score_for(set: &RuleSet, verdicts: &[Verdict], traits: &[SiteTrait], lang: Lang) -> Scored {
    let (tallies, none) = (tallies(verdicts), HandMarks::new());
    let mut tree = Tree::new(set, &tallies, traits, &none, lang);
    tree.prints = super::findings::fingerprints(set, verdicts);
    scored(&tree)
}

/// Scores what a run counted, one tally per rule in the order of `set.rules`, with what people decided since. A mark
/// narrows the range and never leaves it, unless it says that something does not apply: then the rest is scaled.
///
/// # Panics
/// When there are not as many tallies as rules.
#[must_use]
pub fn rescore(set: &RuleSet, tallies: &[Tally], traits: &[SiteTrait], marks: &HandMarks, lang: Lang) -> Scored {
    scored(&Tree::new(set, tallies, traits, marks, lang))
}

/// What verdicts count.
pub(super) fn tallies(verdicts: &[Verdict]) -> Vec<Tally> {
    verdicts.iter().map(Tally::from).collect()
}

/// What the tree comes to.
pub(super) fn scored(tree: &Tree<'_>) -> Scored {
    let (set, lang) = (tree.set, tree.lang);
    let (indicators, sum) = tree.indicators();
    let base = indicators.iter().map(|i| i.got).fold(PointsRange::default(), |a, b| a + b);
    let full_marks: Points = indicators.iter().map(|i| i.full_marks).sum();
    let vetoes = Vetoes::of(tree);
    let gained = tree.reckoned.iter().map(|r| r.gained).fold(PointsRange::default(), |a, b| a + b);
    let bonus = bonus(set, base, gained, &vetoes);
    let arithmetic = sums::total(sum, base, (gained, bonus), &set.pack, !vetoes.failed.is_empty());
    let (grade, because) = grade(&Standing {
        base,
        full: full_marks,
        pass: set.pack.pass_mark,
        vetoed: vetoes.any,
        failed: vetoes.failed.clone(),
        undecided: vetoes.undecided.clone(),
    });
    let summary = ScoreSummary {
        low: base.low + bonus.low,
        high: base.high + bonus.high,
        full_marks,
        bonus: bonus.low,
        coverage: coverage(&indicators, full_marks),
        vetoes: vetoes.failed,
        undecided_vetoes: vetoes.undecided,
        grade,
        because: because.pick(lang).to_owned(),
        pass_mark: set.pack.pass_mark,
        bonus_mark: set.pack.bonus_mark,
        bonus_cap: set.pack.bonus_cap,
        arithmetic: arithmetic.pick(lang).to_owned(),
    };
    Scored { summary, indicators }
}

#[derive(Debug)]
struct Vetoes {
    any: bool,
    failed: Vec<String>,
    undecided: Vec<String>,
}

impl Vetoes {
    fn of(tree: &Tree<'_>) -> Self {
        let mut vetoes = Self { any: false, failed: Vec::new(), undecided: Vec::new() };
        for (rule, reckoned) in tree.set.rules.iter().zip(&tree.reckoned) {
            if !matches!(rule.effect, Effect::Veto(_)) {
                continue;
            }
            vetoes.any = true;
            match reckoned.outcome {
                Outcome::Failed => vetoes.failed.push(rule.id.clone()),
                Outcome::CannotTell | Outcome::Manual => vetoes.undecided.push(rule.id.clone()),
                Outcome::Passed | Outcome::Inapplicable => {}
            }
        }
        vetoes
    }
}

/// Bonus that counts: at either end only when the score at that end is above the bonus mark and no veto stands in the
/// way there. A vetoed site is asked nothing further (R1-02), and an open veto may still fail.
fn bonus(set: &RuleSet, base: PointsRange, gained: PointsRange, vetoes: &Vetoes) -> PointsRange {
    let pack = &set.pack;
    let counts = |score: Points, gained: Points, holds: bool| {
        if holds && score > pack.bonus_mark { gained.min(pack.bonus_cap) } else { Points::ZERO }
    };
    let (may_hold, holds) = (vetoes.failed.is_empty(), vetoes.failed.is_empty() && vetoes.undecided.is_empty());
    PointsRange { low: counts(base.low, gained.low, holds), high: counts(base.high, gained.high, may_hold) }
}

/// What a grade rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The marks without bonus.
    pub base: PointsRange,
    /// What can be had.
    pub full: Points,
    /// Below it: 不合格.
    pub pass: Points,
    /// Whether there are vetoes at all.
    pub vetoed: bool,
    /// Vetoes that failed, as they are to be named.
    pub failed: Vec<String>,
    /// Vetoes that could not be told.
    pub undecided: Vec<String>,
}

/// The grade and why, one line.
#[must_use]
pub fn grade(standing: &Standing) -> (Grade, Text) {
    let Standing { base, full, pass, vetoed, .. } = standing;
    let score = range(*base);
    if !standing.failed.is_empty() {
        let ids = standing.failed.join(", ");
        return (
            Grade::Fail,
            Text::new(
                format!("触发单项否决：{ids}；总分不计，以下各项仍列出"),
                format!("vetoed by {ids}; no total counts, everything else is still listed"),
            ),
        );
    }
    let scores = *full > Points::ZERO;
    if scores && base.high < *pass {
        let text = Text::new(
            format!("得分 {score}，待核的全部有利也不到合格线 {pass}"),
            format!("{score}: below the pass mark, {pass}, even with everything open in its favour"),
        );
        return (Grade::Fail, text);
    }
    if !standing.undecided.is_empty() {
        let ids = standing.undecided.join(", ");
        return (
            Grade::Pending,
            Text::new(
                format!("单项否决尚不能定：{ids}；得分 {score}，合格线 {pass}"),
                format!("vetoes that can't be told yet: {ids}; score {score}, pass mark {pass}"),
            ),
        );
    }
    if !scores && !vetoed {
        return (Grade::Pending, Text::new("没有适用的计分指标", "no indicator with marks applies"));
    }
    if !scores {
        return (Grade::Pass, Text::new("未触发单项否决；本包不计分", "no veto fails; nothing else is scored"));
    }
    if base.low < *pass {
        let text = Text::new(
            format!("得分 {score}，跨合格线 {pass}，须先核实待定事项"),
            format!("{score} lies across the pass mark, {pass}; open questions must be closed first"),
        );
        return (Grade::Pending, text);
    }
    let text = Text::new(
        format!("得分 {score}，不低于合格线 {pass}，未触发单项否决"),
        format!("{score}, not below the pass mark, {pass}; no veto fails"),
    );
    (Grade::Pass, text)
}

/// The share of the marks that needs nobody: over all leaves, their marks less the width of their range. Four decimals.
fn coverage(indicators: &[IndicatorScore], full: Points) -> f64 {
    // Sums of children equal their parents, so first-level widths are those of the leaves.
    let width: Points = indicators.iter().map(|i| i.got.high - i.got.low).sum();
    if full == Points::ZERO {
        return 0.0;
    }
    ((full - width).as_f64() / full.as_f64() * 10_000.0).round() / 10_000.0
}
