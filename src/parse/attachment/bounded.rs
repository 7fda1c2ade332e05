use crate::model::{Exchange, FileContent, FileKind, Unreadable};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Longest time for one file. A hostile one can keep its reader busy for ever.
const LONGEST: Duration = Duration::from_secs(20);
/// From then on a reader that can stops by itself and keeps what it has.
const SOON: Duration = Duration::from_secs(12);
/// Forms inside forms need room.
const STACK: usize = 16 * 1024 * 1024;
/// Readers left behind from which on no further file is tried: they can't be ended from outside, and each holds a core.
const MOST_LEFT: usize = 4;

/// Readers that took too long and still run.
static LEFT: AtomicUsize = AtomicUsize::new(0);

/// When a reader should come to an end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline(Instant);

impl Deadline {
    /// Whether it is time to stop with what there is.
    pub(super) fn is_over(self) -> bool {
        Instant::now() >= self.0
    }
}

/// Runs a reader on a thread of its own, which is left behind when it takes too long: the caller never waits longer than
/// that. The libraries behind the readers take what strangers wrote; one that panics costs this file alone.
pub(super) fn within(exchange: &Exchange, reader: fn(&Exchange, Deadline) -> FileContent) -> FileContent {
    // What it is takes a look inside, which is the reader's.
    let kind = if exchange.body.starts_with(b"%PDF-") { FileKind::Pdf } else { FileKind::Other };
    if LEFT.load(Ordering::SeqCst) >= MOST_LEFT {
        let why = "not tried: the readers of earlier files are still busy";
        return FileContent::unread(kind, Unreadable::TooLarge, why);
    }
    let deadline = Deadline(Instant::now() + SOON);
    let (answer, answered) = mpsc::channel();
    // Whichever of the two comes second to it knows that the other was there.
    let met = Arc::new(AtomicBool::new(false));
    let (theirs, file) = (Arc::clone(&met), exchange.clone());
    let spawned = std::thread::Builder::new().name("file".to_owned()).stack_size(STACK).spawn(move || {
        let read = catch_unwind(AssertUnwindSafe(|| reader(&file, deadline)))
            .unwrap_or_else(|_| FileContent::unread(kind, Unreadable::Damaged, "its reader gave up"));
        let _ = answer.send(read);
        if theirs.swap(true, Ordering::SeqCst) {
            LEFT.fetch_sub(1, Ordering::SeqCst);
        }
    });
    if let Err(error) = spawned {
        return FileContent::unread(kind, Unreadable::NotFetched, error.to_string());
    }
    if let Ok(read) = answered.recv_timeout(LONGEST) {
        return read;
    }
    LEFT.fetch_add(1, Ordering::SeqCst);
    if met.swap(true, Ordering::SeqCst) {
        // It came at the last moment.
        LEFT.fetch_sub(1, Ordering::SeqCst);
        if let Ok(read) = answered.try_recv() {
            return read;
        }
    }
    FileContent::unread(kind, Unreadable::TooLarge, format!("gave up after {} s", LONGEST.as_secs()))
}
