//! Numbers in tables: the heads of the columns and the rest of the row say what they are.

use super::context::{self, Whose, has, whose};
use super::gathered::Gathered;
use super::names;
use super::numbers::{self, Number};
use super::sighting::{Said, Section, Sighting};
use crate::model::{PersonalKind, PersonalSign, Sheet};

/// Signs of a cell beyond which it is running text.
const LONGEST: usize = 80;
/// Signs of a head beyond which it is none.
const HEAD: usize = 24;
/// Rows above the first number in which heads are looked for.
const ABOVE: usize = 4;
/// From so many persons on it is a list.
const LIST: usize = 3;

/// A number in a cell.
struct Cell<'a> {
    row: usize,
    column: usize,
    text: &'a str,
    number: Number,
}

/// Looks through one table. `title`: what the page or file is called.
pub(super) fn read(sheet: &Sheet, title: &str, letters: bool, gathered: &mut Gathered) {
    let cells = cells(sheet);
    let Some(first) = cells.first().map(|c| c.row) else { return };
    let (heads, above) = heads(sheet, first);
    let all = heads.join("|");
    let title = [title, &sheet.title, &above].join(" ");
    let people = people(sheet, &cells, &heads);
    let list = |kind| {
        let mut rows: Vec<usize> =
            cells.iter().filter(|c| c.number.kind() == kind && people.contains(&c.row)).map(|c| c.row).collect();
        rows.dedup();
        rows.len() >= LIST
    };
    let lists = [list(PersonalKind::ResidentId), list(PersonalKind::Mobile), list(PersonalKind::BankCard)];
    for cell in &cells {
        let own = heads.get(cell.column).map_or("", String::as_str);
        let beside = beside(sheet, cell);
        let row = row_text(sheet, cell.row, cell.column);
        let label = if own.is_empty() || is_label(beside) { beside } else { own };
        let before = &cell.text[..cell.number.start];
        let worded = before.chars().any(char::is_alphabetic);
        let sighting = Sighting {
            // The head goes for words in the cell too.
            before: if worded { [label, " ", before].concat() } else { before.to_owned() },
            after: cell.text[cell.number.end..].to_owned(),
            label: label.to_owned(),
            near: row.clone(),
            heads: all.clone(),
            section: Section::Other,
            hidden: false,
            named: people.contains(&cell.row),
            number: cell.number.clone(),
        };
        let listed = lists[cell.number.kind() as usize];
        let said = match cell.number.kind() {
            // A form: labels to the left, no columns.
            PersonalKind::Mobile if !is_label(beside) && (listed || !own.is_empty()) => {
                mobile(&sighting, (own, &all), &title, listed)
            }
            _ => sighting.judge(&title, letters),
        };
        let said = match said {
            Said::Personal(PersonalSign::Labelled | PersonalSign::Valid) if listed => {
                Said::Personal(PersonalSign::NameList)
            }
            other => other,
        };
        let place = if all.trim_matches('|').is_empty() { sighting.shown() } else { shown(&heads) };
        gathered.note(&sighting, said, place, true);
    }
}

/// What a mobile number in a table is.
fn mobile(seen: &Sighting, (own, all): (&str, &str), title: &str, listed: bool) -> Said {
    if context::is_thing(own) && !context::is_phone(own) {
        return Said::Thing;
    }
    // The row of a body among persons.
    let body = context::is_row_of_office(&seen.near);
    match whose(all, title) {
        Whose::Body => Said::Official,
        _ if body => Said::Official,
        Whose::Both => Said::Personal(PersonalSign::Mixed),
        Whose::Person if listed => Said::Personal(PersonalSign::NameList),
        Whose::Person if seen.named => Said::Personal(PersonalSign::Labelled),
        Whose::Unsaid if listed && (own.is_empty() || context::is_phone(own)) => Said::Personal(PersonalSign::NameList),
        Whose::Person | Whose::Unsaid => {
            if context::is_office(&seen.near) || has(own, &["咨询", "监督", "值班", "办公"]) {
                Said::Official
            } else {
                Said::Personal(PersonalSign::Lone)
            }
        }
    }
}

