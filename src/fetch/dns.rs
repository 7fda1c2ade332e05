//! Names to addresses: the table first, then DNS, then the guard. What leaves here has been checked, and the connection
//! is made to exactly these addresses.

use super::failure::{failure, of_io};
use super::guard::{Guard, LOCALHOST, bare, is_localhost};
use crate::model::{Failure, FailureKind, Known};
use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig, ResolverOpts};
use hickory_resolver::lookup::Lookup;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::rr::{Name, RecordType};
use reqwest::dns::{Addrs, Resolve, Resolving};
use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::OnceCell;

/// Shortest and longest time for which an answer is kept, whatever its TTL.
const KEEP: (Duration, Duration) = (Duration::from_mins(1), Duration::from_mins(10));
/// Names kept at most.
const NAMES: usize = 4096;
/// How long the second address family may take once the first has answered. Some resolvers never answer for AAAA.
const GRACE: Duration = Duration::from_millis(300);
/// Longest wait for both families, the resolver's own retries included.
const PATIENCE: Duration = Duration::from_secs(12);

/// Names that every resolver with a way to the public DNS knows.
const LANDMARKS: &[&str] = &["www.gov.cn", "a.root-servers.net", "www.cnnic.cn"];

/// Answers for names.
pub(super) struct Names {
    table: BTreeMap<String, Vec<SocketAddr>>,
    offline: bool,
    /// `None` when this machine has no usable resolver configuration; the reason is kept.
    resolver: Result<TokioResolver, String>,
    cache: Mutex<BTreeMap<String, (Instant, Vec<IpAddr>)>>,
    /// Whether the resolver knows public names, once that was asked.
    worldly: OnceCell<bool>,
    /// This machine has a route to IPv6 addresses.
    ipv6_route: bool,
}

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Names").field("offline", &self.offline).finish_non_exhaustive()
    }
}

/// How one record type was answered.
enum Asked {
    Found(Vec<IpAddr>, Instant),
    /// The authority says there is none; the word for it.
    None(String),
    /// Nobody said anything that counts.
    Silent(Failure),
}

impl Names {
    /// `servers`: asked instead of the system's; empty for the system's.
    pub(super) fn new(table: BTreeMap<String, Vec<SocketAddr>>, offline: bool, servers: &[SocketAddr]) -> Self {
        let table = table.into_iter().map(|(name, at)| (bare(&name), at)).collect();
        let resolver = if offline { Err("this run stays offline".to_owned()) } else { resolver(servers) };
        Self {
            table,
            offline,
            resolver,
            cache: Mutex::new(BTreeMap::new()),
            worldly: OnceCell::new(),
            ipv6_route: has_ipv6_route(),
        }
    }

    /// Knows no name and asks nobody.
    pub(super) fn none() -> Self {
        Self {
            table: BTreeMap::new(),
            offline: true,
            resolver: Err("this run reads archives".to_owned()),
            cache: Mutex::new(BTreeMap::new()),
            worldly: OnceCell::new(),
            ipv6_route: false,
        }
    }

    /// All addresses of a name, not yet guarded. Port 0 stands for the URL's own.
    pub(super) async fn addresses(&self, name: &str) -> Result<Vec<SocketAddr>, Failure> {
        let name = bare(name);
        if let Some(at) = self.table.get(&name) {
            return if at.is_empty() { Err(nowhere(&name, "the table gives it no address")) } else { Ok(at.clone()) };
        }
        if self.offline {
            return Err(nowhere(&name, "it is not in the table of names, and this run stays offline"));
        }
        if is_localhost(&name) {
            return Ok(with_port(&LOCALHOST));
        }
        if let Some(found) = self.kept(&name) {
            return Ok(with_port(&found));
        }
        let (v4, v6) = self.both(&name).await;
        let mut found = Vec::new();
        let mut until: Option<Instant> = None;
        let mut none = None;
        let mut silent = None;
        for asked in [v4, v6].into_iter().flatten() {
            match asked {
                Asked::Found(at, valid) => {
                    found.extend(at);
                    until = Some(until.map_or(valid, |u| u.min(valid)));
                }
                Asked::None(word) => none = Some(word),
                Asked::Silent(f) => silent = Some(f),
            }
        }
        match (until, silent, none) {
            (Some(until), ..) => {
                self.keep(name, found.clone(), until);
                Ok(with_port(&found))
            }
            (None, Some(f), _) => Err(f),
            (None, None, Some(word)) if self.knows_the_world(&name).await => Err(nowhere(&name, &word)),
            (None, None, Some(word)) => {
                let why =
                    format!("{name}: {word}; but this resolver knows no public name at all, so that says nothing");
                Err(failure(FailureKind::DnsUnanswered, why))
            }
            (None, None, None) => Err(failure(FailureKind::DnsUnanswered, format!("{name}: no answer"))),
        }
    }

