//! From what the layers below say to a named failure.

use super::dns::Refusal;
use crate::model::{Failure, FailureKind};
use std::error::Error;
use std::io::{self, ErrorKind};

/// A certificate was shown and is not good.
pub(super) const CERTIFICATE: &str = "certificate: ";
/// Nobody whom this machine trusts stands behind the certificate.
pub(super) const UNKNOWN_ISSUER: &str = "unknown issuer";
/// The two sides found no common ground; browsers may well open the site (older ciphers), so this is not "down".
pub(super) const HANDSHAKE: &str = "handshake: ";
/// The port answers, but not with TLS.
pub(super) const NOT_TLS: &str = "not TLS: ";

/// A failure whose detail is cut to what a record may hold.
pub(super) fn failure(kind: FailureKind, detail: impl AsRef<str>) -> Failure {
    Failure { kind, detail: detail.as_ref().chars().take(200).collect() }
}

/// Where in an exchange the error came up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Before the headers were there.
    Head,
    /// While the body was read.
    Body,
}

/// The errors from the outermost to the root, those hidden inside an `io::Error` included.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> Vec<&'a (dyn Error + 'static)> {
    let mut found: Vec<&'a (dyn Error + 'static)> = Vec::new();
    let mut next = Some(error);
    while let Some(at) = next
        && found.len() < 32
    {
        found.push(at);
        next = match at.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner as &(dyn Error + 'static)),
            None => at.source(),
        };
    }
    found
}

/// Names what went wrong with a request.
pub(super) fn of_error(error: &reqwest::Error, phase: Phase) -> Failure {
    let chain = chain(error);
    let root = chain.last().map_or_else(String::new, ToString::to_string);
    if let Some(refusal) = chain.iter().find_map(|e| e.downcast_ref::<Refusal>()) {
        return refusal.0.clone();
    }
    if let Some(tls) = chain.iter().find_map(|e| e.downcast_ref::<rustls::Error>()) {
        return of_tls(tls, phase);
    }
    if let Some(http) = chain.iter().find_map(|e| e.downcast_ref::<hyper::Error>()) {
        if http.is_parse_too_large() {
            return failure(FailureKind::TooLarge, format!("headers beyond the cap: {root}"));
        }
        if http.is_parse() {
            return failure(FailureKind::Protocol, format!("not HTTP: {root}"));
        }
        if http.is_incomplete_message() {
            return failure(FailureKind::Reset, "connection closed before the answer was complete");
        }
    }
    if let Some(io) = chain.iter().rev().find_map(|e| e.downcast_ref::<io::Error>())
        && let Some(known) = of_io(io)
    {
        return known;
    }
    if error.is_timeout() {
        let what = if error.is_connect() { "no connection in time" } else { "no answer in time" };
        return failure(FailureKind::Timeout, format!("{what}: {root}"));
    }
    if phase == Phase::Body && error.is_decode() && !chain.iter().any(|e| e.is::<hyper::Error>()) {
        return failure(FailureKind::Decode, format!("the body can't be decompressed: {root}"));
    }
    if error.is_builder() {
        return failure(FailureKind::Protocol, format!("not an address that can be asked: {root}"));
    }
    if error.is_connect() {
        return failure(FailureKind::Connect, root);
    }
    failure(FailureKind::Reset, root)
}

/// Whether the peer ended a TLS connection without saying so, as old servers do after the last byte.
pub(super) fn is_silent_close(error: &reqwest::Error) -> bool {
    chain(error).iter().any(|e| e.downcast_ref::<io::Error>().is_some() && e.to_string().contains("close_notify"))
}

/// The kind of an operating system's error; `None` when it says too little.
pub(super) fn of_io(error: &io::Error) -> Option<Failure> {
    // EMFILE and ENFILE have no stable ErrorKind; the numbers are the same on Linux, macOS and the BSDs.
    let no_handles = cfg!(unix) && matches!(error.raw_os_error(), Some(23 | 24));
    let kind = match error.kind() {
        _ if no_handles => FailureKind::Local,
        ErrorKind::NetworkUnreachable
        | ErrorKind::NetworkDown
        | ErrorKind::AddrNotAvailable
        | ErrorKind::AddrInUse
        | ErrorKind::PermissionDenied
        | ErrorKind::OutOfMemory
        | ErrorKind::Unsupported => FailureKind::Local,
        ErrorKind::ConnectionRefused | ErrorKind::HostUnreachable => FailureKind::Connect,
        ErrorKind::TimedOut => FailureKind::Timeout,
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::NotConnected
        | ErrorKind::UnexpectedEof => FailureKind::Reset,
        _ => return None,
    };
    Some(failure(kind, error.to_string()))
}

/// TLS: which of the many ways.
fn of_tls(error: &rustls::Error, phase: Phase) -> Failure {
    use rustls::CertificateError as Bad;
    let detail = match error {
        rustls::Error::InvalidCertificate(bad) => {
            let which = match bad {
                Bad::Expired | Bad::ExpiredContext { .. } => format!("expired ({bad})"),
                Bad::NotValidYet | Bad::NotValidYetContext { .. } => format!("not valid yet ({bad})"),
                Bad::NotValidForName | Bad::NotValidForNameContext { .. } => format!("name mismatch ({bad})"),
                Bad::UnknownIssuer => {
                    format!("{UNKNOWN_ISSUER} (self-signed, or an intermediate certificate is missing)")
                }
                Bad::Revoked => "revoked".into(),
                other => other.to_string(),
            };
            format!("{CERTIFICATE}{which}")
        }
        rustls::Error::InvalidMessage(_) if phase == Phase::Head => format!("{NOT_TLS}{error}"),
        rustls::Error::NoCertificatesPresented => format!("{CERTIFICATE}none presented"),
        _ => format!("{HANDSHAKE}{error}"),
    };
    failure(FailureKind::Tls, detail)
}
