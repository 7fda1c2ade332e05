use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use std::fmt;
use std::str::FromStr;

/// A cron line, read by Beijing time, which is ahead of UTC by the same eight hours all year round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cron {
    line: String,
    parsed: croner::Cron,
}

impl Cron {
    /// Its last moment up to `at_ms` (milliseconds since 1970), that very moment included; `None` when there never was one.
    #[must_use]
    pub fn last_ms(&self, at_ms: i64) -> Option<i64> {
        let found = self.parsed.find_previous_occurrence(&local(at_ms)?, true).ok()?;
        moment(found)
    }

    /// Its next moment after `at_ms`; `None` when none comes any more.
    #[must_use]
    pub fn next_ms(&self, at_ms: i64) -> Option<i64> {
        let found = self.parsed.find_next_occurrence(&local(at_ms)?, false).ok()?;
        moment(found)
    }
}

/// The wall clock in Beijing.
fn local(at_ms: i64) -> Option<DateTime> {
    Timestamp::from_millisecond(at_ms).ok().map(|at| Offset::constant(8).to_datetime(at))
}

fn moment(local: DateTime) -> Option<i64> {
    Offset::constant(8).to_timestamp(local).ok().map(Timestamp::as_millisecond)
}

impl FromStr for Cron {
    type Err = String;

    fn from_str(line: &str) -> Result<Self, String> {
        let parsed = line.parse::<croner::Cron>().map_err(|e| e.to_string())?;
        Ok(Self { line: line.to_owned(), parsed })
    }
}

impl fmt::Display for Cron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line)
    }
}
