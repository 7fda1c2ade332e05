//! The reading side: answers from archives in place of the network.

use super::fields::Fields;
use super::http::{self, Message};
use super::index::{self, Adding, Entry, Index, Kind, Place};
use super::record::{Answered, Circumstances, EXCHANGE, Failed, Note};
use super::scan;
use super::source::{Opened, Source};
use super::{About, Error, unpack};
use crate::model::{Failure, FailureKind, Known};
use jiff::civil::Date;
use jiff::tz::Offset;
use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use url::Url;

/// Files of one replay.
const FILES: usize = 4096;
/// From revisit to revisit, at most.
const LEADS: usize = 16;
/// Room for the head of an answer beside its body.
const HEAD: usize = 512 * 1024;
/// How many times its size a body may have as archived (in pieces, or badly compressed).
const OVERHEAD: usize = 2;

/// Answers of one or more archives. Clones share everything.
#[derive(Debug, Clone)]
pub struct Replay {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    sources: Vec<Source>,
    index: Index,
    notices: Vec<String>,
    /// How often each request was answered from here: what was asked twice is answered in the order in which it was.
    turns: Mutex<BTreeMap<(String, u64, String), usize>>,
}

/// What is asked of the archives.
#[derive(Debug, Clone)]
pub(in crate::fetch) struct Sought {
    pub(in crate::fetch) method: String,
    pub(in crate::fetch) url: String,
    pub(in crate::fetch) body: Vec<u8>,
    /// As in [`Circumstances`].
    pub(in crate::fetch) reading: String,
    /// Bytes of a body that are of use.
    pub(in crate::fetch) most: usize,
}

impl Replay {
    /// Reads through the archives and notes what is where. Later files are preferred where several have an address. Reads the
    /// disk; off the async threads, please.
    pub fn open(paths: &[PathBuf]) -> Result<Self, Error> {
        let (mut index, mut sources, mut notices) = (Index::default(), Vec::new(), Vec::new());
        if let Some(path) = paths.get(FILES) {
            return Err(Error::TooMany { path: path.clone(), most: FILES });
        }
        for (n, path) in paths.iter().enumerate() {
            let mut adding = Adding::new(&mut index, path.clone(), u16::try_from(n).unwrap_or(u16::MAX));
            let (source, walked) = scan::walk(Source::open(path)?, &mut adding)?;
            if walked.records == 0 {
                return Err(Error::NoArchive { path: path.clone(), why: "it is empty".to_owned() });
            }
            adding.done(walked.good);
            notices.extend(walked.cut);
            sources.push(source);
        }
        if let Some(path) = paths.last().filter(|_| index.is_empty() && index.abouts.is_empty()) {
            return Err(Error::NoArchive { path: path.clone(), why: "it holds no answers of websites".to_owned() });
        }
        Ok(Self { inner: Arc::new(Inner { sources, index, notices, turns: Mutex::default() }) })
    }

    /// What the last archive of our own is of; `None` when all are of other crawlers.
    #[must_use]
    pub fn about(&self) -> Option<&About> {
        self.inner.index.abouts.last()
    }

    /// When the visit began: as the archive says, or when its first answer came.
    #[must_use]
    pub fn started_ms(&self) -> i64 {
        self.about().map(|about| about.started_ms).or(self.inner.index.span.map(|span| span.0)).unwrap_or_default()
    }

    /// When its last answer came.
    #[must_use]
    pub fn ended_ms(&self) -> i64 {
        self.inner.index.span.map_or_else(|| self.started_ms(), |span| span.1)
    }

    /// The day as on which to judge: as the archive says, or the day of its last answer (in Beijing).
    #[must_use]
    pub fn as_of(&self) -> Date {
        self.about().map_or_else(
            || {
                let at = jiff::Timestamp::from_millisecond(self.ended_ms()).unwrap_or_default();
                Offset::constant(8).to_datetime(at).date()
            },
            |about| about.as_of,
        )
    }

    /// Whether there is anything of this address.
    #[must_use]
    pub fn holds(&self, url: &Url) -> bool {
        index::key(url.as_str()).is_some_and(|key| !self.inner.index.of(&key).is_empty())
    }

    /// What is worth telling: files that end in the middle of a record.
    #[must_use]
    pub fn notices(&self) -> &[String] {
        &self.inner.notices
    }

    /// What the guard went by when the archive was made.
    pub(in crate::fetch) fn door(&self) -> Option<&Note> {
        self.inner.index.notes.iter().rev().find(|note| matches!(note, Note::Door { .. }))
    }

