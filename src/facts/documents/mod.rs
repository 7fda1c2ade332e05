//! What each page about one thing is: a policy, an interpretation, a call for opinions …, whose it is, its number, when it was
//! signed and published, what it cites.

mod authority;
mod kind;
mod number;
mod published;
mod subject;
mod title_words;
mod validity;

pub use authority::Whose;
pub use kind::{Confidence, DocumentKind};
pub use number::DocNumber;
pub use published::PublishedOn;
pub use subject::{Subject, quoted};
pub use validity::Validity;

pub(super) use title_words::SETS_RULES;

use super::{Facts, PageFact, PageKind};
use crate::model::{Article, DateFact, DateSource, Mark, PageRole};
use authority::Authority;
use jiff::civil::Date;
use kind::Signs;
use std::collections::BTreeMap;

/// What a page about one thing is.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Position in `Facts::pages`.
    pub page: usize,
    /// What it is.
    pub kind: DocumentKind,
    /// How sure that is.
    pub confidence: Confidence,
    /// What that rests on: `title`, `number`, `column`, `issuer`.
    pub reasons: Vec<&'static str>,
    /// Its title, the number in brackets behind it gone.
    pub title: String,
    /// What the title is about; of an interpretation what it explains (one or several documents).
    pub subjects: Vec<Subject>,
    /// Its number.
    pub number: Option<DocNumber>,
    /// Who issued it, as the page says: 发文机关, 发布机构, 来源.
    pub issuer: Option<String>,
    /// Whose it is.
    pub whose: Whose,
    /// When it was signed: 成文日期, else the date under its text.
    pub signed: Option<Date>,
    /// When it was published.
    pub published: Option<PublishedOn>,
    /// Whether it is in force, as the page says.
    pub validity: Validity,
    /// Names of columns it stands in, by its own word and by the lists that show it.
    pub columns: Vec<String>,
    /// The page (position in `Facts::pages`) on which the same document stands in its own place; this one is a copy (in the
    /// gazette, in a second column).
    pub copy_of: Option<usize>,
}

/// All documents of a site, in crawl order.
#[derive(Debug, Default)]
pub struct Documents {
    all: Vec<Document>,
    by_page: BTreeMap<usize, usize>,
    /// Pages with copies of the document on a page.
    copies: BTreeMap<usize, Vec<usize>>,
    places: Vec<String>,
}

impl Documents {
    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Document] {
        &self.all
    }

    /// Those of one kind.
    pub fn of_kind(&self, kind: DocumentKind) -> impl Iterator<Item = &Document> {
        self.all.iter().filter(move |d| d.kind == kind)
    }

    /// What a page is, by its position in `Facts::pages`; `None` for columns, lists and what could not be read.
    #[must_use]
    pub fn of_page(&self, page: usize) -> Option<&Document> {
        self.by_page.get(&page).map(|&at| &self.all[at])
    }

    /// Pages on which copies of the document on this page stand.
    #[must_use]
    pub fn copies(&self, page: usize) -> &[usize] {
        self.copies.get(&page).map_or(&[], Vec::as_slice)
    }

    /// Words for the site's own place, longest first.
    #[must_use]
    pub fn places(&self) -> &[String] {
        &self.places
    }
}

/// Where lists show a page: names of columns and headings, and the days beside it.
#[derive(Debug, Default)]
struct Listed<'a> {
    under: Vec<&'a str>,
    days: Vec<Date>,
}

impl Facts {
    /// What each page about one thing is.
    pub fn documents(&self) -> &Documents {
        self.documents.get_or_init(|| Documents::of(self))
    }
}

impl Documents {
    fn of(facts: &Facts) -> Self {
        let places = places(facts);
        let listed = listed(facts);
        let mut authority = Authority { places: places.clone(), ..Authority::default() };
        authority.learn(facts);
        let mut documents = Self { places, ..Self::default() };
        let nowhere = Listed::default();
        for (page, fact) in facts.pages.iter().enumerate() {
            // The same page under two addresses is one document.
            let first = facts.page_behind(fact.url()).is_none_or(|at| at == page);
            let Some(article) = article_of(fact).filter(|_| first) else { continue };
            let listed = listed.get(&page).unwrap_or(&nowhere);
            documents.by_page.insert(page, documents.all.len());
            documents.all.push(document(page, fact, article, listed, &authority));
        }
        documents.find_copies();
        documents
    }

