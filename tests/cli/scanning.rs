//! `scan`: a list of sites, cut off in every way.

use super::web::Web;
use super::{command, duwang, json, write};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

const AS_OF: &str = "2026-11-20";

/// A list of these portals, all with the pack of accessibility: small and quick to judge.
pub(super) fn list(folder: &Path, webs: &[&Web], more: &str) {
    let mut text = format!("[defaults]\nrules = [\"cn-accessibility\"]\nrate = 0\nformat = [\"json\"]\n{more}\n");
    for (n, web) in webs.iter().enumerate() {
        let _ = write!(
            text,
            "[[site]]\nid = \"s{n}\"\nname = \"Site {n}\"\nurl = \"{}\"\nregion = \"四川省/宜宾市/县{n}\"\n",
            web.url()
        );
    }
    write(&folder.join("sites.toml"), &text);
}

pub(super) fn args<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let mut args = vec!["scan", "--lang", "en", "--as-of", AS_OF];
    args.extend(more);
    args
}

/// A scorecard without what differs from run to run.
pub(super) fn card(folder: &Path, site: &str) -> serde_json::Value {
    let mut card = json(&folder.join("reports").join(site).join("scorecard.json"));
    for name in ["id", "started_at", "finished_at", "requests"] {
        card["run"][name] = serde_json::Value::Null;
    }
    if let Some(findings) = card["findings"].as_array_mut() {
        for finding in findings {
            finding["first_seen"] = serde_json::Value::Null;
        }
    }
    card
}

#[test]
fn every_site_is_judged_and_the_second_night_is_held_against_the_first() {
    let webs = [Web::portal(8, Duration::ZERO), Web::portal(10, Duration::ZERO), Web::portal(12, Duration::ZERO)];
    let folder = tempfile::tempdir().unwrap();
    list(folder.path(), &[&webs[0], &webs[1], &webs[2]], "");
    let first = duwang(folder.path(), &args(&[]));
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(first.out.contains("3 sites") && first.out.contains("summary.json"), "{}", first.out);
    let summary = json(&folder.path().join("reports/summary.json"));
    let sites = summary["sites"].as_array().unwrap();
    let seen: Vec<_> = sites.iter().map(|s| (s["id"].as_str().unwrap(), s["pages"].as_u64().unwrap())).collect();
    assert_eq!(seen, [("s0", 11), ("s1", 13), ("s2", 15)]);
    assert!(sites.iter().all(|s| s["outcome"] == "done" && s["reason"].is_null() && s["changes"].is_null()));
    let before: Vec<_> = ["s0", "s1", "s2"].map(|id| card(folder.path(), id)).into();

    let second = duwang(folder.path(), &args(&[]));
    assert_eq!(second.code, 0, "{}", second.err);
    let summary = json(&folder.path().join("reports/summary.json"));
    for site in summary["sites"].as_array().unwrap() {
        let changes = &site["changes"];
        assert_eq!(changes["unchanged"], site["pages"], "{site}");
        assert_eq!((changes["changed"].as_u64(), changes["gone"].as_u64()), (Some(0), Some(0)));
    }
    let after: Vec<_> = ["s0", "s1", "s2"].map(|id| card(folder.path(), id)).into();
    assert_eq!(before, after, "held against the night before or seen in full: the same");

    let full = duwang(folder.path(), &args(&["--full", "--site", "s1"]));
    assert_eq!(full.code, 0, "{}", full.err);
    let summary = json(&folder.path().join("reports/summary.json"));
    assert_eq!(summary["sites"].as_array().unwrap().len(), 1);
    assert!(summary["sites"][0]["changes"].is_null());
    assert_eq!(before[1], card(folder.path(), "s1"));
}

