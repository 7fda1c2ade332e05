use super::tags::Tag;
use super::tree::{At, Doc, flag};
use crate::model::{Markup, MarkupFault, Region};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Longest value of an attribute in a snippet, in characters.
const LONGEST_VALUE: usize = 80;

/// Longest snippet, in characters.
const LONGEST: usize = 240;

/// Most steps of a path.
const MOST_STEPS: usize = 40;

/// A fault before it is written out.
#[derive(Debug, Clone)]
struct Fault {
    rule: &'static str,
    word: &'static str,
    at: Option<At>,
    /// What stands in the source, where the tree has lost it.
    source: Option<String>,
    open: bool,
}

/// What the rules find, as they go.
#[derive(Debug, Default)]
pub(super) struct Found {
    tested: BTreeMap<&'static str, u32>,
    faults: Vec<Fault>,
    more: BTreeMap<&'static str, u32>,
    /// How many violations and how many open faults of each rule are held.
    held: BTreeMap<&'static str, [usize; 2]>,
}

impl Found {
    /// A rule looked at this many elements.
    pub(super) fn tested(&mut self, rule: &'static str, elements: usize) {
        if elements > 0 {
            *self.tested.entry(rule).or_default() += u32::try_from(elements).unwrap_or(u32::MAX);
        }
    }

    /// An element violates a rule; undetermined where a style sheet that was not seen may hide it.
    pub(super) fn fault(&mut self, doc: &Doc<'_>, rule: &'static str, fault: &'static str, at: At) {
        self.push(Fault { rule, word: fault, at: Some(at), source: None, open: doc.nodes[at].has(flag::PERHAPS) });
    }

    /// An element says nothing where it must; undetermined too where a script framework is to fill it in.
    pub(super) fn silent(&mut self, doc: &Doc<'_>, rule: &'static str, fault: &'static str, at: At) {
        if doc.is_filled_by_script(at) {
            self.open(rule, fault, at);
        } else {
            self.fault(doc, rule, fault, at);
        }
    }

    /// Markup alone can't decide.
    pub(super) fn open(&mut self, rule: &'static str, fault: &'static str, at: At) {
        self.push(Fault { rule, word: fault, at: Some(at), source: None, open: true });
    }

    /// A fault that only the source shows, with the element it became if that was found.
    pub(super) fn in_source(&mut self, rule: &'static str, fault: &'static str, source: String, at: Option<At>) {
        self.push(Fault { rule, word: fault, at, source: Some(source), open: false });
    }

    fn push(&mut self, fault: Fault) {
        let held = &mut self.held.entry(fault.rule).or_default()[usize::from(fault.open)];
        if *held < Markup::MOST_FAULTS {
            *held += 1;
            self.faults.push(fault);
        } else {
            *self.more.entry(fault.rule).or_default() += 1;
        }
    }

    /// Leaves out open faults where there are more than a rule may tell: violations go first.
    fn limit(&mut self) {
        for (rule, [violations, open]) in &self.held {
            let room = Markup::MOST_FAULTS - violations;
            let surplus = open.saturating_sub(room);
            if surplus == 0 {
                continue;
            }
            *self.more.entry(rule).or_default() += u32::try_from(surplus).unwrap_or(u32::MAX);
            let mut kept = 0;
            self.faults.retain(|f| {
                let counts = f.rule == *rule && f.open;
                kept += usize::from(counts);
                !counts || kept <= room
            });
        }
    }

