//! The catalogues of items to be disclosed that the site itself publishes, in whatever form.

use super::{Facts, fold_name};
use crate::model::{LinkKind, PageKey, Reason, Sheet, Unreadable, file_name, is_document, names_catalogue};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// One table of items that the site publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedCatalogue {
    /// The page or file.
    pub url: String,
    /// What it is called: titles, names, captions around it, most telling first.
    pub titles: Vec<String>,
    /// Its items.
    pub items: Vec<PublishedItem>,
    /// Whether it names responsible units at all.
    pub names_units: bool,
    /// There was more than was kept.
    pub cut: bool,
}

/// One item of a published catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedItem {
    /// The field, where the table has a column for it.
    pub field: String,
    /// Its name, from the broadest to the narrowest.
    pub path: Vec<String>,
    /// Responsible units as written.
    pub unit: String,
    /// Whether it is the county's to publish; `None` when not said.
    pub county: Option<bool>,
}

/// A catalogue that is there and could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadCatalogue {
    /// The page or file.
    pub url: String,
    /// What it is called.
    pub title: String,
    /// Why.
    pub reason: Reason,
    /// In what way, for evidence.
    pub how: Option<Unreadable>,
    /// More about it, in English.
    pub detail: String,
}

impl PublishedItem {
    /// The narrowest name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }
}

impl Facts {
    /// The catalogues that the site publishes, and those that could not be read.
    #[must_use]
    pub fn published_catalogues(&self) -> (Vec<PublishedCatalogue>, Vec<UnreadCatalogue>) {
        let mut found = Vec::new();
        let mut unread = BTreeMap::new();
        let mut told: BTreeSet<String> = BTreeSet::new();
        for fact in &self.pages {
            let Some(page) = fact.readable() else { continue };
            let heading = page.article.as_ref().map_or("", |a| a.title.as_str());
            let crumb = page.breadcrumbs.last().map_or("", |c| c.text.as_str());
            let titles = [heading, page.title.as_str(), crumb];
            for sheet in &page.sheets {
                // A page is often reached by two addresses.
                let identity = format!("{:?}", sheet.rows);
                if told.insert(identity) {
                    found.extend(catalogue(fact.url(), &titles, sheet));
                }
            }
        }
        self.read_files(&mut found, &mut unread);
        self.note_unread_links(&found, &mut unread);
        (found, unread.into_values().collect())
    }

    fn read_files(&self, found: &mut Vec<PublishedCatalogue>, unread: &mut BTreeMap<PageKey, UnreadCatalogue>) {
        for file in &self.attachments {
            let Ok(url) = Url::parse(&file.record.url) else { continue };
            let name = file_name(&url);
            let referrer = Url::parse(&file.referrer).ok().and_then(|u| self.page(&PageKey::of(&u)));
            let page = referrer.and_then(super::PageFact::readable);
            let heading = page.and_then(|p| p.article.as_ref()).map_or("", |a| a.title.as_str());
            let titles = [file.name.as_str(), name.as_str(), heading, page.map_or("", |p| p.title.as_str())];
            let before = found.len();
            for sheet in &file.content.sheets {
                found.extend(catalogue(&file.record.url, &titles, sheet));
            }
            // What could not be read is a catalogue only if something calls it one.
            let called = titles.iter().any(|t| names_catalogue(t))
                || page.is_some_and(|p| p.breadcrumbs.iter().any(|c| names_catalogue(&c.text)));
            if !called && found.len() == before {
                continue;
            }
            let Some((why, detail)) = &file.content.unreadable else {
                if found.len() == before && names_catalogue(&file.name) {
                    // Read, and no table in it that we know how to read.
                    let detail = "no table with the columns of a catalogue".to_owned();
                    note(unread, &url, &file.name, (Reason::Ambiguous, None, detail));
                }
                continue;
            };
            // Cut short after its items is still worth a word; nothing of it in the catalogue is not.
            let reason = match why {
                Unreadable::NotFetched => match file.record.status {
                    Some(401 | 403 | 405 | 412 | 429) => Reason::Blocked,
                    Some(404 | 410) => continue,
                    _ => Reason::Network,
                },
                _ => Reason::Tool,
            };
            note(unread, &url, &file.name, (reason, Some(*why), detail.clone()));
        }
    }

    /// Links that name a catalogue and lead to what this run did not read.
    fn note_unread_links(&self, found: &[PublishedCatalogue], unread: &mut BTreeMap<PageKey, UnreadCatalogue>) {
        let read: BTreeSet<&str> = found.iter().map(|c| c.url.as_str()).collect();
        let files: BTreeSet<PageKey> =
            self.attachments.iter().filter_map(|a| Url::parse(&a.record.url).ok()).map(|u| PageKey::of(&u)).collect();
        for link in self.links.all() {
            let text = self.links.text(link);
            let kind = matches!(link.kind, LinkKind::Anchor | LinkKind::Scripted | LinkKind::Data);
            if !kind || !names_catalogue(text) {
                continue;
            }
            let Ok(url) = Url::parse(self.links.target(link)) else { continue };
            let key = PageKey::of(&url);
            if read.contains(url.as_str()) || files.contains(&key) {
                continue;
            }
            if let Some(page) = self.page(&key) {
                if page.readable().is_none() && !matches!(page.record.status, Some(404 | 410)) {
                    let missing = super::home::unread(page);
                    note(unread, &url, text, (missing.reason, None, missing.note.en));
                }
            } else if let Some(skip) = self.skip(&key).filter(|s| s.page) {
                note(unread, &url, text, (Reason::Budget, None, skip.detail.clone()));
            } else if is_document(&url, text) {
                note(unread, &url, text, (Reason::Budget, None, "beyond the files read in one run".to_owned()));
            }
        }
    }
}

fn note(
    unread: &mut BTreeMap<PageKey, UnreadCatalogue>,
    url: &Url,
    title: &str,
    (reason, how, detail): (Reason, Option<Unreadable>, String),
) {
    unread.entry(PageKey::of(url)).or_insert_with(|| UnreadCatalogue {
        url: url.to_string(),
        title: title.to_owned(),
        reason,
        how,
        detail,
    });
}

fn catalogue(url: &str, titles: &[&str], sheet: &Sheet) -> Option<PublishedCatalogue> {
    let columns = sheet.catalogue_columns()?;
    let items: Vec<PublishedItem> = sheet
        .catalogue_rows(&columns)
        .into_iter()
        .map(|r| PublishedItem { field: r.field, path: r.item, unit: r.unit, county: r.county })
        .collect();
    // The line above the header is often the title.
    let above = sheet.rows.iter().take(columns.first).find_map(|r| r.iter().find(|c| names_catalogue(c)));
    let mut names: Vec<String> = Vec::new();
    for name in std::iter::once(sheet.title.as_str()).chain(above.map(String::as_str)).chain(titles.iter().copied()) {
        if !fold_name(name).is_empty() && !names.iter().any(|n| n == name) {
            names.push(name.to_owned());
        }
    }
    (!items.is_empty()).then(|| PublishedCatalogue {
        url: url.to_owned(),
        titles: names,
        items,
        names_units: !columns.units.is_empty(),
        cut: sheet.cut,
    })
}
