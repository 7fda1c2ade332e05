//! A case file: one small site, as a crawl would have left it, and what a check must say of it.

use super::offered_file::FileCase;
use super::search_case::SearchCase;
use crate::auditing::bind;
use crate::parse::personal::made;
use duwang::checks::{Check, Measure};
use duwang::facts::{Builder, EarlierRun, Facts, ProbeFact};
use duwang::model::{
    AbsentAnswer, Exchange, Failure, FailureKind, FetchRecord, Hop, HostFacts, Known, LayoutFound, LinkKind,
    Observation, PageKey, PageRecord, PageRole, Run, RunStatus, Site, Skip, SkipReason, StopReason, absent_scope,
};
use duwang::parse;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use url::Url;

/// What a case says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Case {
    pub(super) expect: Expect,
    /// Why it must be so, in a line.
    pub(super) why: String,
    #[serde(default)]
    pub(super) params: serde_json::Map<String, serde_json::Value>,
    #[serde(default = "as_of")]
    as_of: String,
    #[serde(default = "host")]
    host: String,
    #[serde(default)]
    run_status: Option<RunStatus>,
    #[serde(default)]
    stopped_by: Option<StopReason>,
    #[serde(default)]
    allowed_nets: Vec<String>,
    /// Links to what the case does not name answer well.
    #[serde(default = "yes")]
    others_answer: bool,
    #[serde(default)]
    page: Vec<PageCase>,
    #[serde(default)]
    check: Vec<AnswerCase>,
    #[serde(default)]
    absent: Vec<AnswerCase>,
    #[serde(default)]
    file: Vec<FileCase>,
    /// Style sheets that can be had.
    #[serde(default)]
    sheet: Vec<SheetCase>,
    #[serde(default)]
    skip: Vec<SkipCase>,
    #[serde(default)]
    host_facts: HostCase,
    #[serde(default)]
    probe: Vec<ProbeCase>,
    #[serde(default)]
    earlier: Vec<EarlierCase>,
    #[serde(default)]
    search: Option<SearchCase>,
    #[serde(default)]
    pub(super) violation: Vec<Wanted>,
    #[serde(default)]
    pub(super) open: Vec<Wanted>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Expect {
    Clean,
    Violating,
    Undetermined,
    Inapplicable,
}

