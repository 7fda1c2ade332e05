//! Tests of `facts`.

mod attached;
mod columns;
mod consultations;
mod copying;
mod documents;
mod illicit;
mod names;
mod targets;
mod templates;
mod titles;
mod wording;
mod workdays;

use duwang::facts::{Builder, Facts};
use duwang::model::{
    Exchange, Failure, FailureKind, FetchRecord, Observation, PageKey, PageRecord, PageRole, Run, RunStatus, Site,
};
use std::collections::BTreeMap;
use url::Url;

pub(crate) const SITE: &str = "http://www.case.gov.cn/";

pub(crate) fn address(path: &str) -> String {
    Url::parse(SITE).unwrap().join(path).unwrap().into()
}

pub(crate) fn record(path: &str, status: Option<u16>, failure: Option<FailureKind>) -> FetchRecord {
    FetchRecord {
        url: address(path),
        final_url: address(path),
        hops: Vec::new(),
        status,
        failure: failure.map(|kind| Failure { kind, detail: "detail".to_owned() }),
        attempts: if status.is_some_and(|s| s >= 500) { 3 } else { 1 },
        headers: BTreeMap::from([("content-type".to_owned(), "text/html; charset=utf-8".to_owned())]),
        bytes: 0,
        whole: true,
        sha256: None,
        first_byte_ms: 1,
        total_ms: 1,
        at_ms: 0,
        peer: None,
        unchanged: false,
    }
}

pub(crate) fn visited(record: FetchRecord, html: &str) -> PageRecord {
    let path = Url::parse(&record.url).unwrap();
    let exchange = Exchange { record: record.clone(), body: html.as_bytes().to_vec() };
    PageRecord {
        seq: 0,
        key: PageKey::of(&path),
        role: if path.as_str() == SITE { PageRole::Home } else { PageRole::Page },
        depth: 1,
        referrer: SITE.to_owned(),
        page: (record.is_ok() && !html.is_empty()).then(|| duwang::parse::page(&exchange)),
        record,
        parse_fault: None,
        guess: None,
        basis: None,
    }
}

/// The facts of pages by path and markup.
pub(crate) fn facts(pages: &[(&str, &str)], observations: Vec<Observation>) -> Facts {
    let mut builder = Builder::new(Run {
        id: "case".to_owned(),
        site: Site { id: "case".to_owned(), name: String::new(), url: SITE.to_owned() },
        as_of: "2026-11-20".parse().unwrap(),
        started_ms: 0,
        finished_ms: Some(1),
        status: RunStatus::Complete,
        stopped_by: None,
        requests: 0,
        settings: "{}".to_owned(),
    });
    for (path, html) in pages {
        builder.page(visited(record(path, Some(200), None), html));
    }
    for observation in observations {
        builder.observation(observation);
    }
    builder.build()
}
