//! A list as offices keep it: the first sheet of a workbook, or a CSV, with a row of headings somewhere at the top.

use super::Fault;
use super::names;
use super::written::{At, Entry, Value};
use calamine::{Data, Reader};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

/// Rows among which the headings are looked for: a title and a note may stand above them.
const HEAD_ROWS: usize = 10;

/// Whether a file is a table, by its name.
pub(super) fn is_sheet(path: &Path) -> bool {
    let ending = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
    matches!(ending.as_deref(), Some("xlsx" | "xls" | "ods" | "csv"))
}

/// The sites of a table, each with its row as line.
pub(super) fn rows(path: &Path, bytes: &[u8]) -> Result<Vec<Entry>, Fault> {
    let unreadable =
        |why: String| Fault::new(None, format!("表格读不出来：{why}"), format!("the table can't be read: {why}"));
    let cells = if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv")) {
        csv_cells(bytes).map_err(unreadable)?
    } else {
        workbook_cells(bytes).map_err(unreadable)?
    };
    let heads = |row: &[String]| -> Vec<Option<&'static str>> { row.iter().map(|cell| names::key(cell)).collect() };
    let found = cells.iter().take(HEAD_ROWS).position(|row| heads(row).contains(&Some("url")));
    let Some(at) = found else {
        return Err(Fault::new(
            None,
            "表头里没有“网址”一列；请写上 网站名称、网址，可加 编号、网站标识码、地区、主办单位、规则包 等",
            "no column is headed `url` (网址); name the columns name, url, and as you like id, code, region, unit, rules",
        ));
    };
    let keys = heads(&cells[at]);
    let mut entries = Vec::new();
    for (row, cells) in cells.iter().enumerate().skip(at + 1) {
        let line = row + 1;
        let mut read: BTreeMap<String, At> = BTreeMap::new();
        for (key, cell) in keys.iter().zip(cells) {
            let (Some(key), cell) = (key, cell.trim()) else { continue };
            if cell.is_empty() {
                continue;
            }
            let value = match *key {
                "rules" | "contacts" | "traits" | "allow_net" => {
                    let parts = cell.split([',', '，', '、', ';', '；', '\n']);
                    let parts: Vec<String> = parts.map(|p| p.trim().to_owned()).filter(|p| !p.is_empty()).collect();
                    match read.get_mut(*key) {
                        // Names and telephone numbers have a column each.
                        Some(At { value: Value::List(known), .. }) => {
                            known.extend(parts);
                            continue;
                        }
                        _ => Value::List(parts),
                    }
                }
                "rate" | "concurrency" | "max_pages" | "max_time" => {
                    cell.parse().map_or_else(|_| Value::Text(cell.to_owned()), Value::Number)
                }
                _ => Value::Text(cell.to_owned()),
            };
            read.entry((*key).to_owned()).or_insert(At { line, value });
        }
        // A row with nothing but a number or a remark is no site.
        if read.contains_key("url") || read.contains_key("name") {
            entries.push(Entry { line, keys: read });
        }
    }
    Ok(entries)
}

/// UTF-8, with a mark or without; what is not UTF-8 is GB18030, as spreadsheets in China save it.
fn csv_cells(bytes: &[u8]) -> Result<Vec<Vec<String>>, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => encoding_rs::GB18030.decode(bytes).0,
    };
    let tabs = text.lines().next().is_some_and(|line| line.contains('\t') && !line.contains(','));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(if tabs { b'\t' } else { b',' })
        .from_reader(text.as_bytes());
    let records = reader.records().map(|r| r.map(|r| r.iter().map(str::to_owned).collect()));
    records.collect::<Result<_, _>>().map_err(|e| e.to_string())
}

fn workbook_cells(bytes: &[u8]) -> Result<Vec<Vec<String>>, String> {
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|e| e.to_string())?;
    let range = book.worksheet_range_at(0).ok_or("it has no sheet")?.map_err(|e| e.to_string())?;
    let above = range.start().map_or(0, |(row, _)| row as usize);
    let blank = std::iter::repeat_n(Vec::new(), above);
    Ok(blank.chain(range.rows().map(|row| row.iter().map(cell_text).collect())).collect())
}

fn cell_text(cell: &Data) -> String {
    match cell {
        // A site code is digits, however long; a spreadsheet takes it for a number.
        Data::Float(n) if n.fract() == 0.0 && n.abs() < 1e15 => format!("{n:.0}"),
        other => other.to_string(),
    }
}
