use super::{Error, Store};
use sqlx::Row;

/// What a database says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Health {
    /// The schema's version.
    pub schema: i64,
    /// Why nothing can be written; `None` when it can.
    pub not_writable: Option<String>,
    /// Runs kept.
    pub runs: u64,
    /// The newest moment kept, milliseconds since 1970.
    pub newest_ms: Option<i64>,
    /// Leads and leases, those that ran out too.
    pub held: Vec<Held>,
    /// Scans that have not ended, newest first.
    pub open: Vec<OpenScan>,
}

/// A lead or a lease.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Who holds it.
    pub holder: String,
    /// The site of a lease; `None` for a lead.
    pub site: Option<String>,
    /// Until when, milliseconds since 1970.
    pub until_ms: i64,
}

/// A scan that has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenScan {
    /// Its id.
    pub id: String,
    /// When it began, milliseconds since 1970.
    pub started_ms: i64,
    /// Sites settled.
    pub settled: u64,
    /// Sites in all.
    pub all: u64,
}

impl Store {
    /// How the database is. Changes nothing.
    pub async fn health(&self) -> Result<Health, Error> {
        let fault = |e: sqlx::Error| self.fault(&e);
        // No row has this id; whether the statement is let through tells whether anything could be written.
        let written = sqlx::query("UPDATE runs SET beat_ms = beat_ms WHERE id = ''").execute(&self.pool).await;
        let not_writable = match written.map_err(fault) {
            Ok(_) => None,
            Err(why @ Error::Locked { .. }) => return Err(why),
            Err(why) => Some(why.to_string()),
        };
        let held = sqlx::query(
            "SELECT holder, site_id, until_ms FROM queue WHERE state = 'leased' AND holder IS NOT NULL AND until_ms > 0 \
             UNION ALL SELECT holder, NULL, until_ms FROM leads ORDER BY 1, 3",
        );
        let held = held.fetch_all(&self.pool).await.map_err(fault)?;
        let held = held
            .iter()
            .map(|row| Ok(Held { holder: row.try_get(0)?, site: row.try_get(1)?, until_ms: row.try_get(2)? }));
        let mut open = Vec::new();
        for scan in self.last_scans(100).await?.into_iter().filter(|scan| scan.finished_ms.is_none()) {
            let all = self.figure("SELECT COUNT(*) FROM queue WHERE scan_id = $1", Some(&scan.id)).await?;
            let settled = "SELECT COUNT(*) FROM queue WHERE scan_id = $1 AND state = 'done'";
            let settled = self.figure(settled, Some(&scan.id)).await?;
            open.push(OpenScan {
                settled: settled.unwrap_or(0).unsigned_abs(),
                all: all.unwrap_or(0).unsigned_abs(),
                id: scan.id,
                started_ms: scan.started_ms,
            });
        }
        Ok(Health {
            schema: self.figure("SELECT MAX(version) FROM _sqlx_migrations", None).await?.unwrap_or(0),
            not_writable,
            runs: self.figure("SELECT COUNT(*) FROM runs", None).await?.unwrap_or(0).unsigned_abs(),
            newest_ms: self.figure("SELECT MAX(beat_ms) FROM runs", None).await?,
            held: held.collect::<Result<_, sqlx::Error>>().map_err(fault)?,
            open,
        })
    }

    async fn figure(&self, sql: &'static str, value: Option<&str>) -> Result<Option<i64>, Error> {
        let query = match value {
            Some(value) => sqlx::query(sql).bind(value.to_owned()),
            None => sqlx::query(sql),
        };
        let row = query.fetch_one(&self.pool).await.map_err(|e| self.fault(&e))?;
        row.try_get(0).map_err(|e| self.fault(&e))
    }
}
