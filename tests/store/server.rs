//! What only a server can do: refuse, lack, go away and come back.

use super::home::{Home, SERVER, raw, server};
use super::queue::{queued, scan};
use super::{page, run, skip};
use duwang::store::{Error, Store};
use sqlx::{AssertSqlSafe, Executor};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;
use url::Url;

/// Runs one statement past the store.
async fn on(place: &str, sql: &str) {
    raw(place).await.execute(AssertSqlSafe(sql.to_owned())).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
}

/// The address of the same database for another user.
fn as_user(place: &str, name: &str, password: &str) -> String {
    let mut url = Url::parse(place).unwrap();
    url.set_username(name).unwrap();
    url.set_password(Some(password)).unwrap();
    url.into()
}

async fn refused(place: &str) -> Error {
    let error = Store::open(place).await.expect_err("it can't be opened");
    for told in [error.to_string(), format!("{error:?}")] {
        assert!(!told.contains("geheim") && !told.contains('\n'), "{told}");
    }
    error
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_at_once() {
    match refused("postgres://u:geheim@127.0.0.1:1/d").await {
        Error::Unreachable { path, .. } => assert_eq!(path, "postgres://u@127.0.0.1:1/d"),
        other => panic!("{other}"),
    }
    let nowhere = refused("postgres://u:geheim@localhost/d?host=/nowhere").await;
    assert!(matches!(nowhere, Error::Unreachable { .. }), "{nowhere}");
    let odd = refused("postgres://u:geheim@127.0.0.1:1/d?sslmode=nonsense").await;
    assert!(matches!(odd, Error::Address { .. }), "{odd}");
}

#[tokio::test]
async fn each_refusal_of_a_server_is_told() {
    let Some(home) = Home::postgres().await else { return };
    let admin = server().unwrap();
    let role = format!("guest_{}", std::process::id());
    on(admin.as_str(), &format!("CREATE ROLE {role} LOGIN PASSWORD 'geheim'")).await;

    let mut missing = admin.clone();
    missing.set_path("no_such_database");
    let error = refused(missing.as_str()).await;
    assert!(matches!(&error, Error::NoDatabase { path, .. } if path.contains("no_such_database")), "{error}");

    match Store::open(&as_user(home.place(), &role, "wrong-geheim")).await {
        Err(Error::Refused { path, why }) => {
            assert!(path.contains(&role) && why.contains(&role), "{path}: {why}");
            assert!(!path.contains("geheim") && !why.contains("geheim"), "{path}: {why}");
        }
        Ok(_) => eprintln!("the server of {SERVER} asks for no password: that part is skipped"),
        Err(other) => panic!("{other}"),
    }

    let guest = as_user(home.place(), &role, "geheim");
    on(home.place(), "REVOKE CREATE ON SCHEMA public FROM PUBLIC").await;
    assert!(matches!(refused(&guest).await, Error::Denied { .. }), "no right to make tables");
    // Who may use the tables that another made needs no more.
    home.open().await.begin_run(&run("a", 1), 1).await.unwrap();
    assert!(matches!(refused(&guest).await, Error::Denied { .. }), "no right to read them");
    on(home.place(), &format!("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")).await;
    let store = Store::open(&guest).await.unwrap();
    assert!(!store.path().contains("geheim"), "{}", store.path());
    assert!(!format!("{store:?}").contains("geheim"), "{store:?}");
    store.save("a", &[page(0, "x")], &[], (1, 1)).await.unwrap();
    store.close().await;
    on(home.place(), &format!("DROP OWNED BY {role}")).await;
    on(admin.as_str(), &format!("DROP ROLE {role}")).await;
}

#[tokio::test]
async fn a_server_that_lacks_something_is_told() {
    let Some(ascii) = Home::with("ENCODING 'SQL_ASCII' LOCALE 'C'").await else { return };
    let ascii = ascii.unwrap();
    let error = refused(ascii.place()).await;
    assert!(matches!(&error, Error::Encoding { encoding, .. } if encoding == "SQL_ASCII"), "{error}");

    // One that gives itself out for an old one.
    let old = Home::postgres().await.unwrap();
    let name = Url::parse(old.place()).unwrap().path().trim_start_matches('/').to_owned();
    let answer = "CREATE FUNCTION public.current_setting(name text) RETURNS text LANGUAGE sql AS $$ SELECT CASE name WHEN \
                  'server_version_num' THEN '90124' WHEN 'server_version' THEN '9.1.24' ELSE 'UTF8' END $$";
    on(old.place(), answer).await;
    on(old.place(), &format!("ALTER DATABASE {name} SET search_path = public, pg_catalog")).await;
    let error = refused(old.place()).await;
    assert!(matches!(&error, Error::TooOld { version, .. } if version == "9.1.24"), "{error}");
}

#[tokio::test]
async fn an_empty_database_is_none_where_one_should_be() {
    let Some(home) = Home::postgres().await else { return };
    assert!(matches!(Store::open_existing(home.place()).await, Err(Error::Missing { .. })));
    let tables = "SELECT CAST(COUNT(*) AS BIGINT) FROM information_schema.tables WHERE table_schema = 'public'";
    let count: i64 = sqlx::query_scalar(tables).fetch_one(&mut home.raw().await).await.unwrap();
    assert_eq!(count, 0, "looking makes nothing");
    home.open().await;
    Store::open_existing(home.place()).await.unwrap();
    assert!(matches!(Store::open_existing("nowhere/none.db").await, Err(Error::Missing { .. })));
    assert!(!Path::new("nowhere").exists());
}

/// Something between the store and its server that can be cut.
struct Wire {
    address: String,
    cut: watch::Sender<u32>,
    away: Arc<AtomicBool>,
}

impl Wire {
    /// A wire to the server of `place`.
    async fn to(place: &str) -> Self {
        let mut url = Url::parse(place).unwrap();
        let folder = url.query_pairs().find(|(key, value)| key == "host" && value.starts_with('/'));
        let socket = folder.map(|(_, folder)| PathBuf::from(&*folder).join(".s.PGSQL.5432"));
        let host = format!("{}:{}", url.host_str().unwrap_or("localhost"), url.port().unwrap_or(5432));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        url.set_query(None);
        url.set_host(Some("127.0.0.1")).unwrap();
        url.set_port(Some(listener.local_addr().unwrap().port())).unwrap();
        let (cut, seen) = watch::channel(0);
        let away = Arc::new(AtomicBool::new(false));
        let gone = Arc::clone(&away);
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                if gone.load(Ordering::SeqCst) {
                    continue;
                }
                let (socket, host, mut seen) = (socket.clone(), host.clone(), seen.clone());
                seen.mark_unchanged();
                tokio::spawn(async move {
                    let cut = async move {
                        let _ = seen.changed().await;
                    };
                    if let Some(path) = socket {
                        let mut far = UnixStream::connect(path).await.unwrap();
                        tokio::select! { _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}, () = cut => {} }
                    } else {
                        let mut far = TcpStream::connect(host).await.unwrap();
                        tokio::select! { _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}, () = cut => {} }
                    }
                });
            }
        });
        Self { address: url.into(), cut, away }
    }

    /// Ends every connection; new ones are refused until `come_back`.
    fn go_away(&self) {
        self.away.store(true, Ordering::SeqCst);
        self.cut.send_modify(|n| *n += 1);
    }

    fn come_back(&self) {
        self.away.store(false, Ordering::SeqCst);
    }

    /// Ends every connection; new ones are taken.
    fn hiccup(&self) {
        self.cut.send_modify(|n| *n += 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_was_away_for_a_moment_is_asked_again() {
    let Some(home) = Home::postgres().await else { return };
    let wire = Wire::to(home.place()).await;
    let store = Store::open(&wire.address).await.unwrap();
    store.begin_run(&run("a", 1), 1).await.unwrap();
    store.begin_scan(&scan("s", 1), &[queued("x", "g"), queued("y", "h")]).await.unwrap();
    let lease = store.claim(None, "p", 1, 1000).await.unwrap().unwrap();

    wire.go_away();
    let at_work = {
        let (store, lease) = (store.clone(), lease.clone());
        tokio::spawn(async move {
            let held = store.held(&lease);
            held.save("a", &[page(0, "x")], &[skip("y")], (2, 3)).await.unwrap();
            assert_eq!(held.count_pages("a").await.unwrap(), 1);
            assert!(store.renew(&lease, 2000).await.unwrap());
            assert!(store.settle(&lease, "{}").await.unwrap());
        })
    };
    tokio::time::sleep(Duration::from_millis(900)).await;
    assert!(!at_work.is_finished(), "the server is not there");
    wire.come_back();
    at_work.await.unwrap();
    assert_eq!(store.claim(None, "p", 1, 1000).await.unwrap().unwrap().site.id, "y");
    assert_eq!(store.observations("a").await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_doubled_on_a_wire_that_breaks_all_the_time() {
    let Some(home) = Home::postgres().await else { return };
    let wire = Arc::new(Wire::to(home.place()).await);
    let store = Store::open(&wire.address).await.unwrap();
    let (done, breaking) = (Arc::new(AtomicBool::new(false)), Arc::clone(&wire));
    let over = Arc::clone(&done);
    let cutter = tokio::spawn(async move {
        let mut cuts = 0;
        while !over.load(Ordering::SeqCst) {
            tokio::time::sleep(Duration::from_millis(250 + cuts % 5 * 90)).await;
            breaking.hiccup();
            cuts += 1;
        }
        cuts
    });
    let sites: Vec<_> = (0..12).map(|n| queued(&format!("s{n}"), &format!("g{n}"))).collect();
    store.begin_scan(&scan("s", 1), &sites).await.unwrap();
    let mut settled = 0;
    // Claims whose answers were lost run out: time goes on.
    let mut now = 0;
    while settled < sites.len() {
        now += 10;
        assert!(now < 10_000, "it never ends");
        let Some(lease) = store.claim(None, "p", now, 50).await.unwrap() else { continue };
        let id = format!("run-{}", lease.site.id);
        let held = store.held(&lease);
        held.begin_run(&run(&id, 1), 1).await.unwrap();
        for seq in 0..5 {
            held.save(&id, &[page(seq, &format!("{seq}"))], &[skip(&format!("{seq}"))], (2, 3)).await.unwrap();
        }
        held.save_scorecard(&super::results::card(&id, 1), 1, 1).await.unwrap();
        assert!(store.settle(&lease, "{}").await.unwrap());
        settled += 1;
    }
    done.store(true, Ordering::SeqCst);
    let cuts = cutter.await.unwrap();
    assert!(cuts > 3, "the wire broke {cuts} times");
    let direct = home.open().await;
    for n in 0..12 {
        let id = format!("run-s{n}");
        assert_eq!(direct.count_pages(&id).await.unwrap(), 5, "{id}");
        assert_eq!(direct.observations(&id).await.unwrap().len(), 5, "{id}");
        assert_eq!(direct.run(&id).await.unwrap(), duwang::model::Run { requests: 3, ..run(&id, 1) });
    }
    let rows = direct.queue("s").await.unwrap();
    assert!(rows.iter().all(|r| r.outcome.as_deref() == Some("{}")), "{rows:?}");
}
