//! The endpoints: plain text and JSON, read only.

use super::health;
use super::status::Status;
use crate::config::now_ms;
use crate::store::{Error, Store};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// A database that does not answer in this time counts as away.
const PATIENCE: Duration = Duration::from_secs(5);

const TEXT: &str = "text/plain; charset=utf-8";
const JSON: &str = "application/json";
const PROMETHEUS: &str = "text/plain; version=0.0.4; charset=utf-8";
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What every request may ask.
pub(super) struct Desk {
    pub(super) store: Store,
    pub(super) status: Arc<Status>,
    pub(super) config: PathBuf,
    /// A schedule runs in this process.
    pub(super) scheduled: bool,
    /// Where it listens.
    pub(super) listen: SocketAddr,
}

/// The one way in.
pub(super) fn router(desk: Arc<Desk>) -> Router {
    Router::new().fallback(answer).with_state(desk)
}

async fn answer(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    if !named(request.headers(), request.uri().host(), desk.listen) {
        return plain(StatusCode::MISDIRECTED_REQUEST, "this server does not answer to that host name\n");
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut refused = plain(StatusCode::METHOD_NOT_ALLOWED, "GET and HEAD only\n");
        refused.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return refused;
    }
    match request.uri().path() {
        "/healthz" => match in_time(desk.store.ping()).await {
            Some(()) => plain(StatusCode::OK, "ok\n"),
            None => plain(StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
        },
        "/health" => {
            let found = in_time(health::ask(&desk.store, &desk.config, now_ms())).await;
            let status = if found.is_some() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
            let mut text = health::json(&desk, found.as_ref(), now_ms()).to_string();
            text.push('\n');
            whole(status, JSON, text)
        }
        "/metrics" => {
            let open_metrics = accepts(request.headers(), "application/openmetrics-text");
            let found = in_time(health::ask(&desk.store, &desk.config, now_ms())).await;
            let now = health::now(&desk, found.as_ref());
            let kind = if open_metrics { OPEN_METRICS } else { PROMETHEUS };
            whole(StatusCode::OK, kind, desk.status.meters.text(now, open_metrics))
        }
        "/" => plain(StatusCode::OK, concat!("duwang ", env!("CARGO_PKG_VERSION"), ": /healthz /health /metrics\n")),
        _ => plain(StatusCode::NOT_FOUND, "there is /healthz, /health and /metrics\n"),
    }
}

/// What the database says, unless it fails or takes too long.
async fn in_time<T>(asking: impl Future<Output = Result<T, Error>>) -> Option<T> {
    match tokio::time::timeout(PATIENCE, asking).await {
        Ok(Ok(found)) => Some(found),
        Ok(Err(fault)) => {
            tracing::warn!(%fault, "the database did not answer a question about health");
            None
        }
        Err(_) => None,
    }
}

/// Whether a request names this server. On loopback only the machine itself is meant to ask; a web page that had its own name
/// point here would send that name.
fn named(headers: &HeaderMap, target: Option<&str>, listen: SocketAddr) -> bool {
    if !listen.ip().to_canonical().is_loopback() {
        return true;
    }
    let given = headers.get_all(header::HOST).iter().map(|value| value.to_str().unwrap_or("?"));
    // Without any name it is no browser.
    given.chain(target).all(|host| is_local(host, listen.ip()))
}

fn is_local(host: &str, listen: IpAddr) -> bool {
    let bare = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    let bare = bare.trim_end_matches('.').to_ascii_lowercase();
    match bare.parse::<IpAddr>() {
        Ok(ip) => ip.to_canonical().is_loopback() || ip == listen,
        Err(_) => bare == "localhost" || bare.ends_with(".localhost"),
    }
}

fn accepts(headers: &HeaderMap, kind: &str) -> bool {
    let given = headers.get_all(header::ACCEPT);
    given.iter().any(|value| value.to_str().is_ok_and(|text| text.to_ascii_lowercase().contains(kind)))
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    whole(status, TEXT, text.to_owned())
}

fn whole(status: StatusCode, kind: &'static str, text: String) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
