use cssparser::color::{parse_hash_color, parse_named_color};

/// A colour with its opacity, 0 to 255 each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::parse) struct Colour {
    pub(in crate::parse) red: u8,
    pub(in crate::parse) green: u8,
    pub(in crate::parse) blue: u8,
    pub(in crate::parse) alpha: u8,
}

/// Differences per channel that no eye tells on a page.
const ALIKE: u8 = 10;
/// Opacity below which nothing shows.
const CLEAR: u8 = 10;

impl Colour {
    pub(super) const WHITE: Self = Self { red: 255, green: 255, blue: 255, alpha: 255 };
    pub(super) const BLACK: Self = Self { red: 0, green: 0, blue: 0, alpha: 255 };
    /// What browsers give a link that no rule colours.
    pub(super) const LINK: Self = Self { red: 0, green: 0, blue: 238, alpha: 255 };
    pub(super) const TRANSPARENT: Self = Self { red: 0, green: 0, blue: 0, alpha: 0 };

    /// A colour by its name.
    pub(super) fn named(word: &str) -> Option<Self> {
        if word.eq_ignore_ascii_case("transparent") {
            return Some(Self::TRANSPARENT);
        }
        let (red, green, blue) = parse_named_color(word).ok()?;
        Some(Self { red, green, blue, alpha: 255 })
    }

    /// A colour by its digits, without the `#`.
    pub(super) fn hash(digits: &str) -> Option<Self> {
        let (red, green, blue, alpha) = parse_hash_color(digits.as_bytes()).ok()?;
        Some(Self { red, green, blue, alpha: byte(alpha * 255.0) })
    }

    /// A colour as attributes write it: `#fff`, `fff`, `white`.
    pub(super) fn attribute(value: &str) -> Option<Self> {
        let value = value.trim();
        Self::hash(value.trim_start_matches('#')).or_else(|| Self::named(value))
    }

    /// From the arguments of `rgb()`; shares of one are given as such.
    pub(super) fn rgb(parts: &[(f32, bool)]) -> Option<Self> {
        let [red, green, blue, rest @ ..] = parts else { return None };
        let channel = |(value, share): (f32, bool)| byte(if share { value * 255.0 } else { value });
        let alpha = rest.first().map_or(255, |(value, _)| byte(value * 255.0));
        Some(Self { red: channel(*red), green: channel(*green), blue: channel(*blue), alpha })
    }

    /// From the arguments of `hsl()`: degrees and two shares.
    pub(super) fn hsl(parts: &[(f32, bool)]) -> Option<Self> {
        let [(hue, _), (saturation, _), (light, _), rest @ ..] = parts else { return None };
        let alpha = rest.first().map_or(255, |(value, _)| byte(value * 255.0));
        let spread = saturation * light.min(1.0 - light);
        let channel = |n: f32| {
            let k = (n + hue / 30.0).rem_euclid(12.0);
            byte((light - spread * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0)) * 255.0)
        };
        Some(Self { red: channel(0.0), green: channel(8.0), blue: channel(4.0), alpha })
    }

    /// Whether nothing of it shows.
    pub(super) fn is_clear(self) -> bool {
        self.alpha <= CLEAR
    }

    /// Whether text of this colour can't be told from `ground`.
    pub(super) fn blends(self, ground: Self) -> bool {
        self.red.abs_diff(ground.red) <= ALIKE
            && self.green.abs_diff(ground.green) <= ALIKE
            && self.blue.abs_diff(ground.blue) <= ALIKE
    }

    /// As a person would write it in a style sheet.
    pub(super) fn told(self) -> String {
        if self.is_clear() {
            return "transparent".to_owned();
        }
        format!("#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held between 0 and 255 first")]
fn byte(value: f32) -> u8 {
    if value.is_nan() { 0 } else { value.round().clamp(0.0, 255.0) as u8 }
}
