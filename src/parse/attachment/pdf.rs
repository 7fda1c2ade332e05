use super::{Paragraphs, content};
use crate::model::{FileContent, FileKind, Sheet, SheetBuilder, Unreadable};
use pdf_oxide::PdfDocument;
use std::sync::mpsc;
use std::time::Duration;

/// Most pages read.
const MAX_PAGES: usize = 150;
/// Longest time for one file. A hostile one can keep its reader busy for ever.
const LONGEST: Duration = Duration::from_secs(20);
/// Forms inside forms need room.
const STACK: usize = 16 * 1024 * 1024;
/// Fewest characters by which a page of text is told from a picture with a stamp.
const TEXT: usize = 20;

/// Reads text and tables on a thread of its own, which is left behind when it takes too long.
pub(super) fn read(body: &[u8]) -> FileContent {
    let body = body.to_vec();
    let (answer, answered) = mpsc::channel();
    let reader = std::thread::Builder::new().name("pdf".to_owned()).stack_size(STACK).spawn(move || {
        // Nobody listens any more when it took too long.
        let _ = answer.send(open(body));
    });
    if let Err(error) = reader {
        return FileContent::unread(FileKind::Pdf, Unreadable::NotFetched, error.to_string());
    }
    match answered.recv_timeout(LONGEST) {
        Ok(read) => read,
        Err(mpsc::RecvTimeoutError::Timeout) => {
            FileContent::unread(FileKind::Pdf, Unreadable::TooLarge, format!("not read within {LONGEST:?}"))
        }
        Err(mpsc::RecvTimeoutError::Disconnected) => {
            FileContent::unread(FileKind::Pdf, Unreadable::Damaged, "its reader gave up")
        }
    }
}

fn open(body: Vec<u8>) -> FileContent {
    let damaged =
        |e: String| FileContent::unread(FileKind::Pdf, Unreadable::Damaged, e.chars().take(200).collect::<String>());
    let document = match PdfDocument::from_bytes(body) {
        Ok(document) => document,
        Err(error) => return damaged(error.to_string()),
    };
    if document.is_encrypted() && !document.authenticate(b"").unwrap_or(false) {
        return FileContent::unread(FileKind::Pdf, Unreadable::Encrypted, "it asks for a password");
    }
    let pages = match document.page_count() {
        Ok(pages) => pages,
        Err(error) => return damaged(error.to_string()),
    };
    let mut text = Paragraphs::default();
    let mut joined = Joined::default();
    let mut read = 0;
    for page in 0..pages.min(MAX_PAGES) {
        let Ok(words) = document.extract_text(page) else { continue };
        if words.chars().filter(|c| c.is_alphanumeric()).count() >= TEXT {
            read += 1;
        }
        for line in words.lines() {
            text.push(line);
        }
        for table in document.extract_tables(page).unwrap_or_default() {
            joined.add(&table);
        }
    }
    if read == 0 {
        return FileContent::unread(FileKind::Pdf, Unreadable::Scanned, format!("{pages} pages without text"));
    }
    text.cut |= pages > MAX_PAGES;
    content(FileKind::Pdf, joined.finish(), text)
}

/// Tables of one width that follow each other are one table running over pages.
#[derive(Default)]
struct Joined {
    done: Vec<Sheet>,
    open: Option<(SheetBuilder, usize, usize)>,
}

impl Joined {
    fn add(&mut self, table: &pdf_oxide::structure::table_extractor::Table) {
        let width = table.col_count;
        if self.open.as_ref().is_none_or(|(_, _, open)| *open != width) {
            self.close();
            self.open = Some((SheetBuilder::new(""), 0, width));
        }
        let Some((cells, row, _)) = &mut self.open else { return };
        let from = *row;
        for (at, line) in table.rows.iter().enumerate() {
            let mut column = 0;
            for cell in &line.cells {
                while column < SheetBuilder::MAX_COLUMNS && cells.is_taken(from + at, column) {
                    column += 1;
                }
                let size = |n: u32| usize::try_from(n).unwrap_or(1).clamp(1, SheetBuilder::MAX_ROWS);
                let span = (size(cell.rowspan).min(table.rows.len() - at), size(cell.colspan));
                cells.put((from + at, column), span, &super::super::seen::fold(&cell.text));
                cells.take((from + at, column), span);
                column += span.1.min(SheetBuilder::MAX_COLUMNS);
            }
        }
        *row += table.rows.len();
    }

    fn close(&mut self) {
        if let Some((cells, _, _)) = self.open.take()
            && self.done.len() < super::MAX_SHEETS
        {
            self.done.push(cells.build());
        }
    }

    fn finish(mut self) -> Vec<Sheet> {
        self.close();
        self.done
    }
}
