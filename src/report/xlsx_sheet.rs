//! One sheet, row by row: every text harmless, every limit of Excel kept.

use super::screen::width;
use super::{Error, clean};
use crate::model::Outcome;
use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, DataValidation, DataValidationRule, Format, FormatAlign, FormatBorder, Formula,
    ProtectionOptions, Url, Worksheet,
};

/// Excel cuts a cell at this many UTF-16 units.
const CELL: usize = 32_767;
/// Links that a sheet takes (65,530), with some to spare.
const LINKS: u32 = 65_000;
/// The longest address that Excel takes as a link.
const ADDRESS: usize = 2_000;
/// Rows that a sheet takes (1,048,576), with some to spare.
pub(super) const ROWS: usize = 1_048_000;
/// Height of a line in points; Chinese fonts need a little more than Latin ones.
const LINE: f64 = 16.5;
/// The highest row that Excel takes.
const HIGHEST: f64 = 409.0;

/// The looks of cells.
pub(super) struct Looks {
    title: Format,
    head: Format,
    text: Format,
    strong: Format,
    section: Format,
    section_number: Format,
    number: Format,
    figure: Format,
    link: Format,
    failed: Format,
    open: Format,
    passed: Format,
    range: Format,
    /// To be filled in: text, and marks.
    entry: Format,
    entry_marks: Format,
    /// Where nothing is to be filled in.
    shut: Format,
}

