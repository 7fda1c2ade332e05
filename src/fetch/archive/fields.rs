//! The head of a record: a version and named fields.

use std::io::{self, BufRead, Read};

/// Longest head of a record.
const HEAD: u64 = 64 * 1024;

/// Named fields in their order; names don't mind case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fields(pub(super) Vec<(String, String)>);

/// What stands at a place.
pub(super) enum Head {
    /// A record.
    Fields(Fields),
    /// The end.
    End,
    /// Something else; its first bytes.
    Strange(String),
    /// A head beyond the bound.
    TooLong,
}

impl Fields {
    /// The first field of this name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// All fields of this name.
    pub(super) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }

    /// The kind of the record, in lower case.
    pub(super) fn kind(&self) -> String {
        self.get("WARC-Type").unwrap_or_default().to_ascii_lowercase()
    }

    /// Length of the block.
    pub(super) fn length(&self) -> Option<u64> {
        self.get("Content-Length")?.parse().ok()
    }

    /// The address that the record is about, without the angle brackets that some writers put around it.
    pub(super) fn target(&self) -> Option<&str> {
        self.get("WARC-Target-URI").map(bare)
    }

    /// When it was made, milliseconds since 1970.
    pub(super) fn date_ms(&self) -> Option<i64> {
        self.get("WARC-Date").and_then(moment)
    }
}

/// An identifier or address without angle brackets.
pub(super) fn bare(text: &str) -> &str {
    text.trim().trim_start_matches('<').trim_end_matches('>')
}

/// A `WARC-Date` as milliseconds since 1970; days and minutes alone count from their beginning.
pub(super) fn moment(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Some(at.as_millisecond());
    }
    let whole = match text.trim_end_matches('Z').len() {
        10 => format!("{}T00:00:00Z", text.trim_end_matches('Z')),
        16 => format!("{}:00Z", text.trim_end_matches('Z')),
        _ => return None,
    };
    whole.parse().ok().map(jiff::Timestamp::as_millisecond)
}

/// Milliseconds since 1970 as a `WARC-Date`.
pub(super) fn date(ms: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(ms).unwrap_or_default();
    format!("{at:.3}")
}

/// Reads a head up to the empty line after it. Empty lines before it are no matter.
pub(super) fn read(input: &mut impl BufRead) -> io::Result<Head> {
    let mut left = HEAD;
    let mut line = Vec::new();
    loop {
        if !next(input, &mut left, &mut line)? {
            return Ok(if left == 0 { Head::TooLong } else { Head::End });
        }
        if line.iter().any(|b| !b.is_ascii_whitespace()) {
            break;
        }
    }
    if !line.starts_with(b"WARC/1.") && !line.starts_with(b"WARC/0.1") {
        return Ok(Head::Strange(String::from_utf8_lossy(&line[..line.len().min(40)]).trim().to_owned()));
    }
    let mut fields = Fields::default();
    loop {
        if !next(input, &mut left, &mut line)? {
            return if left == 0 { Ok(Head::TooLong) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
        }
        let text = String::from_utf8_lossy(line.trim_ascii_end());
        if text.is_empty() {
            return Ok(Head::Fields(fields));
        }
        match (text.starts_with([' ', '\t']), fields.0.last_mut(), text.split_once(':')) {
            (true, Some((_, value)), _) => {
                value.push(' ');
                value.push_str(text.trim());
            }
            (false, _, Some((name, value))) => fields.0.push((name.trim().to_owned(), value.trim().to_owned())),
            _ => {}
        }
    }
}

/// One line, as long as there is room; `false` at the end of the input or the room.
fn next(input: &mut impl BufRead, left: &mut u64, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let read = input.by_ref().take(*left).read_until(b'\n', line)?;
    *left -= read as u64;
    Ok(line.ends_with(b"\n") || (read > 0 && *left > 0))
}
