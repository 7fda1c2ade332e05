//! Which policies the checks of interpretations look at, and what they share in evidence.

use crate::facts::{Document, Facts, Need, SINCE, Workdays};
use crate::model::{LinkKind, Region, Text, Verdict, file_name};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

/// The parameters that say which policies need an interpretation.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PolicyScope {
    /// Policies published before this day are not asked about.
    pub(super) since: Date,
    /// Working days after publication within which an interpretation is not due yet.
    pub(super) max_workdays: u32,
    /// Further words of titles that need none.
    pub(super) except: Vec<String>,
}

impl Default for PolicyScope {
    fn default() -> Self {
        let since = SINCE.parse().unwrap_or(Date::MIN);
        Self { since, max_workdays: 3, except: Vec::new() }
    }
}

/// Whether a policy must have an interpretation by now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It must.
    Due,
    /// It must, but its time has not run out.
    NotDue,
    /// A person must say whether; why.
    Unclear(&'static str),
    /// It need not.
    Excused,
}

impl PolicyScope {
    /// What is wrong with the parameters.
    pub(super) fn sound(&self) -> Result<(), String> {
        if self.except.iter().any(|w| w.trim().is_empty()) {
            return Err("`except` holds an empty word, which every title has".to_owned());
        }
        Ok(())
    }

    /// Whether this policy must have one.
    pub(super) fn standing(&self, facts: &Facts, policy: &Document) -> Standing {
        let need = policy.need(&self.except);
        if let Need::No(_) = need {
            return Standing::Excused;
        }
        let published = policy.published.as_ref().map(|p| p.date).or(policy.signed);
        let year = policy.number.as_ref().map(|n| n.year).filter(|y| *y > 0);
        // The number's year tells of old documents that a new site published again.
        if policy.signed.is_some_and(|d| d < self.since)
            || year.is_some_and(|y| y < self.since.year())
            || published.is_some_and(|d| d < self.since)
        {
            return Standing::Excused;
        }
        if let Need::Unclear(why) = need {
            return Standing::Unclear(why);
        }
        let Some(published) = published else {
            return if year.is_some() { Standing::Due } else { Standing::Unclear("undated") };
        };
        if published > facts.run.as_of {
            return Standing::NotDue;
        }
        match Workdays::published().workdays_between(published, facts.run.as_of) {
            Some(passed) if passed <= i64::from(self.max_workdays) => Standing::NotDue,
            // Beyond the calendar: days tell that it is long due.
            None if days_between(published, facts.run.as_of) <= 2 * i64::from(self.max_workdays) + 14 => {
                Standing::NotDue
            }
            _ => Standing::Due,
        }
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    to.since(from).map_or(0, |span| i64::from(span.get_days()))
}

/// The verdict of a check that looked at all there was: where that was nothing it does not apply, unless parts of the site
/// were not seen.
pub(super) fn told_of(facts: &Facts, verdict: Verdict, nothing: Text) -> Verdict {
    if verdict.tested > 0 {
        return verdict;
    }
    if facts.unseen_parts().is_empty() {
        return Verdict::inapplicable(nothing);
    }
    Verdict { open_ended: true, ..verdict }
}

/// A share as evidence shows it, to a thousandth.
pub(super) fn rounded(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}

/// What is known of a policy.
pub(super) fn evidence_of(policy: &Document) -> Value {
    let published = policy.published.as_ref();
    json!({
        "title": policy.title,
        "number": policy.number.as_ref().map(|n| &n.text),
        "published": published.map(|p| p.date.to_string()),
        "published_by": published.map(|p| p.source),
        "kind_by": policy.reasons,
        "confidence": policy.confidence,
    })
}

/// Whether a policy's page offers a file or picture that calls itself an interpretation.
pub(super) fn attached_reading(facts: &Facts, page: usize) -> bool {
    let says = |text: &str| ["解读", "图解", "一图读懂", "政策问答"].iter().any(|w| text.contains(w));
    facts.links.of_page(page).iter().any(|link| {
        let kind = matches!(
            link.kind,
            LinkKind::Anchor | LinkKind::Scripted | LinkKind::Data | LinkKind::Image | LinkKind::Media
        );
        if !kind
            || matches!(link.region, Region::Nav | Region::Footer | Region::Breadcrumb | Region::Header | Region::Pager)
        {
            return false;
        }
        let Ok(url) = Url::parse(facts.links.target(link)) else { return false };
        let name = file_name(&url);
        let file = name.rsplit_once('.').is_some_and(|(_, ext)| FILES.contains(&ext.to_ascii_lowercase().as_str()));
        file && (says(facts.links.text(link)) || says(&name))
    })
}

/// Files that may hold an interpretation.
const FILES: &[&str] = &[
    "pdf", "doc", "docx", "wps", "ofd", "ppt", "pptx", "jpg", "jpeg", "png", "gif", "webp", "mp4", "mp3", "zip", "rar",
    "txt",
];
