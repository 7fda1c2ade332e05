use crate::facts::likeness;
use std::collections::{BTreeMap, BTreeSet};

/// From this likeness on two matters are the same, whatever their words.
const SAME: f64 = 0.85;

/// Fewest characters of a matter that may stand inside another one.
const SHORTEST: usize = 6;

/// What something is about, ready to be compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::facts) struct Matter {
    key: String,
    years: BTreeSet<String>,
}

impl Matter {
    pub(super) fn of(key: &str) -> Self {
        Self { key: key.to_owned(), years: years(key) }
    }

    /// Whether both are about the same. The plan of one year is not that of another.
    pub(super) fn is(&self, other: &Self) -> bool {
        if !self.years.is_empty() && !other.years.is_empty() && self.years != other.years {
            return false;
        }
        let (a, b) = (&self.key, &other.key);
        let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        a == b || short.chars().count() >= SHORTEST && long.contains(short.as_str()) || likeness(a, b) >= SAME
    }
}

fn years(key: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut run = String::new();
    for c in key.chars().chain(std::iter::once(' ')) {
        if c.is_ascii_digit() {
            run.push(c);
        } else {
            if run.len() >= 4 && run.starts_with("20") {
                found.insert(run[..4].to_owned());
            }
            run.clear();
        }
    }
    found
}

/// Matters by pairs of their characters, so that those alike are found without comparing each with each.
#[derive(Debug, Default)]
pub(in crate::facts) struct Index {
    matters: Vec<Matter>,
    by_pair: BTreeMap<(char, char), Vec<u32>>,
}

impl Index {
    pub(super) fn of<'a>(keys: impl Iterator<Item = &'a str>) -> Self {
        let mut index = Self::default();
        for key in keys {
            let at = u32::try_from(index.matters.len()).unwrap_or(u32::MAX);
            for pair in pairs(key) {
                index.by_pair.entry(pair).or_default().push(at);
            }
            index.matters.push(Matter::of(key));
        }
        index
    }

    /// Those about the same, most alike first.
    pub(super) fn alike(&self, key: &str) -> Vec<usize> {
        let wanted = Matter::of(key);
        let own = pairs(key);
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for pair in &own {
            for at in self.by_pair.get(pair).into_iter().flatten() {
                *counts.entry(*at).or_default() += 1;
            }
        }
        let enough = (own.len() / 3).max(1);
        let mut found: Vec<(usize, usize)> = counts
            .into_iter()
            .filter(|(_, n)| *n >= enough || *n + 1 >= SHORTEST)
            .map(|(at, n)| (at as usize, n))
            .filter(|(at, _)| self.matters[*at].is(&wanted))
            .collect();
        found.sort_by_key(|(at, n)| (std::cmp::Reverse(*n), *at));
        found.into_iter().map(|(at, _)| at).collect()
    }
}

fn pairs(key: &str) -> BTreeSet<(char, char)> {
    let chars: Vec<char> = key.chars().collect();
    chars.windows(2).map(|w| (w[0], w[1])).collect()
}
