use super::flags::{HEIGHT, WIDTH};
use super::process::Process;
use chromiumoxide::Page;
use chromiumoxide::browser::Browser as Client;
use chromiumoxide::cdp::browser_protocol::browser::{
    BrowserContextId, SetDownloadBehaviorBehavior, SetDownloadBehaviorParams,
};
use chromiumoxide::cdp::browser_protocol::target::{
    CreateBrowserContextParams, CreateTargetParams, DisposeBrowserContextParams,
};
use chromiumoxide::handler::HandlerConfig;
use chromiumoxide::handler::viewport::Viewport;
use futures_util::StreamExt;
use std::future::Future;
use std::path::Path;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Longest wait for the answer to one command.
pub(super) const COMMAND: Duration = Duration::from_secs(10);

/// How often it is looked whether it still runs.
const WATCH: Duration = Duration::from_millis(200);

/// Why something could not be done with the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// No answer within [`COMMAND`].
    Silent,
    /// It said no, or is gone; why.
    Broken(String),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Silent => write!(f, "the browser did not answer within {COMMAND:?}"),
            Self::Broken(why) => f.write_str(why),
        }
    }
}

/// Waits for an answer of the browser, and not for ever.
pub(super) async fn answer<T>(
    coming: impl Future<Output = Result<T, chromiumoxide::error::CdpError>>,
) -> Result<T, Fault> {
    match timeout(COMMAND, coming).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(chromiumoxide::error::CdpError::Timeout)) | Err(_) => Err(Fault::Silent),
        Ok(Err(error)) => Err(Fault::Broken(error.to_string().chars().take(160).collect())),
    }
}

/// A running browser and the talk with it.
#[derive(Debug)]
pub(super) struct Browser {
    client: Client,
    process: Mutex<Option<Process>>,
    talk: JoinHandle<()>,
}

/// An empty page in a place of its own: no cookies, no cache, no storage of any other page.
#[derive(Debug)]
pub(super) struct Tab {
    pub(super) page: Page,
    place: BrowserContextId,
}

impl Browser {
    pub(super) async fn start(program: &Path, user_agent: &str) -> Result<Self, String> {
        let (process, address) = Process::start(program, user_agent).await?;
        let config = HandlerConfig {
            viewport: Some(Viewport { width: WIDTH, height: HEIGHT, ..Viewport::default() }),
            request_timeout: COMMAND,
            cache_enabled: false,
            ignore_https_errors: false,
            ..HandlerConfig::default()
        };
        let connected = timeout(COMMAND, Client::connect_with_config(address, config)).await;
        let (client, mut handler) = match connected {
            Ok(Ok(both)) => both,
            Ok(Err(error)) => {
                process.end().await;
                return Err(format!("the browser does not talk: {error}"));
            }
            Err(_) => {
                process.end().await;
                return Err("the browser does not talk".to_owned());
            }
        };
        // Ends when the browser has gone; a message that nobody understands is passed over.
        let talk = tokio::spawn(async move {
            let mut broken = 0;
            while let Some(message) = handler.next().await {
                broken = if message.is_err() { broken + 1 } else { 0 };
                if broken > 100 {
                    break;
                }
            }
        });
        Ok(Self { client, process: Mutex::new(Some(process)), talk })
    }

    /// Opens an empty page.
    pub(super) async fn open(&self) -> Result<Tab, Fault> {
        let place = answer(self.client.create_browser_context(CreateBrowserContextParams::default())).await?;
        let mut deny = SetDownloadBehaviorParams::new(SetDownloadBehaviorBehavior::Deny);
        deny.browser_context_id = Some(place.clone());
        answer(self.client.execute(deny)).await?;
        let mut blank = CreateTargetParams::new("about:blank");
        blank.browser_context_id = Some(place.clone());
        let page = answer(self.client.new_page(blank)).await?;
        Ok(Tab { page, place })
    }

    /// Closes a page, whatever it is doing, and all that it opened.
    pub(super) async fn close(&self, tab: Tab) -> Result<(), Fault> {
        let id = tab.place.clone();
        answer(self.client.execute(DisposeBrowserContextParams::new(tab.place))).await?;
        // The client keeps a list of its own; the browser has forgotten the place by now.
        let _ = answer(self.client.dispose_browser_context(id)).await;
        Ok(())
    }

    /// Whether it still runs and talks.
    pub(super) async fn is_well(&self) -> bool {
        !self.talk.is_finished()
            && self.process.lock().await.as_mut().is_some_and(Process::runs)
            && answer(self.client.version()).await.is_ok()
    }

    /// What it calls itself: `Chrome/142.0.7444.59`.
    pub(super) async fn version(&self) -> Result<String, Fault> {
        Ok(answer(self.client.version()).await?.product)
    }

    /// Waits until it has ended by itself; the talk with it does not tell.
    pub(super) async fn ended(&self) -> Fault {
        loop {
            tokio::time::sleep(WATCH).await;
            if !self.process.lock().await.as_mut().is_some_and(Process::runs) {
                return Fault::Broken("the browser ended".to_owned());
            }
        }
    }

    /// Ends it at once with all its children.
    pub(super) async fn end(&self) {
        self.talk.abort();
        if let Some(process) = self.process.lock().await.take() {
            process.end().await;
        }
    }
}