impl Looks {
    pub(super) fn new() -> Self {
        let cell = Format::new().set_align(FormatAlign::Top).set_text_wrap().set_border(FormatBorder::Thin);
        let cell = cell.set_border_color(Color::RGB(0x00C5_CCD3));
        let entry = cell.clone().set_unlocked().set_background_color(Color::RGB(0x00FF_FBE6));
        Self {
            title: Format::new().set_bold().set_font_size(14),
            head: cell.clone().set_bold().set_background_color(Color::RGB(0x00E6_ECF2)),
            // `@` keeps a text a text when somebody edits the cell.
            text: cell.clone().set_num_format("@"),
            strong: cell.clone().set_bold().set_num_format("@"),
            section: cell.clone().set_bold().set_num_format("@").set_background_color(Color::RGB(0x00F2_F5F8)),
            section_number: cell
                .clone()
                .set_bold()
                .set_num_format("0.##")
                .set_background_color(Color::RGB(0x00F2_F5F8)),
            number: cell.clone().set_num_format("0.##"),
            figure: cell.clone().set_num_format("0.##").set_align(FormatAlign::Left),
            // Colour only repeats what the words say.
            failed: cell.clone().set_num_format("@").set_background_color(Color::RGB(0x00FB_E4E0)),
            open: cell.clone().set_num_format("@").set_background_color(Color::RGB(0x00FF_F3D6)),
            passed: cell.clone().set_num_format("@").set_background_color(Color::RGB(0x00E5_F3E8)),
            range: cell.clone().set_align(FormatAlign::Right).set_num_format("@"),
            entry: entry.clone().set_num_format("@"),
            entry_marks: entry.set_num_format("0.##"),
            shut: cell.clone().set_background_color(Color::RGB(0x00E0_E0E0)).set_num_format("@"),
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
    /// An outcome in words, with its colour.
    Outcome(&'a str, Outcome),
    /// An address; a link when it is http or https.
    Link(&'a str),
    /// A link to a row (counted from 0) of another sheet: the sheet, the row, what is shown.
    Row(&'a str, u32, String),
    /// Marks.
    Marks(f64),
    /// A number that stands beside its name, not in a column of numbers.
    Figure(f64),
    /// Marks that are not one number, in the column of such.
    Range(String),
    /// A count.
    Count(u64),
    /// Nothing.
    Empty,
    /// For a person to write text in; what stands there already.
    Entry(String),
    /// For a person to write a mark in; what stands there already.
    EntryMarks(Option<f64>),
    /// Where a person would write, and must not.
    Shut,
}

/// A sheet that is filled from the top.
pub(super) struct Sheet<'a> {
    inner: &'a mut Worksheet,
    looks: &'a Looks,
    row: u32,
    links: u32,
    /// Widths of the columns, in characters.
    widths: Vec<u8>,
    /// A column that is not shown.
    hidden: Option<usize>,
    /// Lines that the row under way needs.
    lines: usize,
    /// Whether the row under way is a section's.
    section: bool,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(sheet: &'a mut Worksheet, name: &str, looks: &'a Looks) -> Result<Self, Error> {
        sheet.set_name(name)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        sheet.set_margins(0.4, 0.4, 0.5, 0.5, 0.3, 0.3).set_footer("&C&A  &P/&N");
        Ok(Self { inner: sheet, looks, row: 0, links: 0, widths: Vec::new(), hidden: None, lines: 1, section: false })
    }

    /// The next row to be written.
    pub(super) fn at(&self) -> u32 {
        self.row
    }

    pub(super) fn widths(&mut self, widths: &[u8]) -> Result<(), Error> {
        for (column, width) in (0_u16..).zip(widths) {
            self.inner.set_column_width(column, *width)?;
        }
        self.widths = widths.to_vec();
        Ok(())
    }

    /// Upright paper, for a sheet that is read and not filtered.
    pub(super) fn upright(&mut self) {
        self.inner.set_portrait();
    }

    /// Text over the first `columns` columns, as one wrapped block.
    pub(super) fn block(&mut self, columns: u16, text: &str) -> Result<(), Error> {
        let text = safe(text);
        self.lines = lines(&text, self.room(0, columns.saturating_sub(1)));
        self.inner.merge_range(self.row, 0, self.row, columns.saturating_sub(1), "", &self.looks.text)?;
        self.inner.write_string_with_format(self.row, 0, text, &self.looks.text)?;
        self.end_row()
    }

    pub(super) fn title(&mut self, text: &str) -> Result<(), Error> {
        self.title_at(0, text)
    }

    /// A title that begins in another column than the first.
    pub(super) fn title_at(&mut self, column: u16, text: &str) -> Result<(), Error> {
        self.inner.write_string_with_format(self.row, column, safe(text), &self.looks.title)?;
        self.lines = 2;
        self.end_row()
    }

    /// A line of our own outside any table.
    pub(super) fn note_at(&mut self, column: u16, text: &str) -> Result<(), Error> {
        self.inner.write_string(self.row, column, text)?;
        self.row += 1;
        Ok(())
    }

    /// A text of our own over the first `columns` columns; the row is as high as it needs.
    pub(super) fn paragraph(&mut self, text: &str, columns: u16) -> Result<(), Error> {
        let format = Format::new().set_align(FormatAlign::Top).set_text_wrap();
        self.inner.merge_range(self.row, 0, self.row, columns.saturating_sub(1), text, &format)?;
        self.lines = lines(text, self.room(0, columns.saturating_sub(1)));
        self.end_row()
    }

    pub(super) fn skip(&mut self) {
        self.row += 1;
    }

    /// Ends the row. Spreadsheet programs fit rows to wrapped text only when somebody edits them, so the height is ours.
    fn end_row(&mut self) -> Result<(), Error> {
        if self.lines > 1 {
            let lines = u32::try_from(self.lines).unwrap_or(1);
            self.inner.set_row_height(self.row, (f64::from(lines) * LINE).min(HIGHEST))?;
        }
        (self.lines, self.section) = (1, false);
        self.row += 1;
        Ok(())
    }

    /// How many lines a text takes in a column.
    fn fit(&mut self, column: u16, text: &str) {
        let Some(width) = self.widths.get(usize::from(column)) else { return };
        // A hidden column shows nothing.
        if self.hidden != Some(usize::from(column)) {
            self.lines = self.lines.max(lines(text, usize::from(*width)));
        }
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

    /// Keeps the first columns in sight, too; after [`Sheet::head`].
    pub(super) fn freeze(&mut self, columns: u16) -> Result<(), Error> {
        self.inner.set_freeze_panes(self.row, columns)?;
        Ok(())
    }

    /// A paper wide enough for many columns: A3.
    pub(super) fn wide_paper(&mut self) {
        self.inner.set_paper_size(8);
    }

    /// Only cells for entries can be changed; no password, so that nobody is locked out. Filters and widths stay free.
    pub(super) fn protect(&mut self) {
        let options = ProtectionOptions {
            use_autofilter: true,
            sort: true,
            format_columns: true,
            format_rows: true,
            ..ProtectionOptions::new()
        };
        self.inner.protect_with_options(&options);
    }

    /// A column that is there for the program only; before the rows are written.
    pub(super) fn hide(&mut self, column: u16) -> Result<(), Error> {
        self.hidden = Some(usize::from(column));
        self.inner.set_column_hidden(column)?;
        Ok(())
    }

    /// Rows from `from` to the last one written take in `column` one of these words.
    pub(super) fn choices(&mut self, from: u32, column: u16, words: &[&str], told: (&str, &str)) -> Result<(), Error> {
        let validation = DataValidation::new().allow_list_strings(words)?;
        self.validation(from, column, validation, told)
    }

    /// Rows from `from` to the last one written take in `column` a number between those in the columns `ends` of the same
    /// row.
    pub(super) fn between(
        &mut self,
        from: u32,
        column: u16,
        ends: (u16, u16),
        told: (&str, &str),
    ) -> Result<(), Error> {
        let end =
            |at: u16| Formula::new(format!("=${}{}", rust_xlsxwriter::utility::column_number_to_name(at), from + 1));
        let rule = DataValidationRule::Between(end(ends.0), end(ends.1));
        self.validation(from, column, DataValidation::new().allow_decimal_number_formula(rule), told)
    }

    fn validation(&mut self, from: u32, column: u16, made: DataValidation, told: (&str, &str)) -> Result<(), Error> {
        let made = made.set_error_title(told.0)?.set_error_message(told.1)?;
        self.inner.add_data_validation(from, column, self.row.saturating_sub(1).max(from), column, &made)?;
        Ok(())
    }

    /// Colours `column` of the rows from `from` to the last one written where the formula, ours and written for the row
    /// `from`, holds.
    pub(super) fn warn_where(&mut self, from: u32, column: u16, formula: &str) -> Result<(), Error> {
        let red = Format::new().set_background_color(Color::RGB(0x00F8_D7DA));
        let rule = ConditionalFormatFormula::new().set_rule(formula).set_format(red);
        self.inner.add_conditional_format(from, column, self.row.saturating_sub(1).max(from), column, &rule)?;
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
        self.end_row()
    }

    /// A line that heads those below it.
    pub(super) fn section(&mut self, cells: &[Cell<'_>]) -> Result<(), Error> {
        self.section = true;
        self.line(cells)
    }

    /// Puts the next lines one level below, so that they can be folded away.
    pub(super) fn fold(&mut self, first: u32, last: u32) -> Result<(), Error> {
        if first <= last {
            self.inner.group_symbols_above(true).group_rows(first, last)?;
        }
        Ok(())
    }

    /// One cell over the columns `from` to `to`; the next row is under way then.
    pub(super) fn put_over(&mut self, from: u16, to: u16, cell: &Cell<'_>) -> Result<(), Error> {
        self.inner.merge_range(self.row, from, self.row, to, "", &self.looks.text)?;
        self.put(from, cell)?;
        if let Cell::Text(text) | Cell::Strong(text) = cell {
            self.lines = lines(text, self.room(from, to));
        }
        self.end_row()
    }

    /// Characters that the columns `from` to `to` hold together.
    fn room(&self, from: u16, to: u16) -> usize {
        let widths = self.widths.get(usize::from(from)..=usize::from(to)).unwrap_or_default();
        widths.iter().map(|w| usize::from(*w)).sum::<usize>().max(20)
    }

    /// One cell of the row under way.
    pub(super) fn put(&mut self, column: u16, cell: &Cell<'_>) -> Result<(), Error> {
        let (row, looks) = (self.row, self.looks);
        let (text_look, number_look) =
            if self.section { (&looks.section, &looks.section_number) } else { (&looks.text, &looks.number) };
        if let Cell::Text(text) | Cell::Strong(text) | Cell::Entry(text) = cell {
            self.fit(column, text);
        }
        match cell {
            Cell::Text(text) => self.inner.write_string_with_format(row, column, safe(text), text_look)?,
            Cell::Strong(text) if self.section => {
                self.inner.write_string_with_format(row, column, safe(text), text_look)?
            }
            Cell::Strong(text) => self.inner.write_string_with_format(row, column, safe(text), &looks.strong)?,
            Cell::Outcome(text, outcome) => {
                let look = match outcome {
                    Outcome::Failed => &looks.failed,
                    Outcome::CannotTell | Outcome::Manual => &looks.open,
                    Outcome::Passed => &looks.passed,
                    Outcome::Inapplicable => text_look,
                };
                self.inner.write_string_with_format(row, column, safe(text), look)?
            }
            Cell::Row(sheet, to, text) if self.links < LINKS => {
                self.links += 1;
                let url = Url::new(format!("internal:'{sheet}'!A{}", to + 1)).set_text(text);
                self.inner.write_url_with_format(row, column, url, &looks.link)?
            }
            Cell::Row(_, _, text) => self.inner.write_string_with_format(row, column, text, text_look)?,
            // Spreadsheet programs show counts up to 15 digits exactly; a page count has fewer.
            #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
            Cell::Count(count) => self.inner.write_number_with_format(row, column, *count as f64, number_look)?,
            Cell::Marks(marks) => self.inner.write_number_with_format(row, column, *marks, number_look)?,
            Cell::Figure(number) => self.inner.write_number_with_format(row, column, *number, &looks.figure)?,
            Cell::Range(text) => self.inner.write_string_with_format(row, column, safe(text), &looks.range)?,
            Cell::Empty => self.inner.write_blank(row, column, text_look)?,
            Cell::Entry(text) if text.is_empty() => self.inner.write_blank(row, column, &looks.entry)?,
            Cell::Entry(text) => self.inner.write_string_with_format(row, column, safe(text), &looks.entry)?,
            Cell::EntryMarks(None) => self.inner.write_blank(row, column, &looks.entry_marks)?,
            Cell::EntryMarks(Some(marks)) => {
                self.inner.write_number_with_format(row, column, *marks, &looks.entry_marks)?
            }
            Cell::Shut => self.inner.write_blank(row, column, &looks.shut)?,
            Cell::Link(address) => return self.link(column, address),
        };
        Ok(())
    }

    fn link(&mut self, column: u16, address: &str) -> Result<(), Error> {
        let shown = safe(address);
        self.fit(column, &shown);
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

/// Lines that a text takes in a column of so many characters; a Chinese character takes two and a little more.
fn lines(text: &str, width_of_column: usize) -> usize {
    // Words are not cut at the very edge, so a line holds a little less than the column is wide.
    let room = width_of_column.saturating_sub(1).max(2);
    text.split('\n').map(|line| (width(line) * 21 / 20).div_ceil(room).max(1)).sum()
}

/// Names that sheets can carry: at most 31 UTF-16 units, none of `[]:*?/\`, no apostrophe at the ends, each once
/// whatever the case, and none of `taken`.
pub(super) fn sheet_names(wanted: &[String], taken: &[&str]) -> Vec<String> {
    let mut used: Vec<String> = taken.iter().map(|t| t.to_lowercase()).collect();
    let fit = |text: &str, room: usize| -> String {
        let mut units = 0;
        text.chars()
            .take_while(|c| {
                units += c.len_utf16();
                units <= room
            })
            .collect()
    };
    let mut names = Vec::new();
    for (at, name) in wanted.iter().enumerate() {
        let plain: String = clean::line(name).chars().map(|c| if "[]:*?/\\".contains(c) { ' ' } else { c }).collect();
        let plain = plain.trim_matches(|c: char| c == '\'' || c.is_whitespace());
        let base = if plain.is_empty() { format!("{}", at + 1) } else { fit(plain, 31) };
        let mut name = base.clone();
        let mut next = 2;
        while used.contains(&name.to_lowercase()) {
            let tail = format!(" {next}");
            name = format!("{}{tail}", fit(&base, 31 - tail.len()));
            next += 1;
        }
        used.push(name.to_lowercase());
        names.push(name);
    }
    names
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
