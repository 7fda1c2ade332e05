use super::names::{column_core, fold_name, likeness, place_words};
use super::{Facts, PageFact, PageKind};
use crate::model::{Item, LinkKind, PageKey, PageRole, Region};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use url::Url;

/// A column that a rule asks for; the parameters `columns` of `missing-column`, `empty-column`, `stale-column`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnSpec {
    /// Its name.
    pub name: String,
    /// Other names it may have.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// The column above it, to choose among several of the same name.
    #[serde(default)]
    pub under: String,
    /// The unit responsible for it.
    #[serde(default)]
    pub unit: String,
    /// Its own window in days, in place of the rule's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_age_days: Option<u32>,
    /// Needs no updates.
    #[serde(default, rename = "static")]
    pub is_static: bool,
}

/// Where a column's name was seen. The first ones are the site saying "this is a column"; the last is any short link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SightingSource {
    /// The main or a side menu.
    Navigation,
    /// The 当前位置 line.
    Breadcrumb,
    /// `<meta name="ColumnName">`.
    ColumnName,
    /// The site map.
    SiteMap,
    /// The heading of a block.
    Heading,
    /// The page's title.
    Title,
    /// Any other short link.
    LinkText,
}

/// One place where a name stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// As written.
    pub name: String,
    /// How it stands there.
    pub source: SightingSource,
    /// The page it stands on (position in `Facts::pages`).
    pub on: usize,
    /// Where it leads, if it is a link.
    pub target: Option<PageKey>,
}

/// A column's page of this site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnPage {
    /// Position in `Facts::pages`.
    pub page: usize,
    /// The name people see, from the best source.
    pub name: String,
}

/// What was found for a column that a rule asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// Here; at least one sighting, the best first.
    Yes(Vec<Sighting>),
    /// Nowhere; the nearest name with its likeness and the page where it stands.
    No(Option<(String, f64, usize)>),
}

/// All names of columns and all column pages of a site.
#[derive(Debug, Default)]
pub struct Columns {
    /// By folded name.
    names: BTreeMap<String, Vec<Sighting>>,
    /// Folded names by what is left of them without the words around a name.
    cores: BTreeMap<String, Vec<String>>,
    /// The site's column pages, in crawl order.
    pub pages: Vec<ColumnPage>,
    /// Entries that stand on many column pages are furniture, not the column's own.
    furniture: BTreeSet<String>,
    /// Pages that menus, breadcrumbs or the site map lead to.
    menu: BTreeSet<PageKey>,
    /// Pages that the heading of a block leads to.
    headed: BTreeSet<PageKey>,
    /// Further pages of lists: only paging leads to them. Older entries stand there by nature.
    further: BTreeSet<PageKey>,
    /// Pages that only stand in frames of others; what is in them is the framing page's.
    parts: BTreeSet<PageKey>,
    /// What the home page links to.
    on_home: BTreeSet<String>,
    /// Words for the site's own place; 云岚要闻 is 要闻.
    places: Vec<String>,
}

/// Pages that serve the visitor and hold nothing of their own.
const SERVICE_PAGES: &[&str] =
    &["网站地图", "站点地图", "搜索", "检索", "登录", "注册", "日历", "RSS", "无障碍", "长者"];

/// Names with their addresses that were noted already, and whether as headings.
type Noted<'a> = HashSet<(&'a str, Option<&'a str>, bool)>;

/// Longest name of a column, in characters.
const MAX_NAME: usize = 20;

