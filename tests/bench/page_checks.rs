//! What the checks of single pages cost together: accessibility rules, style sheets and hidden links, personal data, wording,
//! placeholders. Told as processor time for a page of 30 KB, and held against reading the page's tree and links in the same run:
//! the time depends on the machine, the ratio hardly.

use crate::row;
use crate::stored::fetched;
use duwang::facts::{Builder, Facts};
use duwang::model::{Exchange, PageKey, PageRecord, PageRole, Run, RunStatus, Site};
use duwang::parse::{self, StyleSheet};
use duwang::rules::{self, RuleSet};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use url::Url;

/// How long each is repeated, in processor time.
const FOR: Duration = Duration::from_secs(2);
/// The page that figures are told for, in bytes.
const PAGE: f64 = 30_000.0;
/// What all of it may cost at most, held against the reading of tree and links.
const MOST: f64 = 1.0;
/// Checks of single pages that have no rule of accessibility behind them.
const CHECKS: &[&str] = &["hidden-link", "misspelling", "leaked-personal-data", "placeholder-page"];

/// A page with the style sheet that it asks for.
struct Subject {
    exchange: Exchange,
    sheets: Vec<Arc<StyleSheet>>,
}

pub(crate) fn run() {
    let (source, bodies) = saved().unwrap_or_else(|| ("made-up portal".to_owned(), portal()));
    let subjects: Vec<Subject> = bodies.into_iter().map(|(name, body)| subject(&name, body)).collect();
    let bytes: usize = subjects.iter().map(|s| s.exchange.body.len()).sum();
    #[expect(clippy::cast_precision_loss, reason = "a few megabytes")]
    let share = PAGE / bytes as f64;
    println!("checks of single pages ({} pages, {} KiB, {source}), ms of CPU for 30 KB", subjects.len(), bytes / 1024);
    let ms = |all: Duration| all.as_secs_f64() * 1000.0 * share;
    let tell = |name: &str, all: Duration| row(name, &format!("{:.3}", ms(all)));

    let bare = cost(|| {
        for subject in &subjects {
            black_box(parse::links_alone(black_box(&subject.exchange)));
        }
    });
    let whole = cost(|| {
        for subject in &subjects {
            black_box(parse::page_with(black_box(&subject.exchange), &subject.sheets));
        }
    });
    let records: Vec<PageRecord> = subjects.iter().enumerate().map(record).collect();
    let packs: Vec<RuleSet> = rules::bundled().iter().map(|p| rules::load(&p.id).unwrap()).collect();
    let (wording, facts) = wording(&records, &packs);
    let judging = judging(&facts, &packs);

    let reading = whole.saturating_sub(bare);
    let all = reading + wording + judging;
    tell("tree, links, lists: the baseline", bare);
    tell("reading for the checks", reading);
    tell("looking the text through", wording);
    tell("judging", judging);
    tell("all checks of single pages", all);
    let ratio = all.as_secs_f64() / bare.as_secs_f64();
    row("of the baseline", &format!("{ratio:.2}"));
    assert!(ratio <= MOST, "the checks of single pages cost {ratio:.2} of the baseline, {MOST} at most");
}

/// Processor time of one round, over as many rounds as it takes to tell.
fn cost(mut round: impl FnMut()) -> Duration {
    round();
    let (began, mut rounds) = (now(), 0_u32);
    loop {
        round();
        rounds += 1;
        let spent = now().saturating_sub(began);
        if spent >= FOR {
            return spent / rounds;
        }
    }
}

/// Processor time so far; where nobody counts it, the clock's.
fn now() -> Duration {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    crate::process::cpu().unwrap_or_else(|| START.elapsed())
}

