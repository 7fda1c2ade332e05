use super::DateFact;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a page shows of the public's letters and of opinions being asked for, as far as its other fields don't tell it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Participation {
    /// The letter that the page is about, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letter: Option<Letter>,
    /// Letters in lists and on message boards of the page, in page order; at most 500.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub letters: Vec<Letter>,
    /// Entries of lists that tell from when to when opinions are asked for, or how far a consultation is; at most 500.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<Call>,
    /// Periods for opinions that the text names, in page order; at most 20.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub periods: Vec<Period>,
    /// The page has a field into which a visitor can write his opinion.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub form: bool,
    /// Pictures within the page's main text: what they show is not read.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub pictures: u32,
    /// The text of the page's main part, a line per block, cells parted by tabs, where the page calls itself a
    /// consultation, its result or a decision; a long one without its middle.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(n: &u32) -> bool {
    *n == 0
}

impl Participation {
    /// Whether there is anything to keep.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A letter from the public with what the page tells of its answer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Letter {
    /// Its title; empty when none is shown.
    pub title: String,
    /// The absolute address of its own page; empty when it has none, or is this page.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub target: String,
    /// When it was asked, by a label that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<DateFact>,
    /// When it was first answered, by a label that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<DateFact>,
    /// The day under the reply's text (落款).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<DateFact>,
    /// A later answer (最新回复时间): the first one is not after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<DateFact>,
    /// A day beside it that does not say what it is the day of: the letter is not younger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<DateFact>,
    /// The state as written (已回复, 处理中 …); empty when none is shown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub state: String,
    /// What the page shows of the reply itself.
    #[serde(default)]
    pub reply: ReplySeen,
    /// Says that its content is not made public (不予公开).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub closed: bool,
}

/// What a page shows of a letter's reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReplySeen {
    /// No place for it.
    #[default]
    Unknown,
    /// Its text.
    Text,
    /// The place for it says that there is none yet (暂无回复).
    NoneYet,
}

/// An entry of a list of consultations.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Call {
    /// Its title.
    pub title: String,
    /// Its absolute address; empty when it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub target: String,
    /// First day for opinions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begin: Option<Date>,
    /// Last day for opinions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Date>,
    /// The state as written (征集中, 已结束, 已反馈 …).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub state: String,
}

/// A period for opinions as a text names it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Period {
    /// First day, where it is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begin: Option<Date>,
    /// Last day, where it is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Date>,
    /// Its length, where that is named: from `begin`, else from publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<Length>,
    /// As written, at most 60 characters.
    pub raw: String,
}

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Length {
    /// Days of the calendar.
    Days(u16),
    /// Working days.
    Workdays(u16),
    /// Months.
    Months(u16),
}
