use super::tree::{At, Doc};
use crate::parse::given::Given;
use scraper::node::Element;

/// Most rules of one page that are kept.
const MOST: usize = 500;

/// What a cascade says so far: the winner of each property with its weight.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Effect {
    gone: Option<(u64, bool)>,
    unseen: Option<(u64, bool)>,
}

impl Effect {
    /// Whether it is not displayed; `None` where nothing is said.
    pub(super) fn gone(&self) -> Option<bool> {
        self.gone.map(|(_, gone)| gone)
    }

    /// Whether it is not visible.
    pub(super) fn unseen(&self) -> Option<bool> {
        self.unseen.map(|(_, unseen)| unseen)
    }

    /// Takes in declarations of this weight.
    pub(super) fn read(&mut self, declarations: &str, weight: u64) {
        for declaration in declarations.split(';') {
            let declaration = declaration.trim_start();
            if !declaration.starts_with(['d', 'D', 'v', 'V', 'c', 'C']) {
                continue;
            }
            let Some((name, value)) = declaration.split_once(':') else { continue };
            let (name, mut value) = (name.trim(), value.trim());
            let mut weight = weight;
            if let Some((before, important)) = value.split_once('!')
                && important.trim().eq_ignore_ascii_case("important")
            {
                value = before.trim();
                weight |= 1 << 63;
            }
            let is = |word: &str| value.eq_ignore_ascii_case(word);
            if name.eq_ignore_ascii_case("display") {
                win(&mut self.gone, weight, is("none"));
            } else if name.eq_ignore_ascii_case("visibility") && !is("inherit") {
                win(&mut self.unseen, weight, is("hidden") || is("collapse"));
            }
        }
    }
}

fn win(slot: &mut Option<(u64, bool)>, weight: u64, value: bool) {
    if slot.is_none_or(|(held, _)| weight >= held) {
        *slot = Some((weight, value));
    }
}

/// Tag, id and classes that one element must have.
#[derive(Debug, Default)]
struct Compound<'a> {
    tag: Option<&'a str>,
    id: Option<&'a str>,
    classes: Vec<&'a str>,
}

/// A selector, its last compound first; each with whether the one before stands right above it.
#[derive(Debug)]
struct Rule<'a> {
    parts: Vec<(Compound<'a>, bool)>,
    weight: u64,
    declarations: &'a str,
}

/// The rules of a page's `<style>` elements that show or hide, as far as tags, ids and classes select.
#[derive(Debug, Default)]
pub(super) struct Sheets<'a> {
    rules: Vec<Rule<'a>>,
}

impl<'a> Sheets<'a> {
    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Reads one style sheet.
    pub(super) fn add(&mut self, text: &'a str) {
        if text.contains("display") || text.contains("visibility") || text.contains("DISPLAY") {
            self.block(text);
        }
    }

    fn block(&mut self, mut text: &'a str) {
        while let Some((prelude, body, rest)) = next_block(text) {
            text = rest;
            let prelude = after_comments(prelude);
            if let Some(at_rule) = prelude.strip_prefix('@') {
                let at_rule = at_rule.to_ascii_lowercase();
                if matches!(at_rule.trim(), "media all" | "media screen" | "media only screen") {
                    self.block(body);
                }
                continue;
            }
            if !(body.contains("display") || body.contains("visibility") || body.contains("DISPLAY")) {
                continue;
            }
            for selector in prelude.split(',') {
                if self.rules.len() < MOST
                    && let Some((parts, specificity)) = parts(selector)
                {
                    let weight = specificity << 32 | self.rules.len() as u64;
                    self.rules.push(Rule { parts, weight, declarations: body });
                }
            }
        }
    }

    /// Lets every rule that selects the element have its say.
    pub(super) fn apply(&self, doc: &Doc<'_>, at: At, element: &Element, effect: &mut Effect) {
        for rule in &self.rules {
            if rule.selects(doc, at, element) {
                effect.read(rule.declarations, rule.weight);
            }
        }
    }
}

