//! A stored run of the made-up portal, without a crawl: pages parsed and saved as the crawl would have.

use duwang::config::now_ms;
use duwang::model::{
    Exchange, FetchRecord, HostFacts, Known, Observation, PageKey, PageRecord, PageRole, Run, RunStatus, Site,
};
use duwang::store::Store;
use std::collections::BTreeMap;
use std::path::Path;
use url::Url;

pub(crate) const RUN: &str = "20261120-080000-000-ceyun";
const HOME: &str = "http://www.ceyun.gov.cn/";
/// Pages parsed and saved at a time.
const CHUNK: usize = 400;
/// Attachments and pictures that were asked once.
const CHECKED: usize = 4000;

/// Makes the database at `path`.
pub(crate) fn make(path: &Path, pages: usize) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = Store::open(path.to_str().unwrap()).await.unwrap();
        let mut run = Run {
            id: RUN.to_owned(),
            site: Site { id: "ceyun".to_owned(), name: "测云县人民政府".to_owned(), url: HOME.to_owned() },
            as_of: jiff::civil::date(2026, 11, 20),
            started_ms: 1_795_132_800_000,
            finished_ms: None,
            status: RunStatus::Running,
            stopped_by: None,
            requests: (pages + CHECKED) as u64,
            settings: "{}".to_owned(),
        };
        store.begin_run(&run, now_ms()).await.unwrap();
        let mut seq = 0;
        let all = crate::portal::pages(pages);
        for chunk in all.chunks(CHUNK) {
            let (left, right) = chunk.split_at(chunk.len() / 2);
            let records = std::thread::scope(|scope| {
                let first = scope.spawn(|| read(left, seq));
                let second = read(right, seq + left.len());
                first.join().unwrap().into_iter().chain(second).collect::<Vec<_>>()
            });
            seq += chunk.len();
            store.save(RUN, &records, &[], (now_ms(), run.requests)).await.unwrap();
        }
        store.save(RUN, &[], &observations(), (now_ms(), run.requests)).await.unwrap();
        run.finished_ms = Some(run.started_ms + 3_600_000);
        run.status = RunStatus::Complete;
        store.update_run(&run, now_ms()).await.unwrap();
        store.close().await;
    });
}

fn read(pages: &[(String, Vec<u8>)], first: usize) -> Vec<PageRecord> {
    let record = |(at, (path, body)): (usize, &(String, Vec<u8>))| {
        let url = format!("http://www.ceyun.gov.cn{path}");
        let exchange = Exchange { record: fetched(&url, body.len()), body: body.clone() };
        let seq = first + at;
        PageRecord {
            seq: seq as u64,
            key: PageKey::of(&Url::parse(&url).unwrap()),
            role: if seq == 0 { PageRole::Home } else { PageRole::Page },
            depth: u32::from(seq != 0),
            referrer: if seq == 0 { String::new() } else { HOME.to_owned() },
            page: Some(duwang::parse::page(&exchange)),
            record: exchange.record,
            parse_fault: None,
            guess: None,
            basis: None,
        }
    };
    pages.iter().enumerate().map(record).collect()
}

fn observations() -> Vec<(String, Observation)> {
    let host = HostFacts {
        host: "www.ceyun.gov.cn".to_owned(),
        ipv6: Known::No("no AAAA".to_owned()),
        https: Known::No("refused".to_owned()),
        robots: Known::No("HTTP 404".to_owned()),
        sitemaps: Vec::new(),
    };
    let mut all = vec![("host".to_owned(), Observation::Host(host))];
    for n in 0..CHECKED {
        let url = format!("http://www.ceyun.gov.cn/files/{n}.pdf");
        let record = fetched(&url, 1000);
        let check = Observation::LinkCheck {
            record,
            absent_words: None,
            sketch: Vec::new(),
            challenge: None,
            title: String::new(),
        };
        all.push((format!("link {url}"), check));
    }
    all
}

pub(crate) fn fetched(url: &str, bytes: usize) -> FetchRecord {
    FetchRecord {
        url: url.to_owned(),
        final_url: url.to_owned(),
        hops: Vec::new(),
        status: Some(200),
        failure: None,
        attempts: 1,
        headers: BTreeMap::from([
            ("content-type".to_owned(), "text/html; charset=utf-8".to_owned()),
            ("content-length".to_owned(), bytes.to_string()),
            ("date".to_owned(), "Fri, 20 Nov 2026 00:00:00 GMT".to_owned()),
            ("server".to_owned(), "nginx".to_owned()),
        ]),
        bytes: bytes as u64,
        whole: true,
        sha256: Some("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned()),
        first_byte_ms: 20,
        total_ms: 45,
        at_ms: 1_795_132_800_000,
        peer: Some("192.0.2.10".to_owned()),
        unchanged: false,
    }
}
