//! Tests of `parse`.

mod act;
mod any_bytes;
mod article;
pub(crate) mod attachment;
mod axe_agreement;
mod charsets;
mod crumbs;
mod css;
mod dates;
mod families;
mod headings;
mod letters;
mod links;
mod lists;
mod marks;
mod markup;
mod markup_aria;
mod periods;
pub(crate) mod personal;
mod regions;
mod samples;
mod scripts;
mod search;
mod signals;
mod veils;

use duwang::model::{Exchange, FetchRecord, Link, Mark, Page};
use std::collections::BTreeMap;

/// An answer with this body.
pub(crate) fn answer(url: &str, content_type: &str, body: impl AsRef<[u8]>) -> Exchange {
    let body = body.as_ref().to_vec();
    let headers = if content_type.is_empty() {
        BTreeMap::new()
    } else {
        BTreeMap::from([("content-type".to_owned(), content_type.to_owned())])
    };
    Exchange {
        record: FetchRecord {
            url: url.to_owned(),
            final_url: url.to_owned(),
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

/// The page of this markup at `http://www.gaoxian.gov.cn/zwgk/index.html`.
pub(crate) fn read(markup: &str) -> Page {
    duwang::parse::page(&answer("http://www.gaoxian.gov.cn/zwgk/index.html", "text/html; charset=utf-8", markup))
}

/// The page of this body, its markup put into a whole document.
pub(crate) fn read_body(body: &str) -> Page {
    read(&format!("<!DOCTYPE html><html><head><title>测试页</title></head><body>{body}</body></html>"))
}

/// The values of a mark.
pub(crate) fn values(page: &Page, mark: Mark) -> Vec<&str> {
    page.marks.of(mark).iter().map(|f| f.value.as_str()).collect()
}

/// The link with this text.
pub(crate) fn link<'a>(page: &'a Page, text: &str) -> &'a Link {
    page.links.iter().find(|l| l.text == text).unwrap_or_else(|| panic!("no link “{text}” in {:#?}", page.links))
}
