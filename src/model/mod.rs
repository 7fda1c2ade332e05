//! Plain data that every other module speaks in. Imports nothing of the project and does no I/O.
//!
//! Two kinds of data live here: what the collecting half writes down ([`FetchRecord`], [`Page`],
//! [`Observation`]) and what the judging half answers with ([`Verdict`], [`Finding`], [`Scorecard`]).

mod address;
mod assessment;
mod date;
mod fetch;
mod hand_mark;
mod lang;
mod mark;
mod network;
mod observation;
mod page;
mod points;
mod run;
mod scorecard;
mod site;
mod tally;
mod term;
mod verdict;

pub use address::{PageKey, absent_scope, address_shape, is_web, registrable_domain, same_host};
pub use assessment::{
    AppliedMark, AssessPolicy, Assessment, Change, EarlierYear, IndicatorYear, LeftOut, LeftOutWhy, OutlineIndicator,
    OutlineRule, Places, RuleYear, RunUse, RunYear, RunsPolicy, SiteYear, VetoScope, VetoState, VetoYear, YearScore,
};
pub use date::{DateFact, DateSource};
pub use fetch::{Exchange, Failure, FailureKind, FetchRecord, Hop};
pub use hand_mark::{HandMark, HandVerdict};
pub use lang::{Lang, Text};
pub use mark::{Mark, MarkFact, MarkVia, PageMarks};
pub use network::{private_host, special_address};
pub use observation::{AbsentAnswer, HostFacts, Known, Observation, Skip, SkipReason};
pub use page::{
    Article, Crumb, Hidden, Item, ItemSource, Link, LinkKind, Meta, Page, PageSignals, Region, ScriptList,
    sketch_likeness,
};
pub use points::{Points, PointsRange};
pub use run::{PageRecord, PageRole, Run, RunStatus, StopReason};
pub use scorecard::{
    Coverage, Finding, Grade, IndicatorScore, OpenQuestion, PackRef, RuleScore, RunSummary, ScoreSummary, Scorecard,
    SiteRef, UndeterminedCounts, Unvisited,
};
pub use site::{Site, SiteTrait};
pub use tally::{RunTally, Tally};
pub use term::{PageTerms, Term};
pub use verdict::{Outcome, Reason, Severity, Undetermined, Verdict, Violation};
