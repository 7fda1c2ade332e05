//! A walk over all records of a file, in order, whatever the file is.

use super::Error;
use super::fields::{self, Fields, Head};
use super::source::{Bounded, Source};
use std::io::{self, BufRead, BufReader, Read};

/// Longest block of a record.
const BLOCK: u64 = 4 * 1024 * 1024 * 1024;

/// How a walk ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Walked {
    /// One past the last whole record.
    pub(super) good: u64,
    /// Why what follows it could not be read, if anything does.
    pub(super) cut: Option<String>,
    /// Whole records.
    pub(super) records: u64,
}

/// Why a walk can't go on.
enum Trouble {
    Unsound(String),
    /// Several records in one member: not to be read at places.
    Whole,
    Io(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Shows every record: where it is, its fields, its block.
pub(super) trait Look {
    /// One record. What is not read of the block is passed over.
    fn look(&mut self, at: u64, fields: &Fields, block: &mut dyn BufRead) -> Result<(), Error>;

    /// All that was shown is void: the walk begins anew.
    fn again(&mut self);
}

/// Walks over the file; gives it back as it can be read at places.
pub(super) fn walk(mut source: Source, look: &mut impl Look) -> Result<(Source, Walked), Error> {
    if source.packed {
        if let Some(walked) = members(&source, look)? {
            return Ok((source, walked));
        }
        look.again();
        source = source.unpack()?;
    }
    let walked = plain(&source, look)?;
    Ok((source, walked))
}

/// `None` for a file compressed as a whole.
fn members(source: &Source, look: &mut impl Look) -> Result<Option<Walked>, Error> {
    let mut input = source.raw(0);
    let mut walked = Walked { good: 0, cut: None, records: 0 };
    loop {
        let at = input.at;
        match input.fill_buf() {
            Ok([]) => return Ok(Some(walked)),
            Ok(_) => {}
            Err(error) => return Err(file(source, error)),
        }
        let mut member = BufReader::with_capacity(16 * 1024, Bounded::new(&mut input));
        let seen = one(&mut member, at, true, look)?.and_then(|()| {
            // Nothing but the end may follow, or records could not be read at places.
            let mut rest = [0; 64];
            loop {
                match member.read(&mut rest)? {
                    0 => return Ok(()),
                    n if rest[..n].iter().all(u8::is_ascii_whitespace) => {}
                    _ => return Err(Trouble::Whole),
                }
            }
        });
        match seen {
            Ok(()) => {}
            Err(Trouble::Whole) => return Ok(None),
            Err(trouble) => {
                drop(member);
                return cut(source, trouble, (at, input.at), walked).map(Some);
            }
        }
        walked.records += 1;
        walked.good = input.at;
    }
}

fn plain(source: &Source, look: &mut impl Look) -> Result<Walked, Error> {
    let mut input = source.raw(0);
    let mut walked = Walked { good: 0, cut: None, records: 0 };
    loop {
        let blank = loop {
            let (blank, all) = match input.fill_buf() {
                Ok(bytes) => (bytes.iter().take_while(|b| b.is_ascii_whitespace()).count(), bytes.len()),
                Err(error) => return Err(file(source, error)),
            };
            input.consume(blank);
            if blank == 0 || blank < all {
                break all == 0;
            }
        };
        if blank {
            return Ok(walked);
        }
        let at = input.at;
        if let Err(trouble) = one(&mut input, at, false, look)? {
            return cut(source, trouble, (at, input.at), walked);
        }
        walked.records += 1;
        walked.good = input.at;
    }
}

/// One record from its head to the end of its block.
fn one(input: &mut impl BufRead, at: u64, packed: bool, look: &mut impl Look) -> Result<Result<(), Trouble>, Error> {
    let unsound = |why: &str| Ok(Err(Trouble::Unsound(why.to_owned())));
    let fields = match fields::read(input) {
        Ok(Head::Fields(fields)) => fields,
        Ok(Head::End) => return Ok(Err(Trouble::Io(io::ErrorKind::UnexpectedEof.into()))),
        Ok(Head::Strange(found)) => return unsound(&format!("begins with {found:?} and not with WARC/1")),
        Ok(Head::TooLong) => return unsound("has a head without end"),
        Err(error) => return Ok(Err(error.into())),
    };
    let Some(length) = fields.length() else { return unsound("has no Content-Length") };
    if length > BLOCK {
        return unsound(&format!("says that it has {length} bytes"));
    }
    let mut block = input.by_ref().take(length);
    look.look(at, &fields, &mut block)?;
    let mut passed = vec![0; 32 * 1024];
    loop {
        match block.read(&mut passed) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) => return Ok(Err(error.into())),
        }
    }
    if block.limit() > 0 {
        // A member that was cut off says so itself; this one is whole.
        return if packed {
            unsound(&format!("has {} bytes less than it says", block.limit()))
        } else {
            Ok(Err(Trouble::Io(io::ErrorKind::UnexpectedEof.into())))
        };
    }
    // Two line ends close a record. Whatever else stands here, the length was wrong.
    let mut close = [0; 4];
    let mut got = 0;
    while got < close.len() {
        match input.read(&mut close[got..]) {
            Ok(0) => break,
            Ok(n) => got += n,
            Err(error) => return Ok(Err(error.into())),
        }
    }
    match &close[..got] {
        b"\r\n\r\n" => Ok(Ok(())),
        short if short.len() < 4 && short.iter().all(u8::is_ascii_whitespace) => Ok(Ok(())),
        _ => unsound("does not end where it says"),
    }
}

/// A file may well end in the middle of a record: whoever wrote it was stopped. Anything else that is wrong makes it unsound.
fn cut(source: &Source, trouble: Trouble, (at, came): (u64, u64), mut walked: Walked) -> Result<Walked, Error> {
    let error = match trouble {
        Trouble::Unsound(why) if walked.records == 0 => {
            return Err(Error::NoArchive { path: source.path.clone(), why });
        }
        Trouble::Unsound(why) => return Err(Error::Unsound { path: source.path.clone(), at, why }),
        Trouble::Whole => io::Error::other("several records in one member"),
        Trouble::Io(error) => error,
    };
    match error.kind() {
        io::ErrorKind::UnexpectedEof if walked.records > 0 && came >= source.length => {
            walked.cut = Some(format!("{}: cut off in the record at byte {at}", source.path.display()));
            Ok(walked)
        }
        _ if walked.records == 0 => Err(Error::NoArchive { path: source.path.clone(), why: error.to_string() }),
        _ => Err(Error::Unsound { path: source.path.clone(), at, why: format!("can't be read: {error}") }),
    }
}

fn file(source: &Source, error: io::Error) -> Error {
    Error::File { path: source.path.clone(), source: error }
}
