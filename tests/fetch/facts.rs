//! HTTPS with certificates of our own making (a test authority, valid 2020 to 2120; one leaf ended in 2021).

use super::server::{Server, page};
use super::{failed, fine, quick, url};
use duwang::config::FetchSettings;
use duwang::fetch::{Fetcher, Wiring};
use duwang::model::{FailureKind, Known};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

const ROOT: &[u8] = include_bytes!("tls/root.der");
/// For tls.test and www.tls.test.
const LEAF: &[u8] = include_bytes!("tls/leaf.der");
const EXPIRED: &[u8] = include_bytes!("tls/expired.der");
const KEY: &[u8] = include_bytes!("tls/key.der");

/// Answers every request over TLS with the same bytes.
fn tls_server(leaf: &'static [u8], answer: &'static str) -> SocketAddr {
    serve(leaf, answer, true)
}

/// `farewell`: whether TLS is ended in the proper way.
fn serve(leaf: &'static [u8], answer: &'static str, farewell: bool) -> SocketAddr {
    let chain = vec![CertificateDer::from(leaf)];
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(KEY));
    let mut config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    if answer == H2 {
        config.alpn_protocols = vec![b"h2".to_vec()];
    }
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = rustls::StreamOwned::new(connection, stream);
            let mut piece = [0; 4096];
            if answer == H2 {
                let _ = answer_h2(&mut stream);
                continue;
            }
            if stream.read(&mut piece).is_ok_and(|n| n > 0) {
                let _ = stream.write_all(answer.as_bytes());
                if farewell {
                    stream.conn.send_close_notify();
                }
                let _ = stream.flush();
            }
        }
    });
    addr
}

/// Stands for an answer over HTTP/2.
const H2: &str = "h2";

/// Frames of HTTP/2 (RFC 9113): settings, then status 200 and a body on the client's first stream.
fn answer_h2(stream: &mut (impl Read + Write)) -> std::io::Result<()> {
    stream.write_all(&[0, 0, 0, 4, 0, 0, 0, 0, 0])?;
    stream.flush()?;
    stream.read_exact(&mut [0; 24])?;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head)?;
        let length = usize::from(head[1]) << 8 | usize::from(head[2]);
        stream.read_exact(&mut vec![0; length])?;
        match head[3] {
            // The client's settings are acknowledged.
            4 if head[4] & 1 == 0 => stream.write_all(&[0, 0, 0, 4, 1, 0, 0, 0, 0])?,
            1 => {
                let [.., a, b, c, d] = head;
                // 0x88 is ":status: 200" in the static table of HPACK.
                stream.write_all(&[0, 0, 1, 1, 4, a, b, c, d, 0x88])?;
                stream.write_all(&[0, 0, 6, 0, 1, a, b, c, d])?;
                stream.write_all(b"<html>")?;
            }
            _ => {}
        }
        stream.flush()?;
    }
}

const OK: &str = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>";

async fn https(name: &str, at: SocketAddr, trusted: bool) -> Fetcher {
    let settings = FetchSettings { resolve: [(name.to_owned(), vec![at])].into(), offline: true, ..quick() };
    let roots = if trusted { vec![ROOT.to_vec()] } else { vec![] };
    let wiring = Wiring { roots, ..Wiring::default() };
    Fetcher::wired(settings, &url(&format!("https://{name}/")), wiring).await.unwrap()
}

#[tokio::test]
async fn a_good_certificate_opens_the_page() {
    let fetcher = https("tls.test", tls_server(LEAF, OK), true).await;
    assert_eq!(fine(&fetcher.page(&url("https://tls.test/")).await), "<html>");
    let facts = fetcher.host_facts().await;
    assert_eq!(facts.https, Known::Yes("https://tls.test/".to_owned()));
    assert_eq!(facts.host, "tls.test");
    assert!(matches!(facts.ipv6, Known::No(_)));
}

