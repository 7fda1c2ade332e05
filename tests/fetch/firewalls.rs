use super::server::{Server, page, reply};
use super::{at, failed, fine, quick};
use duwang::model::FailureKind;

#[tokio::test]
async fn pages_of_firewalls_are_told_from_pages() {
    let server = Server::start(|path, _, _| {
        let html = "Content-Type: text/html\r\n";
        match path {
            "/acw" => page("<html><script>var arg1='5F';function setCookie(){document.cookie='acw_sc__v2='+x}</script></html>"),
            "/ruishu" => Some(reply("412 Precondition Failed", html, "<script>$_ts=window['$_ts'];$_ts.cd='q'</script>")),
            "/ruishu202" => Some(reply("202 Accepted", html, "<script>if(!$_ts){$_ts={}}$_ts.nsd=71;$_ts.cd=\"q\"</script>")),
            // 您的访问可能存在安全风险 in GBK, unlabelled.
            "/gbk" => Some(reply("403 Forbidden", html, b"<html>\xc4\xfa\xb5\xc4\xb7\xc3\xce\xca\xbf\xc9\xc4\xdc\xb4\xe6\xd4\xda\xb0\xb2\xc8\xab\xb7\xe7\xcf\xd5</html>")),
            "/dog200" => page("<html><title>网站防火墙</title><p>您的请求不合法</p></html>"),
            "/risk200" => page("<html>您的访问可能存在安全风险，事件编号 1</html>"),
            "/dog" => Some(reply("403 Forbidden", html, "<title>网站防火墙</title>网站安全狗")),
            "/ksy" => Some(reply("521 Origin Down", html, "<script>document.cookie='__jsl_clearance=1'</script>")),
            "/cf" => Some(reply("503 Service Unavailable", "cf-mitigated: challenge\r\n", "Just a moment")),
            "/wzb" => Some(reply("567 Blocked", "X-Powered-By-360WZB: wangzhan.360.cn\r\n", "x")),
            _ => None,
        }
    })
    .await;
    let fetcher = at(&server, quick()).await;
    for (path, status) in [
        ("/acw", 200),
        ("/ruishu", 412),
        ("/ruishu202", 202),
        ("/gbk", 403),
        ("/dog", 403),
        ("/dog200", 200),
        ("/risk200", 200),
        ("/ksy", 521),
        ("/cf", 503),
        ("/wzb", 567),
    ] {
        let exchange = fetcher.page(&server.url(path)).await;
        let detail = failed(&exchange, FailureKind::Blocked);
        assert!(detail.contains(&status.to_string()), "{path}: {detail}");
        assert_eq!(exchange.record.status, Some(status));
        assert_eq!(exchange.record.attempts, 1, "a firewall is not asked again: {path}");
    }
}

#[tokio::test]
async fn pages_that_only_speak_of_firewalls_are_pages() {
    let server = Server::start(|path, _, _| {
        let links = "<a href='/x'>政务公开</a>".repeat(10);
        match path {
            "/news" => page(format!("<html>{links}<p>我县部署网站防火墙与安全狗，knownsec 提供服务</p></html>")),
            "/short" => {
                page("<html><title>网络安全周</title>我县部署网站防火墙、安全狗，safedog 与 nsfocus 提供服务</html>")
            }
            "/data" => Some(reply("200 OK", "Content-Type: application/json\r\n", "[\"请求被拦截\"]")),
            "/long" => page(format!("<html><p>网站防火墙</p>{}</html>", "字".repeat(10_000))),
            "/passed" => {
                Some(reply("200 OK", "Content-Type: text/html\r\nServer: yundun\r\nwzws-ray: 1\r\n", "<p>x</p>"))
            }
            "/404" => Some(reply("404 Not Found", "Server: safedog\r\n", "none")),
            _ => None,
        }
    })
    .await;
    let fetcher = at(&server, quick()).await;
    for path in ["/news", "/short", "/data", "/long", "/passed"] {
        fine(&fetcher.page(&server.url(path)).await);
    }
    assert_eq!(fetcher.page(&server.url("/404")).await.record.failure, None);
}
