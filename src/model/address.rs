use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use url::{Host, Url};

/// The identity of a page: two addresses with the same key are one page. Used to visit once, never to show to people
/// (they see the address as the site wrote it).
///
/// The key has no fragment, no session id, no default port, no trailing `index.*`; scheme and `www.` stay, for a site
/// may answer differently there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PageKey(pub String);

/// Query parameters that carry a session or a moment, never content.
const VOLATILE: &[&str] = &[
    "jsessionid",
    "phpsessid",
    "aspsessionid",
    "asp.net_sessionid",
    "sessionid",
    "session_id",
    "sid",
    "_t",
    "timestamp",
    "_",
    "rnd",
    "random",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "spm",
    "from_source",
];

impl PageKey {
    /// The key of `url`.
    #[must_use]
    pub fn of(url: &Url) -> Self {
        let mut url = url.clone();
        url.set_fragment(None);
        let path = url.path().to_owned();
        // Path parameters: /a.jsp;jsessionid=0123 is /a.jsp.
        if let Some(at) = path.to_ascii_lowercase().find(";jsessionid=") {
            let rest = path[at + 1..].find(['/', ';']).map_or("", |end| &path[at + 1 + end..]);
            url.set_path(&format!("{}{rest}", &path[..at]));
        }
        if url.query().is_some() {
            let kept: Vec<&str> = url
                .query()
                .unwrap_or_default()
                .split('&')
                .filter(|pair| {
                    let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
                    !name.is_empty() && !VOLATILE.contains(&name.as_str())
                })
                .collect();
            let query = kept.join("&");
            url.set_query((!query.is_empty()).then_some(query.as_str()));
        }
        if url.query().is_none() {
            let path = url.path().to_owned();
            for index in
                ["index.html", "index.htm", "index.shtml", "index.jsp", "index.php", "index.aspx", "default.htm"]
            {
                if let Some(folder) = path.strip_suffix(index)
                    && folder.ends_with('/')
                {
                    url.set_path(folder);
                    break;
                }
            }
        }
        Self(url.into())
    }
}

impl fmt::Display for PageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Whether the scheme is one a crawler may ask.
#[must_use]
pub fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

/// Whether two addresses name the same host, a leading `www.` aside, and the same port.
#[must_use]
pub fn same_host(a: &Url, b: &Url) -> bool {
    let bare = |u: &Url| u.host_str().map(|h| h.strip_prefix("www.").unwrap_or(h).to_ascii_lowercase());
    let port = |u: &Url| match (u.port_or_known_default(), u.scheme()) {
        // http and https of one host are one site.
        (Some(80 | 443), "http" | "https") => Some(0),
        (port, _) => port,
    };
    bare(a).is_some() && bare(a) == bare(b) && port(a) == port(b)
}

/// The registrable domain (`gaoxian.gov.cn` of `www.gaoxian.gov.cn`) by the public suffix list; `None` for addresses
/// and single labels.
#[must_use]
pub fn registrable_domain(url: &Url) -> Option<String> {
    match url.host()? {
        Host::Domain(name) => psl::domain_str(name).map(str::to_ascii_lowercase),
        Host::Ipv4(_) | Host::Ipv6(_) => None,
    }
}

/// The shape of an address: host, path with every run of digits and every long hex name folded to `#`, names of the
/// parameters. Pages made by one template at one place have one shape.
#[must_use]
pub fn address_shape(url: &Url) -> String {
    let mut shape = String::from(url.host_str().unwrap_or_default());
    if let Some(port) = url.port() {
        shape.push(':');
        shape.push_str(&port.to_string());
    }
    for segment in url.path().split('/').skip(1) {
        shape.push('/');
        let stem = segment.split('.').next().unwrap_or_default();
        if stem.len() >= 16 && stem.chars().all(|c| c.is_ascii_hexdigit()) {
            shape.push('#');
            shape.push_str(&segment[stem.len()..]);
            continue;
        }
        let mut digits = false;
        for c in segment.chars() {
            if !c.is_ascii_digit() {
                shape.push(c);
            } else if !digits {
                shape.push('#');
            }
            digits = c.is_ascii_digit();
        }
    }
    let names: BTreeSet<String> = url.query_pairs().map(|(n, _)| n.into_owned()).collect();
    for name in names {
        shape.push('&');
        shape.push_str(&name);
    }
    shape
}

/// The scope for which one answer to a surely absent address stands: host, folder with numbers folded, extension, names
/// of the parameters.
#[must_use]
pub fn absent_scope(url: &Url) -> String {
    let shape = address_shape(url);
    let (place, query) = shape.split_once('&').map_or((shape.as_str(), ""), |(s, q)| (s, q));
    let (folder, file) = place.rsplit_once('/').unwrap_or((place, ""));
    let ext = file.rsplit_once('.').map_or("", |(_, e)| e);
    format!("{folder}/*.{ext}{}{query}", if query.is_empty() { "" } else { "?" })
}

/// Endings of files with text or tables in them.
const DOCUMENTS: &[&str] =
    &["pdf", "doc", "docx", "wps", "xls", "xlsx", "et", "csv", "tsv", "ofd", "rtf", "txt", "ppt", "pptx", "dps", "zip"];

/// Whether a name ends as that of a file with text or tables in it does.
fn ends_as_document(name: &str) -> bool {
    let name = name.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    name.rsplit_once('.').is_some_and(|(_, ext)| DOCUMENTS.iter().any(|d| ext.eq_ignore_ascii_case(d)))
}

/// The file that a viewer shows (`…/pdfjs/web/viewer.html?file=/a/1.pdf`), when the address is one of a viewer.
#[must_use]
pub fn viewed_file(viewer: &Url) -> Option<Url> {
    let path = viewer.path().to_ascii_lowercase();
    if !["viewer", "pdfjs", "pdf.js", "preview"].iter().any(|w| path.contains(w)) || ends_as_document(&path) {
        return None;
    }
    let named = viewer.query_pairs().map(|(_, value)| value).find(|value| ends_as_document(value))?;
    viewer.join(named.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// Whether an address, or the text of the link to it, names a file with text or tables in it. Download scripts carry the
/// name in a parameter, or in the link's text alone.
#[must_use]
pub fn is_document(url: &Url, text: &str) -> bool {
    ends_as_document(url.path())
        || url.query_pairs().any(|(_, value)| ends_as_document(&value))
        || ends_as_document(text)
}

/// The name of the file behind an address, decoded.
#[must_use]
pub fn file_name(url: &Url) -> String {
    let named = url.query_pairs().map(|(_, value)| value).find(|v| v.contains('.') && !v.is_ascii());
    named.map_or_else(
        || {
            let last = url.path().rsplit('/').next().unwrap_or_default();
            percent_encoding::percent_decode_str(last).decode_utf8_lossy().into_owned()
        },
        std::borrow::Cow::into_owned,
    )
}
