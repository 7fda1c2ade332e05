//! `assess`: from a store of runs to workbooks, figures and exit statuses.

use super::{Ended, duwang, json, write};
use crate::assess::book::{Page, pages, written};
use crate::assess::run;
use duwang::model::{Lang, RunStatus, Scorecard};
use duwang::rules::RuleSet;
use duwang::score::{findings, score};
use duwang::store::Store;
use std::path::Path;

/// A pack that the binary can bind, too: three checks by people, one that is measured.
const PACK: &str = "[pack]
id = \"county\"
title = \"县级考核\"
source = \"某办〔2026〕1号\"
version = \"1\"
assess = { runs = \"last\", levels = [\"大项\"] }
[[indicator]]
id = \"1\"
title = \"链接\"
points = 40
[[rule]]
id = \"1-a\"
indicator = \"1\"
title = \"死链\"
check = \"dead-link\"
deduct = { each = 2, cap = 10 }
[[indicator]]
id = \"2\"
title = \"机制\"
points = 60
[[rule]]
id = \"2-a\"
indicator = \"2\"
title = \"制度\"
manual = { points = 60 }
";

/// One run of a site: id, day, dead links, how it ended.
struct Told<'a>(&'a str, &'a str, u64, RunStatus);

async fn store(folder: &Path, name: &str, pack: &RuleSet, runs: &[Told<'_>]) {
    let store = Store::open(folder.join(name).to_str().unwrap()).await.unwrap();
    for Told(site, day, dead, status) in runs {
        let mut of = run(day, (9, 0, 0), (5, 0, 0)).run;
        of.id = format!("{day}-{site}");
        of.site.id = (*site).to_owned();
        of.site.name = format!("{site}县");
        of.site.url = format!("https://www.{site}.gov.cn/");
        of.status = *status;
        store.begin_run(&of, 1).await.unwrap();
        if *status == RunStatus::Complete {
            store.save_scorecard(&card(pack, of, *dead), 1, 1).await.unwrap();
        }
    }
    store.close().await;
}

fn card(pack: &RuleSet, of: duwang::model::Run, dead: u64) -> Scorecard {
    let verdicts = [crate::score::make::verdict(20, dead, 0), duwang::model::Verdict::default()];
    let facts = duwang::facts::Builder::new(of).build();
    let mut card = duwang::score::scorecard(pack, &facts, Lang::Zh, &std::collections::BTreeMap::new());
    let scored = score(pack, &verdicts, Lang::Zh);
    (card.score, card.indicators) = (scored.summary, scored.indicators);
    (card.findings, card.open_questions) = findings(pack, &verdicts, Lang::Zh, &|_| None, "2026");
    card
}

/// Three counties in 2026, one of them in 2025 as well, and runs that saw too little.
async fn county() -> (tempfile::TempDir, RuleSet) {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("county.toml"), PACK);
    let pack = duwang::rules::load(folder.path().join("county.toml").to_str().unwrap()).unwrap();
    let done = RunStatus::Complete;
    let runs = [
        Told("jia", "2025-11-01", 1, done),
        Told("jia", "2026-03-01", 5, done),
        Told("jia", "2026-09-01", 0, done),
        Told("jia", "2026-10-01", 0, RunStatus::Partial),
        Told("yi", "2026-09-01", 2, done),
        Told("bing", "2026-09-01", 0, RunStatus::Failed),
    ];
    store(folder.path(), "d.db", &pack, &runs).await;
    (folder, pack)
}

fn assess(folder: &Path, more: &[&str]) -> Ended {
    let mut args = vec!["assess", "--year", "2026", "--rules", "./county.toml"];
    if !more.contains(&"--db") {
        args.extend(["--db", "d.db"]);
    }
    args.extend(more);
    duwang(folder, &args)
}

fn site<'v>(assessment: &'v serde_json::Value, id: &str) -> &'v serde_json::Value {
    assessment["sites"].as_array().unwrap().iter().find(|s| s["site"]["id"] == id).unwrap()
}

