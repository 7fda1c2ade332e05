//! How every accessibility check measures: what a rule found on the pages read, brought together where a template is to
//! blame.

use super::sighting::{self, Context, Read, Seen};
use crate::checks::Measure;
use crate::checks::page_mark::{NoParams, one_undetermined, unseen};
use crate::facts::{Facts, Repeat, repeats_of};
use crate::model::{MarkupFault, Reason, Severity, Text, Undetermined, Verdict, Violation};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Chinese and English.
pub(super) type Words = (&'static str, &'static str);

/// Paths named of one fault beside the first.
const PATHS: usize = 5;

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// Elements.
    Element,
    /// Something of the whole page.
    Page,
    /// Something that the whole page must have, and that a script may add.
    Absence,
    /// Elements that no page may have: one without them passes.
    Ban,
    /// Something of the whole page that it may not have.
    PageBan,
    /// Elements as a browser lays them out; only pages that one measured are looked at.
    Layout,
}

/// A rule as people know it.
#[derive(Debug)]
pub(super) struct Rule {
    /// Its name, in [`crate::model::Markup`] and in the field.
    pub(super) name: &'static str,
    /// The success criteria of WCAG that it stands for; empty when there is none.
    pub(super) wcag: &'static str,
    /// Their level.
    pub(super) level: &'static str,
    /// How bad a fault is.
    pub(super) severity: Severity,
    /// What it looks at.
    pub(super) scope: Scope,
    /// Pages that are shown in a frame of another are not looked at.
    pub(super) whole_pages: bool,
    /// What is wrong, of a fault that has no words of its own.
    pub(super) wrong: Words,
    /// What would put it right.
    pub(super) mend: Words,
    /// Words of the single faults.
    pub(super) faults: &'static [Fault],
    /// Whether more than the markup tells that a fault left open is one.
    pub(super) settle: Option<Settle>,
    /// What else the check looks at.
    pub(super) extra: Option<Extra>,
}

/// Settles a fault that markup leaves open.
pub(super) type Settle = fn(&Context<'_>, &Read<'_>, &MarkupFault) -> bool;

/// Finds what is no fault of the markup.
pub(super) type Extra = fn(&Context<'_>, &[Read<'_>]) -> Vec<Violation>;

/// One way to fail a rule.
#[derive(Debug)]
pub(super) struct Fault {
    /// The word in [`crate::model::MarkupFault`].
    pub(super) word: &'static str,
    /// What is wrong.
    pub(super) wrong: Words,
    /// What would put it right, where it is not the rule's.
    pub(super) mend: Option<Words>,
    /// Where it is left open, a script may mend it.
    pub(super) by_script: bool,
}

/// Binds a rule; it has no parameters.
pub(super) fn bind(params: Value, rule: &'static Rule) -> Result<Box<dyn Measure>, String> {
    let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
    Ok(Box::new(A11y { rule }))
}

#[derive(Debug)]
struct A11y {
    rule: &'static Rule,
}

impl Measure for A11y {
    fn measure(&self, facts: &Facts) -> Verdict {
        let home = match facts.home() {
            Ok(home) => home,
            Err(missing) => return unseen(facts, missing),
        };
        let pages = sighting::pages(facts, self.rule);
        if pages.is_empty() {
            let message = Text::new(
                "没有读到可供检查的网页代码，请重新运行，或在浏览器中查看",
                "no page's markup was read; run again or look in a browser",
            );
            let verdict = one_undetermined(home.url(), Reason::Tool, message, json!({}));
            return Verdict { open_ended: true, ..verdict };
        }
        if self.rule.scope == Scope::Layout && !pages.iter().any(super::sighting::Read::is_measured) {
            let message = Text::new(
                "版面要由浏览器来量，这次没有浏览器可用，或用了 --render never；装上 Chromium 再检查，或在浏览器中查看",
                "a layout is measured by a browser, and there was none, or --render never; install Chromium and audit again, \
                 or look in a browser",
            );
            let evidence = json!({ "axe_rule": self.rule.name, "wcag": self.rule.wcag, "level": self.rule.level });
            let verdict = one_undetermined(home.url(), Reason::Tool, message, evidence);
            return Verdict { open_ended: true, ..verdict };
        }
        let mut verdict = Verdict::default();
        for page in &pages {
            let tested = page.markup.tested.get(self.rule.name).copied().unwrap_or(0);
            let own = page.markup.faults.iter().filter(|f| f.rule == self.rule.name).count();
            let least = u64::from(matches!(self.rule.scope, Scope::Ban | Scope::PageBan));
            verdict.tested += u64::from(tested).max(own as u64).max(least);
        }
        let context = Context::of(facts, &pages);
        if let Some(extra) = self.rule.extra {
            verdict.violations = extra(&context, &pages);
        }
        let sightings = sighting::sightings(&context, self.rule, &pages);
        let mut paths: BTreeMap<(usize, String), Vec<&str>> = BTreeMap::new();
        for sight in &sightings {
            let key = (sight.place.page, sight.place.shape.clone());
            paths.entry(key).or_default().push(&sight.place.fault.fault.path);
        }
        for repeat in repeats_of(sightings.iter().cloned()) {
            let paths = paths.get(&(repeat.fault.page, repeat.fault.shape.clone())).map_or(&[][..], Vec::as_slice);
            self.tell(facts, &repeat, paths, &mut verdict);
        }
        self.drawn(home.url(), &pages, &mut verdict);
        let subjects = verdict.violations.len() + verdict.undetermined.len();
        verdict.tested = verdict.tested.max(subjects as u64);
        verdict
    }

