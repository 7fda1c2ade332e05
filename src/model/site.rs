use super::Text;
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

/// What a body lacks or is, so that some indicators don't apply to it. Given by people, never guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SiteTrait {
    /// 没有对外办事职能: the body offers no services to the public.
    NoServices,
}

impl SiteTrait {
    /// Every trait there is.
    pub const ALL: &[Self] = &[Self::NoServices];

    /// Its name in packs and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NoServices => "no-services",
        }
    }

    /// The trait with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|t| t.name() == name)
    }

    /// What it says of the body, in a few words.
    #[must_use]
    pub fn words(self) -> Text {
        match self {
            Self::NoServices => Text::new("没有对外办事职能", "the body offers no services"),
        }
    }
}
