//! What is kept, as records: fields and block, compressed into a member each.

use super::fields::date;
use super::http;
use super::ids::{Ids, digest};
use crate::model::{Failure, Known};
use flate2::Compression;
use flate2::write::GzEncoder;
use ipnet::IpNet;
use reqwest::header::{HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::net::IpAddr;

/// The field of our own on answers.
pub(super) const EXCHANGE: &str = "Duwang-Exchange";
/// The field of our own that names the run whose archive holds an unchanged body.
pub(super) const REFERS_TO_RUN: &str = "Duwang-Refers-To-Run";
/// Media types.
pub(super) const ANSWER: &str = "application/http;msgtype=response";
const REQUEST: &str = "application/http;msgtype=request";
const JSON: &str = "application/json";
pub(super) const FIELDS: &str = "application/warc-fields";
/// What a revisit found.
pub(super) const SAME: &str = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest";
const NOT_MODIFIED: &str = "http://netpreserve.org/warc/1.1/revisit/server-not-modified";

/// A request as it was sent.
#[derive(Debug, Clone, Default)]
pub(in crate::fetch) struct Wanted {
    pub(in crate::fetch) method: String,
    pub(in crate::fetch) url: String,
    pub(in crate::fetch) target: String,
    pub(in crate::fetch) host: String,
    pub(in crate::fetch) headers: HeaderMap,
    pub(in crate::fetch) body: Vec<u8>,
}

/// How an answer was asked for and what it took.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::fetch) struct Circumstances {
    /// How much was wanted: `page`, `check`, `file`, `beginning`.
    pub(in crate::fetch) reading: String,
    pub(in crate::fetch) whole: bool,
    pub(in crate::fetch) attempts: u32,
    pub(in crate::fetch) requests: u64,
    pub(in crate::fetch) first_byte_ms: u64,
    pub(in crate::fetch) took_ms: u64,
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub(in crate::fetch) struct Answered {
    pub(in crate::fetch) status: Option<u16>,
    pub(in crate::fetch) headers: HeaderMap,
    pub(in crate::fetch) body: Vec<u8>,
    pub(in crate::fetch) peer: Option<String>,
    pub(in crate::fetch) failure: Option<Failure>,
    pub(in crate::fetch) at_ms: i64,
    pub(in crate::fetch) way: Circumstances,
}

/// An answer of before that still stands, as a server said by 304.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::fetch) struct Earlier {
    /// The run whose archive holds it.
    pub(in crate::fetch) run: String,
    pub(in crate::fetch) url: String,
    pub(in crate::fetch) at_ms: i64,
}

/// One exchange.
#[derive(Debug, Clone, Default)]
pub(in crate::fetch) struct Kept {
    pub(in crate::fetch) wanted: Wanted,
    pub(in crate::fetch) answered: Answered,
    /// For a 304: what it confirms.
    pub(in crate::fetch) earlier: Option<Earlier>,
}

impl Kept {
    /// How much memory it holds, about.
    pub(super) fn size(&self) -> usize {
        self.wanted.body.len() + self.answered.body.len() + 4096
    }
}

/// What a run learns from the network that is no answer; the block of a `metadata` record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "kebab-case")]
pub(in crate::fetch) enum Note {
    /// What the guard went by.
    Door { own: Vec<IpAddr>, names: Vec<String>, allow_net: Vec<IpNet>, offline: bool },
    /// The AAAA records of the audited host.
    Ipv6 { host: String, ipv6: Known<Vec<String>> },
    /// A request that failed.
    Failure(Box<Failed>),
}

/// A request without a usable answer. The head of what came is in the record of the answer as well, for other readers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::fetch) struct Failed {
    pub(in crate::fetch) method: String,
    /// Digest of what was posted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::fetch) posted: Option<String>,
    /// The record of what came, when something did: its body counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::fetch) answer: Option<String>,
    pub(in crate::fetch) failure: Failure,
    pub(in crate::fetch) status: Option<u16>,
    /// Names and values, byte by byte as characters.
    pub(in crate::fetch) headers: Vec<(String, String)>,
    pub(in crate::fetch) peer: Option<String>,
    pub(in crate::fetch) way: Circumstances,
}

/// What a body was kept as before.
#[derive(Debug, Clone)]
pub(super) struct Before {
    pub(super) id: String,
    pub(super) url: String,
    pub(super) at_ms: i64,
}

/// Records ready to be written, and what they are to be remembered as.
pub(super) struct Packed {
    pub(super) bytes: Vec<u8>,
    pub(super) records: u64,
    /// A payload that later ones may refer to.
    pub(super) payload: Option<(String, Before)>,
}

/// One record: its own fields, then length, digest and block.
pub(super) fn member(kind: &str, own: &[(&str, String)], block: &[&[u8]]) -> io::Result<Vec<u8>> {
    let length: usize = block.iter().map(|part| part.len()).sum();
    let mut head = format!("WARC/1.1\r\nWARC-Type: {kind}\r\n");
    for (name, value) in own {
        // A field is one line, whatever the value was.
        let value: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let _ = write!(head, "{name}: {value}\r\n");
    }
    let _ = write!(head, "WARC-Block-Digest: {}\r\nContent-Length: {length}\r\n\r\n", digest(block));
    let mut packed = GzEncoder::new(Vec::with_capacity(length / 3 + 512), Compression::new(6));
    packed.write_all(head.as_bytes())?;
    for part in block {
        packed.write_all(part)?;
    }
    packed.write_all(b"\r\n\r\n")?;
    packed.finish()
}

