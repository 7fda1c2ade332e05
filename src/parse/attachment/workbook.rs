use super::{MAX_SHEETS, Paragraphs, content, zipped};
use crate::model::{FileContent, FileKind, Sheet, SheetBuilder, Unreadable};
use calamine::{Data, DataRef, Dimensions, Reader, Xls, Xlsx};
use cfb::CompoundFile;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// Most merged places of one sheet that are looked at.
const MAX_MERGES: usize = 20_000;
/// Most cells of one sheet that are looked at.
const MAX_CELLS: usize = 500_000;
/// Most places that a sheet of the old format may span: its reader lays it out whole.
const MAX_SPAN: u64 = 2_000_000;

type Spans = BTreeMap<(u32, u32), (usize, usize)>;

/// Reads a workbook of the format of 2007 or later, cell by cell: one cell at the far end of a sheet must not make a
/// table of seventeen thousand million.
pub(super) fn xlsx(body: &[u8]) -> FileContent {
    let damaged = |e: String| FileContent::unread(FileKind::Xlsx, Unreadable::Damaged, e);
    if !zipped::is_bounded(body) {
        return FileContent::unread(FileKind::Xlsx, Unreadable::TooLarge, "it unpacks to more than the limit");
    }
    let mut book: Xlsx<_> = match Xlsx::new(Cursor::new(body)) {
        Ok(book) => book,
        Err(error) => return damaged(error.to_string()),
    };
    let mut sheets = Vec::new();
    let mut fault = None;
    for name in book.sheet_names().into_iter().take(MAX_SHEETS) {
        let spans = spans(&book.merge_cells_by_sheet_name(&name).unwrap_or_default());
        let mut cells = SheetBuilder::new(&name);
        // A chart has no cells.
        let Ok(mut reader) = book.worksheet_cells_reader(&name) else { continue };
        for n in 0.. {
            match reader.next_cell() {
                Ok(Some(cell)) if n < MAX_CELLS => {
                    put(&mut cells, cell.get_position(), &shown(cell.get_value()), &spans);
                }
                Ok(Some(_)) => {
                    cells.cut();
                    break;
                }
                Ok(None) => break,
                Err(error) => {
                    fault = Some(error.to_string());
                    break;
                }
            }
        }
        sheets.push(cells.build());
    }
    finish(FileKind::Xlsx, sheets, fault)
}

/// Reads a workbook of the format before 2007.
pub(super) fn xls(body: &[u8]) -> FileContent {
    match look_over(body) {
        Some(Look::Fine) => {}
        Some(Look::Encrypted) => {
            return FileContent::unread(FileKind::Xls, Unreadable::Encrypted, "it asks for a password");
        }
        Some(Look::TooWide) => {
            return FileContent::unread(FileKind::Xls, Unreadable::TooLarge, "a sheet spans more than the limit");
        }
        None => return FileContent::unread(FileKind::Xls, Unreadable::Damaged, "its workbook can't be found"),
    }
    let mut book: Xls<_> = match Xls::new(Cursor::new(body)) {
        Ok(book) => book,
        Err(error) => return FileContent::unread(FileKind::Xls, Unreadable::Damaged, error.to_string()),
    };
    let mut sheets = Vec::new();
    for name in book.sheet_names().into_iter().take(MAX_SHEETS) {
        let spans = spans(&book.merge_cells_by_sheet_name(&name).unwrap_or_default());
        let Ok(range) = book.worksheet_range(&name) else { continue };
        let mut cells = SheetBuilder::new(&name);
        let from = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let at = |n: usize, from: u32| u32::try_from(n).unwrap_or(u32::MAX).saturating_add(from);
            put(&mut cells, (at(row, from.0), at(column, from.1)), &plain(value), &spans);
        }
        sheets.push(cells.build());
    }
    finish(FileKind::Xls, sheets, None)
}

fn finish(kind: FileKind, sheets: Vec<Sheet>, fault: Option<String>) -> FileContent {
    let sheets: Vec<Sheet> = sheets.into_iter().filter(|s| !s.rows.is_empty()).collect();
    let mut text = Paragraphs::default();
    for sheet in &sheets {
        text.push(&sheet.title);
        super::rows_as_text(sheet, &mut text);
    }
    let mut read = content(kind, sheets, text);
    if let Some(fault) = fault
        && read.unreadable.as_ref().is_none_or(|(why, _)| *why == Unreadable::Scanned)
    {
        read.unreadable = Some((Unreadable::Damaged, fault.chars().take(200).collect()));
    }
    read
}

