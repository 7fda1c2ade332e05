//! A portal: its files, its answers, its ground truth.

use super::Error;
use super::answer::Host;
use super::manifest::{Answer, Elsewhere, Flaw, Innocent, Manifest, SiteSection};
use include_dir::{Dir, include_dir};
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::Ipv6Addr;
use std::path::Path;

static BUNDLED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/fixtures/sites");

/// The most that a folder may hold to be played from memory, in bytes.
const FOLDER_LIMIT: u64 = 512 * 1024 * 1024;

/// Files by their path below the portal's folder, with `/` between the parts.
pub(super) type Files = BTreeMap<String, Cow<'static, [u8]>>;

/// A site that can be played on loopback.
#[derive(Debug, Clone)]
pub struct Portal {
    /// Its short name: the name of its folder.
    pub slug: String,
    /// The name people know it by.
    pub name: String,
    /// The host it plays; `127.0.0.1` for a folder without `site.toml`.
    pub host: String,
    /// The address of its home page, without a port: `http://www.yunlan-demo.gov.cn/`. For a folder without
    /// `site.toml` the port is only known once it is served: see [`super::Served::home`].
    pub home: String,
    /// The day on which its ground truth holds.
    pub as_of: Option<Date>,
    /// The IPv6 addresses its host "has".
    pub ipv6: Vec<Ipv6Addr>,
    pub(super) played: Host,
    pub(super) elsewhere: Vec<(Elsewhere, Host)>,
    flaws: Vec<Flaw>,
    innocents: Vec<Innocent>,
}

impl Portal {
    /// The portals that come with the program, best first.
    ///
    /// # Panics
    /// If one of them is not sound; a test loads them all.
    #[must_use]
    pub fn bundled() -> Vec<Self> {
        ["yunlan", "qingqi", "chengxi"]
            .into_iter()
            .map(|slug| {
                let dir = BUNDLED.get_dir(slug).expect("the folder is compiled in");
                let mut files = Files::new();
                collect_bundled(dir, slug, &mut files);
                Self::from_files(&format!("{slug}/site.toml"), files).expect("a test loads every bundled portal")
            })
            .collect()
    }

    /// The portal in a folder: one with `site.toml` and `www/`, or any folder of saved pages. Links of the file system
    /// are not followed.
    pub fn folder(path: &Path) -> Result<Self, Error> {
        let mut files = Files::new();
        let mut bytes = 0;
        collect_folder(path, "", &mut files, &mut bytes)?;
        if files.is_empty() {
            let what = "holds no file; give a folder of saved pages".to_owned();
            return Err(Error::Folder { path: path.to_owned(), what });
        }
        if files.contains_key("site.toml") {
            return Self::from_files(&path.join("site.toml").display().to_string(), files);
        }
        let slug = path.file_name().map_or_else(|| "folder".to_owned(), |n| n.to_string_lossy().into_owned());
        let home = ["index.html", "index.htm", "index.shtml"]
            .into_iter()
            .find(|name| files.contains_key(*name))
            .map_or_else(|| first_page(&files), |_| "/".to_owned());
        let files = files.into_iter().map(|(name, body)| (format!("www/{name}"), body)).collect();
        Ok(Self {
            name: slug.clone(),
            slug,
            host: "127.0.0.1".to_owned(),
            home: format!("http://127.0.0.1{home}"),
            as_of: None,
            ipv6: Vec::new(),
            played: Host::plain("www/", files),
            elsewhere: Vec::new(),
            flaws: Vec::new(),
            innocents: Vec::new(),
        })
    }

    /// The flaws that were built in: every one of them must be found.
    #[must_use]
    pub fn flaws(&self) -> &[Flaw] {
        &self.flaws
    }

    /// The tempting things that are no flaws: none of them may be reported.
    #[must_use]
    pub fn innocents(&self) -> &[Innocent] {
        &self.innocents
    }

    /// Paths of its files as they are asked for (`/index.html`), sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.played.paths()
    }

    /// The body of the file at a path (`/index.html`), as it is served.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.played.file(path)
    }

    /// What the portal's own host answers to a GET for `target` (`/path?query`), as if asked for the first time.
    #[must_use]
    pub fn play(&self, target: &str) -> super::Played {
        self.played.play(target, &BTreeMap::new(), 0)
    }

    fn from_files(origin: &str, files: Files) -> Result<Self, Error> {
        let fail = |mistakes: Vec<String>| Error::Manifest { origin: origin.to_owned(), mistakes };
        let text = files.get("site.toml").map_or(&[][..], |b| b.as_ref());
        let text = std::str::from_utf8(text).map_err(|_| fail(vec!["it is not UTF-8; save it as UTF-8".to_owned()]))?;
        let manifest: Manifest = toml::from_str(text).map_err(|e| fail(vec![e.to_string()]))?;
        let mistakes = mistakes(&manifest, &files);
        if !mistakes.is_empty() {
            return Err(fail(mistakes));
        }
        let Manifest { site, not_found, types, answer, records, search, elsewhere, flaw, innocent } = manifest;
        let elsewhere = elsewhere
            .into_iter()
            .map(|e| {
                let host = Host::elsewhere(&e, &files);
                (e, host)
            })
            .collect();
        let SiteSection { slug, name, host, home, as_of, ipv6 } = site;
        Ok(Self {
            slug,
            name,
            home: format!("http://{host}{home}"),
            host,
            as_of,
            ipv6,
            played: Host::new(files, not_found, types, answer, records).with_searches(search),
            elsewhere,
            flaws: flaw,
            innocents: innocent,
        })
    }
}

