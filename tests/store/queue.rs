//! The queue of sites: order, groups, leases that run out, what is kept for the attempt after.

use super::home::{Home, on_each_database};
use super::{page, run};
use duwang::model::{Lease, QueueState, QueuedSite, Scan, Site};
use duwang::store::{Error, Store};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

on_each_database!(
    a_scan_comes_back_with_its_queue_in_order,
    a_scan_begins_whole_or_not_at_all,
    one_site_of_a_group_at_a_time_in_whatever_scan,
    a_lease_that_ran_out_is_given_out_again_and_the_late_holder_is_refused,
    a_late_holder_goes_on_unless_its_group_was_taken,
    what_is_given_back_keeps_its_run,
    a_site_waits_for_its_time,
    a_finished_scan_gives_out_nothing,
    writes_of_a_lost_lease_change_nothing,
    many_processes_never_share_a_group_and_settle_each_site_once,
);

pub(super) fn scan(id: &str, started_ms: i64) -> Scan {
    Scan {
        id: id.to_owned(),
        list: "counties".to_owned(),
        as_of: "2026-11-20".parse().unwrap(),
        started_ms,
        finished_ms: None,
        options: "{\"rules\":[\"cn-site-2019\"]}".to_owned(),
    }
}

pub(super) fn queued(id: &str, group: &str) -> QueuedSite {
    QueuedSite {
        site: Site { id: id.to_owned(), name: format!("{id}县"), url: format!("http://{id}.gov.cn/") },
        group: group.to_owned(),
        job: format!("{{\"site\":\"{id}\"}}"),
        not_before_ms: 0,
    }
}

async fn take(store: &Store, holder: &str, now_ms: i64) -> Option<Lease> {
    store.claim(None, holder, now_ms, 100).await.unwrap()
}

async fn begun(home: &Home, sites: &[QueuedSite]) -> Store {
    let store = home.open().await;
    store.begin_scan(&scan("s", 1), sites).await.unwrap();
    store
}

async fn a_scan_comes_back_with_its_queue_in_order(home: Home) {
    let store = home.open().await;
    // More than one statement's rows; ids that no alphabet orders like the list.
    let sites: Vec<_> = (0..450).map(|n| queued(&format!("s{}", (n * 7919) % 450), &format!("g{n}"))).collect();
    store.begin_scan(&scan("a", 1000), &sites).await.unwrap();
    let rows = store.queue("a").await.unwrap();
    assert_eq!(rows.len(), 450);
    for (row, site) in rows.iter().zip(&sites) {
        assert_eq!((&row.site, &row.group, &row.job), (&site.site, &site.group, &site.job));
        assert_eq!((row.state, row.attempt, row.not_before_ms), (QueueState::Waiting, 0, 0));
        assert_eq!((&row.holder, row.until_ms, &row.run_id, &row.outcome), (&None, None, &None, &None));
    }
    assert_eq!(store.scan("a").await.unwrap(), Some(scan("a", 1000)));
    assert_eq!(store.scan("b").await.unwrap(), None);
    assert!(store.queue("b").await.unwrap().is_empty());

    store.begin_scan(&scan("b", 2000), &[]).await.unwrap();
    let other = Scan { list: "towns".to_owned(), ..scan("c", 3000) };
    store.begin_scan(&other, &[]).await.unwrap();
    assert_eq!(store.open_scan("counties").await.unwrap(), Some(scan("b", 2000)), "the newest of the list");
    store.finish_scan("b", 2500).await.unwrap();
    store.finish_scan("b", 2600).await.unwrap();
    let ended = Scan { finished_ms: Some(2500), ..scan("b", 2000) };
    assert_eq!(store.scan("b").await.unwrap(), Some(ended.clone()), "the first moment stands");
    assert_eq!(store.open_scan("counties").await.unwrap(), Some(scan("a", 1000)));
    assert_eq!(store.open_scan("villages").await.unwrap(), None);
    assert_eq!(store.last_scans(2).await.unwrap(), [other, ended]);
}

