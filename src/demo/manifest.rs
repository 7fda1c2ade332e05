//! `site.toml` as written.

use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::net::Ipv6Addr;

/// The whole of `site.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    pub(super) site: SiteSection,
    #[serde(default)]
    pub(super) not_found: NotFound,
    /// Content types by extension, over the built-in ones.
    #[serde(default)]
    pub(super) types: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) answer: Vec<Answer>,
    #[serde(default)]
    pub(super) records: Vec<Records>,
    #[serde(default)]
    pub(super) search: Vec<Search>,
    #[serde(default)]
    pub(super) elsewhere: Vec<Elsewhere>,
    #[serde(default)]
    pub(super) flaw: Vec<Flaw>,
    #[serde(default)]
    pub(super) innocent: Vec<Innocent>,
}

/// `[site]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SiteSection {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) host: String,
    #[serde(default = "slash")]
    pub(super) home: String,
    pub(super) as_of: Option<Date>,
    #[serde(default)]
    pub(super) ipv6: Vec<Ipv6Addr>,
}

/// `[not_found]`: what an absent address gets.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NotFound {
    /// 404, or 200 for a soft 404.
    #[serde(default = "absent")]
    pub(super) status: u16,
    /// A file of the portal's folder.
    pub(super) body: Option<String>,
}

impl Default for NotFound {
    fn default() -> Self {
        Self { status: absent(), body: None }
    }
}

/// `[[answer]]`: an address that is not simply a file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    /// `/path`, or `/path?a=1&b=2`: then the request must have at least these parameters, in any order.
    pub(super) path: String,
    pub(super) status: Option<u16>,
    #[serde(default)]
    pub(super) headers: BTreeMap<String, String>,
    pub(super) location: Option<String>,
    /// A file of the portal's folder (`www/…`, `answers/…`).
    pub(super) body: Option<String>,
    #[serde(default)]
    pub(super) delay_ms: u64,
    /// A firewall's page in the site's place; a built-in one unless `body` is given.
    #[serde(default)]
    pub(super) challenge: bool,
    /// Only the first so many requests get this answer; later ones get what there is beside it.
    pub(super) times: Option<u64>,
    /// The query parameter that holds a month (`2026-11`): `{this}`, `{previous}` and `{next}` in the body become months,
    /// without end.
    pub(super) month: Option<String>,
}

/// `[[records]]`: a list interface that gives a page of records of an XML file (the jpage family, R8-01).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Records {
    /// As in an answer; the parameters may also stand in a posted form.
    pub(super) path: String,
    /// A file with `<record>…</record>` elements.
    pub(super) body: String,
    pub(super) per_page: usize,
}

/// `[[search]]`: the portal's own search over the titles of its articles.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Search {
    /// Its path; without the parameter `field` what else stands there is answered.
    pub(super) path: String,
    /// The parameter that holds the question, in the character set of the portal's files.
    pub(super) field: String,
    /// The page of results: `{words}`, `{count}`, once for each result what stands between `<!--hit-->` and `<!--/hit-->`
    /// with `{address}` and `{title}`, and only without results what stands between `<!--none-->` and `<!--/none-->`.
    pub(super) body: String,
    /// Its index is empty: it finds nothing.
    #[serde(default)]
    pub(super) empty: bool,
}

/// `[[elsewhere]]`: a host that the portal links to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Elsewhere {
    pub(super) host: String,
    /// A folder below the portal's folder with the files of that host.
    pub(super) folder: Option<String>,
    /// A file below the portal's folder that answers every address of that host that is no file of it.
    pub(super) any: Option<String>,
    /// Addresses of that host that are not simply files.
    #[serde(default)]
    pub(super) answer: Vec<Answer>,
    /// The name exists and its port refuses.
    #[serde(default)]
    pub(super) refuses: bool,
    /// The name does not exist.
    #[serde(default)]
    pub(super) absent: bool,
}

/// A flaw that was built into a portal: what an audit must find there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flaw {
    /// The check that finds it.
    pub check: String,
    /// The absolute address of the page on which a person sees it. For a page mark, a column that is missing and the
    /// home page's age: the home page. For a flaw of a template: one page of it.
    pub url: String,
    /// What is wrong on it: the link's absolute address (as written where it can't be resolved), the column's name, the
    /// names of the meta tags, blank-separated. Absent when the page itself is meant.
    pub target: Option<String>,
    /// What was done to the portal, in Chinese.
    pub note: String,
}

/// A tempting thing that is no flaw: an audit that reports it is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Innocent {
    /// The check that must not report it.
    pub check: String,
    /// The absolute address of the page on which it stands.
    pub url: String,
    /// What is tempting on it, as in a flaw.
    pub target: Option<String>,
    /// Why it is none, in Chinese.
    pub why: String,
    /// It can't be told (firewall, robots.txt, unknown script): the audit must say so instead of passing it.
    #[serde(default)]
    pub undetermined: bool,
}

fn slash() -> String {
    "/".to_owned()
}

fn absent() -> u16 {
    404
}