fn cells(sheet: &Sheet) -> Vec<Cell<'_>> {
    let mut cells = Vec::new();
    for (row, line) in sheet.rows.iter().enumerate() {
        for (column, text) in line.iter().enumerate() {
            // A merged cell stands in several places.
            let again = (column > 0 && line[column - 1] == *text) || (row > 0 && sheet.rows[row - 1][column] == *text);
            if again || !numbers::may_hold(text) || text.chars().count() > LONGEST {
                continue;
            }
            cells.extend(numbers::find(text).into_iter().map(|number| Cell { row, column, text, number }));
        }
    }
    cells
}

/// The head of each column, from the rows above the first number; and what runs over the whole width there.
fn heads(sheet: &Sheet, first: usize) -> (Vec<String>, String) {
    let width = sheet.rows.first().map_or(0, Vec::len);
    let (mut heads, mut over) = (vec![String::new(); width], String::new());
    for row in &sheet.rows[first.saturating_sub(ABOVE)..first] {
        let mut words = row.iter().filter(|c| !c.is_empty());
        let one = words.next();
        if one.is_some() && row.len() > 1 && words.all(|c| Some(c) == one) {
            over.push_str(one.map_or("", |c| context::head(c, 60)));
            over.push(' ');
            continue;
        }
        for (head, cell) in heads.iter_mut().zip(row) {
            let solid: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
            if !solid.is_empty() && solid.chars().count() <= HEAD && !head.contains(&solid) {
                head.push_str(&solid);
            }
        }
    }
    // Rows of data without numbers stand above too; heads name something.
    let named = heads.iter().filter(|h| is_head(h)).count();
    if named == 0 {
        heads = vec![String::new(); width];
    }
    (heads, over)
}

fn is_head(text: &str) -> bool {
    context::is_phone(text)
        || context::is_id(text)
        || context::is_card(text)
        || has(text, &["姓名", "户主", "名称", "序号", "编号", "代码", "单位", "号"])
}

/// Whether the text of a cell names what stands in the next one.
fn is_label(text: &str) -> bool {
    let count = text.chars().count();
    (2..=14).contains(&count)
        && !text.chars().any(|c| c.is_ascii_digit())
        && !names::is_name(text)
        && (context::is_phone(text)
            || context::is_id(text)
            || context::is_card(text)
            || has(text, &["编号", "代码", "热线"]))
}

/// The cell to the left.
fn beside<'a>(sheet: &'a Sheet, cell: &Cell<'_>) -> &'a str {
    let row = &sheet.rows[cell.row];
    row[..cell.column].iter().rev().find(|c| !c.is_empty()).map_or("", |c| context::tail(c, HEAD))
}

/// The rest of a row, each text once.
fn row_text(sheet: &Sheet, row: usize, but: usize) -> String {
    let mut text = String::new();
    let mut last = "";
    for (column, cell) in sheet.rows[row].iter().enumerate() {
        if column != but && !cell.is_empty() && cell != last && text.len() < 600 {
            text.push_str(context::head(cell, 60));
            text.push(' ');
            last = cell;
        }
    }
    text
}

/// The rows that name a person.
fn people(sheet: &Sheet, cells: &[Cell<'_>], heads: &[String]) -> std::collections::BTreeSet<usize> {
    const NAMES: &[&str] =
        &["姓名", "户主", "名字", "申请人", "学生", "考生", "承租人", "户名", "人员", "学员", "农户"];
    let column = heads.iter().position(|h| has(h, NAMES) && !has(h, &["单位", "企业", "项目", "身份证", "电话"]));
    let named = |row: &Vec<String>| match column {
        Some(column) => row.get(column).is_some_and(|c| {
            let solid = c.chars().filter(|c| c.is_alphabetic()).count();
            (2..=14).contains(&solid) && !has(c, &["公司", "合作社", "合计"])
        }),
        None => row.iter().any(|c| names::is_name(c)),
    };
    cells.iter().map(|c| c.row).filter(|r| sheet.rows.get(*r).is_some_and(named)).collect()
}

/// The heads of the columns for people to find the table by.
fn shown(heads: &[String]) -> String {
    let mut words: Vec<&str> = heads.iter().map(String::as_str).filter(|h| !h.is_empty()).collect();
    words.dedup();
    context::head(&words.join("｜"), 120).to_owned()
}
