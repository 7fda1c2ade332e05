//! Makes up numbers that are valid by their check digits, so that none has to stand in a file.

use regex::Regex;
use std::sync::LazyLock;

/// A resident id of a county in Sichuan, the check digit right; number `n` of those made up here.
pub(crate) fn resident_id(n: u32) -> String {
    let (year, month, day) = (1950 + n % 45, 1 + n % 12, 1 + n % 28);
    with_check(&format!("511526{year}{month:02}{day:02}{:03}", 101 + n % 800))
}

/// One whose check digit is X.
fn ending_in_x(n: u32) -> String {
    (0..).map(|i| resident_id(n + i * 997)).find(|id| id.ends_with('X')).expect("one in eleven is")
}

fn with_check(first: &str) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = first.bytes().zip(WEIGHTS).map(|(b, w)| u32::from(b - b'0') * w).sum();
    format!("{first}{}", char::from(b"10X98765432"[(sum % 11) as usize]))
}

/// A mobile number.
pub(crate) fn mobile(n: u32) -> String {
    let segment = ["138", "139", "150", "186", "177", "199"][n as usize % 6];
    format!("{segment}{:08}", 1_000_000 + n * 7919)
}

/// The number of a bank card: nineteen digits, Luhn's check digit right.
pub(crate) fn bank_card(n: u32) -> String {
    let first = format!("622848{:012}", 480_000_000_000_u64 + u64::from(n) * 7919);
    let sum: u32 = first
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, b)| {
            let n = u32::from(b - b'0') * if at % 2 == 0 { 2 } else { 1 };
            if n > 9 { n - 9 } else { n }
        })
        .sum();
    format!("{first}{}", (10 - sum % 10) % 10)
}

/// A credit code of digits alone that is a valid resident id by form.
fn credit_code(n: u32) -> String {
    const SIGNS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    (0..)
        .map(|i| with_check(&format!("51511526{:02}{:02}{:05}", 1 + i % 12, 1 + i % 28, (n * 1000 + i) % 100_000)))
        .map(|id| id.replace("51511526", "51152620"))
        .map(|id| with_check(&id[..17]))
        .find(|id| {
            let (mut sum, mut weight) = (0, 1);
            for b in id.bytes().take(17) {
                sum += usize::from(b - b'0') * weight;
                weight = weight * 3 % 31;
            }
            let check = SIGNS[(31 - sum % 31) % 31];
            check.is_ascii_digit() && id.ends_with(char::from(check))
        })
        .expect("one in a few hundred is")
}

/// A building permit's number: place, day, serial; valid as an id by chance.
fn permit(n: u32) -> String {
    (0..).map(|i| with_check(&format!("511526202{}0315{:03}", n % 5, 100 + i % 900))).next().expect("one")
}

/// A text with what stands in braces made up.
pub(crate) fn filled(text: &str) -> String {
    static PLACE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\{([RMCOUDP])(\d+)(?::(\w+))?\}").unwrap());
    PLACE
        .replace_all(text, |hit: &regex::Captures<'_>| {
            let n: u32 = hit[2].parse().unwrap();
            let way = hit.get(3).map_or("", |m| m.as_str());
            let number = match &hit[1] {
                "R" if way == "x" || way == "lx" => ending_in_x(n),
                "R" => resident_id(n),
                "M" => mobile(n),
                "C" => bank_card(n),
                "O" => format!("511526{:02}{:02}{:02}{:03}", 30 + n % 60, 1 + n % 12, 1 + n % 28, 100 + n),
                "D" => format!("{}23", resident_id(n)),
                "U" => credit_code(n),
                _ => permit(n),
            };
            written(&number, way)
        })
        .into_owned()
}

/// A number as people write it.
fn written(number: &str, way: &str) -> String {
    let parts = |sizes: &[usize], by: &str| {
        let mut at = 0;
        let parts: Vec<&str> = sizes
            .iter()
            .map(|size| {
                at += size;
                &number[at - size..at]
            })
            .collect();
        parts.join(by)
    };
    match (way, number.len()) {
        ("lx", _) => number.to_lowercase(),
        ("fw", _) => number.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect(),
        ("ref", _) => number.chars().map(|c| format!("&#{};", u32::from(c))).collect(),
        ("sp", 18) => parts(&[6, 8, 4], " "),
        ("hy", 18) => parts(&[6, 8, 4], "-"),
        ("34443", _) => parts(&[3, 4, 4, 4, 3], " "),
        ("a", _) => number[..10].to_owned(),
        ("b", _) => number[10..].to_owned(),
        ("sp", 11) => parts(&[3, 4, 4], " "),
        ("hy", 11) => parts(&[3, 4, 4], "-"),
        ("sp", 19) => parts(&[4, 4, 4, 4, 3], " "),
        ("nb", 19) => parts(&[4, 4, 4, 4, 3], "&nbsp;"),
        _ => number.to_owned(),
    }
}
