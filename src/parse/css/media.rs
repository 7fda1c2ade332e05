/// Whether a group of rules applies to a person at an ordinary screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    Always,
    /// On some screens, for some people.
    Maybe,
    Never,
}

/// What a list of media queries asks for, held against a screen as most people have it.
pub(super) fn reach(queries: &str) -> Reach {
    let low = queries.to_ascii_lowercase();
    let mut best = Reach::Never;
    for query in low.split(',') {
        match one(query.trim()) {
            Reach::Always => return Reach::Always,
            Reach::Maybe => best = Reach::Maybe,
            Reach::Never => {}
        }
    }
    best
}

fn one(query: &str) -> Reach {
    if query.len() > 500 {
        return Reach::Maybe;
    }
    let (negated, query) = match query.strip_prefix("not ") {
        Some(rest) => (true, rest),
        None => (false, query),
    };
    let mut reach = Reach::Always;
    for part in query.split(" and ") {
        match condition(part.trim().trim_start_matches("only ").trim()) {
            Reach::Always => {}
            Reach::Maybe => reach = Reach::Maybe,
            Reach::Never => {
                reach = Reach::Never;
                break;
            }
        }
    }
    match (negated, reach) {
        (true, Reach::Always) => Reach::Never,
        (true, Reach::Never) => Reach::Always,
        (_, reach) => reach,
    }
}

fn condition(part: &str) -> Reach {
    let holds = |is: bool| if is { Reach::Always } else { Reach::Never };
    let Some(inner) = part.strip_prefix('(').map(|p| p.trim_end_matches(')')) else {
        return match part {
            "" | "screen" | "all" => Reach::Always,
            "print" | "speech" | "aural" | "handheld" | "tv" | "tty" | "projection" | "braille" | "embossed" => {
                Reach::Never
            }
            _ => Reach::Maybe,
        };
    };
    let Some((name, value)) = inner.split_once(':') else { return Reach::Maybe };
    let value = value.trim();
    let length = || {
        let end = value.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(value.len());
        let number: f32 = value[..end].parse().ok()?;
        match value[end..].trim() {
            "px" | "" | "\\0" | "\\9" => Some(number),
            "em" | "rem" => Some(number * 16.0),
            _ => None,
        }
    };
    let wide = super::WINDOW_WIDTH;
    let high = super::WINDOW_HEIGHT;
    match (name.trim(), length()) {
        ("min-width" | "min-device-width", Some(px)) => holds(px <= wide),
        ("max-width" | "max-device-width", Some(px)) => holds(px >= wide),
        ("min-height", Some(px)) => holds(px <= high),
        ("max-height", Some(px)) => holds(px >= high),
        ("orientation", _) => holds(value == "landscape"),
        // An old way to ask for a kind of browser.
        ("-webkit-min-device-pixel-ratio", Some(ratio)) => holds(ratio <= 1.0),
        ("hover" | "any-hover", _) => holds(value == "hover"),
        _ => Reach::Maybe,
    }
}
