use super::super::server::{Server, Step, page, reply, to};
use super::super::{failed, fine, quick, url};
use super::{about, open, recording, replaying};
use duwang::config::FetchSettings;
use duwang::fetch::Relay;
use duwang::fetch::archive::{Recorder, Replay, place, prune};
use duwang::model::{Exchange, FailureKind, Known, Validators};
use std::time::{Duration, Instant};

/// Settings that would make any wait felt.
fn slow() -> FetchSettings {
    FetchSettings { rate: 0.1, concurrency: 1, ..quick() }
}

async fn server() -> Server {
    Server::start(|path, nth, head| match path {
        "/robots.txt" => Some(reply("200 OK", "Content-Type: text/plain\r\n", "User-agent: *\nDisallow: /closed")),
        "/" => page("<p>home</p>"),
        "/same" => Some(reply("200 OK", "Content-Type: text/html\r\nETag: \"x\"\r\n", "<p>home</p>")),
        "/moved" => to("/new?a=%B9%AB#part"),
        "/loop" => to("/loop"),
        // With a cookie the same address answers differently.
        "/gate" if !head.contains("seen=1") => {
            Some(reply("302 Found", "Location: /gate\r\nSet-Cookie: seen=1\r\n", ""))
        }
        "/gate" => page("inside"),
        "/new?a=%B9%AB" => page("new"),
        "/gbk" => Some(reply("200 OK", "Content-Type: text/html\r\nServer: \u{b9}\u{ab}\r\n", b"\xb9\xab\xb8\xe6")),
        "/chunked" => Some(vec![Step::Send(
            b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n\
              6\r\n<p>chu\r\n0\r\n\r\n"
                .to_vec(),
        )]),
        "/long" => Some(reply("200 OK", "Content-Type: application/pdf\r\n", vec![b'z'; 100_000])),
        "/twice" => page(format!("answer {nth}")),
        "/gone" => Some(reply("410 Gone", "Content-Type: text/html\r\n", "gone")),
        "/waf" => Some(reply("403 Forbidden", "Content-Type: text/html\r\nServer: Safedog\r\n", "no")),
        "/broken" => Some(reply("500 Oops", "Content-Type: text/html\r\n", "sorry")),
        "/big" => Some(reply("200 OK", "Content-Type: text/html\r\n", vec![b'a'; 300_000])),
        "/reset" => Some(vec![Step::Reset]),
        "/search" if head.starts_with("POST") => page(if head.ends_with("q=1") { "one" } else { "posted" }),
        "/empty" => Some(reply("200 OK", "Content-Type: text/html\r\n", "")),
        _ => None,
    })
    .await
}

