use super::server::{Server, Step, reply};
use super::{at, failed, quick, url};
use duwang::config::FetchSettings;
use duwang::fetch::{Error, Fetcher};
use duwang::model::FailureKind;
use std::time::Duration;

#[tokio::test]
async fn each_way_to_fail_has_its_name() {
    let server = Server::start(|path, _, _| match path {
        "/ssh" => Some(vec![Step::Send(b"SSH-2.0-OpenSSH_9.2p1 Debian\r\n".to_vec())]),
        "/silent" => Some(vec![]),
        "/rst" => Some(vec![Step::Reset]),
        "/slow" => Some(vec![Step::Wait(900), Step::Send(Vec::new())]),
        "/flood" => {
            let mut head = b"HTTP/1.1 200 OK\r\n".to_vec();
            for i in 0..5000 {
                head.extend(format!("X-{i}: {}\r\n", "v".repeat(500)).bytes());
            }
            Some(vec![Step::Send(head), Step::Wait(200)])
        }
        "/half" => Some(vec![Step::Send(b"HTTP/1.1 200 OK\r\nContent-".to_vec())]),
        "/garbage" => Some(vec![Step::Send(vec![0, 159, 146, 150, 255, 13, 10, 13, 10])]),
        _ => None,
    })
    .await;
    let settings = FetchSettings { first_byte_timeout: Duration::from_millis(500), ..quick() };
    let fetcher = at(&server, settings).await;
    for (path, kind) in [
        ("/ssh", FailureKind::Protocol),
        ("/silent", FailureKind::Reset),
        ("/rst", FailureKind::Reset),
        ("/slow", FailureKind::Timeout),
        ("/flood", FailureKind::TooLarge),
        ("/half", FailureKind::Reset),
        ("/garbage", FailureKind::Protocol),
    ] {
        let exchange = fetcher.check(&server.url(path)).await;
        failed(&exchange, kind);
        assert_eq!(exchange.record.status, None, "{path}");
        assert_eq!(exchange.record.attempts, 1, "{path}");
    }
    let exchange = fetcher.page(&url("ftp://127.0.0.1/")).await;
    failed(&exchange, FailureKind::Protocol);
    assert_eq!(exchange.record.attempts, 0);
}

#[tokio::test]
async fn a_closed_port_refuses() {
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.9:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let home = url(&format!("http://127.0.0.9:{port}/"));
    let fetcher = Fetcher::new(FetchSettings { retries: 1, ..quick() }, &home).await.unwrap();
    let exchange = fetcher.page(&home).await;
    failed(&exchange, FailureKind::Connect);
    assert_eq!(exchange.record.attempts, 2);
    // Two attempts of robots.txt, two of the page.
    assert_eq!(fetcher.requests(), 4);
}

#[tokio::test]
async fn what_this_machine_cannot_do_is_not_the_sites_fault() {
    // The system refuses to open a connection to the broadcast address before anything is sent.
    let settings = FetchSettings { allow_net: vec!["255.255.255.255/32".parse().unwrap()], ..quick() };
    let fetcher = Fetcher::new(settings, &url("http://127.0.0.1:9/")).await.unwrap();
    failed(&fetcher.check(&url("http://255.255.255.255:9/")).await, FailureKind::Local);
}

#[tokio::test]
async fn a_plain_refusal_is_an_answer() {
    let server = Server::start(|path, _, _| match path {
        "/403" => Some(reply("403 Forbidden", "", "<html>Forbidden</html>")),
        "/401" => Some(reply("401 Unauthorized", "", "")),
        "/410" => Some(reply("410 Gone", "", "gone")),
        _ => None,
    })
    .await;
    let fetcher = at(&server, FetchSettings { retries: 2, ..quick() }).await;
    for (path, status) in [("/403", 403), ("/401", 401), ("/410", 410), ("/404", 404)] {
        let record = fetcher.page(&server.url(path)).await.record;
        assert_eq!((record.status, record.attempts, &record.failure), (Some(status), 1, &None), "{path}");
    }
}

#[tokio::test]
async fn a_home_that_is_no_website_is_an_error() {
    for bad in ["ftp://gaoxian.gov.cn/", "mailto:a@b.cn", "data:,x"] {
        let error = Fetcher::new(quick(), &url(bad)).await.unwrap_err();
        assert!(matches!(error, Error::Home(_)) && error.to_string().contains(bad));
    }
    let bad = FetchSettings { user_agent: "line\nbreak".into(), ..quick() };
    assert!(matches!(Fetcher::new(bad, &url("http://127.0.0.1/")).await, Err(Error::Client(_))));
}

#[tokio::test]
async fn arbitrary_bytes_are_a_record_and_never_a_panic() {
    /// The bytes that follow from `seed`; some begin like HTTP so that they get further.
    fn bytes(seed: usize) -> Vec<u8> {
        let mut state = seed as u64 + 0x9e37_79b9_7f4a_7c15;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            u8::try_from(state >> 56).unwrap()
        };
        let starts: [&[u8]; 6] = [
            b"",
            b"HTTP/1.1 200 OK\r\n",
            b"HTTP/1.1 302 F\r\nLocation: ",
            b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n",
            b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n",
            b"HTTP/1.1 429 X\r\nSet-Cookie: a=\xff\r\nRetry-After: ",
        ];
        let mut all = starts[seed % starts.len()].to_vec();
        all.extend((0..seed * 7 % 300).map(|_| next()));
        if seed.is_multiple_of(2) {
            all.extend(b"\r\n\r\n");
        }
        all
    }
    let server = Server::start(|path, _, _| {
        // robots.txt is arbitrary as well: of every port and every run the same.
        let seed = path.strip_prefix("/").and_then(|n| n.parse().ok()).unwrap_or(1);
        Some(vec![Step::Send(bytes(seed))])
    })
    .await;
    let fetcher = at(&server, quick()).await;
    for seed in 0..120 {
        let exchange = fetcher.page(&server.url(&format!("/{seed}"))).await;
        let record = exchange.record;
        assert!(record.status.is_some() || record.failure.is_some(), "{record:?}");
    }
}
