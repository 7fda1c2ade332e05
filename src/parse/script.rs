//! What can be read off a script without running it: the text it writes, the addresses it names.

use super::resolve::GAP;
use regex::Regex;
use std::sync::LazyLock;

/// A string expression of a script: literals put together with `+`, a gap where something else stood between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// The text.
    pub(super) text: String,
    /// The 60 characters of code before it.
    pub(super) before: String,
}

/// The string expressions of a script, in order. Comments and regular expressions are passed over.
pub(super) fn pieces(code: &str) -> Vec<Piece> {
    let mut reader = Reader { code, at: 0, pieces: Vec::new(), joined_until: None, code_from: 0 };
    reader.run();
    reader.pieces
}

struct Reader<'a> {
    code: &'a str,
    at: usize,
    pieces: Vec<Piece>,
    /// Where the last literal ended.
    joined_until: Option<usize>,
    code_from: usize,
}

/// Most literals read of one script: a packed library has tens of thousands and nothing for us.
const MOST_PIECES: usize = 20_000;

impl Reader<'_> {
    fn run(&mut self) {
        let bytes = self.code.as_bytes();
        while self.at < bytes.len() && self.pieces.len() < MOST_PIECES {
            match bytes[self.at] {
                quote @ (b'"' | b'\'' | b'`') => self.literal(quote),
                b'/' => self.slash(bytes),
                _ => self.at += 1,
            }
        }
    }

    fn slash(&mut self, bytes: &[u8]) {
        match bytes.get(self.at + 1) {
            Some(b'/') => {
                // `//` inside a string is met by `literal`; here it is a comment.
                self.at = self.code[self.at..].find('\n').map_or(bytes.len(), |n| self.at + n);
            }
            Some(b'*') => {
                self.at = self.code[self.at + 2..].find("*/").map_or(bytes.len(), |n| self.at + n + 4);
            }
            _ if self.begins_regex() => self.regex(bytes),
            _ => self.at += 1,
        }
    }

    fn begins_regex(&self) -> bool {
        let before = self.code[..self.at].trim_end();
        before.is_empty()
            || before.ends_with(['(', ',', '=', ':', '[', '!', '&', '|', '?', '{', '}', ';', '\n'])
            || before.ends_with("return")
    }

    fn regex(&mut self, bytes: &[u8]) {
        let mut at = self.at + 1;
        let mut class = false;
        while at < bytes.len() {
            match bytes[at] {
                b'\\' => at += 1,
                b'[' => class = true,
                b']' => class = false,
                b'/' if !class => break,
                b'\n' => {
                    // Not a regular expression after all.
                    self.at += 1;
                    return;
                }
                _ => {}
            }
            at += 1;
        }
        self.at = (at + 1).min(bytes.len());
    }

    fn literal(&mut self, quote: u8) {
        let start = self.at;
        let mut text = String::new();
        let mut chars = self.code[start + 1..].char_indices().peekable();
        let mut end = self.code.len();
        while let Some((offset, c)) = chars.next() {
            if c == char::from(quote) {
                end = start + 1 + offset + 1;
                break;
            }
            match c {
                '\\' => escape(&mut chars, &mut text),
                '\n' if quote != b'`' => {
                    // An unfinished literal ends with its line.
                    end = start + 1 + offset;
                    break;
                }
                '$' if quote == b'`' && chars.peek().is_some_and(|(_, n)| *n == '{') => {
                    for (_, inner) in chars.by_ref() {
                        if inner == '}' {
                            break;
                        }
                    }
                    text.push(GAP);
                }
                other => text.push(other),
            }
        }
        self.at = end.max(start + 1);
        self.keep(start, text);
    }

    fn keep(&mut self, start: usize, mut text: String) {
        // More follows after a `+`: whatever it is, the text does not end here.
        let rest = self.code[self.at..].trim_start();
        let open = rest.starts_with('+') && !rest.starts_with("++") && !rest.starts_with("+=");
        if let Some(until) = self.joined_until
            && let Some(last) = self.pieces.last_mut()
            && last.text.len() < 400_000
        {
            let between = self.code[until..start].trim();
            let joins = between.starts_with('+')
                && between.ends_with('+')
                && between.len() < 200
                && !between.contains([';', '{', '}', '\n']);
            let continues = between.starts_with('+') && between.trim_matches('+').trim().is_empty();
            if joins || continues {
                if continues && last.text.ends_with(GAP) {
                    last.text.pop();
                }
                last.text.push_str(&text);
                if open {
                    last.text.push(GAP);
                }
                self.joined_until = Some(self.at);
                self.code_from = self.at;
                return;
            }
        }
        let from = self.code_from.max(start.saturating_sub(60));
        let from = (from..=start).find(|at| self.code.is_char_boundary(*at)).unwrap_or(start);
        let before = self.code[from..start].to_owned();
        if before.trim_end().ends_with('+') {
            text.insert(0, GAP);
        }
        if open {
            text.push(GAP);
        }
        self.pieces.push(Piece { text, before });
        self.joined_until = Some(self.at);
        self.code_from = self.at;
    }
}

