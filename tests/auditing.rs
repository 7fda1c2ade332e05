//! A whole audit through the library, for tests that look at what comes out of it.

use duwang::checks::{Check, Measure};
use duwang::config::{CrawlSettings, FetchSettings, RenderSettings, Settings};
use duwang::crawl::{Crawler, Stop};
use duwang::demo::{Portal, Served};
use duwang::facts::{Builder, Facts, ProbeFact};
use duwang::fetch::Fetcher;
use duwang::model::{Lang, Run, RunStatus, Scorecard, Site};
use duwang::rules::{DEFAULT_LEXICON, RuleSet, lexicon};
use duwang::score;
use duwang::store::Store;
use std::collections::BTreeMap;
use std::sync::Arc;
use url::Url;

/// Settings for a portal played on this machine: no rate, nothing leaves.
pub(crate) fn settings(served: &Served, portal: &Portal) -> Settings {
    Settings {
        fetch: FetchSettings {
            rate: 0.0,
            concurrency: 8,
            resolve: served.resolve(),
            offline: true,
            ..FetchSettings::default()
        },
        crawl: CrawlSettings::default(),
        // The portals say all in their markup, and the figures must not hang on a browser.
        render: RenderSettings::never(),
        as_of: portal.as_of.unwrap_or(jiff::civil::date(2026, 11, 20)),
    }
}

/// A run of a portal that has not begun.
pub(crate) fn run(portal: &Portal, served: &Served, settings: &Settings) -> Run {
    Run {
        id: "run".to_owned(),
        site: Site { id: portal.slug.clone(), name: portal.name.clone(), url: served.home(portal) },
        as_of: settings.as_of,
        started_ms: 0,
        finished_ms: None,
        status: RunStatus::Running,
        stopped_by: None,
        requests: 0,
        settings: String::new(),
    }
}

/// Walks over the site into the store.
pub(crate) async fn walk(store: &Store, settings: &Settings, run: &mut Run, stop: Stop) {
    let home = Url::parse(&run.site.url).unwrap();
    let fetcher = Fetcher::new(settings.fetch.clone(), &home).await.unwrap();
    let crawler = Crawler {
        fetcher,
        store: store.clone(),
        settings: settings.clone(),
        watch: Arc::new(()),
        stop,
        workshop: duwang::crawl::Workshop::new(),
        earlier: None,
    };
    crawler.walk(run).await.unwrap();
}

/// What the store has of a run, ready to be judged.
pub(crate) async fn facts(store: &Store, run: &Run) -> Facts {
    let mut builder = Builder::new(run.clone());
    builder.lexicon(&lexicon(DEFAULT_LEXICON).unwrap());
    store.each_page(&run.id, |page| builder.page(page)).await.unwrap();
    for observation in store.observations(&run.id).await.unwrap().into_values() {
        builder.observation(observation);
    }
    for probe in store.probes(&run.site.url, 0, i64::MAX).await.unwrap() {
        builder.probe(ProbeFact { at_ms: probe.at_ms, ok: probe.ok, took_ms: probe.took_ms, detail: probe.detail });
    }
    builder.build()
}

/// The facts of a portal, from a fresh store.
pub(crate) async fn audit(portal: &Portal) -> Facts {
    let served = Served::start(vec![portal.clone()]).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path().join("t.db").to_str().unwrap()).await.unwrap();
    let settings = settings(&served, portal);
    let mut run = run(portal, &served, &settings);
    store.begin_run(&run, 0).await.unwrap();
    walk(&store, &settings, &mut run, Stop::new()).await;
    let facts = facts(&store, &run).await;
    store.close().await;
    facts
}

/// The scorecard without what differs from run to run.
pub(crate) fn card(set: &RuleSet, facts: &Facts, lang: Lang) -> Scorecard {
    let mut card = score::scorecard(set, facts, lang, &BTreeMap::new());
    "run".clone_into(&mut card.run.id);
    card.run.requests = 0;
    let epoch = "1970-01-01T08:00:00+08:00";
    epoch.clone_into(&mut card.run.started_at);
    epoch.clone_into(&mut card.run.finished_at);
    for finding in &mut card.findings {
        epoch.clone_into(&mut finding.first_seen);
        settle(&mut finding.evidence);
    }
    for question in &mut card.open_questions {
        settle(&mut question.evidence);
    }
    card
}

/// How long an answer took is not the site's doing.
fn settle(evidence: &mut serde_json::Value) {
    if let Some(took) = evidence.pointer_mut("/last/took_ms") {
        *took = 0.into();
    }
}

/// A check bound to its parameters, names of lexicons resolved as packs do it.
pub(crate) fn bind(check: &Check, mut params: serde_json::Value) -> Result<Box<dyn Measure>, String> {
    if check.id == "misspelling" && !params["lexicon"].is_object() {
        let named = params["lexicon"].as_str().unwrap_or(DEFAULT_LEXICON).to_owned();
        params["lexicon"] = serde_json::to_value(lexicon(&named).unwrap_or_else(|e| panic!("{named}: {e}"))).unwrap();
    }
    (check.bind)(params)
}
