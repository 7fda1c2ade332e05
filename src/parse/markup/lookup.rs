use super::aria;
use super::tags::Tag;
use super::tree::{At, Doc, NOWHERE, Value, flag};
use crate::parse::given::Given;
use scraper::node::Element;
use std::collections::BTreeMap;

impl<'a> Doc<'a> {
    /// The element at a place; none for texts.
    pub(super) fn element(&self, at: At) -> Option<&'a Element> {
        self.nodes[at].element()
    }

    /// An attribute's value as written.
    pub(super) fn attr(&self, at: At, name: &str) -> Option<&'a str> {
        self.element(at)?.given(name)
    }

    /// An ARIA attribute's value (named without `aria-`); nothing is searched where it has none.
    pub(super) fn aria(&self, at: At, name: &str) -> Option<&'a str> {
        if self.nodes[at].aria & aria::only(name) == 0 {
            return None;
        }
        self.element(at)?
            .attrs
            .iter()
            .find(|(key, _)| key.local.strip_prefix("aria-") == Some(name) && key.ns.is_empty())
            .map(|(_, value)| &**value)
    }

    /// The text of a text node.
    pub(super) fn text(&self, at: At) -> Option<&'a str> {
        if let Value::Text(text) = self.nodes[at].value { Some(text) } else { None }
    }

    /// The parent.
    pub(super) fn up(&self, at: At) -> Option<At> {
        let up = self.nodes[at].up;
        (up != NOWHERE).then_some(up as usize)
    }

    /// Parent, grandparent and so on.
    pub(super) fn ancestors(&self, at: At) -> impl Iterator<Item = At> + '_ {
        std::iter::successors(self.up(at), |at| self.up(*at))
    }

    /// Children, texts too.
    pub(super) fn children(&self, at: At) -> impl Iterator<Item = At> + '_ {
        let end = self.end(at);
        let mut next = at + 1;
        std::iter::from_fn(move || {
            let child = next;
            (child < end).then(|| {
                next = self.end(child);
                child
            })
        })
    }

    /// The place behind the last node in this one.
    pub(super) fn end(&self, at: At) -> At {
        self.nodes[at].end as usize
    }

    /// Everything inside, in document order.
    pub(super) fn inside(&self, at: At) -> std::ops::Range<At> {
        at + 1..self.end(at)
    }

    /// The element with an id.
    pub(super) fn by_id(&self, id: &str) -> Option<At> {
        let at = self.ids.partition_point(|(known, _)| *known < id);
        self.ids.get(at).filter(|(known, _)| *known == id).map(|(_, at)| *at)
    }

    /// The elements that an attribute's ids name; `None` for those that are not there.
    pub(super) fn references(&self, value: &str) -> Vec<Option<At>> {
        value.split_ascii_whitespace().map(|id| self.by_id(id)).collect()
    }

    /// `<label for>` of an id.
    pub(super) fn labels_for(&self, id: &str) -> &[At] {
        let labels = self.labels.get_or_init(|| {
            let mut labels: BTreeMap<&'a str, Vec<At>> = BTreeMap::new();
            for at in self.of(Tag::Label) {
                if let Some(id) = self.attr(at, "for").filter(|id| !id.is_empty()) {
                    labels.entry(id).or_default().push(at);
                }
            }
            labels
        });
        labels.get(id).map_or(&[], Vec::as_slice)
    }

    /// The nearest `<label>` around it.
    pub(super) fn label_around(&self, at: At) -> Option<At> {
        if self.nodes[at].has(flag::LABEL) { self.closest(at, Tag::Label) } else { None }
    }

    /// The nearest of these tags, itself included.
    pub(super) fn closest(&self, at: At, tag: Tag) -> Option<At> {
        std::iter::once(at).chain(self.ancestors(at)).find(|at| self.nodes[*at].tag == tag)
    }

    /// Whether screen readers reach it (as far as the page's own markup and styles tell).
    pub(super) fn is_exposed(&self, at: At) -> bool {
        !self.nodes[at].has(flag::GONE | flag::UNSEEN | flag::ARIA_HIDDEN | flag::INERT)
    }

    /// Whether it is hidden from everybody.
    pub(super) fn is_hidden(&self, at: At) -> bool {
        self.nodes[at].has(flag::GONE | flag::UNSEEN)
    }

    /// Whether a script framework fills in its text or what names it: what stands there before says nothing.
    pub(super) fn is_filled_by_script(&self, at: At) -> bool {
        let filled = |at: At| self.element(at).is_some_and(|e| e.attrs.iter().any(|(name, _)| binds(&name.local)));
        self.bound && std::iter::once(at).chain(self.inside(at)).any(filled)
    }
}

/// Attributes by which script frameworks (Vue, Angular, Avalon, Knockout, Alpine) write text or a naming attribute.
pub(super) fn binds(attribute: &str) -> bool {
    if matches!(
        attribute,
        "v-text" | "v-html" | "ng-bind" | "ng-bind-html" | "ms-text" | "ms-html" | "data-bind" | "x-text" | "x-html"
    ) {
        return true;
    }
    let prefixes = ["v-bind:", ":", "ng-attr-", "ms-attr-", "ms-", "x-bind:"];
    prefixes.iter().find_map(|prefix| attribute.strip_prefix(prefix)).is_some_and(|name| {
        matches!(name, "alt" | "title" | "placeholder" | "value" | "aria-label" | "aria-labelledby" | "lang")
    })
}
