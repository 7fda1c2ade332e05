//! The total worked out from `scorecard.json` alone, as a person with a pencil would: what the arithmetic promises.

use serde_json::Value;

/// Hundredths of a point.
fn marks(value: &Value) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "marks are small")]
    let hundredths = (value.as_f64().unwrap_or_else(|| panic!("no marks: {value}")) * 100.0).round() as i64;
    hundredths
}

/// (least, most)
type Range = (i64, i64);

fn range(value: &Value) -> Range {
    (marks(&value["low"]), marks(&value["high"]))
}

fn list<'a>(of: &'a Value, key: &str) -> &'a [Value] {
    of[key].as_array().unwrap()
}

/// Half up.
fn scaled(lost: i64, full: i64, pack: i64) -> i64 {
    if full == pack { lost } else { (2 * lost * full + pack).div_euclid(2 * pack) }
}

fn leaf(indicator: &Value) -> Range {
    let rules = list(indicator, "rules");
    let (full, pack) = (marks(&indicator["full_marks"]), marks(&indicator["pack_marks"]));
    let is = |rule: &&Value, effects: &[&str]| effects.contains(&rule["effect"].as_str().unwrap());
    let judging: Vec<&Value> = rules.iter().filter(|r| !is(r, &["info", "bonus"])).collect();
    let asked = if judging.is_empty() { rules.iter().collect() } else { judging };
    let off = |r: &&Value| r["outcome"] == "inapplicable";
    if indicator["outcome"] == "inapplicable" && asked.iter().all(off) {
        return (full, full);
    }
    let taking: Vec<&Value> = rules.iter().filter(|r| is(r, &["deduct", "manual"])).collect();
    let vetoes = rules.iter().any(|r| is(&r, &["veto"]));
    let open = if taking.is_empty() { !vetoes } else { taking.iter().all(|r| r["judge"] != "check") };
    if open {
        return (0, full);
    }
    let lost = rules.iter().map(|r| range(&r["deducted"])).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    (full - scaled(lost.1.min(pack), full, pack), full - scaled(lost.0.min(pack), full, pack))
}

fn indicator(value: &Value) -> Range {
    let children = list(value, "children");
    let got = if children.is_empty() {
        leaf(value)
    } else {
        let full: i64 = children.iter().map(|c| marks(&c["full_marks"])).sum();
        assert_eq!(full, marks(&value["full_marks"]), "{}: its children's marks", value["id"]);
        children.iter().map(indicator).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1))
    };
    assert_eq!(got, range(value), "{} {}", value["id"], value["arithmetic"]);
    got
}

fn rules<'a>(indicators: &'a [Value], out: &mut Vec<&'a Value>) {
    for indicator in indicators {
        out.extend(list(indicator, "rules"));
        rules(list(indicator, "children"), out);
    }
}

/// Holds every level and the total of a card against what its rules come to.
pub(crate) fn holds(card: &Value) {
    let (score, indicators) = (&card["score"], list(card, "indicators"));
    let base = indicators.iter().map(indicator).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    let full: i64 = indicators.iter().map(|i| marks(&i["full_marks"])).sum();
    assert_eq!(full, marks(&score["full_marks"]));

    let mut all = Vec::new();
    rules(indicators, &mut all);
    let vetoes = |outcomes: &[&str]| {
        let counts = |r: &&&Value| r["effect"] == "veto" && outcomes.contains(&r["outcome"].as_str().unwrap());
        all.iter().filter(counts).map(|r| r["id"].clone()).collect::<Vec<_>>()
    };
    let (failed, open) = (vetoes(&["failed"]), vetoes(&["cannot-tell", "manual"]));
    assert_eq!((&score["vetoes"], &score["undecided_vetoes"]), (&failed.clone().into(), &open.clone().into()));

    let gained = all.iter().map(|r| range(&r["gained"])).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    let (mark, cap) = (marks(&score["bonus_mark"]), marks(&score["bonus_cap"]));
    let bonus = |base: i64, gained: i64, holds: bool| if holds && base > mark { gained.min(cap) } else { 0 };
    let low = base.0 + bonus(base.0, gained.0, failed.is_empty() && open.is_empty());
    let high = base.1 + bonus(base.1, gained.1, failed.is_empty());
    assert_eq!((low, high), range(score), "{}", score["arithmetic"]);

    let pass = marks(&score["pass_mark"]);
    let scores = full > 0;
    let grade = if !failed.is_empty() || (scores && base.1 < pass) {
        "不合格"
    } else if !open.is_empty() || (scores && base.0 < pass) {
        "待定"
    } else {
        "合格"
    };
    assert_eq!(score["grade"], grade);
    // Both ends are what the words end with.
    let text = score["arithmetic"].as_str().unwrap();
    let number = |hundredths: i64| duwang::model::Points(hundredths).to_string();
    assert!(text.contains(&number(base.0)) && text.contains(&number(base.1)), "{text}: {base:?}");
    assert_eq!(text.contains("总分不计"), !failed.is_empty(), "{text}");
}
