//! One request, once: send, wait for the head, read as much of the body as is wanted. Every failure is in the answer.

use super::Relay;
use super::dns::GuardedNames;
use super::failure::{CERTIFICATE, Phase, UNKNOWN_ISSUER, failure, is_silent_close, of_error};
use crate::config::FetchSettings;
use crate::model::{Failure, FailureKind, Validators, same_host};
use reqwest::cookie::{CookieStore, Jar};
use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Certificate, Client, Method, RequestBuilder, Response, StatusCode};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use url::Url;

/// Header lines accepted at most; beyond it the answer is `too-large`.
const HEADERS: usize = 256;
/// Bytes of headers accepted over HTTP/2.
const HEADER_BYTES: u32 = 256 * 1024;
/// Longest wait for a connection to a host that seems dead.
const HURRIED: Duration = Duration::from_secs(3);
/// Cookies accepted before the jar is emptied: a jar must have an end.
const COOKIES: usize = 5_000;

/// How much of a body is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// All of it when it is text, with a cap; the beginning of anything else.
    Page,
    /// The beginning only.
    Check,
    /// All of it, whatever it is, with a cap of its own.
    File,
    /// Up to so many bytes; the rest is left.
    UpTo(usize),
}

/// What is wanted of an address.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wish<'a> {
    pub(super) reading: Reading,
    /// A form to be sent by POST, as it goes over the wire; without one it is a GET.
    pub(super) form: Option<&'a str>,
    /// The form is JSON.
    pub(super) json: bool,
    /// The page whose script asks: goes along as the `Referer`, with the sign of a script's request.
    pub(super) by: Option<&'a Url>,
    /// A request of a page being drawn, in place of all that.
    pub(super) relay: Option<&'a Relay>,
    /// What the host said of it before: a body is wanted only when it has changed since.
    pub(super) since: Option<&'a Validators>,
}

impl Wish<'_> {
    /// A GET.
    pub(super) fn of(reading: Reading) -> Self {
        Self { reading, form: None, json: false, by: None, relay: None, since: None }
    }
}

/// What one request came to.
#[derive(Debug, Clone, Default)]
pub(super) struct Answer {
    pub(super) status: Option<u16>,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    pub(super) whole: bool,
    pub(super) first_byte: Duration,
    /// From the first attempt to the end of the last.
    pub(super) took: Duration,
    /// When it came, milliseconds since 1970; zero for what was never asked.
    pub(super) at_ms: i64,
    pub(super) peer: Option<String>,
    pub(super) failure: Option<Failure>,
    /// A connection stood, so a timeout is the host's slowness.
    pub(super) connected: bool,
}

/// The two clients: one for every day, one for hosts that seem dead.
#[derive(Debug)]
pub(super) struct Clients {
    pub(super) usual: Client,
    hurried: Client,
    /// This machine trusts nobody, so it can't judge certificates.
    no_roots: bool,
    pub(super) settings: Limits,
    jar: Arc<BoundedJar>,
}

/// What the settings say of one request.
#[derive(Debug, Clone)]
pub(super) struct Limits {
    pub(super) user_agent: String,
    first_byte: Duration,
    total: Duration,
    pub(super) max_body: usize,
    pub(super) max_file: usize,
    pub(super) check_body: usize,
}

