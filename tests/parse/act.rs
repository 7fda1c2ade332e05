//! The rules against W3C's ACT rules test cases; skipped where the file is absent.

use duwang::model::Markup;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Which of our rules judge what an ACT rule asks (with `/fault` where only that fault is meant).
const WHOLE: &[(&str, &[&str])] = &[
    ("23a2a8", &["image-alt", "role-img-alt"]),
    ("2779a5", &["document-title"]),
    ("2ee8b8", &["label-content-name-mismatch"]),
    ("2t702h", &["summary-name"]),
    ("307n5z", &["nested-interactive"]),
    ("3ea0c8", &["duplicate-id"]),
    ("46ca7f", &["presentation-role-conflict"]),
    ("4e8ab6", &["aria-required-attr"]),
    ("59796f", &["input-image-alt"]),
    ("5b7ae0", &["html-xml-lang-mismatch"]),
    ("5c01ea", &["aria-allowed-attr", "aria-prohibited-attr"]),
    ("5f99a7", &["aria-valid-attr"]),
    ("674b10", &["aria-roles"]),
    ("6a7281", &["aria-valid-attr-value"]),
    ("6cfa84", &["aria-hidden-focus"]),
    ("73f2c2", &["autocomplete-valid"]),
    ("7d6734", &["svg-img-alt"]),
    ("8fc3b6", &["object-alt"]),
    ("97a4e1", &["button-name", "input-button-name", "aria-command-name"]),
    ("a25f45", &["td-headers-attr"]),
    ("b4f0c3", &["meta-viewport"]),
    ("b5c3f8", &["html-has-lang"]),
    ("bc4a75", &["aria-required-children"]),
    ("bc659a", &["meta-refresh"]),
    ("bf051a", &["html-lang-valid"]),
    ("bisz58", &["meta-refresh-no-exceptions"]),
    ("c487ae", &["link-name", "area-alt", "aria-command-name"]),
    ("cae760", &["frame-title"]),
    ("d0f69e", &["th-has-data-cells"]),
    ("de46e4", &["valid-lang"]),
    ("e086e5", &["label", "select-name", "aria-input-field-name", "aria-toggle-field-name"]),
    ("e6952f", &["duplicate-attribute"]),
    ("ff89c9", &["aria-required-parent"]),
    ("ffd0e9", &["empty-heading"]),
    ("in6db8", &["aria-valid-attr-value/missing-required-reference"]),
    ("m6b1q3", &["aria-command-name", "button-name"]),
];

/// ACT rules that markup decides in part and for which there is a rule of the same question: no false alarms.
const PART: &[(&str, &[&str])] = &[
    ("047fe0", &["bypass"]),
    ("3e12e1", &["bypass"]),
    ("4c31df", &["no-autoplay-audio"]),
    ("80f0bf", &["no-autoplay-audio"]),
    ("b40fd1", &["bypass"]),
    ("cf77f2", &["bypass"]),
    ("e88epe", &["image-alt"]),
    ("ye5d6e", &["bypass"]),
];

/// Failed cases that only a running script or a shadow tree shows: nobody finds them in markup.
const BY_SCRIPT: &[(&str, &str)] = &[("6cfa84", "Failed Example 6"), ("ff89c9", "Failed Example 4")];

#[expect(clippy::print_stdout, reason = "a test that looks at nothing says so")]
fn cases() -> Option<Vec<Value>> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples");
    let file = std::env::var_os("DUWANG_SAMPLES").map_or_else(beside, PathBuf::from).join("act/act_cases.json");
    let Ok(text) = std::fs::read(&file) else {
        println!("skipped: no ACT cases at {}", file.display());
        return None;
    };
    Some(serde_json::from_slice(&text).unwrap())
}

fn violates(markup: &Markup, rules: &[&str]) -> bool {
    markup.faults.iter().any(|fault| {
        !fault.open
            && rules.iter().any(|rule| match rule.split_once('/') {
                Some((rule, word)) => fault.rule == rule && fault.fault == word,
                None => fault.rule == *rule,
            })
    })
}

fn word<'a>(case: &'a Value, key: &str) -> &'a str {
    case[key].as_str().unwrap_or_default()
}

#[derive(Default)]
struct Row {
    fine: u32,
    alarms: u32,
    failed: u32,
    found: u32,
}

#[test]
fn what_w3c_calls_failed_is_found_and_nothing_else() {
    let Some(cases) = cases() else { return };
    let rules: BTreeMap<&str, &[&str]> = WHOLE.iter().chain(PART).copied().collect();
    let mut rows: BTreeMap<(&str, &str), Row> = BTreeMap::new();
    let (mut alarms, mut missed) = (Vec::new(), Vec::new());
    for case in &cases {
        let (id, kind, name) = (word(case, "rule_id"), word(case, "static_decidable"), word(case, "example_name"));
        let Some(rules) = rules.get(id) else {
            assert_ne!(kind, "yes", "{id} can be decided and has no rule");
            continue;
        };
        let page = super::read(word(case, "html"));
        // XML and scripts are no markup: nothing is asked of them.
        let violates = page.markup.as_ref().is_some_and(|markup| violates(markup, rules));
        let row = rows.entry((kind, id)).or_default();
        if word(case, "expected") == "failed" {
            row.failed += 1;
            row.found += u32::from(violates);
            if !violates && kind == "yes" && !BY_SCRIPT.contains(&(id, name)) {
                missed.push(format!("{id} {name}"));
            }
        } else {
            row.fine += 1;
            row.alarms += u32::from(violates);
            if violates {
                alarms.push(format!("{id} {name}"));
            }
        }
    }
    println!("markup   rule    passed or inapplicable: false alarms   failed: found");
    for ((kind, id), row) in &rows {
        println!("{kind:8} {id}  {:4}: {:2}   {:3}: {:3}", row.fine, row.alarms, row.failed, row.found);
    }
    let whole: Vec<&Row> = rows.iter().filter(|((kind, _), _)| *kind == "yes").map(|(_, row)| row).collect();
    let (failed, found): (u32, u32) = (whole.iter().map(|r| r.failed).sum(), whole.iter().map(|r| r.found).sum());
    println!("wholly decidable: {found} of {failed} failed cases found, {} false alarms", alarms.len());
    assert_eq!(alarms, Vec::<String>::new(), "false alarms");
    assert_eq!(missed, Vec::<String>::new(), "failed cases that markup shows");
    assert!(found * 100 >= failed * 95, "{found} of {failed}");
    assert_eq!(whole.len(), WHOLE.len(), "every rule has cases");
}