#[tokio::test]
async fn a_year_becomes_a_ranking_and_three_files() {
    let (folder, _) = county().await;
    let done = assess(folder.path(), &["--out", "out"]);
    assert_eq!(done.code, 0, "{}", done.err);
    for file in ["assessment.xlsx", "assessment.json", "assessment.csv"] {
        assert!(folder.path().join("out").join(file).exists() && done.out.contains(file), "{file}\n{}", done.out);
    }
    let year = json(&folder.path().join("out/assessment.json"));
    assert_eq!((&year["schema"], &year["year"]), (&"duwang.assessment/1".into(), &2026.into()));
    let jia = site(&year, "jia");
    assert_eq!((jia["score"]["low"].as_f64(), jia["score"]["high"].as_f64()), (Some(40.0), Some(100.0)));
    assert_eq!(jia["left_out"][0]["why"], "partial");
    assert_eq!(jia["grade"], "待定");
    // A year ago one dead link cost 2: nothing else moved.
    assert_eq!((jia["change"]["moved"]["low"].as_f64(), year["last_year"]["year"].as_i64()), (Some(2.0), Some(2025)));
    assert_eq!(site(&year, "yi")["score"]["low"].as_f64(), Some(36.0));
    assert_eq!(site(&year, "bing")["score"], serde_json::Value::Null);
    assert!(done.out.contains("未纳入的检查"), "{}", done.out);
    let csv = std::fs::read_to_string(folder.path().join("out/assessment.csv")).unwrap();
    assert_eq!(csv.lines().count(), 4);
    // The same store and pack give the same bytes.
    let first = std::fs::read(folder.path().join("out/assessment.xlsx")).unwrap();
    assert_eq!(assess(folder.path(), &["--out", "out"]).code, 0);
    assert_eq!(std::fs::read(folder.path().join("out/assessment.xlsx")).unwrap(), first);
}

fn fill(folder: &Path, change: impl Fn(&mut Page)) {
    let bytes = std::fs::read(folder.join("m.xlsx")).unwrap();
    let mut found = pages(&bytes);
    for page in &mut found {
        change(page);
    }
    std::fs::write(folder.join("filled.xlsx"), written(&found)).unwrap();
}

