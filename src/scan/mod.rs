//! Many sites in one pass: the queue is the store's, each site is leased, visited, judged and reported by itself, and what
//! happens to one never stops the others. Says nothing to anybody but through [`ScanWatch`]. Imports all but `serve`, `cli`, `demo`.
//!
//! Whatever is killed goes on where it was: a scan that did not end is taken up by the next one over the same list, a site by
//! the run that its lease names, a run by the pages that the store has.

mod evidence;
mod holder;
mod job;
mod night;
mod outcome;
mod plan;
mod shelf;
mod summary;
mod visit;
mod watch;

pub use holder::{Holder, is_gone};
pub use job::{Job, PackDigest, ScanOptions};
pub use night::{Ended, Night, Until};
pub use outcome::{SiteEnding, SiteOutcome};
pub use plan::{Chosen, choose, list_key, queued};
pub use shelf::Shelf;
pub use summary::{Summary, Tally, write};
pub use watch::ScanWatch;

/// The lead that one scan at a time has over a database.
pub const LEAD: &str = "scan";
