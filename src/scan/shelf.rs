use super::job::PackDigest;
use crate::audit::DEFAULT_PACK;
use crate::model::{Lang, Text};
use crate::rules::{self, RuleSet};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Rule packs, each loaded once however many sites name it. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct Shelf(Arc<Mutex<BTreeMap<String, Loaded>>>);

/// A pack, or what is wrong with it.
type Loaded = Result<Arc<RuleSet>, Text>;

impl Shelf {
    /// The packs of these names, the default one where there are none; the same pack under two names counts once. `Err`: all
    /// that is wrong with them.
    pub fn packs(&self, names: &[String]) -> Result<Vec<Arc<RuleSet>>, Vec<Text>> {
        let fallback = [DEFAULT_PACK.to_owned()];
        let names = if names.is_empty() { &fallback[..] } else { names };
        let (mut packs, mut faults): (Vec<Arc<RuleSet>>, Vec<Text>) = (Vec::new(), Vec::new());
        for name in names {
            match self.pack(name) {
                Ok(set) => {
                    let id = &set.pack.reference.id;
                    if !packs.iter().any(|known| known.pack.reference.id == *id) {
                        packs.push(set);
                    }
                }
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() { Ok(packs) } else { Err(faults) }
    }

    fn pack(&self, name: &str) -> Result<Arc<RuleSet>, Text> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let loaded = known.entry(name.to_owned()).or_insert_with(|| {
            rules::load(name).map(Arc::new).map_err(|f| Text::new(f.text(Lang::Zh), f.text(Lang::En)))
        });
        loaded.clone()
    }
}

/// What the packs say, in short.
pub(super) fn digests(packs: &[Arc<RuleSet>]) -> Vec<PackDigest> {
    let digest = |set: &Arc<RuleSet>| {
        let reference = &set.pack.reference;
        PackDigest { id: reference.id.clone(), sha256: reference.sha256.clone() }
    };
    packs.iter().map(digest).collect()
}
