use super::names::fold_title;
use super::{Facts, ItemDay, LinkFact, PageFact, PageKind};
use crate::model::{Item, LinkKind, PageKey, PageRole, Region};
use aho_corasick::AhoCorasick;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use url::Url;

/// Where a title was read; what says most of the thing itself comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TitleSource {
    /// The article says it of itself.
    Article,
    /// A page that is no article says it of itself: `<title>`, `ColumnName`, the last step of the 当前位置 line.
    Page,
    /// An entry of a list.
    Item,
    /// The heading of a list.
    Heading,
    /// The text of any other link.
    Link,
    /// The name of a file behind a link.
    File,
    /// A heading inside a page.
    Section,
}

/// Words that a title must have.
#[derive(Debug, Clone, Default)]
pub struct Words {
    any: Vec<String>,
    all: Vec<String>,
}

impl Words {
    /// At least one of `any` (where there are any) and every one of `all`; `None` when nothing is left to look for.
    #[must_use]
    pub fn new(any: &[String], all: &[String]) -> Option<Self> {
        let fold = |words: &[String]| -> Vec<String> {
            words.iter().map(|w| fold_title(w)).filter(|w| !w.is_empty()).collect()
        };
        let words = Self { any: fold(any), all: fold(all) };
        (!words.any.is_empty() || !words.all.is_empty()).then_some(words)
    }

    /// All of them, folded.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.any.iter().chain(&self.all).map(String::as_str)
    }
}

/// Something with a title that was looked for, once per target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Titled {
    /// The title that says most, as written.
    pub title: String,
    /// The same, folded.
    pub folded: String,
    /// Where it was read.
    pub source: TitleSource,
    /// The page on which it stands (position in `Facts::pages`).
    pub on: usize,
    /// What it leads to, or the page itself; `None` when it leads nowhere.
    pub target: Option<PageKey>,
    /// It leads somewhere by a script that was not run.
    pub scripted: bool,
    /// The day of the entry or article, as far as this run can tell.
    pub day: ItemDay,
}

/// All titles of a site, each written once, each target under each title once.
#[derive(Debug, Default)]
pub struct Titles {
    /// Folded titles, a line each.
    lines: String,
    /// Where each line begins.
    starts: Vec<usize>,
    /// As written, per line.
    written: Vec<Box<str>>,
    targets: Vec<PageKey>,
    /// Ordered by line.
    entries: Vec<Entry>,
    /// More titles than are kept.
    full: bool,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    line: u32,
    target: Option<u32>,
    on: u32,
    source: TitleSource,
    scripted: bool,
    /// Its date is nowhere in this run, or not known yet.
    day: ItemDay,
}

/// Most titles kept; a site with more is read no further, and says so.
const MOST: usize = 2_000_000;

/// Longest title kept, in characters.
const LONGEST: usize = 200;

/// Pages on which one heading is kept.
const MOST_SECTIONS: u32 = 20;

/// Files that people open; their names are titles.
const FILES: &[&str] = &[
    "pdf", "doc", "docx", "xls", "xlsx", "wps", "et", "ofd", "ppt", "pptx", "zip", "rar", "7z", "txt", "csv", "rtf",
    "jpg", "jpeg", "png",
];

struct Gathering<'a> {
    facts: &'a Facts,
    titles: Titles,
    /// Line numbers by the title as written.
    lines: HashMap<Box<str>, u32>,
    keys: HashMap<PageKey, u32>,
    /// Positions in `entries` of what was noted.
    known: HashMap<(u32, Option<u32>, TitleSource), usize>,
    /// What each address leads to: a target, and the page of this run behind it.
    addresses: HashMap<&'a str, Option<(u32, Option<usize>)>>,
    /// Links and entries stand on many pages; each is read once.
    read: HashSet<(&'a str, &'a str, bool)>,
    links: HashSet<((u32, u32), bool)>,
    /// How many pages had a heading.
    sections: HashMap<&'a str, u32>,
}

impl Titles {
    pub(super) fn of(facts: &Facts) -> Self {
        let mut gathering = Gathering {
            facts,
            titles: Self::default(),
            lines: HashMap::new(),
            keys: HashMap::new(),
            known: HashMap::new(),
            addresses: HashMap::new(),
            read: HashSet::new(),
            links: HashSet::new(),
            sections: HashMap::new(),
        };
        let site = facts.home().ok().and_then(PageFact::readable).map_or("", |home| home.title.as_str());
        for (index, fact) in facts.pages.iter().enumerate() {
            if let Some(page) = fact.readable() {
                gathering.page(index, fact, site);
                gathering.sections(index, fact);
                for item in &page.items {
                    gathering.item(index, item);
                }
            }
            for link in facts.links.of_page(index) {
                gathering.link(index, link);
            }
        }
        let mut titles = gathering.titles;
        titles.entries.sort_by_key(|e| e.line);
        titles
    }

