//! What the crawl keeps for the test of the site's search: how it is asked, and which titles to ask it for.

use super::frontier::{Class, Job};
use crate::model::{
    Link, LinkKind, Mark, Page, PageRecord, PageRole, Region, SearchForm, SearchObstacle, SearchTest, SearchVia,
    SearchedTitle, registrable_domain, same_host,
};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use url::Url;

/// Days that an article must be old: indexes lag behind, and an inspector takes what has been out for a while.
const MIN_AGE_DAYS: i32 = 30;
/// Days beyond which an article is taken only where there is nothing younger: old ones are moved to archives.
const MAX_AGE_DAYS: i32 = 730;
/// Titles asked for (R5-27).
pub(super) const TITLES: usize = 3;
/// Characters of a title that is asked for.
const TITLE_CHARS: std::ops::RangeInclusive<usize> = 8..=40;
/// Columns of which articles are kept, and articles of each.
const MOST_COLUMNS: usize = 500;
const PER_COLUMN: usize = 3;
/// Titles that are counted, to leave out those that stand on several pages.
const MOST_TITLES: usize = 200_000;
/// Pages from which on a form counts as standing all over the site.
const ALL_OVER: u32 = 5;
/// Ways to ask that are kept.
const MOST_FORMS: usize = 24;

/// Public search engines: a form that asks them is not the site's own search.
const ENGINES: &[&str] = &["baidu.com", "sogou.com", "so.com", "bing.com", "google.com", "google.cn", "haosou.com"];

/// How early an article is taken; lower is earlier. The digest makes the choice the same every time, and rather the same
/// next week.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    old: bool,
    /// Signs in the title that a search may read as commands.
    signs: bool,
    digest: [u8; 8],
}

#[derive(Debug, Clone)]
struct Candidate {
    title: String,
    url: String,
    published: Date,
}

/// One way to ask, with the page on which it was seen first.
#[derive(Debug, Clone)]
struct Seen {
    form: SearchForm,
    on: String,
    home: bool,
    /// Pages that offer it.
    pages: u32,
}

/// What was noted while walking.
#[derive(Debug, Default)]
pub(super) struct SearchNotes {
    columns: BTreeMap<String, BTreeMap<Rank, Candidate>>,
    titles: BTreeMap<[u8; 8], u32>,
    forms: Vec<Seen>,
    /// A search that is there, without a way to ask it: the page and what was seen.
    mark: Option<(String, String)>,
    /// A page that the home page links to as the search.
    page: Option<Url>,
}

/// What is to be done.
#[derive(Debug)]
pub(super) struct SearchPlan {
    /// The test as far as it is known before anything is asked.
    pub(super) test: SearchTest,
    /// Where no way to ask was seen: the page that may show one.
    pub(super) look_at: Option<Url>,
}

impl SearchNotes {
    /// Learns from a page of the site.
    pub(super) fn note(&mut self, job: &Job, record: &PageRecord, page: &Page, url: &Url, as_of: Date) {
        let home = job.class == Class::Home;
        for form in &page.search_forms {
            self.note_form(form, url, home);
        }
        if home {
            if self.mark.is_none()
                && let Some(fact) = page.marks.of(Mark::Search).first()
            {
                self.mark = Some((url.to_string(), fact.excerpt.clone()));
            }
            if self.page.is_none() {
                self.page = page.links.iter().find_map(search_page);
            }
        }
        if job.role == PageRole::Page && record.record.is_ok() && !home {
            self.note_article(job, page, url, as_of);
        }
    }

    fn note_form(&mut self, form: &SearchForm, url: &Url, home: bool) {
        if let Some(known) = self.forms.iter_mut().find(|s| s.form == *form) {
            known.pages += 1;
            known.home |= home;
        } else if self.forms.len() < MOST_FORMS {
            self.forms.push(Seen { form: form.clone(), on: url.to_string(), home, pages: 1 });
        }
    }

