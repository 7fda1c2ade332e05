//! The public's letters (来信, 留言, 咨询) as the site shows them: each once, however many lists name it.

use super::{Facts, PageFact, PageKind, fold_title};
use crate::model::{Letter, Page, PageKey, PageRole, Reason, ReplySeen};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// A letter, put together from its own page and the lists that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterFact {
    /// What is known of it. Where two places differ, the later day of asking and the earlier one of the answer.
    pub letter: Letter,
    /// Its own page (position in `Facts::pages`), when it was read.
    pub page: Option<usize>,
    /// The page to look at: its own, else the list that names it.
    pub url: String,
}

/// Letters of a column that were not seen: their pages or the list itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnseenLetters {
    /// The column's page.
    pub url: String,
    /// Its name.
    pub name: String,
    /// Why.
    pub reason: Reason,
    /// Entries whose pages were not read; 0 where the list itself was not.
    pub count: usize,
    /// Titles of some of them.
    pub examples: Vec<String>,
}

/// All letters of a site.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Letters {
    /// In the order in which they were first seen.
    pub letters: Vec<LetterFact>,
    /// What was not seen of the columns of letters.
    pub unseen: Vec<UnseenLetters>,
}

/// Words of columns in which letters are.
const COLUMNS: &[&str] = &[
    "信箱",
    "来信",
    "留言",
    "咨询",
    "问政",
    "信件",
    "投诉",
    "求助",
    "建言",
    "民声",
    "诉求",
    "热线",
    "你问我答",
    "百姓",
    "写信",
    "有问必答",
    "回音壁",
    "在线问答",
    "网民",
    "我要问",
    "民情",
];

/// Columns whose letters have rules of their own: petitions, discipline, surveys, interviews, the list of mistakes
/// (R1-15); requests under the disclosure regulation; proposals of delegates.
const OTHER_RULES: &[&str] = &[
    "信访",
    "纪检",
    "监察",
    "举报",
    "检举",
    "廉政",
    "调查",
    "征集",
    "征求",
    "访谈",
    "直播",
    "找错",
    "纠错",
    "申请公开",
    "提案",
    "人大代表",
    "代表建议",
    "问卷",
    "巡视",
    "巡察",
    "扫黑",
    "新闻发布",
    "发布会",
    "知识库",
    "问答库",
];

impl Letters {
    pub(super) fn of(facts: &Facts) -> Self {
        let mut gathered = Gathered::default();
        for (index, fact) in facts.pages.iter().enumerate() {
            let Some(page) = fact.readable().filter(|_| fact.role != PageRole::Script) else { continue };
            let Some(shown) = page.participation.as_deref() else { continue };
            if !has_own_rules(page) {
                gathered.add_page(facts, index, page, shown);
            }
        }
        let unseen = gathered.unseen(facts);
        let letters = gathered.order.into_iter().filter_map(|k| gathered.letters.remove(&k)).collect();
        Self { letters, unseen }
    }
}

/// Whether a page shows one letter.
#[must_use]
pub fn is_letter(page: &Page) -> bool {
    let own = page.participation.as_deref().and_then(|p| p.letter.as_ref());
    !has_own_rules(page) && own.is_some_and(|letter| sounds_like_one(page, letter))
}

/// The names of the place where a page stands: steps of the 当前位置 line, its column, what of `<title>` is not the article's.
fn place_names(page: &Page) -> Vec<String> {
    let title = page.article.as_ref().map_or("", |a| a.title.as_str());
    let steps = page.breadcrumbs.iter().map(|c| c.text.clone()).filter(|t| t != title && t.chars().count() <= 14);
    let column = page.meta("ColumnName").map(str::to_owned);
    let rest = page.title.replace(title, "");
    let parts = rest.split(['_', '-', '|', '—', '－', '–', ' ']).map(str::to_owned).filter(|p| p.chars().count() <= 14);
    steps.chain(column).chain(parts.collect::<Vec<_>>()).collect()
}