#[test]
fn sites_are_chosen_by_region_and_by_what_was_audited_since() {
    let webs = [Web::portal(2, Duration::ZERO), Web::portal(2, Duration::ZERO)];
    let folder = tempfile::tempdir().unwrap();
    list(folder.path(), &[&webs[0], &webs[1]], "");
    let one = duwang(folder.path(), &args(&["--region", "县1"]));
    assert_eq!(one.code, 0, "{}", one.err);
    assert!(webs[0].all().is_empty() && !webs[1].all().is_empty());
    let other = duwang(folder.path(), &args(&["--since", "1h"]));
    assert_eq!(other.code, 0, "{}", other.err);
    let summary = json(&folder.path().join("reports/summary.json"));
    assert_eq!(summary["sites"][0]["id"], "s0");
    assert_eq!(summary["sites"].as_array().unwrap().len(), 1);
    let none = duwang(folder.path(), &args(&["--since", "1h"]));
    assert_eq!((none.code, none.line()), (0, "there is no site to audit"));
    let odd = duwang(folder.path(), &args(&["--since", "lately"]));
    assert_eq!(odd.code, 2);
    assert!(odd.line().contains("--since \"lately\""), "{}", odd.err);
}

#[test]
fn all_that_is_wrong_with_a_list_is_told_at_once_and_the_sound_sites_run_if_asked() {
    let web = Web::portal(2, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "[defaults]\nrules = [\"cn-accessibility\"]\nformat = [\"json\"]\nrate = 0\n\n[[site]]\nid = \"good\"\nurl = \"{0}\"\n\n\
         [[site]]\nid = \"good\"\nurl = \"http://other.test/\"\n\n[[site]]\nid = \"again\"\nurl = \"{0}index.html\"\n\n\
         [[site]]\nid = \"bad\"\nurl = \"ftp://x/\"\n\n[[site]]\nid = \"pack\"\nurl = \"http://third.test/\"\n\
         rules = [\"no-such-pack\"]\n\n[[site]]\nid = \"typo\"\nurl = \"http://fourth.test/\"\nmax_page = 3\n",
        web.url()
    );
    write(&folder.path().join("sites.toml"), &text);
    let refused = duwang(folder.path(), &args(&[]));
    assert_eq!(refused.code, 2, "{}", refused.err);
    for told in [
        "sites.toml:10: the id good is that of line 6",
        "sites.toml:14: the same site twice",
        "sites.toml:20: \"ftp://x/\" is not the address of a site",
        "no-such-pack",
        "sites.toml:30: [[site]] has no key `max_page`; did you mean `max_pages`?",
    ] {
        assert!(refused.err.contains(told), "{told} in\n{}", refused.err);
    }
    assert!(web.all().is_empty(), "nothing was started");
    let some = duwang(folder.path(), &args(&["--skip-faulty"]));
    assert_eq!(some.code, 5, "{}", some.err);
    assert!(some.err.contains("mistakes in the list"), "{}", some.err);
    let summary = json(&folder.path().join("reports/summary.json"));
    let ids: Vec<_> = summary["sites"].as_array().unwrap().iter().map(|s| s["id"].clone()).collect();
    assert_eq!(ids, ["good"]);
}

