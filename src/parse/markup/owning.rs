use super::aria::{self, Role};
use super::found::Found;
use super::name::says;
use super::tags::Tag;
use super::tree::{At, Doc, flag};
use std::collections::{BTreeMap, VecDeque};

pub(super) const PARENT: &str = "aria-required-parent";
pub(super) const CHILDREN: &str = "aria-required-children";

/// Most elements that one role is asked to hold.
const MOST: usize = 20_000;

/// Roles that may be empty until a script fills them.
const FILLED_LATER: &[&str] =
    &["grid", "list", "listbox", "menu", "menubar", "rowgroup", "table", "tablist", "tree", "treegrid"];

/// Runs the rules about which role must stand in which.
pub(super) fn judge(doc: &Doc<'_>, found: &mut Found) {
    let (mut inner, mut outer) = (0, 0);
    let mut owners = None;
    for at in doc.with_role.iter().copied().filter(|at| doc.is_exposed(*at)) {
        let Some(role) = doc.nodes[at].role else { continue };
        if !role.parents.is_empty() && !role.name.starts_with("doc-") {
            inner += 1;
            let owners = owners.get_or_insert_with(|| owners_by_id(doc));
            if lacks_parent(doc, at, role, owners) {
                found.fault(doc, PARENT, "missing-parent", at);
            }
        }
        if !role.children.is_empty() {
            outer += 1;
            match children(doc, at, role) {
                Holds::Right => {}
                Holds::Wrong => found.fault(doc, CHILDREN, "wrong-child", at),
                Holds::Nothing => found.open(CHILDREN, "missing-children", at),
                Holds::Other => found.fault(doc, CHILDREN, "missing-children", at),
            }
        }
    }
    found.tested(PARENT, inner);
    found.tested(CHILDREN, outer);
}

/// Who owns an id by `aria-owns`.
fn owners_by_id<'a>(doc: &Doc<'a>) -> BTreeMap<&'a str, At> {
    let mut owners = BTreeMap::new();
    for at in &doc.with_aria {
        for id in doc.aria(*at, "owns").unwrap_or_default().split_ascii_whitespace() {
            owners.entry(id).or_insert(*at);
        }
    }
    owners
}

fn lacks_parent(doc: &Doc<'_>, at: At, role: &Role, owners: &BTreeMap<&str, At>) -> bool {
    let mut wanted = role.parents.clone();
    if finds_parent(doc, doc.up(at), role, &mut wanted) {
        return false;
    }
    if owners.is_empty() {
        return true;
    }
    let owned = std::iter::once(at).chain(doc.ancestors(at)).filter_map(|n| {
        let id = doc.attr(n, "id")?;
        owners.get(id).copied()
    });
    !owned.into_iter().any(|owner| finds_parent(doc, Some(owner), role, &mut wanted))
}

/// Goes up to the nearest element that means something; groups may stand between.
fn finds_parent(doc: &Doc<'_>, from: Option<At>, role: &Role, wanted: &mut Vec<&'static str>) -> bool {
    let mut next = from;
    let grouped = wanted.contains(&"group");
    while let Some(at) = next {
        next = doc.up(at);
        let Some(meaning) = doc.meaning(at) else {
            // An element without role that ARIA speaks of stands in the tree that screen readers see.
            let node = &doc.nodes[at];
            if node.aria & aria::global() & !aria::only("hidden") != 0 && doc.role(at).is_none() {
                return false;
            }
            continue;
        };
        if meaning == "group" && grouped {
            if matches!(role.name, "listitem" | "treeitem") {
                wanted.push(role.name);
            }
            wanted.retain(|name| *name != "group");
            continue;
        }
        return wanted.contains(&meaning);
    }
    false
}

enum Holds {
    Right,
    /// A role that may not stand there.
    Wrong,
    /// Nothing at all.
    Nothing,
    /// Something, but no role it must hold.
    Other,
}

fn children(doc: &Doc<'_>, at: At, role: &Role) -> Holds {
    let owned: Vec<At> = doc.references(doc.aria(at, "owns").unwrap_or_default()).into_iter().flatten().collect();
    let mut queue: VecDeque<At> = doc.children(at).filter(|child| !owned.contains(child)).collect();
    queue.extend(owned);
    let (mut right, mut wrong, mut content) = (false, false, false);
    let mut seen = 0;
    while let Some(child) = queue.pop_front() {
        seen += 1;
        if seen > MOST {
            return Holds::Right;
        }
        if doc.nodes[child].tag == Tag::Text {
            content |= says(doc.text(child));
            continue;
        }
        if !doc.is_exposed(child) {
            continue;
        }
        let meaning = doc.meaning(child);
        let spoken_of = doc.nodes[child].aria & aria::global() != 0 || doc.is_focusable(child);
        let transparent = match meaning {
            Some(name) => matches!(name, "group" | "rowgroup") && role.children.contains(&name),
            None => !spoken_of,
        };
        if transparent {
            queue.extend(doc.children(child));
            continue;
        }
        content |= has_content(doc, child);
        match meaning {
            Some(name) if role.children.contains(&name) => right = true,
            Some(name) if aria::role(name).is_some_and(|r| r.parents.contains(&role.name)) => {}
            _ => wrong = true,
        }
    }
    let busy = doc.aria(at, "busy") == Some("true");
    match (right, wrong) {
        (_, true) => Holds::Wrong,
        (true, _) => Holds::Right,
        _ if busy => Holds::Right,
        _ if !content && FILLED_LATER.contains(&role.name) => Holds::Nothing,
        _ if doc.nodes[at].has(flag::PERHAPS) => Holds::Nothing,
        _ => Holds::Other,
    }
}

fn has_content(doc: &Doc<'_>, at: At) -> bool {
    std::iter::once(at).chain(doc.inside(at)).any(|n| says(doc.text(n)) || doc.shows_content(n))
}
