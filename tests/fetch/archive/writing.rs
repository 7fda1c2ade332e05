use super::super::quick;
use super::super::server::{Server, Step, page, reply, to};
use super::{about, field, has, open, record, recording, records, zipped};
use duwang::fetch::Relay;
use duwang::fetch::archive::{Error, Recorder};
use duwang::model::Ask;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::time::Duration;

fn sha(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold("sha256:".to_owned(), |mut text, b| {
        write!(text, "{b:02x}").unwrap();
        text
    })
}

/// Everything a visit may meet.
async fn server() -> Server {
    Server::start(|path, _, head| match path {
        "/" => Some(reply("200 OK", "Content-Type: text/html\r\nSet-Cookie: sid=SECRET1\r\n", "<p>home</p>")),
        "/same" => page("<p>home</p>"),
        "/old" => to("/new"),
        "/new" => page("new"),
        "/long" => Some(reply("200 OK", "Content-Type: application/zip\r\n", vec![b'z'; 100_000])),
        "/chunked" => Some(vec![Step::Send(
            b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n\
              5\r\n<p>ch\r\n6\r\nunked!\r\n0\r\n\r\n"
                .to_vec(),
        )]),
        "/zip" => {
            let body = zipped(b"<p>was compressed</p>");
            Some(reply("200 OK", "Content-Type: text/html\r\nContent-Encoding: gzip\r\n", body))
        }
        "/reset" => Some(vec![Step::Reset]),
        "/search" if head.starts_with("POST") => page("found"),
        _ => None,
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_a_record_that_readers_understand() {
    let server = server().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.warc.gz");
    let recorder = open(&path);
    let fetcher = recording(&server, quick(), &recorder).await;
    for place in ["/", "/same", "/old", "/chunked", "/zip", "/reset"] {
        fetcher.page(&server.url(place)).await;
    }
    fetcher.check(&server.url("/long")).await;
    fetcher.submit(&server.url("/search"), "q=%E5%8E%BF").await;
    let secret = ("Authorization".to_owned(), "Bearer SECRET2".to_owned());
    let relay = Relay { method: "GET".to_owned(), headers: vec![secret], body: None };
    fetcher.relay(&server.url("/new"), &relay).await.unwrap();
    fetcher.host_facts().await;
    let closed = recorder.close().await;
    assert_eq!(closed.trouble, None);
    let found = records(&path);
    assert_eq!(closed.records, found.len() as u64);
    assert_eq!(closed.bytes, std::fs::metadata(&path).unwrap().len());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    let mut ids = std::collections::BTreeSet::new();
    for (head, block) in &found {
        assert!(head.starts_with("WARC/1.1\r\n"), "{head}");
        assert_eq!(field(head, "WARC-Block-Digest"), sha(block), "{head}");
        assert!(field(head, "WARC-Date").parse::<jiff::Timestamp>().is_ok(), "{head}");
        assert!(ids.insert(field(head, "WARC-Record-ID").to_owned()), "an identifier twice: {head}");
        let text = String::from_utf8_lossy(block);
        assert!(!text.contains("SECRET"), "{text}");
    }
    assert_eq!(field(&found[0].0, "WARC-Type"), "warcinfo");
    let info = String::from_utf8_lossy(&found[0].1).into_owned();
    for line in ["software: duwang/", "robots: obey", "duwang-run: 2026", "duwang-as-of: 2026-11-20", "Set-Cookie"] {
        assert!(info.contains(line), "{line} in {info}");
    }
    let of = |kind: &str, place: &str| {
        let target = server.url(place).to_string();
        found
            .iter()
            .find(|(head, _)| field(head, "WARC-Type") == kind && has(head, "WARC-Target-URI") == Some(&target))
            .unwrap_or_else(|| panic!("{kind} of {place}"))
    };
    // A request and its answer know each other.
    let (asked, block) = of("request", "/");
    assert!(block.starts_with(b"GET / HTTP/1.1\r\n"));
    let (head, block) = of("response", "/");
    assert_eq!(field(head, "WARC-Concurrent-To"), field(asked, "WARC-Record-ID"));
    assert_eq!(field(head, "WARC-IP-Address"), "127.0.0.1");
    assert_eq!(field(head, "WARC-Payload-Digest"), sha(b"<p>home</p>"));
    let text = String::from_utf8_lossy(block);
    assert!(
        text.contains("x-archive-orig-set-cookie: (not kept)\r\n") && text.ends_with("\r\n\r\n<p>home</p>"),
        "{text}"
    );
    // A body that is there already is not kept again.
    let (again, block) = of("revisit", "/same");
    assert!(field(again, "WARC-Profile").ends_with("identical-payload-digest"));
    assert_eq!(field(again, "WARC-Refers-To"), field(head, "WARC-Record-ID"));
    assert_eq!(field(again, "WARC-Refers-To-Target-URI"), server.url("/").to_string());
    assert_eq!(field(again, "WARC-Refers-To-Date"), field(head, "WARC-Date"));
    assert!(block.ends_with(b"\r\n\r\n"));
    // Both ends of a redirect.
    assert!(of("response", "/old").1.starts_with(b"HTTP/1.1 302 Found\r\n"));
    assert!(of("response", "/new").1.ends_with(b"new"));
    // Bodies are decoded, and the headers say so.
    let text = String::from_utf8_lossy(&of("response", "/chunked").1).into_owned();
    assert!(text.contains("x-archive-orig-transfer-encoding: chunked\r\n") && text.ends_with("<p>chunked!"), "{text}");
    assert!(!text.contains("\r\ntransfer-encoding"), "{text}");
    let text = String::from_utf8_lossy(&of("response", "/zip").1).into_owned();
    assert!(!text.contains("\r\ncontent-encoding") && text.ends_with("<p>was compressed</p>"), "{text}");
    let (head, block) = of("response", "/long");
    assert_eq!(field(head, "WARC-Truncated"), "length");
    let text = String::from_utf8_lossy(block);
    assert!(text.contains("content-length: 65536\r\n") && text.contains("x-archive-orig-content-length: 100000\r\n"));
    // What is no answer is told.
    let (_, block) = of("metadata", "/reset");
    let told: serde_json::Value = serde_json::from_slice(block).unwrap();
    assert_eq!((&told["about"], &told["failure"]["kind"]), (&"failure".into(), &"reset".into()), "{told}");
    assert!(of("request", "/search").1.ends_with(b"\r\n\r\nq=%E5%8E%BF"));
    assert!(of("response", "/robots.txt").1.starts_with(b"HTTP/1.1 404 Not Found\r\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_that_was_cut_off_is_gone_on_with() {
    let server = Server::start(|path, _, _| page(format!("page {path}"))).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.warc.gz");
    let recorder = open(&path);
    assert!(!recorder.goes_on());
    recording(&server, quick(), &recorder).await.page(&server.url("/one")).await;
    let first = recorder.close().await;
    // Killed in the middle of a record.
    let whole = std::fs::read(&path).unwrap();
    let half = [&whole[..], &whole[..200]].concat();
    std::fs::write(&path, half).unwrap();
    let recorder = open(&path);
    assert!(recorder.goes_on());
    let fetcher = recording(&server, quick(), &recorder).await;
    fetcher.page(&server.url("/two")).await;
    fetcher.ask(&server.url("/one"), &Ask::default(), None).await;
    let second = recorder.close().await;
    let found = records(&path);
    assert_eq!((second.records, second.trouble), (found.len() as u64, None));
    assert!(second.records > first.records);
    assert_eq!(found.iter().filter(|(head, _)| field(head, "WARC-Type") == "warcinfo").count(), 1);
    // What the first process kept is not kept again.
    let again = server.url("/one").to_string();
    assert!(found.iter().any(
        |(head, _)| field(head, "WARC-Type") == "revisit" && has(head, "WARC-Refers-To-Target-URI") == Some(&again)
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn other_files_and_archives_in_use_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.warc.gz");
    let recorder = open(&path);
    let other = |path: &std::path::Path| Recorder::open(path, &about("another-run"), &quick()).unwrap_err();
    assert!(matches!(other(&path), Error::Busy { .. }), "somebody writes it");
    recorder.close().await;
    let before = std::fs::read(&path).unwrap();
    let error = other(&path);
    assert!(
        matches!(error, Error::Taken { .. }) && error.to_string().contains("run 20261120-080000-000-site"),
        "{error}"
    );
    assert_eq!(std::fs::read(&path).unwrap(), before);
    for (name, bytes) in [
        ("notes.txt", b"my notes".to_vec()),
        ("data.gz", zipped(b"my data")),
        ("other.warc.gz", zipped(&record("1.0", &["WARC-Type: warcinfo"], b"software: Wget/1.21\r\n"))),
    ] {
        let path = super::file(folder.path(), name, &bytes);
        assert!(matches!(other(&path), Error::Taken { .. }), "{name}");
        assert_eq!(std::fs::read(&path).unwrap(), bytes, "{name}");
    }
    // Neither is what is no file: it would be read by nobody, and made private.
    let pipe = folder.path().join("pipe");
    if std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|made| made.success()) {
        assert!(matches!(other(&pipe), Error::File { .. }));
    }
    assert!(matches!(other(&folder.path().join("no/such/folder.warc.gz")), Error::File { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_are_all_kept() {
    let server = Server::start(|path, _, _| page(path.repeat(5000))).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.warc.gz");
    let recorder = open(&path);
    let fetcher = recording(&server, quick(), &recorder).await;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..150 {
        let (fetcher, at) = (fetcher.clone(), server.url(&format!("/{n}")));
        tasks.spawn(async move { fetcher.page(&at).await.record.is_ok() });
    }
    while let Some(done) = tasks.join_next().await {
        assert!(done.unwrap());
    }
    assert_eq!(recorder.close().await.trouble, None);
    let found = records(&path);
    for n in 0..150 {
        let target = server.url(&format!("/{n}")).to_string();
        assert!(
            found
                .iter()
                .any(|(h, _)| has(h, "WARC-Target-URI") == Some(&target) && field(h, "WARC-Type") == "response")
        );
    }
    // What comes later is not kept and waits for nobody.
    let late = tokio::time::timeout(Duration::from_secs(20), async {
        for n in 0..100 {
            fetcher.page(&server.url(&format!("/late{n}"))).await;
        }
    });
    late.await.unwrap();
    assert_eq!(records(&path).len(), found.len());
}
