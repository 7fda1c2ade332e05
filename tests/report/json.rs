use super::card;
use duwang::model::{Grade, Lang, Scorecard};
use duwang::report;
use serde_json::Value;

fn parsed(card: &Scorecard) -> Value {
    serde_json::from_slice(&report::json(card)).unwrap()
}

/// Every field of `expected` is in `got`, with a value of the same kind; null in `expected` takes anything.
fn has(got: &Value, expected: &Value, at: &str) {
    match (got, expected) {
        (_, Value::Null) => {}
        (Value::Object(got), Value::Object(expected)) => {
            for (key, value) in expected {
                has(got.get(key).unwrap_or_else(|| panic!("{at}.{key} is missing")), value, &format!("{at}.{key}"));
            }
        }
        (Value::Array(got), Value::Array(expected)) => {
            if let Some(expected) = expected.first() {
                assert!(!got.is_empty(), "{at} is empty");
                for one in got {
                    has(one, expected, &format!("{at}[]"));
                }
            }
        }
        _ => assert_eq!(std::mem::discriminant(got), std::mem::discriminant(expected), "{at} is {got}"),
    }
}

#[test]
fn json_reads_back_as_the_same_card() {
    for lang in [Lang::Zh, Lang::En] {
        let card = card::rich(lang);
        let back: Scorecard = serde_json::from_slice(&report::json(&card)).unwrap();
        assert_eq!(back, card);
    }
}

#[test]
fn json_has_every_field_of_the_contract() {
    let contract = serde_json::json!({
        "schema": "", "site": {"id": "", "name": "", "url": ""},
        "run": {"id": "", "started_at": "", "finished_at": "", "as_of": "", "pages": 0, "requests": 0,
                "links_checked": 0, "complete": false, "stopped_by": null,
                "undetermined": {"blocked": 0, "robots": 0, "script": 0, "budget": 0}},
        "pack": {"id": "", "title": "", "version": "", "sha256": ""},
        "score": {"low": 0.0, "high": 0.0, "full_marks": 0.0, "bonus": 0.0, "coverage": 0.0, "vetoes": [""], "grade": ""},
        "indicators": [{"id": "", "title": "", "level": 1, "full_marks": 0.0, "low": 0.0, "high": 0.0, "outcome": "",
            "lead_unit": null, "responsible_units": [], "deadline": null, "source": "", "rules": [], "children": []}],
        "findings": [{"fingerprint": "", "check": "", "rules": [], "severity": "", "url": "", "target": null,
            "message": "", "evidence": null, "status": "", "first_seen": "", "occurrences": 1}],
    });
    let rule = serde_json::json!({"id": "", "check": "", "outcome": "", "tested": 0, "violations": 0, "undetermined": 0,
        "lost": {"low": 0.0, "high": 0.0}, "findings": []});
    let got = parsed(&card::rich(Lang::Zh));
    has(&got, &contract, "card");
    has(&got["indicators"][0]["children"][0]["children"][0]["rules"][0], &rule, "rule");
    assert_eq!(got["schema"], "duwang.scorecard/1");
    assert_eq!(got["run"]["stopped_by"], "max-pages");
    assert_eq!(got["indicators"][0]["children"][0]["children"][0]["rules"][1]["outcome"], "cannot-tell");
}

#[test]
fn grade_is_the_official_word_in_both_languages() {
    for lang in [Lang::Zh, Lang::En] {
        for (grade, word) in [(Grade::Pass, "合格"), (Grade::Fail, "不合格"), (Grade::Pending, "待定")] {
            let mut card = card::rich(lang);
            card.score.grade = grade;
            assert_eq!(parsed(&card)["score"]["grade"], word);
        }
    }
}

#[test]
fn json_is_pretty_stable_and_in_the_order_of_the_structs() {
    let card = card::rich(Lang::Zh);
    let text = String::from_utf8(report::json(&card)).unwrap();
    assert!(text.starts_with("{\n  \"schema\": \"duwang.scorecard/1\",\n  \"lang\": \"zh\",\n  \"site\": {"));
    assert!(text.ends_with("}\n") && !text.ends_with("\n\n"));
    assert_eq!(text.as_bytes(), report::json(&card.clone()));
    assert!(text.contains("\"low\": 53.0"), "marks are numbers");
}