impl Clients {
    /// `roots`: certificates (DER) trusted beside the system's.
    pub(super) fn new(
        settings: &FetchSettings,
        names: &GuardedNames,
        roots: &[Vec<u8>],
    ) -> Result<Self, reqwest::Error> {
        // A second installation is refused, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let roots = roots.iter().map(|der| Certificate::from_der(der)).collect::<Result<Vec<_>, _>>()?;
        let jar = Arc::new(BoundedJar::default());
        // Without any system certificates the verifier refuses to start; http:// must work all the same.
        let system = builder(settings, names, &jar).build().is_ok();
        let build = |connect: Duration| {
            let builder = builder(settings, names, &jar).connect_timeout(connect);
            let builder = match (system, roots.is_empty()) {
                (true, true) => builder,
                (true, false) => builder.tls_certs_merge(roots.clone()),
                (false, _) => builder.tls_certs_only(roots.clone()),
            };
            builder.build()
        };
        let usual = build(settings.connect_timeout)?;
        let hurried = build(settings.connect_timeout.min(HURRIED))?;
        let settings = Limits {
            user_agent: settings.user_agent.clone(),
            first_byte: settings.first_byte_timeout,
            total: settings.total_timeout.max(settings.first_byte_timeout),
            max_body: settings.max_body,
            max_file: settings.max_file,
            check_body: settings.check_body,
        };
        Ok(Self { usual, hurried, no_roots: !system, settings, jar })
    }

    /// The cookies that an address gets, as a header.
    pub(super) fn cookies(&self, url: &Url) -> String {
        self.jar.cookies(url).map(|c| String::from_utf8_lossy(c.as_bytes()).into_owned()).unwrap_or_default()
    }

    /// Asks once.
    pub(super) async fn send(&self, url: &Url, wish: Wish<'_>, hurried: bool) -> Answer {
        let client = if hurried { &self.hurried } else { &self.usual };
        let start = Instant::now();
        let first = self.settings.first_byte;
        let sent = timeout_at(start + first, request(client, url, wish).send()).await;
        let mut answer = Answer { first_byte: start.elapsed(), ..Answer::default() };
        match sent {
            Ok(Ok(response)) => self.take(response, wish.reading, start + self.settings.total, &mut answer).await,
            Ok(Err(error)) => answer.failure = Some(self.own_fault(of_error(&error, Phase::Head))),
            Err(_) => {
                answer.connected = true;
                answer.failure = Some(failure(
                    FailureKind::Timeout,
                    format!("no first byte within {first:?} (the connection included)"),
                ));
            }
        }
        answer
    }

    /// A machine without certificates must not call anybody's certificate bad.
    fn own_fault(&self, found: Failure) -> Failure {
        if self.no_roots && found.detail.starts_with(CERTIFICATE) && found.detail.contains(UNKNOWN_ISSUER) {
            return failure(FailureKind::Local, "this machine has no trusted certificates: install ca-certificates");
        }
        found
    }

    async fn take(&self, mut response: Response, reading: Reading, until: Instant, answer: &mut Answer) {
        answer.connected = true;
        answer.status = Some(response.status().as_u16());
        answer.peer = response.remote_addr().map(|at| at.ip().to_canonical().to_string());
        answer.headers = response.headers().clone();
        let read = timeout_at(until, self.read(&mut response, reading, answer)).await;
        let fault = match read {
            Ok(Ok(())) => return,
            Ok(Err(fault)) => fault,
            // It is there and comes; it is only more than fits into the time.
            Err(_) if reading == Reading::File && !answer.body.is_empty() => {
                let (came, within) = (answer.body.len(), self.settings.total);
                failure(FailureKind::TooLarge, format!("{came} bytes came within {within:?}, and not all of it"))
            }
            Err(_) => failure(FailureKind::Timeout, format!("not complete within {:?}", self.settings.total)),
        };
        answer.body = Vec::new();
        answer.whole = false;
        answer.failure = Some(fault);
    }