    /// The AAAA records of a host, as they were.
    pub(in crate::fetch) fn ipv6(&self, name: &str) -> Known<Vec<String>> {
        let found = self.inner.index.notes.iter().rev().find_map(|note| match note {
            Note::Ipv6 { host, ipv6 } if host == name => Some(ipv6.clone()),
            _ => None,
        });
        found.unwrap_or_else(|| Known::Unknown(ABSENT.to_owned()))
    }

    /// The answer that the archives have; one that they lack is a failure that says so.
    pub(in crate::fetch) async fn answer(&self, sought: Sought) -> Answered {
        let inner = Arc::clone(&self.inner);
        let answer = tokio::task::spawn_blocking(move || inner.answer(&sought));
        answer.await.unwrap_or_else(|error| lacking(&format!("reading the archive failed: {error}"), 0))
    }
}

/// What is said of what is not there.
const ABSENT: &str = "not in the archive";

fn lacking(detail: &str, at_ms: i64) -> Answered {
    let detail = detail.chars().take(200).collect();
    let failure = Some(Failure { kind: FailureKind::NotArchived, detail });
    Answered { failure, at_ms, ..Answered::default() }
}

impl Inner {
    fn ended(&self) -> i64 {
        self.index.span.map_or(0, |span| span.1)
    }

    fn answer(&self, sought: &Sought) -> Answered {
        let ask = index::ask_of(&sought.method, &sought.body);
        let Some(key) = index::key(&sought.url) else { return lacking(ABSENT, self.ended()) };
        let all: Vec<&Entry> = self.index.of(&key).iter().filter(|e| e.ask == ask).collect();
        let entry = match self.choose(&all, key, ask, &sought.reading) {
            Ok(entry) => entry,
            Err(why) => return lacking(why, self.ended()),
        };
        self.read(entry, sought).unwrap_or_else(|error| {
            lacking(&format!("{ABSENT}: the record at byte {} can't be read: {error}", entry.at), entry.date_ms)
        })
    }

    /// Of the newest file that has it: what was asked the same way, in turn; else the last that has enough.
    fn choose<'a>(&self, all: &[&'a Entry], key: String, ask: u64, reading: &str) -> Result<&'a Entry, &'static str> {
        let same = |e: &Entry| e.reading.as_deref() == Some(reading);
        let serves = |e: &Entry| {
            same(e)
                || match e.kind {
                    Kind::Failure(particular) => !particular,
                    // The beginning is enough for a look.
                    _ => e.whole || e.reading.is_none() || matches!(reading, "check" | "beginning"),
                }
        };
        let Some(file) = all.iter().filter(|e| serves(e)).map(|e| e.file).max() else {
            return Err(if all.is_empty() {
                ABSENT
            } else {
                "not in the archive as a whole: it holds the beginning only"
            });
        };
        let of_file = || all.iter().copied().filter(|e| e.file == file);
        let alike: Vec<&Entry> = of_file().filter(|e| same(e)).collect();
        if alike.is_empty() {
            return of_file().filter(|e| serves(e)).max_by_key(|e| (e.whole, e.date_ms)).ok_or(ABSENT);
        }
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = turns.entry((key, ask, reading.to_owned())).or_default();
        let entry = alike[(*turn).min(alike.len() - 1)];
        *turn += 1;
        Ok(entry)
    }

    fn open(&self, (file, at): Place, most: usize) -> io::Result<Opened> {
        self.sources[usize::from(file)].record(at, most.saturating_mul(OVERHEAD).saturating_add(HEAD))
    }

    fn read(&self, entry: &Entry, sought: &Sought) -> io::Result<Answered> {
        let opened = self.open((entry.file, entry.at), sought.most)?;
        let mut answered = match entry.kind {
            Kind::Failure(_) => return self.failed(&opened, entry.date_ms, sought.most),
            Kind::Resource => resource(opened),
            Kind::Response => response(opened, sought.most)?,
            Kind::Revisit => self.revisit(&opened, entry.date_ms, sought.most)?,
        };
        answered.at_ms = entry.date_ms;
        answered.way.whole &= entry.whole;
        Ok(answered)
    }

    /// A record of a failure, as it was.
    fn failed(&self, opened: &Opened, at_ms: i64, most: usize) -> io::Result<Answered> {
        let Note::Failure(failed) = serde_json::from_slice(&opened.block)? else {
            return Err(io::Error::other("no failure where one was"));
        };
        let behind = failed.answer.as_deref().and_then(|id| self.index.by_id(id));
        let body = behind.map(|place| response(self.open(place, most)?, most)).transpose()?;
        Ok(Answered {
            status: failed.status,
            headers: headers(&failed),
            body: body.map(|answered| answered.body).unwrap_or_default(),
            peer: failed.peer,
            failure: Some(failed.failure),
            at_ms,
            way: failed.way,
        })
    }

    /// An answer whose body is somewhere else.
    fn revisit(&self, opened: &Opened, date_ms: i64, most: usize) -> io::Result<Answered> {
        let mut fields = opened.fields.clone();
        let unchanged = fields.get("WARC-Profile").is_some_and(|p| p.contains("not-modified"));
        let mut seen = Vec::new();
        for _ in 0..LEADS {
            let Some(place) = self.referred(&fields, date_ms).filter(|place| !seen.contains(place)) else { break };
            seen.push(place);
            let there = self.open(place, most)?;
            if there.fields.kind() == "revisit" {
                fields = there.fields;
                continue;
            }
            let body = if there.fields.kind() == "resource" { resource(there) } else { response(there, most)? };
            let head = response(opened.clone(), most).ok().filter(|head| head.status.is_some() && !unchanged);
            let Some(mut answered) = head else {
                let now = opened.fields.get(EXCHANGE).and_then(|way| serde_json::from_str(way).ok());
                let way = now.map_or(body.way.clone(), |now| Circumstances { whole: body.way.whole, ..now });
                return Ok(Answered { way, ..body });
            };
            // Headers may speak of the wire on which the body came this time.
            answered.headers.remove(header::CONTENT_ENCODING);
            (answered.body, answered.way.whole) = (body.body, body.way.whole);
            return Ok(answered);
        }
        Err(io::Error::other("what it refers to is not here"))
    }

    fn referred(&self, fields: &Fields, date_ms: i64) -> Option<Place> {
        if let Some(place) = fields.get("WARC-Refers-To").and_then(|id| self.index.by_id(id)) {
            return Some(place);
        }
        if let Some(place) = fields.get("WARC-Payload-Digest").and_then(|digest| self.index.by_payload(digest)) {
            return Some(place);
        }
        let url = fields.get("WARC-Refers-To-Target-URI").map(super::fields::bare).or(fields.target())?;
        let date = fields.get("WARC-Refers-To-Date").and_then(super::fields::moment);
        self.index.at(&index::key(url)?, date, date_ms)
    }
}

