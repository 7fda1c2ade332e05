//! Archives of other crawlers, in the shapes that wget, browsertrix and warcio write.

use super::super::{failed, fine, quick, url};
use super::{file, record, replaying, zipped};
use duwang::fetch::Relay;
use duwang::fetch::archive::Replay;
use duwang::model::FailureKind;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write as _;

const ANSWER: &str = "Content-Type: application/http;msgtype=response";

/// A response record with this HTTP message.
fn response(target: &str, more: &[&str], http: &[u8]) -> Vec<u8> {
    let target = format!("WARC-Target-URI: {target}");
    let mut fields = vec!["WARC-Type: response", target.as_str(), "WARC-Date: 2026-10-08T02:03:04Z", ANSWER];
    fields.extend(more);
    record("1.0", &fields, http)
}

fn http(headers: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n").as_bytes(), body].concat()
}

/// Brotli of `<p>by brotli</p>`: one uncompressed meta-block (RFC 7932 clause 9.2) and the last, empty one.
fn brotli(text: &[u8]) -> Vec<u8> {
    let length = u32::try_from(text.len()).unwrap() - 1;
    // WBITS 16 (1 bit, 0), ISLAST 0, MNIBBLES 4 (2 bits, 0), MLEN-1 (16 bits), ISUNCOMPRESSED 1, padding.
    let bits = u32::from(true) << 20 | length << 4;
    let mut bytes = bits.to_le_bytes()[..3].to_vec();
    bytes.extend_from_slice(text);
    bytes.push(0b11);
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_as_they_came_over_the_wire_are_decoded() {
    let deflated = {
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
        packed.write_all(b"<p>by deflate</p>").unwrap();
        packed.finish().unwrap()
    };
    let gzip = zipped(b"<p>by gzip</p>");
    let mut chunked = format!("{:x};ext=1\r\n", gzip.len()).into_bytes();
    chunked.extend_from_slice(&gzip);
    chunked.extend_from_slice(b"\r\n0\r\nTrailer: x\r\n\r\n");
    let cases = [
        ("gzip", http("Content-Encoding: gzip\r\nContent-Length: 34\r\n", &gzip), "<p>by gzip</p>"),
        ("both", http("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", &chunked), "<p>by gzip</p>"),
        ("deflate", http("content-encoding: deflate\r\n", &deflated), "<p>by deflate</p>"),
        ("br", http("Content-Encoding: br\r\n", &brotli(b"<p>by brotli</p>")), "<p>by brotli</p>"),
        (
            "zstd",
            http("Content-Encoding: zstd\r\n", &zstd::encode_all(&b"<p>by zstd</p>"[..], 3).unwrap()),
            "<p>by zstd</p>",
        ),
        ("layers", http("Content-Encoding: gzip, gzip\r\n", &zipped(&gzip)), "<p>by gzip</p>"),
        // Already decoded, headers left as they were.
        ("plain", http("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", b"<p>as is</p>"), "<p>as is</p>"),
        (
            "plain-br",
            http("Content-Encoding: br\r\n", b"<html><p>as is, long enough</p></html>"),
            "<html><p>as is, long enough</p></html>",
        ),
        ("identity", http("Content-Encoding: identity\r\n", b"<p>same</p>"), "<p>same</p>"),
        ("lf", b"HTTP/1.0 200 OK\nContent-Type: text/html\n\n<p>bare lines</p>".to_vec(), "<p>bare lines</p>"),
        (
            "folded",
            b"HTTP/2 200 \r\nContent-Type: text/html;\r\n charset=utf-8\r\nno header\r\n\r\n<p>f</p>".to_vec(),
            "<p>f</p>",
        ),
    ];
    let folder = tempfile::tempdir().unwrap();
    let all: Vec<Vec<u8>> =
        cases.iter().map(|(name, http, _)| response(&format!("http://s.test/{name}"), &[], http)).collect();
    let each = file(folder.path(), "each.warc.gz", &all.iter().flat_map(|r| zipped(r)).collect::<Vec<_>>());
    let whole = file(folder.path(), "whole.warc.gz", &zipped(&all.concat()));
    let plain = file(folder.path(), "plain.warc", &all.concat());
    for path in [each, whole, plain] {
        let fetcher = replaying(&url("http://s.test/"), quick(), std::slice::from_ref(&path)).await;
        for (name, _, body) in &cases {
            let exchange = fetcher.page(&url(&format!("http://s.test/{name}"))).await;
            assert_eq!(fine(&exchange), *body, "{name} of {}", path.display());
            assert!(exchange.record.whole && exchange.record.at_ms > 1_790_000_000_000, "{name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_tell_what_was_posted_whichever_names_the_other() {
    let request = |id: &str, with: &str, text: &str| {
        let fields = [
            "WARC-Type: request",
            "WARC-Target-URI: http://s.test/search",
            "WARC-Date: 2026-10-08T02:03:04Z",
            "Content-Type: application/http; msgtype=request",
            &format!("WARC-Record-ID: <urn:uuid:{id}>"),
            &format!("WARC-Concurrent-To: <urn:uuid:{with}>"),
        ];
        record("1.1", &fields, text.as_bytes())
    };
    let answer = |id: &str, with: &str, text: &str| {
        let more = [format!("WARC-Record-ID: <urn:uuid:{id}>"), format!("WARC-Concurrent-To: <urn:uuid:{with}>")];
        response("<http://s.test/search>", &more.each_ref().map(String::as_str), &http("", text.as_bytes()))
    };
    let all = [
        // wget: the answer names the request before it. browsertrix: the request names the answer before it.
        request("1", "none1", "POST /search HTTP/1.1\r\nHost: s.test\r\n\r\nq=1"),
        answer("2", "1", "posted one"),
        answer("3", "none3", "posted two"),
        request("4", "3", "POST /search HTTP/1.1\r\nHost: s.test\r\n\r\nq=2"),
        answer("5", "6", "asked"),
        request("6", "5", "GET /search HTTP/1.1\r\nHost: s.test\r\n\r\n"),
        answer("7", "8", ""),
        request("8", "7", "HEAD /search HTTP/1.1\r\n\r\n"),
    ];
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), "a.warc.gz", &all.iter().flat_map(|r| zipped(r)).collect::<Vec<_>>());
    let fetcher = replaying(&url("http://s.test/"), quick(), &[path]).await;
    let at = url("http://s.test/search");
    assert_eq!(fine(&fetcher.page(&at).await), "asked");
    assert_eq!(fine(&fetcher.submit(&at, "q=1").await), "posted one");
    assert_eq!(fine(&fetcher.submit(&at, "q=2").await), "posted two");
    failed(&fetcher.submit(&at, "q=3").await, FailureKind::NotArchived);
    let head = Relay { method: "HEAD".to_owned(), headers: Vec::new(), body: None };
    assert_eq!(fetcher.relay(&at, &head).await.unwrap().body, b"");
}

#[tokio::test(flavor = "multi_thread")]
async fn revisits_lead_to_the_body_across_files() {
    const SAME: &str = "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/identical-payload-digest";
    const UNCHANGED: &str = "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/server-not-modified";
    const DIGEST: &str = "WARC-Payload-Digest: sha1:UZY6ND6CCHXETFVJD2MSS7ZENMWF7KQ2";
    let revisit = |target: &str, fields: &[&str], head: &str| {
        let target = format!("WARC-Target-URI: {target}");
        let mut all = vec!["WARC-Type: revisit", target.as_str(), "WARC-Date: 2026-10-09T02:03:04Z", ANSWER];
        all.extend(fields);
        record("1.0", &all, head.as_bytes())
    };
    let first =
        [response("http://s.test/a", &["WARC-Record-ID: <urn:uuid:a>", DIGEST], &http("ETag: 1\r\n", b"the body"))];
    let second = [
        revisit("http://s.test/by-digest", &[SAME, DIGEST], "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"),
        revisit("http://s.test/by-id", &[SAME, "WARC-Refers-To: <urn:uuid:a>"], ""),
        revisit(
            "http://s.test/by-place",
            &[SAME, "WARC-Refers-To-Target-URI: http://s.test/a", "WARC-Refers-To-Date: 2026-10-08T02:03:04Z"],
            "",
        ),
        revisit("http://s.test/a", &[UNCHANGED], "HTTP/1.1 304 Not Modified\r\nETag: 1\r\n\r\n"),
        revisit("http://s.test/lost", &[SAME, "WARC-Refers-To: <urn:uuid:lost>"], ""),
        // Round and round.
        revisit("http://s.test/x", &[SAME, "WARC-Record-ID: <urn:uuid:x>", "WARC-Refers-To: <urn:uuid:y>"], ""),
        revisit("http://s.test/y", &[SAME, "WARC-Record-ID: <urn:uuid:y>", "WARC-Refers-To: <urn:uuid:x>"], ""),
        revisit("http://s.test/self", &[SAME, "WARC-Record-ID: <urn:uuid:s>", "WARC-Refers-To: <urn:uuid:s>"], ""),
    ];
    let folder = tempfile::tempdir().unwrap();
    let paths = [
        file(folder.path(), "1.warc.gz", &first.iter().flat_map(|r| zipped(r)).collect::<Vec<_>>()),
        file(folder.path(), "2.warc.gz", &second.iter().flat_map(|r| zipped(r)).collect::<Vec<_>>()),
    ];
    let fetcher = replaying(&url("http://s.test/"), quick(), &paths).await;
    for place in ["by-digest", "by-id", "by-place", "a"] {
        let exchange = fetcher.page(&url(&format!("http://s.test/{place}"))).await;
        assert_eq!(fine(&exchange), "the body", "{place}");
        assert_eq!(exchange.record.status, Some(200));
        let media = if place == "by-digest" { "text/plain" } else { "text/html" };
        assert_eq!(exchange.record.media_type().as_deref(), Some(media), "{place}");
    }
    for place in ["lost", "x", "y", "self"] {
        failed(&fetcher.page(&url(&format!("http://s.test/{place}"))).await, FailureKind::NotArchived);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn redirects_robots_and_cut_bodies_of_others() {
    let all = [
        record("1.0", &["WARC-Type: warcinfo", "Content-Type: application/warc-fields"], b"software: Wget/1.21\r\n"),
        response(
            "http://s.test/robots.txt",
            &[],
            b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *\nDisallow: /",
        ),
        response("http://s.test/", &[], b"HTTP/1.1 301 Moved\r\nLocation: /home.htm\r\n\r\n<p>moved</p>"),
        response("http://s.test/home.htm", &[], &http("Content-Length: 99\r\n", b"<p>home</p>")),
        response("http://s.test/cut", &["WARC-Truncated: length"], &http("", b"<p>begin")),
        record(
            "1.1",
            &[
                "WARC-Type: resource",
                "WARC-Target-URI: http://s.test/f.css",
                "WARC-Date: 2026-10-08",
                "Content-Type: text/css",
            ],
            b"p{}",
        ),
        record(
            "1.0",
            &["WARC-Type: response", "WARC-Target-URI: dns:s.test", "Content-Type: text/dns"],
            b"s.test. 1 IN A 1.2.3.4",
        ),
        record("1.0", &["WARC-Type: something-new", "X: y"], b"?"),
    ];
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), "a.warc.gz", &all.iter().flat_map(|r| zipped(r)).collect::<Vec<_>>());
    let replay = Replay::open(std::slice::from_ref(&path)).unwrap();
    assert!(replay.about().is_none());
    assert_eq!(replay.as_of(), jiff::civil::date(2026, 10, 8));
    let fetcher = replaying(&url("http://s.test/"), quick(), &[path]).await;
    // Nobody is asked, so nobody's robots.txt is in the way; what it says is known all the same.
    let exchange = fetcher.page(&url("http://s.test/")).await;
    assert_eq!(fine(&exchange), "<p>home</p>");
    assert_eq!((exchange.record.hops.len(), exchange.record.final_url.as_str()), (1, "http://s.test/home.htm"));
    let robots = fetcher.host_facts().await.robots;
    assert_eq!(robots, duwang::model::Known::Yes("http://s.test/robots.txt".to_owned()));
    failed(&fetcher.page(&url("http://s.test/cut")).await, FailureKind::NotArchived);
    assert_eq!(fetcher.check(&url("http://s.test/cut")).await.record.status, Some(200));
    assert_eq!(fine(&fetcher.page(&url("http://s.test/f.css")).await), "p{}");
}
