use serde::{Deserialize, Serialize};

/// Wordings that are wrong wherever they stand. Rules name a lexicon by id or path; `rules` resolves it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lexicon {
    /// Its id.
    pub id: String,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// What its entries rest on.
    #[serde(default)]
    pub source: String,
    /// Its version.
    #[serde(default)]
    pub version: String,
    /// Its entries, those switched off left out.
    pub entries: Vec<LexiconEntry>,
}

/// One wrong wording and the right one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LexiconEntry {
    /// The wrong wording.
    pub wrong: String,
    /// The right one.
    pub right: String,
    /// How grave it is.
    #[serde(default)]
    pub weight: Weight,
    /// A person must always decide.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub confirm: bool,
    /// Right behind one of these it is part of other words (分工 + 做好).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_after: Vec<String>,
    /// Right before one of these, likewise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_before: Vec<String>,
    /// Longer wordings that hold it and are right.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub within: Vec<String>,
    /// One of these must stand near, within 30 characters of the same line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<String>,
    /// With one of these near it is right.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<String>,
    /// Why it is wrong, in a sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// How grave a wrong wording is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// The name of the state, of an organ, an office, a territory, or a political term (R7-02): a person always decides.
    Severe,
    /// A plain misspelling.
    #[default]
    Ordinary,
    /// Worth a look, no fault for sure: shown, never counted.
    Hint,
}
