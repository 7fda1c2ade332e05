//! Messages to a program that the office runs, such as its ticket system: no robots, no guard, no crawl's manners.

use super::failure::{Phase, failure, of_error};
use super::{Error, spelled};
use crate::config::FetchSettings;
use crate::model::{Failure, FailureKind};
use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Certificate, Client};
use std::time::Duration;
use tokio::time::timeout;
use url::Url;

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(10);
/// Longest time for one message and its answer.
const WHOLE: Duration = Duration::from_secs(30);
/// Bytes of an answer that are read before it is let go.
const ANSWER: usize = 64 * 1024;

/// Sends messages to addresses that the person who runs this program named, inside the office's network or outside of it.
/// Certificates are verified; redirects are not followed, so that what is sent reaches nobody else.
#[derive(Debug, Clone)]
pub struct Poster(Client);

impl Poster {
    /// One that trusts these certificates (DER) beside the system's.
    pub fn new(roots: &[Vec<u8>]) -> Result<Self, Error> {
        // A second installation is refused, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let read = roots.iter().map(|der| Certificate::from_der(der)).collect::<Result<Vec<_>, _>>();
        let roots = read.map_err(|e| Error::Client(spelled(&e)))?;
        let plain = || {
            Client::builder()
                .user_agent(FetchSettings::default().user_agent)
                .redirect(reqwest::redirect::Policy::none())
                .retry(reqwest::retry::never())
                .referer(false)
                .no_proxy()
                .connect_timeout(CONNECT)
                .timeout(WHOLE)
                .pool_max_idle_per_host(0)
        };
        // A machine without certificates can still send over http.
        let built = plain().tls_certs_merge(roots.clone()).build().or_else(|_| plain().tls_certs_only(roots).build());
        built.map(Self).map_err(|e| Error::Client(spelled(&e)))
    }

    /// Sends JSON once; gives the status of the answer. Nothing of the address but its host is in a failure.
    pub async fn post(&self, url: &Url, headers: &[(&str, String)], json: Vec<u8>) -> Result<u16, Failure> {
        let mut all = HeaderMap::new();
        all.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
        for (name, value) in headers {
            let unfit = || failure(FailureKind::Protocol, format!("the header {name} can't be sent"));
            let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| unfit())?;
            all.insert(key, HeaderValue::from_str(value).map_err(|_| unfit())?);
        }
        let request = self.0.post(url.clone()).headers(all).body(json);
        let sent = request.send().await.map_err(|e| of_error(&e.without_url(), Phase::Head));
        let mut response = sent?;
        let status = response.status().as_u16();
        // So that the other side is not cut off in its speech; what it says is of no use.
        let _ = timeout(CONNECT, async {
            let mut read = 0;
            while let Ok(Some(chunk)) = response.chunk().await {
                read += chunk.len();
                if read > ANSWER {
                    break;
                }
            }
        })
        .await;
        Ok(status)
    }
}
