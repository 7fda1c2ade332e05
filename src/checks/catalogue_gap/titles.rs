//! Every title on the site, to find what an item without a column of its own may stand in.

use super::names::pairs;
use crate::facts::{Facts, ItemDay, fold_name};
use crate::model::PageRole;
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// From this share of an item's pairs of characters on, a title may mean it.
const SIMILAR: usize = 60;
/// Most titles kept for one item.
const MAX_HITS: usize = 50;

/// A title that carries an item's name.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    pub(super) title: String,
    pub(super) url: String,
    pub(super) day: ItemDay,
}

/// What was found for each of the names asked for.
#[derive(Debug, Default)]
pub(super) struct Titles {
    carried: BTreeMap<String, Vec<Hit>>,
    similar: BTreeMap<String, (usize, String, String)>,
}

impl Titles {
    /// Reads every entry and article once for all names.
    pub(super) fn of(facts: &Facts, cores: &BTreeSet<String>) -> Self {
        let names: Vec<&String> = cores.iter().filter(|c| !c.is_empty()).collect();
        let mut titles = Self::default();
        let Ok(finder) = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&names) else { return titles };
        let mut by_pair: HashMap<(char, char), Vec<usize>> = HashMap::new();
        let sizes: Vec<usize> = names.iter().map(|n| pairs(n).into_iter().collect::<BTreeSet<_>>().len()).collect();
        for (at, name) in names.iter().enumerate() {
            for pair in pairs(name).into_iter().collect::<BTreeSet<_>>() {
                by_pair.entry(pair).or_default().push(at);
            }
        }
        let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
        let mut take = |title: &str, url: &str, day: &dyn Fn() -> ItemDay| {
            let folded = fold_name(title);
            if folded.chars().count() < 2 || !seen.insert((folded.clone(), url.to_owned())) {
                return;
            }
            let hits: BTreeSet<usize> = finder.find_overlapping_iter(&folded).map(|m| m.pattern().as_usize()).collect();
            for at in &hits {
                let known = titles.carried.entry(names[*at].clone()).or_default();
                if known.len() < MAX_HITS {
                    known.push(Hit { title: title.to_owned(), url: url.to_owned(), day: day() });
                }
            }
            let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
            for pair in pairs(&folded).into_iter().collect::<BTreeSet<_>>() {
                for at in by_pair.get(&pair).into_iter().flatten() {
                    *counts.entry(*at).or_default() += 1;
                }
            }
            for (at, count) in counts.into_iter().filter(|(at, _)| !hits.contains(at)) {
                let share = count * 100 / sizes[at].max(1);
                let better = titles.similar.get(names[at]).is_none_or(|s| share > s.0);
                if share >= SIMILAR && better {
                    titles.similar.insert(names[at].clone(), (share, title.to_owned(), url.to_owned()));
                }
            }
        };
        // Lists of the newest stand on every page: what is written alike is folded once.
        let mut written: HashSet<(&str, &str)> = HashSet::new();
        for page in &facts.pages {
            let Some(read) = page.readable() else { continue };
            // The catalogue itself names every item; that is no content.
            if !read.sheets.is_empty() {
                continue;
            }
            for item in read.items.iter().filter(|i| written.insert((&i.title, &i.target))) {
                take(&item.title, &item.target, &|| facts.item_day(item));
            }
            if let Some(article) = read.article.as_ref().filter(|_| page.role == PageRole::Page) {
                let day = || article.published.as_ref().map_or(ItemDay::Nowhere, |d| ItemDay::On(d.date));
                take(&article.title, page.url(), &day);
            }
        }
        titles
    }

    /// Titles that carry one of these names.
    pub(super) fn carrying(&self, cores: &[String]) -> Vec<&Hit> {
        let mut hits: Vec<&Hit> = Vec::new();
        for hit in cores.iter().filter_map(|c| self.carried.get(c)).flatten() {
            if !hits.iter().any(|h| h.url == hit.url && h.title == hit.title) {
                hits.push(hit);
            }
        }
        hits
    }

    /// The title that is most like one of these names, with its address.
    pub(super) fn similar(&self, cores: &[String]) -> Option<(&str, &str)> {
        let best = cores.iter().filter_map(|c| self.similar.get(c)).max_by_key(|s| s.0)?;
        Some((&best.1, &best.2))
    }
}
