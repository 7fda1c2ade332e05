use super::{Facts, PageFact};
use crate::model::{FailureKind, LinkKind, PageKey, PageRole, Reason, Region, RunStatus, SkipReason};
use jiff::civil::Date;
use std::collections::BTreeMap;
use url::Url;

/// What kind of part was not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Anything: the crawl ended early.
    Site,
    /// Of the home page.
    Home,
    /// A column, or the list in it.
    Column,
    /// A further page of a list.
    Further,
}

/// A part of the site that was not seen and may hold what is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnseenPart {
    /// What it is.
    pub part: Part,
    /// Why it was not seen.
    pub reason: Reason,
    /// Its address; the home page's when it is the site.
    pub url: String,
    /// Entries there are no newer than this: it comes after a page whose oldest entry is of this day.
    pub until: Option<Date>,
    /// It may hold further columns: a page that columns hang from, not a list of documents.
    pub columns: bool,
}

/// The parts of the site that were not seen, those that may hide most first. A page whose title is known from the links
/// to it is none of them, whether it was visited or not.
pub(super) fn of(facts: &Facts) -> Vec<UnseenPart> {
    let mut parts = Vec::new();
    let mut add = |part, reason, url: &str, until, columns| {
        parts.push(UnseenPart { part, reason, url: url.to_owned(), until, columns });
    };
    let run = &facts.run;
    let ended = run.finished_ms.is_some() && !matches!(run.status, RunStatus::Interrupted | RunStatus::Running);
    if !ended || run.stopped_by.is_some() || facts.titles().is_full() {
        // A full run that spent its budget noted each menu page it left alone.
        add(Part::Site, Reason::Budget, &run.site.url, None, !ended);
    }
    if let Ok(home) = facts.home() {
        let page = home.readable();
        let shell = page.is_some_and(|p| p.signals.script_shell);
        let drawn = page.is_some_and(|p| p.items.is_empty() && !p.script_lists.is_empty());
        let menu = facts.links.all().any(|l| l.region == Region::Nav);
        let menu_unread = shell || (!menu && !facts.unread_home_parts().is_empty());
        if drawn || menu_unread {
            add(Part::Home, Reason::Script, home.url(), None, menu_unread);
        }
    }
    for column in &facts.columns().pages {
        let fact = &facts.pages[column.page];
        if is_gone(fact) {
            continue;
        }
        match facts.column_content(column.page) {
            Ok(content) => {
                if let Some(unread) = content.unread.first() {
                    add(Part::Column, unread.reason, fact.url(), None, false);
                }
            }
            Err(missing) if missing.reason != Reason::Ambiguous => {
                add(Part::Column, missing.reason, fact.url(), None, true);
            }
            Err(_) => {}
        }
    }
    let further = further_pages(facts);
    for skip in facts.skips.iter().filter(|s| s.page && s.reason != SkipReason::Trap) {
        let reason = if skip.reason == SkipReason::Robots { Reason::Robots } else { Reason::Budget };
        let follows = Url::parse(&skip.url).ok().and_then(|u| further.get(&PageKey::of(&u)).copied());
        if skip.column {
            add(Part::Column, reason, &skip.url, None, true);
        } else if let Some(on) = follows {
            add(Part::Further, reason, &skip.url, oldest(&facts.pages[on]), false);
        }
    }
    for fact in facts.pages.iter().filter(|p| p.readable().is_none() && !is_gone(p)) {
        let listed = matches!(fact.role, PageRole::Page | PageRole::Interface);
        if let Some(&on) = further.get(&fact.key).filter(|_| listed) {
            let reason = super::home::unread(fact).reason;
            if reason != Reason::Ambiguous {
                add(Part::Further, reason, fact.url(), oldest(&facts.pages[on]), false);
            }
        }
    }
    parts.sort_by_key(|p| p.part);
    parts
}

/// What is surely not there hides nothing; what did not answer this time may.
fn is_gone(fact: &PageFact) -> bool {
    matches!(fact.record.status, Some(404 | 410)) || fact.record.failure_kind() == Some(FailureKind::Dns)
}

/// Pages that only paging leads to, each with the first page that does.
fn further_pages(facts: &Facts) -> BTreeMap<PageKey, usize> {
    let mut further = BTreeMap::new();
    let mut known: std::collections::HashSet<&str> = std::collections::HashSet::new();
    for link in facts.links.all() {
        let target = facts.links.target(link);
        if (link.region == Region::Pager || link.kind == LinkKind::ListInterface)
            && (known.insert(target) || facts.links.ask(link).is_some())
            // What was made up and not found hides nothing.
            && !facts.links.ask(link).is_some_and(|ask| ask.guess)
            && let Some(key) = facts.links.keys(link).into_iter().next()
        {
            further.entry(key).or_insert(link.page as usize);
        }
    }
    further
}

/// The day of the oldest entry of a list that goes on elsewhere.
fn oldest(fact: &PageFact) -> Option<Date> {
    fact.readable()?.items.iter().filter_map(|i| i.date.as_ref().map(|d| d.date)).min()
}
