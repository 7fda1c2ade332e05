//! Requests of a page that a browser draws: sent here in its place, one hop each.

use super::Fetcher;
use super::client::{Reading, Wish};
use super::failure::failure;
use crate::model::{Failure, FailureKind};
use url::Url;

/// A request of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relay {
    /// Its method.
    pub method: String,
    /// Headers that it must carry beside our own (content type, referrer, what its script set); those that are none are
    /// left out.
    pub headers: Vec<(String, String)>,
    /// What is posted.
    pub body: Option<Vec<u8>>,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relayed {
    /// The status.
    pub status: u16,
    /// All headers, names in lower case; values that are not UTF-8 byte by byte.
    pub headers: Vec<(String, String)>,
    /// The body, decompressed; empty for a redirect.
    pub body: Vec<u8>,
}

impl Fetcher {
    /// Sends a request of a page through guard, robots.txt, slot and caps, as every other; redirects are not followed.
    pub async fn relay(&self, url: &Url, relay: &Relay) -> Result<Relayed, Failure> {
        let wish = Wish { relay: Some(relay), ..Wish::of(Reading::File) };
        let answer = tokio::select! {
            biased;
            () = self.stopped() => {
                return Err(failure(FailureKind::Interrupted, "the run was stopped before the answer came"));
            }
            (answer, _) = self.inner.one(url, wish) => answer,
        };
        match (answer.failure, answer.status) {
            (Some(fault), _) => Err(fault),
            (None, None) => Err(failure(FailureKind::Protocol, "no answer")),
            (None, Some(status)) => {
                let text = |bytes: &[u8]| {
                    std::str::from_utf8(bytes)
                        .map_or_else(|_| bytes.iter().map(|b| char::from(*b)).collect(), str::to_owned)
                };
                let headers = answer.headers.iter().map(|(n, v)| (n.as_str().to_owned(), text(v.as_bytes()))).collect();
                Ok(Relayed { status, headers, body: answer.body })
            }
        }
    }

    /// Cookies of this run that an address gets, as a `Cookie` header; empty without any.
    #[must_use]
    pub fn cookies(&self, url: &Url) -> String {
        self.inner.clients.cookies(url)
    }
}
