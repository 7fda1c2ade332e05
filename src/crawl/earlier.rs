//! The run before: what did not change since is neither read nor stored again.

use super::frontier::Job;
use super::sheets::{Sheets, Turn};
use super::visit::Visitor;
use crate::model::{
    Attachment, Exchange, FailureKind, FetchRecord, Observation, Page, PageBasis, PageKey, PageRecord, PageRole,
    Validators,
};
use crate::parse::StyleSheet;
use crate::store::Store;
use std::sync::Arc;

/// The pages of the run that this one is held against; with none, everything is new.
#[derive(Debug, Clone)]
pub(super) struct Earlier {
    store: Store,
    run: Option<String>,
}

/// A page as the run before had it.
#[derive(Debug)]
pub(super) struct Known {
    record: FetchRecord,
    basis: PageBasis,
    content: String,
}

/// A page that was asked for, and what is known of it from before.
pub(super) struct Asked {
    pub(super) exchange: Exchange,
    /// Set when the answer is that of before, whether the host said so or its bytes do.
    pub(super) same: Option<Known>,
}

/// A page that still holds.
pub(super) struct Held {
    pub(super) page: Page,
    pub(super) basis: PageBasis,
}

impl Earlier {
    pub(super) fn new(store: Store, run: Option<String>) -> Self {
        Self { store, run }
    }

    /// The page as it was, where it may be shared. What a list interface says and what was drawn by scripts is asked anew.
    async fn page(&self, job: &Job) -> Option<Known> {
        let run = self.run.as_deref().filter(|_| job.part.is_none())?;
        let before = self.store.page_of(run, &job.key, job.role).await.ok()??;
        let basis = *before.basis?;
        let content = basis.content.clone()?;
        (before.record.is_ok() && before.record.sha256.is_some()).then_some(Known {
            record: before.record,
            basis,
            content,
        })
    }

    /// What can be sent along to hear whether an answer of that run still holds.
    pub(super) fn validators(&self, record: &FetchRecord) -> Option<Validators> {
        let run = self.run.clone()?;
        record.validators().map(|since| Validators { run, ..since })
    }

    async fn observation(&self, key: &str) -> Option<Observation> {
        self.store.observation(self.run.as_deref()?, key).await.ok()?
    }

    /// A file as it was.
    pub(super) async fn file(&self, key: &PageKey, tables: bool) -> Option<Box<Attachment>> {
        match self.observation(&format!("attachment:{key}")).await? {
            Observation::Attachment(file) if file.record.is_ok() && file.tables == tables => Some(file),
            _ => None,
        }
    }

    /// What a browser found on a page.
    pub(super) async fn layout(&self, key: &str) -> Option<Box<crate::model::LayoutFound>> {
        match self.observation(key).await? {
            Observation::Layout { found, .. } => Some(found),
            _ => None,
        }
    }

    /// Pages of the run before, in its order.
    pub(super) async fn pages(&self) -> Vec<PageKey> {
        let Some(run) = self.run.as_deref() else { return Vec::new() };
        let keys = self.store.page_keys(run).await.unwrap_or_default();
        let page = |role: PageRole| matches!(role, PageRole::Home | PageRole::Page);
        let answered = |status: Option<u16>| status.is_some_and(|s| (200..300).contains(&s));
        keys.into_iter().filter(|(_, role, _, status)| page(*role) && answered(*status)).map(|(key, ..)| key).collect()
    }
}

impl Visitor {
    /// Asks for a page, and where the run before had it, whether it still holds. `None` when interrupted.
    pub(super) async fn ask(&self, job: &Job) -> Option<Asked> {
        let before = self.earlier.page(job).await;
        let since = before.as_ref().and_then(|known| self.earlier.validators(&known.record));
        let exchange = match (&job.part, &since) {
            (Some(part), _) => self.fetcher.ask(&job.url, &part.ask, Some(&part.on)).await,
            (None, Some(since)) => self.fetcher.page_since(&job.url, since).await,
            (None, None) => self.fetcher.page(&job.url).await,
        };
        let now = &exchange.record;
        if now.failure_kind() == Some(FailureKind::Interrupted) {
            return None;
        }
        let said_so = now.status == Some(304) && now.failure.is_none() && since.is_some();
        let Some(known) = before else { return Some(Asked { exchange, same: None }) };
        if said_so {
            // A host that sends 304 for another address than it was told of says nothing of this page.
            if now.final_url.split('#').next() == since.as_ref().map(|s| s.url.as_str()) {
                let record = known.record.renewed(now);
                return Some(Asked { exchange: Exchange { record, body: Vec::new() }, same: Some(known) });
            }
            return self.anew(job).await;
        }
        let before = &known.record;
        let kind = |record: &FetchRecord| record.headers.get("content-type").cloned();
        let same = now.is_ok()
            && now.sha256 == before.sha256
            && now.final_url == before.final_url
            && kind(now) == kind(before);
        Some(Asked { exchange, same: same.then_some(known) })
    }

    /// Asks for a page in full.
    pub(super) async fn anew(&self, job: &Job) -> Option<Asked> {
        let exchange = self.fetcher.page(&job.url).await;
        let interrupted = exchange.record.failure_kind() == Some(FailureKind::Interrupted);
        (!interrupted).then_some(Asked { exchange, same: None })
    }

    /// What was read of a page whose answer is the same as before, if the style sheets it asks for are too. `Err` gives the
    /// sheets as they are now, for it is to be read again; `None` when interrupted.
    pub(super) async fn still(&self, turn: Turn, known: &Known) -> Option<Result<Held, Vec<Arc<StyleSheet>>>> {
        let sheets = Sheets::of(turn, known.basis.asks.clone(), &self.fetcher).await?;
        if digest(&sheets) != known.basis.sheets {
            return Some(Err(sheets));
        }
        match self.earlier.store.content(&known.content).await {
            Ok(Some(page)) => Some(Ok(Held { page, basis: known.basis.clone() })),
            // Its content is gone or damaged: it is read again.
            Ok(None) | Err(_) => Some(Err(sheets)),
        }
    }
}

/// What reading this page rests on, for the run after. A page that scripts drew is asked anew every time.
pub(super) fn basis(page: &Page, asks: Vec<String>, sheets: &[Arc<StyleSheet>]) -> Option<Box<PageBasis>> {
    page.rendered.is_none().then(|| Box::new(PageBasis { content: None, asks, sheets: digest(sheets) }))
}

fn digest(sheets: &[Arc<StyleSheet>]) -> String {
    sheets.iter().map(|sheet| sheet.digest()).collect::<Vec<_>>().join(",")
}

/// The page's record, once it is known that it holds.
pub(super) fn kept(seq: u64, job: Job, record: FetchRecord, held: Held) -> PageRecord {
    PageRecord {
        seq,
        key: job.key,
        role: job.role,
        depth: job.depth,
        referrer: job.referrer,
        record,
        page: Some(held.page),
        parse_fault: None,
        guess: None,
        basis: Some(Box::new(held.basis)),
    }
}
