//! Opening a database: the connection, what the server must be, the schema.

use super::place::{Place, address_of};
use super::{Error, Kind, Store};
use sqlx::any::AnyPoolOptions;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, Connection, Executor, Row};
use std::borrow::Cow;
use std::path::PathBuf;
use std::time::Duration;

/// How long a statement waits for another process before the database counts as locked.
const BUSY_MS: u32 = 5000;
/// How long a server may take to answer a new connection.
const ANSWER: Duration = Duration::from_secs(15);
/// How long to wait for other processes that bring the schema up to date.
const MIGRATION: Duration = Duration::from_secs(120);
/// How long a transaction of a process that went silent may keep what it holds on a server.
const SILENT_MS: u32 = 60_000;
/// Connections to a server.
const CONNECTIONS: u32 = 8;
/// The oldest server that has all that is used, as it tells its version. openGauss gives itself out for 9.2.
const OLDEST: u32 = 90_200;

/// The schema, step by step. What is here is never changed, only added to.
const STEPS: &[(i64, &str, &str)] = &[
    (1, "runs", include_str!("migrations/0001_runs.sql")),
    (2, "traits", include_str!("migrations/0002_traits.sql")),
    (3, "tallies", include_str!("migrations/0003_tallies.sql")),
    (4, "queue", include_str!("migrations/0004_queue.sql")),
    (5, "contents", include_str!("migrations/0005_contents.sql")),
    (6, "long_keys", include_str!("migrations/0006_long_keys.sql")),
];

impl Store {
    /// Whether `place` can name a database at all; asks no disk and no server.
    pub fn accepts(place: &str) -> Result<(), Error> {
        Place::of(place).map(drop)
    }

    /// Whether `place` names a database that may be there: for a file, whether it is; a server tells when it is asked.
    pub fn exists(place: &str) -> Result<bool, Error> {
        Ok(match Place::of(place)? {
            Place::File(path) => path.is_file(),
            Place::Server { .. } => true,
        })
    }

    /// The folder in which a database stands; `None` for one on a server.
    #[must_use]
    pub fn folder(place: &str) -> Option<PathBuf> {
        match Place::of(place).ok()? {
            Place::File(path) => Some(path.parent().map(PathBuf::from).unwrap_or_default()),
            Place::Server { .. } => None,
        }
    }

    /// `place` for people to read: without a password, even if it can't name a database.
    #[must_use]
    pub fn shown(place: &str) -> String {
        match Place::of(place) {
            Ok(place) => place.shown(),
            Err(_) => place.split_once("://").map_or_else(|| "…".to_owned(), |(scheme, _)| format!("{scheme}://…")),
        }
    }

    /// Opens or makes the database. `place` is a path, `sqlite:PATH`, `sqlite://PATH`, or `postgres://…`; on a server the
    /// database itself must be there, its tables are made.
    pub async fn open(place: &str) -> Result<Self, Error> {
        Self::open_at(Place::of(place)?, true).await
    }

    /// Opens a database that was made before.
    pub async fn open_existing(place: &str) -> Result<Self, Error> {
        Self::open_at(Place::of(place)?, false).await
    }

    async fn open_at(place: Place, make: bool) -> Result<Self, Error> {
        sqlx::any::install_default_drivers();
        let shown = place.shown();
        let (kind, address) = match place {
            Place::File(path) => {
                if !make && !path.is_file() {
                    return Err(Error::Missing { path: shown });
                }
                if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
                    std::fs::create_dir_all(folder)
                        .map_err(|e| Error::Open { path: shown.clone(), why: e.to_string() })?;
                }
                (Kind::Sqlite, address_of(&path))
            }
            Place::Server { address, .. } => (Kind::Postgres, address),
        };
        // A pool tries a connection that can't be set up again and again and then tells of a timeout alone; one
        // connection says at once what is wrong.
        let told = |e: sqlx::Error| Error::from_sqlx(kind, &shown, &e).on_opening();
        let silent = || Error::Unreachable { path: shown.clone(), why: format!("no answer within {ANSWER:?}") };
        let connecting = tokio::time::timeout(ANSWER, AnyConnection::connect(&address));
        let mut first = connecting.await.map_err(|_| silent())?.map_err(told)?;
        tokio::time::timeout(ANSWER, prepare(kind, &mut first)).await.map_err(|_| silent())?.map_err(told)?;
        // A file that is there may have been made a moment ago, by an audit that came no further.
        let make = make || kind == Kind::Sqlite;
        let mut schema = Schema { kind, path: &shown, connection: &mut first };
        if kind == Kind::Postgres {
            tokio::time::timeout(ANSWER, schema.fits()).await.map_err(|_| silent())??;
        }
        let bringing = tokio::time::timeout(MIGRATION, schema.bring_up_to_date(make));
        bringing.await.map_err(|_| Error::Locked { path: shown.clone() })??;
        first.close().await.map_err(told)?;
        let pool = AnyPoolOptions::new()
            // One writer at a time is all SQLite has; one connection keeps order and needs no retries.
            .max_connections(if kind == Kind::Sqlite { 1 } else { CONNECTIONS })
            .acquire_timeout(Duration::from_secs(if kind == Kind::Sqlite { 30 } else { 10 }))
            .after_connect(move |connection, _| Box::pin(prepare(kind, connection)))
            .connect(&address)
            .await
            .map_err(told)?;
        Ok(Self { pool, kind, path: shown, fence: None })
    }
}

