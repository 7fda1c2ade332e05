//! Wrong wordings in the site's texts. Pages are looked through as they come from the store: what is found is kept, the text
//! is not. A line that stands on many pages is looked at once.

mod folding;
mod matcher;
mod places;
mod talk;
mod whose;
mod words;

use crate::model::{Attachment, Lexicon, Page, PageRole, Weight};
use matcher::Matcher;
use places::PlaceNames;
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{Hash, Hasher};
use whose::Voices;

/// Most lines remembered as clean; beyond that lines are looked at again.
const MOST_CLEAN: usize = 2_000_000;

/// A wrong wording as it stands in some line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordHit {
    /// What is written.
    pub wrong: String,
    /// What should be.
    pub right: String,
    /// How grave it is.
    pub weight: Weight,
    /// A person must decide.
    pub confirm: bool,
    /// Why it is wrong.
    pub why: String,
    /// The line around it, the wording marked by 【】.
    pub excerpt: String,
    /// The words around it, by which the same sentence is known elsewhere.
    pub key: String,
    /// The line, cut.
    pub line: String,
}

/// Where a hit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WordPlace {
    /// On a page, by its position in `Facts::pages`.
    Page(usize),
    /// In a file, by its position in `Facts::attachments`.
    File(usize),
}

/// A hit on a page or in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordSighting {
    /// Where.
    pub place: WordPlace,
    /// Position in [`Wording::hits`].
    pub hit: usize,
    /// How often there.
    pub times: u64,
}

/// What one lexicon found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wording {
    /// Hits, each line's once.
    pub hits: Vec<WordHit>,
    /// Where they stand: pages in crawl order, then files.
    pub sightings: Vec<WordSighting>,
}

/// Which texts were there to look at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Texts {
    /// Pages whose text was kept, as positions in `Facts::pages`.
    pub kept: usize,
    /// Pages whose text was not kept (stored before it was).
    pub unkept: Vec<usize>,
    /// Pages with more text than is kept.
    pub cut: Vec<usize>,
    /// Pages that a script draws.
    pub drawn: Vec<usize>,
}

/// Looks texts through for one lexicon.
#[derive(Debug)]
struct Reader {
    lexicon: Lexicon,
    matcher: Matcher,
    places: PlaceNames,
    clean: HashSet<u64>,
    known: HashMap<u64, Vec<usize>>,
    found: Wording,
    /// Sightings in files, by address: files are put in order later.
    in_files: BTreeMap<String, BTreeMap<usize, u64>>,
}

/// The readers of all lexicons that rules ask for, and which texts there were.
#[derive(Debug, Default)]
pub(super) struct Readers {
    readers: Vec<Reader>,
    texts: Texts,
}

/// What came of it, by lexicon.
#[derive(Debug, Default)]
pub(super) struct Readings {
    by_lexicon: Vec<(Lexicon, Wording)>,
    pub(super) texts: Texts,
}

impl Readings {
    pub(super) fn of(&self, lexicon: &Lexicon) -> Option<&Wording> {
        self.by_lexicon.iter().find(|(known, _)| known == lexicon).map(|(_, wording)| wording)
    }
}

impl Readers {
    /// Asks for one more lexicon.
    pub(super) fn add(&mut self, lexicon: &Lexicon) {
        if self.readers.iter().all(|r| r.lexicon != *lexicon) {
            let matcher = Matcher::of(lexicon);
            if matcher.works() {
                self.readers.push(Reader {
                    lexicon: lexicon.clone(),
                    matcher,
                    places: PlaceNames::default(),
                    clean: HashSet::new(),
                    known: HashMap::new(),
                    found: Wording::default(),
                    in_files: BTreeMap::new(),
                });
            }
        }
    }

    /// Looks a page through and lets go of its text. `ok`: it answered well and is no firewall's.
    pub(super) fn page(&mut self, index: usize, role: PageRole, ok: bool, page: &mut Page) {
        let text = page.text.take();
        if !ok || role == PageRole::Script {
            return;
        }
        if role == PageRole::Home {
            for reader in &mut self.readers {
                reader.places.own(page);
            }
        }
        let Some(text) = text else {
            if page.text_chars > 0 {
                self.texts.unkept.push(index);
            }
            return;
        };
        if page.signals.script_shell {
            self.texts.drawn.push(index);
        }
        self.texts.kept += 1;
        if text.cut {
            self.texts.cut.push(index);
        }
        let named = page.article.as_ref().map_or("", |a| a.title.as_str());
        if talk::is_apart(named) || talk::is_apart(&page.title) || page.signals.absent_words.is_some() {
            return;
        }
        for reader in &mut self.readers {
            reader.page(index, page, &text.lines);
        }
    }

    /// Looks a file through.
    pub(super) fn file(&mut self, file: &Attachment) {
        if talk::is_apart(&file.name) || file.content.text.is_empty() {
            return;
        }
        for reader in &mut self.readers {
            let mut found: BTreeMap<usize, u64> = BTreeMap::new();
            for line in file.content.text.lines() {
                for hit in reader.line(line) {
                    *found.entry(hit).or_default() += 1;
                }
            }
            if !found.is_empty() {
                reader.in_files.entry(file.record.url.clone()).or_insert(found);
            }
        }
    }

    /// Everything is in; `files` in their final order.
    pub(super) fn close(self, files: &[Attachment]) -> Readings {
        let by_lexicon = self.readers.into_iter().map(|mut reader| {
            for (at, file) in files.iter().enumerate() {
                for (hit, times) in reader.in_files.remove(&file.record.url).unwrap_or_default() {
                    reader.found.sightings.push(WordSighting { place: WordPlace::File(at), hit, times });
                }
            }
            (reader.lexicon, reader.found)
        });
        Readings { by_lexicon: by_lexicon.collect(), texts: self.texts }
    }
}

impl Reader {
    fn page(&mut self, index: usize, page: &Page, lines: &[String]) {
        let mut found: BTreeMap<usize, u64> = BTreeMap::new();
        let mut voices = Voices::of(page);
        for line in lines {
            if voices.is_theirs(line) {
                continue;
            }
            for hit in self.line(line) {
                *found.entry(hit).or_default() += 1;
            }
        }
        // Titles that the text shows cut off, or not at all.
        let items = page.items.iter().map(|i| i.title.as_str());
        let mut voices = Voices::of(page);
        for title in std::iter::once(page.title.as_str()).chain(items) {
            if voices.is_theirs(title) {
                continue;
            }
            for hit in self.line(title) {
                let wrong = &self.found.hits[hit].wrong;
                if found.keys().all(|&known| self.found.hits[known].wrong != *wrong) {
                    found.insert(hit, 1);
                }
            }
        }
        let place = WordPlace::Page(index);
        self.found.sightings.extend(found.into_iter().map(|(hit, times)| WordSighting { place, hit, times }));
    }

    /// The hits of a line, as positions in what was found.
    fn line(&mut self, line: &str) -> Vec<usize> {
        let mut hasher = DefaultHasher::new();
        line.hash(&mut hasher);
        let hash = hasher.finish();
        if self.clean.contains(&hash) {
            return Vec::new();
        }
        if let Some(known) = self.known.get(&hash) {
            return known.clone();
        }
        let mut hits = self.matcher.find(line);
        self.places.find(line, &mut hits);
        if hits.is_empty() {
            if self.clean.len() < MOST_CLEAN {
                self.clean.insert(hash);
            }
            return Vec::new();
        }
        let first = self.found.hits.len();
        self.found.hits.extend(hits);
        let ids: Vec<usize> = (first..self.found.hits.len()).collect();
        self.known.insert(hash, ids.clone());
        ids
    }
}