#[test]
fn one_site_that_is_down_does_not_stop_the_others() {
    let web = Web::portal(3, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let text = format!(
        "[defaults]\nrules = [\"cn-accessibility\"]\nrate = 0\n[[site]]\nid = \"down\"\nurl = \"http://{gone}/\"\n[[site]]\nid = \
         \"up\"\nurl = \"{}\"\n",
        web.url()
    );
    write(&folder.path().join("sites.toml"), &text);
    let ended = duwang(folder.path(), &args(&[]));
    assert_eq!(ended.code, 5, "{}", ended.err);
    let summary = json(&folder.path().join("reports/summary.json"));
    assert_eq!((&summary["sites"][0]["outcome"], &summary["sites"][1]["outcome"]), (&"failed".into(), &"done".into()));
    assert_eq!(summary["sites"][0]["grade"], "待定");
    assert!(summary["sites"][0]["reason"].as_str().unwrap().contains("could not be audited"), "{summary}");
    assert!(folder.path().join("reports/up/scorecard.html").exists());
}

#[test]
fn whatever_is_killed_goes_on_where_it_was() {
    let webs: Vec<Web> = (0..4).map(|_| Web::portal(20, Duration::from_millis(15))).collect();
    let folder = tempfile::tempdir().unwrap();
    list(folder.path(), &webs.iter().collect::<Vec<_>>(), "concurrency = 1\nsites_at_once = 2");
    let mut asked = 0;
    for kill in 0..5 {
        let mut child = command(folder.path(), &args(&[])).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let goal = asked + 9 + kill;
        while webs.iter().map(|w| w.asked().len()).sum::<usize>() < goal && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(3));
        }
        // SIGKILL: nothing is tidied up.
        child.kill().unwrap();
        child.wait().unwrap();
        asked = webs.iter().map(|w| w.asked().len()).sum();
    }
    let last = duwang(folder.path(), &args(&[]));
    assert_eq!(last.code, 0, "{}", last.err);
    assert!(last.err.contains("going on with the scan"), "{}", last.err);
    let summary = json(&folder.path().join("reports/summary.json"));
    for site in summary["sites"].as_array().unwrap() {
        assert_eq!((site["pages"].as_u64(), &site["outcome"]), (Some(23), &"done".into()), "{site}");
    }
    for (n, web) in webs.iter().enumerate() {
        let asked = web.asked();
        let once: BTreeSet<&String> = asked.iter().collect();
        // Answers that came in the last second before a kill were not saved yet, with one request at a time on each site.
        assert!(asked.len() - once.len() <= 5 * 40, "site {n}: {} asked twice", asked.len() - once.len());
        let card = json(&folder.path().join(format!("reports/s{n}/scorecard.json")));
        let prints: Vec<_> = card["findings"].as_array().unwrap().iter().map(|f| f["fingerprint"].clone()).collect();
        let distinct: BTreeSet<String> = prints.iter().map(ToString::to_string).collect();
        assert_eq!(prints.len(), distinct.len(), "no finding doubled");
    }
    assert_eq!(summary["sites"].as_array().unwrap().len(), 4);
    // The same as a scan that nobody killed.
    let before: Vec<_> = (0..4).map(|n| card(folder.path(), &format!("s{n}"))).collect();
    let whole = duwang(folder.path(), &args(&["--fresh", "--full"]));
    assert_eq!(whole.code, 0, "{}", whole.err);
    let after: Vec<_> = (0..4).map(|n| card(folder.path(), &format!("s{n}"))).collect();
    assert_eq!(before, after);
}

#[test]
fn a_second_scan_on_the_same_database_says_so() {
    let web = Web::portal(12, Duration::from_millis(40));
    let folder = tempfile::tempdir().unwrap();
    list(folder.path(), &[&web], "concurrency = 1");
    let mut first = command(folder.path(), &args(&[])).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    web.wait_for(2);
    let second = duwang(folder.path(), &args(&[]));
    assert_eq!(second.code, 2, "{}", second.err);
    assert!(second.line().contains("a scan is under way on the database"), "{}", second.err);
    assert_eq!(first.wait().unwrap().code(), Some(0));
}

#[test]
fn a_table_as_offices_keep_it_is_a_list_as_well() {
    let web = Web::portal(2, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "全市政府网站名录（2026年）,,,,,\n序号,网站名称,首页网址,网站标识码,主办单位,规则包\n1,模拟县人民政府,{},5115250001,县政府办,\
         cn-accessibility\n",
        web.url()
    );
    let (bytes, _, _) = encoding_rs::GB18030.encode(&text);
    std::fs::write(folder.path().join("sites.csv"), &bytes).unwrap();
    let ended = duwang(folder.path(), &args(&["--config", "sites.csv", "--rate", "0"]));
    assert_eq!(ended.code, 0, "{}", ended.err);
    let summary = json(&folder.path().join("reports/summary.json"));
    let site = &summary["sites"][0];
    assert_eq!((&site["name"], &site["unit"]), (&"模拟县人民政府".into(), &"县政府办".into()));
    assert_eq!(site["pack"], "cn-accessibility");
    let none = duwang(folder.path(), &args(&["--config", "none.toml"]));
    assert_eq!(none.code, 2);
    assert!(none.line().contains("none.toml: can't be read"), "{}", none.err);
}

#[test]
fn work_takes_sites_until_there_are_none() {
    let folder = tempfile::tempdir().unwrap();
    let ended = duwang(folder.path(), &["work", "--lang", "en", "--db", "night.db", "--until-empty"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.line().contains("waiting for sites on night.db"), "{}", ended.err);
}
