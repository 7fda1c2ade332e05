//! How things stand: what a health page and a schedule ask, each with one small statement.

use super::{Error, Lead, Store};
use crate::model::{QueueState, Scan};
use sqlx::Row;
use std::collections::BTreeMap;

/// How many sites of a queue stand how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QueueCounts {
    /// Nobody works on them.
    pub waiting: u64,
    /// Somebody does.
    pub leased: u64,
    /// They have an outcome.
    pub done: u64,
}

impl Store {
    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), Error> {
        self.first("SELECT COUNT(*) AS n FROM leads", |q| q).await?;
        Ok(())
    }

    /// Who has a lead at this moment, and until when.
    pub async fn lead(&self, name: &str, now_ms: i64) -> Result<Option<Lead>, Error> {
        let fault = |e: sqlx::Error| self.fault(&e);
        let row = self
            .first("SELECT holder, until_ms FROM leads WHERE name = $1 AND until_ms > $2", |q| {
                q.bind(name).bind(now_ms)
            })
            .await?;
        row.map(|row| {
            Ok(Lead {
                holder: row.try_get("holder").map_err(fault)?,
                until_ms: row.try_get("until_ms").map_err(fault)?,
            })
        })
        .transpose()
    }

    /// When the newest scan of a list began, of those that began no later than then.
    pub async fn last_start(&self, list: &str, until_ms: i64) -> Result<Option<i64>, Error> {
        let fault = |e: sqlx::Error| self.fault(&e);
        let row = self
            .first("SELECT MAX(started_ms) AS ms FROM scans WHERE list = $1 AND started_ms <= $2", |q| {
                q.bind(list).bind(until_ms)
            })
            .await?;
        match row {
            Some(row) => row.try_get("ms").map_err(fault),
            None => Ok(None),
        }
    }

    /// The scan of a list that ended last.
    pub async fn ended_scan(&self, list: &str) -> Result<Option<Scan>, Error> {
        let fault = |e: sqlx::Error| self.fault(&e);
        let sql = "SELECT id FROM scans WHERE list = $1 AND finished_ms IS NOT NULL ORDER BY finished_ms DESC, id DESC \
                   LIMIT 1";
        let row = self.first(sql, |q| q.bind(list)).await?;
        let Some(row) = row else { return Ok(None) };
        let id: String = row.try_get("id").map_err(fault)?;
        self.scan(&id).await
    }

    /// How many sites of a scan stand how.
    pub async fn queue_counts(&self, scan_id: &str) -> Result<QueueCounts, Error> {
        let fault = |e: sqlx::Error| self.fault(&e);
        let rows = self
            .all("SELECT state, COUNT(*) AS n FROM queue WHERE scan_id = $1 GROUP BY state", |q| q.bind(scan_id))
            .await?;
        let mut counts = QueueCounts::default();
        for row in rows {
            let state: String = row.try_get("state").map_err(fault)?;
            let n = u64::try_from(row.try_get::<i64, _>("n").map_err(fault)?).unwrap_or(0);
            match super::packing::named(state).map_err(|e| self.unreadable("state", e))? {
                QueueState::Waiting => counts.waiting = n,
                QueueState::Leased => counts.leased = n,
                QueueState::Done => counts.done = n,
            }
        }
        Ok(counts)
    }

    /// What came of the sites of a scan that are done, as JSON by site id.
    pub async fn outcomes(&self, scan_id: &str) -> Result<BTreeMap<String, String>, Error> {
        let fault = |e: sqlx::Error| self.fault(&e);
        let rows = self
            .all("SELECT site_id, outcome FROM queue WHERE scan_id = $1 AND outcome IS NOT NULL", |q| q.bind(scan_id))
            .await?;
        rows.iter()
            .map(|row| Ok((row.try_get("site_id").map_err(fault)?, row.try_get("outcome").map_err(fault)?)))
            .collect()
    }
}
