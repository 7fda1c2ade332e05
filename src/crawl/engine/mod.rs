//! The loop over one site: `frontier.next → ask and read → take in turn → save`, with one owner and no locks. It ends when
//! nothing is queued and nothing is under way. Imports what `crawl` does.

mod last;

use super::WINDOW;
use super::drawing::Doorway;
use super::earlier::Earlier;
use super::elsewhere::Check;
use super::frontier::Job;
use super::intake::Intake;
use super::look::look;
use super::progress::{Progress, Watch};
use super::samples::{Samples, layout_key};
use super::sheets::Sheets;
use super::stop::Stop;
use super::visit::{Visitor, sitemap};
use super::workshop::Workshop;
use crate::config::{RenderMode, Settings, now_ms};
use crate::fetch::Fetcher;
use crate::model::{
    FetchRecord, HostFacts, LayoutFound, Observation, PageKey, PageRecord, PageRole, Run, RunStatus, SearchTest,
    SkipReason, StopReason,
};
use crate::render::Renderer;
use crate::store::{self, Store};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use url::Url;

/// Walks over one site and leaves what it saw in the store.
pub struct Crawler {
    /// The door to the network.
    pub fetcher: Fetcher,
    /// Where everything goes.
    pub store: Store,
    /// How far to walk.
    pub settings: Settings,
    /// Who watches.
    pub watch: Arc<dyn Watch>,
    /// Who may stop it.
    pub stop: Stop,
    /// Where it reads and draws.
    pub workshop: Workshop,
    /// The run that it is held against: what did not change since is neither read nor stored again.
    pub earlier: Option<String>,
}

/// Links elsewhere under way at once, all hosts together.
const CHECKS_AT_ONCE: usize = 32;
/// Pages in a row without any answer before the site counts as gone.
const MAX_SILENT: u32 = 20;
/// Pages of the run before that are asked although nothing leads to them any more.
const MAX_REVISITS: usize = 500;
/// Sitemap files read.
const MAX_SITEMAPS: usize = 5;
/// Pages saved in one go, at most.
const BATCH: usize = 64;
/// Longest time that seen pages wait to be saved.
const SAVE_EVERY: Duration = Duration::from_millis(250);

/// Under which the test of the site's search is kept.
const SEARCH_KEY: &str = "search";

/// Longest time for reading what had come when a run is interrupted.
const LAST_READS: Duration = Duration::from_secs(5);

enum Done {
    Page(u64, Option<Box<PageRecord>>),
    Check(Check, Option<Box<Observation>>),
    Host(Box<HostFacts>),
    Sitemap(Url, Vec<String>),
    /// `None` when it was interrupted.
    Search(Option<Box<SearchTest>>),
    /// `None` when it could not be measured.
    Layout(PageKey, Option<Box<LayoutFound>>),
    /// `None` when it was interrupted.
    Revisit(PageKey, Option<Box<FetchRecord>>),
}

struct Walk<'a> {
    crawler: &'a Crawler,
    run: &'a mut Run,
    intake: Intake,
    visitor: Visitor,
    tasks: JoinSet<Done>,
    checking: usize,
    /// Answers that came before their turn.
    arrived: BTreeMap<u64, Box<PageRecord>>,
    jobs: BTreeMap<u64, Job>,
    asked: u64,
    taken: u64,
    /// One past the last page that the store had when the run went on; some before it may be missing.
    stored: u64,
    /// Pages taken from the store.
    kept: BTreeSet<u64>,
    known: BTreeMap<String, Observation>,
    pages: Vec<PageRecord>,
    observations: Vec<(String, Observation)>,
    progress: Progress,
    silent: u32,
    /// Tasks whose answers may name sitemap entries; these join the frontier together, when all else is visited, so
    /// that the moment of their arrival changes nothing.
    naming: usize,
    /// The site's search was asked, or is not to be.
    searched: bool,
    /// The layout of sample pages was measured, or is not to be.
    measured: bool,
    /// Pages of the run before to which nothing leads any more were asked, or are not to be.
    revisited: bool,
    listed: BTreeMap<Url, Vec<String>>,
    earlier_requests: u64,
    began: Instant,
    saved: Instant,
    stopped_by: Option<StopReason>,
}

