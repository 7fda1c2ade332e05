//! What becomes of a link's target.

use super::{address, facts, record, visited};
use duwang::facts::{Builder, DeadReason, TargetState};
use duwang::model::{FailureKind, Observation, Reason, Skip, SkipReason};
use url::Url;

fn url(path: &str) -> Url {
    Url::parse(&address(path)).unwrap()
}

fn checked(path: &str, status: Option<u16>, failure: Option<FailureKind>) -> Observation {
    Observation::LinkCheck {
        record: record(path, status, failure),
        absent_words: None,
        sketch: Vec::new(),
        challenge: None,
        title: String::new(),
    }
}

/// Every status and every failure has an answer, and only the target's own doing is dead.
#[test]
fn only_the_targets_own_doing_is_dead() {
    use FailureKind as F;
    let dead = [
        (Some(404), None, DeadReason::NotFound),
        (Some(410), None, DeadReason::Gone),
        (Some(500), None, DeadReason::ServerError),
        (Some(503), None, DeadReason::ServerError),
        (None, Some(F::Dns), DeadReason::NoDns),
        (None, Some(F::Connect), DeadReason::Refused),
        (None, Some(F::Tls), DeadReason::Tls),
        (None, Some(F::TooManyRedirects), DeadReason::RedirectLoop),
    ];
    for (status, failure, wanted) in dead {
        let facts = facts(&[("/", "<p>x</p>")], vec![checked("/t", status, failure)]);
        match facts.target_state(&url("/t")) {
            TargetState::Dead { reason, .. } => assert_eq!(reason, wanted),
            other => panic!("{status:?} {failure:?}: {other:?}"),
        }
    }
    let open = [
        (Some(401), None, Reason::Blocked),
        (Some(403), None, Reason::Blocked),
        (Some(429), None, Reason::Blocked),
        (Some(451), None, Reason::Blocked),
        (None, Some(F::Timeout), Reason::Network),
        (None, Some(F::Reset), Reason::Network),
        (None, Some(F::DnsUnanswered), Reason::Network),
        (None, Some(F::Decode), Reason::Network),
        (None, Some(F::Robots), Reason::Robots),
        (None, Some(F::Guarded), Reason::Blocked),
        (Some(403), Some(F::Blocked), Reason::Blocked),
        (Some(404), Some(F::Blocked), Reason::Blocked),
        (None, Some(F::Local), Reason::Tool),
        (None, Some(F::Interrupted), Reason::Tool),
    ];
    for (status, failure, wanted) in open {
        let facts = facts(&[("/", "<p>x</p>")], vec![checked("/t", status, failure)]);
        match facts.target_state(&url("/t")) {
            TargetState::Unknown { reason, .. } => assert_eq!(reason, wanted, "{status:?} {failure:?}"),
            other => panic!("{status:?} {failure:?}: {other:?}"),
        }
    }
    for status in [200, 204, 206, 304] {
        let facts = facts(&[("/", "<p>x</p>")], vec![checked("/t", Some(status), None)]);
        assert_eq!(facts.target_state(&url("/t")), TargetState::Alive, "{status}");
    }
    let large = facts(&[("/", "<p>x</p>")], vec![checked("/t", Some(200), Some(F::TooLarge))]);
    assert_eq!(large.target_state(&url("/t")), TargetState::Alive, "it is there, however large");
}

#[test]
fn what_was_never_asked_is_unknown() {
    let skip = |path: &str, reason| {
        Observation::Skipped(Skip {
            url: address(path),
            reason,
            detail: "why".to_owned(),
            page: true,
            column: false,
            referrer: String::new(),
        })
    };
    let facts = facts(
        &[("/", "<p>x</p>")],
        vec![
            skip("/r", SkipReason::Robots),
            skip("/p", SkipReason::Pages),
            skip("/d", SkipReason::HostDown),
            skip("/t", SkipReason::Trap),
        ],
    );
    let reason = |path: &str| match facts.target_state(&url(path)) {
        TargetState::Unknown { reason, .. } => reason,
        other => panic!("{path}: {other:?}"),
    };
    assert_eq!(
        [reason("/r"), reason("/p"), reason("/d"), reason("/t"), reason("/never-heard-of")],
        [Reason::Robots, Reason::Budget, Reason::Network, Reason::Budget, Reason::Budget]
    );
}

#[test]
fn a_page_is_found_by_where_it_was_asked_and_by_where_it_answered() {
    let run = facts(&[], Vec::new()).run;
    let mut builder = Builder::new(run);
    let mut moved = record("/old", Some(200), None);
    moved.final_url = address("/new");
    builder.page(visited(moved, "<html><body><p>甲</p></body></html>"));
    let facts = builder.build();
    for path in ["/old", "/new", "/new#part", "/old?_t=3"] {
        assert_eq!(facts.target_state(&url(path)), TargetState::Alive, "{path}");
    }
}
