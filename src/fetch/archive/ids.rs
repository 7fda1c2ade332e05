//! Identifiers of records, and digests.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::hash::{BuildHasher, DefaultHasher, Hash, Hasher, RandomState};

/// Gives identifiers that nobody else gives.
#[derive(Debug)]
pub(super) struct Ids {
    seed: [u8; 16],
    given: u64,
}

impl Ids {
    /// `of`: what they are for.
    pub(super) fn new(of: &str, now_ms: i64) -> Self {
        // The standard library's hasher is the one source of randomness that is always there.
        let half = |salt: u8| RandomState::new().hash_one((of, now_ms, std::process::id(), salt)).to_be_bytes();
        let mut seed = [0; 16];
        seed[..8].copy_from_slice(&half(0));
        seed[8..].copy_from_slice(&half(1));
        Self { seed, given: 0 }
    }

    /// The next one, as a URN.
    pub(super) fn next(&mut self) -> String {
        self.given += 1;
        let mut hash = Sha256::new();
        hash.update(self.seed);
        hash.update(self.given.to_be_bytes());
        let mut id: [u8; 16] = hash.finalize().as_slice()[..16].try_into().unwrap_or_default();
        // A random UUID (RFC 9562 version 4).
        id[6] = id[6] & 0x0f | 0x40;
        id[8] = id[8] & 0x3f | 0x80;
        let hex = hex(&id);
        format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
    }
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A labelled digest.
pub(super) fn digest(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    format!("sha256:{}", hex(&hash.finalize()))
}

/// A short number for a long text, for maps that would else be mostly text. Zero is nobody's.
pub(super) fn short(text: &str) -> u64 {
    let mut hash = DefaultHasher::new();
    text.hash(&mut hash);
    hash.finish().max(1)
}
