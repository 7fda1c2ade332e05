//! Databases for tests: one each, gone with the test.

use duwang::store::Store;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;
use url::Url;

/// Names the database of a server in which databases may be made; `./test` starts a server and sets it.
pub(crate) const SERVER: &str = "DUWANG_TEST_POSTGRES";

/// Where a test keeps its database.
pub(crate) struct Home {
    place: String,
    folder: Option<TempDir>,
}

impl Home {
    /// A file in a folder of its own.
    pub(crate) fn sqlite() -> Self {
        let folder = TempDir::new().unwrap();
        let place = folder.path().join("case.db").to_str().unwrap().to_owned();
        Self { place, folder: Some(folder) }
    }

    /// A database of its own on a server that orders text by language, if there is a server.
    pub(crate) async fn postgres() -> Option<Self> {
        let chinese = "ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'zh'";
        // A server without ICU, or older, orders as its system does.
        match Self::with(chinese).await? {
            Ok(home) => Some(home),
            Err(_) => Some(Self::with("ENCODING 'UTF8'").await?.unwrap()),
        }
    }

    /// A database made with these words, if there is a server.
    pub(crate) async fn with(words: &str) -> Option<Result<Self, sqlx::Error>> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let server = server()?;
        let mut admin = raw(server.as_str()).await;
        let name = format!("case_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let sql = format!("CREATE DATABASE {name} TEMPLATE template0 {words}");
        let made = admin.execute(AssertSqlSafe(sql)).await.map(drop);
        admin.close().await.unwrap();
        let mut place = server;
        place.set_path(&name);
        Some(made.map(|()| Self { place: place.into(), folder: None }))
    }

    /// What `--db` would name.
    pub(crate) fn place(&self) -> &str {
        &self.place
    }

    /// A handle of its own, as another process would have.
    pub(crate) async fn open(&self) -> Store {
        Store::open(self.place()).await.unwrap()
    }

    /// A connection past the store.
    pub(crate) async fn raw(&self) -> AnyConnection {
        match &self.folder {
            Some(_) => raw(&format!("sqlite://{}?mode=rwc", self.place)).await,
            None => raw(&self.place).await,
        }
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let (None, Some(server), Ok(place)) = (&self.folder, server(), Url::parse(&self.place)) else { return };
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", place.path().trim_start_matches('/'));
        // Not within the runtime of the test. What can't be dropped goes with the server.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let _ = raw(server.as_str()).await.execute(AssertSqlSafe(sql)).await;
            });
        });
        let _ = dropping.join();
    }
}

/// The server to test on.
#[expect(clippy::print_stdout, reason = "a test that looks at nothing says so")]
pub(crate) fn server() -> Option<Url> {
    let named = std::env::var(SERVER).ok().filter(|s| !s.is_empty());
    if named.is_none() {
        println!("skipped: no PostgreSQL ({SERVER} names one; ./test starts one)");
    }
    named.map(|s| Url::parse(&s).expect("an address"))
}

pub(crate) async fn raw(address: &str) -> AnyConnection {
    sqlx::any::install_default_drivers();
    AnyConnection::connect(address).await.unwrap()
}

/// Makes a test of each of these functions for every kind of database.
macro_rules! on_each_database {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() {
                    super::$test(crate::store::home::Home::sqlite()).await;
                }
            )+
        }
        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() {
                    if let Some(home) = crate::store::home::Home::postgres().await {
                        super::$test(home).await;
                    }
                }
            )+
        }
    };
}
pub(crate) use on_each_database;
