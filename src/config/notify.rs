//! Whom to tell after a scan: the `[notify]` section of a list.

use super::SecretSource;
use super::sites::{At, Desk, Entry, Keys, Value};
use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::path::Path;
use url::{Host, Url};

const WEBHOOK: &[&str] = &["url", "secret_env", "secret_file", "on"];
const MAIL: &[&str] = &["host", "port", "tls", "user", "password_env", "password_file", "from", "to", "on"];

/// Whom to tell; nobody unless the list says so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notify {
    /// A program that takes messages over HTTP.
    pub webhook: Option<Webhook>,
    /// People with mailboxes.
    pub mail: Option<Mail>,
}

/// When there is something to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TellOn {
    /// After every scan.
    #[default]
    Always,
    /// When a site could not be judged, or failed a veto that it had not failed before.
    Trouble,
}

/// A program that takes messages over HTTP.
#[derive(Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its address. May hold a key of the receiver's, so that no more than the host is ever shown.
    pub url: Url,
    /// What messages are signed with.
    pub secret: SecretSource,
    /// When it is told.
    pub on: TellOn,
}

impl Webhook {
    /// Where it is, for messages: scheme, host and port.
    #[must_use]
    pub fn shown(&self) -> String {
        self.url.origin().ascii_serialization()
    }
}

impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Webhook");
        shown.field("url", &self.shown()).field("secret", &self.secret).field("on", &self.on).finish()
    }
}

/// How the talk with a mail server is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MailTls {
    /// Begun in the open and turned to TLS; a server that can't is not used.
    #[default]
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// Not at all: a relay on the same machine or in the same room.
    None,
}

/// Letters by way of a mail server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the talk with it is kept from others.
    pub tls: MailTls,
    /// Who logs in and with what; `None`: nobody does.
    pub login: Option<(String, SecretSource)>,
    /// The sender: `name@host` or `Name <name@host>`.
    pub from: String,
    /// The receivers, likewise; at least one.
    pub to: Vec<String>,
    /// When they are told.
    pub on: TellOn,
}

/// From what is written to what is meant. `folder`: where secret files with relative paths are.
pub(super) fn resolve(desk: &mut Desk, written: &BTreeMap<String, Entry>, folder: &Path) -> Notify {
    let mut notify = Notify::default();
    for (name, entry) in written {
        let mut entry = entry.clone();
        let before = desk.faults.len();
        match name.as_str() {
            "webhook" => {
                refuse_literals(desk, &mut entry, "secret", WEBHOOK);
                desk.known("[notify.webhook]", &entry, &[WEBHOOK]);
                notify.webhook = Section { desk, entry: &entry, folder }.webhook();
            }
            "mail" => {
                refuse_literals(desk, &mut entry, "password", MAIL);
                desk.known("[notify.mail]", &entry, &[MAIL]);
                notify.mail = Section { desk, entry: &entry, folder }.mail();
            }
            other => desk.fault(
                entry.line,
                format!("没有 [notify.{other}]；可用 [notify.webhook]、[notify.mail]"),
                format!("there is no [notify.{other}]; use [notify.webhook], [notify.mail]"),
            ),
        }
        // Nobody is told by a section that says something else than was meant.
        if desk.faults.len() > before {
            match name.as_str() {
                "webhook" => notify.webhook = None,
                "mail" => notify.mail = None,
                _ => {}
            }
        }
    }
    notify
}

/// Secrets written into the list are refused, unread and unrepeated: lists are copied, mailed and kept under version control.
fn refuse_literals(desk: &mut Desk, entry: &mut Entry, stem: &str, known: &[&str]) {
    let literal = |key: &str| {
        let low = key.to_ascii_lowercase();
        !known.contains(&key)
            && (["pass", "pwd", "secret", "token"].iter().any(|word| low.contains(word))
                || ["key", "密码", "口令", "密钥"].contains(&low.as_str()))
    };
    let keys: Vec<(String, usize)> =
        entry.keys.iter().filter(|(key, _)| literal(key)).map(|(key, at)| (key.clone(), at.line)).collect();
    for (key, line) in keys {
        entry.keys.remove(&key);
        desk.fault(
            line,
            format!(
                "“{key}”：密码、密钥不写在清单里；放进环境变量并写 {stem}_env = \"变量名\"，或放进只有自己能读的文件并写 {stem}_file = \"路径\""
            ),
            format!(
                "`{key}`: a secret does not belong into the list; put it into an environment variable and write {stem}_env = \
                 \"NAME\", or into a file that you alone can read and write {stem}_file = \"PATH\""
            ),
        );
    }
}

