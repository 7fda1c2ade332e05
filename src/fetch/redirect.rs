//! From the address asked for to the final answer, hop by hop: every hop passes guard and robots.txt anew.

use super::Inner;
use super::client::{Answer, Wish};
use super::failure::failure;
use crate::config::now_ms;
use crate::model::{Exchange, Failure, FailureKind, FetchRecord, Hop, is_web};
use reqwest::header::{self, HeaderMap};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;
use tokio::time::Instant;
use url::Url;

/// Headers worth keeping.
const HEADERS: &[&str] = &[
    "content-type",
    "content-length",
    "content-language",
    "last-modified",
    "etag",
    "date",
    "server",
    "location",
    "retry-after",
    "x-robots-tag",
    "strict-transport-security",
];
/// Characters of one header kept.
const HEADER_CHARS: usize = 1000;

impl Inner {
    /// Follows `url` to its end.
    pub(super) async fn follow(&self, url: &Url, mut wish: Wish<'_>) -> Exchange {
        let start = Instant::now();
        let mut trail = Trail::new(url);
        // What is replayed takes no time; what it took then counts.
        let mut took = Duration::ZERO;
        let total = |took| if self.replay.is_some() { took } else { start.elapsed() };
        loop {
            let at = trail.at.clone();
            let (mut answer, attempts) = self.one(&at, wish).await;
            took += answer.took;
            if !matches!(answer.status, Some(307 | 308)) {
                // As browsers do: what was posted is posted once, the rest of the way is asked.
                wish.form = None;
            }
            let next = if answer.failure.is_none() { target(&at, &answer) } else { None };
            match next.map(|next| next.and_then(|next| trail.go(next, &answer, self.settings.max_redirects))) {
                Some(Ok(())) => {}
                Some(Err(fault)) => {
                    answer.failure = Some(fault);
                    return trail.end(url, self.dated(answer), attempts, total(took));
                }
                None => return trail.end(url, self.dated(answer), attempts, total(took)),
            }
        }
    }

    /// What was never asked is of now, or of when the archive was made.
    fn dated(&self, mut answer: Answer) -> Answer {
        if answer.at_ms == 0 {
            answer.at_ms = self.moment();
        }
        answer
    }

    /// One hop: robots.txt, then the request.
    pub(super) async fn one(&self, url: &Url, wish: Wish<'_>) -> (Answer, u32) {
        let refused = |kind, why: String| (Answer { failure: Some(failure(kind, why)), ..Answer::default() }, 0);
        if !is_web(url) {
            return refused(FailureKind::Protocol, format!("{}: is not asked over HTTP", url.scheme()));
        }
        if let Some(why) = self.names.guard.refuses_url(url) {
            return refused(FailureKind::Guarded, why);
        }
        if !self.settings.ignore_robots && !self.is_foreign() {
            let robots = self.robots_of(url).await;
            if let Some(why) = robots.refuses(url) {
                return refused(FailureKind::Robots, why);
            }
            if let Some(delay) = robots.delay {
                self.hosts.of(url).obey(delay);
            }
        }
        // What a script asks for is asked again at most once, and what it posts never: a page being drawn waits for it.
        let retries = match wish.relay {
            Some(relay) if relay.method == "GET" => self.settings.retries.min(1),
            Some(_) => 0,
            None => self.settings.retries,
        };
        let tried = self.ask(url, wish, retries).await;
        (tried.answer, tried.attempts)
    }
}

/// The way so far.
struct Trail {
    at: Url,
    hops: Vec<Hop>,
    /// At which hop each address was asked last.
    seen: BTreeMap<String, usize>,
    /// The hop at which a cookie was last set: with a new cookie the same address may answer differently.
    cookie: Option<usize>,
}

impl Trail {
    fn new(url: &Url) -> Self {
        let mut at = url.clone();
        at.set_fragment(None);
        let seen = BTreeMap::from([(at.to_string(), 0)]);
        Self { at, hops: Vec::new(), seen, cookie: None }
    }

