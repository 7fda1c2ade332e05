//! Against the year before.

use crate::model::{Assessment, Change, EarlierYear, PointsRange, SiteYear};
use std::collections::BTreeMap;

/// Reads an `assessment.json`; what is wrong with it, in a few words, when it is none.
pub fn read_assessment(bytes: &[u8]) -> Result<Assessment, String> {
    let value: serde_json::Value = serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
    let schema = value.get("schema").and_then(serde_json::Value::as_str).unwrap_or_default();
    if schema != "duwang.assessment/1" {
        return Err(format!("schema `{schema}`"));
    }
    serde_json::from_value(value).map_err(|e| e.to_string())
}

/// Notes on every site how it stands against the year before.
pub fn compare(now: &mut Assessment, before: &Assessment, from_file: bool) {
    let earlier: BTreeMap<&str, &SiteYear> = before.sites.iter().map(|s| (s.site.id.as_str(), s)).collect();
    // The same id means something else in another pack.
    let same_pack = now.pack.id == before.pack.id;
    let first: Vec<&str> = now.outline.iter().filter(|i| same_pack && i.level == 1).map(|i| i.id.as_str()).collect();
    for site in &mut now.sites {
        site.change = earlier.get(site.site.id.as_str()).map(|then| change(site, then, &first));
    }
    now.last_year =
        Some(EarlierYear { year: before.year, pack: format!("{} {}", before.pack.id, before.pack.version), from_file });
}

fn change(now: &SiteYear, then: &SiteYear, first: &[&str]) -> Change {
    let range = |s: &SiteYear| s.score.map(|s| PointsRange { low: s.low, high: s.high });
    let got = |s: &SiteYear, id: &str| s.indicators.iter().find(|i| i.id == id).map(|i| i.got);
    let indicators = first
        .iter()
        .filter_map(|id| {
            let before = got(then, id)?;
            Some(((*id).to_owned(), before, moved(got(now, id)?, before)))
        })
        .collect();
    Change {
        grade: then.grade,
        rank: then.rank,
        score: range(then),
        moved: range(now).zip(range(then)).map(|(now, then)| moved(now, then)),
        indicators,
    }
}

fn moved(now: PointsRange, then: PointsRange) -> PointsRange {
    PointsRange { low: now.low - then.low, high: now.high - then.high }
}
