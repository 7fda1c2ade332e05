use super::{Paragraphs, content};
use crate::model::{FileContent, FileKind, Unreadable};
use encoding_rs::{BIG5, Encoding, GB18030, SHIFT_JIS, WINDOWS_1252};
use std::collections::BTreeMap;

/// Groups nested deeper than this are not read.
const DEEPEST: usize = 500;
/// Longest paragraph kept, in bytes.
const LONGEST: usize = 60_000;

/// Groups whose text is no text of the document.
const SILENT: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "objdata",
    "themedata",
    "datastore",
    "filetbl",
    "listtable",
    "listoverridetable",
    "revtbl",
    "rsidtbl",
    "generator",
    "xmlnstbl",
    "latentstyles",
    "fldinst",
    "bkmkstart",
    "bkmkend",
    "colorschememapping",
    "mmathPr",
    "pgdsctbl",
    "template",
    "nonshppict",
    "sp",
];

#[derive(Debug, Clone, Copy)]
struct Group {
    silent: bool,
    /// In the table of fonts.
    fonts: bool,
    font: i32,
    /// Characters that stand for an older reader after each one in Unicode.
    spare: usize,
}

struct Walk {
    open: Vec<Group>,
    now: Group,
    /// The character set of each font, where it is an East Asian one.
    fonts: BTreeMap<i32, &'static Encoding>,
    usual: &'static Encoding,
    /// Characters to pass over.
    pass: usize,
    /// Half of a pair in UTF-16.
    half: Option<u16>,
    bytes: Vec<u8>,
    line: String,
    text: Paragraphs,
}

/// Reads Rich Text Format: its words, a paragraph or a row of a table a line.
pub(super) fn read(body: &[u8]) -> FileContent {
    let now = Group { silent: false, fonts: false, font: -1, spare: 1 };
    let mut walk = Walk {
        open: Vec::new(),
        now,
        fonts: BTreeMap::new(),
        usual: GB18030,
        pass: 0,
        half: None,
        bytes: Vec::new(),
        line: String::new(),
        text: Paragraphs::default(),
    };
    let mut at = 0;
    let mut too_deep = false;
    while let Some(&byte) = body.get(at) {
        at += 1;
        match byte {
            b'{' => {
                walk.decode();
                walk.pass = 0;
                if walk.open.len() >= DEEPEST {
                    too_deep = true;
                    break;
                }
                walk.open.push(walk.now);
            }
            b'}' => {
                walk.decode();
                walk.pass = 0;
                match walk.open.pop() {
                    Some(outer) => walk.now = outer,
                    None => break,
                }
                if walk.open.is_empty() {
                    break;
                }
            }
            b'\\' => at = walk.control(body, at),
            b'\r' | b'\n' => {}
            byte => walk.byte(byte),
        }
    }
    walk.end_line();
    let mut read = content(FileKind::Rtf, Vec::new(), walk.text);
    if read.unreadable.is_none() && (too_deep || !walk.open.is_empty()) {
        read.unreadable = Some((Unreadable::Damaged, "its groups do not close".to_owned()));
    }
    read
}