/// One section being read.
struct Section<'a> {
    desk: &'a mut Desk,
    entry: &'a Entry,
    folder: &'a Path,
}

impl Section<'_> {
    fn webhook(&mut self) -> Option<Webhook> {
        let none = Entry::default();
        let keys = Keys { own: self.entry, under: &none };
        let on = self.on();
        let secret = self.secret("secret");
        if secret.is_none() && !self.has("secret_env") && !self.has("secret_file") {
            self.desk.fault(
                self.entry.line,
                "[notify.webhook] 缺签名用的密钥：写 secret_env = \"变量名\" 或 secret_file = \"路径\"",
                "[notify.webhook] lacks the key to sign with: write secret_env = \"NAME\" or secret_file = \"PATH\"",
            );
        }
        let Some(url) = self.desk.text(&keys, "url") else {
            self.lacks("url", "[notify.webhook]");
            return None;
        };
        let line = self.line("url");
        let Some(url) = Url::parse(&url).ok().filter(|u| matches!(u.scheme(), "http" | "https") && u.has_host()) else {
            self.desk.fault(
                line,
                "url 须是 http:// 或 https:// 开头的完整地址",
                "url must be a whole address that begins with http:// or https://",
            );
            return None;
        };
        if !url.username().is_empty() || url.password().is_some() {
            self.desk.fault(
                line,
                "url 里不写用户名和密码；消息已用密钥签名，接收方验签即可",
                "url must hold no user or password; messages are signed, which the receiver checks",
            );
            return None;
        }
        Some(Webhook { url, secret: secret?, on })
    }

    fn mail(&mut self) -> Option<Mail> {
        let none = Entry::default();
        let keys = Keys { own: self.entry, under: &none };
        let on = self.on();
        let tls = self.desk.meant(&keys, "tls", (" starttls、tls 或 none", "starttls, tls or none"), |text| match text
        {
            "starttls" => Some(MailTls::StartTls),
            "tls" => Some(MailTls::Tls),
            "none" => Some(MailTls::None),
            _ => None,
        });
        let tls = tls.and_then(|found| found.into_iter().next()).unwrap_or_default();
        let usual = match tls {
            MailTls::StartTls => 587,
            MailTls::Tls => 465,
            MailTls::None => 25,
        };
        let port = self.desk.whole(&keys, "port", 1.0, 65_535.0);
        let port = port.and_then(|n| u16::try_from(n).ok()).unwrap_or(usual);
        let host = self.desk.text(&keys, "host");
        let host =
            self.sound("host", host, is_host, ("邮件服务器的名称或地址", "the name or address of a mail server"));
        let from = self.desk.text(&keys, "from");
        let shape =
            ("邮箱地址，如 \"读网 <audit@example.gov.cn>\"", "a mail address like \"Audit <audit@example.gov.cn>\"");
        let from = self.sound("from", from, is_mailbox, shape);
        let to: Vec<Option<String>> = match self.desk.texts(&keys, "to") {
            Some(all) if !all.is_empty() => {
                all.into_iter().map(|one| self.sound("to", Some(one), is_mailbox, shape)).collect()
            }
            Some(_) => vec![None],
            None => Vec::new(),
        };
        for key in ["host", "from", "to"] {
            self.lacks(key, "[notify.mail]");
        }
        if to == [None] && self.entry.keys.get("to").is_some_and(|at| at.value == Value::List(Vec::new())) {
            let line = self.line("to");
            self.desk.fault(line, "to 里没有收件人", "to names no receiver");
        }
        let user = self.desk.text(&keys, "user");
        let password = self.secret("password");
        let has_password = self.has("password_env") || self.has("password_file");
        if user.is_some() != has_password {
            let key = if user.is_some() { "user" } else { "password_env" };
            let line = if self.has(key) { self.line(key) } else { self.line("password_file") };
            self.desk.fault(
                line,
                "user 与 password_env（或 password_file）要一起写，或都不写",
                "user and password_env (or password_file) go together, or neither is written",
            );
        }
        let host = host?;
        if tls == MailTls::None && has_password && !is_here(&host) {
            let line = self.line("tls");
            self.desk.fault(
                line,
                "tls = \"none\" 会把密码明文发出去；请用 starttls 或 tls，或去掉 user 和密码",
                "tls = \"none\" would send the password in the open; use starttls or tls, or leave user and password out",
            );
            return None;
        }
        let to: Option<Vec<String>> = to.into_iter().collect();
        let login = match (user, password) {
            (Some(user), Some(password)) => Some((user, password)),
            (None, None) => None,
            _ => return None,
        };
        Some(Mail { host, port, tls, login, from: from?, to: to.filter(|to| !to.is_empty())?, on })
    }

    fn has(&self, key: &str) -> bool {
        self.entry.keys.contains_key(key)
    }

    fn line(&self, key: &str) -> usize {
        self.entry.keys.get(key).map_or(self.entry.line, |at| at.line)
    }

    fn lacks(&mut self, key: &str, place: &str) {
        if !self.has(key) {
            self.desk.fault(self.entry.line, format!("{place} 缺 {key}"), format!("{place} lacks `{key}`"));
        }
    }

    fn on(&mut self) -> TellOn {
        let none = Entry::default();
        let keys = Keys { own: self.entry, under: &none };
        let on = self.desk.meant(&keys, "on", (" always 或 trouble", "always or trouble"), |text| match text {
            "always" => Some(TellOn::Always),
            "trouble" => Some(TellOn::Trouble),
            _ => None,
        });
        on.and_then(|found| found.into_iter().next()).unwrap_or_default()
    }

    /// `stem_env` or `stem_file`, one of them. What does not look like a name is not repeated: it may be the secret itself.
    fn secret(&mut self, stem: &str) -> Option<SecretSource> {
        let (env, file) = (format!("{stem}_env"), format!("{stem}_file"));
        if self.has(&env) && self.has(&file) {
            let line = self.line(&file);
            self.desk.fault(line, format!("{env} 与 {file} 只写一个"), format!("write one of {env} and {file}"));
            return None;
        }
        let key = if self.has(&env) { &env } else { &file };
        let At { line, value } = self.entry.keys.get(key)?.clone();
        let text = match value {
            Value::Text(text) => text.trim().to_owned(),
            _ => String::new(),
        };
        if *key == file {
            if text.is_empty() {
                self.desk.fault(line, format!("{key} 须是文件路径"), format!("{key} must be the path of a file"));
                return None;
            }
            return Some(SecretSource::File(self.folder.join(text)));
        }
        let letters = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if text.is_empty() || text.starts_with(|c: char| c.is_ascii_digit()) || !text.chars().all(letters) {
            self.desk.fault(
                line,
                format!("{key} 须是环境变量的名称（字母、数字和 _），不是密码本身"),
                format!(
                    "{key} must be the name of an environment variable (letters, digits and _), not the secret itself"
                ),
            );
            return None;
        }
        Some(SecretSource::Env(text))
    }

    fn sound(
        &mut self,
        key: &str,
        text: Option<String>,
        is: impl Fn(&str) -> bool,
        (zh, en): (&str, &str),
    ) -> Option<String> {
        let text = text?;
        if is(&text) {
            return Some(text);
        }
        let at = At { line: self.line(key), value: Value::Text(text) };
        self.desk.wrong(key, &at, zh, en);
        None
    }
}

fn is_host(text: &str) -> bool {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    bare.parse::<IpAddr>().is_ok()
        || (Host::parse(text).is_ok() && !text.contains(':') && text.chars().any(char::is_alphanumeric))
}

/// Whether a server is this machine.
fn is_here(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// `name@host` or `Name <name@host>`, of signs that can't end a header line.
fn is_mailbox(text: &str) -> bool {
    let address = match text.split_once('<') {
        Some((_, rest)) => match rest.strip_suffix('>') {
            Some(address) => address,
            None => return false,
        },
        None => text,
    };
    let Some((name, host)) = address.split_once('@') else { return false };
    let plain = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '@' | ',' | ';' | '"'))
    };
    !text.chars().any(char::is_control) && plain(name) && plain(host)
}
