use super::{Facts, PageFact};
use crate::model::{LinkKind, PageKey};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// Which pages stand below which, by their breadcrumb.
#[derive(Debug, Default)]
pub(super) struct Below(BTreeMap<PageKey, Vec<usize>>);

impl Below {
    fn of(facts: &Facts) -> Self {
        let mut below = Self::default();
        for (index, fact) in facts.pages.iter().enumerate() {
            let crumbs = fact.readable().map_or(&[][..], |p| p.breadcrumbs.as_slice());
            let above: BTreeSet<PageKey> = crumbs
                .iter()
                .filter_map(|c| Url::parse(c.target.as_deref()?).ok())
                .map(|u| facts.page(&PageKey::of(&u)).map_or_else(|| PageKey::of(&u), |p| p.key.clone()))
                .collect();
            for key in above {
                if key != fact.key {
                    below.0.entry(key).or_default().push(index);
                }
            }
        }
        below
    }
}

impl Facts {
    /// The pages that stand below the column at `index`, in crawl order: those whose breadcrumb leads through it, and
    /// those it links to that lie below its address.
    #[must_use]
    pub fn below(&self, index: usize) -> Vec<usize> {
        let below = self.below.get_or_init(|| Below::of(self));
        let mut pages: BTreeSet<usize> = below.0.get(&self.pages[index].key).into_iter().flatten().copied().collect();
        let mut queue = vec![index];
        // A column, its sub-columns, their articles: no deeper than that by address alone.
        for _ in 0..2 {
            let mut next = Vec::new();
            for at in queue.drain(..) {
                for child in self.linked_below(at) {
                    if child != index && pages.insert(child) {
                        next.push(child);
                    }
                }
            }
            queue = next;
        }
        pages.into_iter().collect()
    }

    /// Pages that this one links to and that lie below its address.
    fn linked_below(&self, index: usize) -> BTreeSet<usize> {
        let own = self.pages[index].url();
        self.links
            .of_page(index)
            .iter()
            .filter(|l| matches!(l.kind, LinkKind::Anchor | LinkKind::Scripted | LinkKind::Data))
            .filter_map(|l| Url::parse(self.links.target(l)).ok())
            .filter(|u| super::content::lies_below(u, own))
            .filter_map(|u| self.page_index(&PageKey::of(&u)))
            .filter(|&i| {
                i != index && self.pages[i].readable().is_some_and(|_| self.pages[i].key != self.pages[index].key)
            })
            .collect()
    }

    /// Whether the breadcrumb of a page leads through a column of one of these folded names.
    #[must_use]
    pub fn stands_under(&self, page: &PageFact, names: &[String]) -> bool {
        page.readable().is_some_and(|p| {
            p.breadcrumbs.iter().any(|c| names.contains(&super::column_core(&super::fold_name(&c.text))))
        })
    }
}
