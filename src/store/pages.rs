use super::contents::{Packed, STORED, Stored, packed};
use super::packing::{Unpacker, json, key, name_of, plain};
use super::{Error, Store};
use crate::model::{Observation, Page, PageKey, PageRecord, PageRole};
use sqlx::Row;
use std::collections::VecDeque;

/// Pages read from the store at a time; bounds memory.
const CHUNK: i64 = 100;

impl Store {
    /// Saves what a run saw, all or nothing. Saving the same page or observation again changes nothing, so that a run
    /// that goes on may offer what it had already.
    pub async fn save(
        &self,
        run_id: &str,
        pages: &[PageRecord],
        observations: &[(String, Observation)],
        beat: (i64, u64),
    ) -> Result<(), Error> {
        // Packing is the costly part and needs no transaction.
        let packed: Vec<Packed> = pages.iter().map(|page| packed(run_id, page)).collect();
        let bodies: Vec<String> = observations.iter().map(|(_, observation)| json(observation)).collect();
        self.steady(|| self.try_save(run_id, (pages, &packed), (observations, &bodies), beat)).await
    }

    async fn try_save(
        &self,
        run_id: &str,
        (pages, packed): (&[PageRecord], &[Packed]),
        (observations, bodies): (&[(String, Observation)], &[String]),
        beat: (i64, u64),
    ) -> Result<(), Error> {
        let fault = |e: sqlx::Error| self.fault(&e);
        let mut tx = self.fenced().await?;
        // In one order, so that two that save the same pages don't wait for each other in a circle.
        let mut all: Vec<(&PageRecord, &Packed)> = pages.iter().zip(packed).collect();
        all.sort_by_key(|(page, _)| page.seq);
        for (page, packed) in all {
            if let (Some(id), Some(content)) = (&packed.content_id, &packed.content) {
                sqlx::query(
                    "INSERT INTO contents (id, body) SELECT $1, $2 WHERE NOT EXISTS (SELECT 1 FROM contents WHERE id = \
                     $1)",
                )
                .bind(id)
                .bind(content.as_slice())
                .execute(&mut *tx)
                .await
                .map_err(fault)?;
            }
            sqlx::query(
                "INSERT INTO pages (run_id, seq, url_key, role, status, failure, body, content_id) SELECT $1, $2, $3, $4, \
                 $5, $6, $7, $8 WHERE NOT EXISTS (SELECT 1 FROM pages WHERE run_id = $1 AND (seq = $2 OR (url_key = $3 AND role = \
                 $4)))",
            )
            .bind(run_id)
            .bind(i64::try_from(page.seq).unwrap_or(i64::MAX))
            .bind(&*key(&page.key.0))
            .bind(name_of(&page.role))
            .bind(page.record.status.map(i64::from))
            .bind(page.record.failure_kind().map(|k| name_of(&k)))
            .bind(packed.body.as_slice())
            .bind(packed.content_id.as_deref())
            .execute(&mut *tx)
            .await
            .map_err(fault)?;
        }
        for ((whole, _), body) in observations.iter().zip(bodies) {
            let short = key(whole);
            let long = (*short != **whole).then(|| plain(whole));
            sqlx::query(
                "INSERT INTO observations (run_id, obs_key, whole_key, body) SELECT $1, $2, $3, $4 WHERE NOT EXISTS \
                 (SELECT 1 FROM observations WHERE run_id = $1 AND obs_key = $2)",
            )
            .bind(run_id)
            .bind(&*short)
            .bind(long.as_deref())
            .bind(body)
            .execute(&mut *tx)
            .await
            .map_err(fault)?;
        }
        sqlx::query("UPDATE runs SET beat_ms = $1, requests = $2 WHERE id = $3")
            .bind(beat.0)
            .bind(i64::try_from(beat.1).unwrap_or(i64::MAX))
            .bind(run_id)
            .execute(&mut *tx)
            .await
            .map_err(fault)?;
        tx.commit().await.map_err(fault)
    }

