//! A small web on loopback that notes what it is asked.

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Response, header};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A status and a body, or where else to look.
type Play = dyn Fn(&str) -> (u16, String) + Send + Sync;

struct Shared {
    play: Box<Play>,
    delay: Duration,
    asked: Mutex<Vec<String>>,
}

/// The running server.
pub(super) struct Web {
    addr: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Web {
    /// Answers each path after `delay`; the body of a 302 is its target.
    pub(super) async fn start(delay: Duration, play: impl Fn(&str) -> (u16, String) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let shared = Arc::new(Shared { play: Box::new(play), delay, asked: Mutex::default() });
        let app = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        let task = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { addr, shared, task }
    }

    /// A home page and so many articles.
    pub(super) async fn portal(articles: usize, delay: Duration) -> Self {
        let page = |title: &str, body: &str| {
            format!(
                "<!DOCTYPE html><html lang=\"en\"><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
            )
        };
        Self::start(delay, move |path| {
            let links: String = (0..articles).map(|n| format!("<p><a href=\"/{n}.htm\">Report {n}</a></p>")).collect();
            let number: Option<usize> =
                path.strip_prefix('/').and_then(|p| p.strip_suffix(".htm")).and_then(|n| n.parse().ok());
            match (path, number) {
                ("/", _) => (200, page("County", &links)),
                (_, Some(n)) if n < articles => {
                    (200, page(&format!("Report {n}"), &"The county works on. ".repeat(9 + n)))
                }
                _ => (404, page("404", "Not Found")),
            }
        })
        .await
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/", self.addr)
    }

    /// How often a path was asked.
    pub(super) fn times(&self, path: &str) -> usize {
        self.shared.asked.lock().unwrap().iter().filter(|p| *p == path).count()
    }

    /// Requests so far.
    pub(super) fn all(&self) -> usize {
        self.shared.asked.lock().unwrap().len()
    }
}

impl Drop for Web {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response<Body> {
    let path = request.uri().path().to_owned();
    shared.asked.lock().unwrap().push(path.clone());
    tokio::time::sleep(shared.delay).await;
    let (status, body) = (shared.play)(&path);
    let mut response = Response::builder().status(status).header(header::CONTENT_TYPE, "text/html; charset=utf-8");
    if status == 302 {
        response = response.header(header::LOCATION, &body);
    }
    response.body(Body::from(body)).unwrap()
}
