//! The binary with a browser: what it tells, and what is left when it is ended.

use super::browser;
use super::processes::{below, is_alive};
use super::site::Site;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

pub(super) fn audit(folder: &Path, site: &Site, browser: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_duwang"));
    command.args(["audit", &site.url(), "--out", "out", "--rate", "0", "--as-of", "2026-11-20", "--quiet"]).args(more);
    command.env("DUWANG_BROWSER", browser).env_remove("DUWANG_RENDER").env_remove("COLUMNS").current_dir(folder);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub(super) async fn run(mut command: Command) -> (i32, String) {
    let output: Output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

pub(super) fn scorecard(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("out/scorecard.json")).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_browser_one_line_says_what_would_have_needed_it() {
    let site = Site::portal().await;
    let folder = tempfile::tempdir().unwrap();
    let none = Path::new("/bin/false");
    let (code, told) = run(audit(folder.path(), &site, none, &[])).await;
    assert_eq!(code, 0, "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.contains("由脚本绘制") && told.contains("Chromium"), "{told}");
    assert!(scorecard(folder.path()).contains("通知公告"), "the column is left to a person");
    let (_, told) = run(audit(folder.path(), &site, none, &["--lang", "en", "--fresh"])).await;
    assert!(told.lines().count() == 1 && told.contains("drawn by scripts") && told.is_ascii(), "{told}");
    let (code, told) = run(audit(folder.path(), &site, none, &["--render", "never", "--fresh"])).await;
    assert_eq!((code, told.as_str()), (0, ""), "who wants none is told nothing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_browser_nothing_is_told_and_templates_are_measured() {
    let Some(browser) = browser() else { return };
    let site = Site::portal().await;
    let folder = tempfile::tempdir().unwrap();
    let (code, told) = run(audit(folder.path(), &site, &browser, &["--rules", "cn-accessibility"])).await;
    assert_eq!((code, told.as_str()), (0, ""));
    let store = duwang::store::Store::open(folder.path().join("out/duwang.db").to_str().unwrap()).await.unwrap();
    let run = store.runs_between(&site.url(), 0, i64::MAX).await.unwrap().pop().unwrap();
    let observations = store.observations(&run.id).await.unwrap();
    let measured: Vec<&String> = observations.keys().filter(|key| key.starts_with("layout:")).collect();
    assert!(measured.iter().any(|key| key.ends_with(&site.url())), "the home page is: {measured:?}");
    assert!((2..=10).contains(&measured.len()), "{measured:?}");
}

/// An audit whose browser is busy: a script waits for an answer that never comes.
async fn busy(folder: &Path, browser: &Path) -> (Site, Child) {
    let site = Site::start(|came| {
        let html =
            "<html><head><title>壳</title></head><body><div id=app></div><script src=/app.js></script></body></html>";
        Some(match came.path.as_str() {
            "/" => ("text/html; charset=utf-8", html.to_owned()),
            "/app.js" => ("text/javascript", "while (true) {}".to_owned()),
            _ => return None,
        })
    })
    .await;
    let child = audit(folder, &site, browser, &["--render", "always"]).spawn().unwrap();
    let began = Instant::now();
    while below(child.id()).is_empty() || site.times("/app.js") == 0 {
        assert!(began.elapsed() < Duration::from_mins(1), "the browser never came up");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    (site, child)
}

async fn gone(running: &[(u32, PathBuf)]) {
    let began = Instant::now();
    let left = || running.iter().filter(|(pid, profile)| is_alive(*pid) || profile.exists()).collect::<Vec<_>>();
    while !left().is_empty() {
        assert!(began.elapsed() < Duration::from_secs(30), "left behind: {:?}", left());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

pub(super) fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &child.id().to_string()]).status().unwrap().success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_interrupted_audit_takes_its_browser_with_it() {
    let Some(browser) = browser() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (_site, child) = busy(folder.path(), &browser).await;
    let running = below(child.id());
    signal(&child, "-INT");
    let output = tokio::task::spawn_blocking(move || child.wait_with_output().unwrap()).await.unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", String::from_utf8_lossy(&output.stderr));
    gone(&running).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_audit_that_is_killed_takes_its_browser_with_it() {
    let Some(browser) = browser() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (_site, mut child) = busy(folder.path(), &browser).await;
    let running = below(child.id());
    signal(&child, "-KILL");
    child.wait().unwrap();
    gone(&running).await;
}
