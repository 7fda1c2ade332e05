//! A small web on loopback, made of a function from requests to answers, and a crawl over it.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, Response, header};
use duwang::config::{CrawlSettings, FetchSettings, RenderSettings, Settings};
use duwang::crawl::{Crawler, Stop};
use duwang::facts::{Builder, Facts, ProbeFact};
use duwang::fetch::Fetcher;
use duwang::model::{Lang, Observation, PageRecord, Run, RunStatus, Scorecard, Site, Skip, SkipReason};
use duwang::store::Store;
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

/// The site of most tests.
pub(super) const HOST: &str = "www.linshui.gov.cn";
pub(super) const HOME: &str = "http://www.linshui.gov.cn/";

/// One answer.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) kind: &'static str,
    pub(super) location: Option<String>,
    pub(super) body: Vec<u8>,
    pub(super) delay_ms: u64,
    /// The body never ends.
    pub(super) hangs: bool,
    /// What the body is known by; whoever names it hears 304.
    pub(super) etag: Option<String>,
    /// Says 304 to whoever names anything.
    pub(super) lies: bool,
}

impl Answer {
    pub(super) fn page(body: impl Into<String>) -> Self {
        Self {
            status: 200,
            kind: "text/html; charset=utf-8",
            location: None,
            body: body.into().into_bytes(),
            delay_ms: 0,
            hangs: false,
            etag: None,
            lies: false,
        }
    }

    pub(super) fn absent() -> Self {
        Self { status: 404, ..Self::page("<html><head><title>404</title></head><body>404 Not Found</body></html>") }
    }

    pub(super) fn moved(to: &str) -> Self {
        Self { status: 302, location: Some(to.to_owned()), ..Self::page("") }
    }

    pub(super) fn file(body: Vec<u8>) -> Self {
        Self { kind: "application/octet-stream", body, ..Self::page("") }
    }

    pub(super) fn text(body: &str) -> Self {
        Self { kind: "text/plain", ..Self::page(body) }
    }

    pub(super) fn hangs() -> Self {
        Self { hangs: true, ..Self::page("") }
    }

    /// With a tag that follows the body.
    pub(super) fn tagged(self) -> Self {
        let tag = self.body.iter().fold(7_u64, |sum, b| sum.wrapping_mul(31).wrapping_add(u64::from(*b)));
        Self { etag: Some(format!("\"{tag:x}\"")), ..self }
    }

    pub(super) fn after(self, delay_ms: u64) -> Self {
        Self { delay_ms, ..self }
    }
}

type Play = dyn Fn(&str, &str) -> Answer + Send + Sync;

struct Shared {
    play: Box<Play>,
    asked: Mutex<Vec<(String, String)>>,
    /// Which page each target was asked for, by the `Referer`.
    referers: Mutex<BTreeMap<String, String>>,
    /// Requests under way that were posted or name an interface, and the most there were at once.
    under_way: Mutex<(usize, usize)>,
    /// Targets that were answered with 304.
    held: Mutex<Vec<String>>,
}

/// The running server.
pub(super) struct Web {
    addr: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Web {
    /// Serves what `play` says for a host and a path with query.
    pub(super) async fn start(play: impl Fn(&str, &str) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let addr = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            play: Box::new(play),
            asked: Mutex::new(Vec::new()),
            referers: Mutex::default(),
            under_way: Mutex::default(),
            held: Mutex::default(),
        });
        let app = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        let task = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { addr, shared, task }
    }

    /// What was asked of `host`, in order of arrival.
    pub(super) fn asked(&self, host: &str) -> Vec<String> {
        self.shared.asked.lock().unwrap().iter().filter(|(h, _)| h == host).map(|(_, t)| t.clone()).collect()
    }

    /// The `Referer` of the last request for a target.
    pub(super) fn referer(&self, target: &str) -> Option<String> {
        self.shared.referers.lock().unwrap().get(target).cloned()
    }

    /// Targets that were answered with 304, sorted.
    pub(super) fn held(&self) -> Vec<String> {
        let mut held = self.shared.held.lock().unwrap().clone();
        held.sort();
        held
    }

    /// How often an address was asked.
    pub(super) fn times(&self, host: &str, target: &str) -> usize {
        self.asked(host).iter().filter(|t| *t == target).count()
    }

    /// Settings under which `hosts` live here and nothing else exists.
    pub(super) fn settings(&self, hosts: &[&str], crawl: CrawlSettings) -> Settings {
        let resolve: BTreeMap<String, Vec<SocketAddr>> =
            hosts.iter().map(|h| ((*h).to_owned(), vec![self.addr])).collect();
        Settings {
            fetch: FetchSettings {
                rate: 0.0,
                offline: true,
                resolve,
                retries: 0,
                connect_timeout: Duration::from_secs(2),
                first_byte_timeout: Duration::from_secs(2),
                total_timeout: Duration::from_secs(3),
                ..FetchSettings::default()
            },
            crawl,
            render: RenderSettings::never(),
            as_of: "2026-11-20".parse().unwrap(),
        }
    }
}

