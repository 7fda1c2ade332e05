use super::empty;
use super::families::FAMILIES;
use super::outline::Outline;
use crate::model::{Ask, Link, LinkKind, Region, ScriptList};
use std::collections::BTreeSet;
use url::Url;

/// A page as the rules of a CMS family look at it.
pub(super) struct Page<'a> {
    pub(super) source: &'a str,
    pub(super) base: &'a Url,
    pub(super) outline: &'a Outline<'a>,
    /// Entries that were read from markup and data.
    pub(super) items: usize,
    /// Of these, from data blocks.
    pub(super) data: usize,
}

/// A request for more of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Want {
    /// The absolute address.
    pub(super) target: String,
    /// How it is asked.
    pub(super) ask: Ask,
}

impl Want {
    /// A GET.
    pub(super) fn get(target: impl Into<String>) -> Self {
        Self { target: target.into(), ask: Ask::default() }
    }

    /// A further page whose address is made up.
    pub(super) fn guess(target: impl Into<String>) -> Self {
        Self { target: target.into(), ask: Ask::guess() }
    }

    /// A form sent by POST.
    pub(super) fn form(target: impl Into<String>, pairs: &[(String, String)]) -> Self {
        Self { target: target.into(), ask: Ask { body: form(pairs), ..Ask::default() } }
    }
}

/// What a family's rules found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The family; empty where the rule is not a family's.
    pub(super) family: &'static str,
    /// Interfaces and next pages to ask.
    pub(super) wants: Vec<Want>,
    /// Where the entries come from, when the page names it.
    pub(super) interface: Option<String>,
    /// A list of this family stands on the page, so that no entries means that none were read.
    pub(super) list: bool,
    /// The page's own data says that there is nothing.
    pub(super) nothing: bool,
}

impl Found {
    /// Addresses of further pages, each plainly asked.
    pub(super) fn pages(family: &'static str, targets: Vec<String>) -> Self {
        Self { family, wants: targets.into_iter().map(Want::get).collect(), ..Self::default() }
    }
}

/// A request that was answered.
pub(super) struct Asked<'a> {
    pub(super) url: &'a Url,
    pub(super) ask: &'a Ask,
}

/// What came back.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Answer {
    /// Entries in it.
    pub(super) rows: usize,
    /// How many there are in all, where it says so.
    pub(super) total: Option<u64>,
    /// How many pages there are, where it says so.
    pub(super) pages: Option<u64>,
}

/// A family of sites that draw their lists alike.
pub(super) struct Family {
    /// What a page of the family holds; `None` when it is none of it.
    pub(super) read: fn(&Page<'_>, &Reading) -> Option<Found>,
    /// What is to be asked after an answer of this family's interface; `None` when it is no answer of it, or the last.
    pub(super) next: fn(&Asked<'_>, &Answer) -> Option<Want>,
}

/// A family without an interface of its own.
pub(super) fn nothing_next(_: &Asked<'_>, _: &Answer) -> Option<Want> {
    None
}

/// At most so many next pages of one list are asked for.
pub(super) const MOST_PAGES: u32 = 100;

/// What the rules of all families found on a page.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// The family.
    pub(super) family: Option<String>,
    /// The addresses to ask.
    pub(super) links: Vec<Link>,
    /// The lists that were not read.
    pub(super) unread: Vec<ScriptList>,
    /// The page's own data says that its list holds nothing.
    pub(super) nothing: bool,
}

/// Asks the rules of all families, in order; each sees what those before it found.
pub(super) fn read(page: &Page<'_>) -> Reading {
    let mut reading = Reading::default();
    let mut seen = BTreeSet::new();
    for family in FAMILIES {
        let Some(found) = (family.read)(page, &reading) else { continue };
        if reading.family.is_none() && !found.family.is_empty() {
            reading.family = Some(found.family.to_owned());
        }
        reading.nothing |= found.nothing && !found.list;
        if found.list && page.items <= empty::BESIDE && page.data == 0 {
            let sign = if found.family.is_empty() { "interface" } else { found.family };
            reading.unread.push(ScriptList { sign: sign.to_owned(), interface: found.interface.clone() });
        }
        for want in found.wants {
            if seen.insert((want.target.clone(), want.ask.body.clone())) {
                reading.links.push(link(want));
            }
        }
    }
    reading
}

/// What is to be asked after an answer with entries.
pub(super) fn next(asked: &Asked<'_>, answer: &Answer) -> Option<Want> {
    FAMILIES.iter().find_map(|family| (family.next)(asked, answer))
}

/// A link to a list interface or a next page.
pub(super) fn link(want: Want) -> Link {
    Link {
        target: want.target,
        raw: None,
        kind: LinkKind::ListInterface,
        text: String::new(),
        region: Region::Pager,
        hidden: None,
        scripted: true,
        ask: (!want.ask.is_plain()).then(|| Box::new(want.ask)),
    }
}

/// `url` with one query parameter set, the others kept in their order.
pub(super) fn with_query(url: &Url, name: &str, value: &str) -> Url {
    let mut pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    match pairs.iter_mut().find(|(k, _)| k.eq_ignore_ascii_case(name)) {
        Some(pair) => value.clone_into(&mut pair.1),
        None => pairs.push((name.to_owned(), value.to_owned())),
    }
    let mut url = url.clone();
    url.query_pairs_mut().clear().extend_pairs(pairs);
    url
}

/// The address without its query.
pub(super) fn bare(url: &Url) -> Url {
    let mut bare = url.clone();
    bare.set_query(None);
    bare.set_fragment(None);
    bare
}

/// A form as it goes over the wire.
pub(super) fn form(pairs: &[(String, String)]) -> String {
    let mut wire = url::form_urlencoded::Serializer::new(String::new());
    wire.extend_pairs(pairs);
    wire.finish()
}

/// The pairs of a form.
pub(super) fn pairs_of(body: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(body.as_bytes()).into_owned().collect()
}

/// Whether a value that a page gives may go into a request: a number, an id, a name; nothing that could be more.
pub(super) fn is_value(value: &str) -> bool {
    value.chars().count() <= 200 && value.chars().all(|c| c.is_alphanumeric() || "_-.,:/ ".contains(c))
}

/// The value of a query parameter, whatever its case.
pub(super) fn query(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(k, _)| k.eq_ignore_ascii_case(name)).map(|(_, v)| v.into_owned())
}

/// Whether two addresses are of one host, so that a page may name the other as its interface.
pub(super) fn same_site(page: &Url, other: &Url) -> bool {
    matches!(other.scheme(), "http" | "https") && crate::model::same_host(page, other)
}

/// The text up to `reach` bytes either side of `at`, on character bounds.
pub(super) fn window(source: &str, at: usize, reach: usize) -> &str {
    let mut start = at.saturating_sub(reach);
    while !source.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (at + reach).min(source.len());
    while !source.is_char_boundary(end) {
        end += 1;
    }
    &source[start..end]
}