/// The headers of a failure, as they were.
fn headers(failed: &Failed) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in &failed.headers {
        let bytes: Vec<u8> = value.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_bytes(&bytes)) {
            headers.append(name, value);
        }
    }
    headers
}

/// A file that was archived without the answer that brought it.
fn resource(opened: Opened) -> Answered {
    let mut headers = HeaderMap::new();
    if let Some(media) = opened.fields.get("Content-Type").and_then(|v| HeaderValue::from_str(v).ok()) {
        headers.insert(header::CONTENT_TYPE, media);
    }
    let way = Circumstances { whole: !opened.more, attempts: 1, requests: 1, ..Circumstances::default() };
    Answered { status: Some(200), headers, body: opened.block, way, ..Answered::default() }
}

/// An HTTP answer: of ours as it was, of others with the body decoded.
fn response(opened: Opened, most: usize) -> io::Result<Answered> {
    let Opened { fields, mut block, more } = opened;
    let unreadable = || io::Error::other("no HTTP answer in it");
    let Message { status, mut headers, body: at, .. } = http::read(&block).ok_or_else(unreadable)?;
    let Some(status) = status else { return Err(unreadable()) };
    let peer = fields.get("WARC-IP-Address").map(str::to_owned);
    let mut answered = Answered { status: Some(status), peer, ..Answered::default() };
    if let Some(way) = fields.get(EXCHANGE).and_then(|way| serde_json::from_str(way).ok()) {
        // Ours are short and sealed: what was altered is no evidence.
        let sealed = fields.get("WARC-Block-Digest").is_none_or(|d| d == super::ids::digest(&[&block]));
        if !more && !sealed {
            return Err(io::Error::other("its digest does not hold"));
        }
        answered.way = way;
        answered.headers = http::originals(&headers);
        answered.body = block.split_off(at);
        answered.way.whole &= !more;
        return Ok(answered);
    }
    let body = unpack::decoded(&mut headers, &block[at..], most)?;
    answered.way = Circumstances { whole: body.whole && !more, attempts: 1, requests: 1, ..Circumstances::default() };
    (answered.headers, answered.body) = (headers, body.bytes);
    Ok(answered)
}
