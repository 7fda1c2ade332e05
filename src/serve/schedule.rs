//! The schedule inside the process: one loop that owns the running scan and the looks under way. Nothing that fails ends it.

use super::due::{AHEAD_MS, Due, due, turns};
use super::look::{Looked, Looker};
use super::meters::ScanEnd;
use super::pass::{Came, Pass, plan, read};
use super::status::Status;
use crate::config::now_ms;
use crate::config::sites::{ListedSite, SiteList};
use crate::crawl::Stop;
use crate::model::Text;
use crate::scan::{Chosen, Holder, RESUME_MS, Shelf, is_gone, list_key};
use crate::store::{Error, Store};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::{JoinHandle, JoinSet};

/// The lead that one schedule at a time has over a database.
pub(super) const LEAD: &str = "schedule";
/// It lasts this long without a sign of life.
const LEAD_MS: i64 = 60 * 1000;
/// Between two signs of life.
const LEAD_EVERY: Duration = Duration::from_secs(15);
/// Between two readings of the list.
const LIST_EVERY: Duration = Duration::from_mins(1);
/// Between two looks at a home page where the list does not say: 24 a day, of which 20 are asked for (R1-11).
const LOOK_EVERY: Duration = Duration::from_hours(1);
/// Looks at once.
const LOOKS: usize = 16;
/// A scan that is told to stop is waited for this long.
const PATIENCE: Duration = Duration::from_secs(15);
/// What failed is tried again after so many beats; twice as many each time.
const AGAIN: u32 = 6;
/// Doubled at most so often.
const DOUBLED: u32 = 6;

/// The loop and all it owns.
#[expect(clippy::struct_excessive_bools, reason = "each is a thing that was told, and is told once")]
pub(super) struct Schedule {
    pass: Pass,
    store: Store,
    status: Arc<Status>,
    stop: Stop,
    looker: Looker,
    holder: Holder,
    /// Scans and looks are taken; else the list alone is watched.
    on: bool,
    beat: Duration,
    list: Option<SiteList>,
    read_at: Option<Instant>,
    led_at: Option<Instant>,
    /// Somebody else has the lead, and that was told.
    follows: bool,
    /// The database did not answer the last turn.
    broken: bool,
    /// The list could not be read the last time.
    unread: bool,
    clock_ms: i64,
    scan: Option<JoinHandle<Result<Came, Error>>>,
    not_before: Option<Instant>,
    failures: u32,
    waiting: VecDeque<ListedSite>,
    looks: JoinSet<Result<Looked, Error>>,
}

impl Schedule {
    pub(super) fn new(pass: Pass, on: bool, beat: Duration) -> Self {
        let (store, status, stop) = (pass.store.clone(), Arc::clone(&pass.status), pass.stop.clone());
        let network = pass.network.clone();
        let looker = Looker { store: store.clone(), network, resolve: BTreeMap::new(), offline: false };
        Self {
            pass,
            store,
            status,
            stop,
            looker,
            holder: Holder::here(),
            on,
            beat,
            list: None,
            read_at: None,
            led_at: None,
            follows: false,
            broken: false,
            unread: false,
            clock_ms: now_ms(),
            scan: None,
            not_before: None,
            failures: 0,
            waiting: VecDeque::new(),
            looks: JoinSet::new(),
        }
    }

    /// Runs until it is told to stop. Whether a scan was cut off by that.
    pub(super) async fn run(mut self) -> bool {
        while !self.stop.is_stopped() {
            self.turned().await;
            tokio::select! {
                () = tokio::time::sleep(self.beat) => {}
                Some(done) = self.looks.join_next(), if !self.looks.is_empty() => self.looked(done),
                () = self.stop.stopped() => {}
            }
        }
        self.looks.abort_all();
        let mut cut = false;
        if let Some(mut scan) = self.scan.take() {
            cut = true;
            match tokio::time::timeout(PATIENCE, &mut scan).await {
                Ok(Ok(Ok(Came::Finished | Came::Nothing))) => cut = false,
                Ok(_) => {}
                // What it has stored is kept, and its leases run out.
                Err(_) => scan.abort(),
            }
        }
        if self.on {
            // One that can't be given up runs out.
            let _ = tokio::time::timeout(PATIENCE, self.store.drop_lead(LEAD, &self.holder.to_string())).await;
        }
        cut
    }

