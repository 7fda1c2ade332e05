//! What may be asked, by whom, and what is told.

use super::web::Web;
use super::{Served, ask, list};
use duwang::crawl::Stop;
use duwang::serve::{BEAT, Error, Options, Serve};
use duwang::store::Store;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

async fn served(schedule: bool) -> (Served, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let config = list(folder.path(), "cron = \"0 0 31 2 *\"", &[("s", "url = \"http://s.test/\"")]);
    (Served::start(&config, &folder.path().join("e.db"), schedule).await, folder)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_address_tells_its_own_and_nothing_else_is_there() {
    let (served, _folder) = served(false).await;
    let alive = served.get("/healthz").await;
    assert_eq!((alive.status, alive.body.as_str()), (200, "ok\n"));
    let health = served.until(|h| h["list"]["sites"] == 1).await;
    assert_eq!(health["schema"], "duwang.health/1");
    assert_eq!((&health["database"], &health["schedule"]["on"]), (&"ok".into(), &false.into()));
    assert_eq!(health["version"], env!("CARGO_PKG_VERSION"));
    assert!(health["last"].is_null() && health["running"].is_null());
    assert_eq!(served.get("/").await.status, 200);
    for path in ["/nothing", "/health/", "/../etc/passwd", "/%3Cscript%3E", "//healthz"] {
        let answer = served.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.body.contains("script") && answer.head.contains("content-type: text/plain"), "{}", answer.body);
    }
    let answer = served.get("/health?x=1").await;
    assert_eq!(answer.status, 200);
    for header in [
        "content-type: application/json",
        "x-content-type-options: nosniff",
        "cache-control: no-store",
        "content-security-policy: default-src 'none'",
    ] {
        assert!(answer.head.contains(header), "{header} in {}", answer.head);
    }
    assert!(!served.end().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_reading_is_allowed_and_only_by_this_machine_s_names() {
    let (served, _folder) = served(false).await;
    let port = served.addr.port();
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
        let answer =
            ask(served.addr, &format!("{method} /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n")).await;
        assert_eq!(answer.status, 405, "{method}");
        assert!(answer.head.contains("allow: get, head"), "{}", answer.head);
    }
    let head = ask(served.addr, "HEAD /healthz HTTP/1.1\r\nHost: localhost\r\n").await;
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert!(head.head.contains("content-length: 3"), "{}", head.head);
    let own = ["localhost", "LOCALHOST", "localhost.", "127.0.0.1", "127.8.8.8", "[::1]", "duwang.localhost"];
    for name in own {
        for host in [name.to_owned(), format!("{name}:{port}")] {
            let answer = ask(served.addr, &format!("GET /healthz HTTP/1.1\r\nHost: {host}\r\n")).await;
            assert_eq!(answer.status, 200, "{host}");
        }
    }
    let strange =
        ["evil.test", "127.0.0.1.evil.test", "localhost.evil.test", "10.0.0.1", "[::2]", "0.0.0.0", "notlocalhost"];
    for name in strange {
        for host in [name.to_owned(), format!("{name}:{port}")] {
            let answer = ask(served.addr, &format!("GET /health HTTP/1.1\r\nHost: {host}\r\n")).await;
            assert_eq!(answer.status, 421, "{host}");
            assert!(!answer.body.contains("duwang.health"), "{host}");
        }
    }
    // The name in the request line counts as well.
    let answer = ask(served.addr, "GET http://evil.test/health HTTP/1.1\r\nHost: localhost\r\n").await;
    assert_eq!(answer.status, 421);
    served.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_are_well_formed_in_both_formats() {
    let (served, _folder) = served(true).await;
    served.until(|h| h["schedule"]["leads"] == true).await;
    let older = served.get("/metrics").await;
    assert!(older.head.contains("content-type: text/plain; version=0.0.4"), "{}", older.head);
    let mut declared = BTreeSet::new();
    for line in older.body.lines() {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            declared.insert(rest.split_once(' ').unwrap().0.to_owned());
        } else if !line.starts_with("# HELP ") {
            let (name, value) = line.rsplit_once(' ').expect(line);
            let name = name.split('{').next().unwrap();
            assert!(declared.contains(name), "{name} is declared before in\n{}", older.body);
            assert!(value.parse::<f64>().is_ok_and(f64::is_finite), "{line}");
        }
    }
    for name in [
        "duwang_scans_total",
        "duwang_sites_total",
        "duwang_pages_total",
        "duwang_requests_total",
        "duwang_probes_total",
        "duwang_queue_sites",
        "duwang_last_scan_seconds",
        "duwang_last_success_timestamp_seconds",
        "duwang_process_start_time_seconds",
        "duwang_database_up",
    ] {
        assert!(declared.contains(name), "{name} in\n{}", older.body);
    }
    let head = format!(
        "GET /metrics HTTP/1.1\r\nHost: {}\r\nAccept: application/openmetrics-text; version=1.0.0\r\n",
        served.addr
    );
    let newer = ask(served.addr, &head).await;
    assert!(newer.head.contains("content-type: application/openmetrics-text"), "{}", newer.head);
    assert!(newer.body.contains("# TYPE duwang_scans counter\n") && newer.body.ends_with("# EOF\n"), "{}", newer.body);
    served.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_database_it_lives_and_says_so() {
    let (served, _folder) = served(true).await;
    served.until(|h| h["schedule"]["leads"] == true).await;
    served.store.close().await;
    assert_eq!(served.get("/healthz").await.status, 503);
    let health = served.get("/health").await;
    assert_eq!(health.status, 503);
    let health: serde_json::Value = serde_json::from_str(&health.body).unwrap();
    assert_eq!(health["database"], "unreachable");
    let metrics = served.get("/metrics").await;
    assert_eq!(metrics.status, 200);
    assert!(metrics.body.contains("duwang_database_up 0\n"), "{}", metrics.body);
    assert!(!served.task.is_finished());
    assert!(!served.end().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_taken_is_told_before_anything_begins() {
    let web = Web::portal(1, Duration::ZERO).await;
    let folder = tempfile::tempdir().unwrap();
    let config = list(folder.path(), "cron = \"* * * * *\"", &[("s", &format!("url = \"{}\"", web.url()))]);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let options = Options {
        config,
        store: Store::open(folder.path().join("e.db").to_str().unwrap()).await.unwrap(),
        listen: taken.local_addr().unwrap(),
        schedule: true,
        lang: duwang::model::Lang::En,
        tell: Arc::new(()),
        beat: BEAT,
    };
    let Err(Error::Listen { addr, .. }) = Serve::bind(options).await.map(|serve| serve.run(Stop::new())) else {
        panic!("the address was free")
    };
    assert_eq!(addr, taken.local_addr().unwrap());
    assert_eq!(web.all(), 0);
}
