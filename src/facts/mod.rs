//! One site's evidence as views that checks read. Imports `model`.
//!
//! Built by streaming the pages of a run once; links go into one compact graph. A view that rests on something that was
//! not collected answers [`Missing`], never an empty result that would look like "no problem".

mod annual_reports;
mod attached;
mod below;
mod build;
mod columns;
mod consultations;
mod content;
mod copying;
mod documents;
mod earlier;
mod graph;
mod home;
mod illicit;
mod item_dates;
mod letters;
mod names;
mod pairs;
mod policies;
mod published;
mod seen_pages;
mod service_guides;
mod site_pages;
mod targets;
mod templates;
mod titles;
mod unseen;
mod unseen_named;
mod veils;
mod wording;
mod workdays;

pub use annual_reports::{
    APPLICANTS, AnnualReport, AnnualReports, Applications, Cell, Disputes, GROUP_SIZES, OUTCOMES, PartState,
    REPORT_PARTS, ReportContent, ReportCopy, ReportOf, ReportParts, ReportTables, ReportUnread, RowKind, amount,
    repeated, report_prose, substance,
};
pub use attached::AttachmentState;
pub use build::Builder;
pub use columns::{ColumnPage, ColumnSpec, Columns, Found, Sighting, SightingSource};
pub use consultations::{
    CallKind, CallPeriod, Consultation, ConsultationResult, Consultations, Decision, Element, Elements, Offer, Stated,
    TakenUp, call_kind, is_consultation, is_consultation_result, matter_key,
};
pub use content::{ColumnContent, Unread, lies_below};
pub use copying::{Copying, Excerpt, SharedRun, Shingles, copying};
pub use documents::{
    Confidence, DocNumber, Document, DocumentKind, Documents, PublishedOn, Subject, Validity, Whose, day_in, quoted,
};
pub use earlier::{EarlierRun, day_of, end_of};
pub use graph::{LinkFact, LinkGraph};
pub use illicit::{
    Illicit, IllicitKind, host_of as illicit_host, lexicon as illicit_lexicon, words_in as illicit_words,
};
pub use item_dates::ItemDay;
pub use letters::{LetterFact, Letters, UnseenLetters, is_letter};
pub use names::{column_core, fold_name, fold_title, likeness, place_words};
pub use pairs::{Basis, Form, LinkState, Pair, Pairs, Reading};
pub use policies::{Need, SINCE};
pub use published::{PublishedCatalogue, PublishedItem, UnreadCatalogue};
pub use service_guides::{ElementState, GuideElements, ServiceGuide};
pub use site_pages::{PageFact, PageKind};
pub use targets::{DeadReason, TargetState};
pub use templates::{Layouts, Place, Repeat, Sight, kin, repeats, repeats_of, shape, template_of};
pub use titles::{TitleSource, Titled, Titles, Words};
pub use unseen::{Part, UnseenPart};
pub use veils::{VeilFact, Veils};
pub use wording::{Texts, WordHit, WordPlace, WordSighting, Wording};
pub use workdays::{Workdays, WorkdaysFault};

