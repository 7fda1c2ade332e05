//! `summary.json`: what came of every site of a scan.

use super::outcome::{SiteEnding, SiteOutcome};
use crate::model::{Grade, Lang, QueueRow, QueueState, Scan, Text};
use crate::report;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// How many sites ended how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Seen whole.
    pub done: u64,
    /// Judged by a part.
    pub partial: u64,
    /// Not judged.
    pub failed: u64,
    /// Not ended yet.
    pub open: u64,
}

/// A scan as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Which.
    pub scan: Scan,
    /// Sites that have ended, in the order of the list.
    pub sites: Vec<SiteOutcome>,
    /// Sites in all.
    pub all: usize,
}

impl Summary {
    /// From the queue of a scan.
    #[must_use]
    pub fn of(scan: Scan, rows: &[QueueRow]) -> Self {
        let ended = rows.iter().filter(|row| row.state == QueueState::Done);
        let sites = ended.filter_map(|row| serde_json::from_str(row.outcome.as_deref()?).ok()).collect();
        Self { scan, sites, all: rows.len() }
    }

    /// How many ended how.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let of = |ending| self.sites.iter().filter(|s| s.outcome == ending).count() as u64;
        let (done, partial, failed) = (of(SiteEnding::Done), of(SiteEnding::Partial), of(SiteEnding::Failed));
        Tally { done, partial, failed, open: self.all as u64 - (done + partial + failed) }
    }

    /// Sites of this grade.
    #[must_use]
    pub fn graded(&self, grade: Grade) -> usize {
        self.sites.iter().filter(|s| s.outcome != SiteEnding::Failed && s.grade == Some(grade)).count()
    }

    /// As the contract has it, with more beside.
    #[must_use]
    pub fn json(&self, lang: Lang) -> Value {
        let tally = self.tally();
        let time = |ms: i64| {
            let local = jiff::Timestamp::from_millisecond(ms).unwrap_or_default();
            local.display_with_offset(jiff::tz::Offset::constant(8)).to_string()
        };
        let site = |s: &SiteOutcome| {
            json!({
                "id": s.id,
                "url": s.url,
                "run": s.run,
                "grade": s.grade,
                "low": s.low,
                "high": s.high,
                "pages": s.pages,
                "outcome": s.outcome,
                "reason": s.reason.as_ref().map(|r: &Text| r.pick(lang)),
                "name": s.name,
                "region": s.region,
                "unit": s.unit,
                "pack": s.pack,
                "vetoes": s.vetoes,
                "new_vetoes": s.new_vetoes,
                "findings": s.findings,
                "requests": s.requests,
                "changes": s.changes,
                "started_at": time(s.began_ms),
                "finished_at": time(s.ended_ms),
            })
        };
        json!({
            "schema": "duwang.summary/1",
            "scan": self.scan.id,
            "as_of": self.scan.as_of.to_string(),
            "started_at": time(self.scan.started_ms),
            "finished_at": self.scan.finished_ms.map(time),
            "done": tally.done,
            "partial": tally.partial,
            "failed": tally.failed,
            "open": tally.open,
            "sites": self.sites.iter().map(site).collect::<Vec<_>>(),
        })
    }
}

/// Writes `summary.json` into `out`, whole or not at all.
pub(super) fn write(summary: &Summary, out: &Path, lang: Lang) -> Result<PathBuf, report::Error> {
    let mut text = serde_json::to_string_pretty(&summary.json(lang)).expect("plain JSON");
    text.push('\n');
    let path = out.join("summary.json");
    report::write_file(&path, text.as_bytes())?;
    Ok(path)
}
