use super::server::{Server, Step, page, reply};
use super::{at, failed, fine, quick};
use duwang::config::FetchSettings;
use duwang::model::FailureKind;
use std::time::Duration;

#[tokio::test]
async fn only_what_may_change_is_asked_again() {
    let server = Server::start(|path, nth, _| match path {
        "/500" => Some(reply("500 Internal Server Error", "", "x")),
        "/502" => Some(reply("502 Bad Gateway", "", "x")),
        "/404" | "/robots.txt" => None,
        "/429" => Some(reply("429 Too Many", "", "x")),
        "/rst" => Some(vec![Step::Reset]),
        "/gz" => Some(reply("200 OK", "Content-Type: text/html\r\nContent-Encoding: gzip\r\n", "plain")),
        "/flaky" if nth == 0 => Some(reply("500 Oops", "", "x")),
        "/dropped" if nth == 0 => Some(vec![]),
        _ => page("fine"),
    })
    .await;
    let fetcher = at(&server, FetchSettings { retries: 2, concurrency: 8, ..quick() }).await;
    let mut tasks = Vec::new();
    for (path, attempts) in
        [("/500", 2), ("/502", 3), ("/404", 1), ("/429", 3), ("/rst", 3), ("/gz", 1), ("/flaky", 2), ("/dropped", 2)]
    {
        let (fetcher, url) = (fetcher.clone(), server.url(path));
        tasks.push((path, attempts, tokio::spawn(async move { fetcher.page(&url).await })));
    }
    for (path, attempts, task) in tasks {
        let record = task.await.unwrap().record;
        assert_eq!(record.attempts, attempts, "{path}: {record:?}");
        assert_eq!(server.count(path), attempts as usize, "{path}");
        assert_eq!(record.is_ok(), matches!(path, "/flaky" | "/dropped"), "{path}");
    }
}

#[tokio::test]
async fn nobody_is_called_dead_on_one_answer() {
    let server = Server::start(|path, _, _| (path != "/robots.txt").then(|| reply("503 Busy", "", "x"))).await;
    let record = at(&server, quick()).await.check(&server.url("/")).await.record;
    assert_eq!((record.status, record.attempts), (Some(503), 2), "even with no retries set");
}

#[tokio::test]
async fn retry_after_is_waited_for() {
    let server = Server::start(|path, nth, _| match (path, nth) {
        ("/seconds", 0) => Some(reply("503 Busy", "Retry-After: 1\r\n", "")),
        ("/past", 0) => Some(reply("429 Busy", "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n", "")),
        ("/long", _) => Some(reply("429 Busy", "Retry-After: 3600\r\n", "")),
        ("/date", _) => Some(reply("503 Busy", "Retry-After: Fri, 31 Dec 2110 23:59:59 GMT\r\n", "")),
        ("/nonsense", 0) => Some(reply("429 Busy", "Retry-After: soon\r\n", "")),
        ("/robots.txt", _) => None,
        _ => page("now"),
    })
    .await;
    let fetcher = at(&server, FetchSettings { retries: 1, ..quick() }).await;
    fine(&fetcher.page(&server.url("/seconds")).await);
    let seen = server.seen();
    assert!(seen[1].at - seen[0].at >= Duration::from_millis(950));
    fine(&fetcher.page(&server.url("/past")).await);
    fine(&fetcher.page(&server.url("/nonsense")).await);
    for (path, status) in [("/long", 429), ("/date", 503)] {
        let record = fetcher.page(&server.url(path)).await.record;
        assert_eq!((record.status, record.attempts), (Some(status), 1), "{path}: the answer stands");
        assert!(record.headers.contains_key("retry-after"));
    }
}

#[tokio::test]
async fn timeouts_are_tried_again() {
    let server = Server::start(|path, nth, _| match (path, nth) {
        ("/slow", 0) | ("/never", _) => Some(vec![Step::Wait(800), Step::Send(Vec::new())]),
        ("/robots.txt", _) => None,
        _ => page("late"),
    })
    .await;
    let settings = FetchSettings { retries: 1, first_byte_timeout: Duration::from_millis(300), ..quick() };
    let fetcher = at(&server, settings).await;
    let exchange = fetcher.page(&server.url("/slow")).await;
    assert_eq!(fine(&exchange), "late");
    assert_eq!(exchange.record.attempts, 2);
    assert!(exchange.record.total_ms >= 300);
    failed(&fetcher.page(&server.url("/never")).await, FailureKind::Timeout);
}
