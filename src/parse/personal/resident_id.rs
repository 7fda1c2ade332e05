use super::numbers::{Group, Number, Shape, before, behind, is_free, is_word};
use crate::model::{is_old_resident_id, is_resident_id};

/// Groups that one id may be written in.
const MOST_GROUPS: usize = 7;

/// A resident id that begins with the first group: in one piece or in several, with what stands before and behind it fit.
pub(super) fn at(text: &str, groups: &[Group]) -> Option<(Number, usize)> {
    let first = groups.first()?;
    if let Some(number) = derived(text, first) {
        return Some((number, 1));
    }
    let mut digits = String::new();
    let mut loose = false;
    for (at, group) in groups.iter().enumerate().take(MOST_GROUPS) {
        digits.push_str(&group.digits);
        loose |= at > 0 && group.blank;
        if digits.len() > 18 {
            break;
        }
        // One digit by itself is a row's number, unless it is the last.
        if digits.len() < 17 && group.digits.len() < 2 {
            break;
        }
        let (mut whole, mut end) = (digits.clone(), group.end);
        if let (17, Some(x)) = (digits.len(), group.x) {
            whole.push('X');
            end = x;
        }
        if whole.len() == 18 && is_resident_id(&whole) && ends_well(text, first.start, end) {
            let number = Number { shape: Shape::ResidentId, digits: whole, start: first.start, end, loose };
            return Some((number, at + 1));
        }
    }
    let old = first.digits.len() == 15 && is_old_resident_id(&first.digits) && is_free(text, first.start, first.end);
    old.then(|| {
        let (start, end) = (first.start, first.end);
        (Number { shape: Shape::OldResidentId, digits: first.digits.clone(), start, end, loose: false }, 1)
    })
}

/// A full stop may follow, a word may not.
fn ends_well(text: &str, start: usize, end: usize) -> bool {
    !before(text, start).is_some_and(is_word) && !behind(text, end).is_some_and(is_word)
}

/// Twenty digits of a disabled person's card, or a pupil's number: the id with something added.
fn derived(text: &str, group: &Group) -> Option<Number> {
    let (start, end) = (group.start, group.end);
    let make = |digits: &str, start, end| {
        Some(Number { shape: Shape::Derived, digits: digits.to_owned(), start, end, loose: false })
    };
    if group.digits.len() == 20 && is_resident_id(&group.digits[..18]) && ends_well(text, start, end) {
        return make(&group.digits[..18], start, end);
    }
    let mut left = text[..start].chars().rev();
    if matches!(left.next(), Some('G' | 'L' | 'g' | 'l')) && !left.next().is_some_and(is_word) {
        let mut whole = group.digits.clone();
        let mut end = end;
        if let (17, Some(x)) = (whole.len(), group.x) {
            whole.push('X');
            end = x;
        }
        if is_resident_id(&whole) && !behind(text, end).is_some_and(is_word) {
            return make(&whole, start, end);
        }
    }
    None
}

/// Whether eighteen digits are a unified social credit code: an authority that registers, the check character of GB 32100.
pub(super) fn is_credit_code(number: &str) -> bool {
    const SIGNS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let value = |b: u8| SIGNS.iter().position(|s| *s == b);
    let bytes = number.as_bytes();
    if bytes.len() != 18 || !matches!(bytes[0], b'1'..=b'9') {
        return false;
    }
    let (mut sum, mut weight) = (0, 1);
    for b in &bytes[..17] {
        let Some(value) = value(*b) else { return false };
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    value(bytes[17]) == Some((31 - sum % 31) % 31)
}
