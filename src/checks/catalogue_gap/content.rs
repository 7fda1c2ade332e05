//! Where a field's columns are and what stands in them.

use crate::facts::{ColumnSpec, Facts, Found, ItemDay, PageKind, Sighting, SightingSource, TargetState};
use crate::facts::{column_core, fold_name};
use crate::model::{PageKey, PageRole, Reason};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// The part of the site that is made for catalogues.
#[derive(Debug)]
pub(super) struct Area {
    /// What it is called, the first name first.
    pub(super) names: Vec<String>,
    /// The pages of it and below it.
    pages: BTreeSet<usize>,
    /// Its own address, when it is there.
    pub(super) url: Option<String>,
    /// The rule itself says where to look; a mere link elsewhere is not enough then.
    strict: bool,
}

impl Area {
    pub(super) fn of(facts: &Facts, names: &[String], strict: bool) -> Self {
        let mut area = Self { names: names.to_vec(), pages: BTreeSet::new(), url: None, strict };
        let Some((name, synonyms)) = names.split_first() else { return area };
        let Found::Yes(sightings) = facts.columns().find(&column(name, synonyms)) else { return area };
        let roots = facts.column_pages(&sightings, "");
        area.url = roots.first().map(|&i| facts.pages[i].url().to_owned());
        for root in roots {
            area.pages.insert(root);
            area.pages.extend(facts.below(root));
        }
        let cores: Vec<String> = names.iter().map(|n| column_core(&fold_name(n))).collect();
        for (index, page) in facts.pages.iter().enumerate() {
            if facts.stands_under(page, &cores) {
                area.pages.insert(index);
            }
        }
        area
    }

    /// Whether there is no such part at all.
    pub(super) fn is_missing(&self) -> bool {
        !self.names.is_empty() && self.url.is_none() && self.pages.is_empty()
    }

    /// Whether a column's name was seen in this part, or leads into it.
    fn holds(&self, facts: &Facts, sighting: &Sighting) -> bool {
        let leads = sighting.target.as_ref().and_then(|t| facts.page_index(t));
        leads.is_some_and(|at| self.pages.contains(&at))
            || (self.pages.contains(&sighting.on) && sighting.source >= SightingSource::Heading)
    }
}

/// The first column page whose list was not seen, with why.
pub(super) fn unlisted(facts: &Facts) -> Option<(Reason, String, String)> {
    facts.columns().pages.iter().find_map(|column| {
        let content = facts.column_content(column.page).ok()?;
        let unread = content.unread.first().filter(|_| content.items.is_empty())?;
        Some((unread.reason, unread.what.clone(), facts.pages[column.page].url().to_owned()))
    })
}

pub(super) fn column(name: &str, synonyms: &[String]) -> ColumnSpec {
    ColumnSpec {
        name: name.to_owned(),
        synonyms: synonyms.to_vec(),
        under: String::new(),
        unit: String::new(),
        max_age_days: None,
        is_static: false,
    }
}

/// One thing that stands in a column.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) title: String,
    pub(super) url: String,
    pub(super) day: ItemDay,
}

/// What stands in a column and those below it.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// By identity.
    pub(super) entries: BTreeMap<String, Entry>,
    /// Text, pictures or forms of its own.
    pub(super) text: bool,
    /// Links of its own beside entries.
    pub(super) links: usize,
    /// Says "under construction" or "nothing yet".
    pub(super) says: Option<String>,
    /// Pages of it that answer "not found".
    pub(super) dead: Vec<String>,
    /// What was not seen, with where.
    pub(super) unread: Option<(Reason, String, String)>,
    /// Pages looked at.
    pub(super) looked: Vec<String>,
    /// Seen by name alone, so that there may be more.
    pub(super) partly: bool,
    /// The pages, as positions.
    pub(super) pages: BTreeSet<usize>,
}

/// What was found under a name.
pub(super) enum Place {
    /// Here, the more fitting place first.
    Found(Vec<Sighting>, Vec<Sighting>),
    /// Nowhere.
    Nowhere,
}

/// Looks for a column; sightings in the area come first.
pub(super) fn find(facts: &Facts, area: &Area, name: &str, synonyms: &[String]) -> Place {
    match facts.columns().find(&column(name, synonyms)) {
        Found::No(_) => Place::Nowhere,
        Found::Yes(all) => {
            let (inside, outside): (Vec<_>, Vec<_>) = all.into_iter().partition(|s| area.holds(facts, s));
            // A word in the running text that leads anywhere is no column where the rule says where columns stand.
            let strict = area.strict && area.url.is_some();
            let outside: Vec<_> =
                outside.into_iter().filter(|s| !strict || s.source != SightingSource::LinkText).collect();
            if inside.is_empty() && outside.is_empty() { Place::Nowhere } else { Place::Found(inside, outside) }
        }
    }
}

impl Content {
    /// What stands behind these sightings of one name.
    pub(super) fn of(facts: &Facts, sightings: &[Sighting]) -> Self {
        let mut content = Self::default();
        for page in facts.column_pages(sightings, "") {
            content.add_tree(facts, page);
        }
        for sighting in sightings {
            match &sighting.target {
                None => content.add_named(facts, sighting),
                Some(key) => content.add_target(facts, key, sighting.source),
            }
        }
        content
    }