fn names_column(name: &str) -> bool {
    COLUMNS.iter().any(|w| name.contains(w))
}

/// Whether the last name that tells puts the page among those with rules of their own. 咨询投诉举报 is a column of letters
/// all the same.
fn has_own_rules(page: &Page) -> bool {
    let names = place_names(page);
    let other = |n: &String| OTHER_RULES.iter().any(|w| n.contains(w)) && !(names_column(n) && n.contains("咨询"));
    names.iter().any(other) && !names.iter().any(|n| names_column(n) && !other(n))
}

fn sounds_like_one(page: &Page, letter: &Letter) -> bool {
    let replied = letter.answered.is_some() || letter.reply != ReplySeen::Unknown || !letter.state.is_empty();
    place_names(page).iter().any(|n| names_column(n)) || letter.asked.is_some() && replied
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Identity {
    Page(usize),
    Address(String),
    Title(String, String),
}

#[derive(Default)]
struct Gathered {
    letters: BTreeMap<Identity, LetterFact>,
    order: Vec<Identity>,
    /// Pages of this run that show a letter or are known by a row.
    covered: BTreeSet<usize>,
}

impl Gathered {
    fn add_page(&mut self, facts: &Facts, index: usize, page: &Page, shown: &crate::model::Participation) {
        let url = facts.pages[index].url();
        if let Some(letter) = shown.letter.as_ref().filter(|l| sounds_like_one(page, l)) {
            self.covered.insert(index);
            self.add(Identity::Page(index), letter, Some(index), url);
        }
        let of_letters = place_names(page).iter().any(|n| names_column(n));
        for letter in &shown.letters {
            let dated = letter.asked.is_some() || letter.answered.is_some();
            if !dated && !of_letters {
                continue;
            }
            let behind = if letter.target.is_empty() { None } else { facts.page_behind(&letter.target) };
            let target = behind.and_then(|i| facts.pages[i].readable().map(|p| (i, p)));
            if target.is_some_and(|(_, p)| has_own_rules(p)) {
                continue;
            }
            match target {
                // The list itself, or its next page, is no letter's page.
                Some((i, _)) if i != index && facts.pages[i].kind() != PageKind::Column => {
                    self.covered.insert(i);
                    self.add(Identity::Page(i), letter, Some(i), facts.pages[i].url());
                }
                _ if !letter.target.is_empty() && target.is_none() => {
                    let key = Url::parse(&letter.target).map_or_else(|_| letter.target.clone(), |u| PageKey::of(&u).0);
                    self.add(Identity::Address(key), letter, None, url);
                }
                _ => {
                    let day = letter
                        .asked
                        .as_ref()
                        .or(letter.shown.as_ref())
                        .map_or_else(String::new, |d| d.date.to_string());
                    self.add(Identity::Title(fold_title(&letter.title), day), letter, None, url);
                }
            }
        }
    }

    fn add(&mut self, identity: Identity, letter: &Letter, page: Option<usize>, url: &str) {
        if let Some(known) = self.letters.get_mut(&identity) {
            merge(&mut known.letter, letter, matches!(identity, Identity::Page(_)) && letter.target.is_empty());
            return;
        }
        self.order.push(identity.clone());
        self.letters.insert(identity, LetterFact { letter: letter.clone(), page, url: url.to_owned() });
    }

    /// Entries of columns of letters whose pages were not read, and lists that were not.
    fn unseen(&self, facts: &Facts) -> Vec<UnseenLetters> {
        let mut unseen = Vec::new();
        for (index, fact) in facts.pages.iter().enumerate() {
            if fact.role != PageRole::Page || fact.kind() == PageKind::Article && !facts.columns().in_menu(&fact.key) {
                continue;
            }
            let Some(page) = fact.readable() else { continue };
            let Some(name) = column_of_letters(page) else { continue };
            unseen.extend(Self::unseen_list(facts, index, &name));
            unseen.extend(self.unseen_entries(facts, fact, page, &name));
        }
        unseen
    }

    fn unseen_list(facts: &Facts, index: usize, name: &str) -> Option<UnseenLetters> {
        let content = facts.column_content(index).ok()?;
        // A form for a letter of one's own is often drawn by script beside a list that is not.
        let unread = content.unread.first()?;
        let told = facts.pages[index].readable()?.participation.as_ref().is_some_and(|p| !p.letters.is_empty());
        (!told).then(|| UnseenLetters {
            url: facts.pages[index].url().to_owned(),
            name: name.to_owned(),
            reason: unread.reason,
            count: 0,
            examples: Vec::new(),
        })
    }

    fn unseen_entries(&self, facts: &Facts, fact: &PageFact, page: &Page, name: &str) -> Option<UnseenLetters> {
        let mut titles = Vec::new();
        for item in page.items.iter().filter(|i| facts.columns().is_single(i)) {
            let behind = facts.page_behind(&item.target);
            let read = behind.is_some_and(|i| facts.pages[i].readable().is_some());
            let known = behind.is_some_and(|i| self.covered.contains(&i))
                || Url::parse(&item.target)
                    .is_ok_and(|u| self.letters.contains_key(&Identity::Address(PageKey::of(&u).0)));
            let gone = behind.is_some_and(|i| matches!(facts.pages[i].record.status, Some(404 | 410)));
            // How to write one is no letter.
            let rule = ["须知", "指南", "说明", "公告", "通知", "办法", "规定", "通报", "统计"]
                .iter()
                .any(|w| item.title.contains(w));
            if !read && !known && !gone && !rule && !item.target.is_empty() {
                titles.push(item.title.clone());
            }
        }
        (!titles.is_empty()).then(|| UnseenLetters {
            url: fact.url().to_owned(),
            name: name.to_owned(),
            reason: Reason::Budget,
            count: titles.len(),
            examples: titles.into_iter().take(3).collect(),
        })
    }
}

/// The name of the column of letters that a page is.
fn column_of_letters(page: &Page) -> Option<String> {
    if has_own_rules(page) || page.participation.as_deref().is_some_and(|p| p.letter.is_some()) {
        return None;
    }
    let last = page.breadcrumbs.last().map(|c| c.text.clone());
    let column = page.meta("ColumnName").map(str::to_owned);
    let title = page.title.split(['_', '-', '|', '—', '－', '–']).next().map(|t| t.trim().to_owned());
    let mut names = column.into_iter().chain(last).chain(title);
    names.find(|n| names_column(n) && n.chars().count() <= 14)
}

/// Adds what another place tells. `own` is the letter's own page: what it says of the reply counts.
fn merge(known: &mut Letter, new: &Letter, own: bool) {
    let later = |a: &mut Option<_>, b: &Option<crate::model::DateFact>, keep_later: bool| {
        let better = match (a.as_ref(), b.as_ref()) {
            (None, Some(_)) => true,
            (Some(x), Some(y)) => {
                if keep_later {
                    y.date > crate::model::DateFact::clone(x).date
                } else {
                    y.date < x.date
                }
            }
            _ => false,
        };
        if better {
            a.clone_from(b);
        }
    };
    later(&mut known.asked, &new.asked, true);
    later(&mut known.answered, &new.answered, false);
    later(&mut known.signed, &new.signed, false);
    later(&mut known.last, &new.last, false);
    later(&mut known.shown, &new.shown, true);
    if known.state.is_empty() || own && !new.state.is_empty() {
        known.state.clone_from(&new.state);
    }
    if known.reply == ReplySeen::Unknown || new.reply == ReplySeen::Text {
        known.reply = new.reply;
    }
    if known.title.is_empty() {
        known.title.clone_from(&new.title);
    }
    known.closed |= new.closed;
}

impl Facts {
    /// The public's letters.
    pub fn letters(&self) -> &Letters {
        self.letters.get_or_init(|| Letters::of(self))
    }
}
