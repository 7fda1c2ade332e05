use crate::facts::Workdays;
use crate::model::{Call, Length, Page, Period};
use jiff::ToSpan;
use jiff::civil::Date;

/// From when to when opinions are asked for, as far as page and lists tell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallPeriod {
    /// A period is named at all.
    pub named: bool,
    /// The first day.
    pub begin: Option<Date>,
    /// The last day: the latest, where several are named.
    pub end: Option<Date>,
    /// How it is written.
    pub raw: String,
}

impl CallPeriod {
    pub(super) fn of(page: &Page, row: Option<&Call>, published: Option<Date>) -> Self {
        let named: &[Period] = page.participation.as_deref().map_or(&[], |p| p.periods.as_slice());
        let mut period = Self::of_row(row);
        // A day long before publication is another thing's.
        let sensible = |end: Date| published.is_none_or(|p| end >= p && (end - p).get_days() <= 400);
        let ends = named.iter().filter_map(|p| Some((p.end.filter(|e| sensible(*e))?, p)));
        let lasts = named.iter().filter_map(|p| Some((end_of(p, published)?, p)));
        let best = ends.max_by_key(|(end, _)| *end).or_else(|| lasts.max_by_key(|(end, _)| *end));
        if let Some((end, from)) = best {
            period.end = Some(period.end.map_or(end, |known| known.max(end)));
            period.raw.clone_from(&from.raw);
            period.begin = period.begin.or(from.begin);
        }
        let open = named.iter().find(|p| p.length.is_some() || p.begin.is_some());
        period.begin = period.begin.or_else(|| named.iter().find_map(|p| p.begin));
        period.named |= period.end.is_some() || open.is_some();
        if period.raw.is_empty() {
            period.raw = open.map_or_else(String::new, |p| p.raw.clone());
        }
        period
    }

    /// As a list tells it.
    pub(super) fn of_row(row: Option<&Call>) -> Self {
        let (begin, end) = row.map_or((None, None), |r| (r.begin, r.end));
        let raw = end.map_or_else(String::new, |e| e.to_string());
        Self { named: end.is_some(), begin, end, raw }
    }
}

/// The last day of a period whose length is named. Days begin to run on the day after.
fn end_of(period: &Period, published: Option<Date>) -> Option<Date> {
    let begin = period.begin.or(published)?;
    match period.length? {
        Length::Days(n) => begin.checked_add(i64::from(n).days()).ok(),
        Length::Workdays(n) => Workdays::published().nth_workday_after(begin, u32::from(n)),
        Length::Months(n) => Workdays::months_after(begin, u32::from(n)),
    }
}
