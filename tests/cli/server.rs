//! Audits that are kept on a database server: the same in every byte as those in a file.

use super::scanning::{args, card as scanned, list};
use super::web::Web;
use super::{command, duwang, json};
use crate::store::home::Home;
use duwang::model::QueueState;
use duwang::store::Store;
use serde_json::Value;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

/// What two audits of one portal differ in: the run's name, when it was, how long things took.
fn timeless(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let time = key.ends_with("_ms") || key.ends_with("_at") || key.starts_with("first_seen");
                let time =
                    time || ["started", "finished", "duration", "seconds", "requests"].iter().any(|w| key.contains(w));
                if time {
                    *value = Value::Null;
                } else {
                    timeless(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(timeless),
        _ => {}
    }
}

/// A scorecard's bytes without those differences.
fn card(folder: &Path) -> String {
    let mut card = json(&folder.join("scorecard.json"));
    assert!(card["run"]["coverage"].is_object() || card["indicators"].is_array(), "a scorecard: {card}");
    card["run"]["id"] = Value::Null;
    timeless(&mut card);
    serde_json::to_string_pretty(&card).unwrap()
}

/// Copies a run from one database to the other as the store gives it.
async fn copy(from: &Store, to: &Store, id: &str) {
    let run = from.run(id).await.unwrap();
    to.begin_run(&run, run.started_ms).await.unwrap();
    let mut pages = Vec::new();
    from.each_page(id, |page| pages.push(page)).await.unwrap();
    // What was read of a page stands in the database it comes from; the other has to have it itself.
    pages.iter_mut().filter_map(|page| page.basis.as_mut()).for_each(|basis| basis.content = None);
    let observations: Vec<_> = from.observations(id).await.unwrap().into_iter().collect();
    to.save(id, &pages, &observations, (run.started_ms, run.requests)).await.unwrap();
    to.keep_traits(id, &from.traits(id).await.unwrap()).await.unwrap();
    for probe in from.probes(&run.site.url, 0, i64::MAX).await.unwrap() {
        to.save_probe(&run.site.url, &probe).await.unwrap();
    }
}

#[tokio::test]
async fn an_audit_on_a_server_is_the_same_as_one_in_a_file() {
    let Some(home) = Home::postgres().await else { return };
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let web = Web::portal(12, Duration::ZERO);
    let url = web.url();
    let audit = |out: &str, db: &str| {
        let args =
            ["audit", &url, "--out", out, "--rate", "0", "--concurrency", "1", "--as-of", "2026-11-20", "--quiet"];
        let done = duwang(folder, &[&args[..], &["--rules", "cn-site-2019", "--fresh", "--db", db]].concat());
        assert_eq!(done.code, 0, "{}", done.err);
        json(&folder.join(out).join("scorecard.json"))["run"]["id"].as_str().unwrap().to_owned()
    };
    let in_file = audit("file", "file/duwang.db");
    let on_server = audit("server", home.place());
    assert!(!folder.join("server/duwang.db").exists(), "nothing is kept beside the reports");
    drop(web);
    assert_eq!(card(&folder.join("file")), card(&folder.join("server")));

    // Judged again from the server, with the portal gone: every byte of the audit's own.
    let rescore = |run: &str, db: &str, out: &str| {
        let done = duwang(folder, &["rescore", "--run", run, "--db", db, "--out", out, "--rules", "cn-site-2019"]);
        assert_eq!((done.code, done.err.as_str()), (0, ""), "{}", done.out);
    };
    rescore(&on_server, home.place(), "again");
    let files = ["scorecard.json", "findings.csv", "scorecard.html", "scorecard.xlsx"];
    let same = |one: &str, two: &str| {
        for file in files {
            let bytes = |out: &str| std::fs::read(folder.join(out).join(file)).unwrap();
            assert!(bytes(one) == bytes(two), "{file} differs between {one} and {two}");
        }
    };
    same("server", "again");
    // The very same run, with nothing else beside it.
    let alone = Home::postgres().await.unwrap();
    let kept = Store::open(folder.join("file/duwang.db").to_str().unwrap()).await.unwrap();
    copy(&kept, &alone.open().await, &in_file).await;
    rescore(&in_file, alone.place(), "moved");
    same("file", "moved");

    // Without --out the reports go where an audit of the site puts its own.
    let done = duwang(folder, &["rescore", "--db", home.place(), "--format", "json"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(folder.join("reports").is_dir(), "{}", done.out);
    let unknown = duwang(folder, &["rescore", "--db", home.place(), "--run", "no-such-run"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.line().contains(&on_server) && unknown.line().contains("postgres://"), "{}", unknown.err);
}

#[tokio::test]
async fn processes_share_a_scan_on_a_server_and_find_what_one_finds_in_a_file() {
    let Some(home) = Home::postgres().await else { return };
    let webs: Vec<Web> = (5..11).map(|n| Web::portal(n, Duration::from_millis(5))).collect();
    let webs: Vec<&Web> = webs.iter().collect();
    let (alone, shared) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    list(alone.path(), &webs, "");
    list(shared.path(), &webs, "");
    let done = duwang(alone.path(), &args(&[]));
    assert_eq!(done.code, 0, "{}", done.err);

    let mut scan = command(shared.path(), &args(&["--db", home.place(), "--sites-at-once", "1"]));
    let scan = scan.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let store = home.open().await;
    let begun = tokio::time::Instant::now();
    while store.last_scans(1).await.unwrap().is_empty() {
        assert!(begun.elapsed() < Duration::from_mins(1), "the scan does not begin");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let work = duwang(shared.path(), &["work", "--lang", "en", "--db", home.place(), "--until-empty", "--quiet"]);
    assert_eq!(work.code, 0, "{}", work.err);
    let scan = scan.wait_with_output().unwrap();
    assert_eq!(scan.status.code(), Some(0), "{}", String::from_utf8_lossy(&scan.stderr));
    let scan = store.last_scans(1).await.unwrap().remove(0);
    assert!(scan.finished_ms.is_some());
    let rows = store.queue(&scan.id).await.unwrap();
    assert_eq!(rows.len(), webs.len());
    for row in rows {
        assert_eq!((row.state, row.attempt), (QueueState::Done, 1), "{row:?}");
        let site = &row.site.id;
        assert_eq!(scanned(alone.path(), site), scanned(shared.path(), site), "{site}");
    }
}
