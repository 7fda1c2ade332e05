//! Bodies as other crawlers keep them: in pieces (chunked) and compressed, as they came over the wire.

use flate2::read::{MultiGzDecoder, ZlibDecoder};
use reqwest::header::{self, HeaderMap, HeaderName};
use std::io::{self, Read};

/// Encodings on top of each other that are undone.
const LAYERS: usize = 4;

/// A body, and whether that is all of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    pub(super) whole: bool,
}

/// Undoes what the headers say was done to the body, as an HTTP client does, and takes the headers that say so away. At most
/// `most` bytes, and one more to tell that there is more. Crawlers that keep bodies decoded often leave these headers as they
/// were, so a body that is not what they say is taken as it is. `Err` when it begins as they say and breaks off in nonsense.
pub(super) fn decoded(headers: &mut HeaderMap, raw: &[u8], most: usize) -> io::Result<Body> {
    let mut bytes = raw.to_vec();
    let mut whole = true;
    if listed(headers, &header::TRANSFER_ENCODING).iter().any(|v| v == "chunked")
        && let Some(joined) = joined(&bytes)
    {
        (bytes, whole) = (joined.bytes, joined.whole);
    }
    let encodings = listed(headers, &header::CONTENT_ENCODING);
    for encoding in encodings.iter().rev().take(LAYERS) {
        let Some(plain) = undone(encoding, &bytes, most)? else { continue };
        (bytes, whole) = (plain.bytes, whole && plain.whole);
    }
    if encodings.iter().any(|e| e != "identity") {
        headers.remove(header::CONTENT_ENCODING);
        headers.remove(header::CONTENT_LENGTH);
    }
    if bytes.len() > most {
        bytes.truncate(most + 1);
        whole = false;
    }
    Ok(Body { bytes, whole })
}

fn listed(headers: &HeaderMap, name: &HeaderName) -> Vec<String> {
    let values = headers.get_all(name).iter().filter_map(|v| v.to_str().ok());
    values.flat_map(|v| v.split(',')).map(|v| v.trim().to_ascii_lowercase()).filter(|v| !v.is_empty()).collect()
}

/// One encoding undone; `None` when the bytes are not of it.
fn undone(encoding: &str, bytes: &[u8], most: usize) -> io::Result<Option<Body>> {
    let is = match encoding {
        "gzip" | "x-gzip" => bytes.starts_with(&[0x1f, 0x8b]),
        "zstd" => bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]),
        "deflate" => zlib(bytes),
        "br" => !bytes.is_empty(),
        _ => false,
    };
    if !is {
        return Ok(None);
    }
    match encoding {
        "gzip" | "x-gzip" => taken(MultiGzDecoder::new(bytes), most).map(Some),
        "zstd" => {
            let mut decoder = zstd::stream::read::Decoder::new(bytes)?;
            // 8 MiB, what browsers accept.
            decoder.window_log_max(23)?;
            taken(decoder, most).map(Some)
        }
        "deflate" => taken(ZlibDecoder::new(bytes), most).map(Some),
        // Brotli has no mark of its own: what does not decode at all was never compressed.
        _ => match taken(brotli_decompressor::Decompressor::new(bytes, 4096), most) {
            Ok(body) if body.whole || body.bytes.len() >= bytes.len() => Ok(Some(body)),
            _ => Ok(None),
        },
    }
}

/// A zlib header (RFC 1950); raw deflate is left alone, for anything might be that.
fn zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [method, flags, ..] if method & 0x0f == 8 && (u16::from(*method) << 8 | u16::from(*flags)) % 31 == 0)
}

/// What a decoder gives, as far as it goes.
fn taken(decoder: impl Read, most: usize) -> io::Result<Body> {
    let mut bytes = Vec::new();
    let mut input = decoder.take(most as u64 + 1);
    match input.read_to_end(&mut bytes) {
        Ok(_) => Ok(Body { whole: bytes.len() <= most, bytes }),
        // An archive may hold the beginning only.
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof && !bytes.is_empty() => {
            Ok(Body { bytes, whole: false })
        }
        Err(error) => Err(error),
    }
}

/// A chunked body put together; `None` when it is not chunked.
fn joined(mut rest: &[u8]) -> Option<Body> {
    let mut bytes = Vec::new();
    let mut first = true;
    loop {
        let Some(line) = rest.iter().take(4096).position(|b| *b == b'\n') else {
            return (!first).then_some(Body { bytes, whole: false });
        };
        let size = String::from_utf8_lossy(&rest[..line]);
        let size = size.split(';').next().unwrap_or_default().trim();
        let Ok(size) = usize::from_str_radix(size, 16) else {
            return (!first).then_some(Body { bytes, whole: false });
        };
        first = false;
        rest = &rest[line + 1..];
        if size == 0 {
            return Some(Body { bytes, whole: true });
        }
        if size > rest.len() {
            bytes.extend_from_slice(rest);
            return Some(Body { bytes, whole: false });
        }
        bytes.extend_from_slice(&rest[..size]);
        rest = &rest[size..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}
