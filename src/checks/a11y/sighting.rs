//! What an accessibility rule found, page by page, and what makes two findings the same.

use super::engine::{Rule, Scope};
use crate::facts::{Facts, Layouts, Place, Sight, kin, shape, template_of};
use crate::model::{Markup, MarkupFault, Page, Reason, Region};
use std::collections::BTreeMap;

/// A page that a rule looked at.
pub(super) struct Read<'a> {
    /// Position in [`Facts::pages`].
    pub(super) index: usize,
    /// Its address.
    pub(super) url: &'a str,
    /// What was read.
    pub(super) page: &'a Page,
    /// What the rules found.
    pub(super) markup: &'a Markup,
    /// A script draws what people see.
    pub(super) shell: bool,
}

impl Read<'_> {
    /// Whether a browser measured its layout.
    pub(super) fn is_measured(&self) -> bool {
        const LAYOUT: &[&str] = &["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"];
        LAYOUT.iter().any(|rule| self.markup.tested.contains_key(*rule))
    }
}

/// The site around the pages.
pub(super) struct Context<'a> {
    /// Its evidence.
    pub(super) facts: &'a Facts,
    /// Pages of each template.
    templates: BTreeMap<u64, usize>,
}

impl<'a> Context<'a> {
    /// Of these pages.
    pub(super) fn of(facts: &'a Facts, pages: &[Read<'_>]) -> Self {
        let mut templates = BTreeMap::new();
        for template in pages.iter().filter_map(|read| template_of(read.page)) {
            *templates.entry(template).or_default() += 1;
        }
        Self { facts, templates }
    }

    /// How many pages are made from this template.
    pub(super) fn pages_of(&self, template: u64) -> usize {
        self.templates.get(&template).copied().unwrap_or(0)
    }
}

/// One fault on one page.
#[derive(Debug, Clone)]
pub(super) struct Seen<'a> {
    /// Position in [`Facts::pages`].
    pub(super) page: usize,
    /// As the page has it.
    pub(super) fault: &'a MarkupFault,
    /// Its exact shape.
    pub(super) shape: String,
    /// Its opening tag without what differs from page to page.
    pub(super) signature: String,
    /// Why it is left open, if it is.
    pub(super) open: Option<Reason>,
    /// Faults of the rule on the page beyond those kept, told with the last one that was.
    pub(super) uncounted: u32,
}

impl Seen<'_> {
    /// What identifies it across runs where a template is to blame: no order, number or address enters.
    pub(super) fn subject(&self) -> String {
        format!("template {} {}", self.fault.fault, bare_path(&self.fault.path))
    }
}

/// The pages that a rule looks at: those that people see.
pub(super) fn pages<'a>(facts: &'a Facts, rule: &Rule) -> Vec<Read<'a>> {
    let read = |&index: &usize| {
        let fact = &facts.pages[index];
        let page = fact.page.as_ref()?;
        let markup = page.markup.as_deref()?;
        let part = rule.whole_pages && facts.columns().is_part(&fact.key);
        (!part).then(|| Read { index, url: fact.url(), page, markup, shell: page.signals.script_shell })
    };
    facts.seen_pages().iter().filter_map(read).collect()
}

