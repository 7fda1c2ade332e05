use super::stand_in::{BUILT, registry};
use duwang::checks::{PLANNED, REGISTRY};
use duwang::model::Points;
use duwang::rules::{Class, Effect, Judge, RuleSet, VetoWhen, bundled, bundled_with, load_with};
use std::collections::{BTreeMap, BTreeSet};

fn pack(id: &str) -> RuleSet {
    match load_with(id, &registry(), PLANNED) {
        Ok(set) => set,
        Err(faults) => panic!("{id}:\n{faults}"),
    }
}

#[test]
fn bundled_packs_are_sound_and_give_no_warnings() {
    let list = bundled_with(&registry(), PLANNED);
    let ids: Vec<&str> = list.iter().map(|p| p.id.as_str()).collect();
    for id in ["cn-accessibility", "cn-disclosure-2019", "cn-site-2019", "gaoxian-2023"] {
        assert!(ids.contains(&id), "{id} is not among {ids:?}");
    }
    assert!(ids.is_sorted(), "{ids:?}");
    for summary in list {
        let set = pack(&summary.id);
        assert_eq!(set.warnings, [], "{}", summary.id);
        assert_eq!(set.pack.reference.id, summary.id);
        assert!(!set.pack.notes.is_empty(), "{} must say where its marks come from", summary.id);
        assert!(summary.covered <= summary.leaves && summary.covered > summary.leaves / 3, "{summary:?}");
        let first: Points = set.roots().map(|i| set.indicators[i].points).sum();
        assert_eq!(first, Points(10_000), "{}", summary.id);
    }
}

#[test]
fn planned_and_built_checks_are_the_contract() {
    let planned: BTreeSet<&str> = PLANNED.iter().copied().collect();
    assert_eq!(planned.len(), PLANNED.len(), "an id stands twice");
    for id in REGISTRY.iter().map(|c| c.id).chain(BUILT.iter().copied()) {
        assert!(!planned.contains(id), "{id} is built and planned");
    }
}

/// The ledger's rows: id, clause, class.
fn ledger() -> Vec<(String, String, String)> {
    let mut reader = csv::Reader::from_path("fixtures/ledger/s002.csv").unwrap();
    reader.records().map(|r| r.unwrap()).map(|r| (r[0].to_owned(), r[1].to_owned(), r[2].to_owned())).collect()
}

#[test]
fn every_ledger_row_of_gaoxian_stands_exactly_once() {
    let set = pack("gaoxian-2023");
    let rows = ledger();
    assert_eq!(rows.len(), 58);
    let mut carried: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, indicator) in set.indicators.iter().enumerate() {
        for row in &indicator.ledger {
            carried.entry(row).or_default().push(at);
        }
    }
    assert_eq!(carried.len(), rows.len(), "rows that the ledger does not have");
    for (id, clause, class) in &rows {
        let at = carried.get(id.as_str()).unwrap_or_else(|| panic!("{id} is missing"));
        assert_eq!(at.len(), 1, "{id} stands more than once");
        let indicator = &set.indicators[at[0]];
        assert_eq!(indicator.clause.as_ref(), Some(clause), "{id}");
        let expected = match class.as_str() {
            "A" => Class::A,
            "B" => Class::B,
            _ => Class::C,
        };
        assert_eq!(indicator.class, Some(expected), "{id}");
        assert_eq!(indicator.level, 3, "{id}");
        let judges: Vec<Judge> = indicator.rules.iter().map(|r| set.rules[*r].judge()).collect();
        match expected {
            // What a person must decide is never taken from the site by a program.
            Class::B | Class::C => {
                assert!(judges.contains(&Judge::Person), "{id}");
                let takes = |r: &usize| set.rules[*r].effect.name() == "deduct";
                assert!(!indicator.rules.iter().any(takes), "{id}: a program deducts where a person decides");
            }
            Class::A => assert!(!judges.is_empty() && !judges.contains(&Judge::Person), "{id}"),
        }
    }
}

