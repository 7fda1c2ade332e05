use cssparser::Parser as Input;
use scraper::ElementRef;
use scraper::selector::{Parser, Simple};
use selectors::context::{
    MatchingContext, MatchingForInvalidation, MatchingMode, NeedsSelectorFlags, QuirksMode, SelectorCaches,
};
use selectors::matching::matches_selector;
use selectors::parser::{Component, ParseRelative, Selector, SelectorList};

/// One selector of a rule, ready to be held against elements.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    selector: Selector<Simple>,
    /// What the innermost element must have, hashed: an id, a class, a tag; 0 when anything goes.
    pub(super) key: u64,
    /// Applies only in a state that a person or a script brings about: pointed at, opened, ticked.
    pub(super) state: bool,
    /// Applies as long as such a state is not there: `:not(.active)`.
    pub(super) unless: bool,
}

impl Choice {
    pub(super) fn specificity(&self) -> u32 {
        self.selector.specificity()
    }

    pub(super) fn matches(&self, element: ElementRef<'_>) -> bool {
        let mut caches = SelectorCaches::default();
        let mut context = MatchingContext::new(
            MatchingMode::Normal,
            None,
            &mut caches,
            QuirksMode::NoQuirks,
            NeedsSelectorFlags::No,
            MatchingForInvalidation::No,
        );
        matches_selector(&self.selector, 0, None, &element, &mut context)
    }
}

/// A hash of a name in one of the three ways to be known by.
pub(super) fn key(kind: u8, name: &str) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325 ^ u64::from(kind);
    for byte in name.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash | 1
}

pub(super) const ID: u8 = 1;
pub(super) const CLASS: u8 = 2;
pub(super) const TAG: u8 = 3;

/// Longest list of selectors that is read, in bytes, and the longest single one.
const LONGEST_LIST: usize = 20_000;
const LONGEST: usize = 600;
/// Deepest nesting of brackets: `:not(:is(…))`.
const DEEPEST: usize = 4;

/// The selectors of a rule; those that can't be read, or speak of what is no element, are left out. With `states`, also
/// those that hold in a state only.
pub(super) fn choices(prelude: &str, states: bool) -> Vec<Choice> {
    if prelude.len() > LONGEST_LIST {
        return Vec::new();
    }
    let mut found = Vec::new();
    for text in parted(prelude) {
        let Some(plain) = stripped(text, false) else { continue };
        if !plain.state
            && let Some(choice) = parse(&plain.text, false, plain.unless)
        {
            found.push(choice);
        }
        if states
            && let Some(bare) = stripped(text, true)
            && bare.state
            && let Some(choice) = parse(&bare.text, true, false)
        {
            found.push(choice);
        }
    }
    found
}

fn parse(text: &str, state: bool, unless: bool) -> Option<Choice> {
    let list = SelectorList::parse(&Parser, &mut Input::new(text), ParseRelative::No).ok()?;
    let selector = list.slice().first()?.clone();
    let mut best = (0, 0);
    for component in selector.iter() {
        let found = match component {
            Component::ID(name) => (3, key(ID, &name.0)),
            Component::Class(name) => (2, key(CLASS, &name.0)),
            Component::LocalName(name) => (1, key(TAG, &name.lower_name.0)),
            _ => continue,
        };
        if found.0 > best.0 {
            best = found;
        }
    }
    Some(Choice { selector, key: best.1, state, unless })
}