fn escape(chars: &mut std::iter::Peekable<std::str::CharIndices<'_>>, text: &mut String) {
    let Some((_, c)) = chars.next() else { return };
    match c {
        'n' | 'r' | 't' | 'v' | 'f' | 'b' => text.push(' '),
        '\n' => {}
        'u' | 'x' => {
            let braces = c == 'u' && chars.peek().is_some_and(|(_, n)| *n == '{');
            let wanted = if c == 'x' { 2 } else { 4 };
            let mut digits = String::new();
            if braces {
                chars.next();
                digits.extend(chars.by_ref().map(|(_, c)| c).take_while(|c| *c != '}').take(8));
            } else {
                while digits.len() < wanted {
                    let Some((_, digit)) = chars.next_if(|(_, n)| n.is_ascii_hexdigit()) else { break };
                    digits.push(digit);
                }
            }
            text.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
        }
        other => text.push(other),
    }
}

/// Undoes `escape()` and `encodeURIComponent()`: `%u` with four hex digits, `%` with two (as UTF-8 where it is).
pub(super) fn unescape(text: &str) -> String {
    let mut bytes: Vec<u8> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let tail = &rest[at + 1..];
        let (hex, skip) = match tail.strip_prefix(['u', 'U']) {
            Some(after) => (after.get(..4), 5),
            None => (tail.get(..2), 2),
        };
        let code =
            hex.filter(|h| h.bytes().all(|b| b.is_ascii_hexdigit())).and_then(|h| u32::from_str_radix(h, 16).ok());
        match code {
            Some(code) if skip == 5 => {
                let c = char::from_u32(code).unwrap_or('\u{FFFD}');
                bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                rest = &tail[skip..];
            }
            Some(code) => {
                bytes.extend(u8::try_from(code));
                rest = &tail[skip..];
            }
            None => {
                bytes.push(b'%');
                rest = tail;
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

static INSERTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:\.(?:html|append|prepend|after|before|text|appendTo|prependTo|insertAdjacentHTML|insertBefore)\s*\([^()]{0,40}|(?:innerHTML|outerHTML|innerText|textContent)\s*\+?=\s*)(?:unescape\s*\(\s*|decodeURI(?:Component)?\s*\(\s*)?$")
        .expect("a constant pattern")
});

static WRITES: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\bwrite(?:ln)?\s*\([^;]{0,40}$").expect("a constant pattern"));

/// The markup and text that a script puts into the page, as one piece of markup.
pub(super) fn written(pieces: &[Piece]) -> String {
    let mut markup = String::new();
    for piece in pieces {
        let encoded = piece.text.contains('%')
            && (piece.before.contains("unescape")
                || piece.before.contains("decodeURI")
                || piece.text.contains("%3C")
                || piece.text.contains("%u"));
        let text = if encoded { unescape(&piece.text) } else { piece.text.clone() };
        if WRITES.is_match(&piece.before) {
            markup.push_str(&text);
        } else if INSERTS.is_match(&piece.before) || has_markup(&text) {
            markup.push_str("\n<br>\n");
            markup.push_str(&text);
        }
        if markup.len() > 1_000_000 {
            break;
        }
    }
    markup
}

/// Whether a text holds a whole tag.
fn has_markup(text: &str) -> bool {
    text.find('<').is_some_and(|at| {
        let rest = &text[at + 1..];
        rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') && rest.contains('>')
    })
}

static OPENED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)(?:window\s*\.\s*open\s*\(|\blocation(?:\s*\.\s*href)?\s*=(?:[^=]|$)|location\s*\.\s*(?:replace|assign)\s*\(|\b(?:go|goto|jump|jumpto|openurl|tourl|openwin|openwindow|linkto)\w*\s*\()\s*['"]?"#,
    )
    .expect("a constant pattern")
});

/// Addresses that an event handler opens.
pub(super) fn opened(code: &str) -> Vec<String> {
    if code.len() > 20_000 || !OPENED.is_match(code) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for piece in pieces(code) {
        let opens = OPENED.find_iter(&piece.before).last().is_some_and(|m| piece.before[m.end()..].trim().is_empty());
        let text = piece.text.trim();
        if opens && is_address(text) && !found.iter().any(|f| f == text) {
            found.push(text.to_owned());
        }
    }
    found
}

/// Whether a string can be an address that somebody may follow.
fn is_address(text: &str) -> bool {
    !text.is_empty()
        && text.len() < 2000
        && !text.contains([GAP, '<', '{', ' ', '\n'])
        && !text.starts_with('#')
        && !text.to_ascii_lowercase().starts_with("javascript:")
        && (text.contains('/') || text.contains('.') || text.starts_with('?'))
}

/// Addresses that lead away from the page as soon as it is read.
pub(super) fn leads_to(code: &str) -> Option<String> {
    pieces(code).into_iter().find_map(|piece| {
        let before = piece.before.to_ascii_lowercase();
        let moves = OPENED.find_iter(&before).last().is_some_and(|m| {
            before[m.end()..].trim().is_empty() && m.as_str().contains("location") && !m.as_str().contains("open")
        });
        (moves && is_address(piece.text.trim())).then(|| piece.text.trim().to_owned())
    })
}

static ONLY_LEADS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"^\s*(?:<!--\s*)?(?:(?:window|document|self|top|parent)\s*\.\s*)*location(?:\s*\.\s*href)?\s*(?:=|\.\s*(?:replace|assign)\s*\()\s*["']([^"']+)["']\s*\)?\s*;?\s*(?://\s*-->)?\s*$"#,
    )
    .expect("a constant pattern")
});

