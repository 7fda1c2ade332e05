use crate::model::{FailureKind, FetchRecord};
use crate::store::Probe;
use std::time::Duration;

/// What a look at the home page counts as for the reachability window, unless it says nothing about the site (R1-11).
pub(super) fn look(fetched: &FetchRecord, first_byte: Duration) -> Option<Probe> {
    use FailureKind as F;
    let in_time = u128::from(fetched.first_byte_ms) <= first_byte.as_millis();
    let ok = match (fetched.failure_kind(), fetched.status) {
        (
            Some(F::DnsUnanswered | F::Local | F::Robots | F::Guarded | F::Blocked | F::Interrupted | F::NotArchived),
            _,
        )
        | (None, Some(401 | 403 | 405 | 412 | 429)) => return None,
        (Some(_), _) | (None, None) => false,
        (None, Some(status)) => (200..400).contains(&status) && in_time,
    };
    let detail = fetched
        .failure
        .as_ref()
        .map_or_else(|| fetched.status.map_or_else(String::new, |s| format!("http-{s}")), |f| f.detail.clone());
    Some(Probe { at_ms: fetched.at_ms, ok, took_ms: fetched.first_byte_ms, detail })
}
