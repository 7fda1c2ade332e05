use super::Region;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the accessibility rules found on one page. Elements that pass are only counted; a page on which a rule had nothing
/// to look at does not name it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Markup {
    /// How many elements each rule looked at, by the rule's name as the field knows it (`image-alt`, axe-core's id where
    /// there is one). For rules about the whole page: 1.
    pub tested: BTreeMap<String, u32>,
    /// What violates, and what markup alone can't decide, in page order within each rule; at most
    /// [`Markup::MOST_FAULTS`] of one rule.
    pub faults: Vec<MarkupFault>,
    /// Faults beyond that limit, by rule: only counted.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub more: BTreeMap<String, u32>,
}

impl Markup {
    /// Most faults of one rule that are kept of one page.
    pub const MOST_FAULTS: usize = 40;
}

/// One element that fails a rule, or about which markup alone says too little.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkupFault {
    /// The rule's name (`image-alt`).
    pub rule: String,
    /// What exactly is amiss, a short word in kebab-case of the rule's own (`no-alt`, `missing-reference`); what the
    /// message to people is chosen by.
    pub fault: String,
    /// Where: a CSS path from the nearest element with an id of its own or from `body`, with `:nth-child` where needed
    /// (`#foot > p > img:nth-child(2)`).
    pub path: String,
    /// The element's opening tag as parsed, attribute values cut at 80 and all at 240 characters; text of a heading or
    /// link where it says more.
    pub snippet: String,
    /// Where on the page it stands.
    #[serde(default)]
    pub region: Region,
    /// Markup alone can't decide (a style sheet, a script or a file that was not seen would have to): a person must look.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
}
