//! From a stored run to scorecards and reports.

use super::Packs;
use crate::config::now_ms;
use crate::facts::{Builder, EarlierRun, Facts, ProbeFact, day_of, end_of};
use crate::model::{Lang, Picture, Run, Scorecard};
use crate::report::{self, Format};
use crate::rules::RuleSet;
use crate::score;
use crate::store::{self, Store};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How far back looks at the home page and earlier runs are read; packs may use less.
const WINDOW_DAYS: i64 = 31;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Reads one run from the store, page by page, and what is known of its site from before. Texts are looked through for what
/// the packs ask for, and not kept.
pub async fn facts(store: &Store, run: &Run, packs: &Packs) -> Result<Facts, store::Error> {
    let mut builder = Builder::new(run.clone());
    for lexicon in packs.iter().flat_map(|set| set.lexicons()) {
        builder.lexicon(lexicon);
    }
    store.each_page(&run.id, |page| builder.page(page)).await?;
    for observation in store.observations(&run.id).await?.into_values() {
        builder.observation(observation);
    }
    for probe in store.probes(&run.site.url, run.started_ms - WINDOW_DAYS * DAY_MS, last_probe(run)).await? {
        builder.probe(ProbeFact { at_ms: probe.at_ms, ok: probe.ok, took_ms: probe.took_ms, detail: probe.detail });
    }
    for earlier in store.runs_between(&run.site.url, run.started_ms - WINDOW_DAYS * DAY_MS, run.started_ms).await? {
        let home = store.home_page(&earlier.id).await?;
        if let Some(seen) = home.and_then(|home| EarlierRun::of(&earlier, &home)) {
            builder.earlier(seen);
        }
    }
    builder.traits(store.traits(&run.id).await?);
    builder.allowed_nets(allowed_nets(run));
    Ok(builder.build())
}

/// Until when looks at the home page count: to the end of the run, so that judging it again later sees the same; for a
/// day of judgement after the run's, to the end of that day.
fn last_probe(run: &Run) -> i64 {
    let finished = run.finished_ms.unwrap_or(i64::MAX);
    if run.as_of > day_of(run.started_ms) { finished.max(end_of(run.as_of)) } else { finished }
}

/// Networks that the run was allowed to contact, by its settings.
fn allowed_nets(run: &Run) -> Vec<String> {
    let settings: serde_json::Value = serde_json::from_str(&run.settings).unwrap_or_default();
    let nets = settings["allow_net"].as_array().map(Vec::as_slice).unwrap_or_default();
    nets.iter().filter_map(|net| net.as_str().map(str::to_owned)).collect()
}

/// Scores the facts under every pack and, unless it is but a trial, keeps the results.
pub async fn judge(
    store: &Store,
    facts: &Arc<Facts>,
    packs: &Packs,
    lang: Lang,
    keep: bool,
) -> Result<Vec<Scorecard>, store::Error> {
    let first_seen = store.first_seen(&facts.run.site.url).await?;
    let (given, sets) = (Arc::clone(facts), packs.to_vec());
    // Other crawls go on meanwhile.
    let judged = tokio::task::spawn_blocking(move || {
        let sets: Vec<&RuleSet> = sets.iter().map(AsRef::as_ref).collect();
        score::scorecards(&sets, &given, lang, &first_seen)
    });
    let cards = match judged.await {
        Ok(cards) => cards,
        Err(fault) => match fault.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Vec::new(),
        },
    };
    if keep {
        for card in &cards {
            store.save_scorecard(card, now_ms(), facts.run.started_ms).await?;
        }
    }
    Ok(cards)
}

/// Writes the reports: the first pack's into `out`, those of further packs into folders named after them.
pub fn write(cards: &[Scorecard], out: &Path, formats: &[Format]) -> Result<Vec<PathBuf>, report::Error> {
    each(cards, out, |card, folder| report::write(card, folder, formats))
}

/// As [`write()`], with pictures of findings; those of an earlier audit in the same folders go.
pub fn write_pictured(
    cards: &[Scorecard],
    pictures: &[Picture],
    out: &Path,
    formats: &[Format],
) -> Result<Vec<PathBuf>, report::Error> {
    each(cards, out, |card, folder| report::write_pictured(card, pictures, folder, formats))
}

fn each(
    cards: &[Scorecard],
    out: &Path,
    write: impl Fn(&Scorecard, &Path) -> Result<Vec<PathBuf>, report::Error>,
) -> Result<Vec<PathBuf>, report::Error> {
    let mut written = Vec::new();
    for (index, card) in cards.iter().enumerate() {
        let folder = if index == 0 { out.to_path_buf() } else { out.join(file_name(&card.pack.id)) };
        let files = write(card, &folder)?;
        written.extend(files);
    }
    Ok(written)
}

/// A pack's id as a folder's name, whatever an edited pack calls itself.
fn file_name(id: &str) -> String {
    let name: String = id.chars().map(|c| if c.is_alphanumeric() || c == '-' || c == '_' { c } else { '-' }).collect();
    if name.is_empty() { "pack".to_owned() } else { name }
}
