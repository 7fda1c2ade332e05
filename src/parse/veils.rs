//! Links to other organisations' sites that a person does not see, with how they are hidden and what may excuse it.

use super::css::{Cascade, Hides, Source};
use super::given::Given;
use super::guises;
use super::resolve::Base;
use super::scripts::{self, Wrapping};
use super::seen::label;
use crate::model::{Hidden, LinkKind, Veil, VeilSource, registrable_domain};
use regex::Regex;
use scraper::{ElementRef, Html, Node};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;
use url::Url;

/// Most hidden links kept of one page: who hides more hides them all in one place.
const MOST: usize = 60;
/// Longest excerpt, in characters.
const EXCERPT: usize = 240;

/// Adds what is not known yet: a packed script is read packed and unpacked, and gives the same links both times.
pub(super) fn add(to: &mut Vec<Veil>, more: Vec<Veil>) {
    for veil in more {
        if !to.contains(&veil) {
            to.push(veil);
        }
    }
}

/// One pass over a tree for hidden links.
struct Pass<'a> {
    base: &'a Base,
    own: Option<String>,
    cascade: &'a Cascade,
    /// A script wrote this markup.
    injected: bool,
    /// All scripts in the page.
    scripts: &'a [String],
    /// Ids of what a script takes out of sight.
    scripted: BTreeSet<String>,
    /// Tags that scripts wrote and left open: at which depth, and why what follows can't be seen.
    wrappers: Vec<(usize, Option<Hidden>)>,
    depth: usize,
    found: Vec<Veil>,
}

static TAKES_AWAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?:getElementById\s*\(\s*["']([\w-]{1,60})["']\s*\)\s*\.\s*style\s*\.\s*(?:display\s*=\s*["']none|visibility\s*=\s*["']hidden)|\$\s*\(\s*["']\#([\w-]{1,60})["']\s*\)\s*\.\s*(?:hide\s*\(\s*\)|css\s*\(\s*["']display["']\s*,\s*["']none))"#,
    )
    .expect("a constant pattern")
});

/// Finds them; `scripts` are those of the page, `injected` says that a script wrote all of the tree.
pub(super) fn read(html: &Html, base: &Base, cascade: &Cascade, scripts: &[String], injected: bool) -> Vec<Veil> {
    let scripted = scripts
        .iter()
        // A long script has functions, which may run at any time or never.
        .filter(|code| code.len() < 600 && !code.contains("function"))
        .flat_map(|code| TAKES_AWAY.captures_iter(code))
        .filter_map(|c| c.get(1).or(c.get(2)).map(|m| m.as_str().to_owned()))
        .collect();
    let own = registrable_domain(&base.url);
    let mut pass =
        Pass { base, own, cascade, injected, scripts, scripted, wrappers: Vec::new(), depth: 0, found: Vec::new() };
    pass.run(html);
    pass.found
}

