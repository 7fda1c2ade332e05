//! Whether what has a title opens and holds something.

use super::empty_column;
use crate::facts::{DeadReason, Facts, ItemDay, PageKind, TargetState, TitleSource, Titled};
use crate::model::{PageKey, Reason, Text};
use serde_json::{Value, json};
use url::Url;

/// What must be behind a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Demand {
    /// Something that was seen to open and to hold something.
    Content,
    /// As before, but an entry that leads to another site counts unless it is surely dead.
    ContentOrElsewhere,
    /// An entry that is not surely dead and says nothing of being under construction: what it shows may be drawn by
    /// script.
    Entry,
    /// A report: a list that shows its title is enough, unless it is surely dead.
    Report,
}

/// Why an entry is no way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closed {
    /// The target is dead.
    Dead(DeadReason),
    /// It leads nowhere, or back to where it stands.
    Nowhere,
    /// The page behind it is empty or under construction.
    Empty,
}

impl Closed {
    /// The word in evidence.
    pub(super) fn word(self) -> Value {
        match self {
            Self::Dead(reason) => json!(reason),
            Self::Nowhere => json!("leads-nowhere"),
            Self::Empty => json!("empty"),
        }
    }

    /// In words.
    pub(super) fn text(self) -> Text {
        match self {
            Self::Dead(DeadReason::NotFound | DeadReason::Gone | DeadReason::Soft404) => {
                Text::new("页面不存在", "the page does not exist")
            }
            Self::Dead(_) => Text::new("链接打不开", "the link does not open"),
            Self::Nowhere => Text::new("没有链接地址", "it leads nowhere"),
            Self::Empty => Text::new("打开后没有内容", "nothing stands behind it"),
        }
    }
}

/// Whether a title opens.
pub(super) enum Opening {
    /// It does.
    Open,
    /// It does not.
    Closed(Closed),
    /// It can't be told.
    Unsure(Reason, Text),
}

/// Whether what has the title opens, and holds what is demanded.
pub(super) fn opening(facts: &Facts, titled: &Titled, demand: Demand) -> Opening {
    let Some(target) = &titled.target else {
        let script = || Text::new("由脚本打开，未能跟进", "a script opens it, which was not run");
        return if titled.scripted {
            Opening::Unsure(Reason::Script, script())
        } else {
            Opening::Closed(Closed::Nowhere)
        };
    };
    // A heading without a link stands above its entries.
    if titled.source == TitleSource::Heading && facts.pages[titled.on].key == *target {
        return Opening::Open;
    }
    if titled.source == TitleSource::Section {
        return section(facts, titled.on);
    }
    if facts.page_index(target).is_none() && demand != Demand::Content && is_elsewhere(facts, target) {
        return match state(facts, target) {
            Some(TargetState::Dead { reason, .. }) => Opening::Closed(Closed::Dead(reason)),
            _ => Opening::Open,
        };
    }
    match state(facts, target) {
        Some(TargetState::Alive) => facts.page_index(target).map_or(Opening::Open, |at| inside(facts, at, demand)),
        Some(TargetState::Dead { reason, .. }) => Opening::Closed(Closed::Dead(reason)),
        Some(TargetState::Unknown { .. }) if demand == Demand::Report && titled.source <= TitleSource::Item => {
            Opening::Open
        }
        Some(TargetState::Unknown { reason, .. }) => Opening::Unsure(reason, reason.words()),
        None => Opening::Closed(Closed::Nowhere),
    }
}

/// A heading inside a page: what it heads is there if the page holds something. Of a block on the home page it can't be
/// told whether anything stands in it.
fn section(facts: &Facts, at: usize) -> Opening {
    let block = || Text::new("只是页面上的区块标题", "it is but the heading of a block");
    if facts.pages[at].role == crate::model::PageRole::Home {
        return Opening::Unsure(Reason::Ambiguous, block());
    }
    match (facts.pages[at].kind(), inside(facts, at, Demand::Entry)) {
        (PageKind::Article, Opening::Open) => Opening::Unsure(Reason::Ambiguous, block()),
        (_, opening) => opening,
    }
}

fn state(facts: &Facts, target: &PageKey) -> Option<TargetState> {
    Url::parse(&target.0).ok().map(|url| facts.target_state(&url))
}

/// Whether an address is on another host than the site's.
pub(super) fn is_elsewhere(facts: &Facts, target: &PageKey) -> bool {
    match (Url::parse(&target.0), facts.home().map(|h| Url::parse(h.url()))) {
        (Ok(target), Ok(Ok(home))) => !crate::model::same_host(&target, &home),
        _ => false,
    }
}

/// Whether a page of this run holds something.
fn inside(facts: &Facts, at: usize, demand: Demand) -> Opening {
    let page = &facts.pages[at];
    if facts.home().is_ok_and(|h| h.url() == page.url()) {
        return Opening::Closed(Closed::Nowhere);
    }
    if page.kind() == PageKind::Article {
        return Opening::Open;
    }
    // A file that opens needs no reading.
    if page.page.is_none() && page.record.is_ok() && page.parse_fault.is_none() {
        return Opening::Open;
    }
    let drawn = matches!(demand, Demand::Entry | Demand::Report);
    match empty_column::state(facts, at) {
        empty_column::State::Empty(says) if !drawn || says["says"].is_string() => Opening::Closed(Closed::Empty),
        empty_column::State::Unseen(reason, _) if !drawn => Opening::Unsure(reason, reason.words()),
        _ => Opening::Open,
    }
}

/// The day of what a title leads to: its own, or that of the newest entry of a list behind it.
pub(super) fn newest(facts: &Facts, titled: &Titled) -> ItemDay {
    if matches!(titled.day, ItemDay::On(_)) {
        return titled.day;
    }
    let index = titled.target.as_ref().and_then(|t| facts.page_index(t));
    let Some(index) = index else {
        return if titled.source == TitleSource::Item { titled.day } else { ItemDay::Unvisited };
    };
    let Ok(content) = facts.column_content(index) else { return ItemDay::Unread };
    let own = |heading: &Option<String>| {
        titled.source != TitleSource::Heading || heading.as_deref().map(str::trim) == Some(titled.title.as_str())
    };
    let days: Vec<ItemDay> =
        content.items.iter().filter(|i| own(&i.heading)).map(|item| facts.item_day(item)).collect();
    let past = days.iter().filter_map(|day| match day {
        ItemDay::On(date) if *date <= facts.run.as_of => Some(*date),
        _ => None,
    });
    match past.max() {
        Some(date) => ItemDay::On(date),
        None if days.iter().any(|d| matches!(d, ItemDay::Unread | ItemDay::Unvisited)) => ItemDay::Unread,
        None if !content.unread.is_empty() => ItemDay::Unread,
        None => ItemDay::Nowhere,
    }
}
