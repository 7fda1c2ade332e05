//! From a stored run to scorecards and reports.

use super::say::Stop;
use super::trouble;
use crate::config::now_ms;
use crate::facts::{Builder, Facts, ProbeFact};
use crate::model::{Lang, Run, Scorecard};
use crate::report::{self, Format};
use crate::rules::RuleSet;
use crate::score;
use crate::store::{self, Store};
use std::path::{Path, PathBuf};

/// How far back looks at the home page are read; packs may use less.
const WINDOW_DAYS: i64 = 31;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Reads one run from the store, page by page.
pub(super) async fn facts(store: &Store, run: Run, allowed_nets: Vec<String>) -> Result<Facts, store::Error> {
    let mut builder = Builder::new(run.clone());
    store.each_page(&run.id, |page| builder.page(page)).await?;
    for observation in store.observations(&run.id).await?.into_values() {
        builder.observation(observation);
    }
    let until = run.finished_ms.unwrap_or(i64::MAX);
    for probe in store.probes(&run.site.url, run.started_ms - WINDOW_DAYS * DAY_MS, until).await? {
        builder.probe(ProbeFact { at_ms: probe.at_ms, ok: probe.ok, took_ms: probe.took_ms, detail: probe.detail });
    }
    builder.allowed_nets(allowed_nets);
    Ok(builder.build())
}

/// Scores the facts under every pack and keeps the results.
pub(super) async fn judge(
    store: &Store,
    facts: &Facts,
    packs: &[RuleSet],
    lang: Lang,
) -> Result<Vec<Scorecard>, store::Error> {
    let first_seen = store.first_seen(&facts.run.site.url).await?;
    let mut cards = Vec::new();
    for set in packs {
        let card = score::scorecard(set, facts, lang, &first_seen);
        store.save_scorecard(&card, now_ms(), facts.run.started_ms).await?;
        cards.push(card);
    }
    Ok(cards)
}

/// Writes the reports: the first pack's into `out`, those of further packs into folders named after them.
pub(super) fn write(cards: &[Scorecard], out: &Path, formats: &[Format]) -> Result<Vec<PathBuf>, Stop> {
    let mut written = Vec::new();
    for (index, card) in cards.iter().enumerate() {
        let folder = if index == 0 { out.to_path_buf() } else { out.join(file_name(&card.pack.id)) };
        let files = report::write(card, &folder, formats).map_err(|e| trouble::report(&e))?;
        written.extend(files);
    }
    Ok(written)
}

/// A pack's id as a folder's name, whatever an edited pack calls itself.
fn file_name(id: &str) -> String {
    let name: String = id.chars().map(|c| if c.is_alphanumeric() || c == '-' || c == '_' { c } else { '-' }).collect();
    if name.is_empty() { "pack".to_owned() } else { name }
}