impl Columns {
    pub(super) fn of(facts: &Facts) -> Self {
        let home = facts.home().ok().and_then(PageFact::readable);
        let elsewhere = facts.pages.iter().filter_map(PageFact::readable).find_map(|p| p.meta("SiteName"));
        let names = [
            Some(facts.run.site.name.as_str()),
            home.and_then(|p| p.meta("SiteName")),
            home.map(|p| p.title.as_str()),
            elsewhere,
        ];
        let places = names.into_iter().flatten().map(place_words).find(|w| !w.is_empty()).unwrap_or_default();
        let mut columns = Self { places, ..Self::default() };
        let site_maps: BTreeSet<usize> = facts
            .pages
            .iter()
            .enumerate()
            .filter(|(_, p)| {
                p.readable().is_some_and(|page| page.title.contains("网站地图") || page.title.contains("站点地图"))
            })
            .map(|(i, _)| i)
            .collect();
        // A menu stands on every page; each of its links is noted once.
        let mut noted: HashSet<(u32, u32, u8)> = HashSet::new();
        columns.collect_parts(facts);
        for link in facts.links.all() {
            let source = match link.region {
                Region::Nav => SightingSource::Navigation,
                Region::Breadcrumb => SightingSource::Breadcrumb,
                _ if site_maps.contains(&(link.page as usize)) => SightingSource::SiteMap,
                Region::Pager => continue,
                _ => SightingSource::LinkText,
            };
            let (text, address) = link.numbers();
            if matches!(link.kind, LinkKind::Anchor | LinkKind::Scripted | LinkKind::Data)
                && noted.insert((text, address, source as u8))
            {
                let target = Url::parse(facts.links.target(link)).ok().map(|u| PageKey::of(&u));
                columns.note(facts.links.text(link), source, link.page as usize, target);
            }
        }
        // So do breadcrumbs and the headings of blocks: the same name with the same address tells nothing new.
        let mut noted = Noted::default();
        for (index, page) in facts.pages.iter().enumerate() {
            columns.note_page(index, page, &mut noted);
        }
        for name in columns.names.keys() {
            columns.cores.entry(column_core(name)).or_default().push(name.clone());
        }
        columns.collect_menu(facts);
        columns.collect_pages(facts);
        columns.find_furniture(facts);
        columns
    }

    fn note(&mut self, name: &str, source: SightingSource, on: usize, target: Option<PageKey>) {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > MAX_NAME + 10 || skips(name) {
            return;
        }
        let mut folded = fold_name(name);
        let local = self.places.iter().find_map(|place| folded.strip_prefix(place.as_str()));
        if let Some(rest) = local.filter(|rest| rest.chars().count() >= 2) {
            folded = rest.to_string();
        }
        let mut all = vec![folded];
        // 行政处罚/行政强制 is the place of both; a link's text may be a sentence.
        if source != SightingSource::LinkText {
            all.extend(name.split(['/', '／', '、']).map(fold_name).filter(|part| !part.is_empty()));
        }
        let sighting = Sighting { name: name.to_owned(), source, on, target };
        for folded in all.into_iter().filter(|n| (2..=MAX_NAME).contains(&n.chars().count())) {
            let sightings = self.names.entry(folded).or_default();
            // The first few tell everything; a menu stands on every page.
            if sightings.len() < 64 && !sightings.iter().any(|s| s.source == source && s.target == sighting.target) {
                sightings.push(sighting.clone());
            }
        }
    }

