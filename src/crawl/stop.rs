use tokio::sync::watch;

/// Tells a crawl to stop: what is under way is dropped, what was seen is kept, the run can go on later.
#[derive(Debug, Clone)]
pub struct Stop(pub(super) watch::Sender<bool>);

impl Stop {
    /// Not stopped yet.
    #[must_use]
    pub fn new() -> Self {
        Self(watch::Sender::new(false))
    }

    /// From now on, stop.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }

    /// Waits until it is told to stop.
    pub async fn stopped(&self) {
        // The sender lives as long as self.
        let _ = self.0.subscribe().wait_for(|stop| *stop).await;
    }

    /// Whether it was told to stop.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        *self.0.borrow()
    }
}

impl Default for Stop {
    fn default() -> Self {
        Self::new()
    }
}
