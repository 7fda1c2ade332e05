//! The workbook that people fill in.

use super::assess_sheets::{heading, levels, text, word};
use super::xlsx_sheet::{Cell, Looks, Sheet, sheet_names};
use super::{Error, clean, labels};
use crate::model::{AskColumn, AskRow, AskedSite, Asking, HandVerdict, Lang, Points};
use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

/// One sheet for each site, up to so many; beyond, one for all.
const SHEETS: usize = 30;
/// Links in a row.
const LINKS: usize = 3;

/// The workbook for people's marks: instructions, then a row for everything open. `per_site` as asked for, else a sheet
/// for each site up to thirty. Only the columns to be filled in can be changed; nothing that a site wrote is a formula.
pub fn asking(ask: &Asking, per_site: Option<bool>) -> Result<Vec<u8>, Error> {
    let lang = ask.lang;
    let mut book = Workbook::new();
    let title = format!("{} {}", ask.year, word(lang, "assess.asking_title"));
    // The library would take the time of day: the file must not depend on it.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(&title).set_creation_datetime(&made));
    let looks = Looks::new();
    let asked: Vec<&AskedSite> = ask.sites.iter().filter(|s| !s.rows.is_empty()).collect();
    instructions(ask, &mut Sheet::new(book.add_worksheet(), word(lang, "assess.fill_in"), &looks)?)?;
    if per_site.unwrap_or(asked.len() <= SHEETS) {
        let wanted: Vec<String> = asked.iter().map(|s| name(s).to_owned()).collect();
        for (site, name) in asked.iter().zip(sheet_names(&wanted, &[word(lang, "assess.fill_in")])) {
            rows(ask, &[site], &mut Sheet::new(book.add_worksheet(), &name, &looks)?)?;
        }
    } else {
        rows(ask, &asked, &mut Sheet::new(book.add_worksheet(), word(lang, "assess.asking_title"), &looks)?)?;
    }
    Ok(book.save_to_buffer()?)
}

fn name(site: &AskedSite) -> &str {
    if site.site.name.trim().is_empty() { &site.site.id } else { &site.site.name }
}

fn instructions(ask: &Asking, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let lang = ask.lang;
    sheet.widths(&[34, 60, 12])?;
    sheet.title(&format!("{} {}", ask.year, word(lang, "assess.asking_title")))?;
    let pack = format!("{} {} {}", clean::line(&ask.pack.title), ask.pack.id, ask.pack.version);
    for (key, value) in
        [("pack", pack), ("pack_source", ask.pack.source.clone()), ("pack_digest", ask.pack.sha256.clone())]
    {
        sheet.line(&[Cell::Strong(labels::word(lang, key).to_owned()), Cell::Text(value)])?;
    }
    sheet.skip();
    for key in ["assess.how1", "assess.how2", "assess.how3", "assess.how4", "assess.how5", "assess.how6", "assess.how7"]
    {
        let said = word(lang, key).replace("{year}", &ask.year.to_string()).replace("{pack}", &ask.pack.id);
        sheet.paragraph(&said, 2)?;
    }
    sheet.skip();
    sheet.head(&[labels::word(lang, "site"), labels::word(lang, "url"), word(lang, "assess.rows")], false)?;
    for site in &ask.sites {
        let count = site.rows.len() as u64;
        sheet.line(&[text(name(site)), Cell::Link(&site.site.url), Cell::Count(count)])?;
    }
    sheet.protect();
    Ok(())
}

