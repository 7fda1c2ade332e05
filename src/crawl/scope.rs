use crate::model::{Mark, Page, is_web, registrable_domain, same_host};
use std::collections::BTreeMap;
use url::Url;

/// What an address is to this site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A page of the site.
    Site,
    /// On another host under the same registrable domain; one page must be seen before it is known whose it is.
    Kin,
    /// Another site: checked once, never crawled.
    Elsewhere,
    /// Not for a browser to fetch (mailto:, file: …).
    NotWeb,
}

/// Which addresses belong to the site.
#[derive(Debug)]
pub(super) struct Scope {
    home: Url,
    /// Where the home page really answered.
    landed: Option<Url>,
    /// What identifies the authority: its site code, else its site name.
    identity: Option<Identity>,
    /// Hosts under the same registrable domain, decided by the first page seen there.
    kin: BTreeMap<String, bool>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Identity {
    code: Option<String>,
    name: Option<String>,
}

/// Files that are checked, not read: a browser would not show them as a page.
const FILES: &[&str] = &[
    "pdf", "doc", "docx", "wps", "xls", "xlsx", "et", "ppt", "pptx", "ofd", "zip", "rar", "7z", "gz", "tar", "exe",
    "apk", "msi", "jpg", "jpeg", "png", "gif", "bmp", "webp", "svg", "ico", "tif", "tiff", "mp3", "mp4", "flv", "avi",
    "wmv", "m4a", "m3u8", "mov", "wma", "swf", "csv", "rtf", "txt", "dps", "ceb", "cebx", "css", "woff", "woff2",
    "ttf", "eot",
];

impl Scope {
    pub(super) fn new(home: &Url) -> Self {
        Self { home: home.clone(), landed: None, identity: None, kin: BTreeMap::new() }
    }

    /// Learns from the home page who this is and where it really lives.
    pub(super) fn learn_home(&mut self, final_url: &Url, page: &Page) {
        self.landed = Some(final_url.clone());
        self.identity = Some(Identity::of(page));
    }

    pub(super) fn place(&self, url: &Url) -> Place {
        if !is_web(url) || url.host_str().is_none() {
            return Place::NotWeb;
        }
        if same_host(url, &self.home) || self.landed.as_ref().is_some_and(|l| same_host(url, l)) {
            return Place::Site;
        }
        let ours = self.landed.as_ref().unwrap_or(&self.home);
        if registrable_domain(url).is_none() || registrable_domain(url) != registrable_domain(ours) {
            return Place::Elsewhere;
        }
        match self.kin.get(&host_of(url)) {
            Some(true) => Place::Site,
            Some(false) => Place::Elsewhere,
            None => Place::Kin,
        }
    }

    /// Decides whose a host under the same registrable domain is, from a page of it: ours when it carries our site code,
    /// or, with no code of its own, our site name. Returns whether it is ours.
    pub(super) fn decide_kin(&mut self, url: &Url, page: Option<&Page>) -> bool {
        let host = host_of(url);
        if let Some(known) = self.kin.get(&host) {
            return *known;
        }
        let ours = match (page.map(Identity::of), &self.identity) {
            (Some(theirs), Some(ours)) => ours.same_authority(&theirs),
            _ => false,
        };
        self.kin.insert(host, ours);
        ours
    }
}

impl Identity {
    fn of(page: &Page) -> Self {
        let digits = |s: &str| {
            let code: String = s.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
            (code.len() == 10).then_some(code)
        };
        let code = page
            .meta("SiteIDCode")
            .and_then(digits)
            .or_else(|| page.marks.of(Mark::SiteCode).iter().find_map(|f| digits(&f.value)));
        Self { code, name: page.meta("SiteName").map(str::to_owned) }
    }

    fn same_authority(&self, other: &Self) -> bool {
        match (&self.code, &other.code) {
            (Some(a), Some(b)) => a == b,
            _ => self.name.is_some() && self.name == other.name,
        }
    }
}

fn host_of(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_ascii_lowercase()
}

/// Whether the address names a file that is checked and not read as a page.
pub(super) fn is_file(url: &Url) -> bool {
    url.path()
        .rsplit('/')
        .next()
        .and_then(|name| name.rsplit_once('.'))
        .is_some_and(|(_, ext)| FILES.contains(&ext.to_ascii_lowercase().as_str()))
}
