//! Pages whose layout is measured when the walk is over: the home page, and the first page of each template in crawl order.

use super::frontier::Job;
use super::visit::Visitor;
use crate::model::{FetchRecord, LayoutFound, Page, PageKey, PageRole};
use crate::parse;
use crate::render::{Open, Reader, Wanted, open_of};
use std::collections::BTreeMap;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use url::Url;

/// Pages measured at most.
const MOST: usize = 10;
/// Templates remembered at most; those seen first stay.
const REMEMBERED: usize = 40;

/// A page as it was read, with its document.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    seq: u64,
    pub(super) key: PageKey,
    url: Url,
    /// `None` for a page that did not change since the run before.
    body: Option<Arc<Vec<u8>>>,
    charset: String,
    open: Vec<Open>,
}

impl Sample {
    /// Of a page that people see, with its document as it came.
    pub(super) fn of(seq: u64, job: &Job, page: &Page, record: &FetchRecord, body: Option<Vec<u8>>) -> Option<Self> {
        let signals = &page.signals;
        let people_see = matches!(job.role, PageRole::Home | PageRole::Page)
            && signals.challenge.is_none()
            && signals.absent_words.is_none()
            && signals.redirect.is_none()
            && !signals.login;
        (people_see && body.as_ref().is_none_or(|body| !body.is_empty())).then_some(Self {
            seq,
            key: job.key.clone(),
            url: Url::parse(&record.final_url).ok()?,
            body: body.map(Arc::new),
            charset: page.charset.clone(),
            open: page.markup.as_deref().map(open_of).unwrap_or_default(),
        })
    }
}

/// The samples so far: the first page of each template. Which these are depends on the order of the crawl alone.
#[derive(Debug, Clone, Default)]
pub(super) struct Samples(Arc<Mutex<BTreeMap<u64, Sample>>>);

impl Samples {
    /// Considers a page.
    pub(super) fn note(&self, template: u64, sample: Sample) {
        let mut samples = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if samples.get(&template).is_some_and(|known| known.seq <= sample.seq) {
            return;
        }
        samples.insert(template, sample);
        if samples.len() > REMEMBERED
            && let Some(last) = samples.iter().max_by_key(|(_, s)| s.seq).map(|(template, _)| *template)
        {
            samples.remove(&last);
        }
    }

    /// Takes those to be measured, in crawl order.
    pub(super) fn take(&self) -> Vec<Sample> {
        let all = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let mut all: Vec<Sample> = all.into_values().collect();
        all.sort_by_key(|s| s.seq);
        all.truncate(MOST);
        all
    }
}

/// Under which what was found on a page is kept.
pub(super) fn layout_key(page: &PageKey) -> String {
    format!("layout:{page}")
}

impl Reader for Sample {
    fn read(&self, _html: String) -> Pin<Box<dyn Future<Output = Vec<Open>> + Send + '_>> {
        Box::pin(ready(self.open.clone()))
    }
}

impl Visitor {
    /// What only a layout tells of a page. `None` when it could not be drawn.
    pub(super) async fn measure(&self, sample: Sample) -> Option<LayoutFound> {
        let body = match &sample.body {
            Some(body) => body.to_vec(),
            None => match self.earlier.layout(&layout_key(&sample.key)).await {
                Some(found) => return Some(*found),
                // It was not measured before; what is to be drawn must be had again.
                None => self.fetcher.page(&sample.url).await.body,
            },
        };
        if body.is_empty() {
            return None;
        }
        let wanted = Wanted {
            cookies: self.fetcher.cookies(&sample.url),
            url: sample.url.clone(),
            body,
            charset: sample.charset.clone(),
            pictures: true,
            shoot: None,
        };
        let found = self.renderer.draw(&wanted, &self.doorway, Some(&sample)).await?.layout?;
        Some(parse::masked_layout(&found))
    }
}
