//! What the template shows, worked out beforehand: the template only places it.

use super::album::{Album, Placed};
use super::index::{self, Index};
use super::{evidence, labels, mend_first};
use crate::model::{
    Coverage, Finding, Grade, IndicatorScore, Lang, OpenQuestion, PackRef, Points, PointsRange, RuleScore, RunSummary,
    Scorecard, SiteRef, Unvisited,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// Findings of one check that are listed.
const PER_CHECK: usize = 300;
/// Things to mend first.
const MENDS: usize = 10;
/// Open questions of one rule that are listed.
const PER_RULE: usize = 50;
/// Open questions listed in all.
const OPEN_IN_ALL: usize = 1000;
/// Characters of one piece of evidence.
const EVIDENCE: usize = 600;

#[derive(Debug, Serialize)]
pub(super) struct View<'a> {
    t: BTreeMap<&'static str, &'static str>,
    html_lang: &'static str,
    /// Whether pictures stand within the page.
    pictured: bool,
    version: &'static str,
    card: Head<'a>,
    finding_count: usize,
    grade: &'static str,
    grade_class: &'static str,
    range: String,
    /// Whether the total counts: no veto failed.
    counts: bool,
    arithmetic: &'a str,
    traits: Vec<String>,
    full_marks: String,
    bonus: Option<String>,
    decided: String,
    stopped_by: Option<&'static str>,
    bar: Bar,
    vetoes: Vec<Veto<'a>>,
    undecided_vetoes: Vec<Veto<'a>>,
    mends: Vec<Mend<'a>>,
    indicators: Vec<Row<'a>>,
    uncovered: Vec<Row<'a>>,
    checks: Vec<CheckGroup<'a>>,
    questions: Vec<QuestionGroup<'a>>,
    questions_unlisted: u64,
    unvisited: Vec<Gap<'a>>,
    failures: Vec<Gap<'a>>,
}

/// What the template takes from the card as it is; findings only come by way of the groups below, which are capped.
#[derive(Debug, Serialize)]
struct Head<'a> {
    site: &'a SiteRef,
    run: &'a RunSummary,
    pack: &'a PackRef,
    because: &'a str,
    asked: u64,
    read: u64,
}

/// Positions in hundredths of the bar's length.
#[derive(Debug, Serialize)]
struct Bar {
    low: f64,
    high: f64,
    pass: f64,
    bonus: f64,
    /// Nothing where the pack has no such mark.
    pass_mark: Option<String>,
    bonus_mark: Option<String>,
    /// Whether the two marks stand so close that their words need two lines.
    crowded: bool,
}

#[derive(Debug, Serialize)]
struct Veto<'a> {
    id: &'a str,
    title: &'a str,
    clause: &'a str,
}

/// One of the things to mend first.
#[derive(Debug, Serialize)]
struct Mend<'a> {
    id: &'a str,
    title: &'a str,
    check: String,
    units: Vec<&'a str>,
    violations: u64,
    /// Nothing for a veto.
    gain: Option<String>,
    /// The position of its check among the groups of findings, from 1; 0 where it has none.
    anchor: usize,
    message: &'a str,
    url: &'a str,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    id: &'a str,
    title: &'a str,
    level: u32,
    arithmetic: &'a str,
    full_marks: String,
    pack_marks: Option<String>,
    got: String,
    lost: String,
    outcome: &'static str,
    outcome_id: &'static str,
    sign: &'static str,
    units: Vec<&'a str>,
    deadline: Option<&'a str>,
    past: bool,
    source: &'a str,
    ledger: &'a [String],
    covered: bool,
    rules: Vec<Rule<'a>>,
}

#[derive(Debug, Serialize)]
struct Rule<'a> {
    id: &'a str,
    title: &'a str,
    check: String,
    effect: String,
    arithmetic: &'a str,
    outcome: &'static str,
    outcome_id: &'static str,
    sign: &'static str,
    tested: u64,
    violations: u64,
    undetermined: u64,
    lost: String,
    gained: Option<String>,
}

#[derive(Debug, Serialize)]
struct CheckGroup<'a> {
    id: &'a str,
    name: String,
    count: usize,
    unlisted: usize,
    rules: Vec<RuleGroup<'a>>,
}

