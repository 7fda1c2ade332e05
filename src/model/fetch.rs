use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why a request got no usable answer. Every name is data that checks judge; none of them is an error of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailureKind {
    /// The name does not exist (NXDOMAIN) or has no address: an authoritative "no".
    Dns,
    /// The name could not be looked up: our resolver did not answer. Says nothing about the site.
    DnsUnanswered,
    /// The connection was refused, or the host or network can't be reached.
    Connect,
    /// TLS failed: certificate not valid, no common version or cipher; `detail` tells which.
    Tls,
    /// No connection, first byte or end of the body within the limits.
    Timeout,
    /// The connection broke after it stood.
    Reset,
    /// More redirects than allowed, or a loop.
    TooManyRedirects,
    /// Headers or body beyond the caps.
    TooLarge,
    /// The body could not be decompressed.
    Decode,
    /// What came back is not HTTP, or a redirect without a usable target.
    Protocol,
    /// robots.txt asks us not to.
    Robots,
    /// A firewall or anti-crawler answered in the site's place.
    Blocked,
    /// The address is private, loopback, link-local or reserved; never contacted.
    Guarded,
    /// The fault lies with this machine (no file handles, no network, no disk). Says nothing about the site.
    Local,
    /// The run was interrupted or its time was over before the answer came.
    Interrupted,
    /// Nobody asked: the site is read from an archive, and that has no answer of this address. Says nothing about the site.
    NotArchived,
}

/// A named failure with what the layer below said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The kind, which decides.
    pub kind: FailureKind,
    /// What exactly happened, in English, at most 200 characters; shown as evidence.
    pub detail: String,
}

/// One redirect that was followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hop {
    /// The address that answered.
    pub url: String,
    /// Its status: 301, 302, 303, 307, 308.
    pub status: u16,
    /// The `Location`, made absolute.
    pub location: String,
}

/// What one request (its redirects and retries included) came to. Stored; bodies are not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FetchRecord {
    /// The address asked for.
    pub url: String,
    /// The address that gave the final answer; the same as `url` without redirects.
    pub final_url: String,
    /// The redirects in between, in order.
    pub hops: Vec<Hop>,
    /// The final status, when an HTTP answer came.
    pub status: Option<u16>,
    /// Why there is no usable answer. A status may be there as well (403 by a firewall is `blocked` with 403).
    pub failure: Option<Failure>,
    /// How often it was tried, the first time included.
    pub attempts: u32,
    /// Chosen headers of the final answer, names in lower case: content-type, content-length, content-language,
    /// last-modified, etag, date, server, location, retry-after, x-robots-tag, strict-transport-security.
    pub headers: BTreeMap<String, String>,
    /// Size of the body after decompression, in bytes (as far as it was read).
    pub bytes: u64,
    /// Whether the body was read to its end. Link checks stop early on purpose.
    pub whole: bool,
    /// SHA-256 of the body in hex, when it was read to its end.
    pub sha256: Option<String>,
    /// Milliseconds from sending to the first byte of the final attempt.
    pub first_byte_ms: u64,
    /// Milliseconds in all, retries and waits for the rate included.
    pub total_ms: u64,
    /// When the final answer came, milliseconds since 1970 (UTC).
    pub at_ms: i64,
    /// The peer's address (without port) of the final answer.
    pub peer: Option<String>,
    /// The host said that it is as it was (304), so that status, size and digest are those of the earlier answer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unchanged: bool,
}

/// What a host said of a body, to be sent along when it is asked for again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Validators {
    /// The address that gave the answer, without a fragment.
    pub url: String,
    /// Its `ETag`, as it came.
    pub etag: Option<String>,
    /// Its `Last-Modified`, as it came.
    pub last_modified: Option<String>,
    /// When the answer came, milliseconds since 1970 (UTC).
    pub at_ms: i64,
    /// The run that got it; empty when nobody said.
    pub run: String,
}

impl FetchRecord {
    /// An answer with a 2xx status and no failure.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.failure.is_none() && self.status.is_some_and(|s| (200..300).contains(&s))
    }

    /// It was asked for and nobody answered.
    #[must_use]
    pub fn is_silence(&self) -> bool {
        self.status.is_none() && self.failure_kind() != Some(FailureKind::NotArchived)
    }

    /// What can be sent along to hear whether this answer still holds; `None` where the host gave nothing to tell it by, or
    /// the answer is no whole page.
    #[must_use]
    pub fn validators(&self) -> Option<Validators> {
        let header = |name: &str| self.headers.get(name).filter(|value| value.is_ascii()).cloned();
        let (etag, last_modified) = (header("etag"), header("last-modified"));
        let url = self.final_url.split('#').next().unwrap_or_default().to_owned();
        let usable = self.is_ok() && self.whole && self.sha256.is_some() && (etag.is_some() || last_modified.is_some());
        usable.then_some(Validators { url, etag, last_modified, at_ms: self.at_ms, run: String::new() })
    }

    /// This answer as it stands after the host said that it still holds: what was said now, of the body known from before.
    #[must_use]
    pub fn renewed(&self, now: &Self) -> Self {
        let mut headers = self.headers.clone();
        let of_body = |name: &str| matches!(name, "content-type" | "content-length" | "content-language");
        headers.extend(now.headers.iter().filter(|(name, _)| !of_body(name)).map(|(n, v)| (n.clone(), v.clone())));
        Self {
            status: self.status,
            headers,
            bytes: self.bytes,
            whole: self.whole,
            sha256: self.sha256.clone(),
            unchanged: true,
            ..now.clone()
        }
    }

    /// The media type without parameters, in lower case (`text/html`).
    #[must_use]
    pub fn media_type(&self) -> Option<String> {
        let value = self.headers.get("content-type")?;
        Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
    }

    /// The failure's kind, if any.
    #[must_use]
    pub fn failure_kind(&self) -> Option<FailureKind> {
        self.failure.as_ref().map(|f| f.kind)
    }
}

/// A record with its body, on its way from `fetch` to `parse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// What happened.
    pub record: FetchRecord,
    /// The decoded body; empty on failure.
    pub body: Vec<u8>,
}