impl Pass<'_> {
    fn run(&mut self, html: &Html) {
        let mut node = html.tree.root();
        loop {
            if let Some(element) = ElementRef::wrap(node) {
                self.enter(element);
            }
            if let Some(child) = node.first_child() {
                self.depth += 1;
                node = child;
                continue;
            }
            loop {
                if let Some(next) = node.next_sibling() {
                    node = next;
                    break;
                }
                let Some(parent) = node.parent() else { return };
                node = parent;
                self.depth -= 1;
                // An element that a script left open ends with its parent.
                let depth = self.depth;
                self.wrappers.retain(|(at, _)| *at <= depth);
            }
            if self.found.len() >= MOST {
                return;
            }
        }
    }

    fn enter(&mut self, element: ElementRef<'_>) {
        let value = element.value();
        match value.name() {
            "a" | "area" => self.link(element, value.given("href"), LinkKind::Anchor),
            "iframe" | "frame" => self.link(element, value.given("src"), LinkKind::Frame),
            "noscript" => self.noscript(element),
            "script" if value.given("src").is_none() => {
                let code: String = element.text().collect();
                match scripts::wrapping(&code) {
                    Some(Wrapping::Opens(hidden)) => self.wrappers.push((self.depth, hidden)),
                    Some(Wrapping::Closes) => {
                        self.wrappers.pop();
                    }
                    None => {}
                }
            }
            _ => {}
        }
    }

    /// The address, if it is another organisation's.
    fn foreign(&self, address: Option<&str>) -> Option<Url> {
        let address = address?.trim();
        // Whatever leads to another site names it.
        let named = address.starts_with("//") || address.starts_with('\\') || address.contains(':');
        if !named || address.len() < 4 || address.starts_with("javascript:") {
            return None;
        }
        // Most links that name a site name their own.
        let host = self.base.url.host_str().unwrap_or_default();
        if address.split_once("//").is_some_and(|(_, rest)| rest.strip_prefix(host).is_some_and(|r| r.starts_with('/')))
        {
            return None;
        }
        let url = self.base.url_of(address)?;
        let host = url.host_str()?;
        if !matches!(url.scheme(), "http" | "https") || url.host() == self.base.url.host() {
            return None;
        }
        let official = host.ends_with(".gov.cn") || host == "gov.cn" || host.ends_with(".政务");
        let own = || self.own.as_ref().is_some_and(|own| registrable_domain(&url).as_ref() == Some(own));
        (!official && !own()).then_some(url)
    }

    fn link(&mut self, element: ElementRef<'_>, address: Option<&str>, kind: LinkKind) {
        let Some(url) = self.foreign(address) else { return };
        let Some((hides, wrapper)) = self.why(element) else { return };
        let origin = origin(element, self.cascade);
        let guise = if hides.reveals {
            Some("a rule shows it in another state".to_owned())
        } else {
            guises::of(element, origin, self.cascade, self.scripts)
        };
        let (source, sheet) = match hides.source {
            Source::Attribute => (VeilSource::Attribute, None),
            Source::Inline => (VeilSource::Inline, None),
            Source::Page => (VeilSource::Page, None),
            Source::Linked(address) => (VeilSource::Linked, Some(address)),
        };
        let source = if wrapper { VeilSource::Script } else { source };
        self.found.push(Veil {
            target: url.into(),
            text: text_of(element),
            kind,
            by: hides.by,
            how: hides.how,
            source,
            sheet,
            injected: self.injected || wrapper,
            certain: hides.certain,
            guise,
            unread_sheets: u32::try_from(self.cascade.unseen()).unwrap_or(u32::MAX),
            excerpt: excerpt(element, origin),
        });
    }

    /// Why a person does not see it, and whether a script is the reason.
    fn why(&self, element: ElementRef<'_>) -> Option<(Hides, bool)> {
        let plain = |by, how: &str| Hides {
            by,
            how: how.to_owned(),
            source: Source::Attribute,
            certain: true,
            reveals: false,
            around: true,
        };
        if let Some(by) = self.wrappers.iter().find_map(|(_, hidden)| *hidden) {
            return Some((plain(by, "a wrapper written by a script"), true));
        }
        if let Some(hides) = self.cascade.hidden(element) {
            return Some((hides, false));
        }
        if !self.scripted.is_empty()
            && around(element).any(|e| e.value().given("id").is_some_and(|id| self.scripted.contains(id)))
        {
            return Some((plain(Hidden::Style, "display:none set by a script"), true));
        }
        if element.value().name() == "frame" {
            return frame_of_nothing(element).map(|how| (plain(Hidden::Size, &how), false));
        }
        if let Some(marquee) = around(element).find(|e| e.value().name() == "marquee")
            && let Some(how) = racing(marquee)
        {
            return Some((plain(Hidden::Size, &how), false));
        }
        if matches!(element.value().name(), "iframe" | "frame" | "area") {
            return None;
        }
        // What a person would see is the text, wherever in the link it stands.
        let holder = holder(element);
        if let Some(hides) = self.cascade.hidden(holder) {
            return Some((hides, false));
        }
        if has_picture(element) { None } else { self.cascade.blends(holder).map(|hides| (hides, false)) }
    }

    /// Markup that people with scripts, which is everybody, never see. Counters put themselves there.
    fn noscript(&mut self, element: ElementRef<'_>) {
        let source: String = element.text().collect();
        if !source.contains("<a") && !source.contains("<A") && !source.contains("frame") || source.len() > 200_000 {
            return;
        }
        let html = Html::parse_fragment(&source);
        for node in html.tree.nodes() {
            let Some(inner) = ElementRef::wrap(node) else { continue };
            let (address, kind) = match inner.value().name() {
                "a" => (inner.value().given("href"), LinkKind::Anchor),
                "iframe" => (inner.value().given("src"), LinkKind::Frame),
                _ => continue,
            };
            let Some(url) = self.foreign(address) else { continue };
            if self.found.len() < MOST {
                self.found.push(Veil {
                    target: url.into(),
                    text: text_of(inner),
                    kind,
                    by: Hidden::Noscript,
                    how: "noscript".to_owned(),
                    source: VeilSource::Attribute,
                    sheet: None,
                    injected: self.injected,
                    certain: true,
                    guise: Some("noscript".to_owned()),
                    unread_sheets: 0,
                    excerpt: cut(&format!("<noscript>…{}", inner.html())),
                });
            }
        }
    }
}

