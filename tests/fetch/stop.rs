use super::server::{Server, Step, page, reply};
use super::{at, failed, quick};
use duwang::config::FetchSettings;
use duwang::model::{FailureKind, Known};
use std::time::Duration;

#[tokio::test]
async fn stopping_ends_requests_waits_and_everything_after() {
    let server = Server::start(|path, _, _| match path {
        "/hang" => Some(vec![Step::Wait(60_000), Step::Send(Vec::new())]),
        "/later" => Some(reply("503 Busy", "Retry-After: 60\r\n", "")),
        "/robots.txt" => None,
        _ => page("x"),
    })
    .await;
    let minute = Duration::from_mins(1);
    let settings = FetchSettings {
        first_byte_timeout: minute,
        total_timeout: minute,
        max_retry_after: minute * 2,
        rate: 0.02,
        retries: 3,
        ..quick()
    };
    let fetcher = at(&server, settings.clone()).await;
    let unhurried = at(&server, FetchSettings { rate: 0.0, ..settings }).await;
    let tasks: Vec<_> = [(&fetcher, "/waits-for-the-rate"), (&unhurried, "/hang"), (&unhurried, "/later")]
        .into_iter()
        .map(|(fetcher, path)| {
            let (fetcher, url) = (fetcher.clone(), server.url(path));
            tokio::spawn(async move { fetcher.page(&url).await })
        })
        .collect();
    while server.count("/hang") + server.count("/later") < 2 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    fetcher.stop();
    unhurried.stop();
    for task in tasks {
        // A minute would go by otherwise; ten seconds is only to make a failing test end.
        let exchange = tokio::time::timeout(Duration::from_secs(10), task).await.expect("ends at once").unwrap();
        failed(&exchange, FailureKind::Interrupted);
    }
    let before = fetcher.requests();
    failed(&fetcher.check(&server.url("/more")).await, FailureKind::Interrupted);
    assert!(matches!(fetcher.host_facts().await.robots, Known::Unknown(_)));
    assert_eq!(fetcher.requests(), before);
}
