//! What the public can't reach.

use duwang::model::{private_host, special_address};
use url::Url;

fn special(ip: &str) -> bool {
    special_address(ip.parse().unwrap()).is_some()
}

#[test]
fn special_ranges_begin_and_end_where_the_registries_say() {
    for (inside, outside) in [
        ("10.0.0.0", "9.255.255.255"),
        ("10.255.255.255", "11.0.0.0"),
        ("172.16.0.0", "172.15.255.255"),
        ("172.31.255.255", "172.32.0.0"),
        ("192.168.0.1", "192.167.255.255"),
        ("192.168.255.255", "192.169.0.0"),
        ("100.64.0.0", "100.63.255.255"),
        ("100.127.255.255", "100.128.0.0"),
        ("127.0.0.1", "126.255.255.255"),
        ("127.255.255.255", "128.0.0.0"),
        ("169.254.1.1", "169.253.255.255"),
        ("198.18.0.0", "198.17.255.255"),
        ("198.19.255.255", "198.20.0.0"),
        ("224.0.0.1", "223.255.255.255"),
        ("0.0.0.0", "1.1.1.1"),
        ("203.0.113.9", "203.0.114.1"),
        ("::1", "2400:3200::1"),
        ("fe80::1", "2001:4860:4860::8888"),
        ("fc00::1", "2408:8000::1"),
        ("fdff::1", "240e::1"),
        ("ff02::1", "2600::1"),
        ("2001:db8::1", "2001:db9::1"),
        ("::ffff:192.168.1.1", "::ffff:8.8.8.8"),
        ("64:ff9b::10.0.0.1", "64:ff9b::8.8.8.8"),
        ("2002:0a00:0001::1", "2002:0808:0808::1"),
    ] {
        assert!(special(inside), "{inside}");
        assert!(!special(outside), "{outside}");
    }
    assert_eq!(special_address("169.254.169.254".parse().unwrap()), Some("a cloud's metadata service"));
}

#[test]
fn hosts_that_the_public_cannot_reach() {
    let private = |url: &str| private_host(&Url::parse(url).unwrap(), &[]);
    for url in [
        "http://192.168.1.1/",
        "http://0x7f.1/",
        "http://2130706433/",
        "http://127.1/",
        "http://[::1]/",
        "http://[fe80::1]/",
        "http://localhost/",
        "http://LOCALHOST.:8080/",
        "http://app.localhost/",
        "http://oa/",
        "http://oa-server:8080/x",
        "http://nas.local/",
        "http://git.intranet/",
    ] {
        assert!(private(url), "{url}");
    }
    for url in [
        "http://www.gov.cn/",
        "http://8.8.8.8/",
        "http://172.32.0.1/",
        "http://local.gov.cn/",
        "http://localhost.gov.cn/",
        "mailto:a@localhost",
    ] {
        assert!(!private(url), "{url}");
    }
}

#[test]
fn allowed_networks_count_as_public() {
    let nets = ["10.0.0.0/8".to_owned(), "127.0.0.0/8".to_owned(), "nonsense".to_owned()];
    let private = |url: &str| private_host(&Url::parse(url).unwrap(), &nets);
    assert!(!private("http://10.1.2.3/"));
    assert!(!private("http://[::ffff:10.1.2.3]/"));
    assert!(!private("http://localhost/"));
    assert!(private("http://192.168.1.1/"));
    assert!(private("http://oa/"), "a name without a domain stays inner");
}