#[tokio::test]
async fn a_bad_certificate_is_named() {
    for (name, leaf, trusted, word) in [
        ("tls.test", EXPIRED, true, "expired"),
        ("other.test", LEAF, true, "name mismatch"),
        ("tls.test", LEAF, false, "unknown issuer"),
    ] {
        let fetcher = https(name, tls_server(leaf, OK), trusted).await;
        let exchange = fetcher.page(&url(&format!("https://{name}/"))).await;
        // A machine without any authority of its own must not judge.
        if !trusted && exchange.record.failure_kind() == Some(FailureKind::Local) {
            continue;
        }
        let detail = failed(&exchange, FailureKind::Tls);
        assert!(detail.contains(word), "{detail}");
        assert_eq!(exchange.record.attempts, 1);
        match fetcher.host_facts().await.https {
            Known::No(detail) => assert!(detail.contains(word), "{detail}"),
            other => panic!("{word}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn http_in_tls_places_is_not_tls() {
    let server = Server::start(|_, _, _| page("plain")).await;
    let fetcher = https("tls.test", server.addr, true).await;
    // The server waits for the end of a head that never comes, so it is told to be brief.
    let raw = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = raw.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = raw.accept().await {
            use tokio::io::{AsyncReadExt, AsyncWriteExt};
            let _ = stream.read(&mut [0; 1024]).await;
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    drop(fetcher);
    let fetcher = https("tls.test", addr, true).await;
    let detail = failed(&fetcher.page(&url("https://tls.test/")).await, FailureKind::Tls);
    assert!(detail.contains("not TLS"), "{detail}");
    assert!(matches!(fetcher.host_facts().await.https, Known::No(_)));
}

#[tokio::test]
async fn https_that_leads_back_to_http_is_none() {
    const BACK: &str =
        "HTTP/1.1 302 Found\r\nConnection: close\r\nContent-Length: 0\r\nLocation: http://tls.test:1/\r\n\r\n";
    let fetcher = https("tls.test", tls_server(LEAF, BACK), true).await;
    assert!(matches!(fetcher.host_facts().await.https, Known::No(why) if why.contains("http://tls.test:1/")));
}

#[tokio::test]
async fn https_is_asked_on_its_own_port_and_only_where_that_makes_sense() {
    // The table's address has the port of the http server, so https meets a server without TLS there.
    let server = Server::start(|_, _, _| page("home")).await;
    let settings = |name: &str| FetchSettings {
        resolve: [(name.to_owned(), vec![server.addr, "[::1]:1".parse().unwrap()])].into(),
        offline: true,
        first_byte_timeout: std::time::Duration::from_millis(500),
        ..quick()
    };
    let home = url(&format!("http://tls.test:{}/", server.addr.port()));
    let facts = Fetcher::new(settings("tls.test"), &home).await.unwrap().host_facts().await;
    assert!(matches!(facts.https, Known::Inapplicable(_)));
    assert_eq!(facts.ipv6, Known::Yes(vec!["::1".to_owned()]));
    let facts = Fetcher::new(settings("tls.test"), &url("http://tls.test/")).await.unwrap().host_facts().await;
    // Silent over TLS, while http answers: the site has no HTTPS.
    assert!(matches!(facts.https, Known::No(_)), "{:?}", facts.https);
}

#[tokio::test]
async fn a_host_given_as_an_address_has_no_names_to_judge() {
    let server = Server::start(|_, _, _| page("home")).await;
    let facts = super::at(&server, quick()).await.host_facts().await;
    assert_eq!(facts.host, "127.0.0.1");
    assert!(matches!(facts.ipv6, Known::Inapplicable(_)));
    assert!(matches!(facts.https, Known::Inapplicable(_)));
    let gone = FetchSettings { offline: true, ..quick() };
    let facts = Fetcher::new(gone, &url("http://absent.test/")).await.unwrap().host_facts().await;
    assert!(matches!(facts.https, Known::Unknown(_)));
    assert!(matches!(facts.robots, Known::Unknown(_)));
}

#[tokio::test]
async fn a_server_that_leaves_without_a_word_has_still_sent_its_page() {
    const WHOLE: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>x</html>\n";
    const CUT: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>x";
    let fetcher = https("tls.test", serve(LEAF, WHOLE, false), true).await;
    assert_eq!(fine(&fetcher.page(&url("https://tls.test/")).await), "<html>x</html>\n");
    let fetcher = https("tls.test", serve(LEAF, CUT, false), true).await;
    failed(&fetcher.page(&url("https://tls.test/")).await, FailureKind::Reset);
}

#[tokio::test]
async fn http_2_is_spoken_where_it_is_offered() {
    let fetcher = https("tls.test", tls_server(LEAF, H2), true).await;
    let exchange = fetcher.page(&url("https://tls.test/")).await;
    assert_eq!(fine(&exchange), "<html>");
    assert!(exchange.record.whole);
}

#[tokio::test]
async fn a_refused_handshake_says_nothing_about_the_site() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    // What a server with nothing but old ciphers answers; browsers that still know them open it.
    let raw = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = raw.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = raw.accept().await {
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(&[0x15, 3, 3, 0, 2, 2, 40]).await;
            let _ = stream.read(&mut [0; 4096]).await;
        }
    });
    let fetcher = https("tls.test", addr, true).await;
    let detail = failed(&fetcher.page(&url("https://tls.test/")).await, FailureKind::Tls);
    assert!(detail.starts_with("handshake: "), "{detail}");
    assert!(matches!(fetcher.host_facts().await.https, Known::Unknown(_)));
}
