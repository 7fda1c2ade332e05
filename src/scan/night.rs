use super::LEAD;
use super::holder::{Holder, is_gone};
use super::job::{Job, ScanOptions};
use super::outcome::SiteOutcome;
use super::shelf::Shelf;
use super::visit::{Came, LEASE_MS, Visit, failed_outcome, write_reports};
use super::watch::ScanWatch;
use crate::config::now_ms;
use crate::crawl::{Stop, Workshop};
use crate::fetch::{Network, Wiring};
use crate::model::{Lease, Points, QueueState, Scorecard, Text};
use crate::store::{Error, Lead, Store};
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use tokio::task::{Id, JoinSet};

/// Between two looks for a site that has become free.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Between two looks at what other processes have settled, and two signs of life of a lead.
const OTHERS_EVERY: Duration = Duration::from_secs(5);
/// A lead lasts this long without a sign of life.
pub(super) const LEAD_MS: i64 = 60 * 1000;

/// All that visits of a scan have in common. Clones share it.
#[derive(Clone)]
pub struct Night {
    /// The queue, and where everything goes.
    pub store: Store,
    /// Hosts and their pace.
    pub network: Network,
    /// What fetchers bring along beside the network.
    pub wiring: Wiring,
    /// Names answered from here instead of DNS.
    pub resolve: BTreeMap<String, Vec<SocketAddr>>,
    /// Other names do not exist.
    pub offline: bool,
    /// Where pages are read and drawn.
    pub workshop: Workshop,
    /// Rule packs.
    pub shelf: Shelf,
    /// Places for judging.
    pub judging: Arc<Semaphore>,
    /// Who watches.
    pub watch: Arc<dyn ScanWatch>,
    /// Who holds the leases.
    pub holder: Holder,
    /// One folder per site id beneath it.
    pub out: PathBuf,
}

/// When there is no more to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// When every site of the scan is settled, by whomever.
    Settled,
    /// When no site can be had at the moment.
    Empty,
    /// Never; only when stopped.
    Stopped,
}

/// How the work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// There was no more to do.
    Over,
    /// It was stopped; what was left goes on next time.
    Stopped,
}

impl Night {
    /// One with nobody watching, a network of the usual manners and a workshop of its own.
    #[must_use]
    pub fn new(store: Store, out: &Path) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let usual = crate::config::FetchSettings::default();
        Self {
            store,
            network: Network::new(usual.rate, usual.concurrency, 256),
            wiring: Wiring::default(),
            resolve: BTreeMap::new(),
            offline: false,
            workshop: Workshop::new(),
            shelf: Shelf::default(),
            judging: Arc::new(Semaphore::new(cores)),
            watch: Arc::new(()),
            holder: Holder::here(),
            out: out.to_owned(),
        }
    }

    /// Ends the leases and leads of processes of this machine that are no more.
    pub async fn bury(&self) -> Result<(), Error> {
        for holder in self.store.holders().await? {
            if is_gone(&holder) {
                tracing::info!(holder, "leases of an ended process are taken back");
                self.store.forfeit(&holder).await?;
            }
        }
        Ok(())
    }

    /// Takes the lead over scans of this database. `Some`: somebody else has it.
    pub async fn lead(&self) -> Result<Option<Lead>, Error> {
        self.store.take_lead(LEAD, &self.holder.to_string(), now_ms(), LEAD_MS).await
    }

    /// Gives the lead up.
    pub async fn follow(&self) -> Result<(), Error> {
        self.store.drop_lead(LEAD, &self.holder.to_string()).await
    }

    /// A folder of this machine.
    pub(super) fn place(&self, folder: &Path) -> String {
        let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        format!("{}:{}", self.holder.host(), whole.display())
    }

    /// Takes sites from the queue (of one scan, or of all) and visits them, `slots` side by side. An error of the database ends
    /// it; what was stored is kept.
    pub async fn work(&self, scan: Option<&str>, slots: usize, until: Until, stop: &Stop) -> Result<Ended, Error> {
        let mut shift = Shift {
            night: self,
            scan,
            tasks: JoinSet::new(),
            leases: BTreeMap::new(),
            told: BTreeSet::new(),
            looked: None,
            broken: None,
        };
        let mut ended = Ended::Over;
        loop {
            if stop.is_stopped() || shift.broken.is_some() {
                ended = Ended::Stopped;
                break;
            }
            let idle = shift.fill(slots).await;
            shift.look_round().await;
            if idle && shift.tasks.is_empty() && shift.broken.is_none() {
                match until {
                    Until::Settled if shift.all_settled().await => break,
                    Until::Empty => break,
                    Until::Settled | Until::Stopped => {}
                }
            }
            tokio::select! {
                Some(done) = shift.tasks.join_next_with_id(), if !shift.tasks.is_empty() => shift.take(done).await,
                () = tokio::time::sleep(LOOK_EVERY) => {}
                () = stop.stopped() => {}
            }
        }
        if ended == Ended::Stopped {
            for (_, stop, _) in shift.leases.values() {
                stop.stop();
            }
            while let Some(done) = shift.tasks.join_next_with_id().await {
                shift.take(done).await;
            }
        }
        shift.broken.map_or(Ok(ended), Err)
    }
}

/// The visits of one process.
struct Shift<'a> {
    night: &'a Night,
    scan: Option<&'a str>,
    tasks: JoinSet<Came>,
    leases: BTreeMap<Id, (Lease, Stop, i64)>,
    /// Sites settled elsewhere that were told.
    told: BTreeSet<String>,
    looked: Option<Instant>,
    broken: Option<Error>,
}

