use super::{FailureKind, FetchRecord, Reason};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A way to ask a site's search: a form, or an address that a script or a link puts together, as plain data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchForm {
    /// Where it is sent, absolute, without a query where the query is made of the fields.
    pub action: String,
    /// Sent by POST.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub post: bool,
    /// What is sent, in order.
    pub fields: Vec<SearchField>,
    /// The character set the query is written in, by its WHATWG name.
    pub charset: String,
    /// How the page offers it.
    pub via: SearchVia,
    /// What its field says to people, at most 60 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// How a page offers a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SearchVia {
    /// A form that the browser sends by itself.
    Form,
    /// A form in which a script has a hand before it is sent.
    ScriptedForm,
    /// An address that a script names, with the query put behind it.
    Script,
    /// A link whose address holds a query.
    Address,
}

/// One field of a search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchField {
    /// Its name.
    pub name: String,
    /// Its value, where the query does not go there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// How the query is written into it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fill: Option<Fill>,
}

/// How a query is written into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fill {
    /// As a browser writes a form.
    Plain,
    /// Percent-encoded twice, as `encodeURI(encodeURI(…))` does.
    Twice,
    /// As script's `escape` does: `%u653F`.
    Escape,
    /// Base64 of its UTF-8 bytes.
    Base64,
}

/// What came of asking the site's own search for titles that the site itself published (R1-42, R5-27).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchTest {
    /// The page on which the search stands.
    pub on: String,
    /// The search's address, without a query.
    pub address: String,
    /// What was asked; `None` where nothing could be.
    pub form: Option<SearchForm>,
    /// Why nothing could be asked.
    pub obstacle: Option<SearchObstacle>,
    /// The titles that were chosen, and what came of each.
    pub titles: Vec<SearchedTitle>,
}

/// Why a search could not be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "detail", rename_all = "kebab-case")]
pub enum SearchObstacle {
    /// No page offers a search.
    Absent,
    /// There is a search, and only a script knows how to ask it; what was seen.
    Script(String),
    /// The search is somebody else's; its address.
    Foreign(String),
    /// The page that the site links to as its search could not be read; the request.
    Unread(Box<FetchRecord>),
    /// No article fit to be searched for was seen.
    Untitled,
}

/// A title of the site that its search was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchedTitle {
    /// The title as its page shows it.
    pub title: String,
    /// The page.
    pub url: String,
    /// When it was published.
    pub published: Date,
    /// What was asked, in order; none where an earlier title's answers made asking pointless.
    pub queries: Vec<SearchQuery>,
}

/// One question to a search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchQuery {
    /// The words.
    pub words: String,
    /// What was posted, for a search by POST.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posted: Option<String>,
    /// The request; its address holds the query.
    pub record: FetchRecord,
    /// What the answer shows.
    pub answer: SearchAnswer,
}

/// What a page of results shows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SearchAnswer {
    /// The result that is the title, or leads to its page.
    pub found: Option<SearchHit>,
    /// The first results, at most ten.
    pub hits: Vec<SearchHit>,
    /// Results listed.
    pub listed: u32,
    /// The words that say that nothing was found.
    pub none_words: Option<String>,
    /// The answer repeats the query: it was understood.
    pub echoed: bool,
    /// The answer is data (JSON, XML), not a page.
    pub data: bool,
    /// What says that a script draws the results.
    pub drawn: Option<String>,
    /// What says that a person is to prove to be one: a captcha, a log-in, "too often".
    pub refused: Option<String>,
    /// Words of a "page not found" notice.
    pub absent_words: Option<String>,
    /// It led to the home page.
    pub home: bool,
}

/// One result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchHit {
    /// Its title as shown.
    pub title: String,
    /// Where it leads; empty where that is not known.
    pub target: String,
}

/// What one question came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchOutcome {
    /// The title stands among the results.
    Found,
    /// A page of results without it.
    NotFound,
    /// The search does not answer.
    Broken,
    /// It can't be told.
    Open(Reason),
}

impl SearchForm {
    /// Whether a browser would send it without a script.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.via == SearchVia::Form
    }
}

impl SearchQuery {
    /// What it came to. `plain`: the form needs no script; `proven`: the same way found another title, so that what it does
    /// not find is not there.
    #[must_use]
    pub fn outcome(&self, plain: bool, proven: bool) -> SearchOutcome {
        use SearchOutcome as O;
        if let Some(outcome) = self.refusal() {
            return outcome;
        }
        let answer = &self.answer;
        if answer.found.is_some() {
            return O::Found;
        }
        if answer.refused.is_some() {
            return O::Open(Reason::Blocked);
        }
        // "Nothing found for your words" is an answer, whatever else it sounds like.
        if answer.absent_words.is_some() && answer.listed == 0 && answer.none_words.is_none() {
            return O::Broken;
        }
        if answer.home {
            return O::Open(Reason::Ambiguous);
        }
        if proven {
            return O::NotFound;
        }
        // An empty answer to a question that we put together from a script may be our misunderstanding.
        let understood = plain || answer.echoed;
        let drawn = if answer.data { answer.listed == 0 } else { answer.drawn.is_some() };
        if drawn || !understood { O::Open(Reason::Script) } else { O::NotFound }
    }

    /// What a request without a page of results came to.
    fn refusal(&self) -> Option<SearchOutcome> {
        use FailureKind as F;
        use SearchOutcome as O;
        let outcome = match (self.record.failure_kind(), self.record.status) {
            (Some(F::Robots), _) => O::Open(Reason::Robots),
            (Some(F::Blocked | F::Guarded), _) | (None, Some(401 | 403 | 405 | 412 | 429)) => O::Open(Reason::Blocked),
            (Some(F::Dns), _) | (None, Some(404 | 410 | 500..)) => O::Broken,
            (Some(F::TooLarge | F::Local | F::NotArchived), _) => O::Open(Reason::Tool),
            (Some(F::Interrupted), _) => O::Open(Reason::Budget),
            (Some(_), _) | (None, None) => O::Open(Reason::Network),
            (None, Some(status)) if !(200..300).contains(&status) => O::Open(Reason::Ambiguous),
            (None, Some(_)) => return None,
        };
        Some(outcome)
    }
}
