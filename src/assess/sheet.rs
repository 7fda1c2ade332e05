//! A workbook's cells, whatever program saved it: no formula is computed, no format trusted.

use calamine::{DataRef, Reader as _, Xlsx};
use std::collections::BTreeMap;
use std::io::Cursor;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Text(String),
    Number(f64),
    /// A day, as `2026-12-31`.
    Day(String),
    /// TRUE, an error, a time span: what no column of ours takes, as it is shown.
    Other(String),
}

impl Cell {
    /// What stands in it, for messages and for columns of text.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.trim().to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.clone(),
            Self::Other(text) => text.clone(),
        }
    }

    fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }
}

/// One sheet: rows by number from 1, cells by column from 0; nothing that is blank.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) rows: BTreeMap<u32, BTreeMap<u32, Cell>>,
}

/// Cells read at most: a year of ten thousand sites has fewer, a file made to fill the memory more.
const CELLS: u64 = 20_000_000;

/// Every sheet; what is wrong with the file when it is no workbook.
pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, String> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| e.to_string())?;
    let mut left = CELLS;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let mut rows: BTreeMap<u32, BTreeMap<u32, Cell>> = BTreeMap::new();
        let mut cells = match book.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            // A chart or macro sheet has no cells.
            Err(calamine::XlsxError::NotAWorksheet(_)) => continue,
            Err(e) => return Err(e.to_string()),
        };
        while let Some(found) = cells.next_cell().map_err(|e| e.to_string())? {
            left = left.checked_sub(1).ok_or_else(|| format!("more than {CELLS} cells"))?;
            let (row, column) = found.get_position();
            if let Some(cell) = cell(found.get_value()).filter(|c| !c.is_blank()) {
                rows.entry(row + 1).or_default().insert(column, cell);
            }
        }
        sheets.push(Sheet { name, rows });
    }
    Ok(sheets)
}

fn cell(data: &DataRef<'_>) -> Option<Cell> {
    Some(match data {
        DataRef::Empty => return None,
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Float(number) => Cell::Number(*number),
        // A column has far fewer than 2^53 of anything.
        #[expect(clippy::cast_precision_loss, reason = "marks are small numbers")]
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            Cell::Day(format!("{year:04}-{month:02}-{day:02}"))
        }
        DataRef::DateTime(span) => Cell::Other(span.as_f64().to_string()),
        DataRef::Bool(yes) => Cell::Other(if *yes { "TRUE" } else { "FALSE" }.to_owned()),
        DataRef::Error(error) => Cell::Other(error.to_string()),
    })
}

/// `A`, `Z`, `AA` for columns from 0.
pub(super) fn letters(column: u32) -> String {
    let mut rest = column + 1;
    let mut out = Vec::new();
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        out.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    out.into_iter().collect()
}
