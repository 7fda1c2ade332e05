//! Whatever is wrong: one clear line on stderr, the right exit status, nothing half done.

use super::web::Web;
use super::{duwang, is_han, write};
use std::time::{Duration, Instant};

/// Arguments, exit status, what the line must name.
const WRONG: &[(&[&str], &str)] = &[
    (&["audit", "notaurl::"], "notaurl::"),
    (&["audit", "ftp://x"], "ftp://x"),
    (&["audit", "file:///etc/passwd"], "file:"),
    (&["audit", ""], "https://"),
    (&["audit", "http://"], "http://"),
    (&["audit", "http://a b.gov.cn/"], "a b.gov.cn"),
    (&["audit"], "<URL>"),
    (&["audit", "127.0.0.1:9", "more"], "more"),
    (&["audit", "127.0.0.1:9", "--rate", "-1"], "--rate"),
    (&["audit", "127.0.0.1:9", "--rate", "fast"], "--rate"),
    (&["audit", "127.0.0.1:9", "--rate", "NaN"], "--rate"),
    (&["audit", "127.0.0.1:9", "--format", "docx"], "docx"),
    (&["audit", "127.0.0.1:9", "--as-of", "2026-13-01"], "2026-13-01"),
    (&["audit", "127.0.0.1:9", "--fail-on", "nonsense"], "nonsense"),
    (&["audit", "127.0.0.1:9", "--fail-on", "score<abc"], "score<abc"),
    (&["audit", "127.0.0.1:9", "--rules", "gaoxian-2032"], "gaoxian-2023"),
    (&["audit", "127.0.0.1:9", "--rules", "./nowhere.toml"], "nowhere.toml"),
    (&["audit", "127.0.0.1:9", "--max-pages", "0"], "--max-pages"),
    (&["audit", "127.0.0.1:9", "--concurrency", "1000"], "256"),
    (&["audit", "127.0.0.1:9", "--allow-net", "10.0.0.0/99"], "10.0.0.0/99"),
    (&["audit", "127.0.0.1:9", "--db", "mysql://u:secret@h/d"], "mysql://"),
    (&["audit", "127.0.0.1:9", "--db", "postgres://u:secret@127.0.0.1:9/d"], "postgres://u@127.0.0.1:9/d"),
    (&["audit", "127.0.0.1:9", "--db", "postgresql://127.0.0.1:9/d?password=secret"], "postgresql://127.0.0.1:9/d"),
    (&["audit", "127.0.0.1:9", "--db", "postgres://u:secret/x@127.0.0.1/d"], "%2F"),
    (&["audit", "127.0.0.1:9", "--db", "postgres://127.0.0.1:9/d?pasword=secret"], "application_name"),
    (&["rescore", "--db", "postgres://u:secret@127.0.0.1:9/d"], "postgres://u@127.0.0.1:9/d"),
    (&["assess", "--year", "2026", "--db", "postgres://u:secret@127.0.0.1:9/d"], "postgres://u@127.0.0.1:9/d"),
    (&["audit", "127.0.0.1:9", "--render", "sometimes"], "always"),
    (&["audit", "127.0.0.1:9", "--render", "always", "--browser", "/nowhere/chromium"], "/nowhere/chromium"),
    (&["audit", "127.0.0.1:9", "--render", "auto", "--browser", "no-such-browser"], "no-such-browser"),
    (&["demo", "--render", "always", "--browser", "/nowhere/chromium"], "/nowhere/chromium"),
    (&["audit", "127.0.0.1:9", "--fail"], "--fail-on"),
    (&["audit", "127.0.0.1:9", "--nonsense"], "--nonsense"),
    (&["audit", "127.0.0.1:9", "--out"], "--out"),
    (&["adit", "127.0.0.1:9"], "audit"),
    (&["--lang=fr", "audit", "127.0.0.1:9"], "fr"),
    (&["demo", "--portal", "nowhere"], "yunlan"),
    (&["demo", "--format", "pdf"], "pdf"),
    (&["rules", "show", "no-such-check"], "no-such-check"),
];

