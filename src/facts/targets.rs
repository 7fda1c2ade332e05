use super::{AbsentFact, CheckFact, Facts, PageFact};
use crate::model::{
    FailureKind, FetchRecord, Page, PageKey, Reason, SkipReason, absent_scope, same_host, sketch_likeness,
};
use serde::Serialize;
use url::Url;

/// What became of a link's target.
#[derive(Debug, Clone, PartialEq)]
pub enum TargetState {
    /// It answers.
    Alive,
    /// It does not, and that is the target's doing.
    Dead {
        /// Which way.
        reason: DeadReason,
        /// Status or failure in words, with what it was compared with; English.
        detail: String,
        /// The final status, when there was one.
        status: Option<u16>,
        /// How often it was tried.
        attempts: u32,
    },
    /// It can't be told.
    Unknown {
        /// Why.
        reason: Reason,
        /// In words; English.
        detail: String,
        /// The final status, when there was one.
        status: Option<u16>,
    },
}

/// In which way a target is dead; the contract's `evidence.reason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeadReason {
    /// 404.
    NotFound,
    /// 410.
    Gone,
    /// 5xx, more than once.
    ServerError,
    /// The name does not exist.
    NoDns,
    /// The connection was refused.
    Refused,
    /// The certificate or the protocol fails in any browser.
    Tls,
    /// Redirects in a circle or without end.
    RedirectLoop,
    /// 200 with the page that stands for "not found" here.
    Soft404,
}

/// From this share of common sketch values on, two pages are the same page.
const SAME: f64 = 0.9;

impl Facts {
    /// What became of `target`, from a visit, a check or a known reason why there was none.
    #[must_use]
    pub fn target_state(&self, target: &Url) -> TargetState {
        let key = PageKey::of(target);
        if let Some(page) = self.page(&key) {
            return self.page_state(page);
        }
        if let Some(check) = self.checks.get(&key) {
            return self.check_state(check);
        }
        let unknown = |reason, detail: &str| TargetState::Unknown { reason, detail: detail.to_owned(), status: None };
        match self.skip(&key) {
            Some(skip) => {
                let reason = match skip.reason {
                    SkipReason::Robots => Reason::Robots,
                    SkipReason::Guarded => Reason::Blocked,
                    SkipReason::HostDown => Reason::Network,
                    _ => Reason::Budget,
                };
                unknown(reason, &skip.detail)
            }
            None => unknown(Reason::Budget, "not asked in this run"),
        }
    }

    fn page_state(&self, fact: &PageFact) -> TargetState {
        record_state(&fact.record).unwrap_or_else(|| {
            let page = fact.page.as_ref();
            let view = Look {
                title: page.map_or("", |p| p.title.as_str()),
                words: page.and_then(|p| p.signals.absent_words.as_deref()),
                sketch: page.map_or(&[], |p| p.sketch.as_slice()),
                substantial: page.is_some_and(is_substantial),
            };
            self.soft_state(&fact.record, &view)
        })
    }

    fn check_state(&self, check: &CheckFact) -> TargetState {
        if let Some(sign) = &check.challenge {
            let detail = format!("a firewall answered: {sign}");
            return TargetState::Unknown { reason: Reason::Blocked, detail, status: check.record.status };
        }
        record_state(&check.record).unwrap_or_else(|| {
            let view =
                Look { title: "", words: check.absent_words.as_deref(), sketch: &check.sketch, substantial: false };
            self.soft_state(&check.record, &view)
        })
    }

    /// A 200 may still be the page that stands for "not found". That is told by what a surely absent address of the same
    /// kind got, never by length.
    fn soft_state(&self, record: &FetchRecord, look: &Look<'_>) -> TargetState {
        let Ok(url) = Url::parse(&record.final_url) else { return TargetState::Alive };
        let asked = Url::parse(&record.url).unwrap_or_else(|_| url.clone());
        let scopes = [absent_scope(&url), absent_scope(&asked)];
        let on_host = |a: &&AbsentFact| Url::parse(&a.record.url).is_ok_and(|u| same_host(&u, &asked));
        let probes: Vec<&AbsentFact> = self.absents.iter().filter(on_host).collect();
        // A probe of the same folder and extension tells more than one of the host's top.
        let near = probes.iter().find(|a| scopes.contains(&a.answer.scope));
        for probe in near.into_iter().chain(&probes) {
            if probe.record.is_ok() && self.looks_absent(record, look, probe) {
                return TargetState::Dead {
                    reason: DeadReason::Soft404,
                    detail: format!("same answer as for the absent address {}", probe.record.url),
                    status: record.status,
                    attempts: record.attempts,
                };
            }
        }
        match look.words {
            Some(words) if near.is_none_or(|p| !p.record.is_ok()) => TargetState::Unknown {
                reason: Reason::Ambiguous,
                detail: format!("answers {}, but says: {words}", record.status.unwrap_or(0)),
                status: record.status,
            },
            _ => TargetState::Alive,
        }
    }

