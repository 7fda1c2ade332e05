use super::given::Given;
use super::resolve::Base;
use super::scripts::Wrapping;
use super::seen::{Place, Seen, Span, Step, append_folded, fold, label};
use super::{controls, elements, headings, hidden, measure, region};
use crate::model::{Hidden, LinkKind, Region};
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};

/// Most links kept of one page: a page with more is a trap, not a page.
const MOST_LINKS: usize = 20_000;

/// An element whose end has not been met.
struct Frame {
    place: Place,
    /// A step of the skeleton, mixed from the root.
    path: u64,
    /// Depth in elements that count for the skeleton; beyond the limit or inside lists: none.
    depth: Option<u8>,
    block: bool,
    svg: bool,
    opens: Opens,
    form: Option<usize>,
}

/// What is to be finished when an element ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opens {
    Nothing,
    Anchor,
    Crumbs,
    Button(usize),
}

/// A link whose end has not been met.
struct OpenAnchor {
    link: usize,
    text: String,
    picture: String,
}

/// One walk over one tree.
pub(super) struct Walker<'a> {
    pub(super) seen: Seen,
    pub(super) base: &'a Base,
    stack: Vec<Frame>,
    anchors: Vec<OpenAnchor>,
    line: String,
    crumbs: usize,
    /// Tags that scripts wrote and did not close: how deep in the tree, and why what follows can't be seen.
    written: Vec<(usize, Option<Hidden>)>,
    /// A form between the rows of a table, with how deep that table is: fields after it belong to it.
    loose_form: Option<(usize, usize)>,
    /// Where everything stands unless the tree says otherwise.
    start: Place,
    extents: std::vec::IntoIter<region::Extent>,
    total: u32,
}

/// Everything on a page, in one pass after one reading ahead. `start` is the place of the root.
pub(super) fn walk(html: &Html, base: &Base, start: Place) -> Seen {
    let measures = measure::measure(html);
    let mut walker = Walker {
        seen: Seen::default(),
        base,
        stack: Vec::with_capacity(64),
        anchors: Vec::new(),
        line: String::new(),
        crumbs: 0,
        written: Vec::new(),
        loose_form: None,
        start,
        extents: measures.extents.into_iter(),
        total: measures.total,
    };
    walker.run(html);
    walker.seen
}

