use super::index::{self, Index};
use super::xlsx_evidence::Exhibits;
use super::xlsx_score;
use super::xlsx_sheet::{Cell, Looks, ROWS, Sheet};
use super::{Error, labels};
use crate::model::{Lang, Points, Scorecard, Unvisited};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

/// `scorecard.xlsx`: 摘要, 指标, 问题清单, 待核实, 证据 and 覆盖 (in English: Summary, Indicators, Findings, Open questions,
/// Evidence, Coverage).
///
/// Every text is written as a string, so nothing a site wrote is ever a formula. The same card gives the same bytes.
pub fn xlsx(card: &Scorecard) -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    // The library would take the time of day: the file must not depend on it.
    let made = ExcelDateTime::parse_from_str(card.run.finished_at.get(..19).unwrap_or_default())
        .or_else(|_| ExcelDateTime::from_ymd(2000, 1, 1))?;
    let title = labels::word(card.lang, "report_title");
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made));
    let looks = Looks::new();
    let index = Index::of(card);
    let exhibits = Exhibits::of(card);
    xlsx_score::summary(card, &index, &mut add(&mut book, card.lang, "summary_sheet", &looks)?)?;
    xlsx_score::indicators(card, &mut add(&mut book, card.lang, "indicator_sheet", &looks)?)?;
    findings(card, &index, &exhibits, &mut add(&mut book, card.lang, "findings", &looks)?)?;
    questions(card, &index, &exhibits, &mut add(&mut book, card.lang, "open_questions", &looks)?)?;
    exhibits.write(&mut add(&mut book, card.lang, "evidence", &looks)?)?;
    coverage(card, &mut add(&mut book, card.lang, "coverage_sheet", &looks)?)?;
    Ok(book.save_to_buffer()?)
}

fn add<'a>(book: &'a mut Workbook, lang: Lang, key: &'static str, looks: &'a Looks) -> Result<Sheet<'a>, Error> {
    Sheet::new(book.add_worksheet(), labels::word(lang, key), looks)
}

pub(super) fn text(text: &str) -> Cell<'_> {
    Cell::Text(text.to_owned())
}

pub(super) fn marks(points: Points) -> Cell<'static> {
    Cell::Marks(points.as_f64())
}

pub(super) fn words(lang: Lang, keys: &[&'static str]) -> Vec<&'static str> {
    keys.iter().map(|key| labels::word(lang, key)).collect()
}

fn findings(card: &Scorecard, index: &Index<'_>, exhibits: &Exhibits<'_>, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let lang = card.lang;
    let list = labels::word(lang, "list");
    sheet.widths(&[6, 10, 16, 12, 30, 36, 30, 52, 10, 10, 12, 24, 10, 19])?;
    let columns = words(
        lang,
        &[
            "number",
            "severity",
            "check",
            "rule",
            "clause",
            "page",
            "target",
            "message",
            "evidence",
            "occurrences",
            "first_seen",
            "units",
            "status",
            "fingerprint",
        ],
    );
    sheet.head(&columns, true)?;
    for (at, finding) in card.findings.iter().enumerate().take(ROWS) {
        sheet.line(&[
            Cell::Count(at as u64 + 1),
            text(labels::severity(lang, finding.severity)),
            Cell::Text(labels::name(lang, "check", &finding.check).into_owned()),
            Cell::Text(finding.rules.join(list)),
            Cell::Text(index.clauses(finding).join("\n")),
            Cell::Link(&finding.url),
            finding.target.as_deref().map_or(Cell::Empty, Cell::Link),
            text(&finding.message),
            exhibits.finding(at),
            Cell::Count(finding.occurrences),
            // The day is enough here; the moment stands in the JSON and the CSV.
            text(finding.first_seen.get(..10).unwrap_or(&finding.first_seen)),
            Cell::Text(index.units(finding).join(list)),
            Cell::Text(labels::name(lang, "status", &finding.status).into_owned()),
            text(&finding.fingerprint),
        ])?;
    }
    sheet.filter(0, columns.len())?;
    if card.findings.len() > ROWS {
        sheet.line(&[text(labels::word(lang, "rows_cut"))])?;
    }
    Ok(())
}

fn questions(card: &Scorecard, index: &Index<'_>, exhibits: &Exhibits<'_>, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let lang = card.lang;
    sheet.widths(&[6, 12, 26, 16, 18, 36, 30, 52, 10, 24, 12])?;
    let columns = words(
        lang,
        &["number", "rule", "title", "check", "reason", "page", "target", "message", "evidence", "units", "more_open"],
    );
    sheet.head(&columns, true)?;
    for (at, question) in card.open_questions.iter().enumerate().take(ROWS) {
        let place = index.rule(&question.rule);
        sheet.line(&[
            Cell::Count(at as u64 + 1),
            text(&question.rule),
            text(place.map_or("", |p| &p.rule.title)),
            Cell::Text(labels::name(lang, "check", &question.check).into_owned()),
            text(labels::reason(lang, question.reason)),
            Cell::Link(&question.url),
            question.target.as_deref().map_or(Cell::Empty, Cell::Link),
            text(&question.message),
            exhibits.question(at),
            Cell::Text(place.map(|p| index::units(p.indicator).join(labels::word(lang, "list"))).unwrap_or_default()),
            if question.more == 0 { Cell::Empty } else { Cell::Count(question.more) },
        ])?;
    }
    sheet.filter(0, columns.len())
}

fn coverage(card: &Scorecard, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let lang = card.lang;
    let unseen = &card.run.undetermined;
    sheet.widths(&[30, 30, 10, 70])?;
    let columns = words(lang, &["item", "reason", "count", "examples"]);
    sheet.head(&columns, true)?;
    let mut count = |key, reason: &'static str, count| {
        let reason = if reason.is_empty() { Cell::Empty } else { text(labels::word(lang, reason)) };
        sheet.line(&[Cell::Strong(labels::word(lang, key).to_owned()), reason, Cell::Count(count), Cell::Empty])
    };
    count("asked", "", card.coverage.asked)?;
    count("read", "", card.coverage.read)?;
    count("requests", "", card.run.requests)?;
    count("links_checked", "", card.run.links_checked)?;
    for (reason, n) in [
        ("unseen_blocked", unseen.blocked),
        ("unseen_robots", unseen.robots),
        ("unseen_script", unseen.script),
        ("unseen_budget", unseen.budget),
        ("unseen_network", unseen.network),
    ] {
        count("unseen", reason, n)?;
    }
    let complete = labels::word(lang, if card.run.complete { "yes" } else { "no" });
    sheet.line(&[Cell::Strong(labels::word(lang, "complete").to_owned()), text(complete), Cell::Empty, Cell::Empty])?;
    if let Some(stop) = card.run.stopped_by {
        let why = text(labels::stop(lang, stop));
        sheet.line(&[Cell::Strong(labels::word(lang, "stopped_by").to_owned()), why, Cell::Empty, Cell::Empty])?;
    }
    gaps("unvisited", &card.coverage.unvisited, lang, sheet)?;
    gaps("failures", &card.coverage.failures, lang, sheet)?;
    sheet.filter(0, columns.len())
}

fn gaps(key: &'static str, gaps: &[Unvisited], lang: Lang, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    for gap in gaps {
        sheet.line(&[
            Cell::Strong(labels::word(lang, key).to_owned()),
            Cell::Text(labels::cause(lang, &gap.reason).into_owned()),
            Cell::Count(gap.count),
            Cell::Text(gap.examples.join("\n")),
        ])?;
    }
    Ok(())
}
