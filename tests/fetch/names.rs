//! DNS, by a name server of our own.

use super::server::{Server, page};
use super::{failed, fine, quick, url};
use duwang::config::FetchSettings;
use duwang::fetch::{Fetcher, Wiring};
use duwang::model::{FailureKind, Known};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::net::UdpSocket;

/// What the name server says to one question.
enum Says {
    At(&'static [&'static str]),
    Nothing,
    NoSuchName,
    ServFail,
}

/// (name, asks for AAAA, which question about this name and type it is) to an answer.
async fn name_server(
    says: impl Fn(&str, bool, usize) -> Says + Send + Sync + 'static,
) -> (SocketAddr, Arc<AtomicUsize>) {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let addr = socket.local_addr().unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    tokio::spawn(async move {
        let mut packet = [0; 1500];
        let mut times = std::collections::BTreeMap::new();
        while let Ok((n, from)) = socket.recv_from(&mut packet).await {
            count.fetch_add(1, Ordering::SeqCst);
            let (name, end) = question(&packet[..n]);
            let v6 = packet[end + 1] == 28;
            let nth = times.entry((name.clone(), v6)).and_modify(|n| *n += 1).or_insert(0);
            let says = says(&name, v6, *nth);
            socket.send_to(&answer(&packet[..end + 4], v6, &says), from).await.unwrap();
        }
    });
    (addr, asked)
}

fn question(packet: &[u8]) -> (String, usize) {
    let mut labels = Vec::new();
    let mut at = 12;
    while packet[at] != 0 {
        let len = usize::from(packet[at]);
        labels.push(String::from_utf8_lossy(&packet[at + 1..=at + len]).to_ascii_lowercase());
        at += len + 1;
    }
    (labels.join("."), at + 1)
}

fn answer(question: &[u8], v6: bool, says: &Says) -> Vec<u8> {
    let code = match says {
        Says::At(_) | Says::Nothing => 0,
        Says::NoSuchName => 3,
        Says::ServFail => 2,
    };
    let ips: Vec<IpAddr> = match says {
        Says::At(ips) => ips.iter().map(|ip| ip.parse::<IpAddr>().unwrap()).filter(|ip| ip.is_ipv6() == v6).collect(),
        _ => Vec::new(),
    };
    let mut packet = question.to_vec();
    packet[2] = 0x81;
    packet[3] = 0x80 | code;
    packet[4..12].copy_from_slice(&[0, 1, 0, u8::try_from(ips.len()).unwrap(), 0, 0, 0, 0]);
    for ip in ips {
        let bytes = match ip {
            IpAddr::V4(ip) => ip.octets().to_vec(),
            IpAddr::V6(ip) => ip.octets().to_vec(),
        };
        packet.extend([0xc0, 12, 0, if v6 { 28 } else { 1 }, 0, 1, 0, 0, 0, 0, 0, u8::try_from(bytes.len()).unwrap()]);
        packet.extend(bytes);
    }
    packet
}

async fn with(home: &str, server: SocketAddr, allow: &str) -> Fetcher {
    let allow_net = if allow.is_empty() { vec![] } else { vec![allow.parse().unwrap()] };
    let wiring = Wiring { name_servers: vec![server], ..Wiring::default() };
    Fetcher::wired(FetchSettings { allow_net, ..quick() }, &url(home), wiring).await.unwrap()
}

#[tokio::test]
async fn absent_names_and_silent_resolvers_are_told_apart() {
    let (dns, _) = name_server(|name, _, _| match name {
        "broken.test" => Says::ServFail,
        "empty.test" => Says::Nothing,
        _ => Says::NoSuchName,
    })
    .await;
    let fetcher = with("http://home.test/", dns, "").await;
    let detail = failed(&fetcher.check(&url("http://gone.test/")).await, FailureKind::Dns);
    assert!(detail.contains("NXDOMAIN"), "{detail}");
    failed(&fetcher.check(&url("http://empty.test/")).await, FailureKind::Dns);
    failed(&fetcher.check(&url("http://broken.test/")).await, FailureKind::DnsUnanswered);
    // A name that DNS cannot hold.
    failed(&fetcher.check(&url(&format!("http://{}.test/", "a".repeat(70)))).await, FailureKind::Dns);
    assert_eq!(fetcher.requests(), 0);
}

