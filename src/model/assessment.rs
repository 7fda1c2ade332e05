use super::{Grade, HandMark, Lang, Outcome, PackRef, Points, PointsRange, RunStatus, SiteRef};
use serde::{Deserialize, Serialize};

/// One year's figures of many sites under one pack: `assessment.json`, `duwang.assessment/1`. Texts are already in the
/// report's language. What the pack says of an indicator stands once, in `outline`; sites refer to it by id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// `duwang.assessment/1`.
    pub schema: String,
    /// The language of its texts.
    pub lang: Lang,
    /// The year.
    pub year: i16,
    /// First day whose runs belong to it.
    pub from: String,
    /// Last day whose runs belong to it.
    pub to: String,
    /// Under which pack.
    pub pack: PackRef,
    /// What the pack gives at most, bonus aside.
    pub full_marks: Points,
    /// Below it: 不合格.
    pub pass_mark: Points,
    /// Which runs make the year's figure.
    pub policy: AssessPolicy,
    /// The pack's indicators in its order, parents before children.
    pub outline: Vec<OutlineIndicator>,
    /// The sites: those that passed by rank, then those undecided, then those that failed.
    pub sites: Vec<SiteYear>,
    /// The year before, when there is one to compare with.
    pub last_year: Option<EarlierYear>,
}

/// Which runs make the year's figure, and whose vetoes fail it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssessPolicy {
    /// Whose marks.
    pub runs: RunsPolicy,
    /// Whose vetoes.
    pub vetoes: VetoScope,
    /// Whether a run that a budget ended counts like one that came to its end.
    pub incomplete: bool,
    /// What the levels of indicators are called, the first level first.
    pub levels: Vec<String>,
}

/// Whose marks make the year's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunsPolicy {
    /// Those of the last run.
    #[default]
    Last,
    /// Those of the run with the lowest marks.
    Worst,
    /// The mean over all runs, in hundredths, half a hundredth rounded up.
    Mean,
}

/// Whose vetoes fail the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VetoScope {
    /// Those of any complete run of the year.
    Any,
    /// Those of the runs that the figure comes from.
    Counted,
}

/// What the pack says of one indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutlineIndicator {
    /// Its id.
    pub id: String,
    /// The id of the one above; absent for first level.
    pub parent: Option<String>,
    /// 1 for first level.
    pub level: u32,
    /// Its title.
    pub title: String,
    /// The marks the pack writes down for it.
    pub marks: Points,
    /// 牵头单位.
    pub lead_unit: Option<String>,
    /// 责任单位.
    pub responsible_units: Vec<String>,
    /// 完成时限.
    pub deadline: Option<String>,
    /// Where in the source document.
    pub clause: Option<String>,
    /// Rows of the requirements ledger that it carries.
    pub ledger: Vec<String>,
    /// Whether no indicator stands below it.
    pub leaf: bool,
    /// Its rules.
    pub rules: Vec<OutlineRule>,
}

/// What the pack says of one rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutlineRule {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The check it binds; empty for a purely manual rule.
    pub check: String,
    /// `deduct`, `veto`, `bonus`, `info` or `manual`.
    pub effect: String,
}

/// One site's year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SiteYear {
    /// The site.
    pub site: SiteRef,
    /// Its place among those that passed; equal scores share one.
    pub rank: Option<u32>,
    /// The places that are possible while anything is open, among those that have not failed.
    pub places: Option<Places>,
    /// The grade.
    pub grade: Grade,
    /// The year's marks; absent when no run counts.
    pub score: Option<YearScore>,
    /// Why this grade, one line.
    pub because: String,
    /// Vetoes that failed or could not be told in any run of the year, by date.
    pub vetoes: Vec<VetoYear>,
    /// Its runs that could count, oldest first.
    pub runs: Vec<RunYear>,
    /// Its runs that do not, oldest first, and why.
    pub left_out: Vec<LeftOut>,
    /// Every indicator in the outline's order; empty when no run counts.
    pub indicators: Vec<IndicatorYear>,
    /// What people decided.
    pub marks: Vec<AppliedMark>,
    /// Rules and indicators still waiting for a person.
    pub open: u64,
    /// Against the year before.
    pub change: Option<Change>,
}

