//! The packs against what a reader of their documents can confirm: headings, units, deadlines, thresholds.

use super::stand_in::registry;
use duwang::checks::PLANNED;
use duwang::model::Points;
use duwang::rules::{Effect, Indicator, RuleSet, load_with};

fn pack(id: &str) -> RuleSet {
    match load_with(id, &registry(), PLANNED) {
        Ok(set) => set,
        Err(faults) => panic!("{id}:\n{faults}"),
    }
}

fn first_level(set: &RuleSet) -> Vec<&str> {
    set.roots().map(|i| set.indicators[i].title.as_str()).collect()
}

/// How many indicators each level has.
fn levels(set: &RuleSet) -> [usize; 4] {
    [1, 2, 3, 4].map(|level| set.indicators.iter().filter(|i| i.level == level).count())
}

/// The headings under one of the first level.
fn under<'a>(set: &'a RuleSet, title: &str) -> Vec<&'a str> {
    let root = set.roots().find(|i| set.indicators[*i].title == title).unwrap();
    set.indicators[root].children.iter().map(|i| set.indicators[*i].title.as_str()).collect()
}

fn row<'a>(set: &'a RuleSet, id: &str) -> &'a Indicator {
    set.indicators.iter().find(|i| i.ledger == [id]).unwrap()
}

/// The parameter of the only rule of a row with this check.
fn param<'a>(set: &'a RuleSet, id: &str, check: &str, name: &str) -> &'a serde_json::Value {
    let rules: Vec<_> = row(set, id).rules.iter().map(|r| &set.rules[*r]).filter(|r| r.check == check).collect();
    assert_eq!(rules.len(), 1, "{id} {check}");
    &rules[0].params[name]
}

/// No row has marks of its own making: all of one class weigh the same, but for `exempt`.
fn classes_weigh(set: &RuleSet, marks: [i64; 3], exempt: &str) {
    for indicator in set.indicators.iter().filter(|i| !i.ledger.is_empty()) {
        let own = marks[indicator.class.unwrap() as usize];
        let expected = if indicator.ledger == [exempt] { 0 } else { own };
        assert_eq!(indicator.points, Points(expected), "{}", indicator.id);
    }
}

#[test]
fn guangyuan_has_the_documents_structure() {
    let set = pack("guangyuan-2023");
    assert_eq!(
        first_level(&set),
        [
            "总体要求",
            "工作目标",
            "积极深化主动公开",
            "整体提升基层政务公开水平",
            "有效推动政务公开转型升级",
            "着力加强平台载体规范建设",
            "保障措施"
        ]
    );
    // Four rows stand right under the first two headings, the others under the 24 items.
    assert_eq!(levels(&set), [7, 28, 72, 0]);
    assert_eq!(
        under(&set, "有效推动政务公开转型升级"),
        [
            "不断优化政务公开专栏",
            "推动惠民利企政策直达快享",
            "大力提升政策解读质效",
            "规范高效办理政府信息公开申请",
            "切实提高群众关切回应实效",
            "着力防范重大舆情风险"
        ]
    );
    assert_eq!(set.pack.valid_from.map(|d| d.to_string()).as_deref(), Some("2023-05-17"));

    let dated: Vec<(&str, &str)> = set
        .indicators
        .iter()
        .filter_map(|i| Some((i.ledger.first()?.as_str(), i.deadline.as_deref()?)))
        .filter(|(_, deadline)| deadline.starts_with("20"))
        .collect();
    assert_eq!(
        dated,
        [
            ("S000-27", "2023-07-31"),
            ("S000-28", "2023-08-31"),
            ("S000-40", "2023-08-31"),
            ("S000-62", "2023-12-31"),
            ("S000-63", "2023-12-31")
        ]
    );
    assert_eq!(row(&set, "S000-28").responsible_units, ["市级有关部门（单位）"]);
    assert_eq!(row(&set, "S000-36").responsible_units, ["苍溪县", "昭化区", "剑阁县", "其他县（区）"]);
    // The document names nobody as the leading unit.
    assert!(set.indicators.iter().all(|i| i.lead_unit.is_none()));
}