    fn note_page<'a>(&mut self, index: usize, fact: &'a PageFact, noted: &mut Noted<'a>) {
        let Some(page) = fact.readable() else { return };
        if !matches!(fact.role, PageRole::Home | PageRole::Page) {
            return;
        }
        let own = (fact.kind() == PageKind::Column && !self.is_part(&fact.key)).then(|| fact.key.clone());
        if let Some(name) = page.meta("ColumnName") {
            self.note(name, SightingSource::ColumnName, index, own.clone());
        }
        for (at, crumb) in page.breadcrumbs.iter().enumerate() {
            // What is no address may stand for this page.
            let address = crumb.target.as_deref().filter(|target| target.starts_with("http"));
            if address.is_some_and(|target| !noted.insert((&crumb.text, Some(target), false))) {
                continue;
            }
            let target = crumb.target.as_deref().and_then(|t| Url::parse(t).ok()).map(|u| PageKey::of(&u));
            // The last step of an article is its title.
            if at + 1 < page.breadcrumbs.len() || target.is_some() || own.is_some() {
                let target = target.or_else(|| own.clone().filter(|_| at + 1 == page.breadcrumbs.len()));
                self.note(&crumb.text, SightingSource::Breadcrumb, index, target);
            }
        }
        for item in &page.items {
            if let Some(heading) = &item.heading
                && noted.insert((heading, item.heading_target.as_deref(), true))
            {
                let target = item.heading_target.as_deref().and_then(|t| Url::parse(t).ok()).map(|u| PageKey::of(&u));
                self.note(heading, SightingSource::Heading, index, target);
            }
        }
        if own.is_some() {
            let head = page.title.split(['-', '_', '—', '|', '–', '>', ',']).next().unwrap_or_default();
            self.note(head, SightingSource::Title, index, own);
        }
    }

    fn collect_parts(&mut self, facts: &Facts) {
        let mut framed: BTreeSet<&str> = BTreeSet::new();
        let mut linked: BTreeSet<&str> = BTreeSet::new();
        for (target, links) in facts.links.by_target() {
            for link in links {
                match link.kind {
                    LinkKind::Frame | LinkKind::Fragment => {
                        framed.insert(target);
                    }
                    LinkKind::Anchor | LinkKind::Scripted | LinkKind::Data | LinkKind::Redirect => {
                        linked.insert(target);
                        // Being framed matters only where no link leads there.
                        break;
                    }
                    _ => {}
                }
            }
        }
        let home = facts.home().ok().map(PageFact::url);
        for (index, _) in facts.pages.iter().enumerate().filter(|(_, page)| home == Some(page.url())) {
            let targets = facts.links.of_page(index).iter().map(|link| facts.links.target(link).to_owned());
            self.on_home.extend(targets);
        }
        let key = |t: &&str| Url::parse(t).ok().map(|u| PageKey::of(&u));
        let linked: BTreeSet<PageKey> = linked.iter().filter_map(key).collect();
        self.parts = framed.iter().filter_map(key).filter(|k| !linked.contains(k)).collect();
    }

    /// Words for the site's own place, longest first; empty when the site does not say.
    #[must_use]
    pub fn places(&self) -> &[String] {
        &self.places
    }

    /// Whether the page is seen only inside a frame of another page.
    #[must_use]
    pub fn is_part(&self, key: &PageKey) -> bool {
        self.parts.contains(key)
    }

    /// Whether the home page links to this address.
    #[must_use]
    pub fn is_on_home(&self, target: &str) -> bool {
        self.on_home.contains(target)
    }

    fn collect_menu(&mut self, facts: &Facts) {
        for sighting in self.names.values().flatten() {
            // What a page says of itself is no link to it.
            let Some(target) = sighting.target.as_ref().filter(|t| facts.pages[sighting.on].key != **t) else {
                continue;
            };
            match sighting.source {
                SightingSource::Navigation | SightingSource::Breadcrumb | SightingSource::SiteMap => {
                    self.menu.insert(target.clone());
                }
                SightingSource::Heading => {
                    self.headed.insert(target.clone());
                }
                _ => {}
            }
        }
        for link in facts.links.all() {
            if link.region != Region::Pager && link.kind != LinkKind::ListInterface {
                continue;
            }
            for key in facts.links.keys(link) {
                if !self.menu.contains(&key) && !self.headed.contains(&key) {
                    self.further.insert(key);
                }
            }
        }
    }

    /// Whether a menu, a breadcrumb or the site map leads to this page.
    #[must_use]
    pub fn in_menu(&self, key: &PageKey) -> bool {
        self.menu.contains(key)
    }

    /// Columns that menus lead to and that were left alone, with their names.
    #[must_use]
    pub fn unvisited(&self, facts: &Facts) -> BTreeMap<PageKey, String> {
        let mut columns = BTreeMap::new();
        for sighting in self.names.values().flatten().filter(|s| s.source <= SightingSource::SiteMap) {
            let Some(key) = sighting.target.as_ref().filter(|k| self.menu.contains(k)) else { continue };
            let service = SERVICE_PAGES.iter().any(|w| sighting.name.contains(w));
            if !service && facts.page(key).is_none() && facts.skip(key).is_some_and(|s| s.page && s.column) {
                columns.entry(key.clone()).or_insert_with(|| sighting.name.clone());
            }
        }
        columns
    }

    fn collect_pages(&mut self, facts: &Facts) {
        let mut best: BTreeMap<usize, (SightingSource, String)> = BTreeMap::new();
        for sighting in self.names.values().flatten() {
            if sighting.source == SightingSource::LinkText {
                continue;
            }
            let Some(index) = sighting.target.as_ref().and_then(|t| facts.page_index(t)) else { continue };
            let page = &facts.pages[index];
            let unfit = page.role != PageRole::Page
                || self.further.contains(&page.key)
                || self.is_part(&page.key)
                || matches!(page.kind(), PageKind::Article | PageKind::Home)
                || facts.home().is_ok_and(|h| h.url() == page.url());
            if unfit {
                continue;
            }
            if SERVICE_PAGES.iter().any(|w| sighting.name.contains(w)) {
                continue;
            }
            let name = (sighting.source, sighting.name.clone());
            best.entry(index).and_modify(|b| *b = b.clone().min(name.clone())).or_insert(name);
        }
        self.pages = best.into_iter().map(|(page, (_, name))| ColumnPage { page, name }).collect();
    }

    fn find_furniture(&mut self, facts: &Facts) {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for column in &self.pages {
            let Some(page) = facts.pages[column.page].readable() else { continue };
            let own: BTreeSet<&str> = page.items.iter().map(|i| i.target.as_str()).collect();
            for target in own {
                *counts.entry(target).or_default() += 1;
            }
        }
        let many = 4.max(self.pages.len() / 4);
        self.furniture =
            counts.into_iter().filter(|&(t, n)| n >= many && !t.is_empty()).map(|(t, _)| t.to_owned()).collect();
    }

    /// Looks for a column by its name and synonyms. A strong source may carry words around the name (县级财政预决算公开);
    /// any other link must carry the name itself.
    #[must_use]
    pub fn find(&self, spec: &ColumnSpec) -> Found {
        let wanted: Vec<String> = std::iter::once(&spec.name).chain(&spec.synonyms).map(|n| fold_name(n)).collect();
        let cores: BTreeSet<String> = wanted.iter().map(|n| column_core(n)).collect();
        let mut found: Vec<Sighting> = Vec::new();
        let alike = cores.iter().filter_map(|core| self.cores.get(core)).flatten();
        let names: BTreeSet<&String> = wanted.iter().chain(alike).collect();
        for name in names {
            let Some(sightings) = self.names.get(name) else { continue };
            let exact = wanted.contains(name);
            found.extend(sightings.iter().filter(|s| exact || s.source != SightingSource::LinkText).cloned());
        }
        if !found.is_empty() {
            found.sort_by(|a, b| (a.source, a.on, &a.target).cmp(&(b.source, b.on, &b.target)));
            return Found::Yes(found);
        }
        let nearest = self
            .names
            .iter()
            .filter(|(_, s)| s.iter().any(|s| s.source != SightingSource::LinkText))
            .map(|(name, s)| (wanted.iter().map(|w| likeness(w, name)).fold(0.0, f64::max), s))
            .filter(|(score, _)| *score >= 0.3)
            .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1[0].name.cmp(&a.1[0].name)))
            .map(|(score, s)| (s[0].name.clone(), score, s[0].on));
        Found::No(nearest)
    }

    /// Every name that anything short carries, folded, with where it stands.
    pub fn names(&self) -> impl Iterator<Item = (&str, &[Sighting])> {
        self.names.iter().map(|(name, sightings)| (name.as_str(), sightings.as_slice()))
    }

    /// Whether an entry does not stand on so many pages that it is furniture of the template.
    #[must_use]
    pub fn is_single(&self, item: &Item) -> bool {
        !self.furniture.contains(&item.target)
    }
}