impl Drop for Web {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response<Body> {
    let host = request.headers().get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default().to_owned();
    let referer = request.headers().get(header::REFERER).and_then(|h| h.to_str().ok()).map(str::to_owned);
    let named = request.headers().get(header::IF_NONE_MATCH).and_then(|h| h.to_str().ok()).map(str::to_owned);
    let mut target = request.uri().path_and_query().map_or("/", |t| t.as_str()).to_owned();
    if request.method() == Method::POST {
        // What is posted stands behind the address.
        let form = to_bytes(request.into_body(), 65_536).await.unwrap();
        target = format!("{target} {}", String::from_utf8_lossy(&form));
    }
    shared.asked.lock().unwrap().push((host.clone(), target.clone()));
    if let Some(referer) = referer {
        shared.referers.lock().unwrap().insert(target.clone(), referer);
    }
    {
        let mut under_way = shared.under_way.lock().unwrap();
        under_way.0 += 1;
        under_way.1 = under_way.1.max(under_way.0);
    }
    let answer = (shared.play)(&host, &target);
    if answer.hangs {
        std::future::pending::<()>().await;
    }
    if answer.delay_ms > 0 {
        tokio::time::sleep(Duration::from_millis(answer.delay_ms)).await;
    }
    shared.under_way.lock().unwrap().0 -= 1;
    let known = named.is_some() && (answer.lies || named == answer.etag);
    if known {
        shared.held.lock().unwrap().push(target);
    }
    let status = if known { 304 } else { answer.status };
    let mut response = Response::builder().status(status).header(header::CONTENT_TYPE, answer.kind);
    if let Some(location) = answer.location {
        response = response.header(header::LOCATION, location);
    }
    if let Some(tag) = answer.etag {
        response = response.header(header::ETAG, tag);
    }
    response.body(if known { Body::empty() } else { Body::from(answer.body) }).unwrap()
}

/// What a crawl left behind.
pub(super) struct Seen {
    pub(super) run: Run,
    pub(super) pages: Vec<PageRecord>,
    pub(super) observations: BTreeMap<String, Observation>,
    pub(super) facts: Facts,
}

impl Seen {
    /// The visited addresses in order, with what they were visited as.
    pub(super) fn order(&self) -> Vec<(String, String)> {
        self.pages.iter().map(|p| (p.key.0.clone(), format!("{:?}", p.role))).collect()
    }

    /// Paths visited on any host.
    pub(super) fn visited(&self, path: &str) -> bool {
        self.pages.iter().any(|p| Url::parse(&p.key.0).is_ok_and(|u| u.path() == path))
    }

    /// What was left alone for `reason`.
    pub(super) fn skips(&self, reason: SkipReason) -> Vec<&Skip> {
        self.observations
            .values()
            .filter_map(|o| match o {
                Observation::Skipped(skip) if skip.reason == reason => Some(skip),
                _ => None,
            })
            .collect()
    }

    /// Addresses that were checked without being crawled.
    pub(super) fn checked(&self) -> Vec<String> {
        self.observations
            .values()
            .filter_map(|o| match o {
                Observation::LinkCheck { record, .. } => Some(record.url.clone()),
                _ => None,
            })
            .collect()
    }

