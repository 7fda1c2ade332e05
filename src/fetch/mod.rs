//! The door to the network: guard, robots, host slot, request, retry. Imports `model`, `config`.
//!
//! Nothing else in the program sends anything. An address passes, at every hop of a redirect: the guard (no private
//! addresses), robots.txt, its host's slot (rate, concurrency, back-off), the request with its caps, and a repetition
//! where that can help. Whatever goes wrong is a [`Failure`](crate::model::Failure) in the record, never an error.
//!
//! With a [`Recorder`] every answer is kept in an archive; with a [`Replay`] archives
//! answer in place of the network, and nothing is sent, resolved or waited for.
//!
//! A `Crawl-delay` of robots.txt is obeyed up to 30 seconds; longer ones count as 30 seconds.

pub mod archive;
mod archived;
mod challenge;
mod client;
mod dns;
mod door;
mod failure;
mod guard;
mod host;
mod post;
mod probe;
mod redirect;
mod relay;
mod retry;
mod robots;

use crate::config::{FetchSettings, now_ms};
use crate::model::{Ask, Exchange, FailureKind, HostFacts, Known, Validators, is_web};
use archive::{Recorder, Replay};
use client::{Clients, Reading, Wish};
use dns::{GuardedNames, Names};
use door::Door;
use failure::failure;
use host::Hosts;
pub use post::Poster;
pub use relay::{Relay, Relayed};
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::watch;
use tokio::time::Instant;
use url::Url;

/// What is wrong with the configuration; the only error of this module.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The audited address can't be asked.
    #[error("{0} is not an address of a website: give http:// or https:// with a host")]
    Home(String),
    /// TLS or the user agent could not be set up.
    #[error("the HTTP client could not be set up: {0}; check the user agent and this machine's certificates")]
    Client(String),
}

/// Hosts that many fetchers ask, each host in one manner whoever asks it: fetchers on one network share rate, places,
/// back-off and the limit of all requests together. Clones share everything.
#[derive(Debug, Clone)]
pub struct Network(Arc<Hosts>);

impl Network {
    /// A network on which hosts that nobody tuned are asked at this rate (requests a second; 0: no limit) and so many at
    /// once, and `at_once` requests are under way in all.
    #[must_use]
    pub fn new(rate: f64, concurrency: usize, at_once: usize) -> Self {
        Self(Arc::new(Hosts::new(rate, concurrency, at_once)))
    }

    /// From now on the host of this URL is asked in this manner.
    pub fn tune(&self, url: &Url, rate: f64, concurrency: usize) {
        self.0.tune(url, rate, concurrency);
    }
}

/// What an office may bring along beside the settings.
#[derive(Debug, Clone, Default)]
pub struct Wiring {
    /// The network it asks on, in place of one of its own; its home is asked as the settings say.
    pub network: Option<Network>,
    /// Name servers asked instead of the system's, over UDP and TCP; empty for the system's.
    pub name_servers: Vec<SocketAddr>,
    /// Certificates (DER) trusted beside the system's: the office's own authority.
    pub roots: Vec<Vec<u8>>,
    /// Keeps what comes.
    pub recorder: Option<Recorder>,
    /// Answers in place of the network.
    pub replay: Option<Replay>,
}

/// The one door to the network. Clones share everything.
#[derive(Clone)]
pub struct Fetcher {
    inner: Arc<Inner>,
}

/// What all clones share.
struct Inner {
    settings: FetchSettings,
    home: Url,
    names: GuardedNames,
    clients: Clients,
    hosts: Arc<Hosts>,
    robots: robots::RobotsCache,
    requests: AtomicU64,
    stop: watch::Sender<bool>,
    recorder: Option<Recorder>,
    replay: Option<Replay>,
}

impl fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetcher").field("home", &self.inner.home.as_str()).finish_non_exhaustive()
    }
}

impl Fetcher {
    /// Resolves the audited host once: the addresses it has now are its own and may be contacted for the whole run,
    /// private or not. A name that does not resolve is no error here; its requests will say so.
    pub async fn new(settings: FetchSettings, home: &Url) -> Result<Self, Error> {
        Self::wired(settings, home, Wiring::default()).await
    }

