//! Plain data that every other module speaks in. Imports nothing of the project and does no I/O.
//!
//! Two kinds of data live here: what the collecting half writes down ([`FetchRecord`], [`Page`],
//! [`Observation`]) and what the judging half answers with ([`Verdict`], [`Finding`], [`Scorecard`]).

mod address;
mod annual_report;
mod article;
mod ask;
mod asking;
mod assessment;
mod catalogue;
mod catalogue_sheet;
mod date;
mod fetch;
mod guide_label;
mod hand_mark;
mod lang;
mod layout;
mod lexicon;
mod mark;
mod markup;
mod network;
mod new_media;
mod observation;
mod page;
mod participation;
mod personal;
mod picture;
mod points;
mod rendered;
mod run;
mod scan;
mod scorecard;
mod search;
mod sheet;
mod site;
mod tally;
mod term;
mod veil;
mod verdict;

pub use address::{
    PageKey, absent_scope, address_shape, file_name, is_document, is_web, registrable_domain, same_host, viewed_file,
};
pub use annual_report::{ReportTitle, report_title, report_title_in_column, report_year};
pub use article::{Article, Label, Media, Relation, RelationBox, RelationKind};
pub use ask::{Ask, Listing};
pub use asking::{AskColumn, AskKey, AskRow, AskedSite, Asking};
pub use assessment::{
    AppliedMark, AssessPolicy, Assessment, Change, EarlierYear, IndicatorYear, LeftOut, LeftOutWhy, OutlineIndicator,
    OutlineRule, Places, RuleYear, RunUse, RunYear, RunsPolicy, SiteYear, VetoScope, VetoState, VetoYear, YearScore,
};
pub use catalogue::{Catalogue, CatalogueField, CatalogueItem, Level, names_catalogue};
pub use catalogue_sheet::{CatalogueColumns, CatalogueRow};
pub use date::{DateFact, DateSource};
pub use fetch::{Exchange, Failure, FailureKind, FetchRecord, Hop, Validators};
pub use guide_label::{GUIDE_ELEMENTS, guide_element, guide_matter, guide_title};
pub use hand_mark::{HandMark, HandVerdict};
pub use lang::{Lang, Text};
pub use layout::{LayoutFound, Settled};
pub use lexicon::{Lexicon, LexiconEntry, Weight};
pub use mark::{Mark, MarkFact, MarkVia, PageMarks};
pub use markup::{Markup, MarkupFault};
pub use network::{private_host, special_address};
pub use new_media::{Account, NewMedia, Platform};
pub use observation::{AbsentAnswer, HostFacts, Known, Observation, Skip, SkipReason};
pub use page::{
    Crumb, Hidden, Item, ItemSource, Link, LinkKind, MAX_PAGE_TEXT, Meta, Page, PageSignals, PageText, Region,
    ScriptList, sketch_likeness,
};
pub use participation::{Call, Length, Letter, Participation, Period, ReplySeen};
pub use personal::{
    PersonalData, PersonalKind, PersonalSign, is_old_resident_id, is_resident_id, without_resident_ids,
};
pub use picture::{ImageKind, Outlined, Picture, PictureWanted, Shot, Sight};
pub use points::{Points, PointsRange};
pub use rendered::{RenderOutcome, Rendered, Unanswered};
pub use run::{PageBasis, PageRecord, PageRole, Run, RunStatus, StopReason};
pub use scan::{Lease, QueueRow, QueueState, QueuedSite, Scan};
pub use scorecard::{
    Coverage, Finding, Grade, IndicatorScore, OpenQuestion, PackRef, RuleScore, RunSummary, ScoreSummary, Scorecard,
    SiteRef, UndeterminedCounts, Unvisited,
};
pub use search::{
    Fill, SearchAnswer, SearchField, SearchForm, SearchHit, SearchObstacle, SearchOutcome, SearchQuery, SearchTest,
    SearchVia, SearchedTitle,
};
pub use sheet::{Attachment, FileContent, FileKind, Sheet, SheetBuilder, Unreadable};
pub use site::{Site, SiteTrait, site_address, site_id};
pub use tally::{RunTally, Tally};
pub use term::{PageTerms, Term};
pub use veil::{Veil, VeilSource};
pub use verdict::{Outcome, Reason, Severity, Undetermined, Verdict, Violation};