#[tokio::test]
async fn a_name_that_leads_inward_is_refused() {
    let inner = Server::on("127.0.0.2:0", |_, _, _| page("secret")).await;
    let (dns, _) = name_server(|name, v6, _| match name {
        "inward.test" => Says::At(&["127.0.0.2", "::1", "10.0.0.8"]),
        "mixed.test" if !v6 => Says::At(&["127.0.0.2", "127.0.0.3"]),
        _ => Says::Nothing,
    })
    .await;
    let port = inner.addr.port();
    let outer = Server::on(&format!("127.0.0.3:{port}"), |_, _, _| page("public")).await;
    let fetcher = with("http://home.test/", dns, "127.0.0.3/32").await;
    failed(&fetcher.page(&url(&format!("http://inward.test:{port}/"))).await, FailureKind::Guarded);
    let exchange = fetcher.page(&url(&format!("http://mixed.test:{port}/"))).await;
    assert_eq!(fine(&exchange), "public");
    assert_eq!(exchange.record.peer.as_deref(), Some("127.0.0.3"));
    assert_eq!(inner.connections(), 0);
    assert!(outer.connections() > 0);
}

#[tokio::test]
async fn rebinding_finds_the_door_closed() {
    let inner = Server::on("127.0.0.2:0", |_, _, _| page("secret")).await;
    let port = inner.addr.port();
    let outer = Server::on(&format!("127.0.0.3:{port}"), |_, _, _| page("public")).await;
    // Public at first, private from the second question on, with a TTL of zero.
    let (dns, _) = name_server(|_, v6, nth| match (v6, nth) {
        (true, _) => Says::Nothing,
        (false, 0) => Says::At(&["127.0.0.3"]),
        _ => Says::At(&["127.0.0.2"]),
    })
    .await;
    let fetcher = with("http://home.test/", dns, "127.0.0.3/32").await;
    for i in 0..5 {
        let exchange = fetcher.page(&url(&format!("http://rebind.test:{port}/{i}"))).await;
        assert_eq!(fine(&exchange), "public");
    }
    assert_eq!(inner.connections(), 0);
    assert!(outer.connections() >= 5);
}

#[tokio::test]
async fn a_portal_inside_the_office_is_its_own() {
    let server = Server::on("127.0.0.6:0", |_, _, _| page("inside")).await;
    let (dns, asked) = name_server(|name, v6, _| match name {
        "oa.test" if !v6 => Says::At(&["127.0.0.6"]),
        _ => Says::Nothing,
    })
    .await;
    let home = format!("http://oa.test:{}/", server.addr.port());
    let fetcher = with(&home, dns, "").await;
    let before = asked.load(Ordering::SeqCst);
    for _ in 0..3 {
        assert_eq!(fine(&fetcher.page(&url(&home)).await), "inside");
    }
    assert_eq!(asked.load(Ordering::SeqCst), before, "the answer is kept");
}

#[tokio::test]
async fn aaaa_records_are_found_missing_or_unknown() {
    let (dns, _) = name_server(|name, v6, _| match name {
        "six.test" => Says::At(&["127.0.0.1", "::1"]),
        "four.test" if v6 => Says::Nothing,
        "four.test" => Says::At(&["127.0.0.1"]),
        _ if v6 => Says::ServFail,
        _ => Says::At(&["127.0.0.1"]),
    })
    .await;
    // Port 9 is refused at once; only the records matter here.
    let six = with("http://six.test:9/", dns, "").await.host_facts().await;
    assert_eq!(six.ipv6, Known::Yes(vec!["::1".to_owned()]));
    let four = with("http://four.test:9/", dns, "").await.host_facts().await;
    assert!(matches!(four.ipv6, Known::No(_)), "{:?}", four.ipv6);
    assert!(matches!(four.https, Known::Inapplicable(_)));
    assert!(matches!(four.robots, Known::Unknown(_)));
    let broken = with("http://broken.test:9/", dns, "").await.host_facts().await;
    assert!(matches!(broken.ipv6, Known::Unknown(_)), "{:?}", broken.ipv6);
}

#[tokio::test]
async fn a_resolver_without_the_public_dns_says_nothing_of_links_elsewhere() {
    let (inner, _) =
        name_server(|name, _, _| if name == "oa.county" { Says::At(&["127.0.0.1"]) } else { Says::NoSuchName }).await;
    let fetcher = with("http://oa.county/", inner, "").await;
    let elsewhere = fetcher.check(&url("http://www.closed-long-ago.gov.cn/")).await;
    failed(&elsewhere, FailureKind::DnsUnanswered);
    // A name that can't exist needs nobody's word.
    failed(&fetcher.check(&url("http://nowhere.invalid/")).await, FailureKind::Dns);

    let (public, _) =
        name_server(|name, _, _| if name == "www.gov.cn" { Says::At(&["192.0.2.1"]) } else { Says::NoSuchName }).await;
    let fetcher = with("http://home.test/", public, "").await;
    let elsewhere = fetcher.check(&url("http://www.closed-long-ago.gov.cn/")).await;
    failed(&elsewhere, FailureKind::Dns);
}