fn spans(merged: &[Dimensions]) -> Spans {
    let size = |from: u32, to: u32| usize::try_from(to.saturating_sub(from)).unwrap_or(0).saturating_add(1);
    merged.iter().take(MAX_MERGES).map(|m| (m.start, (size(m.start.0, m.end.0), size(m.start.1, m.end.1)))).collect()
}

fn put(cells: &mut SheetBuilder, at: (u32, u32), text: &str, spans: &Spans) {
    let span = spans.get(&at).copied().unwrap_or((1, 1));
    let place = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    cells.put((place(at.0), place(at.1)), span, &super::super::seen::fold(text));
}

fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::SharedString(text) => (*text).to_owned(),
        other => plain(&Data::from(other.clone())),
    }
}

fn plain(value: &Data) -> String {
    match value {
        Data::Empty | Data::Error(_) => String::new(),
        // A tick of Wingdings stays a letter; a true is a tick.
        Data::Bool(yes) => if *yes { "√" } else { "" }.to_owned(),
        other => other.to_string(),
    }
}

/// What a container of streams holds.
pub(super) fn kind_of_container(body: &[u8]) -> FileKind {
    let Ok(container) = CompoundFile::open(Cursor::new(body)) else { return FileKind::Other };
    // What a password protects in the new formats lies in a stream of the old container.
    if ["Workbook", "Book", "EncryptedPackage"].iter().any(|name| container.is_stream(name)) {
        FileKind::Xls
    } else if container.is_stream("WordDocument") {
        FileKind::Doc
    } else if container.is_stream("PowerPoint Document") {
        FileKind::Ppt
    } else {
        FileKind::Other
    }
}

enum Look {
    Fine,
    Encrypted,
    TooWide,
}

/// Walks over the records of an old workbook before its reader does: is it encrypted, how far do its cells reach.
/// `None` when there is no workbook in it.
fn look_over(body: &[u8]) -> Option<Look> {
    /// Records of cells, each beginning with row and column.
    const CELLS: &[u16] = &[
        0x0006, 0x0201, 0x0203, 0x0204, 0x0205, 0x0207, 0x027E, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0002, 0x0003, 0x0004,
    ];
    const FILE_PASS: u16 = 0x002F;
    const BEGIN: u16 = 0x0809;
    let mut container = CompoundFile::open(Cursor::new(body)).ok()?;
    if container.is_stream("EncryptedPackage") {
        return Some(Look::Encrypted);
    }
    let name = ["Workbook", "Book"].into_iter().find(|name| container.is_stream(name))?;
    let mut stream = Vec::new();
    container.open_stream(name).ok()?.take(body.len() as u64 * 2).read_to_end(&mut stream).ok()?;
    let word = |at: usize| Some(u16::from_le_bytes([*stream.get(at)?, *stream.get(at + 1)?]));
    let (mut at, mut rows, mut columns) = (0, (u16::MAX, 0), (u16::MAX, 0));
    while let (Some(id), Some(length)) = (word(at), word(at + 2)) {
        match id {
            FILE_PASS => return Some(Look::Encrypted),
            BEGIN => (rows, columns) = ((u16::MAX, 0), (u16::MAX, 0)),
            id if CELLS.contains(&id) && length >= 4 => {
                let (row, column) = (word(at + 4)?, word(at + 6)?);
                // A run of cells ends with the number of its last column.
                let last = if matches!(id, 0x00BD | 0x00BE) { word(at + 2 + usize::from(length))? } else { column };
                rows = (rows.0.min(row), rows.1.max(row));
                columns = (columns.0.min(column), columns.1.max(column).max(last));
                let span = |(from, to): (u16, u16)| u64::from(to.saturating_sub(from)) + 1;
                if span(rows) * span(columns) > MAX_SPAN {
                    return Some(Look::TooWide);
                }
            }
            _ => {}
        }
        at += 4 + usize::from(length);
    }
    Some(Look::Fine)
}
