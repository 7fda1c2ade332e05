//! A server that sends exactly the bytes it is told to, and remembers who asked what and when.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use url::Url;

/// What a server does with a request, in order; then it closes the connection.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Send(Vec<u8>),
    Wait(u64),
    /// Sends these bytes one by one with so many milliseconds between.
    Drip(Vec<u8>, u64),
    /// RST instead of a farewell.
    Reset,
}

/// One request as it came.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) path: String,
    pub(super) head: String,
    pub(super) at: Instant,
}

#[derive(Debug, Default)]
struct Log {
    seen: Mutex<Vec<Seen>>,
    connections: AtomicUsize,
    busy: AtomicUsize,
    most_busy: AtomicUsize,
}

#[derive(Debug)]
pub(super) struct Server {
    pub(super) addr: SocketAddr,
    log: Arc<Log>,
    task: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// (path, which request of this path it is, the head) to an answer; `None` is 404.
pub(super) trait Answers: Fn(&str, usize, &str) -> Option<Vec<Step>> + Send + Sync + 'static {}
impl<F: Fn(&str, usize, &str) -> Option<Vec<Step>> + Send + Sync + 'static> Answers for F {}

impl Server {
    pub(super) async fn start(answers: impl Answers) -> Self {
        Self::on("127.0.0.1:0", answers).await
    }

    pub(super) async fn on(addr: &str, answers: impl Answers) -> Self {
        let listener = TcpListener::bind(addr).await.unwrap();
        let addr = listener.local_addr().unwrap();
        let log = Arc::new(Log::default());
        let shared = Arc::clone(&log);
        let answers = Arc::new(answers);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                shared.connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(stream, Arc::clone(&shared), Arc::clone(&answers)));
            }
        });
        Self { addr, log, task }
    }

    pub(super) fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://{}{path}", self.addr)).unwrap()
    }

    /// Requests for anything but robots.txt.
    pub(super) fn seen(&self) -> Vec<Seen> {
        self.log.seen.lock().unwrap().iter().filter(|s| s.path != "/robots.txt").cloned().collect()
    }

    pub(super) fn count(&self, path: &str) -> usize {
        self.log.seen.lock().unwrap().iter().filter(|s| s.path == path).count()
    }

    pub(super) fn connections(&self) -> usize {
        self.log.connections.load(Ordering::SeqCst)
    }

    pub(super) fn most_busy(&self) -> usize {
        self.log.most_busy.load(Ordering::SeqCst)
    }
}

async fn serve(mut stream: TcpStream, log: Arc<Log>, answers: Arc<impl Answers>) {
    let mut head = Vec::new();
    let mut piece = [0; 4096];
    while !head.windows(4).any(|w| w == b"\r\n\r\n") {
        match stream.read(&mut piece).await {
            Ok(n) if n > 0 => head.extend_from_slice(&piece[..n]),
            _ => return,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let nth = {
        let mut seen = log.seen.lock().unwrap();
        let nth = seen.iter().filter(|s| s.path == path).count();
        seen.push(Seen { path: path.clone(), head: head.clone(), at: Instant::now() });
        nth
    };
    let busy = log.busy.fetch_add(1, Ordering::SeqCst) + 1;
    log.most_busy.fetch_max(busy, Ordering::SeqCst);
    let steps = answers(&path, nth, &head).unwrap_or_else(|| reply("404 Not Found", "", "none"));
    // The last bytes free the client's slot, so the count goes down before them.
    let last = steps.len().saturating_sub(1);
    let mut open = true;
    for (i, step) in steps.into_iter().enumerate() {
        if i == last {
            if let Step::Wait(ms) = step {
                tokio::time::sleep(Duration::from_millis(ms)).await;
            }
            log.busy.fetch_sub(1, Ordering::SeqCst);
            open = false;
        }
        let sent = match step {
            Step::Send(bytes) => stream.write_all(&bytes).await,
            Step::Wait(ms) if i != last => {
                tokio::time::sleep(Duration::from_millis(ms)).await;
                Ok(())
            }
            Step::Wait(_) => Ok(()),
            Step::Drip(bytes, ms) => drip(&mut stream, &bytes, ms).await,
            Step::Reset => stream.set_zero_linger(),
        };
        if sent.is_err() {
            break;
        }
    }
    if open {
        log.busy.fetch_sub(1, Ordering::SeqCst);
    }
}

async fn drip(stream: &mut TcpStream, bytes: &[u8], ms: u64) -> std::io::Result<()> {
    for byte in bytes {
        stream.write_all(&[*byte]).await?;
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }
    Ok(())
}

/// A whole answer with a length. `headers`: further lines, each with its `\r\n`.
pub(super) fn reply(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<Step> {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n", body.len());
    vec![Step::Send([head.as_bytes(), body].concat())]
}

/// 200 with a page.
pub(super) fn page(body: impl AsRef<[u8]>) -> Option<Vec<Step>> {
    Some(reply("200 OK", "Content-Type: text/html\r\n", body))
}

/// A redirect.
pub(super) fn to(location: &str) -> Option<Vec<Step>> {
    Some(reply("302 Found", &format!("Location: {location}\r\n"), ""))
}
