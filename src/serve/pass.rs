//! One scan under the schedule, from reading the list to giving up the lead.

use super::status::Status;
use crate::config::sites::{self, Fault, SiteList};
use crate::crawl::Stop;
use crate::fetch::Network;
use crate::model::Lang;
use crate::scan::{Chosen, Ended, Job, Night, Opening, ScanWatch, Shelf, Terms, Tour, choose};
use crate::store::{Error, Lead, Store};
use crate::tell::Teller;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How it ended.
#[derive(Debug)]
pub(super) enum Came {
    /// Every site is settled.
    Finished,
    /// Stopped; it goes on next time.
    Interrupted,
    /// There was no site to audit.
    Nothing,
    /// Somebody else scans on this database.
    Taken(Lead),
    /// The list can't be read.
    Unlisted,
}

/// All that it needs.
#[derive(Clone)]
pub(super) struct Pass {
    pub(super) config: PathBuf,
    pub(super) store: Store,
    pub(super) network: Network,
    pub(super) lang: Lang,
    pub(super) status: Arc<Status>,
    pub(super) stop: Stop,
}

/// A list with what is to be done, and all that is wrong with it or its packs.
pub(super) struct Read {
    pub(super) list: SiteList,
    pub(super) jobs: Vec<Job>,
    pub(super) faults: Vec<Fault>,
}

/// Reads a list, off the async threads.
pub(super) async fn read(path: &Path) -> Result<SiteList, Fault> {
    let path = path.to_owned();
    let read = tokio::task::spawn_blocking(move || sites::read(&path)).await;
    read.unwrap_or_else(|e| {
        let (zh, en) = (format!("读不出来：{e}"), format!("can't be read: {e}"));
        Err(Fault { line: None, text: crate::model::Text::new(zh, en) })
    })
}

/// What is to be done with a list; packs are taken from a shelf that nobody has used, for they may have changed too.
pub(super) async fn plan(list: SiteList, shelf: &Shelf, store: &Store) -> Result<Read, Error> {
    let (jobs, found) = choose(&list, &Chosen::default(), shelf, store).await?;
    let faults = list.faults.iter().cloned().chain(found).collect();
    Ok(Read { list, jobs, faults })
}

impl Pass {
    /// Goes on with the scan that was cut off, or begins a new one.
    pub(super) async fn go(self, now_ms: i64) -> Result<Came, Error> {
        let list = match read(&self.config).await {
            Ok(list) => list,
            Err(fault) => {
                self.status.unlisted(&fault, &self.config);
                return Ok(Came::Unlisted);
            }
        };
        let mut night = Night::equipped(self.store.clone(), &list.out, Some(&list));
        night.network = self.network.clone();
        night.watch = Arc::clone(&self.status) as Arc<dyn ScanWatch>;
        let read = plan(list, &night.shelf, &self.store).await?;
        self.status.listed(&read.list, read.faults.clone(), now_ms);
        night.bury().await?;
        if let Some(other) = night.lead().await? {
            return Ok(Came::Taken(other));
        }
        let came = self.tour(&night, &read).await;
        night.workshop.close().await;
        // A lead that can't be given up runs out.
        let _ = night.follow().await;
        came
    }

    async fn tour(&self, night: &Night, read: &Read) -> Result<Came, Error> {
        let chosen = Chosen::default();
        let terms = Terms { lang: self.lang, full: false, fresh: false, as_of: None, slots: read.list.sites_at_once };
        let tour = Tour { night, list: &read.list, chosen: &chosen, terms };
        let scan = match tour.open(&read.jobs).await? {
            Opening::Nothing => return Ok(Came::Nothing),
            Opening::New(scan) => {
                self.status.say(format!("开始扫描 {}", scan.id), format!("the scan {} begins", scan.id));
                scan
            }
            Opening::GoesOn { scan, .. } => {
                self.status.say(format!("接着没做完的扫描 {}", scan.id), format!("going on with the scan {}", scan.id));
                scan
            }
        };
        self.status.scan_began(&scan);
        let toured = tour.walk(scan, &self.stop).await?;
        let (tally, id) = (toured.summary.tally(), &toured.summary.scan.id);
        if let Err(fault) = &toured.file {
            self.status.say(format!("汇总未能写出：{fault}"), format!("the summary could not be written: {fault}"));
        }
        for trouble in &toured.untidied {
            self.status.say(
                format!("旧证据存档未能清理：{trouble}"),
                format!("an old archive could not be let go: {trouble}"),
            );
        }
        if toured.ended == Ended::Stopped {
            self.status.say(
                format!("扫描 {id} 中断，还有 {} 个网站没做完，下次接着做", tally.open),
                format!("the scan {id} is interrupted with {} sites to go; it goes on next time", tally.open),
            );
            return Ok(Came::Interrupted);
        }
        self.status.say(
            format!("扫描 {id} 结束：看全 {}，部分 {}，未能评 {}", tally.done, tally.partial, tally.failed),
            format!("the scan {id} is done: {} whole, {} in part, {} failed", tally.done, tally.partial, tally.failed),
        );
        let teller = Teller::of(&read.list.notify);
        let failed = tokio::select! {
            failed = teller.tell(&toured.summary, self.lang) => failed,
            () = self.stop.stopped() => Vec::new(),
        };
        for why in failed {
            self.status.say(format!("未能通知：{}", why.zh), format!("not told: {}", why.en));
        }
        Ok(Came::Finished)
    }
}