    /// One turn. A database that does not answer is told of, once, and asked again at the next turn.
    async fn turned(&mut self) {
        let now = now_ms();
        match self.turn(now).await {
            Ok(()) if self.broken => {
                self.broken = false;
                self.status.state().trouble = None;
                self.status.say("数据库恢复应答", "the database answers again");
            }
            Ok(()) => {}
            Err(fault) => {
                self.broken = true;
                self.status.trouble(&database(&fault), now, None);
            }
        }
    }

    async fn turn(&mut self, now: i64) -> Result<(), Error> {
        let from = std::mem::replace(&mut self.clock_ms, now);
        self.take_scan().await;
        self.read_list(now).await?;
        if !self.on || !self.lead(now).await? {
            self.status.state().next_ms = None;
            return Ok(());
        }
        let Some(list) = self.list.take() else { return Ok(()) };
        self.queue_looks(&list, from, now);
        let begun = self.scan_if_due(&list, now).await;
        self.list = Some(list);
        begun
    }

    /// Takes or keeps the lead among the schedules on this database.
    async fn lead(&mut self, now: i64) -> Result<bool, Error> {
        if self.led_at.is_some_and(|at| at.elapsed() < LEAD_EVERY) {
            return Ok(true);
        }
        self.status.state().leads = false;
        self.led_at = None;
        for holder in self.store.holders().await? {
            if is_gone(&holder) {
                self.store.forfeit(&holder).await?;
            }
        }
        match self.store.take_lead(LEAD, &self.holder.to_string(), now, LEAD_MS).await? {
            None => {
                self.led_at = Some(Instant::now());
                self.follows = false;
                self.status.state().leads = true;
                Ok(true)
            }
            Some(other) => {
                if !std::mem::replace(&mut self.follows, true) {
                    let (host, process) = who(&other.holder);
                    self.status.say(
                        format!("另一个进程（主机 {host}，进程 {process}）已在这个数据库上按计划扫描，本进程待命"),
                        format!("another process (host {host}, process {process}) keeps the schedule on this database; this one stands by"),
                    );
                }
                Ok(false)
            }
        }
    }

    /// Reads the list now and then, for its times and for what is wrong with it.
    async fn read_list(&mut self, now: i64) -> Result<(), Error> {
        if self.read_at.is_some_and(|at| at.elapsed() < LIST_EVERY) {
            return Ok(());
        }
        match read(&self.pass.config).await {
            Ok(list) if !self.unread && self.list.as_ref() == Some(&list) => {}
            Ok(list) => {
                self.unread = false;
                let read = plan(list, &Shelf::default(), &self.store).await?;
                self.status.listed(&read.list, read.faults, now);
                self.list = Some(read.list);
            }
            // What it held before goes on to count for looks; no scan begins.
            Err(fault) => {
                self.unread = true;
                self.status.unlisted(&fault, &self.pass.config);
            }
        }
        self.read_at = Some(Instant::now());
        Ok(())
    }

    async fn scan_if_due(&mut self, list: &SiteList, now: i64) -> Result<(), Error> {
        let Some(cron) = &list.schedule.cron else {
            self.status.state().next_ms = None;
            return Ok(());
        };
        let key = list_key(&list.file, &Chosen::default());
        let began = self.store.last_start(&key, now.saturating_add(AHEAD_MS)).await?;
        let turn = due(now, began, cron);
        self.status.state().next_ms = match turn {
            Due::Since(_) => Some(now),
            Due::At(at) => Some(at),
            Due::Never => None,
        };
        if self.scan.is_some() || self.not_before.is_some_and(|at| Instant::now() < at) {
            return Ok(());
        }
        let open = self.store.open_scan(&key).await?;
        let goes_on = open.is_some_and(|scan| (-AHEAD_MS..=RESUME_MS).contains(&(now - scan.started_ms)));
        if goes_on || matches!(turn, Due::Since(_)) {
            // The list is read again by the scan; what it finds is read here as well.
            self.read_at = None;
            self.scan = Some(tokio::spawn(self.pass.clone().go(now)));
        }
        Ok(())
    }

