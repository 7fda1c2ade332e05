//! The writing side: one thread that has the file, fed through a queue with a bound.
//!
//! Members are appended whole; where that fails (a full disk), the file is cut back to its last whole record, nothing more is
//! written, and the run goes on and tells it in the end.

use super::fields::{Fields, bare};
use super::ids::Ids;
use super::record::{self, Before, Kept, Note};
use super::scan::{self, Look};
use super::source::Source;
use super::{About, Error};
use crate::config::{FetchSettings, now_ms};
use std::collections::HashMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

/// Exchanges that may wait.
const QUEUE: usize = 64;
/// KiB of exchanges that may wait: beyond it whoever brings one waits.
const WAITING: u32 = 64 * 1024;
/// Bodies remembered, so that they are kept once.
const BODIES: usize = 100_000;

/// Notes what the fetcher gets. Clones share the archive.
#[derive(Debug, Clone)]
pub struct Recorder {
    path: Arc<PathBuf>,
    queue: mpsc::Sender<(Job, Option<OwnedSemaphorePermit>)>,
    room: Arc<Semaphore>,
    goes_on: bool,
}

/// What became of an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Closed {
    /// Records in the file, those of earlier processes included.
    pub records: u64,
    /// Its size.
    pub bytes: u64,
    /// Why it ends before the run does.
    pub trouble: Option<String>,
}

enum Job {
    Exchange(Box<Kept>),
    Note(Box<(Note, String)>),
    Close(oneshot::Sender<Closed>),
}

