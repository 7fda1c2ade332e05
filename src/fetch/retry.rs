//! One address, as often as it can help: address guard, host slot, request, and whether to ask again.

use super::Inner;
use super::challenge;
use super::client::{Answer, Wish};
use super::failure::failure;
use super::host::Host;
use crate::config::now_ms;
use crate::model::{Failure, FailureKind};
use reqwest::header::{self, HeaderMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::Instant;
use url::{Host as UrlHost, Url};

/// The wait before the first repetition; it doubles.
const BACK_OFF: Duration = Duration::from_millis(400);
/// The longest wait before a repetition, unless the host asks for more.
const BACK_OFF_MAX: Duration = Duration::from_secs(8);

/// What an address came to in the end.
#[derive(Debug)]
pub(super) struct Tried {
    pub(super) answer: Answer,
    pub(super) attempts: u32,
    /// Attempts that went out to the host.
    pub(super) sent: u64,
}

/// Whether another attempt can help.
enum Again {
    No,
    After(Duration),
    /// The host asked for this much quiet.
    Paused(Duration),
}

impl Inner {
    /// Asks one address, without robots.txt and without following redirects: the archives where there are any, else the
    /// network. `retries`: attempts beyond the first.
    pub(super) async fn ask(&self, url: &Url, wish: Wish<'_>, retries: u32) -> Tried {
        if let Some(replay) = &self.replay {
            return self.replayed(replay, url, wish).await;
        }
        let start = Instant::now();
        let mut tried = self.try_until(url, wish, retries).await;
        (tried.answer.took, tried.answer.at_ms) = (start.elapsed(), now_ms());
        if let Some(recorder) = &self.recorder {
            self.kept(recorder, url, wish, &tried).await;
        }
        tried
    }

    /// Asks the network until that is no use any more.
    async fn try_until(&self, url: &Url, wish: Wish<'_>, retries: u32) -> Tried {
        let host = self.hosts.of(url);
        let (mut attempts, mut sent) = (0, 0);
        loop {
            let dead = host.seems_dead();
            let (mut answer, went) = self.attempt(&host, url, wish, dead).await;
            sent += u64::from(went);
            attempts += 1;
            if answer.failure.is_none()
                && let Some(sign) = challenge::sign(answer.status.unwrap_or_default(), &answer.headers, &answer.body)
            {
                answer.failure = Some(failure(FailureKind::Blocked, sign));
            }
            let retries = if dead { 0 } else { retries };
            let once = wish.relay.is_some_and(|relay| relay.method != "GET");
            match if once { Again::No } else { self.again(url, &answer, attempts, retries) } {
                Again::After(time) => tokio::time::sleep(time).await,
                Again::Paused(time) => {
                    host.pause(time);
                    tokio::time::sleep(time).await;
                }
                Again::No => {
                    if let Some(f) = &mut answer.failure {
                        host.gave_up(f.kind);
                        if dead {
                            *f = failure(
                                f.kind,
                                format!("tried once, for the host has not answered lately: {}", f.detail),
                            );
                        }
                    }
                    return Tried { answer, attempts, sent };
                }
            }
        }
    }

    /// One attempt: guard, name, slot, request. And whether anything was sent.
    async fn attempt(&self, host: &Host, url: &Url, wish: Wish<'_>, hurried: bool) -> (Answer, bool) {
        let refused = |failure: Failure| (Answer { failure: Some(failure), ..Answer::default() }, false);
        if let Some(why) = self.names.guard.refuses_url(url) {
            return refused(failure(FailureKind::Guarded, why));
        }
        // Asked before the slot, so that a name that does not exist costs the host nothing. The request resolves through
        // the same guard again and mostly from the cache.
        if let Some(UrlHost::Domain(name)) = url.host()
            && let Err(f) = self.names.allowed(name).await
        {
            return refused(f);
        }
        let _slot = host.slot().await;
        self.requests.fetch_add(1, Ordering::Relaxed);
        let answer = self.clients.send(url, wish, hurried).await;
        match (&answer.failure, answer.status) {
            (Some(f), _) if f.kind == FailureKind::Timeout && answer.connected => host.overloaded(),
            (_, Some(status)) => host.answered(status, answer.first_byte),
            _ => {}
        }
        (answer, true)
    }

    /// Repetition only where it can help. A 5xx is always asked twice, for nobody is to be called dead on one answer.
    fn again(&self, url: &Url, answer: &Answer, attempts: u32, retries: u32) -> Again {
        use FailureKind as K;
        let status = answer.status.unwrap_or_default();
        let limit = match answer.failure.as_ref().map(|f| f.kind) {
            Some(K::Connect | K::Timeout | K::Reset | K::DnsUnanswered) => retries,
            Some(_) => return Again::No,
            None => match status {
                502..=504 => retries.max(1),
                500..=599 => 1,
                408 | 425 | 429 => retries,
                _ => return Again::No,
            },
        };
        if attempts > limit {
            return Again::No;
        }
        let wait = back_off(url, attempts);
        match retry_after(&answer.headers, now_ms()).filter(|_| matches!(status, 429 | 503)) {
            Some(asked) if asked > self.settings.max_retry_after => Again::No,
            Some(asked) => Again::Paused(asked.max(wait)),
            None => Again::After(wait),
        }
    }
}

/// Doubling waits, spread a little so that many links of one host don't come back in one instant. The spread is a hash
/// of address and attempt: the same run waits the same.
fn back_off(url: &Url, attempt: u32) -> Duration {
    let mut hash = DefaultHasher::new();
    (url.as_str(), attempt).hash(&mut hash);
    let base = BACK_OFF.saturating_mul(1 << (attempt - 1).min(8)).min(BACK_OFF_MAX);
    base + base * u32::try_from(hash.finish() % 256).unwrap_or(0) / 1024
}

/// `Retry-After` in either form: seconds, or an HTTP date. A date gone by is zero.
fn retry_after(headers: &HeaderMap, now_ms: i64) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let at = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text).ok()?;
    Some(Duration::from_millis(u64::try_from(at.as_millisecond() - now_ms).unwrap_or(0)))
}