    /// Gives every page of a run to `take`, in crawl order. While it works, the next pages are read and unpacked on other
    /// cores, a bounded number ahead.
    pub async fn each_page(&self, run_id: &str, mut take: impl FnMut(PageRecord)) -> Result<(), Error> {
        let ahead = std::thread::available_parallelism().map_or(1, usize::from) + 1;
        let mut unpacking = VecDeque::new();
        let mut from = Some(0_i64);
        loop {
            while let Some(first) = from.filter(|_| unpacking.len() < ahead) {
                let bodies = self.bodies(run_id, first).await?;
                from = bodies.last().map(|(seq, _)| seq + 1);
                if from.is_some() {
                    unpacking.push_back(tokio::task::spawn_blocking(move || {
                        let mut unpacker = Unpacker::new()?;
                        let read = |(_, stored): &(i64, Stored)| stored.unpack(&mut unpacker);
                        bodies.iter().map(read).collect::<Result<Vec<PageRecord>, _>>()
                    }));
                }
            }
            let Some(next) = unpacking.pop_front() else { return Ok(()) };
            let pages = next.await.unwrap_or_else(|e| Err(e.to_string()));
            pages.map_err(|e| self.unreadable("a stored page", e))?.into_iter().for_each(&mut take);
        }
    }

    /// The next few pages as they are stored.
    async fn bodies(&self, run_id: &str, first: i64) -> Result<Vec<(i64, Stored)>, Error> {
        let fault = |e: sqlx::Error| self.fault(&e);
        let sql = format!("{STORED} WHERE p.run_id = $1 AND p.seq >= $2 ORDER BY p.seq LIMIT $3");
        let rows = self.all(&sql, |q| q.bind(run_id).bind(first).bind(CHUNK)).await?;
        rows.iter().map(|row| Ok((row.try_get("seq").map_err(fault)?, self.stored(row)?))).collect()
    }

    /// One page of a run by position; `None` when it was not reached.
    pub async fn page_at(&self, run_id: &str, seq: u64) -> Result<Option<PageRecord>, Error> {
        let seq = i64::try_from(seq).unwrap_or(i64::MAX);
        let sql = format!("{STORED} WHERE p.run_id = $1 AND p.seq = $2");
        self.first(&sql, |q| q.bind(run_id).bind(seq)).await?.map(|row| self.record(&row)).transpose()
    }

    /// The home page of a run as a visitor got it: where it redirects by itself, the page it redirects to.
    pub async fn home_page(&self, run_id: &str) -> Result<Option<Page>, Error> {
        let home = self.page_where(run_id, "role", &name_of(&PageRole::Home)).await?;
        let Some(page) = home.and_then(|record| record.page) else { return Ok(None) };
        let Some(to) = page.signals.redirect.as_deref().and_then(|to| url::Url::parse(to).ok()) else {
            return Ok(Some(page));
        };
        let landed = self.page_where(run_id, "url_key", &key(&PageKey::of(&to).0)).await?;
        Ok(landed.and_then(|record| record.page).or(Some(page)))
    }

    /// The first page of a run with this value in a column of our own naming.
    async fn page_where(&self, run_id: &str, column: &str, value: &str) -> Result<Option<PageRecord>, Error> {
        let sql = format!("{STORED} WHERE p.run_id = $1 AND p.{column} = $2 ORDER BY p.seq LIMIT 1");
        self.first(&sql, |q| q.bind(run_id).bind(value)).await?.map(|row| self.record(&row)).transpose()
    }

    /// All observations of a run by key.
    pub async fn observations(&self, run_id: &str) -> Result<std::collections::BTreeMap<String, Observation>, Error> {
        let sql = "SELECT obs_key, whole_key, body FROM observations WHERE run_id = $1 ORDER BY obs_key";
        let rows = self.all(sql, |q| q.bind(run_id)).await?;
        rows.iter()
            .map(|row| {
                let key: String = row.try_get("obs_key").map_err(|e| self.fault(&e))?;
                let whole: Option<String> = row.try_get("whole_key").map_err(|e| self.fault(&e))?;
                let body: String = row.try_get("body").map_err(|e| self.fault(&e))?;
                let value = serde_json::from_str(&body).map_err(|e| self.unreadable("a stored observation", e))?;
                Ok((whole.unwrap_or(key), value))
            })
            .collect()
    }

    /// One past the last position of a run that is stored; some before it may be missing.
    pub async fn next_seq(&self, run_id: &str) -> Result<u64, Error> {
        self.number("SELECT COALESCE(MAX(seq) + 1, 0) AS n FROM pages WHERE run_id = $1", run_id).await
    }

    /// How many pages of a run are stored.
    pub async fn count_pages(&self, run_id: &str) -> Result<u64, Error> {
        self.number("SELECT COUNT(*) AS n FROM pages WHERE run_id = $1", run_id).await
    }

    async fn number(&self, sql: &str, run_id: &str) -> Result<u64, Error> {
        let Some(row) = self.first(sql, |q| q.bind(run_id)).await? else { return Ok(0) };
        let n: i64 = row.try_get("n").map_err(|e| self.fault(&e))?;
        Ok(u64::try_from(n).unwrap_or(0))
    }
}
