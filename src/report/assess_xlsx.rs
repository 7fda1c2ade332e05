//! `assessment.xlsx`: the annual workbook.

use super::assess_sheets::{Detail, heading, marks, policy, ranged, score, site_name, text, used, word};
use super::xlsx_sheet::{Cell, Looks, Sheet, sheet_names};
use super::{Error, html_view, labels};
use crate::model::{AskColumn, Assessment, Grade, PointsRange, SiteYear, VetoState};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

/// One sheet for each site, up to so many; beyond, one for all.
const SHEETS: usize = 30;

/// The annual workbook: ranking, subtotals of the first two levels, every site in the layout of the source document,
/// vetoes, changes, people's marks, runs, runs left out. Every text is written as a string, so nothing a site wrote is
/// ever a formula; the same assessment gives the same bytes.
pub fn assess_xlsx(year: &Assessment) -> Result<Vec<u8>, Error> {
    let lang = year.lang;
    let mut book = Workbook::new();
    let title = format!("{} {}", year.year, word(lang, "assess.title"));
    let made = ExcelDateTime::parse_from_str(&year.to).or_else(|_| ExcelDateTime::from_ymd(2000, 1, 1))?;
    book.set_properties(&DocProperties::new().set_title(&title).set_creation_datetime(&made));
    let looks = Looks::new();
    let after = ["assess.vetoes", "assess.change", "assess.marks", "assess.runs", "assess.left_out"];
    let before = ["assess.ranking", "assess.first", "assess.second", "assess.details"];
    ranking(year, &title, &mut Sheet::new(book.add_worksheet(), word(lang, before[0]), &looks)?)?;
    subtotals(year, 1, &mut Sheet::new(book.add_worksheet(), word(lang, before[1]), &looks)?)?;
    if year.outline.iter().any(|i| i.level == 2) {
        subtotals(year, 2, &mut Sheet::new(book.add_worksheet(), word(lang, before[2]), &looks)?)?;
    }
    let scored: Vec<&SiteYear> = year.sites.iter().filter(|s| s.score.is_some()).collect();
    if scored.len() <= SHEETS {
        let wanted: Vec<String> = scored.iter().map(|s| site_name(s).to_owned()).collect();
        let taken: Vec<&str> = before.into_iter().chain(after).map(|key| word(lang, key)).collect();
        for (site, name) in scored.iter().zip(sheet_names(&wanted, &taken)) {
            one_site(year, site, &mut Sheet::new(book.add_worksheet(), &name, &looks)?)?;
        }
    } else {
        let mut sheet = Sheet::new(book.add_worksheet(), word(lang, before[3]), &looks)?;
        let detail = Detail::new(year, true);
        detail.set_up(&mut sheet)?;
        let columns = detail.head(&mut sheet)?;
        for site in &scored {
            detail.rows(site, &mut sheet)?;
        }
        sheet.filter(0, columns)?;
    }
    vetoes(year, &mut Sheet::new(book.add_worksheet(), word(lang, after[0]), &looks)?)?;
    change(year, &mut Sheet::new(book.add_worksheet(), word(lang, after[1]), &looks)?)?;
    by_hand(year, &mut Sheet::new(book.add_worksheet(), word(lang, after[2]), &looks)?)?;
    runs(year, &mut Sheet::new(book.add_worksheet(), word(lang, after[3]), &looks)?)?;
    left_out(year, &mut Sheet::new(book.add_worksheet(), word(lang, after[4]), &looks)?)?;
    Ok(book.save_to_buffer()?)
}

fn frame(year: &Assessment, title: &str, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let lang = year.lang;
    sheet.title(title)?;
    let pack = format!("{} {} {}", year.pack.title, year.pack.id, year.pack.version);
    let period = format!("{} {} {}", year.from, labels::word(lang, "to"), year.to);
    for (key, value) in [
        ("pack", pack),
        ("pack_source", year.pack.source.clone()),
        ("pack_digest", year.pack.sha256.clone()),
        ("assess.period", period),
        ("assess.policy", policy(year)),
    ] {
        let colon = labels::word(lang, "colon");
        sheet.note_at(0, &format!("{}{colon}{}", labels::word(lang, key), super::clean::line(&value)))?;
    }
    Ok(())
}

