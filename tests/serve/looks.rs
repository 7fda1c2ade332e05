//! Looks at home pages beside the scans.

use super::web::Web;
use duwang::config::now_ms;
use duwang::config::sites::{self, ListedSite};
use duwang::facts::{Builder, ProbeFact};
use duwang::fetch::Network;
use duwang::model::{Lang, Run, RunStatus};
use duwang::serve::{Looked, Looker};
use duwang::store::{Probe, Store};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

const HOUR: i64 = 60 * 60 * 1000;

/// A looker with a database of its own, and a site on the web.
async fn looker(web: &Web, folder: &Path) -> (Looker, ListedSite) {
    let store = Store::open(folder.join("looks.db").to_str().unwrap()).await.unwrap();
    let network = Network::new(0.0, 4, 16);
    let looker = Looker { store, network, resolve: BTreeMap::new(), offline: false };
    let path = folder.join("sites.toml");
    std::fs::write(&path, format!("[[site]]\nid = \"s\"\nurl = \"{}\"\nrate = 0\n", web.url())).unwrap();
    let list = sites::read(&path).unwrap();
    assert_eq!(list.faults, []);
    (looker, list.sites[0].clone())
}

async fn kept(looker: &Looker, site: &ListedSite) -> Vec<Probe> {
    looker.store.probes(&site.site.url, 0, i64::MAX).await.unwrap()
}

#[tokio::test]
async fn a_look_is_kept_and_a_second_one_within_five_minutes_is_not_taken() {
    let web = Web::portal(1, Duration::ZERO).await;
    let folder = tempfile::tempdir().unwrap();
    let (looker, site) = looker(&web, folder.path()).await;
    // One six minutes ago does not stand in the way.
    let earlier = Probe { at_ms: now_ms() - 6 * 60_000, ok: true, took_ms: 9, detail: "http-200".to_owned() };
    looker.store.save_probe(&site.site.url, &earlier).await.unwrap();
    assert_eq!(looker.look(&site, now_ms()).await.unwrap(), Looked::Opened);
    let looks = kept(&looker, &site).await;
    assert_eq!((looks.len(), looks[1].ok, looks[1].detail.as_str()), (2, true, "http-200"));
    assert_eq!(looker.look(&site, now_ms()).await.unwrap(), Looked::LeftOut);
    assert_eq!(web.times("/"), 1, "nothing is sent either");
    assert_eq!(kept(&looker, &site).await.len(), 2);
}

#[tokio::test]
async fn what_says_nothing_of_the_site_is_not_kept() {
    for (status, body, expected) in
        [(403, "no", None), (503, "down", Some(false)), (404, "gone", Some(false)), (302, "/0.htm", Some(true))]
    {
        let web = Web::start(Duration::ZERO, move |path| match path {
            "/" => (status, body.to_owned()),
            "/0.htm" => (200, "<title>County</title>".to_owned()),
            _ => (404, String::new()),
        })
        .await;
        let folder = tempfile::tempdir().unwrap();
        let (looker, site) = looker(&web, folder.path()).await;
        let looked = looker.look(&site, now_ms()).await.unwrap();
        let probes = kept(&looker, &site).await;
        assert_eq!(probes.first().map(|p| p.ok), expected, "{status}: {looked:?}");
        assert_eq!(matches!(looked, Looked::Untold(_)), expected.is_none(), "{status}: {looked:?}");
    }
}

#[tokio::test]
async fn a_site_that_refuses_connections_is_down() {
    let folder = tempfile::tempdir().unwrap();
    let web = Web::portal(1, Duration::ZERO).await;
    let (looker, mut site) = looker(&web, folder.path()).await;
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    site.site.url = format!("http://{gone}/");
    assert_eq!(looker.look(&site, now_ms()).await.unwrap(), Looked::Closed("connect".to_owned()));
    let probes = kept(&looker, &site).await;
    assert_eq!((probes.len(), probes[0].ok), (1, false));
}

#[tokio::test]
async fn a_site_that_forbids_it_is_not_asked() {
    let web = Web::start(Duration::ZERO, |path| match path {
        "/robots.txt" => (200, "User-agent: *\nDisallow: /\n".to_owned()),
        _ => (200, "<title>County</title>".to_owned()),
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let (looker, site) = looker(&web, folder.path()).await;
    assert_eq!(looker.look(&site, now_ms()).await.unwrap(), Looked::Untold("robots".to_owned()));
    assert_eq!(web.times("/"), 0);
    assert!(kept(&looker, &site).await.is_empty());
}

/// How the veto came out: failed, open.
async fn veto(looker: &Looker, site: &ListedSite, now: i64) -> (bool, bool) {
    let run = Run {
        id: "run".to_owned(),
        site: site.site.clone(),
        as_of: jiff::tz::Offset::constant(8).to_datetime(jiff::Timestamp::from_millisecond(now).unwrap()).date(),
        started_ms: now,
        finished_ms: None,
        status: RunStatus::Complete,
        stopped_by: None,
        requests: 1,
        settings: "{}".to_owned(),
    };
    let mut builder = Builder::new(run);
    for Probe { at_ms, ok, took_ms, detail } in kept(looker, site).await {
        builder.probe(ProbeFact { at_ms, ok, took_ms, detail });
    }
    let pack = duwang::rules::load("cn-site-2019").unwrap();
    let card = duwang::score::scorecard(&pack, &builder.build(), Lang::Zh, &BTreeMap::new());
    let has = |ids: &[String]| ids.iter().any(|id| id == VETO);
    (has(&card.score.vetoes), has(&card.score.undecided_vetoes))
}

/// The rule that rests on unreachable-site.
const VETO: &str = "V.2-a";

#[tokio::test]
async fn looks_feed_the_reachability_window() {
    let web = Web::portal(1, Duration::ZERO).await;
    let folder = tempfile::tempdir().unwrap();
    let (alone, site) = looker(&web, folder.path()).await;
    let now = now_ms();
    assert_eq!(alone.look(&site, now).await.unwrap(), Looked::Opened);
    assert_eq!(veto(&alone, &site, now).await, (false, true), "one look decides nothing");
    // A week of hourly looks does; of each so many one failed.
    for (one_in, expected) in [(1000, (false, false)), (40, (false, false)), (10, (true, false))] {
        let folder = tempfile::tempdir().unwrap();
        let (looker, site) = looker(&web, folder.path()).await;
        let now = now_ms();
        for back in 1..7 * 24 {
            let ok = back % one_in != 0;
            let detail = if ok { "http-200" } else { "timeout" }.to_owned();
            let probe = Probe { at_ms: now - back * HOUR, ok, took_ms: 80, detail };
            looker.store.save_probe(&site.site.url, &probe).await.unwrap();
        }
        assert_eq!(looker.look(&site, now).await.unwrap(), Looked::Opened);
        assert_eq!(veto(&looker, &site, now).await, expected, "one look in {one_in} failed");
    }
}
