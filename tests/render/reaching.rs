//! Whatever a page tries, nothing but the door is asked.

use super::{Script, browser, given, renderer, settings, wanted};
use duwang::model::RenderOutcome;
use duwang::render::{Answer, Ask};
use std::io::Read;
use std::net::{TcpListener, UdpSocket};

#[tokio::test]
async fn no_way_leads_past_the_door() {
    let Some(browser) = browser() else { return };
    let tcp = TcpListener::bind("127.0.0.1:0").unwrap();
    tcp.set_nonblocking(true).unwrap();
    let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
    udp.set_nonblocking(true).unwrap();
    let (port, udp_port) = (tcp.local_addr().unwrap().port(), udp.local_addr().unwrap().port());
    let ways = format!(
        "<html><head><link rel=preconnect href=http://127.0.0.1:{port}/><link rel=dns-prefetch href=//localhost:{port}>
         <link rel=prefetch href=http://127.0.0.1:{port}/prefetch><link rel=icon href=http://127.0.0.1:{port}/icon>
         <link rel=manifest href=http://127.0.0.1:{port}/manifest><link rel=stylesheet href=http://127.0.0.1:{port}/css>
         <script src=http://127.0.0.1:{port}/js></script></head>
         <body background=http://127.0.0.1:{port}/bg ping=x><img src=http://127.0.0.1:{port}/img>
         <iframe src=http://127.0.0.1:{port}/frame></iframe><iframe srcdoc=\"<script>fetch('http://localhost:{port}/inner')</script>\"></iframe>
         <video src=http://[::1]:{port}/film autoplay></video><object data=http://127.0.0.1:{port}/object></object>
         <a id=a href=http://127.0.0.1:{port}/popup target=_blank ping=http://127.0.0.1:{port}/ping>x</a>
         <a id=d href=http://127.0.0.1:{port}/download download>x</a>
         <script>
         const to = 'http://127.0.0.1:{port}';
         const all = [
           () => fetch('http://169.254.169.254/latest/meta-data/'), () => fetch(to + '/fetch'), () => fetch(to + '/post', {{method: 'POST', body: 'x'}}),
           () => fetch(to + '/no-cors', {{mode: 'no-cors'}}), () => fetch(to + '/put', {{method: 'PUT'}}), () => navigator.sendBeacon(to + '/beacon', 'x'),
           () => new WebSocket('ws://127.0.0.1:{port}/ws'), () => new EventSource(to + '/events'),
           () => new Worker(URL.createObjectURL(new Blob([`fetch('${{to}}/worker'); new WebSocket('ws://127.0.0.1:{port}/w')`]))),
           () => new SharedWorker(URL.createObjectURL(new Blob([`fetch('${{to}}/shared')`]))),
           () => navigator.serviceWorker.register('/sw.js'),
           () => {{ const p = new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{udp_port}'}}]}}); p.createDataChannel('x'); p.createOffer().then((o) => p.setLocalDescription(o)); }},
           () => new WebTransport('https://127.0.0.1:{udp_port}/'),
           () => {{ const f = document.createElement('iframe'); document.body.append(f); f.contentWindow.open(to + '/opened'); f.contentWindow.fetch(to + '/blank'); }},
           () => {{ const f = document.createElement('iframe'); document.body.append(f); const p = new f.contentWindow.RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{udp_port}'}}]}}); p.createDataChannel('x'); p.createOffer().then((o) => p.setLocalDescription(o)); }},
           () => a.click(), () => d.click(), () => import(to + '/module'), () => new Image().src = to + '/image',
         ];
         for (const one of all) try {{ Promise.resolve(one()).catch(() => 0); }} catch {{ /* the next */ }}
         setTimeout(() => document.body.append('tried all'), 300);
         </script></body></html>"
    );
    let door = Script::new(|ask: &Ask| match ask.url.path() {
        "/sw.js" => given("text/javascript", "self.oninstall = () => fetch('/from-the-worker')"),
        _ => Answer::Refused("not allowed".to_owned()),
    });
    let renderer = renderer(settings(browser));
    let mut page = wanted(&ways);
    page.pictures = true;
    let drawn = renderer.draw(&page, &door, None).await.unwrap();
    assert!(drawn.html.as_deref().is_some_and(|h| h.contains("tried all")), "{:?}", drawn.rendered);
    let came = tcp.accept().map(|(mut stream, _)| {
        let mut head = [0; 200];
        let read = stream.read(&mut head).unwrap_or(0);
        String::from_utf8_lossy(&head[..read]).into_owned()
    });
    assert_eq!(came.unwrap_err().kind(), std::io::ErrorKind::WouldBlock, "nobody connected");
    assert_eq!(udp.recv(&mut [0; 64]).unwrap_err().kind(), std::io::ErrorKind::WouldBlock, "nobody sent anything");
    let asked = door.addresses();
    assert!(asked.iter().any(|a| a.starts_with("http://169.254.169.254/")), "{asked:?}");
    assert!(asked.iter().any(|a| a.ends_with("/frame")) && asked.iter().any(|a| a.ends_with("/img")), "{asked:?}");
    for never in ["/beacon", "/ws", "/events", "/ping", "/popup", "/opened", "/download", "/film"] {
        assert!(!asked.iter().any(|a| a.ends_with(never)), "{never} is not even asked of the door: {asked:?}");
    }
    let put: Vec<String> = door.asked().iter().filter(|a| a.url.path() == "/put").map(|a| a.method.clone()).collect();
    assert!(put.iter().all(|method| method == "OPTIONS"), "{put:?}");
    let told: Vec<&str> = drawn.rendered.unanswered.iter().map(|u| u.url.as_str()).collect();
    assert!(told.iter().any(|u| u.contains("169.254.169.254")), "{told:?}");
    assert!(drawn.rendered.unanswered.iter().any(|u| u.why == "not allowed"), "{:?}", drawn.rendered);
    renderer.close().await;
}

#[tokio::test]
async fn requests_and_bytes_of_one_page_have_an_end() {
    let Some(browser) = browser() else { return };
    let html = "<html><body><p id=p></p><script>
        (async () => { for (let i = 0; i < 12; i++) { try { await fetch('/data/' + i); } catch { p.textContent += 'x'; } } p.textContent += ' end'; })();
        </script></body></html>";
    let door = Script::new(|_: &Ask| given("text/plain", &"x".repeat(1000)));
    let mut few = settings(browser.clone());
    few.max_requests = 5;
    let renderer = renderer(few);
    let drawn = renderer.draw(&wanted(html), &door, None).await.unwrap();
    assert_eq!(drawn.rendered.outcome, RenderOutcome::Budget, "{:?}", drawn.rendered);
    assert!(drawn.html.unwrap().contains("x end"), "the page goes on without");
    assert!(door.asked().len() <= 5, "{:?}", door.addresses());
    renderer.close().await;

    let door = Script::new(|_: &Ask| given("text/plain", &"x".repeat(1000)));
    let mut light = settings(browser);
    light.max_bytes = 3500;
    let renderer = super::renderer(light);
    let drawn = renderer.draw(&wanted(html), &door, None).await.unwrap();
    assert_eq!(drawn.rendered.outcome, RenderOutcome::Budget, "{:?}", drawn.rendered);
    assert_eq!(door.asked().len(), 4, "{:?}", door.addresses());
    renderer.close().await;
}

#[tokio::test]
async fn redirects_without_an_end_have_one() {
    let Some(browser) = browser() else { return };
    let door = Script::new(|ask: &Ask| {
        let n: u32 = ask.url.path().trim_start_matches("/r").parse().unwrap_or(0);
        let headers = vec![("location".to_owned(), format!("/r{}", n + 1))];
        Answer::Given(duwang::render::Reply { status: 302, headers, body: Vec::new() })
    });
    let renderer = renderer(settings(browser));
    let html = "<html><body><script>fetch('/r0').catch(() => document.body.append('gave up'))</script></body></html>";
    let drawn = renderer.draw(&wanted(html), &door, None).await.unwrap();
    assert!(drawn.html.unwrap().contains("gave up"));
    assert!(door.asked().len() <= 80, "{}", door.asked().len());
    renderer.close().await;
}