fn ranking(year: &Assessment, title: &str, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let lang = year.lang;
    sheet.widths(&[7, 10, 24, 32, 9, 18, 8, 8, 10, 20, 8, 30, 14, 60])?;
    sheet.wide_paper();
    frame(year, title, sheet)?;
    let w = |key| labels::word(lang, key);
    let columns = [
        w("assess.rank"),
        w("assess.places"),
        w("site"),
        w("url"),
        w("grade"),
        w("assess.score"),
        w("full_marks"),
        w("bonus"),
        w("assess.decided"),
        w("assess.vetoes"),
        w("assess.open"),
        w("assess.used"),
        w("assess.moved"),
        w("because"),
    ];
    sheet.head(&columns, true)?;
    let groups = [(Grade::Pass, "assess.passed"), (Grade::Pending, "assess.pending"), (Grade::Fail, "assess.failed")];
    for (grade, heading) in groups {
        let last = u16::try_from(columns.len() - 1).unwrap_or(u16::MAX);
        sheet.put_over(0, last, &Cell::Strong(w(heading).to_owned()))?;
        let mut any = false;
        for site in year.sites.iter().filter(|s| s.grade == grade) {
            any = true;
            sheet.line(&ranked(year, site))?;
        }
        if !any {
            sheet.put_over(0, last, &text(w("assess.nobody")))?;
        }
    }
    Ok(())
}

fn ranked<'a>(year: &Assessment, site: &'a SiteYear) -> Vec<Cell<'a>> {
    let lang = year.lang;
    let mut rules: Vec<&str> =
        site.vetoes.iter().filter(|v| v.counts && v.state == VetoState::Failed).map(|v| v.rule.as_str()).collect();
    rules.dedup();
    let places = site.places.map_or_else(String::new, |p| {
        if p.best == p.worst { p.best.to_string() } else { format!("{}–{}", p.best, p.worst) }
    });
    let number = |cell: Option<Cell<'static>>| cell.unwrap_or(Cell::Empty);
    vec![
        number(site.rank.map(|r| Cell::Count(r.into()))),
        Cell::Range(places),
        text(site_name(site)),
        Cell::Link(&site.site.url),
        Cell::Strong(labels::grade(lang, site.grade).to_owned()),
        score(site, lang),
        number(site.score.map(|s| marks(s.full_marks))),
        number(site.score.map(|s| marks(s.bonus))),
        Cell::Range(site.score.map_or_else(String::new, |s| html_view::percent(s.decided))),
        Cell::Text(rules.join(labels::word(lang, "list"))),
        Cell::Count(site.open),
        Cell::Text(used(site, lang)),
        Cell::Range(site.change.as_ref().and_then(|c| c.moved).map_or_else(String::new, signed)),
        text(&site.because),
    ]
}

/// `+3`, `-1.5`, or both ends.
fn signed(moved: PointsRange) -> String {
    let one = |p: crate::model::Points| if p.0 > 0 { format!("+{p}") } else { p.to_string() };
    if moved.low == moved.high { one(moved.low) } else { format!("{} / {}", one(moved.low), one(moved.high)) }
}

