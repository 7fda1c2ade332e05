//! Scans under the schedule.

use super::web::Web;
use super::{Served, list};
use duwang::config::now_ms;
use duwang::model::{QueuedSite, Scan, Site};
use duwang::scan::{Chosen, list_key};
use duwang::store::Store;
use sqlx::{Connection as _, Executor as _};
use std::path::Path;
use std::time::Duration;

/// Once a day; the next moment is hours away, whenever the test runs.
fn nightly() -> String {
    let hour = (now_ms() / 3_600_000 + 8 + 12) % 24;
    format!("cron = \"0 {hour} * * *\"")
}

fn site(web: &Web) -> String {
    format!("url = \"{}\"", web.url())
}

async fn scans(store: &Store) -> Vec<Scan> {
    store.last_scans(10).await.unwrap()
}

/// A scan of a list that ended long ago.
async fn note_scan(store: &Store, config: &Path, days_ago: i64) {
    let started_ms = now_ms() - days_ago * 86_400_000;
    let scan = Scan {
        id: format!("{days_ago} days ago"),
        list: list_key(config, &Chosen::default()),
        as_of: "2026-11-01".parse().unwrap(),
        started_ms,
        finished_ms: Some(started_ms + 60_000),
        options: "{}".to_owned(),
    };
    let old = Site { id: "old".to_owned(), name: String::new(), url: "http://old.test/".to_owned() };
    let queued = QueuedSite { site: old, group: "old".to_owned(), job: "{}".to_owned(), not_before_ms: 0 };
    store.begin_scan(&scan, &[queued]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_of_missed_nights_is_made_up_for_once() {
    let web = Web::portal(3, Duration::ZERO).await;
    let folder = tempfile::tempdir().unwrap();
    let config = list(folder.path(), &nightly(), &[("s", &site(&web))]);
    let db = folder.path().join("night.db");
    let store = Store::open(db.to_str().unwrap()).await.unwrap();
    note_scan(&store, &config, 8).await;
    let served = Served::on(store.clone(), &config, true).await;
    let health = served.until(|h| h["last"]["done"] == 1).await;
    assert_eq!(health["last"]["failed"], 0, "{health:#}");
    // Many beats later there is still that one.
    tokio::time::sleep(Duration::from_millis(600)).await;
    let health = served.health().await;
    assert_eq!(scans(&store).await.len(), 2, "the old one and one more: {:?}", served.heard.all());
    assert_eq!((&health["running"], &health["trouble"]), (&serde_json::Value::Null, &serde_json::Value::Null));
    let next = health["schedule"]["next_scan_at"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    assert!(next.as_millisecond() > now_ms(), "{health:#}");
    assert!(folder.path().join("reports/summary.json").exists());
    assert!(folder.path().join("reports/s/scorecard.json").exists());
    let metrics = served.get("/metrics").await.body;
    for line in [
        "duwang_scans_total{outcome=\"finished\"} 1\n",
        "duwang_scans_total{outcome=\"failed\"} 0\n",
        "duwang_sites_total{outcome=\"done\"} 1\n",
        "duwang_pages_total 4\n",
        "duwang_queue_sites{state=\"done\"} 1\n",
        "duwang_database_up 1\n",
    ] {
        assert!(metrics.contains(line), "{line}{metrics}");
    }
    assert!(!served.end().await, "no scan was under way");
    assert_eq!(store.lead("schedule", now_ms()).await.unwrap(), None, "given up");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_that_was_stopped_goes_on_with_the_next_process() {
    let webs = [Web::portal(120, Duration::from_millis(50)).await, Web::portal(2, Duration::ZERO).await];
    let folder = tempfile::tempdir().unwrap();
    let slow = format!("{}\nconcurrency = 1", site(&webs[0]));
    let config = list(folder.path(), &nightly(), &[("slow", &slow), ("quick", &site(&webs[1]))]);
    let db = folder.path().join("night.db");
    let first = Served::start(&config, &db, true).await;
    let health = first.until(|h| h["running"]["pages"].as_u64() > Some(4) && h["running"]["done"] == 1).await;
    assert_eq!((&health["running"]["here"], &health["running"]["sites"]), (&true.into(), &2.into()));
    let id = health["running"]["scan"].clone();
    assert!(first.end().await, "a scan was cut off");
    let asked = webs[0].all();
    let second = Served::start(&config, &db, true).await;
    let health = second.until(|h| h["last"]["done"] == 2).await;
    assert_eq!(health["last"]["scan"], id, "the same scan");
    assert!(second.heard.has("going on with the scan"), "{:?}", second.heard.all());
    assert_eq!(scans(&second.store).await.len(), 1);
    assert!(webs[0].all() > asked);
    assert_eq!(webs[1].times("/0.htm"), 1, "what was settled is not visited again");
    second.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_schedule_and_one_scan_at_a_time() {
    let web = Web::portal(2, Duration::ZERO).await;
    let folder = tempfile::tempdir().unwrap();
    let config = list(folder.path(), &nightly(), &[("s", &site(&web))]);
    let store = Store::open(folder.path().join("night.db").to_str().unwrap()).await.unwrap();
    for lead in ["schedule", "scan"] {
        assert_eq!(store.take_lead(lead, "elsewhere/7/1", now_ms(), 600_000).await.unwrap(), None);
    }
    let served = Served::on(store.clone(), &config, true).await;
    let health = served.until(|h| h["schedule"]["lead"]["host"] == "elsewhere").await;
    assert_eq!((&health["schedule"]["leads"], &health["schedule"]["lead"]["process"]), (&false.into(), &"7".into()));
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert!(served.heard.has("(host elsewhere, process 7) keeps the schedule"), "{:?}", served.heard.all());
    assert_eq!(scans(&store).await, []);
    // The other one ends; a scan by hand is under way still.
    store.drop_lead("schedule", "elsewhere/7/1").await.unwrap();
    let health = served.until(|h| h["schedule"]["leads"] == true && !h["trouble"].is_null()).await;
    let trouble = health["trouble"]["en"].as_str().unwrap();
    assert!(trouble.contains("a scan is under way on the database (host elsewhere, process 7)"), "{trouble}");
    assert_eq!((scans(&store).await, web.all()), (Vec::new(), 0));
    store.drop_lead("scan", "elsewhere/7/1").await.unwrap();
    let health = served.until(|h| h["last"]["done"] == 1).await;
    assert_eq!(health["last"]["failed"], 0);
    served.end().await;
    assert_eq!(store.holders().await.unwrap(), Vec::<String>::new(), "its leads are given up");
}

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_in_the_list_are_shown_and_the_sound_sites_done() {
    let web = Web::portal(2, Duration::ZERO).await;
    let folder = tempfile::tempdir().unwrap();
    let sites = [
        ("good", site(&web)),
        ("bad", "url = \"ftp://x/\"".to_owned()),
        ("pack", "url = \"http://third.test/\"\nrules = [\"no-such-pack\"]".to_owned()),
        ("call", "url = \"http://fourth.test/\"\ncontacts = 13800138000".to_owned()),
    ];
    let sites: Vec<(&str, &str)> = sites.iter().map(|(id, more)| (*id, more.as_str())).collect();
    let config = list(folder.path(), &nightly(), &sites);
    let served = Served::start(&config, &folder.path().join("night.db"), true).await;
    let health = served.until(|h| h["last"]["done"] == 1).await;
    assert_eq!(health["last"]["sites"], 1, "{health:#}");
    assert_eq!(health["list"]["mistakes"], 3, "{health:#}");
    let faults = health["list"]["faults"].to_string();
    assert!(faults.contains("ftp://x/") && faults.contains("no-such-pack"), "{faults}");
    assert!(!faults.contains("13800138000"), "{faults}");
    assert!(served.heard.has("a mistake in the list") && served.heard.has("no-such-pack"), "{:?}", served.heard.all());
    served.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_locked_for_a_while_ends_nothing() {
    let web = Web::portal(2, Duration::ZERO).await;
    let folder = tempfile::tempdir().unwrap();
    let config = list(folder.path(), &nightly(), &[("s", &site(&web))]);
    let db = folder.path().join("night.db");
    let store = Store::open(db.to_str().unwrap()).await.unwrap();
    let mut other = sqlx::AnyConnection::connect(&format!("sqlite://{}", db.display())).await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    let served = Served::on(store.clone(), &config, true).await;
    let start = std::time::Instant::now();
    while !served.heard.has("the database failed; it is tried again") {
        assert!(start.elapsed() < Duration::from_secs(30), "{:?}", served.heard.all());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(web.all(), 0);
    other.execute("ROLLBACK").await.unwrap();
    served.until(|h| h["last"]["done"] == 1).await;
    assert!(served.heard.has("the database answers again"), "{:?}", served.heard.all());
    served.end().await;
}