/// Everything that is wrong in a manifest beyond its form.
fn mistakes(m: &Manifest, files: &Files) -> Vec<String> {
    let mut out = Vec::new();
    if m.site.host.is_empty() || m.site.host.contains(['/', ':', ' ']) || m.site.host != m.site.host.to_lowercase() {
        out.push(format!("site.host: {:?} is no host name in lower case, without scheme and port", m.site.host));
    }
    if !m.site.home.starts_with('/') {
        out.push(format!("site.home: {:?} must begin with /", m.site.home));
    }
    let file = |at: &str, name: &str, out: &mut Vec<String>| {
        if !files.contains_key(name) {
            out.push(format!("{at}: there is no file {name:?}; name one below the portal's folder, as www/404.html"));
        }
    };
    if let Some(body) = &m.not_found.body {
        file("not_found.body", body, &mut out);
    }
    if !matches!(m.not_found.status, 200 | 404) {
        out.push(format!("not_found.status: {} must be 404, or 200 for a soft 404", m.not_found.status));
    }
    let owns = m.answer.iter().map(|a| (String::new(), a));
    let theirs = m.elsewhere.iter().flat_map(|e| e.answer.iter().map(|a| (format!("{} ", e.host), a)));
    for (host, a) in owns.chain(theirs) {
        answer_mistakes(&format!("answer {host}{}", a.path), a, &mut out);
        if let Some(body) = &a.body {
            file(&format!("answer {host}{}", a.path), body, &mut out);
        }
    }
    for s in &m.search {
        file(&format!("search {}", s.path), &s.body, &mut out);
    }
    for r in &m.records {
        if r.per_page == 0 {
            out.push(format!("records {}: per_page must be at least 1", r.path));
        }
        file(&format!("records {}", r.path), &r.body, &mut out);
    }
    for e in &m.elsewhere {
        let ways = usize::from(e.folder.is_some() || e.any.is_some() || !e.answer.is_empty())
            + usize::from(e.refuses)
            + usize::from(e.absent);
        if ways != 1 {
            out.push(format!("elsewhere {}: say either folder/any/answer, or refuses, or absent", e.host));
        }
        if let Some(any) = &e.any {
            file(&format!("elsewhere {}", e.host), any, &mut out);
        }
    }
    let urls = m.flaw.iter().map(|f| ("flaw", &f.check, &f.url));
    for (what, check, url) in urls.chain(m.innocent.iter().map(|i| ("innocent", &i.check, &i.url))) {
        if !url.starts_with(&format!("http://{}/", m.site.host)) {
            out.push(format!("{what} {check}: {url:?} is no address on http://{}/", m.site.host));
        }
    }
    out
}

fn answer_mistakes(at: &str, a: &Answer, out: &mut Vec<String>) {
    if !a.path.starts_with('/') {
        out.push(format!("{at}: path must begin with /"));
    }
    let status = a.status.unwrap_or(200);
    if !(200..=599).contains(&status) {
        out.push(format!("{at}: status {status} is none of 200 to 599"));
    }
    if a.location.is_some() != matches!(status, 301 | 302 | 303 | 307 | 308) {
        out.push(format!("{at}: location belongs to the statuses 301, 302, 303, 307, 308, and they need it"));
    }
    if a.location.is_some() && a.body.is_some() {
        out.push(format!("{at}: an answer with location has no body"));
    }
    for (name, value) in &a.headers {
        if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') || value.contains(['\r', '\n']) {
            out.push(format!("{at}: {name:?} is no header"));
        }
    }
}

fn collect_bundled(dir: &Dir<'static>, slug: &str, files: &mut Files) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        let path = path.strip_prefix(&format!("{slug}/")).unwrap_or(&path).to_owned();
        files.insert(path, Cow::Borrowed(file.contents()));
    }
    for sub in dir.dirs() {
        collect_bundled(sub, slug, files);
    }
}

fn collect_folder(dir: &Path, prefix: &str, files: &mut Files, bytes: &mut u64) -> Result<(), Error> {
    let fail = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Read { path, source }
    };
    for entry in std::fs::read_dir(dir).map_err(fail(dir))? {
        let entry = entry.map_err(fail(dir))?;
        let kind = entry.file_type().map_err(fail(&entry.path()))?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if kind.is_dir() {
            collect_folder(&entry.path(), &format!("{name}/"), files, bytes)?;
        } else if kind.is_file() {
            *bytes += entry.metadata().map_err(fail(&entry.path()))?.len();
            if *bytes > FOLDER_LIMIT {
                let what = format!("holds more than {} MiB; give a smaller folder", FOLDER_LIMIT >> 20);
                return Err(Error::Folder { path: dir.to_owned(), what });
            }
            files.insert(name, Cow::Owned(std::fs::read(entry.path()).map_err(fail(&entry.path()))?));
        }
    }
    Ok(())
}

/// The path of the first page in order of names; `/` when there is none.
fn first_page(files: &Files) -> String {
    files
        .keys()
        .find(|name| {
            let extension = name.rsplit('.').next().unwrap_or_default();
            matches!(extension.to_ascii_lowercase().as_str(), "html" | "htm" | "shtml")
        })
        .map_or_else(|| "/".to_owned(), |name| format!("/{name}"))
}