impl Shift<'_> {
    /// Takes sites while there is room. Whether there is none to be had.
    async fn fill(&mut self, slots: usize) -> bool {
        while self.tasks.len() < slots {
            let holder = self.night.holder.to_string();
            match self.night.store.claim(self.scan, &holder, now_ms(), LEASE_MS).await {
                Ok(Some(lease)) => {
                    let stop = Stop::new();
                    let visit = Visit::new(self.night.clone(), lease.clone(), stop.clone());
                    let id = self.tasks.spawn(visit.go()).id();
                    self.leases.insert(id, (lease, stop, now_ms()));
                }
                Ok(None) => return true,
                // Somebody else writes at length; there is time.
                Err(Error::Locked { .. }) => return false,
                Err(fault) => {
                    tracing::error!(%fault, "the database failed");
                    self.broken = Some(fault);
                    return false;
                }
            }
        }
        false
    }

    async fn take(&mut self, done: Result<(Id, Came), tokio::task::JoinError>) {
        let id = match &done {
            Ok((id, _)) => *id,
            Err(fault) => fault.id(),
        };
        let Some((lease, _, began_ms)) = self.leases.remove(&id) else { return };
        match done {
            Ok((_, Came::Settled(outcome))) => {
                self.told.insert(outcome.id.clone());
                log_ended(&outcome);
                self.night.watch.ended(&outcome);
            }
            Ok((_, Came::Left(why))) => {
                tracing::info!(site = lease.site.id, attempt = lease.attempt, why = why.en, "site left");
                self.night.watch.left(&lease.site, &why);
            }
            Ok((_, Came::Broken(fault))) => {
                tracing::error!(site = lease.site.id, %fault, "the database failed");
                let why = Text::new(format!("数据库出错：{fault}"), format!("the database failed: {fault}"));
                self.night.watch.left(&lease.site, &why);
                if !matches!(fault, Error::Locked { .. }) {
                    self.broken.get_or_insert(fault);
                }
            }
            // Our own fault with one site; the others go on.
            Err(fault) => {
                let why = Text::new(
                    format!("程序内部出错，这个网站没有评：{fault}"),
                    format!("an internal fault; this site was not judged: {fault}"),
                );
                let outcome = failed_outcome(&lease, began_ms, why);
                let text = serde_json::to_string(&outcome).expect("our own types have string keys and finite numbers");
                match self.night.store.settle(&lease, &text).await {
                    Ok(_) => {
                        log_ended(&outcome);
                        self.night.watch.ended(&outcome);
                    }
                    Err(fault) => {
                        self.broken.get_or_insert(fault);
                    }
                }
            }
        }
    }

    /// Once in a while: keeps the lead of a scan, and writes the reports of sites that were settled on other machines.
    async fn look_round(&mut self) {
        if self.looked.is_some_and(|at| at.elapsed() < OTHERS_EVERY) || self.broken.is_some() {
            return;
        }
        self.looked = Some(Instant::now());
        if let Err(fault) = self.night.bury().await {
            self.broken.get_or_insert(fault);
            return;
        }
        let Some(scan) = self.scan else { return };
        if let Err(fault) = self.others(scan).await {
            self.broken.get_or_insert(fault);
        }
    }

    async fn others(&mut self, scan: &str) -> Result<(), Error> {
        self.night.lead().await?;
        let own = self.night.holder.to_string();
        let options = self.night.store.scan(scan).await?;
        let options = options.and_then(|s| serde_json::from_str::<ScanOptions>(&s.options).ok());
        let reports = options.is_some_and(|options| options.reports);
        for row in self.night.store.queue(scan).await? {
            if row.state != QueueState::Done || row.holder.as_deref() == Some(&own) || self.told.contains(&row.site.id)
            {
                continue;
            }
            self.told.insert(row.site.id.clone());
            let outcome = row.outcome.as_deref().and_then(|text| serde_json::from_str::<SiteOutcome>(text).ok());
            let (Some(outcome), Ok(job)) = (outcome, serde_json::from_str::<Job>(&row.job)) else { continue };
            self.night.watch.elsewhere(&outcome);
            let folder = self.night.out.join(&row.site.id);
            if !reports || outcome.written == Some(self.night.place(&folder)) {
                continue;
            }
            let Some(run) = &outcome.run else { continue };
            let mut cards: Vec<Scorecard> = Vec::new();
            for pack in self.night.shelf.packs(&job.listed.rules).unwrap_or_default() {
                cards.extend(self.night.store.scorecard(run, &pack.pack.reference).await?);
            }
            if let Err(why) = write_reports(folder, cards, &job.listed.formats).await {
                self.night.watch.left(&row.site, &why);
            }
        }
        Ok(())
    }

    async fn all_settled(&mut self) -> bool {
        let Some(scan) = self.scan else { return false };
        match self.night.store.queue(scan).await {
            Ok(rows) if rows.iter().all(|row| row.state == QueueState::Done) => {
                // What was settled elsewhere since the last look is reported before the end.
                self.looked = None;
                self.look_round().await;
                true
            }
            Ok(_) => false,
            Err(fault) => {
                self.broken.get_or_insert(fault);
                false
            }
        }
    }
}

/// What came of a site, for the log: numbers and ids alone.
fn log_ended(outcome: &SiteOutcome) {
    tracing::info!(
        site = outcome.id,
        run = outcome.run,
        outcome = ?outcome.outcome,
        pages = outcome.pages,
        requests = outcome.requests,
        findings = outcome.findings,
        low = outcome.low.map(Points::as_f64),
        high = outcome.high.map(Points::as_f64),
        new_vetoes = outcome.new_vetoes.len(),
        seconds = (outcome.ended_ms - outcome.began_ms) / 1000,
        "site ends"
    );
}
