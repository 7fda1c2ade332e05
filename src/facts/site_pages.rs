use crate::model::{FetchRecord, Page, PageKey, PageRole};

/// One address that was asked, with what was read from it. Its links are in the graph.
#[derive(Debug, Clone, PartialEq)]
pub struct PageFact {
    /// Identity as asked.
    pub key: PageKey,
    /// What it was fetched as.
    pub role: PageRole,
    /// Clicks from the home page.
    pub depth: u32,
    /// Where it was first seen.
    pub referrer: String,
    /// The request.
    pub record: FetchRecord,
    /// What was read, without links.
    pub page: Option<Page>,
    /// Why parsing failed, if it did.
    pub parse_fault: Option<String>,
}

/// What kind of page it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageKind {
    /// The home page.
    Home,
    /// A list or landing page of a column.
    Column,
    /// A page about one thing.
    Article,
    /// Anything else: search, log-in, site map, single pages.
    Other,
}

impl PageFact {
    /// What was read, when the answer was good and is a page of its own (no firewall's page, not drawn wholly by
    /// script).
    #[must_use]
    pub fn readable(&self) -> Option<&Page> {
        self.page.as_ref().filter(|p| self.record.is_ok() && p.signals.challenge.is_none())
    }

    /// The address people see: where it answered.
    #[must_use]
    #[expect(clippy::misnamed_getters, reason = "to a person the page is where it answered")]
    pub fn url(&self) -> &str {
        &self.record.final_url
    }

    /// What kind of page it is, from the page alone.
    #[must_use]
    pub fn kind(&self) -> PageKind {
        if self.role == PageRole::Home {
            return PageKind::Home;
        }
        let Some(page) = self.readable() else { return PageKind::Other };
        let dated = page.items.iter().filter(|i| i.date.is_some()).count();
        if page.article.is_some() || page.meta("ArticleTitle").is_some() {
            PageKind::Article
        } else if page.meta("ColumnName").is_some() || dated >= 2 || page.items.len() >= 4 {
            PageKind::Column
        } else {
            PageKind::Other
        }
    }
}
