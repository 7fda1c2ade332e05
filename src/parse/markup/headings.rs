use super::found::Found;
use super::tags::Tag;
use super::tree::{At, Doc};

pub(super) const ORDER: &str = "heading-order";
pub(super) const EMPTY: &str = "empty-heading";

/// Runs the rules about headings.
pub(super) fn judge(doc: &Doc<'_>, found: &mut Found) {
    let mut headings = doc.of_any(&[Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6, Tag::Iframe, Tag::Frame]);
    let by_role = doc.with_role.iter().copied().filter(|at| doc.attr(*at, "role") == Some("heading"));
    headings.extend(by_role.filter(|at| doc.nodes[*at].tag.heading().is_none()));
    headings.sort_unstable();
    headings.retain(|at| doc.is_exposed(*at));
    let mut before: Option<u32> = None;
    let mut after_frame = false;
    let mut tested = 0;
    for at in headings {
        if matches!(doc.nodes[at].tag, Tag::Iframe | Tag::Frame) {
            after_frame = true;
            continue;
        }
        if doc.role(at).is_none_or(|role| role.name != "heading") {
            continue;
        }
        tested += 1;
        if !doc.has_content(at) && !doc.has_author_name(at) {
            found.silent(doc, EMPTY, if doc.holds_image(at) { "no-alt" } else { "empty-heading" }, at);
        }
        let level = level(doc, at);
        if before.is_some_and(|before| level > before + 1) {
            // The frame between them may hold the level that is missing.
            if after_frame {
                found.open(ORDER, "skipped-level", at);
            } else {
                found.fault(doc, ORDER, "skipped-level", at);
            }
        }
        before = Some(level);
        after_frame = false;
    }
    found.tested(ORDER, tested);
    found.tested(EMPTY, tested);
}

fn level(doc: &Doc<'_>, at: At) -> u32 {
    let native = doc.nodes[at].tag.heading();
    let written = doc.aria(at, "level").map(str::trim).and_then(|level| {
        let end = level.find(|c: char| !c.is_ascii_digit()).unwrap_or(level.len());
        level[..end].parse::<u32>().ok().filter(|level| *level > 0)
    });
    written.or(native).unwrap_or(2)
}
