use crate::model::Exchange;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use regex::bytes::Regex;
use std::sync::LazyLock;

/// How far into the body a declaration is looked for; browsers stop at 1,024 bytes, portals do not.
const DECLARED_WITHIN: usize = 16 * 1024;
/// How much the guess looks at: it costs 3 to 5 ms on 30 KB.
const GUESS_FROM: usize = 8 * 1024;

static DECLARED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?i-u)(?:<meta\s[^>]{0,400}?charset\s*=|<\?xml\s[^>]{0,100}?encoding\s*=)\s*["']?\s*([a-z0-9][a-z0-9_:.\-]*)"#,
    )
    .expect("a constant pattern")
});

/// A body as text, and the character set it was read in.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: &'static Encoding,
}

/// Reads the body: byte order mark, header, declaration in the markup, guess. A declaration that plainly does not fit the
/// bytes is overruled (R8-26): what matters is what a person would see.
pub(super) fn decode(exchange: &Exchange) -> Decoded {
    let bytes = exchange.body.as_slice();
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        let (text, _, _) = encoding.decode(bytes);
        return Decoded { text: text.into_owned(), encoding };
    }
    if let Some(encoding) = wide(bytes) {
        return read_as(bytes, encoding);
    }
    let declared = declared(exchange);
    let first = declared.first().copied();
    if bytes.is_ascii() {
        return Decoded { text: String::from_utf8_lossy(bytes).into_owned(), encoding: first.unwrap_or(UTF_8) };
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        // Text of another character set is valid UTF-8 only by accident, and only when it is very short.
        let wide_chars = text.chars().filter(|c| !c.is_ascii()).take(3).count();
        if wide_chars >= 3 || first.is_none_or(|e| e == UTF_8) {
            return Decoded { text: text.to_owned(), encoding: UTF_8 };
        }
    }
    choose(bytes, &declared)
}

/// Reads bytes that are not (plainly) UTF-8 with the best of the declared and likely character sets.
fn choose(bytes: &[u8], declared: &[&'static Encoding]) -> Decoded {
    let mut best: Option<(usize, Decoded)> = None;
    let likely = declared.iter().copied().filter(|e| !e.is_single_byte()).chain([GB18030, UTF_8, BIG5]);
    let mut tried: Vec<&Encoding> = Vec::new();
    for encoding in likely {
        if tried.contains(&encoding) {
            continue;
        }
        tried.push(encoding);
        let (text, broken) = encoding.decode_without_bom_handling(bytes);
        let faults = if broken { text.chars().filter(|c| *c == '\u{FFFD}').count() } else { 0 };
        // A few broken characters are a text cut in mid-character by its editor, not another character set.
        let tolerable = faults <= 1 + text.len() / 2000;
        let decoded = Decoded { text: text.into_owned(), encoding };
        if tolerable && (encoding == UTF_8 || declared.contains(&encoding) || looks_chinese(&decoded.text)) {
            return decoded;
        }
        if best.as_ref().is_none_or(|(least, _)| faults < *least) {
            best = Some((faults, decoded));
        }
    }
    if let Some(single) = declared.iter().find(|e| e.is_single_byte()) {
        return read_as(bytes, single);
    }
    let guessed = guess(bytes);
    if guessed.is_single_byte() || best.is_none() {
        return read_as(bytes, guessed);
    }
    best.map_or_else(|| read_as(bytes, guessed), |(_, decoded)| decoded)
}

fn read_as(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Decoded { text: text.into_owned(), encoding }
}

/// The character sets that header and markup name, in the order of trust.
fn declared(exchange: &Exchange) -> Vec<&'static Encoding> {
    let mut found = Vec::new();
    if let Some(value) = exchange.record.headers.get("content-type")
        && let Some(at) = value.to_ascii_lowercase().find("charset=")
    {
        let label = value[at + 8..].split([';', ',']).next().unwrap_or_default().trim_matches(['"', '\'', ' ']);
        found.extend(named(label.as_bytes()));
    }
    let head = &exchange.body[..exchange.body.len().min(DECLARED_WITHIN)];
    for label in DECLARED.captures_iter(head).take(4).filter_map(|c| c.get(1)) {
        // A declaration that could be read as ASCII is not UTF-16.
        found.extend(named(label.as_bytes()).map(|e| if e == UTF_16LE || e == UTF_16BE { UTF_8 } else { e }));
    }
    found
}

/// The character set of a label; the older names of Chinese sets are read as their newest, which holds all of them.
fn named(label: &[u8]) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label).or_else(|| {
        let label = label.to_ascii_lowercase();
        match label.as_slice() {
            b"utf8mb4" | b"utf-8mb4" | b"utf_8" | b"uft-8" | b"utf-8859-1" => Some(UTF_8),
            b"gb-2312" | b"gbk2312" | b"gbk-2312" | b"gb_18030" | b"cp936" | b"ms936" => Some(GB18030),
            _ => None,
        }
    })?;
    Some(newest(encoding))
}

fn newest(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == GBK { GB18030 } else { encoding }
}

/// UTF-16 without a mark: every other byte of ASCII markup is nought.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(256)];
    if head.len() < 8 {
        return None;
    }
    let noughts = |odd: usize| head.iter().enumerate().filter(|(at, b)| at % 2 == odd && **b == 0).count();
    let (even, odd) = (noughts(0), noughts(1));
    let half = head.len() / 4;
    match (even > half, odd > half) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(GUESS_FROM)], bytes.len() <= GUESS_FROM);
    newest(detector.guess(Some(b"cn"), Utf8Detection::Allow))
}

/// Whether nearly all characters beyond ASCII are Chinese ones in everyday use.
fn looks_chinese(text: &str) -> bool {
    let (mut all, mut chinese) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| !c.is_ascii()).take(4000) {
        all += 1;
        let usual = matches!(c, '\u{4E00}'..='\u{9FA5}' | '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF5E}'
            | '\u{2010}'..='\u{2030}' | '\u{A0}' | '·' | '×' | '①'..='⑳' | '■'..='◎');
        chinese += usize::from(usual);
    }
    all > 0 && chinese * 10 >= all * 9
}
