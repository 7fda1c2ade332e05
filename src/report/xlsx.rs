use super::index::{self, Index};
use super::xlsx_sheet::{Cell, Looks, ROWS, Sheet};
use super::{Error, evidence, html_view, labels};
use crate::model::{IndicatorScore, Lang, Points, Scorecard, Unvisited};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

/// `scorecard.xlsx`: 得分, 问题清单, 待核实 and 覆盖 (in English: Score, Findings, Open questions, Coverage).
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
    score(card, &mut Sheet::new(book.add_worksheet(), labels::word(card.lang, "score"), &looks)?)?;
    findings(card, &index, &mut Sheet::new(book.add_worksheet(), labels::word(card.lang, "findings"), &looks)?)?;
    questions(card, &index, &mut Sheet::new(book.add_worksheet(), labels::word(card.lang, "open_questions"), &looks)?)?;
    coverage(card, &mut Sheet::new(book.add_worksheet(), labels::word(card.lang, "coverage_sheet"), &looks)?)?;
    Ok(book.save_to_buffer()?)
}

fn text(text: &str) -> Cell<'_> {
    Cell::Text(text.to_owned())
}

fn marks(points: Points) -> Cell<'static> {
    Cell::Marks(points.as_f64())
}

fn words(lang: Lang, keys: &[&'static str]) -> Vec<&'static str> {
    keys.iter().map(|key| labels::word(lang, key)).collect()
}

fn score(card: &Scorecard, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let lang = card.lang;
    sheet.widths(&[14, 44, 10, 10, 10, 10, 14, 12, 26, 16, 34, 14, 50])?;
    sheet.title(labels::word(lang, "report_title"))?;
    summary(card, sheet)?;
    let head = sheet.at();
    let columns = words(
        lang,
        &[
            "id",
            "title",
            "full_marks",
            "low",
            "high",
            "lost",
            "outcome",
            "level",
            "units",
            "deadline",
            "clause",
            "ledger",
            "arithmetic",
        ],
    );
    sheet.head(&columns, true)?;
    for indicator in index::all_indicators(card) {
        indicator_rows(indicator, card, sheet)?;
    }
    sheet.filter(head, columns.len())
}

/// Four facts a row, in the columns that are wide enough, so that the frozen part stays low.
fn summary(card: &Scorecard, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let (lang, score) = (card.lang, &card.score);
    let list = labels::word(lang, "list");
    let tool = format!("{} {}", labels::word(lang, "tool"), env!("CARGO_PKG_VERSION"));
    let caution = card.pack.out_of_force.iter().map(String::as_str);
    let as_of = std::iter::once(card.run.as_of.as_str()).chain(caution).collect::<Vec<_>>().join(" ");
    let facts = [
        ("site", text(&card.site.name)),
        ("low", marks(score.low)),
        ("pass_mark", marks(score.pass_mark)),
        ("pack", Cell::Text(format!("{} {} {}", card.pack.title, card.pack.id, card.pack.version))),
        ("url", Cell::Link(&card.site.url)),
        ("high", marks(score.high)),
        ("bonus_mark", marks(score.bonus_mark)),
        ("pack_source", text(&card.pack.source)),
        ("grade", Cell::Strong(labels::grade(lang, score.grade).to_owned())),
        ("full_marks", marks(score.full_marks)),
        ("vetoes_failed", Cell::Text(score.vetoes.join(list))),
        ("pack_digest", text(&card.pack.sha256)),
        ("because", text(&score.because)),
        ("bonus", marks(score.bonus)),
        ("vetoes_open", Cell::Text(score.undecided_vetoes.join(list))),
        ("run", text(&card.run.id)),
        ("as_of", Cell::Text(as_of)),
        ("decided", Cell::Text(html_view::percent(score.coverage))),
        ("run_time", text(&card.run.finished_at)),
        ("generated_by", Cell::Text(tool)),
    ];
    for row in facts.chunks(4) {
        for ((key, value), (label, cell)) in row.iter().zip([(0, 1), (7, 8), (9, 10), (11, 12)]) {
            sheet.put(label, &Cell::Strong(labels::word(lang, key).to_owned()))?;
            sheet.put(cell, value)?;
        }
        sheet.skip();
    }
    Ok(())
}

fn indicator_rows(indicator: &IndicatorScore, card: &Scorecard, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let lang = card.lang;
    let list = labels::word(lang, "list");
    let indent = "\u{3000}".repeat(indicator.level.clamp(1, 4) as usize - 1);
    let outcome =
        if indicator.covered { labels::outcome(lang, indicator.outcome) } else { labels::word(lang, "uncovered") };
    let deadline = indicator.deadline.as_deref().map_or_else(String::new, |day| {
        let past = html_view::is_past(day, &card.run.as_of);
        if past { format!("{day} ({})", labels::word(lang, "deadline_past")) } else { day.to_owned() }
    });
    sheet.line(&[
        Cell::Strong(indicator.id.clone()),
        Cell::Strong(format!("{indent}{}", indicator.title)),
        marks(indicator.full_marks),
        marks(indicator.got.low),
        marks(indicator.got.high),
        Cell::Text(html_view::range(html_view::lost(indicator))),
        text(outcome),
        Cell::Count(indicator.level.into()),
        Cell::Text(index::units(indicator).join(list)),
        Cell::Text(deadline),
        text(&indicator.source),
        Cell::Text(indicator.ledger.join(list)),
        Cell::Empty,
    ])?;
    for rule in &indicator.rules {
        let check = labels::name(lang, "check", &rule.check);
        let effect = labels::name(lang, "effect", &rule.effect);
        let named = if check.is_empty() { rule.title.clone() } else { format!("{} ({check})", rule.title) };
        sheet.line(&[
            text(&rule.id),
            Cell::Text(format!("{indent}\u{3000}{named}")),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Text(html_view::range(rule.lost)),
            text(labels::outcome(lang, rule.outcome)),
            Cell::Text(effect.into_owned()),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            text(&rule.arithmetic),
        ])?;
    }
    Ok(())
}

fn findings(card: &Scorecard, index: &Index<'_>, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let lang = card.lang;
    let list = labels::word(lang, "list");
    sheet.widths(&[7, 10, 18, 14, 34, 44, 40, 60, 60, 10, 26, 26, 12, 22])?;
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
            Cell::Text(evidence::text(&finding.evidence, lang, "\n")),
            Cell::Count(finding.occurrences),
            text(&finding.first_seen),
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

fn questions(card: &Scorecard, index: &Index<'_>, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let lang = card.lang;
    sheet.widths(&[7, 14, 30, 18, 26, 44, 40, 60, 60, 26, 12])?;
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
            Cell::Text(evidence::text(&question.evidence, lang, "\n")),
            Cell::Text(place.map(|p| index::units(p.indicator).join(labels::word(lang, "list"))).unwrap_or_default()),
            if question.more == 0 { Cell::Empty } else { Cell::Count(question.more) },
        ])?;
    }
    sheet.filter(0, columns.len())
}

fn coverage(card: &Scorecard, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let lang = card.lang;
    let unseen = &card.run.undetermined;
    sheet.widths(&[34, 34, 12, 80])?;
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
