use super::aria::Role;
use super::found::Found;
use super::name::says;
use super::tags::Tag;
use super::tree::{At, Doc};

pub(super) const LIST: &str = "list";
pub(super) const ITEM: &str = "listitem";
pub(super) const DEFINITIONS: &str = "definition-list";
pub(super) const DEFINITION: &str = "dlitem";

/// Runs the rules about lists and their items.
pub(super) fn judge(doc: &Doc<'_>, found: &mut Found) {
    lists(doc, found);
    definition_lists(doc, found);
    items(doc, found);
    definitions(doc, found);
}

/// Elements of these tags without a role, as far as screen readers reach them.
fn plain(doc: &Doc<'_>, tags: &[Tag]) -> Vec<At> {
    let mut all = doc.of_any(tags);
    all.retain(|at| doc.is_exposed(*at) && doc.attr(*at, "role").is_none_or(str::is_empty));
    all
}

fn lists(doc: &Doc<'_>, found: &mut Found) {
    let lists = plain(doc, &[Tag::Ul, Tag::Ol]);
    found.tested(LIST, lists.len());
    for list in lists {
        let fits = |at: At| doc.nodes[at].tag == Tag::Li;
        if let Some(fault) = doc.children(list).filter_map(|child| stray(doc, child, fits, &["listitem"])).max() {
            found.fault(doc, LIST, fault, list);
        }
    }
}

/// What is wrong with a child of a list; `wrong-child` sorts last and so is told first.
fn stray(doc: &Doc<'_>, child: At, fits: impl Fn(At) -> bool, roles: &[&str]) -> Option<&'static str> {
    if doc.nodes[child].tag == Tag::Text {
        return says(doc.text(child)).then_some("stray-text");
    }
    if !doc.is_exposed(child) {
        return None;
    }
    let fine = match doc.explicit(child) {
        Some(role) => roles.contains(&role.name),
        None => fits(child) || doc.role(child).is_some_and(|role| roles.contains(&role.name)),
    };
    (!fine).then_some("wrong-child")
}

fn definition_lists(doc: &Doc<'_>, found: &mut Found) {
    let lists = plain(doc, &[Tag::Dl]);
    found.tested(DEFINITIONS, lists.len());
    for list in lists {
        let fits = |at: At| matches!(doc.nodes[at].tag, Tag::Dt | Tag::Dd);
        let roles = ["definition", "term", "listitem"];
        let groups = |at: At| doc.nodes[at].tag == Tag::Div && doc.explicit(at).is_none();
        let worst = doc
            .children(list)
            .flat_map(|child| if groups(child) { doc.children(child).collect::<Vec<_>>() } else { vec![child] })
            .filter_map(|child| stray(doc, child, fits, &roles))
            .max();
        if let Some(fault) = worst {
            found.fault(doc, DEFINITIONS, fault, list);
        } else if is_unpaired(doc, list) {
            found.fault(doc, DEFINITIONS, "unpaired", list);
        }
    }
}

/// Terms without definitions, or definitions before any term.
fn is_unpaired(doc: &Doc<'_>, list: At) -> bool {
    let (mut term, mut definition) = (false, false);
    for child in doc.children(list) {
        match doc.nodes[child].tag {
            Tag::Dt => term = true,
            Tag::Dd if term => return false,
            Tag::Dd => definition = true,
            _ => {}
        }
    }
    term || definition
}

fn items(doc: &Doc<'_>, found: &mut Found) {
    let items = plain(doc, &[Tag::Li]);
    found.tested(ITEM, items.len());
    for item in items {
        let in_list =
            doc.up(item).and_then(|up| doc.role(up)).is_some_and(|role| role.is_none() || role.name == "list");
        if !in_list {
            found.fault(doc, ITEM, "no-list", item);
        }
    }
}

fn definitions(doc: &Doc<'_>, found: &mut Found) {
    let items = plain(doc, &[Tag::Dd, Tag::Dt]);
    found.tested(DEFINITION, items.len());
    for item in items {
        let group = |at: &At| doc.nodes[*at].tag == Tag::Div && doc.explicit(*at).is_none_or(Role::is_none);
        let up = doc.up(item);
        let list = if up.as_ref().is_some_and(group) { up.and_then(|up| doc.up(up)) } else { up };
        let in_list = list.is_some_and(|list| {
            doc.nodes[list].tag == Tag::Dl
                && doc.explicit(list).is_none_or(|role| role.is_none() || role.name == "list")
        });
        if !in_list {
            found.fault(doc, DEFINITION, "no-list", item);
        }
    }
}
