//! Folders from elsewhere: with `site.toml` and without.

use duwang::demo::{Portal, Served};
use proptest::prelude::*;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn put(dir: &Path, name: &str, text: &str) {
    let path = dir.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn sound() -> TempDir {
    let dir = TempDir::new().unwrap();
    put(dir.path(), "www/index.html", "<h1>home</h1>");
    put(dir.path(), "site.toml", "[site]\nslug=\"a\"\nname=\"甲县\"\nhost=\"a-demo.gov.cn\"\nas_of=\"2026-11-20\"\n");
    dir
}

fn with(addition: &str) -> Result<Portal, String> {
    let dir = sound();
    let path = dir.path().join("site.toml");
    let text = fs::read_to_string(&path).unwrap() + addition;
    fs::write(&path, text).unwrap();
    Portal::folder(dir.path()).map_err(|e| e.to_string())
}

#[test]
fn a_folder_with_a_manifest_is_a_portal() {
    let p = with("\n[[answer]]\npath=\"/a?x=1\"\nstatus=410\n").unwrap();
    assert_eq!((p.host.as_str(), p.name.as_str()), ("a-demo.gov.cn", "甲县"));
    assert_eq!(p.play("/").status, 200);
    assert_eq!(p.play("/a?y=2&x=1").status, 410);
    assert_eq!(p.play("/a?x=2").status, 404);
    assert_eq!(p.play("/a").status, 404);
}

#[test]
fn answers_play_their_part() {
    let p = with(
        "\n[[answer]]\npath=\"/slow.html\"\nbody=\"www/index.html\"\ndelay_ms=40\nheaders={X-Made-By=\"demo\"}\n\
         [[answer]]\npath=\"/waf\"\nchallenge=true\n[[answer]]\npath=\"/index.html\"\nstatus=503\ntimes=2\n\
         [[answer]]\npath=\"/m\"\nstatus=302\nlocation=\"/新.html\"\n[[answer]]\npath=\"/q\"\nstatus=403\n\
         [[answer]]\npath=\"/q?id=2\"\nstatus=410\n",
    )
    .unwrap();
    let slow = p.play("/slow.html");
    assert_eq!((slow.status, slow.delay_ms, slow.body.as_ref()), (200, 40, &b"<h1>home</h1>"[..]));
    assert_eq!(slow.headers["x-made-by"], "demo");
    let waf = p.play("/waf");
    assert_eq!(waf.status, 412);
    assert!(String::from_utf8_lossy(&waf.body).contains("$_ts"));
    assert_eq!(p.play("/index.html").status, 503);
    let moved = p.play("/m");
    assert_eq!((moved.status, moved.headers["location"].as_str()), (302, "/新.html"));
    assert!(moved.body.is_empty());
    assert_eq!([p.play("/q").status, p.play("/q?id=2&x").status, p.play("/q?id=3").status], [403, 410, 403]);
}

proptest! {
    #[test]
    fn no_target_panics_or_leaves_the_files(target in "\\PC{0,60}|(/|\\.\\.|%2e|%2f|%5c|%00|;|\\?|=|&|a|index\\.html){0,12}") {
        let dir = sound();
        let p = Portal::folder(dir.path()).unwrap();
        let played = p.play(&target);
        prop_assert!([200, 301, 404].contains(&played.status));
        prop_assert!(!String::from_utf8_lossy(&played.body).contains("a-demo.gov.cn"));
    }
}

#[test]
fn mistakes_are_told_all_at_once_and_plainly() {
    let error = with(
        "\n[not_found]\nstatus=302\nbody=\"www/none.html\"\n[[answer]]\npath=\"x\"\nstatus=99\n[[answer]]\npath=\"/r\"\nstatus=301\n\
         [[elsewhere]]\nhost=\"e\"\n[[flaw]]\ncheck=\"dead-link\"\nurl=\"http://other/\"\nnote=\"n\"\n",
    )
    .unwrap_err();
    for part in
        ["site.toml", "none.html", "soft 404", "begin with /", "status 99", "location", "elsewhere e", "http://other/"]
    {
        assert!(error.contains(part), "{part:?} is not told in\n{error}");
    }
}

#[test]
fn unknown_keys_and_wrong_types_name_the_line() {
    let unknown = with("\n[[answer]]\npath=\"/x\"\nstatsu=404\n").unwrap_err();
    assert!(unknown.contains("statsu") && unknown.contains("status"), "{unknown}");
    let wrong = with("\n[[answer]]\npath=\"/x\"\nstatus=\"404\"\n").unwrap_err();
    assert!(wrong.contains("line") && wrong.contains("status"), "{wrong}");
}

#[test]
fn absent_and_empty_folders_are_told() {
    let dir = TempDir::new().unwrap();
    assert!(Portal::folder(&dir.path().join("none")).unwrap_err().to_string().contains("cannot read"));
    assert!(Portal::folder(dir.path()).unwrap_err().to_string().contains("holds no file"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_folder_is_served_by_address() {
    let dir = TempDir::new().unwrap();
    put(dir.path(), "页面.html", "<p>saved</p>");
    put(dir.path(), "sub/b.css", "p{}");
    let p = Portal::folder(dir.path()).unwrap();
    assert_eq!((p.host.as_str(), p.as_of), ("127.0.0.1", None));
    assert_eq!(p.play("/%E9%A1%B5%E9%9D%A2.html").body.as_ref(), b"<p>saved</p>");
    assert_eq!(p.play("/sub/b.css").headers["content-type"], "text/css");
    assert!(p.flaws().is_empty());
    let served = Served::start(vec![p.clone()]).await.unwrap();
    assert_eq!(served.home(&p), format!("http://{}/页面.html", served.addr()));
    assert!(served.resolve().is_empty());
}

#[cfg(unix)]
#[test]
fn links_of_the_file_system_are_not_followed() {
    let dir = TempDir::new().unwrap();
    put(dir.path(), "index.html", "home");
    std::os::unix::fs::symlink("/etc/hostname", dir.path().join("out.txt")).unwrap();
    let p = Portal::folder(dir.path()).unwrap();
    assert_eq!(p.play("/out.txt").status, 404);
    assert_eq!(p.paths().collect::<Vec<_>>(), ["/index.html"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_portals_of_one_host_are_refused() {
    let p = with("").unwrap();
    assert!(Served::start(vec![p.clone(), p]).await.unwrap_err().to_string().contains("a-demo.gov.cn"));
}
