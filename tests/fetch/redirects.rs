use super::server::{Server, Step, page, reply, to};
use super::{at, failed, fine, quick};
use duwang::config::FetchSettings;
use duwang::model::FailureKind;

fn raw(location: &[u8]) -> Option<Vec<Step>> {
    let head = [b"HTTP/1.1 301 Moved\r\nConnection: close\r\nContent-Length: 0\r\nLocation: ", location, b"\r\n\r\n"];
    Some(vec![Step::Send(head.concat())])
}

#[tokio::test]
async fn hops_are_followed_and_written_down() {
    let server = Server::start(|path, _, _| match path {
        "/a/start" => to("next?x=1"),
        "/a/next?x=1" => Some(reply("307 Temporary Redirect", "Location: /%E5%8E%BF/#frag\r\n", "moved")),
        "/%E5%8E%BF/" => page("arrived"),
        _ => None,
    })
    .await;
    let fetcher = at(&server, quick()).await;
    let exchange = fetcher.page(&server.url("/a/start#top")).await;
    assert_eq!(fine(&exchange), "arrived");
    let record = exchange.record;
    assert_eq!(record.url, server.url("/a/start#top").to_string());
    assert_eq!(record.final_url, server.url("/%E5%8E%BF/").to_string());
    let hops: Vec<_> = record.hops.iter().map(|h| (h.url.clone(), h.status, h.location.clone())).collect();
    let (a, b) = (server.url("/a/start").to_string(), server.url("/a/next?x=1").to_string());
    assert_eq!(hops, [(a, 302, b.clone()), (b, 307, record.final_url)]);
}

#[tokio::test]
async fn raw_bytes_in_a_location_keep_their_meaning() {
    let server = Server::start(|path, _, _| match path {
        // 高县 in GBK and in UTF-8.
        "/gbk" => raw(b"/\xb8\xdf\xcf\xd8/?k=\xb8\xdf"),
        "/utf8" => raw("/高 县/".as_bytes()),
        "/%B8%DF%CF%D8/?k=%B8%DF" => page("gbk"),
        "/%E9%AB%98%20%E5%8E%BF/" => page("utf8"),
        _ => None,
    })
    .await;
    let fetcher = at(&server, quick()).await;
    assert_eq!(fine(&fetcher.page(&server.url("/gbk")).await), "gbk");
    assert_eq!(fine(&fetcher.page(&server.url("/utf8")).await), "utf8");
}

#[tokio::test]
async fn redirects_that_lead_nowhere_are_protocol_failures() {
    let server = Server::start(|path, _, _| match path {
        "/none" => Some(reply("301 Moved", "", "")),
        "/empty" => raw(b""),
        "/bad" => raw(b"http://[::1"),
        "/port" => raw(b"http://a.cn:99999/"),
        "/script" => raw(b"javascript:alert(1)"),
        "/app" => raw(b"weixin://dl/chat"),
        _ => None,
    })
    .await;
    let fetcher = at(&server, quick()).await;
    for path in ["/none", "/empty", "/bad", "/port", "/script", "/app"] {
        let exchange = fetcher.check(&server.url(path)).await;
        failed(&exchange, FailureKind::Protocol);
        assert!(exchange.record.status.is_some() && exchange.record.hops.is_empty(), "{path}");
    }
}

#[tokio::test]
async fn loops_and_long_ways_end() {
    let server = Server::start(|path, _, _| match path {
        "/self" => to("/self"),
        "/a" => to("/b"),
        "/b" => to("/a"),
        "/cookie" => Some(reply("302 Found", "Location: /cookie\r\nSet-Cookie: n=1\r\n", "")),
        _ => {
            let n: usize = path.strip_prefix("/n")?.parse().ok()?;
            if n == 0 { page("end") } else { to(&format!("/n{}", n - 1)) }
        }
    })
    .await;
    let fetcher = at(&server, FetchSettings { max_redirects: 4, ..quick() }).await;
    for (path, hops, asked) in [("/self", 0, 1), ("/a", 1, 1), ("/cookie", 4, 5), ("/n5", 4, 1)] {
        let exchange = fetcher.page(&server.url(path)).await;
        failed(&exchange, FailureKind::TooManyRedirects);
        assert_eq!(exchange.record.hops.len(), hops, "{path}");
        assert_eq!(exchange.record.status, Some(302));
        assert_eq!(server.count(path), asked, "{path}");
    }
    assert_eq!(fine(&fetcher.page(&server.url("/n4")).await), "end");
}

#[tokio::test]
async fn a_cookie_and_back_to_the_same_address_is_no_loop() {
    let server = Server::start(|path, _, head| match path {
        "/" if head.to_lowercase().contains("cookie: seen=1") => page("portal"),
        "/" => Some(reply("302 Found", "Location: /\r\nSet-Cookie: seen=1; Path=/\r\n", "")),
        _ => None,
    })
    .await;
    let exchange = at(&server, quick()).await.page(&server.url("/")).await;
    assert_eq!(fine(&exchange), "portal");
    assert_eq!(exchange.record.hops.len(), 1);
}

#[tokio::test]
async fn the_page_of_a_redirect_may_be_broken() {
    let server = Server::start(|path, _, _| match path {
        "/cut" => Some(vec![Step::Send(b"HTTP/1.1 302 F\r\nLocation: /ok\r\nContent-Length: 900\r\n\r\n<p>".to_vec())]),
        "/gz" => Some(reply("302 F", "Location: /ok\r\nContent-Encoding: gzip\r\n", "plain")),
        "/ok" => page("ok"),
        _ => None,
    })
    .await;
    let fetcher = at(&server, quick()).await;
    assert_eq!(fine(&fetcher.page(&server.url("/cut")).await), "ok");
    assert_eq!(fine(&fetcher.page(&server.url("/gz")).await), "ok");
}
