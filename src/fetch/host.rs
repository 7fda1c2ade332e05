//! Politeness: how fast and how many at once one host is asked, and when to go easier.
//!
//! Three brakes work together. The *rate* (governor) is never exceeded. The *delay* follows the host: it tends to
//! latency / concurrency, doubles on 429, 503 and on answers that never come, and only answers with 200 bring it down.
//! The *circuit* notes requests that got no connection or no answer at all; after [`CIRCUIT`] of them in a row a host is
//! tried once and briefly, so that a dead host with hundreds of links does not cost hours.

use crate::model::FailureKind;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use url::Url;

/// Requests in a row without any answer after which a host counts as dead until it answers again.
const CIRCUIT: u32 = 8;
/// Largest delay between two requests that a slow or overloaded host brings about.
const DELAY_MAX: Duration = Duration::from_secs(10);
/// Where the delay starts when a host says that it has too much.
const DELAY_FIRST: Duration = Duration::from_millis(200);
/// Longest `Crawl-delay` that is obeyed to the letter; longer ones count as this, or no site would ever be finished.
pub(super) const CRAWL_DELAY_MAX: Duration = Duration::from_secs(30);
/// Hosts remembered before idle ones are let go.
const HOSTS: usize = 512;
/// A host that nobody asked for this long has no state worth keeping (longer than any delay above).
const IDLE: Duration = Duration::from_mins(2);
/// Requests under way at once to all hosts together: keeps file handles bounded.
pub(super) const AT_ONCE: usize = 256;
/// Hosts with a pace of their own that are remembered.
const TUNED: usize = 50_000;

/// All hosts.
#[derive(Debug)]
pub(super) struct Hosts {
    usual: Manner,
    map: Mutex<BTreeMap<String, Arc<Host>>>,
    /// Hosts that are asked in their own manner.
    tuned: Mutex<BTreeMap<String, Manner>>,
    all: Arc<Semaphore>,
}

/// How a host is asked: requests a second (0: no limit), and at once.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Manner {
    rate: f64,
    concurrency: usize,
}

/// One host and port.
#[derive(Debug)]
pub(super) struct Host {
    slots: Arc<Semaphore>,
    all: Arc<Semaphore>,
    concurrency: u32,
    pace: Mutex<Pace>,
}

#[derive(Debug)]
struct Pace {
    limiter: Option<Arc<DefaultDirectRateLimiter>>,
    /// The time between two requests that `limiter` stands for.
    period: Duration,
    delay: Duration,
    /// No request before this.
    next: Instant,
    /// Requests in a row that got no answer.
    silent: u32,
    used: Instant,
}

/// The right to send one request; given back when dropped.
#[derive(Debug)]
pub(super) struct Slot {
    _host: OwnedSemaphorePermit,
    _all: OwnedSemaphorePermit,
}

/// The key under which a host is remembered: http and https on their usual ports are one host.
fn key(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    match url.port_or_known_default() {
        Some(80 | 443) | None => host.to_owned(),
        Some(port) => format!("{host}:{port}"),
    }
}

impl Hosts {
    pub(super) fn new(rate: f64, concurrency: usize, at_once: usize) -> Self {
        Self {
            usual: Manner { rate, concurrency: concurrency.clamp(1, AT_ONCE) },
            map: Mutex::new(BTreeMap::new()),
            tuned: Mutex::default(),
            all: Arc::new(Semaphore::new(at_once.max(1))),
        }
    }

    /// From now on the host of this URL is asked in this manner, whoever asks.
    pub(super) fn tune(&self, url: &Url, rate: f64, concurrency: usize) {
        let manner = Manner { rate, concurrency: concurrency.clamp(1, AT_ONCE) };
        let key = key(url);
        let mut tuned = self.tuned.lock().unwrap_or_else(PoisonError::into_inner);
        let before = tuned.get(&key).copied().unwrap_or(self.usual);
        if tuned.len() < TUNED || tuned.contains_key(&key) {
            tuned.insert(key.clone(), manner);
        }
        drop(tuned);
        if before == manner {
            return;
        }
        let known = self.map.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(host) = known {
            host.change(before, manner);
        }
    }

    /// The host of this URL.
    pub(super) fn of(&self, url: &Url) -> Arc<Host> {
        let now = Instant::now();
        let mut map = self.map.lock().unwrap_or_else(PoisonError::into_inner);
        if map.len() >= HOSTS {
            map.retain(|_, host| {
                let pace = host.pace();
                Arc::strong_count(host) > 1 || now < pace.used.max(pace.next) + IDLE
            });
        }
        let host = map.entry(key(url)).or_insert_with_key(|key| Arc::new(self.host(key, now)));
        host.pace().used = now;
        Arc::clone(host)
    }

