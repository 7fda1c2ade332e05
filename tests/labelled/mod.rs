//! Precision and recall of the checks on portals whose every subject was labelled by hand of their maker
//! (`fixtures/labelled`). Labels follow from the contract, not from what the program says.

mod figures;
mod labels;

use crate::auditing::{audit, bind};
use duwang::checks::{self, REGISTRY};
use duwang::demo::Portal;
use duwang::facts::Facts;
use figures::{Figures, compare};
use labels::{Labels, Said, folders};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The least share of accusations that are right.
const PRECISION: f64 = 0.99;
/// The least share of faults that are found.
const RECALL: f64 = 0.97;

/// A portal, walked over by the crawler itself.
async fn walked(portal: &Portal) -> Facts {
    let facts = audit(portal).await;
    assert_eq!(facts.run.as_of, portal.as_of.unwrap(), "{}", portal.slug);
    facts
}

/// Checks whose faults were planted in some portals alone; in the others whatever they say is a false alarm.
const PLANTED: &[&str] = &["hidden-link", "leaked-personal-data", "misspelling", "placeholder-page"];

/// What is accused although nobody planted it.
fn unplanted(portal: &Portal, labels: &Labels, facts: &Facts) -> String {
    let mut told = String::new();
    for id in PLANTED.iter().filter(|id| !labels.checks().contains(*id)) {
        let measure = bind(checks::find(id).unwrap(), serde_json::json!({})).unwrap();
        let verdict = measure.measure(facts);
        assert!(verdict.tested > 20, "{} {id}: {} subjects", portal.slug, verdict.tested);
        for violation in &verdict.violations {
            let _ = writeln!(told, "{} {id} FALSE {} {}", portal.slug, violation.url, violation.message.zh);
        }
    }
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn checks_agree_with_the_labels() {
    let mut all: BTreeMap<String, Figures> = BTreeMap::new();
    let mut unknown = BTreeSet::new();
    let mut told = String::new();
    let walks: Vec<_> = folders()
        .into_iter()
        .map(|folder| {
            tokio::spawn(async move {
                let portal = Portal::folder(&folder).unwrap();
                let facts = walked(&portal).await;
                (portal, Labels::read(&folder), facts)
            })
        })
        .collect();
    for walk in walks {
        let (portal, labels, facts) = walk.await.unwrap();
        let alarms = unplanted(&portal, &labels, &facts);
        assert!(alarms.is_empty(), "{alarms}");
        for id in labels.checks() {
            let Some(check) = checks::find(id) else {
                unknown.insert(id.to_owned());
                continue;
            };
            let measure = bind(check, labels.params(id)).unwrap_or_else(|e| panic!("{id}: {e}"));
            let (figures, differences) = compare(&portal, &labels, id, &measure.measure(&facts));
            all.entry(id.to_owned()).or_default().add(&figures);
            told += &differences;
        }
    }
    println!("{told}");
    println!("{}", figures::table(&all));
    for id in &unknown {
        println!("{id}: not in the registry, labels skipped");
    }
    let mut short = String::new();
    for (id, f) in &all {
        if f.precision() < PRECISION || f.recall() < RECALL || f.passed_over > 0 {
            let _ = writeln!(
                short,
                "{id}: precision {:.3}, recall {:.3}, open subjects passed over {}",
                f.precision(),
                f.recall(),
                f.passed_over
            );
        }
    }
    assert!(short.is_empty(), "{short}");
}

/// Every labelled address is a page of its portal, every check is one of the contract's, and there is enough of each.
#[test]
fn labels_are_sound() {
    let mut violations: BTreeMap<String, usize> = BTreeMap::new();
    let mut clean: BTreeMap<String, usize> = BTreeMap::new();
    let known: BTreeSet<&str> = REGISTRY.iter().map(|c| c.id).chain(checks::PLANNED.iter().copied()).collect();
    let mut pages = 0;
    for folder in folders() {
        let portal = Portal::folder(&folder).unwrap();
        let labels = Labels::read(&folder);
        for (said, label) in labels.all() {
            assert!(known.contains(label.check.as_str()), "{}: no check {}", portal.slug, label.check);
            assert!(!label.why.is_empty());
            for path in [Some(&label.url), label.target.as_ref()].into_iter().flatten().filter(|p| p.starts_with('/')) {
                let played = portal.play(path);
                assert!(played.status == 200 && !played.absent, "{}: no page {path}", portal.slug);
            }
            if said == Said::Violation {
                *violations.entry(label.check.clone()).or_default() += 1;
            }
        }
        for (check, n) in labels.clean() {
            *clean.entry(check.clone()).or_default() += n;
        }
        pages += portal.paths().filter(|p| portal.file(p).is_some_and(|b| b.starts_with(b"<!DOCTYPE"))).count();
    }
    assert!(pages >= 340, "{pages} pages");
    // Of subjects that a site has but one of there are as many as sites.
    let few = ["plain-interpretations", "faulty-annual-report", "unlinked-new-media"];
    let policies = [
        "uninterpreted-policy",
        "unlinked-interpretation",
        "late-interpretation",
        "copied-interpretation",
        "thin-interpretation",
    ];
    for check in violations.keys() {
        let (wanted_bad, wanted_good) = match check.as_str() {
            "failing-search" => (1, 0),
            "a11y-heading-order" => (5, 15),
            c if few.contains(&c) => (2, 2),
            c if policies.contains(&c) => (15, 25),
            _ => (8, 15),
        };
        let (bad, good) = (violations[check], clean.get(check).copied().unwrap_or(0));
        assert!(bad >= wanted_bad && good >= wanted_good, "{check}: {bad} violating, {good} clean");
    }
}
