/// How far a crawl has come; given to whoever watches after every page and check.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// Pages asked and answered.
    pub pages: u64,
    /// Pages known and waiting.
    pub waiting: u64,
    /// Links checked.
    pub checks: u64,
    /// Links waiting to be checked.
    pub checks_waiting: u64,
    /// Requests sent in this process.
    pub requests: u64,
    /// Pages taken from the store when a run goes on.
    pub kept: u64,
    /// What was read last.
    pub current: String,
}

/// Somebody who watches a crawl. Called often; must be quick.
pub trait Watch: Send + Sync {
    /// How far it has come.
    fn progress(&self, progress: &Progress);
}

impl Watch for () {
    fn progress(&self, _: &Progress) {}
}
