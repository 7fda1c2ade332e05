//! What a host answers to a request: its answers first, then its files, then "not found".

use super::manifest::{Answer, Elsewhere, NotFound, Records, Search};
use super::portal::Files;
use super::{records, search};
use percent_encoding::percent_decode_str;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A firewall's page as such products write it: no text, a script that sets a cookie and reloads.
const CHALLENGE: &str = "<!DOCTYPE html><html><head><meta http-equiv=\"Content-Type\" content=\"text/html; \
charset=utf-8\"><meta id=\"demo7Qw\" content=\"xP3kd09aLm\" r=\"m\"><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};\
$_ts.nsd=48213;$_ts.cd=\"qEpZrsWlqaVqrsqlWGlqcg\";</script><script src=\"/4Qk2xWq9/demo.a670748.js\" r=\"m\"></script>\
<script>_$b7();</script></head><body><noscript>请启用JavaScript后继续访问</noscript></body></html>";

/// What is answered to one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Played {
    /// The status.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: Cow<'static, [u8]>,
    /// How long to wait before answering, in milliseconds.
    pub delay_ms: u64,
    /// Nothing at this address was foreseen: the host's "not found" was given, whatever its status.
    pub absent: bool,
}

/// One host: the portal's own or one elsewhere.
#[derive(Debug, Clone)]
pub(super) struct Host {
    files: Files,
    root: String,
    not_found: NotFound,
    types: BTreeMap<String, String>,
    answers: Vec<Answer>,
    records: Vec<Records>,
    searches: Vec<Search>,
    any: Option<String>,
}

impl Host {
    pub(super) fn new(
        files: Files,
        not_found: NotFound,
        types: BTreeMap<String, String>,
        answers: Vec<Answer>,
        records: Vec<Records>,
    ) -> Self {
        Self { files, root: "www/".to_owned(), not_found, types, answers, records, searches: Vec::new(), any: None }
    }

    pub(super) fn with_searches(self, searches: Vec<Search>) -> Self {
        Self { searches, ..self }
    }

    pub(super) fn plain(root: &str, files: Files) -> Self {
        Self { root: root.to_owned(), ..Self::new(files, NotFound::default(), BTreeMap::new(), Vec::new(), Vec::new()) }
    }

    pub(super) fn elsewhere(e: &Elsewhere, files: &Files) -> Self {
        // A host without a folder has no files of its own: a root that no name begins with.
        let root = e.folder.as_ref().map_or_else(|| "\0".to_owned(), |f| format!("{}/", f.trim_end_matches('/')));
        let named: Vec<&String> = e.any.iter().chain(e.answer.iter().filter_map(|a| a.body.as_ref())).collect();
        let files = files
            .iter()
            .filter(|(name, _)| name.starts_with(&root) || named.contains(name))
            .map(|(n, b)| (n.clone(), b.clone()));
        let mut host = Self::plain(&root, files.collect());
        host.answers.clone_from(&e.answer);
        host.any.clone_from(&e.any);
        host
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().filter(|n| n.starts_with(&self.root)).map(|n| &n[self.root.len() - 1..])
    }

