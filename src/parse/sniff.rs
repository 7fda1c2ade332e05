use crate::model::Exchange;

/// Deepest nesting of elements that is read: the parser's time grows with the square of it.
const DEEPEST: usize = 3000;

/// Whether an answer is markup: by its media type, else by its first kilobyte.
pub(super) fn is_markup(exchange: &Exchange) -> bool {
    let head: Vec<u8> = exchange.body.iter().take(1024).filter(|b| **b != 0).map(u8::to_ascii_lowercase).collect();
    if [b"%pdf".as_slice(), b"pk\x03\x04", b"\xd0\xcf\x11\xe0", b"rar!", b"gif8", b"\x89png", b"\xff\xd8\xff"]
        .iter()
        .any(|magic| head.starts_with(magic))
    {
        return false;
    }
    match exchange.record.media_type().as_deref() {
        Some("text/html" | "application/xhtml+xml") => !is_data(&head),
        Some(
            "text/css"
            | "application/json"
            | "text/json"
            | "application/javascript"
            | "text/javascript"
            | "application/x-javascript",
        ) => false,
        Some(other) if other.starts_with("image/") || other.starts_with("video/") || other.starts_with("audio/") => {
            false
        }
        _ => has_tags(&head),
    }
}

/// XML and JSON answers that call themselves HTML, as list interfaces do.
pub(super) fn is_data(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches(['\u{FEFF}', '\u{FFFD}']).trim_start();
    let json = (text.starts_with('{') || text.starts_with('[')) && text.contains('"') && !text.contains("<html");
    let xml = text.starts_with("<?xml") && !text.contains("<html") && !text.contains("<!doctype html");
    json || xml || ["<recordset", "<datastore", "<rss", "<urlset", "<sitemapindex"].iter().any(|s| text.starts_with(s))
}

fn has_tags(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    if is_data(head) {
        return false;
    }
    [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<title",
        "<meta ",
        "<div",
        "<table",
        "<ul",
        "<span",
        "<a href",
        "<frameset",
        "<p>",
    ]
    .iter()
    .any(|tag| text.contains(tag))
        && !text.trim_start().starts_with(['{', '(', '/', '!', 'v', 'd', 'f', '$', '"'])
}

/// The source up to where its elements nest too deep to be a page.
pub(super) fn shallow(source: &str) -> &str {
    let bytes = source.as_bytes();
    let mut depth: usize = 0;
    let mut at = 0;
    while let Some(found) = source[at..].find('<') {
        at += found + 1;
        match bytes.get(at) {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b) if b.is_ascii_alphabetic() => {
                let tag = &bytes[at..bytes.len().min(at + 8)];
                let length = tag.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
                let tag = tag[..length].to_ascii_lowercase();
                if tag == b"script" || tag == b"style" {
                    // What looks like a tag in there is a comparison.
                    let end: &str = if tag == b"script" { "</script" } else { "</style" };
                    at = source[at..].find(end).map_or(at, |n| at + n);
                    continue;
                }
                let closes_itself: &[&[u8]] = &[
                    b"br", b"img", b"input", b"meta", b"link", b"hr", b"p", b"li", b"td", b"tr", b"option", b"area",
                    b"dd", b"dt", b"col", b"base", b"embed", b"param", b"source", b"th", b"wbr", b"tbody", b"thead",
                    b"frame", b"a",
                ];
                if !closes_itself.contains(&tag.as_slice()) {
                    depth += 1;
                    if depth > DEEPEST {
                        return &source[..at - 1];
                    }
                }
            }
            _ => {}
        }
    }
    source
}
