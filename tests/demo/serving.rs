//! The server answers as the portals say.

use duwang::demo::{Portal, Served};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

/// Sends raw bytes, so that no client tidies the address up; gives status line with headers, and the body.
fn raw(addr: SocketAddr, head: &str, body: &str) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(addr).unwrap();
    write!(stream, "{head}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    let mut all = Vec::new();
    stream.read_to_end(&mut all).unwrap();
    let at = all.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
    (String::from_utf8_lossy(&all[..at]).to_lowercase(), all[at + 4..].to_vec())
}

async fn ask(addr: SocketAddr, method: &str, host: &str, target: &str) -> (String, Vec<u8>) {
    let head = format!("{method} {target} HTTP/1.1\r\nHost: {host}");
    tokio::task::spawn_blocking(move || raw(addr, &head, "")).await.unwrap()
}

async fn bundled() -> Served {
    Served::start(Portal::bundled()).await.unwrap()
}

const YUNLAN: &str = "www.yunlan-demo.gov.cn";
const QINGQI: &str = "www.qingqi-demo.gov.cn";
const CHENGXI: &str = "www.chengxi-demo.gov.cn";

#[tokio::test(flavor = "multi_thread")]
async fn hosts_are_told_apart_and_addresses_get_the_first() {
    let served = bundled().await;
    let addr = served.addr();
    assert!(addr.ip().is_loopback());
    let (head, body) = ask(addr, "GET", YUNLAN, "/").await;
    assert!(head.starts_with("http/1.1 200") && head.contains("content-type: text/html; charset=utf-8"), "{head}");
    assert!(String::from_utf8(body.clone()).unwrap().contains("云岚县人民政府"));
    assert_eq!(ask(addr, "GET", &addr.to_string(), "/").await.1, body);
    assert_eq!(ask(addr, "GET", "WWW.YUNLAN-DEMO.GOV.CN:80", "/").await.1, body);
    let (head, other) = ask(addr, "GET", QINGQI, "/index.html").await;
    assert!(head.contains("content-type: text/html\r\n") || head.ends_with("content-type: text/html"), "{head}");
    assert_ne!(other, body);
    assert!(ask(addr, "GET", "nobody.example", "/").await.0.starts_with("http/1.1 421"));
}

