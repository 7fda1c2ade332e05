//! What scorecards counted, run by run: the figures of a year without reading the whole cards.

use super::packing::{json, unpack};
use super::{Error, Store};
use crate::model::{IndicatorScore, Outcome, PackRef, Run, RunTally, Scorecard};
use jiff::civil::Date;
use sqlx::{Any, Row, Transaction};

/// A run of a period, with what it counted under a pack if that is known.
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodRun {
    /// The run.
    pub run: Run,
    /// What it counted.
    pub tally: Option<RunTally>,
}

impl Store {
    /// The ids of all sites with runs judged as on a day from `from` to `to`, sorted.
    pub async fn sites_of(&self, period: (Date, Date)) -> Result<Vec<String>, Error> {
        let sql = "SELECT DISTINCT site_id FROM runs WHERE as_of >= $1 AND as_of <= $2 ORDER BY site_id";
        let rows = self.all(sql, |q| q.bind(period.0.to_string()).bind(period.1.to_string())).await?;
        rows.iter().map(|row| row.try_get("site_id").map_err(|e| self.fault(&e))).collect()
    }

    /// The first and the last day as on which any run was judged; `None` in an empty database.
    pub async fn days(&self) -> Result<Option<(String, String)>, Error> {
        let row = self.first("SELECT MIN(as_of) AS first, MAX(as_of) AS last FROM runs", |q| q).await?;
        let Some(row) = row else { return Ok(None) };
        let first: Option<String> = row.try_get("first").map_err(|e| self.fault(&e))?;
        let last: Option<String> = row.try_get("last").map_err(|e| self.fault(&e))?;
        Ok(first.zip(last))
    }

    /// A site's runs judged as on a day of the period, by day and start, with what each counted under this very pack
    /// (the same digest).
    pub async fn runs_of(&self, site_id: &str, pack: &PackRef, period: (Date, Date)) -> Result<Vec<PeriodRun>, Error> {
        let sql = format!(
            "{}, (SELECT body FROM tallies WHERE run_id = runs.id AND pack_id = $1 AND sha256 = $2) AS tally FROM runs \
             WHERE site_id = $3 AND as_of >= $4 AND as_of <= $5 ORDER BY as_of, started_ms, id",
            super::runs::FIELDS
        );
        let rows = self.all(&sql, |q| {
            let q = q.bind(&pack.id).bind(&pack.sha256).bind(site_id);
            q.bind(period.0.to_string()).bind(period.1.to_string())
        });
        let rows = rows.await?;
        let read = |row| {
            let body: Option<String> = sqlx::Row::try_get(row, "tally").map_err(|e| self.fault(&e))?;
            // One that can't be read is as good as none: it can be counted again.
            let tally = body.and_then(|b| serde_json::from_str(&b).ok());
            Ok(PeriodRun { run: self.read_run(row)?, tally })
        };
        rows.iter().map(read).collect()
    }

    /// Keeps what a card counted, in place of what the same run counted under the same pack before. The card that is
    /// stored stays as it is.
    pub async fn save_tally(&self, card: &Scorecard) -> Result<(), Error> {
        let work = || async move {
            let mut tx = self.write().await?;
            self.put_tally(&mut tx, card).await?;
            tx.commit().await.map_err(|e| self.fault(&e))
        };
        self.steady(work).await
    }

    pub(super) async fn put_tally(&self, tx: &mut Transaction<'_, Any>, card: &Scorecard) -> Result<(), Error> {
        sqlx::query("DELETE FROM tallies WHERE run_id = $1 AND pack_id = $2 AND sha256 = $3")
            .bind(&card.run.id)
            .bind(&card.pack.id)
            .bind(&card.pack.sha256)
            .execute(&mut **tx)
            .await
            .map_err(|e| self.fault(&e))?;
        sqlx::query("INSERT INTO tallies (run_id, pack_id, sha256, body) VALUES ($1, $2, $3, $4)")
            .bind(&card.run.id)
            .bind(&card.pack.id)
            .bind(&card.pack.sha256)
            .bind(json(&counted(card)))
            .execute(&mut **tx)
            .await
            .map_err(|e| self.fault(&e))?;
        Ok(())
    }

    /// Ids of the veto rules that the site failed in the run before this one, under a pack of this id.
    pub async fn vetoes_before(&self, run: &Run, pack_id: &str) -> Result<Vec<String>, Error> {
        let sql = "SELECT t.body FROM tallies t JOIN runs r ON r.id = t.run_id WHERE r.site_url = $1 AND t.pack_id = $2 AND \
                   r.started_ms < $3 ORDER BY r.started_ms DESC, r.id DESC LIMIT 1";
        let row = self.first(sql, |q| q.bind(&run.site.url).bind(pack_id).bind(run.started_ms)).await?;
        let Some(row) = row else { return Ok(Vec::new()) };
        let body: String = row.try_get("body").map_err(|e| self.fault(&e))?;
        let tally: RunTally = serde_json::from_str(&body).map_err(|e| self.unreadable("a tally", e))?;
        Ok(tally.vetoes)
    }

    /// The scorecard of a run under a pack; `None` when there is none, or only one of another digest.
    pub async fn scorecard(&self, run_id: &str, pack: &PackRef) -> Result<Option<Scorecard>, Error> {
        let sql = "SELECT body FROM scorecards WHERE run_id = $1 AND pack_id = $2";
        let row = self.first(sql, |q| q.bind(run_id).bind(&pack.id)).await?;
        let Some(row) = row else { return Ok(None) };
        let body: Vec<u8> = row.try_get("body").map_err(|e| self.fault(&e))?;
        // A card of an earlier version of the program is as good as none: it can be made again.
        Ok(unpack::<Scorecard>(&body).ok().filter(|card| card.pack.sha256 == pack.sha256))
    }
}

/// What a card counted.
#[must_use]
pub fn counted(card: &Scorecard) -> RunTally {
    let mut tally = RunTally {
        name: card.site.name.clone(),
        traits: card.site.traits.clone(),
        vetoes: card.score.vetoes.clone(),
        rules: Vec::new(),
    };
    let mut stack: Vec<&IndicatorScore> = card.indicators.iter().collect();
    while let Some(indicator) = stack.pop() {
        stack.extend(&indicator.children);
        tally.rules.extend(indicator.rules.iter().map(|r| {
            let inapplicable = r.outcome == Outcome::Inapplicable;
            (r.id.clone(), r.tested, r.violations, r.undetermined, r.open_ended, inapplicable)
        }));
    }
    tally
}
