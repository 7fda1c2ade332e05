use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

const MINUTE_MS: i64 = 60 * 1000;
const DAY_MINUTES: i64 = 24 * 60;
/// Beijing is ahead of UTC by this much, all year round.
const BEIJING_MS: i64 = 8 * 60 * MINUTE_MS;

/// The hours of a day, Beijing time, in which a site may be visited: `20:00-07:00`. The end is no longer in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Window {
    /// Minutes after midnight.
    from: i64,
    /// Minutes after midnight; before `from` when it ends on the next day.
    to: i64,
}

impl Window {
    /// Whether it is open at this moment (milliseconds since 1970).
    #[must_use]
    pub fn is_open(self, at_ms: i64) -> bool {
        self.left_ms(at_ms) > 0
    }

    /// For how many milliseconds it stays open; 0 when it is shut.
    #[must_use]
    pub fn left_ms(self, at_ms: i64) -> i64 {
        let since = since(self.from, at_ms);
        (self.length_ms() - since).max(0)
    }

    /// When it opens next, or `at_ms` itself while it is open.
    #[must_use]
    pub fn opens_ms(self, at_ms: i64) -> i64 {
        if self.is_open(at_ms) { at_ms } else { at_ms - since(self.from, at_ms) + DAY_MINUTES * MINUTE_MS }
    }

    fn length_ms(self) -> i64 {
        match (self.to - self.from).rem_euclid(DAY_MINUTES) {
            0 => DAY_MINUTES * MINUTE_MS,
            minutes => minutes * MINUTE_MS,
        }
    }
}

/// Milliseconds since it was last this many minutes past midnight.
fn since(minutes: i64, at_ms: i64) -> i64 {
    (at_ms + BEIJING_MS - minutes * MINUTE_MS).rem_euclid(DAY_MINUTES * MINUTE_MS)
}

impl FromStr for Window {
    type Err = String;

    /// `20:00-07:00`, with full-width colons and any dash as people type them.
    fn from_str(text: &str) -> Result<Self, String> {
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| match c {
                '：' => ':',
                '–' | '—' | '－' | '~' | '～' | '至' => '-',
                other => other,
            })
            .collect();
        let read = || {
            let (from, to) = plain.split_once('-')?;
            Some(Self { from: minutes(from)?, to: minutes(to)? % DAY_MINUTES })
        };
        read().filter(|window| window.from < DAY_MINUTES).ok_or_else(|| format!("{text}: not hours like 20:00-07:00"))
    }
}

/// Minutes after midnight; 24:00 is the end of the day.
fn minutes(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':').unwrap_or((text, "0"));
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    let sum = hours * 60 + minutes;
    ((0..=24).contains(&hours) && (0..60).contains(&minutes) && sum <= DAY_MINUTES).then_some(sum)
}

impl TryFrom<String> for Window {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Window> for String {
    fn from(window: Window) -> Self {
        window.to_string()
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}-{:02}:{:02}", self.from / 60, self.from % 60, self.to / 60, self.to % 60)
    }
}