impl Rule<'_> {
    fn selects(&self, doc: &Doc<'_>, at: At, element: &Element) -> bool {
        let mut parts = self.parts.iter();
        let Some((first, direct)) = parts.next() else { return false };
        let mut direct = *direct;
        if !first.fits(element) {
            return false;
        }
        let mut above = doc.up(at);
        for (compound, next_direct) in parts {
            loop {
                let Some(candidate) = above else { return false };
                above = doc.up(candidate);
                if doc.element(candidate).is_some_and(|e| compound.fits(e)) {
                    break;
                }
                if direct {
                    return false;
                }
            }
            direct = *next_direct;
        }
        true
    }
}

impl Compound<'_> {
    fn fits(&self, element: &Element) -> bool {
        self.tag.is_none_or(|tag| element.name().eq_ignore_ascii_case(tag))
            && self.id.is_none_or(|id| element.given("id") == Some(id))
            && (self.classes.is_empty()
                || element.given("class").is_some_and(|written| {
                    self.classes.iter().all(|class| written.split_ascii_whitespace().any(|w| w == *class))
                }))
    }
}

/// Prelude and body of the next block, and what follows it.
fn next_block(text: &str) -> Option<(&str, &str, &str)> {
    let open = text.find('{')?;
    let mut depth = 1;
    let mut from = open + 1;
    loop {
        let at = from + text[from..].find(['{', '}'])?;
        depth = if text.as_bytes()[at] == b'{' { depth + 1 } else { depth - 1 };
        if depth == 0 {
            return Some((&text[..open], &text[open + 1..at], &text[at + 1..]));
        }
        from = at + 1;
    }
}

/// A prelude without the comments and statements before it.
fn after_comments(prelude: &str) -> &str {
    let prelude = prelude.rfind("*/").map_or(prelude, |at| &prelude[at + 2..]);
    let prelude = prelude.rfind(';').map_or(prelude, |at| &prelude[at + 1..]);
    prelude.trim().trim_start_matches("<!--").trim()
}

/// The compounds of a selector, the last first, with its specificity; none for what tags, ids and classes can't say.
fn parts(selector: &str) -> Option<(Vec<(Compound<'_>, bool)>, u64)> {
    let selector = selector.trim();
    if selector.is_empty() || selector.len() > 300 {
        return None;
    }
    let mut parts: Vec<(Compound<'_>, bool)> = Vec::new();
    let mut specificity = 0;
    let mut direct = false;
    for word in selector.split_ascii_whitespace() {
        for (n, piece) in word.split('>').enumerate() {
            direct |= n > 0;
            if piece.is_empty() {
                continue;
            }
            let compound = compound(piece, &mut specificity)?;
            parts.push((compound, direct));
            direct = false;
        }
    }
    parts.reverse();
    (!parts.is_empty() && parts.len() <= 8).then_some((parts, specificity))
}

fn compound<'a>(piece: &'a str, specificity: &mut u64) -> Option<Compound<'a>> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let mut compound = Compound::default();
    let mut rest = piece;
    if !rest.starts_with(['.', '#']) {
        let end = rest.find(['.', '#']).unwrap_or(rest.len());
        let tag = &rest[..end];
        if tag != "*" {
            if !tag.chars().all(plain) {
                return None;
            }
            compound.tag = Some(tag);
            *specificity += 1;
        }
        rest = &rest[end..];
    }
    while let Some(sign) = rest.chars().next() {
        let name = &rest[1..];
        let end = name.find(['.', '#']).unwrap_or(name.len());
        let (name, after) = name.split_at(end);
        if name.is_empty() || !name.chars().all(plain) {
            return None;
        }
        if sign == '#' {
            compound.id = Some(name);
            *specificity += 1 << 20;
        } else {
            compound.classes.push(name);
            *specificity += 1 << 10;
        }
        rest = after;
    }
    Some(compound)
}
