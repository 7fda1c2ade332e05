//! Holds a verdict against the labels, and counts.

use super::labels::{Label, Labels, Said};
use duwang::demo::Portal;
use duwang::model::Verdict;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use url::Url;

/// What came of a check, over one portal or all.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Figures {
    tested: u64,
    /// Violations labelled, and those of them that were accused.
    labelled: usize,
    found: usize,
    /// Accusations without a label.
    false_alarms: usize,
    /// Subjects without a label, or labelled clean, that were left open.
    left_open: usize,
    /// Subjects labelled open, and those of them about which nothing was said.
    open: usize,
    pub(super) passed_over: usize,
}

impl Figures {
    pub(super) fn add(&mut self, other: &Self) {
        self.tested += other.tested;
        self.labelled += other.labelled;
        self.found += other.found;
        self.false_alarms += other.false_alarms;
        self.left_open += other.left_open;
        self.open += other.open;
        self.passed_over += other.passed_over;
    }

    #[expect(clippy::cast_precision_loss, reason = "hundreds")]
    pub(super) fn precision(&self) -> f64 {
        let accused = self.found + self.false_alarms;
        if accused == 0 { 1.0 } else { self.found as f64 / accused as f64 }
    }

    #[expect(clippy::cast_precision_loss, reason = "hundreds")]
    pub(super) fn recall(&self) -> f64 {
        if self.labelled == 0 { 1.0 } else { self.found as f64 / self.labelled as f64 }
    }
}

/// A subject as the program names it, with what it says of it.
struct Subject<'a> {
    url: &'a str,
    target: Option<&'a str>,
    said: String,
}

/// Whether a label speaks of a subject.
fn speaks_of(home: &Url, label: &Label, subject: &Subject) -> bool {
    let absolute = |path: &str| {
        if path.starts_with('/') {
            home.join(path).map_or_else(|_| path.to_owned(), String::from)
        } else {
            path.to_owned()
        }
    };
    let url = if label.any_query { subject.url.split('?').next().unwrap_or_default() } else { subject.url };
    absolute(&label.url) == url
        && label.target.as_ref().is_none_or(|t| subject.target == Some(absolute(t).as_str()))
        && label.target_contains.as_ref().is_none_or(|w| subject.target.is_some_and(|t| t.contains(w.as_str())))
}

/// Counts, and tells every difference in a line.
pub(super) fn compare(portal: &Portal, labels: &Labels, check: &str, verdict: &Verdict) -> (Figures, String) {
    let home = Url::parse(&portal.home).unwrap();
    let slug = &portal.slug;
    let accused: Vec<Subject> = verdict
        .violations
        .iter()
        .map(|v| Subject { url: &v.url, target: v.target.as_deref(), said: format!("{} {}", v.message.zh, v.evidence) })
        .collect();
    let undecided: Vec<Subject> = verdict
        .undetermined
        .iter()
        .map(|u| Subject {
            url: &u.url,
            target: u.target.as_deref(),
            said: format!("{:?} {} {}", u.reason, u.message.zh, u.evidence),
        })
        .collect();
    let mut told = String::new();
    let mut f = Figures { tested: verdict.tested, ..Figures::default() };
    let wanted = labels.of(Said::Violation, check);
    for label in &wanted {
        f.labelled += 1;
        if accused.iter().any(|s| speaks_of(&home, label, s)) {
            f.found += 1;
        } else {
            let open = undecided.iter().find(|s| speaks_of(&home, label, s));
            let how = open.map_or_else(|| "not accused".to_owned(), |s| format!("left open: {}", s.said));
            let _ = writeln!(told, "{slug} {check} MISSED {} -> {} ({}) {how}", label.url, shown(label), label.why);
        }
    }
    let ignored = labels.of(Said::Ignored, check);
    for subject in &accused {
        if !wanted.iter().chain(&ignored).any(|l| speaks_of(&home, l, subject)) {
            f.false_alarms += 1;
            let _ = writeln!(
                told,
                "{slug} {check} FALSE {} -> {} {}",
                subject.url,
                subject.target.unwrap_or("-"),
                subject.said
            );
        }
    }
    let open = labels.of(Said::Open, check);
    for label in &open {
        f.open += 1;
        if !undecided.iter().chain(&accused).any(|s| speaks_of(&home, label, s)) {
            f.passed_over += 1;
            let _ = writeln!(told, "{slug} {check} PASSED OVER {} -> {} ({})", label.url, shown(label), label.why);
        }
    }
    let may_be_open = labels.of(Said::OpenOrClean, check);
    for subject in &undecided {
        if !wanted.iter().chain(&ignored).chain(&open).chain(&may_be_open).any(|l| speaks_of(&home, l, subject)) {
            f.left_open += 1;
            let _ = writeln!(
                told,
                "{slug} {check} LEFT OPEN {} -> {} {}",
                subject.url,
                subject.target.unwrap_or("-"),
                subject.said
            );
        }
    }
    (f, told)
}

fn shown(label: &Label) -> &str {
    label.target.as_deref().or(label.target_contains.as_deref()).unwrap_or("-")
}

/// The figures of every check, in columns.
pub(super) fn table(all: &BTreeMap<String, Figures>) -> String {
    let mut text = format!(
        "{:32} {:>6} {:>8} {:>5} {:>5} {:>6} {:>9} {:>4} {:>6} {:>9} {:>6}\n",
        "check", "tested", "labelled", "found", "false", "missed", "left open", "open", "passed", "precision", "recall"
    );
    for (id, f) in all {
        let _ = writeln!(
            text,
            "{id:32} {:>6} {:>8} {:>5} {:>5} {:>6} {:>9} {:>4} {:>6} {:>9.3} {:>6.3}",
            f.tested,
            f.labelled,
            f.found,
            f.false_alarms,
            f.labelled - f.found,
            f.left_open,
            f.open,
            f.passed_over,
            f.precision(),
            f.recall()
        );
    }
    text
}
