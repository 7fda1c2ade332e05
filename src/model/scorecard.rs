use super::{Lang, Outcome, Points, PointsRange, Reason, Severity, SiteTrait, StopReason};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The result of judging one run under one pack: the contract's `scorecard.json`, `duwang.scorecard/1`. Texts are
/// already in the report's language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scorecard {
    /// `duwang.scorecard/1`.
    pub schema: String,
    /// The language of its texts.
    pub lang: Lang,
    /// Which site.
    pub site: SiteRef,
    /// Which visit.
    pub run: RunSummary,
    /// Under which pack.
    pub pack: PackRef,
    /// The total.
    pub score: ScoreSummary,
    /// First-level indicators with their children, in the pack's order.
    pub indicators: Vec<IndicatorScore>,
    /// Every finding once, worst first, then by check, url, target.
    pub findings: Vec<Finding>,
    /// What a person must look at to close the range; grouped by rule, at most 200 a rule listed, `more` counts the rest.
    pub open_questions: Vec<OpenQuestion>,
    /// What was and was not visited.
    pub coverage: Coverage,
}

/// The site in a scorecard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteRef {
    /// Its id.
    pub id: String,
    /// Its name, from the list or the site's own `SiteName` or title.
    pub name: String,
    /// The address of its home page.
    pub url: String,
    /// What was told of the body, so that some indicators don't apply.
    #[serde(default)]
    pub traits: Vec<SiteTrait>,
}

/// The run in a scorecard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunSummary {
    /// The run's id.
    pub id: String,
    /// RFC 3339 with offset +08:00.
    pub started_at: String,
    /// RFC 3339; the last stored moment when the run was cut off.
    pub finished_at: String,
    /// `2026-11-20`.
    pub as_of: String,
    /// Pages read.
    pub pages: u64,
    /// Requests sent, redirects and retries included.
    pub requests: u64,
    /// Distinct link targets whose state was established or tried.
    pub links_checked: u64,
    /// Whether everything in scope was visited.
    pub complete: bool,
    /// What ended it early.
    pub stopped_by: Option<StopReason>,
    /// Addresses of the site that could not be told, by reason.
    pub undetermined: UndeterminedCounts,
}

/// Addresses of the site not seen, by reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UndeterminedCounts {
    /// Firewall, log-in, 401/403/429.
    pub blocked: u64,
    /// robots.txt.
    pub robots: u64,
    /// Drawn by a script that was not run.
    pub script: u64,
    /// Budget, depth, traps, interruption.
    pub budget: u64,
    /// Network trouble or our own machine.
    pub network: u64,
}

/// The pack in a scorecard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackRef {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its source: document number, issuer, date.
    pub source: String,
    /// Its version.
    pub version: String,
    /// SHA-256 over the pack's text and that of the packs it extends, in hex.
    pub sha256: String,
    /// Set when the pack is not in force on the day that is judged: says so, in the report's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub out_of_force: Option<String>,
}

/// The total, as the contract has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreSummary {
    /// Every undetermined subject counted against the site.
    pub low: Points,
    /// Every undetermined subject counted for it.
    pub high: Points,
    /// What the pack gives at most, bonus aside.
    pub full_marks: Points,
    /// Bonus that counts (the low bound; it counts only above the bonus mark).
    pub bonus: Points,
    /// The share of the full marks decided without a person, 0 to 1, four decimals.
    pub coverage: f64,
    /// Ids of veto rules that failed.
    pub vetoes: Vec<String>,
    /// Ids of veto rules that could not be told.
    pub undecided_vetoes: Vec<String>,
    /// The grade.
    pub grade: Grade,
    /// Why this grade, one line; in the report's language.
    pub because: String,
    /// The pass mark the grade was held against.
    pub pass_mark: Points,
    /// The mark above which bonus counts.
    pub bonus_mark: Points,
    /// The most bonus that counts.
    #[serde(default)]
    pub bonus_cap: Points,
    /// How the total comes about from the first level, in words.
    #[serde(default)]
    pub arithmetic: String,
}

impl ScoreSummary {
    /// Whether the total counts: not where a veto failed. `low` and `high` then say what the indicators alone come to.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.vetoes.is_empty()
    }
}

/// 合格, 不合格 or 待定.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Grade {
    /// Passed.
    #[serde(rename = "合格")]
    Pass,
    /// Failed.
    #[serde(rename = "不合格")]
    Fail,
    /// The range crosses a mark, or a veto can't be told.
    #[serde(rename = "待定")]
    Pending,
}

