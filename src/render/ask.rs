use super::door::{Ask, Kind, Reply};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chromiumoxide::cdp::browser_protocol::fetch::{EventRequestPaused, FulfillRequestParams, HeaderEntry, RequestId};
use chromiumoxide::cdp::browser_protocol::network::ResourceType;
use chromiumoxide::types::Binary;
use url::Url;

/// A picture of one transparent pixel (GIF), for those that are not fetched.
const PIXEL: &[u8] =
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

/// Headers of the browser that stay with it: the door sends its own.
const OWN: &[&str] = &[
    "accept-encoding",
    "accept-language",
    "cache-control",
    "connection",
    "content-length",
    "cookie",
    "dnt",
    "host",
    "if-modified-since",
    "if-none-match",
    "pragma",
    "range",
    "save-data",
    "te",
    "upgrade-insecure-requests",
    "user-agent",
];

/// Headers of an answer that would be wrong for what the browser gets, or make it act on its own.
const NOT_PASSED: &[&str] = &[
    "accept-ch",
    "alt-svc",
    "connection",
    "content-encoding",
    "content-length",
    "expect-ct",
    "keep-alive",
    "link",
    "nel",
    "report-to",
    "reporting-endpoints",
    "strict-transport-security",
    "transfer-encoding",
];

/// What to do about a request of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Ask the door.
    Ask(Ask),
    /// A picture that is not fetched.
    Pixel,
    /// Not asked, and nothing is missing for it: a film, a typeface, a ping.
    Drop,
    /// Not asked, and the page may lack something for it; why.
    Refuse(Kind, String),
    /// Needs no network (`data:`, `blob:`).
    Local,
}

/// What to do about a request that is not the page's own document.
pub(super) fn step(event: &EventRequestPaused, pictures: bool) -> Step {
    let request = &event.request;
    let Ok(url) = Url::parse(&request.url) else { return Step::Drop };
    match url.scheme() {
        "http" | "https" => {}
        "data" | "blob" | "about" => return Step::Local,
        _ => return Step::Drop,
    }
    let kind = match event.resource_type {
        ResourceType::Document => Kind::Frame,
        ResourceType::Stylesheet => Kind::Style,
        ResourceType::Script => Kind::Script,
        ResourceType::Xhr | ResourceType::Fetch | ResourceType::Preflight | ResourceType::EventSource => Kind::Data,
        ResourceType::Image if pictures => Kind::Image,
        ResourceType::Image => return Step::Pixel,
        ResourceType::Font if pictures => Kind::Font,
        _ => return Step::Drop,
    };
    let accepts = request.headers.inner()["Accept"].as_str().unwrap_or_default();
    if accepts.starts_with("text/event-stream") {
        return Step::Refuse(kind, "a stream of events has no end".to_owned());
    }
    if !matches!(request.method.as_str(), "GET" | "HEAD" | "POST" | "OPTIONS") {
        return Step::Refuse(kind, format!("{} changes something", request.method));
    }
    let headers = request.headers.inner().as_object().map(|all| {
        all.iter()
            .map(|(name, value)| (name.to_ascii_lowercase(), value.as_str().unwrap_or_default().to_owned()))
            .filter(|(name, _)| !OWN.contains(&name.as_str()) && !name.starts_with("sec-") && !name.starts_with(':'))
            .collect::<Vec<_>>()
    });
    Step::Ask(Ask {
        url,
        method: request.method.clone(),
        kind,
        headers: headers.unwrap_or_default(),
        body: posted(event),
    })
}

/// What is posted, if anything.
fn posted(event: &EventRequestPaused) -> Option<Vec<u8>> {
    let entries = event.request.post_data_entries.as_ref()?;
    let mut body = Vec::new();
    for entry in entries {
        let text: &str = entry.bytes.as_ref()?.as_ref();
        body.extend(STANDARD.decode(text).ok()?);
    }
    Some(body)
}

/// The answer to a request, as the browser takes it.
pub(super) fn fulfil(id: RequestId, reply: &Reply) -> FulfillRequestParams {
    let mut params = FulfillRequestParams::new(id, i64::from(reply.status));
    let passed = reply.headers.iter().filter(|(name, _)| !NOT_PASSED.contains(&name.as_str()));
    params.response_headers = Some(passed.map(|(n, v)| HeaderEntry::new(n.as_str(), v.as_str())).collect());
    params.body = Some(Binary::from(STANDARD.encode(&reply.body)));
    params
}

/// The answer for a picture that is not fetched.
pub(super) fn pixel() -> Reply {
    Reply { status: 200, headers: vec![("content-type".to_owned(), "image/gif".to_owned())], body: PIXEL.to_vec() }
}
