//! `serve`: as a service runs it.

use super::web::Web;
use super::{command, duwang, json, write};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::{Duration, Instant};

/// A process that does not outlive its test, however that ends.
struct Service(Child);

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Started, with the address that it told.
fn start(folder: &Path) -> (Service, BufReader<ChildStderr>, String) {
    let args = ["serve", "--schedule", "--lang", "en", "--listen", "127.0.0.1:0"];
    let mut child = command(folder, &args).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut err = BufReader::new(child.stderr.take().unwrap());
    let service = Service(child);
    let mut line = String::new();
    err.read_line(&mut line).unwrap();
    let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).expect(&line).to_owned();
    (service, err, address)
}

fn health(address: &str) -> serde_json::Value {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET /health HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    serde_json::from_str(text.split_once("\r\n\r\n").unwrap().1).unwrap()
}

#[cfg(unix)]
fn ended(mut service: Service, signal: &str) -> Option<i32> {
    let killed = Command::new("kill").args([signal, &service.0.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let start = Instant::now();
    loop {
        if let Some(status) = service.0.try_wait().unwrap() {
            return status.code();
        }
        assert!(start.elapsed() < Duration::from_secs(20), "it does not end");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(unix)]
#[test]
fn a_service_that_is_stopped_in_the_middle_of_a_scan_goes_on_when_started_again() {
    let web = Web::portal(40, Duration::from_millis(30));
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "[defaults]\nrules = [\"cn-accessibility\"]\nrate = 0\nformat = [\"json\"]\nconcurrency = 1\n[schedule]\ncron = \"* * * * *\"\n\
         [[site]]\nid = \"s\"\nurl = \"{}\"\n",
        web.url()
    );
    write(&folder.path().join("sites.toml"), &text);
    let (child, err, _) = start(folder.path());
    web.wait_for(6);
    assert_eq!(ended(child, "-TERM"), Some(130));
    let said: Vec<String> = err.lines().map(Result::unwrap).collect();
    assert!(said.iter().any(|line| line.contains("is interrupted with 1 sites to go")), "{said:#?}");
    let (child, _err, address) = start(folder.path());
    let begun = Instant::now();
    while !folder.path().join("reports/summary.json").exists()
        || json(&folder.path().join("reports/summary.json"))["finished_at"].is_null()
    {
        assert!(begun.elapsed() < Duration::from_mins(1), "{:#}", health(&address));
        std::thread::sleep(Duration::from_millis(50));
    }
    let summary = json(&folder.path().join("reports/summary.json"));
    assert_eq!(summary["sites"][0]["pages"], 43, "{summary}");
    assert_eq!(health(&address)["last"]["scan"], summary["scan"]);
    // By every minute the next may have begun.
    assert!(matches!(ended(child, "-INT"), Some(0 | 130)));
}

#[test]
fn what_can_not_be_served_is_told_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let none = duwang(folder.path(), &["serve", "--schedule", "--lang", "en"]);
    assert_eq!(none.code, 2);
    assert!(none.line().contains("sites.toml: can't be read"), "{}", none.err);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let busy = duwang(folder.path(), &["serve", "--lang", "en", "--db", "x.db", "--listen", &address]);
    assert_eq!(busy.code, 2);
    assert!(busy.line().contains(&format!("cannot listen on {address}")), "{}", busy.err);
    let odd = duwang(folder.path(), &["serve", "--lang", "en", "--listen", "everywhere"]);
    assert_eq!(odd.code, 2);
    assert!(odd.line().contains("--listen"), "{}", odd.err);
}
