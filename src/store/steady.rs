//! Going on when a server was away for a moment or two processes wrote the same thing at once.

use super::kind::Kind;
use super::{Error, Store};
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{Any, AssertSqlSafe, Transaction};
use std::pin::Pin;
use std::time::Duration;

/// Waits between attempts to reach a server: half a minute, and the attempts' own time.
const AWAY_MS: &[u64] = &[200, 500, 1000, 2000, 4000, 8000, 15_000];
/// Waits after another process wrote the same thing, or was waited for in a circle.
const CROSSED_MS: &[u64] = &[5, 20, 80, 200, 500, 1000, 2000];
/// How long a server may take over one piece of work.
const ANSWER: Duration = Duration::from_secs(180);

/// A statement that waits for its values.
pub(super) type Query = sqlx::query::Query<'static, Any, AnyArguments>;

/// Gives a statement its values.
pub(super) trait Bind: Fn(Query) -> Query + Send + Sync {}
impl<F: Fn(Query) -> Query + Send + Sync> Bind for F {}

/// Work under way.
pub(super) type Working<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

fn query(sql: &str) -> Query {
    sqlx::query(AssertSqlSafe(sql.to_owned()))
}

impl Store {
    /// The rows that a statement gives.
    pub(super) fn all<'a>(&'a self, sql: &'a str, bind: impl Bind + 'a) -> Working<'a, Vec<AnyRow>> {
        self.steady(move || {
            let query = bind(query(sql));
            async move { query.fetch_all(&self.pool).await.map_err(|e| self.fault(&e)) }
        })
    }

    /// The first row that a statement gives.
    pub(super) fn first<'a>(&'a self, sql: &'a str, bind: impl Bind + 'a) -> Working<'a, Option<AnyRow>> {
        self.steady(move || {
            let query = bind(query(sql));
            async move { query.fetch_optional(&self.pool).await.map_err(|e| self.fault(&e)) }
        })
    }

    /// Does a statement that may be done again; how many rows it changed.
    pub(super) fn change<'a>(&'a self, sql: &'a str, bind: impl Bind + 'a) -> Working<'a, u64> {
        self.steady(move || {
            let query = bind(query(sql));
            async move { Ok(query.execute(&self.pool).await.map_err(|e| self.fault(&e))?.rows_affected()) }
        })
    }

    /// Does a piece of work that may be done again: a read, a statement, or a whole transaction that changes nothing when
    /// what it writes is there already.
    pub(super) fn steady<'a, T, F>(&'a self, work: impl Fn() -> F + Send + Sync + 'a) -> Working<'a, T>
    where
        T: Send + 'a,
        F: Future<Output = Result<T, Error>> + Send + 'a,
    {
        Box::pin(async move {
            if self.kind == Kind::Sqlite {
                return work().await;
            }
            let (mut away, mut crossed) = (AWAY_MS.iter(), CROSSED_MS.iter());
            loop {
                let error = match tokio::time::timeout(ANSWER, work()).await {
                    Ok(Ok(done)) => return Ok(done),
                    Ok(Err(error)) => error,
                    Err(_) => {
                        let why = format!("no answer within {} s", ANSWER.as_secs());
                        Error::Lost { path: self.path.clone(), why }
                    }
                };
                let wait = match &error {
                    Error::Lost { .. } => away.next(),
                    Error::Exists { .. } | Error::Crossed { .. } => crossed.next(),
                    _ => None,
                };
                let Some(wait) = wait else { return Err(error) };
                tracing::debug!(%error, wait, "trying again");
                tokio::time::sleep(Duration::from_millis(*wait)).await;
            }
        })
    }

    /// A transaction that writes.
    pub(super) async fn write(&self) -> Result<Transaction<'static, Any>, Error> {
        self.pool.begin_with(self.kind.begin()).await.map_err(|e| self.fault(&e))
    }

    /// A transaction that decides who holds what; one at a time in the whole database.
    pub(super) async fn claiming(&self) -> Result<Transaction<'static, Any>, Error> {
        let mut tx = self.write().await?;
        if let Some(lock) = self.kind.lock() {
            sqlx::Executor::execute(&mut *tx, lock).await.map_err(|e| self.fault(&e))?;
        }
        Ok(tx)
    }
}
