//! The pages that people see, of all that were asked.

use super::{Facts, PageFact, TargetState};
use crate::model::{Page, PageKey, PageRole};
use url::Url;

impl Facts {
    /// Positions of the pages that people see, in crawl order: read, of the site, none that stands for "not found", none that
    /// only leads on, and no old address of a page that counts in its own right.
    pub fn seen_pages(&self) -> &[usize] {
        self.seen_pages.get_or_init(|| (0..self.pages.len()).filter(|&at| is_seen(self, &self.pages[at])).collect())
    }
}

fn is_seen(facts: &Facts, fact: &PageFact) -> bool {
    if !matches!(fact.role, PageRole::Home | PageRole::Page) {
        return false;
    }
    let Some(page) = fact.readable() else { return false };
    let Ok(url) = Url::parse(fact.url()) else { return false };
    let other = facts.page(&PageKey::of(&url)).is_some_and(|landed| !std::ptr::eq(landed, fact));
    if other || leads_on(page) {
        return false;
    }
    page.signals.absent_words.is_none() || !matches!(facts.target_state(&url), TargetState::Dead { .. })
}

/// A page that moves on before anybody sees it; one that waits is seen.
fn leads_on(page: &Page) -> bool {
    let waits = |rule: &str| rule == "meta-refresh" || rule == "meta-refresh-no-exceptions";
    page.signals.redirect.is_some()
        && !page.markup.as_deref().is_some_and(|markup| markup.faults.iter().any(|f| waits(&f.rule)))
}
