use super::aria::{self, Attributes, Kind};
use super::found::Found;
use super::name::says;
use super::tags::Tag;
use super::tree::{At, Doc, flag};

pub(super) const KNOWN: &str = "aria-valid-attr";
pub(super) const ALLOWED: &str = "aria-allowed-attr";
pub(super) const PROHIBITED: &str = "aria-prohibited-attr";

/// Runs the rules about which ARIA attributes may stand where.
pub(super) fn judge(doc: &Doc<'_>, found: &mut Found) {
    let exposed: Vec<At> = doc.with_aria.iter().copied().filter(|at| doc.is_exposed(*at)).collect();
    for rule in [KNOWN, ALLOWED, PROHIBITED] {
        found.tested(rule, exposed.len());
    }
    for at in exposed {
        if doc.nodes[at].has(flag::STRANGE_ARIA) {
            found.fault(doc, KNOWN, "unknown-attribute", at);
        }
        match allowed(doc, at) {
            Verdict::Fault(fault) => found.fault(doc, ALLOWED, fault, at),
            Verdict::Open(fault) => found.open(ALLOWED, fault, at),
            Verdict::Fine => {}
        }
        match prohibited(doc, at) {
            Verdict::Fault(fault) => found.fault(doc, PROHIBITED, fault, at),
            Verdict::Open(fault) => found.open(PROHIBITED, fault, at),
            Verdict::Fine => {}
        }
    }
}

enum Verdict {
    Fine,
    Open(&'static str),
    Fault(&'static str),
}

/// The attributes of a set, by place.
fn each(set: Attributes) -> impl Iterator<Item = usize> {
    (0..64).filter(move |at| set & (1 << at) != 0)
}

fn allowed(doc: &Doc<'_>, at: At) -> Verdict {
    let node = &doc.nodes[at];
    let role = doc.role(at);
    let set = role.map_or_else(aria::global, |role| role.allowed);
    let stray = each(node.aria & !set).any(|place| {
        let name = aria::attribute(place).name;
        // What says "no" where it need not be said does no harm.
        let harmless = (name == "required" && doc.aria(at, name) == Some("false"))
            || (name == "multiline"
                && doc.aria(at, name) == Some("false")
                && doc.attr(at, "contenteditable").is_some());
        !harmless
    });
    if stray {
        let known = node.tag != Tag::Other;
        let open = role.is_none() && !known && !doc.is_focusable(at);
        return if open { Verdict::Open("attribute-not-allowed") } else { Verdict::Fault("attribute-not-allowed") };
    }
    if doc.explicit(at).is_none() && node.aria & aria::global() & !allowed_by_tag(doc, at) != 0 {
        return Verdict::Fault("attribute-not-allowed");
    }
    let mut verdict = Verdict::Fine;
    for place in each(node.aria) {
        let attribute = aria::attribute(place);
        if attribute.deprecated && matches!(verdict, Verdict::Fine) {
            verdict = Verdict::Open("deprecated-attribute");
        }
        if !attribute.lower_case {
            continue;
        }
        let value = doc.aria(at, attribute.name).unwrap_or_default();
        let lower = value.to_lowercase();
        if value == lower {
            continue;
        }
        if lower == attribute.fallback {
            verdict = Verdict::Open("letter-case");
        } else {
            return Verdict::Fault("letter-case");
        }
    }
    verdict
}

/// Global attributes that an element may bear; most may bear all.
fn allowed_by_tag(doc: &Doc<'_>, at: At) -> Attributes {
    match doc.nodes[at].tag {
        Tag::Br | Tag::Picture | Tag::Wbr => aria::only("hidden"),
        Tag::Base
        | Tag::Col
        | Tag::Colgroup
        | Tag::Datalist
        | Tag::Head
        | Tag::Html
        | Tag::Link
        | Tag::Map
        | Tag::Meta
        | Tag::Noscript
        | Tag::Param
        | Tag::Script
        | Tag::Slot
        | Tag::Source
        | Tag::Style
        | Tag::Template
        | Tag::Title
        | Tag::Track => 0,
        _ => Attributes::MAX,
    }
}

/// A name on what can't be named.
fn prohibited(doc: &Doc<'_>, at: At) -> Verdict {
    let node = &doc.nodes[at];
    let naming = aria::only("label") | aria::only("labelledby");
    let written = doc.attr(at, "role").filter(|_| node.has(flag::ROLE)).and_then(|written| {
        written
            .split_ascii_whitespace()
            .filter_map(|token| aria::role(&token.to_ascii_lowercase()))
            .find(|role| role.kind != Kind::Abstract && !role.name.starts_with("doc-"))
    });
    let set = match written {
        Some(role) => role.prohibited,
        None if is_nameless(doc, at) && !in_widget(doc, at) => naming,
        None => 0,
    };
    let bad: Vec<&str> = each(node.aria & set)
        .map(|place| aria::attribute(place).name)
        .filter(|name| says(doc.aria(at, name)))
        .collect();
    if bad.is_empty() {
        return Verdict::Fine;
    }
    let fault = "naming-prohibited";
    if bad.contains(&"labelledby") && bad.iter().all(|name| matches!(*name, "label" | "labelledby")) {
        let targets: Vec<At> =
            doc.references(doc.aria(at, "labelledby").unwrap_or_default()).into_iter().flatten().collect();
        let labelled = bad.contains(&"label");
        let visible = !targets.is_empty() && targets.iter().all(|to| doc.is_exposed(*to));
        if (targets.is_empty() && !labelled) || (visible && (!labelled || doc.is_labelled_by(at))) {
            return Verdict::Open(fault);
        }
    }
    // With text of its own, the name lost may be none that anybody needs.
    if doc.has_text_inside(at) { Verdict::Open(fault) } else { Verdict::Fault(fault) }
}

fn is_nameless(doc: &Doc<'_>, at: At) -> bool {
    let node = &doc.nodes[at];
    match node.tag {
        Tag::A | Tag::Area => doc.attr(at, "href").is_none(),
        Tag::Other => !doc.is_custom(at) && doc.element(at).is_some_and(|e| e.name() != "applet"),
        Tag::Blink | Tag::Marquee | Tag::Frame | Tag::Frameset | Tag::Noembed | Tag::Noframes => true,
        tag => tag.is_nameless(),
    }
}

/// Whether the nearest role, its own or above, is a control's.
fn in_widget(doc: &Doc<'_>, at: At) -> bool {
    let mut around = std::iter::once(at).chain(doc.ancestors(at));
    let nearest = around.find_map(|n| {
        if let Some(role) = doc.role(n).filter(|role| !role.is_none()) {
            return Some(role.kind == Kind::Widget);
        }
        // Browsers have roles of their own for these.
        doc.is_exposed_by_browsers(n).then_some(false)
    });
    nearest.unwrap_or(false)
}
