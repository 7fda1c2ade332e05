use serde_json::{Map, Value};

/// Reads data out of script text: JSON, and what scripts write instead of it (keys without quotes, single quotes,
/// trailing commas, comments). Whatever is not a literal (a variable, a call) becomes null. Never runs anything.
struct Scanner<'a> {
    text: &'a [u8],
    source: &'a str,
    at: usize,
    /// Values left to read, so that hostile input ends.
    budget: usize,
}

/// Deeper nesting than this is no data of a list.
const DEEPEST: usize = 40;

/// The literal that starts at byte `at`, and where it ends.
pub(super) fn literal(source: &str, at: usize) -> Option<(Value, usize)> {
    let mut scanner = Scanner { text: source.as_bytes(), source, at, budget: 60_000 };
    let value = scanner.value(0)?;
    Some((value, scanner.at))
}

/// All arrays of objects in a text, outermost first found; at most `most` attempts.
pub(super) fn arrays(source: &str, most: usize) -> Vec<Value> {
    let bytes = source.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    let mut tries = 0;
    while at < bytes.len() && tries < most {
        let Some(next) = source[at..].find('[').map(|p| p + at) else { break };
        let inside = source[next + 1..].trim_start_matches([' ', '\n', '\r', '\t']);
        at = next + 1;
        if !inside.starts_with('{') {
            continue;
        }
        tries += 1;
        if let Some((value, end)) = literal(source, next) {
            found.push(value);
            at = end.max(at);
        }
    }
    found
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn blanks(&mut self) {
        loop {
            while self.peek().is_some_and(|b| b.is_ascii_whitespace()) {
                self.at += 1;
            }
            let rest = &self.text[self.at.min(self.text.len())..];
            let end = if rest.starts_with(b"/*") {
                rest.windows(2).skip(2).position(|w| w == b"*/").map(|p| p + 4)
            } else if rest.starts_with(b"//") {
                Some(rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len()))
            } else {
                None
            };
            match end {
                Some(end) => self.at += end,
                None => return,
            }
        }
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        self.budget = self.budget.checked_sub(1)?;
        if depth > DEEPEST {
            return None;
        }
        self.blanks();
        let value = match self.peek()? {
            b'[' => self.array(depth)?,
            b'{' => self.object(depth)?,
            b'"' | b'\'' | b'`' => Value::String(self.string()?),
            _ => return self.word(),
        };
        // "a" + b, [..].concat(..): the rest of the expression is not data.
        self.blanks();
        if self.peek().is_some_and(|b| matches!(b, b'+' | b'.' | b'?' | b'|' | b'(')) && depth > 0 {
            self.skip();
        }
        Some(value)
    }

    fn array(&mut self, depth: usize) -> Option<Value> {
        self.at += 1;
        let mut out = Vec::new();
        loop {
            self.blanks();
            match self.peek()? {
                b']' => {
                    self.at += 1;
                    return Some(Value::Array(out));
                }
                b',' => self.at += 1,
                _ => {
                    let before = self.at;
                    out.push(self.value(depth + 1)?);
                    if self.at == before {
                        return None;
                    }
                }
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        self.at += 1;
        let mut out = Map::new();
        loop {
            self.blanks();
            let key = match self.peek()? {
                b'}' => {
                    self.at += 1;
                    return Some(Value::Object(out));
                }
                b',' => {
                    self.at += 1;
                    continue;
                }
                b'"' | b'\'' | b'`' => self.string()?,
                _ => {
                    let start = self.at;
                    while self
                        .peek()
                        .is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'-') || b >= 0x80)
                    {
                        self.at += 1;
                    }
                    if start == self.at {
                        return None;
                    }
                    self.source.get(start..self.at)?.to_owned()
                }
            };
            self.blanks();
            if self.peek()? != b':' {
                // A method or a shorthand: no data.
                self.skip();
                continue;
            }
            self.at += 1;
            let value = self.value(depth + 1)?;
            out.insert(key, value);
        }
    }

    fn string(&mut self) -> Option<String> {
        let quote = self.peek()?;
        self.at += 1;
        let mut out: Vec<u8> = Vec::new();
        loop {
            let byte = self.peek()?;
            self.at += 1;
            if byte == quote {
                return Some(String::from_utf8_lossy(&out).into_owned());
            }
            if byte != b'\\' {
                out.push(byte);
                continue;
            }
            let escaped = self.peek()?;
            self.at += 1;
            match escaped {
                b'n' | b'r' | b't' => out.push(b' '),
                b'u' | b'x' => {
                    let length = if escaped == b'u' { 4 } else { 2 };
                    let hex = self.source.get(self.at..self.at + length).and_then(|h| u32::from_str_radix(h, 16).ok());
                    if let Some(c) = hex.and_then(char::from_u32) {
                        out.extend(c.to_string().as_bytes());
                        self.at += length;
                    }
                }
                other => out.push(other),
            }
        }
    }

    /// A number, true, false, null; anything else is skipped as null.
    fn word(&mut self) -> Option<Value> {
        let start = self.at;
        while self.peek().is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'.' | b'-' | b'+')) {
            self.at += 1;
        }
        let word = self.source.get(start..self.at)?;
        let value = match word {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => word
                .parse::<i64>()
                .map(Value::from)
                .or_else(|_| word.parse::<f64>().map(Value::from))
                .unwrap_or(Value::Null),
        };
        self.blanks();
        if !matches!(self.peek()?, b',' | b'}' | b']') {
            let before = self.at;
            self.skip();
            if self.at == before && start == before {
                return None;
            }
        }
        Some(value)
    }

    /// On to the end of an expression: the next comma or closing bracket on this level.
    fn skip(&mut self) {
        let mut open = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'(' | b'[' | b'{' => open += 1,
                b')' | b']' | b'}' if open > 0 => open -= 1,
                b',' | b']' | b'}' if open == 0 => return,
                b'"' | b'\'' | b'`' => {
                    if self.string().is_none() {
                        self.at = self.text.len();
                    }
                    continue;
                }
                _ => {}
            }
            self.at += 1;
        }
    }
}
