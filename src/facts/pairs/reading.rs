//! The interpretations of a site: pages that are, and those that lists and related boxes name without having been visited
//! (on other sites, beyond the budget, as files and pictures).

use crate::facts::documents::{interpretation_subjects, is_interpretation_title};
use crate::facts::{Confidence, Document, DocumentKind, Facts, Subject};
use crate::model::{PageKey, RelationKind, same_host};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// How an interpretation speaks (R5-06).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Plain text.
    Text,
    /// Charts, pictures (图解, 一图读懂).
    Chart,
    /// Film, animation.
    Video,
    /// Sound.
    Audio,
    /// A press conference.
    PressConference,
    /// An expert's words.
    Expert,
    /// The head of an office's words, an interview.
    Leader,
    /// Questions and answers.
    Questions,
}

/// An interpretation.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Its page (position in `Facts::pages`); `None` for what was not visited.
    pub page: Option<usize>,
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: String,
    /// What it says it explains.
    pub subjects: Vec<Subject>,
    /// When it was published, as far as known.
    pub published: Option<Date>,
    /// Another source names another day.
    pub disputed: Option<Date>,
    /// How it speaks; empty when that can't be told.
    pub forms: BTreeSet<Form>,
    /// It stands on another site.
    pub elsewhere: bool,
    /// It explains a draft.
    pub of_draft: bool,
    /// How sure it is one.
    pub confidence: Confidence,
}

/// All of them, by the identities under which links know them.
#[derive(Debug, Default)]
pub(super) struct Readings {
    pub(super) all: Vec<Reading>,
    by_key: BTreeMap<PageKey, usize>,
}

impl Readings {
    pub(super) fn of(facts: &Facts) -> Self {
        let mut readings = Self::default();
        for document in facts.documents().of_kind(DocumentKind::Interpretation) {
            let fact = &facts.pages[document.page];
            let at = readings.all.len();
            readings.all.push(of_page(facts, document));
            readings.by_key.insert(fact.key.clone(), at);
            if let Ok(url) = Url::parse(fact.url()) {
                readings.by_key.entry(PageKey::of(&url)).or_insert(at);
            }
        }
        let home = facts.home().ok().and_then(|h| Url::parse(h.url()).ok());
        readings.listed(facts, home.as_ref());
        readings.related(facts, home.as_ref());
        readings
    }

    /// The interpretation behind an address.
    pub(super) fn behind(&self, facts: &Facts, address: &str) -> Option<usize> {
        let url = Url::parse(address).ok()?;
        let key = PageKey::of(&url);
        self.by_key.get(&key).copied().or_else(|| {
            let page = facts.page(&key)?;
            self.by_key.get(&page.key).copied()
        })
    }

    /// Entries of lists of interpretations, and entries whose titles say it, that lead to no page of this run.
    fn listed(&mut self, facts: &Facts, home: Option<&Url>) {
        let columns: BTreeMap<usize, &str> = facts.columns().pages.iter().map(|c| (c.page, c.name.as_str())).collect();
        for (on, fact) in facts.pages.iter().enumerate() {
            let Some(page) = fact.readable() else { continue };
            let own = columns.get(&on).copied().or_else(|| page.meta("ColumnName")).unwrap_or_default();
            for item in &page.items {
                let under = item.heading.as_deref().unwrap_or(own);
                let in_column = under.contains("解读") || under.contains("图解");
                if item.target.is_empty() || !(in_column || is_interpretation_title(&item.title)) {
                    continue;
                }
                let date = item.date.as_ref().map(|d| d.date);
                self.note(facts, home, (&item.title, &item.target), date);
            }
        }
    }

    /// What the pages of policies name as their interpretations.
    fn related(&mut self, facts: &Facts, home: Option<&Url>) {
        for document in facts.documents().of_kind(DocumentKind::Policy) {
            let Some(article) = facts.pages[document.page].readable().and_then(|p| p.article.as_ref()) else {
                continue;
            };
            for relation in &article.relations {
                for entry in &relation.entries {
                    if relation.kind == RelationKind::Interpretation || is_interpretation_title(&entry.title) {
                        self.note(facts, home, (&entry.title, &entry.target), None);
                    }
                }
            }
            for link in article.links.iter().filter(|l| is_interpretation_title(&l.title)) {
                self.note(facts, home, (&link.title, &link.target), None);
            }
        }
    }

