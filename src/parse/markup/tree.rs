use super::aria::{self, Attributes, Role};
use super::lookup;
use super::tags::Tag;
use super::visible;
use crate::parse::css::Cascade;
use crate::parse::measure;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node as DomNode};
use std::cell::{Cell, OnceCell};
use std::collections::BTreeMap;

/// What is known of a node before any rule asks.
pub(super) mod flag {
    /// Never displayed, by its kind or that of what it stands in.
    pub(crate) const GONE: u32 = 1;
    /// Hidden by a style (of its own or of what it stands in).
    pub(crate) const UNSEEN: u32 = 2;
    /// `aria-hidden=true` here or above.
    pub(crate) const ARIA_HIDDEN: u32 = 4;
    /// `inert` here or above.
    pub(crate) const INERT: u32 = 8;
    /// A class here or above that usually hides, its style sheet not seen.
    pub(crate) const PERHAPS: u32 = 16;
    /// In SVG.
    pub(crate) const SVG: u32 = 32;
    /// In a fieldset that is disabled.
    pub(crate) const DISABLED: u32 = 64;
    /// Has an attribute that begins with `aria-` and is none of ARIA's.
    pub(crate) const STRANGE_ARIA: u32 = 128;
    /// Has a `role` that is not blank.
    pub(crate) const ROLE: u32 = 256;
    /// Has `tabindex`.
    pub(crate) const TABINDEX: u32 = 512;
    /// In an element that may be edited.
    pub(crate) const EDITABLE: u32 = 1024;
    /// Neither HTML nor SVG.
    pub(crate) const FOREIGN: u32 = 2048;
    /// Has `title`.
    pub(crate) const TITLED: u32 = 4096;

    /// In a `<label>`, or one.
    pub(crate) const LABEL: u32 = 8192;
    /// In sectioning content.
    pub(crate) const SECTION: u32 = 16_384;
    /// In the main region.
    pub(crate) const MAIN: u32 = 32_768;

    /// Out of sight though not hidden: transparent, outside of the window. Known only where a rule asks.
    pub(crate) const AWAY: u32 = 65_536;

    /// Has an attribute that may name it, or is a control.
    pub(crate) const CLUE: u32 = 131_072;

    /// What children have from their parents.
    pub(crate) const INHERITED: u32 =
        GONE | UNSEEN | ARIA_HIDDEN | INERT | PERHAPS | SVG | DISABLED | EDITABLE | FOREIGN | LABEL | SECTION | MAIN;
}

/// A node by its place in document order.
pub(super) type At = usize;

/// No parent.
pub(super) const NOWHERE: u32 = u32::MAX;

/// A node and what is known of it.
pub(super) struct Node<'a> {
    /// The place behind the last node in it.
    pub(super) end: u32,
    pub(super) up: u32,
    /// Its number in the walk that tells where on the page elements stand.
    pub(super) walked: u32,
    pub(super) flags: u32,
    pub(super) tag: Tag,
    /// ARIA attributes it has.
    pub(super) aria: Attributes,
    /// The role written, when it is one of ARIA's and not abstract.
    pub(super) role: Option<&'static Role>,
    pub(super) value: Value<'a>,
}

/// An element or a text.
#[derive(Clone, Copy)]
pub(super) enum Value<'a> {
    Element(&'a Element),
    Text(&'a str),
}

impl<'a> Node<'a> {
    /// The element, if it is one.
    pub(super) fn element(&self) -> Option<&'a Element> {
        if let Value::Element(element) = self.value { Some(element) } else { None }
    }

    /// Whether any of these flags is set.
    pub(super) fn has(&self, flags: u32) -> bool {
        self.flags & flags != 0
    }
}

/// A page as the rules see it: all elements and texts in document order, and who they are by tag, role and ARIA.
pub(super) struct Doc<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    tag_starts: Vec<u32>,
    by_tag: Vec<u32>,
    /// Elements with a role that is not blank.
    pub(super) with_role: Vec<At>,
    /// Elements with any attribute that begins with `aria-`.
    pub(super) with_aria: Vec<At>,
    /// Elements with `lang` or `xml:lang`, the root aside.
    pub(super) with_lang: Vec<At>,
    /// Elements with an id that is not empty, sorted by it.
    pub(super) ids: Vec<(&'a str, At)>,
    /// Before each node, how many say something or might: texts, and elements with attributes that name.
    clues: Vec<u32>,
    /// Before each node, how many might take the focus.
    stops: Vec<u32>,
    pub(super) labels: OnceCell<BTreeMap<&'a str, Vec<At>>>,
    pub(super) role_memo: Vec<Cell<u8>>,
    pub(super) names: super::name::Memo,
    /// The root, once it was asked for.
    pub(super) page: OnceCell<Option<At>>,
    /// The page as it came.
    pub(super) source: &'a str,
    /// Whether a script framework's attributes stand in the markup.
    pub(super) bound: bool,
    /// Whether style sheets are linked that were not seen.
    pub(super) styles_unseen: bool,
    pub(super) grids: super::tables::Grids,
}

