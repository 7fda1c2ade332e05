//! Every problem once, and what people must look at.

use super::fingerprint::fingerprint;
use super::tree::Tree;
use crate::model::{
    Finding, Lang, OpenQuestion, Outcome, Points, Reason, Severity, Text, Verdict, Violation, without_resident_ids,
};
use crate::rules::{Effect, Indicator, Judge, Rule, RuleSet};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Open questions listed for one rule; the rest is counted.
const LISTED: usize = 200;

/// The findings, worst first, then by check, url and target; and the open questions in the order of the rules.
///
/// The same problem found by several rules of a check is one finding that names them all. It is raised to `veto` where
/// its rule is a veto that failed. What only a person's rule (`manual`) collected, or an `info` beside it, is evidence, not an
/// accusation: `hint`.
/// `first_seen` answers for a fingerprint when the store saw it first (RFC 3339); `now` stands for the new ones.
#[must_use]
pub fn findings(
    set: &RuleSet,
    verdicts: &[Verdict],
    lang: Lang,
    first_seen: &dyn Fn(&str) -> Option<String>,
    now: &str,
) -> (Vec<Finding>, Vec<OpenQuestion>) {
    let (tallies, none) = (super::total::tallies(verdicts), super::HandMarks::new());
    let mut tree = Tree::new(set, &tallies, &[], &none, lang);
    tree.prints = fingerprints(set, verdicts);
    found(&tree, verdicts, first_seen, now)
}

/// As [`findings()`], of a tree that is reckoned already and has its fingerprints.
pub(super) fn found(
    tree: &Tree<'_>,
    verdicts: &[Verdict],
    first_seen: &dyn Fn(&str) -> Option<String>,
    now: &str,
) -> (Vec<Finding>, Vec<OpenQuestion>) {
    let mut all: BTreeMap<&str, Finding> = BTreeMap::new();
    let laid_out = laid_out(tree.set);
    for (at, rule) in tree.set.rules.iter().enumerate() {
        let raised = matches!(rule.effect, Effect::Veto(_)) && tree.reckoned[at].outcome == Outcome::Failed;
        for (print, one) in of_rule(&verdicts[at], &tree.prints[at]) {
            let evidence = rule.effect == Effect::Info && laid_out.contains(rule.indicator.as_str());
            let severity = if evidence { Severity::Hint } else { severity(rule, one.severity, raised) };
            let finding = all.entry(print).or_insert_with(|| Finding {
                first_seen: first_seen(print).unwrap_or_else(|| now.to_owned()),
                severity,
                ..finding(rule, one.violation, tree.lang, print)
            });
            finding.severity = finding.severity.min(severity);
            finding.occurrences = finding.occurrences.max(one.occurrences);
            // Rules come one after the other.
            if finding.rules.last() != Some(&rule.id) {
                finding.rules.push(rule.id.clone());
            }
        }
    }
    let mut findings: Vec<Finding> = all.into_values().collect();
    findings.sort_by(|a, b| key(a).cmp(&key(b)));
    (findings, questions(tree, verdicts))
}

fn key(f: &Finding) -> (Severity, &str, &str, &Option<String>, &str) {
    (f.severity, &f.check, &f.url, &f.target, &f.fingerprint)
}

/// Indicators whose `info` rules lay out evidence for a person, or that carry none of the pack's marks.
fn laid_out(set: &RuleSet) -> BTreeSet<&str> {
    let marked = set.indicators.iter().any(|i| i.points > Points::ZERO);
    let of = |at: &usize| set.rules[*at].effect;
    let shows = |i: &&Indicator| {
        let by_hand = i.rules.iter().any(|r| matches!(of(r), Effect::Manual(_)));
        let decided = i.rules.iter().any(|r| !matches!(of(r), Effect::Manual(_) | Effect::Info));
        !decided && (by_hand || (marked && i.points == Points::ZERO))
    };
    set.indicators.iter().filter(shows).map(|i| i.id.as_str()).collect()
}

fn severity(rule: &Rule, measured: Severity, raised: bool) -> Severity {
    if raised {
        Severity::Veto
    } else if rule.judge() == Judge::Person {
        Severity::Hint
    } else {
        measured
    }
}

/// Per rule one fingerprint for each violation, in their order.
pub(super) fn fingerprints(set: &RuleSet, verdicts: &[Verdict]) -> Vec<Vec<String>> {
    let of = |(rule, verdict): (&Rule, &Verdict)| -> Vec<String> {
        verdict.violations.iter().map(|v| fingerprint(&rule.check, v)).collect()
    };
    set.rules.iter().zip(verdicts).map(of).collect()
}

/// One problem under one rule.
struct Found<'a> {
    violation: &'a Violation,
    severity: Severity,
    occurrences: u64,
}

/// One rule's problems; the same problem met twice is one that stands more often.
fn of_rule<'a>(verdict: &'a Verdict, prints: &'a [String]) -> BTreeMap<&'a str, Found<'a>> {
    let mut found: BTreeMap<&str, Found<'_>> = BTreeMap::new();
    for (violation, print) in verdict.violations.iter().zip(prints) {
        let known = found.entry(print).or_insert(Found { violation, severity: violation.severity, occurrences: 0 });
        known.occurrences = known.occurrences.saturating_add(violation.occurrences.max(1));
        known.severity = known.severity.min(violation.severity);
    }
    found
}

