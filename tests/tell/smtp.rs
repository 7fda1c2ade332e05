//! A mail server of the smallest kind.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// How it is disposed.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mood {
    /// Says so many times that it can't just now, before it takes a letter.
    pub(crate) busy: usize,
    /// Lets nobody log in, and repeats what it was sent.
    pub(crate) no_login: bool,
    /// Takes no receiver.
    pub(crate) no_receiver: bool,
}

/// A letter as it came.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mailed {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    pub(crate) login: Option<String>,
    pub(crate) data: String,
}

#[derive(Debug)]
pub(crate) struct MailServer {
    pub(crate) addr: SocketAddr,
    mailed: Arc<Mutex<Vec<Mailed>>>,
    lines: Arc<Mutex<Vec<String>>>,
}

impl MailServer {
    pub(crate) fn start(mood: Mood) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let addr = listener.local_addr().unwrap();
        let (mailed, lines) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(Vec::new())));
        let (log, heard) = (Arc::clone(&mailed), Arc::clone(&lines));
        std::thread::spawn(move || {
            for (nth, stream) in listener.incoming().flatten().enumerate() {
                talk(&stream, mood, nth, &heard, &log);
            }
        });
        Self { addr, mailed, lines }
    }

    pub(crate) fn mailed(&self) -> Vec<Mailed> {
        self.mailed.lock().unwrap().clone()
    }

    /// Every command that was sent to it.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }
}

fn talk(
    stream: &TcpStream,
    mood: Mood,
    nth: usize,
    heard: &Mutex<Vec<String>>,
    log: &Mutex<Vec<Mailed>>,
) -> Option<()> {
    let say = |text: &str| {
        let mut stream = stream;
        stream.write_all(format!("{text}\r\n").as_bytes()).ok()
    };
    let mut lines = BufReader::new(stream).lines();
    let mut letter = Mailed::default();
    say("220 mail.county.test ESMTP")?;
    while let Some(Ok(line)) = lines.next() {
        heard.lock().unwrap().push(line.clone());
        let word = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        match word.as_str() {
            "EHLO" => say("250-mail.county.test\r\n250-8BITMIME\r\n250 AUTH PLAIN")?,
            "AUTH" if mood.no_login => say(&format!("535 5.7.8 refused: {line}"))?,
            "AUTH" => {
                letter.login = line.rsplit(' ').next().map(str::to_owned);
                say("235 2.7.0 welcome")?;
            }
            "MAIL" if nth < mood.busy => say("451 4.3.2 not now")?,
            "MAIL" => {
                letter.from.clone_from(&line);
                say("250 ok")?;
            }
            "RCPT" if mood.no_receiver => say("550 5.1.1 nobody of that name")?,
            "RCPT" => {
                letter.to.push(line.clone());
                say("250 ok")?;
            }
            "DATA" => {
                say("354 go on")?;
                for line in lines.by_ref().map_while(Result::ok) {
                    if line == "." {
                        break;
                    }
                    letter.data.push_str(line.strip_prefix('.').unwrap_or(&line));
                    letter.data.push('\n');
                }
                log.lock().unwrap().push(letter.clone());
                say("250 taken")?;
            }
            "QUIT" => {
                say("221 bye")?;
                break;
            }
            _ => say("250 ok")?,
        }
    }
    Some(())
}

impl Mailed {
    /// The text of the part of this kind, decoded.
    #[track_caller]
    pub(crate) fn part(&self, kind: &str) -> String {
        let at = self.data.find(&format!("Content-Type: {kind}")).unwrap_or_else(|| panic!("no {kind}: {}", self.data));
        let rest = &self.data[at..];
        let (head, body) = rest.split_once("\n\n").unwrap();
        let body = body.split("\n--").next().unwrap();
        let bytes = if head.contains("base64") {
            STANDARD.decode(body.split_whitespace().collect::<String>()).unwrap()
        } else if head.contains("quoted-printable") {
            quoted(body.as_bytes())
        } else {
            body.as_bytes().to_vec()
        };
        String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
    }

    /// A header, unfolded, its encoded words decoded.
    #[track_caller]
    pub(crate) fn header(&self, name: &str) -> String {
        let head = self.data.split("\n\n").next().unwrap().replace("\n ", " ");
        let line = head.lines().find_map(|l| l.strip_prefix(&format!("{name}: ")));
        let mut plain = String::new();
        let mut after_word = false;
        for word in line.unwrap_or_else(|| panic!("no {name}: {head}")).split(' ') {
            let coded = word.strip_prefix("=?utf-8?b?").and_then(|w| w.strip_suffix("?="));
            if !plain.is_empty() && (!after_word || coded.is_none()) {
                plain.push(' ');
            }
            after_word = coded.is_some();
            match coded {
                Some(coded) => plain.push_str(&String::from_utf8(STANDARD.decode(coded).unwrap()).unwrap()),
                None => plain.push_str(word),
            }
        }
        plain
    }
}

fn quoted(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut at = 0;
    while at < body.len() {
        match body[at] {
            b'=' if body.get(at + 1) == Some(&b'\n') => at += 2,
            b'=' => {
                let digits = std::str::from_utf8(&body[at + 1..at + 3]).unwrap();
                bytes.push(u8::from_str_radix(digits, 16).unwrap());
                at += 3;
            }
            byte => {
                bytes.push(byte);
                at += 1;
            }
        }
    }
    bytes
}
