//! `audit`: one site now, from the address to the reports.

use super::archives;
use super::args::{AuditArgs, Limits};
use super::drawing;
use super::fail_on::FailOn;
use super::packs;
pub(super) use super::packs::load_packs;
use super::say::{self, Ending, Stop};
use super::shots;
use super::trouble;
use super::watch::Board;
use crate::audit::{self, Begun, Resumption};
use crate::config::{CrawlSettings, FetchSettings, RenderMode, Settings, now_ms};
use crate::crawl::{Crawler, Stop as Halt, Workshop};
use crate::fetch::archive::Replay;
use crate::fetch::{Fetcher, Wiring};
use crate::model::{Lang, Run, RunStatus, Scorecard, Site, SiteTrait, site_address, site_id};
use crate::report::{self, Format};
use crate::rules::RuleSet;
use crate::store::Store;
use jiff::civil::Date;
use jiff::tz::Offset;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// What every audit needs to know, from flags or from the demo.
pub(super) struct Job {
    pub(super) site: Site,
    pub(super) settings: Settings,
    pub(super) packs: Vec<Arc<RuleSet>>,
    pub(super) formats: Vec<Format>,
    pub(super) out: PathBuf,
    pub(super) db: String,
    pub(super) fresh: bool,
    /// Findings of which pictures are taken.
    pub(super) screenshots: usize,
    /// Where to keep what comes.
    pub(super) archive: Option<PathBuf>,
    /// What answers in place of the network.
    pub(super) replay: Option<Replay>,
    /// What people told of the body.
    pub(super) traits: Vec<SiteTrait>,
    pub(super) lang: Lang,
    pub(super) quiet: bool,
}

/// A run that was cut off is gone on with for this long.
const RESUME_MS: i64 = 24 * 60 * 60 * 1000;

/// Runs the command.
pub(super) async fn run(mut args: AuditArgs, lang: Lang, quiet: bool, halt: Halt) -> Result<Ending, Stop> {
    let packs = load_packs(&args.rules, lang)?;
    let formats = formats(&args.format)?;
    let fail_on = FailOn::read(&args.fail_on)?;
    let replay = archives::replay(&args, lang).await?;
    if let Some(about) = replay.as_ref().and_then(Replay::about) {
        archives::adopt(&mut args.limits, about);
    }
    let as_of = args.as_of.unwrap_or_else(|| replay.as_ref().map_or_else(today, Replay::as_of));
    packs::caution(&packs, as_of, lang);
    let url = archives::home(replay.as_ref(), address(&args.url)?, &args.url);
    let id = site_id(&url);
    let out = args.out.unwrap_or_else(|| Path::new("reports").join(&id));
    let db = args.db.unwrap_or_else(|| out.join("duwang.db").to_string_lossy().into_owned());
    let mut settings = settings(&args.limits, as_of)?;
    settings.fetch.replayed = replay.as_ref().map(|replay| archives::replayed(replay, &args.from_archive));
    let job = Job {
        site: Site { id, name: args.name, url: url.to_string() },
        settings,
        packs,
        formats,
        out,
        db,
        fresh: args.fresh,
        screenshots: usize::from(args.screenshots),
        archive: args.archive,
        replay,
        traits: traits(&args.traits)?,
        lang,
        quiet,
    };
    let (ending, cards) = audit(&job, halt).await?;
    Ok(if ending == Ending::Done && fail_on.met(&cards) { Ending::FailOn } else { ending })
}

