//! `--log json`: stderr is one JSON object a line, whatever happens.

use super::web::Web;
use super::{duwang, write};
use serde_json::Value;
use std::time::Duration;

#[track_caller]
fn events(err: &str) -> Vec<Value> {
    let read = |line: &str| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
    err.lines().map(read).collect()
}

#[test]
fn a_scan_tells_its_course_in_events() {
    let web = Web::portal(3, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "[defaults]\nrules = [\"cn-accessibility\"]\nrate = 0\nformat = [\"json\"]\n[[site]]\nid = \"a\"\nurl = \"{}\"\n",
        web.url()
    );
    write(&folder.path().join("sites.toml"), &text);
    let ended = duwang(folder.path(), &["scan", "--log", "json", "--as-of", "2026-11-20"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("summary.json"), "results are where they were");
    assert!(!ended.err.contains('\u{1b}'));
    let events = events(&ended.err);
    assert!(events.iter().all(|e| e["timestamp"].is_string() && e["level"].is_string() && e["target"].is_string()));
    let of = |message: &str| -> Vec<&Value> { events.iter().filter(|e| e["message"] == message).collect() };
    assert_eq!(of("scan begins")[0]["sites"], 1);
    assert_eq!(of("site begins")[0]["site"], "a");
    let ends = of("site ends");
    assert_eq!(ends.len(), 1, "{}", ended.err);
    assert_eq!((&ends[0]["site"], &ends[0]["pages"], &ends[0]["outcome"]), (&"a".into(), &6.into(), &"Done".into()));
    assert_eq!(of("scan ends")[0]["done"], 1);
}

#[test]
fn complaints_are_events_too() {
    let folder = tempfile::tempdir().unwrap();
    for args in [
        &["scan", "--log=json", "--config", "none.toml", "--lang", "en"][..],
        &["--log", "json", "scna", "--lang", "en"],
    ] {
        let ended = duwang(folder.path(), args);
        assert_eq!(ended.code, 2, "{}", ended.err);
        let events = events(&ended.err);
        assert_eq!((events.len(), &events[0]["level"]), (1, &"ERROR".into()), "{}", ended.err);
    }
    let plain = duwang(folder.path(), &["scan", "--config", "none.toml", "--lang", "en"]);
    assert!(plain.line().starts_with("error: "), "{}", plain.err);
}
