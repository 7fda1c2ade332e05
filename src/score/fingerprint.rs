use crate::model::{PageKey, Violation};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use url::Url;

/// What identifies a problem across runs: the first 16 hex digits of SHA-256 over the check, the page, the target and the
/// subject. A problem with a subject stands on many pages, and which of them is named may change: there the page does not
/// enter. Addresses count by their [`PageKey`], so session ids and fragments don't matter; messages, dates, counts and
/// the order of lists don't enter at all.
#[must_use]
pub fn fingerprint(check: &str, violation: &Violation) -> String {
    let mut hasher = Sha256::new();
    let subject = violation.subject.trim();
    let url = if subject.is_empty() { key(&violation.url) } else { String::new() };
    let target = violation.target.as_deref().map(key);
    for part in [Some(check), Some(&url), target.as_deref(), Some(subject)] {
        // A length before each part, so that no two lists of parts read the same.
        match part {
            Some(part) => {
                hasher.update((part.len() as u64).to_be_bytes());
                hasher.update(part.as_bytes());
            }
            None => hasher.update(u64::MAX.to_be_bytes()),
        }
    }
    hasher.finalize().iter().take(8).fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a String takes everything");
        hex
    })
}

/// The page key where it is an address, else the text itself.
fn key(text: &str) -> String {
    let text = text.trim();
    Url::parse(text).map_or_else(|_| text.to_owned(), |url| PageKey::of(&url).0)
}
