//! Rule sets and verdicts made for tests.

use duwang::checks::{Check, Measure, PLANNED, REGISTRY};
use duwang::facts::{Builder, Facts};
use duwang::model::{Reason, Run, RunStatus, Severity, Site, Text, Undetermined, Verdict, Violation};
use duwang::rules::{RuleSet, load_with};
use serde_json::{Value, json};

/// A check whose parameters say what it finds.
#[derive(Debug)]
struct Scripted(Value);

impl Measure for Scripted {
    fn measure(&self, _: &Facts) -> Verdict {
        assert!(self.0.get("panic").is_none(), "the script says so");
        let count = |key: &str| self.0.get(key).and_then(Value::as_u64).unwrap_or(0);
        verdict(count("tested"), count("bad"), count("open"))
    }
    fn params(&self) -> Value {
        self.0.clone()
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the registry's form")]
fn scripted(params: Value) -> Result<Box<dyn Measure>, String> {
    Ok(Box::new(Scripted(params)))
}

/// `dead-link` and `wrong-link` as scripts; every other check of the contract is planned.
pub(crate) fn registry() -> Vec<Check> {
    ["dead-link", "wrong-link"]
        .into_iter()
        .map(|id| Check { id, title: ("脚本", "script"), source: "", bind: scripted })
        .collect()
}

/// The set of a pack's text; `[pack]` is added when the text does not begin with it.
pub(crate) fn set(body: &str) -> RuleSet {
    let head = "[pack]\nid = \"t\"\ntitle = \"试\"\nsource = \"某办〔2024〕1号\"\nversion = \"1\"\n";
    let text = if body.contains("[pack]") { body.to_owned() } else { format!("{head}{body}") };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.toml");
    std::fs::write(&path, text).unwrap();
    let planned: Vec<&str> = REGISTRY.iter().map(|c| c.id).chain(PLANNED.iter().copied()).collect();
    match load_with(path.to_str().unwrap(), &registry(), &planned) {
        Ok(set) => set,
        Err(faults) => panic!("{faults}"),
    }
}

pub(crate) fn violation(n: u64) -> Violation {
    Violation {
        url: format!("https://www.x.gov.cn/{n}.html"),
        target: Some(format!("https://www.x.gov.cn/gone-{n}.html")),
        message: Text::new(format!("第{n}处打不开"), format!("no. {n} is dead")),
        evidence: json!({"status": 404}),
        severity: Severity::Minor,
        occurrences: 1,
        subject: String::new(),
    }
}

pub(crate) fn undetermined(n: u64) -> Undetermined {
    Undetermined {
        url: format!("https://www.x.gov.cn/{n}.html"),
        target: Some(format!("https://elsewhere.cn/{n}")),
        reason: Reason::Blocked,
        message: Text::new(format!("第{n}处被挡"), format!("no. {n} is blocked")),
        evidence: json!({"status": 403}),
    }
}

/// `tested` subjects, of which `bad` violate and `open` could not be told.
pub(crate) fn verdict(tested: u64, bad: u64, open: u64) -> Verdict {
    Verdict {
        tested,
        violations: (0..bad).map(violation).collect(),
        undetermined: (0..open).map(undetermined).collect(),
        ..Verdict::default()
    }
}

/// Evidence of a run that saw nothing; scripted checks don't look.
pub(crate) fn facts() -> Facts {
    let site = Site { id: "x".into(), name: "某县".into(), url: "https://www.x.gov.cn/".into() };
    Builder::new(Run {
        id: "r".into(),
        site,
        as_of: jiff::civil::date(2026, 11, 20),
        started_ms: 0,
        finished_ms: None,
        status: RunStatus::Complete,
        stopped_by: None,
        requests: 0,
        settings: String::new(),
    })
    .build()
}
