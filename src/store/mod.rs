//! What was collected and what was judged, kept: runs, pages, observations, probes, scorecards, findings; and the queue
//! of sites that processes share. Imports `model`, `config`; the only user of sqlx.
//!
//! One SQL text for SQLite and PostgreSQL: `$n` placeholders, no `ON CONFLICT`, times as BIGINT milliseconds,
//! structured values as JSON.

mod contents;
mod error;
mod health;
mod leads;
mod pages;
mod queue;
mod results;
mod runs;
mod tallies;

pub use contents::{Changes, revisit_key};
pub use error::Error;
pub use health::{Health, Held, OpenScan};
pub use leads::Lead;
pub use results::Probe;
pub use tallies::{PeriodRun, counted};

use crate::model::Lease;
use sqlx::any::AnyPoolOptions;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{Any, AnyConnection, AnyPool, Connection, Transaction};
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// A database of runs. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pool: AnyPool,
    /// For messages.
    path: String,
    /// The lease without which this handle writes to no run.
    fence: Option<Arc<Lease>>,
}

/// How long a statement waits for another process before the database counts as locked.
const BUSY_MS: u32 = 5000;

impl Store {
    /// Whether `place` can name a database at all; asks no disk.
    pub fn accepts(place: &str) -> Result<(), Error> {
        file_of(place).map(drop)
    }

    /// Whether `place` names a database that is there; asks nothing of its contents.
    pub fn exists(place: &str) -> Result<bool, Error> {
        Ok(file_of(place)?.is_file())
    }

    /// The file of a database, there or not.
    pub fn file(place: &str) -> Result<PathBuf, Error> {
        file_of(place)
    }

    /// Opens or makes the database. `place` is a path, `sqlite:PATH` or `sqlite://PATH`.
    pub async fn open(place: &str) -> Result<Self, Error> {
        sqlx::any::install_default_drivers();
        let path = file_of(place)?;
        if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)
                .map_err(|e| Error::Open { path: path.display().to_string(), why: e.to_string() })?;
        }
        let shown = path.display().to_string();
        let address = address_of(&path);
        // A pool tries a connection that can't be set up again and again and then tells of a timeout alone; one
        // connection says at once what is wrong.
        let told = |e: sqlx::Error| Error::from_sqlx(&shown, &e);
        let mut first = AnyConnection::connect(&address).await.map_err(told)?;
        prepare(&mut first).await.map_err(told)?;
        first.close().await.map_err(told)?;
        let pool = AnyPoolOptions::new()
            // One writer at a time is all SQLite has; one connection keeps order and needs no retries.
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(30))
            .after_connect(|connection, _| Box::pin(prepare(connection)))
            .connect(&address)
            .await
            .map_err(told)?;
        let store = Self { pool, path: shown, fence: None };
        store.migrate().await?;
        Ok(store)
    }

    /// Where it is, for messages.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Closes it; what was saved is on disk.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    async fn migrate(&self) -> Result<(), Error> {
        let step = |version, name: &'static str, sql: &'static str| {
            let text = sqlx::SqlSafeStr::into_sql_str(sql);
            Migration::new(version, Cow::Borrowed(name), MigrationType::Simple, text, false)
        };
        let migrator = Migrator::with_migrations(vec![
            step(1, "runs", include_str!("migrations/0001_runs.sql")),
            step(2, "traits", include_str!("migrations/0002_traits.sql")),
            step(3, "tallies", include_str!("migrations/0003_tallies.sql")),
            step(4, "queue", include_str!("migrations/0004_queue.sql")),
            step(5, "contents", include_str!("migrations/0005_contents.sql")),
        ]);
        migrator.run(&self.pool).await.map_err(|e| match e {
            sqlx::migrate::MigrateError::VersionMissing(_) | sqlx::migrate::MigrateError::VersionTooNew(..) => {
                Error::Newer { path: self.path.clone() }
            }
            sqlx::migrate::MigrateError::Execute(e) | sqlx::migrate::MigrateError::ExecuteMigration(e, _) => {
                self.fault(&e)
            }
            other => Error::Corrupt { path: self.path.clone(), why: other.to_string() },
        })
    }

    /// A transaction that writes. It has the right to from its first statement on: one that reads first could not get it
    /// any more once another process wrote in between.
    async fn write(&self) -> Result<Transaction<'static, Any>, Error> {
        self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(|e| self.fault(&e))
    }

    /// A transaction that decides who holds what; one at a time in the whole database.
    async fn claiming(&self) -> Result<Transaction<'static, Any>, Error> {
        self.write().await
    }

    fn fault(&self, error: &sqlx::Error) -> Error {
        Error::from_sqlx(&self.path, error)
    }

    fn unreadable(&self, what: &str, why: impl std::fmt::Display) -> Error {
        Error::Corrupt { path: self.path.clone(), why: format!("{what}: {why}") }
    }
}

