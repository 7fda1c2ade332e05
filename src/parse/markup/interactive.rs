use super::aria::Kind;
use super::found::Found;
use super::tags::Tag;
use super::tree::{At, Doc, flag};

pub(super) const HIDDEN_FOCUS: &str = "aria-hidden-focus";
pub(super) const NESTED: &str = "nested-interactive";

/// Runs the rules about what can be focused where it must not.
pub(super) fn judge(doc: &Doc<'_>, found: &mut Found) {
    hidden(doc, found);
    nested(doc, found);
}

fn hidden(doc: &Doc<'_>, found: &mut Found) {
    let mut tested = 0;
    let mut dialogue = None;
    for at in doc.with_aria.iter().copied() {
        let outermost = doc.up(at).is_none_or(|up| !doc.nodes[up].has(flag::ARIA_HIDDEN));
        if doc.aria(at, "hidden") != Some("true") || !outermost {
            continue;
        }
        tested += 1;
        let mut reached = std::iter::once(at).chain(doc.inside(at)).filter(|n| doc.is_in_tab_order(*n)).peekable();
        if reached.peek().is_none() {
            continue;
        }
        // A script may send the focus on; what the mouse can't reach may be out of reach in full.
        let watched = reached.all(|n| {
            let style = doc.attr(n, "style").unwrap_or_default().replace(' ', "");
            doc.attr(n, "onfocus").is_some() || style.to_ascii_lowercase().contains("pointer-events:none")
        });
        if watched || *dialogue.get_or_insert_with(|| has_open_dialogue(doc)) {
            found.open(HIDDEN_FOCUS, "focusable-inside", at);
        } else {
            found.fault(doc, HIDDEN_FOCUS, "focusable-inside", at);
        }
    }
    found.tested(HIDDEN_FOCUS, tested);
}

/// While a dialogue is open, scripts keep the focus in it.
fn has_open_dialogue(doc: &Doc<'_>) -> bool {
    let by_role = doc.with_role.iter().filter(|at| doc.attr(**at, "role") == Some("dialog"));
    let by_attribute = doc.with_aria.iter().filter(|at| doc.aria(**at, "modal") == Some("true"));
    by_role.chain(by_attribute).copied().chain(doc.of(Tag::Dialog)).any(|at| doc.is_on_screen(at))
}

fn nested(doc: &Doc<'_>, found: &mut Found) {
    let mut all = doc.of_any(&[
        Tag::Button,
        Tag::Hr,
        Tag::Img,
        Tag::Input,
        Tag::Math,
        Tag::Meter,
        Tag::Option,
        Tag::Progress,
        Tag::Summary,
    ]);
    all.extend(&doc.with_role);
    all.sort_unstable();
    all.dedup();
    let mut tested = 0;
    for at in all {
        if !doc.is_exposed(at) || doc.role(at).is_none_or(|role| !role.presentational_inside) {
            continue;
        }
        tested += 1;
        let inner = doc.may_stop(at) && doc.inside(at).any(|n| is_control(doc, n));
        if inner {
            found.fault(doc, NESTED, "focusable-inside", at);
        }
    }
    found.tested(NESTED, tested);
}

fn is_control(doc: &Doc<'_>, at: At) -> bool {
    doc.nodes[at].tag != Tag::Text && doc.is_focusable(at) && doc.role(at).is_some_and(|role| role.kind == Kind::Widget)
}
