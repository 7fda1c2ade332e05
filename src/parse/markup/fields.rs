use super::found::Found;
use super::name::says;
use super::tags::Tag;
use super::tree::{At, Doc};
use std::collections::BTreeSet;

pub(super) const LABEL: &str = "label";
pub(super) const SELECT: &str = "select-name";
pub(super) const INPUT_ROLE: &str = "aria-input-field-name";
pub(super) const TOGGLE_ROLE: &str = "aria-toggle-field-name";
pub(super) const COMMAND_ROLE: &str = "aria-command-name";

/// Runs the rules about names of form fields, native and made by roles, and of commands made by roles.
pub(super) fn judge(doc: &Doc<'_>, found: &mut Found) {
    let mut fields = 0;
    for at in doc.of_any(&[Tag::Input, Tag::Textarea]).into_iter().filter(|at| doc.is_exposed(*at)) {
        let kind = if doc.nodes[at].tag == Tag::Input { doc.input_type(at) } else { String::new() };
        if matches!(kind.as_str(), "hidden" | "image" | "button" | "submit" | "reset") {
            continue;
        }
        fields += 1;
        field(doc, found, LABEL, at, says(doc.attr(at, "placeholder")));
    }
    found.tested(LABEL, fields);
    let lists: Vec<At> = doc.of(Tag::Select).filter(|at| doc.is_exposed(*at)).collect();
    found.tested(SELECT, lists.len());
    for at in lists {
        field(doc, found, SELECT, at, false);
    }
    by_role(doc, found);
}

impl Doc<'_> {
    /// Whether a `<label>` passes for a name: it says something, or is not on the screen (then another check asks).
    pub(super) fn passes_by_label(&self, at: At) -> bool {
        self.native_labels(at).into_iter().any(|label| {
            let written_for = self.attr(label, "for").is_some_and(|id| self.attr(at, "id") == Some(id));
            (written_for && !self.is_on_screen(label)) || self.label_says(label, at)
        })
    }
}

fn field(doc: &Doc<'_>, found: &mut Found, rule: &'static str, at: At, placeholder: bool) {
    if placeholder || doc.has_author_name(at) {
        return;
    }
    if !doc.passes_by_label(at) {
        if !doc.is_none(at) {
            found.silent(doc, rule, "no-label", at);
        }
        return;
    }
    let id = doc.attr(at, "id").unwrap_or_default();
    let first = doc.labels_for(id).first().copied();
    if first.is_some_and(|label| !doc.is_exposed(label)) && !doc.has_name(at) {
        found.silent(doc, rule, "hidden-label", at);
    }
}

fn by_role(doc: &Doc<'_>, found: &mut Found) {
    let (mut inputs, mut toggles, mut commands) = (0, 0, 0);
    let mut unfolded = None;
    for at in doc.with_role.iter().copied().filter(|at| doc.is_exposed(*at)) {
        let (rule, tested, content) = match doc.attr(at, "role").unwrap_or_default() {
            "combobox" | "listbox" | "searchbox" | "slider" | "spinbutton" | "textbox" => {
                (INPUT_ROLE, &mut inputs, false)
            }
            "checkbox" | "menuitemcheckbox" | "menuitemradio" | "radio" | "switch" | "option" => {
                (TOGGLE_ROLE, &mut toggles, true)
            }
            "link" | "button" | "menuitem" => (COMMAND_ROLE, &mut commands, true),
            _ => continue,
        };
        let unfolded = unfolded.get_or_insert_with(|| unfolded_by_comboboxes(doc));
        if names_itself(doc, at) || is_part_of_combobox(doc, at, unfolded) {
            continue;
        }
        *tested += 1;
        let named = doc.has_author_name(at) || (content && doc.has_content(at));
        if !named {
            found.silent(doc, rule, "no-name", at);
        }
    }
    found.tested(INPUT_ROLE, inputs);
    found.tested(TOGGLE_ROLE, toggles);
    found.tested(COMMAND_ROLE, commands);
}

/// Elements to which HTML gives a way to be named: rules of their own ask for it.
fn names_itself(doc: &Doc<'_>, at: At) -> bool {
    match doc.nodes[at].tag {
        Tag::A => doc.attr(at, "href").is_some(),
        tag => matches!(
            tag,
            Tag::Area
                | Tag::Br
                | Tag::Button
                | Tag::Fieldset
                | Tag::Figure
                | Tag::Hr
                | Tag::Img
                | Tag::Input
                | Tag::Output
                | Tag::Select
                | Tag::Summary
                | Tag::Svg
                | Tag::Table
                | Tag::Textarea
        ),
    }
}

/// The ids of what comboboxes own or control.
fn unfolded_by_comboboxes<'a>(doc: &Doc<'a>) -> BTreeSet<&'a str> {
    doc.with_role
        .iter()
        .filter(|at| is_combobox(doc, **at))
        .flat_map(|at| [doc.aria(*at, "owns"), doc.aria(*at, "controls")])
        .flatten()
        .flat_map(str::split_ascii_whitespace)
        .collect()
}

fn is_combobox(doc: &Doc<'_>, at: At) -> bool {
    doc.explicit(at).is_some_and(|role| role.name == "combobox")
}

/// A combobox around a field that is named itself, or the list that a combobox unfolds.
fn is_part_of_combobox(doc: &Doc<'_>, at: At, unfolded: &BTreeSet<&str>) -> bool {
    if is_combobox(doc, at) {
        return doc.inside(at).any(|n| doc.nodes[n].tag == Tag::Input && doc.input_type(n) != "hidden");
    }
    if doc.explicit(at).is_none_or(|role| role.name != "listbox") {
        return false;
    }
    let around = doc.ancestors(at).find(|up| doc.meaning(*up).is_some());
    around.is_some_and(|up| is_combobox(doc, up)) || doc.attr(at, "id").is_some_and(|id| unfolded.contains(id))
}