    /// Takes one hop, or says why not.
    fn go(&mut self, next: Url, answer: &Answer, most: usize) -> Result<(), Failure> {
        let now = self.hops.len();
        if answer.headers.contains_key(header::SET_COOKIE) {
            self.cookie = Some(now);
        }
        if now >= most {
            return Err(failure(
                FailureKind::TooManyRedirects,
                format!("more than {most} redirects; the next: {next}"),
            ));
        }
        if let Some(&before) = self.seen.get(next.as_str())
            && self.cookie.is_none_or(|cookie| cookie < before)
        {
            return Err(failure(FailureKind::TooManyRedirects, format!("a loop: back to {next}")));
        }
        self.seen.insert(next.to_string(), now + 1);
        self.hops.push(Hop {
            url: self.at.to_string(),
            status: answer.status.unwrap_or_default(),
            location: next.to_string(),
        });
        self.at = next;
        Ok(())
    }

    fn end(self, url: &Url, answer: Answer, attempts: u32, total: Duration) -> Exchange {
        let bytes = answer.body.len() as u64;
        let sha256 = (answer.whole && answer.status.is_some()).then(|| hex(&Sha256::digest(&answer.body)));
        let body = if answer.failure.is_some() { Vec::new() } else { answer.body };
        // Without a redirect the final address is the one asked for, fragment included.
        let final_url = if self.hops.is_empty() { url.to_string() } else { self.at.to_string() };
        let record = FetchRecord {
            url: url.to_string(),
            final_url,
            hops: self.hops,
            status: answer.status,
            failure: answer.failure,
            attempts,
            headers: chosen(&answer.headers),
            bytes,
            whole: answer.whole,
            sha256,
            first_byte_ms: millis(answer.first_byte),
            total_ms: millis(total),
            at_ms: if answer.at_ms == 0 { now_ms() } else { answer.at_ms },
            peer: answer.peer,
            unchanged: false,
        };
        Exchange { record, body }
    }
}

/// A record for a request that was never made or not finished.
pub(super) fn unfinished(url: &Url, fault: Failure, total: Duration) -> Exchange {
    Trail::new(url).end(url, Answer { failure: Some(fault), ..Answer::default() }, 0, total)
}

/// Where a redirect leads; `None` when the answer is none.
pub(super) fn target(at: &Url, answer: &Answer) -> Option<Result<Url, Failure>> {
    let status = answer.status.filter(|s| matches!(s, 301 | 302 | 303 | 307 | 308))?;
    let Some(value) = answer.headers.get(header::LOCATION) else {
        return Some(Err(failure(FailureKind::Protocol, format!("{status} without a Location"))));
    };
    let written = encode(value.as_bytes().trim_ascii());
    let bad =
        |why: &str| Some(Err(failure(FailureKind::Protocol, format!("{status} with Location {written:?}: {why}"))));
    if written.is_empty() {
        return bad("it is empty");
    }
    match at.join(&written) {
        Ok(mut next) if is_web(&next) && next.has_host() => {
            next.set_fragment(None);
            Some(Ok(next))
        }
        Ok(_) => bad("not a web address"),
        Err(error) => bad(&error.to_string()),
    }
}

/// A header's bytes as URL text. What is not ASCII keeps its bytes, percent-encoded: a GBK path must come back as the
/// GBK path the server knows.
fn encode(bytes: &[u8]) -> String {
    percent_encoding::percent_encode(bytes, &percent_encoding::AsciiSet::EMPTY).to_string()
}

fn chosen(headers: &HeaderMap) -> BTreeMap<String, String> {
    let value = |name: &str| {
        let value = headers.get(name)?;
        let text: String = String::from_utf8_lossy(value.as_bytes()).chars().take(HEADER_CHARS).collect();
        Some((name.to_owned(), text))
    };
    HEADERS.iter().filter_map(|name| value(name)).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

pub(super) fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
