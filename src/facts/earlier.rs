use super::Facts;
use crate::model::{Item, Page, PageKey, Run};
use jiff::civil::Date;
use jiff::tz::Offset;
use std::collections::BTreeSet;
use url::Url;

/// What an earlier run of the same site saw on the home page: enough to tell which entries came since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierRun {
    /// Its id.
    pub id: String,
    /// The day on which it began, in Beijing.
    pub day: Date,
    targets: BTreeSet<PageKey>,
    titles: BTreeSet<String>,
}

impl EarlierRun {
    /// From the run and its home page as a visitor got it; `None` where that shows no entries to compare with.
    #[must_use]
    pub fn of(run: &Run, home: &Page) -> Option<Self> {
        if home.items.is_empty() {
            return None;
        }
        Some(Self {
            id: run.id.clone(),
            day: day_of(run.started_ms),
            targets: home.items.iter().filter_map(|i| Url::parse(&i.target).ok()).map(|u| PageKey::of(&u)).collect(),
            titles: home.items.iter().map(|i| folded(&i.title)).collect(),
        })
    }

    /// Whether an entry stood there, by its address or by its title.
    #[must_use]
    pub fn had(&self, item: &Item) -> bool {
        self.titles.contains(&folded(&item.title))
            || Url::parse(&item.target).is_ok_and(|u| self.targets.contains(&PageKey::of(&u)))
    }
}

impl Facts {
    /// The day on which this run began, in Beijing.
    #[must_use]
    pub fn run_day(&self) -> Date {
        day_of(self.run.started_ms)
    }
}

/// The day of a moment in Beijing.
#[must_use]
pub fn day_of(ms: i64) -> Date {
    Offset::constant(8).to_datetime(jiff::Timestamp::from_millisecond(ms).unwrap_or_default()).date()
}

/// The last moment of a day in Beijing.
#[must_use]
pub fn end_of(day: Date) -> i64 {
    let midnight = day.saturating_add(jiff::ToSpan::days(1)).to_datetime(jiff::civil::Time::midnight());
    Offset::constant(8).to_timestamp(midnight).map_or(i64::MAX, |at| at.as_millisecond() - 1)
}

fn folded(title: &str) -> String {
    title.split_whitespace().collect()
}
