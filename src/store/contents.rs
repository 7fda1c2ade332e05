//! What was read of pages, apart from when and how it was had: shared by the runs between which it did not change.

use super::packing::{Unpacker, key as key_of, name_of, named, pack, unpack};
use super::{Error, Store};
use crate::model::{Observation, Page, PageKey, PageRecord, PageRole};
use sqlx::Row;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

/// A page with its content, wherever that stands.
pub(super) const STORED: &str =
    "SELECT p.seq, p.body, c.body AS content FROM pages p LEFT JOIN contents c ON c.id = p.content_id";

/// A page as it is stored.
pub(super) struct Stored {
    body: Vec<u8>,
    content: Option<Vec<u8>>,
}

impl Stored {
    pub(super) fn unpack(&self, unpacker: &mut Unpacker) -> Result<PageRecord, String> {
        let mut record: PageRecord = unpacker.unpack(&self.body)?;
        if let Some(content) = &self.content {
            record.page = Some(unpacker.unpack(content)?);
        }
        Ok(record)
    }
}

/// A page on its way into the store.
pub(super) struct Packed {
    pub(super) body: Vec<u8>,
    pub(super) content_id: Option<String>,
    /// `None` where the store has it already.
    pub(super) content: Option<Vec<u8>>,
}

/// Packs a page; what was read of it goes by itself, unless it is shared with an earlier run.
pub(super) fn packed(run_id: &str, record: &PageRecord) -> Packed {
    let shared = record.basis.as_ref().and_then(|basis| basis.content.clone());
    let content = record.page.as_ref().filter(|_| shared.is_none()).map(pack);
    let content_id = shared.or_else(|| content.is_some().then(|| format!("{run_id}/{}", record.seq)));
    let mut basis = record.basis.clone();
    if let Some(basis) = &mut basis {
        basis.content.clone_from(&content_id);
    }
    let envelope = PageRecord {
        seq: record.seq,
        key: record.key.clone(),
        role: record.role,
        depth: record.depth,
        referrer: record.referrer.clone(),
        record: record.record.clone(),
        page: None,
        parse_fault: record.parse_fault.clone(),
        guess: record.guess,
        basis,
    };
    Packed { body: pack(&envelope), content_id, content }
}

/// How the pages of a run compare with those of the run it was held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Changes {
    /// As they were.
    pub unchanged: u64,
    /// Read anew.
    pub changed: u64,
    /// Not known before.
    pub new: u64,
    /// Known before, and gone: the host says so (404, 410).
    pub gone: u64,
    /// Still there, and nothing leads to them any more.
    pub unlinked: u64,
    /// Known before and not reached: nothing is known of them now.
    pub not_reached: u64,
}

impl Store {
    /// A row of [`STORED`].
    pub(super) fn stored(&self, row: &AnyRow) -> Result<Stored, Error> {
        let fault = |e: sqlx::Error| self.fault(&e);
        Ok(Stored { body: row.try_get("body").map_err(fault)?, content: row.try_get("content").map_err(fault)? })
    }

    /// The page of a row of [`STORED`].
    pub(super) fn record(&self, row: &AnyRow) -> Result<PageRecord, Error> {
        let told = |why: String| self.unreadable("a stored page", why);
        self.stored(row)?.unpack(&mut Unpacker::new().map_err(told)?).map_err(told)
    }

    /// A page of a run by its address, without what was read of it.
    pub async fn page_of(&self, run_id: &str, key: &PageKey, role: PageRole) -> Result<Option<PageRecord>, Error> {
        let sql = "SELECT body FROM pages WHERE run_id = $1 AND url_key = $2 AND role = $3";
        let row = self.first(sql, |q| q.bind(run_id).bind(&*key_of(&key.0)).bind(name_of(&role))).await?;
        let Some(row) = row else { return Ok(None) };
        let body: Vec<u8> = row.try_get("body").map_err(|e| self.fault(&e))?;
        unpack(&body).map(Some).map_err(|e| self.unreadable("a stored page", e))
    }

    /// What was read of a page.
    pub async fn content(&self, id: &str) -> Result<Option<Page>, Error> {
        let row = self.first("SELECT body FROM contents WHERE id = $1", |q| q.bind(id)).await?;
        let Some(row) = row else { return Ok(None) };
        let body: Vec<u8> = row.try_get("body").map_err(|e| self.fault(&e))?;
        unpack(&body).map(Some).map_err(|e| self.unreadable("a stored page", e))
    }

    /// One observation of a run.
    pub async fn observation(&self, run_id: &str, key: &str) -> Result<Option<Observation>, Error> {
        let sql = "SELECT body FROM observations WHERE run_id = $1 AND obs_key = $2";
        let row = self.first(sql, |q| q.bind(run_id).bind(&*key_of(key))).await?;
        let Some(row) = row else { return Ok(None) };
        let body: String = row.try_get("body").map_err(|e| self.fault(&e))?;
        serde_json::from_str(&body).map(Some).map_err(|e| self.unreadable("a stored observation", e))
    }

