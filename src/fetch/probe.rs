//! What is to be known of the audited host beside its pages: IPv6, HTTPS, robots.txt.

use super::Inner;
use super::archive::Note;
use super::client::{Reading, Wish};
use super::failure::{CERTIFICATE, NOT_TLS};
use super::robots::State;
use crate::model::{FailureKind, FetchRecord, HostFacts, Known};
use url::Host;

impl Inner {
    /// Asks for the facts of the audited host.
    pub(super) async fn facts(&self) -> HostFacts {
        let home = &self.home;
        let (ipv6, https) = if let Some(Host::Domain(name)) = home.host() {
            (self.ipv6(name).await, self.https().await)
        } else {
            let why = || "the host is given as an address".to_owned();
            (Known::Inapplicable(why()), Known::Inapplicable(why()))
        };
        let (robots, sitemaps) = self.robots_facts().await;
        HostFacts { host: home.host_str().unwrap_or_default().to_owned(), ipv6, https, robots, sitemaps }
    }

    async fn ipv6(&self, name: &str) -> Known<Vec<String>> {
        if let Some(replay) = &self.replay {
            return replay.ipv6(name);
        }
        let ipv6 = self.names.names.ipv6(name).await;
        if let Some(recorder) = &self.recorder {
            let note = Note::Ipv6 { host: name.to_owned(), ipv6: ipv6.clone() };
            recorder.note(note, self.home.as_str()).await;
        }
        ipv6
    }

    async fn https(&self) -> Known<String> {
        let mut at = self.home.clone();
        if at.scheme() != "https" {
            if !matches!(at.port_or_known_default(), Some(80 | 443)) {
                return Known::Inapplicable(format!(
                    "the site is given with port {}, which says nothing about HTTPS",
                    at.port_or_known_default().unwrap_or_default()
                ));
            }
            at.set_path("/");
            at.set_query(None);
            if at.set_scheme("https").is_err() || at.set_port(None).is_err() {
                return Known::Unknown("there is no https form of the address".to_owned());
            }
        }
        let record = self.follow(&at, Wish::of(Reading::Check)).await.record;
        self.judge_https(&record).await
    }

    /// What an answer to an https address says about HTTPS. The certificate was verified before any of it came.
    async fn judge_https(&self, record: &FetchRecord) -> Known<String> {
        if let Some(hop) = record.hops.iter().find(|hop| hop.location.starts_with("http://")) {
            return Known::No(format!("{} leads to {}", hop.url, hop.location));
        }
        let Some(fault) = &record.failure else {
            return Known::Yes(record.final_url.clone());
        };
        // Something came over TLS: redirects, a refusal, or the robots.txt that forbids the rest.
        if record.status.is_some() || !record.hops.is_empty() || fault.kind == FailureKind::Robots {
            return Known::Yes(record.url.clone());
        }
        let seen = format!("{}: {}", record.final_url, fault.detail);
        match fault.kind {
            FailureKind::Tls if fault.detail.starts_with(CERTIFICATE) || fault.detail.starts_with(NOT_TLS) => {
                Known::No(seen)
            }
            FailureKind::Connect => Known::No(seen),
            // Closed ports are often silent. Our own line works if the site answers over http at the same time.
            FailureKind::Timeout if self.home_answers().await => Known::No(seen),
            _ => Known::Unknown(seen),
        }
    }

    async fn home_answers(&self) -> bool {
        self.home.scheme() == "http" && self.follow(&self.home, Wish::of(Reading::Check)).await.record.status.is_some()
    }

    async fn robots_facts(&self) -> (Known<String>, Vec<String>) {
        if self.settings.ignore_robots {
            return (Known::Unknown("robots.txt is not asked (--ignore-robots)".to_owned()), Vec::new());
        }
        if let Some(why) = self.names.guard.refuses_url(&self.home) {
            return (Known::Unknown(why), Vec::new());
        }
        let robots = self.robots_of(&self.home).await;
        let known = match &robots.state {
            State::Rules(_, at) => Known::Yes(at.clone()),
            State::Absent(what) => Known::No(what.clone()),
            State::Trouble(what) => Known::Unknown(what.clone()),
            State::Unreachable(fault) => Known::Unknown(fault.detail.clone()),
        };
        (known, robots.sitemaps.clone())
    }
}