    fn note_article(&mut self, job: &Job, page: &Page, url: &Url, as_of: Date) {
        let Some(article) = &page.article else { return };
        let folded: String = article.title.chars().filter(|c| c.is_alphanumeric()).collect();
        let key = digest(&folded);
        if self.titles.len() < MOST_TITLES {
            *self.titles.entry(key).or_default() += 1;
        }
        let Some(published) = article.published.as_ref().map(|d| d.date) else { return };
        let age = (as_of - published).get_days();
        let chinese = article.title.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).count();
        let said = page.signals.absent_words.is_some() || page.signals.challenge.is_some() || page.signals.login;
        let cut = article.title.ends_with('…') || article.title.ends_with("...");
        if age < MIN_AGE_DAYS
            || said
            || cut
            || !TITLE_CHARS.contains(&article.title.chars().count())
            || chinese < *TITLE_CHARS.start()
        {
            return;
        }
        let rank = Rank {
            old: age > MAX_AGE_DAYS,
            signs: article.title.chars().any(|c| c.is_ascii_punctuation() || c == ' '),
            digest: digest(url.as_str()),
        };
        let column = job.column.as_ref().map_or_else(|| folder(url), |key| key.0.clone());
        if self.columns.len() >= MOST_COLUMNS && !self.columns.contains_key(&column) {
            return;
        }
        let of_column = self.columns.entry(column).or_default();
        let candidate = Candidate { title: article.title.clone(), url: url.to_string(), published };
        of_column.insert(rank, candidate);
        if of_column.len() > PER_COLUMN {
            of_column.pop_last();
        }
    }

    /// What to ask, now that all pages are visited. `home` is where the home page answered.
    pub(super) fn plan(&self, home: &Url) -> SearchPlan {
        let titles = self.choose(home);
        let mut test =
            SearchTest { on: home.to_string(), address: home.to_string(), form: None, obstacle: None, titles };
        let mut look_at = None;
        // What is offered on the home page or all over the site is the site's search; a column may have one of its own.
        let own = |seen: &&Seen| (seen.home || seen.pages >= ALL_OVER) && is_own(&seen.form.action, home);
        let best = self.forms.iter().filter(own).min_by_key(|seen| {
            (!seen.home, seen.form.via == SearchVia::Script, seen.form.via, std::cmp::Reverse(seen.pages.min(1000)))
        });
        let on_home = best.is_some_and(|seen| seen.home);
        match (best, &self.page) {
            (Some(seen), page) if on_home || page.is_none() => {
                test.on.clone_from(&seen.on);
                test.address = bare(&seen.form.action);
                test.form = Some(seen.form.clone());
            }
            (best, Some(page)) if is_own(page.as_str(), home) => {
                // A search page that was visited has told its form.
                let told = self.forms.iter().find(|s| s.on == page.as_str()).or(best);
                test.address = bare(page.as_str());
                match told {
                    Some(seen) => {
                        test.on.clone_from(&seen.on);
                        test.address = bare(&seen.form.action);
                        test.form = Some(seen.form.clone());
                    }
                    None => look_at = Some(page.clone()),
                }
            }
            (_, Some(page)) => test.obstacle = Some(SearchObstacle::Foreign(page.to_string())),
            (_, None) => {
                let foreign = self.forms.iter().find(|s| s.home).map(|s| s.form.action.clone());
                test.obstacle = Some(match (foreign, &self.mark) {
                    (Some(action), _) => SearchObstacle::Foreign(action),
                    (None, Some((_, seen))) => SearchObstacle::Script(seen.clone()),
                    (None, None) => SearchObstacle::Absent,
                });
            }
        }
        if test.titles.is_empty() && test.obstacle.is_none() {
            test.obstacle = Some(SearchObstacle::Untitled);
        }
        SearchPlan { test, look_at }
    }

    /// Three titles of different columns, where there are as many.
    fn choose(&self, home: &Url) -> Vec<SearchedTitle> {
        let fit = |candidate: &Candidate| {
            let folded: String = candidate.title.chars().filter(|c| c.is_alphanumeric()).collect();
            // A title whose numbers are masked is not the site's own any more.
            !candidate.title.contains("****")
                && self.titles.get(&digest(&folded)).is_none_or(|n| *n == 1)
                && Url::parse(&candidate.url).is_ok_and(|url| same_host(&url, home))
        };
        // Place in its column first: the best of each before the second of any.
        let mut ranked: Vec<(usize, &Rank, &Candidate)> = Vec::new();
        for column in self.columns.values() {
            ranked.extend(column.iter().filter(|(_, c)| fit(c)).enumerate().map(|(n, (rank, c))| (n, rank, c)));
        }
        ranked.sort_by(|a, b| (a.1.old, a.0, a.1).cmp(&(b.1.old, b.0, b.1)));
        let chosen = ranked.into_iter().take(TITLES).map(|(_, _, c)| SearchedTitle {
            title: c.title.clone(),
            url: c.url.clone(),
            published: c.published,
            queries: Vec::new(),
        });
        chosen.collect()
    }
}

/// The page behind a link to the search.
fn search_page(link: &Link) -> Option<Url> {
    let label: String = link.text.chars().filter(|c| c.is_alphanumeric()).collect();
    let named =
        ["搜索", "检索", "站内搜索", "站内检索", "全站搜索", "智能搜索", "高级搜索", "高级检索", "全文检索", "搜一搜"]
            .contains(&label.as_str());
    let kind = matches!(link.kind, LinkKind::Anchor | LinkKind::Scripted | LinkKind::Frame);
    let place = !matches!(link.region, Region::Article | Region::List);
    let lower = link.target.to_ascii_lowercase();
    let called = link.kind == LinkKind::Frame && ["search", "sousuo"].iter().any(|w| lower.contains(w));
    (kind && place && (named || called)).then(|| Url::parse(&link.target).ok()).flatten().filter(crate::model::is_web)
}

/// Whether a search is the site's: on its host, under its domain, or a government's (provinces run one for all).
fn is_own(action: &str, home: &Url) -> bool {
    let Ok(url) = Url::parse(action) else { return false };
    let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
    if ENGINES.iter().any(|e| host == *e || host.ends_with(&format!(".{e}"))) {
        return false;
    }
    same_host(&url, home)
        || host.ends_with(".gov.cn")
        || (registrable_domain(&url).is_some() && registrable_domain(&url) == registrable_domain(home))
}

/// The address without a query.
pub(super) fn bare(address: &str) -> String {
    address.split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// The folder of an address with numbers dropped: articles of one column lie in one.
fn folder(url: &Url) -> String {
    let path = url.path().rsplit_once('/').map_or("", |(folder, _)| folder);
    path.chars().filter(|c| !c.is_ascii_digit()).collect()
}

fn digest(text: &str) -> [u8; 8] {
    let whole = Sha256::digest(text.as_bytes());
    let mut short = [0; 8];
    short.copy_from_slice(&whole[..8]);
    short
}
