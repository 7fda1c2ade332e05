use super::{Joining, Paragraphs, content};
use crate::model::{Exchange, FileContent, FileKind, Sheet, SheetBuilder};
use crate::parse::{charset, seen, sniff};

/// How much of a file tells whether it is text.
const HEAD: usize = 4096;

/// Whether a file that is nothing else is plain text: letters without the bytes that no text holds. A script's answer in
/// the file's place ("no such file", as data) is no text of it.
pub(super) fn is_text(exchange: &Exchange) -> bool {
    let body = exchange.body.as_slice();
    let head = &body[..body.len().min(HEAD)];
    if head.is_empty() || sniff::is_data(head) {
        return false;
    }
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return true;
    }
    let strange = head.iter().filter(|b| matches!(b, 0..=8 | 14..=26 | 28..=31 | 127)).count();
    if strange > 0 {
        return false;
    }
    let (text, _, _) = encoding_rs::GB18030.decode(head);
    let text = if let Ok(text) = std::str::from_utf8(head) { text.into() } else { text };
    // The last character may be cut in two.
    let broken = text.chars().filter(|c| *c == '\u{FFFD}').count();
    text.chars().any(char::is_alphanumeric) && broken <= 1 + text.len() / 200
}

/// Reads plain text in whatever character set; values parted by commas, semicolons or tabs as a table.
pub(super) fn read(exchange: &Exchange) -> FileContent {
    let decoded = charset::decode(exchange);
    let mut text = Paragraphs::default();
    if let Some(mark) = parted_by(&decoded.text, is_called_values(exchange)) {
        let sheet = values(&decoded.text, mark, &mut text);
        return content(FileKind::Text, vec![sheet], text);
    }
    for line in decoded.text.split(['\n', '\r', '\u{2028}', '\u{2029}']) {
        text.push(line);
    }
    content(FileKind::Text, Vec::new(), text)
}

/// Lines by which it is told what parts the values.
const LOOKED_AT: usize = 40;

/// Whether a file is called one of parted values, by its name or its media type.
fn is_called_values(exchange: &Exchange) -> bool {
    let record = &exchange.record;
    let disposed = record.headers.get("content-disposition").map_or("", String::as_str);
    let ends = |name: &str| {
        let name = name.trim_end_matches(['"', '\'', ' ', ';']).to_ascii_lowercase();
        [".csv", ".tsv"].iter().any(|end| name.ends_with(end))
    };
    let path = record.final_url.split(['?', '#']).next().unwrap_or_default();
    let typed = ["text/csv", "text/tab-separated-values", "application/csv"];
    ends(path)
        || ends(&record.final_url)
        || ends(disposed)
        || record.media_type().is_some_and(|m| typed.contains(&m.as_str()))
}

/// What parts the values of a table written as text; none where it is running text. `called`: it is called a table.
fn parted_by(text: &str, called: bool) -> Option<char> {
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).take(LOOKED_AT).collect();
    // A list of contents or a verse has tabs and commas too: what is not called a table must be as even as one.
    let marks: &[char] = if called { &['\t', ',', ';', '，'] } else { &['\t', ','] };
    let even = |mark: &char| {
        let counts: Vec<usize> = lines.iter().map(|line| line.matches(*mark).count()).collect();
        let first = counts.iter().copied().max().unwrap_or(0);
        let same = counts.iter().filter(|n| **n == first).count();
        let enough = if called { first >= 1 } else { first >= 2 && lines.len() >= 3 && same == lines.len() };
        (enough && (called || lines.iter().all(|line| !line.contains('。')))).then_some((same, first, *mark))
    };
    marks.iter().filter_map(even).max_by_key(|(same, most, _)| (*same, *most)).map(|(.., mark)| mark)
}

/// The table; its rows as text too.
fn values(source: &str, mark: char, text: &mut Paragraphs) -> Sheet {
    let mut table = SheetBuilder::new("");
    let mut joining = Joining::default();
    let (mut row, mut column) = (0, 0);
    let mut cell = String::new();
    let mut quoted = false;
    let mut signs = source.chars().peekable();
    loop {
        let sign = signs.next();
        match sign {
            Some('"') if quoted && signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            Some('"') if quoted => quoted = false,
            Some('"') if matches!(cell.trim(), "" | "=") => {
                // `="510…"` is how digits are kept from being made a number.
                quoted = true;
                cell.clear();
            }
            Some(c) if quoted && cell.len() < LONGEST_CELL => cell.push(c),
            Some(c) if !quoted && c != mark && !matches!(c, '\n' | '\r') => cell.push(c),
            // A quote that was never closed.
            Some(c) if quoted && c != mark && !matches!(c, '\n' | '\r') => {}
            other => {
                quoted = false;
                let own = seen::fold(cell.trim_start_matches('\''));
                joining.cell(&own);
                if column < SheetBuilder::MAX_COLUMNS && row < SheetBuilder::MAX_ROWS {
                    table.put((row, column), (1, 1), &own);
                }
                cell.clear();
                column += 1;
                if other != Some(mark) {
                    // A line's end of two signs ends an empty line besides.
                    if column > 1 || !own.is_empty() {
                        row += 1;
                    }
                    column = 0;
                    joining.end(text);
                }
                if other.is_none() {
                    break;
                }
            }
        }
    }
    table.build()
}

/// Longest value in quotes, in bytes: beyond it, a quote was not closed.
const LONGEST_CELL: usize = 20_000;
