//! The second night: what did not change is neither read nor stored again, and everything else is.

use super::web::{Answer, Desk, HOME, HOST, Web, article, linking};
use duwang::config::CrawlSettings;
use duwang::crawl::Stop;
use duwang::model::Run;
use duwang::store::Changes;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// A site of which each night is another.
async fn nights(play: impl Fn(&str, u32) -> Answer + Send + Sync + 'static) -> (Web, Arc<AtomicU32>) {
    let night = Arc::new(AtomicU32::new(1));
    let now = Arc::clone(&night);
    let web = Web::start(move |_, target| play(target, now.load(Ordering::SeqCst))).await;
    (web, night)
}

/// Walks twice; gives the runs and how the second compares with the first.
async fn twice(desk: &Desk, web: &Web, night: &AtomicU32, limits: CrawlSettings) -> (Run, Run, Changes) {
    let mut first = desk.begin("first", HOME).await;
    desk.walk(&web.settings(&[HOST], CrawlSettings::default()), &mut first, Stop::new()).await;
    night.store(2, Ordering::SeqCst);
    let mut second = desk.begin("second", HOME).await;
    desk.store.rest_on("second", "first").await.unwrap();
    desk.walk_after(&web.settings(&[HOST], limits), &mut second, Stop::new(), Some("first")).await;
    let changes = desk.store.changes("second").await.unwrap().expect("it was held against the first");
    (first, second, changes)
}

fn home(articles: &[u32]) -> String {
    linking("首页", &articles.iter().map(|n| format!("/art/{n}.html")).collect::<Vec<_>>())
}