#[tokio::test]
async fn a_prepared_workbook_comes_back_as_marks() {
    let (folder, _) = county().await;
    let path = folder.path();
    let done = assess(path, &["--prepare", "m.xlsx"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("m.xlsx") && done.out.contains("2 行"), "{}", done.out);
    assert!(!path.join("reports").exists(), "nothing else is written");
    // What people may have filled in is never overwritten.
    let before = std::fs::read(path.join("m.xlsx")).unwrap();
    let again = assess(path, &["--prepare", "m.xlsx"]);
    assert_eq!((again.code, std::fs::read(path.join("m.xlsx")).unwrap() == before), (2, true));
    assert!(again.line().contains("m.xlsx"), "{}", again.err);

    fill(path, |p| p.mark("2-a", if p.name.starts_with("jia") { 55.5 } else { 59.0 }, "材料略少"));
    let done = assess(path, &["--marks", "filled.xlsx", "--out", "out"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let year = json(&path.join("out/assessment.json"));
    let row = |id: &str| (site(&year, id)["rank"].as_i64(), site(&year, id)["score"]["low"].as_f64());
    assert_eq!((row("jia"), row("yi")), ((Some(1), Some(95.5)), (Some(2), Some(95.0))));
    assert_eq!(site(&year, "jia")["marks"][0]["reason"], "材料略少");

    // Against the finished assessment of the year before.
    std::fs::rename(path.join("out/assessment.json"), path.join("then.json")).unwrap();
    let done = assess(path, &["--last-year", "then.json", "--out", "out"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let year = json(&path.join("out/assessment.json"));
    assert_eq!(site(&year, "jia")["change"]["moved"]["low"].as_f64(), Some(-55.5));
    assert_eq!((&year["last_year"]["from_file"], &site(&year, "jia")["change"]["rank"]), (&true.into(), &1.into()));
}

#[tokio::test]
async fn mistakes_in_marks_are_status_2_and_nothing_is_written() {
    let (folder, _) = county().await;
    let path = folder.path();
    assert_eq!(assess(path, &["--prepare", "m.xlsx"]).code, 0);
    fill(path, |p| p.mark("2-a", -1.0, ""));
    for (lang, words) in [("zh", ["-1", "负数", "理由"]), ("en", ["-1", "negative", "say why"])] {
        let refused = assess(path, &["--marks", "filled.xlsx", "--out", "out", "--lang", lang]);
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{}", refused.err);
        for word in words {
            assert!(refused.err.contains(word), "{word} in {}", refused.err);
        }
        // Two sites, each with a mark and a reason.
        assert_eq!(refused.err.lines().count(), 5, "{}", refused.err);
    }
    assert!(!path.join("out/assessment.json").exists());
    let missing = assess(path, &["--marks", "nowhere.xlsx"]);
    assert_eq!(missing.code, 2);
    assert!(missing.line().contains("nowhere.xlsx"), "{}", missing.err);
}

#[tokio::test]
async fn what_is_wrong_is_told_in_one_line() {
    let (folder, _) = county().await;
    let path = folder.path();
    write(&path.join("other.json"), "{\"schema\": \"something/1\"}");
    for (args, word) in [
        (vec!["--db", "gone.db"], "gone.db"),
        (vec!["--site", "nobody"], "nobody"),
        (vec!["--from", "2026-12-01", "--to", "2026-01-01"], "--from"),
        (vec!["--last-year", "other.json"], "something/1"),
        (vec!["--from", "1999-01-01", "--to", "1999-12-31"], "2025-11-01"),
    ] {
        let refused = assess(path, &args);
        assert_eq!(refused.code, 2, "{args:?}: {}", refused.err);
        assert!(refused.line().contains(word), "{word} in {}", refused.err);
    }
    assert!(!path.join("gone.db").exists(), "no database is made");
    let year = duwang(path, &["assess", "--year", "next", "--db", "d.db"]);
    assert_eq!(year.code, 2);
    assert!(year.line().contains("--year"), "{}", year.err);
    let none = duwang(path, &["assess", "--db", "d.db"]);
    assert_eq!(none.code, 2);
    assert!(none.line().contains("--year"), "{}", none.err);
}

#[tokio::test]
async fn one_site_of_two_databases() {
    let (folder, pack) = county().await;
    let path = folder.path();
    store(path, "e.db", &pack, &[Told("ding", "2026-05-01", 3, RunStatus::Complete)]).await;
    let done = assess(path, &["--db", "d.db", "--db", "e.db", "--out", "both"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(json(&path.join("both/assessment.json"))["sites"].as_array().unwrap().len(), 4);
    for wanted in ["ding", "https://www.ding.gov.cn/", "http://www.ding.gov.cn"] {
        let done = assess(path, &["--db", "d.db", "--db", "e.db", "--site", wanted, "--out", "one"]);
        assert_eq!(done.code, 0, "{}", done.err);
        let year = json(&path.join("one/assessment.json"));
        assert_eq!(year["sites"].as_array().unwrap().len(), 1);
        assert_eq!(year["sites"][0]["score"]["low"].as_f64(), Some(34.0));
    }
}

/// Under an edited pack nothing was scored yet: runs whose pages are stored are judged again, others are left out.
#[tokio::test]
async fn runs_without_a_scorecard_under_the_pack_are_judged_again_or_left_out() {
    let (folder, _) = county().await;
    let path = folder.path();
    write(&path.join("county.toml"), &PACK.replace("version = \"1\"", "version = \"2\""));
    let done = assess(path, &["--out", "out"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let year = json(&path.join("out/assessment.json"));
    let yi = site(&year, "yi");
    assert_eq!((&yi["score"], &yi["left_out"][0]["why"]), (&serde_json::Value::Null, &"unscored".into()));

    let web = super::web::Web::portal(4, std::time::Duration::ZERO);
    let url = web.url();
    let audit = ["audit", &url, "--out", "a", "--rate", "0", "--as-of", "2026-11-20", "--quiet", "--rules"];
    let audited = duwang(path, &[&audit[..], &["cn-site-2019"]].concat());
    assert_eq!(audited.code, 0, "{}", audited.err);
    let asked = web.asked().len();
    let done = assess(path, &["--db", "a/duwang.db", "--out", "again"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.err.contains("重新评判"), "{}", done.err);
    assert_eq!(web.asked().len(), asked, "no request to the site");
    let year = json(&path.join("again/assessment.json"));
    assert_ne!(year["sites"][0]["score"], serde_json::Value::Null);
    // The second time it is known.
    let done = assess(path, &["--db", "a/duwang.db", "--out", "again"]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
}
