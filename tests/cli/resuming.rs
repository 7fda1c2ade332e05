//! Interrupted and gone on with.

use super::web::Web;
use super::{Ended, command, duwang, json};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const ARTICLES: usize = 30;

fn args<'a>(url: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut args = vec!["audit", url, "--out", "out", "--rate", "0", "--concurrency", "1", "--as-of", "2026-11-20"];
    args.extend(more);
    args
}

fn start(folder: &Path, args: &[&str]) -> Child {
    command(folder, args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &child.id().to_string()]).status().unwrap().success());
}

fn end(child: Child) -> Ended {
    let output = child.wait_with_output().unwrap();
    Ended {
        code: output.status.code().expect("ended by itself"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Interrupts an audit when `after` pages were asked, with this signal.
fn cut(folder: &Path, web: &Web, after: usize, name: &str) -> Ended {
    let url = web.url();
    let child = start(folder, &args(&url, &["--lang", "en"]));
    web.wait_for(after);
    signal(&child, name);
    end(child)
}

#[test]
fn an_interrupted_audit_goes_on_where_it_was() {
    let web = Web::portal(ARTICLES, Duration::from_millis(60));
    let folder = tempfile::tempdir().unwrap();
    for (after, name) in [(8, "-INT"), (16, "-TERM")] {
        let stopped = cut(folder.path(), &web, after, name);
        assert_eq!((stopped.code, stopped.out.as_str()), (130, ""), "{}", stopped.err);
        assert!(stopped.err.contains("interrupted") && stopped.err.contains("same command"), "{}", stopped.err);
    }
    assert!(!folder.path().join("out/scorecard.json").exists(), "no scorecard of half a visit");
    let url = web.url();
    let done = duwang(folder.path(), &args(&url, &[]));
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.err.contains("接着上次中断的抓取"), "{}", done.err);
    let card = json(&folder.path().join("out/scorecard.json"));
    assert_eq!((card["run"]["pages"].as_u64(), &card["run"]["complete"]), (Some(ARTICLES as u64 + 3), &true.into()));

    // One page may have been under way at each interruption; its answer never came, so it is asked again.
    let asked = web.asked();
    let again = asked.len() - (ARTICLES + 3);
    assert!(again <= 2, "{again} asked twice in {asked:?}");

    // The same as a visit that nobody interrupted.
    let whole = duwang(folder.path(), &["audit", &url, "--out", "whole", "--rate", "0", "--as-of", "2026-11-20"]);
    assert_eq!(whole.code, 0);
    let whole = json(&folder.path().join("whole/scorecard.json"));
    assert_eq!((&card["score"], &card["indicators"]), (&whole["score"], &whole["indicators"]));
}

#[test]
fn fresh_begins_anew() {
    let web = Web::portal(6, Duration::from_millis(40));
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(cut(folder.path(), &web, 4, "-INT").code, 130);
    let (url, before) = (web.url(), web.asked().len());
    let done = duwang(folder.path(), &args(&url, &["--fresh"]));
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(!done.err.contains("接着"), "{}", done.err);
    assert_eq!(web.asked().len() - before, 9, "all pages again");
}