    async fn read(&self, response: &mut Response, reading: Reading, answer: &mut Answer) -> Result<(), Failure> {
        let mut plan = self.plan(reading, &answer.headers);
        if let (Plan::All(cap), Some(length)) = (&plan, response.content_length())
            && length > *cap as u64
        {
            return Err(too_large(*cap));
        }
        if response.status() == StatusCode::NO_CONTENT || response.status() == StatusCode::NOT_MODIFIED {
            answer.whole = true;
            return Ok(());
        }
        if response.status().is_redirection() && answer.headers.contains_key(header::LOCATION) {
            // Nobody reads the page of a redirect; what is wrong with it is no fault of the target. It is drained a little
            // so that the connection can be used again.
            let drain = async { while answer.body.len() < DRAIN && drained(response, &mut answer.body).await {} };
            let _ = tokio::time::timeout(DRAIN_TIME, drain).await;
            answer.body.clear();
            return Ok(());
        }
        let body = &mut answer.body;
        loop {
            let chunk = match response.chunk().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break,
                Err(error) if is_silent_close(&error) && ends_as_page(body, &answer.headers) => break,
                Err(error) => return Err(of_error(&error, Phase::Body)),
            };
            body.extend_from_slice(&chunk);
            if let Plan::Sniff = plan {
                if body.len() < SNIFF {
                    continue;
                }
                plan = self.sniffed(body);
            }
            match plan {
                Plan::All(cap) if body.len() > cap => return Err(too_large(cap)),
                Plan::Beginning(cap) if body.len() > cap => {
                    body.truncate(cap);
                    return Ok(());
                }
                _ => {}
            }
        }
        let cap = if reading == Reading::File { self.settings.max_file } else { self.settings.max_body };
        if body.len() > cap {
            return Err(too_large(cap));
        }
        answer.whole = true;
        Ok(())
    }

    pub(super) fn plan(&self, reading: Reading, headers: &HeaderMap) -> Plan {
        let media =
            headers.get(header::CONTENT_TYPE).map(|v| String::from_utf8_lossy(v.as_bytes()).to_ascii_lowercase());
        let media = media.as_deref().map(|m| m.split(';').next().unwrap_or_default().trim()).unwrap_or_default();
        match reading {
            Reading::UpTo(cap) => Plan::Beginning(cap),
            Reading::File => Plan::All(self.settings.max_file),
            Reading::Page if media.is_empty() || media == "application/octet-stream" || !media.contains('/') => {
                Plan::Sniff
            }
            Reading::Page if is_text(media) => Plan::All(self.settings.max_body),
            Reading::Check | Reading::Page => Plan::Beginning(self.settings.check_body),
        }
    }

    pub(super) fn sniffed(&self, body: &[u8]) -> Plan {
        if looks_like_markup(body) {
            Plan::All(self.settings.max_body)
        } else {
            Plan::Beginning(self.settings.check_body)
        }
    }
}

/// What is asked, and how.
pub(super) fn request(client: &Client, url: &Url, wish: Wish<'_>) -> RequestBuilder {
    let request = match (wish.relay, wish.form) {
        (Some(relay), _) => relayed(client, url, relay),
        (None, None) => client.get(url.clone()),
        (None, Some(form)) => {
            let media = if wish.json { "application/json;charset=UTF-8" } else { "application/x-www-form-urlencoded" };
            client.post(url.clone()).header(header::CONTENT_TYPE, media).body(form.to_owned())
        }
    };
    let request = match wish.by.filter(|page| same_host(page, url)) {
        None => request,
        Some(page) => {
            let mut page = page.clone();
            page.set_fragment(None);
            request.header(header::REFERER, page.as_str()).header("X-Requested-With", "XMLHttpRequest")
        }
    };
    match wish.since.filter(|since| since.url == url.as_str()) {
        None => request,
        Some(since) => {
            let tags = [(header::IF_NONE_MATCH, &since.etag), (header::IF_MODIFIED_SINCE, &since.last_modified)];
            let known = tags.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
            known.fold(request, |request, (name, value)| request.header(name, value))
        }
    }
}

/// A request in the name of a page; a header that is none is left out.
fn relayed(client: &Client, url: &Url, relay: &Relay) -> RequestBuilder {
    let method = Method::from_bytes(relay.method.as_bytes()).unwrap_or(Method::GET);
    let mut headers = HeaderMap::new();
    for (name, value) in &relay.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
    }
    let request = client.request(method, url.clone()).headers(headers);
    match &relay.body {
        Some(body) => request.body(body.clone()),
        None => request,
    }
}

/// Bytes needed to tell markup from a file.
const SNIFF: usize = 64;

