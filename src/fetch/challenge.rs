//! Pages of firewalls and anti-crawlers in the site's place.
//!
//! Told by what the products write themselves, never by a status alone: a plain 403 is the site's own word. Only short
//! answers count, for a real page may well speak of firewalls.

use reqwest::header::{CONTENT_TYPE, HeaderMap};

/// A challenge page is short; a longer answer is a page.
const SHORT: usize = 20 * 1024;
/// Statuses with which firewalls like to answer. Anything else but 2xx speaks for itself.
const STATUSES: &[u16] = &[400, 401, 403, 405, 406, 410, 412, 418, 429, 444, 468, 493, 503, 521, 567];

/// Marks that stand in challenge scripts only, in lower case: (bytes, product). They count with any status.
const SCRIPTS: &[(&[u8], &str)] = &[
    (b"acw_sc__v2", "Alibaba Cloud anti-crawler (acw_sc__v2)"),
    (b"acw_sc__v3", "Alibaba Cloud anti-crawler (acw_sc__v3)"),
    (b"aliyun_waf_", "Alibaba Cloud WAF (aliyun_waf)"),
    (b"$_ts=window['$_ts']", "Ruishu anti-crawler ($_ts)"),
    (b"$_ts=window[\"$_ts\"]", "Ruishu anti-crawler ($_ts)"),
    (b"$_ts.cd=", "Ruishu anti-crawler ($_ts)"),
    (b"$_ts.nsd=", "Ruishu anti-crawler ($_ts)"),
    (b"_cf_chl_opt", "Cloudflare challenge (cf_chl)"),
    (b"/cdn-cgi/challenge-platform/h/", "Cloudflare challenge (challenge-platform)"),
    (b"cf-chl-", "Cloudflare challenge (cf-chl)"),
    (b"__jsl_clearance", "Knownsec (__jsl_clearance)"),
    (b"wzwschallenge", "360 (wzws)"),
    (b"wzws_cid", "360 (wzws)"),
    (b"waf_text_verify", "Tencent Cloud WAF"),
];

/// Names and addresses of makers, in lower case. A page may well mention them, so they count beside a refusal only.
const MAKERS: &[(&[u8], &str)] = &[
    (b"errors.aliyun.com", "Alibaba Cloud WAF"),
    (b"yundun", "Alibaba Cloud (yundun)"),
    (b"jiasule", "Knownsec (jiasule)"),
    (b"knownsec", "Knownsec"),
    (b"yunaq.com", "Knownsec (yunaq)"),
    (b"365cyd.com", "Knownsec (365cyd)"),
    (b"360wzws", "360 (wzws)"),
    (b"wangzhan.360.c", "360 website guard"),
    (b"safedog", "Safedog"),
    (b"waf.tencent-cloud.com", "Tencent Cloud WAF"),
    (b"nsfocus", "NSFOCUS WAF"),
    (b"huaweicloudwaf", "Huawei Cloud WAF"),
    (b"hwwafsesid", "Huawei Cloud WAF"),
];

/// What block pages say to the visitor, with its bytes in GBK (such pages seldom name their character set).
const SENTENCES: &[(&str, &[u8])] = &[
    (
        "您的访问可能存在安全风险",
        b"\xc4\xfa\xb5\xc4\xb7\xc3\xce\xca\xbf\xc9\xc4\xdc\xb4\xe6\xd4\xda\xb0\xb2\xc8\xab\xb7\xe7\xcf\xd5",
    ),
    ("您的请求存在安全风险", b"\xc4\xfa\xb5\xc4\xc7\xeb\xc7\xf3\xb4\xe6\xd4\xda\xb0\xb2\xc8\xab\xb7\xe7\xcf\xd5"),
    (
        "您的请求带有不合法参数",
        b"\xc4\xfa\xb5\xc4\xc7\xeb\xc7\xf3\xb4\xf8\xd3\xd0\xb2\xbb\xba\xcf\xb7\xa8\xb2\xce\xca\xfd",
    ),
    ("访问行为存在异常", b"\xb7\xc3\xce\xca\xd0\xd0\xce\xaa\xb4\xe6\xd4\xda\xd2\xec\xb3\xa3"),
    ("访问被拦截", b"\xb7\xc3\xce\xca\xb1\xbb\xc0\xb9\xbd\xd8"),
    ("请求被拦截", b"\xc7\xeb\xc7\xf3\xb1\xbb\xc0\xb9\xbd\xd8"),
    (
        "已被网站管理员设置拦截",
        b"\xd2\xd1\xb1\xbb\xcd\xf8\xd5\xbe\xb9\xdc\xc0\xed\xd4\xb1\xc9\xe8\xd6\xc3\xc0\xb9\xbd\xd8",
    ),
    ("您的访问被阻断", b"\xc4\xfa\xb5\xc4\xb7\xc3\xce\xca\xb1\xbb\xd7\xe8\xb6\xcf"),
    ("疑似黑客攻击", b"\xd2\xc9\xcb\xc6\xba\xda\xbf\xcd\xb9\xa5\xbb\xf7"),
];