async fn a_scan_begins_whole_or_not_at_all(home: Home) {
    let store = home.open().await;
    let mut sites: Vec<_> = (0..300).map(|n| queued(&format!("s{n}"), "g")).collect();
    sites.push(queued("s7", "g"));
    assert!(store.begin_scan(&scan("a", 1), &sites).await.is_err(), "two sites with one id");
    assert_eq!(store.scan("a").await.unwrap(), None);
    assert!(store.queue("a").await.unwrap().is_empty());
    sites.pop();
    store.begin_scan(&scan("a", 1), &sites).await.unwrap();
    assert!(store.begin_scan(&scan("a", 2), &[]).await.is_err(), "there is one already");
    assert_eq!(store.scan("a").await.unwrap().unwrap().started_ms, 1);
}

async fn one_site_of_a_group_at_a_time_in_whatever_scan(home: Home) {
    let store = begun(&home, &[queued("a1", "a"), queued("a2", "a"), queued("b1", "b")]).await;
    let mut same_address = queued("b1", "of its own");
    "again".clone_into(&mut same_address.site.id);
    store.begin_scan(&scan("later", 2), &[queued("a3", "a"), same_address, queued("c1", "c")]).await.unwrap();
    let first = take(&store, "p", 10).await.unwrap();
    assert_eq!((first.site.id.as_str(), first.group.as_str(), first.attempt), ("a1", "a", 1));
    assert_eq!((&first.scan, first.job.as_str(), first.holder.as_str()), (&scan("s", 1), "{\"site\":\"a1\"}", "p"));
    assert_eq!(first.run_id, None);
    let second = take(&store, "p", 10).await.unwrap();
    assert_eq!(second.site.id, "b1", "not a2: its group is held, by the same process even");
    let third = take(&store, "q", 10).await.unwrap();
    assert_eq!(third.site.id, "c1", "neither a3 nor the address that is visited already");
    assert_eq!(take(&store, "q", 10).await, None);
    assert_eq!(store.claim(Some("later"), "q", 10, 100).await.unwrap(), None);

    assert!(store.settle(&first, "{}").await.unwrap());
    assert!(store.settle(&second, "{}").await.unwrap());
    let only = store.claim(Some("later"), "q", 10, 100).await.unwrap().unwrap();
    assert_eq!(only.site.id, "a3", "of the scan that was asked for");
    assert_eq!(take(&store, "q", 10).await.unwrap().site.id, "again", "a2's group is held by a3");
    let rows = store.queue("s").await.unwrap();
    let states: Vec<_> = rows.iter().map(|r| r.state).collect();
    assert_eq!(states, [QueueState::Done, QueueState::Waiting, QueueState::Done]);
    assert_eq!(
        (rows[0].holder.as_deref(), rows[0].until_ms, rows[0].outcome.as_deref()),
        (Some("p"), None, Some("{}"))
    );
}

async fn a_lease_that_ran_out_is_given_out_again_and_the_late_holder_is_refused(home: Home) {
    let store = begun(&home, &[queued("a", "a")]).await;
    let first = take(&store, "p", 10).await.unwrap();
    assert!(store.note_run(&first, "run-1").await.unwrap());
    assert_eq!(take(&store, "q", 109).await, None);
    assert!(store.renew(&first, 200).await.unwrap());
    assert_eq!(take(&store, "q", 199).await, None, "a renewed lease lasts longer");
    // The same process, even: another attempt is another lease.
    let second = take(&store, "p", 200).await.unwrap();
    assert_eq!((second.attempt, second.run_id.as_deref()), (2, Some("run-1")));
    assert!(!store.renew(&first, 900).await.unwrap());
    assert!(!store.note_run(&first, "run-2").await.unwrap());
    assert!(!store.settle(&first, "\"late\"").await.unwrap());
    assert!(!store.release(&first).await.unwrap());
    assert!(!store.defer(&first, 900).await.unwrap());
    let row = store.queue("s").await.unwrap().remove(0);
    assert_eq!((row.state, row.until_ms, row.attempt), (QueueState::Leased, Some(300), 2));
    assert_eq!((row.run_id.as_deref(), row.outcome), (Some("run-1"), None));
    assert!(store.settle(&second, "\"done\"").await.unwrap());
    assert!(!store.settle(&second, "\"twice\"").await.unwrap());
    assert!(!store.renew(&second, 900).await.unwrap(), "it is settled");
    assert_eq!(take(&store, "q", 10_000).await, None);
    assert_eq!(store.queue("s").await.unwrap().remove(0).outcome.as_deref(), Some("\"done\""));
}