impl<'a> Doc<'a> {
    /// Reads the tree once.
    pub(super) fn read(html: &'a Html, source: &'a str, cascade: &Cascade) -> Self {
        let mut doc = Doc {
            nodes: Vec::with_capacity(1024),
            tag_starts: Vec::new(),
            by_tag: Vec::new(),
            with_role: Vec::new(),
            with_aria: Vec::new(),
            with_lang: Vec::new(),
            ids: Vec::new(),
            clues: Vec::new(),
            stops: Vec::new(),
            labels: OnceCell::new(),
            role_memo: Vec::new(),
            names: super::name::Memo::default(),
            page: OnceCell::new(),
            source,
            bound: false,
            styles_unseen: cascade.unseen() > 0,
            grids: super::tables::Grids::default(),
        };
        doc.walk(html, cascade);
        doc.sort();
        doc
    }

    fn walk(&mut self, html: &'a Html, cascade: &Cascade) {
        // The element whose inside is read, and whether the other walk goes into it.
        let mut open: Vec<(At, bool)> = Vec::with_capacity(64);
        let mut walked = 0_u32;
        let Some(mut node) = html.tree.root().first_child() else { return };
        loop {
            let at = self.nodes.len();
            match node.value() {
                DomNode::Element(element) => {
                    let (up, seen) = open.last().map_or((None, true), |(up, seen)| (Some(*up), *seen));
                    let number = if seen {
                        walked += 1;
                        walked - 1
                    } else {
                        up.map_or(0, |up| self.nodes[up].walked)
                    };
                    self.enter(element, up, number);
                    if let Some(element) = ElementRef::wrap(node) {
                        self.nodes[at].flags = visible::flags(self, at, element, cascade);
                    }
                    if let Some(child) = node.first_child() {
                        open.push((at, seen && !measure::is_silent(element.name())));
                        node = child;
                        continue;
                    }
                    self.nodes[at].end = small(at + 1);
                }
                DomNode::Text(text) => {
                    let up = open.last().map(|(up, _)| *up);
                    let flags = up.map_or(0, |up| self.nodes[up].flags & flag::INHERITED);
                    self.nodes.push(Node {
                        end: small(at + 1),
                        up: up.map_or(NOWHERE, small),
                        walked: 0,
                        flags,
                        tag: Tag::Text,
                        aria: 0,
                        role: None,
                        value: Value::Text(text),
                    });
                }
                _ => {}
            }
            loop {
                if let Some(next) = node.next_sibling() {
                    node = next;
                    break;
                }
                let (Some(parent), Some((at, _))) = (node.parent(), open.pop()) else { return };
                self.nodes[at].end = small(self.nodes.len());
                node = parent;
            }
        }
    }

    /// Notes an element and what its attributes say.
    fn enter(&mut self, element: &'a Element, up: Option<At>, walked: u32) {
        let at = self.nodes.len();
        let tag = Tag::of(element.name());
        let above = up.map(|up| &self.nodes[up]);
        let mut flags = above.map_or(0, |n| n.flags & flag::INHERITED);
        match &*element.name.ns {
            "http://www.w3.org/2000/svg" => flags |= flag::SVG,
            "http://www.w3.org/1999/xhtml" => flags &= !(flag::SVG | flag::FOREIGN),
            _ => flags |= flag::FOREIGN,
        }
        if let Some(up) = up {
            flags |= self.section_flags(up);
        }
        if tag == Tag::Label {
            flags |= flag::LABEL;
        }
        match above.map(|n| n.tag) {
            Some(Tag::Fieldset) if self.has(up, "disabled") => flags |= flag::DISABLED,
            Some(Tag::Legend) => flags &= !flag::DISABLED,
            _ => {}
        }
        let mut known = 0;
        let mut role = None;
        let mut lang = false;
        for (name, value) in &element.attrs {
            let prefixed = !name.ns.is_empty();
            match &*name.local {
                "lang" | "xml:lang" => lang = true,
                _ if prefixed => {}
                "id" if !value.is_empty() => self.ids.push((value, at)),
                "role" if !value.trim().is_empty() => {
                    flags |= flag::ROLE;
                    let written = value.trim();
                    role = aria::role(&written.to_ascii_lowercase()).filter(|r| r.kind != aria::Kind::Abstract);
                    self.with_role.push(at);
                }
                "tabindex" => flags |= flag::TABINDEX,
                "title" => flags |= flag::TITLED | flag::CLUE,
                "alt" | "placeholder" | "value" | "summary" => flags |= flag::CLUE,
                "inert" => flags |= flag::INERT,
                "contenteditable" if value.eq_ignore_ascii_case("true") => flags |= flag::EDITABLE,
                local => {
                    let Some(rest) = local.strip_prefix("aria-") else {
                        self.bound |= lookup::binds(local);
                        continue;
                    };
                    match aria::place(rest) {
                        Some(place) => {
                            known |= 1 << place;
                            if rest == "hidden" && &**value == "true" {
                                flags |= flag::ARIA_HIDDEN;
                            }
                        }
                        None => flags |= flag::STRANGE_ARIA,
                    }
                }
            }
        }
        if known != 0 || matches!(tag, Tag::Input | Tag::Select | Tag::Textarea) {
            flags |= flag::CLUE;
        }
        if known != 0 || flags & flag::STRANGE_ARIA != 0 {
            self.with_aria.push(at);
        }
        if lang && tag != Tag::Html {
            self.with_lang.push(at);
        }
        self.nodes.push(Node {
            end: 0,
            up: up.map_or(NOWHERE, small),
            walked,
            flags,
            tag,
            aria: known,
            role,
            value: Value::Element(element),
        });
    }

