use super::drawing::Doorway;
use super::earlier::{self, Earlier};
use super::elsewhere::{Check, Reading};
use super::frontier::Job;
use super::samples::{Sample, Samples};
use super::sheets::{Sheets, Turn};
use crate::config::RenderMode;
use crate::fetch::Fetcher;
use crate::model::{
    AbsentAnswer, Attachment, Exchange, FailureKind, FileContent, FileKind, Observation, Page, PageRecord, PageRole,
    Unreadable,
};
use crate::parse;
use crate::render::Renderer;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::Semaphore;

/// Asks for pages and reads them, parsing off the async threads and on no more threads than there are cores.
#[derive(Debug, Clone)]
pub(super) struct Visitor {
    pub(super) fetcher: Fetcher,
    pub(super) parsing: Arc<Semaphore>,
    /// Places for reading files, apart from those for pages: one file may take as long as a thousand pages.
    pub(super) reading: Arc<Semaphore>,
    /// Style sheets that pages ask for.
    pub(super) sheets: Arc<Sheets>,
    /// Draws pages whose scripts must run.
    pub(super) renderer: Renderer,
    /// What the requests of such pages pass.
    pub(super) doorway: Doorway,
    /// Pages whose layout is to be measured.
    pub(super) samples: Samples,
    /// What the run before knew.
    pub(super) earlier: Earlier,
    /// When the time for the run is over.
    pub(super) until: Option<Instant>,
}

impl Visitor {
    /// Asks for a page and for the style sheets that it needs, and reads it. `None` when the run was interrupted before the
    /// answer came.
    pub(super) async fn page(&self, turn: Turn, seq: u64, job: Job) -> Option<PageRecord> {
        let role = job.role;
        let mut asked = self.ask(&job).await?;
        let mut turn = Some(turn);
        let mut sheets = None;
        if let Some(known) = &asked.same {
            match self.still(turn.take()?, known).await? {
                Ok(held) => {
                    let record = asked.exchange.record;
                    if self.renderer.mode() == RenderMode::Auto
                        && let Some(sample) = Sample::of(seq, &job, &held.page, &record, None)
                    {
                        self.samples.note(held.page.signals.template, sample);
                    }
                    return Some(earlier::kept(seq, job, record, held));
                }
                Err(now) => sheets = Some(now),
            }
            if asked.exchange.body.is_empty() {
                asked = self.anew(&job).await?;
            }
        }
        let exchange = asked.exchange;
        let record = exchange.record.clone();
        // Scripts and list interfaces are read whatever they are; a page must be markup.
        let any_kind = matches!(role, PageRole::Script | PageRole::Interface);
        let readable = record.is_ok() && !exchange.body.is_empty() && (any_kind || parse::is_markup(&exchange));
        let mut basis = None;
        let (page, parse_fault) = if readable {
            let asks = if any_kind { Vec::new() } else { parse::style_sheets(&exchange) };
            let sheets = match (turn, sheets) {
                (Some(turn), _) => Sheets::of(turn, asks.clone(), &self.fetcher).await?,
                // The turn is over; what the page asked for is what it asked for before.
                (None, now) => now.unwrap_or_default(),
            };
            let read_with = sheets.clone();
            let (part, known) = (job.part.clone(), sheets.clone());
            let reading = move |e: &Exchange| match (&part, role) {
                (_, PageRole::Script) => parse::script(e),
                (Some(part), _) => parse::answer(e, part.on.as_str(), Some(&part.ask)),
                (None, _) => parse::page_with(e, &known),
            };
            match self.read_on(&self.parsing, exchange, reading).await {
                Ok((page, Exchange { body, .. })) => {
                    let page = self.drawn(role, page, &record, &body, sheets).await?;
                    if job.part.is_none() {
                        basis = earlier::basis(&page, asks, &read_with);
                    }
                    if self.renderer.mode() == RenderMode::Auto
                        && let Some(sample) = Sample::of(seq, &job, &page, &record, Some(body))
                    {
                        self.samples.note(page.signals.template, sample);
                    }
                    (Some(page), None)
                }
                Err(fault) => (None, Some(fault)),
            }
        } else {
            (None, None)
        };
        Some(PageRecord {
            seq,
            key: job.key,
            role,
            depth: job.depth,
            referrer: job.referrer,
            record,
            page,
            parse_fault,
            guess: None,
            basis,
        })
    }