#[derive(Debug, Serialize)]
struct RuleGroup<'a> {
    id: &'a str,
    title: &'a str,
    clause: &'a str,
    units: Vec<&'a str>,
    count: usize,
    findings: Vec<Shown<'a>>,
}

#[derive(Debug, Serialize)]
struct Shown<'a> {
    number: usize,
    severity: &'static str,
    severity_id: &'static str,
    finding: &'a Finding,
    status: String,
    also: &'a [String],
    evidence: Vec<(String, String)>,
    picture: Option<&'a Placed>,
}

#[derive(Debug, Serialize)]
struct QuestionGroup<'a> {
    id: &'a str,
    title: &'a str,
    check: String,
    units: Vec<&'a str>,
    count: u64,
    unlisted: u64,
    questions: Vec<Question<'a>>,
}

#[derive(Debug, Serialize)]
struct Question<'a> {
    reason: &'static str,
    asked: &'a OpenQuestion,
    evidence: Vec<(String, String)>,
}

#[derive(Debug, Serialize)]
struct Gap<'a> {
    reason: String,
    count: u64,
    examples: &'a [String],
}

pub(super) fn of<'a>(card: &'a Scorecard, album: &'a Album) -> View<'a> {
    let lang = card.lang;
    let index = Index::of(card);
    let rows: Vec<Row<'_>> = index::all_indicators(card).into_iter().map(|i| row(i, card)).collect();
    let (questions, questions_unlisted) = questions(card, &index);
    let checks = checks(card, &index, album);
    View {
        t: labels::words(lang),
        html_lang: match lang {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        },
        pictured: album.is_within(),
        version: env!("CARGO_PKG_VERSION"),
        card: Head {
            site: &card.site,
            run: &card.run,
            pack: &card.pack,
            because: &card.score.because,
            asked: card.coverage.asked,
            read: card.coverage.read,
        },
        finding_count: card.findings.len(),
        grade: labels::grade(lang, card.score.grade),
        grade_class: match card.score.grade {
            Grade::Pass => "pass",
            Grade::Fail => "fail",
            Grade::Pending => "pending",
        },
        range: range(PointsRange { low: card.score.low, high: card.score.high }),
        counts: card.score.counts(),
        arithmetic: &card.score.arithmetic,
        traits: traits(card),
        full_marks: card.score.full_marks.to_string(),
        bonus: (card.score.bonus != Points::ZERO).then(|| card.score.bonus.to_string()),
        decided: percent(card.score.coverage),
        stopped_by: card.run.stopped_by.map(|stop| labels::stop(lang, stop)),
        bar: bar(card),
        vetoes: card.score.vetoes.iter().map(|id| veto(id, &index)).collect(),
        undecided_vetoes: card.score.undecided_vetoes.iter().map(|id| veto(id, &index)).collect(),
        uncovered: index::all_indicators(card)
            .into_iter()
            .filter(|i| !i.covered && i.children.is_empty())
            .map(|i| row(i, card))
            .collect(),
        indicators: rows,
        mends: mends(card, &checks),
        checks,
        questions,
        questions_unlisted,
        unvisited: gaps(&card.coverage, lang, |c| &c.unvisited),
        failures: gaps(&card.coverage, lang, |c| &c.failures),
    }
}

/// What was told of the body, in words.
pub(super) fn traits(card: &Scorecard) -> Vec<String> {
    card.site.traits.iter().map(|t| t.words().pick(card.lang).to_owned()).collect()
}

/// `78.5–82`, or one number when both ends meet.
pub(super) fn range(got: PointsRange) -> String {
    if got.low == got.high { got.low.to_string() } else { format!("{}–{}", got.low, got.high) }
}

/// A share as a percentage with at most one decimal; always below 100 % while anything is missing.
pub(super) fn percent(share: f64) -> String {
    let tenths = (share.clamp(0.0, 1.0) * 1000.0).floor() / 10.0;
    if tenths.is_nan() { "0%".to_owned() } else { format!("{tenths}%") }
}

/// Marks that an indicator lost: what it can give less what it got.
pub(super) fn lost(indicator: &IndicatorScore) -> PointsRange {
    let full = indicator.full_marks;
    PointsRange { low: full - indicator.got.high, high: full - indicator.got.low }
}

