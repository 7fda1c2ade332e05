//! Telling people and programs after a scan, where a list asks for it: a signed message over HTTP, a letter. Imports
//! `model`, `config`, `scan`, `fetch`; the only user of lettre and hmac.
//!
//! Whatever goes wrong here is told and never fatal: the scan is done and its summary written before anybody is told. No
//! secret is in a message, a log line or an error.

mod letter;
mod mail;
mod told;
mod webhook;

pub use letter::{Letter, letter};
pub use told::{Told, ToldSite, Word};
pub use webhook::{DELIVERY, SIGNATURE, TIMESTAMP, signature};

use crate::config::{Mail, Notify, Secret, TellOn, Webhook, now_ms};
use crate::fetch::Poster;
use crate::model::{Lang, Text};
use crate::scan::Summary;
use mail::Mailer;
use std::time::Duration;

/// Waits between attempts, unless told otherwise.
const WAITS: [Duration; 2] = [Duration::from_secs(2), Duration::from_secs(15)];

/// Why an attempt failed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fault {
    why: Text,
    /// Another attempt may go better.
    passing: bool,
}

/// Tells whom a list names.
#[derive(Debug)]
pub struct Teller {
    webhook: Option<(Webhook, Secret, Poster)>,
    mail: Option<Mailer>,
    /// Channels that can't be used, and why.
    unfit: Vec<Text>,
    waits: Vec<Duration>,
}

impl Teller {
    /// Reads the secrets and makes ready; what can't be used is found in [`unfit`](Self::unfit) at once, not after a night.
    #[must_use]
    pub fn of(notify: &Notify) -> Self {
        let mut unfit = Vec::new();
        let mut keep = |place: &str, fault: Text| {
            unfit.push(Text::new(format!("{place}：{}", fault.zh), format!("{place}: {}", fault.en)));
        };
        let webhook = notify.webhook.as_ref().and_then(|webhook| {
            let ready = webhook.secret.read().and_then(|secret| {
                let poster = Poster::new(&[]).map_err(|e| Text::new(e.to_string(), e.to_string()))?;
                Ok((webhook.clone(), secret, poster))
            });
            ready.map_err(|fault| keep("[notify.webhook]", fault)).ok()
        });
        let mail = notify
            .mail
            .as_ref()
            .and_then(|mail: &Mail| Mailer::of(mail).map_err(|fault| keep("[notify.mail]", fault)).ok());
        Self { webhook, mail, unfit, waits: WAITS.to_vec() }
    }

    /// The same with other waits between attempts; there is one attempt more than waits.
    #[must_use]
    pub fn with_waits(self, waits: &[Duration]) -> Self {
        Self { waits: waits.to_vec(), ..self }
    }

    /// Channels that the list names and that can't be used, and why.
    #[must_use]
    pub fn unfit(&self) -> &[Text] {
        &self.unfit
    }

    /// Tells what came of a scan, each channel by itself. Gives what did not work.
    pub async fn tell(&self, summary: &Summary, lang: Lang) -> Vec<Text> {
        let told = Told::of(summary, lang);
        let (webhook, mail) = tokio::join!(self.over_http(&told), self.by_mail(&told));
        let failed = webhook.into_iter().chain(mail);
        self.unfit.iter().cloned().chain(failed).collect()
    }

    async fn over_http(&self, told: &Told) -> Option<Text> {
        let (webhook, secret, poster) = self.webhook.as_ref().filter(|(w, ..)| is_due(w.on, told))?;
        let body = serde_json::to_vec(told).expect("our own types have string keys and finite numbers");
        let sent =
            self.steadily("webhook", || webhook::send(poster, webhook, secret, &told.delivery, &body, now_ms())).await;
        let place = webhook.shown();
        sent.err().map(|f| Text::new(format!("webhook（{place}）：{}", f.zh), format!("webhook ({place}): {}", f.en)))
    }

    async fn by_mail(&self, told: &Told) -> Option<Text> {
        let mailer = self.mail.as_ref().filter(|m| is_due(m.on(), told))?;
        let letter = letter(told);
        let sent = self.steadily("mail", || mailer.send(&letter, &told.delivery)).await;
        let place = mailer.shown();
        sent.err().map(|f| Text::new(format!("邮件（{place}）：{}", f.zh), format!("mail ({place}): {}", f.en)))
    }

    /// Tries until it works, can't work, or was tried often enough.
    async fn steadily<F: Future<Output = Result<(), Fault>>>(
        &self,
        channel: &'static str,
        attempt: impl Fn() -> F,
    ) -> Result<(), Text> {
        let mut waits = self.waits.iter();
        let mut nth = 0_u32;
        loop {
            nth += 1;
            let fault = match attempt().await {
                Ok(()) => {
                    tracing::info!(channel, attempt = nth, "told");
                    return Ok(());
                }
                Err(fault) => fault,
            };
            tracing::warn!(channel, attempt = nth, why = %fault.why.en, "not told");
            match waits.next().filter(|_| fault.passing) {
                Some(wait) => tokio::time::sleep(*wait).await,
                None if nth == 1 => return Err(fault.why),
                None => {
                    let Text { zh, en } = fault.why;
                    return Err(Text::new(format!("试了 {nth} 次，{zh}"), format!("{nth} attempts; {en}")));
                }
            }
        }
    }
}

fn is_due(on: TellOn, told: &Told) -> bool {
    on == TellOn::Always || told.trouble
}
