use super::server::{Server, Step, page, reply};
use super::{at, failed, fine, quick};
use duwang::config::FetchSettings;
use duwang::fetch::Fetcher;
use duwang::model::FailureKind;
use std::time::{Duration, Instant};

/// Asks for /0 to /n at once.
async fn many(fetcher: &Fetcher, server: &Server, n: usize) {
    let asked: Vec<_> = (0..n)
        .map(|i| {
            let (fetcher, url) = (fetcher.clone(), server.url(&format!("/{i}")));
            tokio::spawn(async move { fetcher.check(&url).await })
        })
        .collect();
    for one in asked {
        one.await.unwrap();
    }
}

#[tokio::test]
async fn the_rate_is_never_exceeded() {
    let server = Server::start(|_, _, _| page("x")).await;
    let fetcher = at(&server, FetchSettings { rate: 20.0, concurrency: 8, ignore_robots: true, ..quick() }).await;
    let start = Instant::now();
    many(&fetcher, &server, 21).await;
    // Twenty-one requests have twenty gaps of 50 ms between them.
    assert!(start.elapsed() >= Duration::from_millis(995), "{:?}", start.elapsed());
    assert_eq!(server.seen().len(), 21);
    assert_eq!(fetcher.requests(), 21);
}

#[tokio::test]
async fn a_rate_below_one_waits_longer_than_a_second() {
    let server = Server::start(|_, _, _| page("x")).await;
    let fetcher = at(&server, FetchSettings { rate: 0.8, ignore_robots: true, ..quick() }).await;
    many(&fetcher, &server, 2).await;
    let seen = server.seen();
    // The server's clock starts when the request has arrived, so a little is allowed for the first one's way.
    assert!(seen[1].at - seen[0].at >= Duration::from_millis(1100));
}

#[tokio::test]
async fn concurrency_is_never_exceeded() {
    let server = Server::start(|_, _, _| {
        let mut steps = vec![Step::Wait(30)];
        steps.extend(reply("200 OK", "", "x"));
        Some(steps)
    })
    .await;
    let fetcher = at(&server, FetchSettings { concurrency: 3, ignore_robots: true, ..quick() }).await;
    many(&fetcher, &server, 24).await;
    assert_eq!(server.seen().len(), 24);
    assert!(server.most_busy() <= 3, "{}", server.most_busy());
    // Eight rounds of 30 ms at least.
    assert!(server.seen()[23].at - server.seen()[0].at >= Duration::from_millis(7 * 30));
}

#[tokio::test]
async fn a_slow_host_is_asked_more_slowly() {
    // One at a time, and one slow answer: the next requests keep the distance that it taught.
    let server = Server::start(|path, _, _| {
        let mut steps = if path == "/slow" { vec![Step::Wait(400)] } else { Vec::new() };
        steps.extend(reply("200 OK", "", "x"));
        Some(steps)
    })
    .await;
    let fetcher = at(&server, FetchSettings { concurrency: 1, ignore_robots: true, ..quick() }).await;
    fine(&fetcher.check(&server.url("/slow")).await);
    fine(&fetcher.check(&server.url("/a")).await);
    let start = Instant::now();
    fine(&fetcher.check(&server.url("/b")).await);
    // The delay after /slow was 400 ms, taken when /a went out.
    assert!(start.elapsed() >= Duration::from_millis(300), "{:?}", start.elapsed());
    // It recovers by halves.
    for i in 0..4 {
        fine(&fetcher.check(&server.url(&format!("/{i}"))).await);
    }
}

#[tokio::test]
async fn too_many_requests_bring_the_pace_down() {
    let server =
        Server::start(|path, _, _| if path == "/429" { Some(reply("429 Slow", "", "")) } else { page("x") }).await;
    let fetcher = at(&server, FetchSettings { ignore_robots: true, ..quick() }).await;
    for _ in 0..2 {
        assert_eq!(fetcher.check(&server.url("/429")).await.record.status, Some(429));
    }
    let before = server.seen().len();
    for path in ["/a", "/b"] {
        fine(&fetcher.check(&server.url(path)).await);
    }
    let seen = server.seen();
    assert!(seen[before + 1].at - seen[before].at >= Duration::from_millis(150));
}

#[tokio::test]
async fn a_dead_host_is_tried_once_after_a_while() {
    let port = std::net::TcpListener::bind("127.0.0.10:0").unwrap().local_addr().unwrap().port();
    let home = super::url(&format!("http://127.0.0.10:{port}/"));
    let settings = FetchSettings { retries: 1, ignore_robots: true, ..quick() };
    let fetcher = Fetcher::new(settings, &home).await.unwrap();
    let mut attempts = Vec::new();
    let first: Vec<_> = (0..8)
        .map(|i| {
            let (fetcher, url) = (fetcher.clone(), home.join(&format!("/{i}")).unwrap());
            tokio::spawn(async move { fetcher.check(&url).await })
        })
        .collect();
    for one in first {
        attempts.push(one.await.unwrap().record.attempts);
    }
    assert_eq!(attempts, [2; 8]);
    let exchange = fetcher.check(&home.join("/8").unwrap()).await;
    failed(&exchange, FailureKind::Connect);
    assert_eq!(exchange.record.attempts, 1);
    // It answers again and is trusted again.
    let server = Server::on(&format!("127.0.0.10:{port}"), |path, nth, _| match (path, nth) {
        ("/rst", 0) => Some(vec![Step::Reset]),
        _ => page("back"),
    })
    .await;
    fine(&fetcher.check(&server.url("/")).await);
    let exchange = fetcher.check(&server.url("/rst")).await;
    fine(&exchange);
    assert_eq!(exchange.record.attempts, 2);
}
