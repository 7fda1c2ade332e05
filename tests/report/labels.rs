use duwang::model::Lang;
use duwang::report::labels;
use std::collections::BTreeSet;
use std::path::Path;

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

#[test]
fn every_word_is_there_once_and_in_both_languages() {
    let mut seen = BTreeSet::new();
    for (key, zh, en) in labels::TABLE {
        assert!(seen.insert(key), "{key} stands twice");
        assert!(!zh.is_empty() && !en.is_empty(), "{key} lacks a wording");
        let official = key.starts_with("grade.");
        assert!(official || !en.chars().any(is_chinese), "{key}: Chinese in the English wording");
    }
}

#[test]
fn every_check_of_this_version_has_a_name() {
    let ids = "non-gov-domain missing-site-code missing-icp-record missing-police-record missing-party-gov-mark \
        missing-error-report missing-organizer missing-contact missing-sitemap missing-search missing-meta-tags \
        unreachable-site stale-homepage no-https no-ipv6 missing-column empty-column stale-column dead-link wrong-link";
    for id in ids.split_whitespace() {
        assert_ne!(labels::name(Lang::Zh, "check", id), id);
        assert_ne!(labels::name(Lang::En, "check", id), id);
    }
    assert_eq!(labels::name(Lang::Zh, "check", "not-known-yet"), "not-known-yet");
}

#[test]
fn causes_are_named_and_unknown_ones_shown_as_they_are() {
    assert_eq!(labels::cause(Lang::Zh, "dns"), "域名不存在");
    assert_eq!(labels::cause(Lang::En, "host-down"), "the host kept failing");
    assert_eq!(labels::cause(Lang::Zh, "http-404"), "HTTP 404");
    assert_eq!(labels::cause(Lang::Zh, "http-<b>"), "http-<b>");
}

/// A word asked for by a key that the table lacks would be shown as the key.
#[test]
fn every_key_that_the_sources_ask_for_is_in_the_table() {
    let word = regex::Regex::new(r#"\bword\(\s*(?:card\.)?lang,\s*"([^"]+)"\)"#).unwrap();
    let in_template = regex::Regex::new(r"\bt\.([a-z_]+)").unwrap();
    let mut asked = 0;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report");
    for (folder, pattern) in [(folder.clone(), &word), (folder.join("templates"), &in_template)] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let text = std::fs::read_to_string(&path).unwrap();
                for key in pattern.captures_iter(&text).map(|c| c.get(1).unwrap().as_str().to_owned()) {
                    assert!(labels::knows(&key), "{} asks for {key}", path.display());
                    asked += 1;
                }
            }
        }
    }
    assert!(asked > 80, "only {asked} keys found: the patterns no longer fit the sources");
}

/// People read names, not ids: in every list of findings, in the table of what to mend first, in the workbook.
#[test]
fn every_check_has_a_name_in_both_languages() {
    for check in duwang::checks::REGISTRY {
        for lang in [Lang::Zh, Lang::En] {
            assert_ne!(labels::name(lang, "check", check.id), check.id, "{lang:?}");
        }
    }
}