/// The parts of a list between its commas.
fn parted(list: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut before = '\0';
    list.split(move |c| {
        let escaped = before == '\\';
        before = if escaped { '\0' } else { c };
        match (quote, c) {
            (Some(q), c) if c == q && !escaped => quote = None,
            (None, '"' | '\'') if !escaped => quote = Some(c),
            (None, '(' | '[') if !escaped => depth += 1,
            (None, ')' | ']') if !escaped => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ',' && depth == 0 && quote.is_none() && !escaped
    })
    .map(str::trim)
    .filter(|t| !t.is_empty())
}

struct Stripped {
    text: String,
    state: bool,
    unless: bool,
}

/// A selector without the states in it; none where it speaks of a pseudo-element or is too much. `classes` says whether
/// classes that scripts set to show something count as states.
fn stripped(text: &str, classes: bool) -> Option<Stripped> {
    if text.len() > LONGEST || text.matches('(').count() > DEEPEST {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let (mut state, mut unless) = (false, false);
    let mut rest = text;
    let mut depth = 0_usize;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        match c {
            '\\' => {
                let taken = c.len_utf8() + after.chars().next().map_or(0, char::len_utf8);
                out.push_str(&rest[..taken]);
                rest = &rest[taken..];
                continue;
            }
            '[' => {
                let end = rest.find(']').map_or(rest.len(), |at| at + 1);
                out.push_str(&rest[..end]);
                rest = &rest[end..];
                continue;
            }
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ':' => {
                let name = name(after);
                if after.starts_with(':') || is_part(name) {
                    return None;
                }
                if is_link(name) || is_state(name) {
                    if is_state(name) {
                        if depth > 0 {
                            return None;
                        }
                        state = true;
                    }
                    rest = &after[name.len()..];
                    fill(&mut out, rest);
                    continue;
                }
            }
            '.' => {
                let name = name(after);
                if is_state_class(name) {
                    if depth > 0 {
                        unless = true;
                    } else if classes {
                        state = true;
                        rest = &after[name.len()..];
                        fill(&mut out, rest);
                        continue;
                    }
                }
            }
            _ => {}
        }
        out.push(c);
        rest = after;
    }
    Some(Stripped { text: out, state, unless })
}

/// Where nothing is left of a part, anything may stand there.
fn fill(out: &mut String, rest: &str) {
    let begins = out.is_empty() || out.ends_with([' ', '>', '+', '~', '\n', '\t', '(']);
    let ends = rest.is_empty() || rest.starts_with([' ', '>', '+', '~', '\n', '\t', ',', ')']);
    if begins && ends {
        out.push('*');
    }
}

fn name(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(text.len());
    &text[..end]
}

fn is_link(name: &str) -> bool {
    ["link", "any-link", "enabled", "read-write"].iter().any(|n| name.eq_ignore_ascii_case(n))
}

fn is_state(name: &str) -> bool {
    const STATES: &[&str] = &[
        "hover",
        "focus",
        "focus-within",
        "focus-visible",
        "active",
        "target",
        "checked",
        "visited",
        "disabled",
        "invalid",
        "valid",
        "fullscreen",
        "open",
    ];
    STATES.iter().any(|n| name.eq_ignore_ascii_case(n))
}

/// Pseudo-elements written with one colon, and makers' own.
fn is_part(name: &str) -> bool {
    name.starts_with('-')
        || ["before", "after", "first-line", "first-letter", "selection", "placeholder"]
            .iter()
            .any(|n| name.eq_ignore_ascii_case(n))
}

/// Classes that scripts set on what is opened, chosen or pointed at.
fn is_state_class(name: &str) -> bool {
    const STATES: &[&str] = &[
        "active",
        "actived",
        "on",
        "open",
        "opened",
        "show",
        "showed",
        "shown",
        "in",
        "cur",
        "curr",
        "current",
        "hover",
        "hovered",
        "selected",
        "select",
        "checked",
        "visible",
        "expanded",
        "expand",
        "shrink",
        "unfold",
        "now",
        "sel",
        "focus",
        "fadein",
        "animated",
        "over",
        "block",
        "layui-show",
        "layui-this",
        "layui-nav-itemed",
        "layui-nav-bar",
        "act",
        "thisclass",
        "chosen",
    ];
    let low = name.to_ascii_lowercase();
    STATES.contains(&low.as_str())
        || low.starts_with("is-")
        || ["-active", "-open", "-show", "-hover", "-selected", "-current", "-on", "_on", "_active", "_cur", "-visible"]
            .iter()
            .any(|e| low.ends_with(e))
}
