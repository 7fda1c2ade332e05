//! The national packs: what their documents ask for stands in them, each with its place in the document.

use super::load;
use duwang::checks::{PLANNED, REGISTRY};
use duwang::model::Points;
use duwang::rules::{Class, Effect, Indicator, Judge, Rule, RuleSet, VetoWhen};
use std::collections::BTreeSet;

const NATIONAL: [&str; 3] = ["cn-accessibility", "cn-disclosure-2019", "cn-site-2019"];

fn leaves(set: &RuleSet) -> impl Iterator<Item = &Indicator> {
    set.indicators.iter().filter(|i| i.children.is_empty())
}

fn rules<'a>(set: &'a RuleSet, indicator: &'a Indicator) -> impl Iterator<Item = &'a Rule> {
    indicator.rules.iter().map(|r| &set.rules[*r])
}

fn at<'a>(set: &'a RuleSet, id: &str) -> &'a Indicator {
    set.indicators.iter().find(|i| i.id == id).unwrap_or_else(|| panic!("no indicator {id}"))
}

#[test]
fn they_carry_no_ledger_rows_and_say_what_is_uncertain() {
    for id in NATIONAL {
        let set = load(id).unwrap();
        assert_eq!(set.warnings, [], "{id}");
        assert!(set.indicators.iter().all(|i| i.ledger.is_empty()), "{id}");
        assert!(set.pack.notes.contains("【缺省】") && set.pack.notes.contains("原则"), "{id}: {}", set.pack.notes);
        assert!(set.pack.valid_from.is_some(), "{id}");
        // Nothing is measured by a check that both takes marks and waits for a person.
        for rule in &set.rules {
            assert!(!rule.title.is_empty() && rule.title.chars().count() <= 60, "{id}: {}", rule.id);
        }
    }
}

#[test]
fn site_vetoes_are_those_of_the_document() {
    let set = load("cn-site-2019").unwrap();
    let vetoes = |id: &str| -> Vec<(bool, VetoWhen)> {
        rules(&set, at(&set, id))
            .filter_map(|r| match r.effect {
                Effect::Veto(when) => Some((r.judge() == Judge::Person, when)),
                _ => None,
            })
            .collect()
    };
    // Six grave matters, each a person's; the pages only give leads.
    assert_eq!(vetoes("V.1"), vec![(true, VetoWhen::Any); 6]);
    assert_eq!(vetoes("V.2"), [(false, VetoWhen::Ratio { ratio: 0.05, min_tested: 140 })]);
    assert_eq!(vetoes("V.3"), [(false, VetoWhen::Any)]);
    assert_eq!(vetoes("V.4"), [5, 10, 5].map(|n| (false, VetoWhen::Count(n))));
    assert_eq!(vetoes("V.5"), vec![(true, VetoWhen::Any); 2]);
    assert_eq!(vetoes("V.6"), [(true, VetoWhen::Any), (false, VetoWhen::CountOrAll(5))]);
    for id in ["V.1", "V.5", "V.6"] {
        for lead in rules(&set, at(&set, id)).filter(|r| r.title.starts_with("线索")) {
            assert_eq!(lead.effect, Effect::Info, "{}", lead.id);
        }
    }
    // Accounts elsewhere are no reason to fail a website.
    let elsewhere = at(&set, "6");
    assert_eq!(elsewhere.points, Points::ZERO);
    for child in &elsewhere.children {
        for rule in rules(&set, &set.indicators[*child]) {
            assert!(matches!(rule.effect, Effect::Manual(Points::ZERO) | Effect::Info), "{}", rule.id);
        }
    }
}

#[test]
fn site_bonus_is_thirty_in_all() {
    let set = load("cn-site-2019").unwrap();
    let gained: Points =
        set.rules.iter().map(|r| if let Effect::Bonus(points) = r.effect { points } else { Points::ZERO }).sum();
    assert_eq!((gained, set.pack.bonus_cap), (Points(3000), Points(3000)));
    let services: Points = at(&set, "2").children.iter().map(|c| set.indicators[*c].points).sum();
    assert_eq!(services, Points(2500));
}

/// Number and year of a state document: 国办发〔2019〕54号, 国务院令第711号, or a law, or a standard.
fn names_a_document(clause: &str) -> bool {
    (clause.contains('〔') && clause.contains('〕') && clause.contains('号'))
        || clause.contains("国务院令第")
        || clause.contains("GB/T ")
        || clause.contains("法第")
}

