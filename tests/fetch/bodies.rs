use super::server::{Server, Step, page, reply};
use super::{at, failed, fine, quick};
use duwang::config::FetchSettings;
use duwang::model::FailureKind;
use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use std::io::Write;

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

/// "高县" as brotli (an uncompressed meta-block) and as zstd (a raw block), written by hand.
const BROTLI: &[u8] = b"\x8b\x02\x80\xe9\xab\x98\xe5\x8e\xbf\x03";
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd\x20\x06\x31\x00\x00\xe9\xab\x98\xe5\x8e\xbf";

#[tokio::test]
async fn every_coding_is_undone() {
    let server = Server::start(|path, _, _| {
        let coded = |name: &str, body: &[u8]| {
            Some(reply("200 OK", &format!("Content-Type: text/html\r\nContent-Encoding: {name}\r\n"), body))
        };
        match path {
            "/gzip" => coded("gzip", &gzip("高县".as_bytes())),
            "/deflate" => {
                let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
                encoder.write_all("高县".as_bytes()).unwrap();
                coded("deflate", &encoder.finish().unwrap())
            }
            "/br" => coded("br", BROTLI),
            "/zstd" => coded("zstd", ZSTD),
            "/plain" => page("高县"),
            _ => None,
        }
    })
    .await;
    let fetcher = at(&server, quick()).await;
    for path in ["/gzip", "/deflate", "/br", "/zstd", "/plain"] {
        let exchange = fetcher.page(&server.url(path)).await;
        assert_eq!(fine(&exchange), "高县", "{path}");
        assert!(exchange.record.whole);
        assert_eq!(exchange.record.bytes, 6);
        assert_eq!(exchange.record.peer.as_deref(), Some("127.0.0.1"));
        let hash = exchange.record.sha256.unwrap();
        assert_eq!(hash.len(), 64);
        assert!(hash.bytes().all(|b| b.is_ascii_hexdigit()));
        assert_eq!(hash, fetcher.check(&server.url("/plain")).await.record.sha256.unwrap());
    }
    let head = &server.seen()[0].head.to_lowercase();
    assert!(head.contains("accept-language: zh-cn"), "{head}");
    assert!(head.contains("user-agent: duwang/"), "{head}");
}

#[tokio::test]
async fn a_bomb_is_stopped_while_it_unfolds() {
    let bomb = gzip(&vec![b'a'; 8 * 1024 * 1024]);
    let server = Server::start(move |path, _, _| {
        let headers = "Content-Type: text/html\r\nContent-Encoding: gzip\r\n";
        (path == "/bomb").then(|| reply("200 OK", headers, &bomb))
    })
    .await;
    let fetcher = at(&server, FetchSettings { max_body: 100_000, check_body: 1000, ..quick() }).await;
    let exchange = fetcher.page(&server.url("/bomb")).await;
    failed(&exchange, FailureKind::TooLarge);
    assert_eq!(exchange.record.status, Some(200));
    // A link check takes what it needs and leaves the rest.
    let exchange = fetcher.check(&server.url("/bomb")).await;
    assert!(exchange.record.is_ok() && !exchange.record.whole && exchange.record.sha256.is_none());
    assert_eq!(exchange.body.len(), 1000);
}

#[tokio::test]
async fn files_are_only_begun_and_unlabelled_pages_read() {
    let server = Server::start(|path, _, _| {
        let pdf = [b"%PDF-1.4 ".as_slice(), &[b'x'; 5000]].concat();
        let markup = format!("\r\n<!DOCTYPE html><html>{}</html>", "字".repeat(2000));
        match path {
            "/a.pdf" => Some(reply("200 OK", "Content-Type: application/pdf\r\n", pdf)),
            "/b" => Some(reply("200 OK", "Content-Type: application/octet-stream\r\n", pdf)),
            "/c" => Some(reply("200 OK", "", markup)),
            "/d" => Some(reply("200 OK", "Content-Type: application/octet-stream\r\n", markup)),
            "/e" => Some(reply("200 OK", "Content-Type: application/json\r\n", "[1]")),
            "/f" => Some(reply("200 OK", "", "<p>")),
            _ => None,
        }
    })
    .await;
    let fetcher = at(&server, FetchSettings { check_body: 1000, ..quick() }).await;
    for (path, whole) in [("/a.pdf", false), ("/b", false), ("/c", true), ("/d", true), ("/e", true), ("/f", true)] {
        let exchange = fetcher.page(&server.url(path)).await;
        fine(&exchange);
        assert_eq!(exchange.record.whole, whole, "{path}");
        assert_eq!(exchange.body.len() == 1000, !whole, "{path}");
    }
}

#[tokio::test]
async fn a_length_beyond_the_cap_is_refused_and_broken_bodies_named() {
    let server = Server::start(|path, _, _| {
        let head =
            |more: &str| format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/html\r\n{more}\r\n");
        match path {
            "/long" => Some(vec![Step::Send(head("Content-Length: 99999999999\r\n").into())]),
            "/cut" => Some(vec![Step::Send((head("Content-Length: 1000\r\n") + "<html>").into())]),
            "/chunk" => Some(vec![Step::Send((head("Transfer-Encoding: chunked\r\n") + "6\r\n<html>\r\n").into())]),
            "/rst" => Some(vec![
                Step::Send((head("Content-Length: 1000\r\n") + "<html>").into()),
                Step::Wait(100),
                Step::Reset,
            ]),
            "/gz" => Some(reply("200 OK", "Content-Type: text/html\r\nContent-Encoding: gzip\r\n", "not gzip at all")),
            "/gzcut" => {
                let packed = gzip("高县人民政府".repeat(100).as_bytes());
                let headers = "Content-Type: text/html\r\nContent-Encoding: gzip\r\n";
                Some(reply("200 OK", headers, &packed[..packed.len() / 2]))
            }
            _ => None,
        }
    })
    .await;
    let fetcher = at(&server, quick()).await;
    for (path, kind) in [
        ("/long", FailureKind::TooLarge),
        ("/cut", FailureKind::Reset),
        ("/chunk", FailureKind::Reset),
        ("/rst", FailureKind::Reset),
        ("/gz", FailureKind::Decode),
        ("/gzcut", FailureKind::Reset),
    ] {
        let exchange = fetcher.page(&server.url(path)).await;
        failed(&exchange, kind);
        assert_eq!(exchange.record.status, Some(200), "{path}");
        assert_eq!(exchange.record.sha256, None, "{path}");
    }
}

#[tokio::test]
async fn a_dripping_server_is_cut() {
    let server = Server::start(|path, _, _| {
        let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n".to_vec();
        (path == "/drip").then(|| vec![Step::Send(head), Step::Drip(vec![b'a'; 1000], 20)])
    })
    .await;
    let short = std::time::Duration::from_millis(250);
    let fetcher = at(&server, FetchSettings { first_byte_timeout: short, total_timeout: short * 2, ..quick() }).await;
    let start = std::time::Instant::now();
    let exchange = fetcher.page(&server.url("/drip")).await;
    failed(&exchange, FailureKind::Timeout);
    assert!(start.elapsed() >= short * 2);
    assert_eq!(exchange.record.status, Some(200));
}
