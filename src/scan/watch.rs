use super::outcome::SiteOutcome;
use crate::crawl::Progress;
use crate::model::{Site, Text};

/// Somebody who watches a scan. Called often and from many tasks; must be quick.
pub trait ScanWatch: Send + Sync {
    /// A scan of so many sites begins or goes on; so many are done.
    fn opened(&self, sites: u64, done: u64);
    /// A site's visit begins; whether it goes on with an earlier one.
    fn began(&self, site: &Site, goes_on: bool);
    /// How far it has come.
    fn progress(&self, site_id: &str, progress: &Progress);
    /// It has ended.
    fn ended(&self, outcome: &SiteOutcome);
    /// It was left for later, or to somebody else.
    fn left(&self, site: &Site, why: &Text);
    /// Something about a site that goes on all the same.
    fn noted(&self, _: &Site, _: &Text) {}
    /// A site was settled by another process.
    fn elsewhere(&self, outcome: &SiteOutcome);
}

impl ScanWatch for () {
    fn opened(&self, _: u64, _: u64) {}
    fn began(&self, _: &Site, _: bool) {}
    fn progress(&self, _: &str, _: &Progress) {}
    fn ended(&self, _: &SiteOutcome) {}
    fn left(&self, _: &Site, _: &Text) {}
    fn elsewhere(&self, _: &SiteOutcome) {}
}