/// Where a script leads that does nothing else: whatever stands on the page around it, nobody gets to read it.
pub(super) fn only_leads_to(code: &str) -> Option<String> {
    let address = ONLY_LEADS.captures(code)?.get(1)?.as_str().trim();
    is_address(address).then(|| address.to_owned())
}

static LOADS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:\.load\s*\(|\$\.get\s*\(|\.get\s*\(|\bfetch\s*\(|\burl\s*:|include\w*\s*\(|\.open\s*\(\s*.{0,8},)\s*$",
    )
    .expect("a constant pattern")
});

/// Fragments of pages that a script puts into the page.
pub(super) fn fragments(pieces: &[Piece]) -> Vec<String> {
    let loads = |p: &&Piece| LOADS.is_match(&p.before) && is_fragment(&p.text);
    pieces.iter().filter(loads).map(|p| p.text.split_whitespace().next().unwrap_or_default().to_owned()).collect()
}

/// Script files that a script loads.
pub(super) fn files(pieces: &[Piece]) -> Vec<String> {
    let is_file = |text: &str| {
        let path = text.split(['?', '#']).next().unwrap_or_default();
        path.to_ascii_lowercase().strip_suffix(".js").is_some() && is_address(text)
    };
    let named = |p: &&Piece| {
        let before = p.before.trim_end();
        is_file(p.text.trim()) && (before.ends_with('=') || before.ends_with('(') || before.ends_with(','))
    };
    pieces.iter().filter(named).map(|p| p.text.trim().to_owned()).collect()
}

/// Whether an address names a piece of markup.
pub(super) fn is_fragment(address: &str) -> bool {
    // jQuery's `load` takes a selector after the address.
    let address = address.split_whitespace().next().unwrap_or_default();
    let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    is_address(address) && [".html", ".htm", ".shtml", ".inc", ".tpl"].iter().any(|e| path.ends_with(e))
}
