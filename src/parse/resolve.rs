use encoding_rs::{Encoding, UTF_8};
use std::borrow::Cow;
use url::Url;

/// Marks the place of a variable inside text that was put together from a script's strings.
pub(super) const GAP: char = '\u{FFFC}';

/// What relative addresses stand against.
#[derive(Clone)]
pub(super) struct Base {
    /// The page's address or its `<base href>`.
    pub(super) url: Url,
    /// The page's character set: queries are encoded in it, as browsers do.
    pub(super) encoding: &'static Encoding,
    /// Only absolute and root-relative addresses can be resolved (a script file: its relative addresses stand
    /// against whichever page loads it).
    pub(super) rooted_only: bool,
}

impl Base {
    /// The absolute address (empty when there is none) and the attribute as written, where that says more.
    pub(super) fn resolve(&self, written: &str) -> (String, Option<String>) {
        let raw = written.trim_matches(|c: char| c.is_whitespace() || c.is_control());
        let Some(url) = self.url_of(raw) else { return (String::new(), Some(shorten(raw))) };
        if url.scheme() == "data" {
            return (String::new(), Some(shorten(raw)));
        }
        let web = matches!(url.scheme(), "http" | "https");
        let target = String::from(url);
        let plain = web && raw.bytes().all(|b| b.is_ascii_graphic() && b != b'\\') && kept(raw, &target);
        (target, (!plain).then(|| shorten(raw)))
    }

    /// The address behind an attribute's value.
    pub(super) fn url_of(&self, raw: &str) -> Option<Url> {
        if raw.contains(GAP) || raw.len() > 8192 || is_template(raw) {
            return None;
        }
        let relative = !(raw.starts_with('/') || raw.starts_with('\\') || has_scheme(raw));
        if self.rooted_only && relative {
            return None;
        }
        let encode = |text: &str| -> Cow<'static, [u8]> { Cow::Owned(self.encoding.encode(text).0.into_owned()) };
        let options = Url::options();
        let options = options.base_url(Some(&self.url));
        if self.encoding == UTF_8 || raw.is_ascii() {
            return options.parse(raw).ok();
        }
        options.encoding_override(Some(&|text: &str| Cow::Owned(encode(text).into_owned()))).parse(raw).ok()
    }
}

/// Whether the written address stands unchanged at the start of the resolved one, when it is absolute.
fn kept(raw: &str, target: &str) -> bool {
    if !has_scheme(raw) {
        return !meant_absolute(raw);
    }
    let Some(authority) = raw.find("://").map(|at| at + 3) else { return false };
    let start = raw.find(['/', '?', '#']).map_or(raw.len(), |at| at.max(authority));
    let host = raw[start..].find(['/', '?', '#']).map_or(raw.len(), |at| start + at);
    raw.len() >= host && target.get(..host).is_some_and(|t| t.eq_ignore_ascii_case(&raw[..host]))
        || target.starts_with(raw)
        || raw.contains(":80")
        || raw.contains(":443")
}

/// Whether a relative address was meant to name a host: `www.gov.cn`, `http//www.gov.cn`. What was written is the evidence.
fn meant_absolute(raw: &str) -> bool {
    let low: String = raw.chars().take(8).collect::<String>().to_ascii_lowercase();
    low.starts_with("www.") || ["http", "htp", "ttp"].iter().any(|s| low.starts_with(s) && low.contains("//"))
}

/// Whether an address begins with a scheme (`http:`, `mailto:`, `file:`; also `d:` of a disk).
pub(super) fn has_scheme(raw: &str) -> bool {
    raw.find(':').is_some_and(|at| {
        at > 0
            && raw.as_bytes()[0].is_ascii_alphabetic()
            && raw[..at].bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    })
}

/// Whether an address waits for a script to fill it in.
pub(super) fn is_template(raw: &str) -> bool {
    ["{{", "${", "<%", "{$", "[[", "<#"].iter().any(|sign| raw.contains(sign))
}

/// At most 500 characters: addresses can hold whole pictures.
fn shorten(raw: &str) -> String {
    raw.chars().take(500).collect()
}
