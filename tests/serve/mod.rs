//! Tests of `serve`: the schedule by the clock, looks at home pages, the endpoints.

mod due;
mod endpoints;
mod looks;
mod nights;
mod web;

use duwang::crawl::Stop;
use duwang::model::{Lang, Text};
use duwang::serve::{Options, Serve, Tell};
use duwang::store::Store;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

/// Keeps what is told.
#[derive(Default)]
struct Heard(Mutex<Vec<String>>);

impl Tell for Heard {
    fn tell(&self, text: &Text) {
        self.0.lock().unwrap().push(text.en.clone());
    }
}

impl Heard {
    fn has(&self, part: &str) -> bool {
        self.0.lock().unwrap().iter().any(|line| line.contains(part))
    }

    fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

/// A server under test, with its clock looked at often.
struct Served {
    addr: SocketAddr,
    store: Store,
    heard: Arc<Heard>,
    stop: Stop,
    task: JoinHandle<bool>,
}

impl Served {
    async fn start(config: &Path, db: &Path, schedule: bool) -> Self {
        Self::on(Store::open(db.to_str().unwrap()).await.unwrap(), config, schedule).await
    }

    async fn on(store: Store, config: &Path, schedule: bool) -> Self {
        let heard = Arc::new(Heard::default());
        let options = Options {
            config: PathBuf::from(config),
            store: store.clone(),
            listen: "127.0.0.1:0".parse().unwrap(),
            schedule,
            lang: Lang::Zh,
            tell: Arc::clone(&heard) as Arc<dyn Tell>,
            beat: Duration::from_millis(40),
        };
        let serve = Serve::bind(options).await.unwrap();
        let (addr, stop) = (serve.addr(), Stop::new());
        let task = tokio::spawn(serve.run(stop.clone()));
        Self { addr, store, heard, stop, task }
    }

    /// Stops it; whether a scan was cut off.
    async fn end(self) -> bool {
        self.stop.stop();
        tokio::time::timeout(Duration::from_secs(20), self.task).await.expect("ends in time").unwrap()
    }

    async fn get(&self, path: &str) -> Answer {
        ask(self.addr, &format!("GET {path} HTTP/1.1\r\nHost: {}\r\n", self.addr)).await
    }

    async fn health(&self) -> serde_json::Value {
        serde_json::from_str(&self.get("/health").await.body).unwrap()
    }

    /// Waits until this is so of `/health`.
    async fn until(&self, so: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        let start = Instant::now();
        loop {
            let health = self.health().await;
            if so(&health) {
                return health;
            }
            assert!(start.elapsed() < Duration::from_mins(1), "{health:#}\n{:?}", self.heard.all());
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

/// Sends a request as it stands and reads the answer to its end.
async fn ask(addr: SocketAddr, head: &str) -> Answer {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    stream.write_all(format!("{head}Connection: close\r\n\r\n").as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
}

/// A list of sites in a folder; reports go beside it.
fn list(folder: &Path, schedule: &str, sites: &[(&str, &str)]) -> PathBuf {
    let path = folder.join("sites.toml");
    let out = folder.join("reports");
    let mut text = format!(
        "[defaults]\nrules = [\"cn-accessibility\"]\nrate = 0\nformat = [\"json\"]\nrender = \"never\"\nout = \"{}\"\n\n\
         [schedule]\n{schedule}\n",
        out.display()
    );
    for (id, more) in sites {
        let _ = write!(text, "\n[[site]]\nid = \"{id}\"\n{more}\n");
    }
    std::fs::write(&path, text).unwrap();
    path
}
