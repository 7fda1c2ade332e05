use super::given::Given;
use crate::model::Hidden;
use scraper::node::Element;

/// Why an element (and so all in it) can't be seen, as far as its own attributes tell. `inline` elements and links only:
/// a font size of nought on a block is a trick against gaps between its children, which set their own.
pub(super) fn of(element: &Element, inline: bool) -> Option<Hidden> {
    let tag = element.name();
    if tag == "template" || tag == "noscript" {
        return Some(Hidden::Noscript);
    }
    if element.given("hidden").is_some_and(|v| !v.eq_ignore_ascii_case("until-found")) {
        return Some(Hidden::Attribute);
    }
    if matches!(tag, "marquee" | "iframe") {
        let tiny = |name| element.given(name).and_then(pixels).is_some_and(|p: f64| p <= 3.0);
        if tiny("width") || tiny("height") {
            return Some(Hidden::Size);
        }
    }
    style(element.given("style")?, inline)
}

fn style(style: &str, inline: bool) -> Option<Hidden> {
    if style.len() > 4000 {
        return None;
    }
    let mut small = 0;
    let mut cut = false;
    let mut afloat = false;
    let mut outside = false;
    let mut moved = false;
    let mut centred = false;
    for declaration in style.split(';') {
        let Some((name, value)) = declaration.split_once(':') else { continue };
        let name = name.trim().to_ascii_lowercase();
        let value = value.trim().trim_end_matches("!important").trim().to_ascii_lowercase();
        match name.as_str() {
            "display" if value == "none" => return Some(Hidden::Style),
            "visibility" if value == "hidden" || value == "collapse" => return Some(Hidden::Style),
            "opacity" if value.parse::<f64>().is_ok_and(|o| o <= 0.01) => return Some(Hidden::Style),
            "font-size" if inline && pixels(&value).is_some_and(|p| p <= 1.0) => return Some(Hidden::Size),
            "width" | "height" | "max-height" | "max-width" if pixels(&value).is_some_and(|p| p <= 1.0) => small += 1,
            "overflow" if value == "hidden" => cut = true,
            "position" if value == "absolute" || value == "fixed" => afloat = true,
            "left" | "top" | "right" | "bottom" if pixels(&value).is_some_and(|p| p <= -500.0) => outside = true,
            "text-indent" if pixels(&value).is_some_and(|p| p <= -500.0) => return Some(Hidden::OffScreen),
            "margin-left" | "margin-top" if pixels(&value).is_some_and(|p| p <= -500.0) => moved = true,
            // `left:50%; margin-left:-600px` puts something into the middle.
            "left" | "top" if value.ends_with('%') => centred = true,
            _ => {}
        }
    }
    if (afloat && outside) || (moved && !centred) {
        return Some(Hidden::OffScreen);
    }
    (small >= 2 || (small == 1 && cut)).then_some(Hidden::Size)
}

/// A length in pixels; other units only roughly, percentages not at all.
fn pixels(value: &str) -> Option<f64> {
    let value = value.trim();
    let end = value.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(value.len());
    let number = value[..end].parse::<f64>().ok()?;
    match value[end..].trim() {
        "" | "px" | "pt" => Some(number),
        "em" | "rem" => Some(number * 16.0),
        _ => None,
    }
}
