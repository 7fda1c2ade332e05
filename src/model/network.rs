use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::{Host, Url};

/// Whether a link leads to what the public can't reach: a special address, localhost, or a host name without a domain.
/// `allowed` are networks in CIDR form that count as public for this run.
#[must_use]
pub fn private_host(url: &Url, allowed: &[String]) -> bool {
    let special = |ip: IpAddr| {
        let open =
            allowed.iter().filter_map(|net| net.parse::<IpNet>().ok()).any(|net| net.contains(&ip.to_canonical()));
        !open && special_address(ip).is_some()
    };
    match url.host() {
        Some(Host::Ipv4(ip)) => special(ip.into()),
        Some(Host::Ipv6(ip)) => special(ip.into()),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            let local = name == "localhost" || name.ends_with(".localhost");
            let inner = !name.contains('.')
                || [".local", ".lan", ".internal", ".intranet", ".corp", ".home.arpa"]
                    .iter()
                    .any(|t| name.ends_with(t));
            if local { special(Ipv4Addr::LOCALHOST.into()) } else { inner }
        }
        None => false,
    }
}

/// What makes an address one that the public can't reach; `None` for public ones. The ranges are those of the IANA
/// special-purpose registries (RFC 6890 and its updates); IPv6 forms that carry an IPv4 address are judged by that.
#[must_use]
pub fn special_address(ip: IpAddr) -> Option<&'static str> {
    match ip.to_canonical() {
        IpAddr::V4(v4) => special_v4(v4),
        IpAddr::V6(v6) => special_v6(v6),
    }
}

fn special_v4(ip: Ipv4Addr) -> Option<&'static str> {
    let what = match ip.octets() {
        [0, ..] => "unspecified (\"this network\")",
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => "private (RFC 1918)",
        [100, 64..=127, ..] => "a carrier's shared address (RFC 6598)",
        [127, ..] => "loopback",
        [169, 254, 169, 254] => "a cloud's metadata service",
        [169, 254, ..] => "link-local",
        [192, 0, 0, _] | [192, 88, 99, _] => "reserved for protocols",
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => "reserved for documentation",
        [198, 18..=19, ..] => "reserved for benchmarks",
        [224..=239, ..] => "multicast",
        [255, 255, 255, 255] => "broadcast",
        [240..=255, ..] => "reserved",
        _ => return None,
    };
    Some(what)
}

fn special_v6(ip: Ipv6Addr) -> Option<&'static str> {
    let embedded = |high: u16, low: u16| special_v4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)));
    let what = match ip.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0] => "unspecified",
        [0, 0, 0, 0, 0, 0, 0, 1] => "loopback",
        // NAT64 (RFC 6052) and 6to4 (RFC 3056).
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => return embedded(high, low),
        [0x2001, 0, ..] => "a Teredo tunnel",
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => "reserved for documentation",
        [0x2001, 2, 0, ..] => "reserved for benchmarks",
        [0x2001, 0x10..=0x2f, ..] => "an identifier, not a place (ORCHID)",
        [0xfc00..=0xfdff, ..] => "private (unique local)",
        [0xfe80..=0xfebf, ..] => "link-local",
        [0xfec0..=0xfeff, ..] => "site-local",
        [0xff00..=0xffff, ..] => "multicast",
        [0x2000..=0x3fff, ..] => return None,
        _ => "reserved",
    };
    Some(what)
}
