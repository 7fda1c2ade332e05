//! One sheet, row by row: every text harmless, every limit of Excel kept.

use super::{Error, clean};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Url, Worksheet};

/// Excel cuts a cell at this many UTF-16 units.
const CELL: usize = 32_767;
/// Links that a sheet takes (65,530), with some to spare.
const LINKS: u32 = 65_000;
/// The longest address that Excel takes as a link.
const ADDRESS: usize = 2_000;
/// Rows that a sheet takes (1,048,576), with some to spare.
pub(super) const ROWS: usize = 1_048_000;

/// The looks of cells.
pub(super) struct Looks {
    title: Format,
    head: Format,
    text: Format,
    strong: Format,
    number: Format,
    link: Format,
}

impl Looks {
    pub(super) fn new() -> Self {
        let cell = Format::new().set_align(FormatAlign::Top).set_text_wrap().set_border(FormatBorder::Thin);
        let cell = cell.set_border_color(Color::RGB(0x00C5_CCD3));
        Self {
            title: Format::new().set_bold().set_font_size(14),
            head: cell.clone().set_bold().set_background_color(Color::RGB(0x00E6_ECF2)),
            // `@` keeps a text a text when somebody edits the cell.
            text: cell.clone().set_num_format("@"),
            strong: cell.clone().set_bold().set_num_format("@"),
            number: cell.clone().set_num_format("0.##"),
            link: cell.set_font_color(Color::RGB(0x0014_508C)).set_underline(rust_xlsxwriter::FormatUnderline::Single),
        }
    }
}

/// One cell.
pub(super) enum Cell<'a> {
    /// Text, whatever it looks like; line ends kept.
    Text(String),
    /// Text that stands out.
    Strong(String),
    /// An address; a link when it is http or https.
    Link(&'a str),
    /// Marks.
    Marks(f64),
    /// A count.
    Count(u64),
    /// Nothing.
    Empty,
}

/// A sheet that is filled from the top.
pub(super) struct Sheet<'a> {
    inner: &'a mut Worksheet,
    looks: &'a Looks,
    row: u32,
    links: u32,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(sheet: &'a mut Worksheet, name: &str, looks: &'a Looks) -> Result<Self, Error> {
        sheet.set_name(name)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        Ok(Self { inner: sheet, looks, row: 0, links: 0 })
    }

    /// The next row to be written.
    pub(super) fn at(&self) -> u32 {
        self.row
    }

    pub(super) fn widths(&mut self, widths: &[u8]) -> Result<(), Error> {
        for (column, width) in (0_u16..).zip(widths) {
            self.inner.set_column_width(column, *width)?;
        }
        Ok(())
    }

    pub(super) fn title(&mut self, text: &str) -> Result<(), Error> {
        self.inner.write_string_with_format(self.row, 0, safe(text), &self.looks.title)?;
        self.row += 1;
        Ok(())
    }

    pub(super) fn skip(&mut self) {
        self.row += 1;
    }

    /// A header row; `frozen` keeps it in sight and on each printed page.
    pub(super) fn head(&mut self, names: &[&str], frozen: bool) -> Result<(), Error> {
        for (column, name) in (0_u16..).zip(names) {
            self.inner.write_string_with_format(self.row, column, *name, &self.looks.head)?;
        }
        self.row += 1;
        if frozen {
            self.inner.set_freeze_panes(self.row, 0)?.set_repeat_rows(self.row - 1, self.row - 1)?;
        }
        Ok(())
    }

    /// Filters over the rows from the header at `head` to the last one written.
    pub(super) fn filter(&mut self, head: u32, columns: usize) -> Result<(), Error> {
        let last = u16::try_from(columns.saturating_sub(1)).unwrap_or(u16::MAX);
        self.inner.autofilter(head, 0, self.row.saturating_sub(1).max(head), last)?;
        Ok(())
    }

    pub(super) fn line(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        for (column, cell) in (0_u16..).zip(cells) {
            self.put(column, cell)?;
        }
        self.row += 1;
        Ok(())
    }

    /// One cell of the row under way.
    pub(super) fn put(&mut self, column: u16, cell: &Cell<'_>) -> Result<(), Error> {
        let (row, looks) = (self.row, self.looks);
        match cell {
            Cell::Text(text) => self.inner.write_string_with_format(row, column, safe(text), &looks.text)?,
            Cell::Strong(text) => self.inner.write_string_with_format(row, column, safe(text), &looks.strong)?,
            // Spreadsheet programs show counts up to 15 digits exactly; a page count has fewer.
            #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
            Cell::Count(count) => self.inner.write_number_with_format(row, column, *count as f64, &looks.number)?,
            Cell::Marks(marks) => self.inner.write_number_with_format(row, column, *marks, &looks.number)?,
            Cell::Empty => self.inner.write_blank(row, column, &looks.text)?,
            Cell::Link(address) => return self.link(column, address),
        };
        Ok(())
    }

    fn link(&mut self, column: u16, address: &str) -> Result<(), Error> {
        let shown = safe(address);
        let target = clean::web_address(address).map(String::from).filter(|url| url.len() <= ADDRESS);
        match target {
            Some(url) if self.links < LINKS && !shown.is_empty() => {
                self.links += 1;
                let url = Url::new(url).set_text(shown);
                self.inner.write_url_with_format(self.row, column, url, &self.looks.link)?;
            }
            _ => {
                self.inner.write_string_with_format(self.row, column, shown, &self.looks.text)?;
            }
        }
        Ok(())
    }
}

/// Without control characters, as long as a cell may be.
fn safe(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(clean::line).collect();
    let text = lines.join("\n");
    if text.len() <= CELL {
        return text;
    }
    let mut units = 0;
    let end = text.char_indices().find_map(|(at, c)| {
        units += c.len_utf16();
        (units > CELL - 1).then_some(at)
    });
    match end {
        Some(at) if text.encode_utf16().count() > CELL => format!("{}…", &text[..at]),
        _ => text,
    }
}
