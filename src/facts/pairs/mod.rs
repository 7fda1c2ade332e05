//! Policies and their interpretations: which belongs to which, by links, numbers, titles, citations and time; and what stands in
//! the way of saying so (R5-11, R5-12).

mod inside;
mod links;
mod matching;
mod reading;
mod subject_index;
mod unseen;

pub(super) use links::SideLists;
pub use reading::{Form, Reading};

use super::Facts;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a pair rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The policy's page names it as its interpretation.
    LinkFromPolicy,
    /// The interpretation's page names the policy.
    LinkFromReading,
    /// The interpretation's text names the policy's number.
    Number,
    /// Its title says so.
    Title,
    /// Its text quotes the policy's title.
    Citation,
    /// A list shows both in one entry.
    Entry,
    /// It stands on the policy's own page.
    Inside,
}

/// A policy and an interpretation of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The policy's page (position in `Facts::pages`).
    pub policy: usize,
    /// Position in [`Pairs::readings`].
    pub reading: usize,
    /// What it rests on.
    pub basis: BTreeSet<Basis>,
    /// How alike the titles are, 0 to 1.
    pub likeness: f64,
}

/// How one page leads to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkState {
    /// It does.
    Linked,
    /// It does not.
    Unlinked,
    /// A script fills the box where the link would stand, or the page could not be read.
    Unknown,
}

/// All pairs of a site.
#[derive(Debug, Default)]
pub struct Pairs {
    /// All interpretations.
    pub readings: Vec<Reading>,
    /// What belongs together.
    pub pairs: Vec<Pair>,
    /// What may belong together: a person must say.
    pub doubtful: Vec<Pair>,
    /// Policies' pages that hold their own interpretation, with its forms.
    inside: BTreeMap<usize, BTreeSet<Form>>,
    by_policy: BTreeMap<usize, Vec<usize>>,
    /// Positions in `doubtful`.
    doubtful_by_policy: BTreeMap<usize, Vec<usize>>,
    by_reading: BTreeMap<usize, Vec<usize>>,
}

impl Facts {
    /// Which interpretation belongs to which policy.
    pub fn pairs(&self) -> &Pairs {
        self.pairs.get_or_init(|| Pairs::of(self))
    }
}

impl Pairs {
    fn of(facts: &Facts) -> Self {
        let readings = reading::Readings::of(facts);
        let found = matching::pair(facts, &readings);
        let inside = facts.own_policies().filter_map(|d| Some((d.page, inside::forms(facts, d.page)?))).collect();
        let mut pairs =
            Self { readings: readings.all, pairs: found.sure, doubtful: found.doubtful, inside, ..Self::default() };
        for (at, pair) in pairs.pairs.iter().enumerate() {
            pairs.by_policy.entry(pair.policy).or_default().push(at);
            pairs.by_reading.entry(pair.reading).or_default().push(at);
        }
        for (at, pair) in pairs.doubtful.iter().enumerate() {
            pairs.doubtful_by_policy.entry(pair.policy).or_default().push(at);
        }
        pairs
    }

    /// The interpretations of the policy on this page, the earliest first.
    #[must_use]
    pub fn of_policy(&self, page: usize) -> Vec<&Pair> {
        let mut found: Vec<&Pair> =
            self.by_policy.get(&page).into_iter().flatten().map(|&at| &self.pairs[at]).collect();
        found.sort_by_key(|p| {
            (self.readings[p.reading].published.is_none(), self.readings[p.reading].published, p.reading)
        });
        found
    }

    /// The policies that an interpretation explains.
    #[must_use]
    pub fn of_reading(&self, reading: usize) -> Vec<&Pair> {
        self.by_reading.get(&reading).into_iter().flatten().map(|&at| &self.pairs[at]).collect()
    }

    /// What may be interpretations of the policy on this page.
    pub fn candidates(&self, page: usize) -> impl Iterator<Item = &Pair> {
        self.doubtful_by_policy.get(&page).into_iter().flatten().map(|&at| &self.doubtful[at])
    }

    /// The forms of an interpretation that stands on the policy's own page.
    #[must_use]
    pub fn inside(&self, page: usize) -> Option<&BTreeSet<Form>> {
        self.inside.get(&page)
    }
}