/// Sites by indicators of one level.
fn subtotals(year: &Assessment, level: u32, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let lang = year.lang;
    let columns: Vec<(usize, String)> = year
        .outline
        .iter()
        .enumerate()
        .filter(|(_, i)| i.level == level)
        .map(|(at, i)| (at, format!("{} {}（{}）", i.id, i.title, i.marks)))
        .collect();
    let mut names = vec![labels::word(lang, "assess.rank"), labels::word(lang, "site"), labels::word(lang, "grade")];
    names.push(labels::word(lang, "assess.score"));
    names.extend(columns.iter().map(|(_, name)| name.as_str()));
    let mut widths = vec![8, 26, 12, 18];
    widths.resize(names.len(), 16);
    sheet.widths(&widths)?;
    sheet.wide_paper();
    sheet.head(&names, true)?;
    sheet.freeze(2)?;
    for site in &year.sites {
        let mut cells = vec![
            site.rank.map_or(Cell::Empty, |r| Cell::Count(r.into())),
            text(site_name(site)),
            text(labels::grade(lang, site.grade)),
            score(site, lang),
        ];
        cells.extend(columns.iter().map(|(at, _)| site.indicators.get(*at).map_or(Cell::Empty, |i| ranged(i.got))));
        sheet.line(&cells)?;
    }
    sheet.filter(0, names.len())
}

fn one_site(year: &Assessment, site: &SiteYear, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let lang = year.lang;
    let detail = Detail::new(year, false);
    detail.set_up(sheet)?;
    sheet.title(&format!("{} {}", year.year, site_name(site)))?;
    sheet.put(0, &Cell::Strong(labels::word(lang, "url").to_owned()))?;
    sheet.put_over(1, 6, &Cell::Link(&site.site.url))?;
    for (key, cell) in [
        ("grade", Cell::Strong(labels::grade(lang, site.grade).to_owned())),
        ("assess.score", left(score(site, lang))),
        ("assess.used", Cell::Text(used(site, lang))),
        ("because", text(&site.because)),
    ] {
        sheet.put(0, &Cell::Strong(labels::word(lang, key).to_owned()))?;
        sheet.put_over(1, 6, &cell)?;
    }
    let head = sheet.at();
    let columns = detail.head(sheet)?;
    detail.rows(site, sheet)?;
    sheet.filter(head, columns)
}