impl Walk {
    /// Takes what stands behind a backslash; the answer is where to go on.
    fn control(&mut self, body: &[u8], mut at: usize) -> usize {
        let Some(&first) = body.get(at) else { return at };
        if !first.is_ascii_alphabetic() {
            at += 1;
            match first {
                b'\'' => {
                    let hex = body.get(at..at + 2).and_then(|h| std::str::from_utf8(h).ok());
                    if let Some(byte) = hex.and_then(|h| u8::from_str_radix(h, 16).ok()) {
                        self.byte(byte);
                        at += 2;
                    }
                }
                b'*' => self.now.silent = true,
                b'~' => self.say(" "),
                b'_' => self.say("-"),
                b'\r' | b'\n' => self.end_line(),
                b'\\' | b'{' | b'}' => self.byte(first),
                _ => {}
            }
            return at;
        }
        let start = at;
        while at - start < 40 && body.get(at).is_some_and(u8::is_ascii_alphabetic) {
            at += 1;
        }
        let word = std::str::from_utf8(&body[start..at]).unwrap_or_default();
        let digits = at;
        if body.get(at) == Some(&b'-') {
            at += 1;
        }
        while at - digits < 12 && body.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        let number: Option<i32> = std::str::from_utf8(&body[digits..at]).ok().and_then(|n| n.parse().ok());
        if body.get(at) == Some(&b' ') {
            at += 1;
        }
        if word == "bin" {
            return at.saturating_add(usize::try_from(number.unwrap_or(0)).unwrap_or(0));
        }
        self.word(word, number);
        at
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        match word {
            "u" => {
                self.decode();
                // Written as a signed number of 16 bits.
                let unit = number.and_then(|n| u16::try_from(n.rem_euclid(65_536)).ok()).unwrap_or(0xFFFD);
                self.unit(unit);
                self.pass = self.now.spare;
            }
            "uc" => self.now.spare = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(20),
            "par" | "line" | "row" | "sect" | "page" | "nestrow" => self.end_line(),
            "cell" | "tab" | "nestcell" | "emspace" | "enspace" => {
                self.decode();
                self.say(" ");
            }
            "emdash" => self.say("—"),
            "endash" => self.say("–"),
            "lquote" => self.say("‘"),
            "rquote" => self.say("’"),
            "ldblquote" => self.say("“"),
            "rdblquote" => self.say("”"),
            "bullet" => self.say("•"),
            "ansicpg" => self.usual = of_page(number.unwrap_or(936)).unwrap_or(WINDOWS_1252),
            "fonttbl" => (self.now.fonts, self.now.silent) = (true, true),
            "f" => {
                self.decode();
                self.now.font = number.unwrap_or(-1);
            }
            "fcharset" if self.now.fonts => {
                let page = match number {
                    Some(134) => 936,
                    Some(136) => 950,
                    Some(128) => 932,
                    _ => 0,
                };
                if let Some(encoding) = of_page(page).filter(|_| self.fonts.len() < 10_000) {
                    self.fonts.insert(self.now.font, encoding);
                }
            }
            // A shape's words are words of the document, whatever marks their group.
            "shptxt" => self.now.silent = false,
            _ if SILENT.contains(&word) => self.now.silent = true,
            _ => {}
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.pass > 0 {
            self.pass -= 1;
        } else if !self.now.silent && self.bytes.len() < LONGEST {
            self.half = None;
            self.bytes.push(byte);
        }
    }

    fn unit(&mut self, unit: u16) {
        let units = self.half.take().map_or_else(|| vec![unit], |half| vec![half, unit]);
        if (0xD800..0xDC00).contains(&unit) {
            self.half = Some(unit);
            return;
        }
        let text: String = char::decode_utf16(units).filter_map(Result::ok).collect();
        self.say(&text);
    }

    /// Bytes so far become text, in the character set of their font.
    fn decode(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let encoding = self.fonts.get(&self.now.font).copied().unwrap_or(self.usual);
        let bytes = std::mem::take(&mut self.bytes);
        let (text, _) = encoding.decode_without_bom_handling(&bytes);
        self.say(&text);
    }

    fn say(&mut self, text: &str) {
        self.decode();
        if !self.now.silent && self.line.len() < LONGEST {
            self.line.push_str(text);
        }
    }

    fn end_line(&mut self) {
        self.decode();
        if !self.now.silent {
            self.text.push(&self.line);
            self.line.clear();
        }
    }
}

/// The character set of a code page of Windows.
fn of_page(page: i32) -> Option<&'static Encoding> {
    match page {
        936 | 54_936 => Some(GB18030),
        950 => Some(BIG5),
        932 => Some(SHIFT_JIS),
        65_001 => Some(encoding_rs::UTF_8),
        _ => None,
    }
}