    /// How many different titles there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.written.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.written.is_empty()
    }

    /// Whether the site has more titles than are kept.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.full
    }

    /// Everything whose title has the words, once per target, in the order in which it was seen. Of several titles of a
    /// target the one that says most stands for it.
    #[must_use]
    pub fn find(&self, words: &Words) -> Vec<Titled> {
        let mut best: BTreeMap<(Option<u32>, u32), &Entry> = BTreeMap::new();
        for line in self.lines_with(words) {
            let from = self.entries.partition_point(|e| e.line < line);
            for entry in self.entries[from..].iter().take_while(|e| e.line == line) {
                // What leads nowhere is told apart by its title.
                let key = (entry.target, if entry.target.is_some() { 0 } else { line });
                let kept = best.entry(key).or_insert(entry);
                if (entry.source, entry.on, entry.line) < (kept.source, kept.on, kept.line) {
                    *kept = entry;
                }
            }
        }
        let mut found: Vec<&Entry> = best.into_values().collect();
        found.sort_by_key(|e| (e.on, e.line, e.target));
        found.into_iter().map(|e| self.titled(e)).collect()
    }

    fn titled(&self, entry: &Entry) -> Titled {
        let line = entry.line as usize;
        Titled {
            title: self.written[line].to_string(),
            folded: self.line(line).to_owned(),
            source: entry.source,
            on: entry.on as usize,
            target: entry.target.map(|t| self.targets[t as usize].clone()),
            scripted: entry.scripted,
            day: entry.day,
        }
    }

    fn line(&self, line: usize) -> &str {
        let end = self.starts.get(line + 1).map_or(self.lines.len(), |&next| next);
        self.lines[self.starts[line]..end].trim_end_matches('\n')
    }

    /// Numbers of the lines that have the words, ascending.
    fn lines_with(&self, words: &Words) -> BTreeSet<u32> {
        let wanted: Vec<&str> = words.iter().collect();
        let Ok(searcher) = AhoCorasick::new(&wanted) else { return BTreeSet::new() };
        let mut had: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
        for hit in searcher.find_overlapping_iter(&self.lines) {
            let line = self.starts.partition_point(|&start| start <= hit.start()) - 1;
            had.entry(number(line)).or_default().insert(hit.pattern().as_usize());
        }
        let any = words.any.len();
        had.retain(|_, hits| {
            let one = any == 0 || hits.iter().any(|&h| h < any);
            one && (any..wanted.len()).all(|h| hits.contains(&h))
        });
        had.into_keys().collect()
    }
}

impl<'a> Gathering<'a> {
    /// What a page says of itself.
    fn page(&mut self, index: usize, fact: &'a PageFact, site: &str) {
        let Some(page) = fact.readable().filter(|_| fact.role == PageRole::Page) else { return };
        let own = Some(self.key(fact.key.clone()));
        if fact.kind() == PageKind::Article {
            let title = page.article.as_ref().map(|a| a.title.as_str()).or_else(|| page.meta("ArticleTitle"));
            let published = page.article.as_ref().and_then(|a| a.published.as_ref());
            let day = published.map_or(ItemDay::Nowhere, |d| ItemDay::On(d.date));
            self.note(title.unwrap_or(&page.title), (TitleSource::Article, index), (own, false), day);
            return;
        }
        let mut own_name = |name: &str| self.note(name, (TitleSource::Page, index), (own, false), ItemDay::Nowhere);
        for part in page.title.split(['-', '_', '—', '|', '–', '－', '>', ',', '，']).map(str::trim) {
            // The site's own name stands in every title.
            if !site.contains(part) {
                own_name(part);
            }
        }
        if let Some(name) = page.meta("ColumnName") {
            own_name(name);
        }
        if let Some(last) = page.breadcrumbs.last().filter(|_| page.breadcrumbs.len() >= 2) {
            own_name(&last.text);
        }
    }

    /// The headings inside a page: what stands below them is on the page itself.
    fn sections(&mut self, index: usize, fact: &'a PageFact) {
        let Some(page) = fact.readable().filter(|_| fact.role <= PageRole::Page) else { return };
        let own = Some(self.key(fact.key.clone()));
        let published = page.article.as_ref().and_then(|a| a.published.as_ref());
        let day = published.map_or(ItemDay::Nowhere, |d| ItemDay::On(d.date));
        for heading in &page.headings {
            // A box of the template stands on every page; the first few tell everything.
            let times = self.sections.entry(heading).or_default();
            *times += 1;
            if *times > MOST_SECTIONS {
                continue;
            }
            self.note(heading, (TitleSource::Section, index), (own, false), day);
        }
    }

