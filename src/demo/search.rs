//! The search of a portal. It compares bytes, so that it finds in whatever character set the files are in.

use super::portal::Files;
use percent_encoding::percent_decode_str;

/// What stands before the title of an article.
const TITLE: &[u8] = b"<meta name=\"ArticleTitle\" content=\"";

/// The most results shown.
const MOST: usize = 10;

/// The value of `field` in a query or a posted form, decoded to bytes; `None` without it.
pub(super) fn question(query: &str, field: &str) -> Option<Vec<u8>> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix(field)?.strip_prefix('='))?;
    Some(percent_decode_str(&value.replace('+', " ")).collect())
}

/// The titles of all articles below `root`, as they stand in the files, with their addresses.
fn titles<'a>(files: &'a Files, root: &'a str) -> impl Iterator<Item = (&'a [u8], &'a str)> {
    files.iter().filter_map(move |(name, body)| {
        let path = name.strip_prefix(root.trim_end_matches('/'))?;
        let from = find(body, TITLE)? + TITLE.len();
        let length = body[from..].iter().position(|b| *b == b'"')?;
        Some((&body[from..from + length], path))
    })
}

/// The page of results for a question.
pub(super) fn results(files: &Files, root: &str, template: &[u8], words: &[u8], empty: bool) -> Vec<u8> {
    let words = words.trim_ascii();
    let found: Vec<(&[u8], &str)> =
        titles(files, root).filter(|(title, _)| !empty && !words.is_empty() && find(title, words).is_some()).collect();
    let (head, hit, tail) = around(template, b"<!--hit-->", b"<!--/hit-->");
    let mut page = head.to_vec();
    for (title, address) in found.iter().take(MOST) {
        page.extend(put(&put(hit, b"{address}", address.as_bytes()), b"{title}", title));
    }
    page.extend_from_slice(tail);
    let (head, none, tail) = around(&page, b"<!--none-->", b"<!--/none-->");
    let page = [head, if found.is_empty() { none } else { &[] }, tail].concat();
    put(&put(&page, b"{count}", found.len().to_string().as_bytes()), b"{words}", &harmless(words))
}

/// What stands before, between and behind two marks; all of it before where a mark is missing.
fn around<'a>(text: &'a [u8], from: &[u8], to: &[u8]) -> (&'a [u8], &'a [u8], &'a [u8]) {
    let Some(start) = find(text, from) else { return (text, &[], &[]) };
    let inner = start + from.len();
    let Some(length) = find(&text[inner..], to) else { return (text, &[], &[]) };
    (&text[..start], &text[inner..inner + length], &text[inner + length + to.len()..])
}

fn put(text: &[u8], mark: &[u8], value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + value.len());
    let mut rest = text;
    while let Some(at) = find(rest, mark) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(value);
        rest = &rest[at + mark.len()..];
    }
    out.extend_from_slice(rest);
    out
}

/// A question that can stand in a page. No second byte of a character in GBK is one of these signs.
fn harmless(words: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(words.len());
    for byte in words.iter().take(300) {
        match byte {
            b'<' => out.extend_from_slice(b"&lt;"),
            b'>' => out.extend_from_slice(b"&gt;"),
            b'&' => out.extend_from_slice(b"&amp;"),
            b'"' => out.extend_from_slice(b"&quot;"),
            other => out.push(*other),
        }
    }
    out
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    if part.is_empty() {
        return None;
    }
    text.windows(part.len()).position(|w| w == part)
}
