use super::{Points, Text};
use serde::{Deserialize, Serialize};

/// What a person decided on one rule, or on an indicator without rules, of one site for one year.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct HandMark {
    /// The verdict, when one was given.
    pub verdict: Option<HandVerdict>,
    /// The marks given, in the pack's units, when a number was given.
    pub points: Option<Points>,
    /// Why.
    pub reason: String,
    /// Who.
    pub assessor: String,
    /// When, as written; a date cell as `2026-12-31`.
    pub date: String,
    /// Remarks.
    pub comment: String,
    /// Where it was read: file, sheet, row.
    pub place: String,
    /// The run whose evidence the person had before them.
    pub run: String,
}

impl HandMark {
    /// Whether it says the same as another, wherever it stands.
    #[must_use]
    pub fn says_as(&self, other: &Self) -> bool {
        (self.verdict, self.points, &self.reason) == (other.verdict, other.points, &other.reason)
    }

    /// Whether it decides anything.
    #[must_use]
    pub fn decides(&self) -> bool {
        self.verdict.is_some() || self.points.is_some()
    }
}

/// A person's verdict in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum HandVerdict {
    /// Everything open is in order.
    #[serde(rename = "认可")]
    Accepted,
    /// Part of it; the number says how much.
    #[serde(rename = "部分认可")]
    Partly,
    /// Everything open counts against the site.
    #[serde(rename = "不认可")]
    Rejected,
    /// It does not apply to this site.
    #[serde(rename = "不适用")]
    Inapplicable,
}

impl HandVerdict {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Accepted, Self::Partly, Self::Rejected, Self::Inapplicable];

    /// Its words.
    #[must_use]
    pub fn words(self) -> Text {
        match self {
            Self::Accepted => Text::new("认可", "accepted"),
            Self::Partly => Text::new("部分认可", "partly accepted"),
            Self::Rejected => Text::new("不认可", "rejected"),
            Self::Inapplicable => Text::new("不适用", "does not apply"),
        }
    }
}
