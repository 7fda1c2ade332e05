//! Pages drawn by the browser: the door that its requests pass, and what becomes of the page.

use super::visit::Visitor;
use crate::fetch::{Fetcher, Relay};
use crate::model::{Exchange, FetchRecord, Link, LinkKind, Page, PageRole, RenderOutcome, Rendered};
use crate::parse;
use crate::render::{Answer, Ask, Coming, Door, Kind, Reply, Wanted, is_wanted, settled};
use std::collections::BTreeMap;
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
        body: Vec<u8>,
    ) -> Option<Page> {
        if !is_wanted(self.renderer.mode(), role, &page) {
            return Some(page);
        }
        let Ok(url) = Url::parse(&record.final_url) else { return Some(page) };
        if self.until.is_some_and(|until| std::time::Instant::now() >= until) {
            page.rendered = Some(Box::new(Rendered::of(RenderOutcome::Skipped, "the time for the run was over")));
            return Some(page);
        }
        let wanted = Wanted {
            cookies: self.doorway.fetcher.cookies(&url),
            url,
            body,
            charset: page.charset.clone(),
            pictures: false,
        };
        let drawn = self.renderer.draw(&wanted, &self.doorway).await?;
        let mut rendered = drawn.rendered;
        if let Some(html) = drawn.html {
            match self.read(as_drawn(record, html), parse::page).await {
                Ok(read) => page = read,
                Err(fault) => rendered = Rendered::of(RenderOutcome::TooLarge, &fault),
            }
        }
        page.rendered = Some(Box::new(rendered));
        settled(&mut page);
        if let Some(target) = drawn.moved {
            lead_on(&mut page, target);
        }
        Some(page)
    }
}

/// The document in place of what the host answered.
fn as_drawn(record: &FetchRecord, html: String) -> Exchange {
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
    });
    page.signals.redirect = Some(target);
}
