use super::absent;
use super::elsewhere::{Added, Check, Elsewhere, Reading};
use super::files::{File, Files, Turn, Worth};
use super::frontier::{Class, Frontier, Job};
use super::further::Further;
use super::schedule::{Lead, leads};
use super::scope::{Place, Scope};
use super::search::{SearchNotes, SearchPlan};
use super::traps::Traps;
use super::visit::essence;
use crate::config::CrawlSettings;
use crate::model::{Observation, Page, PageKey, PageRecord, PageRole, Skip, SkipReason, absent_scope, address_shape};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// Everything the crawl knows about the site so far; owned by the loop alone.
#[derive(Debug)]
pub(super) struct Intake {
    limits: CrawlSettings,
    home: Url,
    /// Where the home page answered.
    landed_home: PageKey,
    scope: Scope,
    pub(super) frontier: Frontier,
    traps: Traps,
    pub(super) elsewhere: Elsewhere,
    /// Essences of pages seen, to tell pages that bring nothing new.
    essences: BTreeSet<String>,
    /// Pages visited under each column.
    columns: BTreeMap<PageKey, u64>,
    files: Files,
    skipped: BTreeSet<PageKey>,
    pub(super) skips: Vec<Skip>,
    /// For the test of the site's search.
    search: SearchNotes,
    as_of: Date,
    /// Where the home page really answered.
    landed: Url,
    /// How lists go on.
    further: Further,
}

/// Most skipped addresses that are kept one by one.
const MAX_SKIPS: usize = 50_000;

impl Intake {
    pub(super) fn new(home: &Url, limits: CrawlSettings, as_of: Date) -> Self {
        let mut frontier = Frontier::default();
        frontier.schedule(Job {
            url: home.clone(),
            key: PageKey::of(home),
            role: PageRole::Home,
            class: Class::Home,
            day: 0,
            depth: 0,
            referrer: String::new(),
            column: None,
            part: None,
        });
        Self {
            limits,
            home: home.clone(),
            landed_home: PageKey::of(home),
            scope: Scope::new(home),
            frontier,
            traps: Traps::default(),
            elsewhere: Elsewhere::default(),
            essences: BTreeSet::new(),
            columns: BTreeMap::new(),
            files: Files::default(),
            skipped: BTreeSet::new(),
            skips: Vec::new(),
            search: SearchNotes::default(),
            as_of,
            landed: home.clone(),
            further: Further::default(),
        }
    }

    /// The next page to ask, past those that a limit or a trap forbids.
    pub(super) fn next(&mut self) -> Option<Job> {
        while let Some(job) = self.frontier.next() {
            if let Some((reason, detail)) = self.refuse(&job) {
                self.skip(&job, reason, detail);
                continue;
            }
            if let Some(column) = &job.column {
                *self.columns.entry(column.clone()).or_default() += 1;
            }
            return Some(job);
        }
        None
    }

    fn refuse(&mut self, job: &Job) -> Option<(SkipReason, String)> {
        if job.class == Class::Home {
            return None;
        }
        if job.depth > self.limits.max_depth {
            return Some((SkipReason::Depth, format!("{} clicks from the home page", job.depth)));
        }
        // Menus are never traps; a portal may have many columns that look alike.
        if job.class != Class::Column
            && job.role != PageRole::Interface
            && let Some(why) = self.traps.refuse(&job.url, job.class == Class::Item)
        {
            return Some((SkipReason::Trap, why));
        }
        if let Some(column) = &job.column
            && self.columns.get(column).copied().unwrap_or(0) >= self.limits.max_column_pages
        {
            return Some((
                SkipReason::Column,
                format!("{} pages of the column {column}", self.limits.max_column_pages),
            ));
        }
        None
    }

    /// Notes a page that was known and is left alone.
    pub(super) fn skip(&mut self, job: &Job, reason: SkipReason, detail: String) {
        if self.skips.len() < MAX_SKIPS && self.skipped.insert(job.key.clone()) {
            self.skips.push(Skip {
                url: job.url.to_string(),
                reason,
                detail,
                page: true,
                column: matches!(job.class, Class::Column | Class::ColumnPart | Class::Home),
                referrer: job.referrer.clone(),
            });
        }
    }

