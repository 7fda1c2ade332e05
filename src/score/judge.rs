use crate::checks::Measure;
use crate::facts::Facts;
use crate::model::{Reason, SiteTrait, Text, Undetermined, Verdict};
use crate::rules::{Judge, Rule, RuleSet};
use serde_json::json;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};

/// One verdict per rule, in the order of `set.rules`. A check that panics could not tell; a planned check can't either; a
/// rule that a person judges and that names no check has an empty verdict.
#[must_use]
pub fn judge(set: &RuleSet, facts: &Facts) -> Vec<Verdict> {
    judge_all(&[set], facts).pop().unwrap_or_default()
}

/// What a measure answered, or with what words it broke down.
type Answer = Result<Verdict, String>;

/// As [`judge()`], for several sets: what several rules measure alike, in one set or in several, is measured once.
pub(super) fn judge_all(sets: &[&RuleSet], facts: &Facts) -> Vec<Vec<Verdict>> {
    let mut numbers: BTreeMap<(&str, String), usize> = BTreeMap::new();
    let mut jobs: Vec<&dyn Measure> = Vec::new();
    let mut asked: Vec<Vec<Asked>> = Vec::new();
    for set in sets {
        let excused = set.excused_rules(&facts.traits);
        let mut of_set = Vec::new();
        for (rule, why) in set.rules.iter().zip(excused) {
            of_set.push(match (why, rule.measure.as_deref()) {
                (Some(why), _) => Asked::Excused(why),
                (None, None) => Asked::Nothing,
                (None, Some(measure)) => {
                    // The same check bound to the same things measures the same; a path names other files elsewhere.
                    let key = (rule.check.as_str(), format!("{measure:?}"));
                    Asked::Measure(*numbers.entry(key).or_insert_with(|| {
                        jobs.push(measure);
                        jobs.len() - 1
                    }))
                }
            });
        }
        asked.push(of_set);
    }
    let answers = answers(&jobs, facts);
    let verdict = |(rule, asked): (&Rule, &Asked)| match asked {
        Asked::Excused(why) => Verdict::inapplicable(why.words()),
        Asked::Measure(number) => answers[*number].clone().unwrap_or_else(|what| broken(rule, facts, &what)),
        Asked::Nothing if rule.judge() == Judge::Planned => unbuilt(rule, facts),
        Asked::Nothing => Verdict::default(),
    };
    sets.iter().zip(&asked).map(|(set, asked)| set.rules.iter().zip(asked).map(verdict).collect()).collect()
}

/// What a rule asks for.
enum Asked {
    /// Nothing: it does not apply to the body.
    Excused(SiteTrait),
    /// One of the measures that are run, by number.
    Measure(usize),
    /// Nothing that could be measured.
    Nothing,
}

/// Runs the measures side by side; the answers come in their order.
fn answers(jobs: &[&dyn Measure], facts: &Facts) -> Vec<Answer> {
    // What most checks read is made once, before they run side by side.
    facts.columns();
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(jobs.len().max(1));
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(measure) = jobs.get(at) else { return done };
            done.push((at, guarded(*measure, facts)));
        }
    };
    let mut answers: Vec<(usize, Answer)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let own = work();
        // A measure that panics is caught where it runs; anything else is a fault of ours to be seen.
        let others = workers.into_iter().flat_map(|w| w.join().unwrap_or_else(|fault| resume_unwind(fault)));
        others.chain(own).collect()
    });
    answers.sort_by_key(|(at, _)| *at);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

/// Runs the measure; what it does wrong is the tool's fault, not the site's.
fn guarded(measure: &dyn Measure, facts: &Facts) -> Answer {
    catch_unwind(AssertUnwindSafe(|| measure.measure(facts))).map_err(|panic| {
        panic
            .downcast_ref::<&str>()
            .map(|s| (*s).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_default()
    })
}

fn broken(rule: &Rule, facts: &Facts, what: &str) -> Verdict {
    let message = Text::new(
        format!("检查 {} 运行出错，未能判定；请人工核实，并把本条报给开发者", rule.check),
        format!("the check {} broke down and could not tell; verify by hand and report this line", rule.check),
    );
    open(facts, message, json!({"rule": rule.id, "check": rule.check, "panic": what}))
}

fn unbuilt(rule: &Rule, facts: &Facts) -> Verdict {
    let message = Text::new(
        format!("“{}”所需的检查 {} 本版尚未提供，请人工核实", rule.title, rule.check),
        format!("“{}” needs the check {}, which this version does not have; verify by hand", rule.title, rule.check),
    );
    open(facts, message, json!({"check": rule.check, "params": rule.params}))
}

fn open(facts: &Facts, message: Text, evidence: serde_json::Value) -> Verdict {
    let undetermined =
        Undetermined { url: facts.run.site.url.clone(), target: None, reason: Reason::Tool, message, evidence };
    Verdict { tested: 1, undetermined: vec![undetermined], open_ended: true, ..Verdict::default() }
}