/// What the lexicons cost: pages fed with them less pages fed without; and the facts that came of it.
fn wording(records: &[PageRecord], packs: &[RuleSet]) -> (Duration, Facts) {
    let feed = |with: bool| {
        let (mut spent, mut rounds) = (Duration::ZERO, 0_u32);
        loop {
            let mut builder = Builder::new(a_run());
            if with {
                packs.iter().flat_map(RuleSet::lexicons).for_each(|lexicon| builder.lexicon(lexicon));
            }
            // Many at once, for the time is counted in hundredths of a second; lines are looked at once in a run, so each
            // round begins anew.
            let fed = records.to_vec();
            let began = now();
            for record in fed {
                builder.page(record);
            }
            spent += now().saturating_sub(began);
            rounds += 1;
            if spent >= FOR || rounds >= 2000 {
                return (spent / rounds, builder.build());
            }
        }
    };
    let (with, facts) = feed(true);
    (with.saturating_sub(feed(false).0), facts)
}

/// What the checks themselves cost, each with the parameters of each rule once.
fn judging(facts: &Facts, packs: &[RuleSet]) -> Duration {
    let mut known = BTreeSet::new();
    let rules = packs.iter().flat_map(|p| &p.rules);
    let measures: Vec<_> = rules
        .filter(|rule| {
            let id = rule.check.as_str();
            (CHECKS.contains(&id) || id.starts_with("a11y-")) && known.insert((id, rule.params.to_string()))
        })
        .filter_map(|rule| rule.measure.as_ref())
        .collect();
    assert!(measures.len() >= 40, "the packs bind only {} checks of single pages", measures.len());
    cost(|| {
        for measure in &measures {
            black_box(measure.measure(black_box(facts)));
        }
    })
}

fn subject(name: &str, body: Vec<u8>) -> Subject {
    let exchange = crate::micro::exchange(name, body);
    let asked = parse::style_sheets(&exchange);
    let sheets = asked.first().map(|address| Arc::new(StyleSheet::read(&sheet(), address)));
    Subject { exchange, sheets: sheets.into_iter().collect() }
}

/// A style sheet of a portal's size: some rules hide, most do not.
fn sheet() -> String {
    let mut css = String::new();
    for n in 0..400 {
        let _ = write!(css, ".box{n} .list li a:hover,.nav .m{n}>a{{color:#333;width:{n}px;overflow:hidden}}");
        if n % 20 == 0 {
            let _ = write!(css, ".tab{n} .hid,.pop{n}{{display:none}}");
        }
    }
    css
}

fn record((seq, subject): (usize, &Subject)) -> PageRecord {
    let url = &subject.exchange.record.url;
    PageRecord {
        seq: seq as u64,
        key: PageKey::of(&Url::parse(url).unwrap()),
        role: if seq == 0 { PageRole::Home } else { PageRole::Page },
        depth: u32::from(seq != 0),
        referrer: String::new(),
        record: fetched(url, subject.exchange.body.len()),
        page: Some(parse::page_with(&subject.exchange, &subject.sheets)),
        parse_fault: None,
        guess: None,
        basis: None,
    }
}

fn a_run() -> Run {
    Run {
        id: "20261120-080000-000-ceyun".to_owned(),
        site: Site { id: "ceyun".to_owned(), name: String::new(), url: "http://www.ceyun.gov.cn/".to_owned() },
        as_of: jiff::civil::date(2026, 11, 20),
        started_ms: 1_795_132_800_000,
        finished_ms: None,
        status: RunStatus::Running,
        stopped_by: None,
        requests: 0,
        settings: "{}".to_owned(),
    }
}

/// A page by its name.
type Named = (String, Vec<u8>);

/// Saved pages of real portals, by path.
fn saved() -> Option<(String, Vec<Named>)> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples");
    let folder = std::env::var_os("DUWANG_SAMPLES").map_or_else(beside, PathBuf::from).join("govcn");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("no folder of saved pages at {}: the made-up portal's instead", folder.display());
        return None;
    };
    let mut paths: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e.eq_ignore_ascii_case("html") || e.eq_ignore_ascii_case("htm")));
    paths.sort();
    let read = |p: PathBuf| (format!("/{}", p.file_name().unwrap().to_string_lossy()), std::fs::read(&p).unwrap());
    let pages: Vec<_> = paths.into_iter().map(read).collect();
    (!pages.is_empty()).then(|| ("saved pages".to_owned(), pages))
}

fn portal() -> Vec<(String, Vec<u8>)> {
    crate::portal::pages(200)
}
