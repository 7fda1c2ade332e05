//! The schedule, and the endpoints that tell how it goes: `/healthz`, `/health`, `/metrics`. Imports all but `cli`, `demo`; the
//! home of prometheus-client, and with `demo` of axum.
//!
//! Everything is decided from the list and the database, nothing from what the process remembers: whatever is killed goes on
//! where it was, and of many processes on one database one keeps the schedule.

mod due;
mod health;
mod http;
mod look;
mod meters;
mod pass;
mod schedule;
mod status;

pub use due::{AHEAD_MS, Due, due, turns};
pub use look::{Looked, Looker};
pub use status::Tell;

use crate::config::{FetchSettings, now_ms};
use crate::crawl::Stop;
use crate::fetch::Network;
use crate::model::Lang;
use crate::store::Store;
use http::Desk;
use pass::Pass;
use schedule::Schedule;
use status::Status;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// Between two looks at the clock.
pub const BEAT: Duration = Duration::from_secs(5);
/// Requests under way at once to all hosts together.
const AT_ONCE: usize = 256;

/// Why it can't serve.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address is taken or not this machine's.
    #[error("cannot listen on {addr}: {source}; choose another address with --listen")]
    Listen {
        /// Which.
        addr: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
}

/// What is served.
#[derive(Clone)]
pub struct Options {
    /// The list of sites; read again before each scan.
    pub config: PathBuf,
    /// The database.
    pub store: Store,
    /// Where to listen.
    pub listen: SocketAddr,
    /// Whether scans and looks are taken as the list says.
    pub schedule: bool,
    /// Language of the reports.
    pub lang: Lang,
    /// Who is told what happens.
    pub tell: Arc<dyn Tell>,
    /// Between two looks at the clock: [`BEAT`], less in tests.
    pub beat: Duration,
}

/// A server that listens already.
pub struct Serve {
    listener: TcpListener,
    addr: SocketAddr,
    options: Options,
}

impl Serve {
    /// Takes the address, so that nothing begins when it is not to be had.
    pub async fn bind(options: Options) -> Result<Self, Error> {
        let addr = options.listen;
        let listener = TcpListener::bind(addr).await.map_err(|source| Error::Listen { addr, source })?;
        let addr = listener.local_addr().map_err(|source| Error::Listen { addr, source })?;
        Ok(Self { listener, addr, options })
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Serves until it is told to stop. Whether a scan was cut off by that; it goes on next time.
    pub async fn run(self, stop: Stop) -> bool {
        let Self { listener, addr, options } = self;
        let status = Arc::new(Status::new(now_ms(), Arc::clone(&options.tell)));
        let desk = Arc::new(Desk {
            store: options.store.clone(),
            status: Arc::clone(&status),
            config: options.config.clone(),
            scheduled: options.schedule,
            listen: addr,
        });
        let answering = tokio::spawn(async move {
            if let Err(fault) = axum::serve(listener, http::router(desk)).await {
                tracing::error!(%fault, "the endpoints ended");
            }
        });
        let usual = FetchSettings::default();
        let pass = Pass {
            config: options.config,
            store: options.store,
            network: Network::new(usual.rate, usual.concurrency, AT_ONCE),
            lang: options.lang,
            status,
            stop,
        };
        let cut = Schedule::new(pass, options.schedule, options.beat).run().await;
        answering.abort();
        cut
    }
}