    /// Notes a link that was known and is left unchecked.
    pub(super) fn skip_check(&mut self, url: &Url, referrer: &str, reason: SkipReason, detail: &str) {
        if self.skips.len() < MAX_SKIPS && self.skipped.insert(PageKey::of(url)) {
            self.skips.push(Skip {
                url: url.to_string(),
                reason,
                detail: detail.to_owned(),
                page: false,
                column: false,
                referrer: referrer.to_owned(),
            });
        }
    }

    /// Takes an answer: learns from it and schedules what it leads to. Returns, for an address that was made up, whether there
    /// is a page of the list.
    pub(super) fn take(&mut self, job: &Job, record: &PageRecord) -> Option<bool> {
        if job.role == PageRole::Script {
            for waiting in self.further.settle(job, record) {
                self.frontier.schedule(waiting);
            }
        }
        let verdict = self.further.judge(job, record);
        if let Some(other) = verdict.other {
            self.frontier.schedule(other);
        }
        if verdict.guess != Some(false) {
            self.learn(job, record, verdict.goes_on);
        }
        verdict.guess
    }

    fn learn(&mut self, job: &Job, record: &PageRecord, goes_on: bool) {
        let final_url = Url::parse(&record.record.final_url).unwrap_or_else(|_| job.url.clone());
        let page = record.page.as_ref();
        if job.role == PageRole::Home
            && let Some(page) = page
        {
            self.landed_home = PageKey::of(&final_url);
            self.landed = final_url.clone();
            self.scope.learn_home(&final_url, page);
            self.add_absent(absent::at_root(&final_url), &final_url);
        }
        if self.scope.place(&final_url) == Place::Kin {
            self.scope.decide_kin(&final_url, page);
        }
        let Some(page) = page else { return };
        if self.scope.place(&final_url) != Place::Site {
            return;
        }
        let landed = PageKey::of(&final_url);
        if job.role != PageRole::Home && landed != job.key && landed == self.landed_home {
            // Does the site send home whoever asks for a page that is gone?
            self.add_absent(absent::neighbour(&job.url), &job.url);
        }
        if landed != job.key && landed != PageKey::of(&job.url) && !self.frontier.mark_seen(&landed) {
            // Where it landed was or will be visited in its own right.
            return;
        }
        if page.signals.absent_words.is_some() {
            self.add_absent(absent::neighbour(&final_url), &final_url);
        }
        self.search.note(job, record, page, &final_url, self.as_of);
        self.follow(job, page, &final_url, goes_on);
    }

    fn follow(&mut self, job: &Job, page: &Page, final_url: &Url, goes_on: bool) {
        let own = address_shape(final_url);
        let mut fruitful = self.essences.insert(essence(page));
        for lead in leads(&self.scope, job, page, final_url) {
            match lead {
                // Offered as a file before: read as one.
                Lead::Visit(next) if next.role == PageRole::Page && self.files.knows(&next.key) => {}
                // A list that brings nothing new has ended, whatever its interface says.
                Lead::Visit(next) if next.role == PageRole::Interface && !goes_on => {}
                Lead::Visit(next) if next.part.as_ref().is_some_and(|part| part.ask.settings.is_some()) => {
                    for next in self.further.complete(next, &self.frontier) {
                        self.frontier.schedule(next);
                    }
                }
                Lead::Visit(next) => {
                    if next.role == PageRole::Interface {
                        self.further.begin(&next, page);
                    }
                    let group = address_shape(&next.url);
                    // A list of facets links to itself with ever other parameters.
                    let elsewhere = group.split('&').next() != own.split('&').next();
                    if self.frontier.schedule(next) && elsewhere {
                        fruitful = true;
                    }
                }
                Lead::Check(url) => self.add_link(url, final_url),
                Lead::Read(file) => self.add_file(file, final_url),
            }
        }
        let judged = matches!(job.class, Class::Other | Class::Pager | Class::Item | Class::Listed);
        if judged && job.role != PageRole::Interface {
            self.traps.learn(final_url, fruitful);
        }
    }

    fn add_link(&mut self, url: Url, on: &Url) {
        let key = PageKey::of(&url);
        self.add_check(Check { key, url, referrer: on.to_string(), absent: None, file: None });
    }

