//! Tests of `fetch`: raw servers on loopback, one small fault each. Times are only ever bounded from below.
#![expect(clippy::unnecessary_wraps, reason = "what a test server answers is optional everywhere")]

mod archive;
mod bodies;
mod facts;
mod failures;
mod firewalls;
mod guard;
mod names;
mod politeness;
mod redirects;
mod retries;
mod robots;
mod server;
mod stop;

use duwang::config::FetchSettings;
use duwang::fetch::Fetcher;
use duwang::model::{Exchange, FailureKind};
use server::Server;
use std::time::Duration;
use url::Url;

/// Settings with short waits and no rate.
fn quick() -> FetchSettings {
    FetchSettings {
        rate: 0.0,
        connect_timeout: Duration::from_secs(2),
        first_byte_timeout: Duration::from_secs(3),
        total_timeout: Duration::from_secs(5),
        retries: 0,
        ..FetchSettings::default()
    }
}

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

/// A fetcher whose audited host is this server.
async fn at(server: &Server, settings: FetchSettings) -> Fetcher {
    Fetcher::new(settings, &server.url("/")).await.unwrap()
}

#[track_caller]
fn failed(exchange: &Exchange, kind: FailureKind) -> String {
    let failure = exchange.record.failure.as_ref();
    let failure = failure.unwrap_or_else(|| panic!("expected {kind:?}, got {:?}", exchange.record));
    assert_eq!(failure.kind, kind, "{:?}", exchange.record);
    assert!(exchange.body.is_empty(), "a failure keeps no body");
    assert!(failure.detail.chars().count() <= 200 && !failure.detail.is_empty());
    failure.detail.clone()
}

#[track_caller]
fn fine(exchange: &Exchange) -> String {
    assert!(exchange.record.is_ok(), "{:?}", exchange.record);
    String::from_utf8_lossy(&exchange.body).into_owned()
}
