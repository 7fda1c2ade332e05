//! A file of records, read at any place: compressed member by member, or plain. One that is compressed as a whole is
//! unpacked once into a file without a name.

use super::Error;
use super::fields::{self, Fields, Head};
use flate2::bufread::GzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

/// Bytes that any member may unpack to, and how many times its size beyond that.
const MODEST: u64 = 64 * 1024 * 1024;
const RATIO: u64 = 400;
/// Bytes that a file compressed as a whole may unpack to.
const UNPACKED: u64 = 64 * 1024 * 1024 * 1024;
/// What an unpacked bomb is called.
const BOMB: &str = "unpacks to far more than any page";

/// One file.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) path: PathBuf,
    file: File,
    pub(super) packed: bool,
    pub(super) length: u64,
}

/// A record that was opened.
#[derive(Clone)]
pub(super) struct Opened {
    pub(super) fields: Fields,
    pub(super) block: Vec<u8>,
    /// The block is longer than was wanted.
    pub(super) more: bool,
}

impl Source {
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        let broken = |source| Error::File { path: path.to_path_buf(), source };
        let file = File::open(path).map_err(broken)?;
        let known = file.metadata().map_err(broken)?;
        if !known.is_file() {
            return Err(broken(io::Error::other("not a file")));
        }
        Self::of(file, path, known.len()).map_err(broken)
    }

    /// As [`open`](Self::open), with a file in hand.
    pub(super) fn of(file: File, path: &Path, length: u64) -> io::Result<Self> {
        let mut first = [0; 2];
        let read = At { file: &file, at: 0 }.take(2).read(&mut first)?;
        let packed = read == 2 && first == [0x1f, 0x8b];
        Ok(Self { path: path.to_path_buf(), file, packed, length })
    }

    /// From `at` on, as the file has it.
    pub(super) fn raw(&self, at: u64) -> Counted<BufReader<At<'_>>> {
        Counted { input: BufReader::with_capacity(64 * 1024, At { file: &self.file, at }), at }
    }

    /// All of it unpacked, in a file that is gone when it is closed.
    pub(super) fn unpack(self) -> Result<Self, Error> {
        let broken = |source| Error::File { path: self.path.clone(), source };
        let mut plain = tempfile::tempfile().map_err(broken)?;
        let (mut input, mut length) = (self.raw(0), 0);
        let mut buffer = vec![0; 64 * 1024];
        loop {
            if input.fill_buf().map_err(broken)?.is_empty() {
                break;
            }
            let mut member = Bounded::new(&mut input);
            loop {
                let n = match member.read(&mut buffer) {
                    Ok(0) => break,
                    Ok(n) => n,
                    // What was cut off is good as far as it goes.
                    Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => {
                        return Ok(Self { packed: false, length, file: plain, path: self.path.clone() });
                    }
                    Err(e) => return Err(broken(e)),
                };
                length += n as u64;
                if length > UNPACKED {
                    return Err(broken(io::Error::other(BOMB)));
                }
                plain.write_all(&buffer[..n]).map_err(broken)?;
            }
        }
        Ok(Self { packed: false, length, file: plain, path: self.path.clone() })
    }

    /// The record at a place, with at most `most` bytes of its block.
    pub(super) fn record(&self, at: u64, most: usize) -> io::Result<Opened> {
        let mut input = self.raw(at);
        if self.packed {
            Self::take(&mut BufReader::new(Bounded::new(&mut input)), most)
        } else {
            Self::take(&mut input, most)
        }
    }

    fn take(input: &mut impl BufRead, most: usize) -> io::Result<Opened> {
        let Head::Fields(fields) = fields::read(input)? else {
            return Err(io::Error::other("there is no record where one was"));
        };
        let length = fields.length().unwrap_or(0);
        let wanted = length.min(most as u64);
        let mut block = Vec::new();
        input.take(wanted).read_to_end(&mut block)?;
        if (block.len() as u64) < wanted {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(Opened { fields, block, more: length > wanted })
    }
}

/// Reads a file at a place of its own, whoever else reads it.
pub(super) struct At<'a> {
    file: &'a File,
    at: u64,
}

impl Read for At<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        #[cfg(unix)]
        let n = std::os::unix::fs::FileExt::read_at(self.file, into, self.at)?;
        #[cfg(windows)]
        let n = std::os::windows::fs::FileExt::seek_read(self.file, into, self.at)?;
        self.at += n as u64;
        Ok(n)
    }
}

/// Knows how far it has come.
pub(super) struct Counted<R> {
    input: R,
    pub(super) at: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.input.read(into)?;
        self.at += n as u64;
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.input.consume(amount);
        self.at += amount as u64;
    }
}

/// One member, which may not unpack to anything out of proportion.
pub(super) struct Bounded<'a, R: BufRead> {
    decoder: GzDecoder<&'a mut Counted<R>>,
    began: u64,
    given: u64,
}

impl<'a, R: BufRead> Bounded<'a, R> {
    pub(super) fn new(input: &'a mut Counted<R>) -> Self {
        let began = input.at;
        Self { decoder: GzDecoder::new(input), began, given: 0 }
    }
}

impl<R: BufRead> Read for Bounded<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.decoder.read(into)?;
        self.given += n as u64;
        let taken = self.decoder.get_ref().at - self.began;
        if self.given > MODEST && self.given / RATIO > taken {
            return Err(io::Error::new(io::ErrorKind::QuotaExceeded, BOMB));
        }
        Ok(n)
    }
}