impl Facts {
    /// The pages of this site that sightings of one column lead to, those under `under` first if there are any.
    #[must_use]
    pub fn column_pages(&self, sightings: &[Sighting], under: &str) -> Vec<usize> {
        let mut pages: Vec<usize> = Vec::new();
        for sighting in sightings {
            if let Some(index) = sighting.target.as_ref().and_then(|t| self.page_index(t))
                && !pages.contains(&index)
                // An article is a column only where a menu says so: a column that is one page of text.
                && (self.pages[index].kind() != PageKind::Article || self.columns().in_menu(&self.pages[index].key))
            {
                pages.push(index);
            }
        }
        if !under.is_empty() {
            let wanted = column_core(&fold_name(under));
            let below: Vec<usize> = pages
                .iter()
                .copied()
                .filter(|&i| {
                    self.pages[i]
                        .readable()
                        .is_some_and(|p| p.breadcrumbs.iter().any(|c| column_core(&fold_name(&c.text)) == wanted))
                })
                .collect();
            if !below.is_empty() {
                return below;
            }
        }
        pages
    }
}

/// Whether a link's words offer to jump within the page: no column is called so.
fn skips(name: &str) -> bool {
    ["跳到", "跳转到", "跳至", "跳过", "直达正文", "skip to", "Skip to"].iter().any(|w| name.starts_with(w))
}
