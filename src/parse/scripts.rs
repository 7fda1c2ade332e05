use super::css::Cascade;
use super::resolve::Base;
use super::seen::{Place, Seen};
use super::{marks, new_media, script, search, unpack, veils, walk};
use crate::model::{Hidden, Link, LinkKind, MarkFact, MarkVia, PageMarks, Region, SearchForm, Veil};
use scraper::Html;

/// What scripts write and name.
#[derive(Default)]
pub(super) struct Written {
    pub(super) marks: PageMarks,
    pub(super) links: Vec<Link>,
    pub(super) search_forms: Vec<SearchForm>,
    /// Entries that name platforms of official accounts.
    pub(super) entries: Vec<String>,
    /// Links elsewhere that they write out of sight.
    pub(super) veils: Vec<Veil>,
}

/// What a script does to the markup around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrapping {
    /// Leaves an element open; why what is in it can't be seen, if so.
    Opens(Option<Hidden>),
    /// Closes one.
    Closes,
}

/// Whether a script only writes an opening or a closing tag.
pub(super) fn wrapping(code: &str) -> Option<Wrapping> {
    if code.len() > 2000 || !code.contains("write") {
        return None;
    }
    let written = script::written(&script::pieces(code));
    let markup = written.trim();
    let tag = markup.strip_prefix('<')?;
    if tag.starts_with('/') {
        return (!tag.contains('<')).then_some(Wrapping::Closes);
    }
    if tag.contains("</") || !tag.ends_with('>') {
        return None;
    }
    let html = Html::parse_fragment(markup);
    let mut elements = html
        .tree
        .values()
        .filter_map(scraper::Node::as_element)
        .filter(|e| !matches!(e.name(), "html" | "head" | "body"));
    let first = elements.next()?;
    let hidden = super::hidden::of(first, false).or_else(|| elements.find_map(|e| super::hidden::of(e, false)));
    let container =
        matches!(first.name(), "div" | "span" | "p" | "ul" | "table" | "section" | "marquee" | "font" | "dl");
    container.then_some(Wrapping::Opens(hidden))
}

/// How deep scripts that write scripts are followed.
const DEEPEST: u8 = 3;

/// Reads scripts without running them; `cascade` knows the style sheets of the page that they stand in.
pub(super) fn read(codes: &[String], base: &Base, via: MarkVia, cascade: Option<&Cascade>) -> Written {
    let mut written = Written::default();
    follow(codes, base, (via, cascade), 0, &mut written);
    written
}

fn follow(codes: &[String], base: &Base, (via, cascade): (MarkVia, Option<&Cascade>), depth: u8, into: &mut Written) {
    let mut markup = String::new();
    let mut found = Seen::default();
    let mut packed: Vec<String> = Vec::new();
    for code in codes.iter().filter(|c| c.len() <= 2_000_000) {
        for inner in unpack::unpacked(code) {
            if inner.trim_start().starts_with('<') {
                markup.push_str(&inner);
                markup.push('\n');
            } else {
                packed.push(inner);
            }
        }
        let start = code.trim_start();
        if start.starts_with('>') || (start.starts_with('<') && !start.starts_with("<!")) {
            // A script that was never closed has swallowed markup; its author meant it to be seen.
            markup.push_str(start.trim_start_matches('>'));
        }
        if !code.contains(['"', '\'', '`']) {
            continue;
        }
        let pieces = script::pieces(code);
        markup.push_str(&script::written(&pieces));
        markup.push('\n');
        for address in script::fragments(&pieces) {
            found.push_link(LinkKind::Fragment, base.resolve(&address), "", Place::default());
        }
        for address in script::files(&pieces) {
            found.push_link(LinkKind::Script, base.resolve(&address), "", Place::default());
        }
        named(&pieces, via, into);
    }
    if markup.contains('<') || !markup.trim().is_empty() {
        let source = super::sniff::shallow(&markup);
        let html = Html::parse_document(source);
        let mut seen = walk::walk(&html, base, Place { region: Region::Other, hidden: None });
        into.search_forms.extend(search::find(&seen, base));
        into.entries.extend(new_media::entries(&html, &seen).0);
        merge(&mut into.marks, marks::find(&seen, via));
        for link in &mut seen.links {
            link.hidden = link.hidden.filter(|h| *h != Hidden::Noscript);
        }
        into.links.append(&mut seen.links);
        if markup.contains("//") {
            let cascade = Cascade::within(&html, &base.url, cascade);
            veils::add(&mut into.veils, veils::read(&html, base, &cascade, codes, true));
        }
        packed.append(&mut seen.scripts);
    }
    if depth < DEEPEST && !packed.is_empty() {
        follow(&packed, base, (via, cascade), depth + 1, into);
    }
    found.links.retain(|l| !l.target.is_empty());
    into.links.append(&mut found.links);
    into.links.retain(|l| !l.target.is_empty() || l.raw.is_some());
}

/// Marks whose vendor is named in a string without markup: `s.src = "…/jiucuo.js"`, `aria.start()`.
fn named(pieces: &[script::Piece], via: MarkVia, into: &mut Written) {
    use crate::model::Mark;
    for piece in pieces {
        let text = if piece.text.contains("%3") { script::unescape(&piece.text) } else { piece.text.clone() };
        if text.len() > 4000 || !marks::names_mark(&text) {
            continue;
        }
        let mark = if super::patterns::CONAC.is_match(&text) {
            Mark::PartyGovMark
        } else if super::patterns::JIUCUO.is_match(&text) {
            Mark::ErrorReport
        } else {
            continue;
        };
        if into.marks.of(mark).is_empty() {
            let clean: String = text.chars().take(160).collect();
            into.marks.note(mark, MarkFact { value: clean.trim().to_owned(), via, excerpt: clean });
        }
    }
}

/// Adds the sightings of `more`.
pub(super) fn merge(marks: &mut PageMarks, more: PageMarks) {
    for (mark, facts) in more.0 {
        for fact in facts {
            marks.note(mark, fact);
        }
    }
}
