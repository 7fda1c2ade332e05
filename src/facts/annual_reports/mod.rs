//! The site's annual reports on government information (R3-22 to R3-28): which there are, for which year, whose, when
//! they were published, and what can be read of them.

mod content;
mod parts;
mod prose;
mod tables;
mod whose;

pub use content::{ReportContent, ReportUnread};
pub use parts::{PartState, REPORT_PARTS, ReportParts, substance};
pub use prose::{repeated, report_prose};
pub use tables::{APPLICANTS, Applications, Cell, Disputes, GROUP_SIZES, OUTCOMES, ReportTables, RowKind, amount};
pub use whose::ReportOf;

use super::{ColumnSpec, Facts, Found, PageFact, PageKind, TitleSource, Words};
use crate::model::{
    DateFact, DateSource, PageKey, PageRole, Reason, ReportTitle, report_title, report_title_in_column, report_year,
};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;
use whose::Host;

/// The report of one body for one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnualReport {
    /// The year reported on; `None` where nothing told it.
    pub year: Option<i16>,
    /// ReportOf it is.
    pub whose: ReportOf,
    /// Where it stands; a report published twice stands in two places.
    pub copies: Vec<ReportCopy>,
}

/// One place where a report stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportCopy {
    /// The title that says most.
    pub title: String,
    /// The address that people open.
    pub url: String,
    /// Its page (position in `Facts::pages`), when it was visited.
    pub page: Option<usize>,
    /// The file that it is (position in `Facts::attachments`), when it is one and was asked.
    pub file: Option<usize>,
    /// The page on which its title stands.
    pub on: usize,
    /// Days that tell when it was published, most trusted first: what the article says, what lists say, its address.
    pub dates: Vec<DateFact>,
}

/// All reports of a site.
#[derive(Debug, Default)]
pub struct AnnualReports {
    /// By year, the newest first, then by whose they are.
    pub reports: Vec<AnnualReport>,
    /// Pages of the columns of reports (positions in `Facts::pages`).
    pub columns: Vec<usize>,
    /// Whether the site is a government's; else its own report is that of a department or town.
    pub government: bool,
}

/// What the column of reports is called.
const COLUMN: &[&str] = &[
    "政府信息公开年报",
    "政府信息公开工作年度报告",
    "政府信息公开年度报告",
    "政府信息公开工作年报",
    "信息公开年报",
    "信息公开年度报告",
    "信息公开工作年度报告",
    "政务公开年报",
    "政务公开年度报告",
    "公开年报",
    "公开年度报告",
    "年度报告",
    "年报",
    "信息公开工作年报",
    "政府信息公开工作报告",
];

/// Other titles and dates under which lists name an address.
type Listed = BTreeMap<PageKey, (Vec<String>, Vec<DateFact>)>;

impl AnnualReports {
    pub(super) fn of(facts: &Facts) -> Self {
        let host = Host::of(facts);
        let spec = ColumnSpec {
            name: COLUMN[0].to_owned(),
            synonyms: COLUMN[1..].iter().map(|n| (*n).to_owned()).collect(),
            under: String::new(),
            unit: String::new(),
            max_age_days: None,
            is_static: false,
        };
        let columns = match facts.columns().find(&spec) {
            Found::Yes(sightings) => facts.column_pages(&sightings, ""),
            Found::No(_) => Vec::new(),
        };
        let columns: Vec<usize> = columns.into_iter().filter(|&c| facts.pages[c].kind() != PageKind::Article).collect();
        let listed = listed(facts);
        let words = Words::new(&["年报", "报告"].map(str::to_owned), &["公开".to_owned()]);
        let mut found: BTreeMap<(Option<i16>, ReportOf), Vec<ReportCopy>> = BTreeMap::new();
        let mut known: BTreeSet<PageKey> = BTreeSet::new();
        for titled in words.map(|w| facts.titles().find(&w)).unwrap_or_default() {
            if matches!(titled.source, TitleSource::Heading | TitleSource::Section) {
                continue;
            }
            let Some(read) = report_title(&titled.title) else { continue };
            known.extend(titled.target.clone());
            let candidate = Candidate { title: titled.title, read, target: titled.target, on: titled.on };
            if let Some((key, copy)) = copy(facts, &host, (&listed, &columns), candidate) {
                found.entry(key).or_default().push(copy);
            }
        }
        // In their own column 2025年 says enough.
        for &on in &columns {
            for item in facts.pages[on].readable().iter().flat_map(|p| &p.items) {
                let Some(read) = report_title_in_column(&item.title) else { continue };
                let Some(target) = key_of(facts, &item.target).filter(|t| known.insert(t.clone())) else { continue };
                let candidate = Candidate { title: item.title.clone(), read, target: Some(target), on };
                if let Some((key, mut copy)) = copy(facts, &host, (&listed, &columns), candidate) {
                    copy.dates.extend(item.date.clone());
                    found.entry(key).or_default().push(copy);
                }
            }
        }
        let mut reports: Vec<AnnualReport> = found
            .into_iter()
            .map(|((year, whose), copies)| AnnualReport { year, whose, copies: without_own_files(copies) })
            .collect();
        reports.sort_by(|a, b| (b.year, &a.whose).cmp(&(a.year, &b.whose)));
        Self { reports, columns, government: host.is_government() }
    }

