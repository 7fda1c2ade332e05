use super::aria;
use super::tags::Tag;
use super::tree::{At, Doc, flag};
use std::cell::{Cell, RefCell};

/// Most nodes that all names of one page may look at: a page that needs more is made to be slow.
const FUEL: u32 = 1_000_000;

/// How far names are made of names made of names: a caption of a table in a caption …
const DEEPEST: u32 = 24;

/// Most labels of one control that are read.
const MOST_LABELS: usize = 20;

/// Longest name that is spelled out, in bytes.
const LONGEST: usize = 600;

/// What was found of names before.
#[derive(Debug, Default)]
pub(super) struct Memo {
    /// Whether what an element says as the label of another is empty: 0 unknown, 1 empty, 2 not.
    referred: Vec<Cell<u8>>,
    content: Vec<Cell<u8>>,
    spent: Cell<u32>,
    depth: Cell<u32>,
    /// Controls whose labels are being read: a label may hold the control it is for.
    labelling: RefCell<Vec<At>>,
}

impl Memo {
    pub(super) fn prepare(&mut self, nodes: usize) {
        self.referred = vec![Cell::new(0); nodes];
        self.content = vec![Cell::new(0); nodes];
    }
}

/// For whom text is gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    /// The element's own name.
    Itself,
    /// It is referred to by `aria-labelledby`.
    Reference,
    /// It is the `<label>` of a control, or in it.
    Control,
}

/// How text is gathered.
#[derive(Debug, Clone, Copy)]
struct Way {
    why: For,
    /// What is hidden counts: the element referred to is hidden itself.
    hidden_too: bool,
    /// The element whose name it is.
    start: At,
}

/// Text as it is gathered; stops where it has enough.
struct Words {
    text: String,
    /// Only whether there is any is asked.
    any: bool,
    solid: bool,
}

impl Words {
    fn push(&mut self, text: &str) {
        if text.is_empty() || self.full() {
            return;
        }
        self.solid |= text.chars().any(is_ink);
        if !self.any {
            self.text.push_str(text);
        }
    }

    fn part(&mut self) {
        if !self.any && !self.text.is_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }

    fn full(&self) -> bool {
        if self.any { self.solid } else { self.text.len() > LONGEST }
    }
}

/// A character that is not blank.
fn is_ink(c: char) -> bool {
    !c.is_whitespace() && c != '\u{FEFF}'
}

/// Whether there is more than blanks.
pub(super) fn says(text: Option<&str>) -> bool {
    text.is_some_and(|text| text.chars().any(is_ink))
}

