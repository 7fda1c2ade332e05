//! The queue of sites and the leases on them.
//!
//! A lease is the row's `holder` and `attempt` while its state is `leased`; `attempt` grows each time the site is given
//! out and never falls. A lease that ran out is nobody's until somebody claims the site again: its holder may still
//! renew it, unless another lease on the same group or site began in between, which shows in that one ending later.

use super::packing::{name_of, named, plain, rows};
use super::steady::{Bind, Query};
use super::{Error, Store};
use crate::model::{Lease, QueueRow, QueueState, QueuedSite, Scan, Site};
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

/// Rows of one statement.
const ROWS: usize = 200;

const SCANS: &str = "SELECT id, list, as_of, started_ms, finished_ms, options FROM scans";

/// The first site that may be given out. `$2` is now; `$1` the scan, or empty for any.
const NEXT: &str = "SELECT q.scan_id, q.seq, q.site_id, q.site_name, q.site_url, q.polite, q.job, q.attempt, q.run_id \
                    FROM queue q JOIN scans s ON s.id = q.scan_id WHERE (s.id = $1 OR $1 = '') AND s.finished_ms IS \
                    NULL AND q.not_before_ms <= $2 AND (q.state = 'waiting' OR (q.state = 'leased' AND q.until_ms <= \
                    $2)) AND q.polite NOT IN (SELECT h.polite FROM queue h WHERE h.state = 'leased' AND h.until_ms > \
                    $2) AND q.site_url NOT IN (SELECT h.site_url FROM queue h WHERE h.state = 'leased' AND h.until_ms \
                    > $2) ORDER BY s.started_ms, s.id, q.seq LIMIT 1";

/// The row of a lease; see `bind_lease`.
const LEASE: &str = "scan_id = $1 AND site_id = $2 AND holder = $3 AND attempt = $4";

fn bind_lease(query: Query, lease: &Lease) -> Query {
    query.bind(&lease.scan.id).bind(&lease.site.id).bind(&lease.holder).bind(i64::from(lease.attempt))
}

impl Store {
    /// Begins a scan with its queue, all or nothing; the sites keep their order. Fails when there is such a scan or when
    /// two sites have the same id.
    pub async fn begin_scan(&self, scan: &Scan, sites: &[QueuedSite]) -> Result<(), Error> {
        match self.steady(|| self.try_begin_scan(scan, sites)).await {
            // An answer got lost on the way: it is there whole or not at all.
            Err(Error::Exists { .. }) if self.scan(&scan.id).await?.as_ref() == Some(scan) => Ok(()),
            done => done,
        }
    }

