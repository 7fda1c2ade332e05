use super::{FetchRecord, PersonalData};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A table as it was read: of a page, a workbook's sheet, a document. A merged cell's text stands in every place that it
/// covers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sheet {
    /// The sheet's name, the caption, or the line above the table; empty when there is none.
    pub title: String,
    /// Rows of cells, all of the same length.
    pub rows: Vec<Vec<String>>,
    /// There was more than is kept.
    #[serde(default)]
    pub cut: bool,
}

/// What a file is, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileKind {
    /// A workbook in the format of 2007 or later.
    Xlsx,
    /// A workbook in the format before 2007; `.et` too.
    Xls,
    /// A text document in the format of 2007 or later.
    Docx,
    /// A text document in the format before 2007; `.wps` too.
    Doc,
    /// Rich Text Format.
    Rtf,
    /// A presentation in the format before 2007.
    Ppt,
    /// A presentation in the format of 2007 or later.
    Pptx,
    /// PDF.
    Pdf,
    /// OFD.
    Ofd,
    /// Plain text.
    Text,
    /// A page, whatever its name says.
    Markup,
    /// A picture.
    Picture,
    /// Several files in one.
    Archive,
    /// Anything else.
    Other,
}

/// Why a file's content could not be had, or not all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unreadable {
    /// The request failed or was refused; the record tells how.
    NotFetched,
    /// Beyond the limits on size or effort.
    TooLarge,
    /// Asks for a password.
    Encrypted,
    /// Pictures of paper.
    Scanned,
    /// A format that is not read.
    Format,
    /// Does not hold what its format promises.
    Damaged,
}

/// What was read of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileContent {
    /// What it is.
    pub kind: FileKind,
    /// Its tables.
    pub sheets: Vec<Sheet>,
    /// Its whole text, that of tables too: blanks folded, a line a paragraph or a row of a table. A text that runs over
    /// several cells of a row stands once.
    pub text: String,
    /// The text goes on beyond what is kept.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
    /// Why it, or part of it, could not be had, with more about it in English.
    pub unreadable: Option<(Unreadable, String)>,
    /// Personal data in it, looked for in all that was read; the numbers themselves are masked in what is kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub personal: Vec<PersonalData>,
}

/// A file that pages offer and that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The request.
    pub record: FetchRecord,
    /// What the link calls it.
    pub name: String,
    /// The page on which it was first seen, in crawl order.
    pub referrer: String,
    /// What was read.
    pub content: FileContent,
    /// Its tables were kept, whatever they hold.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tables: bool,
    /// A page came in its place, with words of a "not found" notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent_words: Option<String>,
    /// Sketch of that page's text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sketch: Vec<u32>,
    /// What gave a firewall's page in its place away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<String>,
}

impl FileContent {
    /// Nothing of it, and why.
    #[must_use]
    pub fn unread(kind: FileKind, why: Unreadable, detail: impl Into<String>) -> Self {
        Self {
            kind,
            sheets: Vec::new(),
            text: String::new(),
            cut: false,
            unreadable: Some((why, detail.into())),
            personal: Vec::new(),
        }
    }

    /// Whether all of its text was read: what is not in it is not in the file.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.unreadable.is_none() && !self.cut
    }
}

/// Collects a table's cells, however they come, within limits.
#[derive(Debug, Default)]
pub struct SheetBuilder {
    sheet: Sheet,
    chars: usize,
    /// Places looked at; hostile spans would make it endless.
    steps: usize,
    /// Places that cells cover, empty ones too.
    taken: BTreeSet<(usize, usize)>,
}

impl SheetBuilder {
    /// Most rows kept.
    pub const MAX_ROWS: usize = 3000;
    /// Most columns kept.
    pub const MAX_COLUMNS: usize = 40;
    /// Most characters of one cell kept.
    pub const MAX_CELL: usize = 500;
    /// Most characters of one table kept.
    const MAX_CHARS: usize = 400_000;
    /// Most places looked at.
    const MAX_STEPS: usize = 1_000_000;

    /// An empty table of this name.
    #[must_use]
    pub fn new(title: &str) -> Self {
        let title = title.chars().take(Self::MAX_CELL).collect();
        Self { sheet: Sheet { title, ..Sheet::default() }, ..Self::default() }
    }

    /// Puts a text into the places from `(row, column)` that it covers, those already filled aside.
    pub fn put(&mut self, (row, column): (usize, usize), (rows, columns): (usize, usize), text: &str) {
        if row >= Self::MAX_ROWS || column >= Self::MAX_COLUMNS {
            self.sheet.cut |= !text.is_empty();
            return;
        }
        let text: String = text.chars().take(Self::MAX_CELL).collect();
        let to_row = row.saturating_add(rows.max(1)).min(Self::MAX_ROWS);
        let to_column = column.saturating_add(columns.max(1)).min(Self::MAX_COLUMNS);
        if text.is_empty() {
            return;
        }
        let size = text.chars().count();
        for r in row..to_row {
            for c in column..to_column {
                self.steps += 1;
                if self.chars + size > Self::MAX_CHARS || self.steps > Self::MAX_STEPS {
                    self.sheet.cut = true;
                    return;
                }
                if self.sheet.rows.len() <= r {
                    self.sheet.rows.resize(r + 1, Vec::new());
                }
                let line = &mut self.sheet.rows[r];
                if line.len() <= c {
                    line.resize(c + 1, String::new());
                }
                if line[c].is_empty() {
                    line[c].clone_from(&text);
                    self.chars += size;
                }
            }
        }
    }

    /// Notes the places from `(row, column)` that a cell covers, so that those beside it move on.
    pub fn take(&mut self, (row, column): (usize, usize), (rows, columns): (usize, usize)) {
        // A cell of one row stands in nobody's way.
        for r in row + 1..row.saturating_add(rows).min(Self::MAX_ROWS) {
            for c in column..column.saturating_add(columns).min(Self::MAX_COLUMNS) {
                self.steps += 1;
                if self.steps > Self::MAX_STEPS {
                    self.sheet.cut = true;
                    return;
                }
                self.taken.insert((r, c));
            }
        }
    }

    /// Whether a cell from above reaches here.
    #[must_use]
    pub fn is_taken(&self, row: usize, column: usize) -> bool {
        self.taken.contains(&(row, column))
    }

    /// The text at a place.
    #[must_use]
    pub fn at(&self, row: usize, column: usize) -> &str {
        self.sheet.rows.get(row).and_then(|r| r.get(column)).map_or("", String::as_str)
    }

    /// Notes that there was more.
    pub fn cut(&mut self) {
        self.sheet.cut = true;
    }

    /// The table, all rows of one length.
    #[must_use]
    pub fn build(mut self) -> Sheet {
        let columns = self.sheet.rows.iter().map(Vec::len).max().unwrap_or(0);
        for row in &mut self.sheet.rows {
            row.resize(columns, String::new());
        }
        self.sheet
    }
}
