//! Files that mean no good, or are none: one clear error, and no end of memory.

use super::super::server::{Server, page};
use super::super::{failed, fine, quick, url};
use super::{file, open, record, recording, replaying, zipped};
use duwang::fetch::archive::{Error, Replay};
use duwang::model::FailureKind;
use std::path::Path;

const ANSWER: &[&str] = &[
    "WARC-Type: response",
    "WARC-Target-URI: http://s.test/",
    "WARC-Date: 2026-10-08T02:03:04Z",
    "Content-Type: application/http",
];

fn good() -> Vec<u8> {
    record("1.0", ANSWER, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>good</p>")
}

fn refused(folder: &Path, name: &str, bytes: &[u8]) -> Error {
    let path = file(folder, name, bytes);
    let error = Replay::open(&[path]).expect_err(name);
    let line = error.to_string();
    assert!(!line.contains('\n') && line.len() < 400 && line.contains(name), "{line}");
    error
}

#[test]
fn what_is_no_archive_is_refused_in_a_line() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [
        ("empty", Vec::new()),
        ("text", b"hello\n".to_vec()),
        ("page", b"<!DOCTYPE html><p>x".to_vec()),
        ("zeros", vec![0; 4096]),
        ("gz", zipped(b"hello")),
        ("broken-gz", b"\x1f\x8b\x08\x00garbage garbage".to_vec()),
        ("half-head", b"WARC/1.0\r\nWARC-Type: resp".to_vec()),
        ("no-length", b"WARC/1.0\r\nWARC-Type: response\r\n\r\nxx\r\n\r\n".to_vec()),
        ("minus", b"WARC/1.0\r\nContent-Length: -5\r\n\r\nxx\r\n\r\n".to_vec()),
        ("endless", b"WARC/1.0\r\nContent-Length: 99999999999999\r\n\r\nxx\r\n\r\n".to_vec()),
        ("info-only", record("1.0", &["WARC-Type: warcinfo"], b"software: x\r\n")),
    ] {
        let error = refused(folder.path(), name, &bytes);
        assert!(matches!(error, Error::NoArchive { .. }), "{name}: {error:?}");
    }
    assert!(matches!(Replay::open(&[folder.path().join("absent")]), Err(Error::File { .. })));
    assert!(matches!(Replay::open(&[folder.path().to_path_buf()]), Err(Error::File { .. })));
}

#[test]
fn unsound_records_are_named_with_their_place() {
    let folder = tempfile::tempdir().unwrap();
    let long_head = [b"WARC/1.0\r\nX: ".to_vec(), vec![b'x'; 200_000], b"\r\n\r\n".to_vec()].concat();
    let many_fields = [b"WARC/1.0\r\n".to_vec(), b"X: y\r\n".repeat(50_000), b"\r\n".to_vec()].concat();
    let mut short = good();
    short.truncate(short.len() - 4 - 11);
    short.extend_from_slice(b"\r\n\r\n");
    let wrong = String::from_utf8(good()).unwrap().replacen("Content-Length: ", "Content-Length: 2\r\nX: ", 1);
    for (name, bad) in
        [("long-head", long_head), ("many-fields", many_fields), ("too-short", short), ("too-long", wrong.into_bytes())]
    {
        let before = zipped(&good());
        let error = refused(folder.path(), name, &[before.clone(), zipped(&bad), before.clone()].concat());
        assert!(matches!(error, Error::Unsound { at, .. } if at == before.len() as u64), "{name}: {error:?}");
    }
    let mut flipped = [zipped(&good()), zipped(&good()), zipped(&good())].concat();
    let at = zipped(&good()).len() + 40;
    flipped[at] ^= 0xff;
    assert!(matches!(refused(folder.path(), "flipped", &flipped), Error::Unsound { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_cut_off_is_good_up_to_there() {
    let server = Server::start(|path, _, _| page(path)).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.warc.gz");
    let recorder = open(&path);
    let fetcher = recording(&server, quick(), &recorder).await;
    fetcher.page(&server.url("/first")).await;
    fetcher.page(&server.url("/last")).await;
    recorder.close().await;
    let whole = std::fs::read(&path).unwrap();
    let (mut read, mut told) = (0, 0);
    for end in (whole.len() / 2..whole.len()).step_by(97) {
        let path = file(folder.path(), "cut.warc.gz", &whole[..end]);
        let replay = Replay::open(std::slice::from_ref(&path)).unwrap();
        told += replay.notices().len();
        let fetcher = replaying(&server.url("/"), quick(), &[path]).await;
        failed(&fetcher.page(&server.url("/last")).await, FailureKind::NotArchived);
        read += usize::from(fetcher.page(&server.url("/first")).await.record.is_ok());
    }
    assert!(read > 1 && told > 3, "{read} {told}");
    // A file compressed as a whole, too.
    let all = zipped(&[good(), good(), good()].concat());
    let path = file(folder.path(), "whole.warc.gz", &all[..all.len() - 12]);
    let fetcher = replaying(&url("http://s.test/"), quick(), &[path]).await;
    assert_eq!(fine(&fetcher.page(&url("http://s.test/")).await), "<p>good</p>");
}

#[tokio::test(flavor = "multi_thread")]
async fn bombs_are_told_and_not_unpacked() {
    let folder = tempfile::tempdir().unwrap();
    let zeros = vec![0; 70 * 1024 * 1024];
    // In the archive's own compression.
    let bomb = zipped(&record("1.0", ANSWER, &zeros));
    assert!(bomb.len() < 200_000);
    let error = refused(folder.path(), "bomb", &[zipped(&good()), bomb].concat());
    assert!(error.to_string().contains("unpacks"), "{error}");
    // In the answer's.
    let inner = zipped(&zeros[..24 * 1024 * 1024]);
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n";
    let path = file(folder.path(), "inner.warc.gz", &zipped(&record("1.0", ANSWER, &[head, &inner[..]].concat())));
    let fetcher = replaying(&url("http://s.test/"), quick(), &[path]).await;
    failed(&fetcher.page(&url("http://s.test/")).await, FailureKind::TooLarge);
    let checked = fetcher.check(&url("http://s.test/")).await;
    assert_eq!((checked.record.status, checked.record.whole, checked.body.len()), (Some(200), false, 64 * 1024));
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_inside_a_record_is_not_the_site() {
    let folder = tempfile::tempdir().unwrap();
    let big_head = [b"HTTP/1.1 200 OK\r\n".to_vec(), b"A: b\r\n".repeat(100_000), b"\r\n<p>x".to_vec()].concat();
    let all: Vec<u8> = [
        ("no-http", b"hello".to_vec()),
        ("nothing", Vec::new()),
        ("no-status", b"HTTP/1.1 abc\r\n\r\n".to_vec()),
        ("big-head", big_head),
    ]
    .iter()
    .flat_map(|(name, http)| {
        let target = format!("WARC-Target-URI: http://s.test/{name}");
        zipped(&record("1.0", &["WARC-Type: response", &target, "Content-Type: application/http"], http))
    })
    .collect();
    let path = file(folder.path(), "a.warc.gz", &all);
    let fetcher = replaying(&url("http://s.test/"), quick(), &[path]).await;
    for name in ["no-http", "nothing", "no-status", "big-head"] {
        failed(&fetcher.page(&url(&format!("http://s.test/{name}"))).await, FailureKind::NotArchived);
    }
}
