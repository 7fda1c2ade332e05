use std::future::Future;
use std::pin::Pin;
use url::Url;

/// What a page asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A page in a frame.
    Frame,
    /// A script.
    Script,
    /// A style sheet.
    Style,
    /// What a script asks for: XMLHttpRequest, fetch, a preflight.
    Data,
    /// A picture.
    Image,
    /// A typeface.
    Font,
}

/// One request of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Where to.
    pub url: Url,
    /// `GET`, `HEAD`, `POST` or `OPTIONS`.
    pub method: String,
    /// What kind of thing is asked for.
    pub kind: Kind,
    /// Headers that scripts or the page's place give it: content type, referrer, `X-Requested-With` and the like; names in
    /// lower case.
    pub headers: Vec<(String, String)>,
    /// What is posted.
    pub body: Option<Vec<u8>>,
}

/// What the door gives back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// An answer of the host, redirects unfollowed.
    Given(Reply),
    /// No answer: refused by the guard or robots.txt, or failed; why, in English.
    Refused(String),
    /// Nobody is asked, and nothing is amiss with that: a statistics service.
    Spared,
}

/// An answer of a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Its status.
    pub status: u16,
    /// Its headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Its body, decompressed.
    pub body: Vec<u8>,
}

/// An answer to come.
pub type Coming<'a> = Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;

/// Through which every request of a page passes.
pub trait Door: Send + Sync {
    /// Asks once, and follows no redirect.
    fn ask(&self, ask: Ask) -> Coming<'_>;
}