/// Whether a deadline lies before the day judged. Written as ISO days, which compare as text; anything else is shown
/// as it is.
pub(super) fn is_past(deadline: &str, as_of: &str) -> bool {
    let iso = |day: &str| day.parse::<jiff::civil::Date>().ok();
    matches!((iso(deadline), iso(as_of)), (Some(deadline), Some(as_of)) if deadline < as_of)
}

fn bar(card: &Scorecard) -> Bar {
    let score = &card.score;
    let most = score.full_marks.max(score.high).max(score.bonus_mark).max(score.pass_mark).max(Points(1));
    let at = |points: Points| (points.max(Points::ZERO).as_f64() / most.as_f64() * 1000.0).round() / 10.0;
    let named = |mark: Points| (mark > Points::ZERO).then(|| mark.to_string());
    let (pass, bonus) = (at(score.pass_mark), at(score.bonus_mark));
    Bar {
        low: at(score.low),
        high: at(score.high).max(at(score.low)),
        pass,
        bonus,
        pass_mark: named(score.pass_mark),
        bonus_mark: named(score.bonus_mark),
        crowded: (pass - bonus).abs() < 22.0 && score.pass_mark > Points::ZERO && score.bonus_mark > Points::ZERO,
    }
}

fn veto<'a>(id: &'a str, index: &Index<'a>) -> Veto<'a> {
    let place = index.rule(id);
    Veto {
        id,
        title: place.map_or("", |p| p.rule.title.as_str()),
        clause: place.map_or("", |p| p.indicator.source.as_str()),
    }
}

fn mends<'a>(card: &'a Scorecard, checks: &[CheckGroup<'a>]) -> Vec<Mend<'a>> {
    mend_first::mend_first(card, MENDS)
        .into_iter()
        .map(|mend| Mend {
            id: &mend.rule.id,
            title: &mend.rule.title,
            check: labels::name(card.lang, "check", &mend.rule.check).into_owned(),
            units: index::units(mend.indicator),
            violations: mend.rule.violations,
            gain: (!mend.veto).then(|| mend.gain.to_string()),
            anchor: checks.iter().position(|group| group.id == mend.rule.check).map_or(0, |at| at + 1),
            message: mend.first.map_or("", |finding| finding.message.as_str()),
            url: mend.first.map_or("", |finding| finding.url.as_str()),
        })
        .collect()
}

fn row<'a>(indicator: &'a IndicatorScore, card: &'a Scorecard) -> Row<'a> {
    let lang = card.lang;
    Row {
        id: &indicator.id,
        title: &indicator.title,
        level: indicator.level.clamp(1, 4),
        arithmetic: &indicator.arithmetic,
        full_marks: indicator.full_marks.to_string(),
        pack_marks: (indicator.pack_marks != indicator.full_marks).then(|| indicator.pack_marks.to_string()),
        got: range(indicator.got),
        lost: range(lost(indicator)),
        outcome: labels::outcome(lang, indicator.outcome),
        outcome_id: labels::outcome_id(indicator.outcome),
        sign: labels::sign(lang, indicator.outcome),
        units: index::units(indicator),
        deadline: indicator.deadline.as_deref(),
        past: indicator.deadline.as_deref().is_some_and(|d| is_past(d, &card.run.as_of)),
        source: &indicator.source,
        ledger: &indicator.ledger,
        covered: indicator.covered,
        rules: indicator.rules.iter().map(|r| rule(r, lang)).collect(),
    }
}

fn rule(rule: &RuleScore, lang: Lang) -> Rule<'_> {
    Rule {
        id: &rule.id,
        title: &rule.title,
        check: labels::name(lang, "check", &rule.check).into_owned(),
        effect: labels::name(lang, "effect", &rule.effect).into_owned(),
        arithmetic: &rule.arithmetic,
        outcome: labels::outcome(lang, rule.outcome),
        outcome_id: labels::outcome_id(rule.outcome),
        sign: labels::sign(lang, rule.outcome),
        tested: rule.tested,
        violations: rule.violations,
        undetermined: rule.undetermined,
        lost: range(rule.lost),
        gained: (rule.gained != PointsRange::default()).then(|| range(rule.gained)),
    }
}

