use super::server::{Server, Step, page, reply, to};
use super::{at, failed, fine, quick};
use duwang::config::FetchSettings;
use duwang::model::{FailureKind, Known};
use std::time::Duration;

fn text(body: &str) -> Option<Vec<Step>> {
    Some(reply("200 OK", "Content-Type: text/plain\r\n", body))
}

/// A server with this robots.txt and a page everywhere else.
async fn with(robots: fn() -> Option<Vec<Step>>) -> Server {
    Server::start(move |path, _, _| if path == "/robots.txt" { robots() } else { page("page") }).await
}

#[tokio::test]
async fn rules_are_obeyed_by_pages_and_link_checks() {
    let server = with(|| {
        text(
            "\u{feff}User-agent: *\nDisallow: /\n\nUser-agent: DuWang\nDisallow: /private\nAllow: /private/open\nDisallow: /*.do$\n\
             Disallow: /%E5%86%85/\nSitemap: /map.xml\nSitemap: https://other.test/map2.xml\nSitemap: /map.xml\n",
        )
    })
    .await;
    let fetcher = at(&server, quick()).await;
    for path in ["/", "/private/open/x", "/a.do?x", "/公"] {
        fine(&fetcher.page(&server.url(path)).await);
    }
    for path in ["/private", "/private/x", "/a.do", "/内/x"] {
        let detail = failed(&fetcher.check(&server.url(path)).await, FailureKind::Robots);
        assert!(detail.contains(&server.url("").origin().ascii_serialization()), "{detail}");
    }
    assert_eq!(server.seen().len(), 4, "what is forbidden is not asked");
    assert_eq!(server.count("/robots.txt"), 1);
    assert_eq!(fetcher.requests(), 5);
    let facts = fetcher.host_facts().await;
    assert_eq!(facts.robots, Known::Yes(server.url("/robots.txt").to_string()));
    assert_eq!(facts.sitemaps, [server.url("/map.xml").to_string(), "https://other.test/map2.xml".to_owned()]);
    let server = with(|| text("User-agent: *\nDisallow: /")).await;
    failed(&at(&server, quick()).await.page(&server.url("/")).await, FailureKind::Robots);
    let ignoring = FetchSettings { ignore_robots: true, ..quick() };
    fine(&at(&server, ignoring).await.page(&server.url("/")).await);
    assert_eq!(server.count("/robots.txt"), 1);
}

#[tokio::test]
async fn no_rules_where_there_is_no_robots_txt() {
    let html = with(|| page("<!DOCTYPE html><title>User-agent: * Disallow: /</title>")).await;
    let missing = with(|| Some(reply("404 Not Found", "", ""))).await;
    let forbidden = with(|| Some(reply("403 Forbidden", "", ""))).await;
    let broken = with(|| Some(vec![Step::Reset])).await;
    let binary = with(|| Some(reply("200 OK", "", (0..=255).collect::<Vec<u8>>()))).await;
    for server in [&html, &missing, &forbidden, &broken, &binary] {
        fine(&at(server, quick()).await.page(&server.url("/")).await);
    }
    assert!(matches!(at(&html, quick()).await.host_facts().await.robots, Known::No(_)));
    assert!(matches!(at(&missing, quick()).await.host_facts().await.robots, Known::No(_)));
    assert!(matches!(at(&broken, quick()).await.host_facts().await.robots, Known::Unknown(_)));
}

#[tokio::test]
async fn a_server_in_trouble_is_left_alone() {
    let server = with(|| Some(reply("500 Oops", "", ""))).await;
    let fetcher = at(&server, quick()).await;
    failed(&fetcher.page(&server.url("/")).await, FailureKind::Robots);
    assert_eq!(server.seen().len(), 0);
    assert_eq!(server.count("/robots.txt"), 2, "asked twice before that is believed");
    let server = Server::start(|path, nth, _| match (path, nth) {
        ("/robots.txt", 0) => Some(reply("502 Oops", "", "")),
        ("/robots.txt", _) => text("User-agent: *\nDisallow: /no"),
        _ => page("x"),
    })
    .await;
    let fetcher = at(&server, quick()).await;
    fine(&fetcher.page(&server.url("/")).await);
    failed(&fetcher.page(&server.url("/no")).await, FailureKind::Robots);
}

