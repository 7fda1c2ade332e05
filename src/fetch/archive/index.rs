//! Which answers an archive has, and where: addresses and places, no bodies.

use super::fields::{Fields, bare};
use super::http;
use super::ids::{digest, short};
use super::record::{Circumstances, EXCHANGE, Note};
use super::scan::Look;
use super::{About, Error};
use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, Read};
use std::path::PathBuf;
use url::Url;

/// Records that all archives of one replay may have together.
const RECORDS: usize = 8_000_000;
/// Longest address that is remembered.
const ADDRESS: usize = 8 * 1024;
/// How much of a request or note is read.
const SMALL: u64 = 4 * 1024 * 1024;
/// Notes of a run that are kept.
const NOTES: usize = 64;

/// What kind of answer a record holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Response,
    Revisit,
    /// A block of its own kind: the file itself, without an HTTP head (`resource`).
    Resource,
    /// No usable answer; `true` when it depends on how much was wanted.
    Failure(bool),
}

/// One answer.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) file: u16,
    pub(super) at: u64,
    pub(super) kind: Kind,
    pub(super) whole: bool,
    /// How much was wanted, for answers of our own.
    pub(super) reading: Option<Box<str>>,
    pub(super) date_ms: i64,
    /// Short forms of the record's identifier and of that it goes with; zero for none.
    id: u64,
    with: u64,
    payload: u64,
    /// Short form of a method other than GET, with what was posted; zero for a GET.
    pub(super) ask: u64,
}

/// A place.
pub(super) type Place = (u16, u64);

/// All answers of all files.
#[derive(Debug, Default)]
pub(super) struct Index {
    entries: BTreeMap<String, Vec<Entry>>,
    ids: HashMap<u64, Place>,
    payloads: HashMap<u64, Place>,
    /// What our archives tell of themselves, in the order of the files.
    pub(super) abouts: Vec<About>,
    pub(super) notes: Vec<Note>,
    pub(super) span: Option<(i64, i64)>,
    records: usize,
}

/// What makes a request another than a GET of the same address.
pub(super) fn ask(method: &str, posted: Option<&str>) -> u64 {
    if method.eq_ignore_ascii_case("GET") {
        return 0;
    }
    short(&format!("{} {}", method.to_ascii_uppercase(), posted.unwrap_or_default()))
}

/// As [`ask`], with the body in hand.
pub(super) fn ask_of(method: &str, body: &[u8]) -> u64 {
    let posted = (!body.is_empty()).then(|| digest(&[body]));
    ask(method, posted.as_deref())
}

/// An address as the index has it.
pub(super) fn key(url: &str) -> Option<String> {
    let mut url = Url::parse(url.trim()).ok()?;
    url.set_fragment(None);
    let key = String::from(url);
    (key.len() <= ADDRESS).then_some(key)
}

impl Index {
    /// Answers for an address.
    pub(super) fn of(&self, key: &str) -> &[Entry] {
        self.entries.get(key).map_or(&[], Vec::as_slice)
    }

    /// A record by its identifier.
    pub(super) fn by_id(&self, id: &str) -> Option<Place> {
        self.ids.get(&short(bare(id))).copied()
    }

    /// A record with a body, by its digest.
    pub(super) fn by_payload(&self, digest: &str) -> Option<Place> {
        self.payloads.get(&short(digest)).copied()
    }

    /// The answer for an address that was given then; without a time, or when there is none of that time, the last one before
    /// `until`.
    pub(super) fn at(&self, key: &str, date_ms: Option<i64>, until: i64) -> Option<Place> {
        let bodies = || {
            self.of(key).iter().filter(|e| e.ask == 0 && e.whole && matches!(e.kind, Kind::Response | Kind::Resource))
        };
        let exact = date_ms.and_then(|date| bodies().find(|e| e.date_ms == date));
        let found = exact.or_else(|| bodies().filter(|e| e.date_ms <= until).max_by_key(|e| e.date_ms))?;
        Some((found.file, found.at))
    }

    /// Whether there is any answer at all.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// Adds one file to an index.
pub(super) struct Adding<'a> {
    index: &'a mut Index,
    path: PathBuf,
    file: u16,
    found: Vec<(String, Entry)>,
    /// Requests that are no GETs: by their own identifiers and those of the answers they name.
    asks: HashMap<u64, u64>,
    /// Answers that stand behind failures.
    behind: Vec<(u64, u64)>,
    about: Option<About>,
    notes: Vec<Note>,
    span: Option<(i64, i64)>,
}

impl<'a> Adding<'a> {
    pub(super) fn new(index: &'a mut Index, path: PathBuf, file: u16) -> Self {
        let (found, asks, behind) = Default::default();
        Self { index, path, file, found, asks, behind, about: None, notes: Vec::new(), span: None }
    }