impl Crawler {
    /// Walks over the site of `run`, from the beginning or from where the store has it, and writes down how the run
    /// ended. Only the store can fail; what the network does is data.
    pub async fn walk(&self, run: &mut Run) -> Result<(), store::Error> {
        let Ok(home) = Url::parse(&run.site.url) else {
            run.status = RunStatus::Failed;
            return self.store.update_run(run, now_ms()).await;
        };
        let stored = self.store.next_seq(&run.id).await?;
        let mut known = self.store.observations(&run.id).await?;
        // That a file was read is enough; what it says would fill the memory.
        for observation in known.values_mut() {
            if let Observation::Attachment(file) = observation {
                file.content.text = String::new();
                file.content.sheets = Vec::new();
            }
        }
        let own = self.workshop.renderer.is_none();
        let shared = self.workshop.renderer.as_ref().map(|shared| shared.with_mode(self.settings.render.mode));
        let renderer =
            shared.unwrap_or_else(|| Renderer::new(self.settings.render.clone(), &self.settings.fetch.user_agent));
        let began = Instant::now();
        let searched = known.contains_key(SEARCH_KEY);
        let earlier_requests = run.requests;
        let mut walk = Walk {
            crawler: self,
            intake: Intake::new(&home, self.settings.crawl.clone(), run.as_of),
            visitor: Visitor {
                fetcher: self.fetcher.clone(),
                parsing: Arc::clone(&self.workshop.parsing),
                reading: Arc::clone(&self.workshop.reading),
                sheets: Sheets::new(),
                renderer: renderer.clone(),
                doorway: Doorway::new(self.fetcher.clone()),
                samples: Samples::default(),
                earlier: Earlier::new(self.store.clone(), self.earlier.clone()),
                until: self.settings.crawl.max_time.map(|limit| began + limit),
            },
            run,
            tasks: JoinSet::new(),
            checking: 0,
            arrived: BTreeMap::new(),
            jobs: BTreeMap::new(),
            asked: 0,
            taken: 0,
            stored,
            kept: BTreeSet::new(),
            known,
            pages: Vec::new(),
            observations: Vec::new(),
            progress: Progress::default(),
            silent: 0,
            naming: 0,
            searched,
            measured: renderer.mode() != RenderMode::Auto,
            revisited: self.earlier.is_none(),
            listed: BTreeMap::new(),
            earlier_requests,
            began,
            saved: Instant::now(),
            stopped_by: None,
        };
        let walked = walk.go().await;
        if own {
            renderer.close().await;
        }
        walked
    }
}