/// Places of a site whose score is a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    /// When everything open turns out for it, and against the others.
    pub best: u32,
    /// The other way round.
    pub worst: u32,
}

/// The year's marks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct YearScore {
    /// Everything open counted against the site; bonus included.
    pub low: Points,
    /// Everything open counted for it.
    pub high: Points,
    /// What can be had, bonus aside.
    pub full_marks: Points,
    /// Bonus that counts at the low end.
    pub bonus: Points,
    /// The share of the full marks that is decided, by a crawl or a person; 0 to 1, four decimals.
    pub decided: f64,
}

/// A veto of the year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VetoYear {
    /// The rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// The run in which it failed or could not be told.
    pub run: String,
    /// That run's day.
    pub as_of: String,
    /// How it stands.
    pub state: VetoState,
    /// Whether it bears on the year's grade, by the pack's policy.
    pub counts: bool,
}

/// How a veto stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VetoState {
    /// It failed.
    Failed,
    /// It could not be told yet.
    Undecided,
}

/// One run that could count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunYear {
    /// The run.
    pub id: String,
    /// Its day.
    pub as_of: String,
    /// What it is to the year.
    pub part: RunUse,
    /// Its marks with what people decided; absent where they were not needed.
    pub score: Option<PointsRange>,
}

/// What a run is to the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunUse {
    /// The year's figure comes from it, alone or with others; people look at its evidence.
    Basis,
    /// It is part of the mean.
    Counted,
    /// Not by the pack's policy.
    Aside,
}

/// A run that does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The run.
    pub run: String,
    /// Its day.
    pub as_of: String,
    /// Why.
    pub why: LeftOutWhy,
    /// Why, in one line.
    pub message: String,
}

/// Why a run does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeftOutWhy {
    /// It has not ended.
    Running,
    /// It was interrupted.
    Interrupted,
    /// The site could not be audited.
    Failed,
    /// A budget ended it.
    Partial,
    /// It was not scored under this pack and its pages are not there any more.
    Unscored,
}

impl LeftOutWhy {
    /// Why a run of this status saw too little; `None` when it came to its end.
    #[must_use]
    pub fn of(status: RunStatus) -> Option<Self> {
        match status {
            RunStatus::Running => Some(Self::Running),
            RunStatus::Interrupted => Some(Self::Interrupted),
            RunStatus::Failed => Some(Self::Failed),
            RunStatus::Partial => Some(Self::Partial),
            RunStatus::Complete => None,
        }
    }
}

/// One indicator of one site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndicatorYear {
    /// Its id.
    pub id: String,
    /// The marks it can give here, after dropping what does not apply and scaling.
    pub full_marks: Points,
    /// What it got.
    #[serde(flatten)]
    pub got: PointsRange,
    /// Its outcome.
    pub outcome: Outcome,
    /// Its rules.
    pub rules: Vec<RuleYear>,
}

/// One rule of one site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleYear {
    /// Its id.
    pub id: String,
    /// Its outcome.
    pub outcome: Outcome,
    /// Marks lost.
    pub lost: PointsRange,
    /// Bonus gained.
    pub gained: PointsRange,
    /// The arithmetic in words.
    pub arithmetic: String,
}

/// What a person decided, and whether it was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliedMark {
    /// The rule, or the indicator without rules.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// What was decided.
    #[serde(flatten)]
    pub mark: HandMark,
    /// Why it was not used; absent when it was.
    pub unused: Option<String>,
}

/// This year against the last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The grade then.
    pub grade: Grade,
    /// The rank then.
    pub rank: Option<u32>,
    /// The marks then.
    pub score: Option<PointsRange>,
    /// How far the low and the high end moved; absent when one of the years has no marks. `low` may lie above `high`.
    pub moved: Option<PointsRange>,
    /// The same for every first-level indicator that both years have, by id: then and moved.
    pub indicators: Vec<(String, PointsRange, PointsRange)>,
}

/// Where the figures of the year before come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierYear {
    /// The year.
    pub year: i16,
    /// The pack, as id and version.
    pub pack: String,
    /// Whether it is the file of a finished assessment, people's marks included; else reckoned again from the store.
    pub from_file: bool,
}