    /// The site's own report for a year: one that names its body, else one that names nobody.
    #[must_use]
    pub fn own(&self, year: i16) -> Option<&AnnualReport> {
        self.of_whose(year, &ReportOf::Own).or_else(|| self.of_whose(year, &ReportOf::Unnamed))
    }

    /// The report of this body for this year.
    #[must_use]
    pub fn of_whose(&self, year: i16, whose: &ReportOf) -> Option<&AnnualReport> {
        self.reports.iter().find(|r| r.year == Some(year) && r.whose == *whose)
    }
}

impl Facts {
    /// The site's annual reports on government information.
    pub fn annual_reports(&self) -> &AnnualReports {
        self.annual_reports.get_or_init(|| AnnualReports::of(self))
    }
}

/// The titles and dates of entries that may be reports, by address.
fn listed(facts: &Facts) -> Listed {
    let mut listed = Listed::new();
    for item in facts.pages.iter().filter_map(PageFact::readable).flat_map(|p| &p.items) {
        if !item.title.contains("公开") || report_title(&item.title).is_none() {
            continue;
        }
        let Some(key) = key_of(facts, &item.target) else { continue };
        let entry = listed.entry(key).or_default();
        if !entry.0.contains(&item.title) {
            entry.0.push(item.title.clone());
        }
        if let Some(date) = &item.date
            && !entry.1.contains(date)
        {
            entry.1.push(date.clone());
        }
    }
    listed
}

fn key_of(facts: &Facts, address: &str) -> Option<PageKey> {
    let key = PageKey::of(&Url::parse(address).ok()?);
    Some(facts.page(&key).map_or(key, |p| p.key.clone()))
}

/// A title that is a report's, with what it leads to.
struct Candidate {
    title: String,
    read: ReportTitle,
    target: Option<PageKey>,
    on: usize,
}

