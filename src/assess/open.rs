//! What a crawl left to people: open rules, and the rows of their workbook.

use super::gather::CountedRun;
use crate::model::{
    AskKey, AskRow, Finding, HandMark, Lang, OpenQuestion, Points, PointsRange, Scorecard, Tally, Text,
};
use crate::rules::{Effect, Judge, Rule, RuleSet};
use crate::score::{HandMarks, Room, room};

/// Something that only a person can decide.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenRule {
    /// The rule's id, or that of an indicator without rules.
    pub id: String,
    /// The indicator, as an index into the set.
    pub indicator: usize,
    /// The rule, as an index into the set; `None` for an indicator without rules.
    pub rule: Option<usize>,
    /// The run whose evidence is to be looked at: the last in which it is open.
    pub run: String,
    /// What is left to decide.
    pub room: Room,
}

/// Everything open in these runs, in the pack's order. `vetoes_too` are runs of which only vetoes matter.
#[must_use]
pub fn open_rules(set: &RuleSet, runs: &[&CountedRun], vetoes_too: &[&CountedRun]) -> Vec<OpenRule> {
    let mut open = Vec::new();
    if runs.is_empty() {
        return open;
    }
    for (at, indicator) in set.indicators.iter().enumerate().filter(|(_, i)| i.children.is_empty()) {
        if indicator.rules.is_empty() && indicator.points > Points::ZERO {
            let got = PointsRange { low: Points::ZERO, high: indicator.points };
            open.push(OpenRule {
                id: indicator.id.clone(),
                indicator: at,
                rule: None,
                run: runs.last().map(|r| r.run.id.clone()).unwrap_or_default(),
                room: Room { full: indicator.points, got, numbers: true, may_not_apply: true },
            });
        }
        for rule in &indicator.rules {
            let veto = matches!(set.rules[*rule].effect, Effect::Veto(_));
            let asked = runs.iter().chain(vetoes_too.iter().filter(|_| veto));
            let mut found: Option<(&CountedRun, Room)> = None;
            for run in asked {
                let Some(room) = room(&set.rules[*rule], &run.tallies[*rule], indicator.points) else { continue };
                found = Some(match found {
                    None => (run, room),
                    Some((known, before)) => (later(known, run), either(before, room)),
                });
            }
            if let Some((run, room)) = found {
                let id = set.rules[*rule].id.clone();
                open.push(OpenRule { id, indicator: at, rule: Some(*rule), run: run.run.id.clone(), room });
            }
        }
    }
    open
}

fn later<'a>(a: &'a CountedRun, b: &'a CountedRun) -> &'a CountedRun {
    let key = |r: &CountedRun| (r.run.as_of, r.run.started_ms, r.run.id.clone());
    if key(b) > key(a) { b } else { a }
}

/// What is possible in one run or another.
fn either(a: Room, b: Room) -> Room {
    Room {
        full: a.full,
        got: PointsRange { low: a.got.low.min(b.got.low), high: a.got.high.max(b.got.high) },
        numbers: a.numbers,
        may_not_apply: a.may_not_apply && b.may_not_apply,
    }
}

/// Lines of evidence in one row; the rest is counted.
const LINES: usize = 8;
/// Links in one row.
const LINKS: usize = 3;

/// The rows of one site. `card` gives the scorecard of a run, where it can be had.
#[must_use]
pub fn rows<'c>(
    set: &RuleSet,
    open: &[OpenRule],
    card: &dyn Fn(&str) -> Option<&'c Scorecard>,
    marks: &HandMarks,
    about: (&str, i16, Lang),
) -> Vec<AskRow> {
    let (site, year, lang) = about;
    open.iter()
        .map(|one| {
            let indicator = &set.indicators[one.indicator];
            let rule = one.rule.map(|r| &set.rules[r]);
            let evidence = card(&one.run).map(|c| Evidence::of(c, &one.id)).unwrap_or_default();
            let clause = rule.and_then(|r| r.clause.clone()).or_else(|| indicator.clause.clone());
            AskRow {
                key: AskKey {
                    site: site.to_owned(),
                    rule: one.id.clone(),
                    pack: set.pack.reference.id.clone(),
                    sha256: set.pack.reference.sha256.clone(),
                    year,
                    run: one.run.clone(),
                },
                levels: titles(set, one.indicator),
                indicator: indicator.id.clone(),
                title: rule.map_or_else(|| indicator.title.clone(), |r| r.title.clone()),
                clause: clause.unwrap_or_default(),
                lead_unit: indicator.lead_unit.clone().unwrap_or_default(),
                responsible_units: indicator.responsible_units.clone(),
                look: look(rule, indicator.pending.as_deref()).pick(lang).to_owned(),
                found: evidence.text(lang),
                links: evidence.links(),
                full: one.room.full,
                got: one.room.got,
                numbers: one.room.numbers,
                may_not_apply: one.room.may_not_apply,
                mark: marks.get(&one.id).cloned().filter(HandMark::decides),
            }
        })
        .collect()
}

