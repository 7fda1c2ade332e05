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
    let excused = set.excused(&facts.traits);
    let excuses: BTreeMap<&str, SiteTrait> =
        set.indicators.iter().zip(excused).filter_map(|(i, why)| Some((i.id.as_str(), why?))).collect();
    // What most checks read is made once, before they run side by side.
    facts.columns();
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(set.rules.len().max(1));
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(rule) = set.rules.get(at) else { return done };
            let verdict = match excuses.get(rule.indicator.as_str()) {
                Some(why) => Verdict::inapplicable(why.words()),
                None => one(rule, facts),
            };
            done.push((at, verdict));
        }
    };
    let mut verdicts: Vec<(usize, Verdict)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let own = work();
        // A measure that panics is caught where it runs; anything else is a fault of ours to be seen.
        let others = workers.into_iter().flat_map(|w| w.join().unwrap_or_else(|fault| resume_unwind(fault)));
        others.chain(own).collect()
    });
    verdicts.sort_by_key(|(at, _)| *at);
    verdicts.into_iter().map(|(_, verdict)| verdict).collect()
}

fn one(rule: &Rule, facts: &Facts) -> Verdict {
    match &rule.measure {
        Some(measure) => guarded(measure.as_ref(), rule, facts),
        None if rule.judge() == Judge::Planned => unbuilt(rule, facts),
        None => Verdict::default(),
    }
}

/// Runs the measure; what it does wrong is the tool's fault, not the site's.
fn guarded(measure: &dyn Measure, rule: &Rule, facts: &Facts) -> Verdict {
    catch_unwind(AssertUnwindSafe(|| measure.measure(facts))).unwrap_or_else(|panic| {
        let what = panic
            .downcast_ref::<&str>()
            .map(|s| (*s).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        let message = Text::new(
            format!("检查 {} 运行出错，未能判定；请人工核实，并把本条报给开发者", rule.check),
            format!("the check {} broke down and could not tell; verify by hand and report this line", rule.check),
        );
        open(facts, message, json!({"rule": rule.id, "check": rule.check, "panic": what}))
    })
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