    /// Whether a "no" of this resolver counts. One that stands inside an office's network denies every public name, and
    /// each link elsewhere would be called dead. Asked once a run, when the first "no" comes; names that can't exist
    /// (RFC 6761) need no asking.
    async fn knows_the_world(&self, name: &str) -> bool {
        let reserved =
            ["invalid", "test", "example"].iter().any(|top| name == *top || name.ends_with(&format!(".{top}")));
        reserved || *self.worldly.get_or_init(|| self.any_landmark()).await
    }

    async fn any_landmark(&self) -> bool {
        for landmark in LANDMARKS {
            if matches!(self.ask(landmark, RecordType::A).await, Asked::Found(..)) {
                return true;
            }
        }
        false
    }

    /// Asks for both families at once; the second gets only a short grace when the first has addresses.
    async fn both(&self, name: &str) -> (Option<Asked>, Option<Asked>) {
        let v4 = self.ask(name, RecordType::A);
        let v6 = self.ask(name, RecordType::AAAA);
        tokio::pin!(v4, v6);
        let (mut a, mut b) = (None, None);
        let end = tokio::time::sleep(PATIENCE);
        tokio::pin!(end);
        while a.is_none() || b.is_none() {
            tokio::select! {
                x = &mut v4, if a.is_none() => { if matches!(x, Asked::Found(..)) { shorten(end.as_mut()); } a = Some(x); }
                x = &mut v6, if b.is_none() => { if matches!(x, Asked::Found(..)) { shorten(end.as_mut()); } b = Some(x); }
                () = &mut end => break,
            }
        }
        let late =
            || Asked::Silent(failure(FailureKind::DnsUnanswered, format!("{name}: the resolver did not answer")));
        (a.or_else(|| Some(late())), b.or_else(|| Some(late())))
    }

    async fn ask(&self, name: &str, kind: RecordType) -> Asked {
        let resolver = match &self.resolver {
            Ok(resolver) => resolver,
            Err(why) => return Asked::Silent(failure(FailureKind::Local, format!("no resolver: {why}"))),
        };
        // The dot keeps the machine's search domains out of it.
        let Ok(query) = Name::from_ascii(format!("{name}.")) else {
            return Asked::None("it is not a name that DNS can hold".to_owned());
        };
        match tokio::time::timeout(PATIENCE, resolver.lookup(query, kind)).await {
            Ok(Ok(lookup)) => {
                let at = ips(&lookup, kind);
                if at.is_empty() {
                    Asked::None(format!("no {kind} record"))
                } else {
                    Asked::Found(at, lookup.valid_until())
                }
            }
            Ok(Err(error)) => unanswered(name, kind, &error),
            Err(_) => Asked::Silent(failure(FailureKind::DnsUnanswered, format!("{name}: no answer in {PATIENCE:?}"))),
        }
    }

    /// The AAAA records of a name.
    pub(super) async fn ipv6(&self, name: &str) -> Known<Vec<String>> {
        let name = bare(name);
        let text = |at: &[IpAddr]| {
            let mut at: Vec<String> = at.iter().filter(|ip| ip.is_ipv6()).map(ToString::to_string).collect();
            at.sort();
            at.dedup();
            at
        };
        if let Some(at) = self.table.get(&name) {
            let found = text(&at.iter().map(SocketAddr::ip).collect::<Vec<_>>());
            return if found.is_empty() { Known::No("no AAAA record".to_owned()) } else { Known::Yes(found) };
        }
        if self.offline {
            return Known::Unknown("this run stays offline".to_owned());
        }
        match self.ask(&name, RecordType::AAAA).await {
            Asked::Found(at, _) => Known::Yes(text(&at)),
            Asked::None(why) => Known::No(why),
            Asked::Silent(f) => Known::Unknown(f.detail),
        }
    }

    fn kept(&self, name: &str) -> Option<Vec<IpAddr>> {
        let cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        cache.get(name).filter(|(until, _)| *until > Instant::now()).map(|(_, at)| at.clone())
    }

    fn keep(&self, name: String, found: Vec<IpAddr>, until: Instant) {
        let now = Instant::now();
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if cache.len() >= NAMES {
            cache.retain(|_, (until, _)| *until > now);
        }
        if cache.len() >= NAMES {
            cache.clear();
        }
        cache.insert(name, (until.clamp(now + KEEP.0, now + KEEP.1), found));
    }
}

