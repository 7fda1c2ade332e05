use super::browser::{Browser, Fault};
use super::door::Door;
use super::draw::{Drawn, Reader, Wanted, draw};
use super::find::find;
use crate::config::{RenderMode, RenderSettings};
use crate::model::{RenderOutcome, Rendered};
use std::sync::Arc;
use tokio::sync::{Mutex, Semaphore, watch};

/// Draws pages, a few at once, in one browser that is started when the first page needs it. Clones share everything.
#[derive(Debug, Clone)]
pub struct Renderer {
    inner: Arc<Inner>,
    mode: RenderMode,
}

#[derive(Debug)]
struct Inner {
    settings: RenderSettings,
    user_agent: String,
    places: Semaphore,
    desk: Mutex<Desk>,
    stop: watch::Sender<bool>,
}

/// The browser that runs, and how often one was started.
#[derive(Debug, Default)]
struct Desk {
    running: Option<Arc<Browser>>,
    starts: u32,
    /// No more drawing in this run; why.
    off: Option<Rendered>,
}

impl Renderer {
    /// One that starts nothing yet.
    #[must_use]
    pub fn new(settings: RenderSettings, user_agent: &str) -> Self {
        let places = Semaphore::new(settings.tabs.max(1));
        let mode = settings.mode;
        let inner = Inner {
            settings,
            user_agent: user_agent.to_owned(),
            places,
            desk: Mutex::new(Desk::default()),
            stop: watch::Sender::new(false),
        };
        Self { inner: Arc::new(inner), mode }
    }

    /// The same browser for a crawl of which other pages are to be drawn.
    #[must_use]
    pub fn with_mode(&self, mode: RenderMode) -> Self {
        Self { inner: Arc::clone(&self.inner), mode }
    }

    /// Which pages are to be drawn.
    #[must_use]
    pub fn mode(&self) -> RenderMode {
        self.mode
    }

    /// Draws a page when a place is free; what it asks for passes the door. With a reader, axe-core looks at it too. `None`
    /// when the run was stopped before.
    pub async fn draw(&self, wanted: &Wanted, door: &dyn Door, reader: Option<&dyn Reader>) -> Option<Drawn> {
        let mut stop = self.inner.stop.subscribe();
        tokio::select! {
            biased;
            _ = stop.wait_for(|stopped| *stopped) => None,
            drawn = self.inner.draw(wanted, door, reader) => Some(drawn),
        }
    }

    /// From now on nothing is drawn; drawings under way come to nothing.
    pub fn stop(&self) {
        self.inner.stop.send_replace(true);
    }

    /// Ends the browser, if one runs.
    pub async fn close(&self) {
        self.stop();
        let running = self.inner.desk.lock().await.running.take();
        if let Some(browser) = running {
            browser.end().await;
        }
    }
}

impl Inner {
    async fn draw(&self, wanted: &Wanted, door: &dyn Door, reader: Option<&dyn Reader>) -> Drawn {
        let Ok(_place) = self.places.acquire().await else {
            return Drawn::failed(Rendered::of(RenderOutcome::Skipped, "the run is over"));
        };
        let mut why = String::new();
        // A browser that breaks under one page takes its neighbour's drawing with it: that is tried once more.
        for _ in 0..2 {
            let browser = match self.browser().await {
                Ok(browser) => browser,
                Err(rendered) => return Drawn::failed(rendered),
            };
            match in_tab(&browser, wanted, door, reader, &self.settings).await {
                Ok(drawn) => return drawn,
                Err(fault) => why = fault.to_string(),
            }
            if browser.is_well().await {
                break;
            }
        }
        Drawn::failed(Rendered::of(RenderOutcome::Crash, &why))
    }

    /// The browser that runs, or a new one in its place, as long as that makes sense.
    async fn browser(&self) -> Result<Arc<Browser>, Rendered> {
        let mut desk = self.desk.lock().await;
        if let Some(off) = &desk.off {
            return Err(off.clone());
        }
        if let Some(browser) = &desk.running {
            if browser.is_well().await {
                return Ok(Arc::clone(browser));
            }
            browser.end().await;
            desk.running = None;
        }
        let off = |outcome, why: &str| Rendered::of(outcome, why);
        if desk.starts > self.settings.restarts {
            let rendered = off(RenderOutcome::Skipped, &format!("the browser broke {} times", desk.starts));
            desk.off = Some(rendered.clone());
            return Err(rendered);
        }
        desk.starts += 1;
        let started = match find(self.settings.browser.as_deref()) {
            Ok(program) => Browser::start(&program, &self.user_agent).await,
            Err(why) => Err(why),
        };
        match started {
            Ok(browser) => {
                let browser = Arc::new(browser);
                desk.running = Some(Arc::clone(&browser));
                Ok(browser)
            }
            Err(why) => {
                let rendered = off(RenderOutcome::NoBrowser, &why);
                desk.off = Some(rendered.clone());
                Err(rendered)
            }
        }
    }
}

/// Draws in a tab of its own, which is closed again whatever the page does.
async fn in_tab(
    browser: &Browser,
    wanted: &Wanted,
    door: &dyn Door,
    reader: Option<&dyn Reader>,
    settings: &RenderSettings,
) -> Result<Drawn, Fault> {
    let drawing = async {
        let tab = browser.open().await?;
        let drawn = draw(&tab, wanted, door, reader, settings).await;
        if browser.close(tab).await.is_err() {
            // What can't be closed would go on behind the next pages.
            browser.end().await;
        }
        drawn
    };
    tokio::select! {
        drawn = drawing => drawn,
        fault = browser.ended() => Err(fault),
    }
}
