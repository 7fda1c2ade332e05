use crate::model::{Fill, SearchForm};
use encoding_rs::{Encoding, UTF_8};
use std::fmt::Write as _;
use url::Url;

/// A question as it goes over the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchRequest {
    /// Where it goes; by GET its query holds the question.
    pub url: Url,
    /// What is posted.
    pub form: Option<String>,
}

/// Puts a question to a search, in the character set of the page that offers it. `None` when the address can't be one.
#[must_use]
pub fn request(form: &SearchForm, words: &str) -> Option<SearchRequest> {
    let encoding = Encoding::for_label(form.charset.as_bytes()).unwrap_or(UTF_8).output_encoding();
    let mut written = String::new();
    for field in &form.fields {
        if !written.is_empty() {
            written.push('&');
        }
        plain(&mut written, &field.name, encoding);
        written.push('=');
        match field.fill {
            None => plain(&mut written, &field.value, encoding),
            Some(Fill::Plain) => plain(&mut written, words, encoding),
            Some(Fill::Twice) => {
                let mut once = String::new();
                percent(&mut once, words.as_bytes());
                percent(&mut written, once.as_bytes());
            }
            Some(Fill::Escape) => escaped(&mut written, words),
            Some(Fill::Base64) => plain(&mut written, &base64(words.as_bytes()), encoding),
        }
    }
    let mut url = Url::parse(&form.action).ok()?;
    url.set_fragment(None);
    if form.post {
        return Some(SearchRequest { url, form: Some(written) });
    }
    // The query is set as written: it must not be encoded anew.
    url.set_query(None);
    let url = Url::parse(&format!("{url}?{written}")).ok()?;
    Some(SearchRequest { url, form: None })
}

/// As a browser writes a form: what the character set lacks as a numeric reference.
fn plain(to: &mut String, text: &str, encoding: &'static Encoding) {
    let (bytes, _, _) = encoding.encode(text);
    for byte in bytes.iter() {
        match byte {
            b' ' => to.push('+'),
            b'*' | b'-' | b'.' | b'_' => to.push(char::from(*byte)),
            b if b.is_ascii_alphanumeric() => to.push(char::from(*b)),
            b => {
                let _ = write!(to, "%{b:02X}");
            }
        }
    }
}

/// As `encodeURIComponent` writes it.
fn percent(to: &mut String, bytes: &[u8]) {
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(byte) {
            to.push(char::from(*byte));
        } else {
            let _ = write!(to, "%{byte:02X}");
        }
    }
}

/// As script's `escape` writes it.
fn escaped(to: &mut String, text: &str) {
    for unit in text.encode_utf16() {
        match u8::try_from(unit) {
            Ok(b) if b.is_ascii_alphanumeric() || b"@*_+-./".contains(&b) => to.push(char::from(b)),
            Ok(b) => {
                let _ = write!(to, "%{b:02X}");
            }
            Err(_) => {
                let _ = write!(to, "%u{unit:04X}");
            }
        }
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let three = [chunk[0], chunk.get(1).copied().unwrap_or(0), chunk.get(2).copied().unwrap_or(0)];
        let all = u32::from(three[0]) << 16 | u32::from(three[1]) << 8 | u32::from(three[2]);
        for place in 0..4 {
            let digit = (all >> (18 - 6 * place)) & 63;
            text.push(if place <= chunk.len() { char::from(DIGITS[digit as usize]) } else { '=' });
        }
    }
    text
}