/// Crawls, judges, reports; prints the scorecards. Gives them back with how it ended.
pub(super) async fn audit(job: &Job, halt: Halt) -> Result<(Ending, Vec<Scorecard>), Stop> {
    let broken = |e: crate::store::Error| trouble::store(&e);
    let store = opened(&job.db, &job.out).await?;
    let mut run = begin(job, &store).await.map_err(broken)?;
    let home = address(&run.site.url)?;
    let recorder = match archives::recorder(job, &run).await {
        Ok(recorder) => recorder,
        Err(stop) => {
            run.status = RunStatus::Interrupted;
            store.update_run(&run, now_ms()).await.map_err(broken)?;
            return Err(stop);
        }
    };
    let wiring = Wiring { recorder: recorder.clone(), replay: job.replay.clone(), ..Wiring::default() };
    let fetcher = Fetcher::wired(job.settings.fetch.clone(), &home, wiring)
        .await
        .map_err(|e| Stop::from_error(Ending::Usage, "无法开始", &e))?;
    let board = Arc::new(Board::new(job.lang, job.quiet));
    let crawler = Crawler {
        fetcher,
        store: store.clone(),
        settings: job.settings.clone(),
        watch: Arc::clone(&board) as Arc<dyn crate::crawl::Watch>,
        stop: halt.clone(),
        workshop: Workshop::new(),
        earlier: None,
    };
    let walked = crawler.walk(&mut run).await;
    board.close();
    let archived = archives::close(recorder.as_ref(), job.lang).await;
    walked.map_err(broken)?;
    if halt.is_stopped() {
        return Err(interrupted(&run, job));
    }
    store.keep_traits(&run.id, &job.traits).await.map_err(broken)?;
    let facts = Arc::new(audit::facts(&store, &run, &job.packs).await.map_err(broken)?);
    let unaudited = unaudited(&facts);
    if unaudited.is_some() {
        run.status = RunStatus::Failed;
        store.update_run(&run, now_ms()).await.map_err(broken)?;
    }
    let cards = audit::judge(&store, &facts, &job.packs, job.lang, true).await.map_err(broken)?;
    let shots = shots::take(job, &facts, &cards, crawler.fetcher.clone(), halt).await;
    let files = audit::write_pictured(&cards, &shots.pictures, &job.out, &job.formats);
    let mut files = files.map_err(|e| trouble::report(&e))?;
    files.extend(archived);
    store.close().await;
    tell(&cards, &files, job.lang);
    if let Some(note) = drawing::note(&facts) {
        say::note(note.pick(job.lang));
    }
    shots::note(&shots, job)?;
    if let Some(why) = unaudited {
        say::complain(&why.why, job.lang);
        return Ok((why.ending, cards));
    }
    Ok((Ending::Done, cards))
}

/// The database and the folder of the reports. A server that refuses leaves no empty folder behind; a file may stand in
/// the very folder.
pub(super) async fn opened(db: &str, out: &Path) -> Result<Store, Stop> {
    let broken = |e: crate::store::Error| trouble::store(&e);
    Store::accepts(db).map_err(broken)?;
    if Store::folder(db).is_some() {
        writable(out)?;
        return Store::open(db).await.map_err(broken);
    }
    let store = Store::open(db).await.map_err(broken)?;
    writable(out)?;
    Ok(store)
}

fn interrupted(run: &Run, job: &Job) -> Stop {
    let db = Store::shown(&job.db);
    Stop::new(
        Ending::Interrupted,
        format!("已中断；看过的内容已保存在 {db}，24 小时内用同样的命令再运行即可接着做（运行号 {}）", run.id),
        format!(
            "interrupted; what was seen is kept in {db}; run the same command within 24 hours to go on (run {})",
            run.id
        ),
    )
}

/// Why the site could not be audited at all, if so.
pub(super) fn unaudited(facts: &crate::facts::Facts) -> Option<Stop> {
    let lacking = audit::lacking(facts)?;
    let (words, advice) = (lacking.words(), lacking.advice());
    Some(Stop::new(Ending::Unaudited, words.zh + &advice.zh, words.en + &advice.en))
}

async fn begin(job: &Job, store: &Store) -> Result<Run, crate::store::Error> {
    let resumption = if job.fresh { Resumption::Never } else { Resumption::Within(RESUME_MS) };
    let Begun { run, kept, .. } = audit::begin(store, &job.site, &job.settings, resumption, now_ms()).await?;
    if let Some(pages) = kept.filter(|_| !job.quiet) {
        say::note(&match job.lang {
            Lang::Zh => format!("接着上次中断的抓取：运行号 {}，已有 {pages} 页（重新开始请加 --fresh）", run.id),
            Lang::En => format!("going on with run {}, {pages} pages so far (--fresh begins anew)", run.id),
        });
    }
    Ok(run)
}