async fn prepare(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    use sqlx::Executor;
    connection.execute(sqlx::AssertSqlSafe(format!("PRAGMA busy_timeout = {BUSY_MS}"))).await?;
    connection.execute("PRAGMA journal_mode = WAL").await?;
    connection.execute("PRAGMA synchronous = NORMAL").await?;
    Ok(())
}

fn file_of(place: &str) -> Result<PathBuf, Error> {
    let plain = place.strip_prefix("sqlite://").or_else(|| place.strip_prefix("sqlite:")).unwrap_or(place);
    if plain.contains("://") {
        let url = url::Url::parse(plain)
            .map(|mut u| {
                // A password must not reach a message; a URL that can't carry one keeps none either.
                let _ = u.set_password(None);
                u.to_string()
            })
            .unwrap_or_default();
        return Err(Error::Unsupported { url });
    }
    Ok(Path::new(plain).to_path_buf())
}

fn address_of(path: &Path) -> String {
    let text = path.to_string_lossy();
    let encoded = percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC).to_string();
    format!("sqlite://{}?mode=rwc", encoded.replace("%2F", "/"))
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("our own types have string keys and finite numbers")
}

/// JSON, compressed.
fn pack(value: &impl serde::Serialize) -> Vec<u8> {
    let json = json(value).into_bytes();
    zstd::bulk::compress(&json, 1).expect("compressing into memory does not fail")
}

/// Largest unpacked value, against a damaged file.
const MAX_UNPACKED: usize = 256 * 1024 * 1024;

fn unpack<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    Unpacker::new()?.unpack(bytes)
}

/// Unpacks one value after the other with one decompressor, whose making is a good part of a small value's cost.
struct Unpacker(zstd::bulk::Decompressor<'static>);

impl Unpacker {
    fn new() -> Result<Self, String> {
        zstd::bulk::Decompressor::new().map(Self).map_err(|e| e.to_string())
    }

    fn unpack<T: serde::de::DeserializeOwned>(&mut self, bytes: &[u8]) -> Result<T, String> {
        let size = zstd::zstd_safe::get_frame_content_size(bytes).ok().flatten();
        let size = size.and_then(|n| usize::try_from(n).ok()).ok_or("it does not say how large it is")?;
        if size > MAX_UNPACKED {
            return Err("larger than it can be".to_owned());
        }
        let json = self.0.decompress(bytes, size).map_err(|e| e.to_string())?;
        serde_json::from_slice(&json).map_err(|e| e.to_string())
    }
}

/// `($1, $2), ($3, $4)`.
fn rows(many: usize, columns: usize) -> String {
    let row = |at: usize| {
        let places: Vec<String> = (1..=columns).map(|n| format!("${}", at * columns + n)).collect();
        format!("({})", places.join(", "))
    };
    (0..many).map(row).collect::<Vec<_>>().join(", ")
}

/// A unit-like enum as its serialised name.
fn name_of(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(s)) => s,
        _ => String::new(),
    }
}

fn named<T: serde::de::DeserializeOwned>(name: String) -> Result<T, String> {
    serde_json::from_value(serde_json::Value::String(name)).map_err(|e| e.to_string())
}