    /// Keys of the pages of a run, in crawl order, with the content each has and whether it was answered.
    pub async fn page_keys(
        &self,
        run_id: &str,
    ) -> Result<Vec<(PageKey, PageRole, Option<String>, Option<u16>)>, Error> {
        let fault = |e: sqlx::Error| self.fault(&e);
        let sql = "SELECT url_key, role, content_id, status FROM pages WHERE run_id = $1 ORDER BY seq";
        let rows = self.all(sql, |q| q.bind(run_id)).await?;
        rows.iter()
            .map(|row| {
                let role: String = row.try_get("role").map_err(fault)?;
                let status: Option<i64> = row.try_get("status").map_err(fault)?;
                Ok((
                    PageKey(row.try_get("url_key").map_err(fault)?),
                    named(role).map_err(|e| self.unreadable("a stored page's role", e))?,
                    row.try_get("content_id").map_err(fault)?,
                    status.and_then(|s| u16::try_from(s).ok()),
                ))
            })
            .collect()
    }

    /// Notes the run against whose pages this one is held.
    pub async fn rest_on(&self, run_id: &str, earlier: &str) -> Result<(), Error> {
        self.steady(|| self.try_rest_on(run_id, earlier)).await
    }

    async fn try_rest_on(&self, run_id: &str, earlier: &str) -> Result<(), Error> {
        let mut tx = self.fenced().await?;
        sqlx::query("UPDATE runs SET earlier = $1 WHERE id = $2")
            .bind(earlier)
            .bind(run_id)
            .execute(&mut *tx)
            .await
            .map_err(|e| self.fault(&e))?;
        tx.commit().await.map_err(|e| self.fault(&e))
    }

    /// The run against whose pages this one is held, if any.
    pub async fn earlier_of(&self, run_id: &str) -> Result<Option<String>, Error> {
        let row = self.first("SELECT earlier FROM runs WHERE id = $1", |q| q.bind(run_id)).await?;
        row.map_or(Ok(None), |row| row.try_get("earlier").map_err(|e| self.fault(&e)))
    }

    /// The newest run of a site that was walked to its end or its budget under these settings before `before_ms`, as long as
    /// one that asked for every page in full began since `full_since_ms`.
    pub async fn held_against(
        &self,
        site_url: &str,
        settings: &str,
        full_since_ms: i64,
        before_ms: i64,
    ) -> Result<Option<String>, Error> {
        let sql = "SELECT id, earlier FROM runs WHERE site_url = $1 AND settings = $2 AND started_ms >= $3 AND started_ms < \
                   $4 AND (status = 'complete' OR status = 'partial') ORDER BY started_ms DESC, id DESC";
        let bind = |q: super::steady::Query| q.bind(site_url).bind(settings).bind(full_since_ms).bind(before_ms);
        let rows = self.all(sql, bind).await?;
        let mut newest = None;
        for row in &rows {
            let id: String = row.try_get("id").map_err(|e| self.fault(&e))?;
            let earlier: Option<String> = row.try_get("earlier").map_err(|e| self.fault(&e))?;
            let newest = newest.get_or_insert(id);
            if earlier.is_none() {
                return Ok(Some(newest.clone()));
            }
        }
        Ok(None)
    }

    /// How a run's pages compare with those of the run it was held against; `None` where it was held against none.
    pub async fn changes(&self, run_id: &str) -> Result<Option<Changes>, Error> {
        let Some(earlier) = self.earlier_of(run_id).await? else { return Ok(None) };
        let before = self.page_keys(&earlier).await?;
        let before: BTreeMap<_, _> =
            before.into_iter().map(|(key, role, content, status)| ((key, name_of(&role)), (content, status))).collect();
        let there = |status: Option<u16>| status.is_some_and(|s| (200..300).contains(&s));
        let mut changes = Changes::default();
        let mut seen = std::collections::BTreeSet::new();
        for (key, role, content, status) in self.page_keys(run_id).await? {
            let at = (key, name_of(&role));
            match (before.get(&at), status) {
                (Some((_, known)), None) if there(*known) => changes.not_reached += 1,
                (Some((_, known)), Some(404 | 410)) if there(*known) => changes.gone += 1,
                (Some((known, said)), _) if *known == content && *said == status => changes.unchanged += 1,
                (Some(_), _) => changes.changed += 1,
                (None, _) => changes.new += 1,
            }
            seen.insert(at);
        }
        let lost = before.iter().filter(|(at, (_, status))| there(*status) && !seen.contains(*at));
        for ((key, _), _) in lost {
            let asked = self.observation(run_id, &revisit_key(key)).await?;
            match asked {
                Some(Observation::Revisit { record }) => match record.status {
                    Some(404 | 410) => changes.gone += 1,
                    Some(200..=299 | 304) => changes.unlinked += 1,
                    _ => changes.not_reached += 1,
                },
                _ => changes.not_reached += 1,
            }
        }
        Ok(Some(changes))
    }
}

/// Under which a page of the run before, to which nothing leads any more, is kept when it was asked.
#[must_use]
pub fn revisit_key(page: &PageKey) -> String {
    format!("revisit:{page}")
}
