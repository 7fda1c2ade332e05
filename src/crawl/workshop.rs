use crate::config::RenderSettings;
use crate::render::Renderer;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Where pages are read and drawn. Crawls that run side by side share one, so that together they use no more threads and
/// browsers than the machine has room for.
#[derive(Debug, Clone)]
pub struct Workshop {
    /// Places for reading pages: as many as there are cores.
    pub(super) parsing: Arc<Semaphore>,
    /// Places for reading files, apart from those for pages: one file may take as long as a thousand pages.
    pub(super) reading: Arc<Semaphore>,
    /// The browser that crawls share; `None`: each has its own, as its settings say.
    pub(super) renderer: Option<Renderer>,
}

impl Workshop {
    /// One for a crawl by itself.
    #[must_use]
    pub fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            parsing: Arc::new(Semaphore::new(cores)),
            reading: Arc::new(Semaphore::new(cores.div_ceil(2))),
            renderer: None,
        }
    }

    /// The same with one browser for all crawls; whoever made it ends it by [`close`](Self::close).
    #[must_use]
    pub fn with_browser(settings: RenderSettings, user_agent: &str) -> Self {
        Self { renderer: Some(Renderer::new(settings, user_agent)), ..Self::new() }
    }

    /// Ends the shared browser.
    pub async fn close(&self) {
        if let Some(renderer) = &self.renderer {
            renderer.close().await;
        }
    }
}

impl Default for Workshop {
    fn default() -> Self {
        Self::new()
    }
}
