//! How values become columns.

use sha2::{Digest, Sha256};
use std::borrow::Cow;

pub(super) fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("our own types have string keys and finite numbers")
}

/// JSON, compressed.
pub(super) fn pack(value: &impl serde::Serialize) -> Vec<u8> {
    let json = json(value).into_bytes();
    zstd::bulk::compress(&json, 1).expect("compressing into memory does not fail")
}

/// Largest unpacked value, against a damaged file.
const MAX_UNPACKED: usize = 256 * 1024 * 1024;

pub(super) fn unpack<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    Unpacker::new()?.unpack(bytes)
}

/// Unpacks one value after the other with one decompressor, whose making is a good part of a small value's cost.
pub(super) struct Unpacker(zstd::bulk::Decompressor<'static>);

impl Unpacker {
    pub(super) fn new() -> Result<Self, String> {
        zstd::bulk::Decompressor::new().map(Self).map_err(|e| e.to_string())
    }

    pub(super) fn unpack<T: serde::de::DeserializeOwned>(&mut self, bytes: &[u8]) -> Result<T, String> {
        let size = zstd::zstd_safe::get_frame_content_size(bytes).ok().flatten();
        let size = size.and_then(|n| usize::try_from(n).ok()).ok_or("it does not say how large it is")?;
        if size > MAX_UNPACKED {
            return Err("larger than it can be".to_owned());
        }
        let json = self.0.decompress(bytes, size).map_err(|e| e.to_string())?;
        serde_json::from_slice(&json).map_err(|e| e.to_string())
    }
}

/// `($1, $2), ($3, $4)`.
pub(super) fn rows(many: usize, columns: usize) -> String {
    let row = |at: usize| {
        let places: Vec<String> = (1..=columns).map(|n| format!("${}", at * columns + n)).collect();
        format!("({})", places.join(", "))
    };
    (0..many).map(row).collect::<Vec<_>>().join(", ")
}

/// A unit-like enum as its serialised name.
pub(super) fn name_of(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(s)) => s,
        _ => String::new(),
    }
}

pub(super) fn named<T: serde::de::DeserializeOwned>(name: String) -> Result<T, String> {
    serde_json::from_value(serde_json::Value::String(name)).map_err(|e| e.to_string())
}

/// Longest key that is stored as it is, in bytes.
const MAX_KEY: usize = 1000;

/// A key as it is indexed: long ones by their beginning and their digest, so that any index takes them.
pub(super) fn key(key: &str) -> Cow<'_, str> {
    if key.len() <= MAX_KEY {
        return plain(key);
    }
    let digest: String = Sha256::digest(key).iter().map(|b| format!("{b:02x}")).collect();
    Cow::Owned(format!("{}…{digest}", plain(&key[..key.floor_char_boundary(MAX_KEY - 100)])))
}

/// Text as every database takes it: PostgreSQL stores no NUL.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{fffd}")) } else { Cow::Borrowed(text) }
}
