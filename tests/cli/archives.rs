//! `--archive` and `--from-archive`.

use super::web::Web;
use super::{command, duwang, ended, json};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

fn args<'a>(url: &'a str, out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut args = vec!["audit", url, "--out", out, "--rate", "0", "--quiet", "--lang", "en"];
    args.extend(more);
    args
}

/// A scorecard without the run's id and the moment of its end.
fn card(folder: &Path, out: &str) -> String {
    let mut card = json(&folder.join(out).join("scorecard.json"));
    card["run"]["id"] = serde_json::Value::Null;
    card["run"]["finished_at"] = serde_json::Value::Null;
    serde_json::to_string_pretty(&card).unwrap()
}

#[test]
fn an_audit_from_its_archive_is_the_same_and_asks_nobody() {
    let web = Web::portal(12, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    let url = web.url();
    let more = ["--archive", "kept/a.warc.gz", "--as-of", "2026-11-20", "--max-pages", "9"];
    let done = duwang(folder.path(), &args(&url, "live", &more));
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("a.warc.gz"), "{}", done.out);
    let asked = web.all().len();
    let archive = folder.path().join("kept/a.warc.gz");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&archive).unwrap().permissions().mode() & 0o777, 0o600);
    }
    // The day and the budget are the archive's; the rate is no matter.
    let again = ["audit", &url, "--out", "again", "--rate", "0.01", "--from-archive", "kept/a.warc.gz", "--lang", "en"];
    let done = duwang(folder.path(), &again);
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(web.all().len(), asked);
    // Reports are in Chinese unless asked for otherwise; both are in English here.
    assert_eq!(card(folder.path(), "live"), card(folder.path(), "again"));
    // Into the same database as the run itself, and twice.
    for _ in 0..2 {
        let done = duwang(folder.path(), &args(&url, "live", &["--from-archive", "kept/a.warc.gz"]));
        assert_eq!(done.code, 0, "{}", done.err);
    }
    // What the archive does not hold was not seen: no page, no dead link, and a status of its own.
    let other = duwang(folder.path(), &args("http://127.0.0.1:9/", "other", &["--from-archive", "kept/a.warc.gz"]));
    assert_eq!(other.code, 3, "{}", other.err);
    assert!(other.err.contains("not in the archive"), "{}", other.err);
}

#[test]
fn an_archive_of_less_accuses_nobody_of_the_rest() {
    let web = Web::portal(12, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    let url = web.url();
    let more = ["--archive", "a.warc.gz", "--as-of", "2026-11-20", "--max-pages", "4"];
    assert_eq!(duwang(folder.path(), &args(&url, "live", &more)).code, 0);
    let more = ["--from-archive", "a.warc.gz", "--max-pages", "100"];
    let done = duwang(folder.path(), &args(&url, "again", &more));
    assert_eq!(done.code, 0, "{}", done.err);
    let card = json(&folder.path().join("again/scorecard.json"));
    let findings = card["findings"].as_array().unwrap();
    let accused = findings.iter().any(|f| f["check"] == "dead-link" || f["check"] == "unreachable-site");
    assert!(!accused, "{findings:#?}");
    assert_eq!(card["run"]["stopped_by"], serde_json::Value::Null, "what is not there is no silence of the site");
    assert!(card.to_string().contains("not-archived"), "what was not seen is told");
}

#[test]
fn an_archive_of_another_crawler_is_audited() {
    let folder = tempfile::tempdir().unwrap();
    let page = "<html><head><title>县政府</title></head><body><h1>县人民政府</h1><p>欢迎来到县人民政府网站。</p></body></html>";
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://county.test/\r\nWARC-Date: 2026-10-08T02:03:04Z\r\n\
         Content-Type: application/http;msgtype=response\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
        http.len()
    );
    std::fs::write(folder.path().join("w.warc"), record).unwrap();
    // Without a scheme: the archive knows which.
    let done = duwang(folder.path(), &args("county.test", "out", &["--from-archive", "w.warc"]));
    assert_eq!(done.code, 0, "{}", done.err);
    let card = json(&folder.path().join("out/scorecard.json"));
    assert_eq!((&card["run"]["as_of"], &card["run"]["pages"]), (&"2026-10-08".into(), &1.into()), "{card:#}");
    assert!(card["run"]["started_at"].as_str().unwrap().starts_with("2026-10-08T10:03:04"), "{card:#}");
}

#[test]
fn archives_that_can_not_be_used_are_told_in_a_line_with_status_2() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("page.html"), "<p>x").unwrap();
    std::fs::write(folder.path().join("bad.warc.gz"), b"\x1f\x8b\x08\x00nonsense nonsense").unwrap();
    std::fs::write(folder.path().join("notes.warc.gz"), "my notes").unwrap();
    let url = "http://127.0.0.1:9/";
    for (more, zh, en) in [
        (["--from-archive", "absent.warc.gz"], "打不开", "absent.warc.gz"),
        (["--from-archive", "page.html"], "不是网页存档", "is no web archive"),
        (["--from-archive", "bad.warc.gz"], "不是网页存档", "is no web archive"),
        (["--archive", "notes.warc.gz"], "不覆盖", "not overwritten"),
        (["--archive", "page.html/a.warc.gz"], "写不进去", "page.html"),
    ] {
        for (lang, words) in [("zh", zh), ("en", en)] {
            let mut all = vec!["audit", url, "--out", "out", "--quiet", "--lang", lang];
            all.extend(more);
            let ended = duwang(folder.path(), &all);
            assert_eq!(ended.code, 2, "{more:?}: {}", ended.err);
            assert!(ended.line().contains(words), "{more:?}: {}", ended.err);
        }
    }
    assert_eq!(std::fs::read(folder.path().join("notes.warc.gz")).unwrap(), b"my notes");
    let both = duwang(folder.path(), &args(url, "out", &["--archive", "a.warc.gz", "--from-archive", "bad.warc.gz"]));
    assert_eq!(both.code, 2);
    assert!(both.line().contains("don't go together"), "{}", both.err);
}

#[test]
fn a_run_that_goes_on_appends_to_its_archive() {
    let web = Web::portal(30, Duration::from_millis(60));
    let folder = tempfile::tempdir().unwrap();
    let url = web.url();
    let more = ["--archive", "a.warc.gz", "--as-of", "2026-11-20", "--concurrency", "1"];
    let started = args(&url, "out", &more);
    for (after, signal) in [(8, "-TERM"), (16, "-INT")] {
        let child = command(folder.path(), &started).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        web.wait_for(after);
        assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
        child.wait_with_output().unwrap();
    }
    let done = ended(command(folder.path(), &started));
    assert_eq!(done.code, 0, "{}", done.err);
    let again = args(&url, "again", &["--from-archive", "a.warc.gz"]);
    let asked = web.all().len();
    let replayed = duwang(folder.path(), &again);
    assert_eq!(replayed.code, 0, "{}", replayed.err);
    assert_eq!(web.all().len(), asked);
    let pages = |out: &str| json(&folder.path().join(out).join("scorecard.json"))["run"]["pages"].clone();
    assert_eq!((pages("out"), pages("again")), (33.into(), 33.into()));
}
