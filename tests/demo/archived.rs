//! A portal audited over the network and again from the archive of that: the same scorecard, byte for byte.

use crate::auditing::{facts, run, settings};
use duwang::audit::shape;
use duwang::crawl::{Crawler, Stop, Workshop};
use duwang::demo::{Portal, Served};
use duwang::fetch::archive::{About, Recorder, Replay};
use duwang::fetch::{Fetcher, Wiring};
use duwang::model::{Lang, Run};
use duwang::rules;
use duwang::score;
use duwang::store::Store;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use url::Url;

async fn card(run: &mut Run, settings: &duwang::config::Settings, wiring: Wiring) -> serde_json::Value {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path().join("t.db").to_str().unwrap()).await.unwrap();
    store.begin_run(run, 0).await.unwrap();
    let home = Url::parse(&run.site.url).unwrap();
    let fetcher = Fetcher::wired(settings.fetch.clone(), &home, wiring).await.unwrap();
    let crawler = Crawler {
        fetcher,
        store: store.clone(),
        settings: settings.clone(),
        watch: Arc::new(()),
        stop: Stop::new(),
        workshop: Workshop::new(),
        earlier: None,
    };
    crawler.walk(run).await.unwrap();
    let facts = facts(&store, run).await;
    store.close().await;
    let card = score::scorecard(&rules::load("cn-site-2019").unwrap(), &facts, Lang::Zh, &BTreeMap::new());
    let mut json: serde_json::Value = serde_json::from_slice(&duwang::report::json(&card)).unwrap();
    json["run"]["id"] = serde_json::Value::Null;
    // What was refused without a request has no time of its own in the archive.
    json["run"]["finished_at"] = serde_json::Value::Null;
    json
}

/// Whatever readers of archives there are on this machine find nothing to complain of.
#[expect(clippy::print_stderr, reason = "says what is not tested here")]
fn checked(path: &Path) {
    let known = |python: &str| {
        let asked = Command::new(python).args(["-c", "import warcio"]).output();
        asked.is_ok_and(|asked| asked.status.success())
    };
    let named = std::env::var("DUWANG_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    if !known(&named) {
        eprintln!("skipped: warcio is not installed (pip install warcio), so no other reader looks at the archive");
        return;
    }
    let main = "import sys; from warcio.cli import main; main(['check', '-v', sys.argv[1]])";
    let check = Command::new(named).args(["-c", main]).arg(path).output().unwrap();
    let told = String::from_utf8_lossy(&check.stdout);
    let faults: Vec<&str> = told.lines().filter(|line| line.contains("fail") || line.contains("error")).collect();
    assert!(check.status.success() && faults.is_empty(), "{faults:?} {}", String::from_utf8_lossy(&check.stderr));
    assert!(told.contains("digest pass"), "{told}");
}

fn replays(slug: &str) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let portal = Portal::bundled().into_iter().find(|p| p.slug == slug).unwrap();
        let served = Served::start(vec![portal.clone()]).await.unwrap();
        let mut settings = settings(&served, &portal);
        let mut first = run(&portal, &served, &settings);
        first.started_ms = 1_795_000_000_000;
        let about = About {
            run: "run".to_owned(),
            site: first.site.url.clone(),
            as_of: settings.as_of,
            started_ms: first.started_ms,
            settings: shape(&settings),
        };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.warc.gz");
        let recorder = Recorder::open(&path, &about, &settings.fetch).unwrap();
        let wiring = Wiring { recorder: Some(recorder.clone()), ..Wiring::default() };
        let mut again = first.clone();
        let live = card(&mut first, &settings, wiring).await;
        let closed = recorder.close().await;
        assert_eq!(closed.trouble, None);
        // Nobody answers any more, and no name is known.
        let asked = served.requests().len();
        settings.fetch.resolve.clear();
        settings.fetch.offline = false;
        settings.fetch.rate = 1.0;
        let replay = Replay::open(std::slice::from_ref(&path)).unwrap();
        assert_eq!((replay.as_of(), replay.started_ms()), (settings.as_of, again.started_ms));
        let wiring = Wiring { replay: Some(replay), ..Wiring::default() };
        let replayed = card(&mut again, &settings, wiring).await;
        assert_eq!(served.requests().len(), asked, "nothing is asked of anybody");
        let (a, b) = (serde_json::to_string_pretty(&live).unwrap(), serde_json::to_string_pretty(&replayed).unwrap());
        let differs = a.lines().zip(b.lines()).enumerate().find(|(_, (a, b))| a != b);
        assert!(a == b, "{slug}: the first line that differs: {differs:#?}");
        assert!(live["findings"].as_array().unwrap().len() > 3);
        checked(&path);
    });
}

#[test]
fn the_mixed_portal_is_the_same_from_its_archive() {
    replays("qingqi");
}

#[test]
fn the_bad_portal_is_the_same_from_its_archive() {
    replays("chengxi");
}