async fn a_late_holder_goes_on_unless_its_group_was_taken(home: Home) {
    let store = begun(&home, &[queued("a1", "a"), queued("b1", "b")]).await;
    store.begin_scan(&scan("later", 2), &[queued("a2", "a")]).await.unwrap();
    let (a1, b1) = (take(&store, "p", 10).await.unwrap(), take(&store, "p", 10).await.unwrap());
    // Both ran out; a2, of another scan, is taken at once.
    let a2 = store.claim(Some("later"), "q", 150, 100).await.unwrap().unwrap();
    assert!(!store.renew(&a1, 300).await.unwrap(), "another visits its group");
    assert!(store.renew(&b1, 300).await.unwrap(), "nobody took it");
    assert!(store.renew(&a2, 300).await.unwrap());
    assert!(store.settle(&a2, "{}").await.unwrap());
    assert!(store.renew(&a1, 400).await.unwrap(), "the group is free again and the site was given to nobody");
    assert!(store.settle(&a1, "{}").await.unwrap());
}

async fn what_is_given_back_keeps_its_run(home: Home) {
    let store = begun(&home, &[queued("a", "a"), queued("b", "a")]).await;
    let first = take(&store, "p", 10).await.unwrap();
    assert!(store.note_run(&first, "run-1").await.unwrap());
    assert!(store.release(&first).await.unwrap());
    assert!(!store.release(&first).await.unwrap());
    let row = store.queue("s").await.unwrap().remove(0);
    assert_eq!((row.state, row.holder, row.until_ms), (QueueState::Waiting, None, None));
    let second = take(&store, "q", 11).await.unwrap();
    assert_eq!((second.site.id.as_str(), second.attempt), ("a", 2), "its turn is what it was");
    assert_eq!(second.run_id.as_deref(), Some("run-1"));
    assert!(store.held(&first).keep_traits("run-1", &[]).await.is_err());
}

async fn a_site_waits_for_its_time(home: Home) {
    let mut night = queued("a", "a");
    night.not_before_ms = 1000;
    let store = begun(&home, &[night, queued("b", "a")]).await;
    let b = take(&store, "p", 10).await.unwrap();
    assert_eq!(b.site.id, "b");
    assert!(store.note_run(&b, "run-b").await.unwrap());
    assert!(store.defer(&b, 2000).await.unwrap());
    assert_eq!(take(&store, "p", 999).await, None);
    let a = take(&store, "p", 1000).await.unwrap();
    assert_eq!(a.site.id, "a");
    assert!(store.settle(&a, "{}").await.unwrap());
    assert_eq!(take(&store, "p", 1999).await, None);
    assert_eq!(store.queue("s").await.unwrap()[1].not_before_ms, 2000);
    let again = take(&store, "p", 2000).await.unwrap();
    assert_eq!((again.site.id.as_str(), again.run_id.as_deref()), ("b", Some("run-b")));
}

async fn a_finished_scan_gives_out_nothing(home: Home) {
    let store = begun(&home, &[queued("a", "a"), queued("b", "b")]).await;
    let a = take(&store, "p", 10).await.unwrap();
    store.finish_scan("s", 20).await.unwrap();
    assert_eq!(take(&store, "p", 1000).await, None);
    assert!(store.settle(&a, "{}").await.unwrap(), "what was at work comes to its end");
}