#[test]
fn gaoxian_has_the_documents_structure() {
    let set = pack("gaoxian-2023");
    let first: Vec<&str> = set.roots().map(|i| set.indicators[i].title.as_str()).collect();
    assert_eq!(
        first,
        [
            "深化主动公开",
            "推动政务公开转型升级",
            "深化政务公开促进基层政府治理能力提升",
            "加强平台载体信息化建设",
            "强化管理保障"
        ]
    );
    let at = |level: u32| set.indicators.iter().filter(|i| i.level == level).count();
    assert_eq!((at(1), at(2), at(3)), (5, 20, 58));
    let fiscal = set.indicators.iter().find(|i| i.ledger == ["S002-08"]).unwrap();
    assert_eq!(fiscal.lead_unit.as_deref(), Some("县财政局"));
    assert_eq!(fiscal.deadline.as_deref(), Some("2023-12-31"));
    assert_eq!(fiscal.responsible_units, ["各镇", "县政府工作部门", "有关单位"]);
}

#[test]
fn the_2019_vetoes_carry_their_thresholds() {
    let set = pack("cn-site-2019");
    let veto = |id: &str| match set.rules.iter().find(|r| r.id == id).unwrap().effect {
        Effect::Veto(when) => when,
        other => panic!("{id} is {other:?}"),
    };
    assert_eq!(veto("V.2-a"), VetoWhen::Ratio { ratio: 0.05, min_tested: 140 });
    assert_eq!(veto("V.3-a"), VetoWhen::Any);
    assert_eq!(veto("V.4-a"), VetoWhen::Count(5));
    assert_eq!(veto("V.4-b"), VetoWhen::Count(10));
    assert_eq!(veto("V.4-c"), VetoWhen::Count(5));
    assert_eq!(veto("V.6-b"), VetoWhen::Count(5));
    // Fewer than five, all of them: one or two seen do not fail a site.
    assert_eq!(veto("V.6-c"), VetoWhen::Ratio { ratio: 1.0, min_tested: 4 });
    let services = set.indicators.iter().find(|i| i.title == "办事服务").unwrap();
    assert_eq!(services.points, Points(2500));
    // What is not certain says so.
    for block in ["发布解读", "互动交流", "功能设计"] {
        let notes = set.indicators.iter().find(|i| i.title == block).unwrap().notes.as_deref().unwrap_or_default();
        assert!(notes.contains("缺省") && notes.contains("把握低"), "{block}: {notes}");
    }
    assert!(set.pack.notes.contains("缺省"));
}

#[test]
fn the_readme_documents_every_key() {
    let readme = std::fs::read_to_string("rules/README.md").unwrap();
    let faults = super::load("fixtures/packs/bad/keys.toml").unwrap_err();
    let effects = super::load("fixtures/packs/bad/rules.toml").unwrap_err();
    let mut keys = BTreeSet::new();
    for fault in faults.0.iter().chain(&effects.0).filter(|f| f.message.en.starts_with("unknown key")) {
        let (_, known) = fault.message.en.split_once("(known: ").unwrap();
        keys.extend(known.split('`').skip(1).step_by(2).map(str::to_owned));
    }
    assert!(keys.len() > 30, "{keys:?}");
    let missing: Vec<&String> =
        keys.iter().filter(|k| !readme.contains(&format!("`{k}`")) && !readme.contains(&format!("{k} ="))).collect();
    // The sections themselves stand in headings.
    let missing: Vec<&&String> = missing.iter().filter(|k| !readme.contains(&format!("[{k}]"))).collect();
    assert!(missing.is_empty(), "rules/README.md says nothing of {missing:?}");
}

#[test]
fn packs_name_only_checks_of_the_contract() {
    for summary in bundled_with(&registry(), PLANNED) {
        for rule in pack(&summary.id).rules.iter().filter(|r| !r.check.is_empty()) {
            let check = rule.check.as_str();
            let known = REGISTRY.iter().any(|c| c.id == check) || PLANNED.contains(&check);
            assert!(known, "{}: {}: {check}", summary.id, rule.id);
        }
    }
    // As soon as the registry has them all, nothing stands in any more.
    if BUILT.iter().all(|id| REGISTRY.iter().any(|c| c.id == *id)) {
        assert_eq!(bundled(), bundled_with(REGISTRY, PLANNED));
    }
}
