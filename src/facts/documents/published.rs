//! When a document was published: what meta tags, the head of the page, lists and the address say of it, held against each
//! other.

use crate::model::{Article, DateSource};
use jiff::civil::Date;

/// The publication date of a document and how sure it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedOn {
    /// The day.
    pub date: Date,
    /// What said so; the most trusted of those that agree.
    pub source: DateSource,
    /// How many sources say the same.
    pub agreeing: usize,
    /// A day that another source of weight names, more than a day away.
    pub disputed: Option<(Date, DateSource)>,
}

/// Holds the dates of a page and of the lists that show it against each other. A date of signing is none of publication.
pub(super) fn reconciled(article: &Article, listed: &[Date]) -> Option<PublishedOn> {
    let mut told: Vec<(DateSource, Date)> = article
        .dates
        .iter()
        .filter(|d| !matches!(d.source, DateSource::Signature | DateSource::Body))
        .map(|d| (d.source, d.date))
        .collect();
    told.extend(listed.iter().map(|d| (DateSource::List, *d)));
    told.sort();
    told.dedup();
    // The day on which most sources agree; of equals the one with the most trusted source.
    let near = |a: Date, b: Date| a.since(b).is_ok_and(|s| s.get_days().abs() <= 1);
    let votes = |day: Date| {
        let mut sources: Vec<DateSource> = told.iter().filter(|(_, d)| near(*d, day)).map(|(s, _)| *s).collect();
        sources.dedup();
        sources.len()
    };
    let best = told
        .iter()
        .map(|(source, date)| (votes(*date), *source, *date))
        .min_by_key(|(n, source, date)| (std::cmp::Reverse(*n), *source, *date))?;
    let (agreeing, source, date) = best;
    let weighty = |s: DateSource| matches!(s, DateSource::Meta | DateSource::Header | DateSource::List);
    let disputed = told.iter().find(|(s, d)| weighty(*s) && !near(*d, date)).map(|(s, d)| (*d, *s));
    Some(PublishedOn { date, source, agreeing, disputed })
}