    fn note(&mut self, facts: &Facts, home: Option<&Url>, (title, target): (&str, &str), date: Option<Date>) {
        let Ok(url) = Url::parse(target) else { return };
        let key = PageKey::of(&url);
        if let Some(&at) = self.by_key.get(&key) {
            let known = &mut self.all[at];
            if known.page.is_none() && known.published.is_none() {
                known.published = date;
            }
            return;
        }
        // A page of this run was judged by what it says of itself; a column is none.
        if !matches!(url.scheme(), "http" | "https") || facts.page(&key).is_some_and(|p| p.page.is_some()) {
            return;
        }
        let dead = matches!(facts.target_state(&url), crate::facts::TargetState::Dead { .. });
        if dead {
            return;
        }
        let mut forms = forms_of_title(title);
        let name = url.path().to_ascii_lowercase();
        let ends = |endings: &[&str]| endings.iter().any(|e| name.ends_with(e));
        if ends(&[".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp"]) {
            forms.insert(Form::Chart);
        }
        if ends(&[".mp4", ".m3u8", ".flv", ".wmv"]) {
            forms.insert(Form::Video);
        }
        let at = self.all.len();
        self.all.push(Reading {
            page: None,
            url: target.to_owned(),
            title: title.to_owned(),
            subjects: interpretation_subjects(title, facts.documents().places()),
            published: date,
            disputed: None,
            forms,
            elsewhere: home.is_some_and(|home| !same_host(home, &url)),
            of_draft: is_of_draft(title),
            confidence: if is_interpretation_title(title) { Confidence::Likely } else { Confidence::Unsure },
        });
        self.by_key.insert(key, at);
    }
}

fn of_page(facts: &Facts, document: &Document) -> Reading {
    let fact = &facts.pages[document.page];
    let published = document.published.as_ref();
    Reading {
        page: Some(document.page),
        url: fact.url().to_owned(),
        title: document.title.clone(),
        subjects: document.subjects.clone(),
        published: published.map(|p| p.date),
        disputed: published.and_then(|p| p.disputed).map(|d| d.0),
        forms: forms_of_page(facts, document),
        elsewhere: false,
        of_draft: is_of_draft(&document.title),
        confidence: document.confidence,
    }
}

fn is_of_draft(title: &str) -> bool {
    ["征求意见稿", "草案", "送审稿", "起草说明"].iter().any(|w| title.contains(w))
}

/// Words of titles and columns with the form they tell.
const FORMS: &[(&str, Form)] = &[
    ("图解", Form::Chart),
    ("一图", Form::Chart),
    ("图说", Form::Chart),
    ("长图", Form::Chart),
    ("漫画", Form::Chart),
    ("图表", Form::Chart),
    ("图示", Form::Chart),
    ("海报", Form::Chart),
    ("H5", Form::Chart),
    ("h5", Form::Chart),
    ("视频", Form::Video),
    ("动漫", Form::Video),
    ("动画", Form::Video),
    ("微课", Form::Video),
    ("直播", Form::Video),
    ("音频", Form::Audio),
    ("播客", Form::Audio),
    ("发布会", Form::PressConference),
    ("吹风会", Form::PressConference),
    ("专家", Form::Expert),
    ("访谈", Form::Leader),
    ("专访", Form::Leader),
    ("负责人", Form::Leader),
    ("局长", Form::Leader),
    ("主任解读", Form::Leader),
    ("问答", Form::Questions),
    ("记者问", Form::Questions),
    ("一问一答", Form::Questions),
    ("百问", Form::Questions),
];

fn forms_of_title(title: &str) -> BTreeSet<Form> {
    FORMS.iter().filter(|(word, _)| title.contains(word)).map(|(_, form)| *form).collect()
}

/// A page's forms: by its title, its column, and by what its body shows. A picture beside much text is decoration.
fn forms_of_page(facts: &Facts, document: &Document) -> BTreeSet<Form> {
    let mut forms = forms_of_title(&document.title);
    let Some(article) = facts.pages[document.page].readable().and_then(|p| p.article.as_ref()) else { return forms };
    let media = article.media;
    if media.videos > 0 {
        forms.insert(Form::Video);
    }
    if media.audios > 0 {
        forms.insert(Form::Audio);
    }
    let pictures = u32::from(media.pictures);
    if pictures > 0 && article.body_chars < 120 + 40 * pictures {
        forms.insert(Form::Chart);
    }
    // 图解, 视频解读 as the name of the column it stands in; a column of both tells neither.
    for column in &document.columns {
        let told = forms_of_title(column);
        if let [only] = told.iter().collect::<Vec<_>>().as_slice()
            && !column.contains("解读回应")
        {
            forms.insert(**only);
        }
    }
    if article.body_chars >= 60 {
        forms.insert(Form::Text);
    }
    // Questions as headings of what is otherwise plain text.
    let questions = article.body.lines().filter(|l| is_question(l)).count();
    if questions >= 3 {
        forms.insert(Form::Questions);
    }
    forms
}

/// 问：…, 一、…？, Q1.
fn is_question(line: &str) -> bool {
    let line = line.trim();
    let asked =
        line.starts_with("问：") || line.starts_with("问:") || line.starts_with("Q：") || line.starts_with("Q:");
    asked || (line.chars().count() <= 60 && (line.ends_with('？') || line.ends_with('?')))
}