impl Walker<'_> {
    fn run(&mut self, html: &Html) {
        let mut node = html.tree.root();
        loop {
            let mut descend = true;
            match node.value() {
                Node::Element(_) => {
                    if let Some(element) = ElementRef::wrap(node) {
                        descend = self.enter(element);
                    }
                }
                Node::Text(text) => self.text(text),
                _ => {}
            }
            if descend && let Some(child) = node.first_child() {
                node = child;
                continue;
            }
            loop {
                if node.value().is_element() {
                    self.leave();
                }
                if let Some(next) = node.next_sibling() {
                    node = next;
                    break;
                }
                if let Some(parent) = node.parent() {
                    node = parent;
                } else {
                    self.flush();
                    return;
                }
            }
        }
    }

    /// The place of whatever is read now.
    pub(super) fn place(&self) -> Place {
        let place = self.stack.last().map_or(self.start, |f| f.place);
        let written = || self.written.iter().find_map(|(_, hidden)| *hidden);
        Place { hidden: place.hidden.or_else(written), ..place }
    }

    /// A script wrote a tag and left it open, or closed one: the way hidden links are wrapped so that no attribute shows.
    pub(super) fn wrap(&mut self, wrapping: Wrapping) {
        self.flush();
        match wrapping {
            Wrapping::Opens(hidden) => self.written.push((self.stack.len(), hidden)),
            Wrapping::Closes => {
                self.written.pop();
            }
        }
    }

    /// The form around, if any.
    pub(super) fn form(&self) -> Option<usize> {
        self.stack.last().and_then(|f| f.form).or(self.loose_form.map(|(form, _)| form))
    }

    fn enter(&mut self, node: ElementRef<'_>) -> bool {
        let element = node.value();
        let tag = element.name();
        let extent = self.extents.next().unwrap_or_default();
        let parent = self.place();
        let region = region::of(element, &extent, self.total, parent.region, || reads_as_crumb(node));
        let block = is_block(tag);
        if block || region != parent.region {
            self.flush();
        }
        let own = hidden::of(element, !block);
        let place = Place { region, hidden: parent.hidden.or(own) };
        self.seen.regions.push(region);
        let (path, depth) = self.skeleton(element, region);
        let above = self.stack.last();
        let svg = tag == "svg" || above.is_some_and(|f| f.svg);
        let mut frame =
            Frame { place, path, depth, block, svg, opens: Opens::Nothing, form: above.and_then(|f| f.form) };
        if region == Region::Breadcrumb && parent.region != Region::Breadcrumb {
            self.seen.crumbs.push(Vec::new());
            self.crumbs += 1;
            frame.opens = Opens::Crumbs;
        } else if block && self.crumbs > 0 {
            self.step(Step::Break);
        }
        self.stack.push(frame);
        if svg {
            return !measure::is_silent(tag);
        }
        self.element(node, element)
    }

    /// What an element says by itself; whether to go into it.
    fn element(&mut self, node: ElementRef<'_>, element: &Element) -> bool {
        let tag = element.name();
        match tag {
            "a" => {
                let link = elements::anchor(self, element);
                if let Some(link) = link {
                    self.blank();
                    self.anchors.push(OpenAnchor { link, text: String::new(), picture: String::new() });
                    if let Some(frame) = self.stack.last_mut()
                        && frame.opens == Opens::Nothing
                    {
                        frame.opens = Opens::Anchor;
                    }
                }
            }
            "title" if self.seen.title.is_empty() => {
                self.seen.title = fold(&node.text().collect::<String>());
            }
            "script" => elements::inline_script(self, node),
            "noscript" => self.noscript(&node.text().collect::<String>()),
            "form" => {
                let form = elements::form(self, element);
                self.loose_form = controls::is_loose(node).then_some((form, self.stack.len().saturating_sub(1)));
                if let Some(frame) = self.stack.last_mut() {
                    frame.form = Some(form);
                }
            }
            "button" => {
                let field = elements::field(self, element, "button");
                if let Some(frame) = self.stack.last_mut()
                    && frame.opens == Opens::Nothing
                {
                    frame.opens = Opens::Button(field);
                }
            }
            "img" => {
                let words =
                    [element.given("alt"), element.given("title")].into_iter().flatten().find(|w| !w.trim().is_empty());
                if let (Some(anchor), Some(words)) = (self.anchors.last_mut(), words)
                    && anchor.picture.is_empty()
                {
                    anchor.picture = label(words);
                }
            }
            "br" | "hr" => self.flush(),
            "html" => {
                self.seen.lang =
                    element.given("lang").or_else(|| element.given("xml:lang")).map(|l| l.trim().to_owned());
            }
            _ => {}
        }
        if self.seen.headings.len() < headings::MOST
            && !region::is_frame(self.place().region)
            && let Some(heading) = headings::of(node)
        {
            self.seen.headings.push(heading);
        }
        if self.seen.links.len() < MOST_LINKS {
            elements::read(self, node);
        }
        !measure::is_silent(tag)
    }

    /// Text inside `<noscript>` reaches us as text, for browsers run scripts; a person without them sees it.
    fn noscript(&mut self, source: &str) {
        if source.contains('<') && source.len() < 200_000 {
            let start = Place { region: self.place().region, hidden: Some(Hidden::Noscript) };
            let inner = walk(&Html::parse_fragment(source), self.base, start);
            self.seen.links.extend(inner.links);
            self.seen.metas.extend(inner.metas);
        }
    }

    fn text(&mut self, text: &str) {
        let visible = self.place().hidden.is_none();
        if let Some(anchor) = self.anchors.last_mut() {
            if anchor.text.len() < 1000 {
                append_folded(&mut anchor.text, text);
            }
        } else if self.crumbs > 0 && visible {
            self.step(Step::Text(text.to_owned()));
        }
        for frame in self.stack.iter().rev().take(3) {
            if let Opens::Button(field) = frame.opens
                && let Some(field) = self.seen.fields.get_mut(field)
            {
                append_folded(&mut field.words, text);
            }
        }
        append_folded(&mut self.line, text);
    }

    fn step(&mut self, step: Step) {
        if let Some(line) = self.seen.crumbs.last_mut()
            && line.len() < 200
        {
            line.push(step);
        }
    }

    /// Keeps two links apart that nothing else parts.
    fn blank(&mut self) {
        if !self.line.is_empty() && !self.line.ends_with(' ') {
            self.line.push(' ');
        }
    }

    /// Ends a line of text.
    fn flush(&mut self) {
        let end = self.line.trim_end().len();
        if end > 0 {
            let place = self.place();
            let start = self.seen.text.len();
            self.seen.text.push_str(self.line[..end].trim_start());
            self.seen.text.push('\n');
            let end = self.seen.text.len();
            self.seen.spans.push(Span { start, end, region: place.region, hidden: place.hidden.is_some() });
        }
        self.line.clear();
    }

    fn leave(&mut self) {
        let region_ends = match (self.stack.last(), self.stack.iter().rev().nth(1)) {
            (Some(own), Some(above)) => {
                own.place.region != above.place.region || own.place.hidden.is_some() != above.place.hidden.is_some()
            }
            _ => true,
        };
        if region_ends || self.stack.last().is_some_and(|f| f.block) {
            self.flush();
        }
        let Some(frame) = self.stack.pop() else { return };
        // The row or table around the form ends, and with it what may belong to the form.
        if self.loose_form.is_some_and(|(_, depth)| self.stack.len() < depth) {
            self.loose_form = None;
        }
        // An element that a script left open ends with its parent.
        self.written.retain(|(depth, _)| *depth <= self.stack.len() + 1);
        match frame.opens {
            Opens::Anchor => self.close_anchor(),
            Opens::Crumbs => {
                self.crumbs -= 1;
            }
            Opens::Nothing | Opens::Button(_) => {}
        }
        if frame.block && self.crumbs > 0 {
            self.step(Step::Break);
        }
    }

    fn close_anchor(&mut self) {
        self.blank();
        let Some(anchor) = self.anchors.pop() else { return };
        if let Some(link) = self.seen.links.get_mut(anchor.link) {
            elements::name_link(link, &anchor.text, &anchor.picture);
        }
        if self.crumbs > 0 {
            self.step(Step::Link(anchor.link));
        }
    }

    /// Notes a step of the layout's skeleton: tag and classes below their ancestors', down to a depth of six, outside of
    /// lists, menus and the article.
    fn skeleton(&mut self, element: &Element, region: Region) -> (u64, Option<u8>) {
        let (path, depth) = self.stack.last().map_or((0, Some(0)), |f| (f.path, f.depth));
        let Some(depth) = depth else { return (path, None) };
        let tag = element.name();
        if matches!(tag, "html" | "body") {
            return (path, Some(0));
        }
        let counts = matches!(
            tag,
            "div"
                | "section"
                | "header"
                | "footer"
                | "nav"
                | "main"
                | "article"
                | "aside"
                | "form"
                | "table"
                | "center"
                | "ul"
        ) && depth < 6;
        if !counts {
            return (path, matches!(tag, "tbody" | "tr" | "td").then_some(depth));
        }
        let path = elements::skeleton_step(path, element);
        self.seen.skeleton.push(path);
        let inside = !matches!(tag, "ul") && matches!(region, Region::Other | Region::Header);
        (path, inside.then_some(depth + 1))
    }

    /// Notes a link of the current element.
    pub(super) fn link(&mut self, kind: LinkKind, address: &str, text: &str) {
        let place = self.place();
        let resolved = self.base.resolve(address);
        self.seen.push_link(kind, resolved, text, place);
    }
}

/// Whether a short text reads like a breadcrumb line.
fn reads_as_crumb(node: ElementRef<'_>) -> bool {
    let text: String = node.text().collect();
    let text = text.trim();
    text.contains("首页")
        || text.contains("位置")
        || text.contains("主页")
        || text.matches(['>', '＞', '»', '›']).count() >= 1
}

fn is_block(tag: &str) -> bool {
    !matches!(
        tag,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "em"
            | "font"
            | "i"
            | "img"
            | "input"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "nobr"
            | "q"
            | "s"
            | "script"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "o:p"
            | "st1:chsdate"
            | "script-"
            | "link"
            | "meta"
            | "noscript"
            | "ruby"
            | "rt"
    )
}
