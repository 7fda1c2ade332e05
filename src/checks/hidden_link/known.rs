use std::sync::LazyLock;
use url::Url;

static SITES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let lines = include_str!("known_sites.txt").lines().map(str::trim);
    lines.filter(|l| !l.is_empty() && !l.starts_with('#')).collect()
});

/// Whether government pages link to this site for good reason. Addresses that an IPv6 proxy has written over
/// (`www-beian-gov-cn-s.ipv6best.cn`) are those of the site behind it.
pub(super) fn is_known(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return true };
    if url.domain().is_none() {
        // A bare address: boards and find-error entries of state bodies are given so.
        return true;
    }
    let rewritten = ["-gov-cn", "-conac-cn", "-edu-cn", "-org-cn-"].iter().any(|part| host.contains(part));
    let below = |site: &str| match site.strip_suffix('.') {
        Some(name) => host.split('.').any(|label| label == name),
        None => host == site || host.strip_suffix(site).is_some_and(|rest| rest.ends_with('.')),
    };
    rewritten || SITES.iter().any(|site| below(site))
}

/// Whether a host belongs to a public body: a finding there would accuse the wrong one.
pub(super) fn is_official(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return true };
    let below = |site: &str| host == site || host.strip_suffix(site).is_some_and(|rest| rest.ends_with('.'));
    ["gov.cn", "edu.cn", "mil.cn", "conac.cn", "people.com.cn", "xinhuanet.com", "news.cn", "cctv.com"]
        .iter()
        .any(|site| below(site))
        || host.contains("-gov-cn")
        || host.contains("-conac-cn")
}

/// Whether a link's text names who built the site.
pub(super) fn names_vendor(text: &str) -> bool {
    ["技术支持", "技术服务", "设计制作", "科技有限", "软件有限", "网络有限", "信息技术", "承建"]
        .iter()
        .any(|w| text.contains(w))
}
