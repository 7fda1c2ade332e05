use super::colour::Colour;
use cssparser::{ParseError, Parser, Token};

/// Properties that decide whether a person can see an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Property {
    Display,
    Visibility,
    Opacity,
    FontSize,
    LineHeight,
    Width,
    Height,
    MaxWidth,
    MaxHeight,
    Overflow,
    Position,
    Left,
    Top,
    Right,
    Bottom,
    TextIndent,
    MarginLeft,
    MarginTop,
    Color,
    Background,
    Clip,
    ClipPath,
    Transform,
}

/// How many there are.
pub(super) const PROPERTIES: usize = Property::Transform as usize + 1;

impl Property {
    /// As written in a style sheet.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Display => "display",
            Self::Visibility => "visibility",
            Self::Opacity => "opacity",
            Self::FontSize => "font-size",
            Self::LineHeight => "line-height",
            Self::Width => "width",
            Self::Height => "height",
            Self::MaxWidth => "max-width",
            Self::MaxHeight => "max-height",
            Self::Overflow => "overflow",
            Self::Position => "position",
            Self::Left => "left",
            Self::Top => "top",
            Self::Right => "right",
            Self::Bottom => "bottom",
            Self::TextIndent => "text-indent",
            Self::MarginLeft => "margin-left",
            Self::MarginTop => "margin-top",
            Self::Color => "color",
            Self::Background => "background",
            Self::Clip => "clip",
            Self::ClipPath => "clip-path",
            Self::Transform => "transform",
        }
    }

    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "display" => Self::Display,
            "visibility" => Self::Visibility,
            "opacity" => Self::Opacity,
            "font-size" => Self::FontSize,
            "line-height" => Self::LineHeight,
            "width" => Self::Width,
            "height" => Self::Height,
            "max-width" => Self::MaxWidth,
            "max-height" => Self::MaxHeight,
            "overflow" | "overflow-x" | "overflow-y" => Self::Overflow,
            "position" => Self::Position,
            "left" => Self::Left,
            "top" => Self::Top,
            "right" => Self::Right,
            "bottom" => Self::Bottom,
            "text-indent" => Self::TextIndent,
            "margin-left" => Self::MarginLeft,
            "margin-top" => Self::MarginTop,
            "color" => Self::Color,
            "background-color" => Self::Background,
            "clip" => Self::Clip,
            "clip-path" | "-webkit-clip-path" => Self::ClipPath,
            "transform" | "-webkit-transform" | "-ms-transform" => Self::Transform,
            _ => return None,
        })
    }
}

/// Key words that matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    None,
    Hidden,
    Absolute,
    Fixed,
    Auto,
    /// `inherit` and `unset`.
    Inherit,
    /// A clip, an overflow or a scale that leaves nothing.
    Cut,
    /// Any other word: shown, in place.
    Other,
}

/// A value as far as it matters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value {
    Word(Word),
    Px(f32),
    Em(f32),
    /// 1 is the whole.
    Percent(f32),
    Number(f32),
    Colour(Colour),
    /// A picture or gradient.
    Image,
    /// `var()`, `calc()` and what else only a browser knows.
    Unknown,
}

impl Value {
    /// As a length in pixels, where it is one; in older pages numbers without a unit are.
    pub(super) fn px(self) -> Option<f32> {
        match self {
            Self::Px(px) | Self::Number(px) => Some(px),
            Self::Em(em) => Some(em * 16.0),
            Self::Percent(0.0) => Some(0.0),
            _ => None,
        }
    }

    /// As a person would write it.
    pub(super) fn told(self) -> String {
        match self {
            Self::Word(Word::None) => "none".to_owned(),
            Self::Word(Word::Hidden) => "hidden".to_owned(),
            Self::Word(Word::Absolute) => "absolute".to_owned(),
            Self::Word(Word::Fixed) => "fixed".to_owned(),
            Self::Word(Word::Cut) | Self::Px(0.0) => "0".to_owned(),
            Self::Word(_) | Self::Unknown | Self::Image => "…".to_owned(),
            Self::Px(px) => format!("{px}px"),
            Self::Em(em) => format!("{em}em"),
            Self::Percent(share) => format!("{}%", share * 100.0),
            Self::Number(number) => format!("{number}"),
            Self::Colour(colour) => colour.told(),
        }
    }
}

