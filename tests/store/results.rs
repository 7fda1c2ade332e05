//! Looks at home pages, scorecards, when problems were first seen.

use super::home::{Home, on_each_database};
use super::{SITE, run};
use duwang::facts::Builder;
use duwang::model::{Lang, Scorecard};
use duwang::store::Probe;
use std::collections::BTreeMap;

on_each_database!(
    looks_of_the_window_come_oldest_first,
    a_problem_keeps_the_moment_it_was_first_seen,
    what_a_card_counted_is_kept_beside_it_for_each_digest,
);

fn probe(at_ms: i64, ok: bool) -> Probe {
    Probe { at_ms, ok, took_ms: 20, detail: "200".to_owned() }
}

async fn looks_of_the_window_come_oldest_first(home: Home) {
    let store = home.open().await;
    for at in [300, 100, 200, 400] {
        store.save_probe(SITE, &probe(at, at != 200)).await.unwrap();
    }
    store.save_probe("http://other.gov.cn/", &probe(250, false)).await.unwrap();
    store.save_probe(SITE, &probe(300, false)).await.unwrap();
    let all = store.probes(SITE, 0, i64::MAX).await.unwrap();
    assert_eq!(all, [probe(100, true), probe(200, false), probe(300, true), probe(400, true)]);
    let window = store.probes(SITE, 200, 300).await.unwrap();
    assert_eq!(window.iter().map(|p| p.at_ms).collect::<Vec<_>>(), [200, 300], "both ends belong to it");
}

/// A scorecard with a finding: a site on a commercial host that is down.
pub(super) fn card(run_id: &str, started_ms: i64) -> Scorecard {
    let mut run = run(run_id, started_ms);
    "http://www.case.com/".clone_into(&mut run.site.url);
    let facts = Builder::new(run).build();
    let pack = duwang::rules::load("cn-site-2019").unwrap();
    duwang::score::scorecard(&pack, &facts, Lang::Zh, &BTreeMap::new())
}

async fn a_problem_keeps_the_moment_it_was_first_seen(home: Home) {
    let store = home.open().await;
    let first = card("a", 1000);
    assert!(!first.findings.is_empty(), "the case needs a finding");
    let site = first.site.url.clone();
    store.save_scorecard(&first, 1500, 1000).await.unwrap();
    store.save_scorecard(&first, 1600, 1000).await.unwrap();
    store.save_scorecard(&card("b", 9000), 9500, 9000).await.unwrap();
    let seen = store.first_seen(&site).await.unwrap();
    assert_eq!(seen.len(), first.findings.len());
    assert!(seen.values().all(|at| *at == 1000), "{seen:?}");
    assert!(store.first_seen("http://other.gov.cn/").await.unwrap().is_empty());
}

async fn what_a_card_counted_is_kept_beside_it_for_each_digest(home: Home) {
    let store = home.open().await;
    store.begin_run(&run("a", 1000), 1000).await.unwrap();
    let mut made = card("a", 1000);
    store.save_scorecard(&made, 1, 1).await.unwrap();
    let period = ("2026-01-01".parse().unwrap(), "2026-12-31".parse().unwrap());
    let read = |pack: duwang::model::PackRef| {
        let store = store.clone();
        async move { store.runs_of("case", &pack, period).await.unwrap().remove(0).tally }
    };
    let pack = made.pack.clone();
    let tally = read(pack.clone()).await.expect("it was counted");
    let set = duwang::rules::load("cn-site-2019").unwrap();
    assert_eq!(tally.rules.len(), set.rules.len());
    assert_eq!(tally.vetoes, made.score.vetoes);
    assert_eq!(store.scorecard("a", &pack).await.unwrap(), Some(made.clone()));

    // Counting it under a newer version takes nothing away.
    made.pack.sha256 = "new".into();
    store.save_tally(&made).await.unwrap();
    assert!(read(made.pack.clone()).await.is_some() && read(pack.clone()).await.is_some());
    assert!(store.scorecard("a", &pack).await.unwrap().is_some());
    assert_eq!(store.scorecard("a", &made.pack).await.unwrap(), None, "the stored card is of another version");

    assert_eq!(store.sites_of(period).await.unwrap(), ["case"]);
    let before = ("2025-01-01".parse().unwrap(), "2025-12-31".parse().unwrap());
    assert!(store.sites_of(before).await.unwrap().is_empty());
    assert_eq!(store.days().await.unwrap(), Some(("2026-11-20".into(), "2026-11-20".into())));
}
