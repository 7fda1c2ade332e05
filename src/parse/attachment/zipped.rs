use crate::model::FileKind;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Most bytes that the parts of one file may unpack to, together.
pub(super) const MAX_UNPACKED: u64 = 64 * 1024 * 1024;
/// Most parts of one file.
const MAX_PARTS: usize = 5000;

/// What a zip holds: a document of a known format by its main part, else just files.
pub(super) fn kind(body: &[u8]) -> FileKind {
    let Ok(archive) = ZipArchive::new(Cursor::new(body)) else { return FileKind::Archive };
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("word/document.xml") {
        FileKind::Docx
    } else if has("xl/workbook.xml") {
        FileKind::Xlsx
    } else if has("ppt/presentation.xml") {
        FileKind::Pptx
    } else if archive.file_names().take(MAX_PARTS).flatten().any(|n| is_called(&n, "OFD.xml")) {
        FileKind::Ofd
    } else {
        FileKind::Archive
    }
}

/// Whether the marked-up parts unpack to no more than the limit. Sizes that a zip states of itself may lie, so they are
/// unpacked and counted.
pub(super) fn is_bounded(body: &[u8]) -> bool {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(body)) else { return false };
    if archive.len() > MAX_PARTS {
        return false;
    }
    let mut left = MAX_UNPACKED;
    for at in 0..archive.len() {
        let Ok(part) = archive.by_index(at) else { continue };
        let is_xml = part.name().is_ok_and(|n| {
            let n = n.to_ascii_lowercase();
            std::path::Path::new(&n).extension().is_some_and(|e| e == "xml" || e == "rels")
        });
        if !is_xml {
            continue;
        }
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).unwrap_or(0);
        if read > left {
            return false;
        }
        left -= read;
    }
    true
}

/// One part as text; `None` when it is absent, damaged or beyond the limit.
pub(super) fn part(body: &[u8], name: &str) -> Option<String> {
    let mut archive = ZipArchive::new(Cursor::new(body)).ok()?;
    let part = archive.by_name(name).ok()?;
    let mut bytes = Vec::new();
    part.take(MAX_UNPACKED + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= MAX_UNPACKED).then(|| String::from_utf8_lossy(&bytes).into_owned())
}

/// The parts of one zip, which together unpack to no more than the limit.
pub(super) struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
    spent: bool,
}

/// A file in a zip, with its name.
pub(super) enum Entry {
    Folder,
    File(String, Vec<u8>),
    Encrypted(String),
    Damaged(String),
    /// It would go beyond the limit.
    TooLarge(String),
}

impl<'a> Parts<'a> {
    pub(super) fn open(body: &'a [u8]) -> Option<Self> {
        let archive = ZipArchive::new(Cursor::new(body)).ok()?;
        Some(Self { archive, left: MAX_UNPACKED, spent: false })
    }

    /// How many of its entries are looked at.
    pub(super) fn len(&self) -> usize {
        self.archive.len().min(MAX_PARTS)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// Whether something was left out because the limit was reached.
    pub(super) fn is_spent(&self) -> bool {
        self.spent
    }

    /// A part as text, under its name as it is or in other letters' case; `None` when it is absent or can't be unpacked.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        let at = self.archive.index_for_name(name).or_else(|| {
            let other =
                |at: &usize| self.archive.name_for_index(*at).is_some_and(|n| n.is_ok_and(|n| is_called(&n, name)));
            (0..self.len()).find(other)
        })?;
        let Entry::File(_, bytes) = self.entry(at) else { return None };
        let (encoding, rest) = encoding_rs::Encoding::for_bom(&bytes).unwrap_or((encoding_rs::UTF_8, 0));
        Some(encoding.decode_without_bom_handling(&bytes[rest..]).0.into_owned())
    }

    /// One entry, unpacked as far as the limit goes.
    pub(super) fn entry(&mut self, at: usize) -> Entry {
        let (name, encrypted, folder) = match self.archive.by_index_raw(at) {
            Ok(raw) => (called(raw.name_raw()), raw.encrypted(), raw.is_dir()),
            Err(_) => return Entry::Damaged(String::new()),
        };
        if folder {
            return Entry::Folder;
        }
        if encrypted {
            return Entry::Encrypted(name);
        }
        let Ok(part) = self.archive.by_index(at) else { return Entry::Damaged(name) };
        let mut bytes = Vec::new();
        let read = part.take(self.left + 1).read_to_end(&mut bytes);
        let size = bytes.len() as u64;
        if size > self.left {
            (self.left, self.spent) = (0, true);
            return Entry::TooLarge(name);
        }
        self.left -= size;
        if read.is_ok() { Entry::File(name, bytes) } else { Entry::Damaged(name) }
    }
}

/// Whether a part's name is this one but for a slash before it and the case of its letters.
fn is_called(part: &str, name: &str) -> bool {
    part.trim_start_matches('/').eq_ignore_ascii_case(name)
}

/// A name in a zip: UTF-8 where it is that, else as Chinese systems write it, whatever the flag says.
fn called(raw: &[u8]) -> String {
    let name = std::str::from_utf8(raw)
        .map_or_else(|_| encoding_rs::GB18030.decode_without_bom_handling(raw).0.into_owned(), str::to_owned);
    name.replace('\\', "/").chars().filter(|c| !c.is_control()).take(300).collect()
}