impl Walk<'_> {
    async fn go(&mut self) -> Result<(), store::Error> {
        let mut stop = self.crawler.stop.0.subscribe();
        self.ask_host();
        loop {
            if *stop.borrow() {
                self.interrupt().await;
                break;
            }
            self.ask_pages().await?;
            self.ask_checks();
            if self.take_turn().await? || self.take_listed() || self.take_files() {
                continue;
            }
            if self.tasks.is_empty() && !self.ask_search() && !self.ask_layout() && !self.ask_revisits().await {
                break;
            }
            tokio::select! {
                done = self.tasks.join_next() => {
                    if let Some(Ok(done)) = done {
                        self.receive(done);
                    }
                }
                _ = stop.changed() => {}
            }
            if self.saved.elapsed() >= SAVE_EVERY {
                self.save().await?;
            }
        }
        self.finish().await
    }

    /// Asks for pages while the window has room; each choice rests on the answers taken so far.
    async fn ask_pages(&mut self) -> Result<(), store::Error> {
        if self.stopped_by == Some(StopReason::MaxPages) && self.is_late() {
            self.intake.give_up_checks(SkipReason::Time, "time budget");
        }
        while self.asked - self.taken < WINDOW && self.stopped_by.is_none() {
            if self.asked >= self.crawler.settings.crawl.max_pages {
                if self.intake.frontier.len() > 0 && self.taken == self.asked {
                    self.end_pages(StopReason::MaxPages);
                }
                break;
            }
            if self.is_late() {
                self.end_pages(StopReason::MaxTime);
                break;
            }
            let Some(job) = self.intake.next() else { break };
            let seq = self.asked;
            self.asked += 1;
            self.jobs.insert(seq, job.clone());
            let turn = self.visitor.sheets.turn(seq);
            if seq < self.stored
                && let Some(record) = self.crawler.store.page_at(&self.run.id, seq).await?
                && record.key == job.key
                && record.role == job.role
            {
                self.progress.kept += 1;
                self.kept.insert(seq);
                self.arrived.insert(seq, Box::new(record));
                continue;
            }
            let visitor = self.visitor.clone();
            self.tasks.spawn(async move { Done::Page(seq, visitor.page(turn, seq, job).await.map(Box::new)) });
        }
        Ok(())
    }

    /// Whether the time for the whole walk is over.
    fn is_late(&self) -> bool {
        self.crawler.settings.crawl.max_time.is_some_and(|limit| self.began.elapsed() >= limit)
    }

    /// No more pages; those that wait are noted as not visited. Links known so far are still checked, unless the site
    /// or the time is gone.
    fn end_pages(&mut self, reason: StopReason) {
        self.stopped_by = Some(reason);
        let limits = &self.crawler.settings.crawl;
        let (skip, detail) = match reason {
            StopReason::MaxPages => (SkipReason::Pages, format!("page budget of {}", limits.max_pages)),
            StopReason::MaxTime => (SkipReason::Time, "time budget".to_owned()),
            StopReason::Interrupted => (SkipReason::Interrupted, "interrupted".to_owned()),
            StopReason::HostDown => (SkipReason::HostDown, format!("{MAX_SILENT} pages in a row without an answer")),
        };
        self.intake.give_up(skip, &detail);
        match reason {
            StopReason::MaxTime => self.intake.give_up_checks(skip, &detail),
            StopReason::HostDown => self.intake.give_up_files(skip, &detail),
            StopReason::MaxPages | StopReason::Interrupted => {}
        }
    }

    fn ask_checks(&mut self) {
        let per_host = self.crawler.settings.fetch.concurrency.max(1);
        while self.checking < CHECKS_AT_ONCE {
            let Some(check) = self.intake.elsewhere.next(per_host) else { break };
            self.checking += 1;
            if let Some(known) = self.known.get(&key_of(&check)).cloned() {
                self.tasks.spawn(async move { Done::Check(check, Some(Box::new(known))) });
                continue;
            }
            if let Some(why) = self.visitor.fetcher.guard(&check.url) {
                self.checking -= 1;
                self.intake.elsewhere.done(&check.url);
                self.intake.skip_check(&check.url, &check.referrer, SkipReason::Guarded, &why);
                continue;
            }
            let visitor = self.visitor.clone();
            self.tasks.spawn(async move {
                let observation = visitor.check(&check).await.map(Box::new);
                Done::Check(check, observation)
            });
        }
    }

    fn ask_host(&mut self) {
        self.naming += 1;
        let fetcher = self.visitor.fetcher.clone();
        self.tasks.spawn(async move { Done::Host(Box::new(fetcher.host_facts().await)) });
    }

    fn receive(&mut self, done: Done) {
        match done {
            Done::Page(seq, Some(record)) => {
                self.arrived.insert(seq, record);
            }
            // Interrupted: it will be asked when the run goes on.
            Done::Page(_, None) => {}
            Done::Check(check, observation) => {
                self.checking -= 1;
                self.intake.elsewhere.done(&check.url);
                if let Some(observation) = observation {
                    self.intake.take_check(&check, &observation);
                    self.progress.checks += 1;
                    let key = key_of(&check);
                    if !self.known.contains_key(&key) {
                        self.observations.push((key, *observation));
                    }
                    self.report(check.url.as_str());
                }
            }
            Done::Host(facts) => {
                self.naming -= 1;
                for sitemap_url in facts.sitemaps.iter().take(MAX_SITEMAPS) {
                    let Ok(url) = Url::parse(sitemap_url) else { continue };
                    if crate::model::same_host(&url, self.intake.home()) {
                        self.ask_sitemap(url);
                    }
                }
                // Asked anew when a run goes on, for the sitemaps; what the store has is kept.
                self.observations.push((format!("host:{}", facts.host), Observation::Host(*facts)));
            }
            Done::Search(test) => {
                let test = test.map(|test| (SEARCH_KEY.to_owned(), Observation::Search(test)));
                self.observations.extend(test);
            }
            Done::Layout(page, found) => {
                let key = layout_key(&page);
                self.observations.extend(found.map(|found| (key, Observation::Layout { page, found })));
            }
            Done::Revisit(page, record) => {
                let record = record.map(|record| Observation::Revisit { record: *record });
                self.observations.extend(record.map(|seen| (store::revisit_key(&page), seen)));
            }
            Done::Sitemap(source, found) => {
                self.naming -= 1;
                self.listed.insert(source, found);
            }
        }
    }

    fn ask_sitemap(&mut self, url: Url) {
        self.naming += 1;
        let fetcher = self.visitor.fetcher.clone();
        self.tasks.spawn(async move {
            let found = sitemap(&fetcher, &url).await;
            Done::Sitemap(url, found)
        });
    }

    /// Takes the answer whose turn it is, if it has come. One at a time, so that the next choice rests on it.
    async fn take_turn(&mut self) -> Result<bool, store::Error> {
        let Some(mut record) = self.arrived.remove(&self.taken) else { return Ok(false) };
        let Some(job) = self.jobs.remove(&self.taken) else { return Ok(false) };
        self.taken += 1;
        record.guess = self.intake.take(&job, &record);
        if job.role == PageRole::Home {
            self.note_home(&record).await?;
        }
        self.silent = if record.record.is_silence() { self.silent + 1 } else { 0 };
        if self.silent >= MAX_SILENT && self.stopped_by.is_none() {
            self.end_pages(StopReason::HostDown);
        }
        self.progress.pages = self.taken;
        if !self.kept.remove(&record.seq) {
            self.pages.push(*record);
        }
        self.report(job.url.as_str());
        if self.pages.len() >= BATCH {
            self.save().await?;
        }
        Ok(true)
    }

    async fn note_home(&mut self, record: &PageRecord) -> Result<(), store::Error> {
        match look(&record.record, self.crawler.settings.fetch.first_byte_timeout) {
            Some(probe) => self.crawler.store.save_probe(&self.run.site.url, &probe).await,
            None => Ok(()),
        }
    }

    fn report(&mut self, current: &str) {
        self.progress.waiting = self.intake.frontier.len() as u64 + (self.asked - self.taken);
        self.progress.checks_waiting = (self.intake.elsewhere.len() + self.checking) as u64;
        self.progress.requests = self.visitor.fetcher.requests();
        current.clone_into(&mut self.progress.current);
        self.crawler.watch.progress(&self.progress);
    }

    async fn save(&mut self) -> Result<(), store::Error> {
        self.saved = Instant::now();
        self.run.requests = self.earlier_requests + self.visitor.fetcher.requests();
        let beat = (now_ms(), self.run.requests);
        self.crawler.store.save(&self.run.id, &self.pages, &self.observations, beat).await?;
        self.pages.clear();
        self.observations.clear();
        Ok(())
    }

    /// Drops requests under way; answers that came are read and kept, so that nobody is asked twice for them.
    async fn interrupt(&mut self) {
        self.visitor.fetcher.stop();
        if self.crawler.workshop.renderer.is_none() {
            self.visitor.renderer.stop();
        }
        self.stopped_by = Some(StopReason::Interrupted);
        let deadline = tokio::time::Instant::now() + LAST_READS;
        while let Ok(Some(done)) = tokio::time::timeout_at(deadline, self.tasks.join_next()).await {
            // What is known of the host would be "stopped"; that is asked again.
            if let Ok(done @ (Done::Page(..) | Done::Check(..) | Done::Search(..) | Done::Revisit(..))) = done {
                self.receive(done);
            }
        }
        self.tasks.shutdown().await;
        // Some came before their turn; they have their place in the order all the same.
        for (seq, record) in std::mem::take(&mut self.arrived) {
            // Whether a made-up address is a page is told in its turn; until then it is not kept.
            let guess = self.jobs.get(&seq).and_then(|job| job.part.as_ref()).is_some_and(|part| part.ask.guess);
            if !self.kept.contains(&seq) && !guess {
                self.pages.push(*record);
            }
        }
    }

    async fn finish(&mut self) -> Result<(), store::Error> {
        let interrupted = self.stopped_by == Some(StopReason::Interrupted);
        if !interrupted {
            // Answers that came after the end was called have named more.
            if let Some(reason) = self.stopped_by {
                self.end_pages(reason);
            }
            // Skips are written only when the run ends by itself: a run that goes on may yet visit them.
            for skip in std::mem::take(&mut self.intake.skips) {
                self.observations.push((format!("skip:{}", skip.url), Observation::Skipped(skip)));
            }
        }
        self.save().await?;
        self.run.stopped_by = self.stopped_by;
        self.run.finished_ms = Some(self.visitor.fetcher.moment());
        self.run.status = match self.stopped_by {
            Some(StopReason::Interrupted) => RunStatus::Interrupted,
            Some(_) => RunStatus::Partial,
            None => RunStatus::Complete,
        };
        self.crawler.store.update_run(self.run, now_ms()).await
    }
}

fn key_of(check: &Check) -> String {
    let kind = match (&check.absent, &check.file) {
        (Some(_), _) => "absent",
        (None, Some(_)) => "attachment",
        (None, None) => "check",
    };
    format!("{kind}:{}", check.key)
}
