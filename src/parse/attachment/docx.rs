use super::{Joining, MAX_SHEETS, Paragraphs, content, zipped};
use crate::model::{FileContent, FileKind, SheetBuilder, Unreadable};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A table whose end has not been met.
struct OpenTable {
    cells: SheetBuilder,
    row: usize,
    column: usize,
    /// Of the cell under way.
    span: usize,
    goes_on: bool,
    text: String,
    /// The same, with its paragraphs apart.
    lines: String,
    row_text: Joining,
}

struct Walk {
    open: Vec<OpenTable>,
    done: Vec<crate::model::Sheet>,
    text: Paragraphs,
    paragraph: String,
    /// Inside `<w:t>`: anything else is layout.
    in_text: bool,
    /// Inside what stands there for older readers: the same once more.
    doubled: usize,
    pictures: usize,
    /// The last paragraph outside of tables: what a table below it is called.
    last_line: String,
}

/// Tables nested deeper than this are not read.
const DEEPEST: usize = 8;

/// Whether a file is a text document written as one piece of XML, as some offices save `.doc` files.
pub(super) fn is_flat(body: &[u8]) -> bool {
    let head = &body[..body.len().min(4096)];
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let holds = |word: &[u8]| head.windows(word.len()).any(|w| w == word);
    head.starts_with(b"<?xml") && (holds(b"<w:wordDocument") || holds(b"<pkg:package"))
}

/// Reads the body of a text document: paragraphs and tables.
pub(super) fn read(body: &[u8]) -> FileContent {
    let xml = if is_flat(body) {
        String::from_utf8_lossy(body).into_owned()
    } else if let Some(xml) = zipped::part(body, "word/document.xml") {
        xml
    } else {
        return FileContent::unread(FileKind::Docx, Unreadable::Damaged, "its main part can't be unpacked");
    };
    let mut walk = Walk {
        open: Vec::new(),
        done: Vec::new(),
        text: Paragraphs::default(),
        paragraph: String::new(),
        in_text: false,
        doubled: 0,
        pictures: 0,
        last_line: String::new(),
    };
    let mut reader = Reader::from_str(&xml);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut broken = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => walk.start(&start),
            Ok(Event::Empty(start)) => {
                walk.start(&start);
                walk.end(start.local_name().as_ref());
            }
            Ok(Event::End(end)) => walk.end(end.local_name().as_ref()),
            Ok(Event::Text(piece)) => walk.say(&piece),
            Ok(Event::GeneralRef(name)) => {
                if let Some(c) = super::named(&name) {
                    walk.say(c.encode_utf8(&mut [0; 4]));
                }
            }
            Ok(Event::Eof) => break,
            Err(_) => {
                broken = true;
                break;
            }
            Ok(_) => {}
        }
    }
    let pictures = walk.pictures;
    let mut read = content(FileKind::Docx, walk.done, walk.text);
    if let Some((Unreadable::Scanned, told)) = &mut read.unreadable
        && pictures > 0
    {
        *told = format!("{pictures} pictures and no words");
    }
    if broken && read.unreadable.as_ref().is_none_or(|(why, _)| *why == Unreadable::Scanned) {
        read.unreadable = Some((Unreadable::Damaged, "its markup breaks off".to_owned()));
    }
    read
}

impl Walk {
    fn start(&mut self, tag: &BytesStart<'_>) {
        let name = tag.local_name();
        let value = || {
            let attribute = tag.attributes().flatten().find(|a| a.key.local_name().as_ref() == "val")?;
            Some(attribute.value.to_string())
        };
        match name.as_ref() {
            "tbl" if self.open.len() < DEEPEST => {
                self.open.push(OpenTable {
                    cells: SheetBuilder::new(&self.last_line),
                    row: 0,
                    column: 0,
                    span: 1,
                    goes_on: false,
                    text: String::new(),
                    lines: String::new(),
                    row_text: Joining::default(),
                });
            }
            "tc" => {
                if let Some(table) = self.open.last_mut() {
                    (table.span, table.goes_on) = (1, false);
                    table.text.clear();
                    table.lines.clear();
                }
            }
            // Cells left out at the start of a row.
            "gridBefore" => {
                if let Some(table) = self.open.last_mut() {
                    table.column += count(value());
                }
            }
            "gridSpan" => {
                if let Some(table) = self.open.last_mut() {
                    table.span = count(value());
                }
            }
            "vMerge" => {
                if let Some(table) = self.open.last_mut() {
                    table.goes_on = value().as_deref() != Some("restart");
                }
            }
            "t" => self.in_text = true,
            "br" | "tab" | "cr" => self.blank(),
            "Fallback" => self.doubled += 1,
            "drawing" | "pict" => self.pictures += 1,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "t" => self.in_text = false,
            "Fallback" => self.doubled = self.doubled.saturating_sub(1),
            // A shape's text and a phonetic guide have paragraphs of their own inside of one.
            "p" => {
                if self.open.is_empty() {
                    let line = super::super::seen::fold(&self.paragraph);
                    if !line.is_empty() {
                        self.text.push(&line);
                        self.last_line = line;
                    }
                    self.paragraph.clear();
                } else {
                    self.blank();
                    if let Some(table) = self.open.last_mut()
                        && !table.lines.is_empty()
                        && table.lines.len() < Joining::LONGEST
                    {
                        table.lines.push('\n');
                    }
                }
            }
            "tc" => {
                if let Some(table) = self.open.last_mut() {
                    let mut text = super::super::seen::fold(&table.text);
                    if table.goes_on && text.is_empty() && table.row > 0 {
                        table.cells.at(table.row - 1, table.column).clone_into(&mut text);
                    }
                    table.cells.put((table.row, table.column), (1, table.span), &text);
                    table.column = table.column.saturating_add(table.span);
                    table.row_text.cell(&table.lines);
                    table.text.clear();
                    table.lines.clear();
                }
            }
            "tr" => {
                if let Some(table) = self.open.last_mut() {
                    table.row += 1;
                    table.column = 0;
                    let mut row = std::mem::take(&mut table.row_text);
                    row.end(&mut self.text);
                }
            }
            "tbl" => {
                if let Some(table) = self.open.pop()
                    && self.done.len() < MAX_SHEETS
                {
                    self.done.push(table.cells.build());
                }
            }
            _ => {}
        }
    }

    fn say(&mut self, text: &str) {
        if !self.in_text || self.doubled > 0 {
            return;
        }
        if let Some(table) = self.open.last_mut()
            && table.lines.len() < Joining::LONGEST
        {
            table.lines.push_str(text);
        }
        let line = self.open.last_mut().map_or(&mut self.paragraph, |t| &mut t.text);
        // A paragraph longer than any cell that is kept.
        if line.len() < 20_000 {
            line.push_str(text);
        }
    }

    fn blank(&mut self) {
        let line = self.open.last_mut().map_or(&mut self.paragraph, |t| &mut t.text);
        if !line.is_empty() && line.len() < 20_000 {
            line.push(' ');
        }
    }
}

fn count(value: Option<String>) -> usize {
    value.and_then(|v| v.parse().ok()).unwrap_or(1).clamp(1, SheetBuilder::MAX_COLUMNS)
}
