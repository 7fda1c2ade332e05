//! Runs every case under `fixtures/checks/<check>/` and compares what came out with what the case says.

use super::mini_site::{Case, Expect, Wanted};
use duwang::checks::{self, Check};
use duwang::model::{Outcome, Verdict};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/checks")
}

/// The cases of every folder, by check and name.
fn cases() -> BTreeMap<String, Vec<(String, Case)>> {
    let mut all: BTreeMap<String, Vec<(String, Case)>> = BTreeMap::new();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let entry = entry.unwrap();
        let id = entry.file_name().into_string().unwrap();
        let mut files: Vec<PathBuf> = std::fs::read_dir(entry.path()).unwrap().map(|f| f.unwrap().path()).collect();
        files.sort();
        let cases = files.into_iter().map(|file| {
            let text = std::fs::read_to_string(&file).unwrap();
            let case: Case = toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
            (file.file_stem().unwrap().to_string_lossy().into_owned(), case)
        });
        all.insert(id, cases.collect());
    }
    all
}

/// What came out otherwise than the case says; empty when all is right.
fn differences(check: &Check, case: &Case) -> String {
    let measure = match case.measure(check) {
        Ok(measure) => measure,
        Err(fault) => return format!("    params: {fault}\n"),
    };
    let verdict = measure.measure(&case.facts(&*measure));
    let mut told = String::new();
    let wanted = match case.expect {
        Expect::Clean => Outcome::Passed,
        Expect::Violating => Outcome::Failed,
        Expect::Undetermined => Outcome::CannotTell,
        Expect::Inapplicable => Outcome::Inapplicable,
    };
    if verdict.outcome() != wanted {
        let _ = writeln!(told, "    outcome {:?}, not {wanted:?}", verdict.outcome());
    }
    let subjects = verdict.violations.len() + verdict.undetermined.len();
    if verdict.tested < subjects as u64 {
        let _ = writeln!(told, "    tested {} of {subjects} subjects", verdict.tested);
    }
    compare_violations(case, &verdict, &mut told);
    compare_open(case, &verdict, &mut told);
    told
}

fn compare_violations(case: &Case, verdict: &Verdict, told: &mut String) {
    let mut left: Vec<_> = verdict.violations.iter().collect();
    for wanted in &case.violation {
        for _ in 0..wanted.times.unwrap_or(1) {
            let at = left.iter().position(|v| {
                same_place(case, wanted, &v.url, v.target.as_deref())
                    && wanted.reason.as_deref().is_none_or(|r| v.evidence["reason"] == r)
                    && wanted.occurrences.is_none_or(|n| v.occurrences == n)
                    && wanted.says.as_ref().is_none_or(|w| v.message.zh.contains(w.as_str()))
            });
            match at {
                Some(at) => drop(left.remove(at)),
                None => writeln!(told, "    no violation {wanted:?}").unwrap(),
            }
        }
    }
    for extra in left {
        let _ = writeln!(
            told,
            "    violation that should not be: {} {:?} {} {}",
            extra.url, extra.target, extra.message.zh, extra.evidence
        );
    }
}

fn compare_open(case: &Case, verdict: &Verdict, told: &mut String) {
    let mut left: Vec<_> = verdict.undetermined.iter().collect();
    for wanted in &case.open {
        for _ in 0..wanted.times.unwrap_or(1) {
            let at = left.iter().position(|u| {
                same_place(case, wanted, &u.url, u.target.as_deref())
                    && wanted.reason.as_ref().is_none_or(|r| serde_json::json!(u.reason) == **r)
                    && wanted.says.as_ref().is_none_or(|w| u.message.zh.contains(w.as_str()))
            });
            match at {
                Some(at) => drop(left.remove(at)),
                None => writeln!(told, "    not left open: {wanted:?}").unwrap(),
            }
        }
    }
    for extra in left {
        let _ = writeln!(
            told,
            "    open that should not be: {} {:?} {:?} {} {}",
            extra.url, extra.target, extra.reason, extra.message.zh, extra.evidence
        );
    }
}

fn same_place(case: &Case, wanted: &Wanted, url: &str, target: Option<&str>) -> bool {
    let absolute = |t: &String| if t.starts_with('/') { case.address(t) } else { t.clone() };
    case.address(&wanted.url) == url && wanted.target.as_ref().map(absolute).as_deref() == target
}

#[test]
fn every_case_comes_out_as_it_says() {
    let mut told = String::new();
    let mut count = 0;
    for (id, cases) in cases() {
        let check = checks::find(&id).unwrap_or_else(|| panic!("fixtures/checks/{id}: no such check"));
        for (name, case) in cases {
            count += 1;
            let told_of = differences(check, &case);
            if !told_of.is_empty() {
                let _ = write!(told, "{id}/{name} ({})\n{told_of}", case.why);
            }
        }
    }
    assert!(told.is_empty(), "of {count} cases:\n{told}");
    assert!(count >= 100, "only {count} cases");
}

#[test]
fn every_check_has_a_clean_a_violating_and_an_undecided_case() {
    let cases = cases();
    for check in checks::REGISTRY {
        let had: BTreeSet<Expect> = cases.get(check.id).into_iter().flatten().map(|(_, c)| c.expect).collect();
        assert!(had.contains(&Expect::Clean), "{}: no clean case", check.id);
        assert!(had.contains(&Expect::Violating), "{}: no violating case", check.id);
        let undecided = had.contains(&Expect::Undetermined) || had.contains(&Expect::Inapplicable);
        assert!(undecided, "{}: no undetermined case", check.id);
    }
}

/// A second look at the same evidence says the same, and nothing it says changes with the run's moment.
#[test]
fn verdicts_are_the_same_twice() {
    for (id, cases) in cases() {
        let check = checks::find(&id).unwrap();
        for (name, case) in cases {
            let measure = case.measure(check).unwrap();
            let (facts, again) = (case.facts(&*measure), case.facts(&*measure));
            assert_eq!(measure.measure(&facts), measure.measure(&again), "{id}/{name}");
        }
    }
}

/// Every message says something in both languages, every evidence is an object.
#[test]
fn findings_are_complete() {
    for (id, cases) in cases() {
        let check = checks::find(&id).unwrap();
        for (name, case) in cases {
            let measure = case.measure(check).unwrap();
            let verdict = measure.measure(&case.facts(&*measure));
            for v in &verdict.violations {
                assert!(v.evidence.is_object() && v.occurrences >= 1, "{id}/{name}: {v:?}");
                assert!(v.message.zh.chars().any(|c| ('\u{4e00}'..'\u{9fff}').contains(&c)), "{id}/{name}: {v:?}");
                assert!(!v.message.en.is_empty(), "{id}/{name}: {v:?}");
            }
            for u in &verdict.undetermined {
                assert!(u.evidence.is_object(), "{id}/{name}: {u:?}");
                assert!(!u.message.zh.is_empty() && !u.message.en.is_empty(), "{id}/{name}: {u:?}");
            }
        }
    }
}
