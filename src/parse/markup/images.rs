use super::aria::Role;
use super::found::Found;
use super::name::says;
use super::tags::Tag;
use super::tree::{At, Doc, flag};

pub(super) const IMAGE: &str = "image-alt";
pub(super) const INPUT_IMAGE: &str = "input-image-alt";
pub(super) const AREA: &str = "area-alt";
pub(super) const OBJECT: &str = "object-alt";
pub(super) const SVG: &str = "svg-img-alt";
pub(super) const ROLE_IMG: &str = "role-img-alt";

/// Runs the rules about text alternatives of images and the like.
pub(super) fn judge(doc: &Doc<'_>, found: &mut Found) {
    images(doc, found);
    image_buttons(doc, found);
    areas(doc, found);
    objects(doc, found);
    by_role(doc, found);
}

impl Doc<'_> {
    /// Whether the native rule of an element judges it: no role that asks for no name was given it.
    pub(super) fn keeps_native_rule(&self, at: At) -> bool {
        self.explicit(at).is_none_or(|role| role.is_none() || role.needs_name || self.is_focusable(at))
    }
}

fn images(doc: &Doc<'_>, found: &mut Found) {
    let images: Vec<At> = doc.of(Tag::Img).filter(|at| doc.is_exposed(*at) && doc.keeps_native_rule(*at)).collect();
    found.tested(IMAGE, images.len());
    for at in images {
        let alt = doc.attr(at, "alt");
        if alt.is_some_and(|alt| !alt.is_empty() && alt.chars().all(char::is_whitespace)) && !doc.is_none(at) {
            found.fault(doc, IMAGE, "blank-alt", at);
        } else if alt.is_none() && !doc.has_author_name(at) && !doc.is_none(at) {
            let decoration = doc.explicit(at).is_some_and(Role::is_none);
            found.silent(doc, IMAGE, if decoration { "focusable-decoration" } else { "no-alt" }, at);
        }
    }
}

/// The word for an alternative that is not there or says nothing.
fn lacking(doc: &Doc<'_>, at: At) -> &'static str {
    if doc.attr(at, "alt").is_some() { "empty-alt" } else { "no-alt" }
}

fn image_buttons(doc: &Doc<'_>, found: &mut Found) {
    let buttons: Vec<At> = doc
        .of(Tag::Input)
        .filter(|at| doc.input_type(*at) == "image" && doc.is_exposed(*at) && doc.keeps_native_rule(*at))
        .collect();
    found.tested(INPUT_IMAGE, buttons.len());
    for at in buttons {
        if !says(doc.attr(at, "alt")) && !doc.has_author_name(at) && !doc.passes_by_label(at) {
            found.silent(doc, INPUT_IMAGE, lacking(doc, at), at);
        }
    }
}

fn areas(doc: &Doc<'_>, found: &mut Found) {
    let areas: Vec<At> = doc
        .of(Tag::Area)
        .filter(|at| doc.attr(*at, "href").is_some() && doc.closest(*at, Tag::Map).is_some())
        .collect();
    found.tested(AREA, areas.len());
    for at in areas {
        if !says(doc.attr(at, "alt")) && !doc.has_author_name(at) {
            found.silent(doc, AREA, lacking(doc, at), at);
        }
    }
}

/// What an `<object>` shows, by its type or the end of its address.
#[derive(PartialEq)]
enum Shows {
    Media,
    /// Text, which is read as it is.
    Document,
    Unknown,
}

fn shows(doc: &Doc<'_>, at: At) -> Shows {
    let kind = doc.attr(at, "type").unwrap_or_default().trim().to_ascii_lowercase();
    if kind.starts_with("text/") || kind == "application/xhtml+xml" {
        return Shows::Document;
    }
    if ["image/", "audio/", "video/", "application/x-shockwave-flash"].iter().any(|k| kind.starts_with(k)) {
        return Shows::Media;
    }
    let data = doc.attr(at, "data").unwrap_or_default();
    let data = data.split(['?', '#']).next().unwrap_or_default();
    if data.starts_with("data:text/") {
        return Shows::Document;
    }
    match data.rsplit_once('.').map(|(_, end)| end.trim().to_ascii_lowercase()).as_deref() {
        Some(
            "png" | "jpg" | "jpeg" | "gif" | "bmp" | "svg" | "webp" | "avif" | "mp3" | "wav" | "wma" | "ogg" | "m4a"
            | "mp4" | "webm" | "wmv" | "avi" | "flv" | "mov" | "rm" | "rmvb" | "swf",
        ) => Shows::Media,
        Some("html" | "htm" | "xhtml" | "shtml" | "txt") => Shows::Document,
        _ => Shows::Unknown,
    }
}

fn objects(doc: &Doc<'_>, found: &mut Found) {
    let objects: Vec<(At, Shows)> = doc
        .of(Tag::Object)
        .filter(|at| says(doc.attr(*at, "data")) && doc.is_exposed(*at) && doc.keeps_native_rule(*at))
        .map(|at| (at, shows(doc, at)))
        // What stands inside is shown where the object can't be.
        .filter(|(at, shows)| *shows == Shows::Media || !doc.has_text_inside(*at))
        .collect();
    found.tested(OBJECT, objects.len());
    for (at, shows) in objects {
        if doc.has_author_name(at) || doc.is_none(at) {
            continue;
        }
        if shows == Shows::Document {
            found.open(OBJECT, "no-name", at);
        } else {
            found.silent(doc, OBJECT, "no-name", at);
        }
    }
}

/// What is made an image by its role, in SVG and outside of it.
fn by_role(doc: &Doc<'_>, found: &mut Found) {
    let (mut drawings, mut others) = (0, 0);
    for at in doc.with_role.iter().copied().filter(|at| doc.is_exposed(*at)) {
        let role = doc.attr(at, "role").unwrap_or_default();
        let tag = doc.nodes[at].tag;
        let image = matches!(role, "img" | "image");
        if tag == Tag::Svg || doc.nodes[at].has(flag::SVG) {
            if image || role == "graphics-symbol" || (role == "graphics-document" && tag == Tag::Svg) {
                drawings += 1;
                let title = doc.children(at).find(|n| doc.nodes[*n].tag == Tag::Title);
                if !doc.has_author_name(at) && !title.is_some_and(|title| doc.has_raw_text(title)) {
                    found.silent(doc, SVG, if title.is_some() { "empty-title" } else { "no-name" }, at);
                }
            }
        } else if image && !matches!(tag, Tag::Img | Tag::Area | Tag::Input | Tag::Object) {
            others += 1;
            if !doc.has_author_name(at) {
                found.silent(doc, ROLE_IMG, "no-name", at);
            }
        }
    }
    found.tested(SVG, drawings);
    found.tested(ROLE_IMG, others);
}