#[test]
fn wrong_usage_is_one_line_and_status_2_in_either_language() {
    let folder = tempfile::tempdir().unwrap();
    for (args, named) in WRONG {
        let chinese = duwang(folder.path(), args);
        assert_eq!((chinese.code, chinese.out.as_str()), (2, ""), "{args:?}: {}", chinese.err);
        assert!(chinese.line().contains(named), "{args:?}: {}", chinese.err);
        assert!(chinese.line().starts_with("错误：") && !chinese.err.contains("secret"), "{args:?}: {}", chinese.err);
        let mut english = args.to_vec();
        english.extend(["--lang", "en"]);
        if args.contains(&"--lang=fr") || args.contains(&"--out") {
            continue;
        }
        let english = duwang(folder.path(), &english);
        assert_eq!((english.code, english.out.as_str()), (2, ""), "{args:?}: {}", english.err);
        assert!(english.line().starts_with("error: ") && english.line().contains(named), "{args:?}: {}", english.err);
        assert!(!english.line().chars().any(is_han), "{args:?}: {}", english.err);
    }
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().path()).collect();
    assert_eq!(left, Vec::<std::path::PathBuf>::new(), "nothing is left behind");
}

#[test]
fn every_mistake_of_a_pack_is_told_and_nothing_is_asked() {
    let web = Web::portal(4, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    let pack = "[pack]\nid = \"mine\"\ntitle = \"t\"\nsource = \"s\"\nversion = \"1\"\ncolour = \"red\"\n\n\
                [[indicator]]\nid = \"1\"\ntitle = \"one\"\npoints = -4\n\n\
                [[rule]]\nid = \"1-a\"\nindicator = \"1\"\ntitle = \"a\"\ncheck = \"dead-lnk\"\ninfo = true\n\n\
                [[rule]]\nid = \"1-b\"\nindicator = \"9\"\ntitle = \"b\"\ncheck = \"dead-link\"\ninfo = true\n";
    write(&folder.path().join("mine.toml"), pack);
    for lang in ["zh", "en"] {
        let refused = duwang(folder.path(), &["audit", &web.url(), "--rules", "./mine.toml", "--lang", lang]);
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{}", refused.err);
        for word in ["colour", "points", "dead-lnk", "dead-link", "1-b", "mine.toml"] {
            assert!(refused.err.contains(word), "{word} in {}", refused.err);
        }
    }
    assert_eq!(web.all(), Vec::<String>::new());
}

#[test]
fn a_folder_that_cannot_be_written_is_told_before_anything_is_asked() {
    let web = Web::portal(4, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("file"), "");
    for out in ["file", "file/below"] {
        for lang in ["zh", "en"] {
            let refused = duwang(folder.path(), &["audit", &web.url(), "--out", out, "--lang", lang]);
            assert_eq!(refused.code, 2, "{}", refused.err);
            assert!(refused.line().contains("--out") && refused.line().contains(out), "{}", refused.err);
        }
    }
    let database = duwang(folder.path(), &["audit", &web.url(), "--db", "file/below.db"]);
    assert_eq!(database.code, 2, "{}", database.err);
    assert!(database.line().contains("--db"), "{}", database.err);
    assert_eq!(web.all(), Vec::<String>::new());
}

#[test]
fn what_is_no_database_is_left_alone() {
    let web = Web::portal(4, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    let text = "These are notes of a person, not a database. ".repeat(200);
    write(&folder.path().join("notes.txt"), &text);
    let refused = duwang(folder.path(), &["audit", &web.url(), "--db", "notes.txt"]);
    assert_eq!(refused.code, 4, "{}", refused.err);
    assert!(refused.line().contains("notes.txt") && refused.line().contains("--db"), "{}", refused.err);
    assert_eq!(std::fs::read_to_string(folder.path().join("notes.txt")).unwrap(), text);
}

#[tokio::test]
async fn a_locked_database_is_told_within_seconds() {
    use sqlx::Connection as _;
    let web = Web::portal(4, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    sqlx::any::install_default_drivers();
    let place = format!("sqlite://{}?mode=rwc", folder.path().join("held.db").display());
    let mut held = sqlx::AnyConnection::connect(&place).await.unwrap();
    sqlx::query("CREATE TABLE t (n INTEGER)").execute(&mut held).await.unwrap();
    sqlx::query("BEGIN EXCLUSIVE").execute(&mut held).await.unwrap();
    let (path, url) = (folder.path().to_owned(), web.url());
    let start = Instant::now();
    let refused =
        tokio::task::spawn_blocking(move || duwang(&path, &["audit", &url, "--db", "held.db", "--lang", "en"]))
            .await
            .unwrap();
    assert_eq!(refused.code, 4, "{}", refused.err);
    assert!(refused.line().contains("locked") && refused.line().contains("held.db"), "{}", refused.err);
    assert!(start.elapsed() < Duration::from_secs(20), "it waits five seconds, not {:?}", start.elapsed());
    assert_eq!(web.all(), Vec::<String>::new());
}
