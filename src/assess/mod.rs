//! The annual assessment: which runs of a year count, what they and people's marks come to, how sites rank. Imports
//! `model`, `rules`, `score`; the only reader of workbooks.
//!
//! Pure: runs come in as what they counted, workbooks as bytes. How a year's figure comes about:
//!
//! 1. Runs that came to their end count; one that a budget or a person cut short saw too little and is listed apart,
//!    unless the pack takes those too.
//! 2. The pack takes the last run, the worst, or the mean of all ([`crate::model::RunsPolicy`]). The worst is one with a
//!    failed veto before one without, then the lower low end, then the lower high end, then the later. A mean is the sum
//!    of hundredths over the number of runs, half a hundredth rounded up, for the total and for each indicator by itself,
//!    so that sums of rounded parts may differ from the rounded sum by hundredths.
//! 3. A person's mark holds for every run of the year in which the rule is open; what a run decided stays as it is.
//! 4. A veto that failed in a run within the pack's scope fails the year, whatever the marks; one that could not be told
//!    there, and that no person decided, leaves it 待定.
//! 5. Sites that passed rank by their low end, then by their high end; equal ones share a place.

mod claims;
mod entries;
mod gather;
mod last_year;
mod mean;
mod open;
mod rank;
mod sheet;
mod year;

pub use claims::{Claims, MarkFault, Offered, read_marks};
pub use gather::{CountedRun, SiteRuns, outline, tallies};
pub use last_year::{compare, read_assessment};
pub use open::{OpenRule, open_rules, rows};
pub use rank::rank;
pub use year::{relevant, site_year};
