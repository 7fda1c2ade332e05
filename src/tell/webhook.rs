//! Messages over HTTP, signed.
//!
//! A message is a POST of JSON (`duwang.told/1`) with three headers: `Duwang-Delivery` (the same for every attempt at one
//! message), `Duwang-Timestamp` (seconds since 1970) and `Duwang-Signature` (`v1=` and 64 hexadecimal digits). To check one:
//! take the bytes of the timestamp as it came, a full stop, and the bytes of the body as they came; reckon HMAC-SHA-256 over
//! them with the shared key; compare with the signature in constant time; refuse what is older than a few minutes; answer
//! with any status from 200 to 299, also to a delivery that is known already.

use super::Fault;
use crate::config::{Secret, Webhook};
use crate::fetch::Poster;
use crate::model::Text;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt::Write as _;

/// The header with what all attempts at one message have in common.
pub const DELIVERY: &str = "Duwang-Delivery";
/// The header with the time of an attempt, in seconds since 1970.
pub const TIMESTAMP: &str = "Duwang-Timestamp";
/// The header with the signature.
pub const SIGNATURE: &str = "Duwang-Signature";

/// The signature of a message: `v1=` and HMAC-SHA-256 over the timestamp, a full stop and the body.
#[must_use]
#[expect(clippy::missing_panics_doc, reason = "a key of HMAC may have any length")]
pub fn signature(secret: &Secret, timestamp_secs: i64, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()).expect("a key may have any length");
    mac.update(timestamp_secs.to_string().as_bytes());
    mac.update(b".");
    mac.update(body);
    mac.finalize().into_bytes().iter().fold("v1=".to_owned(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// One attempt.
pub(super) async fn send(
    poster: &Poster,
    webhook: &Webhook,
    secret: &Secret,
    delivery: &str,
    body: &[u8],
    now_ms: i64,
) -> Result<(), Fault> {
    let seconds = now_ms.div_euclid(1000);
    let headers = [
        (DELIVERY, delivery.to_owned()),
        (TIMESTAMP, seconds.to_string()),
        (SIGNATURE, signature(secret, seconds, body)),
    ];
    match poster.post(&webhook.url, &headers, body.to_vec()).await {
        Ok(200..=299) => Ok(()),
        Ok(status @ 300..=399) => Err(Fault {
            why: Text::new(
                format!("对方要求转到别处（状态 {status}），没有跟去；请在 url 里写最终地址"),
                format!("it leads elsewhere (status {status}), which is not followed; give the final address as url"),
            ),
            passing: false,
        }),
        Ok(status) => Err(Fault {
            why: Text::new(format!("对方以状态 {status} 拒绝"), format!("it was refused with status {status}")),
            passing: matches!(status, 408 | 425 | 429 | 500..=599),
        }),
        Err(failure) => Err(Fault {
            why: Text::new(format!("没有送到：{}", failure.detail), format!("it did not arrive: {}", failure.detail)),
            passing: true,
        }),
    }
}