async fn writes_of_a_lost_lease_change_nothing(home: Home) {
    let store = begun(&home, &[queued("a", "a")]).await;
    let first = take(&store, "p", 10).await.unwrap();
    let late = store.held(&first);
    late.begin_run(&run("r", 10), 10).await.unwrap();
    late.save("r", &[page(0, "x")], &[], (20, 3)).await.unwrap();
    let second = take(&store, "q", 500).await.unwrap();
    let now = store.held(&second);
    now.save("r", &[page(1, "y")], &[], (30, 5)).await.unwrap();
    let mut changed = run("r", 10);
    changed.requests = 99;
    let card = super::results::card("r", 10);
    let lost = [
        late.begin_run(&run("other", 10), 10).await,
        late.update_run(&changed, 40).await,
        late.save("r", &[page(2, "z")], &[super::skip("z")], (40, 99)).await,
        late.keep_traits("r", &[duwang::model::SiteTrait::NoServices]).await,
        late.save_scorecard(&card, 40, 40).await,
    ];
    for answer in lost {
        match answer {
            Err(error @ Error::LeaseLost { .. }) => assert!(error.to_string().contains("http://a.gov.cn/"), "{error}"),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(store.find_run("other").await.unwrap(), None);
    assert_eq!(store.run("r").await.unwrap().requests, 5);
    assert_eq!(store.count_pages("r").await.unwrap(), 2);
    assert!(store.observations("r").await.unwrap().is_empty());
    assert!(store.traits("r").await.unwrap().is_empty());
    assert_eq!(store.scorecard("r", &card.pack).await.unwrap(), None);
    // Reading needs no lease, and who never had one writes as before.
    assert_eq!(late.run("r").await.unwrap().requests, 5);
    store.update_run(&changed, 50).await.unwrap();
    now.save_scorecard(&card, 60, 60).await.unwrap();
    assert!(store.scorecard("r", &card.pack).await.unwrap().is_some());
    assert!(store.settle(&second, "{}").await.unwrap());
    assert!(matches!(now.update_run(&changed, 70).await, Err(Error::LeaseLost { .. })), "settled is settled");
}

async fn many_processes_never_share_a_group_and_settle_each_site_once(home: Home) {
    const GROUPS: usize = 10;
    let sites: Vec<_> = (0..60).map(|n| queued(&format!("s{n}"), &format!("g{}", n % GROUPS))).collect();
    begun(&home, &sites).await;
    let held: Arc<Mutex<BTreeMap<String, String>>> = Arc::default();
    let mut work = tokio::task::JoinSet::new();
    for n in 0..12 {
        let (store, held) = (home.open().await, Arc::clone(&held));
        work.spawn(async move {
            let (me, mut settled, mut idle) = (format!("p{n}"), 0, 0);
            while idle < 200 {
                let Some(lease) = store.claim(None, &me, 10, 1_000_000).await.unwrap() else {
                    if store.queue("s").await.unwrap().iter().all(|r| r.state == QueueState::Done) {
                        break;
                    }
                    idle += 1;
                    tokio::time::sleep(Duration::from_millis(5)).await;
                    continue;
                };
                let before = held.lock().unwrap().insert(lease.group.clone(), lease.site.id.clone());
                assert_eq!(before, None, "{} while the group is visited", lease.site.id);
                assert!(held.lock().unwrap().len() <= GROUPS);
                tokio::time::sleep(Duration::from_millis(2)).await;
                held.lock().unwrap().remove(&lease.group);
                assert_eq!(lease.attempt, 1, "nobody had it before");
                assert!(store.settle(&lease, &format!("\"{me}\"")).await.unwrap());
                settled += 1;
            }
            settled
        });
    }
    let settled: usize = work.join_all().await.into_iter().sum();
    assert_eq!(settled, 60, "each site once");
}
