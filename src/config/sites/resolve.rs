//! From what is written to what is meant: defaults under each site's own keys, every fault noted with its line.

use super::written::{At, Entry, Value, Written};
use super::{Archive, Fault, ListedSite, SITES_AT_ONCE, Schedule, SiteList, render_mode};
use crate::config::{CrawlSettings, Cron, FetchSettings, notify};
use crate::model::{Site, SiteTrait, registrable_domain, site_address, site_id};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;
use url::{Host, Url};

/// Keys of a site that may stand in `[defaults]` as well.
const SHARED: &[&str] = &[
    "rules",
    "format",
    "traits",
    "rate",
    "concurrency",
    "max_pages",
    "max_depth",
    "max_column_pages",
    "max_time",
    "max_checks",
    "max_files",
    "allow_net",
    "ignore_robots",
    "user_agent",
    "render",
    "browser",
    "window",
    "level",
    "region",
    "unit",
    "contacts",
    "full_every_days",
];
/// Keys of a site alone.
const OWN: &[&str] = &["id", "name", "url", "code", "politeness_group"];
/// Keys of `[defaults]` alone.
const WHOLE: &[&str] = &["sites_at_once", "out", "db"];
const SCHEDULE: &[&str] = &["cron", "probe_every", "probe_in_window"];
const ARCHIVE: &[&str] = &["dir", "keep_days", "keep_gb"];

/// Days after which every page is asked for in full, unless the list says otherwise.
const FULL_EVERY_DAYS: u32 = 7;
/// Looks at a home page are at least this far apart, in minutes (R1-11).
const PROBE_MINUTES: f64 = 5.0;

pub(super) fn resolve(file: &Path, written: Written) -> SiteList {
    let mut desk = Desk { faults: written.faults };
    desk.known("[defaults]", &written.defaults, &[SHARED, WHOLE]);
    desk.known("[schedule]", &written.schedule, &[SCHEDULE]);
    desk.known("[archive]", &written.archive, &[ARCHIVE]);
    let none = Entry::default();
    let whole = Keys { own: &written.defaults, under: &none };
    let sites_at_once = desk.whole(&whole, "sites_at_once", 1.0, 1000.0).unwrap_or(SITES_AT_ONCE as u64);
    let out = PathBuf::from(desk.text(&whole, "out").unwrap_or_else(|| "reports".to_owned()));
    let db = desk.text(&whole, "db");
    let schedule = desk.schedule(&Keys { own: &written.schedule, under: &none });
    let archive = desk.archive(&Keys { own: &written.archive, under: &none });
    let notify = notify::resolve(&mut desk, &written.notify, file.parent().unwrap_or(Path::new("")));
    // What is wrong with a default is told once, not for every site.
    desk.shared(&whole);
    let mut sites: Vec<(usize, ListedSite)> = Vec::new();
    for entry in &written.sites {
        let before = desk.faults.len();
        desk.known("[[site]]", entry, &[SHARED, OWN]);
        let site = desk.site(entry, &written.defaults);
        let Some(site) = site.filter(|_| desk.faults.len() == before) else { continue };
        if let Some((line, known)) = sites.iter().find(|(_, known)| known.site.id == site.site.id) {
            let (id, line) = (&known.site.id, *line);
            desk.fault(
                entry.line,
                format!("网站编号 {id} 与第 {line} 行的重复，编号须唯一"),
                format!("the id {id} is that of line {line}; ids must be unique"),
            );
        } else if let Some((line, known)) = sites.iter().find(|(_, known)| same_place(known, &site)) {
            let (url, line) = (&known.site.url, *line);
            desk.fault(
                entry.line,
                format!("同一个网站列了两次：{url} 已在第 {line} 行"),
                format!("the same site twice: {url} stands in line {line} already"),
            );
        } else {
            sites.push((entry.line, site));
        }
    }
    if written.sites.is_empty() {
        desk.faults.push(Fault::new(
            None,
            "清单里没有网站；每个网站写一节 [[site]]，至少有 url",
            "the list holds no site; write a [[site]] with at least a url for each",
        ));
    }
    SiteList {
        file: file.to_owned(),
        sites: sites.into_iter().map(|(_, site)| site).collect(),
        sites_at_once: usize::try_from(sites_at_once).unwrap_or(SITES_AT_ONCE),
        out,
        db,
        schedule,
        archive,
        notify,
        faults: desk.sorted(),
    }
}

