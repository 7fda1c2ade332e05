use super::{Markup, MarkupFault};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What axe-core found on one page drawn in a browser: the rules that need a layout, and the elements that markup alone had
/// left open.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LayoutFound {
    /// How many elements each rule about layout looked at.
    pub tested: BTreeMap<String, u32>,
    /// What violates such a rule, and what even the layout leaves open.
    pub faults: Vec<MarkupFault>,
    /// Faults beyond [`Markup::MOST_FAULTS`] of one rule: only counted.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub more: BTreeMap<String, u32>,
    /// What became of elements that markup had left open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settled: Vec<Settled>,
}

/// An element that markup had left open, settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// The rule.
    pub rule: String,
    /// Where, as in [`MarkupFault::path`].
    pub path: String,
    /// Whether it violates.
    pub violates: bool,
}

impl Markup {
    /// Takes what the browser found. Our own rules keep their verdicts, and only elements that they had left open are
    /// settled; what needs a layout comes from the browser alone. Taken twice, it is the same as once.
    pub fn take_layout(&mut self, found: &LayoutFound) {
        for settled in &found.settled {
            let open = |f: &MarkupFault| f.open && f.rule == settled.rule && f.path == settled.path;
            if settled.violates {
                self.faults.iter_mut().filter(|f| open(f)).for_each(|f| f.open = false);
            } else {
                self.faults.retain(|f| !open(f));
            }
        }
        for (rule, tested) in &found.tested {
            if self.tested.contains_key(rule) {
                continue;
            }
            self.tested.insert(rule.clone(), *tested);
            self.faults.extend(found.faults.iter().filter(|f| f.rule == *rule).cloned());
            if let Some(more) = found.more.get(rule) {
                self.more.insert(rule.clone(), *more);
            }
        }
    }
}
