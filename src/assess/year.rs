//! One site's year.

use super::gather::{CountedRun, SiteRuns};
use super::mean;
use super::open::{OpenRule, open_rules};
use crate::model::{
    AppliedMark, Grade, IndicatorScore, IndicatorYear, Lang, Points, PointsRange, RuleYear, RunUse, RunYear,
    RunsPolicy, SiteYear, Text, VetoScope, VetoState, VetoYear, YearScore,
};
use crate::rules::{Effect, RuleSet};
use crate::score::{HandMarks, Scored, Standing, grade, rescore};

/// A run with what it comes to, marks included.
struct Made<'a> {
    of: &'a CountedRun,
    scored: Scored,
    flat: Vec<IndicatorYear>,
    base: PointsRange,
}

impl<'a> Made<'a> {
    fn new(set: &RuleSet, of: &'a CountedRun, marks: &HandMarks, lang: Lang) -> Self {
        let scored = rescore(set, &of.tallies, &of.traits, marks, lang);
        let base = scored.indicators.iter().map(|i| i.got).fold(PointsRange::default(), |a, b| a + b);
        let flat = flat(&scored.indicators);
        Self { of, scored, flat, base }
    }

    fn range(&self) -> PointsRange {
        PointsRange { low: self.scored.summary.low, high: self.scored.summary.high }
    }
}

/// What one site's year comes to, ranks and comparison aside. Marks by rule; those that nothing needs are told.
#[must_use]
pub fn site_year(set: &RuleSet, runs: &SiteRuns, marks: &HandMarks, lang: Lang) -> SiteYear {
    let made: Vec<Made<'_>> = runs.counted.iter().map(|r| Made::new(set, r, marks, lang)).collect();
    let chosen = chosen(set, &made);
    let mut site = SiteYear {
        site: runs.site.clone(),
        rank: None,
        places: None,
        grade: Grade::Pending,
        score: None,
        because: nothing(runs).pick(lang).to_owned(),
        vetoes: Vec::new(),
        runs: run_lines(set, &made, runs, &chosen),
        left_out: runs.left_out.clone(),
        indicators: Vec::new(),
        marks: Vec::new(),
        open: 0,
        change: None,
    };
    let (counted, vetoing) = relevant(set, &runs.counted, marks, lang);
    let open = open_rules(set, &counted, &vetoing);
    site.marks = applied(set, marks, &open, lang);
    let Some(&basis) = chosen.last() else { return site };
    site.open = open.iter().filter(|o| !decided(marks, o)).count() as u64;
    site.vetoes = vetoes(set, &made, &chosen);
    total(set, &mut site, &made, &chosen, lang);
    site.indicators = if let [only] = chosen.as_slice() {
        made[*only].flat.clone()
    } else {
        let all: Vec<Vec<IndicatorYear>> = chosen.iter().map(|c| made[*c].flat.clone()).collect();
        let days: Vec<String> = chosen.iter().map(|c| made[*c].of.run.as_of.to_string()).collect();
        let means = mean::indicators(&all, &days);
        means.into_iter().zip(&made[basis].flat).map(|((i, texts), last)| worded(i, &texts, last, lang)).collect()
    };
    site
}

/// The mean's words, or the run's own where every run lost and gained nothing or the same.
fn worded(mut mean: IndicatorYear, texts: &[Text], last: &IndicatorYear, lang: Lang) -> IndicatorYear {
    for ((rule, text), own) in mean.rules.iter_mut().zip(texts).zip(&last.rules) {
        let same = rule.lost == own.lost && rule.gained == own.gained;
        rule.arithmetic = if same { own.arithmetic.clone() } else { text.pick(lang).to_owned() };
    }
    mean
}

/// The runs whose marks count, oldest first, and those of which only vetoes do.
#[must_use]
pub fn relevant<'a>(
    set: &RuleSet,
    runs: &'a [CountedRun],
    marks: &HandMarks,
    lang: Lang,
) -> (Vec<&'a CountedRun>, Vec<&'a CountedRun>) {
    let last = runs.len().saturating_sub(1);
    let chosen: Vec<usize> = match set.pack.assess.runs {
        _ if runs.is_empty() => Vec::new(),
        RunsPolicy::Last => vec![last],
        RunsPolicy::Mean => (0..runs.len()).collect(),
        RunsPolicy::Worst => {
            let made: Vec<Made<'_>> = runs.iter().map(|r| Made::new(set, r, marks, lang)).collect();
            self::chosen(set, &made)
        }
    };
    let scope = set.pack.assess.vetoes == VetoScope::Any;
    let others = (0..runs.len()).filter(|at| scope && !chosen.contains(at)).map(|at| &runs[at]).collect();
    (chosen.iter().map(|at| &runs[*at]).collect(), others)
}

