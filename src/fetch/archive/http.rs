//! HTTP/1.1 messages as archives hold them: written whole, read leniently.

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

/// Longest head of a message.
const HEAD: usize = 256 * 1024;
/// Header lines read at most.
const LINES: usize = 512;

/// Before the name of a header that was changed or taken out, as archives of the web do.
const ORIGINAL: &str = "x-archive-orig-";
/// In place of what is not kept.
pub(super) const REMOVED: &str = "(not kept)";
/// Headers whose values are secrets.
const SECRET: &[&str] = &["set-cookie", "set-cookie2", "cookie", "authorization", "proxy-authorization"];
/// Headers that speak of how the body came over the wire, where it is now decoded.
const OF_THE_WIRE: &[&str] = &["content-encoding", "transfer-encoding"];

/// A message in parts.
#[derive(Debug, Default)]
pub(super) struct Message {
    /// Of an answer.
    pub(super) status: Option<u16>,
    /// Of a request.
    pub(super) method: String,
    pub(super) headers: HeaderMap,
    /// Where the body begins.
    pub(super) body: usize,
}

/// The head of an answer whose body is kept as `kept` bytes.
pub(super) fn answer_head(status: u16, headers: &HeaderMap, kept: usize) -> Vec<u8> {
    let reason = StatusCode::from_u16(status).ok().and_then(|s| s.canonical_reason()).unwrap_or_default();
    let mut head = format!("HTTP/1.1 {status} {reason}\r\n").into_bytes();
    let mut told = false;
    for (name, value) in headers {
        let name = name.as_str();
        let length = name == "content-length";
        let wrong = length && value.to_str().ok().and_then(|v| v.trim().parse::<usize>().ok()) != Some(kept);
        if SECRET.contains(&name) {
            line(&mut head, &format!("{ORIGINAL}{name}"), REMOVED.as_bytes());
        } else if OF_THE_WIRE.contains(&name) || wrong {
            line(&mut head, &format!("{ORIGINAL}{name}"), value.as_bytes());
        } else {
            line(&mut head, name, value.as_bytes());
        }
        if wrong && !std::mem::replace(&mut told, true) {
            line(&mut head, "content-length", kept.to_string().as_bytes());
        }
    }
    head.extend_from_slice(b"\r\n");
    head
}

/// The head of a request.
pub(super) fn request_head(method: &str, target: &str, host: &str, headers: &HeaderMap, body: usize) -> Vec<u8> {
    let mut head = format!("{method} {target} HTTP/1.1\r\nhost: {host}\r\n").into_bytes();
    for (name, value) in headers {
        let name = name.as_str();
        if SECRET.contains(&name) {
            line(&mut head, &format!("{ORIGINAL}{name}"), REMOVED.as_bytes());
        } else if !matches!(name, "host" | "content-length") {
            line(&mut head, name, value.as_bytes());
        }
    }
    if body > 0 {
        line(&mut head, "content-length", body.to_string().as_bytes());
    }
    head.extend_from_slice(b"\r\n");
    head
}

fn line(into: &mut Vec<u8>, name: &str, value: &[u8]) {
    into.extend_from_slice(name.as_bytes());
    into.extend_from_slice(b": ");
    into.extend_from_slice(value);
    into.extend_from_slice(b"\r\n");
}

/// Headers as they came: what [`answer_head`] changed is changed back.
pub(super) fn originals(headers: &HeaderMap) -> HeaderMap {
    let changed: Vec<HeaderName> = headers
        .keys()
        .filter_map(|name| HeaderName::from_bytes(name.as_str().strip_prefix(ORIGINAL)?.as_bytes()).ok())
        .collect();
    let mut found = HeaderMap::new();
    for (name, value) in headers {
        if let Some(original) = name.as_str().strip_prefix(ORIGINAL)
            && let Ok(original) = HeaderName::from_bytes(original.as_bytes())
        {
            found.append(original, value.clone());
        } else if !changed.contains(name) {
            found.append(name.clone(), value.clone());
        }
    }
    found
}

/// Reads a message; `None` when it is none. Lines that are no headers are left out, folded ones put together.
pub(super) fn read(block: &[u8]) -> Option<Message> {
    let (end, body) = head_end(&block[..block.len().min(HEAD)])?;
    let mut lines = block[..end].split(|b| *b == b'\n').map(|l| l.strip_suffix(b"\r").unwrap_or(l));
    let first = String::from_utf8_lossy(lines.next()?).into_owned();
    let mut words = first.split_ascii_whitespace();
    let mut message = Message { body, ..Message::default() };
    let word = words.next()?;
    if word.starts_with("HTTP/") || word == "ICY" {
        let status = words.next()?.parse().ok().filter(|s| (100..1000).contains(s))?;
        message.status = Some(status);
    } else {
        word.clone_into(&mut message.method);
    }
    let mut before: Option<(HeaderName, Vec<u8>)> = None;
    for line in lines.take(LINES) {
        if let Some((_, value)) = before.as_mut().filter(|_| line.starts_with(b" ") || line.starts_with(b"\t")) {
            value.push(b' ');
            value.extend_from_slice(line.trim_ascii());
            continue;
        }
        keep(&mut message.headers, before.take());
        let Some(colon) = line.iter().position(|b| *b == b':') else { continue };
        if let Ok(name) = HeaderName::from_bytes(line[..colon].trim_ascii()) {
            before = Some((name, line[colon + 1..].trim_ascii().to_vec()));
        }
    }
    keep(&mut message.headers, before);
    Some(message)
}

fn keep(headers: &mut HeaderMap, header: Option<(HeaderName, Vec<u8>)>) {
    if let Some((name, value)) = header
        && let Ok(value) = HeaderValue::from_bytes(&value)
    {
        // A map has room for 32,768 entries; far fewer lines are read.
        headers.append(name, value);
    }
}

/// Where the head ends and where the body begins. A block without an empty line is all head.
fn head_end(block: &[u8]) -> Option<(usize, usize)> {
    let mut at = 0;
    while let Some(line) = block[at..].iter().position(|b| *b == b'\n') {
        let next = at + line + 1;
        match &block[next..] {
            [b'\n', ..] => return Some((next, next + 1)),
            [b'\r', b'\n', ..] => return Some((next, next + 2)),
            _ => at = next,
        }
    }
    (block.len() < HEAD && !block.is_empty()).then_some((block.len(), block.len()))
}