    fn add_file(&mut self, file: File, on: &Url) {
        let key = PageKey::of(&file.url);
        // Visited as a page already, for nothing told that it was a file; a document is worth a second request.
        if file.worth > Worth::Document && self.frontier.is_seen(&key) {
            return;
        }
        let reading = Reading { name: file.name, tables: file.tables };
        let check = Check { key, url: file.url, referrer: on.to_string(), absent: None, file: Some(reading) };
        let turn = self.files.add(check, file.worth, self.limits.max_files);
        self.take_file(turn);
    }

    /// A file beyond the budget is noted as not read, and checked like any link.
    fn take_file(&mut self, turn: Turn) {
        match turn {
            Turn::Read(check) => self.elsewhere.add_file(check),
            Turn::Waits | Turn::Known => {}
            Turn::OverBudget(check) => {
                let detail = format!("the budget of {} files to read", self.limits.max_files);
                self.skip_check(&check.url, &check.referrer, SkipReason::Files, &detail);
                self.add_check(Check { file: None, ..check });
            }
        }
    }

    /// The walk is over: files that waited for it are read as far as the budget goes. Returns whether there were any.
    pub(super) fn open_files(&mut self) -> bool {
        let turns = self.files.open(self.limits.max_files);
        let any = !turns.is_empty();
        for turn in turns {
            self.take_file(turn);
        }
        any
    }

    fn add_check(&mut self, check: Check) {
        let (url, referrer) = (check.url.clone(), check.referrer.clone());
        if self.elsewhere.add(check, self.limits.max_checks) == Added::OverBudget {
            self.skip_check(&url, &referrer, SkipReason::Checks, "the budget for checking links was spent");
        }
    }

    fn add_absent(&mut self, url: Url, referrer: &Url) {
        let scope = absent_scope(&url);
        let key = PageKey::of(&url);
        self.add_check(Check { key, url, referrer: referrer.to_string(), absent: Some(scope), file: None });
    }

    /// Learns from a checked link: one that says "not found" with a good status is held against an absent neighbour.
    pub(super) fn take_check(&mut self, check: &Check, observation: &Observation) {
        let record = match observation {
            Observation::LinkCheck { record, absent_words: Some(_), .. } => Some(record),
            Observation::Attachment(file) if file.absent_words.is_some() => Some(&file.record),
            _ => None,
        };
        if let Some(record) = record
            && record.is_ok()
            && let Ok(url) = Url::parse(&record.final_url)
        {
            self.add_absent(absent::neighbour(&url), &check.url);
        }
    }

    /// Adds what a sitemap names, as far as it belongs to the site.
    pub(super) fn add_listed(&mut self, addresses: &[String], source: &Url) {
        for address in addresses {
            let Ok(url) = Url::parse(address) else { continue };
            if self.scope.place(&url) == Place::Site && !super::scope::is_file(&url) {
                self.frontier.schedule(Job {
                    key: PageKey::of(&url),
                    url,
                    role: PageRole::Page,
                    class: Class::Listed,
                    day: 0,
                    depth: 1,
                    referrer: source.to_string(),
                    column: None,
                    part: None,
                });
            }
        }
    }

    /// Everything that still waits is skipped for one reason.
    pub(super) fn give_up(&mut self, reason: SkipReason, detail: &str) {
        while let Some(job) = self.frontier.next() {
            self.skip(&job, reason, detail.to_owned());
        }
    }

    /// Files that waited for the walk to end are neither read nor checked, for one reason.
    pub(super) fn give_up_files(&mut self, reason: SkipReason, detail: &str) {
        for check in self.files.drain() {
            self.skip_check(&check.url, &check.referrer, reason, detail);
        }
    }

    /// Links still unchecked are skipped for one reason.
    pub(super) fn give_up_checks(&mut self, reason: SkipReason, detail: &str) {
        self.give_up_files(reason, detail);
        for check in self.elsewhere.drain() {
            if check.absent.is_none() {
                self.skip_check(&check.url, &check.referrer, reason, detail);
            }
        }
    }

    /// What to ask of the site's search; `None` where link checks are not to be made.
    pub(super) fn search_plan(&self) -> Option<(SearchPlan, Url)> {
        (self.limits.max_checks > 0).then(|| (self.search.plan(&self.landed), self.landed.clone()))
    }

    pub(super) fn home(&self) -> &Url {
        &self.home
    }
}
