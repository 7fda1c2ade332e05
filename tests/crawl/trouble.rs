//! Sites that fail, wholly or in part.

use super::web::{Answer, Desk, HOME, HOST, Web, crawl, linking};
use crate::auditing::bind;
use duwang::config::CrawlSettings;
use duwang::crawl::Stop;
use duwang::model::{FailureKind, Outcome, Reason, RunStatus, SkipReason, StopReason};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_site_that_dies_midway_is_left_alone() {
    let served = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&served);
    let web = Web::start(move |_, target| {
        if target != "/robots.txt" && count.fetch_add(1, Ordering::Relaxed) > 10 {
            return Answer::hangs();
        }
        match target {
            "/" => Answer::page(linking("首页", &(1..=150).map(|n| format!("/p{n}/x.html")).collect::<Vec<_>>())),
            t if t.starts_with("/p") => Answer::page(linking(t, &[])),
            _ => Answer::absent(),
        }
    })
    .await;
    let mut settings = web.settings(&[HOST], CrawlSettings::default());
    settings.fetch.first_byte_timeout = Duration::from_millis(150);
    settings.fetch.concurrency = 16;
    let desk = Desk::new().await;
    let mut run = desk.begin("dying", HOME).await;
    desk.walk(&settings, &mut run, Stop::new()).await;
    let seen = desk.seen(&run).await;
    assert_eq!((run.status, run.stopped_by), (RunStatus::Partial, Some(StopReason::HostDown)));
    assert!(!seen.skips(SkipReason::HostDown).is_empty());
    assert!(seen.pages.iter().any(|p| p.record.failure_kind() == Some(FailureKind::Timeout)));
    let told = seen.pages.len() + seen.skips(SkipReason::HostDown).len();
    assert_eq!(told, 151, "every known page is either asked or told");
    // Silence accuses nobody.
    let check = duwang::checks::find("dead-link").unwrap();
    let verdict = (check.bind)(serde_json::json!({})).unwrap().measure(&seen.facts);
    assert_eq!(verdict.violations, []);
    assert_eq!(verdict.outcome(), Outcome::CannotTell);
}

#[tokio::test]
async fn a_site_without_an_answer_is_not_told_clean() {
    let web = Web::start(|_, _| Answer::hangs()).await;
    let mut settings = web.settings(&[HOST], CrawlSettings::default());
    settings.fetch.first_byte_timeout = Duration::from_millis(100);
    settings.fetch.total_timeout = Duration::from_millis(200);
    let desk = Desk::new().await;
    let mut run = desk.begin("silent", HOME).await;
    desk.walk(&settings, &mut run, Stop::new()).await;
    let seen = desk.seen(&run).await;
    assert_eq!(seen.pages.len(), 1);
    for check in duwang::checks::REGISTRY {
        let params = match check.id {
            "missing-column" => serde_json::json!({ "columns": [{ "name": "通知公告" }] }),
            "uncovered-topic" | "missing-document" => serde_json::json!({ "name": "就业", "any": ["就业"] }),
            "missing-external-entry" => serde_json::json!({ "entries": [{ "name": "信用中国" }] }),
            "catalogue-gap" => serde_json::json!({ "catalogue": { "id": "x", "field": [{ "name": "就业" }] } }),
            _ => serde_json::json!({}),
        };
        let verdict = bind(check, params).unwrap().measure(&seen.facts);
        match check.id {
            "unreachable-site" => assert_eq!(verdict.outcome(), Outcome::Failed, "down now is told"),
            "non-gov-domain" => assert_eq!(verdict.outcome(), Outcome::Passed, "by its name"),
            "no-https" | "no-ipv6" => {}
            id => assert_eq!(verdict.outcome(), Outcome::CannotTell, "{id}"),
        }
    }
}

#[tokio::test]
async fn a_name_that_does_not_exist_is_told() {
    let web = Web::start(|_, _| Answer::absent()).await;
    let seen = crawl(&web, &[], HOME, CrawlSettings::default()).await;
    assert_eq!(seen.pages[0].record.failure_kind(), Some(FailureKind::Dns));
    assert_eq!(seen.facts.probes.len(), 1);
    assert!(!seen.facts.probes[0].ok);
}

#[tokio::test]
async fn errors_in_between_do_not_end_the_walk() {
    let web = Web::start(|_, target| match target {
        "/" => Answer::page(linking("首页", &(1..=60).map(|n| format!("/p{n}/x.html")).collect::<Vec<_>>())),
        t if t.starts_with("/p") && t.len() % 2 == 0 => Answer { status: 500, ..Answer::page("oops") },
        t if t.starts_with("/p") => Answer::page(linking(t, &[])),
        _ => Answer::absent(),
    })
    .await;
    let seen = crawl(&web, &[HOST], HOME, CrawlSettings::default()).await;
    assert_eq!((seen.run.status, seen.pages.len()), (RunStatus::Complete, 61));
}

#[tokio::test]
async fn bodies_of_every_kind_do_not_stop_it() {
    let bodies =
        ["", "\u{feff}", "<", "<html", "<a href=", "{\"a\":", "%PDF-1.4", "\0\0\0", "<!--", "<script>while(1)"];
    let web = Web::start(move |_, target| match target {
        "/" => Answer::page(linking("首页", &(0..bodies.len()).map(|n| format!("/b{n}.html")).collect::<Vec<_>>())),
        t if t.starts_with("/b") => {
            let n: usize = t.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0);
            Answer::page(bodies[n % bodies.len()])
        }
        _ => Answer::absent(),
    })
    .await;
    let seen = crawl(&web, &[HOST], HOME, CrawlSettings::default()).await;
    assert_eq!(seen.pages.len(), 1 + bodies.len());
    assert!(seen.pages.iter().all(|p| p.parse_fault.is_none()));
}

#[tokio::test]
async fn a_firewalled_link_is_left_to_a_person() {
    let web = Web::start(|host, target| match (host, target) {
        (HOST, "/") => Answer::page(linking("首页", &["http://waf.other.gov.cn/x.html".to_owned()])),
        ("waf.other.gov.cn", "/x.html") => Answer {
            status: 403,
            ..Answer::page("<html><head><title>网站防火墙</title></head><body>您的请求已被网站防火墙拦截</body></html>")
        },
        _ => Answer::absent(),
    })
    .await;
    let seen = crawl(&web, &[HOST, "waf.other.gov.cn"], HOME, CrawlSettings::default()).await;
    let check = duwang::checks::find("dead-link").unwrap();
    let verdict = (check.bind)(serde_json::json!({})).unwrap().measure(&seen.facts);
    assert_eq!(verdict.violations, []);
    assert_eq!(verdict.undetermined.iter().map(|u| u.reason).collect::<Vec<_>>(), [Reason::Blocked]);
}
