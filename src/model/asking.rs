use super::{AssessPolicy, HandMark, Lang, PackRef, Points, PointsRange, SiteRef};

/// What people are asked to mark: the workbook of `assess --prepare`. Texts are already in the report's language.
#[derive(Debug, Clone, PartialEq)]
pub struct Asking {
    /// The language of its texts.
    pub lang: Lang,
    /// The year.
    pub year: i16,
    /// The pack.
    pub pack: PackRef,
    /// Which runs make the year, and what the levels are called.
    pub policy: AssessPolicy,
    /// The sites, by id.
    pub sites: Vec<AskedSite>,
}

/// What people are asked of one site.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedSite {
    /// The site.
    pub site: SiteRef,
    /// One row for each rule or indicator.
    pub rows: Vec<AskRow>,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct AskRow {
    /// What the row is recognised by, wherever it is moved.
    pub key: AskKey,
    /// Titles of the indicators above, the first level first, its own last.
    pub levels: Vec<String>,
    /// The indicator's id.
    pub indicator: String,
    /// The rule's title; the indicator's when it has no rules.
    pub title: String,
    /// Where in the source document.
    pub clause: String,
    /// 牵头单位.
    pub lead_unit: String,
    /// 责任单位.
    pub responsible_units: Vec<String>,
    /// What to look at.
    pub look: String,
    /// What the crawl found, line by line.
    pub found: String,
    /// Pages to look at.
    pub links: Vec<String>,
    /// What the rule gives at most.
    pub full: Points,
    /// What it can still come to.
    pub got: PointsRange,
    /// Whether a number can be given.
    pub numbers: bool,
    /// Whether 不适用 can be chosen.
    pub may_not_apply: bool,
    /// A mark that was given already.
    pub mark: Option<HandMark>,
}

/// What a row is recognised by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AskKey {
    /// The site's id.
    pub site: String,
    /// The rule's id, or that of an indicator without rules.
    pub rule: String,
    /// The pack's id.
    pub pack: String,
    /// Its digest.
    pub sha256: String,
    /// The year.
    pub year: i16,
    /// The run whose evidence stands in the row.
    pub run: String,
}

/// What every key begins with.
const SCHEMA: &str = "duwang.marks/1";

impl AskKey {
    /// As it stands in the hidden column.
    #[must_use]
    pub fn text(&self) -> String {
        let Self { site, rule, pack, sha256, year, run } = self;
        serde_json::json!([SCHEMA, site, rule, pack, sha256, year, run]).to_string()
    }

    /// Reads it back; `None` when it is none of ours or was damaged.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        type Parts = (String, String, String, String, String, i16, String);
        let (schema, site, rule, pack, sha256, year, run): Parts = serde_json::from_str(text.trim()).ok()?;
        (schema == SCHEMA).then_some(Self { site, rule, pack, sha256, year, run })
    }
}

/// The columns that are read back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AskColumn {
    /// The hidden one.
    Key,
    /// The mark.
    Marks,
    /// The verdict.
    Verdict,
    /// Why.
    Reason,
    /// Who.
    Assessor,
    /// When.
    Date,
    /// Remarks.
    Comment,
}

impl AskColumn {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Key, Self::Marks, Self::Verdict, Self::Reason, Self::Assessor, Self::Date, Self::Comment];

    /// Its heading: Chinese, English.
    #[must_use]
    pub fn heading(self) -> (&'static str, &'static str) {
        match self {
            Self::Key => ("行键", "Row key"),
            Self::Marks => ("得分", "Marks given"),
            Self::Verdict => ("结论", "Verdict"),
            Self::Reason => ("理由", "Reason"),
            Self::Assessor => ("评分人", "Assessor"),
            Self::Date => ("评分日期", "Date"),
            Self::Comment => ("备注", "Remarks"),
        }
    }

    /// Whether a sheet can't be read without it.
    #[must_use]
    pub fn is_needed(self) -> bool {
        matches!(self, Self::Key | Self::Marks | Self::Verdict | Self::Reason)
    }
}
