use super::found::Found;
use super::languages::{is_known, primary};
use super::name::says;
use super::tags::Tag;
use super::tree::{At, Doc};

pub(super) const HAS: &str = "html-has-lang";
pub(super) const VALID: &str = "html-lang-valid";
pub(super) const MISMATCH: &str = "html-xml-lang-mismatch";
pub(super) const PARTS: &str = "valid-lang";

/// Runs the rules about the language of the page and of its parts.
pub(super) fn judge(doc: &Doc<'_>, found: &mut Found) {
    if let Some(html) = doc.page() {
        page(doc, found, html);
    }
    parts(doc, found);
}

fn page(doc: &Doc<'_>, found: &mut Found, html: At) {
    let (lang, xml) = (doc.attr(html, "lang"), doc.attr(html, "xml:lang"));
    found.tested(HAS, 1);
    if !says(lang) {
        let fault = match lang {
            _ if says(xml) => "xml-lang-only",
            Some(_) => "empty-lang",
            None => "no-lang",
        };
        if ["documentElement.lang", "setAttribute('lang'", "setAttribute(\"lang\""]
            .iter()
            .any(|s| doc.source.contains(s))
        {
            found.open(HAS, fault, html);
        } else {
            found.fault(doc, HAS, fault, html);
        }
    }
    let written: Vec<&str> = [lang, xml].into_iter().flatten().collect();
    if written.iter().any(|l| !l.is_empty()) {
        found.tested(VALID, 1);
        if let Some(fault) = written.iter().find_map(|l| invalid(l)) {
            found.fault(doc, VALID, fault, html);
        }
    }
    if let (Some(lang), Some(xml)) = (lang, xml) {
        let (lang, xml) = (primary(lang), primary(xml));
        if is_known(&lang) && is_known(&xml) {
            found.tested(MISMATCH, 1);
            if lang != xml {
                found.fault(doc, MISMATCH, "different-languages", html);
            }
        }
    }
}

/// What is wrong with a language tag; an empty one says "unknown", which is allowed.
fn invalid(tag: &str) -> Option<&'static str> {
    if tag.is_empty() {
        return None;
    }
    let primary = primary(tag);
    if is_known(&primary) {
        return None;
    }
    let plain = !primary.is_empty() && primary.chars().all(|c| c.is_ascii_alphabetic());
    Some(if plain { "unknown-language" } else { "malformed-language" })
}

fn parts(doc: &Doc<'_>, found: &mut Found) {
    let mut tested = 0;
    for at in doc.with_lang.iter().copied().filter(|at| doc.is_exposed(*at)) {
        tested += 1;
        let fault = [doc.attr(at, "lang"), doc.attr(at, "xml:lang")].into_iter().flatten().find_map(invalid);
        if let Some(fault) = fault
            && has_text_of_its_own(doc, at)
        {
            found.fault(doc, PARTS, fault, at);
        }
    }
    found.tested(PARTS, tested);
}

/// Whether anything in it is read in its language and not in that of a part of it.
fn has_text_of_its_own(doc: &Doc<'_>, at: At) -> bool {
    let mut n = at;
    while n < doc.end(at) {
        if says(doc.text(n)) {
            return true;
        }
        let tag = doc.nodes[n].tag;
        let other = n != at && doc.attr(n, "lang").is_some_and(|lang| !lang.is_empty());
        if tag != Tag::Text && (other || doc.is_hidden(n)) {
            n = doc.end(n);
        } else if doc.shows_content(n) {
            if doc.has_name(n) {
                return true;
            }
            n = doc.end(n);
        } else {
            n += 1;
        }
    }
    false
}

impl Doc<'_> {
    /// An image, a control or the like: content that is no text.
    pub(super) fn shows_content(&self, at: At) -> bool {
        if let Some(role) = self.explicit(at) {
            return matches!(
                role.name,
                "checkbox"
                    | "img"
                    | "meter"
                    | "progressbar"
                    | "scrollbar"
                    | "radio"
                    | "slider"
                    | "spinbutton"
                    | "textbox"
            );
        }
        match self.nodes[at].tag {
            Tag::Input => self.input_type(at) != "hidden",
            tag => matches!(
                tag,
                Tag::Img
                    | Tag::Iframe
                    | Tag::Object
                    | Tag::Video
                    | Tag::Audio
                    | Tag::Canvas
                    | Tag::Svg
                    | Tag::Math
                    | Tag::Button
                    | Tag::Select
                    | Tag::Textarea
                    | Tag::Progress
                    | Tag::Meter
            ),
        }
    }
}
