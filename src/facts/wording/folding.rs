//! A line as the matcher reads it: full-width letters and digits as plain ones, no blanks between Chinese characters.

use std::borrow::Cow;

/// Whether a character is a Chinese one.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{3007}')
}

/// Characters that show nothing.
fn is_nothing(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{2060}' | '\u{00AD}')
        || (c.is_control() && !c.is_whitespace())
}

fn plain(c: char) -> char {
    match u32::from(c) {
        code @ (0xFF10..=0xFF19 | 0xFF21..=0xFF3A | 0xFF41..=0xFF5A) => char::from_u32(code - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// Goes through a line: `each(character as read, byte at which it stands in the line)`.
fn walk(line: &str, mut each: impl FnMut(char, usize)) {
    let mut before: Option<char> = None;
    let mut blank: Option<usize> = None;
    for (at, c) in line.char_indices() {
        if c.is_whitespace() {
            blank.get_or_insert(at);
            continue;
        }
        if is_nothing(c) {
            continue;
        }
        if let Some(at) = blank.take()
            && !(before.is_none_or(is_han) && is_han(c))
        {
            each(' ', at);
        }
        each(plain(c), at);
        before = Some(c);
    }
}

/// The line as it is read.
pub(super) fn folded(line: &str) -> Cow<'_, str> {
    let as_it_is = line.chars().all(|c| !c.is_whitespace() && !is_nothing(c) && plain(c) == c);
    if as_it_is {
        return Cow::Borrowed(line);
    }
    let mut text = String::with_capacity(line.len());
    walk(line, |c, _| text.push(c));
    Cow::Owned(text)
}

/// Where a stretch of the folded line (bytes) stands in the line itself.
pub(super) fn unfolded(line: &str, stretch: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let (mut read, mut start, mut end) = (0, line.len(), line.len());
    walk(line, |c, at| {
        if read == stretch.start {
            start = at;
        }
        read += c.len_utf8();
        if read == stretch.end {
            end = at + line[at..].chars().next().map_or(0, char::len_utf8);
        }
    });
    start.min(end)..end
}
