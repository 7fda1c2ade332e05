//! `scan` with people to tell: whatever becomes of the message, the scan is what it was.

use super::web::Web;
use super::{Ended, command, ended, json, write};
use crate::tell::SECRET;
use crate::tell::receiver::Receiver;
use crate::tell::smtp::{MailServer, Mood};
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

fn scan(folder: &Path, more: &[&str]) -> Ended {
    let mut args = vec!["scan", "--lang", "en", "--as-of", "2026-11-20"];
    args.extend(more);
    let mut command = command(folder, &args);
    command.env("TELL_KEY", SECRET);
    ended(command)
}

/// A site that is well, one that is down, and somebody to tell.
fn list(folder: &Path, web: &Web, notify: &str) {
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let text = format!(
        "[defaults]\nrules = [\"cn-accessibility\"]\nrate = 0\nformat = [\"json\"]\n[[site]]\nid = \"up\"\nurl = \"{}\"\n\
         [[site]]\nid = \"down\"\nname = \"Down\"\nurl = \"http://{gone}/\"\n{notify}",
        web.url()
    );
    write(&folder.join("sites.toml"), &text);
}

fn webhook(url: &str) -> String {
    format!("[notify.webhook]\nurl = \"{url}\"\nsecret_env = \"TELL_KEY\"\non = \"trouble\"\n")
}

fn mail(addr: SocketAddr) -> String {
    format!(
        "[notify.mail]\nhost = \"127.0.0.1\"\nport = {}\ntls = \"none\"\nuser = \"audit\"\npassword_env = \"TELL_KEY\"\n\
         from = \"audit@county.test\"\nto = \"office@county.test\"\n",
        addr.port()
    )
}

/// Whether a text is in any file below a folder.
fn is_kept(folder: &Path, text: &str) -> bool {
    std::fs::read_dir(folder).unwrap().flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return is_kept(&path, text);
        }
        std::fs::read(&path).unwrap().windows(text.len()).any(|part| part == text.as_bytes())
    })
}

#[test]
fn who_is_named_is_told_after_the_summary_was_written() {
    let (web, receiver, server) =
        (Web::portal(3, Duration::ZERO), Receiver::start(&[200]), MailServer::start(Mood::default()));
    let folder = tempfile::tempdir().unwrap();
    list(folder.path(), &web, &format!("{}{}", webhook(&receiver.url()), mail(server.addr)));
    let ended = scan(folder.path(), &["-v"]);
    assert_eq!(ended.code, 5, "{}", ended.err);
    assert!(!ended.err.contains("not told"), "{}", ended.err);
    let summary = json(&folder.path().join("reports/summary.json"));
    let got = receiver.got();
    assert_eq!(got.len(), 1);
    assert!(got[0].is_signed_with(SECRET));
    let told = got[0].json();
    assert_eq!((&told["scan"], &told["as_of"]), (&summary["scan"], &"2026-11-20".into()));
    assert_eq!((&told["failed"], &told["sites"][0]["id"]), (&summary["failed"], &"down".into()));
    assert!(told["finished_at"].is_string());
    let mailed = server.mailed();
    assert_eq!(mailed.len(), 1);
    assert_eq!(mailed[0].header("Subject"), "duwang 2026-11-20: 2 sites, 1 not judged");
    assert!(mailed[0].part("text/plain").contains("- Down (down): "), "{}", mailed[0].data);
    for shown in [&ended.out, &ended.err] {
        assert!(!shown.contains(SECRET) && !shown.contains("in-the-address"), "{shown}");
    }
    assert!(!is_kept(folder.path(), SECRET), "in no report and no database");
}

#[test]
fn a_receiver_that_refuses_is_one_line_and_the_status_is_the_scans() {
    let (web, receiver) = (Web::portal(2, Duration::ZERO), Receiver::start(&[403]));
    let folder = tempfile::tempdir().unwrap();
    let without = format!(
        "{}[notify.mail]\nhost = \"m.test\"\nfrom = \"a@b.test\"\nto = \"c@d.test\"\nuser = \"x\"\n\
         password_env = \"DUWANG_TEST_NO_SUCH\"\n",
        webhook(&receiver.url())
    );
    list(folder.path(), &web, &without);
    let ended = scan(folder.path(), &["--quiet"]);
    assert_eq!(ended.code, 5, "{}", ended.err);
    let lines: Vec<&str> = ended.err.lines().collect();
    assert_eq!(lines.len(), 3, "{}", ended.err);
    assert!(lines[0].starts_with("note: nobody can be told after the scan, [notify.mail]"), "{}", lines[0]);
    assert!(lines[1].starts_with("not told: [notify.mail]"), "{}", lines[1]);
    assert!(
        lines[2].starts_with("not told: webhook (http://127.0.0.1:") && lines[2].ends_with("status 403"),
        "{}",
        lines[2]
    );
    assert!(folder.path().join("reports/summary.json").exists());
}

#[test]
fn a_password_in_the_list_stops_it_before_anything_is_asked() {
    let web = Web::portal(2, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    list(folder.path(), &web, &format!("[notify.mail]\npassword = \"{SECRET}\"\n"));
    let ended = scan(folder.path(), &[]);
    assert_eq!(ended.code, 2, "{}", ended.err);
    assert!(ended.err.contains("password_env") && !ended.err.contains(SECRET), "{}", ended.err);
    assert!(web.all().is_empty());
}
