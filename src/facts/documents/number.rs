use regex::Regex;
use std::sync::LazyLock;

/// A document number: 云府发〔2026〕3号 (R5-14).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocNumber {
    /// The office's short name: 云府发. Empty for orders, which have none.
    pub office: String,
    /// The year in brackets; 0 where there is none.
    pub year: i16,
    /// The serial number.
    pub serial: u32,
    /// As people write it, brackets unified to 〔〕.
    pub text: String,
}

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"([\p{Han}A-Za-z]{0,16}?)\s{0,2}[〔\[【(（﹝［]\s?((?:19|20)\d{2})\s?年?\s?[〕\]】)）﹞］]\s{0,2}第?\s{0,2}(\d{1,4})\s{0,2}号",
    )
    .expect("a fixed pattern")
});

static ORDER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:([\p{Han}]{2,16})令)?\s?第?\s?(\d{1,4})\s?号令?").expect("a fixed pattern"));

impl DocNumber {
    /// The number that a text holds; the first of several.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = half_width(text);
        NUMBER.captures(&plain).and_then(|hit| from(&hit)).or_else(|| {
            let hit = ORDER.captures(&plain)?;
            let office = hit.get(1).map_or("", |m| m.as_str()).to_owned();
            let serial = hit.get(2)?.as_str().parse().ok()?;
            Some(Self { office, year: 0, serial, text: plain.trim().to_owned() })
        })
    }

    /// All numbers with a year that stand in a text, at most 200. In running text the words before the office can't be told
    /// from it: compare with [`DocNumber::is_cited_as`].
    #[must_use]
    pub fn all(text: &str) -> Vec<Self> {
        if !text.contains('号') {
            return Vec::new();
        }
        let plain = half_width(text);
        NUMBER.captures_iter(&plain).filter_map(|hit| from(&hit)).take(200).collect()
    }

    /// Whether `cited`, read from running text, is this number.
    #[must_use]
    pub fn is_cited_as(&self, cited: &Self) -> bool {
        self.year == cited.year
            && self.serial == cited.serial
            && !self.office.is_empty()
            && cited.office.ends_with(&self.office)
    }
}

fn from(hit: &regex::Captures<'_>) -> Option<DocNumber> {
    let office = hit.get(1)?.as_str().to_owned();
    let (year, serial) = (hit.get(2)?.as_str().parse().ok()?, hit.get(3)?.as_str().parse().ok()?);
    let text = format!("{office}〔{year}〕{serial}号");
    Some(DocNumber { office, year, serial, text })
}

/// Full-width digits and letters as half-width ones; brackets stay.
fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| Some(crate::facts::names::half_width(c)).filter(char::is_ascii_alphanumeric).unwrap_or(c))
        .collect()
}