#[tokio::test(flavor = "multi_thread")]
async fn statuses_and_redirects_are_played() {
    let served = bundled().await;
    let addr = served.addr();
    for (target, status) in [
        ("/info/1010/404404.htm", 404),
        ("/info/1010/410410.htm", 410),
        ("/system/export.jsp", 500),
        ("/system/export.jsp", 500),
        ("/gzcy/login.htm", 403),
        ("/waf/query.htm", 412),
        ("/old/loop-a.htm", 302),
        ("/surely/absent.htm", 200),
    ] {
        let (head, _) = ask(addr, "GET", CHENGXI, target).await;
        assert!(head.starts_with(&format!("http/1.1 {status}")), "{target}: {head}");
    }
    assert!(ask(addr, "GET", CHENGXI, "/old/loop-a.htm").await.0.contains("location: /old/loop-b.htm"));
    let soft = String::from_utf8(ask(addr, "GET", CHENGXI, "/surely/absent.htm").await.1).unwrap();
    assert!(soft.contains("您访问的页面不存在"));
    assert!(ask(addr, "GET", YUNLAN, "/surely/absent.html").await.0.starts_with("http/1.1 404"));
    let moved = ask(addr, "GET", QINGQI, "/zwgk").await.0;
    assert!(moved.starts_with("http/1.1 301") && moved.contains("location: /zwgk/"), "{moved}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_fails_once_recovers_and_sessions_are_ignored() {
    let served = bundled().await;
    let addr = served.addr();
    assert!(ask(addr, "GET", YUNLAN, "/module/slow/weather.html").await.0.starts_with("http/1.1 503"));
    assert!(ask(addr, "GET", YUNLAN, "/module/slow/weather.html").await.0.starts_with("http/1.1 200"));
    let with = ask(addr, "GET", CHENGXI, "/index.htm;jsessionid=9F00").await.1;
    assert_eq!(with, ask(addr, "GET", CHENGXI, "/index.htm").await.1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_calendar_never_ends() {
    let served = bundled().await;
    for (month, next) in [("2026-12", "month=2027-01"), ("2187-06", "month=2187-07"), ("nonsense", "month=2026-12")] {
        let (_, body) = ask(served.addr(), "GET", CHENGXI, &format!("/calendar?month={month}")).await;
        assert!(String::from_utf8(body).unwrap().contains(next), "{month}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn head_post_and_conditional_requests() {
    let served = bundled().await;
    let addr = served.addr();
    let (_, whole) = ask(addr, "GET", YUNLAN, "/").await;
    let (head, body) = ask(addr, "HEAD", YUNLAN, "/").await;
    assert!(body.is_empty() && head.contains(&format!("content-length: {}", whole.len())), "{head}");
    let tag = head.lines().find_map(|l| l.strip_prefix("etag: ")).unwrap().to_owned();
    let request = format!("GET / HTTP/1.1\r\nHost: {YUNLAN}\r\nIf-None-Match: {tag}");
    let (head, body) = tokio::task::spawn_blocking(move || raw(addr, &request, "")).await.unwrap();
    assert!(head.starts_with("http/1.1 304") && body.is_empty(), "{head}");
    let column = String::from_utf8(served_column(addr).await).unwrap();
    let id = column.split("columnid=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let request = format!("POST /module/web/jpage/dataproxy.jsp HTTP/1.1\r\nHost: {YUNLAN}");
    let form = format!("columnid={id}&page=2");
    let (head, body) = tokio::task::spawn_blocking(move || raw(addr, &request, &form)).await.unwrap();
    assert!(head.contains("text/xml") && String::from_utf8(body).unwrap().contains("<record>"));
    assert!(ask(addr, "DELETE", YUNLAN, "/").await.0.starts_with("http/1.1 405"));
}

async fn served_column(addr: SocketAddr) -> Vec<u8> {
    for column in 1001..1070 {
        let (_, body) = ask(addr, "GET", YUNLAN, &format!("/col/col{column}/index.html")).await;
        if String::from_utf8_lossy(&body).contains("<totalpage>2<") {
            return body;
        }
    }
    panic!("no column has two pages");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_outside_is_served() {
    let served = bundled().await;
    for target in [
        "/../site.toml",
        "/%2e%2e/site.toml",
        "/..%2fsite.toml",
        "/images/..%2f..%2fsite.toml",
        "/..%5csite.toml",
        "//etc/passwd",
        "/site.toml",
        "/answers/404.html",
    ] {
        let (head, body) = ask(served.addr(), "GET", YUNLAN, target).await;
        assert!(head.starts_with("http/1.1 404") || head.starts_with("http/1.1 400"), "{target}: {head}");
        let body = String::from_utf8_lossy(&body);
        assert!(!body.contains("[site]") && !body.contains("root:"), "{target}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_resolve_table_names_every_host() {
    let served = bundled().await;
    let table = served.resolve();
    let addr = served.addr();
    assert_eq!(table[YUNLAN][0], addr);
    assert!(table[YUNLAN].iter().any(|a| a.is_ipv6() && a.port() == 0), "the good portal has IPv6");
    assert!(table[CHENGXI].iter().all(SocketAddr::is_ipv4));
    for host in [
        "www.sc-demo.gov.cn",
        "zwfw.sc-demo.gov.cn",
        "bszs.conac.cn",
        "beian.miit.gov.cn",
        "beian.mps.gov.cn",
        "zfwzgl.www.gov.cn",
    ] {
        assert_eq!(table[host], [addr], "{host}");
        assert!(ask(addr, "GET", host, "/").await.0.starts_with("http/1.1 200"), "{host}");
    }
    assert!(!table.contains_key("whly.sc-demo.gov.cn"), "this name must not exist");
    let refused = table["data.sc-demo.gov.cn"][0];
    assert!(TcpStream::connect(refused).is_err(), "{refused} should refuse");
    assert!(ask(addr, "GET", "www.sc-demo.gov.cn", "/zwgk/2024/closed.html").await.0.starts_with("http/1.1 410"));
    assert!(ask(addr, "GET", "www.sc-demo.gov.cn", "/nothing").await.0.starts_with("http/1.1 404"));
    assert!(ask(addr, "GET", "bszs.conac.cn", "/sitename?method=show&id=A").await.0.starts_with("http/1.1 200"));
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_are_counted_and_dropping_stops() {
    let served = bundled().await;
    let addr = served.addr();
    ask(addr, "GET", YUNLAN, "/a?b=1").await;
    ask(addr, "HEAD", QINGQI, "/").await;
    let asked: Vec<_> = served.requests().into_iter().map(|a| (a.method, a.host, a.target)).collect();
    let expected = [("GET", YUNLAN, "/a?b=1"), ("HEAD", QINGQI, "/")];
    assert_eq!(asked, expected.map(|(m, h, t)| (m.to_owned(), h.to_owned(), t.to_owned())));
    drop(served);
    for _ in 0..200 {
        if TcpStream::connect(addr).is_err() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("the server still answers");
}
