use super::computed::{Computed, Won, shows_in_a_state};
use super::sheet::Sheet;
use super::value::{Property, Value, Word};
use super::{FAR, VERY_FAR};
use crate::model::Hidden;
use scraper::ElementRef;
use std::sync::Arc;

/// Where a declaration stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::parse) enum Source {
    /// An attribute such as `hidden` or `width`.
    Attribute,
    /// The element's own `style`.
    Inline,
    /// A `<style>` in the page.
    Page,
    /// A linked sheet, by its address.
    Linked(String),
}

/// Why a person does not see an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::parse) struct Hides {
    /// By what.
    pub(in crate::parse) by: Hidden,
    /// The declarations that do it, as a person would write them.
    pub(in crate::parse) how: String,
    /// Where the deciding one stands.
    pub(in crate::parse) source: Source,
    /// Whether it is out of sight whatever the layout.
    pub(in crate::parse) certain: bool,
    /// Whether a state brings it into sight: pointed at, opened, chosen.
    pub(in crate::parse) reveals: bool,
    /// Whether an element around it is what is hidden.
    pub(in crate::parse) around: bool,
}

/// What an element by itself does to what is in it.
#[derive(Debug, Default)]
pub(super) struct Own {
    /// Nothing in it can be seen.
    pub(super) gone: Option<Hides>,
    /// Hidden by `visibility`, `font-size` or `text-indent`, which elements in it may take back.
    pub(super) veiled: [Option<Hides>; 3],
}

/// The properties behind [`Own::veiled`].
pub(super) const VEILS: [Property; 3] = [Property::Visibility, Property::FontSize, Property::TextIndent];

const SIZES: &[Property] =
    &[Property::Width, Property::Height, Property::MaxWidth, Property::MaxHeight, Property::Overflow];
const PLACES: &[Property] = &[
    Property::Left,
    Property::Top,
    Property::Right,
    Property::Bottom,
    Property::Position,
    Property::MarginLeft,
    Property::MarginTop,
    Property::Transform,
];

/// Judges one element by what holds for it.
pub(super) fn own(element: ElementRef<'_>, computed: &Computed, sheets: &[Arc<Sheet>]) -> Own {
    let judge = Judge { element, computed, sheets };
    Own {
        gone: judge.display().or_else(|| judge.size()).or_else(|| judge.place()).or_else(|| judge.cut()),
        veiled: VEILS.map(|property| judge.veil(property)),
    }
}

struct Judge<'a> {
    element: ElementRef<'a>,
    computed: &'a Computed,
    sheets: &'a [Arc<Sheet>],
}

