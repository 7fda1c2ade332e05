//! The sheets 摘要 and 指标: the conclusion and how it came about.

use super::index::{self, Index};
use super::xlsx::{marks, text, words};
use super::xlsx_sheet::{Cell, Sheet};
use super::{Error, html_view, labels};
use crate::model::{Grade, IndicatorScore, Lang, Outcome, Points, PointsRange, Scorecard, Severity};

/// Findings told on the summary.
const WORST: usize = 10;

/// 摘要: what an official reads in a minute.
pub(super) fn summary(card: &Scorecard, index: &Index<'_>, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let lang = card.lang;
    sheet.upright();
    sheet.widths(&[16, 40, 12, 12, 12, 16])?;
    sheet.title(labels::word(lang, "report_title"))?;
    facts(card, sheet)?;
    sections(card, sheet)?;
    worst(card, index, sheet)?;
    sheet.skip();
    for key in ["method_range", "method_undetermined", "method_arithmetic", "method_grade", "method_repeat"] {
        sheet.block(6, labels::word(lang, key))?;
    }
    Ok(())
}

/// The conclusion and what it rests on.
fn facts(card: &Scorecard, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let (lang, score) = (card.lang, &card.score);
    let list = labels::word(lang, "list");
    let none = labels::word(lang, "none");
    let or_none = |ids: &[String]| if ids.is_empty() { none.to_owned() } else { ids.join(list) };
    let complete = labels::word(lang, if card.run.complete { "yes" } else { "no" });
    let tool = format!("{} {}", labels::word(lang, "tool"), env!("CARGO_PKG_VERSION"));
    let grade = match score.grade {
        Grade::Pass => Outcome::Passed,
        Grade::Fail => Outcome::Failed,
        Grade::Pending => Outcome::CannotTell,
    };
    let caution = card.pack.out_of_force.iter().map(String::as_str);
    let as_of = std::iter::once(card.run.as_of.as_str()).chain(caution).collect::<Vec<_>>().join(" ");
    let total = if score.counts() {
        html_view::range(PointsRange { low: score.low, high: score.high })
    } else {
        labels::word(lang, "no_total").to_owned()
    };
    for (key, value) in [
        ("site", text(&card.site.name)),
        ("url", Cell::Link(&card.site.url)),
        ("grade", Cell::Outcome(labels::grade(lang, score.grade), grade)),
        ("because", text(&score.because)),
        ("total", Cell::Strong(total)),
        ("arithmetic", text(&score.arithmetic)),
        ("low", figure(score.low)),
        ("high", figure(score.high)),
        ("full_marks", figure(score.full_marks)),
        ("bonus", figure(score.bonus)),
        ("pass_mark", figure(score.pass_mark)),
        ("bonus_mark", figure(score.bonus_mark)),
        ("decided", Cell::Text(html_view::percent(score.coverage))),
        ("vetoes_failed", Cell::Text(or_none(&score.vetoes))),
        ("vetoes_open", Cell::Text(or_none(&score.undecided_vetoes))),
        ("pack", Cell::Text(format!("{} {} {}", card.pack.title, card.pack.id, card.pack.version))),
        ("traits", Cell::Text(html_view::traits(card).join(list))),
        ("pack_source", text(&card.pack.source)),
        ("pack_digest", text(&card.pack.sha256)),
        ("as_of", Cell::Text(as_of)),
        ("run", text(&card.run.id)),
        ("run_time", text(&card.run.finished_at)),
        ("read", Cell::Text(card.coverage.read.to_string())),
        ("links_checked", Cell::Text(card.run.links_checked.to_string())),
        ("complete", text(complete)),
        ("generated_by", Cell::Text(tool)),
    ] {
        sheet.line(&[Cell::Strong(labels::word(lang, key).to_owned()), value])?;
    }
    sheet.skip();
    Ok(())
}

fn figure(points: Points) -> Cell<'static> {
    Cell::Figure(points.as_f64())
}

/// First-level indicators.
fn sections(card: &Scorecard, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let lang = card.lang;
    sheet.head(&words(lang, &["id", "indicator", "full_marks", "low", "high", "outcome"]), false)?;
    for section in &card.indicators {
        sheet.line(&[
            text(&section.id),
            text(&section.title),
            marks(section.full_marks),
            marks(section.got.low),
            marks(section.got.high),
            result(section, lang),
        ])?;
    }
    let sum = |of: fn(&IndicatorScore) -> Points| marks(card.indicators.iter().map(of).sum());
    sheet.section(&[
        Cell::Empty,
        text(labels::word(lang, "sum")),
        sum(|i| i.full_marks),
        sum(|i| i.got.low),
        sum(|i| i.got.high),
        Cell::Empty,
    ])?;
    sheet.skip();
    Ok(())
}