    /// What being in this element means: in sectioning content, in the main region.
    fn section_flags(&self, at: At) -> u32 {
        let written = self.attr(at, "role").filter(|_| self.nodes[at].has(flag::ROLE));
        let tag = self.nodes[at].tag;
        let (section, main) = if let Some(role) = written {
            (matches!(role, "article" | "complementary" | "navigation" | "region"), role == "main")
        } else {
            (matches!(tag, Tag::Article | Tag::Aside | Tag::Nav | Tag::Section), tag == Tag::Main)
        };
        (if section { flag::SECTION } else { 0 }) | (if main { flag::MAIN } else { 0 })
    }

    fn has(&self, at: Option<At>, attribute: &str) -> bool {
        at.is_some_and(|at| self.attr(at, attribute).is_some())
    }

    /// Lists by tag, ids by value.
    fn sort(&mut self) {
        let mut starts = vec![0_u32; Tag::COUNT + 1];
        for node in &self.nodes {
            starts[node.tag as usize + 1] += 1;
        }
        for tag in 0..Tag::COUNT {
            starts[tag + 1] += starts[tag];
        }
        self.by_tag = vec![0; self.nodes.len()];
        let mut next = starts.clone();
        for (at, node) in self.nodes.iter().enumerate() {
            let place = &mut next[node.tag as usize];
            self.by_tag[*place as usize] = small(at);
            *place += 1;
        }
        self.tag_starts = starts;
        self.ids.sort_unstable();
        self.count();
        self.hide_areas();
        self.role_memo = vec![Cell::new(0); self.nodes.len()];
        self.names.prepare(self.nodes.len());
    }

    /// Counts what may say something and what may be focused, so that empty parts need not be gone through again.
    fn count(&mut self) {
        let (mut clues, mut stops) = (0, 0);
        for node in &self.nodes {
            self.clues.push(clues);
            self.stops.push(stops);
            clues += match node.value {
                Value::Text(text) => u32::from(super::name::says(Some(text))),
                Value::Element(_) => u32::from(node.has(flag::CLUE)),
            };
            let native = matches!(
                node.tag,
                Tag::A
                    | Tag::Area
                    | Tag::Button
                    | Tag::Details
                    | Tag::Input
                    | Tag::Select
                    | Tag::Summary
                    | Tag::Textarea
            );
            stops += u32::from(native || node.has(flag::TABINDEX));
        }
        self.clues.push(clues);
        self.stops.push(stops);
    }

    /// Whether anything inside may say something.
    pub(super) fn may_say(&self, at: At) -> bool {
        self.clues[at + 1] < self.clues[self.end(at)]
    }

    /// Whether anything inside may take the focus.
    pub(super) fn may_stop(&self, at: At) -> bool {
        self.stops[at + 1] < self.stops[self.end(at)]
    }

    /// Areas of a map that no image shows, or a hidden one, are not there for anybody.
    fn hide_areas(&mut self) {
        let shown = |area: At| {
            let map = self.closest(area, Tag::Map)?;
            let name = self.attr(map, "name").filter(|name| !name.is_empty())?;
            let mut images = self
                .of(Tag::Img)
                .filter(|at| self.attr(*at, "usemap").and_then(|u| u.strip_prefix('#')) == Some(name))
                .peekable();
            images.peek()?;
            images.all(|image| self.is_exposed(image)).then_some(area)
        };
        let hidden: Vec<At> = self.of(Tag::Area).take(500).filter(|area| shown(*area).is_none()).collect();
        for area in hidden {
            self.nodes[area].flags |= flag::GONE;
        }
    }

    /// All elements of a tag, in document order.
    pub(super) fn of(&self, tag: Tag) -> impl Iterator<Item = At> + '_ {
        let (from, to) = (self.tag_starts[tag as usize], self.tag_starts[tag as usize + 1]);
        self.by_tag[from as usize..to as usize].iter().map(|at| *at as usize)
    }

    /// All elements of these tags, in document order.
    pub(super) fn of_any(&self, tags: &[Tag]) -> Vec<At> {
        let mut all: Vec<At> = tags.iter().flat_map(|tag| self.of(*tag)).collect();
        all.sort_unstable();
        all
    }
}

/// Places fit into 32 bits: a page has at most some ten megabytes.
fn small(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NOWHERE)
}
