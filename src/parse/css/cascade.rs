use super::super::given::Given;
use super::colour::Colour;
use super::computed::{Computed, may_hide};
use super::hides::{Hides, Own, Source, VEILS, own};
use super::sheet::Sheet;
use super::value::{Property, Value, Word};
use crate::model::Hidden;
use scraper::{Element, ElementRef, Html};
use selectors::OpaqueElement;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use url::Url;

/// What is known of one element.
#[derive(Debug, Clone, Default)]
struct Known {
    gone: Option<Rc<Hides>>,
    veiled: [Option<Rc<Hides>>; 3],
}

/// The style sheets of one page together, asked whether a person can see an element. Good for the tree it was made of and
/// no other.
#[derive(Debug)]
pub(in crate::parse) struct Cascade {
    sheets: Vec<Arc<Sheet>>,
    /// Sheets that the page asks for and that were not read.
    unseen: usize,
    known: RefCell<HashMap<OpaqueElement, Known>>,
    looks: RefCell<HashMap<OpaqueElement, Rc<Computed>>>,
}

/// Style sheets of one page, at most.
const MOST_SHEETS: usize = 60;

impl Cascade {
    /// Puts together the sheets in and behind a page; `linked` are those that were fetched, known by their addresses.
    pub(in crate::parse) fn of(html: &Html, base: &Url, linked: &[Arc<Sheet>]) -> Self {
        let mut sheets = Vec::new();
        let mut unseen = 0;
        for node in html.tree.nodes() {
            let Some(element) = ElementRef::wrap(node) else { continue };
            if sheets.len() >= MOST_SHEETS {
                unseen += 1;
                break;
            }
            match element.value().name() {
                "style" if applies(element) => {
                    let text: String = element.text().collect();
                    let sheet = Sheet::read(text.trim(), "");
                    unseen += follow(&sheet, base, linked, &mut sheets, 0);
                    if !sheet.is_empty() {
                        sheets.push(Arc::new(sheet));
                    }
                }
                "link" => {
                    let Some(address) = linked_sheet(element, base) else { continue };
                    match linked.iter().find(|s| s.address == address) {
                        Some(sheet) => {
                            let base = Url::parse(&sheet.address).unwrap_or_else(|_| base.clone());
                            unseen += follow(sheet, &base, linked, &mut sheets, 0);
                            sheets.push(Arc::clone(sheet));
                        }
                        None => unseen += 1,
                    }
                }
                _ => {}
            }
        }
        Self { sheets, unseen, known: RefCell::default(), looks: RefCell::default() }
    }

    /// Sheets that the page asks for and that were not read: what they hide is not known, nor what they show.
    pub(in crate::parse) fn unseen(&self) -> usize {
        self.unseen
    }

    /// Why a person can't see an element, by size, place or style, its own or that of what is around it. Colours aside.
    pub(in crate::parse) fn hidden(&self, element: ElementRef<'_>) -> Option<Hides> {
        let known = self.known(element);
        let own = known.gone.or_else(|| known.veiled.into_iter().flatten().next())?;
        Some((*own).clone())
    }

    /// Whether an element is taken out of sight wholly by `display:none` or `visibility:hidden`, its own or around it.
    pub(in crate::parse) fn is_gone(&self, element: ElementRef<'_>) -> bool {
        let known = self.known(element);
        let display = |h: &Rc<Hides>| h.how.starts_with("display");
        known.gone.is_some_and(|h| display(&h)) || known.veiled[0].is_some()
    }

    fn known(&self, element: ElementRef<'_>) -> Known {
        let mut waiting = Vec::new();
        let mut known = Known::default();
        let mut next = Some(element);
        while let Some(at) = next {
            if let Some(found) = self.known.borrow().get(&at.opaque()) {
                known = found.clone();
                break;
            }
            waiting.push(at);
            next = at.parent_element();
        }
        for at in waiting.into_iter().rev() {
            known = self.below(at, &known);
            self.known.borrow_mut().insert(at.opaque(), known.clone());
        }
        known
    }

    /// What is known of an element, from what is known of that around it.
    fn below(&self, element: ElementRef<'_>, above: &Known) -> Known {
        let around = |hides: &Rc<Hides>| {
            if hides.around { Rc::clone(hides) } else { Rc::new(Hides { around: true, ..(**hides).clone() }) }
        };
        if let Some(gone) = &above.gone {
            return Known { gone: Some(around(gone)), veiled: above.veiled.clone() };
        }
        let veiled = above.veiled.iter().any(Option::is_some);
        if !veiled && !may_hide(element, &self.sheets) {
            return Known::default();
        }
        let computed = self.computed(element);
        let Own { gone, veiled } = own(element, &computed, &self.sheets);
        let mut known = Known { gone: gone.map(Rc::new), veiled: veiled.map(|v| v.map(Rc::new)) };
        for (n, property) in VEILS.into_iter().enumerate() {
            if known.veiled[n].is_none()
                && let Some(above) = &above.veiled[n]
                && inherits(&computed, property)
            {
                known.veiled[n] = Some(around(above));
            }
        }
        known
    }

    fn computed(&self, element: ElementRef<'_>) -> Rc<Computed> {
        let key = element.opaque();
        if let Some(found) = self.looks.borrow().get(&key) {
            return Rc::clone(found);
        }
        let computed = Rc::new(Computed::of(element, &self.sheets));
        self.looks.borrow_mut().insert(key, Rc::clone(&computed));
        computed
    }

