//! The loopback server.

use super::answer::{Host, Played, read_params};
use super::{Error, Portal};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket};
use tokio::task::JoinHandle;

/// The largest form that is read, in bytes.
const FORM_LIMIT: usize = 64 * 1024;

/// The most requests that are remembered; beyond it answers that stand for a while only are over.
const LOG_LIMIT: usize = 200_000;

/// One request that the server got.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    /// `GET`, `HEAD`, `POST` …
    pub method: String,
    /// The host asked for, in lower case, without port.
    pub host: String,
    /// The path with its query, as sent.
    pub target: String,
}

/// The running server; it stops when this is dropped.
#[derive(Debug)]
pub struct Served {
    addr: SocketAddr,
    resolve: BTreeMap<String, Vec<SocketAddr>>,
    state: Arc<Playing>,
    task: JoinHandle<()>,
    // Bound and never listening: a port that surely refuses for as long as this lives.
    _refusing: TcpSocket,
}

#[derive(Debug)]
struct Playing {
    /// Several portals may each bring pages of one host elsewhere; the first that has the page answers.
    hosts: BTreeMap<String, Vec<Host>>,
    first: Option<String>,
    asked: Mutex<Log>,
}

#[derive(Debug, Default)]
struct Log {
    all: Vec<Asked>,
    /// How often each host and target was asked.
    counts: BTreeMap<(String, String), u64>,
}