/// Asks for everything in every way.
async fn visit(fetcher: &duwang::fetch::Fetcher, server: &Server) -> Vec<Exchange> {
    let at = |path: &str| server.url(path);
    let mut all = Vec::new();
    for path in [
        "/",
        "/same",
        "/moved",
        "/loop",
        "/gate",
        "/gbk",
        "/chunked",
        "/long",
        "/twice",
        "/twice",
        "/gone",
        "/waf",
        "/broken",
        "/big",
        "/reset",
        "/empty",
        "/closed/x",
        "/nothing",
        "/page#part",
    ] {
        all.push(fetcher.page(&at(path)).await);
    }
    for path in ["/long", "/", "/twice", "/gbk", "/moved"] {
        all.push(fetcher.check(&at(path)).await);
    }
    all.push(fetcher.file(&at("/long")).await);
    all.push(fetcher.submit(&at("/search"), "q=1").await);
    all.push(fetcher.submit(&at("/search"), "q=22").await);
    // A name that does not exist, and an address that nobody may ask.
    all.push(fetcher.check(&url("http://nowhere.test/")).await);
    all.push(fetcher.check(&url("http://192.168.7.7/")).await);
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_gives_back_what_came_without_any_network() {
    let server = server().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.warc.gz");
    let settings = FetchSettings { max_body: 200_000, offline: true, ..quick() };
    let recorder = open(&path);
    let fetcher = recording(&server, settings.clone(), &recorder).await;
    let live = visit(&fetcher, &server).await;
    let relay = Relay { method: "POST".to_owned(), headers: Vec::new(), body: Some(b"q=1".to_vec()) };
    let relayed = fetcher.relay(&server.url("/search"), &relay).await;
    let facts = fetcher.host_facts().await;
    assert_eq!(recorder.close().await.trouble, None);
    let (requests, asked) = (fetcher.requests(), server.connections());
    assert!(live.iter().any(|e| e.record.failure_kind() == Some(FailureKind::Blocked)));
    assert!(live.iter().any(|e| e.record.failure_kind() == Some(FailureKind::TooLarge)));
    assert!(live.iter().any(|e| e.record.failure_kind() == Some(FailureKind::Dns)));
    assert!(live.iter().any(|e| e.record.failure_kind() == Some(FailureKind::TooManyRedirects)));

    let start = Instant::now();
    let settings = FetchSettings { max_body: 200_000, ..slow() };
    let fetcher = replaying(&server.url("/"), settings, &[path]).await;
    let again = visit(&fetcher, &server).await;
    for (live, again) in live.iter().zip(&again) {
        let mut live = live.clone();
        // Waits for nothing are not told; refusals without a request are of when the archive was made.
        live.record.total_ms = again.record.total_ms;
        if live.record.attempts == 0 {
            live.record.at_ms = again.record.at_ms;
        }
        assert_eq!(&live, again);
    }
    assert_eq!(fetcher.relay(&server.url("/search"), &relay).await, relayed);
    assert_eq!(fetcher.host_facts().await, facts);
    assert_eq!(fetcher.requests(), requests);
    assert_eq!(server.connections(), asked, "nothing is asked");
    assert!(start.elapsed() < Duration::from_secs(9), "nothing is waited for: {:?}", start.elapsed());
    let detail = failed(&fetcher.page(&server.url("/never-seen")).await, FailureKind::NotArchived);
    assert!(detail.contains("not in the archive"), "{detail}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_archive_counts_and_beginnings_are_no_pages() {
    let server = Server::start(|path, nth, _| match path {
        "/page" => page(format!("answer {nth}")),
        "/long" => Some(reply("200 OK", "Content-Type: text/html\r\n", "long ".repeat(20_000))),
        _ => None,
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    for n in 0..2 {
        let path = folder.path().join(format!("{n}.warc.gz"));
        let recorder = open(&path);
        let fetcher = recording(&server, quick(), &recorder).await;
        fetcher.page(&server.url("/page")).await;
        fetcher.check(&server.url("/long")).await;
        if n == 0 {
            fetcher.page(&server.url("/only-once")).await;
        }
        recorder.close().await;
        paths.push(path);
    }
    let fetcher = replaying(&server.url("/"), quick(), &paths).await;
    assert_eq!(fine(&fetcher.page(&server.url("/page")).await), "answer 1");
    assert_eq!(fetcher.page(&server.url("/only-once")).await.record.status, Some(404));
    // Asked for more than was kept: nobody can tell what the rest is.
    let detail = failed(&fetcher.page(&server.url("/long")).await, FailureKind::NotArchived);
    assert!(detail.contains("beginning"), "{detail}");
    paths.reverse();
    let fetcher = replaying(&server.url("/"), quick(), &paths).await;
    assert_eq!(fine(&fetcher.page(&server.url("/page")).await), "answer 0");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_tells_when_and_as_on_which_day() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.warc.gz");
    open(&path).close().await;
    let replay = Replay::open(&[path]).unwrap();
    assert_eq!(replay.as_of(), jiff::civil::date(2026, 11, 20));
    assert_eq!(replay.started_ms(), 1_795_000_000_000);
    assert_eq!(replay.about().unwrap().settings, r#"{"max_pages":7}"#);
    assert!(replay.notices().is_empty());
    let home = url("http://site.test/");
    let fetcher = replaying(&home, quick(), &[folder.path().join("a.warc.gz")]).await;
    failed(&fetcher.page(&home).await, FailureKind::NotArchived);
    let facts = fetcher.host_facts().await;
    assert!(matches!(facts.ipv6, Known::Unknown(why) if why.contains("archive")));
    assert!(matches!(facts.https, Known::Unknown(_)) && matches!(facts.robots, Known::Unknown(_)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_altered_is_no_evidence() {
    let server = Server::start(|_, _, _| page("<p>as it was</p>")).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.warc.gz");
    let recorder = open(&path);
    recording(&server, quick(), &recorder).await.page(&server.url("/p")).await;
    recorder.close().await;
    let mut altered = Vec::new();
    for (head, block) in super::records(&path) {
        let text = [head.as_bytes(), &block, b"\r\n\r\n"].concat();
        let text: Vec<u8> = String::from_utf8(text).unwrap().replace("as it was", "as it is!").into_bytes();
        altered.extend(super::zipped(&text));
    }
    let path = super::file(folder.path(), "b.warc.gz", &altered);
    let fetcher = replaying(&server.url("/"), quick(), &[path]).await;
    let detail = failed(&fetcher.page(&server.url("/p")).await, FailureKind::NotArchived);
    assert!(detail.contains("digest"), "{detail}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_host_says_is_unchanged_leads_to_the_archive_of_before() {
    let server = Server::start(|path, _, head| match path {
        "/page" if head.to_ascii_lowercase().contains("if-none-match: \"1\"") => {
            Some(reply("304 Not Modified", "ETag: \"1\"\r\n", ""))
        }
        "/page" => Some(reply("200 OK", "Content-Type: text/html\r\nETag: \"1\"\r\n", "<p>as before</p>")),
        _ => None,
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    let mut since = None;
    for n in 1..=3 {
        let run = format!("run-{n}");
        let path = place(folder.path(), "site", &run);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let recorder = Recorder::open(&path, &about(&run), &quick()).unwrap();
        let fetcher = recording(&server, quick(), &recorder).await;
        let record = match &since {
            None => fetcher.page(&server.url("/page")).await.record,
            Some(since) => fetcher.page_since(&server.url("/page"), since).await.record,
        };
        assert_eq!(record.status, Some(if n == 1 { 200 } else { 304 }));
        recorder.close().await;
        let known = Validators {
            url: server.url("/page").to_string(),
            etag: Some("\"1\"".to_owned()),
            last_modified: None,
            at_ms: record.at_ms,
            run,
        };
        since = Some(known);
        paths.push(path);
    }
    let said = super::records(&paths[2]);
    let (head, _) = said.iter().find(|(head, _)| super::field(head, "WARC-Type") == "revisit").unwrap();
    assert!(super::field(head, "WARC-Profile").ends_with("server-not-modified"), "{head}");
    assert_eq!(super::field(head, "Duwang-Refers-To-Run"), "run-2");
    assert_eq!(super::field(head, "WARC-Refers-To-Target-URI"), server.url("/page").to_string());
    let fetcher = replaying(&server.url("/"), quick(), &paths).await;
    let exchange = fetcher.page(&server.url("/page")).await;
    assert_eq!((fine(&exchange).as_str(), exchange.record.status), ("<p>as before</p>", Some(200)));
    assert_eq!(exchange.record.at_ms, since.as_ref().unwrap().at_ms);
    let fetcher = replaying(&server.url("/"), quick(), &paths[2..]).await;
    failed(&fetcher.page(&server.url("/page")).await, FailureKind::NotArchived);
    // The first two stay while the last leads to them.
    let pruned = prune(folder.path(), Some(0), Some(1), 1_795_000_000_000).unwrap();
    assert_eq!((pruned.removed.len(), pruned.needed), (0, paths));
    // What does not lie beside is asked in full.
    let path = folder.path().join("alone.warc.gz");
    let recorder = open(&path);
    let fetcher = recording(&server, quick(), &recorder).await;
    let exchange = fetcher.page_since(&server.url("/page"), since.as_ref().unwrap()).await;
    assert_eq!(exchange.record.status, Some(200));
    recorder.close().await;
}
