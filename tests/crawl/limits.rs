//! Budgets: what they keep out is told, one by one.

use super::web::{Answer, HOME, HOST, Web, crawl, linking};
use duwang::config::CrawlSettings;
use duwang::model::{RunStatus, SkipReason, StopReason};
use std::time::Duration;

fn depth_of(target: &str) -> usize {
    target.trim_start_matches("/d").trim_end_matches(".html").parse().unwrap_or(0)
}

#[tokio::test]
async fn pages_beyond_the_budget_are_told() {
    let links: Vec<String> = (1..=30).map(|n| format!("/p{n}/x.html")).collect();
    let web = Web::start(move |_, target| match target {
        "/" => Answer::page(linking("首页", &links)),
        t if t.starts_with("/p") => Answer::page(linking(t, &[])),
        _ => Answer::absent(),
    })
    .await;
    let seen = crawl(&web, &[HOST], HOME, CrawlSettings { max_pages: 10, ..CrawlSettings::default() }).await;
    assert_eq!(seen.pages.len(), 10);
    assert_eq!(seen.skips(SkipReason::Pages).len(), 21, "30 pages, nine of them visited");
    assert!(seen.skips(SkipReason::Pages).iter().all(|s| s.page && s.referrer == HOME));
    assert_eq!((seen.run.status, seen.run.stopped_by), (RunStatus::Partial, Some(StopReason::MaxPages)));
    assert!(web.asked(HOST).iter().filter(|t| t.starts_with("/p")).count() == 9, "nothing more was asked");
}

#[tokio::test]
async fn a_budget_that_is_just_enough_is_no_budget_stop() {
    let links: Vec<String> = (1..=4).map(|n| format!("/p{n}/x.html")).collect();
    let web = Web::start(move |_, target| match target {
        "/" => Answer::page(linking("首页", &links)),
        t if t.starts_with("/p") => Answer::page(linking(t, &[])),
        _ => Answer::absent(),
    })
    .await;
    let seen = crawl(&web, &[HOST], HOME, CrawlSettings { max_pages: 5, ..CrawlSettings::default() }).await;
    assert_eq!((seen.pages.len(), seen.run.status, seen.run.stopped_by), (5, RunStatus::Complete, None));
}

#[tokio::test]
async fn deep_pages_are_left_and_told() {
    let web = Web::start(|_, target| match target {
        "/" => Answer::page(linking("首页", &["/d1.html".to_owned()])),
        t if t.starts_with("/d") => Answer::page(linking(t, &[format!("/d{}.html", depth_of(t) + 1)])),
        _ => Answer::absent(),
    })
    .await;
    let seen = crawl(&web, &[HOST], HOME, CrawlSettings { max_depth: 3, ..CrawlSettings::default() }).await;
    assert!(seen.visited("/d3.html") && !seen.visited("/d4.html"));
    let skips = seen.skips(SkipReason::Depth);
    assert_eq!(skips.iter().map(|s| s.url.as_str()).collect::<Vec<_>>(), ["http://www.linshui.gov.cn/d4.html"]);
}

#[tokio::test]
async fn one_column_does_not_eat_the_budget() {
    let menu = "<div class=\"nav\"><ul><li><a href=\"/big/\">政务动态</a></li><li><a href=\"/small/\">通知公告</a></li></ul></div>";
    let items = |column: &str, count: u32| -> String {
        let rows = (1..=count).map(|n| format!("<li><a href=\"/{column}/a{n}.html\">第{n}号文件</a></li>"));
        rows.collect::<Vec<_>>().concat()
    };
    let web = Web::start(move |_, target| match target {
        "/" => Answer::page(format!("<html><body>{menu}</body></html>")),
        "/big/" => Answer::page(format!("<html><body>{menu}<ul>{}</ul></body></html>", items("big", 40))),
        "/small/" => Answer::page(format!("<html><body>{menu}<ul>{}</ul></body></html>", items("small", 5))),
        t if t.contains("/a") && !t.contains("absent") => Answer::page(linking(t, &[])),
        _ => Answer::absent(),
    })
    .await;
    let seen = crawl(&web, &[HOST], HOME, CrawlSettings { max_column_pages: 12, ..CrawlSettings::default() }).await;
    let of = |column: &str| seen.pages.iter().filter(|p| p.key.0.contains(&format!("/{column}/a"))).count();
    assert_eq!((of("big"), of("small")), (12, 5));
    assert_eq!(seen.skips(SkipReason::Column).len(), 28);
}

#[tokio::test]
async fn links_beyond_the_check_budget_are_told() {
    let links: Vec<String> = (1..=12).map(|n| format!("http://www.other.gov.cn/{n}.html")).collect();
    let web = Web::start(move |host, target| match (host, target) {
        (HOST, "/") => Answer::page(linking("首页", &links)),
        ("www.other.gov.cn", _) => Answer::page(linking("外站", &[])),
        _ => Answer::absent(),
    })
    .await;
    let limits = CrawlSettings { max_checks: 5, ..CrawlSettings::default() };
    let seen = crawl(&web, &[HOST, "www.other.gov.cn"], HOME, limits).await;
    assert_eq!((seen.checked().len(), seen.skips(SkipReason::Checks).len()), (5, 7));
    assert!(seen.skips(SkipReason::Checks).iter().all(|s| !s.page));
}

#[tokio::test]
async fn time_over_ends_the_walk_and_says_what_was_left() {
    let web = Web::start(|_, target| match target {
        "/" => Answer::page(linking("首页", &(1..=200).map(|n| format!("/p{n}/x.html")).collect::<Vec<_>>())),
        t if t.starts_with("/p") => Answer::page(linking(t, &[])).after(60),
        _ => Answer::absent(),
    })
    .await;
    let limits = CrawlSettings { max_time: Some(Duration::from_millis(300)), ..CrawlSettings::default() };
    let seen = crawl(&web, &[HOST], HOME, limits).await;
    assert_eq!((seen.run.status, seen.run.stopped_by), (RunStatus::Partial, Some(StopReason::MaxTime)));
    assert_eq!(seen.pages.len() + seen.skips(SkipReason::Time).len(), 201);
}
