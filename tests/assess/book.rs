//! Workbooks as people hand them in: read from the one that was prepared, filled in, written again by other means.

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::Workbook;
use std::io::Cursor;

/// What goes into a cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Put {
    Text(String),
    Number(f64),
    Truth(bool),
    Nothing,
}

/// One sheet as rows of cells.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) name: String,
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<Vec<Put>>,
    /// Rows above the headings.
    pub(crate) above: usize,
}

impl Page {
    fn column(&self, heading: &str) -> usize {
        self.head.iter().position(|h| h == heading).unwrap_or_else(|| panic!("{heading} in {:?}", self.head))
    }

    /// The row of a rule.
    pub(crate) fn row(&self, rule: &str) -> usize {
        let at = self.column("规则编号");
        self.rows.iter().position(|r| r[at] == Put::Text(rule.to_owned())).unwrap_or_else(|| panic!("no row of {rule}"))
    }

    /// The row's number as a person sees it.
    pub(crate) fn number(&self, row: usize) -> usize {
        self.above + 2 + row
    }

    pub(crate) fn put(&mut self, rule: &str, heading: &str, value: Put) {
        let (row, column) = (self.row(rule), self.column(heading));
        self.rows[row][column] = value;
    }

    pub(crate) fn text(&self, rule: &str, heading: &str) -> String {
        match &self.rows[self.row(rule)][self.column(heading)] {
            Put::Text(text) => text.clone(),
            Put::Number(number) => number.to_string(),
            other => format!("{other:?}"),
        }
    }

    /// A mark with its reason.
    pub(crate) fn mark(&mut self, rule: &str, points: f64, reason: &str) {
        self.put(rule, "得分", Put::Number(points));
        self.put(rule, "理由", Put::Text(reason.to_owned()));
    }

    pub(crate) fn drop_column(&mut self, heading: &str) {
        let at = self.column(heading);
        self.head.remove(at);
        for row in &mut self.rows {
            row.remove(at);
        }
    }

    /// Columns and rows the other way round.
    pub(crate) fn turn(&mut self) {
        self.head.reverse();
        for row in &mut self.rows {
            row.reverse();
        }
        self.rows.reverse();
    }
}

/// The sheets of a prepared workbook that hold marks.
pub(crate) fn pages(bytes: &[u8]) -> Vec<Page> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let mut pages = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        let rows: Vec<Vec<Put>> = range.rows().map(|r| r.iter().map(put).collect()).collect();
        let is_head = |r: &Vec<Put>| r.contains(&Put::Text("行键".into())) || r.contains(&Put::Text("Row key".into()));
        let Some(above) = rows.iter().position(is_head) else { continue };
        let head =
            rows[above].iter().map(|c| if let Put::Text(text) = c { text.clone() } else { String::new() }).collect();
        let start = range.start().unwrap();
        assert_eq!(start.1, 0, "the key stands in the first column");
        pages.push(Page { name, head, rows: rows[above + 1..].to_vec(), above: above + start.0 as usize });
    }
    pages
}

fn put(data: &Data) -> Put {
    match data {
        Data::Empty => Put::Nothing,
        Data::String(text) => Put::Text(text.clone()),
        Data::Float(number) => Put::Number(*number),
        Data::Int(number) => Put::Number(f64::from(i32::try_from(*number).unwrap())),
        Data::Bool(truth) => Put::Truth(*truth),
        other => panic!("{other:?}"),
    }
}

/// Writes pages as a workbook.
pub(crate) fn written(pages: &[Page]) -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("说明").unwrap().write_string(0, 0, "随便写的").unwrap();
    for page in pages {
        let sheet = book.add_worksheet();
        sheet.set_name(&page.name).unwrap();
        let mut row = u32::try_from(page.above).unwrap();
        for (column, name) in (0_u16..).zip(&page.head) {
            sheet.write_string(row, column, name).unwrap();
        }
        for cells in &page.rows {
            row += 1;
            for (column, cell) in (0_u16..).zip(cells) {
                match cell {
                    Put::Text(text) => {
                        sheet.write_string(row, column, text).unwrap();
                    }
                    Put::Number(number) => {
                        sheet.write_number(row, column, *number).unwrap();
                    }
                    Put::Truth(truth) => {
                        sheet.write_boolean(row, column, *truth).unwrap();
                    }
                    Put::Nothing => {}
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}