/// Marks beside a label, not in a column of marks.
fn left(cell: Cell<'static>) -> Cell<'static> {
    match cell {
        Cell::Range(text) => Cell::Text(text),
        Cell::Marks(marks) => Cell::Text(marks.to_string()),
        other => other,
    }
}

fn vetoes(year: &Assessment, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let lang = year.lang;
    let w = |key| labels::word(lang, key);
    sheet.widths(&[26, 12, 40, 12, 40, 12, 12])?;
    let columns =
        [w("site"), w("rule"), w("title"), w("assess.run_day"), w("assess.run"), w("assess.state"), w("assess.counts")];
    sheet.head(&columns, true)?;
    for site in &year.sites {
        for veto in &site.vetoes {
            let state = match veto.state {
                VetoState::Failed => Cell::Strong(w("assess.state.failed").to_owned()),
                VetoState::Undecided => text(w("assess.state.undecided")),
            };
            let counts = text(w(if veto.counts { "yes" } else { "no" }));
            sheet.line(&[
                text(site_name(site)),
                text(&veto.rule),
                text(&veto.title),
                text(&veto.as_of),
                text(&veto.run),
                state,
                counts,
            ])?;
        }
    }
    sheet.filter(0, columns.len())
}

fn change(year: &Assessment, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let lang = year.lang;
    let w = |key| labels::word(lang, key);
    let Some(before) = &year.last_year else {
        return sheet.note_at(0, w("assess.no_last_year"));
    };
    let first: Vec<&crate::model::OutlineIndicator> = year.outline.iter().filter(|i| i.level == 1).collect();
    let mut columns: Vec<String> = [
        "site",
        "assess.then_grade",
        "grade",
        "assess.then_rank",
        "assess.rank",
        "assess.then_score",
        "assess.now_score",
        "assess.moved",
    ]
    .map(|key| w(key).to_owned())
    .to_vec();
    let mut widths = vec![26, 12, 12, 10, 8, 18, 18, 16];
    for indicator in &first {
        columns.push(format!("{} {}", indicator.id, indicator.title));
        widths.push(18);
    }
    sheet.widths(&widths)?;
    let key = if before.from_file { "assess.from_file" } else { "assess.from_store" };
    sheet.note_at(0, &format!("{}{} {}", w(key), before.year, before.pack))?;
    let head = sheet.at();
    let names: Vec<&str> = columns.iter().map(String::as_str).collect();
    sheet.head(&names, true)?;
    for site in &year.sites {
        let Some(change) = &site.change else { continue };
        let place = |rank: Option<u32>| rank.map_or(Cell::Empty, |r| Cell::Count(r.into()));
        let mut cells = vec![
            text(site_name(site)),
            text(labels::grade(lang, change.grade)),
            text(labels::grade(lang, site.grade)),
            place(change.rank),
            place(site.rank),
            change.score.map_or(Cell::Empty, ranged),
            site.score.map_or(Cell::Empty, |s| ranged(PointsRange { low: s.low, high: s.high })),
            change.moved.map_or(Cell::Empty, |m| Cell::Range(signed(m))),
        ];
        for indicator in &first {
            let moved = change.indicators.iter().find(|(id, ..)| *id == indicator.id);
            cells.push(moved.map_or(Cell::Empty, |(_, _, m)| Cell::Range(signed(*m))));
        }
        sheet.line(&cells)?;
    }
    sheet.filter(head, names.len())
}

fn by_hand(year: &Assessment, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let lang = year.lang;
    let w = |key| labels::word(lang, key);
    sheet.widths(&[26, 12, 34, 10, 10, 44, 14, 12, 24, 36, 34])?;
    let columns = [
        w("site"),
        w("rule"),
        w("title"),
        w("assess.mark"),
        w("grade"),
        w("reason"),
        heading(lang, AskColumn::Assessor),
        heading(lang, AskColumn::Date),
        heading(lang, AskColumn::Comment),
        w("assess.mark_place"),
        w("assess.mark_used"),
    ];
    sheet.head(&columns, true)?;
    for site in &year.sites {
        for mark in &site.marks {
            let given = &mark.mark;
            sheet.line(&[
                text(site_name(site)),
                text(&mark.rule),
                text(&mark.title),
                given.points.map_or(Cell::Empty, marks),
                Cell::Text(given.verdict.map_or_else(String::new, |v| v.words().pick(lang).to_owned())),
                text(&given.reason),
                text(&given.assessor),
                text(&given.date),
                text(&given.comment),
                text(&given.place),
                text(mark.unused.as_deref().unwrap_or(w("yes"))),
            ])?;
        }
    }
    sheet.filter(0, columns.len())
}

fn runs(year: &Assessment, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let lang = year.lang;
    let w = |key| labels::word(lang, key);
    sheet.widths(&[26, 12, 44, 18, 26])?;
    let columns = [w("site"), w("assess.run_day"), w("assess.run"), w("assess.score"), w("assess.counts")];
    sheet.head(&columns, true)?;
    for site in &year.sites {
        for run in &site.runs {
            use crate::model::RunUse as U;
            let part = match run.part {
                U::Basis => "assess.part.basis",
                U::Counted => "assess.part.counted",
                U::Aside => "assess.part.aside",
            };
            sheet.line(&[
                text(site_name(site)),
                text(&run.as_of),
                text(&run.id),
                run.score.map_or(Cell::Empty, ranged),
                text(w(part)),
            ])?;
        }
    }
    sheet.filter(0, columns.len())
}

fn left_out(year: &Assessment, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let lang = year.lang;
    let w = |key| labels::word(lang, key);
    sheet.widths(&[26, 12, 44, 80])?;
    let columns = [w("site"), w("assess.run_day"), w("assess.run"), w("assess.why_left")];
    sheet.head(&columns, true)?;
    for site in &year.sites {
        for run in &site.left_out {
            sheet.line(&[text(site_name(site)), text(&run.as_of), text(&run.run), text(&run.message)])?;
        }
    }
    sheet.filter(0, columns.len())
}