/// Reads one declaration's value and hands on what it says of the properties that matter; whether it is `!important`.
pub(super) fn read(name: &str, input: &mut Parser<'_>, mut keep: impl FnMut(Property, Value)) -> bool {
    let lower;
    let name = if name.bytes().any(|b| b.is_ascii_uppercase()) {
        lower = name.to_ascii_lowercase();
        &lower
    } else {
        name
    };
    let property = Property::of(name);
    if property.is_none() && !matches!(name, "background" | "margin" | "inset" | "font") {
        return false;
    }
    let colours = matches!(property, Some(Property::Color | Property::Background)) || name == "background";
    let (values, important) = values(input, colours);
    let Some(first) = values.first().copied() else { return important };
    if let Some(property) = property {
        keep(property, single(property, first, &values));
        return important;
    }
    let side = |n: usize| match (n, values.len()) {
        (3, 2 | 3) => values[1],
        (n, length) if n < length => values[n],
        (2, _) => values[0],
        _ => first,
    };
    match name {
        "margin" => {
            keep(Property::MarginTop, first);
            keep(Property::MarginLeft, side(3));
        }
        "inset" => {
            let sides = [Property::Top, Property::Right, Property::Bottom, Property::Left];
            for (n, property) in sides.into_iter().enumerate() {
                keep(property, side(n));
            }
        }
        "font" => {
            let length = |v: &&Value| matches!(v, Value::Px(_) | Value::Em(_) | Value::Percent(_) | Value::Number(0.0));
            if let Some(length) = values.iter().find(length) {
                keep(Property::FontSize, *length);
            }
        }
        _ => keep(Property::Background, ground(&values)),
    }
    important
}

fn single(property: Property, first: Value, values: &[Value]) -> Value {
    match property {
        Property::Overflow => {
            let cuts = |v: &Value| matches!(v, Value::Word(Word::Hidden | Word::Auto | Word::Cut));
            Value::Word(if values.iter().any(cuts) { Word::Cut } else { Word::Other })
        }
        Property::Background => ground(values),
        // The first step that takes it out of sight; else nothing of note.
        Property::Transform => {
            let far = |v: &Value| matches!(v, Value::Word(Word::Cut) | Value::Px(_) | Value::Em(_) | Value::Number(_));
            values.iter().copied().find(far).unwrap_or(Value::Unknown)
        }
        Property::LineHeight => match first {
            Value::Number(n) => Value::Em(n),
            other => other,
        },
        _ => first,
    }
}

/// What a background shows: a picture covers its colour.
fn ground(values: &[Value]) -> Value {
    if values.contains(&Value::Image) {
        return Value::Image;
    }
    let colour = values.iter().copied().find(|v| matches!(v, Value::Colour(_)));
    let unknown = || values.iter().copied().find(|v| *v == Value::Unknown);
    let inherited = || values.iter().copied().find(|v| *v == Value::Word(Word::Inherit));
    colour.or_else(unknown).or_else(inherited).unwrap_or(Value::Colour(Colour::TRANSPARENT))
}

/// Most parts of a value that are looked at.
const MOST_PARTS: usize = 16;

fn values(input: &mut Parser<'_>, colours: bool) -> (Vec<Value>, bool) {
    let mut found = Vec::with_capacity(2);
    let mut important = false;
    while let Ok(token) = input.next() {
        let value = match token {
            Token::Delim('!') => {
                important |= input.expect_ident_matching("important").is_ok();
                continue;
            }
            Token::Function(name) => {
                let name = name.to_ascii_lowercase();
                let arguments =
                    input.parse_nested_block(|inner| Ok::<_, ParseError<()>>(arguments(inner))).unwrap_or_default();
                Some(function(&name, &arguments))
            }
            token => plain(token, colours),
        };
        if let Some(value) = value
            && found.len() < MOST_PARTS
        {
            found.push(value);
        }
    }
    (found, important)
}

