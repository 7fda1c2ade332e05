//! What the databases would each do in its own way: order, characters, lengths, two writers at once.

use super::home::{Home, on_each_database};
use super::{SITE, page, run, skip};
use duwang::model::{Observation, Page};
use duwang::store::Probe;

on_each_database!(
    text_is_ordered_by_its_bytes,
    characters_that_a_database_may_refuse_are_kept_or_replaced_alike,
    keys_of_any_length_are_kept,
    two_that_write_the_same_at_once_agree,
    a_run_begins_once,
);

async fn text_is_ordered_by_its_bytes(home: Home) {
    let store = home.open().await;
    let mut ids = ["b", "a", "B", "A", "a-b", "ab", "a_b", "a b", "Z", "é", "中", "阿", "1", "10", "2", "~", "县a"];
    for (n, id) in ids.iter().enumerate() {
        let mut run = run(&format!("r-{id}"), 7);
        (*id).clone_into(&mut run.site.id);
        store.begin_run(&run, i64::try_from(n).unwrap()).await.unwrap();
    }
    ids.sort_unstable();
    let period = ("2026-01-01".parse().unwrap(), "2026-12-31".parse().unwrap());
    assert_eq!(store.sites_of(period).await.unwrap(), ids);
    let between: Vec<String> = store.runs_between(SITE, 0, 10).await.unwrap().into_iter().map(|r| r.id).collect();
    assert_eq!(between, ids.map(|id| format!("r-{id}")));
    let newest: Vec<String> = store.recent_runs(3).await.unwrap().into_iter().map(|r| r.id).collect();
    assert_eq!(newest, [ids[16], ids[15], ids[14]].map(|id| format!("r-{id}")));
}

async fn characters_that_a_database_may_refuse_are_kept_or_replaced_alike(home: Home) {
    let store = home.open().await;
    let odd = "尾\0\u{1}\u{7f}\u{fffe}\u{10ffff}𠮷🏛\u{202e}'\"\\u0000\\";
    let mut begun = run("a", 1);
    odd.clone_into(&mut begun.site.name);
    store.begin_run(&begun, 1).await.unwrap();
    let replaced = odd.replace('\0', "\u{fffd}");
    assert_eq!(store.run("a").await.unwrap().site.name, replaced, "a column holds no NUL");
    begun.requests = 3;
    store.update_run(&begun, 2).await.unwrap();
    assert_eq!(store.run("a").await.unwrap().site.name, replaced);

    // What is stored as a value of ours comes back whole.
    let mut seen = page(0, "x");
    seen.page = Some(Page { title: odd.to_owned(), ..Page::default() });
    let (key, Observation::Skipped(mut told)) = skip("y") else { panic!() };
    odd.clone_into(&mut told.detail);
    let told = Observation::Skipped(told);
    store.save("a", std::slice::from_ref(&seen), &[(format!("{key}{odd}"), told.clone())], (3, 4)).await.unwrap();
    assert_eq!(store.page_at("a", 0).await.unwrap(), Some(seen));
    let kept = store.observations("a").await.unwrap();
    assert_eq!(kept.into_iter().collect::<Vec<_>>(), [(format!("{key}{replaced}"), told)]);

    let probe = Probe { at_ms: 1, ok: false, took_ms: 2, detail: odd.to_owned() };
    store.save_probe(SITE, &probe).await.unwrap();
    assert_eq!(store.probes(SITE, 0, 9).await.unwrap(), [Probe { detail: replaced, ..probe }]);
    let mut card = super::results::card("a", 1);
    odd.clone_into(&mut card.findings[0].url);
    card.findings[0].target = Some(odd.to_owned());
    store.save_scorecard(&card, 1, 1).await.unwrap();
    assert_eq!(store.scorecard("a", &card.pack).await.unwrap(), Some(card));
}

async fn keys_of_any_length_are_kept(home: Home) {
    let store = home.open().await;
    store.begin_run(&run("a", 1), 1).await.unwrap();
    // Longer than an index of PostgreSQL takes, without a pattern that it could compress, alike but for the end.
    let long: String =
        (0_u32..9000).map(|n| char::from(b'a' + u8::try_from(n.wrapping_mul(n ^ 0x4d) / 7 % 26).unwrap())).collect();
    let pages = [page(0, &format!("{long}1")), page(1, &format!("{long}2")), page(2, &"县".repeat(3000))];
    let told = [skip(&format!("{long}1")), skip(&format!("{long}2")), skip(&"县".repeat(3000)), skip("short")];
    for _ in 0..2 {
        store.save("a", &pages, &told, (2, 3)).await.unwrap();
    }
    let mut kept = Vec::new();
    store.each_page("a", |p| kept.push(p)).await.unwrap();
    assert_eq!(kept, pages);
    assert_eq!(store.observations("a").await.unwrap(), told.into_iter().collect());
}

async fn two_that_write_the_same_at_once_agree(home: Home) {
    home.open().await.begin_run(&run("a", 1), 1).await.unwrap();
    let card = super::results::card("a", 1);
    let mut writing = tokio::task::JoinSet::new();
    for n in 0..6_i64 {
        let (store, mut card) = (home.open().await, card.clone());
        writing.spawn(async move {
            for round in 0..4_u64 {
                // Pages in different orders, so that each waits for the other's.
                let mut pages: Vec<_> = (0..12).map(|p| page(round * 12 + p, &format!("{round}-{p}"))).collect();
                if n % 2 == 0 {
                    pages.reverse();
                }
                store.save("a", &pages, &[skip(&format!("{round}"))], (n, 1)).await.unwrap();
                let probe = Probe { at_ms: 7, ok: true, took_ms: 1, detail: "200".to_owned() };
                store.save_probe(SITE, &probe).await.unwrap();
                card.run.id = format!("run-{}", round % 2);
                store.save_scorecard(&card, 1, 100 - n).await.unwrap();
                store.save_tally(&card).await.unwrap();
            }
        });
    }
    writing.join_all().await;
    let store = home.open().await;
    assert_eq!(store.count_pages("a").await.unwrap(), 48);
    assert_eq!(store.observations("a").await.unwrap().len(), 4);
    assert_eq!(store.probes(SITE, 0, 9).await.unwrap().len(), 1);
    let seen = store.first_seen(&card.site.url).await.unwrap();
    assert_eq!(seen.len(), card.findings.len());
    assert!(seen.values().all(|at| *at == 95), "the earliest of all counts: {seen:?}");
    assert!(store.scorecard("run-1", &card.pack).await.unwrap().is_some());
}

async fn a_run_begins_once(home: Home) {
    let store = home.open().await;
    store.begin_run(&run("a", 1), 1).await.unwrap();
    store.begin_run(&run("a", 1), 2).await.expect("it is there just so");
    assert!(store.begin_run(&run("a", 2), 2).await.is_err(), "another run with its id");
    assert_eq!(store.run("a").await.unwrap().started_ms, 1);
}
