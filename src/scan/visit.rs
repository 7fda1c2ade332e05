//! One site of a scan, from its lease to its outcome.

use super::job::{Job, ScanOptions};
use super::night::Night;
use super::outcome::{SiteEnding, SiteOutcome};
use super::shelf::digests;
use super::watch::ScanWatch;
use crate::audit::{self, Begun, Resumption};
use crate::config::{Settings, Window, now_ms};
use crate::crawl::{Crawler, Progress, Stop, Watch};
use crate::fetch::{Fetcher, Wiring};
use crate::model::{Lang, Lease, Run, RunStatus, Scorecard, StopReason, Text};
use crate::report::Format;
use crate::rules::RuleSet;
use crate::store::{Error, Store};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;
use url::Url;

/// A lease lasts this long without a sign of life.
pub(super) const LEASE_MS: i64 = 90 * 1000;
/// Between two signs of life.
const BEAT: Duration = Duration::from_secs(20);
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// What came of a lease.
#[derive(Debug)]
pub(super) enum Came {
    /// The site is settled.
    Settled(Box<SiteOutcome>),
    /// It was left for later, or is somebody else's by now.
    Left(Text),
    /// The database failed.
    Broken(Error),
}

/// Why a visit was stopped.
const NOT_STOPPED: u8 = 0;
const LOST: u8 = 1;
const SHUT: u8 = 2;

/// One visit under way.
pub(super) struct Visit {
    pub(super) night: Night,
    pub(super) lease: Lease,
    pub(super) stop: Stop,
    why: Arc<AtomicU8>,
    began_ms: i64,
}

impl Visit {
    pub(super) fn new(night: Night, lease: Lease, stop: Stop) -> Self {
        Self { night, lease, stop, why: Arc::new(AtomicU8::new(NOT_STOPPED)), began_ms: now_ms() }
    }

    /// Visits, judges, reports; renews the lease meanwhile and stops when it is lost or the site's hours are over.
    pub(super) async fn go(self) -> Came {
        let job: Job = match serde_json::from_str(&self.lease.job) {
            Ok(job) => job,
            Err(fault) => {
                let why = Text::new(
                    format!("队列里的任务读不出来：{fault}"),
                    format!("the job in the queue can't be read: {fault}"),
                );
                return self.settle(self.failed(None, why)).await;
            }
        };
        let window = job.listed.window;
        if let Some(window) = window.filter(|w| !w.is_open(now_ms())) {
            return self.defer(window.opens_ms(now_ms())).await;
        }
        let work = self.work(&job);
        tokio::pin!(work);
        // Both go on while the other waits: the database may have but one connection, and the work may hold it.
        let came = tokio::select! {
            came = &mut work => came,
            () = self.beats(window) => unreachable!("signs of life go on as long as the work"),
        };
        match came {
            Ok(Some(outcome)) => self.settle(outcome).await,
            Ok(None) => match (self.why.load(Ordering::Relaxed), window) {
                (LOST, _) => Came::Left(lost()),
                (SHUT, Some(window)) => self.defer(window.opens_ms(now_ms())).await,
                _ => match self.night.store.release(&self.lease).await {
                    Ok(_) => Came::Left(Text::new("已中断，下次接着做", "interrupted; goes on next time")),
                    Err(fault) => Came::Broken(fault),
                },
            },
            Err(Error::LeaseLost { .. }) => Came::Left(lost()),
            Err(fault) => {
                // So that whoever comes next need not wait; if that fails too, the lease runs out.
                let _ = self.night.store.release(&self.lease).await;
                Came::Broken(fault)
            }
        }
    }

    /// Renews the lease until the visit ends; tells it to stop when the lease is lost or the site's hours are over.
    async fn beats(&self, window: Option<Window>) {
        let mut alive_ms = now_ms();
        loop {
            tokio::time::sleep(BEAT).await;
            let now = now_ms();
            match self.night.store.renew(&self.lease, now + LEASE_MS).await {
                Ok(true) => alive_ms = now,
                // A database that is away for a moment; longer, and the site is somebody else's.
                Err(fault) if now - alive_ms < LEASE_MS => {
                    tracing::warn!(site = self.lease.site.id, %fault, "the lease could not be renewed");
                }
                Ok(false) | Err(_) => self.end(LOST),
            }
            if window.is_some_and(|w| !w.is_open(now)) {
                self.end(SHUT);
            }
        }
    }