fn rows(ask: &Asking, sites: &[&AskedSite], sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let lang = ask.lang;
    let deepest = sites.iter().flat_map(|s| &s.rows).map(|r| r.levels.len()).max().unwrap_or(1);
    let level_names = levels(lang, &ask.policy.levels, deepest);
    let mut columns: Vec<String> =
        vec![heading(lang, AskColumn::Key).to_owned(), labels::word(lang, "site").to_owned()];
    let mut widths: Vec<u8> = vec![8, 18];
    let mut add = |name: String, width: u8| {
        columns.push(name);
        widths.push(width);
    };
    for (at, name) in level_names.into_iter().enumerate() {
        add(name, if at == 0 { 14 } else { 18 });
    }
    for (key, width) in [("assess.indicator", 9), ("assess.item", 24), ("assess.rule_id", 10)] {
        add(word(lang, key).to_owned(), width);
    }
    for (key, width) in [("clause", 10), ("lead_unit", 14), ("units", 18)] {
        add(labels::word(lang, key).to_owned(), width);
    }
    add(word(lang, "assess.look").to_owned(), 26);
    add(word(lang, "assess.found").to_owned(), 46);
    for at in 1..=LINKS {
        add(format!("{}{at}", word(lang, "assess.link")), 16);
    }
    for key in ["assess.full", "assess.low", "assess.high"] {
        add(word(lang, key).to_owned(), 9);
    }
    for (column, width) in AskColumn::ALL.into_iter().skip(1).zip([9, 11, 28, 10, 12, 18]) {
        add(heading(lang, column).to_owned(), width);
    }
    let count = u16::try_from(columns.len()).unwrap_or(u16::MAX);
    let marks = count - 6;
    sheet.wide_paper();
    sheet.widths(&widths)?;
    sheet.hide(0)?;
    let who = if let [only] = sites { name(only).to_owned() } else { String::new() };
    // The first column is hidden; a title in it would be, too.
    sheet.title_at(1, format!("{} {} {who}", ask.year, word(lang, "assess.asking_title")).trim())?;
    sheet.note_at(1, word(lang, "assess.note"))?;
    let head = sheet.at();
    let names: Vec<&str> = columns.iter().map(String::as_str).collect();
    sheet.head(&names, true)?;
    sheet.freeze(2)?;
    let from = sheet.at();
    for site in sites {
        for row in &site.rows {
            one(name(site), row, deepest, lang, sheet)?;
        }
    }
    sheet.filter(head, columns.len())?;
    if sheet.at() > from {
        let told = |title, text| (word(lang, title), word(lang, text));
        sheet.between(from, marks, (marks - 2, marks - 1), told("assess.bad_mark", "assess.bad_mark_text"))?;
        let words = HandVerdict::ALL.map(|v| v.words().pick(lang).to_owned());
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        sheet.choices(from, marks + 1, &words, told("assess.bad_verdict", "assess.bad_verdict_text"))?;
        let (row, cell) = (from + 1, column_number_to_name);
        let accepted = HandVerdict::Accepted.words();
        sheet.warn_where(
            from,
            marks + 2,
            &format!(
                "=AND(TRIM(${reason}{row})=\"\",OR(AND(ISNUMBER(${marks}{row}),${marks}{row}<${high}{row}),AND(${verdict}{row}<>\"\",${verdict}{row}<>\"{accepted}\")))",
                reason = cell(marks + 2),
                marks = cell(marks),
                high = cell(marks - 1),
                verdict = cell(marks + 1),
                accepted = accepted.pick(lang),
            ),
        )?;
    }
    sheet.protect();
    Ok(())
}

fn one(site: &str, row: &AskRow, deepest: usize, lang: Lang, sheet: &mut Sheet<'_>) -> Result<(), Error> {
    let mark = row.mark.clone().unwrap_or_default();
    let mut cells = vec![Cell::Text(row.key.text()), text(site)];
    cells.extend((0..deepest).map(|at| text(row.levels.get(at).map_or("", String::as_str))));
    cells.extend([text(&row.indicator), text(&row.title), text(&row.key.rule), text(&row.clause)]);
    cells.extend([text(&row.lead_unit), Cell::Text(row.responsible_units.join(labels::word(lang, "list")))]);
    cells.extend([text(&row.look), text(&row.found)]);
    cells.extend((0..LINKS).map(|at| row.links.get(at).map_or(Cell::Empty, |l| Cell::Link(l))));
    let points = |p: Points| if row.numbers { Cell::Marks(p.as_f64()) } else { Cell::Empty };
    cells.extend([points(row.full), points(row.got.low), points(row.got.high)]);
    let given = mark.points.map(Points::as_f64);
    cells.push(if row.numbers { Cell::EntryMarks(given) } else { Cell::Shut });
    cells.push(Cell::Entry(mark.verdict.map_or_else(String::new, |v| v.words().pick(lang).to_owned())));
    cells.extend([
        Cell::Entry(mark.reason),
        Cell::Entry(mark.assessor),
        Cell::Entry(mark.date),
        Cell::Entry(mark.comment),
    ]);
    sheet.line(&cells)
}
