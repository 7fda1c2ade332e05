//! Lexicons: the bundled one, those of offices, those with mistakes.

use duwang::model::{Lang, Weight};
use duwang::rules::{DEFAULT_LEXICON, describe_lexicon, lexicon, lexicons, load};
use std::collections::BTreeSet;

fn path(name: &str) -> String {
    format!("fixtures/packs/lexicons/{name}.toml")
}

#[test]
fn the_bundled_lexicon_is_sound() {
    let all = lexicons();
    assert_eq!(all.len(), 1);
    let bundled = &all[0];
    assert_eq!(bundled.id, DEFAULT_LEXICON);
    assert!(bundled.entries.len() >= 1000, "only {}", bundled.entries.len());
    let wrong: BTreeSet<&str> = bundled.entries.iter().map(|e| e.wrong.as_str()).collect();
    assert_eq!(wrong.len(), bundled.entries.len());
    for entry in &bundled.entries {
        assert!(!entry.why.is_empty(), "{}", entry.wrong);
        // Two characters alone come about across borders too easily to weigh much.
        assert!(entry.weight != Weight::Severe || entry.wrong.chars().count() >= 2, "{}", entry.wrong);
    }
    assert!(wrong.contains("领导小姐") && !wrong.contains("帐户"));
    let shown = describe_lexicon(bundled, Lang::Zh);
    assert!(shown.contains("部暑 → 部署") && shown.contains("严重"), "{}", &shown[..400]);
}

#[test]
fn an_office_adds_and_switches() {
    let ours = lexicon(&path("county")).unwrap();
    let find = |wrong: &str| ours.entries.iter().find(|e| e.wrong == wrong).map(|e| e.right.as_str());
    assert_eq!(ours.id, "our-county");
    assert_eq!(find("云兰县"), Some("云岚县"));
    assert_eq!(find("帐户"), Some("账户"));
    assert_eq!(find("部暑"), None);
    assert_eq!(find("秸杆"), Some("秸秆"));
}

#[test]
fn a_pack_names_a_lexicon_by_path() {
    let set = load(&path("pack")).unwrap();
    let ids: Vec<&str> = set.lexicons().iter().map(|l| l.id.as_str()).collect();
    assert_eq!(ids, ["our-county", DEFAULT_LEXICON]);
    let params = |at: usize| set.rules[at].measure.as_ref().unwrap().params()["lexicon"].clone();
    assert_eq!((params(0), params(1)), ("our-county".into(), DEFAULT_LEXICON.into()));
}

#[test]
fn all_faults_are_told_at_once() {
    let faults = lexicon(&path("bad")).unwrap_err();
    let text = faults.text(Lang::En);
    let has = |line: usize, what: &str| {
        let found = faults.0.iter().any(|f| f.line == Some(line) && f.message.en.contains(what));
        assert!(found, "{line}: {what}\n{text}");
    };
    has(1, "`title` is missing");
    has(3, "did you mean `title`");
    has(4, "did you mean `cn-official`");
    has(7, "two characters or more");
    has(11, "holds the wrong one");
    has(14, "`right` is missing");
    has(20, "did you mean `severe`");
    has(21, "must be a list of strings");
    has(29, "unknown key `words`");
    has(30, "every entry of `wrong`");
    let clash = lexicon(&path("clash")).unwrap_err().text(Lang::En);
    assert!(clash.contains("clash.toml:6:") || clash.contains("clash.toml:5:"), "{clash}");
    assert!(clash.contains("holds what another entry calls wrong, `丁戊`"), "{clash}");
    assert!(clash.contains("no `辛壬` to switch"), "{clash}");
    assert!(lexicon("none.toml").unwrap_err().text(Lang::En).contains("no such file"));
}
