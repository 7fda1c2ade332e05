use super::super::given::Given;
use super::colour::Colour;
use super::hides::Source;
use super::select::{CLASS, ID, TAG, key};
use super::sheet::{self, Declared, Sheet};
use super::value::{PROPERTIES, Property, Value, Word};
use scraper::ElementRef;
use std::sync::Arc;

/// The declaration that won for one property.
#[derive(Debug, Clone, Copy)]
pub(super) struct Won {
    pub(super) value: Value,
    rank: u64,
    /// 0: an attribute, 1: the element's own style, then the sheets.
    source: u16,
    /// Won by a rule that holds as long as nothing opens or chooses the element.
    pub(super) unless: bool,
}

/// What holds for one element, before anything is inherited.
#[derive(Debug, Clone)]
pub(super) struct Computed([Option<Won>; PROPERTIES]);

const INLINE: u16 = 1;
const FIRST_SHEET: u16 = 2;

impl Computed {
    pub(super) fn won(&self, property: Property) -> Option<Won> {
        self.0[property as usize]
    }

    pub(super) fn value(&self, property: Property) -> Option<Value> {
        self.won(property).map(|w| w.value)
    }

    fn put(&mut self, declared: Declared, rank: u64, source: u16, unless: bool) {
        let slot = &mut self.0[declared.property as usize];
        let rank = rank | (u64::from(declared.important) << 63);
        if slot.is_none_or(|w| w.rank <= rank) {
            *slot = Some(Won { value: declared.value, rank, source, unless });
        }
    }

    /// Puts together what all sources say of an element.
    pub(super) fn of(element: ElementRef<'_>, sheets: &[Arc<Sheet>]) -> Self {
        let mut computed = Self([None; PROPERTIES]);
        hints(element, |property, value| {
            computed.put(Declared { property, value, important: false }, 0, 0, false);
        });
        let keys = Keys::of(element);
        for (number, sheet) in (FIRST_SHEET..).zip(sheets) {
            for at in keys.found(&sheet.plain) {
                let rule = &sheet.rules[at as usize];
                if rule.choice.matches(element) {
                    let order = u64::from(number.min(255)) << 22 | u64::from(at.min((1 << 22) - 1));
                    let rank = 1 | u64::from(rule.choice.specificity()) << 31 | order;
                    for declared in sheet.of(rule) {
                        computed.put(*declared, rank, number, rule.choice.unless);
                    }
                }
            }
        }
        if let Some(style) = element.value().given("style") {
            for declared in sheet::inline(style) {
                computed.put(declared, 1 << 62, INLINE, false);
            }
        }
        computed
    }
}

impl Won {
    /// Where it stands.
    pub(super) fn source(&self, sheets: &[Arc<Sheet>]) -> Source {
        match self.source {
            0 => Source::Attribute,
            INLINE => Source::Inline,
            n => match sheets.get(usize::from(n - FIRST_SHEET)) {
                Some(sheet) if !sheet.address.is_empty() => Source::Linked(sheet.address.clone()),
                _ => Source::Page,
            },
        }
    }
}

/// What an element is known by.
pub(super) struct Keys(Vec<u64>);

impl Keys {
    pub(super) fn of(element: ElementRef<'_>) -> Self {
        let value = element.value();
        let mut keys = vec![0, key(TAG, value.name())];
        keys.extend(value.given("id").map(|id| key(ID, id)));
        if let Some(classes) = value.given("class") {
            keys.extend(classes.split_ascii_whitespace().take(40).map(|c| key(CLASS, c)));
        }
        Self(keys)
    }

    /// The rules of a list sorted by key that speak of something like it.
    pub(super) fn found<'a>(&'a self, list: &'a [(u64, u32)]) -> impl Iterator<Item = u32> + 'a {
        self.0.iter().flat_map(move |key| {
            let from = list.partition_point(|(k, _)| k < key);
            list[from..].iter().take_while(move |(k, _)| k == key).map(|(_, rule)| *rule)
        })
    }
}

/// Whether a rule may take the element out of sight.
pub(super) fn may_hide(element: ElementRef<'_>, sheets: &[Arc<Sheet>]) -> bool {
    let value = element.value();
    let own = |style: &str| sheet::inline(style).iter().any(Declared::may_hide);
    if value.given("hidden").is_some() || value.given("style").is_some_and(own) {
        return true;
    }
    if matches!(value.name(), "iframe" | "frame" | "marquee" | "embed" | "object") {
        return true;
    }
    let keys = Keys::of(element);
    sheets.iter().any(|sheet| {
        !sheet.hiding.is_empty() && keys.found(&sheet.hiding).any(|at| sheet.rules[at as usize].choice.matches(element))
    })
}

/// Whether some state (pointed at, opened, chosen by a script's class) gives one of the properties a value that shows.
pub(super) fn shows_in_a_state(element: ElementRef<'_>, sheets: &[Arc<Sheet>], properties: &[Property]) -> bool {
    let keys = Keys::of(element);
    sheets.iter().any(|sheet| {
        keys.found(&sheet.states).any(|at| {
            let rule = &sheet.rules[at as usize];
            let shows = |d: &Declared| properties.contains(&d.property) && !d.may_hide();
            sheet.of(rule).iter().any(shows) && rule.choice.matches(element)
        })
    })
}

/// What attributes say of an element's looks.
fn hints(element: ElementRef<'_>, mut keep: impl FnMut(Property, Value)) {
    let value = element.value();
    if value.given("hidden").is_some_and(|v| !v.eq_ignore_ascii_case("until-found")) {
        keep(Property::Display, Value::Word(Word::None));
    }
    if let Some(colour) = value.given("bgcolor").and_then(Colour::attribute) {
        keep(Property::Background, Value::Colour(colour));
    }
    if value.given("background").is_some_and(|b| !b.trim().is_empty()) {
        keep(Property::Background, Value::Image);
    }
    let text = match value.name() {
        "font" => value.given("color"),
        "body" => value.given("text"),
        _ => None,
    };
    if let Some(colour) = text.and_then(Colour::attribute) {
        keep(Property::Color, Value::Colour(colour));
    }
    if matches!(value.name(), "iframe" | "marquee" | "embed" | "object" | "img") {
        for (name, property) in [("width", Property::Width), ("height", Property::Height)] {
            if let Some(length) = value.given(name).and_then(dimension) {
                keep(property, length);
            }
        }
    }
}

/// A length as attributes write it: `0`, `12px`, `50%`.
fn dimension(value: &str) -> Option<Value> {
    let value = value.trim();
    let end = value.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(value.len());
    let number: f32 = value[..end].parse().ok()?;
    Some(if value[end..].starts_with('%') { Value::Percent(number / 100.0) } else { Value::Px(number) })
}
