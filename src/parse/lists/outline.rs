use crate::parse::given::Given;
use scraper::node::Element;
use scraper::{Html, Node as Dom};

/// The visible part of a page as a flat array in document order: a node's subtree is the range up to its `end`. Scripts,
/// styles, templates and form fields are left out. Cheap to walk in both directions, which the DOM is not.
pub(in crate::parse) struct Outline<'a> {
    pub(in crate::parse) nodes: Vec<Node<'a>>,
}

/// A node of the outline.
pub(in crate::parse) struct Node<'a> {
    /// Index of the parent; its own for the topmost.
    pub(in crate::parse) parent: usize,
    /// One past the last node of its subtree.
    pub(in crate::parse) end: usize,
    pub(in crate::parse) what: What<'a>,
    /// Characters of text in the subtree, blanks aside.
    pub(in crate::parse) chars: u32,
    /// Of these, inside links.
    pub(in crate::parse) link_chars: u32,
    /// The parts of the page it stands in (`zone::*`).
    pub(in crate::parse) zone: u8,
}

pub(in crate::parse) enum What<'a> {
    Element(&'a Element),
    Text(&'a str),
}

/// Parts of a page that hold no entries of lists.
pub(in crate::parse) mod zone {
    pub(in crate::parse) const NAV: u8 = 1;
    pub(in crate::parse) const FOOT: u8 = 2;
    pub(in crate::parse) const HEAD: u8 = 4;
    pub(in crate::parse) const CRUMB: u8 = 8;
    pub(in crate::parse) const FRIEND: u8 = 16;
    pub(in crate::parse) const TAG: u8 = 32;
}

const SKIPPED: &[&str] =
    &["script", "style", "noscript", "template", "textarea", "title", "select", "svg", "object", "iframe"];

impl<'a> Outline<'a> {
    pub(in crate::parse) fn of(html: &'a Html) -> Self {
        let mut nodes: Vec<Node<'a>> = Vec::with_capacity(1024);
        let mut open: Vec<usize> = Vec::new();
        let root = html.tree.root();
        let mut cursor = root.first_child();
        while let Some(node) = cursor {
            let index = nodes.len();
            let parent = open.last().copied().unwrap_or(index);
            let what = match node.value() {
                Dom::Element(e) => Some(What::Element(e)),
                Dom::Text(t) => Some(What::Text(t)),
                _ => None,
            };
            let skipped = matches!(&what, Some(What::Element(e)) if SKIPPED.contains(&e.name()));
            let kept = what.is_some();
            if let Some(what) = what {
                nodes.push(Node { parent, end: index + 1, what, chars: 0, link_chars: 0, zone: 0 });
            }
            if kept
                && !skipped
                && let Some(child) = node.first_child()
            {
                open.push(index);
                cursor = Some(child);
                continue;
            }
            let mut at = node;
            cursor = loop {
                if let Some(next) = at.next_sibling() {
                    break Some(next);
                }
                let Some(up) = at.parent().filter(|p| *p != root) else { break None };
                if let Some(closed) = open.pop() {
                    nodes[closed].end = nodes.len();
                }
                at = up;
            };
        }
        while let Some(closed) = open.pop() {
            nodes[closed].end = nodes.len();
        }
        let mut outline = Self { nodes };
        outline.weigh();
        outline.mark_zones();
        outline
    }

    fn weigh(&mut self) {
        let mut in_link = vec![false; self.nodes.len()];
        for i in 0..self.nodes.len() {
            let parent = self.nodes[i].parent;
            let link = (parent != i && in_link[parent]) || self.element(i).is_some_and(|e| e.name() == "a");
            in_link[i] = link;
            if let What::Text(text) = self.nodes[i].what {
                let chars = u32::try_from(text.chars().filter(|c| !c.is_whitespace()).count()).unwrap_or(u32::MAX);
                self.nodes[i].chars = chars;
                self.nodes[i].link_chars = if link { chars } else { 0 };
            }
        }
        for i in (0..self.nodes.len()).rev() {
            let parent = self.nodes[i].parent;
            if parent != i {
                self.nodes[parent].chars = self.nodes[parent].chars.saturating_add(self.nodes[i].chars);
                self.nodes[parent].link_chars = self.nodes[parent].link_chars.saturating_add(self.nodes[i].link_chars);
            }
        }
    }

    /// A part inherits its zone, except that one holding most of the page is the page itself, whatever its class says.
    fn mark_zones(&mut self) {
        let total = self.nodes.iter().filter(|n| matches!(n.what, What::Text(_))).map(|n| n.chars).sum::<u32>();
        for i in 0..self.nodes.len() {
            let parent = self.nodes[i].parent;
            let inherited = if parent == i { 0 } else { self.nodes[parent].zone };
            let own = match self.element(i) {
                Some(e) if self.nodes[i].chars < 200 || self.nodes[i].chars * 10 < total.saturating_mul(6) => {
                    own_zone(e)
                }
                _ => 0,
            };
            self.nodes[i].zone = inherited | own;
        }
    }

    pub(in crate::parse) fn element(&self, i: usize) -> Option<&'a Element> {
        match self.nodes.get(i)?.what {
            What::Element(e) => Some(e),
            What::Text(_) => None,
        }
    }

    pub(in crate::parse) fn name(&self, i: usize) -> &'a str {
        self.element(i).map_or("", Element::name)
    }

    pub(in crate::parse) fn attr(&self, i: usize, name: &str) -> Option<&'a str> {
        self.element(i)?.given(name)
    }

    /// The parent, `None` at the top.
    pub(in crate::parse) fn parent(&self, i: usize) -> Option<usize> {
        let parent = self.nodes.get(i)?.parent;
        (parent != i).then_some(parent)
    }

    /// Ancestors from the parent upwards.
    pub(in crate::parse) fn ancestors(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.parent(i), |&at| self.parent(at))
    }

    /// Children, texts included.
    pub(in crate::parse) fn children(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.nodes.get(i).map_or(0, |n| n.end);
        std::iter::successors((i + 1 < end).then_some(i + 1), move |&at| {
            let next = self.nodes[at].end;
            (next < end).then_some(next)
        })
    }

    /// Children that are elements.
    pub(in crate::parse) fn child_elements(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        self.children(i).filter(|&c| self.element(c).is_some())
    }

    /// All nodes below `i`.
    pub(in crate::parse) fn below(&self, i: usize) -> std::ops::Range<usize> {
        i + 1..self.nodes.get(i).map_or(i + 1, |n| n.end)
    }

    /// The next sibling, texts included.
    pub(in crate::parse) fn next(&self, i: usize) -> Option<usize> {
        let next = self.nodes[i].end;
        let parent = self.parent(i)?;
        (next < self.nodes[parent].end).then_some(next)
    }

    /// Siblings before `i`, nearest first, texts included.
    pub(in crate::parse) fn before(&self, i: usize) -> Vec<usize> {
        let Some(parent) = self.parent(i) else { return Vec::new() };
        // Only the nearest few matter; walk back over their subtrees.
        let mut out = Vec::new();
        let mut at = i;
        while at > parent + 1 && out.len() < 8 {
            let mut before = at - 1;
            while self.nodes[before].parent != parent {
                before = self.nodes[before].parent;
            }
            out.push(before);
            at = before;
        }
        out
    }

    /// The text of a subtree, blanks folded.
    pub(in crate::parse) fn text(&self, i: usize) -> String {
        let end = self.nodes.get(i).map_or(i, |n| n.end);
        let mut out = String::new();
        for at in i..end {
            if let What::Text(text) = self.nodes[at].what {
                fold_into(&mut out, text);
            } else if matches!(self.name(at), "br" | "p" | "div" | "li" | "td" | "tr") && !out.is_empty() {
                fold_into(&mut out, " ");
            }
        }
        out.trim().to_owned()
    }

    /// `class` and `id` in one, lower case.
    pub(in crate::parse) fn marks(&self, i: usize) -> String {
        self.element(i).map_or_else(String::new, marks)
    }
}

