//! A small web server that notes what it is asked.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

pub(super) struct Web {
    pub(super) addr: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

/// A media type and a body, or nothing for 404.
type Answer = Option<(&'static str, Vec<u8>)>;

impl Web {
    /// Answers with `answer(path)` after `delay`; runs until the test ends.
    pub(super) fn start(delay: Duration, answer: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let addr = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (log, answer) = (Arc::clone(&asked), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
                std::thread::spawn(move || talk(&stream, delay, &log, &*answer));
            }
        });
        Self { addr, asked }
    }

    /// A county portal of `articles` articles in two columns, which links nowhere else.
    pub(super) fn portal(articles: usize, delay: Duration) -> Self {
        Self::start(delay, move |path| page(path, articles).map(|body| ("text/html; charset=utf-8", body.into_bytes())))
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/", self.addr)
    }

    /// Paths asked so far, in order; robots.txt and what asks after absent pages left out.
    pub(super) fn asked(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().filter(|p| *p != "/robots.txt" && !p.contains("absent")).cloned().collect()
    }

    /// Every request so far.
    pub(super) fn all(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// Waits until so many pages were asked.
    pub(super) fn wait_for(&self, pages: usize) {
        let start = Instant::now();
        while self.asked().len() < pages {
            assert!(start.elapsed() < Duration::from_mins(1), "only {:?} were asked", self.asked());
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

fn talk(stream: &TcpStream, delay: Duration, log: &Mutex<Vec<String>>, answer: &dyn Fn(&str) -> Answer) {
    let mut lines = BufReader::new(stream).lines();
    // What is no HTTP (somebody tries TLS) is hung up on.
    let Some(Ok(first)) = lines.next() else { return };
    let Some(path) = first.strip_prefix("GET ").and_then(|r| r.split(' ').next()).map(str::to_owned) else { return };
    for line in lines {
        if line.map_or(true, |l| l.is_empty()) {
            break;
        }
    }
    log.lock().unwrap().push(path.clone());
    std::thread::sleep(delay);
    let (status, (media, body)) = match answer(&path) {
        Some(found) => ("200 OK", found),
        None => ("404 Not Found", ("text/html", b"<title>404</title><p>Not Found</p>".to_vec())),
    };
    let mut stream = stream;
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {media}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}

fn page(path: &str, articles: usize) -> Option<String> {
    let list = |column: usize| {
        (0..articles).filter(|n| n % 2 == column).fold(String::new(), |text, n| {
            format!(
                "{text}<li><a href=\"/info/{column}/{n}.htm\">Work report number {n} of the county</a>\
                 <span>2026-11-{:02}</span></li>",
                1 + n % 19
            )
        })
    };
    let body = match path {
        "/" => format!("<ul>{}</ul><ul>{}</ul>", list(0), list(1)),
        "/c0.htm" => format!("<ul>{}</ul>", list(0)),
        "/c1.htm" => format!("<ul>{}</ul>", list(1)),
        _ => {
            let number: usize = path.strip_prefix("/info/")?.get(2..)?.strip_suffix(".htm")?.parse().ok()?;
            if number >= articles {
                return None;
            }
            format!(
                "<h1>Work report number {number} of the county</h1><div class=\"info\">2026-11-{:02}</div><p>{}</p>",
                1 + number % 19,
                "The county goes on with its work. ".repeat(10 + number)
            )
        }
    };
    Some(format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>Report {path}</title></head><body><div class=\"nav\"><a \
         href=\"/\">Home</a><a href=\"/c0.htm\">News</a><a href=\"/c1.htm\">Notices</a></div>{body}</body></html>"
    ))
}
