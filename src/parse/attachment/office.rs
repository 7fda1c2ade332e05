use super::{Joining, MAX_SHEETS, Paragraphs, content, zipped};
use crate::model::{FileContent, FileKind, Sheet, SheetBuilder, Unreadable};
use office_oxide::ir::{Element, InlineContent, List, Table};
use office_oxide::options::ParseOptions;
use office_oxide::{Document, DocumentFormat, OfficeError};
use std::io::Cursor;

/// Elements nested deeper than this are not read.
const DEEPEST: usize = 12;

/// Reads the formats that a kept library reads for us: text documents before 2007, presentations of both ages.
pub(super) fn read(kind: FileKind, body: &[u8]) -> FileContent {
    let format = match kind {
        FileKind::Ppt => DocumentFormat::Ppt,
        FileKind::Pptx => DocumentFormat::Pptx,
        _ => DocumentFormat::Doc,
    };
    let mut options = ParseOptions::default();
    options.limits.package_entries = 5000;
    options.limits.package_bytes = zipped::MAX_UNPACKED;
    options.limits.part_bytes = zipped::MAX_UNPACKED;
    options.limits.inflate_ratio = 200;
    options.limits.embedded_depth = 1;
    options.limits.embedded_packages = 8;
    options.limits.text_chars = 4_000_000;
    options.limits.memory_bytes = 256 * 1024 * 1024;
    let document = match Document::from_reader_with(Cursor::new(body.to_vec()), format, &options) {
        Ok(document) => document,
        Err(error) => return FileContent::unread(kind, why(&error), shortened(&error.to_string())),
    };
    let mut walk = Walk { text: Paragraphs::default(), sheets: Vec::new(), last_line: String::new(), pictures: 0 };
    let whole = document.to_ir();
    for section in &whole.sections {
        for element in &section.elements {
            walk.element(element, 0);
        }
    }
    let pictures = walk.pictures;
    let mut read = content(kind, walk.sheets, walk.text);
    if read.unreadable.is_none() && whole.metadata.text_truncated {
        let told = whole.metadata.warnings.first().map_or("its text is not whole", String::as_str);
        read.unreadable = Some((Unreadable::Damaged, shortened(told)));
    }
    if let Some((Unreadable::Scanned, told)) = &mut read.unreadable
        && pictures > 0
    {
        *told = format!("{pictures} pictures and no words");
    }
    read
}

fn why(error: &OfficeError) -> Unreadable {
    let told = error.to_string().to_ascii_lowercase();
    if told.contains("encrypted") || told.contains("password") {
        Unreadable::Encrypted
    } else if told.contains("limit") || told.contains("too large") || told.contains("exceed") {
        Unreadable::TooLarge
    } else {
        Unreadable::Damaged
    }
}

fn shortened(told: &str) -> String {
    told.chars().take(200).collect()
}

struct Walk {
    text: Paragraphs,
    sheets: Vec<Sheet>,
    /// The last paragraph outside of tables: what a table below it is called.
    last_line: String,
    pictures: usize,
}

impl Walk {
    fn element(&mut self, element: &Element, depth: usize) {
        if depth > DEEPEST {
            self.text.cut = true;
            return;
        }
        match element {
            Element::Heading(heading) => self.line(&words(&heading.content)),
            Element::Paragraph(paragraph) => self.line(&words(&paragraph.content)),
            Element::Table(table) => self.table(table, depth),
            Element::List(list) => self.list(list, depth),
            Element::TextBox(framed) => self.all(&framed.content, depth),
            Element::Footnote(note) | Element::Endnote(note) => self.all(&note.content, depth),
            Element::CodeBlock(code) => self.line(&code.content),
            Element::Image(_) => self.pictures += 1,
            _ => {}
        }
    }

    fn all(&mut self, elements: &[Element], depth: usize) {
        for element in elements {
            self.element(element, depth + 1);
        }
    }

    fn list(&mut self, list: &List, depth: usize) {
        for item in &list.items {
            self.all(&item.content, depth);
            if let Some(nested) = item.nested.as_ref().filter(|_| depth < DEEPEST) {
                self.list(nested, depth + 1);
            }
        }
    }

    /// Lines of the document; a break inside a paragraph is a line's end to a person.
    fn line(&mut self, text: &str) {
        for line in text.lines() {
            self.text.push(line);
            if line.chars().any(char::is_alphanumeric) {
                self.last_line = super::super::seen::fold(line);
            }
        }
    }

    fn table(&mut self, table: &Table, depth: usize) {
        let title = table.caption.as_deref().unwrap_or(&self.last_line);
        let mut cells = SheetBuilder::new(title);
        for (row, line) in table.rows.iter().enumerate() {
            let mut column = 0;
            let mut joining = Joining::default();
            for cell in &line.cells {
                while column < SheetBuilder::MAX_COLUMNS && cells.is_taken(row, column) {
                    column += 1;
                }
                let mut inner =
                    Walk { text: Paragraphs::default(), sheets: Vec::new(), last_line: String::new(), pictures: 0 };
                inner.all(&cell.content, depth);
                self.pictures += inner.pictures;
                self.text.cut |= inner.text.cut;
                joining.cell(&inner.text.text);
                let size = |n: u32| usize::try_from(n).unwrap_or(1).clamp(1, SheetBuilder::MAX_ROWS);
                let span = (size(cell.row_span).min(table.rows.len() - row), size(cell.col_span));
                cells.put((row, column), span, &super::super::seen::fold(&inner.text.text));
                cells.take((row, column), span);
                column += span.1.min(SheetBuilder::MAX_COLUMNS);
            }
            joining.end(&mut self.text);
        }
        if self.sheets.len() < MAX_SHEETS {
            self.sheets.push(cells.build());
        }
    }
}

fn words(content: &[InlineContent]) -> String {
    let mut text = String::new();
    for piece in content {
        match piece {
            InlineContent::Text(span) => text.push_str(&span.text),
            InlineContent::LineBreak => text.push('\n'),
            _ => {}
        }
    }
    text
}
