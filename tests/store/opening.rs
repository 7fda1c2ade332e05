//! Opening a database: places, permissions, other people's files.

use super::home::{Home, on_each_database, raw};
use super::{page, run, skip};
use duwang::store::{Error, Store};
use sqlx::{Connection, Executor};
use tempfile::TempDir;

on_each_database!(
    a_database_of_a_newer_version_is_refused,
    of_many_that_open_it_at_once_one_makes_the_tables,
    a_damaged_page_is_told_and_no_panic,
);

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
    match Store::open("mysql://user:secret@db.example/duwang").await {
        Err(error @ Error::Unsupported { .. }) => {
            let told = error.to_string();
            assert!(told.contains("mysql") && !told.contains("secret"), "{told}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_address_is_shown_without_its_password_whatever_is_wrong_with_it() {
    let shown = [
        ("postgres://u:secret@db.example:5433/duwang", "postgres://u@db.example:5433/duwang"),
        ("postgresql://u:s%65cret@db/d?sslmode=require", "postgresql://u@db/d?sslmode=require"),
        ("postgres://u@db/d?password=secret&user=v&sslkey=secret", "postgres://u@db/d?user=v"),
        ("postgres://u@localhost/d?host=/run/pg&options=-c%20secret", "postgres://u@localhost/d?host=/run/pg"),
        ("POSTGRES://u:secret@db/d", "postgres://u@db/d"),
        ("sqlite:a/b.db", "a/b.db"),
        ("a/b.db", "a/b.db"),
    ];
    for (place, expected) in shown {
        assert!(Store::accepts(place).is_ok(), "{place}");
        assert_eq!(Store::shown(place), expected);
    }
    let wrong = [
        // Signs of the password that should have been encoded.
        "postgres://u:secret/more@db/d",
        "postgres://u:12/secret@db/d",
        "postgres://u:12?secret@db/d",
        "postgres://u:12#secret@db/d",
        "postgres://u:12@34?secret@db/d",
        "postgres://u:secret@db:port/d",
        "postgres://u@db/d?secret",
        "postgres://u@db/d?pass=secret",
        "postgres://u@db/d/secret",
        "postgres:u:secret@db/d",
        "postgres:secret",
        "postgres:/u:secret@db/d",
        "postgres://",
        "postgres://[secret",
        "mysql://u:secret@db/d",
        "https://secret@db/d?secret",
    ];
    for place in wrong {
        let Err(error) = Store::accepts(place) else {
            // What can be read as an address shows nothing of what may be a password.
            assert!(!Store::shown(place).contains("secret"), "{place}: {}", Store::shown(place));
            continue;
        };
        assert!(matches!(error, Error::Address { .. } | Error::Unsupported { .. }), "{place}: {error}");
        for told in [error.to_string(), format!("{error:?}"), Store::shown(place)] {
            assert!(!told.contains("secret") && !told.contains('\n'), "{place}: {told}");
        }
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

async fn a_database_of_a_newer_version_is_refused(home: Home) {
    home.open().await.close().await;
    let mut other = home.raw().await;
    other
        .execute(
            "INSERT INTO _sqlx_migrations (version, description, installed_on, success, checksum, execution_time) SELECT \
             9999, 'later', installed_on, success, checksum, 0 FROM _sqlx_migrations WHERE version = 1",
        )
        .await
        .unwrap();
    other.close().await.unwrap();
    match Store::open(home.place()).await {
        Err(error @ Error::Newer { .. }) => assert!(error.to_string().contains("newer")),
        other => panic!("{other:?}"),
    }
}

async fn of_many_that_open_it_at_once_one_makes_the_tables(home: Home) {
    let mut opening = tokio::task::JoinSet::new();
    for n in 0..8 {
        let place = home.place().to_owned();
        opening.spawn(async move {
            let store = Store::open(&place).await.unwrap();
            store.begin_run(&run(&format!("r{n}"), n), n).await.unwrap();
        });
    }
    assert_eq!(opening.join_all().await.len(), 8);
    assert_eq!(home.open().await.recent_runs(20).await.unwrap().len(), 8);
}

/// Takes as long as a statement waits for another writer.
#[tokio::test]
async fn a_locked_database_is_told_and_nothing_is_lost() {
    let folder = TempDir::new().unwrap();
    let place = folder.path().join("busy.db");
    let store = Store::open(place.to_str().unwrap()).await.unwrap();
    store.begin_run(&run("a", 1), 1).await.unwrap();
    let mut other = raw(&format!("sqlite://{}?mode=rwc", place.display())).await;
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

async fn a_damaged_page_is_told_and_no_panic(home: Home) {
    let store = home.open().await;
    store.begin_run(&run("a", 1), 1).await.unwrap();
    store.save("a", &[page(0, "x.html")], &[skip("y")], (2, 3)).await.unwrap();
    store.close().await;
    let mut other = home.raw().await;
    sqlx::query("UPDATE pages SET body = $1").bind(vec![0_u8, 17, 34, 51]).execute(&mut other).await.unwrap();
    other.execute("UPDATE observations SET body = '{'").await.unwrap();
    other.execute("UPDATE runs SET as_of = 'yesterday'").await.unwrap();
    other.close().await.unwrap();
    let store = home.open().await;
    assert!(matches!(store.each_page("a", |_| {}).await, Err(Error::Corrupt { .. })));
    assert!(matches!(store.page_at("a", 0).await, Err(Error::Corrupt { .. })));
    assert!(matches!(store.observations("a").await, Err(Error::Corrupt { .. })));
    assert!(matches!(store.run("a").await, Err(Error::Corrupt { .. })));
}
