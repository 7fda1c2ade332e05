//! When a scan is due, and whose home pages are to be looked at: decided from times alone.

use crate::config::Cron;
use std::time::Duration;

/// A scan that began up to this much later than now began when the clock was ahead; one that began later still does not count,
/// or a clock that once was years ahead would end the schedule for years.
pub const AHEAD_MS: i64 = 60 * 60 * 1000;
/// A step between two looks at the clock that is longer than this was a jump of the clock or a machine at rest: the looks at
/// home pages that fell into it are left out, not made up for all at once.
const LONGEST_STEP_MS: i64 = 2 * 60 * 1000;

/// What a schedule says at some moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// A scan is due, since then.
    Since(i64),
    /// The next one will be due at that moment.
    At(i64),
    /// None will ever be.
    Never,
}

/// Whether a scan is due: the last moment of the cron line lies after the beginning of the last scan. However many of its
/// moments were missed, one scan is due; and where none ever began, the first is due at once. `last_start_ms` may be ahead of
/// now by [`AHEAD_MS`].
#[must_use]
pub fn due(now_ms: i64, last_start_ms: Option<i64>, cron: &Cron) -> Due {
    let last = last_start_ms.filter(|start| *start <= now_ms.saturating_add(AHEAD_MS));
    match cron.last_ms(now_ms) {
        Some(moment) if last.is_none_or(|start| moment > start) => Due::Since(moment),
        _ => next(now_ms, last, cron),
    }
}

/// The next moment that lies after the last scan as well: after a clock was set back, the same moment does not count twice.
fn next(now_ms: i64, last: Option<i64>, cron: &Cron) -> Due {
    let after = last.map_or(now_ms, |start| start.max(now_ms));
    cron.next_ms(after).map_or(Due::Never, Due::At)
}

/// Which of `count` sites are to be looked at between two looks at the clock, the first left out. Each has its place in the
/// interval, so that requests are spread evenly over it, whenever the process began.
#[must_use]
pub fn turns(count: usize, every: Duration, from_ms: i64, to_ms: i64) -> Vec<usize> {
    let every_ms = i64::try_from(every.as_millis()).unwrap_or(i64::MAX).max(1);
    if to_ms <= from_ms || to_ms - from_ms > LONGEST_STEP_MS.min(every_ms) {
        return Vec::new();
    }
    (0..count)
        .filter(|nth| {
            let place = place(*nth, count, every_ms);
            (from_ms - place).div_euclid(every_ms) < (to_ms - place).div_euclid(every_ms)
        })
        .collect()
}

/// Where in the interval a site has its place.
fn place(nth: usize, count: usize, every_ms: i64) -> i64 {
    let (nth, count) = (nth as u128, count.max(1) as u128);
    let place = u128::try_from(every_ms).unwrap_or(0) * nth / count;
    i64::try_from(place).unwrap_or(0)
}
