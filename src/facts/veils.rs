use crate::model::Veil;
use std::collections::BTreeMap;

/// Links out of sight, each kept once with the pages it stands on: who breaks into a template hides the same links on
/// every page.
#[derive(Debug, Default)]
pub struct Veils {
    seen: Vec<VeilFact>,
    /// By target, text and what hides it.
    numbers: BTreeMap<(String, String, String), usize>,
}

/// A link out of sight and where.
#[derive(Debug)]
pub struct VeilFact {
    /// As it stands on the first page.
    pub veil: Veil,
    /// Positions in `Facts::pages`, in crawl order, each once.
    pub pages: Vec<u32>,
}

impl Veils {
    /// Adds those of the next page.
    pub(super) fn add(&mut self, page: usize, veils: Vec<Veil>) {
        let page = u32::try_from(page).unwrap_or(u32::MAX);
        for veil in veils {
            let key = (veil.target.clone(), super::shape(&veil.text), veil.how.clone());
            if let Some(&at) = self.numbers.get(&key) {
                let fact = &mut self.seen[at];
                if fact.pages.last() != Some(&page) {
                    fact.pages.push(page);
                }
            } else {
                self.numbers.insert(key, self.seen.len());
                self.seen.push(VeilFact { veil, pages: vec![page] });
            }
        }
    }

    /// To be called once, when all pages are in.
    pub(super) fn close(&mut self) {
        self.numbers = BTreeMap::new();
        self.seen.shrink_to_fit();
    }

    /// All of them, in the order in which they were first met.
    #[must_use]
    pub fn all(&self) -> &[VeilFact] {
        &self.seen
    }
}
