//! Whether a site could be audited at all.

use crate::facts::Facts;
use crate::model::{Reason, Text};

/// Why a site could not be audited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lacking {
    /// Its home page was not seen.
    Unseen {
        /// What stood in the way.
        why: Text,
        /// robots.txt did.
        robots: bool,
    },
    /// What answers at its address is no page.
    NoPage {
        /// The address.
        url: String,
    },
}

/// Why nothing can be said of the site, if so.
#[must_use]
pub fn lacking(facts: &Facts) -> Option<Lacking> {
    let first = facts.first_record()?;
    match facts.home() {
        Err(missing) => Some(Lacking::Unseen { why: missing.note.clone(), robots: missing.reason == Reason::Robots }),
        Ok(_) if first.page.is_none() => Some(Lacking::NoPage { url: first.url().to_owned() }),
        Ok(_) => None,
    }
}

impl Lacking {
    /// What happened, in a line.
    #[must_use]
    pub fn words(&self) -> Text {
        match self {
            Self::Unseen { why, .. } => {
                Text::new(format!("网站未能检查：{}", why.zh), format!("the site could not be audited: {}", why.en))
            }
            Self::NoPage { url } => Text::new(
                format!("{url} 返回的不是网页，请给出网站首页的地址"),
                format!("{url} is not a web page; give the address of the site's home page"),
            ),
        }
    }

    /// What may be done, to be put behind [`words`](Self::words).
    #[must_use]
    pub fn advice(&self) -> Text {
        match self {
            Self::Unseen { robots: true, .. } => Text::new(
                "；若已征得网站主办单位同意，可加 --ignore-robots",
                "; with the site owner's consent, use --ignore-robots",
            ),
            Self::Unseen { .. } => {
                Text::new("；请核对地址与网络后再试", "; check the address and the network and try again")
            }
            Self::NoPage { .. } => Text::default(),
        }
    }
}
