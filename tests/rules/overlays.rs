//! Packs over packs: every operation, two and three layers deep.

use super::load;
use duwang::model::{Lang, Points};
use duwang::rules::{Effect, RuleSet};
use serde_json::json;

fn good(name: &str) -> RuleSet {
    let path = format!("fixtures/packs/good/{name}.toml");
    load(&path).unwrap_or_else(|faults| panic!("{name}:\n{faults}"))
}

fn points(set: &RuleSet, id: &str) -> Option<Points> {
    set.indicators.iter().find(|i| i.id == id).map(|i| i.points)
}

fn effect(set: &RuleSet, id: &str) -> Option<Effect> {
    set.rules.iter().find(|r| r.id == id).map(|r| r.effect)
}

#[test]
fn a_province_extends_the_national_pack() {
    let (national, set) = (load("cn-site-2019").unwrap(), good("province"));
    assert_eq!(set.warnings, []);
    let first: Points = set.roots().map(|i| set.indicators[i].points).sum();
    assert_eq!(first, Points(10_000));
    // Re-pointed, switched off with its rules, added.
    assert_eq!((points(&set, "2"), points(&set, "3")), (Some(Points(3000)), Some(Points(1500))));
    assert_eq!(points(&set, "3.3"), None);
    assert!(effect(&national, "3.3-a").is_some() && effect(&set, "3.3-a").is_none());
    assert_eq!(points(&set, "2.9"), Some(Points(500)));
    // Rules: added, replaced with nothing of the old left, switched off, re-pointed.
    assert_eq!(effect(&set, "2.9-a"), Some(Effect::DeductOnce(Points(500))));
    assert_eq!(effect(&set, "4.3-a"), Some(Effect::DeductOnce(Points(500))));
    let replaced = set.rules.iter().find(|r| r.id == "4.3-a").unwrap();
    assert_eq!(replaced.params, json!({"where": "home", "external": false}));
    assert_eq!(replaced.notes, None);
    assert_eq!(effect(&set, "4.6-b"), None);
    assert_eq!(effect(&set, "4.2-a"), Some(Effect::DeductOnce(Points(50))));
    // Everything else stays, in its order, with its own document.
    assert_eq!(set.rules.len(), national.rules.len() + 1 - 2);
    let source = |id: &str| set.indicators.iter().find(|i| i.id == id).unwrap().source.clone();
    assert_eq!((source("2.9").as_str(), source("V.1").as_str()), ("某府办〔2025〕1号", "国办秘函〔2019〕19号"));
    assert_eq!((set.pack.full_marks, set.pack.bonus_cap), (Points(10_000), Points(3000)));
}

#[test]
fn a_county_extends_the_provinces_pack() {
    let set = good("county");
    assert_eq!(set.warnings, []);
    assert_eq!(effect(&set, "4.3-a"), Some(Effect::DeductEach { each: Points(50), cap: Some(Points(300)) }));
    assert_eq!(effect(&set, "4.6-b"), Some(Effect::Info));
    assert_eq!((effect(&set, "2.9-a"), points(&set, "2.9")), (None, None));
    // What the province re-pointed and the county left alone.
    assert_eq!(effect(&set, "4.2-a"), Some(Effect::DeductOnce(Points(50))));
    assert_eq!(points(&set, "3.3"), None);
    let talks = set.indicators.iter().find(|i| i.id == "3").unwrap();
    assert_eq!((talks.title.as_str(), talks.lead_unit.as_deref()), ("互动交流（含县长热线）", Some("县政务服务局")));
    let below: Vec<&str> = talks.children.iter().map(|c| set.indicators[*c].id.as_str()).collect();
    assert_eq!(below, ["3.1", "3.2", "3.8"]);
    assert_eq!(talks.source, "某县府办〔2025〕3号");
    // Validity is each pack's own.
    assert_eq!((set.pack.valid_from, set.pack.valid_to), (None, None));
}

#[test]
fn a_pack_reached_twice_counts_once() {
    let set = good("diamond");
    assert_eq!(set.warnings, []);
    assert_eq!(effect(&set, "2-b"), None);
    assert_eq!(set.indicators.len(), 4);
}

#[test]
fn the_national_packs_stand_side_by_side() {
    let set = good("together");
    assert_eq!(set.warnings, []);
    let parts = ["cn-site-2019", "cn-disclosure-2019", "cn-accessibility"].map(|id| load(id).unwrap());
    assert_eq!(set.rules.len(), parts.iter().map(|p| p.rules.len()).sum::<usize>());
    let first: Points = set.roots().map(|i| set.indicators[i].points).sum();
    assert_eq!(first, Points(30_000));
}

#[test]
fn what_has_no_effect_is_warned_of() {
    let set = good("in-vain");
    let texts: Vec<String> = set.warnings.iter().map(|w| w.text(Lang::En)).collect();
    let expected = [
        ":3:6: [pack] the bundled pack `gaoxian-2023` has this id and another text: scorecards can't be told apart; give \
         another id, or write the changes alone with extends = [\"gaoxian-2023\"]",
        ":7:25: [pack] `./base.toml` is named twice and counts once",
        ":17:1: [indicator 1.2.1] indicator `1.2` is switched off, so this has no effect",
        ":22:1: [rule 1.2-z] indicator `1.2` is switched off, so this has no effect",
        ":32:10: [rule 2-a] may take 25, the indicator has 20; it stops at 20",
    ];
    assert_eq!(texts.len(), expected.len(), "{texts:#?}");
    for (text, expected) in texts.iter().zip(expected) {
        assert!(text.ends_with(expected), "{text}\nshould end in {expected}");
    }
    // An unchanged copy of a bundled pack is that pack.
    assert_eq!(load("rules/gaoxian-2023.toml").unwrap().warnings, []);
}
