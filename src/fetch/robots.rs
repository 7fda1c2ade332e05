//! robots.txt (RFC 9309), once per origin.
//!
//! 200 gives rules (an HTML page in its place gives none), 4xx allows everything, 5xx forbids everything (the site is
//! in trouble), and no answer at all lets the request itself be tried, which will then fail in its own way. The last two
//! are asked again after a while.

use super::Inner;
use super::client::{Answer, Reading, Wish};
use super::failure::failure;
use super::redirect::target;
use crate::model::{Failure, FailureKind};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use texting_robots::Robot;
use tokio::sync::OnceCell;
use tokio::time::Instant;
use url::Url;

/// The name under which robots.txt may address us.
pub(super) const TOKEN: &str = "duwang";
/// Bytes of robots.txt that are read (RFC 9309 clause 2.5 asks for at least 500 KiB).
const CAP: usize = 512 * 1024;
/// Redirects followed (RFC 9309 clause 2.3.1.2: at least five).
const REDIRECTS: usize = 5;
/// Origins remembered.
const ORIGINS: usize = 2048;
/// After this an answer that was none is asked for again.
const AGAIN: Duration = Duration::from_mins(1);
/// Patterns with `$` in one file that are worth their memory.
const COMPILED: usize = 1000;
/// Sitemaps kept of one file.
const SITEMAPS: usize = 100;

/// What robots.txt of one origin says.
pub(super) struct Robots {
    origin: String,
    pub(super) state: State,
    /// `Crawl-delay`, as asked.
    pub(super) delay: Option<Duration>,
    pub(super) sitemaps: Vec<String>,
    asked: Instant,
}

/// How robots.txt was answered.
pub(super) enum State {
    /// Rules, had from this address.
    Rules(Box<Robot>, String),
    /// There is none; what was seen instead.
    Absent(String),
    /// The server is in trouble: nothing may be asked.
    Trouble(String),
    /// Nobody answered.
    Unreachable(Failure),
}

impl Robots {
    /// Why this URL must not be asked.
    pub(super) fn refuses(&self, url: &Url) -> Option<String> {
        match &self.state {
            State::Rules(rules, _) if !rules.allowed(url.as_str()) => {
                Some(format!("robots.txt of {} disallows {}", self.origin, url.path()))
            }
            State::Trouble(what) => {
                Some(format!("robots.txt of {} answers {what}, so nothing may be asked", self.origin))
            }
            _ => None,
        }
    }

    /// Not an answer to rely on for the whole run.
    fn is_stale(&self) -> bool {
        matches!(self.state, State::Trouble(_) | State::Unreachable(_)) && self.asked.elapsed() > AGAIN
    }
}

/// Reads the rules. Patterns with `$` are compiled, and one that is too big spoils the whole file; such a file is read
/// with the `$` taken out, which only makes its rules a little wider.
fn parse(text: &[u8]) -> Option<Robot> {
    if text.split(|byte| *byte == b'$').nth(COMPILED + 1).is_none()
        && let Ok(robot) = Robot::new(TOKEN, text)
    {
        return Some(robot);
    }
    let wider: Vec<u8> = text.iter().copied().filter(|byte| *byte != b'$').collect();
    Robot::new(TOKEN, &wider).ok()
}

type Cell = Arc<OnceCell<Arc<Robots>>>;

/// The robots.txt files known so far.
#[derive(Default)]
pub(super) struct RobotsCache(Mutex<BTreeMap<String, Cell>>);

impl RobotsCache {
    fn cell(&self, origin: &str) -> Cell {
        let mut map = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if map.len() >= ORIGINS {
            map.retain(|_, cell| Arc::strong_count(cell) > 1);
        }
        if map.get(origin).and_then(|cell| cell.get()).is_some_and(|robots| robots.is_stale()) {
            map.remove(origin);
        }
        Arc::clone(map.entry(origin.to_owned()).or_default())
    }
}

impl Inner {
    /// What robots.txt of the URL's origin says; asked once, however many wait for it.
    pub(super) async fn robots_of(&self, url: &Url) -> Arc<Robots> {
        let origin = url.origin().ascii_serialization();
        let cell = self.robots.cell(&origin);
        Arc::clone(cell.get_or_init(|| async { Arc::new(self.ask_robots(origin, url).await) }).await)
    }

    async fn ask_robots(&self, origin: String, url: &Url) -> Robots {
        let mut robots = Robots {
            origin,
            state: State::Absent(String::new()),
            delay: None,
            sitemaps: Vec::new(),
            asked: Instant::now(),
        };
        let mut at = url.clone();
        at.set_path("/robots.txt");
        at.set_query(None);
        at.set_fragment(None);
        // One repetition: the request that waits behind this one has its own.
        let retries = self.settings.retries.min(1);
        for _ in 0..=REDIRECTS {
            let answer = self.ask(&at, Wish::of(Reading::UpTo(CAP)), retries).await.answer;
            let next = if answer.failure.is_none() { target(&at, &answer) } else { None };
            match next {
                Some(Ok(next)) => at = next,
                Some(Err(fault)) => {
                    robots.state = State::Absent(fault.detail);
                    return robots;
                }
                None => {
                    robots.read(&at, answer);
                    return robots;
                }
            }
        }
        robots.state = State::Absent(format!("more than {REDIRECTS} redirects"));
        robots
    }
}

impl Robots {
    fn read(&mut self, at: &Url, answer: Answer) {
        self.asked = Instant::now();
        self.state = match (answer.status, answer.failure) {
            // A firewall that refuses robots.txt will refuse the page as well; it is no rule of the site.
            (Some(status), Some(f)) if f.kind == FailureKind::Blocked => {
                State::Absent(format!("{status}: {}", f.detail))
            }
            (_, Some(f)) => State::Unreachable(f),
            (Some(200..=299), None) => self.rules(at, &answer.body),
            (Some(status @ 500..=599), None) => State::Trouble(format!("{status} at {at}")),
            (Some(status), None) => State::Absent(format!("{status} at {at}")),
            (None, None) => State::Unreachable(failure(FailureKind::Protocol, "no answer")),
        };
    }

    fn rules(&mut self, at: &Url, body: &[u8]) -> State {
        let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
        if text.starts_with(b"<") {
            return State::Absent(format!("a page in its place at {at}"));
        }
        let Some(robot) = parse(text) else {
            return State::Absent(format!("not readable at {at}"));
        };
        self.delay =
            robot.delay.filter(|d| d.is_finite() && *d > 0.0).map(|d| Duration::from_secs_f32(d.min(86_400.0)));
        for sitemap in &robot.sitemaps {
            if let Ok(sitemap) = at.join(sitemap.trim())
                && self.sitemaps.len() < SITEMAPS
                && !self.sitemaps.contains(&sitemap.to_string())
            {
                self.sitemaps.push(sitemap.into());
            }
        }
        State::Rules(Box::new(robot), at.to_string())
    }
}
