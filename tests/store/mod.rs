//! Tests of `store`.

mod agreeing;
pub(crate) mod home;
mod leads;
mod opening;
mod queue;
mod results;
mod runs;
mod server;
mod turns;

use duwang::model::{
    FetchRecord, Observation, PageKey, PageRecord, PageRole, Run, RunStatus, Site, Skip, SkipReason, StopReason,
};
use home::{Home, on_each_database};
use std::collections::BTreeMap;

on_each_database!(runs_come_back_as_they_were);

pub(crate) const SITE: &str = "http://www.case.gov.cn/";

pub(crate) fn run(id: &str, started_ms: i64) -> Run {
    Run {
        id: id.to_owned(),
        site: Site { id: "case".to_owned(), name: "案例县".to_owned(), url: SITE.to_owned() },
        as_of: "2026-11-20".parse().unwrap(),
        started_ms,
        finished_ms: None,
        status: RunStatus::Running,
        stopped_by: None,
        requests: 0,
        settings: "{\"max_pages\":5}".to_owned(),
    }
}

pub(crate) fn page(seq: u64, path: &str) -> PageRecord {
    let url = format!("{SITE}{path}");
    PageRecord {
        seq,
        key: PageKey(url.clone()),
        role: PageRole::Page,
        depth: 1,
        referrer: SITE.to_owned(),
        record: FetchRecord {
            url: url.clone(),
            final_url: url,
            hops: Vec::new(),
            status: Some(200),
            failure: None,
            attempts: 1,
            headers: BTreeMap::from([("content-type".to_owned(), "text/html".to_owned())]),
            bytes: 3,
            whole: true,
            sha256: None,
            first_byte_ms: 1,
            total_ms: 2,
            at_ms: 3,
            peer: None,
            unchanged: false,
        },
        page: Some(duwang::model::Page { title: format!("第{seq}页"), ..Default::default() }),
        parse_fault: None,
        guess: None,
        basis: None,
    }
}

pub(crate) fn skip(path: &str) -> (String, Observation) {
    let url = format!("{SITE}{path}");
    let skip = Skip {
        url: url.clone(),
        reason: SkipReason::Pages,
        detail: String::new(),
        page: true,
        column: false,
        referrer: SITE.to_owned(),
    };
    (format!("skip:{url}"), Observation::Skipped(skip))
}

async fn runs_come_back_as_they_were(home: Home) {
    let store = home.open().await;
    let mut written = run("a", 1000);
    store.begin_run(&written, 1000).await.unwrap();
    assert_eq!(store.run("a").await.unwrap(), written);
    "案例县人民政府".clone_into(&mut written.site.name);
    written.finished_ms = Some(5000);
    written.status = RunStatus::Partial;
    written.stopped_by = Some(StopReason::MaxPages);
    written.requests = 17;
    store.update_run(&written, 5000).await.unwrap();
    assert_eq!(store.run("a").await.unwrap(), written);
    store.begin_run(&run("b", 2000), 2000).await.unwrap();
    let recent: Vec<String> = store.recent_runs(10).await.unwrap().into_iter().map(|r| r.id).collect();
    assert_eq!(recent, ["b", "a"]);
    assert_eq!(store.recent_runs(1).await.unwrap().len(), 1);
}