    /// Everything in the order of the rules, each in page order; `regions` by the number of the walk.
    pub(super) fn write(mut self, doc: &Doc<'_>, rules: &[&'static str], regions: &[Region]) -> Markup {
        self.limit();
        let place = |rule: &str| rules.iter().position(|r| *r == rule).unwrap_or(rules.len());
        self.faults.sort_by_cached_key(|f| (place(f.rule), f.at.is_none(), f.at));
        let owned = |counts: BTreeMap<&'static str, u32>| counts.into_iter().map(|(r, n)| (r.to_owned(), n)).collect();
        let faults = self
            .faults
            .into_iter()
            .map(|f| MarkupFault {
                rule: f.rule.to_owned(),
                fault: f.word.to_owned(),
                path: f.at.map(|at| path(doc, at)).unwrap_or_default(),
                snippet: f.source.or_else(|| f.at.map(|at| snippet(doc, at))).unwrap_or_default(),
                region: f.at.and_then(|at| regions.get(doc.nodes[at].walked as usize)).copied().unwrap_or_default(),
                open: f.open,
            })
            .collect();
        Markup { tested: owned(self.tested), faults, more: owned(self.more) }
    }
}

/// A CSS path from the nearest element with an id of its own, else from `body`, `head` or `html`.
fn path(doc: &Doc<'_>, at: At) -> String {
    let mut steps: Vec<String> = Vec::new();
    let mut here = Some(at);
    while let Some(at) = here.filter(|_| steps.len() < MOST_STEPS) {
        let node = &doc.nodes[at];
        let name = doc.element(at).map_or("", |e| e.name());
        if let Some(id) = doc.attr(at, "id").filter(|id| is_plain(id) && doc.is_single(id)) {
            steps.push(format!("#{id}"));
            break;
        }
        if matches!(node.tag, Tag::Html | Tag::Body | Tag::Head) {
            steps.push(name.to_owned());
            break;
        }
        here = doc.up(at);
        steps.push(step(doc, at, name));
    }
    steps.reverse();
    steps.join(" > ")
}

/// The tag, with its number among all children where its parent has another of it.
fn step(doc: &Doc<'_>, at: At, name: &str) -> String {
    let Some(up) = doc.up(at) else { return name.to_owned() };
    let (mut number, mut same) = (0, 0);
    for child in doc.children(up) {
        let Some(element) = doc.element(child) else { continue };
        number += usize::from(child <= at);
        same += usize::from(element.name() == name);
    }
    let name = if name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') { name } else { "*" };
    if same > 1 || name == "*" { format!("{name}:nth-child({number})") } else { name.to_owned() }
}

fn is_plain(id: &str) -> bool {
    id.len() <= 60
        && id.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

impl Doc<'_> {
    /// Whether just one element has this id.
    fn is_single(&self, id: &str) -> bool {
        let at = self.ids.partition_point(|(known, _)| *known < id);
        self.ids.get(at + 1).is_none_or(|(known, _)| *known != id)
    }
}

/// The opening tag, long values cut; the text of headings, links, buttons and labels behind it.
fn snippet(doc: &Doc<'_>, at: At) -> String {
    let Some(element) = doc.element(at) else { return String::new() };
    let mut out = format!("<{}", element.name());
    for (name, value) in &element.attrs {
        if out.len() > LONGEST * 4 {
            break;
        }
        let prefix = name.prefix.as_ref().filter(|p| !p.is_empty());
        let colon = if prefix.is_some() { ":" } else { "" };
        let prefix = prefix.map_or("", |p| &**p);
        let value = cut(value, LONGEST_VALUE).replace('"', "&quot;");
        let _ = write!(out, " {prefix}{colon}{}=\"{value}\"", &*name.local);
    }
    out.push('>');
    let tells = doc.nodes[at].tag.heading().is_some()
        || matches!(doc.nodes[at].tag, Tag::A | Tag::Button | Tag::Summary | Tag::Title | Tag::Marquee);
    if tells {
        let mut text = String::new();
        for piece in doc.inside(at).filter_map(|n| doc.text(n)) {
            text.push_str(piece);
            if text.len() > LONGEST * 4 {
                break;
            }
        }
        out.push_str(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    cut(&out, LONGEST)
}

/// At most so many characters; "…" in place of the rest.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some(_) => text.chars().take(most - 1).chain(['…']).collect(),
        None => text.to_owned(),
    }
}