    fn item(&mut self, index: usize, item: &'a Item) {
        if self.read.insert((&item.title, &item.target, item.date.is_some())) {
            let target = self.leads_to(index, &item.target);
            // An entry without an address of its own is opened by a script, if at all.
            let day = self.facts.item_day(item);
            self.note(&item.title, (TitleSource::Item, index), (target, target.is_none()), day);
        }
        if let Some(heading) = &item.heading {
            // A heading without a link stands for the list below it.
            let target = match item.heading_target.as_deref() {
                Some(address) => self.leads_to(index, address),
                None => Some(self.key(self.facts.pages[index].key.clone())),
            };
            self.note(heading, (TitleSource::Heading, index), (target, false), ItemDay::Nowhere);
        }
    }

    fn link(&mut self, index: usize, link: &LinkFact) {
        let leads = matches!(link.kind, LinkKind::Anchor | LinkKind::Scripted | LinkKind::Data);
        if !leads || link.region == Region::Pager || !self.links.insert((link.numbers(), link.scripted)) {
            return;
        }
        let (text, address) = (self.facts.links.text(link), self.facts.links.target(link));
        let target = self.leads_to(index, address);
        let inside = || Url::parse(address).is_ok_and(|u| u.fragment().is_some_and(|f| !f.is_empty()));
        let scripted = target.is_none() && (link.scripted || inside());
        if target.is_some()
            && let Some(name) = file_name(address)
        {
            self.note(&name, (TitleSource::File, index), (target, false), ItemDay::Nowhere);
        }
        self.note(text, (TitleSource::Link, index), (target, scripted), ItemDay::Nowhere);
    }

    fn note(
        &mut self,
        title: &str,
        (source, on): (TitleSource, usize),
        (target, scripted): (Option<u32>, bool),
        day: ItemDay,
    ) {
        let Some(line) = self.line(title.trim()) else { return };
        if let Some(&at) = self.known.get(&(line, target, source)) {
            let entry = &mut self.titles.entries[at];
            if !matches!(entry.day, ItemDay::On(_)) {
                entry.day = day;
            }
        } else if self.titles.entries.len() >= MOST {
            self.titles.full = true;
        } else {
            self.known.insert((line, target, source), self.titles.entries.len());
            self.titles.entries.push(Entry { line, target, on: number(on), source, scripted, day });
        }
    }

    /// The number of a title's line; none for what says nothing.
    fn line(&mut self, title: &str) -> Option<u32> {
        let end = title.char_indices().nth(LONGEST).map_or(title.len(), |(at, _)| at);
        let title = &title[..end];
        if let Some(&line) = self.lines.get(title) {
            return Some(line);
        }
        let folded = fold_title(title);
        if folded.chars().count() < 2 {
            return None;
        }
        let line = number(self.titles.starts.len());
        self.titles.starts.push(self.titles.lines.len());
        self.titles.lines.push_str(&folded);
        self.titles.lines.push('\n');
        self.titles.written.push(title.into());
        self.lines.insert(title.into(), line);
        Some(line)
    }

    fn key(&mut self, key: PageKey) -> u32 {
        let titles = &mut self.titles;
        *self.keys.entry(key).or_insert_with_key(|key| {
            titles.targets.push(key.clone());
            number(titles.targets.len() - 1)
        })
    }

    /// The page or file behind an address on a page; `None` for no web address and for the page itself.
    fn leads_to(&mut self, index: usize, address: &'a str) -> Option<u32> {
        let known = self.addresses.get(address).copied();
        let (target, page) = known.unwrap_or_else(|| {
            let url = Url::parse(address).ok().filter(crate::model::is_web);
            let found = url.map(|url| {
                let key = PageKey::of(&url);
                let page = self.facts.page_index(&key);
                // Where it answered is the same page as where it was asked.
                let asked = page.map_or(key, |page| self.facts.pages[page].key.clone());
                (self.key(asked), page)
            });
            self.addresses.insert(address, found);
            found
        })?;
        (page != Some(index)).then_some(target)
    }
}

/// The name of the file behind an address, where it is a name that people gave.
fn file_name(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let last = url.path_segments().and_then(Iterator::last).unwrap_or_default().to_owned();
    let parameters: Vec<String> = url.query_pairs().map(|(_, value)| value.into_owned()).collect();
    let decoded = percent_encoding::percent_decode_str(&last).decode_utf8().ok().map(std::borrow::Cow::into_owned);
    decoded.into_iter().chain(parameters).find_map(|name| {
        let (stem, ext) = name.rsplit_once('.')?;
        let stem = stem.rsplit(['/', '\\']).next().unwrap_or(stem);
        let named = stem.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        (named && FILES.contains(&ext.to_ascii_lowercase().as_str())).then(|| stem.to_owned())
    })
}

fn number(n: usize) -> u32 {
    u32::try_from(n).expect("a site has fewer than four thousand million titles")
}

impl Titled {
    /// Its day, where it is known.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        match self.day {
            ItemDay::On(date) => Some(date),
            _ => None,
        }
    }
}