#[test]
fn guangyuan_has_the_documents_thresholds() {
    let set = pack("guangyuan-2023");
    assert_eq!(param(&set, "S000-21", "unanswered-consultation", "months"), 1);
    assert_eq!(param(&set, "S000-27", "catalogue-gap", "catalogue"), "sichuan-30");
    assert_eq!(param(&set, "S000-47", "late-interpretation", "max_workdays"), 0);
    assert_eq!(param(&set, "S000-50", "plain-interpretations", "min_ratio"), 0.5);
    classes_weigh(&set, [375, 50, 25], "S000-68");
    // What is only encouraged costs nothing.
    assert!(row(&set, "S000-68").rules.iter().all(|r| set.rules[*r].effect == Effect::Info));
}

#[test]
fn the_city_template_has_the_documents_structure() {
    let set = pack("city-template-2023");
    assert_eq!(
        first_level(&set),
        [
            "聚焦经济平稳健康发展深化公开",
            "聚焦保持社会和谐稳定深化公开",
            "聚焦政策精准服务深化公开",
            "聚焦政策解读回应深化公开",
            "聚焦基础保障夯实公开",
            "聚焦扎实推进基层政务公开",
            "聚焦任务落实强化指导监督"
        ]
    );
    assert_eq!(levels(&set), [7, 23, 55, 0]);
    assert_eq!(
        under(&set, "聚焦扎实推进基层政务公开"),
        ["规范基层政务公开", "推进政务公开专区建设", "推进基层政务公开标准化规范化"]
    );
    let library = row(&set, "S003-17");
    assert_eq!(library.lead_unit.as_deref(), Some("市政府办公室、市司法局"));
    assert_eq!(library.responsible_units, ["各县（市）区政府", "市政府各直属单位"]);
    assert_eq!(row(&set, "S003-04").responsible_units, ["市税务局"]);
    assert_eq!(row(&set, "S003-45").lead_unit, None);
}

#[test]
fn the_city_template_makes_up_no_date() {
    let set = pack("city-template-2023");
    assert_eq!((set.pack.valid_from, set.pack.valid_to), (None, None));
    for indicator in &set.indicators {
        let deadline = indicator.deadline.as_deref().unwrap_or_default();
        assert!(!deadline.contains(|c: char| c.is_ascii_digit() || c == '*'), "{}: {deadline}", indicator.id);
    }
    for masked in ["S003-17", "S003-27", "S003-38", "S003-39", "S003-46", "S003-47", "S003-49", "S003-53", "S003-55"] {
        assert!(row(&set, masked).deadline.as_deref().is_some_and(|d| d.contains("打码")), "{masked}");
    }
    // The stranger's watermark between the lines is no part of it.
    let text = std::fs::read_to_string("rules/city-template-2023.toml").unwrap();
    assert!(!text.contains("笔杆") && !text.contains("www."));
}

#[test]
fn the_city_template_has_the_documents_thresholds() {
    let set = pack("city-template-2023");
    assert_eq!(param(&set, "S003-20", "late-interpretation", "max_workdays"), 3);
    assert_eq!(param(&set, "S003-25", "late-reply", "max_workdays"), 5);
    assert_eq!(param(&set, "S003-50", "late-interpretation", "max_workdays"), 0);
    assert_eq!(param(&set, "S003-48", "catalogue-gap", "catalogue"), "national-26");
    // Eight kinds, each an eighth of the row's marks.
    let projects = &set.rules[row(&set, "S003-07").rules[0]];
    assert_eq!(projects.effect, Effect::DeductEach { each: Points(50), cap: Some(Points(400)) });
    classes_weigh(&set, [400, 120, 40], "S003-16");
    // A county makes no 规章: nothing is taken from it for having none.
    assert!(row(&set, "S003-16").rules.iter().all(|r| set.rules[*r].effect == Effect::Info));
}
