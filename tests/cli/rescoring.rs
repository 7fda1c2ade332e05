//! A stored run judged again: no request, the same bytes, other packs.

use super::web::Web;
use super::{Ended, duwang, json, write};
use std::path::Path;
use std::time::Duration;

fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Audits a small portal into `out` and shuts it down; gives back its address and the run's id.
fn audited(folder: &Path, rules: &[&str]) -> (String, String) {
    let web = Web::portal(6, Duration::ZERO);
    let url = web.url();
    let mut args = vec!["audit", &url, "--out", "out", "--rate", "0", "--as-of", "2026-11-20", "--quiet"];
    for pack in rules {
        args.extend(["--rules", pack]);
    }
    let done = duwang(folder, &args);
    assert_eq!(done.code, 0, "{}", done.err);
    let run = json(&folder.join("out/scorecard.json"))["run"]["id"].as_str().unwrap().to_owned();
    drop(web);
    (url, run)
}

fn rescore(folder: &Path, more: &[&str]) -> Ended {
    let mut args = vec!["rescore", "--db", "out/duwang.db"];
    args.extend(more);
    duwang(folder, &args)
}

#[test]
fn a_stored_run_is_judged_again_to_the_same_bytes_with_the_portal_gone() {
    let folder = tempfile::tempdir().unwrap();
    let (_, run) = audited(folder.path(), &["cn-site-2019", "gaoxian-2023"]);
    for out in ["one", "two"] {
        let args = ["--run", &run, "--rules", "cn-site-2019", "--rules", "gaoxian-2023", "--out", out];
        let done = rescore(folder.path(), &args);
        assert_eq!((done.code, done.err.as_str()), (0, ""), "{}", done.out);
        assert!(done.out.contains("scorecard.html"), "{}", done.out);
    }
    for file in ["scorecard.json", "findings.csv", "scorecard.html", "scorecard.xlsx", "gaoxian-2023/scorecard.json"] {
        let path = |out: &str| folder.path().join(out).join(file);
        assert!(bytes(&path("one")) == bytes(&path("two")), "{file} differs between two rescores");
        // The audit's own as well, run id and times included: they are the run's.
        assert!(bytes(&path("out")) == bytes(&path("one")), "{file} differs from the audit's");
    }
}

#[test]
fn another_day_another_pack_and_an_edited_one() {
    let folder = tempfile::tempdir().unwrap();
    let (url, run) = audited(folder.path(), &[]);
    // A pack that the audit never saw.
    assert_eq!(rescore(folder.path(), &["--run", "last", "--rules", "gaoxian-2023", "--out", "g"]).code, 0);
    assert_eq!(json(&folder.path().join("g/scorecard.json"))["pack"]["id"], "gaoxian-2023");
    // An edited one, and another day; the run itself stays as it was.
    let edited = "[pack]\nid = \"ours\"\ntitle = \"t\"\nsource = \"s\"\nversion = \"2\"\nextends = [\"cn-site-2019\"]\n\
                  [[rule]]\nid = \"4.1-a\"\npoints = 1.5\n";
    write(&folder.path().join("ours.toml"), edited);
    let args = ["--site", &url, "--rules", "./ours.toml", "--as-of", "2027-06-01", "--out", "o", "--format", "json"];
    assert_eq!(rescore(folder.path(), &args).code, 0);
    let card = json(&folder.path().join("o/scorecard.json"));
    assert_eq!((&card["run"]["id"], &card["run"]["as_of"]), (&run.as_str().into(), &"2027-06-01".into()));
    let stale = card["findings"].as_array().unwrap().iter().any(|f| f["check"] == "stale-homepage");
    assert!(stale, "half a year later nothing on the home page is new");
    assert_eq!(rescore(folder.path(), &["--rules", "./ours.toml", "--out", "p", "--format", "json"]).code, 0);
    assert_eq!(json(&folder.path().join("p/scorecard.json"))["run"]["as_of"], "2026-11-20");
}

#[test]
fn fail_on_counts_and_an_unsound_pack_stops_before_anything() {
    let folder = tempfile::tempdir().unwrap();
    audited(folder.path(), &[]);
    assert_eq!(rescore(folder.path(), &["--fail-on", "score<101", "--out", "x"]).code, 1);
    assert_eq!(rescore(folder.path(), &["--fail-on", "score<0", "--out", "x"]).code, 0);
    write(&folder.path().join("bad.toml"), "[pack]\nid = \"bad\"\n");
    let bad = rescore(folder.path(), &["--rules", "./bad.toml", "--out", "y"]);
    assert_eq!(bad.code, 2);
    assert!(!folder.path().join("y").exists());
}