/// What people tell of the body; `none` says that nothing is to be told.
pub(super) fn traits(names: &[String]) -> Result<Vec<SiteTrait>, Stop> {
    let known = |name: &String| {
        SiteTrait::named(name.trim()).ok_or_else(|| {
            let all: Vec<&str> = SiteTrait::ALL.iter().map(|t| t.name()).chain(["none"]).collect();
            Stop::new(
                Ending::Usage,
                format!("--trait “{name}”看不懂，可用 {}", all.join("、")),
                format!("--trait \"{name}\" is not known; use {}", all.join(", ")),
            )
        })
    };
    names.iter().filter(|name| name.trim() != "none").map(known).collect()
}

pub(super) fn formats(names: &[String]) -> Result<Vec<Format>, Stop> {
    if names.is_empty() {
        return Ok(Format::ALL.to_vec());
    }
    names.iter().map(|name| name.parse::<Format>().map_err(|e| trouble::report(&e))).collect()
}

fn settings(limits: &Limits, as_of: Date) -> Result<Settings, Stop> {
    let mut fetch = FetchSettings {
        allow_net: limits.allow_net.clone(),
        ignore_robots: limits.ignore_robots,
        ..FetchSettings::default()
    };
    if let Some(rate) = limits.rate {
        if !(rate.is_finite() && (0.0..=10_000.0).contains(&rate)) {
            return Err(Stop::new(Ending::Usage, "--rate 须在 0 到 10000 之间", "--rate must be from 0 to 10000"));
        }
        fetch.rate = rate;
    }
    if let Some(n) = limits.concurrency {
        fetch.concurrency = usize::from(n);
    }
    if let Some(agent) = &limits.user_agent {
        fetch.user_agent.clone_from(agent);
    }
    let mut crawl = CrawlSettings { max_time: limits.max_time.map(Duration::from_secs), ..CrawlSettings::default() };
    crawl.max_pages = limits.max_pages.unwrap_or(crawl.max_pages);
    crawl.max_depth = limits.max_depth.unwrap_or(crawl.max_depth);
    crawl.max_column_pages = limits.max_column_pages.unwrap_or(crawl.max_column_pages);
    crawl.max_checks = limits.max_checks.unwrap_or(crawl.max_checks);
    crawl.max_files = limits.max_files.unwrap_or(crawl.max_files);
    Ok(Settings { fetch, crawl, render: drawing::settings(&limits.drawing, RenderMode::Auto)?, as_of })
}

/// Today in Beijing.
pub(super) fn today() -> Date {
    Offset::constant(8).to_datetime(jiff::Timestamp::from_millisecond(now_ms()).unwrap_or_default()).date()
}

/// The address of a home page; a bare host gets http://.
pub(super) fn address(given: &str) -> Result<Url, Stop> {
    if given.trim().is_empty() {
        return Err(Stop::new(
            Ending::Usage,
            "网站地址是空的，请写成 https://www.example.gov.cn/ 的样子",
            "the address is empty; write it like https://www.example.gov.cn/",
        ));
    }
    site_address(given).ok_or_else(|| {
        Stop::new(
            Ending::Usage,
            format!("“{given}”不是网站地址，请写成 https://www.example.gov.cn/ 的样子"),
            format!("\"{given}\" is not the address of a site; write it like https://www.example.gov.cn/"),
        )
    })
}

/// Prints the scorecards and names the files.
pub(super) fn tell(cards: &[Scorecard], files: &[PathBuf], lang: Lang) {
    for card in cards {
        say::result(&report::terminal(card, say::width(), say::colour()));
    }
    say::result(if lang == Lang::Zh { "报告：" } else { "Reports:" });
    for file in files {
        say::result(&format!("  {}", file.display()));
    }
}

/// Finds out before the crawl, not after it, whether reports can be written.
pub(super) fn writable(out: &Path) -> Result<(), Stop> {
    let probe = out.join(".duwang-write-test");
    let tried = std::fs::create_dir_all(out)
        .and_then(|()| std::fs::write(&probe, b""))
        .and_then(|()| std::fs::remove_file(&probe));
    tried.map_err(|e| {
        Stop::new(
            Ending::Usage,
            format!("报告文件夹 {} 写不进去（{e}），请用 --out 换一个", out.display()),
            format!("cannot write to the report folder {} ({e}); choose another with --out", out.display()),
        )
    })
}
