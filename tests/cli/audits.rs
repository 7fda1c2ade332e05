//! Audits that end in each of the ways the contract knows.

use super::web::Web;
use super::{Ended, duwang, ended, json};
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

fn audit(folder: &Path, web: &Web, more: &[&str]) -> Ended {
    let url = web.url();
    let mut args = vec!["audit", &url, "--out", "out", "--rate", "0", "--as-of", "2026-11-20"];
    args.extend(more);
    duwang(folder, &args)
}

#[test]
fn a_host_without_a_scheme_is_audited_and_every_report_written() {
    let web = Web::portal(12, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    let host = web.addr.to_string();
    let done = duwang(folder.path(), &["audit", &host, "--rate", "0"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let out = folder.path().join("reports").join(host.replace(['.', ':'], "-"));
    for file in ["scorecard.html", "scorecard.xlsx", "scorecard.json", "findings.csv"] {
        assert!(std::fs::metadata(out.join(file)).unwrap().len() > 100, "{file}");
        assert!(done.out.contains(file), "{file} is named in {}", done.out);
    }
    let asked = web.asked();
    assert_eq!(json(&out.join("scorecard.json"))["run"]["pages"], 15, "{asked:?}");
}

#[test]
fn only_the_formats_asked_for_are_written() {
    let web = Web::portal(2, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(audit(folder.path(), &web, &["--format", "json,csv"]).code, 0);
    let out = folder.path().join("out");
    assert!(out.join("scorecard.json").exists() && out.join("findings.csv").exists());
    assert!(!out.join("scorecard.html").exists() && !out.join("scorecard.xlsx").exists());
}

#[test]
fn a_site_that_does_not_answer_is_status_3_with_a_scorecard() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let folder = tempfile::tempdir().unwrap();
    let url = format!("http://127.0.0.1:{port}/");
    for (lang, word) in [("zh", "网站未能检查"), ("en", "could not be audited")] {
        let failed = duwang(folder.path(), &["audit", &url, "--out", lang, "--lang", lang, "--quiet", "--rate", "0"]);
        assert_eq!(failed.code, 3, "{}", failed.err);
        assert!(failed.line().contains(word), "{}", failed.err);
        let card = json(&folder.path().join(lang).join("scorecard.json"));
        assert_eq!(card["run"]["pages"], 0);
        // What nobody saw loses nothing for sure: the range stays open to the full marks.
        assert_ne!(card["score"]["grade"], "合格");
    }
}

#[test]
fn an_address_that_is_no_web_page_is_status_3() {
    let web = Web::start(Duration::ZERO, |path| (path == "/").then(|| ("application/pdf", b"%PDF-1.4 etc.".to_vec())));
    let folder = tempfile::tempdir().unwrap();
    for (lang, word) in [("zh", "不是网页"), ("en", "not a web page")] {
        let failed = audit(folder.path(), &web, &["--lang", lang, "--quiet"]);
        assert_eq!(failed.code, 3, "{}", failed.err);
        assert!(failed.line().contains(word) && failed.line().contains(&web.url()), "{}", failed.err);
    }
    assert!(folder.path().join("out/scorecard.json").exists());
}

#[test]
fn fail_on_is_status_1() {
    let web = Web::portal(4, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(audit(folder.path(), &web, &["--fail-on", "score<101"]).code, 1);
    assert_eq!(audit(folder.path(), &web, &["--fail-on", "score<0"]).code, 0);
    // The small portal has no site code and no contact.
    assert_eq!(audit(folder.path(), &web, &["--fail-on", "veto,major"]).code, 1);
}

#[test]
fn two_packs_make_two_scorecards_of_one_visit() {
    let web = Web::portal(4, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    let done = audit(folder.path(), &web, &["--rules", "cn-site-2019", "--rules", "gaoxian-2023"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let first = json(&folder.path().join("out/scorecard.json"));
    let second = json(&folder.path().join("out/gaoxian-2023/scorecard.json"));
    assert_eq!((&first["pack"]["id"], &second["pack"]["id"]), (&"cn-site-2019".into(), &"gaoxian-2023".into()));
    assert_eq!(first["run"], second["run"]);
    let asked = web.asked();
    assert!(asked.iter().all(|p| asked.iter().filter(|q| *q == p).count() == 1), "each page once: {asked:?}");
}

#[test]
fn without_a_terminal_progress_is_plain_lines_and_quiet_is_silent() {
    let web = Web::portal(6, Duration::from_millis(20));
    let folder = tempfile::tempdir().unwrap();
    let told = audit(folder.path(), &web, &[]);
    assert!(told.err.lines().any(|l| l.contains("网页 9/9")), "{}", told.err);
    assert!(!told.err.contains(['\r', '\u{1b}']), "no bars, no colours: {:?}", told.err);
    assert!(!told.out.contains('\u{1b}'));
    let quiet = audit(folder.path(), &web, &["--quiet"]);
    assert_eq!((quiet.code, quiet.err.as_str()), (0, ""));
    assert!(quiet.out.contains("scorecard.json"), "results stay: {}", quiet.out);
}

#[test]
fn budgets_end_a_visit_and_the_scorecard_says_so() {
    let web = Web::portal(30, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(audit(folder.path(), &web, &["--max-pages", "10"]).code, 0);
    let card = json(&folder.path().join("out/scorecard.json"));
    assert_eq!((&card["run"]["stopped_by"], &card["run"]["complete"]), (&"max-pages".into(), &false.into()));
    assert!(card["run"]["undetermined"]["budget"].as_u64().unwrap() >= 20, "{}", card["run"]);
}

#[test]
fn a_reader_that_went_away_is_no_fault() {
    let web = Web::portal(4, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    let url = web.url();
    let mut command = super::command(folder.path(), &["audit", &url, "--out", "out", "--rate", "0", "--quiet"]);
    let (reader, writer) = std::io::pipe().unwrap();
    command.stdout(writer).stderr(std::process::Stdio::piped());
    drop(reader);
    let child = command.spawn().unwrap();
    drop(command);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(folder.path().join("out/scorecard.json").exists());

    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut list = super::command(folder.path(), &["rules", "list"]);
    list.stdout(writer);
    assert_eq!(ended_without_output(list), 0);
}

fn ended_without_output(mut command: std::process::Command) -> i32 {
    let child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
    drop(command);
    let output = child.wait_with_output().unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    output.status.code().unwrap()
}

#[test]
fn the_demo_plays_one_portal_and_writes_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = super::command(folder.path(), &["demo", "--portal", "yunlan", "--out", "out"]);
    command.env("http_proxy", "http://127.0.0.1:9");
    let done = ended(command);
    assert_eq!(done.code, 0, "{}", done.err);
    for file in ["scorecard.html", "scorecard.xlsx", "scorecard.json", "findings.csv"] {
        assert!(folder.path().join("out/yunlan").join(file).exists(), "{file}");
    }
    assert!(!folder.path().join("out/qingqi").exists());
    assert!(done.out.contains("云岚县人民政府"), "{}", done.out);
}