/// Reads what a title leads to as a report: its year and whose it is, and where it stands.
fn copy(
    facts: &Facts,
    host: &Host,
    (listed, columns): (&Listed, &[usize]),
    titled: Candidate,
) -> Option<((Option<i16>, ReportOf), ReportCopy)> {
    let read = titled.read;
    let page = titled.target.as_ref().and_then(|t| facts.page_index(t));
    let fact = page.map(|p| &facts.pages[p]);
    // A column of reports has the title of one; what could not be read may be either.
    let list = |f: &PageFact| matches!(f.kind(), PageKind::Column | PageKind::Home) || f.role == PageRole::Interface;
    if fact.is_some_and(list) || page.is_some_and(|p| columns.contains(&p)) {
        return None;
    }
    let gone = fact.is_some_and(|f| matches!(f.record.status, Some(404 | 410)));
    let url = titled.target.as_ref().map(|t| t.0.clone());
    let file = titled.target.as_ref().and_then(|t| facts.attachment(t));
    let file = file.and_then(|f| facts.attachments.iter().position(|a| std::ptr::eq(a, f)));
    if gone || file.is_some_and(|f| matches!(facts.attachments[f].record.status, Some(404 | 410))) {
        return None;
    }
    let (others, entry_dates) = titled.target.as_ref().and_then(|t| listed.get(t)).cloned().unwrap_or_default();
    let others: Vec<ReportTitle> = others.iter().filter_map(|t| report_title(t)).collect();
    let mut dates: Vec<DateFact> = Vec::new();
    let article = fact.and_then(PageFact::readable).and_then(|p| p.article.as_ref());
    dates.extend(article.iter().flat_map(|a| &a.dates).filter(|d| d.source < DateSource::Signature).cloned());
    dates.extend(entry_dates);
    if file.is_some() || article.is_none() {
        // A file is published by the page that offers it.
        let on = facts.pages[titled.on].readable().and_then(|p| p.article.as_ref());
        dates.extend(on.iter().flat_map(|a| &a.dates).filter(|d| d.source < DateSource::Signature).cloned());
    }
    dates.sort_by_key(|d| d.source);
    let year =
        read.year.or_else(|| others.iter().find_map(|t| t.year)).or_else(|| year_by_page(facts, fact, titled.on));
    // A link to something unseen that names no year is one to a column more often than not.
    if year.is_none() && article.is_none() && file.is_none() {
        return None;
    }
    let name = std::iter::once(&read).chain(&others).map(|t| t.body.as_str()).find(|b| !b.is_empty());
    let whose = name
        .and_then(|n| host.by_name(n))
        .unwrap_or_else(|| host.by_page(fact.filter(|f| f.readable().is_some()).unwrap_or(&facts.pages[titled.on])));
    let shown = fact.map(|f| f.url().to_owned()).or(url);
    let copy = ReportCopy {
        title: titled.title,
        url: shown.unwrap_or_else(|| facts.pages[titled.on].url().to_owned()),
        page,
        file,
        on: titled.on,
        dates,
    };
    Some(((year, whose), copy))
}

/// The year of a report whose title names none: by the columns it stands in, else by its first lines.
fn year_by_page(facts: &Facts, fact: Option<&PageFact>, on: usize) -> Option<i16> {
    let page = fact.and_then(PageFact::readable);
    let crumbs = |p: &crate::model::Page| {
        p.breadcrumbs.iter().rev().find_map(|c| report_year(&c.text.replace(' ', "")).map(|y| y.0))
    };
    if let Some(year) = page.and_then(crumbs) {
        return Some(year);
    }
    if let Some(article) = page.and_then(|p| p.article.as_ref()) {
        let text: String = article.body.chars().filter(|c| !c.is_whitespace()).take(600).collect();
        // 统计期限自2025年1月1日至12月31日.
        let period = ["1月1日", "１月１日", "一月一日"].iter().find_map(|w| text.find(w));
        let at = period.and_then(|at| {
            let from = text[..at].char_indices().rev().nth(5).map_or(0, |(i, _)| i);
            report_year(&text[from..]).map(|y| y.0)
        });
        return at.or_else(|| report_year(&text).map(|y| y.0));
    }
    facts.pages[on].readable().and_then(crumbs)
}

/// A file offered by a page that is a copy itself is part of that page.
fn without_own_files(mut copies: Vec<ReportCopy>) -> Vec<ReportCopy> {
    let pages: Vec<usize> = copies.iter().filter_map(|c| c.page).collect();
    copies.retain(|c| c.page.is_some() || !pages.contains(&c.on));
    copies
}

/// Why a copy could not be read at all.
pub(super) fn unseen(facts: &Facts, copy: &ReportCopy) -> ReportUnread {
    let (reason, what) = match copy.page {
        Some(page) => {
            let missing = super::home::unread(&facts.pages[page]);
            (missing.reason, missing.note.en)
        }
        None => match Url::parse(&copy.url).ok().map(|u| (facts.target_state(&u), u)) {
            Some((super::TargetState::Unknown { reason, detail, .. }, _)) => (reason, detail),
            Some((_, url)) => (Reason::Budget, format!("not read: {url}")),
            None => (Reason::Script, "opened by a script".to_owned()),
        },
    };
    ReportUnread { reason, what }
}
