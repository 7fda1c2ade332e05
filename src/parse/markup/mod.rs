//! What a page's own markup says about its accessibility, rule by rule, under the names of axe-core and W3C's ACT rules
//! and with their verdicts. Imports `model` and the parts of `parse` that know regions and style
//! sheets.
//!
//! One pass over the tree notes for every element what hides it, what ARIA says of it and which role it has; the rules
//! then look only at the elements they are about. Where a style sheet, a script or a file that was not seen would have
//! to decide, the fault is open.

mod aria;
mod aria_attributes;
mod aria_roles;
mod aria_values;
mod autocomplete;
mod document;
mod fields;
mod focus;
mod found;
mod headings;
mod ids;
mod images;
mod implicit;
mod interactive;
mod label_words;
mod lang;
mod languages;
mod lists;
mod lookup;
mod media;
mod name;
mod named;
mod owning;
mod tables;
mod tags;
mod tree;
mod twice;
mod visible;

use super::css::Cascade;
use crate::model::{Markup, Region};
use found::Found;
use scraper::Html;
use tree::Doc;

/// Every rule, in the order in which faults are told.
pub(super) const RULES: &[&str] = &[
    lang::HAS,
    lang::VALID,
    lang::MISMATCH,
    lang::PARTS,
    document::TITLE,
    document::BYPASS,
    document::REFRESH,
    document::ANY_REFRESH,
    document::VIEWPORT,
    images::IMAGE,
    images::INPUT_IMAGE,
    images::AREA,
    images::OBJECT,
    images::SVG,
    images::ROLE_IMG,
    named::LINK,
    named::BUTTON,
    named::INPUT_BUTTON,
    named::SUMMARY,
    named::FRAME,
    fields::LABEL,
    fields::SELECT,
    fields::INPUT_ROLE,
    fields::TOGGLE_ROLE,
    fields::COMMAND_ROLE,
    label_words::RULE,
    autocomplete::RULE,
    headings::EMPTY,
    headings::ORDER,
    tables::TD_HEADERS,
    tables::TH_DATA,
    lists::LIST,
    lists::ITEM,
    lists::DEFINITIONS,
    lists::DEFINITION,
    aria_roles::ROLES,
    aria_roles::REQUIRED,
    aria_roles::CONFLICT,
    owning::PARENT,
    owning::CHILDREN,
    aria_attributes::KNOWN,
    aria_attributes::ALLOWED,
    aria_attributes::PROHIBITED,
    aria_values::VALUES,
    interactive::HIDDEN_FOCUS,
    interactive::NESTED,
    ids::ARIA,
    ids::ANY,
    twice::RULE,
    media::CAPTION,
    media::AUTOPLAY,
    media::BLINK,
    media::MARQUEE,
];

/// A family of rules: it looks at the page and tells what it finds.
type Judge = fn(&Doc<'_>, &mut Found);

const FAMILIES: &[Judge] = &[
    lang::judge,
    document::judge,
    images::judge,
    named::judge,
    fields::judge,
    label_words::judge,
    autocomplete::judge,
    headings::judge,
    tables::judge,
    lists::judge,
    aria_roles::judge,
    owning::judge,
    aria_attributes::judge,
    aria_values::judge,
    interactive::judge,
    ids::judge,
    media::judge,
];

/// Runs every rule on a page. `source` is what it was parsed from; `regions` tells where each element of the other walk
/// stands; `cascade` holds the style sheets that were seen.
pub(super) fn read(html: &Html, source: &str, regions: &[Region], cascade: &Cascade) -> Markup {
    let doc = Doc::read(html, source, cascade);
    let mut found = Found::default();
    for judge in FAMILIES {
        judge(&doc, &mut found);
    }
    twice::judge(&doc, &mut found, html.errors.iter().any(|error| error.starts_with("Duplicate attribute")));
    found.write(&doc, RULES, regions)
}