/// What products call themselves; with 200 it counts in the title only, for news report on firewalls too.
const PRODUCTS: &[(&str, &[u8])] = &[
    ("网站防火墙", b"\xcd\xf8\xd5\xbe\xb7\xc0\xbb\xf0\xc7\xbd"),
    ("创宇盾", b"\xb4\xb4\xd3\xee\xb6\xdc"),
    ("安全狗", b"\xb0\xb2\xc8\xab\xb9\xb7"),
    ("云防护节点", b"\xd4\xc6\xb7\xc0\xbb\xa4\xbd\xda\xb5\xe3"),
    ("Web应用防火墙", b"\x57\x65\x62\xd3\xa6\xd3\xc3\xb7\xc0\xbb\xf0\xc7\xbd"),
];

/// Response headers by which a firewall names itself: (name, part of the value or empty, product).
const HEADERS: &[(&str, &str, &str)] = &[
    ("cf-mitigated", "challenge", "Cloudflare (cf-mitigated)"),
    ("x-powered-by-360wzb", "", "360 (wzb)"),
    ("x-safe-firewall", "", "X-Safe-Firewall"),
    ("x-waf-uuid", "", "a WAF (x-waf-uuid)"),
    ("wzws-ray", "", "360 (wzws-ray)"),
    ("server", "safedog", "Safedog"),
    ("server", "yundun", "Alibaba Cloud (yundun)"),
    ("server", "yunsuo", "Yunsuo"),
];

/// What gives a firewall's answer away; `None` for an answer of the site.
pub(super) fn sign(status: u16, headers: &HeaderMap, body: &[u8]) -> Option<String> {
    let refuses = STATUSES.contains(&status);
    if !refuses && !(200..300).contains(&status) {
        return None;
    }
    // Firewalls put their name on every answer that passes through them, so headers count only beside a refusal.
    if refuses && let Some(product) = header_sign(headers) {
        return Some(format!("{status}, {product}"));
    }
    if body.is_empty() || body.len() > SHORT {
        return None;
    }
    let lower = body.to_ascii_lowercase();
    let may_be_one = refuses || (is_page(headers) && is_bare(&lower));
    if !may_be_one {
        return None;
    }
    let marks = if refuses { [SCRIPTS, MAKERS].concat() } else { SCRIPTS.to_vec() };
    if let Some((_, product)) = marks.iter().find(|(mark, _)| holds(&lower, mark)) {
        return Some(format!("{status}, {product} in the body"));
    }
    let says = |text: &[u8], words: &[(&'static str, &[u8])]| {
        words.iter().find(|(utf8, gbk)| holds(text, utf8.as_bytes()) || holds(text, gbk)).map(|(words, _)| *words)
    };
    let product_in = if refuses { body } else { title(body, &lower) };
    let words = says(body, SENTENCES).or_else(|| says(product_in, PRODUCTS))?;
    Some(format!("{status}, the page says {words}"))
}

/// Whether the answer is a page, not data that may hold anything.
fn is_page(headers: &HeaderMap) -> bool {
    let media = headers.get(CONTENT_TYPE).map(|v| String::from_utf8_lossy(v.as_bytes()).to_ascii_lowercase());
    media.is_none_or(|media| media.contains("html"))
}

/// What stands between the title's tags.
fn title<'a>(body: &'a [u8], lower: &[u8]) -> &'a [u8] {
    let find = |part: &[u8]| lower.windows(part.len()).position(|w| w == part);
    match (find(b"<title"), find(b"</title")) {
        (Some(from), Some(to)) if from < to => &body[from..to],
        _ => &[],
    }
}

fn header_sign(headers: &HeaderMap) -> Option<&'static str> {
    let found = HEADERS.iter().find(|(name, part, _)| {
        headers.get_all(*name).iter().any(|v| String::from_utf8_lossy(v.as_bytes()).to_ascii_lowercase().contains(part))
    });
    found.map(|(.., product)| *product)
}

/// A challenge leads nowhere: a real page has links, a block page one or two ("back", the maker's site).
fn is_bare(lower: &[u8]) -> bool {
    lower.windows(3).filter(|w| w == b"<a ").count() <= 3
}

fn holds(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|w| w == part)
}
