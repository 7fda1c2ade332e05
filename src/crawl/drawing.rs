//! Pages drawn by the browser: the door that its requests pass, and what becomes of the page.

use super::visit::Visitor;
use crate::config::RenderMode;
use crate::fetch::{Fetcher, Relay};
use crate::model::{Exchange, FetchRecord, Link, LinkKind, Page, PageRole, RenderOutcome, Rendered};
use crate::parse::{self, StyleSheet};
use crate::render::{Answer, Ask, Coming, Door, Kind, Open, Reader, Reply, Wanted, is_wanted, open_of, settled};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use url::Url;

/// Bytes of scripts, style sheets, pictures and typefaces that are kept, so that the pages of one site ask for theirs once.
const KEPT: usize = 32 * 1024 * 1024;

/// Services that count visits and draw nothing: an audit is no visit. Names of hosts, with all below them.
const COUNTERS: &[&str] = &[
    "51.la",
    "clarity.ms",
    "cnzz.com",
    "google-analytics.com",
    "googletagmanager.com",
    "growingio.com",
    "hm.baidu.com",
    "miaozhen.com",
    "sensorsdata.cn",
    "tongji.baidu.com",
    "umeng.com",
    "webdissector.com",
];

/// The door of a run: the fetcher, and what need not be asked twice.
#[derive(Debug, Clone)]
pub(super) struct Doorway {
    fetcher: Fetcher,
    kept: Arc<Mutex<Kept>>,
}

#[derive(Debug, Default)]
struct Kept {
    replies: BTreeMap<String, Reply>,
    bytes: usize,
}

impl Doorway {
    pub(super) fn new(fetcher: Fetcher) -> Self {
        Self { fetcher, kept: Arc::default() }
    }

    fn known(&self, url: &Url) -> Option<Reply> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).replies.get(url.as_str()).cloned()
    }

    fn keep(&self, url: &Url, reply: &Reply) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let size = reply.body.len() + url.as_str().len() + 1000;
        if kept.bytes + size <= KEPT && kept.replies.insert(url.to_string(), reply.clone()).is_none() {
            kept.bytes += size;
        }
    }

    async fn answer(&self, ask: Ask) -> Answer {
        if counts_visits(&ask.url) {
            return Answer::Spared;
        }
        let keeps = ask.method == "GET" && matches!(ask.kind, Kind::Script | Kind::Style | Kind::Image | Kind::Font);
        if let Some(reply) = self.known(&ask.url).filter(|_| keeps) {
            return Answer::Given(reply);
        }
        let relay = Relay { method: ask.method, headers: ask.headers, body: ask.body };
        match self.fetcher.relay(&ask.url, &relay).await {
            Ok(came) => {
                let reply = Reply { status: came.status, headers: came.headers, body: came.body };
                if keeps && reply.status == 200 && !reply.headers.iter().any(|(name, _)| name == "set-cookie") {
                    self.keep(&ask.url, &reply);
                }
                Answer::Given(reply)
            }
            Err(fault) => Answer::Refused(fault.detail),
        }
    }
}

impl Door for Doorway {
    fn ask(&self, ask: Ask) -> Coming<'_> {
        Box::pin(self.answer(ask))
    }
}

fn counts_visits(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    COUNTERS.iter().any(|name| host == *name || host.strip_suffix(name).is_some_and(|rest| rest.ends_with('.')))
}

impl Visitor {
    /// The page as a browser draws it, where it is to be drawn; else, and where that fails, as it was read, with what came
    /// of it. `None` when the run was interrupted.
    pub(super) async fn drawn(
        &self,
        role: PageRole,
        mut page: Page,
        record: &FetchRecord,
        body: &[u8],
        sheets: Vec<Arc<StyleSheet>>,
    ) -> Option<Page> {
        if !is_wanted(self.renderer.mode(), role, &page) {
            return Some(page);
        }
        let Ok(url) = Url::parse(&record.final_url) else { return Some(page) };
        if self.until.is_some_and(|until| std::time::Instant::now() >= until) {
            page.rendered = Some(Box::new(Rendered::of(RenderOutcome::Skipped, "the time for the run was over")));
            return Some(page);
        }
        // When every page is drawn, each is measured as it is; else the samples are, when all is walked.
        let measured = self.renderer.mode() == RenderMode::Always;
        let wanted = Wanted {
            cookies: self.doorway.fetcher.cookies(&url),
            url,
            body: body.to_vec(),
            charset: page.charset.clone(),
            pictures: measured,
            shoot: None,
        };
        let here = ReadHere { visitor: self, record, sheets: sheets.clone(), page: Mutex::default() };
        let drawn = self.renderer.draw(&wanted, &self.doorway, measured.then_some(&here as &dyn Reader)).await?;
        let mut rendered = drawn.rendered;
        if let Some(html) = drawn.html {
            let read = here.page.into_inner().unwrap_or_else(PoisonError::into_inner);
            let read = match read {
                Some(read) => Ok(read),
                None => self.read(as_drawn(record, html), move |e| parse::page_with(e, &sheets)).await,
            };
            match read {
                Ok(read) => page = read,
                Err(fault) => rendered = Rendered::of(RenderOutcome::TooLarge, &fault),
            }
        }
        if let Some(found) = drawn.layout.filter(|_| rendered.is_drawn()) {
            page.markup.get_or_insert_default().take_layout(&parse::masked_layout(&found));
        }
        page.rendered = Some(Box::new(rendered));
        settled(&mut page);
        if let Some(target) = drawn.moved {
            lead_on(&mut page, target);
        }
        Some(page)
    }
}

/// Reads a drawn document while it stands in the browser, and keeps what it read.
struct ReadHere<'a> {
    visitor: &'a Visitor,
    record: &'a FetchRecord,
    /// The style sheets that the page asks for.
    sheets: Vec<Arc<StyleSheet>>,
    page: Mutex<Option<Page>>,
}

impl Reader for ReadHere<'_> {
    fn read(&self, html: String) -> Pin<Box<dyn Future<Output = Vec<Open>> + Send + '_>> {
        Box::pin(async move {
            let sheets = self.sheets.clone();
            let reading = move |e: &Exchange| parse::page_with(e, &sheets);
            let read = self.visitor.read(as_drawn(self.record, html), reading).await.ok();
            let open = read.as_ref().and_then(|page| page.markup.as_deref()).map(open_of).unwrap_or_default();
            *self.page.lock().unwrap_or_else(PoisonError::into_inner) = read;
            open
        })
    }
}

/// The document in place of what the host answered.
pub(super) fn as_drawn(record: &FetchRecord, html: String) -> Exchange {
    let mut record = record.clone();
    record.headers.insert("content-type".to_owned(), "text/html; charset=utf-8".to_owned());
    record.whole = true;
    Exchange { record, body: html.into_bytes() }
}

/// Notes where the page's scripts wanted to go: the crawl follows as it follows any redirect inside a page.
fn lead_on(page: &mut Page, target: String) {
    if page.signals.redirect.is_some() || !Url::parse(&target).is_ok_and(|url| crate::model::is_web(&url)) {
        return;
    }
    page.links.push(Link {
        target: target.clone(),
        raw: None,
        kind: LinkKind::Redirect,
        text: String::new(),
        region: crate::model::Region::Other,
        hidden: None,
        scripted: true,
        ask: None,
    });
    page.signals.redirect = Some(target);
}
