//! Small measurements: what one page costs to read, keep and get back.

use crate::row;
use duwang::model::{Exchange, FetchRecord, Page};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long each is repeated.
const FOR: Duration = Duration::from_secs(2);

pub(crate) fn run(pages: usize) {
    let all: Vec<Exchange> =
        crate::portal::pages(pages.min(400)).into_iter().map(|(path, body)| exchange(&path, body)).collect();
    let bytes: usize = all.iter().map(|e| e.body.len()).sum();
    let parsed: Vec<Page> = all.iter().map(duwang::parse::page).collect();
    let links: usize = parsed.iter().map(|p| p.links.len()).sum();
    println!("one page ({} KiB, {} links on average)", bytes / all.len() / 1024, links / all.len());
    per_page("read (parse::page), ms", &all, |e| {
        black_box(duwang::parse::page(black_box(e)));
    });
    per_page("glance (link check), ms", &all, |e| {
        black_box(duwang::parse::glance(black_box(e)));
    });
    per_page("write as JSON, ms", &parsed, |page| {
        black_box(serde_json::to_vec(black_box(page)).unwrap());
    });
    let written: Vec<Vec<u8>> = parsed.iter().map(|p| serde_json::to_vec(p).unwrap()).collect();
    per_page("read back from JSON, ms", &written, |bytes| {
        black_box(serde_json::from_slice::<Page>(black_box(bytes)).unwrap());
    });
    row("as JSON, KiB", &(written.iter().map(Vec::len).sum::<usize>() / written.len() / 1024).to_string());
}

fn per_page<T>(name: &str, subjects: &[T], mut work: impl FnMut(&T)) {
    let start = Instant::now();
    let mut done = 0_u32;
    while start.elapsed() < FOR {
        for subject in subjects {
            work(subject);
            done += 1;
        }
    }
    row(name, &format!("{:.3}", start.elapsed().as_secs_f64() * 1000.0 / f64::from(done)));
}

pub(crate) fn exchange(path: &str, body: Vec<u8>) -> Exchange {
    let url = format!("http://www.ceyun.gov.cn{path}");
    let headers = BTreeMap::from([("content-type".to_owned(), "text/html; charset=utf-8".to_owned())]);
    Exchange {
        record: FetchRecord {
            final_url: url.clone(),
            url,
            hops: Vec::new(),
            status: Some(200),
            failure: None,
            attempts: 1,
            headers,
            bytes: body.len() as u64,
            whole: true,
            sha256: None,
            first_byte_ms: 1,
            total_ms: 1,
            at_ms: 0,
            peer: None,
            unchanged: false,
        },
        body,
    }
}
