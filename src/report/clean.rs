//! What a site wrote, made harmless for plain text: no control characters, terminal escapes or bidi controls.

use std::borrow::Cow;

/// Characters that show nothing and can only mislead: bidi controls, invisible operators, tags, selectors, the BOM.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// On one line: escape sequences dropped whole, white space and line ends as one blank, nothing unseen.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    let plain = |c: char| !c.is_control() && !is_unseen(c) && (c == ' ' || !c.is_whitespace() || c == '\u{3000}');
    if text.chars().all(plain) && text.trim() == text && !text.contains("  ") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in without_escapes(text).chars() {
        if c.is_whitespace() && c != '\u{3000}' {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !c.is_control() && !is_unseen(c) {
            out.push(c);
        }
    }
    Cow::Owned(out.trim().to_owned())
}

/// As it is, line ends kept, without control characters and bidi controls: for a whole finished document.
pub(super) fn document(text: &str) -> String {
    text.chars().filter(|&c| c == '\n' || !(c.is_control() || is_unseen(c))).collect()
}

/// Drops ECMA-48 sequences: CSI (`ESC [ … final`), OSC and its kin (`ESC ] … BEL` or `ESC \`), and two-character ones.
fn without_escapes(text: &str) -> Cow<'_, str> {
    if !text.contains(['\u{1b}', '\u{9b}', '\u{9d}', '\u{90}']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let kind = match c {
            '\u{9b}' => '[',
            '\u{9d}' | '\u{90}' => ']',
            '\u{1b}' => match chars.next() {
                Some(kind) => kind,
                None => break,
            },
            _ => {
                out.push(c);
                continue;
            }
        };
        match kind {
            '[' => {
                while chars.next_if(|c| matches!(c, '\u{20}'..='\u{3f}')).is_some() {}
                chars.next_if(|c| matches!(c, '\u{40}'..='\u{7e}'));
            }
            ']' | 'P' | 'X' | '^' | '_' => {
                // A string that never ends must not swallow the text: it ends with the line at the latest.
                while let Some(c) = chars.next_if(|c| !matches!(c, '\n' | '\u{1b}' | '\u{9c}')) {
                    if c == '\u{7}' {
                        break;
                    }
                }
                if chars.next_if_eq(&'\u{1b}').is_some() {
                    chars.next_if_eq(&'\\');
                }
            }
            ' '..='/' => {
                while chars.next_if(|c| matches!(c, ' '..='/')).is_some() {}
                chars.next_if(|c| matches!(c, '0'..='~'));
            }
            '0'..='~' => {}
            // No sequence at all: only the escape goes.
            other => out.push(other),
        }
    }
    Cow::Owned(out)
}

/// A cell that a spreadsheet could take for a formula, whatever blanks stand before it.
pub(super) fn is_formula(cell: &str) -> bool {
    cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹢', '﹣', '﹦', '﹫', '−'])
}

/// The address as a link may carry it: absolute http or https with a host, else `None`.
pub(super) fn web_address(address: &str) -> Option<url::Url> {
    let url = url::Url::parse(address.trim()).ok()?;
    (crate::model::is_web(&url) && url.has_host()).then_some(url)
}

/// At most `limit` characters, the last one `…` when something was cut.
pub(super) fn cut(text: &str, limit: usize) -> Cow<'_, str> {
    if text.char_indices().nth(limit).is_none() {
        return Cow::Borrowed(text);
    }
    let end = text.char_indices().nth(limit.saturating_sub(1)).map_or(0, |(at, _)| at);
    Cow::Owned(format!("{}…", &text[..end]))
}