/// One indicator of any level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndicatorScore {
    /// Its id in the pack.
    pub id: String,
    /// Its title.
    pub title: String,
    /// 1 for first level.
    pub level: u32,
    /// The marks it can give in this scorecard (after dropping what does not apply and scaling).
    pub full_marks: Points,
    /// The marks the pack writes down for it.
    pub pack_marks: Points,
    /// The range it got.
    #[serde(flatten)]
    pub got: PointsRange,
    /// Worst of its rules and children: failed, cannot-tell, manual, passed, inapplicable.
    pub outcome: Outcome,
    /// How its marks come about from its rules or from those below, in words.
    #[serde(default)]
    pub arithmetic: String,
    /// 牵头单位.
    pub lead_unit: Option<String>,
    /// 责任单位.
    pub responsible_units: Vec<String>,
    /// 完成时限; a past deadline is history, not overdue.
    pub deadline: Option<String>,
    /// Document number and clause.
    pub source: String,
    /// Rows of the requirements ledger it carries.
    pub ledger: Vec<String>,
    /// Whether any rule of the pack judges it; `false` is shown as 尚未覆盖.
    pub covered: bool,
    /// Its rules, in the pack's order.
    pub rules: Vec<RuleScore>,
    /// The indicators below it.
    pub children: Vec<IndicatorScore>,
}

/// One rule's part of the arithmetic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleScore {
    /// The rule's id in the pack.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The check it binds; empty for a purely manual rule.
    pub check: String,
    /// `deduct`, `veto`, `bonus`, `info` or `manual`.
    pub effect: String,
    /// The arithmetic in words: "每处扣0.1分，最多扣2分：3处 × 0.1 = 0.3".
    pub arithmetic: String,
    /// The outcome.
    pub outcome: Outcome,
    /// Who gave the answer: `check`, `person`, or `planned` for a check that this version does not have.
    #[serde(default)]
    pub judge: String,
    /// Subjects looked at.
    pub tested: u64,
    /// Subjects that violate.
    pub violations: u64,
    /// Subjects that could not be told.
    pub undetermined: u64,
    /// Whether there may be any number of subjects beyond those.
    #[serde(default)]
    pub open_ended: bool,
    /// Marks lost as the pack counts them, before the indicator's marks were scaled.
    #[serde(default)]
    pub deducted: PointsRange,
    /// Marks lost (for a bonus: 0).
    pub lost: PointsRange,
    /// Bonus marks gained.
    pub gained: PointsRange,
    /// Fingerprints of its findings.
    pub findings: Vec<String>,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable across runs.
    pub fingerprint: String,
    /// The check that found it.
    pub check: String,
    /// Rules that it counts under.
    pub rules: Vec<String>,
    /// How bad.
    pub severity: Severity,
    /// The page on which a person sees it.
    pub url: String,
    /// What is wrong on it.
    pub target: Option<String>,
    /// One plain sentence.
    pub message: String,
    /// What was seen.
    pub evidence: Value,
    /// `open` here; the problem list knows more states.
    pub status: String,
    /// RFC 3339: when this problem was first seen in the store.
    pub first_seen: String,
    /// How often it stands.
    pub occurrences: u64,
}

/// Something a person must look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenQuestion {
    /// The rule.
    pub rule: String,
    /// Its check; empty for a manual rule.
    pub check: String,
    /// Why it could not be told; absent for a manual rule.
    pub reason: Option<Reason>,
    /// The page to look at; empty when there is none in particular.
    pub url: String,
    /// What on it.
    pub target: Option<String>,
    /// What was not seen and how to close it.
    pub message: String,
    /// What was seen.
    pub evidence: Value,
    /// When this stands for more than itself: how many more of the same rule are not listed.
    pub more: u64,
}

/// What was and was not visited.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Coverage {
    /// Addresses of the site that were asked.
    pub asked: u64,
    /// Of these, pages read.
    pub read: u64,
    /// Addresses known and not visited, by reason, with examples.
    pub unvisited: Vec<Unvisited>,
    /// Failed requests by kind (`timeout`, `dns` …) or status (`http-404`), with examples.
    pub failures: Vec<Unvisited>,
}

/// One line of what was not had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unvisited {
    /// The reason's id (`robots`, `pages`, `http-500`).
    pub reason: String,
    /// How many.
    pub count: u64,
    /// Up to five addresses, sorted.
    pub examples: Vec<String>,
}
