use super::outline::Outline;
use super::{elsewhere, hanweb, jpaas, trs, visual};
use crate::model::{Hidden, Link, LinkKind, Region, ScriptList};
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

/// What a family's rules found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The family; empty where the rule is not a family's.
    pub(super) family: &'static str,
    /// Interfaces and next pages to ask, absolute.
    pub(super) links: Vec<String>,
    /// Where the entries come from, when the page names it.
    pub(super) interface: Option<String>,
    /// A list of this family stands on the page, so that no entries means that none were read.
    pub(super) list: bool,
    /// The page's own data says that there is nothing.
    pub(super) nothing: bool,
}

/// At most so many next pages of one list are asked for.
pub(super) const MOST_PAGES: u32 = 100;

type Rule = fn(&Page<'_>) -> Option<Found>;

/// The first recognised family names the page; every family adds its addresses.
const RULES: &[Rule] = &[
    hanweb::jpage,
    hanweb::xxgk,
    jpaas::read,
    trs::read,
    elsewhere::gkmlpt,
    elsewhere::epoint,
    elsewhere::truecms,
    elsewhere::page_index,
    visual::read,
];

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

/// Asks the rules of all families.
pub(super) fn read(page: &Page<'_>) -> Reading {
    let mut family = None;
    let mut nothing = false;
    let mut seen = BTreeSet::new();
    let mut links = Vec::new();
    let mut unread: Vec<ScriptList> = Vec::new();
    for found in RULES.iter().filter_map(|rule| rule(page)) {
        family = family.or_else(|| (!found.family.is_empty()).then(|| found.family.to_owned()));
        nothing |= found.nothing && !found.list;
        if found.list && page.items == 0 {
            unread.push(ScriptList { sign: found.family.to_owned(), interface: found.interface.clone() });
        }
        for target in found.links {
            if seen.insert(target.clone()) {
                links.push(link(target));
            }
        }
    }
    Reading { family, links, unread, nothing }
}

/// A link to a list interface or a next page.
pub(super) fn link(target: String) -> Link {
    Link {
        target,
        raw: None,
        kind: LinkKind::ListInterface,
        text: String::new(),
        region: Region::Pager,
        hidden: None::<Hidden>,
        scripted: true,
    }
}

/// `url` with one query parameter set, the others kept in their order.
pub(super) fn with_query(url: &Url, name: &str, value: &str) -> Url {
    let mut pairs: Vec<(String, String)> = url.query_pairs().map(|(k, v)| (k.into_owned(), v.into_owned())).collect();
    match pairs.iter_mut().find(|(k, _)| k.eq_ignore_ascii_case(name)) {
        Some(pair) => value.clone_into(&mut pair.1),
        None => pairs.push((name.to_owned(), value.to_owned())),
    }
    let mut url = url.clone();
    url.query_pairs_mut().clear().extend_pairs(pairs);
    url
}

/// The next page of an interface that just gave entries, by the page number in its own address.
pub(super) fn following(base: &Url) -> Option<Url> {
    for (key, value) in base.query_pairs() {
        if key == "paramJson" {
            let mut value: serde_json::Value = serde_json::from_str(&value).ok()?;
            let next = value.get("pageNo")?.as_u64()? + 1;
            (next <= u64::from(MOST_PAGES)).then_some(())?;
            value["pageNo"] = next.into();
            return Some(with_query(base, "paramJson", &value.to_string()));
        }
    }
    let gkmlpt = base.path().contains("/gkmlpt/api/");
    let xxgk = base.path().ends_with("/xxgk/search.jsp");
    let name = if gkmlpt {
        "page"
    } else if xxgk {
        "currpage"
    } else {
        return None;
    };
    let page: u32 = base.query_pairs().find(|(k, _)| k == name)?.1.parse().ok()?;
    (page < MOST_PAGES).then(|| with_query(base, name, &(page + 1).to_string()))
}
