//! Letters by way of the office's mail server.

use super::Fault;
use super::letter::Letter;
use crate::config::{Mail, MailTls, Secret, TellOn};
use crate::model::Text;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::error::Error as _;
use std::fmt;
use std::time::Duration;
use tokio::time::timeout;

/// Longest wait for one answer of the server.
const ANSWER: Duration = Duration::from_secs(20);
/// Longest time for one attempt.
const WHOLE: Duration = Duration::from_secs(90);

/// Sends letters as a list says.
pub(super) struct Mailer {
    mail: Mail,
    from: Mailbox,
    to: Vec<Mailbox>,
    login: Option<(String, Secret)>,
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailer").field("server", &self.shown()).finish_non_exhaustive()
    }
}

impl Mailer {
    /// Reads the password; `Err`: why there can't be letters.
    pub(super) fn of(mail: &Mail) -> Result<Self, Text> {
        let address = |text: &String| {
            text.parse::<Mailbox>()
                .map_err(|_| Text::new(format!("“{text}”不是邮箱地址"), format!("\"{text}\" is no mail address")))
        };
        let login = match &mail.login {
            Some((user, source)) => Some((user.clone(), source.read()?)),
            None => None,
        };
        let to = mail.to.iter().map(address).collect::<Result<_, _>>()?;
        Ok(Self { from: address(&mail.from)?, to, login, mail: mail.clone() })
    }

    /// Where letters go out, for messages.
    pub(super) fn shown(&self) -> String {
        format!("{}:{}", self.mail.host, self.mail.port)
    }

    pub(super) fn on(&self) -> TellOn {
        self.mail.on
    }

    /// One attempt, at all receivers together.
    pub(super) async fn send(&self, letter: &Letter, delivery: &str) -> Result<(), Fault> {
        let message = self.message(letter, delivery)?;
        let transport = self.transport()?;
        match timeout(WHOLE, transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(fault(&error)),
            Err(_) => Err(Fault {
                why: Text::new("邮件服务器太久没有应答", "the mail server took too long"),
                passing: true,
            }),
        }
    }

    fn message(&self, letter: &Letter, delivery: &str) -> Result<Message, Fault> {
        let host = self.from.email.domain();
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        let mut message = Message::builder()
            .from(self.from.clone())
            .subject(letter.subject.clone())
            // The same for every attempt, so that a mailbox that got it twice shows it once.
            .message_id(Some(format!("<{delivery}@{host}>")))
            // No answers by robots who say that somebody is away.
            .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
            .date_now();
        for to in &self.to {
            message = message.to(to.clone());
        }
        message.multipart(MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone())).map_err(|e| {
            Fault {
                why: Text::new(format!("信写不成：{e}"), format!("the letter can't be written: {e}")),
                passing: false,
            }
        })
    }

    fn transport(&self) -> Result<AsyncSmtpTransport<Tokio1Executor>, Fault> {
        let host = self.mail.host.trim_start_matches('[').trim_end_matches(']');
        let tls = || {
            TlsParameters::new(host.to_owned()).map_err(|e| Fault {
                why: Text::new(format!("TLS 未能准备好：{e}"), format!("TLS could not be set up: {e}")),
                passing: false,
            })
        };
        let tls = match self.mail.tls {
            MailTls::StartTls => Tls::Required(tls()?),
            MailTls::Tls => Tls::Wrapper(tls()?),
            MailTls::None => Tls::None,
        };
        let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(self.mail.port)
            .tls(tls)
            .timeout(Some(ANSWER));
        Ok(match &self.login {
            Some((user, password)) => {
                builder.credentials(Credentials::new(user.clone(), password.expose().to_owned())).build()
            }
            None => builder.build(),
        })
    }
}

/// Names what went wrong. The server's own words are left out: it may repeat what was sent to it, a password too.
fn fault(error: &SmtpError) -> Fault {
    let code = error.status().map(u16::from);
    let why = match code {
        Some(code @ (530 | 534 | 535 | 538 | 454 | 432)) => Text::new(
            format!("邮件服务器没有接受登录（{code}），请核对 user、密码和 tls"),
            format!("the mail server did not accept the login ({code}); check user, password and tls"),
        ),
        Some(code @ (550 | 551 | 553)) => Text::new(
            format!("邮件服务器不收这个发件人或收件人（{code}），请核对 from 和 to"),
            format!("the mail server does not take this sender or receiver ({code}); check from and to"),
        ),
        Some(code @ 400..=499) => Text::new(
            format!("邮件服务器暂时不收（{code}）"),
            format!("the mail server does not take it for now ({code})"),
        ),
        Some(code) => Text::new(format!("邮件服务器拒收（{code}）"), format!("the mail server refused it ({code})")),
        None if error.is_timeout() => Text::new("邮件服务器太久没有应答", "the mail server took too long"),
        None if error.is_tls() => {
            let cause = cause(error);
            Text::new(format!("与邮件服务器的 TLS 没有谈成：{cause}"), format!("no TLS with the mail server: {cause}"))
        }
        // What a client makes of an odd answer may hold the answer.
        None if error.is_response() || error.is_client() => Text::new(
            "邮件服务器的应答不合要求：可能不支持所选的 tls 或登录方式",
            "the mail server's answer is not what is needed: it may not offer the chosen tls or a way to log in",
        ),
        None => {
            let cause = cause(error);
            Text::new(format!("连不上邮件服务器：{cause}"), format!("no connection to the mail server: {cause}"))
        }
    };
    // An attempt later may find another server; what needs a person does not.
    let passing = match code {
        Some(code) => (400..=499).contains(&code),
        None => !(error.is_response() || error.is_client() || error.is_tls()),
    };
    Fault { why, passing }
}

/// The innermost cause, which comes from this machine.
fn cause(error: &SmtpError) -> String {
    let mut last = String::new();
    let mut next = error.source();
    while let Some(at) = next {
        last = at.to_string();
        next = at.source();
    }
    last.chars().filter(|c| !c.is_control()).take(160).collect()
}
