//! What was collected and what was judged, kept: runs, pages, observations, probes, scorecards, findings; and the queue
//! of sites that processes share. Imports `model`, `config`; the only user of sqlx.
//!
//! One SQL text for SQLite and PostgreSQL (what differs is in `kind`): `$n` placeholders, no `ON CONFLICT`, times as
//! BIGINT milliseconds, structured values as JSON. What is written can be written again, so that a server that was away
//! for a moment is asked again (`steady`).

mod contents;
mod error;
mod health;
mod kind;
mod leads;
mod opening;
mod packing;
mod pages;
mod place;
mod queue;
mod results;
mod runs;
mod standing;
mod steady;
mod tallies;

pub use contents::{Changes, revisit_key};
pub use error::Error;
pub use health::{Health, Held, OpenScan};
pub use leads::Lead;
pub use results::Probe;
pub use standing::QueueCounts;
pub use tallies::{PeriodRun, counted};

use crate::model::Lease;
use kind::Kind;
use sqlx::AnyPool;
use std::sync::Arc;

/// A database of runs. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pool: AnyPool,
    kind: Kind,
    /// For messages; holds no password.
    path: String,
    /// The lease without which this handle writes to no run.
    fence: Option<Arc<Lease>>,
}

impl Store {
    /// Where it is, for messages.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Closes it; what was saved is on disk.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    fn fault(&self, error: &sqlx::Error) -> Error {
        Error::from_sqlx(self.kind, &self.path, error)
    }

    fn unreadable(&self, what: &str, why: impl std::fmt::Display) -> Error {
        Error::Corrupt { path: self.path.clone(), why: format!("{what}: {why}") }
    }
}
