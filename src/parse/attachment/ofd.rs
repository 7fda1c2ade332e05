use super::bounded::Deadline;
use super::zipped::Parts;
use super::{Paragraphs, content};
use crate::model::{FileContent, FileKind, Unreadable};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};

/// Most pages read.
const MAX_PAGES: usize = 150;
/// Most documents of one file.
const MAX_DOCUMENTS: usize = 20;
/// Texts this far apart or less, in millimetres, stand on one line.
const SAME_LINE: f64 = 1.5;
/// Longest line, in bytes.
const LONGEST: usize = 20_000;

/// Reads OFD (GB/T 33190): the texts of each page in the order in which they stand, those of its templates around them.
pub(super) fn read(body: &[u8], deadline: Deadline) -> FileContent {
    let unread = |why, told: &str| FileContent::unread(FileKind::Ofd, why, told);
    let Some(mut parts) = Parts::open(body) else { return unread(Unreadable::Damaged, "it can't be unpacked") };
    let Some(main) = parts.text("OFD.xml") else {
        return unread(Unreadable::Damaged, "its main part can't be unpacked");
    };
    let roots = texts_of(&main, "DocRoot");
    let locked = parts.has("Encryptions.xml") || main.contains("Encryptions>");
    let mut book = Book { parts, text: Paragraphs::default(), seen: BTreeSet::new(), pages: 0, wordless: 0, lost: 0 };
    for root in roots.iter().take(MAX_DOCUMENTS) {
        book.document(root, deadline);
    }
    let Book { parts, text, pages, wordless, lost, .. } = book;
    if locked && text.text.is_empty() {
        return unread(Unreadable::Encrypted, "its parts are encrypted");
    }
    if pages == 0 {
        return unread(Unreadable::Damaged, "no page of it can be unpacked");
    }
    let too_large = parts.is_spent();
    let mut read = content(FileKind::Ofd, Vec::new(), text);
    if read.unreadable.is_none() {
        read.unreadable = if too_large {
            Some((Unreadable::TooLarge, "it unpacks to more than the limit".to_owned()))
        } else if lost > 0 {
            Some((Unreadable::Damaged, format!("{lost} parts can't be read")))
        } else if wordless > 0 {
            Some((Unreadable::Scanned, format!("{wordless} of {pages} pages without words")))
        } else {
            None
        };
    }
    read
}

struct Book<'a> {
    parts: Parts<'a>,
    text: Paragraphs,
    /// Parts read as pages: a file may point at itself.
    seen: BTreeSet<String>,
    pages: usize,
    wordless: usize,
    lost: usize,
}

impl Book<'_> {
    fn document(&mut self, root: &str, deadline: Deadline) {
        let root = joined("", root);
        if !self.seen.insert(root.clone()) {
            return;
        }
        let Some(document) = self.parts.text(&root) else {
            self.lost += 1;
            return;
        };
        let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut templates: BTreeMap<String, String> = BTreeMap::new();
        let mut pages = Vec::new();
        starts(&document, |tag| match tag.local_name().as_ref() {
            "TemplatePage" => {
                if let (Some(id), Some(at)) = (attribute(tag, "ID"), attribute(tag, "BaseLoc")) {
                    templates.insert(id, joined(folder, &at));
                }
            }
            "Page" => pages.extend(attribute(tag, "BaseLoc").map(|at| joined(folder, &at))),
            _ => {}
        });
        for page in pages {
            if self.pages >= MAX_PAGES || deadline.is_over() || self.text.cut || self.parts.is_spent() {
                self.text.cut = true;
                return;
            }
            self.page(&page, &templates);
        }
    }

    fn page(&mut self, at: &str, templates: &BTreeMap<String, String>) {
        if !self.seen.insert(at.to_owned()) {
            return;
        }
        let Some(page) = self.parts.text(at) else {
            self.lost += 1;
            return;
        };
        self.pages += 1;
        let before = self.text.text.len();
        let mut around = Vec::new();
        starts(&page, |tag| {
            if tag.local_name().as_ref() == "Template" {
                around.extend(attribute(tag, "TemplateID").and_then(|id| templates.get(&id)));
            }
        });
        // What a template brings stands on every page; once is enough.
        for template in around.into_iter().take(8) {
            if self.seen.insert(format!("template {template}"))
                && let Some(source) = self.parts.text(template)
            {
                self.lost += usize::from(!lines(&source, &mut self.text));
            }
        }
        self.lost += usize::from(!lines(&page, &mut self.text));
        self.wordless += usize::from(self.text.text.len() == before && !self.text.cut);
    }
}

/// The lines of one part of a page, in the order in which they stand. Whether it could be read to its end.
fn lines(source: &str, text: &mut Paragraphs) -> bool {
    let mut reader = reader(source);
    let (mut line, mut inside, mut top, mut at) = (String::new(), false, 0.0_f64, f64::NAN);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => match tag.local_name().as_ref() {
                "TextObject" => top = attribute(&tag, "Boundary").and_then(|b| number(&b, 1)).unwrap_or(0.0),
                "TextCode" => {
                    inside = true;
                    let here = top + attribute(&tag, "Y").and_then(|y| number(&y, 0)).unwrap_or(0.0);
                    if (here - at).abs() > SAME_LINE {
                        text.push(&line);
                        line.clear();
                    }
                    at = here;
                }
                _ => {}
            },
            Ok(Event::End(tag)) => inside &= tag.local_name().as_ref() != "TextCode",
            Ok(Event::Text(piece)) if inside && line.len() < LONGEST => line.push_str(&piece),
            Ok(Event::CData(piece)) if inside && line.len() < LONGEST => line.push_str(&piece),
            Ok(Event::GeneralRef(name)) if inside && line.len() < LONGEST => line.extend(super::named(&name)),
            Ok(Event::Eof) => {
                text.push(&line);
                return true;
            }
            Err(_) => {
                text.push(&line);
                return false;
            }
            Ok(_) => {}
        }
    }
}

fn reader(source: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(source);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    reader
}

/// Looks at every tag that opens or stands alone, up to a fault.
fn starts(source: &str, mut look: impl FnMut(&BytesStart<'_>)) {
    let mut reader = reader(source);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => look(&tag),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// What stands inside the elements of this name.
fn texts_of(source: &str, name: &str) -> Vec<String> {
    let mut reader = reader(source);
    let (mut found, mut inside) = (Vec::new(), false);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => inside = tag.local_name().as_ref() == name,
            Ok(Event::Text(text)) if inside => found.push(text.trim().to_owned()),
            Ok(Event::End(_)) => inside = false,
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|a| a.key.local_name().as_ref() == name)?;
    Some(found.value.to_string())
}

/// The number at a place of a list parted by blanks.
fn number(list: &str, at: usize) -> Option<f64> {
    list.split_whitespace().nth(at)?.parse().ok()
}

/// A part's name: from the top with `/`, else from the folder of the part that names it.
fn joined(folder: &str, name: &str) -> String {
    let name = name.trim().replace('\\', "/");
    let whole = if name.starts_with('/') { name } else { format!("{folder}/{name}") };
    let mut path: Vec<&str> = Vec::new();
    for step in whole.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}