/// Whether the system would know a way to a public IPv6 address. Connecting a datagram socket sends nothing.
fn has_ipv6_route() -> bool {
    let socket = std::net::UdpSocket::bind((std::net::Ipv6Addr::UNSPECIFIED, 0));
    socket.and_then(|socket| socket.connect(("2400:3200::1", 53))).is_ok()
}

fn is_global_v6(ip: IpAddr) -> bool {
    matches!(ip, IpAddr::V6(v6) if v6.segments()[0] & 0xe000 == 0x2000)
}

/// Brings the end forward once there is something to go with.
fn shorten(end: std::pin::Pin<&mut tokio::time::Sleep>) {
    let soon = tokio::time::Instant::now() + GRACE;
    if end.deadline() > soon {
        end.reset(soon);
    }
}

fn resolver(servers: &[SocketAddr]) -> Result<TokioResolver, String> {
    let mut builder = if servers.is_empty() {
        TokioResolver::builder_tokio().map_err(|e| e.to_string())?
    } else {
        let servers = servers.iter().map(|at| {
            let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()].map(|mut way| {
                way.port = at.port();
                way
            });
            NameServerConfig::new(at.ip(), true, connections.into())
        });
        let config = ResolverConfig::from_parts(None, Vec::new(), servers.collect());
        TokioResolver::builder_with_config(config, TokioRuntimeProvider::default())
    };
    tune(builder.options_mut());
    builder.build().map_err(|e| e.to_string())
}

fn tune(options: &mut ResolverOpts) {
    options.timeout = Duration::from_secs(4);
    options.attempts = 2;
}

fn ips(lookup: &Lookup, kind: RecordType) -> Vec<IpAddr> {
    let found = lookup.answers().iter().filter_map(|record| record.data.ip_addr());
    found.filter(|ip| ip.is_ipv6() == (kind == RecordType::AAAA)).collect()
}

fn unanswered(name: &str, kind: RecordType, error: &NetError) -> Asked {
    use hickory_resolver::proto::op::ResponseCode;
    match error {
        NetError::Dns(DnsError::NoRecordsFound(none)) => match none.response_code {
            ResponseCode::NXDomain => Asked::None("it does not exist (NXDOMAIN)".to_owned()),
            ResponseCode::NoError => Asked::None(format!("no {kind} record")),
            code => Asked::Silent(failure(FailureKind::DnsUnanswered, format!("{name}: the resolver says {code}"))),
        },
        NetError::Io(io) => match of_io(io) {
            Some(f) if f.kind == FailureKind::Local => {
                Asked::Silent(failure(FailureKind::Local, format!("the resolver can't be reached: {}", f.detail)))
            }
            _ => Asked::Silent(failure(FailureKind::DnsUnanswered, format!("{name}: {error}"))),
        },
        _ => Asked::Silent(failure(FailureKind::DnsUnanswered, format!("{name}: {error}"))),
    }
}

fn nowhere(name: &str, why: &str) -> Failure {
    failure(FailureKind::Dns, format!("{name} has no address: {why}"))
}

fn with_port(at: &[IpAddr]) -> Vec<SocketAddr> {
    at.iter().map(|ip| SocketAddr::new(*ip, 0)).collect()
}

/// A failure on its way through reqwest.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.detail)]
pub(super) struct Refusal(pub(super) Failure);

/// Names behind the guard: the hook that reqwest resolves through.
#[derive(Debug, Clone)]
pub(super) struct GuardedNames {
    pub(super) names: Arc<Names>,
    pub(super) guard: Arc<Guard>,
}

impl GuardedNames {
    /// The addresses of a name that may be contacted.
    pub(super) async fn allowed(&self, name: &str) -> Result<Vec<SocketAddr>, Failure> {
        let found = self.names.addresses(name).await?;
        let mut kept = self.guard.filter(name, found).map_err(|why| failure(FailureKind::Guarded, why))?;
        // Where this machine has no way to IPv6, a host that is down over IPv4 must not look like our own fault.
        if !self.names.ipv6_route && kept.iter().any(SocketAddr::is_ipv4) {
            kept.retain(|at| !is_global_v6(at.ip()));
        }
        Ok(kept)
    }
}

impl Resolve for GuardedNames {
    fn resolve(&self, name: reqwest::dns::Name) -> Resolving {
        let this = self.clone();
        Box::pin(async move {
            let at = this.allowed(name.as_str()).await.map_err(Refusal)?;
            Ok(Box::new(at.into_iter()) as Addrs)
        })
    }
}
