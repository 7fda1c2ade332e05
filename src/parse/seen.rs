use super::controls::Control;
use crate::model::{Crumb, Hidden, Link, LinkKind, MAX_PAGE_TEXT, Meta, PageText, Region};

/// A stretch of [`Seen::text`] with one place on the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) region: Region,
    pub(super) hidden: bool,
}

/// A text field, button or password box.
#[derive(Debug, Clone, Default)]
pub(super) struct Field {
    /// `text`, `password`, `button` (any kind of button), `choice` (a drop-down list).
    pub(super) kind: &'static str,
    /// name, id, class: what scripts know it by.
    pub(super) names: String,
    /// placeholder, title, value, text: what people know it by.
    pub(super) words: String,
    /// Number of the form it stands in.
    pub(super) form: Option<usize>,
}

/// A form: its address and names.
#[derive(Debug, Clone, Default)]
pub(super) struct FormSeen {
    pub(super) action: String,
    pub(super) names: String,
    pub(super) post: bool,
    /// The code that runs before it is sent.
    pub(super) on_submit: String,
    pub(super) accept_charset: String,
    pub(super) multipart: bool,
    /// A script sets its address.
    pub(super) bound: bool,
}

/// A word or address on an element that is neither text nor link: alt, title, id, src of a script.
#[derive(Debug, Clone)]
pub(super) struct Note {
    /// Which attribute.
    pub(super) attribute: &'static str,
    pub(super) value: String,
    /// `sitecode`, where the element has one.
    pub(super) site_code: String,
    pub(super) region: Region,
}

/// A step of a breadcrumb line as met in the tree.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// Text outside links.
    Text(String),
    /// The link with this number.
    Link(usize),
    /// The border of a block.
    Break,
}

/// Everything one walk over a tree saw.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Where each element stands, in the order of the walk.
    pub(super) regions: Vec<Region>,
    pub(super) title: String,
    pub(super) metas: Vec<Meta>,
    /// `content` of a `<meta http-equiv=refresh>`.
    pub(super) refresh: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) links: Vec<Link>,
    pub(super) text: String,
    pub(super) spans: Vec<Span>,
    pub(super) crumbs: Vec<Vec<Step>>,
    /// Scripts that stand in the page, as written.
    pub(super) scripts: Vec<String>,
    pub(super) fields: Vec<Field>,
    pub(super) forms: Vec<FormSeen>,
    /// Controls with what would be sent of them.
    pub(super) controls: Vec<Control>,
    pub(super) notes: Vec<Note>,
    pub(super) headings: Vec<String>,
    /// Sum over the skeleton of the page, independent of order and repetition.
    pub(super) skeleton: Vec<u64>,
    /// An element that an application is mounted on (`id=app`) stands in the body.
    pub(super) mount: bool,
}

impl Seen {
    /// Text that people see, outside of the parts every page of the site has; one line a block.
    pub(super) fn main_text(&self) -> String {
        let mut main = String::new();
        for span in &self.spans {
            if !span.hidden && matches!(span.region, Region::Other | Region::List | Region::Article) {
                main.push_str(&self.text[span.start..span.end]);
                main.push('\n');
            }
        }
        main
    }

    /// Characters of visible text, blanks aside.
    pub(super) fn text_chars(&self) -> u32 {
        self.spans.iter().filter(|s| !s.hidden).map(|s| solid(&self.text[s.start..s.end])).sum()
    }

    /// The text that people see, line by line, up to the limit.
    pub(super) fn page_text(&self) -> PageText {
        let mut text = PageText::default();
        let mut left = MAX_PAGE_TEXT;
        for span in self.spans.iter().filter(|s| !s.hidden) {
            let line = self.text[span.start..span.end].trim_end_matches('\n');
            let chars = line.chars().count();
            if chars > left {
                text.lines.push(line.chars().take(left).collect());
                text.cut = true;
                break;
            }
            left -= chars;
            text.lines.push(line.to_owned());
        }
        text
    }

    /// Notes a link; a link that can't lead anywhere is dropped.
    pub(super) fn push_link(&mut self, kind: LinkKind, resolved: (String, Option<String>), text: &str, place: Place) {
        if resolved.0.is_empty() && resolved.1.as_deref().is_none_or(str::is_empty) {
            return;
        }
        self.links.push(Link {
            target: resolved.0,
            raw: resolved.1,
            kind,
            text: label(text),
            region: place.region,
            hidden: place.hidden,
            scripted: kind == LinkKind::Scripted,
            ask: None,
        });
    }

    /// The breadcrumb line: the first with two steps or more, else the first with any.
    pub(super) fn breadcrumbs(&self) -> Vec<Crumb> {
        let mut lines = self.crumbs.iter().map(|steps| super::crumbs::line(steps, &self.links));
        let mut first = Vec::new();
        for line in lines.by_ref() {
            if line.len() >= 2 {
                return line;
            }
            if first.is_empty() {
                first = line;
            }
        }
        first
    }
}

/// Where something stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    pub(super) region: Region,
    pub(super) hidden: Option<Hidden>,
}

/// Characters of a text, blanks aside.
pub(super) fn solid(text: &str) -> u32 {
    u32::try_from(text.chars().filter(|c| super::sketch::is_han(*c) || !c.is_whitespace()).count()).unwrap_or(u32::MAX)
}

/// Folds blanks (full-width and no-break ones too) to single spaces, trimmed; drops zero-width characters.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    append_folded(&mut folded, text);
    folded.truncate(folded.trim_end().len());
    folded
}

/// Appends with blanks folded; a blank at the border of two pieces is kept once.
pub(super) fn append_folded(to: &mut String, text: &str) {
    let mut blank = to.is_empty() || to.ends_with([' ', '\n']);
    to.reserve(text.len());
    for c in text.chars() {
        if super::sketch::is_han(c) {
            to.push(c);
            blank = false;
        } else if c.is_whitespace() {
            if !blank {
                to.push(' ');
                blank = true;
            }
        } else if !matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{2060}' | super::resolve::GAP)
            && !c.is_control()
        {
            to.push(c);
            blank = false;
        }
    }
}

/// A text for a link: folded, at most 120 characters.
pub(super) fn label(text: &str) -> String {
    let folded = fold(text);
    match folded.char_indices().nth(120) {
        Some((end, _)) => folded[..end].trim_end().to_owned(),
        None => folded,
    }
}
