use super::findings::{fingerprints, found};
use super::judge::judge_all;
use super::marks::HandMarks;
use super::total::{scored, tallies};
use super::tree::Tree;
use crate::facts::{Facts, PageFact};
use crate::model::{
    Coverage, FailureKind, Lang, PackRef, PageRole, RunStatus, RunSummary, Scorecard, SiteRef, SkipReason,
    UndeterminedCounts, Unvisited, Verdict,
};
use crate::rules::RuleSet;
use jiff::tz::Offset;
use std::collections::BTreeMap;

/// Addresses named for one line of what was not had.
const EXAMPLES: usize = 5;

/// Judges one run under one pack: the whole scorecard. Pure: the same facts, pack and history give the same bytes.
/// `first_seen` answers for a fingerprint when the store first saw it, milliseconds since 1970.
#[expect(clippy::missing_panics_doc, reason = "there is one card for each set")]
#[must_use]
pub fn scorecard(set: &RuleSet, facts: &Facts, lang: Lang, first_seen: &BTreeMap<String, i64>) -> Scorecard {
    scorecards(&[set], facts, lang, first_seen).pop().expect("one set gives one card")
}

/// As [`scorecard()`], one for each set: what several sets measure alike is measured once.
#[must_use]
pub fn scorecards(sets: &[&RuleSet], facts: &Facts, lang: Lang, first_seen: &BTreeMap<String, i64>) -> Vec<Scorecard> {
    let verdicts = judge_all(sets, facts);
    let (run, name, coverage) = (summary(facts), site_name(facts), coverage(facts));
    let site =
        SiteRef { id: facts.run.site.id.clone(), name, url: facts.run.site.url.clone(), traits: facts.traits.clone() };
    // What a later run saw first and this one has as well was there already.
    let earlier = |print: &str| first_seen.get(print).copied().filter(|ms| *ms < facts.run.started_ms);
    let none = HandMarks::new();
    let card = |(set, verdicts): (&&RuleSet, Vec<Verdict>)| {
        let tallies = tallies(&verdicts);
        let mut tree = Tree::new(set, &tallies, &facts.traits, &none, lang);
        tree.prints = fingerprints(set, &verdicts);
        let scored = scored(&tree);
        let (findings, open_questions) = found(&tree, &verdicts, &|print| earlier(print).map(moment), &run.started_at);
        Scorecard {
            schema: "duwang.scorecard/1".to_owned(),
            lang,
            site: site.clone(),
            run: run.clone(),
            pack: PackRef {
                out_of_force: set.pack.out_of_force(facts.run.as_of).map(|text| text.pick(lang).to_owned()),
                ..set.pack.reference.clone()
            },
            score: scored.summary,
            indicators: scored.indicators,
            findings,
            open_questions,
            coverage: coverage.clone(),
        }
    };
    sets.iter().zip(verdicts).map(card).collect()
}

/// The name from the list, else what the site calls itself.
fn site_name(facts: &Facts) -> String {
    let given = facts.run.site.name.trim();
    if !given.is_empty() {
        return given.to_owned();
    }
    let Ok(home) = facts.home() else { return String::new() };
    let Some(page) = home.readable() else { return String::new() };
    let title = page.title.split(['-', '_', '—', '|', '–']).next().unwrap_or_default().trim();
    page.meta("SiteName").unwrap_or(title).chars().take(60).collect()
}

fn summary(facts: &Facts) -> RunSummary {
    let run = &facts.run;
    let last = facts.pages.iter().map(|p| p.record.at_ms).max().unwrap_or(run.started_ms);
    RunSummary {
        id: run.id.clone(),
        started_at: moment(run.started_ms),
        finished_at: moment(run.finished_ms.unwrap_or(last)),
        as_of: run.as_of.to_string(),
        pages: read_pages(facts).count() as u64,
        requests: run.requests,
        links_checked: (facts.pages.iter().filter(|p| p.role == PageRole::Page).count() + facts.checks.len()) as u64,
        complete: run.status == RunStatus::Complete && !facts.skips.iter().any(|s| s.page && cuts_short(s.reason)),
        stopped_by: run.stopped_by,
        undetermined: undetermined(facts),
    }
}

/// Reasons for which something that belongs to the site was not seen; a trap holds nothing.
fn cuts_short(reason: SkipReason) -> bool {
    !matches!(reason, SkipReason::Trap)
}

fn read_pages(facts: &Facts) -> impl Iterator<Item = &PageFact> {
    facts.pages.iter().filter(|p| matches!(p.role, PageRole::Home | PageRole::Page) && p.readable().is_some())
}

fn undetermined(facts: &Facts) -> UndeterminedCounts {
    use FailureKind as F;
    let mut counts = UndeterminedCounts::default();
    for page in facts.pages.iter().filter(|p| matches!(p.role, PageRole::Home | PageRole::Page)) {
        match (page.record.failure_kind(), page.record.status) {
            (Some(F::Robots), _) => counts.robots += 1,
            (Some(F::Blocked | F::Guarded), _) | (None, Some(401 | 403 | 405 | 412 | 429)) => counts.blocked += 1,
            (Some(_), _) => counts.network += 1,
            _ => {
                let drawn = page.page.as_ref().is_some_and(|p| p.signals.script_shell || !p.script_lists.is_empty());
                counts.script += u64::from(drawn);
            }
        }
    }
    for skip in facts.skips.iter().filter(|s| s.page) {
        match skip.reason {
            SkipReason::Robots => counts.robots += 1,
            SkipReason::Guarded => counts.blocked += 1,
            SkipReason::HostDown => counts.network += 1,
            SkipReason::Trap => {}
            _ => counts.budget += 1,
        }
    }
    counts
}

fn coverage(facts: &Facts) -> Coverage {
    let mut unvisited: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for skip in &facts.skips {
        let name = name_of(&skip.reason);
        let name = if skip.page { name } else { format!("{name}-link") };
        unvisited.entry(name).or_default().push(&skip.url);
    }
    let mut failures: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for page in &facts.pages {
        let kind = match (page.record.failure_kind(), page.record.status) {
            (Some(kind), _) => name_of(&kind),
            (None, Some(status)) if !(200..400).contains(&status) => format!("http-{status}"),
            _ if page.parse_fault.is_some() => "parser".to_owned(),
            _ => continue,
        };
        failures.entry(kind).or_default().push(&page.record.url);
    }
    Coverage {
        asked: facts.pages.len() as u64,
        read: facts.pages.iter().filter(|p| p.readable().is_some()).count() as u64,
        unvisited: lines(unvisited),
        failures: lines(failures),
    }
}

fn lines(groups: BTreeMap<String, Vec<&str>>) -> Vec<Unvisited> {
    groups
        .into_iter()
        .map(|(reason, mut urls)| {
            urls.sort_unstable();
            let examples = urls.iter().take(EXAMPLES).map(|u| super::findings::shown(u)).collect();
            Unvisited { reason, count: urls.len() as u64, examples }
        })
        .collect()
}

fn name_of(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// RFC 3339 in Beijing time, to the second.
fn moment(ms: i64) -> String {
    let offset = Offset::constant(8);
    jiff::Timestamp::from_millisecond(ms).map_or_else(
        |_| String::new(),
        |at| {
            let local = offset.to_datetime(at);
            format!("{}+08:00", local.strftime("%Y-%m-%dT%H:%M:%S"))
        },
    )
}