impl Doc<'_> {
    /// Whether `aria-labelledby` leads to any text.
    pub(super) fn is_labelled_by(&self, at: At) -> bool {
        let Some(ids) = self.aria(at, "labelledby") else { return false };
        self.references(ids).into_iter().flatten().any(|to| {
            let memo = &self.names.referred[to];
            if memo.get() == 0 {
                memo.set(1 + u8::from(self.gather_reference(to, at, true).solid));
            }
            memo.get() == 2
        })
    }

    /// `aria-label`, `aria-labelledby` or `title` that say something.
    pub(super) fn has_author_name(&self, at: At) -> bool {
        says(self.aria(at, "label"))
            || self.is_labelled_by(at)
            || (self.nodes[at].has(flag::TITLED) && says(self.attr(at, "title")))
    }

    /// Whether ARIA names it (`title` too where `or_title`).
    pub(super) fn has_label(&self, at: At, or_title: bool) -> bool {
        if self.nodes[at].aria & (aria::only("label") | aria::only("labelledby")) == 0 && !or_title {
            return false;
        }
        says(self.aria(at, "label")) || self.is_labelled_by(at) || (or_title && says(self.attr(at, "title")))
    }

    /// Whether its content says anything, as a name.
    pub(super) fn has_content(&self, at: At) -> bool {
        let memo = &self.names.content[at];
        if memo.get() == 0 {
            let mut words = Words { text: String::new(), any: true, solid: false };
            if self.may_be_named_by_content(at) {
                self.subtree(at, Way { why: For::Itself, hidden_too: false, start: at }, &mut words);
            }
            memo.set(1 + u8::from(words.solid));
        }
        memo.get() == 2
    }

    fn may_be_named_by_content(&self, at: At) -> bool {
        self.role(at).is_none_or(|role| (role.named_by_content || role.is_none()) && !is_valued(role.name))
            && !self.nodes[at].tag.is_embedded()
    }

    /// `<label for>` of it and the `<label>` around it.
    pub(super) fn native_labels(&self, at: At) -> Vec<At> {
        let mut labels: Vec<At> = match self.attr(at, "id") {
            Some(id) if !id.is_empty() => self.labels_for(id).iter().copied().take(MOST_LABELS).collect(),
            _ => Vec::new(),
        };
        if let Some(around) = self.label_around(at)
            && !labels.contains(&around)
        {
            labels.push(around);
        }
        labels
    }

    /// Whether a `<label>` says something to its control.
    pub(super) fn label_says(&self, label: At, control: At) -> bool {
        let mut words = Words { text: String::new(), any: true, solid: false };
        self.name_into(label, Way { why: For::Control, hidden_too: false, start: control }, &mut words);
        words.solid
    }

    /// Whether it has a name of any kind.
    pub(super) fn has_name(&self, at: At) -> bool {
        let mut words = Words { text: String::new(), any: true, solid: false };
        self.name_into(at, Way { why: For::Itself, hidden_too: false, start: at }, &mut words);
        words.solid
    }

    /// Its accessible name, blanks folded.
    pub(super) fn name(&self, at: At) -> String {
        let mut words = Words { text: String::new(), any: false, solid: false };
        self.name_into(at, Way { why: For::Itself, hidden_too: false, start: at }, &mut words);
        words.text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether any text, text alternative or name stands inside, hidden or not.
    pub(super) fn has_text_inside(&self, at: At) -> bool {
        let mut words = Words { text: String::new(), any: true, solid: false };
        if !self.nodes[at].tag.is_embedded() {
            self.subtree(at, Way { why: For::Itself, hidden_too: false, start: at }, &mut words);
        }
        words.solid
    }

    /// Whether the text of an element says something, hidden or not (the `<title>` of an SVG).
    pub(super) fn has_raw_text(&self, at: At) -> bool {
        self.may_say(at) && self.inside(at).any(|n| says(self.text(n)))
    }

    fn gather_reference(&self, to: At, start: At, any: bool) -> Words {
        let mut words = Words { text: String::new(), any, solid: false };
        self.name_into(to, Way { why: For::Reference, hidden_too: !self.is_exposed(to), start }, &mut words);
        words
    }

    /// The name of one element, in the order of the accessible name computation.
    fn name_into(&self, at: At, way: Way, words: &mut Words) {
        let depth = self.names.depth.get();
        if depth >= DEEPEST || self.is_skipped(at, way) {
            return;
        }
        self.names.depth.set(depth + 1);
        let before = words.solid;
        let mut own = Words { text: String::new(), any: words.any, solid: false };
        if !self.own(at, way, &mut own) {
            let named = way.why == For::Reference || self.may_be_named_by_content(at);
            if named && !self.nodes[at].tag.is_embedded() && self.role(at).is_none_or(|r| !is_valued(r.name)) {
                self.subtree(at, way, &mut own);
            }
            if !own.solid && self.nodes[at].has(flag::TITLED) && self.title_counts(at) {
                own.push(self.attr(at, "title").unwrap_or_default());
            }
        }
        words.text.push_str(&own.text);
        words.solid = before | own.solid;
        self.names.depth.set(depth);
    }

    /// The title of what is mere decoration is none.
    fn title_counts(&self, at: At) -> bool {
        self.nodes[at].tag == Tag::Iframe || !self.is_none(at)
    }

    fn is_skipped(&self, at: At, way: Way) -> bool {
        if way.hidden_too {
            return matches!(self.nodes[at].tag, Tag::Style | Tag::Script | Tag::Noscript | Tag::Template);
        }
        !self.is_exposed(at)
    }

    /// What an element says by attributes, labels or value, apart from its content; whether that is all it says.
    fn own(&self, at: At, way: Way, words: &mut Words) -> bool {
        let node = &self.nodes[at];
        if way.why == For::Itself
            && let Some(ids) = self.aria(at, "labelledby")
        {
            for to in self.references(ids).into_iter().flatten() {
                let reference = self.gather_reference(to, way.start, words.any);
                words.part();
                words.text.push_str(&reference.text);
                words.solid |= reference.solid;
            }
            if words.solid {
                return true;
            }
        }
        if let Some(label) = self.aria(at, "label").filter(|label| says(Some(label))) {
            words.push(label);
            return true;
        }
        if node.tag == Tag::Other || self.is_none(at) {
            return self.value(at, way, words);
        }
        match node.tag {
            Tag::Img | Tag::Area => words.push(self.attr(at, "alt").unwrap_or_default()),
            Tag::Input => self.input_says(at, way, words),
            Tag::Select | Tag::Textarea => {
                self.labels_say(at, way, words);
                if !words.solid && node.tag == Tag::Textarea {
                    words.push(self.attr(at, "placeholder").unwrap_or_default());
                }
            }
            Tag::Fieldset => self.child_says(at, Tag::Legend, way, words),
            Tag::Figure => self.child_says(at, Tag::Figcaption, way, words),
            Tag::Table => {
                self.child_says(at, Tag::Caption, way, words);
                if !words.solid {
                    words.push(self.attr(at, "summary").unwrap_or_default());
                }
            }
            Tag::Svg => self.child_says(at, Tag::Title, way, words),
            Tag::Br | Tag::Hr => words.part(),
            Tag::A | Tag::Button | Tag::Summary | Tag::Output => {
                let native = node.tag != Tag::A || self.attr(at, "href").is_some();
                if native && at == way.start {
                    self.subtree(at, way, words);
                }
            }
            _ => {}
        }
        words.solid || self.value(at, way, words)
    }

    fn input_says(&self, at: At, way: Way, words: &mut Words) {
        let attr = |name| self.attr(at, name).filter(|v| says(Some(v)));
        match self.input_type(at).as_str() {
            "hidden" => {}
            kind @ ("button" | "submit" | "reset") => {
                let default = match kind {
                    "submit" => Some("Submit"),
                    "reset" => Some("Reset"),
                    _ => None,
                };
                words.push(attr("value").or_else(|| attr("title")).or(default).unwrap_or_default());
            }
            "image" => {
                words.push(attr("alt").or_else(|| attr("value")).unwrap_or_default());
                if !words.solid {
                    self.labels_say(at, way, words);
                }
                if !words.solid {
                    words.push(attr("title").unwrap_or("Submit"));
                }
            }
            _ => {
                self.labels_say(at, way, words);
                if !words.solid {
                    words.push(attr("placeholder").unwrap_or_default());
                }
            }
        }
    }

    /// Text of the `<label>`s of a control.
    fn labels_say(&self, at: At, way: Way, words: &mut Words) {
        if way.why != For::Itself || self.names.labelling.borrow().contains(&at) {
            return;
        }
        self.names.labelling.borrow_mut().push(at);
        for label in self.native_labels(at) {
            words.part();
            self.name_into(label, Way { why: For::Control, ..way }, words);
        }
        self.names.labelling.borrow_mut().pop();
    }

    fn child_says(&self, at: At, tag: Tag, way: Way, words: &mut Words) {
        let own = self.nodes[at].tag;
        let first = self.inside(at).find(|n| self.nodes[*n].tag == tag || self.nodes[*n].tag == own);
        if let Some(child) = first.filter(|n| self.nodes[*n].tag == tag) {
            self.name_into(child, way, words);
        }
    }

    /// The value of a control inside a label or other text; whether that is all the element says.
    fn value(&self, at: At, way: Way, words: &mut Words) -> bool {
        let Some(role) = self.role(at).filter(|role| is_valued(role.name)) else { return false };
        if at == way.start {
            return words.solid;
        }
        match self.nodes[at].tag {
            Tag::Textarea => self.inside(at).filter_map(|n| self.text(n)).for_each(|t| words.push(t)),
            Tag::Input => words.push(self.attr(at, "value").unwrap_or_default()),
            Tag::Select => {
                let options: Vec<At> = self.inside(at).filter(|n| self.nodes[*n].tag == Tag::Option).collect();
                let chosen = options.iter().find(|o| self.attr(**o, "selected").is_some()).or(options.first());
                if let Some(option) = chosen {
                    self.inside(*option).filter_map(|n| self.text(n)).for_each(|t| words.push(t));
                }
            }
            _ if role.name == "textbox" => {
                self.inside(at)
                    .filter(|n| self.is_exposed(*n))
                    .filter_map(|n| self.text(n))
                    .for_each(|t| words.push(t));
            }
            _ => words.push(self.aria(at, "valuenow").filter(|_| role.name != "progressbar").unwrap_or_default()),
        }
        words.solid
    }

    /// Gathers what everything inside says, in order; titles where an element says nothing else.
    fn subtree(&self, at: At, way: Way, words: &mut Words) {
        if !self.may_say(at) {
            return;
        }
        let mut titled: Vec<Titled> = Vec::new();
        let end = self.end(at);
        let mut n = at + 1;
        let spend = |nodes: u32| {
            let spent = self.names.spent.get().saturating_add(nodes);
            self.names.spent.set(spent);
            spent < FUEL
        };
        while n < end && !words.full() {
            while let Some(empty) = titled.pop_if(|t| t.end <= n) {
                self.title_instead(&empty, words);
            }
            if !spend(1) {
                // Too much to read: nothing may be said against it.
                words.solid = true;
                return;
            }
            let node = &self.nodes[n];
            if let Some(text) = self.text(n) {
                words.push(text);
                n += 1;
                continue;
            }
            if self.is_skipped(n, way) {
                n = self.end(n);
                continue;
            }
            let parted = !node.tag.is_phrasing();
            if parted || node.tag == Tag::Br {
                words.part();
            }
            let mut own = Words { text: String::new(), any: words.any, solid: false };
            if self.own(n, way, &mut own) {
                words.text.push_str(&own.text);
                words.solid |= own.solid;
                n = self.end(n);
            } else if node.tag.is_embedded() || self.role(n).is_some_and(|r| is_valued(r.name)) {
                if node.has(flag::TITLED) && self.title_counts(n) {
                    words.push(self.attr(n, "title").unwrap_or_default());
                }
                n = self.end(n);
            } else {
                if node.has(flag::TITLED) && self.title_counts(n) {
                    titled.push(Titled { at: n, end: self.end(n), from: words.text.len() });
                }
                n += 1;
            }
        }
        while let Some(empty) = titled.pop() {
            self.title_instead(&empty, words);
        }
    }

    /// The title of an element that said nothing else.
    fn title_instead(&self, titled: &Titled, words: &mut Words) {
        let said = if words.any { words.solid } else { says(words.text.get(titled.from..)) };
        if !said {
            words.push(self.attr(titled.at, "title").unwrap_or_default());
        }
    }
}

/// An element with a title whose content may turn out empty: where it ends, and where its text begins.
struct Titled {
    at: At,
    end: At,
    from: usize,
}

/// Controls whose content is their value, not their name.
fn is_valued(role: &str) -> bool {
    matches!(role, "textbox" | "progressbar" | "scrollbar" | "slider" | "spinbutton" | "combobox" | "listbox")
}
