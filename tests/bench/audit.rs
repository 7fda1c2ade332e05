//! One whole audit, measured by phase.

use crate::{process, row};
use duwang::config::{CrawlSettings, FetchSettings, RenderSettings, Settings, now_ms};
use duwang::crawl::{Crawler, Stop};
use duwang::facts::{Builder, Facts};
use duwang::fetch::Fetcher;
use duwang::model::{Lang, Run, RunStatus, Site};
use duwang::report::{self, Format};
use duwang::store::Store;
use duwang::{rules, score};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use url::Url;

/// The process that plays the portal; it ends with this.
struct Player(Child);

impl Player {
    fn start(pages: usize) -> (Self, u16) {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .env(crate::SERVE, pages.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        (Self(child), line.trim().parse().unwrap())
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// How long each phase took.
struct Phases {
    crawl: Duration,
    read: Duration,
    judge: Duration,
    report: Duration,
}

pub(crate) fn run(pages: usize) {
    let (player, port) = Player::start(pages);
    process::forget_peak();
    let before = process::cpu();
    let folder = std::env::temp_dir().join(format!("duwang-bench-{}", std::process::id()));
    let home = Url::parse(&format!("http://127.0.0.1:{port}/")).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let (run, facts, phases, stored) = runtime.block_on(audit(&home, &folder));
    let peak = process::peak_mib();
    let cpu = process::cpu().zip(before).map(|(now, then)| now.saturating_sub(then));
    drop(player);
    let _ = std::fs::remove_dir_all(&folder);
    let read = facts.pages.iter().filter(|p| p.page.is_some()).count();
    println!("portal of {pages} pages, loopback, concurrency 16, no rate limit");
    #[expect(clippy::cast_precision_loss, reason = "for people to read")]
    let speed = |n: usize, took: Duration| n as f64 / took.as_secs_f64().max(1e-9);
    row("pages read", &read.to_string());
    row("links", &facts.links.len().to_string());
    row("requests", &run.requests.to_string());
    row("crawl", &secs(phases.crawl));
    row("crawl, pages/s", &format!("{:.0}", speed(read, phases.crawl)));
    row("facts from the store", &secs(phases.read));
    row("judge (2 packs)", &secs(phases.judge));
    row("report (4 formats, 2 packs)", &secs(phases.report));
    let whole = phases.crawl + phases.read + phases.judge + phases.report;
    row("in all", &secs(whole));
    row("in all, pages/s", &format!("{:.0}", speed(read, whole)));
    if let Some(cpu) = cpu {
        row("processor time", &secs(cpu));
        row(
            "processor time a page, ms",
            &format!("{:.2}", cpu.as_secs_f64() * 1000.0 / speed(read, Duration::from_secs(1))),
        );
    }
    if let Some(peak) = peak {
        row("peak memory, MiB", &peak.to_string());
    }
    row("database, KiB a page", &(stored / 1024 / read.max(1) as u64).to_string());
    assert!(read >= pages * 9 / 10, "most pages must be read: {read} of {pages}");
}

async fn audit(home: &Url, folder: &std::path::Path) -> (Run, Facts, Phases, u64) {
    let settings = Settings {
        fetch: FetchSettings { rate: 0.0, concurrency: 16, ..FetchSettings::default() },
        crawl: CrawlSettings { max_pages: 1_000_000, max_column_pages: 1_000_000, ..CrawlSettings::default() },
        render: RenderSettings::never(),
        as_of: jiff::civil::date(2026, 11, 20),
    };
    let database = folder.join("bench.db");
    let store = Store::open(database.to_str().unwrap()).await.unwrap();
    let mut run = Run {
        id: "bench".to_owned(),
        site: Site { id: "bench".to_owned(), name: String::new(), url: home.to_string() },
        as_of: settings.as_of,
        started_ms: now_ms(),
        finished_ms: None,
        status: RunStatus::Running,
        stopped_by: None,
        requests: 0,
        settings: String::new(),
    };
    let packs: Vec<_> = rules::bundled().iter().map(|p| rules::load(&p.id).unwrap()).collect();
    store.begin_run(&run, now_ms()).await.unwrap();
    let fetcher = Fetcher::new(settings.fetch.clone(), home).await.unwrap();
    let crawler = Crawler {
        fetcher,
        store: store.clone(),
        settings,
        watch: Arc::new(()),
        stop: Stop::new(),
        workshop: duwang::crawl::Workshop::new(),
        earlier: None,
    };
    let start = Instant::now();
    crawler.walk(&mut run).await.unwrap();
    let crawl = start.elapsed();
    drop(crawler);
    if let Some(peak) = process::peak_mib() {
        row("peak memory of the crawl, MiB", &peak.to_string());
    }

    let start = Instant::now();
    let mut builder = Builder::new(run.clone());
    store.each_page(&run.id, |page| builder.page(page)).await.unwrap();
    for observation in store.observations(&run.id).await.unwrap().into_values() {
        builder.observation(observation);
    }
    let facts = builder.build();
    let read = start.elapsed();

    let start = Instant::now();
    let cards: Vec<_> = packs.iter().map(|p| score::scorecard(p, &facts, Lang::Zh, &BTreeMap::new())).collect();
    let judge = start.elapsed();

    let start = Instant::now();
    for card in &cards {
        store.save_scorecard(card, now_ms(), run.started_ms).await.unwrap();
        report::write(card, &folder.join(&card.pack.id), &Format::ALL).unwrap();
    }
    let report = start.elapsed();
    store.close().await;
    let stored = std::fs::metadata(&database).map_or(0, |m| m.len());
    (run, facts, Phases { crawl, read, judge, report }, stored)
}

fn secs(took: Duration) -> String {
    format!("{:.3} s", took.as_secs_f64())
}
