use super::numbers::{Group, Number, Shape, before, is_amount, is_free};

/// The first three digits that are given out to subscribers, those of things aside.
const SEGMENTS: &[&str] = &[
    "130", "131", "132", "133", "134", "135", "136", "137", "138", "139", "145", "147", "149", "150", "151", "152",
    "153", "155", "156", "157", "158", "159", "162", "165", "166", "167", "170", "171", "172", "173", "175", "176",
    "177", "178", "180", "181", "182", "183", "184", "185", "186", "187", "188", "189", "190", "191", "192", "193",
    "195", "196", "197", "198", "199",
];

/// How people part eleven digits.
const PARTED: &[&[usize]] = &[&[11], &[3, 4, 4], &[3, 8], &[7, 4], &[4, 3, 4], &[3, 3, 5], &[4, 4, 3]];

fn is_mobile(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    // 13800000000 and the like stand for a number.
    let filled = bytes.len() == 11 && bytes[3..].iter().all(|b| *b == bytes[3]);
    bytes.len() == 11 && bytes[0] == b'1' && matches!(bytes[1], b'3'..=b'9') && !filled
}

/// A mobile number that begins with the first group, the country's number before it or not.
pub(super) fn at(text: &str, groups: &[Group]) -> Option<(Number, usize)> {
    let first = groups.first()?;
    let plus = matches!(before(text, first.start), Some('+' | '＋'));
    // +86 138…, 0086-138…
    if (first.digits == "86" && plus) || first.digits == "0086" {
        let (mut number, used) = whole(text, &groups[1..], true)?;
        number.start = first.start;
        return Some((number, used + 1));
    }
    let country = if first.digits.len() == 13 && plus { "86" } else { "0086" };
    if let Some(digits) = first.digits.strip_prefix(country).filter(|d| is_mobile(d)) {
        let free = is_free(text, first.start, first.end);
        return free.then(|| (number(digits, first.start, first.end, false), 1));
    }
    whole(text, groups, false)
}

fn whole(text: &str, groups: &[Group], country: bool) -> Option<(Number, usize)> {
    PARTED.iter().find_map(|parts| {
        let own = groups.get(..parts.len())?;
        if !own.iter().zip(*parts).all(|(group, length)| group.digits.len() == *length) {
            return None;
        }
        let digits: String = own.iter().map(|g| g.digits.as_str()).collect();
        let (start, end) = (own.first()?.start, own.last()?.end);
        let loose = own.iter().skip(1).any(|g| g.blank);
        let fits = is_mobile(&digits) && (country || is_free(text, start, end)) && !is_amount(text, start, end);
        fits.then(|| (number(&digits, start, end, loose), own.len()))
    })
}

fn number(digits: &str, start: usize, end: usize, loose: bool) -> Number {
    let known = SEGMENTS.contains(&&digits[..3]);
    Number { shape: Shape::Mobile { known }, digits: digits.to_owned(), start, end, loose }
}
