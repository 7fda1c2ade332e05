//! A small portal on loopback whose pages need their scripts.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Response, header};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Instant;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// One request as it came.
#[derive(Debug, Clone)]
pub(super) struct Came {
    pub(super) at: Instant,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) agent: String,
    pub(super) body: String,
}

type Play = dyn Fn(&Came) -> Option<(&'static str, String)> + Send + Sync;

struct Shared {
    play: Box<Play>,
    came: Mutex<Vec<Came>>,
}

/// The running portal.
pub(super) struct Site {
    pub(super) addr: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Site {
    /// Serves what `play` says; 404 for the rest.
    pub(super) async fn start(play: impl Fn(&Came) -> Option<(&'static str, String)> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let shared = Arc::new(Shared { play: Box::new(play), came: Mutex::new(Vec::new()) });
        let app = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        let task = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { addr, shared, task }
    }

    /// The portal of most tests: a column filled from a JSON interface by POST, one whose interface robots.txt forbids, one
    /// that asks addresses inside, and plain articles.
    pub(super) async fn portal() -> Self {
        Self::start(|came| {
            let html = "text/html; charset=utf-8";
            Some(match came.path.as_str() {
                "/robots.txt" => ("text/plain", "User-agent: *\nDisallow: /secret/\n".to_owned()),
                "/" => (html, page("临水县人民政府", &home())),
                "/js/list.js" => ("text/javascript", LIST.to_owned()),
                "/api/list" if came.method == "POST" && came.body.contains("\"page\":1") => (
                    "application/json",
                    (1..=6)
                        .map(|n| {
                            format!("{{\"id\":{n},\"title\":\"关于第{n}项工作的通知\",\"date\":\"2026-11-{n:02}\"}}")
                        })
                        .collect::<Vec<_>>()
                        .join(",")
                        .replace('\n', ""),
                ),
                "/tzgg/" => (html, page("通知公告", &column("通知公告", "/api/list", ""))),
                "/gsgg/" => (html, page("公示公告", &column("公示公告", "/secret/list", ""))),
                "/zwdt/" => (html, page("政务动态", &column("政务动态", "http://169.254.169.254/latest/", ""))),
                path if path.starts_with("/art/") => {
                    let n = path.trim_start_matches("/art/").trim_end_matches(".html").to_owned();
                    (html, page(&format!("关于第{n}项工作的通知"), &article(&n)))
                }
                _ => return None,
            })
        })
        .await
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/", self.addr)
    }

    pub(super) fn came(&self) -> Vec<Came> {
        self.shared.came.lock().unwrap().clone()
    }

    pub(super) fn times(&self, path: &str) -> usize {
        self.came().iter().filter(|c| c.path == path).count()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response<Body> {
    let agent = request.headers().get(header::USER_AGENT).and_then(|a| a.to_str().ok()).unwrap_or_default().to_owned();
    let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
    let body = to_bytes(request.into_body(), 65_536).await.unwrap();
    let body = String::from_utf8_lossy(&body).into_owned();
    let came = Came { at: Instant::now(), method, path, agent, body };
    shared.came.lock().unwrap().push(came.clone());
    match (shared.play)(&came) {
        Some((kind, body)) => {
            let body = if kind == "application/json" { format!("[{body}]") } else { body };
            Response::builder().header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap()
        }
        None => Response::builder().status(404).body(Body::from("404 Not Found")).unwrap(),
    }
}

/// Fills `#list` from the interface that the page names.
const LIST: &str = "const x = new XMLHttpRequest(); x.open('POST', document.body.dataset.api);
x.setRequestHeader('Content-Type', 'application/json');
x.onload = () => { document.getElementById('list').innerHTML = JSON.parse(x.responseText)
  .map((t) => `<li><a href=\"/art/${t.id}.html\" title=\"${t.title}\">${t.title}</a><span>${t.date}</span></li>`).join(''); };
x.send(JSON.stringify({ page: 1 }));";

fn page(title: &str, body: &str) -> String {
    format!("<!DOCTYPE html><html lang=zh-CN><head><meta charset=utf-8><title>{title}</title></head>{body}</html>")
}

const MENU: &str = "<div class=nav><ul><li><a href=/>首页</a></li><li><a href=/tzgg/>通知公告</a></li>\
                    <li><a href=/gsgg/>公示公告</a></li><li><a href=/zwdt/>政务动态</a></li></ul></div>";

fn home() -> String {
    format!(
        "<body>{MENU}<div class=main><h1>临水县人民政府</h1><p>临水县位于江南，下辖十二个乡镇，欢迎来访。</p></div></body>"
    )
}

fn column(name: &str, api: &str, more: &str) -> String {
    format!(
        "<body data-api=\"{api}\">{MENU}<div class=position>当前位置：<a href=/>首页</a> &gt; <a href=\"\">{name}</a></div>\
         <div class=main><h2>{name}</h2><ul id=list class=list></ul>{more}</div>\
         <script>var dataUrl = '{api}'; function getList(page) {{ $.ajax({{ url: dataUrl, type: 'post' }}) }}</script>\
         <script src=/js/list.js></script></body>"
    )
}

fn article(n: &str) -> String {
    format!(
        "<body>{MENU}<div class=position>当前位置：<a href=/>首页</a> &gt; <a href=/tzgg/>通知公告</a> &gt; 正文</div>\
         <h1>关于第{n}项工作的通知</h1><p>发布时间：2026-11-0{n}</p><div class=TRS_Editor><p>各乡镇人民政府：现将第{n}项工作有关事项通知\
         如下，请认真贯彻执行，并于月底前报送进展情况。</p></div></body>"
    )
}