/// Whether two entries name one home page; http and https are one.
fn same_place(a: &ListedSite, b: &ListedSite) -> bool {
    let plain = |site: &ListedSite| {
        let rest = site.site.url.split_once("://").map_or("", |(_, rest)| rest);
        rest.trim_end_matches('/').trim_end_matches("/index.html").to_ascii_lowercase()
    };
    plain(a) == plain(b)
}

/// A site's own keys, and those that stand under them.
pub(in crate::config) struct Keys<'a> {
    pub(in crate::config) own: &'a Entry,
    pub(in crate::config) under: &'a Entry,
}

impl Keys<'_> {
    pub(in crate::config) fn get(&self, key: &str) -> Option<&At> {
        self.own.keys.get(key).or_else(|| self.under.keys.get(key))
    }
}

/// Notes what is wrong.
pub(in crate::config) struct Desk {
    pub(in crate::config) faults: Vec<Fault>,
}

impl Desk {
    pub(in crate::config) fn fault(&mut self, line: usize, zh: impl Into<String>, en: impl Into<String>) {
        self.faults.push(Fault::new(Some(line), zh, en));
    }

    fn sorted(mut self) -> Vec<Fault> {
        self.faults.sort_by_key(|fault| fault.line);
        // A fault in the defaults is met again under every site.
        let mut seen: BTreeSet<(Option<usize>, String)> = BTreeSet::new();
        self.faults.retain(|fault| seen.insert((fault.line, fault.text.en.clone())));
        self.faults
    }

    pub(in crate::config) fn known(&mut self, place: &str, entry: &Entry, keys: &[&[&str]]) {
        for (key, at) in &entry.keys {
            if keys.iter().any(|some| some.contains(&key.as_str())) {
                continue;
            }
            let all = keys.concat();
            let near = all.iter().max_by(|a, b| strsim::jaro_winkler(a, key).total_cmp(&strsim::jaro_winkler(b, key)));
            let (zh, en) = match near.filter(|near| strsim::jaro_winkler(near, key) > 0.8) {
                Some(near) => (format!("，是不是 {near}？"), format!("; did you mean `{near}`?")),
                None => (format!("，可用 {}", all.join("、")), format!("; use {}", all.join(", "))),
            };
            self.fault(at.line, format!("{place} 里没有“{key}”这一项{zh}"), format!("{place} has no key `{key}`{en}"));
        }
    }

    pub(in crate::config) fn wrong(&mut self, key: &str, at: &At, zh: &str, en: &str) {
        let got = match &at.value {
            Value::Text(text) => format!("“{text}”"),
            Value::Number(n) => n.to_string(),
            Value::Flag(flag) => flag.to_string(),
            Value::List(items) => format!("[{}]", items.join(", ")),
            Value::Other(name) => (*name).to_owned(),
        };
        self.fault(at.line, format!("{key} 须是{zh}，现为 {got}"), format!("{key} must be {en}, not {got}"));
    }

    pub(in crate::config) fn text(&mut self, keys: &Keys<'_>, key: &str) -> Option<String> {
        let at = keys.get(key)?.clone();
        match &at.value {
            Value::Text(text) => Some(text.trim().to_owned()),
            // A site code or an id without quotes.
            Value::Number(n) if n.fract() == 0.0 => Some(format!("{n:.0}")),
            _ => {
                self.wrong(key, &at, "文字", "text");
                None
            }
        }
    }

    pub(in crate::config) fn texts(&mut self, keys: &Keys<'_>, key: &str) -> Option<Vec<String>> {
        let at = keys.get(key)?.clone();
        match &at.value {
            Value::Text(text) => Some(vec![text.trim().to_owned()]),
            Value::List(items) => Some(items.iter().map(|item| item.trim().to_owned()).collect()),
            _ => {
                self.wrong(key, &at, "文字的列表，如 [\"a\", \"b\"]", "a list of texts like [\"a\", \"b\"]");
                None
            }
        }
    }

