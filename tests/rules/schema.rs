//! The JSON schema for editors says what the reader says.

use super::load;
use duwang::checks::{PLANNED, REGISTRY};
use duwang::rules::SCHEMA;
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

fn schema() -> Value {
    serde_json::from_str(SCHEMA).unwrap()
}

fn validator() -> Validator {
    let schema = schema();
    assert!(jsonschema::meta::is_valid(&schema));
    jsonschema::validator_for(&schema).unwrap()
}

fn read(text: &str) -> Value {
    let table: toml::Table = toml::from_str(text).unwrap();
    serde_json::to_value(table).unwrap()
}

fn packs(folder: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "toml"));
    paths.sort();
    paths
}

#[test]
fn every_sound_pack_validates() {
    let validator = validator();
    let mut seen = 0;
    for path in packs("rules").into_iter().chain(packs("fixtures/packs/good")) {
        let pack = read(&fs::read_to_string(&path).unwrap());
        let errors: Vec<String> = validator.iter_errors(&pack).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{}:\n{}", path.display(), errors.join("\n"));
        seen += 1;
    }
    assert!(seen > 10, "only {seen} packs");
}

#[test]
fn unsound_packs_do_not() {
    let validator = validator();
    for name in ["keys", "rules", "empty", "parts", "self-id", "namesake", "clash"] {
        let pack = read(&fs::read_to_string(format!("fixtures/packs/bad/{name}.toml")).unwrap());
        assert!(!validator.is_valid(&pack), "{name}");
    }
}

/// One sound rule, then one thing changed at a time.
#[test]
fn every_kind_of_mistake_is_one() {
    let validator = validator();
    let pack = |indicator: Value, rule: Value| {
        json!({
            "pack": {"id": "x", "title": "x", "source": "x", "version": "1"},
            "indicator": [indicator],
            "rule": [rule],
        })
    };
    let leaf = json!({"id": "1", "title": "一", "points": 100});
    let rule = json!({
        "id": "1-a", "indicator": "1", "title": "断链", "check": "dead-link", "params": {"where": "home"}, "deduct": {"once": 1},
    });
    assert!(validator.is_valid(&pack(leaf.clone(), rule.clone())));
    let with = |base: &Value, changes: Value| {
        let mut base = base.clone();
        for (key, value) in changes.as_object().unwrap() {
            if value.is_null() {
                base.as_object_mut().unwrap().remove(key);
            } else {
                base[key] = value.clone();
            }
        }
        base
    };
    let rules = [
        json!({"chek": "x"}),
        json!({"check": "dead-lnik"}),
        json!({"check": null}),
        json!({"title": null}),
        json!({"params": {"wher": "home"}}),
        json!({"params": {"where": "hom"}}),
        json!({"check": "stale-column", "params": {"columns": [{"synonyms": []}]}}),
        json!({"check": "missing-column", "params": {}}),
        json!({"check": "no-https", "params": {"port": 443}}),
        json!({"deduct": null}),
        json!({"info": true}),
        json!({"deduct": null, "info": false}),
        json!({"deduct": {"once": 0}}),
        json!({"deduct": {"once": 1, "cap": 2}}),
        json!({"deduct": {"each": 1, "points": 2}}),
        json!({"deduct": {"ratio_below": 50, "points": 2}}),
        json!({"deduct": {"ratio_below": 0.5}}),
        json!({"deduct": null, "veto": {"count": 0}}),
        json!({"deduct": null, "veto": {"any": false}}),
        json!({"deduct": null, "veto": {"any": true, "min_tested": 3}}),
        json!({"deduct": null, "bonus": {}}),
        json!({"deduct": null, "bonus": {"points": 0}}),
        json!({"points": 3}),
    ];
    for changes in rules {
        assert!(!validator.is_valid(&pack(leaf.clone(), with(&rule, changes.clone()))), "{changes}");
    }
    let indicators = [
        json!({"titel": "x"}),
        json!({"title": null, "clause": "x"}),
        json!({"points": -1}),
        json!({"points": "多"}),
        json!({"class": "D"}),
        json!({"deadline": "2023年底"}),
        json!({"status": "pending"}),
        json!({"why": "x"}),
        json!({"ledger": "x"}),
        json!({"title": null, "points": null}),
    ];
    for changes in indicators {
        assert!(!validator.is_valid(&pack(with(&leaf, changes.clone()), rule.clone())), "{changes}");
    }
    // What an overlay writes.
    let patch = json!({"id": "1-a", "points": 3});
    assert!(validator.is_valid(&pack(json!({"id": "1", "enabled": false}), patch)));
    let free = json!({"deduct": null, "check": null, "params": null, "manual": {"points": 0}});
    assert!(validator.is_valid(&pack(leaf, with(&rule, free))));
}

