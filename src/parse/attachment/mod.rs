//! From a file that pages offer to its tables and text. Takes any bytes and answers with what could be had and why the
//! rest could not; nothing here panics, waits without end, or grows beyond its limits.
//!
//! The first bytes decide what a file is: portals serve pages named `.xls`, and files without any ending.

mod docx;
#[cfg(feature = "pdf")]
mod pdf;
mod plain;
mod tables;
mod workbook;
mod zipped;

pub(super) use tables::catalogues;

use crate::model::{Exchange, FileContent, FileKind, Unreadable};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Most characters of text kept of one file.
const MAX_TEXT: usize = 200_000;
/// Most tables kept of one file.
const MAX_SHEETS: usize = 100;

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
    let kind = kind_of(exchange);
    if !record.whole {
        return FileContent::unread(kind, Unreadable::TooLarge, "not read to its end");
    }
    // The libraries below read what strangers wrote; one that panics costs this file alone.
    catch_unwind(AssertUnwindSafe(|| read(kind, exchange)))
        .unwrap_or_else(|_| FileContent::unread(kind, Unreadable::Damaged, "its reader gave up"))
}

fn read(kind: FileKind, exchange: &Exchange) -> FileContent {
    let body = exchange.body.as_slice();
    match kind {
        FileKind::Xlsx => workbook::xlsx(body),
        FileKind::Xls => workbook::xls(body),
        FileKind::Docx => docx::read(body),
        #[cfg(feature = "pdf")]
        FileKind::Pdf => pdf::read(body),
        #[cfg(not(feature = "pdf"))]
        FileKind::Pdf => FileContent::unread(kind, Unreadable::Format, "this build does not read PDF"),
        FileKind::Markup => tables::page(exchange),
        FileKind::Text => plain::read(exchange),
        FileKind::Doc | FileKind::Ofd | FileKind::Archive => {
            FileContent::unread(kind, Unreadable::Format, "this format is not read")
        }
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
}

impl Paragraphs {
    fn push(&mut self, paragraph: &str) {
        let folded = super::seen::fold(paragraph);
        let chars = folded.chars().count();
        if folded.is_empty() || self.cut {
            return;
        }
        if self.chars + chars > MAX_TEXT {
            self.cut = true;
            return;
        }
        self.chars += chars;
        self.text.push_str(&folded);
        self.text.push('\n');
    }
}

/// What was read, with a note where a limit cut it short.
fn content(kind: FileKind, sheets: Vec<crate::model::Sheet>, text: Paragraphs) -> FileContent {
    let cut = text.cut || sheets.iter().any(|s| s.cut);
    let unreadable = cut.then(|| (Unreadable::TooLarge, "only its beginning was kept".to_owned()));
    FileContent { kind, sheets, text: text.text, unreadable }
}
