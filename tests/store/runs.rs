//! Saving what a run saw, and finding a run to go on with.

use super::home::{Home, on_each_database};
use super::{SITE, page, run, skip};
use duwang::model::{RunStatus, StopReason};
use duwang::store::Error;

on_each_database!(
    saving_twice_changes_nothing,
    pages_come_in_crawl_order_however_they_were_saved,
    a_run_that_is_not_there_is_named,
    only_a_run_that_was_cut_off_goes_on,
);

async fn saving_twice_changes_nothing(home: Home) {
    let store = home.open().await;
    store.begin_run(&run("a", 1), 1).await.unwrap();
    let pages = [page(0, "a"), page(1, "b")];
    store.save("a", &pages, &[skip("x")], (2, 3)).await.unwrap();
    let mut later = pages.clone();
    later[0].page = None;
    later[0].seq = 7;
    later[1].parse_fault = Some("second thoughts".to_owned());
    store.save("a", &later, &[skip("x"), skip("y")], (4, 9)).await.unwrap();
    let mut kept = Vec::new();
    store.each_page("a", |p| kept.push(p)).await.unwrap();
    assert_eq!(kept, pages, "what was seen first stands");
    assert_eq!(store.observations("a").await.unwrap().len(), 2);
    assert_eq!(store.run("a").await.unwrap().requests, 9);
}

async fn pages_come_in_crawl_order_however_they_were_saved(home: Home) {
    let store = home.open().await;
    store.begin_run(&run("a", 1), 1).await.unwrap();
    store.begin_run(&run("b", 2), 2).await.unwrap();
    // More than one chunk, saved backwards; another run's pages stay out.
    let mut pages: Vec<_> = (0..450).map(|n| page(n, &format!("p{n}"))).collect();
    pages.reverse();
    for chunk in pages.chunks(64) {
        store.save("a", chunk, &[], (2, 3)).await.unwrap();
    }
    store.save("b", &[page(0, "other")], &[], (2, 3)).await.unwrap();
    let mut order = Vec::new();
    store.each_page("a", |p| order.push(p.seq)).await.unwrap();
    assert_eq!(order, (0..450).collect::<Vec<u64>>());
    assert_eq!(store.count_pages("a").await.unwrap(), 450);
    assert_eq!(store.page_at("a", 449).await.unwrap().unwrap().key.0, format!("{SITE}p449"));
    assert_eq!(store.page_at("a", 450).await.unwrap(), None);
}

async fn a_run_that_is_not_there_is_named(home: Home) {
    let store = home.open().await;
    match store.run("nobody").await {
        Err(Error::NoRun { id, .. }) => assert_eq!(id, "nobody"),
        other => panic!("{other:?}"),
    }
    assert_eq!(store.count_pages("nobody").await.unwrap(), 0);
}

async fn only_a_run_that_was_cut_off_goes_on(home: Home) {
    let store = home.open().await;
    let settings = run("x", 0).settings;
    let found = async |since: i64, dead: i64| -> Option<String> {
        store.resumable(SITE, &settings, since, dead).await.unwrap().map(|r| r.id)
    };
    let finished = |id: &str, at: i64, status, stopped| {
        let mut run = run(id, at);
        (run.status, run.stopped_by, run.finished_ms) = (status, stopped, Some(at + 10));
        run
    };
    for ended in [
        finished("complete", 1000, RunStatus::Complete, None),
        finished("partial", 1001, RunStatus::Partial, Some(StopReason::MaxPages)),
        finished("failed", 1002, RunStatus::Failed, None),
    ] {
        store.begin_run(&ended, 1000).await.unwrap();
        store.update_run(&ended, 1010).await.unwrap();
    }
    assert_eq!(found(0, i64::MAX).await, None, "what ended does not go on");

    store.begin_run(&finished("cut", 2000, RunStatus::Interrupted, Some(StopReason::Interrupted)), 2000).await.unwrap();
    assert_eq!(found(0, 0).await.as_deref(), Some("cut"));
    assert_eq!(found(2001, 0).await, None, "too long ago");

    // Running, with a sign of life at 3000.
    store.begin_run(&run("running", 3000), 3000).await.unwrap();
    assert_eq!(found(0, 3000).await.as_deref(), Some("cut"), "a process is at work on it");
    assert_eq!(found(0, 3001).await.as_deref(), Some("running"), "no sign of life since");
    store.save("running", &[], &[], (9000, 1)).await.unwrap();
    assert_eq!(found(0, 3001).await.as_deref(), Some("cut"), "saving is a sign of life");

    let other = store.resumable(SITE, "{\"max_pages\":6}", 0, 0).await.unwrap();
    assert!(other.is_none(), "other settings make another run");
    assert!(store.resumable("http://other.gov.cn/", &settings, 0, 0).await.unwrap().is_none());
}
