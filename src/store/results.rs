use super::packing::{json, name_of, pack, plain, rows};
use super::{Error, Store};
use crate::model::Scorecard;
use sqlx::Row;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

/// One look at a home page, for the reachability window (R1-11).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// When, milliseconds since 1970.
    pub at_ms: i64,
    /// Whether the home page answered in time.
    pub ok: bool,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// The status or the failure's kind.
    pub detail: String,
}

impl Store {
    /// Notes a look at a site's home page; a second one at the same millisecond is not kept.
    pub async fn save_probe(&self, site_url: &str, probe: &Probe) -> Result<(), Error> {
        let sql = "INSERT INTO probes (site_url, at_ms, ok, took_ms, detail) SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS \
                   (SELECT 1 FROM probes WHERE site_url = $1 AND at_ms = $2)";
        self.change(sql, |q| {
            let took = i64::try_from(probe.took_ms).unwrap_or(i64::MAX);
            q.bind(site_url).bind(probe.at_ms).bind(i64::from(probe.ok)).bind(took).bind(&*plain(&probe.detail))
        })
        .await?;
        Ok(())
    }

    /// The looks at a site's home page from `since_ms` to `until_ms`, oldest first.
    pub async fn probes(&self, site_url: &str, since_ms: i64, until_ms: i64) -> Result<Vec<Probe>, Error> {
        let sql = "SELECT at_ms, ok, took_ms, detail FROM probes WHERE site_url = $1 AND at_ms >= $2 AND at_ms <= $3 \
                   ORDER BY at_ms";
        let rows = self.all(sql, |q| q.bind(site_url).bind(since_ms).bind(until_ms)).await?;
        rows.iter()
            .map(|row| {
                let took: i64 = row.try_get("took_ms").map_err(|e| self.fault(&e))?;
                Ok(Probe {
                    at_ms: row.try_get("at_ms").map_err(|e| self.fault(&e))?,
                    ok: row.try_get::<i64, _>("ok").map_err(|e| self.fault(&e))? != 0,
                    took_ms: u64::try_from(took).unwrap_or(0),
                    detail: row.try_get("detail").map_err(|e| self.fault(&e))?,
                })
            })
            .collect()
    }

    /// When each problem of a site was first seen, by fingerprint, milliseconds since 1970.
    pub async fn first_seen(&self, site_url: &str) -> Result<BTreeMap<String, i64>, Error> {
        let rows = self.all(FIRST_SEEN, |q| q.bind(site_url)).await?;
        self.read_first_seen(&rows)
    }

    fn read_first_seen(&self, rows: &[AnyRow]) -> Result<BTreeMap<String, i64>, Error> {
        rows.iter()
            .map(|row| {
                let print: String = row.try_get("fingerprint").map_err(|e| self.fault(&e))?;
                Ok((print, row.try_get("at_ms").map_err(|e| self.fault(&e))?))
            })
            .collect()
    }

    /// Keeps a scorecard and its findings, in place of an earlier one of the same run and pack, all or nothing.
    /// `seen_ms` is the moment at which the run saw its problems: of two runs the earlier counts, whichever is kept first.
    pub async fn save_scorecard(&self, card: &Scorecard, made_ms: i64, seen_ms: i64) -> Result<(), Error> {
        let body = pack(card);
        self.steady(|| self.try_save_scorecard(card, &body, made_ms, seen_ms)).await
    }

    async fn try_save_scorecard(&self, card: &Scorecard, body: &[u8], made_ms: i64, seen_ms: i64) -> Result<(), Error> {
        let fault = |e: sqlx::Error| self.fault(&e);
        let mut tx = self.fenced().await?;
        for sql in [
            "DELETE FROM scorecards WHERE run_id = $1 AND pack_id = $2",
            "DELETE FROM findings WHERE run_id = $1 AND pack_id = $2",
        ] {
            sqlx::query(sql).bind(&card.run.id).bind(&card.pack.id).execute(&mut *tx).await.map_err(fault)?;
        }
        sqlx::query("INSERT INTO scorecards (run_id, pack_id, made_ms, body) VALUES ($1, $2, $3, $4)")
            .bind(&card.run.id)
            .bind(&card.pack.id)
            .bind(made_ms)
            .bind(body.to_vec())
            .execute(&mut *tx)
            .await
            .map_err(fault)?;
        self.put_tally(&mut tx, card).await?;
        for chunk in card.findings.chunks(ROWS) {
            let sql = format!(
                "INSERT INTO findings (run_id, pack_id, fingerprint, check_id, severity, url, target, body) VALUES {}",
                rows(chunk.len(), 8)
            );
            let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
            for finding in chunk {
                query = query
                    .bind(&card.run.id)
                    .bind(&card.pack.id)
                    .bind(&finding.fingerprint)
                    .bind(&finding.check)
                    .bind(name_of(&finding.severity))
                    .bind(&*plain(&finding.url))
                    .bind(finding.target.as_deref().map(plain).as_deref())
                    .bind(json(finding));
            }
            query.execute(&mut *tx).await.map_err(fault)?;
        }
        let known = sqlx::query(FIRST_SEEN).bind(&card.site.url).fetch_all(&mut *tx).await.map_err(fault)?;
        let known = self.read_first_seen(&known)?;
        let new: Vec<_> = card.findings.iter().filter(|f| !known.contains_key(&f.fingerprint)).collect();
        for chunk in new.chunks(ROWS) {
            let sql = format!(
                "INSERT INTO first_seen (site_url, fingerprint, at_ms, run_id) VALUES {}",
                rows(chunk.len(), 4)
            );
            let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
            for finding in chunk {
                query = query.bind(&card.site.url).bind(&finding.fingerprint).bind(seen_ms).bind(&card.run.id);
            }
            query.execute(&mut *tx).await.map_err(fault)?;
        }
        for finding in card.findings.iter().filter(|f| known.get(&f.fingerprint).is_some_and(|ms| *ms > seen_ms)) {
            sqlx::query(
                "UPDATE first_seen SET at_ms = $1, run_id = $2 WHERE site_url = $3 AND fingerprint = $4 AND at_ms > $1",
            )
            .bind(seen_ms)
            .bind(&card.run.id)
            .bind(&card.site.url)
            .bind(&finding.fingerprint)
            .execute(&mut *tx)
            .await
            .map_err(fault)?;
        }
        tx.commit().await.map_err(fault)
    }
}

/// Rows of one statement.
const ROWS: usize = 200;

const FIRST_SEEN: &str = "SELECT fingerprint, at_ms FROM first_seen WHERE site_url = $1";