    /// The same number under the same title is the same document. The gazette's is the copy, else the one that came later.
    fn find_copies(&mut self) {
        let mut first: BTreeMap<(String, String), usize> = BTreeMap::new();
        for at in 0..self.all.len() {
            let document = &self.all[at];
            let Some(number) = document.number.as_ref().filter(|_| document.kind == DocumentKind::Policy) else {
                continue;
            };
            let core = document.subjects.first().map_or("", |s| s.core.as_str());
            let key = (number.text.clone(), core.to_owned());
            let Some(&known) = first.get(&key) else {
                first.insert(key, at);
                continue;
            };
            let gazette = |d: &Document| d.columns.iter().any(|c| c.contains("公报"));
            let (own, copy) = if gazette(&self.all[known]) && !gazette(document) { (at, known) } else { (known, at) };
            let page = self.all[own].page;
            self.all[copy].copy_of = Some(page);
            // Copies found before now stand for the new one.
            if own == at {
                let old = self.all[known].page;
                for other in &mut self.all {
                    if other.copy_of == Some(old) {
                        other.copy_of = Some(page);
                    }
                }
                first.insert(key, at);
            }
        }
        for document in self.all.iter().filter(|d| d.copy_of.is_some()) {
            if let Some(own) = document.copy_of {
                self.copies.entry(own).or_default().push(document.page);
            }
        }
    }
}

/// Words for the site's own place, by its name, else by who runs it.
fn places(facts: &Facts) -> Vec<String> {
    let named = facts.columns().places();
    if !named.is_empty() {
        return named.to_vec();
    }
    let organizers = facts.home_marks(Mark::Organizer);
    organizers.iter().map(|(_, mark)| super::place_words(&mark.value)).find(|w| !w.is_empty()).unwrap_or_default()
}

/// The article of a page that is one.
fn article_of(fact: &PageFact) -> Option<&Article> {
    (fact.role == PageRole::Page && fact.kind() == PageKind::Article)
        .then(|| fact.readable()?.article.as_ref())
        .flatten()
}

impl Authority {
    /// Learns whose numbers are whose from documents whose titles name their issuer.
    fn learn(&mut self, facts: &Facts) {
        let mut votes: BTreeMap<String, (u32, u32)> = BTreeMap::new();
        for article in facts.pages.iter().filter_map(article_of) {
            let Some(number) = article.number.as_deref().and_then(DocNumber::parse) else { continue };
            let Some(head) = authority::head_of(&number.office) else { continue };
            let issuer = article.label(ISSUERS);
            let count = votes.entry(head).or_default();
            match self.by_name(&article.title).or_else(|| issuer.and_then(|i| self.by_name(i))) {
                Some(Whose::Own) => count.0 += 1,
                Some(Whose::Other) => count.1 += 1,
                _ => {}
            }
        }
        for (head, (own, other)) in votes {
            if own > other {
                self.own_heads.insert(head);
            } else if other > own {
                self.other_heads.insert(head);
            }
        }
    }
}

/// Labels that name who issued a document.
const ISSUERS: &[&str] = &["发文机关", "制发机关", "印发机关", "发文单位", "发文机构"];
/// Labels that name who put it on the site.
const PUBLISHERS: &[&str] = &["公开主体", "发布机构", "发布单位", "责任部门"];

fn document(page: usize, fact: &PageFact, article: &Article, listed: &Listed<'_>, authority: &Authority) -> Document {
    let title = article.title.trim();
    let number = article.number.as_deref().and_then(DocNumber::parse);
    let issuer = article.label(ISSUERS);
    let publisher = article.label(PUBLISHERS).or(article.source.as_deref());
    let columns = own_columns(fact, title);
    let every: Vec<&str> = columns.iter().copied().chain(listed.under.iter().copied()).collect();
    let whose = authority.whose(title, number.as_ref(), (issuer, publisher), &every);
    let signs =
        Signs { title, article, number: number.as_ref(), columns: &columns, listed_under: &listed.under, whose };
    let (kind, mut confidence, reasons) = kind::of(&signs);
    // Whose it is must be known before anybody is accused over it; a number says little on a site without a place.
    if whose == Whose::Unknown && authority.places.is_empty() {
        confidence = Confidence::Unsure;
    }
    let places = &authority.places;
    let subjects = if kind == DocumentKind::Interpretation {
        interpretation_subjects(title, places)
    } else {
        vec![Subject::of(title, places)]
    };
    Document {
        page,
        kind,
        confidence,
        reasons,
        title: title.to_owned(),
        subjects,
        issuer: issuer.or(publisher).map(str::to_owned),
        whose,
        signed: signed(article),
        published: published::reconciled(article, &listed.days),
        validity: validity::of(article),
        columns: every.into_iter().map(str::to_owned).collect(),
        copy_of: None,
        number,
    }
}