    /// What came of the scan, where it has ended.
    async fn take_scan(&mut self) {
        let Some(scan) = self.scan.take_if(|scan| scan.is_finished()) else { return };
        let came = scan.await;
        match came {
            Ok(Ok(Came::Finished)) => {
                self.status.scan_ended(Some(ScanEnd::Finished));
                self.status.state().trouble = None;
                (self.failures, self.not_before) = (0, None);
            }
            Ok(Ok(Came::Interrupted)) => self.status.scan_ended(Some(ScanEnd::Interrupted)),
            Ok(Ok(Came::Nothing)) => {
                self.status.scan_ended(None);
                self.wait(&Text::new("清单里没有可以检查的网站", "the list holds no site that can be audited"));
            }
            Ok(Ok(Came::Taken(other))) => {
                self.status.scan_ended(None);
                let (host, process) = who(&other.holder);
                // It ends some time; meanwhile the wait need not grow.
                self.failures = 0;
                self.wait(&Text::new(
                    format!("数据库上已有一个扫描在进行（主机 {host}，进程 {process}），等它结束"),
                    format!(
                        "a scan is under way on the database (host {host}, process {process}); waiting for its end"
                    ),
                ));
            }
            Ok(Ok(Came::Unlisted)) => {
                self.status.scan_ended(None);
                self.wait(&Text::new("网站清单读不出来，扫描推迟", "the list can't be read; the scan is put off"));
            }
            Ok(Err(fault)) => {
                self.status.scan_ended(Some(ScanEnd::Failed));
                self.wait(&database(&fault));
            }
            Err(fault) => {
                self.status.scan_ended(Some(ScanEnd::Failed));
                self.wait(&Text::new(format!("程序内部出错：{fault}"), format!("an internal fault: {fault}")));
            }
        }
    }

    /// Something is in the way: it is told, and scans are tried again later, each time twice as late.
    fn wait(&mut self, why: &Text) {
        let wait = self.beat * AGAIN * 2_u32.pow(self.failures.min(DOUBLED));
        self.failures = self.failures.saturating_add(1);
        self.not_before = Some(Instant::now() + wait);
        let now = now_ms();
        let again = now.saturating_add(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX));
        self.status.trouble(why, now, Some(again));
    }

    /// Queues the sites whose turn came since the last look at the clock, and looks at as many at once as may be.
    fn queue_looks(&mut self, list: &SiteList, from: i64, now: i64) {
        let every = list.schedule.probe_every.unwrap_or(LOOK_EVERY);
        for nth in turns(list.sites.len(), every, from, now) {
            let Some(site) = list.sites.get(nth) else { continue };
            let shut = list.schedule.probe_in_window && site.window.is_some_and(|window| !window.is_open(now));
            if !shut && !self.waiting.iter().any(|waits| waits.site.url == site.site.url) {
                self.waiting.push_back(site.clone());
            }
        }
        while self.looks.len() < LOOKS
            && let Some(site) = self.waiting.pop_front()
        {
            let looker = self.looker.clone();
            self.looks.spawn(async move { looker.look(&site, now).await });
        }
    }

    fn looked(&mut self, done: Result<Result<Looked, Error>, tokio::task::JoinError>) {
        match done {
            Ok(Ok(looked)) => self.status.meters.look(&looked),
            Ok(Err(fault)) => {
                let text = Text::new(
                    format!("首页探测未能存下：{fault}"),
                    format!("a look at a home page could not be kept: {fault}"),
                );
                self.status.trouble(&text, now_ms(), None);
            }
            Err(fault) => tracing::warn!(%fault, "a look at a home page ended oddly"),
        }
    }
}

fn database(fault: &Error) -> Text {
    Text::new(format!("数据库出错，稍后再试：{fault}"), format!("the database failed; it is tried again: {fault}"))
}

/// The machine and the process of a holder.
pub(super) fn who(holder: &str) -> (&str, &str) {
    let mut parts = holder.split('/');
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}