/// What is learned beside answers.
pub(super) fn note(note: &Note, url: &str, at_ms: i64, ids: &mut Ids) -> io::Result<Vec<u8>> {
    let own = [
        ("WARC-Record-ID", format!("<{}>", ids.next())),
        ("WARC-Date", date(at_ms)),
        ("WARC-Target-URI", url.to_owned()),
        ("Content-Type", JSON.to_owned()),
    ];
    member("metadata", &own, &[&serde_json::to_vec(note)?])
}

/// An exchange: the request, then the answer or a revisit, then the failure if there is one. `before` tells what a payload was
/// kept as.
pub(super) fn exchange(kept: &Kept, ids: &mut Ids, before: impl FnOnce(&str) -> Option<Before>) -> io::Result<Packed> {
    let (wanted, answered) = (&kept.wanted, &kept.answered);
    let (asked, at, url) = (ids.next(), date(answered.at_ms), &wanted.url);
    let mut packed = Packed { bytes: Vec::new(), records: 1, payload: None };
    let common = |id: &str| {
        vec![("WARC-Record-ID", format!("<{id}>")), ("WARC-Date", at.clone()), ("WARC-Target-URI", url.clone())]
    };
    let mut own = common(&asked);
    own.push(("Content-Type", REQUEST.to_owned()));
    let head = http::request_head(&wanted.method, &wanted.target, &wanted.host, &wanted.headers, wanted.body.len());
    own.push(("WARC-Payload-Digest", digest(&[&wanted.body])));
    packed.bytes.extend(member("request", &own, &[&head, &wanted.body])?);
    let mut answer = None;
    if let Some(status) = answered.status {
        let id = ids.next();
        answer = Some(id.clone());
        let mut own = common(&id);
        own.push(("WARC-Concurrent-To", format!("<{asked}>")));
        own.extend(answered.peer.iter().map(|peer| ("WARC-IP-Address", peer.clone())));
        own.push(("Content-Type", ANSWER.to_owned()));
        if answered.failure.is_none() {
            own.push((EXCHANGE, serde_json::to_string(&answered.way)?));
        }
        let payload = digest(&[&answered.body]);
        let cut = cut(answered, status);
        if let Some(earlier) = kept.earlier.as_ref().filter(|_| status == 304) {
            own.push(("WARC-Profile", NOT_MODIFIED.to_owned()));
            own.push(("WARC-Refers-To-Target-URI", earlier.url.clone()));
            own.push(("WARC-Refers-To-Date", date(earlier.at_ms)));
            own.push((REFERS_TO_RUN, earlier.run.clone()));
            let head = http::answer_head(status, &answered.headers, 0);
            packed.bytes.extend(member("revisit", &own, &[&head])?);
        } else if let Some(before) = Some(&payload)
            .filter(|_| cut.is_none() && !answered.body.is_empty() && answered.failure.is_none())
            .and_then(|payload| before(payload))
        {
            own.push(("WARC-Profile", SAME.to_owned()));
            own.push(("WARC-Payload-Digest", payload));
            own.push(("WARC-Refers-To", format!("<{}>", before.id)));
            own.push(("WARC-Refers-To-Target-URI", before.url));
            own.push(("WARC-Refers-To-Date", date(before.at_ms)));
            let head = http::answer_head(status, &answered.headers, answered.body.len());
            packed.bytes.extend(member("revisit", &own, &[&head])?);
        } else {
            own.extend(cut.map(|cut| ("WARC-Truncated", cut.to_owned())));
            own.push(("WARC-Payload-Digest", payload.clone()));
            let head = http::answer_head(status, &answered.headers, answered.body.len());
            packed.bytes.extend(member("response", &own, &[&head, &answered.body])?);
            if cut.is_none() && !answered.body.is_empty() && answered.failure.is_none() {
                packed.payload = Some((payload, Before { id, url: url.clone(), at_ms: answered.at_ms }));
            }
        }
        packed.records += 1;
    }
    if let Some(failure) = &answered.failure {
        let text = |bytes: &[u8]| bytes.iter().map(|b| char::from(*b)).collect::<String>();
        let failed = Note::Failure(Box::new(Failed {
            method: wanted.method.clone(),
            posted: (!wanted.body.is_empty()).then(|| digest(&[&wanted.body])),
            answer: answer.filter(|_| !answered.body.is_empty()),
            failure: failure.clone(),
            status: answered.status,
            headers: safe(&answered.headers).iter().map(|(n, v)| (n.to_string(), text(v.as_bytes()))).collect(),
            peer: answered.peer.clone(),
            way: answered.way.clone(),
        }));
        let mut own = common(&ids.next());
        own.push(("WARC-Concurrent-To", format!("<{asked}>")));
        own.push(("Content-Type", JSON.to_owned()));
        packed.bytes.extend(member("metadata", &own, &[&serde_json::to_vec(&failed)?])?);
        packed.records += 1;
    }
    Ok(packed)
}

/// Why less than all of the body is here, in the standard's words.
fn cut(answered: &Answered, status: u16) -> Option<&'static str> {
    use crate::model::FailureKind as K;
    let nothing = matches!(status, 204 | 304)
        || (answered.body.is_empty() && answered.headers.get("content-length").is_some_and(|v| v == "0"));
    match answered.failure.as_ref().map(|f| f.kind) {
        _ if answered.way.whole || nothing => None,
        Some(K::Timeout) => Some("time"),
        Some(K::Reset) => Some("disconnect"),
        Some(K::TooLarge) => Some("length"),
        Some(_) => Some("unspecified"),
        None if answered.body.is_empty() => Some("unspecified"),
        None => Some("length"),
    }
}

/// Headers without the secrets in them.
fn safe(headers: &HeaderMap) -> HeaderMap {
    let mut safe = headers.clone();
    for name in ["set-cookie", "set-cookie2"] {
        if safe.remove(name).is_some() {
            safe.insert(name, HeaderValue::from_static(http::REMOVED));
        }
    }
    safe
}
