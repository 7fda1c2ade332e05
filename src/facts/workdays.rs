//! China's working days, weekends shifted for holidays included, and limits counted in them.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use thiserror::Error;

/// The days of all years whose notice is out.
static PUBLISHED: LazyLock<Workdays> = LazyLock::new(|| {
    Workdays::read(include_str!("workdays/published.txt")).expect("a test reads the file that is compiled in")
});

/// Longest run of days that one line may name; the longest holiday so far had ten.
const LONGEST_RUN: usize = 31;

/// Which days are worked in China. The State Council tells it year by year and nobody can compute it, so a day of a year
/// not yet published is unknown, never "worked unless it is a weekend".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workdays {
    /// 1 January of the first year known.
    first: Date,
    /// Working days before each day from `first` on, and before the day after the last one known.
    before: Vec<u32>,
}

/// What is wrong with a list of days.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {fault}")]
pub struct WorkdaysFault {
    /// Counted from 1; 0 where the whole list is meant.
    pub line: usize,
    /// In words.
    pub fault: &'static str,
}

impl Workdays {
    /// The days published for the years that this version knows.
    #[must_use]
    pub fn published() -> &'static Self {
        &PUBLISHED
    }

    /// Reads a list of days; its form stands at the head of `workdays/published.txt`.
    pub fn read(text: &str) -> Result<Self, WorkdaysFault> {
        let mut years: Option<(i16, i16)> = None;
        let mut shifted: BTreeMap<Date, bool> = BTreeMap::new();
        for (line, words) in text.lines().enumerate().map(|(at, words)| (at + 1, words.trim())) {
            let faulty = |fault| WorkdaysFault { line, fault };
            if words.is_empty() || words.starts_with('#') {
                continue;
            }
            let (word, rest) = words.split_once(' ').ok_or(faulty("a word and what it says are wanted"))?;
            match word {
                "notice" => {}
                "year" => years = Some(next_year(years, rest).map_err(faulty)?),
                "off" | "work" => {
                    let works = word == "work";
                    let (_, year) = years.ok_or(faulty("no year above"))?;
                    for day in run(rest).map_err(faulty)? {
                        if day.year() != year && (day.year() != year - 1 || day.month() != 12) {
                            return Err(faulty("neither in the year nor in the December before"));
                        }
                        if works && !is_weekend(day) {
                            return Err(faulty("worked without being told"));
                        }
                        if shifted.insert(day, works).is_some_and(|told| told != works) {
                            return Err(faulty("taken off and worked"));
                        }
                    }
                }
                _ => return Err(faulty("unknown word")),
            }
        }
        let (first, last) = years.ok_or(WorkdaysFault { line: 0, fault: "no year" })?;
        let first = Date::constant(first, 1, 1);
        let mut before = vec![0];
        let mut count = 0;
        for day in first.series(1.day()).take_while(|day| day.year() <= last) {
            count += u32::from(shifted.get(&day).copied().unwrap_or(!is_weekend(day)));
            before.push(count);
        }
        Ok(Self { first, before })
    }

    /// The first and the last day known.
    #[must_use]
    pub fn span(&self) -> (Date, Date) {
        let days = i64::try_from(self.before.len()).unwrap_or(i64::MAX) - 2;
        (self.first, self.first.saturating_add(days.days()))
    }

    /// Whether a day is worked; `None` where its year is not published.
    #[must_use]
    pub fn is_workday(&self, date: Date) -> Option<bool> {
        let at = self.position(date)?;
        Some(self.before[at + 1] > self.before[at])
    }

    /// How many working days it takes from one day to another: those after `from`, up to and including `to`. So what is
    /// done on the same day takes 0, as does what comes in on a Saturday and is done on the Sunday; a step back counts
    /// negative. `None` where one of the days to be counted is unknown.
    #[must_use]
    pub fn workdays_between(&self, from: Date, to: Date) -> Option<i64> {
        if to < from {
            return self.workdays_between(to, from).map(|days| -days);
        }
        if to == from {
            // No day is counted, so none needs to be known.
            return Some(0);
        }
        let start = self.position(from.tomorrow().ok()?)?;
        let end = self.position(to)?;
        Some(i64::from(self.before[end + 1] - self.before[start]))
    }

    /// The last day of a limit of `n` working days that begins to run on the day after `from`; `from` itself for 0. It is
    /// always a working day, so a limit never ends on a day of rest. `None` where it can't be told.
    #[must_use]
    pub fn nth_workday_after(&self, from: Date, n: u32) -> Option<Date> {
        if n == 0 {
            return Some(from);
        }
        let start = self.position(from.tomorrow().ok()?)?;
        let wanted = self.before[start].checked_add(n)?;
        let next = self.before.partition_point(|&count| count < wanted);
        let days = i64::try_from(next).ok()?.checked_sub(1)?;
        if next == self.before.len() { None } else { self.first.checked_add(days.days()).ok() }
    }

    /// Where a limit counted in days or months really ends: on its last day, or, when that is a day of rest, on the next
    /// working day (Civil Code, article 203). `None` where it can't be told.
    #[must_use]
    pub fn end_of_limit(&self, last: Date) -> Option<Date> {
        if self.is_workday(last)? { Some(last) } else { self.nth_workday_after(last, 1) }
    }

    /// The last day of a limit of whole months that begins to run on the day after `date`: the same day of the later
    /// month, or that month's last where it has none (Civil Code, articles 201 and 202). Needs no calendar; see
    /// [`Workdays::end_of_limit`] for one that ends on a day of rest. `None` past the year 9999.
    #[must_use]
    pub fn months_after(date: Date, months: u32) -> Option<Date> {
        let months = jiff::Span::new().try_months(months).ok()?;
        date.checked_add(months).ok()
    }

    /// Days from the first one known; `None` outside the years known.
    fn position(&self, date: Date) -> Option<usize> {
        let days = self.first.until(date).ok()?.get_days();
        usize::try_from(days).ok().filter(|&at| at + 1 < self.before.len())
    }
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The years known with one more, which must be the next.
fn next_year(years: Option<(i16, i16)>, word: &str) -> Result<(i16, i16), &'static str> {
    let year: i16 = word.parse().ok().filter(|y| (1950..2200).contains(y)).ok_or("no year")?;
    match years {
        None => Ok((year, year)),
        Some((first, last)) if year == last + 1 => Ok((first, year)),
        Some(_) => Err("years must follow each other"),
    }
}

/// The days of `FIRST [LAST]`.
fn run(words: &str) -> Result<Vec<Date>, &'static str> {
    let mut days = words.split(' ').map(|word| word.parse::<Date>().map_err(|_| "no date"));
    let first = days.next().unwrap_or(Err("no date"))?;
    let last = days.next().unwrap_or(Ok(first))?;
    if days.next().is_some() || last < first {
        return Err("a first and a last day are wanted");
    }
    let run: Vec<Date> = first.series(1.day()).take_while(|day| *day <= last).take(LONGEST_RUN + 1).collect();
    if run.len() > LONGEST_RUN { Err("too many days") } else { Ok(run) }
}
