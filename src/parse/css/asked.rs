use super::sheet::Sheet;
use regex::Regex;
use std::sync::LazyLock;
use url::Url;

/// Style sheets of one page that are asked for, at most.
const MOST: usize = 16;

static TAG: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)<(link|base)\b([^>]{0,2000})>").expect("a constant pattern"));
static STYLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?is)<style\b[^>]{0,300}>(.{0,4000}?)</style").expect("a constant pattern"));
static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)(?:^|[\s"'])(rel|href|media|disabled)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?"#)
        .expect("a constant pattern")
});

/// The addresses of the style sheets that a page asks for, in order, each once: told from its source, so that they can be
/// fetched before it is read.
pub(in crate::parse) fn asked_for(source: &str, page: &Url) -> Vec<String> {
    let mut base = page.clone();
    let mut based = false;
    let mut found: Vec<String> = Vec::new();
    let mut add = |address: Option<String>| {
        if let Some(address) = address.filter(|a| found.len() < MOST && !found.contains(a)) {
            found.push(address);
        }
    };
    for tag in TAG.captures_iter(source) {
        let (mut rel, mut href, mut media, mut off) = ("", "", "", false);
        for attribute in ATTRIBUTE.captures_iter(&tag[2]) {
            let value = (2..=4).find_map(|n| attribute.get(n)).map_or("", |m| m.as_str());
            match attribute[1].to_ascii_lowercase().as_str() {
                "rel" => rel = value,
                "href" => href = value,
                "media" => media = value,
                _ => off = true,
            }
        }
        if tag[1].eq_ignore_ascii_case("base") {
            if let Some(url) = base.join(href.trim()).ok().filter(|_| !based && !href.is_empty()) {
                base = url;
                based = true;
            }
            continue;
        }
        let rel = rel.to_ascii_lowercase();
        let sheet = rel.split_ascii_whitespace().any(|w| w == "stylesheet") && !rel.contains("alternate");
        if sheet && !off && !href.is_empty() && super::media::reach(media) != super::media::Reach::Never {
            add(super::cascade::address(&href.replace("&amp;", "&"), &base));
        }
    }
    if source.contains("@import") {
        for style in STYLE.captures_iter(source).filter(|c| c[1].contains("@import")) {
            for import in Sheet::read(&style[1], "").imports {
                add(super::cascade::address(&import, &base));
            }
        }
    }
    found
}