impl Recorder {
    /// Makes the archive, for its owner alone, or goes on with it when it is of the same run: half a record at its end is cut
    /// off. An archive of anything else is never touched. Reads the disk; off the async threads, please.
    pub fn open(path: &Path, about: &About, settings: &FetchSettings) -> Result<Self, Error> {
        let broken = |source| Error::File { path: path.to_path_buf(), source };
        let mut writer = Writer::open(path, about)?;
        let goes_on = writer.closed.records > 0;
        if !goes_on {
            writer.begin(about, settings).map_err(broken)?;
        }
        let (queue, mut jobs) = mpsc::channel::<(Job, Option<OwnedSemaphorePermit>)>(QUEUE);
        // A thread of its own: it waits for the disk, not for anybody here.
        let work = move || {
            while let Some((job, room)) = jobs.blocking_recv() {
                writer.does(job);
                drop(room);
            }
        };
        std::thread::Builder::new().name("archive".to_owned()).spawn(work).map_err(broken)?;
        let room = Arc::new(Semaphore::new(WAITING as usize));
        Ok(Self { path: Arc::new(path.to_path_buf()), queue, room, goes_on })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The archive was there and is gone on with.
    #[must_use]
    pub fn goes_on(&self) -> bool {
        self.goes_on
    }

    /// Whether the archive of that run lies beside this one, as [`place`](super::place) puts them.
    pub(in crate::fetch) fn stands_beside(&self, run: &str) -> bool {
        let name = super::place(Path::new(""), "", run);
        !run.is_empty() && name.file_name().is_some_and(|name| self.path.with_file_name(name).is_file())
    }

    /// Takes an exchange; waits while too many are waiting.
    pub(in crate::fetch) async fn keep(&self, kept: Kept) {
        let size = u32::try_from(kept.size() / 1024).unwrap_or(WAITING).clamp(1, WAITING);
        let room = Arc::clone(&self.room).acquire_many_owned(size).await.ok();
        let _ = self.queue.send((Job::Exchange(Box::new(kept)), room)).await;
    }

    /// Takes a note about `url`.
    pub(in crate::fetch) async fn note(&self, note: Note, url: &str) {
        let _ = self.queue.send((Job::Note(Box::new((note, url.to_owned()))), None)).await;
    }

    /// Writes what waits, and everything to the disk. What comes later is not kept.
    pub async fn close(&self) -> Closed {
        let (tell, told) = oneshot::channel();
        let lost = || Closed { trouble: Some("the writer is gone".to_owned()), ..Closed::default() };
        if self.queue.send((Job::Close(tell), None)).await.is_err() {
            return lost();
        }
        told.await.unwrap_or_else(|_| lost())
    }
}

struct Writer {
    file: File,
    ids: Ids,
    bodies: Bodies,
    closed: Closed,
    over: bool,
}

/// What bodies were kept as, by digest.
#[derive(Default)]
struct Bodies(HashMap<String, Before>);

impl Bodies {
    fn keep(&mut self, payload: Option<(String, Before)>) {
        if let Some((digest, before)) = payload
            && self.0.len() < BODIES
        {
            self.0.entry(digest).or_insert(before);
        }
    }
}

impl Writer {
    fn open(path: &Path, about: &About) -> Result<Self, Error> {
        let broken = |source| Error::File { path: path.to_path_buf(), source };
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(broken)?;
        if !file.metadata().map_err(broken)?.is_file() {
            return Err(broken(io::Error::other("not a file")));
        }
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::Busy { path: path.to_path_buf() }),
            // Some network file systems know no locks.
            Err(TryLockError::Error(error)) => tracing::debug!(%error, "no lock on the archive"),
        }
        let mut writer = Self {
            ids: Ids::new(&about.run, now_ms()),
            bodies: Bodies::default(),
            closed: Closed::default(),
            over: false,
            file: file.try_clone().map_err(broken)?,
        };
        let length = file.metadata().map_err(broken)?.len();
        if length > 0 {
            let source = Source::of(file.try_clone().map_err(broken)?, path, length).map_err(broken)?;
            let mut resumed = Resumed { about: None, bodies: Bodies::default() };
            let taken = |holds: String| Error::Taken { path: path.to_path_buf(), holds };
            // Bytes that are no archive are somebody's file.
            let walked = if source.packed {
                scan::walk(source, &mut resumed).map_err(|e| taken(e.to_string()))?.1
            } else {
                return Err(taken("something else".to_owned()));
            };
            match resumed.about.map(|a| a.run) {
                Some(run) if run == about.run => {}
                Some(run) => return Err(taken(format!("run {run}"))),
                None => return Err(taken("an archive of another program".to_owned())),
            }
            file.set_len(walked.good).map_err(broken)?;
            writer.bodies = resumed.bodies;
            writer.closed = Closed { records: walked.records, bytes: walked.good, trouble: None };
        }
        // It may have been there, and open to all.
        #[cfg(unix)]
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600)).map_err(broken)?;
        file.seek(SeekFrom::Start(writer.closed.bytes)).map_err(broken)?;
        Ok(writer)
    }

    fn begin(&mut self, about: &About, settings: &FetchSettings) -> io::Result<()> {
        let record = super::warcinfo::record(about, settings, &mut self.ids)?;
        self.file.write_all(&record)?;
        self.closed = Closed { records: 1, bytes: record.len() as u64, trouble: None };
        Ok(())
    }

    fn does(&mut self, job: Job) {
        match job {
            Job::Close(tell) => {
                if let Err(error) = self.file.sync_all() {
                    self.closed.trouble.get_or_insert(error.to_string());
                }
                // The file may be pruned or read from here on.
                let _ = self.file.unlock();
                self.over = true;
                let _ = tell.send(self.closed.clone());
            }
            _ if self.over || self.closed.trouble.is_some() => {}
            Job::Exchange(kept) => {
                let bodies = &self.bodies.0;
                match record::exchange(&kept, &mut self.ids, |digest| bodies.get(digest).cloned()) {
                    Ok(packed) => {
                        if self.append(&packed.bytes, packed.records) {
                            self.bodies.keep(packed.payload);
                        }
                    }
                    Err(error) => self.fail(&error),
                }
            }
            Job::Note(note) => match record::note(&note.0, &note.1, now_ms(), &mut self.ids) {
                Ok(bytes) => {
                    self.append(&bytes, 1);
                }
                Err(error) => self.fail(&error),
            },
        }
    }

    fn append(&mut self, bytes: &[u8], records: u64) -> bool {
        match self.file.write_all(bytes) {
            Ok(()) => {
                self.closed.bytes += bytes.len() as u64;
                self.closed.records += records;
                true
            }
            Err(error) => {
                self.fail(&error);
                false
            }
        }
    }

    /// The end of the archive: what was begun is taken back.
    fn fail(&mut self, error: &io::Error) {
        let _ = self.file.set_len(self.closed.bytes);
        let _ = self.file.seek(SeekFrom::Start(self.closed.bytes));
        self.closed.trouble = Some(error.to_string());
    }
}

/// What is to be known of an archive that is gone on with.
struct Resumed {
    about: Option<About>,
    bodies: Bodies,
}

impl Look for Resumed {
    fn look(&mut self, _: u64, fields: &Fields, block: &mut dyn BufRead) -> Result<(), Error> {
        match fields.kind().as_str() {
            "warcinfo" if self.about.is_none() => self.about = super::warcinfo::read(block),
            "response" if fields.get("WARC-Truncated").is_none() && fields.get(record::EXCHANGE).is_some() => {
                let before = fields.get("WARC-Record-ID").zip(fields.target()).zip(fields.date_ms());
                let before =
                    before.map(|((id, url), at_ms)| Before { id: bare(id).to_owned(), url: url.to_owned(), at_ms });
                self.bodies.keep(fields.get("WARC-Payload-Digest").map(str::to_owned).zip(before));
            }
            _ => {}
        }
        Ok(())
    }

    fn again(&mut self) {
        self.about = None;
        self.bodies = Bodies::default();
    }
}
