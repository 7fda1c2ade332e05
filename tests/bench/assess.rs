//! A year of many sites: `DUWANG_BENCH_ONLY=assess`.

use crate::{process, row};
use duwang::facts::Builder;
use duwang::model::{Lang, Reason, Run, RunStatus, Severity, Site, Text, Undetermined, Verdict, Violation};
use duwang::rules::{self, RuleSet};
use duwang::store::Store;
use duwang::{cli, score};
use jiff::civil::date;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

/// Runs of a year.
const RUNS: i8 = 12;
/// Under which pack.
const PACK: &str = "gaoxian-2023";

pub(crate) fn run(sites: usize) {
    let folder = std::env::temp_dir().join(format!("duwang-bench-assess-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let db = folder.join("year.db");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let began = Instant::now();
    runtime.block_on(fill(&db, sites));
    drop(runtime);
    println!("\nassess: {sites} sites, {RUNS} runs each, two years, under {PACK}");
    row("filling the store", &format!("{:.1} s", began.elapsed().as_secs_f64()));
    row("store", &format!("{} MiB", std::fs::metadata(&db).unwrap().len() / 1024 / 1024));
    let (db, out, marks) = (text(&db), text(&folder.join("out")), text(&folder.join("marks.xlsx")));
    let common = ["duwang", "assess", "--year", "2026", "--rules", PACK, "--db", &db, "--quiet"];
    measure("assess (with last year)", &[&common[..], &["--out", &out]].concat());
    measure("assess --prepare", &[&common[..], &["--prepare", &marks]].concat());
    measure("assess --marks", &[&common[..], &["--marks", &marks, "--out", &out]].concat());
    let _ = std::fs::remove_dir_all(&folder);
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn measure(name: &str, arguments: &[&str]) {
    let arguments: Vec<String> = arguments.iter().map(|a| (*a).to_owned()).collect();
    process::forget_peak();
    let began = Instant::now();
    let ending = cli::main(&arguments);
    let took = began.elapsed().as_secs_f64();
    assert_eq!(format!("{ending:?}"), format!("{:?}", std::process::ExitCode::SUCCESS));
    row(name, &format!("{took:.1} s"));
    if let Some(peak) = process::peak_mib() {
        row("  peak memory", &format!("{peak} MiB"));
    }
}

async fn fill(db: &Path, sites: usize) {
    let set = rules::load(PACK).unwrap();
    let store = Store::open(&text(db)).await.unwrap();
    for site in 0..sites {
        for year in [2025, 2026] {
            for month in 1..=RUNS {
                let run = made(site, year, month);
                store.begin_run(&run, run.started_ms).await.unwrap();
                // The whole card is decoded for `--prepare` alone, and of the last run alone.
                let seed = site * 31 + usize::try_from(year).unwrap() * 7 + usize::try_from(month).unwrap();
                let card = card(&set, run, seed);
                store.save_scorecard(&card, 1, 1).await.unwrap();
            }
        }
    }
    store.close().await;
}

fn made(site: usize, year: i16, month: i8) -> Run {
    let as_of = date(year, month, 20);
    let started_ms = as_of.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_millisecond();
    Run {
        id: format!("{year}{month:02}20-083000-000-county-{site}"),
        site: Site {
            id: format!("county-{site}"),
            name: format!("第{site}县人民政府"),
            url: format!("https://www.county{site}.gov.cn/"),
        },
        as_of,
        started_ms,
        finished_ms: Some(started_ms + 1),
        status: RunStatus::Complete,
        stopped_by: None,
        requests: 5000,
        settings: String::new(),
    }
}

fn card(set: &RuleSet, run: Run, seed: usize) -> duwang::model::Scorecard {
    let verdicts: Vec<Verdict> = (0..set.rules.len()).map(|at| verdict(seed + at * 13)).collect();
    let mut card = score::scorecard(set, &Builder::new(run).build(), Lang::Zh, &BTreeMap::new());
    let scored = score::score(set, &verdicts, Lang::Zh);
    (card.score, card.indicators) = (scored.summary, scored.indicators);
    (card.findings, card.open_questions) = score::findings(set, &verdicts, Lang::Zh, &|_| None, "2026-01-01");
    card
}

fn verdict(seed: usize) -> Verdict {
    let (bad, open) = (seed % 5 / 3, seed % 7 / 5);
    let url = |n: usize| format!("https://www.county.gov.cn/page-{seed}-{n}.html");
    Verdict {
        tested: 30,
        violations: (0..bad)
            .map(|n| Violation {
                url: url(n),
                target: None,
                message: Text::new("栏目里没有内容，请补上", "the column is empty; fill it"),
                evidence: json!({"items": n}),
                severity: Severity::Minor,
                occurrences: 1,
                subject: String::new(),
            })
            .collect(),
        undetermined: (0..open)
            .map(|n| Undetermined {
                url: url(n),
                target: None,
                reason: Reason::Blocked,
                message: Text::new("被防火墙拦截，请打开核实", "blocked; open it and look"),
                evidence: json!({"status": 403}),
            })
            .collect(),
        ..Verdict::default()
    }
}