/// Titles from the first level down to the indicator.
fn titles(set: &RuleSet, at: usize) -> Vec<String> {
    let mut titles = vec![set.indicators[at].title.clone()];
    let mut parent = set.indicators[at].parent.clone();
    while let Some(above) = parent.as_ref().and_then(|p| set.indicators.iter().find(|i| i.id == *p)) {
        titles.insert(0, above.title.clone());
        parent.clone_from(&above.parent);
    }
    titles
}

/// What to look at, and what the answer does.
fn look(rule: Option<&Rule>, pending: Option<&str>) -> Text {
    let Some(rule) = rule else {
        let why = pending.unwrap_or_default();
        return Text::new(
            format!("本指标没有规则能判，按原文核实。{why}"),
            format!("no rule judges it: verify by the text. {why}"),
        );
    };
    let effect = rule.effect.text();
    let mut text = match rule.judge() {
        Judge::Person if rule.check.is_empty() => Text::new(
            "网站上看不全，查台账、文件、现场后评定",
            "not on the website alone: look at records and on the spot",
        ),
        Judge::Person => Text::new("看“检查发现”和链接后评定", "look at what was found and at the links"),
        Judge::Planned => {
            Text::new("本版没有所需的检查，看网站后评定", "this version lacks the check: look at the site")
        }
        Judge::Check => Text::new(
            "逐项看“检查发现”里没能判定的，评定是否都没有问题",
            "look at what could not be told and say whether it is in order",
        ),
    };
    text.zh = format!("{}（{}）", text.zh, effect.zh);
    text.en = format!("{} ({})", text.en, effect.en);
    if let Some(notes) = &rule.notes {
        text.zh = format!("{}。{notes}", text.zh);
        text.en = format!("{}. {notes}", text.en);
    }
    text
}

/// What a card holds on one rule.
#[derive(Default)]
struct Evidence<'a> {
    counts: Tally,
    findings: Vec<&'a Finding>,
    questions: Vec<&'a OpenQuestion>,
    home: &'a str,
}

impl<'a> Evidence<'a> {
    fn of(card: &'a Scorecard, rule: &str) -> Self {
        let mut evidence = Self { home: &card.site.url, ..Self::default() };
        let mut stack: Vec<_> = card.indicators.iter().collect();
        while let Some(indicator) = stack.pop() {
            stack.extend(&indicator.children);
            if let Some(found) = indicator.rules.iter().find(|r| r.id == rule) {
                evidence.counts = Tally {
                    tested: found.tested,
                    violations: found.violations,
                    undetermined: found.undetermined,
                    open_ended: found.open_ended,
                    inapplicable: None,
                };
            }
        }
        evidence.findings = card.findings.iter().filter(|f| f.rules.iter().any(|r| r == rule)).collect();
        // The question that only says "to be marked" holds no evidence of its own.
        evidence.questions = card.open_questions.iter().filter(|q| q.rule == rule && q.reason.is_some()).collect();
        evidence
    }

    fn text(&self, lang: Lang) -> String {
        let counts = &self.counts;
        let mut lines = Vec::new();
        if counts.tested + counts.violations + counts.undetermined > 0 {
            let said = Text::new(
                format!("查{}个，{}处有问题，{}处待核", counts.tested, counts.violations, counts.undetermined),
                format!("{} tested, {} wrong, {} open", counts.tested, counts.violations, counts.undetermined),
            );
            lines.push(said.pick(lang).to_owned());
        }
        let messages = self.findings.iter().map(|f| &f.message).chain(self.questions.iter().map(|q| &q.message));
        let all: Vec<&String> = messages.collect();
        lines.extend(all.iter().take(LINES).map(|m| format!("· {m}")));
        let listed: u64 = self.questions.iter().map(|q| q.more).sum();
        let rest = all.len().saturating_sub(LINES) as u64 + listed;
        if rest > 0 {
            let more = Text::new(
                format!("· 另有 {rest} 条，见该次检查的评分表"),
                format!("· {rest} more in that run's scorecard"),
            );
            lines.push(more.pick(lang).to_owned());
        }
        if lines.is_empty() {
            let none = Text::new("网站上没有收集到线索", "nothing was collected from the site");
            lines.push(none.pick(lang).to_owned());
        }
        lines.join("\n")
    }

    fn links(&self) -> Vec<String> {
        let pages = self.questions.iter().map(|q| q.url.as_str()).chain(self.findings.iter().map(|f| f.url.as_str()));
        let mut links: Vec<String> = Vec::new();
        for url in pages.chain([self.home]) {
            if !url.is_empty() && !links.iter().any(|l| l == url) && links.len() < LINKS {
                links.push(url.to_owned());
            }
        }
        links
    }
}