/// The keys the reader names when it meets one that it doesn't know, by table.
fn keys_of_the_reader() -> BTreeMap<&'static str, BTreeSet<String>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("unknown.toml");
    let text = "zzz = 1\n[pack]\nzzz = 1\n[[indicator]]\nid = \"1\"\nzzz = 1\n[[rule]]\nid = \"r\"\nzzz = 1\n\
                [[rule]]\nid = \"deduct\"\ndeduct = { zzz = 1 }\n[[rule]]\nid = \"veto\"\nveto = { zzz = 1 }\n\
                [[rule]]\nid = \"bonus\"\nbonus = { zzz = 1 }\n[[rule]]\nid = \"manual\"\nmanual = { zzz = 1 }\n";
    fs::write(&path, text).unwrap();
    let faults = load(path.to_str().unwrap()).unwrap_err();
    let mut keys = BTreeMap::new();
    for fault in &faults.0 {
        let Some((_, known)) = fault.message.en.split_once("(known: ") else { continue };
        let table = ["pack", "indicator", "rule deduct", "rule veto", "rule bonus", "rule manual"]
            .into_iter()
            .find(|t| fault.subject.starts_with(t))
            .unwrap_or(if fault.subject.is_empty() { "" } else { "rule" });
        keys.insert(table, known.split('`').skip(1).step_by(2).map(str::to_owned).collect());
    }
    keys
}

/// All keys below any `properties` of a part of the schema, references not followed.
fn keys_of(part: &Value) -> BTreeSet<String> {
    let mut keys: BTreeSet<String> =
        part["properties"].as_object().map(|p| p.keys().cloned().collect()).unwrap_or_default();
    for choice in ["anyOf", "oneOf"] {
        for part in part[choice].as_array().into_iter().flatten() {
            keys.extend(keys_of(part));
        }
    }
    keys
}

#[test]
fn it_has_the_keys_of_the_reader() {
    let schema = schema();
    let reader = keys_of_the_reader();
    assert_eq!(reader.len(), 8, "{reader:?}");
    for (table, keys) in reader {
        let part = match table.rsplit(' ').next().unwrap_or_default() {
            "" => &schema,
            name => &schema["definitions"][name],
        };
        assert_eq!(keys_of(part), keys, "rules/pack.schema.json and the reader differ in [{table}]");
    }
}

#[test]
fn it_names_every_check_and_the_parameters_of_those_that_are_built() {
    let schema = schema();
    let listed = schema["definitions"]["check"]["enum"].as_array().unwrap();
    let listed: Vec<&str> = listed.iter().map(|v| v.as_str().unwrap()).collect();
    let mut contract: Vec<&str> = REGISTRY.iter().map(|c| c.id).chain(PLANNED.iter().copied()).collect();
    contract.sort_unstable();
    assert_eq!(listed, contract);
    let bare = &schema["definitions"]["rule"]["anyOf"][0]["allOf"];
    let bare = bare.as_array().unwrap().iter().find_map(|r| r["if"]["properties"]["check"]["enum"].as_array()).unwrap();
    for check in REGISTRY {
        let complaint = (check.bind)(json!({"zzz": 1})).unwrap_err();
        let known: BTreeSet<String> = complaint.split('`').skip(3).step_by(2).map(str::to_owned).collect();
        let typed = &schema["definitions"][format!("params-{}", check.id)];
        if typed.is_null() {
            assert!(known.is_empty(), "rules/pack.schema.json: write params-{} with {known:?}", check.id);
        } else {
            assert_eq!(keys_of(typed), known, "rules/pack.schema.json: params-{}", check.id);
            assert!(!bare.contains(&json!(check.id)), "{} has parameters", check.id);
        }
    }
}

#[test]
fn every_key_is_explained_in_both_languages() {
    fn walk(part: &Value, path: &str, bad: &mut Vec<String>) {
        let Value::Object(map) = part else {
            part.as_array().into_iter().flatten().for_each(|p| walk(p, path, bad));
            return;
        };
        for (key, value) in map {
            if key == "properties" {
                for (name, property) in value.as_object().unwrap() {
                    let told = property["description"].as_str().unwrap_or_default();
                    let han = told.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
                    let both = told.contains('\n') && han;
                    let referred = property.get("$ref").is_some() || property.get("const").is_some();
                    let listed = property.get("enum").is_some() && path.ends_with("if");
                    if !both && !referred && !listed && !path.is_empty() {
                        bad.push(format!("{path}/{name}"));
                    }
                    walk(property, &format!("{path}/{name}"), bad);
                }
            } else {
                walk(value, &format!("{path}/{key}"), bad);
            }
        }
    }
    let mut bad = Vec::new();
    walk(&schema(), "", &mut bad);
    assert!(bad.is_empty(), "{bad:#?}");
}
