//! Databases for tests: one each, gone with the test.

use duwang::store::Store;
use tempfile::TempDir;

/// Where a test keeps its database.
pub(crate) struct Home {
    place: String,
    _folder: TempDir,
}

impl Home {
    /// A file in a folder of its own.
    pub(crate) fn sqlite() -> Self {
        let folder = TempDir::new().unwrap();
        let place = folder.path().join("case.db").to_str().unwrap().to_owned();
        Self { place, _folder: folder }
    }

    /// What `--db` would name.
    pub(crate) fn place(&self) -> &str {
        &self.place
    }

    /// A handle of its own, as another process would have.
    pub(crate) async fn open(&self) -> Store {
        Store::open(self.place()).await.unwrap()
    }
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
    };
}
pub(crate) use on_each_database;
