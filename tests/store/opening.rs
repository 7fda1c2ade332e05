//! Opening a database: places, permissions, other people's files.

use super::{page, run, skip};
use duwang::store::{Error, Store};
use sqlx::{Connection, Executor};
use std::path::Path;
use tempfile::TempDir;

async fn raw(path: &Path) -> sqlx::AnyConnection {
    sqlx::any::install_default_drivers();
    sqlx::AnyConnection::connect(&format!("sqlite://{}?mode=rwc", path.display())).await.unwrap()
}

#[tokio::test]
async fn what_was_saved_is_there_when_it_is_opened_again() {
    let folder = TempDir::new().unwrap();
    let place = folder.path().join("新 建/深 层/库?#%.db");
    let written = run("a", 1);
    {
        let store = Store::open(place.to_str().unwrap()).await.unwrap();
        store.begin_run(&written, 1).await.unwrap();
        store.save("a", &[page(0, "x.html")], &[skip("y.html")], (2, 3)).await.unwrap();
        store.close().await;
    }
    assert!(place.is_file(), "at the place that was named, whatever signs are in it");
    let store = Store::open(&format!("sqlite:{}", place.display())).await.unwrap();
    assert_eq!(store.count_pages("a").await.unwrap(), 1);
    assert_eq!(store.page_at("a", 0).await.unwrap(), Some(page(0, "x.html")));
    assert_eq!(store.observations("a").await.unwrap().len(), 1);
    assert_eq!(store.run("a").await.unwrap().requests, 3);
}

#[tokio::test]
async fn a_place_that_cannot_be_is_told() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "x").unwrap();
    let below = file.join("below.db");
    match Store::open(below.to_str().unwrap()).await {
        Err(Error::Open { path, .. }) => assert!(path.ends_with("below.db")),
        other => panic!("{other:?}"),
    }
    match Store::open(folder.path().to_str().unwrap()).await {
        Err(Error::Open { path, .. }) => assert_eq!(path, folder.path().display().to_string()),
        other => panic!("a folder is no database: {other:?}"),
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_folder_without_permission_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    let locked = folder.path().join("locked");
    std::fs::create_dir(&locked).unwrap();
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o555)).unwrap();
    // Root may write anywhere: then there is nothing to see here.
    let root = std::fs::write(locked.join("probe"), "x").is_ok();
    let tried = Store::open(locked.join("a.db").to_str().unwrap()).await;
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o755)).unwrap();
    match tried {
        Err(Error::Open { path, .. }) => assert!(path.ends_with("a.db")),
        Ok(_) if root => {}
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn other_kinds_of_databases_are_refused_without_their_password() {
    match Store::open("postgres://user:secret@db.example/duwang").await {
        Err(error @ Error::Unsupported { .. }) => {
            let told = error.to_string();
            assert!(told.contains("db.example") && !told.contains("secret"), "{told}");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_left_as_it_is() {
    let folder = TempDir::new().unwrap();
    let place = folder.path().join("报告.txt");
    let text = "这不是数据库。\n".repeat(200);
    std::fs::write(&place, &text).unwrap();
    match Store::open(place.to_str().unwrap()).await {
        Err(Error::Corrupt { path, .. }) => assert!(path.ends_with("报告.txt")),
        other => panic!("{other:?}"),
    }
    assert_eq!(std::fs::read_to_string(&place).unwrap(), text, "nobody's file is written over");
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused() {
    let folder = TempDir::new().unwrap();
    let place = folder.path().join("newer.db");
    Store::open(place.to_str().unwrap()).await.unwrap().close().await;
    let mut other = raw(&place).await;
    other
        .execute(
            "INSERT INTO _sqlx_migrations (version, description, installed_on, success, checksum, execution_time) VALUES \
             (9999, 'later', CURRENT_TIMESTAMP, 1, x'00', 0)",
        )
        .await
        .unwrap();
    other.close().await.unwrap();
    match Store::open(place.to_str().unwrap()).await {
        Err(error @ Error::Newer { .. }) => assert!(error.to_string().contains("newer")),
        other => panic!("{other:?}"),
    }
}

/// Takes as long as a statement waits for another writer.
#[tokio::test]
async fn a_locked_database_is_told_and_nothing_is_lost() {
    let folder = TempDir::new().unwrap();
    let place = folder.path().join("busy.db");
    let store = Store::open(place.to_str().unwrap()).await.unwrap();
    store.begin_run(&run("a", 1), 1).await.unwrap();
    let mut other = raw(&place).await;
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    other.execute("UPDATE runs SET requests = 5").await.unwrap();
    match store.save("a", &[page(0, "x.html")], &[], (2, 3)).await {
        Err(error @ Error::Locked { .. }) => assert!(error.to_string().contains("another process")),
        other => panic!("{other:?}"),
    }
    other.execute("COMMIT").await.unwrap();
    other.close().await.unwrap();
    store.save("a", &[page(0, "x.html")], &[], (2, 3)).await.unwrap();
    assert_eq!(store.count_pages("a").await.unwrap(), 1);
}

#[tokio::test]
async fn a_damaged_page_is_told_and_no_panic() {
    let folder = TempDir::new().unwrap();
    let place = folder.path().join("hurt.db");
    let store = Store::open(place.to_str().unwrap()).await.unwrap();
    store.begin_run(&run("a", 1), 1).await.unwrap();
    store.save("a", &[page(0, "x.html")], &[skip("y")], (2, 3)).await.unwrap();
    store.close().await;
    let mut other = raw(&place).await;
    other.execute("UPDATE pages SET body = x'00112233'").await.unwrap();
    other.execute("UPDATE observations SET body = '{'").await.unwrap();
    other.execute("UPDATE runs SET as_of = 'yesterday'").await.unwrap();
    other.close().await.unwrap();
    let store = Store::open(place.to_str().unwrap()).await.unwrap();
    assert!(matches!(store.each_page("a", |_| {}).await, Err(Error::Corrupt { .. })));
    assert!(matches!(store.page_at("a", 0).await, Err(Error::Corrupt { .. })));
    assert!(matches!(store.observations("a").await, Err(Error::Corrupt { .. })));
    assert!(matches!(store.run("a").await, Err(Error::Corrupt { .. })));
}