    fn looks_absent(&self, record: &FetchRecord, look: &Look<'_>, probe: &AbsentFact) -> bool {
        let redirected = !record.hops.is_empty() && !probe.record.hops.is_empty();
        if redirected && record.final_url == probe.record.final_url {
            // An old address of the home page may lead home for good reason; an article's may not.
            let home = self.first_record().is_some_and(|h| h.record.final_url == record.final_url);
            return !home || names_one_thing(&record.url, &probe.answer.scope);
        }
        // The home page, or a page that is more than a notice, is no "not found" page, whatever absent addresses get.
        if look.substantial || self.first_record().is_some_and(|h| h.record.final_url == record.final_url) {
            return false;
        }
        let alike = sketch_likeness(look.sketch, &probe.answer.sketch) >= SAME;
        let both_say = look.words.is_some() && probe.answer.absent_words.is_some();
        let same_title = !look.title.is_empty() && look.title == probe.answer.title;
        (alike && (both_say || same_title || look.title.is_empty()))
            || (both_say && (same_title || look.title.is_empty()))
    }
}

struct Look<'a> {
    title: &'a str,
    words: Option<&'a str>,
    sketch: &'a [u32],
    substantial: bool,
}

/// What the record alone decides; `None` for a good answer.
fn record_state(record: &FetchRecord) -> Option<TargetState> {
    use FailureKind as F;
    let dead = |reason, detail: String| {
        Some(TargetState::Dead { reason, detail, status: record.status, attempts: record.attempts })
    };
    let unknown = |reason, detail: String| Some(TargetState::Unknown { reason, detail, status: record.status });
    if let Some(failure) = &record.failure {
        let detail = failure.detail.clone();
        return match failure.kind {
            F::Dns => dead(DeadReason::NoDns, detail),
            F::Connect => dead(DeadReason::Refused, detail),
            // Old servers that browsers still open fail here with an alert; a certificate fault fails everywhere.
            F::Tls if is_our_tls(&detail) => unknown(Reason::Tool, detail),
            F::Tls => dead(DeadReason::Tls, detail),
            F::TooManyRedirects => dead(DeadReason::RedirectLoop, detail),
            F::Robots => unknown(Reason::Robots, detail),
            F::Blocked | F::Guarded => unknown(Reason::Blocked, detail),
            // It is there, however large.
            F::TooLarge => None,
            F::Local | F::Interrupted | F::NotArchived => unknown(Reason::Tool, detail),
            F::Timeout | F::Reset | F::Decode | F::Protocol | F::DnsUnanswered => unknown(Reason::Network, detail),
        };
    }
    match record.status? {
        404 => dead(DeadReason::NotFound, "HTTP 404".to_owned()),
        410 => dead(DeadReason::Gone, "HTTP 410".to_owned()),
        status if status >= 500 && record.attempts >= 2 => dead(DeadReason::ServerError, format!("HTTP {status}")),
        status if status >= 400 => unknown(Reason::Blocked, format!("HTTP {status}")),
        _ => None,
    }
}

/// No common version or cipher: an old server that browsers may still open.
fn is_our_tls(detail: &str) -> bool {
    detail.contains("handshake: ")
}

/// More than a notice: an article, a list, or a good deal of text.
fn is_substantial(page: &Page) -> bool {
    page.article.as_ref().is_some_and(|a| a.body_chars >= 200)
        || page.items.iter().filter(|i| i.date.is_some()).count() >= 5
        || page.main_chars >= 2000
}

/// An address of one article or entry: a number of four digits or more in it, or a file below the top that lies where
/// the probe of `scope` was made and is no folder's own page.
fn names_one_thing(url: &str, scope: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    let mut run = 0;
    let numbered = format!("{}?{}", url.path(), url.query().unwrap_or_default()).chars().any(|c| {
        run = if c.is_ascii_digit() { run + 1 } else { 0 };
        run >= 4
    });
    let (folder, file) = url.path().rsplit_once('/').unwrap_or_default();
    let stem = file.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let own_page = ["", "index", "default", "main", "home", "list", "login"].contains(&stem.as_str());
    let entry = url.query_pairs().any(|(_, v)| v.chars().any(|c| c.is_ascii_digit()));
    numbered || (scope == absent_scope(&url) && ((!folder.is_empty() && !own_page) || entry))
}
