use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Something that a page says or offers and that only a few checks ask for; kept as a count, so that the text need not
/// be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Term {
    /// An application may be handed over in person (当面).
    InPerson,
    /// It may be posted (邮寄), or a postal address stands there.
    Post,
    /// It may be faxed (传真).
    Fax,
    /// It may be sent by e-mail.
    Email,
    /// It may be filed online (在线提交, 网上申请).
    Online,
    /// A document's validity with its value (有效性：有效; 【废止】).
    Validity,
    /// The label of it without a value.
    BlankValidity,
    /// A document's disclosure attribute with its value (公开属性：主动公开).
    Disclosure,
    /// The label of it without a value.
    BlankDisclosure,
    /// A text field or text area.
    TextField,
    /// A drop-down list.
    Choice,
}

/// The terms of one page, counted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PageTerms(pub BTreeMap<Term, u16>);

impl PageTerms {
    /// How often `term` stands there.
    #[must_use]
    pub fn of(&self, term: Term) -> u16 {
        self.0.get(&term).copied().unwrap_or_default()
    }

    /// Notes `count` more of `term`.
    pub fn note(&mut self, term: Term, count: usize) {
        if count > 0 {
            let known = self.0.entry(term).or_default();
            *known = known.saturating_add(u16::try_from(count).unwrap_or(u16::MAX));
        }
    }
}
