use serde::{Deserialize, Serialize};

/// A portal to be audited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Letters, digits, `-`, `_`; unique in a list. For an ad-hoc audit it is made from the host.
    pub id: String,
    /// The name people know it by; empty until a page has told it.
    pub name: String,
    /// The address of its home page, as given.
    pub url: String,
}
