use super::aria;
use super::tags::Tag;
use super::tree::{At, Doc, flag};
use crate::parse::css::Cascade;
use crate::parse::given::Given;
use scraper::ElementRef;
use scraper::node::Element;

/// Classes that hide in the style sheets of frameworks and of most portals.
const HIDING: &[&str] = &[
    "hide",
    "hidden",
    "d-none",
    "layui-hide",
    "dn",
    "none",
    "disn",
    "displaynone",
    "display-none",
    "hid",
    "is-hidden",
    "ng-hide",
    "uk-hidden",
    "el-hidden",
    "undis",
    "yc",
];

/// The flags of the element just entered, with what hides it.
pub(super) fn flags(doc: &Doc<'_>, at: At, element: ElementRef<'_>, cascade: &Cascade) -> u32 {
    let node = &doc.nodes[at];
    let mut flags = node.flags & !flag::UNSEEN;
    if flags & flag::GONE != 0 || never_shown(doc, at, node.tag, element.value()) {
        return flags | flag::GONE;
    }
    if cascade.is_gone(element) {
        return flags | flag::UNSEEN;
    }
    let asked = matches!(node.tag, Tag::Marquee | Tag::Blink | Tag::Label | Tag::Dialog)
        || node.role.is_some_and(|role| role.name == "dialog")
        || node.aria & aria::only("modal") != 0;
    if asked && cascade.hidden(element).is_some() {
        flags |= flag::AWAY;
    }
    let hiding = |class: &str| class.split_ascii_whitespace().any(|c| HIDING.iter().any(|h| h.eq_ignore_ascii_case(c)));
    if doc.styles_unseen && element.value().given("class").is_some_and(hiding) {
        flags |= flag::PERHAPS;
    }
    flags
}

/// What browsers never display, whatever a style sheet says of it.
fn never_shown(doc: &Doc<'_>, at: At, tag: Tag, element: &Element) -> bool {
    match tag {
        Tag::Head
        | Tag::Meta
        | Tag::Script
        | Tag::Style
        | Tag::Template
        | Tag::Noscript
        | Tag::Link
        | Tag::Base
        | Tag::Param
        | Tag::Source
        | Tag::Track
        | Tag::Rp
        | Tag::Datalist
        | Tag::Noembed
        | Tag::Noframes => true,
        Tag::Title => !doc.nodes[at].has(flag::SVG),
        Tag::Dialog => element.given("open").is_none(),
        Tag::Audio => element.given("controls").is_none(),
        Tag::Input => element.given("type").is_some_and(|t| t.trim().eq_ignore_ascii_case("hidden")),
        _ => is_folded(doc, at, tag),
    }
}

/// The inside of a `<details>` that is closed.
fn is_folded(doc: &Doc<'_>, at: At, tag: Tag) -> bool {
    let Some(up) = doc.up(at).filter(|up| doc.nodes[*up].tag == Tag::Details) else { return false };
    if doc.attr(up, "open").is_some() {
        return false;
    }
    // The details element is still open: its children so far are those that end before this one.
    tag != Tag::Summary || (up + 1..at).any(|n| doc.nodes[n].tag == Tag::Summary && doc.up(n) == Some(up))
}

impl Doc<'_> {
    /// Whether a person sees it: not hidden, not transparent, not pushed out of the window. For the elements that rules
    /// ask this of: labels, dialogues, moving text.
    pub(super) fn is_on_screen(&self, at: At) -> bool {
        !self.is_hidden(at) && !self.nodes[at].has(flag::AWAY)
    }
}