/// Adds `text` with runs of blanks as one.
pub(in crate::parse) fn fold_into(out: &mut String, text: &str) {
    for c in text.chars() {
        if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}') {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
}

/// Blanks folded, trimmed.
pub(in crate::parse) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(&mut out, text);
    out.truncate(out.trim_end().len());
    out
}

fn marks(e: &Element) -> String {
    let mut marks = e.given("class").unwrap_or_default().to_ascii_lowercase();
    marks.push(' ');
    marks.push_str(&e.given("id").unwrap_or_default().to_ascii_lowercase());
    marks
}

fn own_zone(e: &Element) -> u8 {
    use zone::{CRUMB, FOOT, FRIEND, HEAD, NAV, TAG};
    let by_name = match e.name() {
        "nav" => NAV,
        "footer" => FOOT,
        "header" => HEAD,
        _ => 0,
    };
    if by_name != 0 || matches!(e.name(), "body" | "html") {
        return by_name;
    }
    if e.given("role") == Some("navigation") {
        return NAV;
    }
    if e.given("class").is_none() && e.given("id").is_none() {
        return 0;
    }
    let marks = marks(e);
    let mut found = 0;
    for word in marks.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_ascii_alphabetic());
        found |= match bare {
            "top" | "header" | "topbar" | "head" | "banner" | "toptool" => HEAD,
            "links" | "yqlj" | "yqlink" | "link" | "youlian" => FRIEND,
            "tags" | "tag" | "keywords" | "share" | "login" | "toolbar" | "search" | "hotwords" | "language" => TAG,
            "path" | "dqwz" | "weizhi" | "position" | "location" | "mbx" => CRUMB,
            _ => 0,
        };
        if bare.contains("foot") || bare.contains("copyright") {
            found |= FOOT;
        }
        if bare.contains("nav") || bare.contains("menu") || bare.contains("daohang") {
            found |= NAV;
        }
        if bare.contains("crumb") || bare.contains("now-site") || bare.contains("current-pos") {
            found |= CRUMB;
        }
        if bare.contains("friend") {
            found |= FRIEND;
        }
    }
    found
}
