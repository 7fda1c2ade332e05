use serde::{Deserialize, Serialize};

/// What came of drawing a page in a browser, its scripts run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendered {
    /// How it ended; on anything but `ok` and `budget` the page is as it was read without scripts.
    pub outcome: RenderOutcome,
    /// More about it, in English, at most 200 characters; empty where there is nothing to say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// Milliseconds it took, waits for the site's rate included.
    pub millis: u64,
    /// Requests that the page's scripts and markup asked for, refused ones included.
    pub requests: u32,
    /// Scripts, data and frames of the page that got no answer: refused or failed; at most [`Rendered::MOST_UNANSWERED`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unanswered: Vec<Unanswered>,
}

impl Rendered {
    /// Most requests without an answer that are kept of one page.
    pub const MOST_UNANSWERED: usize = 20;

    /// One that says how it ended and no more.
    #[must_use]
    pub fn of(outcome: RenderOutcome, detail: &str) -> Self {
        let detail = detail.chars().take(200).collect();
        Self { outcome, detail, millis: 0, requests: 0, unanswered: Vec::new() }
    }

    /// Whether the page is as the browser drew it.
    #[must_use]
    pub fn is_drawn(&self) -> bool {
        matches!(self.outcome, RenderOutcome::Ok | RenderOutcome::Budget)
    }

    /// Whether the browser drew everything that the page's scripts draw.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.outcome == RenderOutcome::Ok && self.unanswered.is_empty()
    }
}

/// How the drawing of a page ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RenderOutcome {
    /// Drawn, and quiet.
    Ok,
    /// Drawn as far as the budget of requests or bytes for one page went.
    Budget,
    /// It did not finish in time.
    Timeout,
    /// The browser broke or would not go on.
    Crash,
    /// What it drew is beyond the caps or can't be read.
    TooLarge,
    /// There is no browser on this machine, or it does not start.
    NoBrowser,
    /// Rendering was given up before this page's turn: the browser broke too often, or the time was over.
    Skipped,
}

/// A request of a page being drawn that got no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unanswered {
    /// What was asked for.
    pub url: String,
    /// Why there was no answer, in English.
    pub why: String,
}