impl Judge<'_> {
    fn won(&self, property: Property) -> Option<Won> {
        self.computed.won(property)
    }

    fn px(&self, property: Property) -> Option<f32> {
        self.computed.value(property).and_then(Value::px)
    }

    /// What is said of an element hidden by `deciding` with `more`; `group` are the properties that may bring it back.
    fn told(&self, by: Hidden, deciding: &[Property], certain: bool, group: &[Property]) -> Hides {
        let mut how = String::new();
        for property in deciding {
            if let Some(won) = self.won(*property) {
                if !how.is_empty() {
                    how.push(';');
                }
                how.push_str(property.name());
                how.push(':');
                let value = match (property, won.value) {
                    (Property::Overflow, _) => "hidden".to_owned(),
                    (Property::Transform, Value::Word(_)) => "scale(0)".to_owned(),
                    (Property::Transform, value) => format!("translate({})", value.told()),
                    (Property::Clip | Property::ClipPath, _) => "…".to_owned(),
                    (_, value) => value.told(),
                };
                how.push_str(&value);
            }
        }
        let first = deciding.first().and_then(|p| self.won(*p));
        let source = first.map_or(Source::Page, |w| w.source(self.sheets));
        let unless = deciding.iter().any(|p| self.won(*p).is_some_and(|w| w.unless));
        let reveals = unless || shows_in_a_state(self.element, self.sheets, group);
        Hides { by, how, source, certain, reveals, around: false }
    }

    fn display(&self) -> Option<Hides> {
        let none = |property, word| self.computed.value(property) == Some(Value::Word(word));
        if none(Property::Display, Word::None) {
            let attribute = self.won(Property::Display)?.source(self.sheets) == Source::Attribute;
            let by = if attribute { Hidden::Attribute } else { Hidden::Style };
            return Some(self.told(by, &[Property::Display], true, &[Property::Display]));
        }
        if self.px(Property::Opacity).is_some_and(|o| o <= 0.011) {
            return Some(self.told(Hidden::Style, &[Property::Opacity], true, &[Property::Opacity]));
        }
        none(Property::Transform, Word::Cut)
            .then(|| self.told(Hidden::Style, &[Property::Transform], true, &[Property::Transform]))
    }

    fn size(&self) -> Option<Hides> {
        let sides = [Property::Width, Property::MaxWidth, Property::Height, Property::MaxHeight];
        let small: Vec<Property> =
            sides.into_iter().filter(|p| self.px(*p).is_some_and(|v| (0.0..=1.0).contains(&v))).collect();
        let cuts = self.computed.value(Property::Overflow) == Some(Value::Word(Word::Cut));
        let replaced = matches!(
            self.element.value().name(),
            "iframe" | "frame" | "marquee" | "embed" | "object" | "img" | "video" | "input"
        );
        let flat = self.px(Property::LineHeight).is_some_and(|l| l.abs() < 0.01)
            && cuts
            && self.computed.value(Property::Height).is_none();
        if flat {
            return Some(self.told(Hidden::Size, &[Property::LineHeight, Property::Overflow], false, SIZES));
        }
        if small.is_empty() || !(cuts || replaced || small.len() >= 2) {
            return None;
        }
        let mut deciding = small;
        let certain = cuts || replaced;
        if cuts {
            deciding.push(Property::Overflow);
        }
        // A size of nothing at a place of its own may grow by its padding.
        Some(self.told(Hidden::Size, &deciding, certain, SIZES))
    }

    fn place(&self) -> Option<Hides> {
        let position = self.computed.value(Property::Position);
        let afloat = matches!(position, Some(Value::Word(Word::Absolute | Word::Fixed)));
        let relative = position == Some(Value::Word(Word::Other));
        for property in [Property::Left, Property::Top, Property::Right, Property::Bottom] {
            let Some(px) = self.px(property) else { continue };
            let away = px <= -FAR || (px >= VERY_FAR && property != Property::Bottom);
            if away && (afloat || (relative && px <= -2.0 * FAR)) {
                return Some(self.told(Hidden::OffScreen, &[property, Property::Position], true, PLACES));
            }
        }
        for (property, beside) in [(Property::MarginLeft, Property::Left), (Property::MarginTop, Property::Top)] {
            let Some(px) = self.px(property) else { continue };
            // `left:50%; margin-left:-600px` puts something into the middle.
            let centred = matches!(self.computed.value(beside), Some(Value::Percent(_) | Value::Unknown));
            if px <= -VERY_FAR || (px <= -2.0 * FAR && !centred) {
                return Some(self.told(Hidden::OffScreen, &[property], px <= -VERY_FAR, PLACES));
            }
        }
        let moved = self.px(Property::Transform).is_some_and(|px| px <= -FAR || px >= VERY_FAR);
        moved.then(|| self.told(Hidden::OffScreen, &[Property::Transform], true, PLACES))
    }

    fn cut(&self) -> Option<Hides> {
        let cut = |property| self.computed.value(property) == Some(Value::Word(Word::Cut));
        let afloat = matches!(self.computed.value(Property::Position), Some(Value::Word(Word::Absolute | Word::Fixed)));
        let group = [Property::Clip, Property::ClipPath, Property::Position];
        if afloat && cut(Property::Clip) {
            return Some(self.told(Hidden::Clip, &[Property::Clip, Property::Position], true, &group));
        }
        cut(Property::ClipPath).then(|| self.told(Hidden::Clip, &[Property::ClipPath], true, &group))
    }

    fn veil(&self, property: Property) -> Option<Hides> {
        match property {
            Property::Visibility => (self.computed.value(property) == Some(Value::Word(Word::Hidden)))
                .then(|| self.told(Hidden::Style, &[property], true, &[property])),
            Property::FontSize => self
                .px(property)
                .is_some_and(|p| (0.0..=1.0).contains(&p))
                .then(|| self.told(Hidden::Size, &[property], true, &[property])),
            _ => self
                .px(property)
                .is_some_and(|p| p <= -FAR || p >= VERY_FAR)
                .then(|| self.told(Hidden::OffScreen, &[property], true, &[property])),
        }
    }
}