    fn end(&self, why: u8) {
        if why == LOST && self.why.load(Ordering::Relaxed) != LOST {
            tracing::warn!(site = self.lease.site.id, attempt = self.lease.attempt, "the lease is lost");
        }
        self.why.store(why, Ordering::Relaxed);
        self.stop.stop();
    }

    async fn defer(&self, until_ms: i64) -> Came {
        match self.night.store.defer(&self.lease, until_ms).await {
            Ok(true) => {
                Came::Left(Text::new("不在允许检查的时段，到时再做", "outside its hours; goes on when they come"))
            }
            Ok(false) => Came::Left(lost()),
            Err(fault) => Came::Broken(fault),
        }
    }

    async fn settle(&self, outcome: SiteOutcome) -> Came {
        let text = serde_json::to_string(&outcome).expect("our own types have string keys and finite numbers");
        match self.night.store.settle(&self.lease, &text).await {
            Ok(true) => Came::Settled(Box::new(outcome)),
            Ok(false) => Came::Left(lost()),
            Err(fault) => Came::Broken(fault),
        }
    }

    /// The outcome; `None` when the visit was stopped.
    async fn work(&self, job: &Job) -> Result<Option<SiteOutcome>, Error> {
        let store = self.night.store.held(&self.lease);
        let options: ScanOptions = serde_json::from_str(&self.lease.scan.options).unwrap_or_else(|_| ScanOptions {
            lang: Lang::Zh,
            full: true,
            reports: true,
            digest: String::new(),
            archive: None,
        });
        let packs = match self.night.shelf.packs(&job.listed.rules) {
            Ok(packs) if digests(&packs) == job.packs => packs,
            Ok(_) => {
                return Ok(Some(self.failed(
                    Some(job),
                    Text::new(
                        "本机的规则包与清单发起时的不一致，请换成同一版本后重扫",
                        "the rule packs of this machine are not those the scan was begun with; bring them in line and scan again",
                    ),
                )));
            }
            Err(faults) => {
                let zh: Vec<&str> = faults.iter().map(|f| f.zh.as_str()).collect();
                let en: Vec<&str> = faults.iter().map(|f| f.en.as_str()).collect();
                let why = Text::new(
                    format!("规则包有误：{}", zh.join("；")),
                    format!("unsound rule pack: {}", en.join("; ")),
                );
                return Ok(Some(self.failed(Some(job), why)));
            }
        };
        let settings = job.listed.settings(self.lease.scan.as_of);
        // The lease names the run before it begins: whoever comes after a kill finds it, and none is left behind.
        let named = match &self.lease.run_id {
            Some(named) => named.clone(),
            None => self.noted(audit::run_id(&self.lease.site.id, now_ms())).await?,
        };
        let resumption = Resumption::Run(&named);
        let Begun { mut run, kept, walked } =
            audit::begin(&store, &job.listed.site, &settings, resumption, now_ms()).await?;
        if run.id != named {
            self.noted(run.id.clone()).await?;
        }
        let goes_on = kept.is_some();
        tracing::info!(site = self.lease.site.id, run = run.id, attempt = self.lease.attempt, goes_on, "site begins");
        self.night.watch.began(&self.lease.site, goes_on);
        if !walked {
            let earlier = self.earlier(&store, job, &run, kept.is_some(), options.full).await?;
            if let Err(why) = self.walk(&store, &settings, &mut run, earlier, options.archive.as_deref()).await? {
                return Ok(Some(self.failed(Some(job), why)));
            }
            if self.stop.is_stopped() {
                return Ok(None);
            }
            store.keep_traits(&run.id, &job.listed.traits).await?;
        }
        self.judge(&store, job, run, &packs, &options).await.map(Some)
    }

    /// Notes the run of this lease.
    async fn noted(&self, run: String) -> Result<String, Error> {
        if self.night.store.note_run(&self.lease, &run).await? {
            return Ok(run);
        }
        Err(Error::LeaseLost { site: self.lease.site.url.clone() })
    }

