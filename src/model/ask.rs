use super::PageKey;
use serde::{Deserialize, Serialize};
use url::Url;

/// How a list interface is asked, as far as a plain GET of its address does not say it. Only the rules of CMS families make
/// one; a page's own text gives at most the values in it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Ask {
    /// What is posted, as it goes over the wire; empty for a GET.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// The body is JSON, not a form.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub json: bool,
    /// Of the answer only entries with this in their address belong to the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only: Option<String>,
    /// Nobody says that there is such an address: it is one of the usual names of a further page. Where it turns out to be
    /// none, nothing is held against the site.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub guess: bool,
    /// Other addresses with what is posted there, tried in turn where this one gives no list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<(String, String)>,
    /// A script of the site that names its project and its id, without which the question is not complete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<String>,
}

impl Ask {
    /// A further page whose address is made up.
    #[must_use]
    pub fn guess() -> Self {
        Self { guess: true, ..Self::default() }
    }

    /// Whether it says anything beyond a GET.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// The same question put to the other addresses, each with its identity: what it is asked under when this one fails.
    #[must_use]
    pub fn next(&self) -> Option<(String, Self)> {
        let ((target, body), rest) = self.others.split_first()?;
        Some((target.clone(), Self { body: body.clone(), others: rest.to_vec(), ..self.clone() }))
    }
}

impl PageKey {
    /// The key of an answer: the address, with what was asked where that is more than the address.
    #[must_use]
    pub fn asked(url: &Url, ask: Option<&Ask>) -> Self {
        let Some(ask) = ask else { return Self::of(url) };
        Self::of(url).with(ask)
    }

    fn with(mut self, ask: &Ask) -> Self {
        if !ask.body.is_empty() {
            self.0.push(' ');
            self.0.push_str(&ask.body);
        }
        if let Some(only) = &ask.only {
            self.0.push_str(" *");
            self.0.push_str(only);
        }
        self
    }
}

/// What a list interface answered, its entries aside.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Listing {
    /// Entries in the answer, those of other columns included.
    pub rows: u32,
    /// How many there are in all, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
    /// Why it is no list: an error it reports, a page in its place. Without that and without entries it says that there is
    /// nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

impl Listing {
    /// The interface says that there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows == 0 && self.refused.is_none()
    }
}
