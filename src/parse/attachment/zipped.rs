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
    } else if has("OFD.xml") {
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