/// Which runs make the figure, oldest first, as indexes.
fn chosen(set: &RuleSet, made: &[Made<'_>]) -> Vec<usize> {
    let all = 0..made.len();
    match set.pack.assess.runs {
        RunsPolicy::Mean => all.collect(),
        RunsPolicy::Last => all.last().into_iter().collect(),
        RunsPolicy::Worst => {
            let key = |at: &usize| {
                let run = &made[*at];
                // The later of equal ones: its evidence is fresher.
                (run.scored.summary.vetoes.is_empty(), run.base.low, run.base.high, std::cmp::Reverse(*at))
            };
            all.min_by_key(key).into_iter().collect()
        }
    }
}

fn run_lines(set: &RuleSet, made: &[Made<'_>], runs: &SiteRuns, chosen: &[usize]) -> Vec<RunYear> {
    let mean = set.pack.assess.runs == RunsPolicy::Mean;
    let mut lines: Vec<(i64, RunYear)> = made
        .iter()
        .enumerate()
        .map(|(at, run)| {
            let part = if !chosen.contains(&at) {
                RunUse::Aside
            } else if mean {
                RunUse::Counted
            } else {
                RunUse::Basis
            };
            let line = RunYear {
                id: run.of.run.id.clone(),
                as_of: run.of.run.as_of.to_string(),
                part,
                score: Some(run.range()),
            };
            (run.of.run.started_ms, line)
        })
        .collect();
    lines.extend(runs.aside.iter().map(|run| {
        let line = RunYear { id: run.id.clone(), as_of: run.as_of.to_string(), part: RunUse::Aside, score: None };
        (run.started_ms, line)
    }));
    lines.sort_by(|a, b| (&a.1.as_of, a.0, &a.1.id).cmp(&(&b.1.as_of, b.0, &b.1.id)));
    lines.into_iter().map(|(_, line)| line).collect()
}

/// Vetoes that failed or could not be told in any run, by day and rule.
fn vetoes(set: &RuleSet, made: &[Made<'_>], chosen: &[usize]) -> Vec<VetoYear> {
    let any = set.pack.assess.vetoes == VetoScope::Any;
    let mut out = Vec::new();
    for (at, run) in made.iter().enumerate() {
        let summary = &run.scored.summary;
        let states = [(&summary.vetoes, VetoState::Failed), (&summary.undecided_vetoes, VetoState::Undecided)];
        for (ids, state) in states {
            for id in ids {
                let title = set.rules.iter().find(|r| r.id == *id).map(|r| r.title.clone()).unwrap_or_default();
                out.push(VetoYear {
                    rule: id.clone(),
                    title,
                    run: run.of.run.id.clone(),
                    as_of: run.of.run.as_of.to_string(),
                    state,
                    counts: any || chosen.contains(&at),
                });
            }
        }
    }
    out
}

/// Marks and grade.
fn total(set: &RuleSet, site: &mut SiteYear, made: &[Made<'_>], chosen: &[usize], lang: Lang) {
    let of = |pick: &dyn Fn(&Made<'_>) -> Points| mean::points(chosen.iter().map(|at| pick(&made[*at])));
    let base = PointsRange { low: of(&|m| m.base.low), high: of(&|m| m.base.high) };
    let full = of(&|m| m.scored.summary.full_marks);
    let share = (full - (base.high - base.low)).as_f64() / full.as_f64();
    site.score = Some(YearScore {
        low: of(&|m| m.scored.summary.low),
        high: of(&|m| m.scored.summary.high),
        full_marks: full,
        bonus: of(&|m| m.scored.summary.bonus),
        decided: if full == Points::ZERO { 0.0 } else { (share * 10_000.0).round() / 10_000.0 },
    });
    let named = |state: VetoState| -> Vec<String> {
        let mut rules: Vec<(&str, Vec<String>)> = Vec::new();
        for veto in site.vetoes.iter().filter(|v| v.counts && v.state == state) {
            let place = format!("{} {}", veto.as_of, veto.run);
            match rules.iter_mut().find(|(id, _)| *id == veto.rule) {
                Some((_, places)) => places.push(place),
                None => rules.push((&veto.rule, vec![place])),
            }
        }
        rules.into_iter().map(|(id, places)| listed(id, &places)).collect()
    };
    let (grade, why) = grade(&Standing {
        base,
        full,
        pass: set.pack.pass_mark,
        vetoed: set.rules.iter().any(|r| matches!(r.effect, Effect::Veto(_))),
        failed: named(VetoState::Failed),
        undecided: named(VetoState::Undecided),
    });
    site.grade = grade;
    let from = source(set, made, chosen);
    let join = if lang == Lang::Zh { "：" } else { ": " };
    site.because = format!("{}{join}{}", from.pick(lang), why.pick(lang));
}

/// Runs of one veto named at most; the rest stands in the list of vetoes.
const NAMED: usize = 3;

fn listed(id: &str, places: &[String]) -> String {
    let more = if places.len() > NAMED { format!(" … +{}", places.len() - NAMED) } else { String::new() };
    format!("{id} [{}{more}]", places.iter().take(NAMED).cloned().collect::<Vec<_>>().join("; "))
}

/// Which run or runs the figure comes from.
fn source(set: &RuleSet, made: &[Made<'_>], chosen: &[usize]) -> Text {
    let Some(run) = chosen.last().map(|at| &made[*at].of.run) else { return Text::default() };
    let (day, id, all) = (run.as_of, &run.id, made.len());
    match set.pack.assess.runs {
        RunsPolicy::Last => Text::new(format!("取最后一次检查（{day} {id}）"), format!("last run ({day} {id})")),
        RunsPolicy::Worst => {
            Text::new(format!("取 {all} 次检查中最差的一次（{day} {id}）"), format!("worst of {all} runs ({day} {id})"))
        }
        RunsPolicy::Mean => Text::new(format!("取 {all} 次检查的平均"), format!("mean of {all} runs")),
    }
}

fn nothing(runs: &SiteRuns) -> Text {
    match runs.left_out.len() {
        0 => Text::new("本期没有检查", "no run in the period"),
        n => Text::new(
            format!("本期的 {n} 次检查都不能计入，原因见“未纳入的检查”；补做一次完整的检查后再评"),
            format!(
                "none of the {n} runs of the period can count (see the runs left out); make a complete one and assess again"
            ),
        ),
    }
}

fn decided(marks: &HandMarks, open: &OpenRule) -> bool {
    marks.get(&open.id).is_some_and(|m| m.decides() && (open.room.numbers || m.verdict.is_some()))
}

/// Every mark with its fate.
fn applied(set: &RuleSet, marks: &HandMarks, open: &[OpenRule], lang: Lang) -> Vec<AppliedMark> {
    let mut out = Vec::new();
    for (id, mark) in marks.iter().filter(|(_, m)| m.decides()) {
        let title = set
            .rules
            .iter()
            .find(|r| r.id == *id)
            .map(|r| &r.title)
            .or_else(|| set.indicators.iter().find(|i| i.id == *id).map(|i| &i.title));
        let unused = (!open.iter().any(|o| o.id == *id)).then(|| {
            Text::new(
                "计入的检查已自行判定这一条，人工评分未采用",
                "the runs that count decided this rule by themselves; the mark was not used",
            )
            .pick(lang)
            .to_owned()
        });
        out.push(AppliedMark {
            rule: id.clone(),
            title: title.cloned().unwrap_or_default(),
            mark: mark.clone(),
            unused,
        });
    }
    out
}

/// Every indicator, parents before children, in the pack's order.
fn flat(indicators: &[IndicatorScore]) -> Vec<IndicatorYear> {
    let mut stack: Vec<&IndicatorScore> = indicators.iter().rev().collect();
    let mut out = Vec::new();
    while let Some(i) = stack.pop() {
        stack.extend(i.children.iter().rev());
        out.push(IndicatorYear {
            id: i.id.clone(),
            full_marks: i.full_marks,
            got: i.got,
            outcome: i.outcome,
            rules: i
                .rules
                .iter()
                .map(|r| RuleYear {
                    id: r.id.clone(),
                    outcome: r.outcome,
                    lost: r.lost,
                    gained: r.gained,
                    arithmetic: r.arithmetic.clone(),
                })
                .collect(),
        });
    }
    out
}
