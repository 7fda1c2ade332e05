//! What is done when every page that leads somewhere is visited: sitemap entries, files that waited, the site's search, layouts, and
//! pages of the run before.

use super::{Done, MAX_REVISITS, Walk};
use crate::crawl::ask_search;
use crate::crawl::samples::layout_key;
use crate::model::{FailureKind, StopReason};
use crate::store;
use url::Url;

impl Walk<'_> {
    /// When all pages are visited and all links checked: asks the site's own search, once. Returns whether it does.
    pub(super) fn ask_search(&mut self) -> bool {
        let over = self.crawler.settings.crawl.max_time.is_some_and(|limit| self.began.elapsed() >= limit);
        if std::mem::replace(&mut self.searched, true)
            || over
            || !matches!(self.stopped_by, None | Some(StopReason::MaxPages))
        {
            return false;
        }
        let Some((plan, home)) = self.intake.search_plan() else { return false };
        let visitor = self.visitor.clone();
        self.tasks.spawn(async move { Done::Search(ask_search::ask(visitor, plan, home).await.map(Box::new)) });
        true
    }

    /// When all else is done: draws the home page and a page of each template once more, for what only a layout tells.
    /// Returns whether there are any.
    pub(super) fn ask_layout(&mut self) -> bool {
        let walked = matches!(self.stopped_by, None | Some(StopReason::MaxPages)) && !self.is_late();
        let samples = if std::mem::replace(&mut self.measured, true) || !walked {
            Vec::new()
        } else {
            self.visitor.samples.take()
        };
        let before = self.tasks.len();
        for sample in samples.into_iter().filter(|s| !self.known.contains_key(&layout_key(&s.key))) {
            let visitor = self.visitor.clone();
            self.tasks
                .spawn(async move { Done::Layout(sample.key.clone(), visitor.measure(sample).await.map(Box::new)) });
        }
        self.tasks.len() > before
    }

    /// When all else is done: asks pages of the run before to which nothing leads any more whether they are gone. Returns
    /// whether there are any.
    pub(super) async fn ask_revisits(&mut self) -> bool {
        if std::mem::replace(&mut self.revisited, true) || self.stopped_by.is_some() || self.is_late() {
            return false;
        }
        let lost = self.visitor.earlier.pages().await;
        let lost = lost.into_iter().filter(|key| !self.intake.frontier.is_seen(key)).take(MAX_REVISITS);
        let before = self.tasks.len();
        for key in lost.filter(|key| !self.known.contains_key(&store::revisit_key(key))) {
            let Ok(url) = Url::parse(&key.0) else { continue };
            let fetcher = self.visitor.fetcher.clone();
            self.tasks.spawn(async move {
                let record = fetcher.check(&url).await.record;
                let interrupted = record.failure_kind() == Some(FailureKind::Interrupted);
                Done::Revisit(key, (!interrupted).then(|| Box::new(record)))
            });
        }
        self.tasks.len() > before
    }

    /// Sitemap entries, once everything that pages lead to is visited. Returns whether there are any to go on with.
    pub(super) fn take_listed(&mut self) -> bool {
        let idle = self.asked == self.taken && self.naming == 0 && self.stopped_by.is_none();
        if !idle || self.listed.is_empty() {
            return false;
        }
        for (source, found) in std::mem::take(&mut self.listed) {
            self.intake.add_listed(&found, &source);
        }
        self.intake.frontier.len() > 0
    }

    /// Files that waited for the walk to end. Returns whether there were any.
    pub(super) fn take_files(&mut self) -> bool {
        let over = self.stopped_by.is_some() || (self.naming == 0 && self.intake.frontier.len() == 0);
        self.asked == self.taken && over && self.intake.open_files()
    }
}