#[test]
fn a_body_without_services_is_told_once_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    audited(folder.path(), &[]);
    let card = |out: &str| json(&folder.path().join(out).join("scorecard.json"));
    let services = |out: &str| {
        let card = card(out);
        let list = card["indicators"].as_array().unwrap().clone();
        list.into_iter().find(|i| i["id"] == "2").unwrap()["full_marks"].as_f64().unwrap()
    };
    // A trial changes nothing.
    let args = ["--trait", "no-services", "--dry-run", "--out", "trial", "--format", "json"];
    assert_eq!(rescore(folder.path(), &args).code, 0);
    assert!(services("trial") == 0.0);
    assert_eq!(rescore(folder.path(), &["--out", "as-before", "--format", "json"]).code, 0);
    assert!(services("as-before") > 0.0);
    // Told for good: it is kept with the run.
    assert_eq!(rescore(folder.path(), &["--trait", "no-services", "--out", "told", "--format", "json"]).code, 0);
    assert_eq!(rescore(folder.path(), &["--out", "kept", "--format", "json"]).code, 0);
    assert_eq!(card("told"), card("kept"));
    assert_eq!(card("kept")["site"]["traits"], serde_json::json!(["no-services"]));
    assert!(services("kept") == 0.0);
    assert_eq!(rescore(folder.path(), &["--trait", "none", "--out", "back", "--format", "json"]).code, 0);
    assert_eq!(card("back"), card("as-before"));
    let wrong = rescore(folder.path(), &["--trait", "no-service", "--out", "w"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.line().contains("no-services"), "{}", wrong.err);
}

#[test]
fn a_run_nobody_knows_is_one_line_with_those_there_are() {
    let folder = tempfile::tempdir().unwrap();
    let (_, run) = audited(folder.path(), &[]);
    for (lang, word) in [("zh", "没有运行"), ("en", "no run")] {
        let unknown = rescore(folder.path(), &["--run", "20200101-000000-000-x", "--lang", lang, "--out", "x"]);
        assert_eq!(unknown.code, 2, "{}", unknown.err);
        assert!(unknown.line().contains(word) && unknown.line().contains(&run), "{}", unknown.err);
    }
    let elsewhere = rescore(folder.path(), &["--site", "http://other.example/", "--out", "x"]);
    assert_eq!(elsewhere.code, 2);
    assert!(elsewhere.line().contains("other.example") && elsewhere.line().contains(&run), "{}", elsewhere.err);
    let nowhere = duwang(folder.path(), &["rescore", "--db", "none.db", "--run", &run]);
    assert_eq!(nowhere.code, 2);
    assert!(nowhere.line().contains("none.db"), "{}", nowhere.err);
    assert!(!folder.path().join("none.db").exists(), "asking makes no database");
    assert!(!folder.path().join("x").exists());
}

#[test]
fn without_db_the_folders_of_audits_are_looked_into() {
    let folder = tempfile::tempdir().unwrap();
    let none = duwang(folder.path(), &["rescore"]);
    assert_eq!(none.code, 2);
    assert!(none.line().contains("--db"), "{}", none.err);
    let web = Web::portal(2, Duration::ZERO);
    let host = web.addr.to_string();
    assert_eq!(duwang(folder.path(), &["audit", &host, "--rate", "0", "--quiet"]).code, 0);
    drop(web);
    let home = folder.path().join("reports").join(host.replace(['.', ':'], "-"));
    let run = json(&home.join("scorecard.json"))["run"]["id"].as_str().unwrap().to_owned();
    // By the run, by the site, by neither; the reports stand beside the database.
    for args in [vec!["rescore", "--run", &run], vec!["rescore", "--site", &host], vec!["rescore"]] {
        let done = duwang(folder.path(), &args);
        assert_eq!(done.code, 0, "{args:?}: {}", done.err);
        let again = home.join("rescored").join(&run).join("scorecard.json");
        assert!(bytes(&again) == bytes(&home.join("scorecard.json")), "{args:?}");
        std::fs::remove_dir_all(home.join("rescored")).unwrap();
    }
}

#[test]
fn of_two_runs_each_keeps_its_own_and_problems_their_first_day() {
    let folder = tempfile::tempdir().unwrap();
    let (_, first) = audited(folder.path(), &[]);
    std::thread::sleep(Duration::from_millis(1100));
    let (_, second) = audited(folder.path(), &[]);
    assert_ne!(first, second);
    // The later run is judged first under a pack that neither knew; the earlier one saw the problems all the same.
    for (run, out) in [(&second, "b"), (&first, "a"), (&second, "b2"), (&first, "a2")] {
        let args = ["--run", run, "--rules", "gaoxian-2023", "--out", out, "--format", "json"];
        assert_eq!(rescore(folder.path(), &args).code, 0);
    }
    let card = |out: &str| json(&folder.path().join(out).join("scorecard.json"));
    assert_eq!(card("a"), card("a2"));
    let seen = |out: &str| {
        let card = card(out);
        let days: std::collections::BTreeSet<String> =
            card["findings"].as_array().unwrap().iter().map(|f| f["first_seen"].as_str().unwrap().to_owned()).collect();
        (card["run"]["started_at"].as_str().unwrap().to_owned(), days)
    };
    let (began, days) = seen("a");
    assert!(days.iter().all(|day| *day <= began), "{days:?} of a run that began {began}");
}