    fn host(&self, key: &str, now: Instant) -> Host {
        let tuned = self.tuned.lock().unwrap_or_else(PoisonError::into_inner).get(key).copied();
        let manner = tuned.unwrap_or(self.usual);
        let period = period(manner.rate);
        Host {
            slots: Arc::new(Semaphore::new(manner.concurrency)),
            all: Arc::clone(&self.all),
            concurrency: u32::try_from(manner.concurrency).unwrap_or(1),
            pace: Mutex::new(Pace {
                limiter: limiter(period),
                period,
                delay: Duration::ZERO,
                next: now,
                silent: 0,
                used: now,
            }),
        }
    }
}

/// The time between two requests at this rate; zero for no limit.
fn period(rate: f64) -> Duration {
    if rate > 0.0 && rate.is_finite() {
        Duration::try_from_secs_f64(1.0 / rate).unwrap_or(Duration::from_hours(1)).min(Duration::from_hours(1))
    } else {
        Duration::ZERO
    }
}

/// One request a period, none saved up: the rate holds over every window.
fn limiter(period: Duration) -> Option<Arc<DefaultDirectRateLimiter>> {
    Quota::with_period(period).map(|quota| Arc::new(RateLimiter::direct(quota)))
}

impl Host {
    fn pace(&self) -> MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a free place and for the moment at which the next request may go out.
    pub(super) async fn slot(&self) -> Slot {
        let host = Arc::clone(&self.slots).acquire_owned().await.expect("the semaphore is never closed");
        loop {
            // The rate comes last, so that those who wait for a pause to end don't all go at once.
            while let Some(until) = self.paused() {
                tokio::time::sleep_until(until).await;
            }
            let limiter = self.pace().limiter.clone();
            if let Some(limiter) = limiter {
                limiter.until_ready().await;
            }
            if self.takes_turn() {
                break;
            }
        }
        let all = Arc::clone(&self.all).acquire_owned().await.expect("the semaphore is never closed");
        Slot { _host: host, _all: all }
    }

    /// Takes another pace; a place in use is given up when it falls free.
    fn change(&self, before: Manner, after: Manner) {
        match after.concurrency.checked_sub(before.concurrency) {
            Some(more) => self.slots.add_permits(more),
            None => drop(self.slots.forget_permits(before.concurrency - after.concurrency)),
        }
        let mut pace = self.pace();
        pace.period = period(after.rate);
        pace.limiter = limiter(pace.period);
    }

    /// Until when nobody may ask, if so.
    fn paused(&self) -> Option<Instant> {
        let now = Instant::now();
        let mut pace = self.pace();
        pace.used = now;
        (pace.next > now).then_some(pace.next)
    }

    /// Takes the turn, unless somebody was quicker or a pause was called.
    fn takes_turn(&self) -> bool {
        let now = Instant::now();
        let mut pace = self.pace();
        if pace.next > now {
            return false;
        }
        pace.next = now + pace.delay;
        true
    }

    /// Obeys a `Crawl-delay`, where it asks for less than the rate does.
    pub(super) fn obey(&self, crawl_delay: Duration) {
        let asked = crawl_delay.min(CRAWL_DELAY_MAX);
        let mut pace = self.pace();
        if asked > pace.period {
            pace.period = asked;
            pace.limiter = limiter(asked);
            // The request that brought robots.txt was the first.
            let _ = pace.limiter.as_ref().map(|limiter| limiter.check());
        }
    }

    /// An answer came after `latency`.
    pub(super) fn answered(&self, status: u16, latency: Duration) {
        let mut pace = self.pace();
        pace.silent = 0;
        if matches!(status, 429 | 503) {
            pace.delay = (pace.delay * 2).clamp(DELAY_FIRST, DELAY_MAX);
            return;
        }
        let target = latency / self.concurrency;
        let delay = target.max(pace.delay.saturating_add(target) / 2).min(DELAY_MAX);
        // Errors are often quick; they are no reason to go faster.
        if status == 200 || delay > pace.delay {
            pace.delay = delay;
        }
    }

    /// A connection stood and no answer came in time: the host has too much to do.
    pub(super) fn overloaded(&self) {
        let mut pace = self.pace();
        // A host that is taken for dead is tried rarely anyway.
        if pace.silent < CIRCUIT {
            pace.delay = (pace.delay * 2).clamp(DELAY_FIRST, DELAY_MAX);
        }
    }

    /// Nobody asks this host for a while (Retry-After).
    pub(super) fn pause(&self, time: Duration) {
        let mut pace = self.pace();
        pace.next = pace.next.max(Instant::now() + time);
    }

    /// One request is over for good without an answer.
    pub(super) fn gave_up(&self, kind: FailureKind) {
        if matches!(kind, FailureKind::Connect | FailureKind::Timeout | FailureKind::DnsUnanswered) {
            let mut pace = self.pace();
            pace.silent = pace.silent.saturating_add(1);
            if pace.silent >= CIRCUIT {
                pace.delay = Duration::ZERO;
            }
        }
    }

    /// Whether the circuit is open: one brief attempt and no more.
    pub(super) fn seems_dead(&self) -> bool {
        self.pace().silent >= CIRCUIT
    }
}