    /// A column's page and what stands below it.
    fn add_tree(&mut self, facts: &Facts, page: usize) {
        if !self.pages.insert(page) {
            return;
        }
        self.add_page(facts, page, true);
        for below in facts.below(page) {
            if self.pages.insert(below) {
                self.add_page(facts, below, false);
            }
        }
    }

    fn add_page(&mut self, facts: &Facts, index: usize, own: bool) {
        let fact = &facts.pages[index];
        if fact.role != PageRole::Page {
            return;
        }
        if matches!(fact.record.status, Some(404 | 410)) {
            if own {
                self.dead.push(fact.url().to_owned());
            }
            return;
        }
        if own {
            self.looked.push(fact.url().to_owned());
        } else if fact.kind() == PageKind::Article
            && let Some(article) = fact.readable().and_then(|p| p.article.as_ref())
        {
            let day = article.published.as_ref().map_or(ItemDay::Nowhere, |d| ItemDay::On(d.date));
            let entry = Entry { title: article.title.clone(), url: fact.url().to_owned(), day };
            self.entries.entry(fact.key.0.clone()).or_insert(entry);
            return;
        }
        let content = match facts.column_content(index) {
            Ok(content) => content,
            Err(missing) => {
                // A file or picture below is no list that was missed.
                if own || missing.reason != Reason::Ambiguous {
                    self.note(missing.reason, missing.note.en, fact.url());
                }
                return;
            }
        };
        if let Some(article) =
            fact.readable().and_then(|p| p.article.as_ref()).filter(|_| fact.kind() == PageKind::Article)
        {
            // A column that is one page of text.
            self.text |= article.body_chars > 0 || !article.attachments.is_empty() || content.other_matter > 0;
            return;
        }
        for item in &content.items {
            let key = Url::parse(&item.target).map_or_else(|_| item.title.clone(), |u| PageKey::of(&u).0);
            let entry = Entry { title: item.title.clone(), url: item.target.clone(), day: facts.item_day(item) };
            self.entries.entry(key).or_insert(entry);
        }
        if content.items.is_empty()
            && let Some(unread) = content.unread.first()
        {
            self.note(unread.reason, unread.what.clone(), fact.url());
        }
        if content.under_construction.is_some() && content.items.is_empty() && content.own_links == 0 {
            self.says = self.says.take().or(content.under_construction);
        } else if content.items.is_empty() {
            self.text |= super::super::empty_column::has_own_text(&content);
            self.links += content.own_links;
        }
    }

    /// A name that leads nowhere itself: the entries under that heading, or the article that says where it belongs.
    fn add_named(&mut self, facts: &Facts, sighting: &Sighting) {
        let fact = &facts.pages[sighting.on];
        let Some(page) = fact.readable() else { return };
        let name = fold_name(&sighting.name);
        if sighting.source == SightingSource::Heading {
            for item in page.items.iter().filter(|i| i.heading.as_deref().is_some_and(|h| fold_name(h) == name)) {
                let key = Url::parse(&item.target).map_or_else(|_| item.title.clone(), |u| PageKey::of(&u).0);
                let entry = Entry { title: item.title.clone(), url: item.target.clone(), day: facts.item_day(item) };
                self.entries.entry(key).or_insert(entry);
            }
            self.looked.push(fact.url().to_owned());
        } else if let Some(article) = page.article.as_ref().filter(|a| a.body_chars > 0) {
            let day = article.published.as_ref().map_or(ItemDay::Nowhere, |d| ItemDay::On(d.date));
            let entry = Entry { title: article.title.clone(), url: fact.url().to_owned(), day };
            self.entries.entry(fact.key.0.clone()).or_insert(entry);
        }
        self.partly = true;
    }

    /// An address that is no page of this run.
    fn add_target(&mut self, facts: &Facts, key: &PageKey, source: SightingSource) {
        if let Some(index) = facts.page_index(key) {
            let page = &facts.pages[index];
            if self.pages.contains(&index) {
                return;
            }
            if matches!(page.record.status, Some(404 | 410)) {
                self.dead.push(page.url().to_owned());
            } else if page.readable().is_none() {
                self.add_page(facts, index, true);
            } else if page.kind() == PageKind::Article && source != SightingSource::LinkText {
                self.text |= page.readable().is_some_and(|p| p.article.as_ref().is_some_and(|a| a.body_chars > 0));
            }
            return;
        }
        let Ok(url) = Url::parse(&key.0) else { return };
        match facts.target_state(&url) {
            TargetState::Dead { .. } => self.dead.push(url.to_string()),
            TargetState::Alive => {
                self.note(
                    Reason::Budget,
                    "it leads to another site, whose content was not looked at".to_owned(),
                    url.as_str(),
                );
            }
            TargetState::Unknown { reason, detail, .. } => self.note(reason, detail, url.as_str()),
        }
    }

    fn note(&mut self, reason: Reason, what: String, url: &str) {
        self.unread.get_or_insert((reason, what, url.to_owned()));
    }

    /// Pages linked from here that a limit kept from being visited.
    pub(super) fn left_alone(&self, facts: &Facts) -> Option<String> {
        let own: BTreeSet<&str> = self.pages.iter().map(|&i| facts.pages[i].url()).collect();
        facts.skips.iter().find(|s| s.page && own.contains(s.referrer.as_str())).map(|s| s.url.clone())
    }
}