/// The worst findings, and how many there are.
fn worst(card: &Scorecard, index: &Index<'_>, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let lang = card.lang;
    let count = |severity| card.findings.iter().filter(|f| f.severity == severity).count();
    let kinds = [Severity::Veto, Severity::Major, Severity::Minor, Severity::Hint];
    let counts: Vec<String> = kinds.iter().map(|s| format!("{} {}", labels::severity(lang, *s), count(*s))).collect();
    sheet.line(&[
        Cell::Strong(labels::word(lang, "findings").to_owned()),
        Cell::Text(counts.join(labels::word(lang, "semicolon"))),
    ])?;
    sheet.line(&[
        Cell::Strong(labels::word(lang, "open_questions").to_owned()),
        Cell::Text(card.open_questions.iter().map(|q| q.more + 1).sum::<u64>().to_string()),
    ])?;
    if card.findings.is_empty() {
        return Ok(());
    }
    sheet.skip();
    sheet.head(&words(lang, &["top_findings", "message", "severity", "check", "rule", "units"]), false)?;
    for (at, finding) in card.findings.iter().take(WORST).enumerate() {
        let row = u32::try_from(at + 1).unwrap_or(u32::MAX);
        sheet.line(&[
            Cell::Row(labels::word(lang, "findings"), row, (at + 1).to_string()),
            text(&finding.message),
            text(labels::severity(lang, finding.severity)),
            Cell::Text(labels::name(lang, "check", &finding.check).into_owned()),
            Cell::Text(finding.rules.join("\n")),
            Cell::Text(index.units(finding).join(labels::word(lang, "list"))),
        ])?;
    }
    Ok(())
}

/// 指标: every indicator and rule with its arithmetic.
pub(super) fn indicators(card: &Scorecard, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    sheet.widths(&[10, 44, 8, 8, 8, 12, 12, 52, 24, 14, 30, 12])?;
    let columns = words(
        card.lang,
        &[
            "id",
            "title",
            "full_marks",
            "low",
            "high",
            "lost",
            "outcome",
            "arithmetic",
            "units",
            "deadline",
            "clause",
            "ledger",
        ],
    );
    sheet.head(&columns, true)?;
    for indicator in index::all_indicators(card) {
        indicator_rows(indicator, card, sheet)?;
    }
    sheet.filter(0, columns.len())
}

/// An indicator's outcome; 尚未覆盖 where nothing judges it.
fn result(indicator: &IndicatorScore, lang: Lang) -> Cell<'static> {
    if indicator.covered {
        Cell::Outcome(labels::outcome(lang, indicator.outcome), indicator.outcome)
    } else {
        Cell::Outcome(labels::word(lang, "uncovered"), Outcome::CannotTell)
    }
}

fn indicator_rows(indicator: &IndicatorScore, card: &Scorecard, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let lang = card.lang;
    let list = labels::word(lang, "list");
    let indent = "\u{3000}".repeat(indicator.level.clamp(1, 4) as usize - 1);
    let deadline = indicator.deadline.as_deref().map_or_else(String::new, |day| {
        let past = html_view::is_past(day, &card.run.as_of);
        if past { format!("{day} ({})", labels::word(lang, "deadline_past")) } else { day.to_owned() }
    });
    let cells = [
        Cell::Strong(indicator.id.clone()),
        Cell::Strong(format!("{indent}{}", indicator.title)),
        marks(indicator.full_marks),
        marks(indicator.got.low),
        marks(indicator.got.high),
        Cell::Text(html_view::range(html_view::lost(indicator))),
        result(indicator, lang),
        text(&indicator.arithmetic),
        Cell::Text(index::units(indicator).join(list)),
        Cell::Text(deadline),
        text(&indicator.source),
        Cell::Text(indicator.ledger.join(list)),
    ];
    if indicator.level == 1 {
        sheet.section(&cells)?;
    } else {
        sheet.line(&cells)?;
    }
    let first = sheet.at();
    for rule in &indicator.rules {
        let check = labels::name(lang, "check", &rule.check);
        let effect = labels::name(lang, "effect", &rule.effect);
        let named = if check.is_empty() { rule.title.clone() } else { format!("{} ({check})", rule.title) };
        sheet.line(&[
            text(&rule.id),
            Cell::Text(format!("{indent}\u{3000}{effect}{}{named}", labels::word(lang, "colon"))),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Text(html_view::range(rule.lost)),
            Cell::Outcome(labels::outcome(lang, rule.outcome), rule.outcome),
            text(&rule.arithmetic),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
        ])?;
    }
    sheet.fold(first, sheet.at().saturating_sub(1))
}
