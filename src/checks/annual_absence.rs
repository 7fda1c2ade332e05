//! Whether an annual report that was not found is absent: where it would stand, and whether all of that was seen.

use super::sought::unseen_parts;
use crate::facts::{AnnualReport, Facts, ReportOf, lies_below};
use crate::model::Reason;
use jiff::civil::Date;
use std::collections::BTreeSet;
use url::Url;

/// What is known where a report was not found.
#[derive(Debug)]
pub(super) struct Absence<'a> {
    /// The column of reports (position in `Facts::pages`), that which holds most of them first.
    pub(super) column: Option<usize>,
    /// Years for which the site's own reports were seen.
    pub(super) years: Vec<i16>,
    /// A report that may be the one.
    pub(super) candidate: Option<&'a AnnualReport>,
}

impl<'a> Absence<'a> {
    /// For the report of a year.
    pub(super) fn of(facts: &'a Facts, year: i16) -> Self {
        let all = facts.annual_reports();
        let own = |r: &&AnnualReport| matches!(r.whose, ReportOf::Own | ReportOf::Unnamed);
        let years: BTreeSet<i16> = all.reports.iter().filter(own).filter_map(|r| r.year).collect();
        let candidate = all.reports.iter().find(|r| {
            r.year == Some(year) && r.whose == ReportOf::Office
                || r.year.is_none() && matches!(r.whose, ReportOf::Own | ReportOf::Unnamed | ReportOf::Office)
        });
        let held = |column: usize| {
            let on = |r: &&AnnualReport| r.copies.iter().any(|c| c.on == column || below(facts, column, &c.url));
            all.reports.iter().filter(on).count()
        };
        let column = all.columns.iter().copied().max_by_key(|&c| (held(c), std::cmp::Reverse(c)));
        Self { column, years: years.into_iter().collect(), candidate }
    }
}

fn below(facts: &Facts, column: usize, url: &str) -> bool {
    Url::parse(url).is_ok_and(|u| lies_below(&u, facts.pages[column].url()))
}

/// What was not seen of where the report may stand; nothing when the column was seen whole and holds reports of other
/// years, or the whole site was.
pub(super) fn seen_whole(facts: &Facts, absence: &Absence<'_>, year: i16) -> Vec<(Reason, String)> {
    let since = Date::new(year + 1, 1, 1).ok();
    let unseen = unseen_parts(facts, since);
    let early = facts.unseen_parts().iter().any(|p| p.part == crate::facts::Part::Site);
    let Some(column) = absence.column.filter(|_| !absence.years.is_empty() && !early) else { return unseen };
    let columns = &facts.annual_reports().columns;
    let mut open: Vec<(Reason, String)> = Vec::new();
    for &at in columns {
        match facts.column_content(at) {
            Ok(content) => open.extend(content.unread.into_iter().map(|u| (u.reason, u.what))),
            Err(missing) => open.push((missing.reason, missing.note.en)),
        }
    }
    let linked: BTreeSet<&str> = columns
        .iter()
        .flat_map(|&c| facts.links.of_page(c))
        .filter(|l| !l.is_chrome() || l.region == crate::model::Region::Pager)
        .map(|l| facts.links.target(l))
        .collect();
    open.extend(unseen.into_iter().filter(|(_, url)| linked.contains(url.as_str()) || below(facts, column, url)));
    open
}
