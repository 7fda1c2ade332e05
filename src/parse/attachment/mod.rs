//! From a file that pages offer to its tables and text. Takes any bytes and answers with what could be had and why the
//! rest could not; nothing here panics, waits without end, or grows beyond its limits.
//!
//! The first bytes decide what a file is: portals serve pages named `.xls`, and files without any ending.

mod archive;
mod bounded;
mod docx;
mod ofd;
mod office;
#[cfg(feature = "pdf")]
mod pdf;
mod plain;
mod rtf;
mod tables;
mod workbook;
mod zipped;

pub(super) use tables::{catalogues, guides, innermost as innermost_tables, reported, tables as all_tables};

use crate::model::{Exchange, FileContent, FileKind, Sheet, Unreadable};
use bounded::Deadline;

/// Most characters of text kept of one file: a policy has some thousand, a yearbook of a county some hundred thousand.
const MAX_TEXT: usize = 60_000;
/// Most tables kept of one file.
const MAX_SHEETS: usize = 100;
/// Most bytes of all tables of one file kept.
const MAX_CELLS: usize = 6_000_000;

/// Reads a file that was fetched to its end.
#[must_use]
pub fn attachment(exchange: &Exchange) -> FileContent {
    let record = &exchange.record;
    if !record.is_ok() {
        let told = record.failure.as_ref().map(|f| f.detail.clone());
        let why = match record.failure_kind() {
            Some(crate::model::FailureKind::TooLarge) => Unreadable::TooLarge,
            _ => Unreadable::NotFetched,
        };
        let told = told.or(record.status.map(|s| format!("HTTP {s}"))).unwrap_or_default();
        return FileContent::unread(FileKind::Other, why, told);
    }
    bounded::within(exchange, |file, deadline| {
        let kind = kind_of(file);
        if !file.record.whole {
            return FileContent::unread(kind, Unreadable::TooLarge, "not read to its end");
        }
        read(kind, file, 0, deadline)
    })
}

/// `depth` counts the archives around it.
fn read(kind: FileKind, exchange: &Exchange, depth: usize, deadline: Deadline) -> FileContent {
    let body = exchange.body.as_slice();
    match kind {
        FileKind::Xlsx => workbook::xlsx(body),
        FileKind::Xls => workbook::xls(body),
        FileKind::Docx => docx::read(body),
        FileKind::Doc | FileKind::Ppt | FileKind::Pptx => office::read(kind, body),
        FileKind::Rtf => rtf::read(body),
        FileKind::Ofd => ofd::read(body, deadline),
        #[cfg(feature = "pdf")]
        FileKind::Pdf => pdf::read(body, deadline),
        #[cfg(not(feature = "pdf"))]
        FileKind::Pdf => FileContent::unread(kind, Unreadable::Format, "this build does not read PDF"),
        FileKind::Markup => tables::page(exchange),
        FileKind::Text => plain::read(exchange),
        FileKind::Archive => archive::read(exchange, depth, deadline),
        FileKind::Picture => FileContent::unread(kind, Unreadable::Scanned, "a picture"),
        FileKind::Other => FileContent::unread(kind, Unreadable::Format, "an unknown format"),
    }
}

/// What a file is, by its first bytes and, where those only name a container, by what is in it.
fn kind_of(exchange: &Exchange) -> FileKind {
    let body = exchange.body.as_slice();
    let starts = |magic: &[u8]| body.starts_with(magic);
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        return zipped::kind(body);
    }
    if starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return workbook::kind_of_container(body);
    }
    // Some writers put a line or a mark before it.
    if body[..body.len().min(1024)].windows(5).any(|w| w == b"%PDF-") {
        return FileKind::Pdf;
    }
    if starts(b"Rar!") || starts(b"7z\xbc\xaf") || starts(b"\x1f\x8b") {
        return FileKind::Archive;
    }
    if starts(b"{\\rtf") {
        return FileKind::Rtf;
    }
    if docx::is_flat(body) {
        return FileKind::Docx;
    }
    let picture: &[&[u8]] = &[b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*"];
    if picture.iter().any(|magic| starts(magic)) {
        return FileKind::Picture;
    }
    if super::sniff::is_markup(exchange) {
        FileKind::Markup
    } else if plain::is_text(exchange) {
        FileKind::Text
    } else {
        FileKind::Other
    }
}

/// Collects paragraphs up to the limit.
#[derive(Debug, Default)]
struct Paragraphs {
    text: String,
    chars: usize,
    cut: bool,
    /// Sees every paragraph, those beyond the limit too.
    lines: super::personal::Lines,
}

impl Paragraphs {
    fn push(&mut self, paragraph: &str) {
        let mut folded = super::seen::fold(paragraph);
        self.lines.push(&folded, false);
        if self.cut {
            return;
        }
        let mut chars = folded.chars().count();
        if folded.is_empty() {
            return;
        }
        // Its line's end counts.
        let room = MAX_TEXT.saturating_sub(self.chars + 1);
        if chars > room {
            self.cut = true;
            if room == 0 {
                return;
            }
            folded = folded.chars().take(room).collect();
            chars = room;
        }
        self.chars += chars + 1;
        self.text.push_str(&folded);
        self.text.push('\n');
    }
}

/// What was read, with a note where a limit cut its tables short or where there was nothing to read.
fn content(kind: FileKind, sheets: Vec<Sheet>, text: Paragraphs) -> FileContent {
    let mut read = super::personal::file(kind, sheets, text.text, &text.lines);
    let whole = fit(&mut read.sheets);
    read.unreadable = if !whole || read.sheets.iter().any(|s| s.cut) {
        Some((Unreadable::TooLarge, "only its beginning was kept".to_owned()))
    } else if !text.cut && !read.text.chars().any(char::is_alphanumeric) {
        // Pictures of paper come in text documents too.
        Some((Unreadable::Scanned, "no words in it".to_owned()))
    } else {
        None
    };
    read.cut = text.cut;
    read
}

/// Drops the tables behind those that make up the limit; whether none had to go.
fn fit(sheets: &mut Vec<Sheet>) -> bool {
    let (mut size, before) = (0, sheets.len());
    sheets.retain(|sheet| {
        size += sheet.rows.iter().flatten().map(String::len).sum::<usize>();
        size <= MAX_CELLS
    });
    sheets.len() == before
}

/// A row of a table as text: its cells one after the other, a text that runs over several of them once. Paragraphs in a
/// cell stay paragraphs, for many a document is laid out in one.
#[derive(Debug, Default)]
struct Joining {
    row: String,
    last: String,
}

impl Joining {
    /// Rows longer than this, in bytes, are no rows.
    const LONGEST: usize = 400_000;

    fn cell(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty() || text == self.last || self.row.len() + text.len() > Self::LONGEST {
            return;
        }
        if !self.row.is_empty() {
            self.row.push(' ');
        }
        self.row.push_str(text);
        text.clone_into(&mut self.last);
    }

    fn end(&mut self, text: &mut Paragraphs) {
        for line in self.row.lines() {
            text.push(line);
        }
        self.row.clear();
        self.last.clear();
    }
}

/// The rows of a table as text.
fn rows_as_text(sheet: &Sheet, text: &mut Paragraphs) {
    let mut joining = Joining::default();
    for row in &sheet.rows {
        for cell in row {
            joining.cell(cell);
        }
        joining.end(text);
    }
}

/// The character behind a reference in XML.
fn named(name: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    match name.as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => name.resolve_char_ref().ok().flatten(),
    }
}
