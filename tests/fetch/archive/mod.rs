//! Tests of `fetch::archive`: what is written is what came, and what is read back is what was written.

mod foreign;
mod full_disk;
mod hostile;
mod pruning;
mod replaying;
mod writing;

use super::quick;
use super::server::Server;
use duwang::config::FetchSettings;
use duwang::fetch::archive::{About, Recorder, Replay};
use duwang::fetch::{Fetcher, Wiring};
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use url::Url;

fn about(run: &str) -> About {
    About {
        run: run.to_owned(),
        site: "http://site.test/".to_owned(),
        as_of: jiff::civil::date(2026, 11, 20),
        started_ms: 1_795_000_000_000,
        settings: r#"{"max_pages":7}"#.to_owned(),
    }
}

/// A fetcher that writes an archive.
async fn recording(server: &Server, settings: FetchSettings, recorder: &Recorder) -> Fetcher {
    let wiring = Wiring { recorder: Some(recorder.clone()), ..Wiring::default() };
    Fetcher::wired(settings, &server.url("/"), wiring).await.unwrap()
}

/// A fetcher that reads archives.
async fn replaying(home: &Url, settings: FetchSettings, paths: &[PathBuf]) -> Fetcher {
    let wiring = Wiring { replay: Some(Replay::open(paths).unwrap()), ..Wiring::default() };
    Fetcher::wired(settings, home, wiring).await.unwrap()
}

fn open(path: &Path) -> Recorder {
    Recorder::open(path, &about("20261120-080000-000-site"), &quick()).unwrap()
}

/// All records of a file, unpacked, as heads with their blocks.
fn records(path: &Path) -> Vec<(String, Vec<u8>)> {
    let mut plain = Vec::new();
    MultiGzDecoder::new(std::fs::File::open(path).unwrap()).read_to_end(&mut plain).unwrap();
    let mut found = Vec::new();
    let mut rest = plain.as_slice();
    while !rest.is_empty() {
        let end = rest.windows(4).position(|w| w == b"\r\n\r\n").unwrap() + 4;
        let head = String::from_utf8(rest[..end].to_vec()).unwrap();
        let length: usize = field(&head, "Content-Length").parse().unwrap();
        assert_eq!(&rest[end + length..end + length + 4], b"\r\n\r\n", "{head}");
        found.push((head, rest[end..end + length].to_vec()));
        rest = &rest[end + length + 4..];
    }
    found
}

#[track_caller]
fn field<'a>(head: &'a str, name: &str) -> &'a str {
    has(head, name).unwrap_or_else(|| panic!("{name} in {head}"))
}

fn has<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

/// A record as another program may write it.
fn record(version: &str, fields: &[&str], block: &[u8]) -> Vec<u8> {
    let mut bytes = format!("WARC/{version}\r\n").into_bytes();
    for field in fields {
        bytes.extend_from_slice(field.as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(format!("Content-Length: {}\r\n\r\n", block.len()).as_bytes());
    bytes.extend_from_slice(block);
    bytes.extend_from_slice(b"\r\n\r\n");
    bytes
}

fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// A file with these bytes.
fn file(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}
