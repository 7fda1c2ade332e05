//! `rules diff`, `rules schema`, and packs given twice or out of force.

use super::web::Web;
use super::{duwang, is_han, json, write};
use std::path::Path;
use std::time::Duration;

const OVERLAY: &str = "[pack]\nid = \"mine\"\ntitle = \"mine\"\nsource = \"s\"\nversion = \"1\"\nextends = [\"cn-site-2019\"]\n\
                       valid_from = \"2020-01-01\"\nvalid_to = \"2020-12-31\"\n\
                       [[rule]]\nid = \"4.3-c\"\nenabled = false\n[[rule]]\nid = \"4.2-a\"\npoints = 0.5\n";

fn overlay(folder: &Path) {
    write(&folder.join("mine.toml"), OVERLAY);
}

#[test]
fn two_packs_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    overlay(folder.path());
    let zh = duwang(folder.path(), &["rules", "diff", "cn-site-2019", "./mine.toml"]);
    assert_eq!((zh.code, zh.err.as_str()), (0, ""));
    for part in ["4.3-c", "错链", "有问题即扣1分 → 有问题即扣0.5分", "删除 1", "合计: 100"] {
        assert!(zh.out.contains(part), "{part} in {}", zh.out);
    }
    let en = duwang(folder.path(), &["rules", "diff", "cn-site-2019", "mine.toml", "--lang", "en"]);
    assert!(en.code == 0 && en.out.contains("any problem loses 1 → any problem loses 0.5"), "{}", en.out);
    let told = duwang(folder.path(), &["rules", "diff", "cn-site-2019", "mine.toml", "--format", "json"]);
    let diff: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!((told.code, &diff["rules"]["removed"][0]["id"]), (0, &"4.3-c".into()));
    assert_eq!(diff["new"]["id"], "mine");

    let same = duwang(folder.path(), &["rules", "diff", "mine.toml", "./mine.toml"]);
    assert!(same.code == 0 && same.out.contains("都相同"), "{}{}", same.out, same.err);
    let wrong = duwang(folder.path(), &["rules", "diff", "cn-site-2091", "nowhere.toml"]);
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
    assert!(wrong.err.contains("cn-site-2019") && wrong.err.contains("nowhere.toml"), "{}", wrong.err);
    let alone = duwang(folder.path(), &["rules", "diff", "cn-site-2019", "--lang", "en"]);
    assert!(alone.code == 2 && !alone.line().chars().any(is_han), "{}", alone.err);
}

#[test]
fn the_schema_is_printed_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let told = duwang(folder.path(), &["rules", "schema"]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    assert_eq!(told.out, duwang::rules::SCHEMA);
}

#[test]
fn a_pack_given_twice_is_told() {
    let web = Web::portal(4, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    overlay(folder.path());
    write(&folder.path().join("other.toml"), &OVERLAY.replace("0.5", "0.6"));
    for (lang, word) in [("zh", "id 都是 `mine`"), ("en", "give one of them another id")] {
        let args = ["audit", &web.url(), "--rules", "mine.toml", "--rules", "other.toml", "--lang", lang];
        let refused = duwang(folder.path(), &args);
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{}", refused.err);
        assert!(refused.err.contains(word) && refused.err.contains("other.toml"), "{}", refused.err);
    }
    assert_eq!(web.all(), Vec::<String>::new());
    let shown = duwang(folder.path(), &["rules", "show", "4.2-a", "--rules", "mine.toml", "--rules", "./mine.toml"]);
    assert_eq!((shown.code, shown.out.matches("## 4.2-a").count()), (0, 1), "{}", shown.out);
    assert!(shown.line().contains("只评一次"), "{}", shown.err);
}

#[test]
fn a_pack_out_of_force_is_told_everywhere_and_judged_all_the_same() {
    let web = Web::portal(4, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    overlay(folder.path());
    let audit = |as_of: &str, lang: &str| {
        let args = [
            "audit",
            &web.url(),
            "--rules",
            "mine.toml",
            "--as-of",
            as_of,
            "--lang",
            lang,
            "--quiet",
            "--out",
            "out",
            "--fresh",
        ];
        duwang(folder.path(), &args)
    };
    let late = audit("2021-01-01", "zh");
    assert_eq!(late.code, 0, "{}", late.err);
    let words = "评判基准日 2021-01-01 不在规则包的有效期（2020-01-01 至 2020-12-31）内";
    assert!(late.line().contains(words) && late.line().contains("mine"), "{}", late.err);
    assert!(late.out.contains(words), "{}", late.out);
    let card = json(&folder.path().join("out/scorecard.json"));
    assert!(card["pack"]["out_of_force"].as_str().unwrap().contains(words), "{}", card["pack"]);
    let html = std::fs::read_to_string(folder.path().join("out/scorecard.html")).unwrap();
    assert!(html.contains(words));

    let within = audit("2020-12-31", "en");
    assert_eq!((within.code, within.err.as_str()), (0, ""));
    let card = json(&folder.path().join("out/scorecard.json"));
    assert!(card["pack"].get("out_of_force").is_none(), "{}", card["pack"]);
}