    async fn try_begin_scan(&self, scan: &Scan, sites: &[QueuedSite]) -> Result<(), Error> {
        let fault = |e: sqlx::Error| self.fault(&e);
        let mut tx = self.write().await?;
        sqlx::query(
            "INSERT INTO scans (id, list, as_of, started_ms, finished_ms, options) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&scan.id)
        .bind(&scan.list)
        .bind(scan.as_of.to_string())
        .bind(scan.started_ms)
        .bind(scan.finished_ms)
        .bind(&scan.options)
        .execute(&mut *tx)
        .await
        .map_err(fault)?;
        for (nth, chunk) in sites.chunks(ROWS).enumerate() {
            let sql = format!(
                "INSERT INTO queue (scan_id, seq, site_id, site_name, site_url, polite, job, state, not_before_ms, \
                 attempt) VALUES {}",
                rows(chunk.len(), 10)
            );
            let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
            for (seq, queued) in (nth * ROWS..).zip(chunk) {
                query = query
                    .bind(&scan.id)
                    .bind(i64::try_from(seq).unwrap_or(i64::MAX))
                    .bind(&queued.site.id)
                    .bind(&*plain(&queued.site.name))
                    .bind(&*plain(&queued.site.url))
                    .bind(&*plain(&queued.group))
                    .bind(&*plain(&queued.job))
                    .bind(name_of(&QueueState::Waiting))
                    .bind(queued.not_before_ms)
                    .bind(0_i64);
            }
            query.execute(&mut *tx).await.map_err(fault)?;
        }
        tx.commit().await.map_err(fault)
    }

    /// The newest scan of this list that has not ended.
    pub async fn open_scan(&self, list: &str) -> Result<Option<Scan>, Error> {
        let sql = format!("{SCANS} WHERE list = $1 AND finished_ms IS NULL ORDER BY started_ms DESC, id DESC LIMIT 1");
        self.first(&sql, |q| q.bind(list)).await?.map(|r| self.read_scan(&r)).transpose()
    }

    /// The scan with this id, if there is one.
    pub async fn scan(&self, id: &str) -> Result<Option<Scan>, Error> {
        let sql = format!("{SCANS} WHERE id = $1");
        self.first(&sql, |q| q.bind(id)).await?.map(|r| self.read_scan(&r)).transpose()
    }

    /// All scans, newest first, at most `limit`.
    pub async fn last_scans(&self, limit: u32) -> Result<Vec<Scan>, Error> {
        let sql = format!("{SCANS} ORDER BY started_ms DESC, id DESC LIMIT $1");
        self.all(&sql, |q| q.bind(i64::from(limit))).await?.iter().map(|r| self.read_scan(r)).collect()
    }

    /// The queue of a scan as it stands, in the order of the list.
    pub async fn queue(&self, scan_id: &str) -> Result<Vec<QueueRow>, Error> {
        let sql = "SELECT site_id, site_name, site_url, polite, job, state, holder, until_ms, not_before_ms, attempt, \
                   run_id, outcome FROM queue WHERE scan_id = $1 ORDER BY seq";
        let rows = self.all(sql, |q| q.bind(scan_id)).await?;
        rows.iter().map(|r| self.read_queue_row(r)).collect()
    }

    /// Gives out the next site of an unfinished scan (`None`: of any, the oldest first) for `lease_ms`: one that waits and
    /// whose time has come, or whose lease ran out. Passed over are sites whose politeness group or address is held by a
    /// lease that lasts, in whichever scan. `None` when there is none at the moment.
    pub async fn claim(
        &self,
        scan_id: Option<&str>,
        holder: &str,
        now_ms: i64,
        lease_ms: i64,
    ) -> Result<Option<Lease>, Error> {
        // Should the answer to a claim get lost on the way, the lease runs out by itself.
        self.steady(|| self.try_claim(scan_id, holder, now_ms, lease_ms)).await
    }

    async fn try_claim(
        &self,
        scan_id: Option<&str>,
        holder: &str,
        now_ms: i64,
        lease_ms: i64,
    ) -> Result<Option<Lease>, Error> {
        let fault = |e: sqlx::Error| self.fault(&e);
        let mut tx = self.claiming().await?;
        let (row, scan_id, attempt) = loop {
            let next = sqlx::query(NEXT).bind(scan_id.unwrap_or_default()).bind(now_ms);
            let Some(row) = next.fetch_optional(&mut *tx).await.map_err(fault)? else { return Ok(None) };
            let scan_id: String = row.try_get("scan_id").map_err(fault)?;
            let attempt: i64 = row.try_get("attempt").map_err(fault)?;
            let taken = sqlx::query(
                "UPDATE queue SET state = 'leased', holder = $1, until_ms = $2, attempt = attempt + 1 WHERE scan_id = $3 \
                 AND seq = $4 AND attempt = $5 AND state <> 'done' AND not_before_ms <= $6",
            )
            .bind(holder)
            .bind(now_ms.saturating_add(lease_ms))
            .bind(&scan_id)
            .bind(row.try_get::<i64, _>("seq").map_err(fault)?)
            .bind(attempt)
            .bind(now_ms)
            .execute(&mut *tx)
            .await
            .map_err(fault)?;
            if taken.rows_affected() == 1 {
                break (row, scan_id, attempt + 1);
            }
            // The holder of a lease that ran out settled it or gave it back this very moment: the next one then.
        };
        let sql = format!("{SCANS} WHERE id = $1");
        let scan = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(&scan_id).fetch_one(&mut *tx).await.map_err(fault)?;
        tx.commit().await.map_err(fault)?;
        Ok(Some(Lease {
            scan: self.read_scan(&scan)?,
            site: self.read_site(&row)?,
            job: row.try_get("job").map_err(fault)?,
            group: row.try_get("polite").map_err(fault)?,
            holder: holder.to_owned(),
            attempt: u32::try_from(attempt).unwrap_or(u32::MAX),
            run_id: row.try_get("run_id").map_err(fault)?,
        }))
    }

    /// Makes a lease last until then. `false`: it is lost, because another attempt holds the site, the site is settled, or
    /// the lease ran out and somebody took another site of its group since; whoever hears it makes no further request.
    pub async fn renew(&self, lease: &Lease, until_ms: i64) -> Result<bool, Error> {
        self.steady(|| self.try_renew(lease, until_ms)).await
    }

    async fn try_renew(&self, lease: &Lease, until_ms: i64) -> Result<bool, Error> {
        let mut tx = self.claiming().await?;
        let done = sqlx::query(
            "UPDATE queue SET until_ms = $1 WHERE scan_id = $2 AND site_id = $3 AND state = 'leased' AND holder = $4 AND \
             attempt = $5 AND NOT EXISTS (SELECT 1 FROM queue o WHERE o.state = 'leased' AND o.until_ms > \
             queue.until_ms AND (o.polite = queue.polite OR o.site_url = queue.site_url))",
        )
        .bind(until_ms)
        .bind(&lease.scan.id)
        .bind(&lease.site.id)
        .bind(&lease.holder)
        .bind(i64::from(lease.attempt))
        .execute(&mut *tx)
        .await
        .map_err(|e| self.fault(&e))?;
        tx.commit().await.map_err(|e| self.fault(&e))?;
        Ok(done.rows_affected() == 1)
    }

    /// Notes the run that this attempt works on, for an attempt after it to go on with. `false`: the lease is lost.
    pub async fn note_run(&self, lease: &Lease, run_id: &str) -> Result<bool, Error> {
        self.row(lease, "run_id = $5", |q| q.bind(run_id)).await
    }

    /// The site is done, with this outcome (JSON). `false`: the lease is lost, and nothing was changed.
    pub async fn settle(&self, lease: &Lease, outcome: &str) -> Result<bool, Error> {
        let outcome = &*plain(outcome);
        if self.row(lease, "state = 'done', until_ms = NULL, outcome = $5", |q| q.bind(outcome)).await? {
            return Ok(true);
        }
        // By this very lease with this very outcome already: an answer got lost on the way.
        let sql = format!("SELECT seq FROM queue WHERE {LEASE} AND state = 'done' AND outcome = $5");
        Ok(self.first(&sql, |q| bind_lease(q, lease).bind(outcome)).await?.is_some())
    }

    /// Gives a lease back; the site waits again and keeps its run. `false`: the lease is lost.
    pub async fn release(&self, lease: &Lease) -> Result<bool, Error> {
        self.row(lease, "state = 'waiting', holder = NULL, until_ms = NULL", |q| q).await
    }

    /// Gives a lease back; the site waits again, not to be given out before then, and keeps its run. `false`: the lease is
    /// lost.
    pub async fn defer(&self, lease: &Lease, until_ms: i64) -> Result<bool, Error> {
        let set = "state = 'waiting', holder = NULL, until_ms = NULL, not_before_ms = $5";
        self.row(lease, set, |q| q.bind(until_ms)).await
    }

    /// Notes that a scan has ended; one that has already keeps its moment.
    pub async fn finish_scan(&self, id: &str, now_ms: i64) -> Result<(), Error> {
        let sql = "UPDATE scans SET finished_ms = $1 WHERE id = $2 AND finished_ms IS NULL";
        self.change(sql, |q| q.bind(now_ms).bind(id)).await?;
        Ok(())
    }

    /// A handle whose writes to runs fail with [`Error::LeaseLost`], changing nothing, once the lease is lost.
    #[must_use]
    pub fn held(&self, lease: &Lease) -> Self {
        Self { fence: Some(std::sync::Arc::new(lease.clone())), ..self.clone() }
    }

    /// Changes the row of a lease that still is one.
    async fn row(&self, lease: &Lease, set: &str, bind: impl Bind) -> Result<bool, Error> {
        let sql = format!("UPDATE queue SET {set} WHERE {LEASE} AND state = 'leased'");
        Ok(self.change(&sql, |q| bind(bind_lease(q, lease))).await? == 1)
    }

    /// A transaction that writes to runs: it fails where the handle's lease is lost, and keeps the lease from being taken
    /// until it ends.
    pub(super) async fn fenced(&self) -> Result<Transaction<'static, Any>, Error> {
        let mut tx = self.write().await?;
        if let Some(lease) = &self.fence {
            // Writing what is there holds the row on every database.
            let sql = format!("UPDATE queue SET attempt = attempt WHERE {LEASE} AND state = 'leased'");
            let held = bind_lease(sqlx::query(sqlx::AssertSqlSafe(sql)), lease).execute(&mut *tx).await;
            let held = held.map_err(|e| self.fault(&e))?;
            if held.rows_affected() != 1 {
                return Err(Error::LeaseLost { site: lease.site.url.clone() });
            }
        }
        Ok(tx)
    }