    /// As [`Fetcher::new`], with name servers and authorities of one's own.
    pub async fn wired(settings: FetchSettings, home: &Url, wiring: Wiring) -> Result<Self, Error> {
        if !is_web(home) || !home.has_host() {
            return Err(Error::Home(home.to_string()));
        }
        let Wiring { network, name_servers, roots, recorder, replay } = wiring;
        let names = Arc::new(match &replay {
            Some(_) => Names::none(),
            None => Names::new(settings.resolve.clone(), settings.offline, &name_servers),
        });
        let door = match &replay {
            Some(replay) => Door::of_then(replay, home),
            None => Door::of_now(&settings, &names, home).await,
        };
        if let Some(recorder) = &recorder {
            recorder.note(door.note(), home.as_str()).await;
        }
        let names = GuardedNames { names, guard: Arc::new(door.guard(&settings)) };
        let clients = Clients::new(&settings, &names, &roots).map_err(|e| Error::Client(spelled(&e)))?;
        let (rate, concurrency) = (settings.rate, settings.concurrency);
        let hosts = match network {
            Some(network) => {
                network.tune(home, rate, concurrency);
                network.0
            }
            None => Arc::new(Hosts::new(rate, concurrency, host::AT_ONCE)),
        };
        let inner = Inner {
            home: home.clone(),
            names,
            clients,
            hosts,
            robots: robots::RobotsCache::default(),
            requests: AtomicU64::new(0),
            stop: watch::Sender::new(false),
            recorder,
            replay,
            settings,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Asks for a page. Text (HTML, XML, JSON, scripts, and what nobody labelled but begins like markup) is read to its end,
    /// up to `max_body`; of anything else the first `check_body` bytes.
    pub async fn page(&self, url: &Url) -> Exchange {
        self.exchange(url, Wish::of(Reading::Page)).await
    }

    /// Asks for a page unless it is as it was: what the host said of it then goes along, and a host that knows says 304,
    /// without a body.
    pub async fn page_since(&self, url: &Url, since: &Validators) -> Exchange {
        self.exchange(url, Wish { since: self.inner.held(since), ..Wish::of(Reading::Page) }).await
    }

    /// Asks for a file unless it is as it was.
    pub async fn file_since(&self, url: &Url, since: &Validators) -> Exchange {
        self.exchange(url, Wish { since: self.inner.held(since), ..Wish::of(Reading::File) }).await
    }

    /// Sends a form by POST (`form` as it goes over the wire, `a=1&b=2`) and reads the answer as a page. For forms that only
    /// ask, such as a site's search; never for one that leaves something behind.
    pub async fn submit(&self, url: &Url, form: &str) -> Exchange {
        self.exchange(url, Wish { form: Some(form), ..Wish::of(Reading::Page) }).await
    }

    /// Asks a list interface as the script of the page `by` does: by POST where there is something to post, else by GET, with the
    /// page as `Referer` where both are of one host. The answer is read as a page.
    pub async fn ask(&self, url: &Url, ask: &Ask, by: Option<&Url>) -> Exchange {
        let form = Some(ask.body.as_str()).filter(|body| !body.is_empty());
        self.exchange(url, Wish { form, json: ask.json, by, ..Wish::of(Reading::Page) }).await
    }

    /// Asks whether an address answers: a GET of which at most `check_body` bytes are read. Size is no failure here.
    pub async fn check(&self, url: &Url) -> Exchange {
        self.exchange(url, Wish::of(Reading::Check)).await
    }

    /// Asks for a file and reads it to its end, up to `max_file`.
    pub async fn file(&self, url: &Url) -> Exchange {
        self.exchange(url, Wish::of(Reading::File)).await
    }

    async fn exchange(&self, url: &Url, wish: Wish<'_>) -> Exchange {
        let start = Instant::now();
        tokio::select! {
            biased;
            () = self.stopped() => {
                let fault = failure(FailureKind::Interrupted, "the run was stopped before the answer came");
                redirect::unfinished(url, fault, start.elapsed())
            }
            exchange = self.inner.follow(url, wish) => exchange,
        }
    }

    /// Facts about the audited host: AAAA records, HTTPS with a valid certificate, robots.txt, sitemaps named there.
    pub async fn host_facts(&self) -> HostFacts {
        tokio::select! {
            biased;
            () = self.stopped() => {
                let why = || "the run was stopped".to_owned();
                HostFacts {
                    host: self.inner.home.host_str().unwrap_or_default().to_owned(),
                    ipv6: Known::Unknown(why()),
                    https: Known::Unknown(why()),
                    robots: Known::Unknown(why()),
                    sitemaps: Vec::new(),
                }
            }
            facts = self.inner.facts() => facts,
        }
    }

    /// Why the address written in this URL (a literal, or a name like `localhost`) would be refused. Asks no DNS, so
    /// `None` is not yet a promise.
    #[must_use]
    pub fn guard(&self, url: &Url) -> Option<String> {
        self.inner.names.guard.refuses_url(url)
    }

    /// Requests sent so far; redirects, repetitions and robots.txt included.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.inner.requests.load(Ordering::Relaxed)
    }

    /// Now; where archives answer, when they were made. Milliseconds since 1970 (UTC).
    #[must_use]
    pub fn moment(&self) -> i64 {
        self.inner.moment()
    }

    /// From now on everything ends at once with `interrupted`: requests under way, waits, and whatever is asked later.
    pub fn stop(&self) {
        self.inner.stop.send_replace(true);
    }

    async fn stopped(&self) {
        // The sender lives as long as self, so the wait can only end with the word.
        let _ = self.inner.stop.subscribe().wait_for(|stop| *stop).await;
    }
}

impl Inner {
    fn moment(&self) -> i64 {
        self.replay.as_ref().map_or_else(now_ms, Replay::ended_ms)
    }

    /// Only other crawlers' archives answer. What they hold was asked long ago, by their manners.
    fn is_foreign(&self) -> bool {
        self.replay.as_ref().is_some_and(|replay| replay.about().is_none())
    }
}

/// An error with its causes.
fn spelled(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}