    fn number(&mut self, keys: &Keys<'_>, key: &str, from: f64, to: f64) -> Option<f64> {
        let at = keys.get(key)?.clone();
        match &at.value {
            Value::Number(n) if (from..=to).contains(n) => Some(*n),
            _ => {
                self.wrong(key, &at, &format!(" {from} 到 {to} 的数"), &format!("a number from {from} to {to}"));
                None
            }
        }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, positive and within bounds")]
    pub(in crate::config) fn whole(&mut self, keys: &Keys<'_>, key: &str, from: f64, to: f64) -> Option<u64> {
        let n = self.number(keys, key, from, to)?;
        if n.fract() == 0.0 {
            return Some(n as u64);
        }
        let at = keys.get(key)?.clone();
        self.wrong(key, &at, "整数", "a whole number");
        None
    }

    fn flag(&mut self, keys: &Keys<'_>, key: &str) -> Option<bool> {
        let at = keys.get(key)?.clone();
        if let Value::Flag(flag) = &at.value {
            return Some(*flag);
        }
        self.wrong(key, &at, " true 或 false", "true or false");
        None
    }

    /// Reads texts that mean something; `None` for a text that does not.
    pub(in crate::config) fn meant<T>(
        &mut self,
        keys: &Keys<'_>,
        key: &str,
        (zh, en): (&str, &str),
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<Vec<T>> {
        let texts = self.texts(keys, key)?;
        let mut found = Vec::new();
        for text in texts {
            if let Some(value) = read(&text) {
                found.push(value);
            } else {
                let at = keys.get(key)?.clone();
                self.wrong(key, &At { value: Value::Text(text), ..at }, zh, en);
            }
        }
        Some(found)
    }

    fn site(&mut self, entry: &Entry, defaults: &Entry) -> Option<ListedSite> {
        let keys = Keys { own: entry, under: defaults };
        let Some(written) = self.text(&keys, "url") else {
            if !entry.keys.contains_key("url") {
                self.fault(entry.line, "缺 url（网站首页的地址）", "there is no url (the address of the home page)");
            }
            return None;
        };
        let Some(url) = site_address(&written) else {
            let line = keys.get("url").map_or(entry.line, |at| at.line);
            self.fault(
                line,
                format!("“{written}”不是网站地址，请写成 https://www.example.gov.cn/ 的样子"),
                format!("\"{written}\" is not the address of a site; write it like https://www.example.gov.cn/"),
            );
            return None;
        };
        let code = self.text(&keys, "code").unwrap_or_default();
        let id = self.text(&keys, "id").unwrap_or_else(|| site_id(&url));
        if id.is_empty() || id.len() > 100 || !id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
            let line = keys.get("id").map_or(entry.line, |at| at.line);
            self.fault(
                line,
                format!("网站编号“{id}”只能用字母、数字、- 和 _"),
                format!("the id \"{id}\" may hold letters, digits, - and _ alone"),
            );
            return None;
        }
        let group = self.text(&keys, "politeness_group").unwrap_or_else(|| group_of(&url));
        let name = self.text(&keys, "name").unwrap_or_default();
        let mut site = self.shared(&keys);
        site.site = Site { id, name, url: url.to_string() };
        site.code = code;
        site.group = group;
        Some(site)
    }

    /// What a site and the defaults have in common.
    fn shared(&mut self, keys: &Keys<'_>) -> ListedSite {
        let (fetch, crawl) = (FetchSettings::default(), CrawlSettings::default());
        let most = 1e12;
        let traits =
            self.meant(keys, "traits", ("已知的特征（no-services）", "a known trait (no-services)"), |text| {
                if text == "none" { Some(None) } else { SiteTrait::named(text).map(Some) }
            });
        let render = self.meant(keys, "render", (" auto、always 或 never", "auto, always or never"), |text| {
            render_mode(text).map(|_| text.to_owned())
        });
        let window = self
            .meant(keys, "window", ("时段，如 20:00-07:00", "hours like 20:00-07:00"), |text| text.parse().ok());
        let formats = self.meant(keys, "format", (" html、xlsx、json、csv", "html, xlsx, json, csv"), |text| {
            ["html", "xlsx", "json", "csv"].contains(&text).then(|| text.to_owned())
        });
        let nets = self.meant(keys, "allow_net", ("网段，如 10.0.0.0/8", "a network like 10.0.0.0/8"), |text| {
            text.parse().ok()
        });
        ListedSite {
            site: Site { id: String::new(), name: String::new(), url: String::new() },
            code: String::new(),
            group: String::new(),
            level: self.text(keys, "level").unwrap_or_default(),
            region: self.text(keys, "region").unwrap_or_default(),
            unit: self.text(keys, "unit").unwrap_or_default(),
            contacts: self.texts(keys, "contacts").unwrap_or_default(),
            window: window.and_then(|found| found.into_iter().next()),
            rules: self.texts(keys, "rules").unwrap_or_default(),
            formats: formats.unwrap_or_default(),
            traits: traits.unwrap_or_default().into_iter().flatten().collect(),
            rate: self.number(keys, "rate", 0.0, 10_000.0).unwrap_or(fetch.rate),
            concurrency: self
                .whole(keys, "concurrency", 1.0, 256.0)
                .map_or(fetch.concurrency, |n| usize::try_from(n).unwrap_or(1)),
            max_pages: self.whole(keys, "max_pages", 1.0, most).unwrap_or(crawl.max_pages),
            max_depth: self
                .whole(keys, "max_depth", 0.0, 10_000.0)
                .map_or(crawl.max_depth, |n| u32::try_from(n).unwrap_or(0)),
            max_column_pages: self.whole(keys, "max_column_pages", 1.0, most).unwrap_or(crawl.max_column_pages),
            max_time: self.whole(keys, "max_time", 1.0, most),
            max_checks: self.whole(keys, "max_checks", 0.0, most).unwrap_or(crawl.max_checks),
            max_files: self.whole(keys, "max_files", 0.0, most).unwrap_or(crawl.max_files),
            allow_net: nets.unwrap_or_default(),
            ignore_robots: self.flag(keys, "ignore_robots").unwrap_or(false),
            user_agent: self.text(keys, "user_agent").unwrap_or_default(),
            render: render.and_then(|found| found.into_iter().next()).unwrap_or_else(|| "auto".to_owned()),
            browser: self.text(keys, "browser").map(PathBuf::from),
            full_every_days: self
                .whole(keys, "full_every_days", 0.0, 3650.0)
                .map_or(FULL_EVERY_DAYS, |n| u32::try_from(n).unwrap_or(0)),
        }
    }

    fn schedule(&mut self, keys: &Keys<'_>) -> Schedule {
        let cron = self.text(keys, "cron").and_then(|line| {
            let read = line.parse::<Cron>().ok();
            if read.is_none()
                && let Some(at) = keys.get("cron")
            {
                let at = at.clone();
                self.wrong(
                    "cron",
                    &at,
                    "五段的 cron 时间，如 \"30 1 * * *\"",
                    "five fields of cron like \"30 1 * * *\"",
                );
            }
            read
        });
        let every = self.number(keys, "probe_every", PROBE_MINUTES, 24.0 * 60.0);
        Schedule {
            cron,
            probe_every: every.map(|minutes| Duration::from_secs_f64(minutes * 60.0)),
            probe_in_window: self.flag(keys, "probe_in_window").unwrap_or(false),
        }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive and within bounds")]
    fn archive(&mut self, keys: &Keys<'_>) -> Archive {
        let bytes = self.number(keys, "keep_gb", 0.0, 1e6).unwrap_or(0.0) * 1e9;
        let days = self.whole(keys, "keep_days", 0.0, 36_500.0).unwrap_or(0);
        Archive {
            dir: self.text(keys, "dir").map(PathBuf::from),
            keep_days: u32::try_from(days).unwrap_or(0),
            keep_bytes: bytes as u64,
        }
    }
}

/// Sites of one registrable domain share a server more often than not; of a bare address, the address with its port.
fn group_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().to_owned();
    match url.host() {
        Some(Host::Domain(_)) => registrable_domain(url).unwrap_or(host),
        _ => url.port().map_or_else(|| host.clone(), |port| format!("{host}:{port}")),
    }
}