impl Served {
    /// Serves `portals` on a free port of 127.0.0.1, each under its own host name. A request without a known name (by
    /// address) gets the first portal.
    pub async fn start(portals: Vec<Portal>) -> Result<Self, Error> {
        let local = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let listener = TcpListener::bind(local).await.map_err(Error::Listen)?;
        let addr = listener.local_addr().map_err(Error::Listen)?;
        let refusing = TcpSocket::new_v4().map_err(Error::Listen)?;
        refusing.bind(local).map_err(Error::Listen)?;
        let closed = refusing.local_addr().map_err(Error::Listen)?;

        let first = portals.first().map(|p| p.host.clone());
        let mut resolve: BTreeMap<String, Vec<SocketAddr>> = BTreeMap::new();
        let mut hosts: BTreeMap<String, Vec<Host>> = BTreeMap::new();
        for portal in &portals {
            if hosts.insert(portal.host.clone(), vec![portal.played.clone()]).is_some() {
                return Err(Error::SameHost(portal.host.clone()));
            }
            if portal.host.parse::<IpAddr>().is_err() {
                let mut addresses = vec![addr];
                addresses.extend(portal.ipv6.iter().map(|ip| SocketAddr::from((*ip, 0))));
                resolve.insert(portal.host.clone(), addresses);
            }
        }
        for (elsewhere, host) in portals.into_iter().flat_map(|p| p.elsewhere) {
            if elsewhere.absent {
                continue;
            }
            let address = if elsewhere.refuses { closed } else { addr };
            resolve.entry(elsewhere.host.clone()).or_insert_with(|| vec![address]);
            if !elsewhere.refuses {
                hosts.entry(elsewhere.host).or_default().push(host);
            }
        }
        let state = Arc::new(Playing { hosts, first, asked: Mutex::new(Log::default()) });
        let app = Router::new().fallback(answer).with_state(Arc::clone(&state));
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, app).await {
                tracing::warn!(%error, "the demo server ended");
            }
        });
        Ok(Self { addr, resolve, state, task, _refusing: refusing })
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The address at which `portal`'s home page can be asked here: its own name where it has one (with
    /// [`Self::resolve`] in hand), else the server's address and port.
    #[must_use]
    pub fn home(&self, portal: &Portal) -> String {
        if portal.host.parse::<IpAddr>().is_ok() {
            portal.home.replacen(&portal.host, &self.addr.to_string(), 1)
        } else {
            portal.home.clone()
        }
    }

    /// Every name of the portals and of the hosts they link to, with the socket addresses to ask. A portal's IPv6
    /// addresses come with port 0: they say that there is an AAAA record and lead nowhere. Names that must not exist are
    /// absent.
    #[must_use]
    pub fn resolve(&self) -> BTreeMap<String, Vec<SocketAddr>> {
        self.resolve.clone()
    }

    /// Every request so far (at most 200,000), in the order of arrival.
    #[must_use]
    pub fn requests(&self) -> Vec<Asked> {
        self.state.asked.lock().unwrap_or_else(PoisonError::into_inner).all.clone()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Playing {
    fn hosts_for(&self, name: &str) -> Option<&Vec<Host>> {
        let by_address =
            name.is_empty() || name == "localhost" || name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
        self.hosts.get(name).or_else(|| self.hosts.get(self.first.as_ref().filter(|_| by_address)?))
    }

    /// Notes the request; how often the same address was asked before.
    fn note(&self, asked: Asked) -> u64 {
        let mut log = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if log.all.len() >= LOG_LIMIT {
            return u64::MAX;
        }
        let count = log.counts.entry((asked.host.clone(), asked.target.clone())).or_default();
        let before = *count;
        *count += 1;
        log.all.push(asked);
        before
    }
}

async fn answer(State(state): State<Arc<Playing>>, request: Request) -> Response {
    let name = host_name(&request);
    let target = request.uri().path_and_query().map_or("/", |t| t.as_str()).to_owned();
    let method = request.method().clone();
    let before = state.note(Asked { method: method.to_string(), host: name.clone(), target: target.clone() });
    if !matches!(method, Method::GET | Method::HEAD | Method::POST) {
        return simple(StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD and POST only\n");
    }
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let form = if method == Method::POST {
        let Ok(body) = to_bytes(request.into_body(), FORM_LIMIT).await else {
            return simple(StatusCode::PAYLOAD_TOO_LARGE, "the form is too large\n");
        };
        read_params(&String::from_utf8_lossy(&body))
    } else {
        BTreeMap::new()
    };
    let Some(hosts) = state.hosts_for(&name) else {
        return simple(StatusCode::MISDIRECTED_REQUEST, "this host is not played here\n");
    };
    let mut played = hosts.iter().map(|h| h.play(&target, &form, before));
    let first = played.next();
    let Some(played) = first.clone().filter(|p| !p.absent).or_else(|| played.find(|p| !p.absent)).or(first) else {
        return simple(StatusCode::NOT_FOUND, "nothing is played here\n");
    };
    if played.delay_ms > 0 {
        tokio::time::sleep(Duration::from_millis(played.delay_ms)).await;
    }
    send(played, &method, known.as_ref())
}

fn send(played: Played, method: &Method, known: Option<&HeaderValue>) -> Response {
    let mut headers = HeaderMap::new();
    for (name, value) in &played.headers {
        // Values may hold Chinese (a Location written raw): sent as bytes, as such servers do.
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name.as_str()), HeaderValue::from_bytes(value.as_bytes()))
        {
            headers.insert(name, value);
        }
    }
    let mut status = StatusCode::from_u16(played.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut body = played.body;
    if status == StatusCode::OK && !played.absent {
        let tag = etag(&body);
        if known.is_some_and(|k| *k == tag) {
            status = StatusCode::NOT_MODIFIED;
            body = std::borrow::Cow::Borrowed(&[]);
        }
        headers.insert(header::ETAG, tag);
    }
    if status != StatusCode::NOT_MODIFIED {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    }
    let body = if *method == Method::HEAD { Body::empty() } else { Body::from(body.into_owned()) };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// A short strong validator of a body.
fn etag(body: &[u8]) -> HeaderValue {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(body);
    let short = digest.iter().take(8).fold(0_u64, |n, b| n << 8 | u64::from(*b));
    HeaderValue::try_from(format!("\"{short:016x}\"")).expect("quotes and hex digits are a header value")
}

fn host_name(request: &Request) -> String {
    let host =
        request.headers().get(header::HOST).and_then(|h| h.to_str().ok()).or(request.uri().host()).unwrap_or_default();
    let bare = if host.ends_with(']') { host } else { host.rsplit_once(':').map_or(host, |(name, _)| name) };
    bare.trim_end_matches('.').to_ascii_lowercase()
}

fn simple(status: StatusCode, text: &'static str) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response
}
