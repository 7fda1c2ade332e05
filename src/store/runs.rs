use super::packing::{json, name_of, named, plain};
use super::{Error, Store};
use crate::model::{Run, RunStatus, Site, SiteTrait, StopReason};
use sqlx::Row;
use sqlx::any::AnyRow;

pub(super) const FIELDS: &str = "SELECT id, site_id, site_name, site_url, as_of, started_ms, finished_ms, status, \
                                 stopped_by, requests, settings";
const COLUMNS: &str = "SELECT id, site_id, site_name, site_url, as_of, started_ms, finished_ms, status, stopped_by, \
                       requests, settings FROM runs";

impl Store {
    /// Notes a run that begins. `now_ms` is its first sign of life. One that is there just so is left as it is.
    pub async fn begin_run(&self, run: &Run, now_ms: i64) -> Result<(), Error> {
        match self.steady(|| self.try_begin_run(run, now_ms)).await {
            // An answer got lost on the way.
            Err(Error::Exists { .. }) if self.find_run(&run.id).await?.as_ref() == Some(run) => Ok(()),
            done => done,
        }
    }

    async fn try_begin_run(&self, run: &Run, now_ms: i64) -> Result<(), Error> {
        let mut tx = self.fenced().await?;
        sqlx::query(
            "INSERT INTO runs (id, site_id, site_name, site_url, as_of, started_ms, finished_ms, beat_ms, status, \
             stopped_by, requests, settings) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(&run.id)
        .bind(&run.site.id)
        .bind(&*plain(&run.site.name))
        .bind(&*plain(&run.site.url))
        .bind(run.as_of.to_string())
        .bind(run.started_ms)
        .bind(run.finished_ms)
        .bind(now_ms)
        .bind(name_of(&run.status))
        .bind(run.stopped_by.map(|s| name_of(&s)))
        .bind(i64::try_from(run.requests).unwrap_or(i64::MAX))
        .bind(&*plain(&run.settings))
        .execute(&mut *tx)
        .await
        .map_err(|e| self.fault(&e))?;
        tx.commit().await.map_err(|e| self.fault(&e))
    }

    /// Writes down how a run stands now.
    pub async fn update_run(&self, run: &Run, now_ms: i64) -> Result<(), Error> {
        self.steady(|| self.try_update_run(run, now_ms)).await
    }

    async fn try_update_run(&self, run: &Run, now_ms: i64) -> Result<(), Error> {
        let mut tx = self.fenced().await?;
        sqlx::query(
            "UPDATE runs SET site_name = $1, finished_ms = $2, beat_ms = $3, status = $4, stopped_by = $5, \
             requests = $6, as_of = $7 WHERE id = $8",
        )
        .bind(&*plain(&run.site.name))
        .bind(run.finished_ms)
        .bind(now_ms)
        .bind(name_of(&run.status))
        .bind(run.stopped_by.map(|s| name_of(&s)))
        .bind(i64::try_from(run.requests).unwrap_or(i64::MAX))
        .bind(run.as_of.to_string())
        .bind(&run.id)
        .execute(&mut *tx)
        .await
        .map_err(|e| self.fault(&e))?;
        tx.commit().await.map_err(|e| self.fault(&e))
    }

    /// The run with this id.
    pub async fn run(&self, id: &str) -> Result<Run, Error> {
        let found = self.find_run(id).await?;
        found.ok_or_else(|| Error::NoRun { id: id.to_owned(), path: self.path.clone() })
    }

    /// The run with this id, if there is one.
    pub async fn find_run(&self, id: &str) -> Result<Option<Run>, Error> {
        let row = self.first(&format!("{COLUMNS} WHERE id = $1"), |q| q.bind(id)).await?;
        row.map(|r| self.read_run(&r)).transpose()
    }

    /// The newest run of a site that was cut off and can go on: interrupted, or running without a sign of life since
    /// `dead_before_ms`, begun after `since_ms`, with the same settings.
    pub async fn resumable(
        &self,
        site_url: &str,
        settings: &str,
        since_ms: i64,
        dead_before_ms: i64,
    ) -> Result<Option<Run>, Error> {
        let sql = format!(
            "{COLUMNS} WHERE site_url = $1 AND settings = $2 AND started_ms >= $3 AND (status = 'interrupted' OR \
             (status = 'running' AND beat_ms < $4)) ORDER BY started_ms DESC, id DESC LIMIT 1"
        );
        let bind = |q: super::steady::Query| q.bind(site_url).bind(settings).bind(since_ms).bind(dead_before_ms);
        self.first(&sql, bind).await?.map(|r| self.read_run(&r)).transpose()
    }

    /// All runs, newest first, at most `limit`.
    pub async fn recent_runs(&self, limit: u32) -> Result<Vec<Run>, Error> {
        let sql = format!("{COLUMNS} ORDER BY started_ms DESC, id DESC LIMIT $1");
        self.all(&sql, |q| q.bind(i64::from(limit))).await?.iter().map(|r| self.read_run(r)).collect()
    }

    /// Whether a run of a site that began since then was walked to its end or its budget.
    pub async fn ended_since(&self, site_url: &str, since_ms: i64) -> Result<bool, Error> {
        let sql = "SELECT COUNT(*) AS n FROM runs WHERE site_url = $1 AND started_ms >= $2 AND (status = 'complete' OR status \
                   = 'partial')";
        let Some(row) = self.first(sql, |q| q.bind(site_url).bind(since_ms)).await? else { return Ok(false) };
        Ok(row.try_get::<i64, _>("n").map_err(|e| self.fault(&e))? > 0)
    }

    /// Runs of one site that began from `since_ms` until before `before_ms`, oldest first.
    pub async fn runs_between(&self, site_url: &str, since_ms: i64, before_ms: i64) -> Result<Vec<Run>, Error> {
        let sql =
            format!("{COLUMNS} WHERE site_url = $1 AND started_ms >= $2 AND started_ms < $3 ORDER BY started_ms, id");
        let rows = self.all(&sql, |q| q.bind(site_url).bind(since_ms).bind(before_ms)).await?;
        rows.iter().map(|r| self.read_run(r)).collect()
    }

    /// What people told of the body of a run.
    pub async fn traits(&self, run_id: &str) -> Result<Vec<SiteTrait>, Error> {
        let row = self.first("SELECT traits FROM runs WHERE id = $1", |q| q.bind(run_id)).await?;
        let Some(row) = row else { return Ok(Vec::new()) };
        let text: String = row.try_get("traits").map_err(|e| self.fault(&e))?;
        serde_json::from_str(&text).map_err(|e| self.unreadable("traits", e))
    }

    /// Keeps what people told of the body with the run.
    pub async fn keep_traits(&self, run_id: &str, traits: &[SiteTrait]) -> Result<(), Error> {
        self.steady(|| self.try_keep_traits(run_id, traits)).await
    }

    async fn try_keep_traits(&self, run_id: &str, traits: &[SiteTrait]) -> Result<(), Error> {
        let mut tx = self.fenced().await?;
        sqlx::query("UPDATE runs SET traits = $1 WHERE id = $2")
            .bind(json(&traits))
            .bind(run_id)
            .execute(&mut *tx)
            .await
            .map_err(|e| self.fault(&e))?;
        tx.commit().await.map_err(|e| self.fault(&e))
    }

    pub(super) fn read_run(&self, row: &AnyRow) -> Result<Run, Error> {
        let get = |e: sqlx::Error| self.fault(&e);
        let as_of: String = row.try_get("as_of").map_err(get)?;
        let status: String = row.try_get("status").map_err(get)?;
        let stopped: Option<String> = row.try_get("stopped_by").map_err(get)?;
        let requests: i64 = row.try_get("requests").map_err(get)?;
        Ok(Run {
            id: row.try_get("id").map_err(get)?,
            site: Site {
                id: row.try_get("site_id").map_err(get)?,
                name: row.try_get("site_name").map_err(get)?,
                url: row.try_get("site_url").map_err(get)?,
            },
            as_of: as_of.parse().map_err(|e| self.unreadable("as_of", e))?,
            started_ms: row.try_get("started_ms").map_err(get)?,
            finished_ms: row.try_get("finished_ms").map_err(get)?,
            status: named::<RunStatus>(status).map_err(|e| self.unreadable("status", e))?,
            stopped_by: stopped.map(named::<StopReason>).transpose().map_err(|e| self.unreadable("stopped_by", e))?,
            requests: u64::try_from(requests).unwrap_or(0),
            settings: row.try_get("settings").map_err(get)?,
        })
    }
}
