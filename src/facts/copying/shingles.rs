//! Which documents of a site share text, found without comparing each with each.

use super::plain_text::PlainText;
use super::share;
use std::collections::BTreeMap;

/// Characters of a shingle.
const LENGTH: usize = 8;
/// One shingle in so many is kept, chosen by its hash, so that all documents keep the same ones.
const SAMPLED: u32 = 4;
/// A shingle that stands in more documents than this is boilerplate (salutations, closing formulas, names of offices).
const COMMON: usize = 48;
/// Most sampled shingles of one document; what follows in a very long one is not looked at.
const MOST: usize = 20_000;
/// Fewest sampled shingles that two documents must share: one alone is a name or chance.
const FEWEST: usize = 2;
/// Most candidates of one document.
const CANDIDATES: usize = 50;

/// An index of the texts of a site.
#[derive(Debug, Default)]
pub struct Shingles {
    /// Each document's number here, by its id.
    numbers: BTreeMap<usize, u32>,
    /// The ids in the order of the numbers.
    ids: Vec<usize>,
    /// Sampled shingles (upper half) with the document they stand in (lower half), sorted.
    postings: Vec<u64>,
    /// Where each document's places in `places` begin, and where the last one's end.
    begins: Vec<usize>,
    /// For each document the places in `postings` where its shingles' groups begin.
    places: Vec<u32>,
}

impl Shingles {
    /// Reads all texts once. Of an id given twice the first text counts.
    pub fn build<'a>(texts: impl IntoIterator<Item = (usize, &'a str)>) -> Self {
        let mut index = Self::default();
        for (id, text) in texts {
            let number = u32::try_from(index.ids.len()).unwrap_or(u32::MAX);
            if number == u32::MAX || index.numbers.contains_key(&id) {
                continue;
            }
            index.numbers.insert(id, number);
            index.ids.push(id);
            let from = index.postings.len();
            index.postings.extend(sampled(text).map(|hash| u64::from(hash) << 32 | u64::from(number)).take(MOST));
            index.postings[from..].sort_unstable();
            let mut kept = from;
            for at in from..index.postings.len() {
                if at == from || index.postings[at] != index.postings[kept - 1] {
                    index.postings[kept] = index.postings[at];
                    kept += 1;
                }
            }
            index.postings.truncate(kept);
        }
        index.postings.sort_unstable();
        index.drop_common();
        index.place();
        index
    }

    /// The documents that share text with this one, those with the most first: each with the share of this document's
    /// shingles (boilerplate left out) that it holds. At most 50.
    #[must_use]
    pub fn candidates(&self, id: usize) -> Vec<(usize, f64)> {
        let Some(&number) = self.numbers.get(&id) else { return Vec::new() };
        let own = &self.places[self.begins[number as usize]..self.begins[number as usize + 1]];
        let mut shared: BTreeMap<u32, usize> = BTreeMap::new();
        for &place in own {
            for &posting in self.group(place as usize) {
                let other = document(posting);
                if other != number {
                    *shared.entry(other).or_default() += 1;
                }
            }
        }
        let enough = shared.iter().filter(|(_, n)| **n >= FEWEST);
        let mut found: Vec<(usize, usize)> = enough.map(|(other, n)| (self.ids[*other as usize], *n)).collect();
        found.sort_by_key(|&(id, n)| (std::cmp::Reverse(n), id));
        found.truncate(CANDIDATES);
        found.into_iter().map(|(id, n)| (id, share(n, own.len()))).collect()
    }

    /// The postings with the same shingle as the one at `place`, from there on.
    fn group(&self, place: usize) -> &[u64] {
        let rest = &self.postings[place..];
        let same = rest.iter().take_while(|p| *p >> 32 == rest[0] >> 32).count();
        &rest[..same]
    }

    fn drop_common(&mut self) {
        let (mut at, mut kept) = (0, 0);
        while at < self.postings.len() {
            let group = self.group(at).len();
            if group <= COMMON {
                self.postings.copy_within(at..at + group, kept);
                kept += group;
            }
            at += group;
        }
        self.postings.truncate(kept);
        self.postings.shrink_to_fit();
    }

    /// Notes for each document where its shingles stand.
    fn place(&mut self) {
        let mut counts = vec![0_usize; self.ids.len() + 1];
        for &posting in &self.postings {
            counts[document(posting) as usize + 1] += 1;
        }
        for at in 1..counts.len() {
            counts[at] += counts[at - 1];
        }
        self.begins.clone_from(&counts);
        self.places = vec![0; self.postings.len()];
        let mut group = 0;
        for at in 0..self.postings.len() {
            if self.postings[at] >> 32 != self.postings[group] >> 32 {
                group = at;
            }
            let next = &mut counts[document(self.postings[at]) as usize];
            self.places[*next] = u32::try_from(group).unwrap_or(u32::MAX);
            *next += 1;
        }
    }
}

/// The number of the document of a posting.
fn document(posting: u64) -> u32 {
    u32::try_from(posting & u64::from(u32::MAX)).unwrap_or(u32::MAX)
}

/// The hashes of the text's shingles that are kept.
fn sampled(text: &str) -> impl Iterator<Item = u32> {
    let plain = PlainText::of(text);
    let hashes: Vec<u32> = plain.chars.windows(LENGTH).map(hash).filter(|h| h % SAMPLED == 0).collect();
    hashes.into_iter()
}

fn hash(shingle: &[char]) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for c in shingle {
        hash = (hash ^ u64::from(u32::from(*c))).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^= hash >> 29;
    }
    u32::try_from(hash >> 32).unwrap_or(0)
}
