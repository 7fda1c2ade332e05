use super::found::Found;
use super::tags::Tag;
use super::tree::{At, Doc};
use std::collections::BTreeSet;

pub(super) const ANY: &str = "duplicate-id";
pub(super) const ARIA: &str = "duplicate-id-aria";

/// Attributes that name elements by id.
pub(super) const REFERENCES: &[&str] = &[
    "actions",
    "activedescendant",
    "controls",
    "describedby",
    "details",
    "errormessage",
    "flowto",
    "labelledby",
    "owns",
];

/// Runs the rules about ids that stand more than once.
pub(super) fn judge(doc: &Doc<'_>, found: &mut Found) {
    found.tested(ANY, doc.ids.len());
    let labelled: BTreeSet<&str> = doc.of(Tag::Label).filter_map(|at| doc.attr(at, "for")).collect();
    let mut referred = labelled.clone();
    for at in &doc.with_aria {
        for name in REFERENCES {
            referred.extend(doc.aria(*at, name).unwrap_or_default().split_ascii_whitespace());
        }
    }
    let mut tested = 0;
    for same in doc.ids.chunk_by(|a, b| a.0 == b.0) {
        let (id, first) = same[0];
        let is_referred = referred.contains(id);
        tested += usize::from(is_referred);
        if same.len() > 1 && !id.trim().is_empty() {
            found.fault(doc, ANY, "duplicate-id", first);
            if labelled.contains(id) && is_field(doc, first) && same[1..].iter().any(|(_, at)| lacks_name(doc, *at)) {
                found.fault(doc, ARIA, "duplicate-id", first);
            } else if is_referred {
                found.open(ARIA, "duplicate-id", first);
            }
        }
    }
    found.tested(ARIA, tested);
}

/// A label belongs to the first element with the id that it names; a second field gets nothing of it.
fn lacks_name(doc: &Doc<'_>, at: At) -> bool {
    let names = ["aria-label", "aria-labelledby", "title", "placeholder"];
    let inside_label = std::iter::successors(doc.up(at), |up| doc.up(*up)).any(|up| doc.nodes[up].tag == Tag::Label);
    is_field(doc, at) && doc.is_exposed(at) && !inside_label && names.iter().all(|name| doc.attr(at, name).is_none())
}

/// Whether it is a field that a label names, no button.
fn is_field(doc: &Doc<'_>, at: At) -> bool {
    let kind = doc.attr(at, "type").unwrap_or_default().trim().to_ascii_lowercase();
    let other = matches!(kind.as_str(), "hidden" | "button" | "submit" | "reset" | "image");
    matches!(doc.nodes[at].tag, Tag::Select | Tag::Textarea) || (doc.nodes[at].tag == Tag::Input && !other)
}
