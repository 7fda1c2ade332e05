//! Which addresses may be contacted. Everything that is not public is refused, unless it is the audited host's own, in
//! the table of names, or allowed by the settings.
//!
//! The ranges are those of the IANA special-purpose registries (RFC 6890 and its updates) that are not globally
//! reachable; IPv6 forms that carry an IPv4 address are judged by that address.

use crate::model::special_address;
use ipnet::IpNet;
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use url::{Host, Url};

/// What may be contacted.
#[derive(Debug)]
pub(super) struct Guard {
    /// Addresses of the audited host when the run began, and of the table.
    own: BTreeSet<IpAddr>,
    allow_net: Vec<IpNet>,
    /// Only what is allowed explicitly may be contacted.
    offline: bool,
    /// Names of the table: their addresses are allowed as they are.
    names: BTreeSet<String>,
}

impl Guard {
    /// `own`: what the audited host resolved to at the start. `names`: those of the table.
    pub(super) fn new(own: BTreeSet<IpAddr>, allow_net: Vec<IpNet>, names: BTreeSet<String>, offline: bool) -> Self {
        Self { own: own.into_iter().map(|ip| ip.to_canonical()).collect(), allow_net, offline, names }
    }

    /// Why this address is refused; `None` when it may be contacted.
    pub(super) fn refuses(&self, ip: IpAddr) -> Option<String> {
        let plain = ip.to_canonical();
        if self.own.contains(&plain) || self.allow_net.iter().any(|net| net.contains(&plain) || net.contains(&ip)) {
            return None;
        }
        if let Some(what) = special_address(ip) {
            return Some(format!("{ip} is {what}; allow it with --allow-net if it is meant"));
        }
        self.offline.then(|| format!("{ip} is outside, and this run stays offline"))
    }

    /// Why the address written in the URL is refused: a literal, or a name that means this machine.
    pub(super) fn refuses_url(&self, url: &Url) -> Option<String> {
        match url.host()? {
            Host::Ipv4(ip) => self.refuses(ip.into()),
            Host::Ipv6(ip) => self.refuses(ip.into()),
            Host::Domain(name) => {
                let name = bare(name);
                if self.names.contains(&name) || !is_localhost(&name) || self.offline {
                    return None;
                }
                let reasons: Vec<String> = LOCALHOST.iter().filter_map(|ip| self.refuses(*ip)).collect();
                (reasons.len() == LOCALHOST.len()).then(|| format!("{name}: {}", reasons[0]))
            }
        }
    }

    /// The addresses that may be contacted, or why none may.
    pub(super) fn filter(&self, name: &str, found: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, String> {
        let mut reason = None;
        let kept: Vec<SocketAddr> = found
            .into_iter()
            .filter(|at| match self.refuses(at.ip()) {
                Some(why) => {
                    reason.get_or_insert(why);
                    false
                }
                None => true,
            })
            .collect();
        match reason {
            Some(why) if kept.is_empty() => Err(format!("{name}: {why}")),
            _ => Ok(kept),
        }
    }
}

/// What `localhost` and names below it stand for (RFC 6761 clause 6.3): never asked of a resolver.
pub(super) const LOCALHOST: [IpAddr; 2] = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];

/// A name in the form the table and caches use: lower case, no dot at the end.
pub(super) fn bare(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

/// Whether the (bare) name means this machine.
pub(super) fn is_localhost(name: &str) -> bool {
    name == "localhost" || name.ends_with(".localhost")
}
