use super::Facts;
use crate::model::Item;
use jiff::civil::Date;
use url::Url;

/// The day of a list's entry, as far as this run can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemDay {
    /// Beside the entry, or on the page behind it.
    On(Date),
    /// Neither beside it nor behind it: behind a dead link, or on a page that carries none.
    Nowhere,
    /// The page behind it would tell and could not be read.
    Unread,
    /// What is behind it is no page of this run.
    Unvisited,
}

impl Facts {
    /// The day of an entry: the date beside it, else the publication date of the page behind it.
    #[must_use]
    pub fn item_day(&self, item: &Item) -> ItemDay {
        if let Some(fact) = &item.date {
            return ItemDay::On(fact.date);
        }
        let Some(page) = self.page_behind(&item.target).map(|i| &self.pages[i]) else {
            let address = Url::parse(&item.target).is_ok();
            return if address { ItemDay::Unvisited } else { ItemDay::Nowhere };
        };
        match page.readable() {
            Some(read) if read.signals.script_shell => ItemDay::Unread,
            Some(read) => {
                let published = read.article.as_ref().and_then(|a| a.published.as_ref());
                published.map_or(ItemDay::Nowhere, |day| ItemDay::On(day.date))
            }
            // Behind a dead link stands nothing new; behind a time-out or a firewall there may be.
            None if matches!(page.record.status, Some(404 | 410)) => ItemDay::Nowhere,
            None => ItemDay::Unread,
        }
    }
}
