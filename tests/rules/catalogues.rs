use duwang::model::{Lang, Level};
use duwang::rules::{catalogue, catalogues, describe_catalogue, load};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs;

fn path(name: &str) -> String {
    format!("fixtures/packs/catalogues/{name}.toml")
}

#[test]
fn the_bundled_ones_are_sound() {
    let all = catalogues();
    let sizes: Vec<(&str, usize)> = all.iter().map(|c| (c.id.as_str(), c.fields.len())).collect();
    assert_eq!(sizes, [("sichuan-30", 30), ("national-26", 26), ("statutory-15", 15), ("statutory-county", 19)]);
    for catalogue in &all {
        assert!(!catalogue.source.is_empty() && !catalogue.under.is_empty(), "{}", catalogue.id);
        let names: BTreeSet<&str> = catalogue.fields.iter().map(|f| f.name.as_str()).collect();
        assert_eq!(names.len(), catalogue.fields.len());
    }
    // Every field of the local catalogue names who is responsible.
    assert!(all[0].fields.iter().all(|f| !f.units.is_empty() && !f.synonyms.is_empty()));
    let projects = all[0].fields.iter().find(|f| f.name == "重大建设项目").unwrap();
    assert_eq!((projects.units.as_slice(), projects.items.len()), (["县发展和改革局".to_owned()].as_slice(), 8));
    // What the two lists have in common and what was added (26 − 2 + 1 + 5 = 30).
    let names = |at: usize| all[at].fields.iter().map(|f| f.name.as_str()).collect::<BTreeSet<_>>();
    assert_eq!(names(0).intersection(&names(1)).count(), 22);
}

#[test]
fn one_that_extends_adds_and_takes_away() {
    let ours = catalogue(&path("county")).unwrap();
    assert_eq!((ours.id.as_str(), ours.version.as_str(), ours.fields.len()), ("our-county", "2", 30));
    assert!(ours.fields.iter().all(|f| f.name != "旅游"));
    let field = |name: &str| ours.fields.iter().find(|f| f.name == name).unwrap();
    let budget = field("财政预决算");
    assert!(budget.synonyms.contains(&"钱袋子".to_owned()) && budget.synonyms.contains(&"预算/决算".to_owned()));
    assert_eq!(budget.units, ["财政局预算股"]);
    let items: Vec<&str> = budget.items.iter().map(|i| i.name.as_str()).collect();
    assert_eq!(items, ["政府预算", "部门预算", "部门决算", "三公经费"]);
    assert_eq!(field("林长制").level, Some(Level::County));
    assert_eq!(ours.under.last().map(String::as_str), Some("公开专区"));
}

#[test]
fn every_fault_is_told_at_once() {
    let faults = catalogue(&path("bad")).unwrap_err();
    let told: Vec<(usize, &str, &str)> =
        faults.0.iter().map(|f| (f.line.unwrap(), f.subject.as_str(), f.message.en.as_str())).collect();
    let has = |line: usize, subject: &str, words: &str| {
        let found = told.iter().any(|t| t.0 == line && t.1 == subject && t.2.contains(words));
        assert!(found, "line {line} {subject}: {words} in {told:#?}");
    };
    has(1, "catalogue", "`version` is missing");
    has(5, "catalogue", "did you mean `version`");
    has(9, "field 自然资源", "did you mean `synonyms`");
    has(10, "field 自然资源", "did you mean `county`");
    has(12, "field 自然资源", "duplicate name: line 7");
    has(15, "field", "`name` is missing");
    has(17, "field", "`units` must be a list of strings");
    has(22, "item 招聘信息", "must be a string");
    has(23, "item 招聘信息", "duplicate name: line 22");
    has(24, "item", "unknown key `title`");
    assert!(faults.text(Lang::Zh).starts_with("fixtures/packs/catalogues/bad.toml:1:"), "{faults}");

    let told = |name: &str| catalogue(&path(name)).unwrap_err().text(Lang::En);
    assert!(told("bad-extends").contains("did you mean `sichuan-30`"), "{}", told("bad-extends"));
    assert!(told("bad-overlay").contains("did you mean `旅游`"), "{}", told("bad-overlay"));
    assert!(catalogue("none.toml").unwrap_err().text(Lang::En).contains("no such file"));
}

#[test]
fn a_pack_names_a_catalogue_by_path() {
    let set = load(&path("pack-good")).unwrap();
    let params = set.rules[0].measure.as_ref().unwrap().params();
    assert_eq!((params["catalogue"].as_str(), params["min_items"].as_u64()), (Some("our-county"), Some(2)));
    // The digest covers the pack, the catalogue, and what that extends.
    let texts = [
        "fixtures/packs/catalogues/pack-good.toml",
        "fixtures/packs/catalogues/county.toml",
        "rules/catalogues/sichuan-30.toml",
    ];
    let whole: String = texts.iter().map(|t| fs::read_to_string(t).unwrap()).collect();
    let digest: String =
        Sha256::digest(whole.as_bytes()).iter().map(|b| format!("{b:02x}")).collect::<Vec<_>>().concat();
    assert_eq!(set.pack.reference.sha256, digest);
}

#[test]
fn faults_of_a_catalogue_stop_the_pack_that_names_it() {
    let unknown = load(&path("pack-unknown")).unwrap_err();
    assert_eq!(unknown.0.len(), 1, "{unknown}");
    assert_eq!((unknown.0[0].line, unknown.0[0].subject.as_str()), (Some(20), "rule 1-a"));
    assert!(unknown.text(Lang::En).contains("did you mean `sichuan-30`"), "{unknown}");
    let bad = load(&path("pack-bad")).unwrap_err();
    assert!(bad.0.len() >= 10 && bad.0.iter().all(|f| f.file.ends_with("bad.toml")), "{bad}");
}

#[test]
fn a_catalogue_is_shown() {
    let text = describe_catalogue(&catalogue("sichuan-30").unwrap(), Lang::Zh);
    assert!(text.starts_with("# sichuan-30 "), "{text}");
    for words in ["领域数：30", "10. 财政预决算（县财政局）", "- 部门决算", "预算/决算"] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert!(describe_catalogue(&catalogue("statutory-15").unwrap(), Lang::En).contains("Fields: 15"));
}