/// A subject that must come out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    pub(super) url: String,
    pub(super) target: Option<String>,
    /// `evidence.reason` of a violation, the reason of an open question.
    pub(super) reason: Option<String>,
    /// How often it must come out.
    pub(super) times: Option<usize>,
    /// `occurrences` of the violation.
    pub(super) occurrences: Option<u64>,
    /// Words that must stand in the Chinese message.
    pub(super) says: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PageCase {
    /// Path, or the whole address on another host.
    path: String,
    #[serde(default)]
    html: String,
    #[serde(default)]
    status: Option<u16>,
    #[serde(default)]
    failure: Option<FailureKind>,
    #[serde(default)]
    role: Option<PageRole>,
    #[serde(default)]
    content_type: Option<String>,
    /// Sent in this encoding.
    #[serde(default)]
    charset: Option<String>,
    /// Where it was redirected to.
    #[serde(default)]
    landed: Option<String>,
    #[serde(default)]
    depth: Option<u32>,
    #[serde(default)]
    parse_fault: Option<String>,
    /// Stored by a version that did not keep texts.
    #[serde(default)]
    textless: bool,
    /// The same page at `{n}` for n from 1: stands in `path` and `html`.
    #[serde(default)]
    copies: Option<u32>,
    /// What a browser found on it.
    #[serde(default)]
    layout: Option<LayoutFound>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerCase {
    url: String,
    #[serde(default)]
    status: Option<u16>,
    #[serde(default)]
    failure: Option<FailureKind>,
    #[serde(default)]
    detail: Option<String>,
    #[serde(default)]
    attempts: Option<u32>,
    #[serde(default)]
    html: String,
    #[serde(default)]
    landed: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SheetCase {
    url: String,
    css: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SkipCase {
    url: String,
    reason: SkipReason,
    #[serde(default)]
    column: bool,
    #[serde(default = "yes")]
    page: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct HostCase {
    /// The run was cut off before the host was known.
    #[serde(default)]
    unknown: bool,
    https: Option<Known<String>>,
    ipv6: Option<Known<Vec<String>>>,
}

/// The home page as an earlier run saw it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EarlierCase {
    days_before: i64,
    html: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProbeCase {
    minutes_before: i64,
    ok: bool,
    #[serde(default = "quick")]
    took_ms: u64,
    /// As many, this far apart, going back.
    #[serde(default = "one")]
    count: i64,
    #[serde(default)]
    every_minutes: i64,
}

fn yes() -> bool {
    true
}
fn one() -> i64 {
    1
}
fn quick() -> u64 {
    120
}
fn as_of() -> String {
    "2026-11-20".to_owned()
}
fn host() -> String {
    "http://www.case.gov.cn/".to_owned()
}

/// The moment at which runs of cases begin: 2026-11-20 08:00 in China.
const STARTED: i64 = 1_795_132_800_000;

impl Case {
    /// An address of the case: absolute, or on its host.
    pub(super) fn address(&self, written: &str) -> String {
        let home = Url::parse(&self.host).expect("`host` is an address");
        if written.starts_with('/') || written.is_empty() {
            home.join(written).expect("a path").into()
        } else {
            written.to_owned()
        }
    }

    /// The case's parameters bound to its check, names of lexicons resolved as packs do it.
    pub(super) fn measure(&self, check: &Check) -> Result<Box<dyn Measure>, String> {
        bind(check, serde_json::Value::Object(self.params.clone()))
    }

    /// What a crawl would have made of it; texts are looked through for what the check asks for.
    pub(super) fn facts(&self, measure: &dyn Measure) -> Facts {
        let home = self.address("/");
        let site = Site { id: "case".to_owned(), name: String::new(), url: home.clone() };
        let unfinished = self.run_status == Some(RunStatus::Running);
        let run = Run {
            id: "case".to_owned(),
            site,
            as_of: self.as_of.parse().expect("`as_of` is a day"),
            started_ms: STARTED,
            finished_ms: (!unfinished).then_some(STARTED + 60_000),
            status: self.run_status.unwrap_or(RunStatus::Complete),
            stopped_by: self.stopped_by,
            requests: 0,
            settings: "{}".to_owned(),
        };
        let mut builder = Builder::new(run.clone());
        if let Some(lexicon) = measure.lexicon() {
            builder.lexicon(lexicon);
        }
        let mut known: BTreeSet<PageKey> = BTreeSet::new();
        let mut linked: BTreeMap<PageKey, String> = BTreeMap::new();
        let mut offered = Vec::new();
        for (seq, (page, n)) in
            self.page.iter().flat_map(|p| (1..=p.copies.unwrap_or(1)).map(move |n| (p, n))).enumerate()
        {
            let record = self.page_record(seq as u64, page, n);
            if self.search.as_ref().is_some_and(|s| s.on == page.path) {
                offered.extend(record.page.iter().flat_map(|p| p.search_forms.clone()));
            }
            known.insert(record.key.clone());
            known.insert(key(&record.record.final_url));
            for link in record.page.iter().flat_map(|p| &p.links) {
                let part = matches!(
                    link.kind,
                    LinkKind::Frame
                        | LinkKind::Fragment
                        | LinkKind::ListInterface
                        | LinkKind::Redirect
                        | LinkKind::Script
                );
                if let (false, Ok(url)) = (part, Url::parse(&link.target)) {
                    linked.insert(PageKey::of(&url), link.target.clone());
                }
            }
            builder.page(record);
        }
        for check in &self.check {
            known.insert(key(&self.address(&check.url)));
            builder.observation(self.link_check(check));
        }
        for absent in &self.absent {
            builder.observation(self.absent_probe(absent));
        }
        for file in &self.file {
            known.insert(key(&self.address(&file.url)));
            builder.observation(file.observation(self));
        }
        for skip in &self.skip {
            let url = self.address(&skip.url);
            known.insert(key(&url));
            builder.observation(Observation::Skipped(Skip {
                url,
                reason: skip.reason,
                detail: "as the case says".to_owned(),
                page: skip.page,
                column: skip.column,
                referrer: home.clone(),
            }));
        }
        if self.others_answer {
            for (_, url) in linked.into_iter().filter(|(key, url)| !known.contains(key) && url.starts_with("http")) {
                let record = record_of(&url, None, (Some(200), None), 1);
                builder.observation(Observation::LinkCheck {
                    record,
                    absent_words: None,
                    sketch: Vec::new(),
                    challenge: None,
                    title: String::new(),
                });
            }
        }
        if let Some(search) = &self.search {
            let record =
                |url: &str, landed: Option<&str>, status, failure| record_of(url, landed, (status, failure), 2);
            builder.observation(search.observation(&offered, &|path| self.address(path), &record));
        }
        if !self.host_facts.unknown {
            builder.observation(Observation::Host(self.host_facts(&home)));
        }
        let mut probes: Vec<ProbeFact> = self.probe.iter().flat_map(ProbeCase::looks).collect();
        probes.sort_by_key(|p| p.at_ms);
        for probe in probes {
            builder.probe(probe);
        }
        for earlier in &self.earlier {
            let started_ms = STARTED - earlier.days_before * 24 * 60 * 60_000;
            let run = Run { id: format!("{} days before", earlier.days_before), started_ms, ..run.clone() };
            let exchange = Exchange {
                record: record_of(&home, None, (Some(200), None), 1),
                body: earlier.html.clone().into_bytes(),
            };
            if let Some(seen) = EarlierRun::of(&run, &parse::page(&exchange)) {
                builder.earlier(seen);
            }
        }
        builder.allowed_nets(self.allowed_nets.clone());
        builder.build()
    }

    fn page_record(&self, seq: u64, case: &PageCase, n: u32) -> PageRecord {
        let number = n.to_string();
        let url = self.address(&case.path.replace("{n}", &number));
        let landed = case.landed.as_ref().map(|l| self.address(l));
        let role = case.role.unwrap_or(if case.path == "/" { PageRole::Home } else { PageRole::Page });
        let html = made::filled(&case.html.replace("{n}", &number));
        let body = match &case.charset {
            Some(label) => {
                let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("a known encoding");
                encoding.encode(&html).0.into_owned()
            }
            None => html.into_bytes(),
        };
        let status = case.status.or(case.failure.is_none().then_some(200));
        let attempts = if status.is_some_and(|s| s >= 500) { 3 } else { 1 };
        let mut record = record_of(&url, landed.as_deref(), (status, case.failure), attempts);
        let kind = match role {
            PageRole::Script => "application/javascript",
            _ => "text/html",
        };
        record.headers.insert("content-type".to_owned(), case.content_type.clone().unwrap_or_else(|| kind.to_owned()));
        let exchange = Exchange { record: record.clone(), body };
        let readable = record.is_ok()
            && case.parse_fault.is_none()
            && !exchange.body.is_empty()
            && (role != PageRole::Page || parse::is_markup(&exchange));
        let mut page = readable.then(|| match role {
            PageRole::Script => parse::script(&exchange),
            _ => parse::page_with(&exchange, &self.sheets()),
        });
        if let (true, Some(page)) = (case.textless, &mut page) {
            page.text = None;
        }
        if let (Some(page), Some(layout)) = (&mut page, &case.layout) {
            page.markup.get_or_insert_default().take_layout(layout);
        }
        PageRecord {
            seq,
            key: key(&url),
            role,
            depth: case.depth.unwrap_or(u32::from(role != PageRole::Home)),
            referrer: if role == PageRole::Home { String::new() } else { self.address("/") },
            record,
            page,
            parse_fault: case.parse_fault.clone(),
            guess: None,
            basis: None,
        }
    }

    fn sheets(&self) -> Vec<Arc<parse::StyleSheet>> {
        let read = |s: &SheetCase| Arc::new(parse::StyleSheet::read(&s.css, &self.address(&s.url)));
        self.sheet.iter().map(read).collect()
    }

    fn answer(&self, case: &AnswerCase) -> (FetchRecord, parse::Glance) {
        let url = self.address(&case.url);
        let landed = case.landed.as_ref().map(|l| self.address(l));
        let status = case.status.or(case.failure.is_none().then_some(200));
        let attempts = case.attempts.unwrap_or(if status.is_some_and(|s| s >= 500) { 3 } else { 1 });
        let mut record = record_of(&url, landed.as_deref(), (status, case.failure), attempts);
        if let (Some(failure), Some(detail)) = (&mut record.failure, &case.detail) {
            failure.detail.clone_from(detail);
        }
        let exchange = Exchange { record: record.clone(), body: case.html.clone().into_bytes() };
        let glance = if record.status.is_some() && !case.html.is_empty() {
            parse::glance(&exchange)
        } else {
            parse::Glance::default()
        };
        (record, glance)
    }

    fn link_check(&self, case: &AnswerCase) -> Observation {
        let (record, glance) = self.answer(case);
        Observation::LinkCheck {
            record,
            absent_words: glance.absent_words,
            sketch: glance.sketch,
            challenge: glance.challenge,
            title: glance.head,
        }
    }

    fn absent_probe(&self, case: &AnswerCase) -> Observation {
        let (record, glance) = self.answer(case);
        let scope = absent_scope(&Url::parse(&record.url).expect("an address"));
        let answer =
            AbsentAnswer { scope, title: glance.title, absent_words: glance.absent_words, sketch: glance.sketch };
        Observation::AbsentProbe { record, answer }
    }

    fn host_facts(&self, home: &str) -> HostFacts {
        let host = Url::parse(home).ok().and_then(|u| u.host_str().map(str::to_owned)).unwrap_or_default();
        HostFacts {
            host,
            ipv6: self.host_facts.ipv6.clone().unwrap_or_else(|| Known::Yes(vec!["2408::1".to_owned()])),
            https: self.host_facts.https.clone().unwrap_or_else(|| Known::Yes(home.replacen("http:", "https:", 1))),
            robots: Known::No("HTTP 404".to_owned()),
            sitemaps: Vec::new(),
        }
    }
}

impl ProbeCase {
    fn looks(&self) -> impl Iterator<Item = ProbeFact> {
        let detail = if self.ok { "200" } else { "timeout" };
        (0..self.count).map(move |i| ProbeFact {
            at_ms: STARTED - (self.minutes_before + i * self.every_minutes) * 60_000,
            ok: self.ok,
            took_ms: self.took_ms,
            detail: detail.to_owned(),
        })
    }
}

fn key(url: &str) -> PageKey {
    PageKey::of(&Url::parse(url).unwrap_or_else(|e| panic!("{url}: {e}")))
}

pub(super) fn record_of(
    url: &str,
    landed: Option<&str>,
    (status, failure): (Option<u16>, Option<FailureKind>),
    attempts: u32,
) -> FetchRecord {
    let final_url = landed.unwrap_or(url);
    let hop = Hop { url: url.to_owned(), status: 302, location: final_url.to_owned() };
    FetchRecord {
        url: url.to_owned(),
        final_url: final_url.to_owned(),
        hops: landed.map(|_| hop).into_iter().collect(),
        status,
        failure: failure.map(|kind| Failure { kind, detail: format!("{kind:?} as the case says") }),
        attempts,
        headers: BTreeMap::from([("content-type".to_owned(), "text/html".to_owned())]),
        bytes: 0,
        whole: true,
        sha256: None,
        first_byte_ms: 30,
        total_ms: 40,
        at_ms: STARTED,
        peer: None,
        unchanged: false,
    }
}
