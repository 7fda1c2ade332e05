use super::aria::{self, Kind};
use super::found::Found;
use super::tags::Tag;
use super::tree::{At, Doc};

pub(super) const ROLES: &str = "aria-roles";
pub(super) const REQUIRED: &str = "aria-required-attr";
pub(super) const CONFLICT: &str = "presentation-role-conflict";

/// Runs the rules about roles themselves.
pub(super) fn judge(doc: &Doc<'_>, found: &mut Found) {
    let exposed: Vec<At> = doc.with_role.iter().copied().filter(|at| doc.is_exposed(*at)).collect();
    found.tested(ROLES, exposed.len());
    found.tested(REQUIRED, exposed.len());
    for at in exposed.iter().copied() {
        let written = doc.attr(at, "role").unwrap_or_default().to_ascii_lowercase();
        let mut tokens = written.split_ascii_whitespace().map(aria::role).peekable();
        let known = tokens.clone().any(|role| role.is_some());
        if !known {
            found.fault(doc, ROLES, "unknown-role", at);
        } else if tokens.any(|role| role.is_some_and(|role| role.kind == Kind::Abstract)) {
            found.fault(doc, ROLES, "abstract-role", at);
        }
        if lacks_attribute(doc, at) {
            found.fault(doc, REQUIRED, "missing-attribute", at);
        }
    }
    conflicts(doc, found, &exposed);
}

/// Whether an attribute that the role needs is neither written nor given by HTML.
fn lacks_attribute(doc: &Doc<'_>, at: At) -> bool {
    let Some(role) = doc.explicit(at).filter(|role| role.required != 0) else { return false };
    let says = |name: &str| doc.aria(at, name).is_some_and(|v| !v.is_empty());
    let excused = match role.name {
        "separator" => !doc.is_focusable(at),
        "combobox" => doc.aria(at, "expanded") == Some("false"),
        "slider" => says("valuetext"),
        _ => false,
    };
    !excused
        && (0..64).filter(|place| role.required & (1 << place) != 0).any(|place| {
            let name = aria::attribute(place).name;
            !says(name) && !is_given(doc, at, name)
        })
}

/// What HTML itself says of an element.
fn is_given(doc: &Doc<'_>, at: At, name: &str) -> bool {
    match doc.nodes[at].tag {
        Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => name == "level",
        Tag::Input => match doc.input_type(at).as_str() {
            "checkbox" | "radio" => name == "checked",
            _ => name == "valuenow",
        },
        Tag::Select | Tag::Textarea | Tag::Progress => name == "valuenow",
        Tag::Option => name == "selected",
        _ => false,
    }
}

/// What is marked as decoration and yet can be focused or is spoken of by ARIA.
fn conflicts(doc: &Doc<'_>, found: &mut Found, with_role: &[At]) {
    let marked = |at: At| matches!(doc.attr(at, "role"), Some("none" | "presentation"));
    let mut all: Vec<At> = doc
        .of(Tag::Img)
        .filter(|at| doc.is_exposed(*at) && !marked(*at) && doc.attr(*at, "alt").is_some_and(str::is_empty))
        .chain(with_role.iter().copied().filter(|at| marked(*at)))
        .filter(|at| doc.is_exposed_by_browsers(*at))
        .collect();
    all.sort_unstable();
    found.tested(CONFLICT, all.len());
    for at in all {
        if doc.is_focusable(at) {
            found.fault(doc, CONFLICT, "focusable", at);
        } else if doc.nodes[at].aria & aria::global() != 0 {
            found.fault(doc, CONFLICT, "global-attribute", at);
        }
    }
}
