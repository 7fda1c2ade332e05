//! From verdicts to marks: vetoes, deductions, caps, scaling, bonus, ranges, grade. Imports `model`, `facts`, `checks`, `rules`.
//!
//! Pure arithmetic in hundredths of a point. What could not be told makes a range: its low end counts every undetermined
//! subject against the site, its high end for it. How each number comes about:
//!
//! 1. A deducting rule loses from its violations (low) and from violations and undetermined together (high). A planned
//!    check and a person who has not marked yet lose anything from 0 to all the rule can take.
//! 2. A leaf indicator loses the sum over its deducting and manual rules, never more than its marks. A leaf whose rules are
//!    all planned or manual, or that has none, is open from 0 to its marks. A leaf with vetoes and nothing else to lose
//!    by gives its marks when they pass and none when one fails.
//! 3. A leaf whose rules all don't apply, or from which the body is excused (`unless`), drops out when the pack scales: what
//!    remains is spread over the full marks, level by level by largest remainder, so every level's marks still sum to those
//!    above. What a leaf loses is summed and capped in the pack's own marks, then scaled once.
//! 4. A person's mark takes the place of a rule's range, within it ([`rescore`]).
//! 5. Bonus counts above the bonus mark only, capped, and where no veto stands in the way; a failed veto overrides every
//!    mark.

mod card;
mod findings;
mod fingerprint;
mod judge;
mod marks;
mod reckon;
mod sights;
mod sums;
mod total;
mod tree;
mod words;

pub use card::{scorecard, scorecards};
pub use findings::findings;
pub use fingerprint::fingerprint;
pub use judge::judge;
pub use marks::{HandMarks, Room, room};
pub use sights::{private_pages, sights};
pub use total::{Scored, Standing, grade, rescore, score, score_for};