/// Checks in the order of their worst finding; within one, rules in the order of theirs. Numbers are those of the
/// workbook and `findings.csv`.
fn checks<'a>(card: &'a Scorecard, index: &Index<'a>, album: &'a Album) -> Vec<CheckGroup<'a>> {
    let mut groups: Vec<CheckGroup<'a>> = Vec::new();
    let mut place_of: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, finding) in card.findings.iter().enumerate() {
        let place = *place_of.entry(&finding.check).or_insert_with(|| {
            groups.push(CheckGroup {
                id: &finding.check,
                name: labels::name(card.lang, "check", &finding.check).into_owned(),
                count: 0,
                unlisted: 0,
                rules: Vec::new(),
            });
            groups.len() - 1
        });
        let group = &mut groups[place];
        group.count += 1;
        let first = finding.rules.first().map_or("", String::as_str);
        let known = group.rules.iter().position(|r| r.id == first).unwrap_or_else(|| {
            group.rules.push(rule_group(first, index));
            group.rules.len() - 1
        });
        group.rules[known].count += 1;
        if group.count <= PER_CHECK {
            let picture = album.picture(&finding.fingerprint);
            group.rules[known].findings.push(Shown { picture, ..shown(at + 1, finding, card.lang) });
        } else {
            group.unlisted += 1;
        }
    }
    groups
}

fn rule_group<'a>(id: &'a str, index: &Index<'a>) -> RuleGroup<'a> {
    let place = index.rule(id);
    RuleGroup {
        id,
        title: place.map_or("", |p| p.rule.title.as_str()),
        clause: place.map_or("", |p| p.indicator.source.as_str()),
        units: place.map(|p| index::units(p.indicator)).unwrap_or_default(),
        count: 0,
        findings: Vec::new(),
    }
}

fn shown(number: usize, finding: &Finding, lang: Lang) -> Shown<'_> {
    Shown {
        number,
        severity: labels::severity(lang, finding.severity),
        severity_id: labels::severity_id(finding.severity),
        finding,
        status: labels::name(lang, "status", &finding.status).into_owned(),
        also: finding.rules.get(1..).unwrap_or_default(),
        evidence: short(evidence::pairs(&finding.evidence, lang)),
        picture: None,
    }
}

fn short(pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    pairs.into_iter().map(|(key, value)| (key, super::clean::cut(&value, EVIDENCE).into_owned())).collect()
}

fn questions<'a>(card: &'a Scorecard, index: &Index<'a>) -> (Vec<QuestionGroup<'a>>, u64) {
    let mut groups: Vec<QuestionGroup<'a>> = Vec::new();
    let mut place_of: BTreeMap<&str, usize> = BTreeMap::new();
    let mut listed = 0;
    for question in &card.open_questions {
        let place = *place_of.entry(&question.rule).or_insert_with(|| {
            let known = index.rule(&question.rule);
            groups.push(QuestionGroup {
                id: &question.rule,
                title: known.map_or("", |p| p.rule.title.as_str()),
                check: labels::name(card.lang, "check", &question.check).into_owned(),
                units: known.map(|p| index::units(p.indicator)).unwrap_or_default(),
                count: 0,
                unlisted: 0,
                questions: Vec::new(),
            });
            groups.len() - 1
        });
        let group = &mut groups[place];
        group.count = group.count.saturating_add(1).saturating_add(question.more);
        group.unlisted = group.unlisted.saturating_add(question.more);
        if group.questions.len() < PER_RULE && listed < OPEN_IN_ALL {
            listed += 1;
            group.questions.push(Question {
                reason: labels::reason(card.lang, question.reason),
                asked: question,
                evidence: short(evidence::pairs(&question.evidence, card.lang)),
            });
        } else {
            group.unlisted = group.unlisted.saturating_add(1);
        }
    }
    let unlisted = groups.iter().fold(0_u64, |sum, group| sum.saturating_add(group.unlisted));
    (groups, unlisted)
}

fn gaps(coverage: &Coverage, lang: Lang, which: fn(&Coverage) -> &Vec<Unvisited>) -> Vec<Gap<'_>> {
    which(coverage)
        .iter()
        .map(|gap| Gap {
            reason: labels::cause(lang, &gap.reason).into_owned(),
            count: gap.count,
            examples: &gap.examples,
        })
        .collect()
}