    /// Whether the text of an element has the colour of what is behind it.
    pub(in crate::parse) fn blends(&self, element: ElementRef<'_>) -> Option<Hides> {
        let (text, source, own) = self.colour(element)?;
        let told = |how: String, certain: bool| Hides {
            by: Hidden::Colour,
            how,
            source,
            certain,
            reveals: false,
            around: !own,
        };
        if text.is_clear() {
            return Some(told("color:transparent".to_owned(), true));
        }
        let (ground, certain) = self.ground(element)?;
        text.blends(ground).then(|| {
            let how = format!("color:{};background:{}", text.told(), ground.told());
            told(how, certain && self.unseen == 0)
        })
    }

    /// The colour of an element's text, where it stands, and whether on the element itself; none where only a browser
    /// knows, or where no rule says anything.
    fn colour(&self, element: ElementRef<'_>) -> Option<(Colour, Source, bool)> {
        let mut at = element;
        loop {
            let computed = self.computed(at);
            let won = computed.won(Property::Color);
            match won.map(|w| w.value) {
                Some(Value::Colour(colour)) => {
                    return Some((colour, won?.source(&self.sheets), at == element));
                }
                Some(Value::Word(Word::Inherit)) => {}
                Some(_) => return None,
                None if at.value().name() == "a" && at.value().given("href").is_some() => {
                    return Some((Colour::LINK, Source::Attribute, at == element));
                }
                None => {}
            }
            let Some(parent) = at.parent_element() else { return Some((Colour::BLACK, Source::Attribute, false)) };
            at = parent;
        }
    }

    /// The colour behind an element, and whether no layout can change it; none where a picture is behind it.
    fn ground(&self, element: ElementRef<'_>) -> Option<(Colour, bool)> {
        let mut at = element;
        let mut certain = true;
        loop {
            let computed = self.computed(at);
            match computed.value(Property::Background) {
                Some(Value::Colour(colour)) if colour.alpha >= 200 => return Some((colour, certain)),
                Some(Value::Colour(colour)) if colour.is_clear() => {}
                Some(Value::Word(Word::Inherit)) | None => {}
                Some(_) => return None,
            }
            // What is taken out of the flow lies upon something else.
            let position = computed.value(Property::Position);
            if matches!(position, Some(Value::Word(Word::Absolute | Word::Fixed))) {
                certain = false;
            }
            let Some(parent) = at.parent_element() else { return Some((Colour::WHITE, certain)) };
            at = parent;
        }
    }
}

/// Whether an element takes a property over from what is around it.
fn inherits(computed: &Computed, property: Property) -> bool {
    match computed.value(property) {
        None | Some(Value::Word(Word::Inherit)) => true,
        // A share of nothing is nothing.
        Some(Value::Em(_) | Value::Percent(_)) => property == Property::FontSize,
        Some(_) => false,
    }
}

/// Whether a `<style>` or `<link>` is for a screen.
fn applies(element: ElementRef<'_>) -> bool {
    let value = element.value();
    let kind = value.given("type").map(str::trim).unwrap_or_default();
    (kind.is_empty() || kind.eq_ignore_ascii_case("text/css"))
        && value.given("media").is_none_or(|m| super::media::reach(m) != super::media::Reach::Never)
}

/// The address of a style sheet that a `<link>` asks for.
fn linked_sheet(element: ElementRef<'_>, base: &Url) -> Option<String> {
    let value = element.value();
    let rel = value.given("rel")?.to_ascii_lowercase();
    let mut words = rel.split_ascii_whitespace();
    let (sheet, other) = words.fold((false, false), |(s, o), w| (s || w == "stylesheet", o || w == "alternate"));
    let href = value.given("href")?.trim();
    if !sheet || other || href.is_empty() || value.given("disabled").is_some() || !applies(element) {
        return None;
    }
    address(href, base)
}

fn address(href: &str, base: &Url) -> Option<String> {
    let mut url = base.join(href.trim()).ok().filter(|u| matches!(u.scheme(), "http" | "https"))?;
    url.set_fragment(None);
    Some(url.into())
}

/// Puts the sheets that a sheet asks for before it; how many of them were not read.
fn follow(sheet: &Sheet, base: &Url, linked: &[Arc<Sheet>], into: &mut Vec<Arc<Sheet>>, depth: u8) -> usize {
    let mut unseen = 0;
    for import in &sheet.imports {
        let Some(address) = address(import, base) else { continue };
        match linked.iter().find(|s| s.address == address) {
            Some(found) if depth < 2 && into.len() < MOST_SHEETS => {
                let base = Url::parse(&found.address).unwrap_or_else(|_| base.clone());
                unseen += follow(found, &base, linked, into, depth + 1);
                into.push(Arc::clone(found));
            }
            _ => unseen += 1,
        }
    }
    unseen
}

/// The addresses of the style sheets that a page asks for, in order, each once.
pub(in crate::parse) fn asked_for(html: &Html, base: &Url) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |address: Option<String>| {
        if let Some(address) = address.filter(|a| !found.contains(a)) {
            found.push(address);
        }
    };
    for node in html.tree.nodes() {
        let Some(element) = ElementRef::wrap(node) else { continue };
        match element.value().name() {
            "link" => add(linked_sheet(element, base)),
            "style" if applies(element) => {
                let text: String = element.text().collect();
                if text.contains("@import") {
                    for import in Sheet::read(&text, "").imports {
                        add(address(&import, base));
                    }
                }
            }
            _ => {}
        }
    }
    found
}