/// The rule's faults on these pages, in their order.
pub(super) fn sightings<'a>(context: &Context<'_>, rule: &Rule, pages: &[Read<'a>]) -> Vec<Sight<Seen<'a>>> {
    let mut sights: Vec<Sight<Seen<'a>>> = Vec::new();
    let layouts = Layouts::of(pages.iter().map(|read| read.page));
    for read in pages {
        let before = sights.len();
        for (n, fault) in read.markup.faults.iter().filter(|f| f.rule == rule.name).enumerate() {
            let signature = signature(&fault.snippet);
            let open = open_reason(context, rule, read, fault);
            let path = bare_path(&fault.path);
            let word = &fault.fault;
            let asked = if open.is_some() { "open" } else { "sure" };
            let from = layouts.from(read.page, fault.region);
            let (shape, loose) = match kin(read.page, fault.region) {
                // What editors wrote is the template's only where it is the very same.
                Some(kin) => {
                    let written = fault.region == Region::Article;
                    let loose = format!("{kin} {asked} {word} {path} {signature}");
                    (format!("{kin} {asked} {word} {path} {}", fault.snippet), (!written).then_some(loose))
                }
                None => (format!("page {} {n}", read.index), None),
            };
            let fault = Seen { page: read.index, fault, shape: shape.clone(), signature, open, uncounted: 0 };
            sights.push(Sight { place: Place { page: read.index, shape, fault }, loose, times: 1, from });
        }
        let more = read.markup.more.get(rule.name).copied().unwrap_or(0);
        if let Some(last) = sights[before..].last_mut() {
            last.times += u64::from(more);
            last.place.fault.uncounted = more;
        }
    }
    sights
}

/// Why a fault is left open: by the rule itself, or because a script may yet put it right.
fn open_reason(context: &Context<'_>, rule: &Rule, read: &Read<'_>, fault: &MarkupFault) -> Option<Reason> {
    if (read.shell && rule.scope == Scope::Absence) || is_bound(&fault.snippet) {
        return Some(Reason::Script);
    }
    if fault.open && rule.settle.is_some_and(|settle| settle(context, read, fault)) {
        return None;
    }
    let by_script = rule.faults.iter().any(|f| f.word == fault.fault && f.by_script);
    fault.open.then_some(if by_script { Reason::Script } else { Reason::Ambiguous })
}

/// Whether the element is a script's pattern, which gets its text and names only in the browser.
fn is_bound(snippet: &str) -> bool {
    const SIGNS: &[&str] = &[
        "{{",
        "<%",
        "${",
        " v-bind",
        " v-text",
        " v-html",
        " :alt",
        " :title",
        " :aria-",
        " :value",
        " ng-bind",
        " ng-attr-",
        " ms-text",
        " ms-html",
        " ms-attr",
        " x-text",
        " x-bind",
    ];
    SIGNS.iter().any(|sign| snippet.contains(sign))
}

/// A path without places among siblings, numbers made alike.
fn bare_path(path: &str) -> String {
    let mut bare = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find(":nth-child(") {
        bare.push_str(&rest[..at]);
        rest = rest[at..].find(')').map_or("", |end| &rest[at + end + 1..]);
    }
    bare.push_str(rest);
    shape(&bare)
}

/// An opening tag with the values that tell what it is (class, role, kind, ARIA) and of the others only the names: an address, a
/// text or a number may differ on every page.
fn signature(snippet: &str) -> String {
    let Some(tag) = snippet.strip_prefix('<') else { return shape(snippet) };
    let name: String = tag.chars().take_while(|c| !c.is_whitespace() && !matches!(c, '>' | '/')).collect();
    let mut attributes: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut rest = &tag[name.len()..];
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with(['>', '…']) {
            break;
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>')).unwrap_or(rest.len());
        let attribute = rest[..end].to_ascii_lowercase();
        rest = &rest[end..];
        let mut value = None;
        if let Some(after) = rest.strip_prefix('=') {
            let (text, left) = match after.chars().next() {
                Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                _ => after.split_at(after.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(after.len())),
            };
            value = tells(&attribute).then(|| shape(text));
            rest = left;
        } else if end == 0 {
            // Nothing that could be a name: one character on, so that this ends.
            rest = rest.get(rest.chars().next().map_or(0, char::len_utf8)..).unwrap_or("");
            continue;
        }
        attributes.entry(attribute).or_insert(value);
    }
    let mut out = format!("<{name}");
    for (attribute, value) in attributes {
        out.push(' ');
        out.push_str(&attribute);
        if let Some(value) = value {
            out.push_str("=\"");
            out.push_str(&value);
            out.push('"');
        }
    }
    out.push('>');
    out
}

/// Attributes whose value says what an element is.
fn tells(attribute: &str) -> bool {
    matches!(
        attribute,
        "class" | "id" | "role" | "type" | "name" | "lang" | "xml:lang" | "for" | "rel" | "content" | "autocomplete"
    ) || attribute.starts_with("aria-")
}