    /// The scorecard under the default pack, without what belongs to the moment: run, times, requests.
    pub(super) fn scorecard(&self) -> serde_json::Value {
        let pack = duwang::rules::load("cn-site-2019").unwrap();
        let card: Scorecard = duwang::score::scorecard(&pack, &self.facts, Lang::Zh, &BTreeMap::new());
        let mut card = serde_json::to_value(card).unwrap();
        card["run"] = serde_json::Value::Null;
        timeless(&mut card);
        card
    }
}

/// Drops what differs from one moment to the next.
fn timeless(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            for moment in ["first_seen", "took_ms", "requests", "generated"] {
                map.remove(moment);
            }
            map.values_mut().for_each(timeless);
        }
        serde_json::Value::Array(list) => list.iter_mut().for_each(timeless),
        _ => {}
    }
}

/// A database in a folder that goes away with it.
pub(super) struct Desk {
    pub(super) store: Store,
    _folder: TempDir,
}

impl Desk {
    pub(super) async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let place = folder.path().join("crawl.db");
        Self { store: Store::open(place.to_str().unwrap()).await.unwrap(), _folder: folder }
    }

    /// A run that begins.
    pub(super) async fn begin(&self, id: &str, home: &str) -> Run {
        let run = Run {
            id: id.to_owned(),
            site: Site { id: "linshui".to_owned(), name: String::new(), url: home.to_owned() },
            as_of: "2026-11-20".parse().unwrap(),
            started_ms: 1_795_132_800_000,
            finished_ms: None,
            status: RunStatus::Running,
            stopped_by: None,
            requests: 0,
            settings: "{}".to_owned(),
        };
        self.store.begin_run(&run, run.started_ms).await.unwrap();
        run
    }

    /// Walks until the end or until somebody says stop.
    pub(super) async fn walk(&self, settings: &Settings, run: &mut Run, stop: Stop) {
        self.walk_after(settings, run, stop, None).await;
    }

    /// The same, held against an earlier run.
    pub(super) async fn walk_after(&self, settings: &Settings, run: &mut Run, stop: Stop, earlier: Option<&str>) {
        let home = Url::parse(&run.site.url).unwrap();
        let crawler = Crawler {
            fetcher: Fetcher::new(settings.fetch.clone(), &home).await.unwrap(),
            store: self.store.clone(),
            settings: settings.clone(),
            watch: Arc::new(()),
            stop,
            workshop: duwang::crawl::Workshop::new(),
            earlier: earlier.map(str::to_owned),
        };
        tokio::time::timeout(Duration::from_mins(2), crawler.walk(run)).await.expect("the crawl ends").unwrap();
    }

    /// What the store has of a run.
    pub(super) async fn seen(&self, run: &Run) -> Seen {
        let mut pages = Vec::new();
        self.store.each_page(&run.id, |p| pages.push(p)).await.unwrap();
        let observations = self.store.observations(&run.id).await.unwrap();
        let mut builder = Builder::new(run.clone());
        pages.iter().cloned().for_each(|p| builder.page(p));
        observations.values().cloned().for_each(|o| builder.observation(o));
        for probe in self.store.probes(&run.site.url, 0, i64::MAX).await.unwrap() {
            builder.probe(ProbeFact { at_ms: probe.at_ms, ok: probe.ok, took_ms: probe.took_ms, detail: probe.detail });
        }
        Seen { run: run.clone(), pages, observations, facts: builder.build() }
    }
}

/// Crawls `home` once from the beginning to the end.
pub(super) async fn crawl(web: &Web, hosts: &[&str], home: &str, limits: CrawlSettings) -> Seen {
    let desk = Desk::new().await;
    let mut run = desk.begin("run", home).await;
    desk.walk(&web.settings(hosts, limits), &mut run, Stop::new()).await;
    desk.seen(&run).await
}

/// A page with a title, links and some text of its own.
pub(super) fn linking(title: &str, links: &[String]) -> String {
    let mut body = format!("<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{title}的内容。</p>");
    for link in links {
        body.extend(["<div><a href=\"", link, "\">", title, "之", link, "</a></div>"]);
    }
    body + "</body></html>"
}

/// An article with a date.
pub(super) fn article(title: &str, date: &str) -> String {
    format!(
        "<html><head><title>{title}</title><meta name=\"ArticleTitle\" content=\"{title}\"><meta name=\"PubDate\" \
         content=\"{date}\"></head><body><div class=\"position\">当前位置：<a href=\"/\">首页</a> &gt; 正文</div>\
         <h1>{title}</h1><div class=\"TRS_Editor\"><p>{title}，全文如下：经研究决定，现将{title}予以公布。</p></div></body></html>"
    )
}
