//! What one process at a time does, such as giving out the sites of a schedule.

use super::{Error, Store};
use sqlx::Row;

/// Who has a lead, and how long it lasts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// Who.
    pub holder: String,
    /// Until when, milliseconds since 1970 (UTC).
    pub until_ms: i64,
}

impl Store {
    /// Takes or renews the lead in `name` for `for_ms`. `None`: it is the holder's now; else who has it.
    pub async fn take_lead(&self, name: &str, holder: &str, now_ms: i64, for_ms: i64) -> Result<Option<Lead>, Error> {
        self.steady(|| self.try_take_lead(name, holder, now_ms, for_ms)).await
    }

    async fn try_take_lead(&self, name: &str, holder: &str, now_ms: i64, for_ms: i64) -> Result<Option<Lead>, Error> {
        let fault = |e: sqlx::Error| self.fault(&e);
        let mut tx = self.claiming().await?;
        let found = sqlx::query("SELECT holder, until_ms FROM leads WHERE name = $1").bind(name);
        if let Some(row) = found.fetch_optional(&mut *tx).await.map_err(fault)? {
            let lead = Lead {
                holder: row.try_get("holder").map_err(fault)?,
                until_ms: row.try_get("until_ms").map_err(fault)?,
            };
            if lead.holder != holder && lead.until_ms > now_ms {
                return Ok(Some(lead));
            }
        }
        sqlx::query("DELETE FROM leads WHERE name = $1").bind(name).execute(&mut *tx).await.map_err(fault)?;
        sqlx::query("INSERT INTO leads (name, holder, until_ms) VALUES ($1, $2, $3)")
            .bind(name)
            .bind(holder)
            .bind(now_ms.saturating_add(for_ms))
            .execute(&mut *tx)
            .await
            .map_err(fault)?;
        tx.commit().await.map_err(fault)?;
        Ok(None)
    }

    /// Everybody who has a lead or a lease.
    pub async fn holders(&self) -> Result<Vec<String>, Error> {
        let fault = |e: sqlx::Error| self.fault(&e);
        let sql =
            "SELECT holder FROM queue WHERE state = 'leased' AND holder IS NOT NULL UNION SELECT holder FROM leads";
        let rows = self.all(sql, |q| q).await?;
        let mut holders: Vec<String> =
            rows.iter().map(|row| row.try_get("holder").map_err(fault)).collect::<Result<_, _>>()?;
        holders.sort();
        Ok(holders)
    }

    /// Ends the leads and leases of a holder that is no more, so that nobody waits for them to run out.
    pub async fn forfeit(&self, holder: &str) -> Result<(), Error> {
        self.steady(|| self.try_forfeit(holder)).await
    }

    async fn try_forfeit(&self, holder: &str) -> Result<(), Error> {
        let fault = |e: sqlx::Error| self.fault(&e);
        let mut tx = self.claiming().await?;
        sqlx::query("UPDATE queue SET until_ms = 0 WHERE state = 'leased' AND holder = $1")
            .bind(holder)
            .execute(&mut *tx)
            .await
            .map_err(fault)?;
        sqlx::query("DELETE FROM leads WHERE holder = $1").bind(holder).execute(&mut *tx).await.map_err(fault)?;
        tx.commit().await.map_err(fault)
    }

    /// Gives the lead up, if it is the holder's.
    pub async fn drop_lead(&self, name: &str, holder: &str) -> Result<(), Error> {
        self.change("DELETE FROM leads WHERE name = $1 AND holder = $2", |q| q.bind(name).bind(holder)).await?;
        Ok(())
    }
}