fn finding(rule: &Rule, violation: &Violation, lang: Lang, fingerprint: &str) -> Finding {
    Finding {
        fingerprint: fingerprint.to_owned(),
        check: rule.check.clone(),
        rules: Vec::new(),
        severity: violation.severity,
        url: shown(&violation.url),
        target: violation.target.as_deref().map(shown),
        message: shown(violation.message.pick(lang)),
        evidence: shown_value(violation.evidence.clone()),
        status: "open".to_owned(),
        first_seen: String::new(),
        occurrences: violation.occurrences.max(1),
    }
}

fn questions(tree: &Tree<'_>, verdicts: &[Verdict]) -> Vec<OpenQuestion> {
    let set = tree.set;
    let mut out = Vec::new();
    for (at, rule) in set.rules.iter().enumerate() {
        let verdict = &verdicts[at];
        if tree.excused[at].is_some() {
            continue;
        }
        if rule.judge() == Judge::Person {
            out.push(for_person(tree, at, verdict));
        }
        let seen = out.len();
        out.extend(undetermined(rule, verdict, tree.lang));
        if out.len() == seen && verdict.open_ended {
            let message = Text::new(
                "有的页面没看到，是否还有同类问题不能定；请补采后再判",
                "part of the site was not seen, so more of the kind may stand there; crawl it and judge again",
            );
            out.push(plain(rule, Some(Reason::Budget), message.pick(tree.lang), json!({})));
        }
    }
    for (at, indicator) in
        set.indicators.iter().enumerate().filter(|(_, i)| i.children.is_empty() && i.rules.is_empty())
    {
        if tree.excused_indicators[at].is_some() {
            continue;
        }
        if indicator.points == Points::ZERO && indicator.pending.is_none() {
            continue;
        }
        let why = indicator.pending.clone().unwrap_or_else(|| {
            Text::new("没有规则能判，请人工核实", "no rule decides it; verify by hand").pick(tree.lang).to_owned()
        });
        out.push(OpenQuestion {
            rule: indicator.id.clone(),
            check: String::new(),
            reason: Some(Reason::Tool),
            url: String::new(),
            target: None,
            message: format!("{}: {why}", indicator.title),
            evidence: json!({"points": indicator.points}),
            more: 0,
        });
    }
    out
}

fn plain(rule: &Rule, reason: Option<Reason>, message: &str, evidence: Value) -> OpenQuestion {
    OpenQuestion {
        rule: rule.id.clone(),
        check: rule.check.clone(),
        reason,
        url: String::new(),
        target: None,
        message: shown(message),
        evidence: shown_value(evidence),
        more: 0,
    }
}

/// A text as it may be shown: addresses are stored as they are, and some hold a resident id.
pub(super) fn shown(text: &str) -> String {
    without_resident_ids(text).into_owned()
}

fn shown_value(mut value: Value) -> Value {
    fn walk(value: &mut Value) {
        match value {
            Value::String(text) => *text = shown(text),
            Value::Array(values) => values.iter_mut().for_each(walk),
            Value::Object(fields) => fields.values_mut().for_each(walk),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    walk(&mut value);
    value
}

/// What could not be told under one rule, by address, cut at [`LISTED`].
fn undetermined(rule: &Rule, verdict: &Verdict, lang: Lang) -> Vec<OpenQuestion> {
    let mut list: Vec<OpenQuestion> = verdict
        .undetermined
        .iter()
        .map(|u| OpenQuestion {
            url: shown(&u.url),
            target: u.target.as_deref().map(shown),
            ..plain(rule, Some(u.reason), u.message.pick(lang), u.evidence.clone())
        })
        .collect();
    list.sort_by(|a, b| (&a.url, &a.target, &a.message).cmp(&(&b.url, &b.target, &b.message)));
    // What is asked many times over (looks that are missing) is asked once.
    list.dedup_by(|again, first| {
        let same = (&again.url, &again.target, &again.message) == (&first.url, &first.target, &first.message)
            && (again.reason, &again.evidence) == (first.reason, &first.evidence);
        first.more += u64::from(same);
        same
    });
    let more = list.len().saturating_sub(LISTED);
    list.truncate(LISTED);
    if let Some(last) = list.last_mut() {
        last.more += more as u64;
    }
    list
}

/// The question a person answers, with what the rule's check collected.
fn for_person(tree: &Tree<'_>, at: usize, verdict: &Verdict) -> OpenQuestion {
    let rule = &tree.set.rules[at];
    let effect = rule.effect.text();
    let message = Text::new(
        format!("请人工评定：{}（{}）", rule.title, effect.zh),
        format!("to be judged by a person: {} ({})", rule.title, effect.en),
    );
    let mut evidence = json!({});
    if rule.measure.is_some() {
        let prints: BTreeSet<&String> = tree.prints[at].iter().collect();
        evidence = json!({
            "tested": verdict.tested,
            "violations": verdict.violations.len(),
            "undetermined": verdict.undetermined.len(),
            "findings": prints,
        });
        if !verdict.found.is_null() {
            evidence["found"] = verdict.found.clone();
        }
    }
    plain(rule, None, message.pick(tree.lang), evidence)
}