fn plain(token: &Token<'_>, colours: bool) -> Option<Value> {
    Some(match token {
        Token::Ident(word) => match word_of(word) {
            Word::Other if colours => Value::Colour(Colour::named(word)?),
            word => Value::Word(word),
        },
        Token::Hash(digits) | Token::IDHash(digits) => Value::Colour(Colour::hash(digits)?),
        Token::Number { value: 0.0, .. } => Value::Px(0.0),
        Token::Number { value, .. } => Value::Number(*value),
        Token::Percentage { unit_value, .. } => Value::Percent(*unit_value),
        Token::Dimension { value, unit, .. } => length(*value, unit),
        Token::UnquotedUrl(_) | Token::BadUrl(_) => Value::Image,
        _ => return None,
    })
}

fn word_of(word: &str) -> Word {
    let is = |other: &str| word.eq_ignore_ascii_case(other);
    if is("none") {
        Word::None
    } else if is("hidden") || is("collapse") {
        Word::Hidden
    } else if is("absolute") {
        Word::Absolute
    } else if is("fixed") {
        Word::Fixed
    } else if is("auto") || is("scroll") || is("clip") {
        Word::Auto
    } else if is("inherit") || is("unset") {
        Word::Inherit
    } else {
        Word::Other
    }
}

fn length(value: f32, unit: &str) -> Value {
    let is = |other: &str| unit.eq_ignore_ascii_case(other);
    if is("px") {
        Value::Px(value)
    } else if is("em") || is("ex") || is("ch") {
        Value::Em(value)
    } else if is("rem") {
        Value::Px(value * 16.0)
    } else if is("pt") {
        Value::Px(value * 4.0 / 3.0)
    } else if is("vw") {
        Value::Px(value * super::WINDOW_WIDTH / 100.0)
    } else if is("vh") {
        Value::Px(value * super::WINDOW_HEIGHT / 100.0)
    } else if is("cm") {
        Value::Px(value * 37.8)
    } else if is("mm") {
        Value::Px(value * 3.78)
    } else if is("in") {
        Value::Px(value * 96.0)
    } else {
        Value::Unknown
    }
}

fn arguments(input: &mut Parser<'_>) -> Vec<Value> {
    let mut found = Vec::new();
    while let Ok(token) = input.next() {
        let value = match token {
            Token::Function(_) | Token::ParenthesisBlock => Some(Value::Unknown),
            token => plain(token, false),
        };
        if let Some(value) = value
            && found.len() < 64
        {
            found.push(value);
        }
    }
    found
}

fn function(name: &str, given: &[Value]) -> Value {
    let numbers = || -> Vec<(f32, bool)> {
        given
            .iter()
            .filter_map(|v| match v {
                Value::Number(n) | Value::Px(n) => Some((*n, false)),
                Value::Percent(share) => Some((*share, true)),
                _ => None,
            })
            .collect()
    };
    let nought = |v: &Value| v.px().is_some_and(|p| p.abs() < 0.01) || matches!(v, Value::Percent(p) if p.abs() < 0.01);
    let cut = |is: bool| if is { Value::Word(Word::Cut) } else { Value::Unknown };
    match name {
        "rgb" | "rgba" => Colour::rgb(&numbers()).map_or(Value::Unknown, Value::Colour),
        "hsl" | "hsla" => Colour::hsl(&numbers()).map_or(Value::Unknown, Value::Colour),
        "url" | "image" | "image-set" | "-webkit-image-set" => Value::Image,
        name if name.ends_with("gradient") => Value::Image,
        "rect" => {
            let sides: Vec<f32> = given.iter().filter_map(|v| v.px()).collect();
            cut(matches!(sides[..], [top, right, bottom, left] if right <= left + 1.0 || bottom <= top + 1.0))
        }
        "inset" => cut(given.first().is_some_and(|v| matches!(v, Value::Percent(p) if *p >= 0.5))),
        "circle" | "ellipse" => cut(given.first().is_some_and(nought)),
        "polygon" => cut(given.len() >= 4 && given.iter().all(nought)),
        "scale" | "scalex" | "scaley" | "scale3d" => cut(given.iter().any(nought)),
        "translate" | "translatex" | "translatey" | "translate3d" => {
            let far = |v: &&Value| v.px().is_some_and(|p| p <= -super::FAR || p >= super::VERY_FAR);
            given.iter().find(far).copied().unwrap_or(Value::Unknown)
        }
        _ => Value::Unknown,
    }
}
