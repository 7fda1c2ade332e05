use super::{Attachment, FetchRecord, LayoutFound, PageKey, SearchTest};
use serde::{Deserialize, Serialize};

/// What was seen that is not a page of the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Observation {
    /// A link elsewhere (or to something that is not a page) was asked once.
    LinkCheck {
        /// What came of it.
        record: FetchRecord,
        /// The answer is a page that says "not found" (in any status), with the words.
        absent_words: Option<String>,
        /// Sketch of the answer's text, to compare with the answer to a surely absent address.
        sketch: Vec<u32>,
        /// What gave a firewall's page away.
        challenge: Option<String>,
        /// Title of the answer, with its key words and description; at most 300 characters.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        title: String,
    },
    /// A surely absent address was asked, to learn how this host says "not found".
    AbsentProbe {
        /// What came of it.
        record: FetchRecord,
        /// How the answer looks.
        answer: AbsentAnswer,
    },
    /// What is known of the audited host.
    Host(HostFacts),
    /// An address that was known and deliberately not asked.
    Skipped(Skip),
    /// A file that pages offer, read to its end.
    Attachment(Box<Attachment>),
    /// The site's own search was asked for titles of the site.
    Search(Box<SearchTest>),
    /// What a browser found on a page that was drawn once more for its layout.
    Layout {
        /// Which page.
        page: PageKey,
        /// What it found.
        found: Box<LayoutFound>,
    },
    /// A page of the run before, to which nothing leads any more, was asked to learn whether it is gone. Says nothing of the
    /// site as it is now, and is not judged.
    Revisit {
        /// What came of it.
        record: FetchRecord,
    },
}

/// How a host answers for an address that surely does not exist.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AbsentAnswer {
    /// The directory and extension for which this answer stands (`https://h/art/2023/*.html`).
    pub scope: String,
    /// Title of the answer.
    pub title: String,
    /// Words of a "not found" notice, if any.
    pub absent_words: Option<String>,
    /// Sketch of its text.
    pub sketch: Vec<u32>,
}

/// A fact that may not have been established.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "known", content = "value", rename_all = "kebab-case")]
pub enum Known<T> {
    /// Established.
    Yes(T),
    /// Looked for and found not to be so; what was seen instead.
    No(String),
    /// Could not be established; why.
    Unknown(String),
    /// The question makes no sense here (a host given as an address has no DNS records); why.
    Inapplicable(String),
}

/// What is known of the audited host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostFacts {
    /// The host, without port.
    pub host: String,
    /// Its IPv6 addresses by AAAA records.
    pub ipv6: Known<Vec<String>>,
    /// Whether HTTPS works with a valid certificate; the value is the address that answered.
    pub https: Known<String>,
    /// Whether robots.txt was had: the value is its address.
    pub robots: Known<String>,
    /// Sitemaps that robots.txt names.
    pub sitemaps: Vec<String>,
}

/// An address that was known and not asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skip {
    /// The address, as a page wrote it.
    pub url: String,
    /// Why.
    pub reason: SkipReason,
    /// More about why (the rule of robots.txt, the trap's pattern, the budget), in English.
    pub detail: String,
    /// A page of the site (as against a link elsewhere).
    pub page: bool,
    /// It may be a column's page: it was linked from a menu, a breadcrumb or the site map.
    pub column: bool,
    /// The page on which it was first seen, in crawl order.
    pub referrer: String,
}

/// Why an address was not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SkipReason {
    /// robots.txt.
    Robots,
    /// The page budget was spent.
    Pages,
    /// Too deep.
    Depth,
    /// The column had its share.
    Column,
    /// The time was over.
    Time,
    /// The budget for checking links was spent.
    Checks,
    /// The budget for files to be read was spent; the link to it may have been checked all the same.
    Files,
    /// A trap: calendar, growing path, facets, session ids.
    Trap,
    /// A private, loopback or reserved address.
    Guarded,
    /// The run was interrupted.
    Interrupted,
    /// The host fails so often that the rest was left alone.
    HostDown,
}