    pub(super) fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.get(&format!("{}{}", self.root, path.strip_prefix('/')?)).map(AsRef::as_ref)
    }

    /// Answers `target` (`/path?query`) with the parameters of a posted form, after `asked` earlier requests for it.
    pub(super) fn play(&self, target: &str, form: &BTreeMap<String, String>, asked: u64) -> Played {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let path = plain_path(path);
        let mut params = read_params(query);
        params.extend(form.iter().map(|(k, v)| (k.clone(), v.clone())));
        for own in self.searches.iter().filter(|s| s.path == path) {
            if let (Some(words), Some(template)) = (search::question(query, &own.field), self.files.get(&own.body)) {
                let body = search::results(&self.files, &self.root, template, &words, own.empty);
                return plain(200, &self.content_type(&own.body), Cow::Owned(body));
            }
        }
        let answer =
            best(self.answers.iter().filter(|a| a.times.is_none_or(|n| asked < n)), |a| &a.path, &path, &params);
        if let Some(answer) = answer {
            return self.written(answer, &path, &params);
        }
        if let Some(list) = best(self.records.iter(), |r| &r.path, &path, &params) {
            let xml = self.files.get(&list.body).map(|b| String::from_utf8_lossy(b)).unwrap_or_default();
            let body = records::slice(&xml, list.per_page, &params);
            return plain(200, "text/xml; charset=utf-8", Cow::Owned(body.into_bytes()));
        }
        self.stored(&path).unwrap_or_else(|| self.missing())
    }

    fn written(&self, answer: &Answer, path: &str, params: &BTreeMap<String, String>) -> Played {
        let status = answer.status.unwrap_or(if answer.challenge { 412 } else { 200 });
        let mut body = match &answer.body {
            Some(name) => self.files.get(name).cloned().unwrap_or_default(),
            None if answer.challenge => Cow::Borrowed(CHALLENGE.as_bytes()),
            None if answer.location.is_some() => Cow::Borrowed(&[][..]),
            // An answer may only add a delay or a status to the file that stands there.
            None => match self.stored(path) {
                Some(played) if status == 200 => played.body,
                _ => Cow::Owned(
                    format!("<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>")
                        .into_bytes(),
                ),
            },
        };
        if let Some(name) = &answer.month {
            let text = String::from_utf8_lossy(&body);
            body = Cow::Owned(records::months(&text, params.get(name).map(String::as_str)).into_bytes());
        }
        // The type goes by the body's own name, so that an interface without an extension gets the right one.
        let kind =
            self.content_type(answer.body.as_deref().unwrap_or(if answer.status.is_some() { ".html" } else { path }));
        let mut played = plain(status, &kind, body);
        played.delay_ms = answer.delay_ms;
        played.headers.extend(answer.headers.iter().map(|(k, v)| (k.to_ascii_lowercase(), v.clone())));
        if let Some(location) = &answer.location {
            played.headers.insert("location".to_owned(), location.clone());
        }
        played
    }

    fn stored(&self, path: &str) -> Option<Played> {
        if path.ends_with('/') {
            return ["index.html", "index.htm", "index.shtml"].into_iter().find_map(|name| {
                let body = self.files.get(&format!("{}{}{name}", self.root, &path[1..]))?;
                Some(plain(200, &self.content_type(name), body.clone()))
            });
        }
        if let Some(body) = self.files.get(&format!("{}{}", self.root, path.strip_prefix('/')?)) {
            return Some(plain(200, &self.content_type(path), body.clone()));
        }
        // A folder asked for without its slash.
        self.stored(&format!("{path}/")).filter(|p| p.status == 200).map(|_| {
            let mut moved = plain(301, "text/html", Cow::Borrowed(&[][..]));
            let path: Vec<String> = path
                .split('/')
                .map(|s| percent_encoding::utf8_percent_encode(s, percent_encoding::NON_ALPHANUMERIC).to_string())
                .collect();
            moved.headers.insert(
                "location".to_owned(),
                format!("{}/", path.join("/").replace("%2E", ".").replace("%5F", "_").replace("%2D", "-")),
            );
            moved
        })
    }

    fn missing(&self) -> Played {
        if let Some(body) = self.any.as_ref().and_then(|name| self.files.get(name)) {
            return plain(200, "text/html; charset=utf-8", body.clone());
        }
        let body = self.not_found.body.as_ref().and_then(|name| self.files.get(name)).cloned();
        let body = body.unwrap_or(Cow::Borrowed(
            b"<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>",
        ));
        let mut played = plain(self.not_found.status, &self.content_type("404.html"), body);
        played.absent = true;
        played
    }

    fn content_type(&self, name: &str) -> String {
        let extension =
            name.rsplit('/').next().and_then(|n| n.rsplit_once('.')).map_or("html", |(_, e)| e).to_ascii_lowercase();
        if let Some(own) = self.types.get(&extension) {
            return own.clone();
        }
        match extension.as_str() {
            // Without a charset: the page itself says what it is, as so many servers leave it.
            "html" | "htm" | "shtml" | "jsp" | "php" | "aspx" | "do" => "text/html",
            "css" => "text/css",
            "js" => "application/javascript",
            "json" => "application/json",
            "xml" => "text/xml",
            "txt" => "text/plain; charset=utf-8",
            "png" => "image/png",
            "jpg" | "jpeg" => "image/jpeg",
            "gif" => "image/gif",
            "svg" => "image/svg+xml",
            "ico" => "image/x-icon",
            "pdf" => "application/pdf",
            "doc" => "application/msword",
            "xls" => "application/vnd.ms-excel",
            "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "zip" => "application/zip",
            _ => "application/octet-stream",
        }
        .to_owned()
    }
}

/// The entry for `path` with the most parameters that the request all has.
fn best<'a, T>(
    entries: impl Iterator<Item = &'a T>,
    path_of: impl Fn(&T) -> &str,
    path: &str,
    params: &BTreeMap<String, String>,
) -> Option<&'a T> {
    let mut found: Option<(usize, &T)> = None;
    for entry in entries {
        let (wanted, query) = path_of(entry).split_once('?').unwrap_or((path_of(entry), ""));
        let query = read_params(query);
        if wanted == path
            && query.iter().all(|(k, v)| params.get(k) == Some(v))
            && found.is_none_or(|(most, _)| query.len() > most)
        {
            found = Some((query.len(), entry));
        }
    }
    found.map(|(_, entry)| entry)
}

/// The path as files are named: decoded, without `;jsessionid=…`. One that climbs (`..`) names nothing.
fn plain_path(path: &str) -> String {
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    let segments: Vec<&str> = decoded.split('/').map(|s| s.split(';').next().unwrap_or_default()).collect();
    if segments.iter().any(|s| *s == ".." || s.contains(['\\', '\0'])) {
        return "/\0".to_owned();
    }
    let path = segments.join("/");
    if path.starts_with('/') { path } else { format!("/{path}") }
}

/// `a=1&b=2` as parameters, decoded.
pub(super) fn read_params(query: &str) -> BTreeMap<String, String> {
    let decode = |s: &str| percent_decode_str(&s.replace('+', " ")).decode_utf8_lossy().into_owned();
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(k, v)| (decode(k), decode(v)))
        .collect()
}

fn plain(status: u16, kind: &str, body: Cow<'static, [u8]>) -> Played {
    let headers = BTreeMap::from([("content-type".to_owned(), kind.to_owned())]);
    Played { status, headers, body, delay_ms: 0, absent: false }
}
