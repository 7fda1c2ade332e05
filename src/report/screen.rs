//! Lines of a terminal: wrapped by display width, never wider than asked for, coloured or not.

use super::clean;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthChar;

/// The narrowest terminal that is laid out for.
const NARROWEST: usize = 40;
/// Beyond this, lines get hard to read; wider terminals stay empty at the right.
const WIDEST: usize = 120;

/// How a stretch of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Bold,
    Dim,
    Red,
    Green,
    Yellow,
    Cyan,
}

impl Style {
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Bold => "1",
            Self::Dim => "2",
            Self::Red => "31",
            Self::Green => "32",
            Self::Yellow => "33",
            Self::Cyan => "36",
        }
    }
}

/// Where the lines gather.
#[derive(Debug)]
pub(super) struct Screen {
    width: usize,
    colour: bool,
    out: String,
}

impl Screen {
    pub(super) fn new(width: usize, colour: bool) -> Self {
        Self { width: width.clamp(NARROWEST, WIDEST), colour, out: String::new() }
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    pub(super) fn blank(&mut self) {
        self.out.push('\n');
    }

    /// One line of stretches. They must fit together: cut or wrapped before.
    pub(super) fn line(&mut self, stretches: &[(Style, &str)]) {
        let filled = stretches.iter().rposition(|(_, text)| !text.trim_end().is_empty()).map_or(0, |last| last + 1);
        for (at, (style, text)) in stretches[..filled].iter().enumerate() {
            let text = if at + 1 == filled { text.trim_end() } else { text };
            if self.colour && *style != Style::Plain && !text.is_empty() {
                let _ = write!(self.out, "\u{1b}[{}m{text}\u{1b}[0m", style.code());
            } else {
                self.out.push_str(text);
            }
        }
        self.out.push('\n');
    }

    /// A text of any length under a lead (`✗ `), wrapped; further lines stand under the text, not under the lead.
    pub(super) fn text(&mut self, lead: (Style, &str), style: Style, text: &str) {
        let indent = " ".repeat(width(lead.1));
        let lines = wrap(text, self.width.saturating_sub(width(lead.1)));
        for (at, line) in lines.iter().enumerate() {
            if at == 0 {
                self.line(&[lead, (style, line)]);
            } else {
                self.line(&[(Style::Plain, &indent), (style, line)]);
            }
        }
    }

    /// A text on the left, wrapped, and a short one at the right edge of its first line; when the right one is too long
    /// to stand beside, it gets lines of its own.
    pub(super) fn pair(&mut self, lead: (Style, &str), left: (Style, &str), right: (Style, &str)) {
        let before = width(lead.1);
        let shown = clean::line(right.1);
        let beside = width(&shown);
        if beside * 2 > self.width - before {
            self.text(lead, left.0, left.1);
            return self.text((Style::Plain, &" ".repeat(before)), right.0, &shown);
        }
        let room = self.width - before - beside - 2;
        for (at, line) in wrap(left.1, room).iter().enumerate() {
            if at == 0 {
                let gap = " ".repeat(room + 2 - width(line));
                self.line(&[lead, (left.0, line), (Style::Plain, &gap), (right.0, &shown)]);
            } else {
                self.line(&[(Style::Plain, &" ".repeat(before)), (left.0, line)]);
            }
        }
    }

    pub(super) fn heading(&mut self, text: &str) {
        self.blank();
        self.text((Style::Plain, ""), Style::Bold, text);
        self.line(&[(Style::Dim, &"─".repeat(self.width))]);
    }
}

/// Columns that a cleaned text takes.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

fn columns(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// Cut to at most `room` columns, with `…` when something was cut; never through a wide character.
pub(super) fn cut(text: &str, room: usize) -> String {
    let text = clean::line(text);
    if width(&text) <= room {
        return text.into_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += columns(c);
        if used > room {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

/// Closing punctuation must not begin a line, as long as there is room to carry its neighbour along.
fn hangs(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '）'
            | '”'
            | '’'
            | '》'
            | '】'
            | '〕'
            | ','
            | '.'
            | ';'
            | ':'
            | ')'
            | '!'
            | '?'
    )
}

/// Lines of at most `room` columns; at blanks where there are some, else between any two characters. At least one line.
pub(super) fn wrap(text: &str, room: usize) -> Vec<String> {
    let text = clean::line(text);
    let room = room.max(2);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for c in text.chars() {
        if used + columns(c) > room {
            let rest = break_off(&mut line, c, room);
            lines.push(std::mem::replace(&mut line, rest));
            used = width(&line);
            if c == ' ' && line.is_empty() {
                continue;
            }
        }
        used += columns(c);
        line.push(c);
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// Takes from a full line what belongs with the next character `c` and gives it back.
fn break_off(line: &mut String, c: char, room: usize) -> String {
    if c == ' ' {
        return String::new();
    }
    let whole = |c: char| c.is_ascii_graphic() || (c.is_alphanumeric() && columns(c) == 1);
    // A word moves to the next line, unless it is longer than half a line (an address).
    if whole(c)
        && let Some(at) = line.char_indices().rev().find(|(_, c)| !whole(*c)).map(|(at, c)| at + c.len_utf8())
        && at > 0
        && width(&line[at..]) * 2 <= room
    {
        let rest = line[at..].to_owned();
        line.truncate(line[..at].trim_end().len());
        return rest;
    }
    if hangs(c)
        && let Some((at, last)) = line.char_indices().next_back()
        && at > 0
        && !hangs(last)
    {
        line.truncate(at);
        return last.to_string();
    }
    String::new()
}
