use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Where on a page a date was read. The order is the order of trust for a publication date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateSource {
    /// `<meta name="PubDate">` and its kin.
    Meta,
    /// A labelled line of the article's head: 发布时间, 发布日期, 日期 …
    Header,
    /// A `<time>` element or a `datetime` attribute.
    TimeElement,
    /// Beside the title in a list.
    List,
    /// In a data block that a script reads.
    DataBlock,
    /// In the address: `/2023/6/7/`, `t20230607_`.
    Url,
    /// On a line of its own at the end of the body (落款).
    Signature,
    /// Elsewhere in running text.
    Body,
}

/// A date seen on a page, with how it was written and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateFact {
    /// The day.
    pub date: Date,
    /// The time of day as `HH:MM` or `HH:MM:SS`, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// Where it stood.
    pub source: DateSource,
    /// As written, at most 40 characters.
    pub raw: String,
}