fn around(element: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    std::iter::once(element).chain(element.ancestors().filter_map(ElementRef::wrap))
}

/// The element that hides: the outermost that can't be seen.
fn origin<'a>(element: ElementRef<'a>, cascade: &Cascade) -> ElementRef<'a> {
    around(element).take_while(|e| cascade.hidden(*e).is_some()).last().unwrap_or(element)
}

/// The innermost element that holds all of a link's text.
fn holder(element: ElementRef<'_>) -> ElementRef<'_> {
    let mut at = element;
    loop {
        let mut only = None;
        for child in at.children() {
            match child.value() {
                Node::Text(text) if text.trim().is_empty() => {}
                Node::Element(_) if only.is_none() => only = ElementRef::wrap(child),
                Node::Comment(_) => {}
                _ => return at,
            }
        }
        let Some(next) = only else { return at };
        at = next;
    }
}

fn has_picture(element: ElementRef<'_>) -> bool {
    element.descendent_elements().any(|e| matches!(e.value().name(), "img" | "svg" | "video" | "canvas" | "object"))
}

fn text_of(element: ElementRef<'_>) -> String {
    let text = label(&element.text().collect::<String>());
    if !text.is_empty() {
        return text;
    }
    let value = element.value();
    let picture = || {
        let pictures = element.descendent_elements().filter(|e| e.value().name() == "img");
        pictures.filter_map(|e| e.value().given("alt")).find(|alt| !alt.trim().is_empty()).map(label)
    };
    value.given("title").or_else(|| value.given("alt")).map(label).or_else(picture).unwrap_or_default()
}

/// A frame of a `<frameset rows="444,0">` that gets no room.
fn frame_of_nothing(frame: ElementRef<'_>) -> Option<String> {
    let set = frame.parent().and_then(ElementRef::wrap).filter(|p| p.value().name() == "frameset")?;
    let number = frame.prev_siblings().filter_map(ElementRef::wrap).count();
    ["rows", "cols"].into_iter().find_map(|name| {
        let sizes = set.value().given(name)?;
        let own = sizes.split(',').nth(number)?.trim().trim_end_matches(['%', 'p', 'x']);
        (own.parse::<f32>().is_ok_and(|size| size <= 1.0)).then(|| format!("frameset {name}=\"{sizes}\""))
    })
}

/// A marquee that is next to nothing and runs too fast to be seen.
fn racing(marquee: ElementRef<'_>) -> Option<String> {
    let number = |name: &str| {
        let digits: String =
            marquee.value().given(name)?.trim().chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        digits.parse::<f32>().ok()
    };
    let small = ["width", "height"].into_iter().filter_map(number).any(|size| size <= 10.0);
    let fast = number("scrollamount").is_some_and(|n| n >= 300.0) || number("scrolldelay").is_some_and(|n| n >= 5000.0);
    let tiny = ["width", "height"].into_iter().filter_map(number).any(|size| size <= 3.0);
    (tiny || (small && fast) || number("scrollamount").is_some_and(|n| n >= 3000.0)).then(|| cut(&open_tag(marquee)))
}

/// An element's opening tag.
fn open_tag(element: ElementRef<'_>) -> String {
    let mut tag = format!("<{}", element.value().name());
    for (name, value) in element.value().attrs() {
        if matches!(name, "id" | "class" | "style" | "hidden" | "width" | "height" | "color" | "rows" | "cols")
            || name.starts_with("scroll")
        {
            let _ = write!(tag, " {name}=\"{}\"", value.trim());
        }
    }
    tag.push('>');
    tag
}

fn excerpt(element: ElementRef<'_>, origin: ElementRef<'_>) -> String {
    let mut text = String::new();
    if origin.id() != element.id() {
        text.push_str(&open_tag(origin));
        text.push('…');
    } else if let Some(parent) = element.parent().and_then(ElementRef::wrap)
        && parent.value().name() == "marquee"
    {
        text.push_str(&open_tag(parent));
    }
    text.push_str(&element.html());
    cut(&text)
}

fn cut(text: &str) -> String {
    super::seen::fold(text).chars().take(EXCERPT).collect()
}