    fn read_scan(&self, row: &AnyRow) -> Result<Scan, Error> {
        let get = |e: sqlx::Error| self.fault(&e);
        let as_of: String = row.try_get("as_of").map_err(get)?;
        Ok(Scan {
            id: row.try_get("id").map_err(get)?,
            list: row.try_get("list").map_err(get)?,
            as_of: as_of.parse().map_err(|e| self.unreadable("as_of", e))?,
            started_ms: row.try_get("started_ms").map_err(get)?,
            finished_ms: row.try_get("finished_ms").map_err(get)?,
            options: row.try_get("options").map_err(get)?,
        })
    }

    fn read_site(&self, row: &AnyRow) -> Result<Site, Error> {
        let get = |e: sqlx::Error| self.fault(&e);
        Ok(Site {
            id: row.try_get("site_id").map_err(get)?,
            name: row.try_get("site_name").map_err(get)?,
            url: row.try_get("site_url").map_err(get)?,
        })
    }

    fn read_queue_row(&self, row: &AnyRow) -> Result<QueueRow, Error> {
        let get = |e: sqlx::Error| self.fault(&e);
        let state: String = row.try_get("state").map_err(get)?;
        let attempt: i64 = row.try_get("attempt").map_err(get)?;
        Ok(QueueRow {
            site: self.read_site(row)?,
            group: row.try_get("polite").map_err(get)?,
            job: row.try_get("job").map_err(get)?,
            state: named(state).map_err(|e| self.unreadable("state", e))?,
            holder: row.try_get("holder").map_err(get)?,
            until_ms: row.try_get("until_ms").map_err(get)?,
            not_before_ms: row.try_get("not_before_ms").map_err(get)?,
            attempt: u32::try_from(attempt).unwrap_or(u32::MAX),
            run_id: row.try_get("run_id").map_err(get)?,
            outcome: row.try_get("outcome").map_err(get)?,
        })
    }
}
