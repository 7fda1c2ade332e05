use super::server::{Server, page, to};
use super::{at, failed, fine, quick, url};
use duwang::config::FetchSettings;
use duwang::fetch::Fetcher;
use duwang::model::FailureKind;
use std::net::SocketAddr;

const REFUSED: &[&str] = &[
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://127.0.0.1/",
    "http://127.8.9.1/",
    "http://169.254.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://100.100.100.200/",
    "http://0.0.0.0/",
    "http://0.1.2.3/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://240.0.0.1/",
    "http://192.0.2.1/",
    "http://198.51.100.7/",
    "http://203.0.113.9/",
    "http://198.18.0.1/",
    "http://192.0.0.8/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://①②⑦.0.0.1/",
    "http://localhost/",
    "http://localhost./",
    "http://LOCALHOST:8080/",
    "http://a.localhost/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::1]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:c0a8:101::1]/",
    "http://[2001::1]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    "http://[fc00::1]/",
    "http://[fd12:3456::1]/",
    "http://[fe80::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[100::1]/",
    "http://[4000::1]/",
];

#[tokio::test]
async fn private_literals_are_refused_and_public_ones_not() {
    let home = url("http://114.114.114.114/");
    let fetcher = Fetcher::new(quick(), &home).await.unwrap();
    for text in REFUSED {
        let at = url(text);
        assert!(fetcher.guard(&at).is_some(), "{text} is not refused");
        failed(&fetcher.check(&at).await, FailureKind::Guarded);
    }
    for text in [
        "http://114.114.114.114/",
        "http://1.1.1.1/",
        "http://172.32.0.1/",
        "http://100.128.0.1/",
        "http://[2400:3200::1]/",
        "http://[64:ff9b::101:101]/",
        "http://www.gaoxian.gov.cn/",
    ] {
        assert_eq!(fetcher.guard(&url(text)), None, "{text}");
    }
    assert_eq!(fetcher.requests(), 0);
}

#[tokio::test]
async fn a_redirect_inward_is_refused_without_a_packet() {
    let inner = Server::on("127.0.0.2:0", |_, _, _| page("secret")).await;
    let target = inner.url("/admin").to_string();
    let server = Server::start(move |path, _, _| if path == "/go" { to(&target) } else { None }).await;
    let fetcher = at(&server, quick()).await;
    let exchange = fetcher.page(&server.url("/go")).await;
    failed(&exchange, FailureKind::Guarded);
    assert_eq!(exchange.record.hops.len(), 1);
    assert_eq!(exchange.record.final_url, inner.url("/admin").to_string());
    assert_eq!(inner.connections(), 0);
    // The same address, allowed.
    let allowed = FetchSettings { allow_net: vec!["127.0.0.2/32".parse().unwrap()], ..quick() };
    assert_eq!(fine(&at(&server, allowed).await.page(&server.url("/go")).await), "secret");
}

#[tokio::test]
async fn the_audited_hosts_own_address_is_allowed_on_any_port() {
    let server = Server::start(|_, _, _| page("home")).await;
    let other = Server::start(|_, _, _| page("service")).await;
    let fetcher = at(&server, quick()).await;
    fine(&fetcher.page(&server.url("/")).await);
    assert_eq!(fine(&fetcher.check(&other.url("/")).await), "service");
    let named = url(&format!("http://localhost:{}/", other.addr.port()));
    assert_eq!(fetcher.guard(&named), None);
    assert_eq!(fine(&fetcher.check(&named).await), "service");
}

#[tokio::test]
async fn the_table_allows_its_names_and_offline_nothing_else() {
    let server = Server::on("127.0.0.5:0", |_, _, _| page("table")).await;
    let resolve = [("portal.test".to_owned(), vec![server.addr]), ("empty.test".to_owned(), vec![])].into();
    let home = url("http://portal.test/");
    let fetcher = Fetcher::new(FetchSettings { resolve, offline: true, ..quick() }, &home).await.unwrap();
    // No port in the address: the table's own is used.
    for text in ["http://portal.test/", "http://PORTAL.test/", "http://portal.test./"] {
        assert_eq!(fine(&fetcher.page(&url(text)).await), "table", "{text}");
    }
    assert!(server.seen().iter().all(|s| s.head.to_lowercase().contains("host: portal.test")));
    for absent in ["http://www.gaoxian.gov.cn/", "http://localhost/", "http://empty.test/", "http://x.portal.test/"] {
        failed(&fetcher.check(&url(absent)).await, FailureKind::Dns);
    }
    for outside in ["http://114.114.114.114/", "http://127.0.0.1/"] {
        failed(&fetcher.check(&url(outside)).await, FailureKind::Guarded);
    }
}

#[tokio::test]
async fn a_table_port_of_zero_is_the_urls() {
    let server = Server::start(|_, _, _| page("zero")).await;
    let any: SocketAddr = "127.0.0.1:0".parse().unwrap();
    let home = url(&format!("http://portal.test:{}/", server.addr.port()));
    let settings = FetchSettings { resolve: [("portal.test".to_owned(), vec![any])].into(), offline: true, ..quick() };
    assert_eq!(fine(&Fetcher::new(settings, &home).await.unwrap().page(&home).await), "zero");
}