use crate::model::{
    AbsentAnswer, Attachment, FetchRecord, HostFacts, Lexicon, PageKey, Reason, Run, SearchTest, SiteTrait, Skip, Text,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

/// What one run saw of one site, ready to be judged.
#[derive(Debug)]
pub struct Facts {
    /// The run, with the day on which to judge.
    pub run: Run,
    /// Every address that was asked, in crawl order.
    pub pages: Vec<PageFact>,
    /// All links of all pages read.
    pub links: LinkGraph,
    /// Links to other organisations' sites that nobody sees.
    pub veils: Veils,
    /// Links that were asked once, by identity.
    pub checks: BTreeMap<PageKey, CheckFact>,
    /// How hosts answer for surely absent addresses.
    pub absents: Vec<AbsentFact>,
    /// Files that pages offer and that were read, by address.
    pub attachments: Vec<Attachment>,
    /// What came of asking the site's search; `None` when it was not asked.
    pub search: Option<SearchTest>,
    /// The audited host; `None` when the run was cut off before it was known.
    pub host: Option<HostFacts>,
    /// Addresses that were known and not asked.
    pub skips: Vec<Skip>,
    /// Looks at the home page in the days before, oldest first, this run's included.
    pub probes: Vec<ProbeFact>,
    /// Earlier runs of the same site, oldest first, as far as they are of use.
    pub earlier: Vec<EarlierRun>,
    /// What people told of the body.
    pub traits: Vec<SiteTrait>,
    /// Networks that the audit was allowed to contact although private, in CIDR form.
    pub allowed_nets: Vec<String>,
    by_key: BTreeMap<PageKey, usize>,
    /// Addresses as links write them, with the position of the page behind each.
    landing: HashMap<Box<str>, Option<u32>>,
    skipped: BTreeMap<PageKey, usize>,
    /// Positions in `attachments`.
    files: BTreeMap<PageKey, usize>,
    columns: OnceLock<Columns>,
    titles: OnceLock<Titles>,
    unseen: OnceLock<Vec<UnseenPart>>,
    below: OnceLock<below::Below>,
    documents: OnceLock<Documents>,
    pairs: OnceLock<Pairs>,
    side_lists: OnceLock<pairs::SideLists>,
    /// Addresses of columns of interpretations and of the further pages of their lists.
    reading_columns: OnceLock<BTreeSet<Box<str>>>,
    annual_reports: OnceLock<AnnualReports>,
    letters: OnceLock<Letters>,
    consultations: OnceLock<Consultations>,
    seen_pages: OnceLock<Vec<usize>>,
    readings: wording::Readings,
}

/// A link that was asked once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckFact {
    /// What came of it.
    pub record: FetchRecord,
    /// Words of a "not found" notice.
    pub absent_words: Option<String>,
    /// Sketch of its text.
    pub sketch: Vec<u32>,
    /// What gave a firewall's page away.
    pub challenge: Option<String>,
    /// Title of the answer, with its key words and description; empty for what is no page, or was not kept.
    pub title: String,
}

/// How a host answered for a surely absent address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AbsentFact {
    /// What came of it.
    pub record: FetchRecord,
    /// How it looks.
    pub answer: AbsentAnswer,
}

/// One look at the home page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProbeFact {
    /// When, milliseconds since 1970.
    pub at_ms: i64,
    /// Whether it answered in time.
    pub ok: bool,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// Status or failure.
    pub detail: String,
}

/// Something that was not collected, so that nobody mistakes it for absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Why it was not seen.
    pub reason: Reason,
    /// In words, with how to see it.
    pub note: Text,
}

impl Facts {
    /// The page asked under this identity, directly or as the end of a redirect.
    #[must_use]
    pub fn page(&self, key: &PageKey) -> Option<&PageFact> {
        self.by_key.get(key).map(|&i| &self.pages[i])
    }

    /// Its position in [`Facts::pages`].
    #[must_use]
    pub fn page_index(&self, key: &PageKey) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    /// The position of the page behind an address as it is written. What links write was looked up once for all.
    #[must_use]
    pub fn page_behind(&self, address: &str) -> Option<usize> {
        match self.landing.get(address) {
            Some(index) => index.map(|i| i as usize),
            None => url::Url::parse(address).ok().and_then(|url| self.page_index(&PageKey::of(&url))),
        }
    }

    /// Why an address was not asked, when it was known.
    #[must_use]
    pub fn skip(&self, key: &PageKey) -> Option<&Skip> {
        self.skipped.get(key).map(|&i| &self.skips[i])
    }

    /// The site's columns: what they are called, where they are.
    pub fn columns(&self) -> &Columns {
        self.columns.get_or_init(|| Columns::of(self))
    }

    /// Every title of the site: of articles, entries, pages, links, files.
    pub fn titles(&self) -> &Titles {
        self.titles.get_or_init(|| Titles::of(self))
    }

    /// What a lexicon found in the site's texts; `None` where nobody asked for it before the pages came.
    #[must_use]
    pub fn wording(&self, lexicon: &Lexicon) -> Option<&Wording> {
        self.readings.of(lexicon)
    }

    /// Which texts there were to look at.
    #[must_use]
    pub fn texts(&self) -> &Texts {
        &self.readings.texts
    }

    /// The parts of the site that were not seen and may hold what is looked for.
    pub fn unseen_parts(&self) -> &[UnseenPart] {
        self.unseen.get_or_init(|| unseen::of(self))
    }

    /// Those among them in which further columns may hide: menu pages not visited or not readable, a menu drawn by script,
    /// what a run that was cut off did not come to.
    pub fn unseen_columns(&self) -> impl Iterator<Item = &UnseenPart> {
        self.unseen_parts().iter().filter(|p| p.columns)
    }
}
