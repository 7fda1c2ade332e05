use super::found::Found;
use super::name::says;
use super::tags::Tag;
use super::tree::{At, Doc, flag};

pub(super) const LINK: &str = "link-name";
pub(super) const BUTTON: &str = "button-name";
pub(super) const INPUT_BUTTON: &str = "input-button-name";
pub(super) const SUMMARY: &str = "summary-name";
pub(super) const FRAME: &str = "frame-title";

/// Runs the rules about names of links, buttons, summaries and frames.
pub(super) fn judge(doc: &Doc<'_>, found: &mut Found) {
    links(doc, found);
    buttons(doc, found);
    input_buttons(doc, found);
    summaries(doc, found);
    frames(doc, found);
}

impl Doc<'_> {
    /// Whether an image stands in it: then its alternative is what is missing.
    pub(super) fn holds_image(&self, at: At) -> bool {
        self.inside(at).any(|n| matches!(self.nodes[n].tag, Tag::Img | Tag::Svg) && self.is_exposed(n))
    }
}

fn links(doc: &Doc<'_>, found: &mut Found) {
    let mut tested = 0;
    for at in doc.of(Tag::A).filter(|at| doc.is_exposed(*at) && doc.attr(*at, "href").is_some()) {
        tested += 1;
        if !doc.has_content(at) && !doc.has_author_name(at) {
            found.silent(doc, LINK, if doc.holds_image(at) { "no-alt" } else { "empty-link" }, at);
        }
    }
    found.tested(LINK, tested);
}

fn buttons(doc: &Doc<'_>, found: &mut Found) {
    let mut tested = 0;
    for at in doc.of(Tag::Button).filter(|at| doc.is_exposed(*at) && doc.keeps_native_rule(*at)) {
        tested += 1;
        if !doc.has_content(at) && !doc.has_author_name(at) && !doc.passes_by_label(at) && !doc.is_none(at) {
            found.silent(doc, BUTTON, if doc.holds_image(at) { "no-alt" } else { "empty-button" }, at);
        }
    }
    found.tested(BUTTON, tested);
}

fn input_buttons(doc: &Doc<'_>, found: &mut Found) {
    let mut tested = 0;
    for at in doc.of(Tag::Input).filter(|at| doc.is_exposed(*at)) {
        let kind = doc.input_type(at);
        if !matches!(kind.as_str(), "button" | "submit" | "reset") || !doc.keeps_native_rule(at) {
            continue;
        }
        tested += 1;
        let value = doc.attr(at, "value");
        // Browsers write "Submit" on a button without a value.
        let default = value.is_none() && kind != "button";
        if !default && !says(value) && !doc.has_author_name(at) && !doc.passes_by_label(at) && !doc.is_none(at) {
            found.silent(doc, INPUT_BUTTON, "no-value", at);
        }
    }
    found.tested(INPUT_BUTTON, tested);
}

fn summaries(doc: &Doc<'_>, found: &mut Found) {
    let mut tested = 0;
    for at in doc.of(Tag::Summary).filter(|at| doc.is_exposed(*at)) {
        let Some(details) = doc.up(at).filter(|up| doc.nodes[*up].tag == Tag::Details) else { continue };
        if doc.children(details).find(|n| doc.nodes[*n].tag == Tag::Summary) != Some(at) {
            continue;
        }
        tested += 1;
        if !doc.has_content(at) && !doc.has_author_name(at) {
            found.silent(doc, SUMMARY, "empty-summary", at);
        }
    }
    found.tested(SUMMARY, tested);
}

fn frames(doc: &Doc<'_>, found: &mut Found) {
    let frames: Vec<At> = doc
        .of_any(&[Tag::Frame, Tag::Iframe])
        .into_iter()
        .filter(|at| doc.is_exposed(*at) && doc.tabindex(*at).is_none_or(|n| n >= 0))
        .collect();
    found.tested(FRAME, frames.len());
    for at in frames {
        let titled = doc.nodes[at].has(flag::TITLED);
        if !doc.has_author_name(at) && (titled || !doc.is_none(at)) {
            found.silent(doc, FRAME, if titled { "empty-title" } else { "no-title" }, at);
        }
    }
}
