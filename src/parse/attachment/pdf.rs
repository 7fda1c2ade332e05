use super::bounded::Deadline;
use super::{Paragraphs, content};
use crate::model::{FileContent, FileKind, Sheet, SheetBuilder, Unreadable};
use pdf_oxide::PdfDocument;

/// Most pages read.
const MAX_PAGES: usize = 150;
/// Fewest characters by which a page of text is told from a picture with a stamp.
const TEXT: usize = 20;

/// Reads text and tables, page by page until it is time to stop.
pub(super) fn read(body: &[u8], deadline: Deadline) -> FileContent {
    let damaged =
        |e: String| FileContent::unread(FileKind::Pdf, Unreadable::Damaged, e.chars().take(200).collect::<String>());
    let document = match PdfDocument::from_bytes(body.to_vec()) {
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
    let (mut looked, mut read, mut wordless, mut garbled) = (0, 0, 0, 0);
    for page in 0..pages.min(MAX_PAGES) {
        if deadline.is_over() {
            break;
        }
        looked += 1;
        let words = document.extract_text(page).unwrap_or_default();
        if is_garbled(&words) {
            garbled += 1;
            continue;
        }
        if words.chars().filter(|c| c.is_alphanumeric()).count() >= TEXT {
            read += 1;
        } else {
            wordless += 1;
        }
        for line in words.lines() {
            text.push(line);
        }
        for table in document.extract_tables(page).unwrap_or_default() {
            joined.add(&table);
        }
    }
    if read == 0 {
        let told = if garbled > 0 {
            format!(
                "{garbled} of {pages} pages with letters that stand for nothing (fonts without a table of characters)"
            )
        } else {
            format!("{pages} pages without text")
        };
        let why = if looked == 0 && pages > 0 { Unreadable::TooLarge } else { Unreadable::Scanned };
        return FileContent::unread(FileKind::Pdf, why, told);
    }
    text.cut |= looked < pages;
    let mut found = content(FileKind::Pdf, joined.finish(), text);
    if found.unreadable.is_none() {
        found.unreadable = if looked < pages {
            Some((Unreadable::TooLarge, format!("the first {looked} of {pages} pages were read")))
        } else if garbled > 0 {
            Some((Unreadable::Scanned, format!("{garbled} of {pages} pages with letters that stand for nothing")))
        } else if wordless > 2 || wordless * 2 >= pages {
            // A cover and an empty last page are usual; more of them are paper that was put through a scanner.
            Some((Unreadable::Scanned, format!("{wordless} of {pages} pages without text")))
        } else {
            None
        };
    }
    found
}

/// Whether a page's letters stand for nothing: a font without a table of characters gives private ones, controls, or
/// signs of every script at random, where Chinese and ASCII would be.
fn is_garbled(words: &str) -> bool {
    let (mut all, mut strange, mut usual) = (0_usize, 0_usize, 0_usize);
    // Dots and dashes fill the lines of a list of contents.
    let filling = |c: char| c.is_whitespace() || c.is_ascii_punctuation() || matches!(c, '\u{2000}'..='\u{206F}' | '·');
    for c in words.chars().filter(|c| !filling(*c)) {
        all += 1;
        match c {
            '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' | '\u{FFFD}' => strange += 1,
            c if c.is_control() => strange += 1,
            '\u{4E00}'..='\u{9FFF}' | '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}' | '\u{2E80}'..='\u{2FDF}' => {
                usual += 1;
            }
            c if c.is_ascii_alphanumeric() => usual += 1,
            _ => {}
        }
    }
    all >= TEXT && (strange * 10 >= all * 3 || usual * 10 < all * 3)
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