async fn prepare(kind: Kind, connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    if kind == Kind::Postgres {
        // Not every server that speaks the protocol knows it.
        let sql = format!("SET idle_in_transaction_session_timeout = {SILENT_MS}");
        return match connection.execute(sqlx::AssertSqlSafe(sql)).await {
            Err(sqlx::Error::Database(_)) | Ok(_) => Ok(()),
            Err(other) => Err(other),
        };
    }
    connection.execute(sqlx::AssertSqlSafe(format!("PRAGMA busy_timeout = {BUSY_MS}"))).await?;
    connection.execute("PRAGMA journal_mode = WAL").await?;
    connection.execute("PRAGMA synchronous = NORMAL").await?;
    Ok(())
}

/// The schema of the database at the other end of a connection.
struct Schema<'a> {
    kind: Kind,
    path: &'a str,
    connection: &'a mut AnyConnection,
}

impl Schema<'_> {
    /// Whether the server has what is needed.
    async fn fits(&mut self) -> Result<(), Error> {
        let row = sqlx::query(
            "SELECT CAST(current_setting('server_version_num') AS TEXT) AS number, \
             CAST(current_setting('server_version') AS TEXT) AS version, CAST(current_setting('server_encoding') AS \
             TEXT) AS encoding",
        );
        let row = row.fetch_one(&mut *self.connection).await.map_err(|e| self.fault(&e))?;
        let text = |name: &str| row.try_get::<String, _>(name).map_err(|e| self.fault(&e));
        let (number, version, encoding) = (text("number")?, text("version")?, text("encoding")?);
        let path = self.path.to_owned();
        if number.parse::<u32>().is_ok_and(|n| n < OLDEST) {
            return Err(Error::TooOld { path, version });
        }
        if !encoding.eq_ignore_ascii_case("UTF8") {
            return Err(Error::Encoding { path, encoding });
        }
        Ok(())
    }

    /// Takes the steps that are missing, all or none; of several processes one does while the others wait.
    async fn bring_up_to_date(&mut self, make: bool) -> Result<(), Error> {
        let kind = self.kind;
        let step = |&(version, name, sql): &(i64, &'static str, &'static str)| {
            let text = sqlx::SqlSafeStr::into_sql_str(sqlx::AssertSqlSafe(kind.schema(sql)));
            Migration::new(version, Cow::Borrowed(name), MigrationType::Simple, text, false)
        };
        let steps: Vec<Migration> = STEPS.iter().map(step).collect();
        // Looking needs no right to make anything, and holds up nobody.
        let there = self.taken().await?;
        if there.as_ref().is_some_and(|there| {
            there.len() == steps.len() && steps.iter().zip(there).all(|(s, t)| s.version == t.0 && *s.checksum == t.1)
        }) {
            return Ok(());
        }
        if there.is_none_or(|there| there.is_empty()) && !make {
            return Err(Error::Missing { path: self.path.to_owned() });
        }
        let (path, kind) = (self.path.to_owned(), self.kind);
        let fault = |e: &sqlx::Error| Error::from_sqlx(kind, &path, e).on_opening();
        let mut tx = self.connection.begin_with(kind.begin()).await.map_err(|e| fault(&e))?;
        if let Some(lock) = kind.lock() {
            tx.execute(lock).await.map_err(|e| fault(&e))?;
        }
        let mut migrator = Migrator::with_migrations(steps);
        // The lock is ours: it ends with the transaction, whatever happens.
        migrator.set_locking(false);
        // The plain `run` can't be awaited in a task of its own.
        migrator.run_direct(None, &mut *tx, false).await.map_err(|e| match e {
            MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..) => Error::Newer { path: path.clone() },
            MigrateError::Execute(e) | MigrateError::ExecuteMigration(e, _) => fault(&e),
            other => Error::Corrupt { path: path.clone(), why: other.to_string() },
        })?;
        tx.commit().await.map_err(|e| fault(&e))
    }

    /// The steps that were taken, with their digests; `None` where nobody ever took one.
    async fn taken(&mut self) -> Result<Option<Vec<(i64, Vec<u8>)>>, Error> {
        let sql = "SELECT version, checksum FROM _sqlx_migrations ORDER BY version";
        let rows = match sqlx::query(sql).fetch_all(&mut *self.connection).await {
            Err(sqlx::Error::Database(e)) if e.code().as_deref() == Some("42P01") => return Ok(None),
            Err(sqlx::Error::Database(e)) if e.message().contains("no such table") => return Ok(None),
            rows => rows.map_err(|e| self.fault(&e))?,
        };
        let read = |row: &sqlx::any::AnyRow| Ok((row.try_get("version")?, row.try_get("checksum")?));
        let taken: Result<Vec<_>, sqlx::Error> = rows.iter().map(read).collect();
        taken.map(Some).map_err(|e| self.fault(&e))
    }

    fn fault(&self, error: &sqlx::Error) -> Error {
        Error::from_sqlx(self.kind, self.path, error).on_opening()
    }
}