#[test]
fn every_indicator_of_the_younger_packs_names_document_and_clause() {
    for id in ["cn-disclosure-2019", "cn-accessibility"] {
        let set = load(id).unwrap();
        for leaf in leaves(&set) {
            let clause = leaf.clause.as_deref().unwrap_or_default();
            assert!(names_a_document(clause), "{id}: {} says \"{clause}\"", leaf.id);
            let judges: Vec<Judge> = rules(&set, leaf).map(Rule::judge).collect();
            let takes = rules(&set, leaf).any(|r| r.effect.name() == "deduct");
            match leaf.class {
                Some(Class::A) => assert!(!judges.contains(&Judge::Person), "{id}: {}", leaf.id),
                Some(Class::B | Class::C) => assert!(judges.contains(&Judge::Person) && !takes, "{id}: {}", leaf.id),
                None => panic!("{id}: {} has no class", leaf.id),
            }
        }
    }
}

#[test]
fn disclosure_marks_follow_the_principle_it_states() {
    let set = load("cn-disclosure-2019").unwrap();
    for leaf in leaves(&set) {
        let expected = if leaf.class == Some(Class::A) { Points(180) } else { Points(50) };
        assert_eq!(leaf.points, expected, "{}", leaf.id);
        // No rule takes more than the indicator has, and some rule can take it all.
        let most: Vec<Points> = rules(&set, leaf).map(|r| r.effect.most(leaf.points)).collect();
        assert_eq!(most.iter().max(), Some(&leaf.points), "{}: {most:?}", leaf.id);
    }
}

#[test]
fn disclosure_has_the_fifteen_kinds_and_the_seven_of_counties() {
    let set = load("cn-disclosure-2019").unwrap();
    let kinds = &at(&set, "D2").children;
    assert_eq!(kinds.len(), 15);
    let clauses: BTreeSet<&str> = kinds.iter().filter_map(|k| set.indicators[*k].clause.as_deref()).collect();
    assert_eq!(clauses.len(), 15);
    assert!(clauses.iter().all(|c| c.starts_with("国务院令第711号第二十条（")), "{clauses:?}");
    assert_eq!(at(&set, "D3").children.len(), 7);
    let used: BTreeSet<&str> = set.rules.iter().map(|r| r.check.as_str()).collect();
    for check in [
        "incomplete-platform",
        "incomplete-statutory-disclosure",
        "missing-application-channel",
        "faulty-annual-report",
        "inconsistent-annual-report",
        "faulty-normative-library",
        "missing-abolished-list",
        "incomplete-consultation",
        "unanswered-consultation",
        "incomplete-decision-disclosure",
        "catalogue-gap",
        "uninterpreted-policy",
        "leaked-personal-data",
    ] {
        assert!(used.contains(check), "{check} is not used");
    }
    let catalogue = set.rules.iter().find(|r| r.check == "catalogue-gap").unwrap();
    assert_eq!(catalogue.params["catalogue"], "national-26");
}

#[test]
fn accessibility_uses_every_check_of_its_kind_and_names_what_each_stands_for() {
    let set = load("cn-accessibility").unwrap();
    let used: BTreeSet<&str> = set.rules.iter().map(|r| r.check.as_str()).filter(|c| !c.is_empty()).collect();
    let contract = REGISTRY.iter().map(|c| c.id).chain(PLANNED.iter().copied());
    for id in contract.filter(|id| id.starts_with("a11y-") || *id == "missing-elder-mode") {
        assert!(used.contains(id), "{id} is not used");
    }
    for leaf in leaves(&set) {
        for rule in rules(&set, leaf).filter(|r| r.effect.name() == "deduct" && r.check.starts_with("a11y-")) {
            let clause = leaf.clause.as_deref().unwrap_or_default();
            assert!(clause.contains("WCAG"), "{}: {clause}", rule.id);
        }
        // What is beyond level 1 takes nothing.
        for rule in rules(&set, leaf).filter(|r| r.notes.as_deref().is_some_and(|n| n.contains("AA 级"))) {
            assert_eq!(rule.effect, Effect::Info, "{}", rule.id);
        }
    }
}
