//! What the guard goes by: the audited host's own addresses and what the settings allow, as they are now or, where archives
//! answer, as they were then.

use super::archive::{Note, Replay};
use super::dns::Names;
use super::guard::{Guard, bare};
use crate::config::FetchSettings;
use crate::model::FailureKind;
use ipnet::IpNet;
use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};
use url::{Host, Url};

/// What may be contacted beside public addresses.
#[derive(Debug, Default)]
pub(super) struct Door {
    own: BTreeSet<IpAddr>,
    names: BTreeSet<String>,
    allow_net: Vec<IpNet>,
    offline: bool,
}

impl Door {
    /// Resolves the audited host.
    pub(super) async fn of_now(settings: &FetchSettings, names: &Names, home: &Url) -> Self {
        let mut own: BTreeSet<IpAddr> = settings.resolve.values().flatten().map(SocketAddr::ip).collect();
        own.extend(own_addresses(names, home).await);
        Self {
            own,
            names: settings.resolve.keys().map(|name| bare(name)).collect(),
            allow_net: settings.allow_net.clone(),
            offline: settings.offline,
        }
    }

    /// As the archive has it; of other crawlers' archives only what the address itself says.
    pub(super) fn of_then(replay: &Replay, home: &Url) -> Self {
        let mut door = match replay.door() {
            Some(Note::Door { own, names, allow_net, offline }) => Self {
                own: own.iter().copied().collect(),
                names: names.iter().cloned().collect(),
                allow_net: allow_net.clone(),
                offline: *offline,
            },
            _ => Self::default(),
        };
        door.own.extend(literal(home));
        door
    }

    /// For the archive.
    pub(super) fn note(&self) -> Note {
        Note::Door {
            own: self.own.iter().copied().collect(),
            names: self.names.iter().cloned().collect(),
            allow_net: self.allow_net.clone(),
            offline: self.offline,
        }
    }

    /// The guard.
    pub(super) fn guard(self, settings: &FetchSettings) -> Guard {
        let mut allowed = self.allow_net;
        allowed.extend(settings.allow_net.iter().copied());
        allowed.sort_unstable();
        allowed.dedup();
        Guard::new(self.own, allowed, self.names, self.offline)
    }
}

fn literal(home: &Url) -> Option<IpAddr> {
    match home.host()? {
        Host::Ipv4(ip) => Some(ip.into()),
        Host::Ipv6(ip) => Some(ip.into()),
        Host::Domain(_) => None,
    }
}

/// What the audited host resolves to now. A resolver that does not answer gets a second chance: without the addresses a
/// portal inside the office's network could not be audited at all.
async fn own_addresses(names: &Names, home: &Url) -> Vec<IpAddr> {
    match home.host() {
        Some(Host::Domain(name)) => {
            let mut found = names.addresses(name).await;
            if found.as_ref().is_err_and(|f| f.kind == FailureKind::DnsUnanswered) {
                found = names.addresses(name).await;
            }
            found.unwrap_or_default().iter().map(SocketAddr::ip).collect()
        }
        _ => literal(home).into_iter().collect(),
    }
}
