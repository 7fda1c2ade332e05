use super::stand_in::{BUILT, registry};
use duwang::checks::{PLANNED, REGISTRY};
use duwang::model::Points;
use duwang::rules::{Effect, Indicator, RuleSet, VetoWhen, bundled, bundled_with, load_with};
use std::collections::BTreeSet;

/// The packs that are compiled in, in their order.
const BUNDLED: &[&str] = &[
    "cn-site-2019",
    "cn-disclosure-2019",
    "cn-accessibility",
    "guangyuan-2023",
    "anyue-2023",
    "gaoxian-2023",
    "city-template-2023",
    "pingliang-2023",
];

fn pack(id: &str) -> RuleSet {
    match load_with(id, &registry(), PLANNED) {
        Ok(set) => set,
        Err(faults) => panic!("{id}:\n{faults}"),
    }
}

#[test]
fn bundled_packs_are_sound_and_give_no_warnings() {
    let list = bundled_with(&registry(), PLANNED);
    assert_eq!(list.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(), BUNDLED);
    for summary in list {
        let set = pack(&summary.id);
        assert_eq!(set.warnings, [], "{}", summary.id);
        assert_eq!(set.pack.reference.id, summary.id);
        assert!(!set.pack.notes.is_empty(), "{} must say where its marks come from", summary.id);
        let census = summary.census;
        // The accessibility pack waits for checks of its kind.
        assert!(census.covered <= census.leaves && census.covered > census.leaves / 3, "{summary:?}");
        assert_eq!(census, set.census());
        assert_eq!(census.by_check + census.planned + census.by_person, census.rules, "{}", summary.id);
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

/// How many indicators stand on each level, from the first.
fn levels(set: &RuleSet) -> Vec<usize> {
    let deepest = set.indicators.iter().map(|i| i.level).max().unwrap();
    (1..=deepest).map(|level| set.indicators.iter().filter(|i| i.level == level).count()).collect()
}

fn titles(set: &RuleSet, parent: Option<&str>) -> Vec<String> {
    let below = set.indicators.iter().filter(|i| i.parent.as_deref() == parent);
    below.map(|i| i.title.clone()).collect()
}

fn carrying<'a>(set: &'a RuleSet, row: &str) -> &'a Indicator {
    set.indicators.iter().find(|i| i.ledger == [row]).unwrap()
}

#[test]
fn anyue_has_the_documents_structure() {
    let set = pack("anyue-2023");
    assert_eq!(
        titles(&set, None),
        [
            "总体要求",
            "深化行政决策公开，促进基层政府决策能力提升",
            "深化重点领域信息公开，促进基层政府管理能力提升",
            "深化为民办事服务公开，促进基层政府服务能力提升",
            "深化政策落实公开，促进基层政府执行能力提升",
            "深化智慧政务建设，促进基层政府创新能力提升",
            "工作步骤",
            "工作要求"
        ]
    );
    assert_eq!(titles(&set, Some("5")), ["公开重点工作情况", "规范政策解读回应", "走好网上群众路线"]);
    assert_eq!(levels(&set), [8, 19, 52]);
    let handbook = carrying(&set, "S001-25");
    assert_eq!(handbook.lead_unit.as_deref(), Some("县行政审批局"));
    // 2023年9月前 ends with August.
    assert_eq!(handbook.deadline.as_deref(), Some("2023-08-31"));
    assert_eq!(carrying(&set, "S001-29").deadline.as_deref(), Some("2023-07-31"));
    assert_eq!(carrying(&set, "S001-46").deadline, None);
}

#[test]
fn anyue_names_the_unit_of_each_of_the_thirty_fields() {
    let set = pack("anyue-2023");
    let annex = carrying(&set, "S001-52");
    assert_eq!(annex.clause.as_deref(), Some("附1"));
    let rule = annex.rules.iter().map(|r| &set.rules[*r]).find(|r| r.check == "missing-column").unwrap();
    let fields = rule.params["columns"].as_array().unwrap();
    let of = |name: &str| fields.iter().find(|f| f["name"] == name).map(|f| f["unit"].as_str().unwrap());
    assert_eq!(fields.len(), 30);
    assert_eq!(of("新闻出版版权"), Some("县委宣传部"));
    assert_eq!(of("生态环境"), Some("资阳市安岳生态环境局"));
    assert_eq!(of("涉农补贴"), Some("县农业农村局"));
    let units: BTreeSet<&str> = fields.iter().map(|f| f["unit"].as_str().unwrap()).collect();
    assert_eq!(units, annex.responsible_units.iter().map(String::as_str).collect());
}

#[test]
fn pingliang_has_the_documents_structure() {
    let set = pack("pingliang-2023");
    assert_eq!(titles(&set, None), ["切实深化主动公开", "切实做好关切回应", "切实加强平台建管", "切实强化公开保障"]);
    assert_eq!(
        titles(&set, Some("1.3")),
        [
            "公开市场主体信息",
            "公开减税降费信息",
            "公开稳岗就业信息",
            "公开扩大有效投资信息",
            "公开重大传染病防治信息",
            "公开民生保障信息"
        ]
    );
    // Four parts, sixteen items; under (三) six headings with fourteen demands.
    assert_eq!(levels(&set), [4, 16, 58, 14]);
    let letters = carrying(&set, "S004-37");
    assert_eq!(letters.lead_unit.as_deref(), Some("市融媒体中心、市公管办"));
    let gazette = carrying(&set, "S004-53");
    assert_eq!(
        (gazette.lead_unit.as_deref(), gazette.responsible_units.as_slice()),
        (None, &["市政府办".to_owned()][..])
    );
    // The document gives no days: none may be invented.
    assert!(set.indicators.iter().all(|i| i.deadline.as_deref().is_none_or(|d| !d.contains('2'))));
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
    for id in BUNDLED {
        for rule in pack(id).rules.iter().filter(|r| !r.check.is_empty()) {
            let check = rule.check.as_str();
            let known = BUILT.contains(&check) || PLANNED.contains(&check) || REGISTRY.iter().any(|c| c.id == check);
            assert!(known, "{}: {check}", rule.id);
        }
    }
    // As soon as the registry has them all, nothing stands in any more.
    if BUILT.iter().all(|id| REGISTRY.iter().any(|c| c.id == *id)) {
        assert_eq!(bundled(), bundled_with(REGISTRY, PLANNED));
        assert_eq!(bundled().len(), BUNDLED.len());
    }
}
