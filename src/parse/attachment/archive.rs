use super::bounded::Deadline;
use super::zipped::{Entry, Parts};
use super::{Paragraphs, kind_of};
use crate::model::{Exchange, FileContent, FileKind, Sheet, Unreadable};

/// Most files of one archive that are read.
const MAX_FILES: usize = 60;
/// Archives in archives are read this deep.
const DEEPEST: usize = 1;

/// Reads the files in a zip, one after the other under their names. What could not be read is told; the rest counts.
pub(super) fn read(exchange: &Exchange, depth: usize, deadline: Deadline) -> FileContent {
    let unread = |why, told: &str| FileContent::unread(FileKind::Archive, why, told);
    let body = exchange.body.as_slice();
    if !body.starts_with(b"PK") {
        return unread(Unreadable::Format, "an archive of a kind that is not read; only zip is");
    }
    if depth > DEEPEST {
        return unread(Unreadable::Format, "an archive in an archive in an archive");
    }
    let Some(mut parts) = Parts::open(body) else { return unread(Unreadable::Damaged, "it can't be unpacked") };
    let (mut text, mut sheets, mut faults, mut personal) = (Paragraphs::default(), Vec::new(), Vec::new(), Vec::new());
    let mut files = 0;
    for at in 0..parts.len() {
        let entry = parts.entry(at);
        let (name, bytes) = match entry {
            Entry::Folder => continue,
            Entry::File(name, bytes) => (name, bytes),
            Entry::Encrypted(name) => {
                faults.push((Unreadable::Encrypted, format!("{name}: asks for a password")));
                continue;
            }
            Entry::Damaged(name) => {
                faults.push((Unreadable::Damaged, format!("{name}: can't be unpacked")));
                continue;
            }
            Entry::TooLarge(name) => {
                faults.push((Unreadable::TooLarge, format!("{name}: unpacks to more than the limit")));
                break;
            }
        };
        // What an editor or a system leaves behind is nobody's document.
        let own = name.rsplit('/').next().unwrap_or_default();
        if own.starts_with('.') || own.starts_with("~$") || name.contains("__MACOSX") || own == "Thumbs.db" {
            continue;
        }
        files += 1;
        if files > MAX_FILES || deadline.is_over() {
            faults.push((Unreadable::TooLarge, "more files than are read".to_owned()));
            break;
        }
        text.push(&crate::parse::personal::masked_text(name.clone()));
        let read = inner(exchange, bytes, depth, deadline);
        for line in read.text.lines() {
            text.push(line);
        }
        text.cut |= read.cut;
        crate::parse::personal::joined(&mut personal, read.personal);
        sheets.extend(read.sheets.into_iter().map(|s| named(s, own)).take(super::MAX_SHEETS - sheets.len()));
        if let Some((why, told)) = read.unreadable {
            faults.push((why, format!("{name}: {told}")));
        }
        if !super::fit(&mut sheets) {
            faults.push((Unreadable::TooLarge, format!("{name}: more tables than are kept")));
        }
    }
    if files == 0 && faults.is_empty() {
        return unread(Unreadable::Damaged, "no file in it");
    }
    let told: Vec<String> = faults.iter().take(5).map(|(_, told)| told.chars().take(80).collect()).collect();
    let unreadable = faults.first().map(|(why, _)| (*why, told.join("; ")));
    FileContent { kind: FileKind::Archive, sheets, text: text.text, cut: text.cut, unreadable, personal }
}

fn inner(outer: &Exchange, body: Vec<u8>, depth: usize, deadline: Deadline) -> FileContent {
    let mut record = outer.record.clone();
    record.headers.remove("content-type");
    let file = Exchange { record, body };
    let kind = kind_of(&file);
    super::read(kind, &file, depth + 1, deadline)
}

/// A table that has no name of its own has its file's.
fn named(mut sheet: Sheet, file: &str) -> Sheet {
    if sheet.title.is_empty() {
        file.chars().take(200).collect::<String>().clone_into(&mut sheet.title);
    }
    sheet
}