    /// Asks for a link elsewhere, for a surely absent address, or for a file to be read. `None` when interrupted.
    pub(super) async fn check(&self, check: &Check) -> Option<Observation> {
        if let Some(reading) = &check.file {
            return self.file(check, reading).await;
        }
        let exchange = if check.absent.is_some() {
            self.fetcher.page(&check.url).await
        } else {
            self.fetcher.check(&check.url).await
        };
        if exchange.record.failure_kind() == Some(FailureKind::Interrupted) {
            return None;
        }
        let record = exchange.record.clone();
        let glance = if record.status.is_some() && parse::is_markup(&exchange) {
            self.read(exchange, parse::glance).await.ok()
        } else {
            None
        };
        let glance = glance.unwrap_or_default();
        let (absent_words, sketch) = (glance.absent_words, glance.sketch);
        Some(if let Some(scope) = &check.absent {
            let answer = AbsentAnswer { scope: scope.clone(), title: glance.title, absent_words, sketch };
            Observation::AbsentProbe { record, answer }
        } else {
            Observation::LinkCheck { record, absent_words, sketch, challenge: glance.challenge, title: glance.head }
        })
    }

    /// Asks for a file and reads it; a page in its place is looked at as the check of a link does.
    async fn file(&self, check: &Check, reading: &Reading) -> Option<Observation> {
        let tables = reading.tables;
        let before = self.earlier.file(&check.key, tables).await;
        let since = before.as_ref().and_then(|file| self.earlier.validators(&file.record));
        let exchange = match &since {
            Some(since) => self.fetcher.file_since(&check.url, since).await,
            None => self.fetcher.file(&check.url).await,
        };
        if let Some(file) = before {
            let now = &exchange.record;
            let said_so = now.status == Some(304) && now.failure.is_none() && since.is_some();
            if said_so || (now.is_ok() && now.sha256.is_some() && now.sha256 == file.record.sha256) {
                let record = if said_so { file.record.renewed(now) } else { now.clone() };
                let (name, referrer) = (reading.name.clone(), check.referrer.clone());
                return Some(Observation::Attachment(Box::new(Attachment { record, name, referrer, ..*file })));
            }
        }
        if exchange.record.failure_kind() == Some(FailureKind::Interrupted) {
            return None;
        }
        let record = exchange.record.clone();
        let look = move |file: &Exchange| {
            let markup = file.record.status.is_some() && parse::is_markup(file);
            let glance = if markup { parse::glance(file) } else { parse::Glance::default() };
            let instead = glance.absent_words.as_ref().or(glance.challenge.as_ref());
            let mut content = match instead.filter(|_| file.record.is_ok()) {
                Some(words) => {
                    let told = format!("a page in its place: {words}");
                    FileContent::unread(FileKind::Markup, Unreadable::NotFetched, told)
                }
                None => parse::attachment(file),
            };
            if !tables {
                content.sheets.retain(|s| s.catalogue_columns().is_some());
            }
            (content, glance)
        };
        let read = self.read_on(&self.reading, exchange, look).await.map(|(read, _)| read);
        let (content, glance) = read.unwrap_or_else(|fault| {
            (FileContent::unread(FileKind::Other, Unreadable::Damaged, fault), parse::Glance::default())
        });
        Some(Observation::Attachment(Box::new(Attachment {
            record,
            name: reading.name.clone(),
            referrer: check.referrer.clone(),
            content,
            tables,
            absent_words: glance.absent_words,
            sketch: glance.sketch,
            challenge: glance.challenge,
        })))
    }

    /// Runs a parser on the blocking pool. A panic there is caught and told, it is not the site's fault.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        exchange: Exchange,
        parser: impl FnOnce(&Exchange) -> T + Send + 'static,
    ) -> Result<T, String> {
        self.read_on(&self.parsing, exchange, parser).await.map(|(read, _)| read)
    }

    /// As [`Visitor::read`], and gives the answer back: what is to be drawn from it need not be a copy.
    async fn read_on<T: Send + 'static>(
        &self,
        places: &Arc<Semaphore>,
        exchange: Exchange,
        parser: impl FnOnce(&Exchange) -> T + Send + 'static,
    ) -> Result<(T, Exchange), String> {
        let permit = Arc::clone(places).acquire_owned().await;
        let read = tokio::task::spawn_blocking(move || {
            let value = parser(&exchange);
            drop(permit);
            (value, exchange)
        })
        .await;
        // What a panic tells may quote the page.
        read.map_err(|e| parse::masked(&format!("the parser failed: {e}")).chars().take(200).collect())
    }
}

/// What a sitemap file names, as pages worth a look when all else is done.
pub(super) async fn sitemap(fetcher: &Fetcher, url: &url::Url) -> Vec<String> {
    let exchange = fetcher.page(url).await;
    if !exchange.record.is_ok() {
        return Vec::new();
    }
    tokio::task::spawn_blocking(move || parse::sitemap(&exchange)).await.unwrap_or_default()
}

/// What makes a page another page than those before: an article's title as it is, of anything else title and text
/// without numbers, for endless pages differ in numbers alone.
pub(super) fn essence(page: &Page) -> String {
    if let Some(article) = page.article.as_ref().filter(|a| a.body_chars > 0 || a.published.is_some()) {
        return format!("{}|{:?}", article.title, page.sketch);
    }
    let title: String = page.title.chars().filter(|c| !c.is_numeric()).collect();
    format!("{title}|{:?}", page.sketch)
}
