//! What comes out: the contract's fields, the same bytes each time, lines that fit, one language.

use super::web::Web;
use super::{command, duwang, ended, is_han, json, write};
use serde_json::Value;
use std::path::Path;
use std::time::Duration;
use unicode_width::UnicodeWidthStr as _;

const PACK: &str = r#"
[pack]
id = "plain"
title = "Plain indicators"
source = "Office 2026/1"
version = "1"
full_marks = 100
pass_mark = 60
bonus_mark = 80

[[indicator]]
id = "1"
title = "Marks of the site"
points = 60

[[rule]]
id = "1-a"
indicator = "1"
title = "Site code"
check = "missing-site-code"
deduct = { once = 5 }

[[rule]]
id = "1-b"
indicator = "1"
title = "Dead links"
check = "dead-link"
deduct = { each = 1, cap = 20 }

[[indicator]]
id = "2"
title = "Columns"
points = 40

[[rule]]
id = "2-a"
indicator = "2"
title = "Budget"
check = "missing-column"
params = { columns = [{ name = "Budget" }, { name = "News" }] }
deduct = { each = 10, cap = 40 }
"#;

fn has(value: &Value, fields: &[&str]) {
    for field in fields {
        assert!(value.get(field).is_some(), "{field} in {value}");
    }
}

#[test]
fn the_scorecard_has_the_fields_of_the_contract() {
    let web = Web::portal(4, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("plain.toml"), PACK);
    let url = web.url();
    let done = duwang(folder.path(), &["audit", &url, "--out", "out", "--rate", "0", "--rules", "./plain.toml"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let card = json(&folder.path().join("out/scorecard.json"));
    assert_eq!(card["schema"], "duwang.scorecard/1");
    has(&card["site"], &["id", "name", "url"]);
    has(
        &card["run"],
        &["id", "started_at", "finished_at", "as_of", "pages", "requests", "links_checked", "complete", "stopped_by"],
    );
    has(&card["run"]["undetermined"], &["blocked", "robots", "script", "budget"]);
    has(&card["pack"], &["id", "title", "version", "sha256"]);
    has(&card["score"], &["low", "high", "full_marks", "bonus", "coverage", "vetoes", "grade"]);
    let indicators = card["indicators"].as_array().unwrap();
    assert_eq!(indicators.len(), 2);
    for indicator in indicators {
        has(indicator, &["id", "title", "level", "full_marks", "low", "high", "outcome", "lead_unit"]);
        has(indicator, &["responsible_units", "deadline", "source", "rules", "children"]);
        for rule in indicator["rules"].as_array().unwrap() {
            has(rule, &["id", "check", "outcome", "tested", "violations", "undetermined", "lost", "findings"]);
            has(&rule["lost"], &["low", "high"]);
        }
    }
    let findings = card["findings"].as_array().unwrap();
    let codes: Vec<&Value> = findings.iter().filter(|f| f["check"] == "missing-site-code").collect();
    assert_eq!(codes.len(), 1, "{findings:?}");
    has(codes[0], &["fingerprint", "check", "rules", "severity", "url", "target", "message", "evidence"]);
    has(codes[0], &["status", "first_seen", "occurrences"]);
    assert_eq!(codes[0]["rules"], serde_json::json!(["1-a"]));
}

/// The file without the run's id and without times.
fn masked(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let card: Value = serde_json::from_str(&text).unwrap();
    let mut changing = vec![card["run"]["id"].as_str().unwrap().to_owned()];
    for field in ["started_at", "finished_at"] {
        changing.push(card["run"][field].as_str().unwrap().to_owned());
    }
    changing.extend(card["findings"].as_array().unwrap().iter().map(|f| f["first_seen"].as_str().unwrap().to_owned()));
    changing.sort();
    changing.dedup();
    changing.iter().fold(text, |text, piece| text.replace(&format!("\"{piece}\""), "\"…\""))
}

#[test]
fn the_same_portal_gives_the_same_bytes() {
    let web = Web::portal(25, Duration::from_millis(1));
    let folder = tempfile::tempdir().unwrap();
    let url = web.url();
    for out in ["one", "two"] {
        let args =
            ["audit", &url, "--out", out, "--rate", "0", "--concurrency", "8", "--as-of", "2026-11-20", "--quiet"];
        assert_eq!(duwang(folder.path(), &args).code, 0);
    }
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    same(&one, &two);

    // Again into the first folder: its database knows the problems, and says when they were first seen.
    let before = json(&one.join("scorecard.json"));
    let args = ["audit", &url, "--out", "one", "--rate", "0", "--as-of", "2026-11-20", "--quiet"];
    assert_eq!(duwang(folder.path(), &args).code, 0);
    let after = json(&one.join("scorecard.json"));
    assert_ne!(before["run"]["id"], after["run"]["id"]);
    assert_eq!(before["findings"], after["findings"], "first_seen stays");
    same(&one, &two);
}

#[track_caller]
fn same(one: &Path, two: &Path) {
    let (one, two) = (masked(&one.join("scorecard.json")), masked(&two.join("scorecard.json")));
    let other = one.lines().zip(two.lines()).enumerate().find(|(_, (a, b))| a != b);
    assert_eq!(other, None, "the first line that differs");
    assert_eq!(one.len(), two.len());
}

#[test]
fn a_terminal_of_forty_columns_gets_no_longer_line() {
    let web = Web::portal(4, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    let url = web.url();
    for lang in ["zh", "en"] {
        let mut narrow = command(
            folder.path(),
            &["audit", &url, "--out", "o", "--rate", "0", "--quiet", "--lang", lang, "--format", "json"],
        );
        narrow.env("COLUMNS", "40");
        let done = ended(narrow);
        assert_eq!(done.code, 0, "{}", done.err);
        for line in done.out.lines() {
            assert!(line.width() <= 40, "{} columns: {line}", line.width());
        }
        assert!(done.out.lines().count() > 20, "{}", done.out);
    }
}

#[test]
fn english_output_has_no_chinese_labels() {
    let web = Web::portal(4, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("plain.toml"), PACK);
    let url = web.url();
    let args = [
        "audit",
        &url,
        "--out",
        "out",
        "--rate",
        "0",
        "--rules",
        "./plain.toml",
        "--lang",
        "en",
        "--format",
        "html,csv",
    ];
    let done = duwang(folder.path(), &args);
    assert_eq!(done.code, 0, "{}", done.err);
    let csv = std::fs::read_to_string(folder.path().join("out/findings.csv")).unwrap();
    for text in [&done.out, &done.err, &csv] {
        let rest = ["不合格", "合格", "待定"].iter().fold(text.clone(), |t, grade| t.replace(grade, ""));
        let line = rest.lines().find(|l| l.chars().any(is_han));
        assert_eq!(line, None, "in\n{text}");
    }
    let html = std::fs::read_to_string(folder.path().join("out/scorecard.html")).unwrap();
    assert!(html.contains("lang=\"en\""));
}
