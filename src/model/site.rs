use super::{Text, is_web};
use serde::{Deserialize, Serialize};
use url::Url;

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

/// The address of a site as people write it: a bare host gets `http://`. `None` for what is no address of a website, and for
/// one with a user or password in it.
#[must_use]
pub fn site_address(written: &str) -> Option<Url> {
    let trimmed = written.trim();
    let full = if trimmed.contains("://") { trimmed.to_owned() } else { format!("http://{trimmed}") };
    let mut url = Url::parse(&full).ok()?;
    let lone = url.host_str().is_none_or(|h| h.is_empty() || h.contains(['“', '”', ' ']));
    if !is_web(&url) || lone || !(url.username().is_empty() && url.password().is_none()) {
        return None;
    }
    url.set_fragment(None);
    Some(url)
}

/// An id for a site that was given none, made from its host: letters, digits and dashes.
#[must_use]
pub fn site_id(url: &Url) -> String {
    let host = url.host_str().unwrap_or("site").trim_start_matches("www.");
    let port = url.port().map_or_else(String::new, |p| format!("-{p}"));
    let id: String =
        host.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    format!("{}{port}", id.trim_matches('-'))
}