/// Whether a title is that of an interpretation.
pub(super) fn is_interpretation_title(title: &str) -> bool {
    title_words::is_interpretation(title, &title_words::outside_quotes(title))
}

/// What an interpretation's title says it explains: the titles it quotes, else what is left without the words of its form.
pub(super) fn interpretation_subjects(title: &str, places: &[String]) -> Vec<Subject> {
    let quoted = quoted(title).into_iter().map(|q| Subject::of(&q, places));
    let quoted: Vec<Subject> = quoted.filter(Subject::says_something).collect();
    if !quoted.is_empty() {
        return quoted;
    }
    let rest = title_words::without_form(title);
    Some(Subject::of(&rest, places)).filter(Subject::says_something).into_iter().collect()
}

/// The day of signing: its label, else the date under the text.
fn signed(article: &Article) -> Option<Date> {
    const LABELS: &[&str] = &["成文日期", "签发日期", "签署日期", "印发日期", "制发日期"];
    let labelled = article.label(LABELS).and_then(day_in);
    labelled.or_else(|| article.dates.iter().find(|d| d.source == DateSource::Signature).map(|d| d.date))
}

/// The first whole day in a label's value: four, two and two digits with anything between them.
#[must_use]
pub fn day_in(value: &str) -> Option<Date> {
    let mut numbers: Vec<i16> = Vec::new();
    let mut digits = String::new();
    for c in value.chars().map(super::names::half_width).chain(std::iter::once(' ')) {
        if c.is_ascii_digit() {
            digits.push(c);
        } else if !digits.is_empty() {
            if digits.len() == 8 && numbers.is_empty() {
                for part in [0..4, 4..6, 6..8] {
                    numbers.push(digits[part].parse().ok()?);
                }
            } else {
                numbers.push(digits.parse().ok()?);
            }
            digits.clear();
        }
    }
    let [year, month, day, ..] = numbers[..] else { return None };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok().filter(|d| d.year() >= 1949)
}

/// The columns that a page says it stands in, its own title aside.
fn own_columns<'a>(fact: &'a PageFact, title: &str) -> Vec<&'a str> {
    let Some(page) = fact.readable() else { return Vec::new() };
    let mut names: Vec<&str> = page.breadcrumbs.iter().map(|c| c.text.trim()).collect();
    names.extend(["ColumnName", "ColumnType"].into_iter().filter_map(|name| page.meta(name)));
    names.retain(|n| !n.is_empty() && n.chars().count() <= 24 && *n != title && !title.starts_with(n));
    names
}

/// Which lists show which pages.
fn listed(facts: &Facts) -> BTreeMap<usize, Listed<'_>> {
    let columns: BTreeMap<usize, &str> = facts.columns().pages.iter().map(|c| (c.page, c.name.as_str())).collect();
    let mut listed: BTreeMap<usize, Listed<'_>> = BTreeMap::new();
    for (on, fact) in facts.pages.iter().enumerate() {
        let Some(page) = fact.readable() else { continue };
        let own = columns.get(&on).copied().or_else(|| page.meta("ColumnName"));
        for item in &page.items {
            let Some(target) = facts.page_behind(&item.target).filter(|&t| t != on) else { continue };
            let entry = listed.entry(target).or_default();
            // An article's page lists other articles beside it, under headings of their own.
            let name = item.heading.as_deref().or(if fact.kind() == PageKind::Article { None } else { own });
            if let Some(name) = name.map(str::trim).filter(|n| !n.is_empty() && !entry.under.contains(n))
                && entry.under.len() < 12
            {
                entry.under.push(name);
            }
            // A year that the list left out is a guess.
            let whole = |d: &&DateFact| d.raw.chars().filter(char::is_ascii_digit).count() >= 6;
            // Beside a link in an article's page stands that article's own day.
            if fact.kind() != PageKind::Article
                && let Some(day) = item.date.as_ref().filter(whole).map(|d| d.date)
                && !entry.days.contains(&day)
                && entry.days.len() < 4
            {
                entry.days.push(day);
            }
        }
    }
    listed
}