    /// The run whose pages this one is held against.
    async fn earlier(
        &self,
        store: &Store,
        job: &Job,
        run: &Run,
        goes_on: bool,
        full: bool,
    ) -> Result<Option<String>, Error> {
        if goes_on {
            return store.earlier_of(&run.id).await;
        }
        let days = i64::from(job.listed.full_every_days);
        if full || days == 0 {
            return Ok(None);
        }
        let since = run.started_ms - days * DAY_MS;
        let earlier = store.held_against(&run.site.url, &run.settings, since, run.started_ms).await?;
        if let Some(earlier) = &earlier {
            store.rest_on(&run.id, earlier).await?;
        }
        Ok(earlier)
    }

    /// Walks over the site. The inner `Err` is why nobody can be asked at all.
    async fn walk(
        &self,
        store: &Store,
        settings: &Settings,
        run: &mut Run,
        earlier: Option<String>,
        archive: Option<&Path>,
    ) -> Result<Result<(), Text>, Error> {
        let told = |fault: &dyn std::fmt::Display| {
            Text::new(format!("无法开始：{fault}"), format!("it could not be begun: {fault}"))
        };
        let home = match Url::parse(&run.site.url) {
            Ok(home) => home,
            Err(fault) => return Ok(Err(told(&fault))),
        };
        let fetch = crate::config::FetchSettings {
            resolve: self.night.resolve.clone(),
            offline: self.night.offline,
            ..settings.fetch.clone()
        };
        let recorder = self.recorder(archive, run, &fetch).await;
        let (network, kept) = (Some(self.night.network.clone()), recorder.clone());
        let wiring = Wiring { network, recorder: kept, ..self.night.wiring.clone() };
        let fetcher = match Fetcher::wired(fetch, &home, wiring).await {
            Ok(fetcher) => fetcher,
            Err(fault) => return Ok(Err(told(&fault))),
        };
        let crawler = Crawler {
            fetcher,
            store: store.clone(),
            settings: settings.clone(),
            watch: Arc::new(Seen { site: run.site.id.clone(), board: Arc::clone(&self.night.watch) }),
            stop: self.stop.clone(),
            workshop: self.night.workshop.clone(),
            earlier,
        };
        let walked = crawler.walk(run).await;
        self.close(recorder.as_ref(), run).await;
        walked.map(Ok)
    }

    async fn judge(
        &self,
        store: &Store,
        job: &Job,
        mut run: Run,
        packs: &[Arc<RuleSet>],
        options: &ScanOptions,
    ) -> Result<SiteOutcome, Error> {
        // The evidence of a large site fills memory; so many are judged at once as there are cores.
        let _place = self.night.judging.acquire().await;
        let facts = Arc::new(audit::facts(store, &run, packs).await?);
        let lacking = audit::lacking(&facts);
        if lacking.is_some() && run.status != RunStatus::Failed {
            run.status = RunStatus::Failed;
            store.update_run(&run, now_ms()).await?;
        }
        let cards = audit::judge(store, &facts, packs, options.lang, true).await?;
        drop(facts);
        let mut outcome = self.outcome(job);
        outcome.run = Some(run.id.clone());
        outcome.requests = run.requests;
        outcome.changes = store.changes(&run.id).await?;
        if let Some(card) = cards.first() {
            let before = store.vetoes_before(&run, &card.pack.id).await?;
            take_card(&mut outcome, card, &before);
        }
        (outcome.outcome, outcome.reason) = match (&lacking, run.stopped_by) {
            (Some(lacking), _) => (SiteEnding::Failed, Some(lacking.words())),
            (None, Some(reason)) => (SiteEnding::Partial, Some(stopped(reason))),
            (None, None) => (SiteEnding::Done, None),
        };
        if options.reports {
            match self.report(job, cards).await {
                Ok(folder) => outcome.written = Some(folder),
                Err(why) => outcome.reason = Some(joined(outcome.reason, why)),
            }
        }
        outcome.ended_ms = now_ms();
        Ok(outcome)
    }

