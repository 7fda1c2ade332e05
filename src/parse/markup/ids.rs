use super::found::Found;
use super::tags::Tag;
use super::tree::Doc;
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
    let mut referred: BTreeSet<&str> = doc.of(Tag::Label).filter_map(|at| doc.attr(at, "for")).collect();
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
            if is_referred {
                found.open(ARIA, "duplicate-id", first);
            }
        }
    }
    found.tested(ARIA, tested);
}
