//! A program that takes messages over HTTP.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A message as it came: the head in lower-case names, the body.
#[derive(Debug, Clone)]
pub(crate) struct Got {
    pub(crate) head: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Got {
    #[track_caller]
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.head.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        &found.unwrap_or_else(|| panic!("no {name} in {:?}", self.head)).1
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// As a receiver checks it, with nothing of the sender's own code.
    pub(crate) fn is_signed_with(&self, secret: &str) -> bool {
        use hmac::{Hmac, KeyInit, Mac};
        let mut signed = self.header("Duwang-Timestamp").as_bytes().to_vec();
        signed.push(b'.');
        signed.extend(&self.body);
        let Some(digits) = self.header("Duwang-Signature").strip_prefix("v1=") else { return false };
        let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        let Some(bytes) = (0..digits.len()).step_by(2).map(byte).collect::<Option<Vec<u8>>>() else { return false };
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(&signed);
        mac.verify_slice(&bytes).is_ok()
    }
}

/// Answers each message with the next status of a list, the last one for ever.
pub(crate) struct Receiver {
    pub(crate) addr: SocketAddr,
    got: Arc<Mutex<Vec<Got>>>,
}

impl Receiver {
    pub(crate) fn start(statuses: &[u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let addr = listener.local_addr().unwrap();
        let got = Arc::new(Mutex::new(Vec::new()));
        let (log, statuses) = (Arc::clone(&got), statuses.to_vec());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let nth = log.lock().unwrap().len();
                let status = statuses[nth.min(statuses.len() - 1)];
                if let Some(message) = take(&stream) {
                    log.lock().unwrap().push(message);
                    let head = format!(
                        "HTTP/1.1 {status} X\r\nLocation: http://{addr}/elsewhere\r\nContent-Length: 2\r\nConnection: \
                         close\r\n\r\nok"
                    );
                    let _ = (&stream).write_all(head.as_bytes());
                }
            }
        });
        Self { addr, got }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/hook?key=in-the-address", self.addr)
    }

    pub(crate) fn got(&self) -> Vec<Got> {
        self.got.lock().unwrap().clone()
    }
}

fn take(stream: &TcpStream) -> Option<Got> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    assert!(line.starts_with("POST /hook"), "{line}");
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        head.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = head.iter().find(|(name, _)| name == "content-length").map_or(0, |(_, n)| n.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Got { head, body })
}
