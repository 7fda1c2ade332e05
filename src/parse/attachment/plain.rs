use super::{Paragraphs, content};
use crate::model::{Exchange, FileContent, FileKind};
use crate::parse::{charset, sniff};

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

/// Reads plain text in whatever character set.
pub(super) fn read(exchange: &Exchange) -> FileContent {
    let decoded = charset::decode(exchange);
    let mut text = Paragraphs::default();
    for line in decoded.text.split(['\n', '\r', '\u{2028}', '\u{2029}']) {
        text.push(line);
    }
    content(FileKind::Text, Vec::new(), text)
}
