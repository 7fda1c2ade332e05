//! A stored run judged again under all bundled packs: `DUWANG_BENCH_ONLY=rescore`.

use crate::{process, row, stored};
use duwang::facts::Builder;
use duwang::model::Lang;
use duwang::store::Store;
use duwang::{rules, score};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

/// Where the stored run is kept for the next time; a folder of its own otherwise.
const DATABASE: &str = "DUWANG_BENCH_DB";

pub(crate) fn run(pages: usize) {
    let kept = std::env::var_os(DATABASE).map(PathBuf::from);
    let folder = std::env::temp_dir().join(format!("duwang-bench-{}", std::process::id()));
    let database = kept.clone().unwrap_or_else(|| folder.join("bench.db"));
    if !database.exists() {
        // In a process of its own, so that the memory measured below is that of judging alone.
        let made = Command::new(std::env::current_exe().unwrap())
            .env(crate::STORE, pages.to_string())
            .env(DATABASE, &database)
            .status()
            .unwrap();
        assert!(made.success());
    }
    println!("a stored run of {pages} pages, judged again");
    let size = std::fs::metadata(&database).map_or(0, |m| m.len());
    row("database, MiB", &(size / 1024 / 1024).to_string());
    phases(&database);
    if kept.is_none() {
        let _ = std::fs::remove_dir_all(&folder);
    }
}

/// Makes the stored run that [`DATABASE`] names.
pub(crate) fn make(pages: usize) {
    stored::make(&PathBuf::from(std::env::var_os(DATABASE).unwrap()), pages);
}

fn phases(database: &std::path::Path) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let packs: Vec<_> = rules::bundled().iter().map(|p| rules::load(&p.id).unwrap()).collect();
    let before = process::cpu();
    let took = runtime.block_on(async {
        let start = Instant::now();
        let store = Store::open(database.to_str().unwrap()).await.unwrap();
        let run = store.run(stored::RUN).await.unwrap();
        let mut builder = Builder::new(run.clone());
        store.each_page(&run.id, |page| builder.page(page)).await.unwrap();
        for observation in store.observations(&run.id).await.unwrap().into_values() {
            builder.observation(observation);
        }
        let read = start.elapsed();
        let facts = builder.build();
        let built = start.elapsed();
        row("links", &facts.links.len().to_string());
        let first_seen = store.first_seen(&run.site.url).await.unwrap();
        let sets: Vec<_> = packs.iter().collect();
        let cards = score::scorecards(&sets, &facts, Lang::Zh, &first_seen);
        let judged = start.elapsed();
        row("findings", &cards.iter().map(|c| c.findings.len()).sum::<usize>().to_string());
        for card in &cards {
            store.save_scorecard(card, 0, run.started_ms).await.unwrap();
        }
        let saved = start.elapsed();
        store.close().await;
        row("read pages", &secs(read));
        row("build facts", &secs(built.saturating_sub(read)));
        row(&format!("judge ({} packs)", packs.len()), &secs(judged.saturating_sub(built)));
        row("save scorecards", &secs(saved.saturating_sub(judged)));
        saved
    });
    row("in all", &secs(took));
    if let Some((now, then)) = process::cpu().zip(before) {
        row("processor time", &secs(now.saturating_sub(then)));
    }
    if let Some(peak) = process::peak_mib() {
        row("peak memory, MiB", &peak.to_string());
    }
}

fn secs(took: Duration) -> String {
    format!("{:.3} s", took.as_secs_f64())
}
