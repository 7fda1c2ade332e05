//! Personal data seen on a page or in a file: what it is, how much of it, where. Never the numbers themselves.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A kind of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PersonalKind {
    /// 居民身份证号码.
    ResidentId,
    /// A mobile telephone number of a person.
    Mobile,
    /// The number of a bank card.
    BankCard,
}

impl PersonalKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::ResidentId, Self::Mobile, Self::BankCard];
}

/// What makes a number a person's, or leaves it open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PersonalSign {
    /// It stands in a list of persons.
    NameList,
    /// What stands beside it says so (身份证号, 户主电话, 开户账号).
    Labelled,
    /// Its digits alone say so: date, province and check digit agree.
    Valid,
    /// Somebody wrote it of himself in a letter, or the reply names him by it.
    Letter,
    /// Open: nothing around it tells whose it is.
    Lone,
    /// Open: some of what stands around it speaks of a body, some of a person.
    Mixed,
    /// Open: an example of how to fill in a form.
    Example,
    /// Open: a list that the law may want in full (失信被执行人, 欠税公告).
    Exempt,
}

impl PersonalSign {
    /// Whether it is certain; otherwise a person must look.
    #[must_use]
    pub fn is_certain(self) -> bool {
        matches!(self, Self::NameList | Self::Labelled | Self::Valid | Self::Letter)
    }
}

/// Numbers of one kind that one page or file shows for one cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonalData {
    /// What they are.
    pub kind: PersonalKind,
    /// Why they are taken for it.
    pub sign: PersonalSign,
    /// How many different ones.
    pub count: u32,
    /// Some of them, masked; at most [`PersonalData::MOST_SAMPLES`].
    pub samples: Vec<String>,
    /// Where the first stands: the headings of its table, or what stands around it, masked; at most 120 characters.
    pub place: String,
    /// All of them stand where a visitor does not see them without looking at the source (a hidden column).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
}

impl PersonalData {
    /// Most samples kept.
    pub const MOST_SAMPLES: usize = 5;
}

/// The first two digits that resident ids begin with.
const PROVINCES: &[u8] = &[
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63,
    64, 65, 71, 81, 82, 83,
];

/// Years of birth that a living or recorded person may have.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2035;

/// Whether eighteen characters (the last may be X) are a resident id: a province, a date, the check digit of GB 11643.
#[must_use]
pub fn is_resident_id(number: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let bytes = number.as_bytes();
    if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let value = |from: usize, to: usize| bytes[from..to].iter().fold(0, |n, b| n * 10 + u32::from(b - b'0'));
    let sum: u32 = (0..17).map(|i| value(i, i + 1) * WEIGHTS[i]).sum();
    CHECKS[(sum % 11) as usize] == bytes[17].to_ascii_uppercase()
        && is_place(bytes)
        && YEARS.contains(&value(6, 10))
        && is_day(value(6, 10), value(10, 12), value(12, 14))
}

/// Whether fifteen digits can be a resident id as they were before 1999: a province and a date, no check digit.
#[must_use]
pub fn is_old_resident_id(number: &str) -> bool {
    let bytes = number.as_bytes();
    if bytes.len() != 15 || !bytes.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let value = |from: usize, to: usize| bytes[from..to].iter().fold(0, |n, b| n * 10 + u32::from(b - b'0'));
    is_place(bytes) && is_day(1900 + value(6, 8), value(8, 10), value(10, 12))
}

/// A province that there is. Prefectures come and go, and knowing them would hardly part numbers further: day and check
/// digit do that.
fn is_place(bytes: &[u8]) -> bool {
    PROVINCES.contains(&((bytes[0] - b'0') * 10 + bytes[1] - b'0'))
}

fn is_day(year: u32, month: u32, day: u32) -> bool {
    let leap = (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    let length = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => return false,
    };
    (1..=length).contains(&day)
}

/// A text in which every resident id written in one piece is masked (`51***************X`): for what is shown of
/// addresses, which are kept as they are.
#[must_use]
pub fn without_resident_ids(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut masked: Option<Vec<u8>> = None;
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let digits = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        let next = bytes.get(at + digits);
        let length = if digits == 17 && matches!(next, Some(b'X' | b'x')) { 18 } else { digits };
        if length == 18 && is_resident_id(&text[at..at + 18]) {
            let whole = masked.get_or_insert_with(|| bytes.to_vec());
            whole[at + 2..at + 17].fill(b'*');
        }
        at += length.max(1);
    }
    // Only digits became stars.
    masked.and_then(|bytes| String::from_utf8(bytes).ok()).map_or(Cow::Borrowed(text), Cow::Owned)
}