/// How much of a redirect's body is read, and for how long, to keep its connection.
const DRAIN: usize = 16 * 1024;
const DRAIN_TIME: Duration = Duration::from_millis(500);

/// Takes one more piece; `false` at the end.
async fn drained(response: &mut Response, into: &mut Vec<u8>) -> bool {
    match response.chunk().await {
        Ok(Some(chunk)) => {
            into.extend_from_slice(&chunk);
            true
        }
        _ => false,
    }
}

/// How a body is read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Plan {
    /// To its end; longer than this is a failure.
    All(usize),
    /// No further than this.
    Beginning(usize),
    /// One of the two; the first bytes will tell.
    Sniff,
}

pub(super) fn too_large(cap: usize) -> Failure {
    failure(FailureKind::TooLarge, format!("the body is longer than {cap} bytes"))
}

fn is_text(media: &str) -> bool {
    media.starts_with("text/") || ["html", "xml", "json", "javascript", "ecmascript"].iter().any(|w| media.contains(w))
}

/// Whether a body that nobody labelled is a page or data: markup, or JSON.
fn looks_like_markup(body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    match body.trim_ascii_start() {
        [b'<', next, ..] => next.is_ascii_alphabetic() || matches!(next, b'!' | b'?' | b'/'),
        [b'{' | b'[', rest @ ..] => {
            matches!(rest.trim_ascii_start().first(), Some(b'"' | b'{' | b'[' | b'}' | b']' | b'0'..=b'9'))
        }
        _ => false,
    }
}

/// Old servers end TLS without a farewell. When no length was promised and the page is closed, nothing is missing.
fn ends_as_page(body: &[u8], headers: &HeaderMap) -> bool {
    let tail = body[body.len().saturating_sub(256)..].to_ascii_lowercase();
    !headers.contains_key(header::CONTENT_LENGTH)
        && !headers.contains_key(header::TRANSFER_ENCODING)
        && tail.windows(7).any(|w| w == b"</html>")
}

/// What every request says.
pub(super) fn usual_headers() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(
        header::ACCEPT,
        HeaderValue::from_static("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    );
    headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("zh-CN,zh;q=0.9,en;q=0.5"));
    // Understood but not asked for: "deflate" means two things on the web, and servers pick the wrong one.
    headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip, br, zstd"));
    headers
}

fn builder(settings: &FetchSettings, names: &GuardedNames, jar: &Arc<BoundedJar>) -> reqwest::ClientBuilder {
    Client::builder()
        .user_agent(settings.user_agent.clone())
        .default_headers(usual_headers())
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .no_proxy()
        .cookie_provider(Arc::clone(jar))
        .dns_resolver(names.clone())
        .pool_max_idle_per_host(settings.concurrency)
        .pool_idle_timeout(Duration::from_secs(5))
        .http1_max_headers(HEADERS)
        .http1_allow_obsolete_multiline_headers_in_responses(true)
        .http1_ignore_invalid_headers_in_responses(true)
        .http1_allow_spaces_after_header_name_in_responses(true)
        .http2_max_header_list_size(HEADER_BYTES)
}

/// Cookies for as long as the fetcher lives, emptied when there are too many.
#[derive(Debug, Default)]
struct BoundedJar(Mutex<(Arc<Jar>, usize)>);

impl BoundedJar {
    fn jar(&self, more: usize) -> Arc<Jar> {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        inner.1 += more;
        if inner.1 > COOKIES {
            *inner = (Arc::new(Jar::default()), more);
        }
        Arc::clone(&inner.0)
    }
}

impl CookieStore for BoundedJar {
    fn set_cookies(&self, cookies: &mut dyn Iterator<Item = &HeaderValue>, url: &Url) {
        let cookies: Vec<&HeaderValue> = cookies.collect();
        self.jar(cookies.len()).set_cookies(&mut cookies.into_iter(), url);
    }

    fn cookies(&self, url: &Url) -> Option<HeaderValue> {
        self.jar(0).cookies(url)
    }
}
