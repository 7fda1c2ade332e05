use crate::facts::{Document, Subject};
use std::collections::{BTreeMap, HashMap};

/// Finds policies by what a title says it is about, without comparing all with all.
#[derive(Debug, Default)]
pub(super) struct SubjectIndex {
    subjects: Vec<(usize, Subject)>,
    exact: HashMap<String, Vec<usize>>,
    pairs: HashMap<(char, char), Vec<u32>>,
}

/// Pairs of characters that so many titles have say nothing (实施, 办法).
const COMMON: usize = 400;
/// Titles compared in full for one that is looked for.
const COMPARED: usize = 40;

impl SubjectIndex {
    /// Over policies, each with its position.
    pub(super) fn of<'a>(policies: impl Iterator<Item = (usize, &'a Document)>) -> Self {
        let mut index = Self::default();
        for (at, document) in policies {
            for subject in document.subjects.iter().filter(|s| !s.bare.is_empty()) {
                let entry = index.subjects.len();
                index.exact.entry(subject.bare.clone()).or_default().push(entry);
                let chars: Vec<char> = subject.bare.chars().collect();
                let mut pairs: Vec<(char, char)> = chars.windows(2).map(|w| (w[0], w[1])).collect();
                pairs.sort_unstable();
                pairs.dedup();
                for pair in pairs {
                    index.pairs.entry(pair).or_default().push(u32::try_from(entry).unwrap_or(u32::MAX));
                }
                index.subjects.push((at, subject.clone()));
            }
        }
        index
    }

    /// Policies about the same, with their likeness from `least` up; the likeliest first.
    pub(super) fn find(&self, wanted: &Subject, least: f64) -> Vec<(usize, f64)> {
        let mut best: BTreeMap<usize, f64> = BTreeMap::new();
        let mut note = |entry: usize| {
            let (at, subject) = &self.subjects[entry];
            let likeness = wanted.likeness(subject);
            if likeness >= least {
                let known = best.entry(*at).or_insert(likeness);
                *known = known.max(likeness);
            }
        };
        for &entry in self.exact.get(&wanted.bare).into_iter().flatten() {
            note(entry);
        }
        let chars: Vec<char> = wanted.bare.chars().collect();
        let mut shared: HashMap<u32, u32> = HashMap::new();
        for pair in chars.windows(2) {
            let Some(entries) = self.pairs.get(&(pair[0], pair[1])).filter(|e| e.len() <= COMMON) else { continue };
            for &entry in entries {
                *shared.entry(entry).or_default() += 1;
            }
        }
        let mut likely: Vec<(u32, u32)> = shared.into_iter().collect();
        likely.sort_unstable_by_key(|&(entry, count)| (std::cmp::Reverse(count), entry));
        for (entry, _) in likely.into_iter().take(COMPARED) {
            note(entry as usize);
        }
        let mut found: Vec<(usize, f64)> = best.into_iter().collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found
    }
}
