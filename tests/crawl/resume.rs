//! A run that is cut off goes on where it was.

use super::web::{Answer, Desk, HOME, HOST, Web, article, linking};
use duwang::config::CrawlSettings;
use duwang::crawl::Stop;
use duwang::model::{RunStatus, SkipReason, StopReason};
use std::collections::BTreeMap;
use std::time::Duration;

fn site(target: &str) -> Answer {
    let number: u32 = target.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0);
    match target {
        "/" => {
            let mut links: Vec<String> = (1..=12).map(|n| format!("/c{n}/")).collect();
            links.extend((1..=5).map(|n| format!("http://www.other.gov.cn/{n}.html")));
            Answer::page(linking("首页", &links))
        }
        t if t.starts_with("/c") => {
            Answer::page(linking(t, &(0..10).map(|n| format!("/art/{}.html", number * 100 + n)).collect::<Vec<_>>()))
        }
        t if t.starts_with("/art/") && !t.contains("absent") => {
            Answer::page(article(&format!("第{number}号文件的通知"), "2026-11-10"))
        }
        _ => Answer::absent(),
    }
}

fn play(host: &str, target: &str) -> Answer {
    match host {
        HOST => site(target).after(3),
        "www.other.gov.cn" if !target.contains("robots") => Answer::page(linking("外站", &[])).after(30),
        _ => Answer::absent(),
    }
}

/// Returns when the host has been asked this often.
async fn reached(web: &Web, requests: usize) {
    while web.asked(HOST).len() < requests {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_visited_is_not_visited_again() {
    let hosts = [HOST, "www.other.gov.cn"];
    let web = Web::start(play).await;
    let settings = web.settings(&hosts, CrawlSettings::default());
    let desk = Desk::new().await;
    let mut run = desk.begin("cut", HOME).await;
    let (mut kept, mut cuts) = (0, 0);
    // Cut off again and again, each time after so many more requests: by then the page that names them was taken.
    for more in [10, 20, 30] {
        let stop = Stop::new();
        let until = web.asked(HOST).len() + more;
        {
            let walk = desk.walk(&settings, &mut run, stop.clone());
            tokio::pin!(walk);
            let mut walking = true;
            tokio::select! {
                () = &mut walk => walking = false,
                () = reached(&web, until) => stop.stop(),
            }
            if walking {
                walk.await;
            }
        }
        let pages = desk.store.count_pages("cut").await.unwrap();
        assert!(pages >= kept, "nothing that was kept gets lost");
        kept = pages;
        if run.status == RunStatus::Interrupted {
            assert_eq!(run.stopped_by, Some(StopReason::Interrupted));
            cuts += 1;
        }
        (run.status, run.stopped_by, run.finished_ms) = (RunStatus::Running, None, None);
    }
    desk.walk(&settings, &mut run, Stop::new()).await;
    assert_eq!(run.status, RunStatus::Complete);
    assert!(cuts > 0, "it was never cut off");
    let resumed = desk.seen(&run).await;

    let quiet = Web::start(play).await;
    let other = Desk::new().await;
    let mut whole = other.begin("whole", HOME).await;
    other.walk(&quiet.settings(&hosts, CrawlSettings::default()), &mut whole, Stop::new()).await;
    let whole = other.seen(&whole).await;

    assert_eq!(resumed.order(), whole.order());
    assert_eq!(resumed.scorecard(), whole.scorecard());
    assert!(resumed.skips(SkipReason::Interrupted).is_empty());
    // What was under way at a cut may be asked again, and nothing else: at most a window's worth for each cut.
    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    for target in web.asked(HOST).into_iter().filter(|t| t != "/robots.txt") {
        *asked.entry(target).or_default() += 1;
    }
    let again: usize = asked.values().map(|n| n - 1).sum();
    assert!(again <= 3 * 48, "{again} pages were asked again");
    assert_eq!(asked.get("/").copied(), Some(1), "what was kept is not asked again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_finished_walk_walked_again_asks_for_nothing() {
    let web = Web::start(play).await;
    let settings = web.settings(&[HOST, "www.other.gov.cn"], CrawlSettings::default());
    let desk = Desk::new().await;
    let mut run = desk.begin("twice", HOME).await;
    desk.walk(&settings, &mut run, Stop::new()).await;
    let before = web.asked(HOST).len();
    let pages = desk.seen(&run).await.order();
    run.status = RunStatus::Running;
    desk.walk(&settings, &mut run, Stop::new()).await;
    let more: Vec<String> = web.asked(HOST).split_off(before);
    assert!(more.iter().all(|t| t == "/robots.txt" || t == "/"), "asked again: {more:?}");
    assert_eq!(desk.seen(&run).await.order(), pages);
}

#[tokio::test]
async fn stopping_at_once_leaves_a_run_that_can_go_on() {
    let web = Web::start(|_, _| Answer::hangs()).await;
    let desk = Desk::new().await;
    let mut run = desk.begin("hang", HOME).await;
    let stop = Stop::new();
    let timer = stop.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(50)).await;
        timer.stop();
    });
    let began = std::time::Instant::now();
    desk.walk(&web.settings(&[HOST], CrawlSettings::default()), &mut run, stop).await;
    assert!(began.elapsed() < Duration::from_secs(2), "a stop is a stop, though the site hangs");
    assert_eq!((run.status, run.stopped_by), (RunStatus::Interrupted, Some(StopReason::Interrupted)));
    let now = run.started_ms + 1;
    assert!(desk.store.resumable(HOME, "{}", 0, now).await.unwrap().is_some());
}