    /// The file is read: what it holds before `good` joins the index.
    pub(super) fn done(self, good: u64) {
        for (key, mut entry) in self.found.into_iter().filter(|(_, entry)| entry.at < good) {
            let asked = self.asks.get(&entry.with).or_else(|| self.asks.get(&entry.id));
            if let Some(ask) = asked.filter(|_| entry.ask == 0) {
                entry.ask = *ask;
            }
            let place = (entry.file, entry.at);
            self.index.ids.insert(entry.id, place);
            if entry.kind == Kind::Response && entry.payload != 0 {
                self.index.payloads.entry(entry.payload).or_insert(place);
            }
            self.index.records += 1;
            self.index.entries.entry(key).or_default().push(entry);
        }
        let behind = self.behind.iter().filter(|(_, at)| *at < good);
        self.index.ids.extend(behind.map(|(id, at)| (*id, (self.file, *at))));
        self.index.abouts.extend(self.about);
        self.index.notes.extend(self.notes);
        let spans = [self.index.span, self.span].into_iter().flatten();
        self.index.span = spans.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
    }

    fn entry(&self, at: u64, kind: Kind, fields: &Fields) -> Entry {
        let short_of = |name: &str| fields.get(name).map_or(0, |id| short(bare(id)));
        Entry {
            file: self.file,
            at,
            kind,
            whole: fields.get("WARC-Truncated").is_none(),
            reading: None,
            date_ms: fields.date_ms().unwrap_or_default(),
            id: short_of("WARC-Record-ID"),
            with: short_of("WARC-Concurrent-To"),
            payload: fields.get("WARC-Payload-Digest").map_or(0, short),
            ask: 0,
        }
    }

    fn add(&mut self, key: String, entry: Entry) -> Result<(), Error> {
        if self.index.records + self.found.len() >= RECORDS {
            return Err(Error::TooMany { path: self.path.clone(), most: RECORDS });
        }
        if entry.date_ms != 0 {
            let date = entry.date_ms;
            self.span = Some(self.span.map_or((date, date), |(a, b)| (a.min(date), b.max(date))));
        }
        self.found.push((key, entry));
        Ok(())
    }

    fn answer(&mut self, at: u64, kind: Kind, fields: &Fields) -> Result<(), Error> {
        let Some(key) = fields.target().and_then(key) else { return Ok(()) };
        // DNS look-ups of crawlers, and continuations of records in parts.
        let http = fields.get("Content-Type").is_none_or(|t| t.trim_start().starts_with("application/http"));
        if (!http && kind == Kind::Response) || fields.get("WARC-Segment-Number").is_some_and(|n| n != "1") {
            return Ok(());
        }
        let mut entry = self.entry(at, kind, fields);
        if self.about.is_some() {
            // The failure that follows says it all.
            let Some(way) = fields.get(EXCHANGE) else {
                self.behind.push((entry.id, at));
                return Ok(());
            };
            if let Ok(way) = serde_json::from_str::<Circumstances>(way) {
                (entry.reading, entry.whole) = (Some(way.reading.into()), way.whole);
            }
        }
        self.add(key, entry)
    }

    fn request(&mut self, fields: &Fields, block: &mut dyn BufRead) {
        let mut bytes = Vec::new();
        // What can't be read will be missed by the walk itself.
        let _ = block.take(SMALL).read_to_end(&mut bytes);
        let Some(message) = http::read(&bytes) else { return };
        let ask = ask_of(&message.method, &bytes[message.body..]);
        if ask != 0 && self.asks.len() < RECORDS {
            let ids = fields.all("WARC-Record-ID").chain(fields.all("WARC-Concurrent-To"));
            self.asks.extend(ids.map(|id| (short(bare(id)), ask)));
        }
    }

    fn note(&mut self, at: u64, fields: &Fields, block: &mut dyn BufRead) -> Result<(), Error> {
        let mut bytes = Vec::new();
        let _ = block.take(SMALL).read_to_end(&mut bytes);
        match serde_json::from_slice(&bytes) {
            Ok(Note::Failure(failed)) => {
                let Some(key) = fields.target().and_then(key) else { return Ok(()) };
                let particular = failed.failure.kind == crate::model::FailureKind::TooLarge;
                let mut entry = self.entry(at, Kind::Failure(particular), fields);
                (entry.whole, entry.reading) = (false, Some(failed.way.reading.into()));
                entry.ask = ask(&failed.method, failed.posted.as_deref());
                self.add(key, entry)?;
            }
            Ok(note) if self.notes.len() < NOTES => self.notes.push(note),
            _ => {}
        }
        Ok(())
    }
}

impl Look for Adding<'_> {
    fn look(&mut self, at: u64, fields: &Fields, block: &mut dyn BufRead) -> Result<(), Error> {
        match fields.kind().as_str() {
            "warcinfo" if self.about.is_none() && self.found.is_empty() => self.about = super::warcinfo::read(block),
            "response" => self.answer(at, Kind::Response, fields)?,
            "resource" => self.answer(at, Kind::Resource, fields)?,
            "revisit" => self.answer(at, Kind::Revisit, fields)?,
            "request" => self.request(fields, block),
            "metadata" if self.about.is_some() => self.note(at, fields, block)?,
            _ => {}
        }
        Ok(())
    }

    fn again(&mut self) {
        (self.found, self.asks, self.behind, self.about, self.notes, self.span) = Default::default();
    }
}
