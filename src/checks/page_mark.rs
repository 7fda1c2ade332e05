//! What the checks of single page marks have in common: a mark is looked for on the home page and in everything that
//! writes into it, then on the other pages.

use super::Measure;
use crate::facts::{Facts, Missing, PageFact};
use crate::model::{Mark, MarkFact, PageRole, Reason, Severity, Text, Undetermined, Verdict, Violation};
use serde::Deserialize;
use serde_json::{Value, json};

/// A mark that must stand on the home page.
pub(super) struct PageMark {
    /// Which.
    pub(super) mark: Mark,
    /// What it is called.
    pub(super) name: Text,
    /// What would put it right.
    pub(super) mend: Text,
    /// Whether a sighting has a value that counts, with what is wrong with it otherwise.
    pub(super) sound: fn(&MarkFact) -> Result<(), Text>,
}

/// No parameters; an unknown one is refused by name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoParams {}

impl std::fmt::Debug for PageMark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PageMark").field("mark", &self.mark).finish_non_exhaustive()
    }
}

/// Any sighting counts.
#[expect(clippy::unnecessary_wraps, reason = "one shape for all marks")]
pub(super) fn any(_: &MarkFact) -> Result<(), Text> {
    Ok(())
}

/// Binds a check without parameters.
pub(super) fn bind(params: Value, mark: PageMark) -> Result<Box<dyn Measure>, String> {
    let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
    Ok(Box::new(mark))
}

impl Measure for PageMark {
    fn measure(&self, facts: &Facts) -> Verdict {
        let home = match facts.home() {
            Ok(home) => home,
            Err(missing) => return unseen(facts, missing),
        };
        let seen = facts.home_marks(self.mark);
        let mut faults: Vec<(Text, &MarkFact)> = Vec::new();
        for (_, fact) in &seen {
            match (self.sound)(fact) {
                Ok(()) => return Verdict { tested: 1, ..Verdict::default() },
                Err(fault) => faults.push((fault, fact)),
            }
        }
        if let Some(verdict) = self.undecided(facts, home) {
            return verdict;
        }
        let elsewhere = self.on_other_pages(facts);
        if let Some((page, fact)) = elsewhere.first() {
            let message = Text::new(
                format!("首页未见{}，但其他页面有；请核实首页是否以其他形式展示", self.name.zh),
                format!(
                    "the home page shows no {}, but other pages do; look whether the home page has it in another form",
                    self.name.en
                ),
            );
            let evidence =
                json!({ "seen_on": page.url(), "excerpt": fact.excerpt, "pages_with_mark": elsewhere.len() });
            return one_undetermined(home.url(), Reason::Ambiguous, message, evidence);
        }
        let (message, wrong) = match faults.first() {
            Some((fault, fact)) => (
                Text::new(
                    format!("{}不合规：{}。{}", self.name.zh, fault.zh, self.mend.zh),
                    format!("{} is not sound: {}. {}", self.name.en, fault.en, self.mend.en),
                ),
                json!({ "value": fact.value, "excerpt": fact.excerpt }),
            ),
            None => (
                Text::new(
                    format!("首页未见{}。{}", self.name.zh, self.mend.zh),
                    format!("the home page shows no {}. {}", self.name.en, self.mend.en),
                ),
                Value::Null,
            ),
        };
        let parts: Vec<&str> = facts.home_parts().iter().map(|p| p.url()).collect();
        let mut evidence = json!({ "looked_at": parts, "other_pages_looked_at": readable_pages(facts) });
        if !wrong.is_null() {
            evidence["seen"] = wrong;
        }
        let violation = page_violation(home.url(), message, evidence);
        Verdict { tested: 1, violations: vec![violation], ..Verdict::default() }
    }

    fn params(&self) -> Value {
        json!({})
    }
}

impl PageMark {
    /// A footer that a script writes may hold the mark; a script that could not be read leaves it open.
    fn undecided(&self, facts: &Facts, home: &PageFact) -> Option<Verdict> {
        let unread = facts.unread_home_parts();
        let shell = home.page.as_ref().is_some_and(|p| p.signals.script_shell);
        if unread.is_empty() && !shell {
            return None;
        }
        let message = Text::new(
            format!(
                "首页部分内容由脚本或内嵌框架给出且未能读取，无法判断有无{}；请在浏览器中查看首页底部",
                self.name.zh
            ),
            format!(
                "part of the home page comes by scripts or frames that could not be read; look for {} in a browser",
                self.name.en
            ),
        );
        Some(one_undetermined(
            home.url(),
            Reason::Script,
            message,
            json!({ "unread": unread, "drawn_by_script": shell }),
        ))
    }

    fn on_other_pages<'a>(&self, facts: &'a Facts) -> Vec<(&'a PageFact, &'a MarkFact)> {
        facts
            .pages
            .iter()
            .filter(|p| p.role == PageRole::Page)
            .filter_map(|p| {
                let page = p.readable()?;
                page.marks.of(self.mark).iter().find(|f| (self.sound)(f).is_ok()).map(|f| (p, f))
            })
            .collect()
    }
}

fn readable_pages(facts: &Facts) -> usize {
    facts.pages.iter().filter(|p| p.role == PageRole::Page && p.readable().is_some()).count()
}

/// The verdict when the page to look at was not seen.
pub(super) fn unseen(facts: &Facts, missing: Missing) -> Verdict {
    // How many subjects there are is not known either.
    let verdict = one_undetermined(&facts.run.site.url, missing.reason, missing.note, json!({}));
    Verdict { open_ended: true, ..verdict }
}

/// A verdict with one undetermined subject.
pub(super) fn one_undetermined(url: &str, reason: Reason, message: Text, evidence: Value) -> Verdict {
    let subject = Undetermined { url: url.to_owned(), target: None, reason, message, evidence };
    Verdict { tested: 1, undetermined: vec![subject], ..Verdict::default() }
}

/// A violation of the page itself: nothing on it in particular, a major one, once.
pub(super) fn page_violation(url: &str, message: Text, evidence: Value) -> Violation {
    Violation {
        url: url.to_owned(),
        target: None,
        message,
        evidence,
        severity: Severity::Major,
        occurrences: 1,
        subject: String::new(),
    }
}
