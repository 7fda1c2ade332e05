use super::sheets::{Effect, Sheets};
use super::tags::Tag;
use super::tree::{At, Doc, flag};
use crate::parse::given::Given;
use scraper::node::Element;
use scraper::{Html, Node};

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

/// What the page's own style sheets say of who is shown.
pub(super) struct Styles<'a> {
    sheets: Sheets<'a>,
    /// Sheets are linked or imported that were not seen.
    pub(super) unseen: bool,
}

impl<'a> Styles<'a> {
    /// Reads all `<style>` elements.
    pub(super) fn read(html: &'a Html) -> Self {
        let mut sheets = Sheets::default();
        let mut unseen = false;
        for node in html.tree.nodes() {
            let Node::Element(element) = node.value() else { continue };
            match element.name() {
                "style" => {
                    for child in node.children() {
                        if let Node::Text(text) = child.value() {
                            sheets.add(text);
                            unseen |= text.contains("@import");
                        }
                    }
                }
                "link" => {
                    unseen |= element.given("rel").is_some_and(|rel| rel.to_ascii_lowercase().contains("stylesheet"));
                }
                _ => {}
            }
        }
        Self { sheets, unseen }
    }
}

/// The flags of the element just entered, with what hides it.
pub(super) fn flags(doc: &Doc<'_>, at: At, styles: &Styles<'_>) -> u32 {
    let node = &doc.nodes[at];
    let mut flags = node.flags;
    let Some(element) = node.element() else { return flags };
    if never_shown(doc, at, node.tag, element) {
        return flags | flag::GONE;
    }
    let mut effect = Effect::default();
    if !styles.sheets.is_empty() {
        styles.sheets.apply(doc, at, element, &mut effect);
    }
    if let Some(style) = element.given("style") {
        effect.read(style, u64::MAX >> 1);
    }
    let hidden = || {
        element.given("hidden").is_some_and(|v| !v.eq_ignore_ascii_case("until-found"))
            || (node.tag == Tag::Dialog && element.given("open").is_none())
            || (node.tag == Tag::Audio && element.given("controls").is_none())
    };
    if effect.gone().unwrap_or_else(hidden) {
        flags |= flag::GONE;
    }
    match effect.unseen() {
        Some(true) => flags |= flag::UNSEEN,
        Some(false) => flags &= !flag::UNSEEN,
        None => {}
    }
    if styles.unseen
        && effect.gone().is_none()
        && flags & flag::GONE == 0
        && element
            .given("class")
            .is_some_and(|c| c.split_ascii_whitespace().any(|c| HIDING.iter().any(|h| h.eq_ignore_ascii_case(c))))
    {
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
    /// Whether a person sees it: not hidden, not transparent, not pushed out of the window by its own or an ancestor's
    /// inline style.
    pub(super) fn is_on_screen(&self, at: At) -> bool {
        !self.is_hidden(at)
            && std::iter::once(at).chain(self.ancestors(at)).all(|at| {
                let style = self.attr(at, "style").unwrap_or_default();
                style.is_empty() || !is_away(style)
            })
    }
}

/// Transparent or far outside of the window.
fn is_away(style: &str) -> bool {
    let (mut afloat, mut outside) = (false, false);
    for declaration in style.split(';') {
        let Some((name, value)) = declaration.split_once(':') else { continue };
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim().to_ascii_lowercase());
        let pushed = || {
            let digits = value.trim_start_matches('-');
            let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
            value.starts_with('-') && digits[..end].parse::<f64>().is_ok_and(|n| n >= 500.0)
        };
        match name.as_str() {
            "opacity" if value.parse::<f64>().is_ok_and(|o| o <= 0.0) => return true,
            "position" if matches!(value.as_str(), "absolute" | "fixed") => afloat = true,
            "left" | "top" if pushed() => outside = true,
            "margin-left" | "margin-top" if pushed() => return true,
            _ => {}
        }
    }
    afloat && outside
}
