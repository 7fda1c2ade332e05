//! Help and `rules`: everything is told, in either language alone.

use super::{duwang, is_han, write};

const AUDIT_OPTIONS: &[&str] = &[
    "--rules",
    "--out",
    "--format",
    "--as-of",
    "--name",
    "--max-pages",
    "--max-depth",
    "--max-column-pages",
    "--max-time",
    "--max-checks",
    "--max-files",
    "--rate",
    "--concurrency",
    "--allow-net",
    "--ignore-robots",
    "--user-agent",
    "--render",
    "--db",
    "--fresh",
    "--trait",
    "--fail-on",
    "--lang",
    "--quiet",
    "--verbose",
    "--help",
];

#[test]
fn help_names_every_command_and_option_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    for lang in ["zh", "en"] {
        let top = duwang(folder.path(), &["--lang", lang, "--help"]);
        assert_eq!((top.code, top.err.as_str()), (0, ""));
        for command in ["demo", "audit", "rescore", "rules", "--version"] {
            assert!(top.out.contains(command), "{command} in {}", top.out);
        }
        let audit = duwang(folder.path(), &["audit", "--help", "--lang", lang]).out;
        for option in AUDIT_OPTIONS {
            let lines: Vec<&str> = audit
                .lines()
                .filter(|l| {
                    l.contains(&format!("{option} ")) || l.contains(&format!("{option}...")) || l.ends_with(option)
                })
                .collect();
            assert!(!lines.is_empty(), "{option} in {audit}");
        }
        let again = duwang(folder.path(), &["rescore", "--help", "--lang", lang]).out;
        let options =
            ["--run", "--site", "--rules", "--db", "--out", "--format", "--as-of", "--trait", "--dry-run", "--fail-on"];
        assert!(
            options.iter().all(|o| again.contains(&format!("{o} ")) || again.contains(&format!("{o}\n"))),
            "{again}"
        );
        let rules = duwang(folder.path(), &["--lang", lang, "rules", "--help"]).out;
        assert!(["list", "show", "check"].iter().all(|c| rules.contains(c)), "{rules}");
        let demo = duwang(folder.path(), &["--lang", lang, "demo", "-h"]).out;
        assert!(["--rules", "--out", "--format", "--portal"].iter().all(|o| demo.contains(o)), "{demo}");
        for text in [&top.out, &audit, &again, &rules, &demo] {
            assert_eq!(text.chars().any(is_han), lang == "zh", "one language alone:\n{text}");
            // Clap's own English words.
            let foreign = ["Options:", "Commands:", "Print ", "[default", "possible values", "[OPTIONS]"];
            assert!(lang == "en" || !foreign.iter().any(|w| text.contains(w)), "{text}");
        }
    }
}

#[test]
fn version_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let told = duwang(folder.path(), &["--version"]);
    assert_eq!((told.code, told.out.trim()), (0, concat!("duwang ", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn packs_are_listed_shown_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    let list = duwang(folder.path(), &["rules", "list"]);
    assert_eq!((list.code, list.err.as_str()), (0, ""));
    assert!(["cn-site-2019", "gaoxian-2023", "dead-link"].iter().all(|w| list.out.contains(w)), "{}", list.out);

    let check = duwang(folder.path(), &["rules", "show", "dead-link"]);
    assert_eq!(check.code, 0);
    assert!(check.out.contains("dead-link") && check.out.contains("查什么"), "{}", check.out);
    let english = duwang(folder.path(), &["rules", "show", "dead-link", "--lang", "en"]).out;
    assert!(english.contains("dead-link") && !english.contains("查什么"), "{english}");
    let pack = duwang(folder.path(), &["rules", "show", "gaoxian-2023"]);
    assert!(pack.code == 0 && pack.out.contains("高县人民政府办公室"), "{}", pack.out);

    // What a pack carries is told in figures; one that carries no ledger rows says nothing of them.
    assert!(pack.out.contains("台账行 58 条：A 类 15，B 类 19，C 类 24"), "{}", pack.out);
    assert!(pack.out.contains("末级指标 58 条，规则") && pack.out.contains("由检查判定"), "{}", pack.out);
    assert!(list.out.contains("台账行 58 条"), "{}", list.out);
    let pack = duwang(folder.path(), &["rules", "show", "gaoxian-2023", "--lang", "en"]).out;
    assert!(pack.contains("58 ledger rows: 15 of class A, 19 of B, 24 of C"), "{pack}");
    assert!(pack.contains("58 indicators at the lowest level") && !pack.contains("台账行"), "{pack}");
    let site = duwang(folder.path(), &["rules", "show", "cn-site-2019"]).out;
    assert!(site.contains("末级指标") && !site.contains("台账行"), "{site}");

    let sound = duwang(folder.path(), &["rules", "check", "cn-site-2019", "gaoxian-2023"]);
    assert_eq!((sound.code, sound.out.lines().count()), (0, 2), "{}{}", sound.out, sound.err);

    write(&folder.path().join("bad.toml"), "[pack]\nid = \"bad\"\n");
    let bad = duwang(folder.path(), &["rules", "check", "./bad.toml"]);
    assert_eq!((bad.code, bad.out.as_str()), (2, ""));
    assert!(bad.err.contains("bad.toml") && bad.err.contains("title") && bad.err.contains("source"), "{}", bad.err);
}