fn number(target: &str) -> u32 {
    target.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_changed_is_read_and_the_verdicts_are_those_of_a_visit_in_full() {
    let (web, night) = nights(|target, night| match target {
        "/" if night == 1 => Answer::page(home(&[1, 2, 3, 4, 5])).tagged(),
        "/" => Answer::page(home(&[1, 2, 3, 6])).tagged(),
        "/art/2.html" if night == 2 => Answer::page(article("改过的第二号文件的通知", "2026-11-12")).tagged(),
        // Gone; nothing leads to it any more.
        "/art/4.html" if night == 2 => Answer::absent(),
        // By its bytes alone.
        "/art/3.html" => Answer::page(article("第3号文件的通知", "2026-11-10")),
        t if t.starts_with("/art/") && number(t) < 7 && !t.contains("absent") => {
            Answer::page(article(&format!("第{}号文件的通知", number(t)), "2026-11-10")).tagged()
        }
        _ => Answer::absent(),
    })
    .await;
    let desk = Desk::new().await;
    let (_, second, changes) = twice(&desk, &web, &night, CrawlSettings::default()).await;
    assert_eq!(web.held(), ["/art/1.html"], "said to be as it was, and asked no more");
    let counted = Changes { unchanged: 2, changed: 2, new: 1, gone: 1, unlinked: 1, not_reached: 0 };
    assert_eq!(changes, counted);
    let held = desk.seen(&second).await;
    let record = held.pages.iter().find(|p| p.key.0.ends_with("/art/1.html")).unwrap();
    assert_eq!((record.record.status, record.record.unchanged), (Some(200), true));

    let other = Desk::new().await;
    let mut full = other.begin("second", HOME).await;
    other.walk(&web.settings(&[HOST], CrawlSettings::default()), &mut full, Stop::new()).await;
    assert_eq!(held.scorecard(), other.seen(&full).await.scorecard());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_is_read_again_when_a_style_sheet_of_its_is_another() {
    let styled = |title: &str| {
        article(title, "2026-11-10").replace("</head>", "<link rel=\"stylesheet\" href=\"/s.css\"></head>")
    };
    let (web, night) = nights(move |target, night| match target {
        "/" => Answer::page(home(&[1, 2])).tagged(),
        "/s.css" => {
            Answer { kind: "text/css", ..Answer::text(if night == 1 { "p{color:red}" } else { "p{display:none}" }) }
        }
        "/art/1.html" => Answer::page(styled("第1号文件的通知")).tagged(),
        "/art/2.html" => Answer::page(article("第2号文件的通知", "2026-11-10")).tagged(),
        _ => Answer::absent(),
    })
    .await;
    let desk = Desk::new().await;
    let (.., changes) = twice(&desk, &web, &night, CrawlSettings::default()).await;
    assert_eq!((changes.unchanged, changes.changed), (2, 1));
    assert_eq!(web.times(HOST, "/art/1.html"), 3, "the first night, whether it holds, and once more for its body");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_was_not_reached_is_not_gone() {
    let (web, night) = nights(|target, _| match target {
        "/" => Answer::page(home(&[1, 2, 3, 4, 5, 6])).tagged(),
        t if t.starts_with("/art/") && !t.contains("absent") => {
            Answer::page(article(&format!("第{}号文件的通知", number(t)), "2026-11-10")).tagged()
        }
        _ => Answer::absent(),
    })
    .await;
    let desk = Desk::new().await;
    let limits = CrawlSettings { max_pages: 3, ..CrawlSettings::default() };
    let (.., changes) = twice(&desk, &web, &night, limits).await;
    assert_eq!((changes.unchanged, changes.gone, changes.not_reached), (3, 0, 4));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_of_the_second_night_that_is_cut_off_goes_on_as_it_was() {
    let (web, night) = nights(|target, _| match target {
        "/" => Answer::page(home(&(1..=30).collect::<Vec<_>>())).tagged(),
        t if t.starts_with("/art/") && !t.contains("absent") => {
            Answer::page(article(&format!("第{}号文件的通知", number(t)), "2026-11-10")).tagged().after(5)
        }
        _ => Answer::absent(),
    })
    .await;
    let desk = Desk::new().await;
    let settings = web.settings(&[HOST], CrawlSettings::default());
    let mut first = desk.begin("first", HOME).await;
    desk.walk(&settings, &mut first, Stop::new()).await;
    night.store(2, Ordering::SeqCst);
    let mut second = desk.begin("second", HOME).await;
    desk.store.rest_on("second", "first").await.unwrap();
    let stop = Stop::new();
    {
        let walk = desk.walk_after(&settings, &mut second, stop.clone(), Some("first"));
        tokio::pin!(walk);
        let few = async {
            while web.held().len() < 10 {
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
        };
        tokio::select! {
            () = &mut walk => {}
            () = few => {
                stop.stop();
                walk.await;
            }
        }
    }
    let earlier = desk.store.earlier_of("second").await.unwrap();
    desk.walk_after(&settings, &mut second, Stop::new(), earlier.as_deref()).await;
    let changes = desk.store.changes("second").await.unwrap().unwrap();
    assert_eq!(changes, Changes { unchanged: 31, ..Changes::default() });
    assert_eq!(desk.seen(&second).await.scorecard(), desk.seen(&first).await.scorecard());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_that_always_says_unchanged_is_believed_until_the_next_visit_in_full() {
    let (web, night) = nights(|target, night| match target {
        "/" => Answer { lies: true, ..Answer::page(home(&[1])).tagged() },
        "/art/1.html" => {
            let title = if night == 1 { "第1号文件的通知" } else { "另一份文件的通知" };
            Answer { lies: true, ..Answer::page(article(title, "2026-11-10")).tagged() }
        }
        _ => Answer::absent(),
    })
    .await;
    let desk = Desk::new().await;
    let (.., changes) = twice(&desk, &web, &night, CrawlSettings::default()).await;
    assert_eq!(changes.unchanged, 2);
    let mut full = desk.begin("third", HOME).await;
    desk.walk(&web.settings(&[HOST], CrawlSettings::default()), &mut full, Stop::new()).await;
    assert!(desk.seen(&full).await.pages.iter().any(|p| p.page.as_ref().unwrap().title.contains("另一份")));
}