#[tokio::test]
async fn it_is_asked_once_however_many_wait() {
    let server = Server::start(|path, _, _| {
        if path == "/robots.txt" {
            let mut steps = vec![Step::Wait(100)];
            steps.extend(text("User-agent: *\nDisallow: /no").unwrap());
            return Some(steps);
        }
        page("x")
    })
    .await;
    let fetcher = at(&server, FetchSettings { concurrency: 16, ..quick() }).await;
    let tasks: Vec<_> = (0..16)
        .map(|i| {
            let (fetcher, url) = (fetcher.clone(), server.url(&format!("/{i}")));
            tokio::spawn(async move { fetcher.page(&url).await })
        })
        .collect();
    for task in tasks {
        fine(&task.await.unwrap());
    }
    assert_eq!(server.count("/robots.txt"), 1);
}

#[tokio::test]
async fn its_redirects_are_followed_and_each_origin_is_asked() {
    let other = with(|| text("User-agent: *\nDisallow: /hidden")).await;
    let (rules, hidden) = (other.url("/robots.txt").to_string(), other.url("/hidden").to_string());
    let server = Server::start(move |path, _, _| match path {
        "/robots.txt" => to(&rules),
        "/away" => to(&hidden),
        _ => page("x"),
    })
    .await;
    let fetcher = at(&server, quick()).await;
    failed(&fetcher.page(&server.url("/hidden")).await, FailureKind::Robots);
    let exchange = fetcher.page(&server.url("/away")).await;
    let detail = failed(&exchange, FailureKind::Robots);
    assert!(detail.contains(&other.addr.to_string()), "{detail}");
    assert_eq!(exchange.record.hops.len(), 1);
    assert_eq!(other.count("/hidden"), 0);
    let round = Server::start(|path, _, _| if path == "/robots.txt" { to("/robots.txt") } else { page("x") }).await;
    fine(&at(&round, quick()).await.page(&round.url("/")).await);
    assert_eq!(round.count("/robots.txt"), 6);
}

#[tokio::test]
async fn a_crawl_delay_slows_the_host_down() {
    let server = with(|| text("User-agent: *\nCrawl-delay: 0.3\nDisallow:")).await;
    let fetcher = at(&server, quick()).await;
    for path in ["/a", "/b", "/c"] {
        fine(&fetcher.page(&server.url(path)).await);
    }
    let seen = server.seen();
    assert!(seen[2].at - seen[0].at >= Duration::from_millis(500));
}

#[tokio::test]
async fn a_huge_file_counts_as_far_as_it_is_read() {
    let server = with(|| {
        let tail = "#".repeat(80) + "\n";
        text(&format!("User-agent: *\nDisallow: /no\n{}Disallow: /late\n", tail.repeat(10_000)))
    })
    .await;
    let fetcher = at(&server, quick()).await;
    failed(&fetcher.page(&server.url("/no")).await, FailureKind::Robots);
    fine(&fetcher.page(&server.url("/late")).await);
}

#[tokio::test]
async fn one_monstrous_rule_does_not_undo_the_others() {
    let monster = with(|| text(&format!("User-agent: *\nDisallow: /x{}$\nDisallow: /no\n", "*ab".repeat(5000)))).await;
    let many = with(|| text(&format!("User-agent: *\n{}Disallow: /no\n", "Disallow: /*.q$\n".repeat(5000)))).await;
    for server in [&monster, &many] {
        let fetcher = at(server, quick()).await;
        failed(&fetcher.page(&server.url("/no")).await, FailureKind::Robots);
        fine(&fetcher.page(&server.url("/yes")).await);
    }
}