    /// Writes the reports; gives the machine and the folder.
    async fn report(&self, job: &Job, cards: Vec<Scorecard>) -> Result<String, Text> {
        let folder = self.night.out.join(&job.listed.site.id);
        write_reports(folder.clone(), cards, &job.listed.formats).await?;
        Ok(self.night.place(&folder))
    }

    fn outcome(&self, job: &Job) -> SiteOutcome {
        SiteOutcome {
            region: job.listed.region.clone(),
            unit: job.listed.unit.clone(),
            run: None,
            reason: None,
            ..failed_outcome(&self.lease, self.began_ms, Text::default())
        }
    }

    /// The outcome of a site that could not be visited.
    pub(super) fn failed(&self, job: Option<&Job>, why: Text) -> SiteOutcome {
        let mut outcome = match job {
            Some(job) => self.outcome(job),
            None => failed_outcome(&self.lease, self.began_ms, Text::default()),
        };
        outcome.reason = Some(why);
        outcome
    }
}

/// The outcome of a site of which no more is known than its lease.
pub(super) fn failed_outcome(lease: &Lease, began_ms: i64, why: Text) -> SiteOutcome {
    SiteOutcome {
        id: lease.site.id.clone(),
        url: lease.site.url.clone(),
        name: lease.site.name.clone(),
        region: String::new(),
        unit: String::new(),
        run: lease.run_id.clone(),
        pack: None,
        grade: None,
        low: None,
        high: None,
        vetoes: Vec::new(),
        new_vetoes: Vec::new(),
        findings: 0,
        pages: 0,
        requests: 0,
        changes: None,
        outcome: SiteEnding::Failed,
        reason: Some(why),
        began_ms,
        ended_ms: now_ms(),
        written: None,
    }
}

/// Writes the reports of a site off the async threads.
pub(super) async fn write_reports(folder: PathBuf, cards: Vec<Scorecard>, formats: &[String]) -> Result<(), Text> {
    let formats: Vec<Format> = match formats {
        [] => Format::ALL.to_vec(),
        named => named.iter().filter_map(|name| name.parse().ok()).collect(),
    };
    let told = |why: &dyn std::fmt::Display| {
        Text::new(format!("报告未能写出：{why}"), format!("the reports could not be written: {why}"))
    };
    let written = tokio::task::spawn_blocking(move || audit::write(&cards, &folder, &formats)).await;
    match written {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(fault)) => Err(told(&fault)),
        Err(fault) => Err(told(&fault)),
    }
}

fn take_card(outcome: &mut SiteOutcome, card: &Scorecard, before: &[String]) {
    outcome.pack = Some(card.pack.id.clone());
    outcome.grade = Some(card.score.grade);
    outcome.low = Some(card.score.low);
    outcome.high = Some(card.score.high);
    outcome.vetoes.clone_from(&card.score.vetoes);
    outcome.new_vetoes = card.score.vetoes.iter().filter(|id| !before.contains(id)).cloned().collect();
    outcome.findings = card.findings.len() as u64;
    outcome.pages = card.run.pages;
    if outcome.name.is_empty() {
        outcome.name.clone_from(&card.site.name);
    }
}

fn stopped(reason: StopReason) -> Text {
    match reason {
        StopReason::MaxPages => Text::new("页数预算用完，其余未看", "the page budget was spent; the rest was not seen"),
        StopReason::MaxTime => Text::new("时间用完，其余未看", "the time was over; the rest was not seen"),
        StopReason::Interrupted => Text::new("被中断，其余未看", "interrupted; the rest was not seen"),
        StopReason::HostDown => {
            Text::new("网站中途不再应答，其余未看", "the site stopped answering; the rest was not seen")
        }
    }
}

fn lost() -> Text {
    Text::new("租约已失，由另一个进程接手", "the lease is lost; another process has the site")
}

fn joined(known: Option<Text>, more: Text) -> Text {
    match known {
        Some(known) => Text::new(format!("{}；{}", known.zh, more.zh), format!("{}; {}", known.en, more.en)),
        None => more,
    }
}

/// Tells the scan's watcher of one site.
struct Seen {
    site: String,
    board: Arc<dyn ScanWatch>,
}

impl Watch for Seen {
    fn progress(&self, progress: &Progress) {
        self.board.progress(&self.site, progress);
    }
}