    fn params(&self) -> Value {
        json!({})
    }
}

impl A11y {
    /// One fault, wherever it stands.
    fn tell(&self, facts: &Facts, repeat: &Repeat<Seen<'_>>, paths: &[&str], verdict: &mut Verdict) {
        let seen = &repeat.fault;
        let words = self.rule.words(&seen.fault.fault);
        let whole = !matches!(self.rule.scope, Scope::Element | Scope::Ban | Scope::Layout);
        let template = repeat.in_template();
        let url = facts.pages[repeat.page()].url().to_owned();
        let target = if whole {
            None
        } else if template && repeat.shape != seen.shape {
            Some(seen.signature.clone())
        } else {
            Some(seen.fault.snippet.clone())
        };
        let pages = repeat.pages.len();
        let mut evidence = json!({
            "fault": seen.fault.fault,
            "path": seen.fault.path,
            "snippet": seen.fault.snippet,
            "axe_rule": self.rule.name,
            "wcag": self.rule.wcag,
            "level": self.rule.level,
            "page_region": seen.fault.region,
            "pages": pages,
            "times": repeat.times,
        });
        if template {
            evidence["examples"] = json!(repeat.examples(facts));
        }
        if paths.len() > 1 {
            evidence["more_paths"] = json!(paths[1..].iter().take(PATHS).collect::<Vec<_>>());
        }
        if seen.uncounted > 0 {
            evidence["only_counted"] = json!(seen.uncounted);
        }
        let shown = if whole { String::new() } else { shorten(&seen.fault.snippet) };
        let layout = self.rule.scope == Scope::Layout;
        let said = Said { words, shown, pages, times: repeat.times, layout };
        if let Some(reason) = seen.open {
            let message = said.doubt(reason);
            verdict.undetermined.push(Undetermined { url, target, reason, message, evidence });
        } else {
            verdict.violations.push(Violation {
                url,
                target,
                message: said.fault(),
                evidence,
                severity: self.rule.severity,
                occurrences: repeat.times.max(pages as u64),
                subject: if template { seen.subject() } else { String::new() },
            });
        }
    }

    /// A home page that a script draws has more than what was read.
    fn drawn(&self, home: &str, pages: &[Read<'_>], verdict: &mut Verdict) {
        let shell = pages.iter().any(|p| p.shell && p.url == home);
        let told = verdict.undetermined.iter().any(|u| u.url == home);
        if !shell || told || matches!(self.rule.scope, Scope::Page | Scope::PageBan | Scope::Layout) {
            return;
        }
        let message = Text::new(
            "首页由脚本绘制，画出的内容未能读取，请在浏览器中查看",
            "the home page is drawn by script and what it draws was not read; look in a browser",
        );
        verdict.tested += 1;
        verdict.undetermined.push(Undetermined {
            url: home.to_owned(),
            target: None,
            reason: Reason::Script,
            message,
            evidence: json!({ "drawn_by_script": true, "wcag": self.rule.wcag, "level": self.rule.level }),
        });
    }
}

impl Rule {
    /// What is wrong and what would put it right.
    fn words(&self, fault: &str) -> (Words, Words) {
        match self.faults.iter().find(|f| f.word == fault) {
            Some(known) => (known.wrong, known.mend.unwrap_or(self.mend)),
            None => (self.wrong, self.mend),
        }
    }
}

/// What a message is made of.
struct Said {
    words: (Words, Words),
    shown: String,
    pages: usize,
    times: u64,
    /// A browser looked at it.
    layout: bool,
}

impl Said {
    fn what(&self) -> (String, String) {
        let ((zh, en), _) = self.words;
        let (mut zh, mut en) = (zh.to_owned(), en.to_owned());
        if !self.shown.is_empty() {
            zh = format!("{zh}（{}）", self.shown);
            en = format!("{en} ({})", self.shown);
        }
        if self.pages > 1 {
            zh = format!("{zh}，由模板带到{}个页面，共{}处", self.pages, self.times);
            en = format!("{en}, brought to {} pages by their template, {} times in all", self.pages, self.times);
        } else if self.times > 1 {
            zh = format!("{zh}，本页共{}处", self.times);
            en = format!("{en}, {} times on this page", self.times);
        }
        (zh, en)
    }

    fn fault(&self) -> Text {
        let (_, (mend_zh, mend_en)) = self.words;
        let (zh, en) = self.what();
        Text::new(format!("{zh}，{mend_zh}"), format!("{en}; {mend_en}"))
    }

    fn doubt(&self, reason: Reason) -> Text {
        let (zh, en) = self.what();
        let (why_zh, why_en) = match reason {
            Reason::Script => ("可能由脚本补上", "a script may add it"),
            _ if self.layout => ("浏览器也量不出来", "not even the layout decides"),
            _ => ("只看代码不能下结论", "markup alone does not decide"),
        };
        Text::new(format!("{zh}；{why_zh}，请在浏览器中核实"), format!("{en}; {why_en}, so look in a browser"))
    }
}

/// An opening tag for a sentence.
fn shorten(snippet: &str) -> String {
    const MOST: usize = 60;
    if snippet.chars().count() <= MOST {
        return snippet.to_owned();
    }
    let mut short: String = snippet.chars().take(MOST - 1).collect();
    short.push('…');
    short
}
