use super::elsewhere::Check;
use super::scope::{Place, is_file};
use crate::model::{Link, LinkKind, Page, PageKey, Region, file_name, is_document, names_catalogue};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// How soon a file is worth reading; lower is sooner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Worth {
    /// A catalogue of items to be disclosed.
    Catalogue,
    /// A document or part of one: a policy, its interpretation, a draft, a report, a list, a guide.
    Document,
    /// Offered inside any other article.
    Offered,
    /// Offered anywhere else.
    Plain,
}

/// A file that a page offers.
#[derive(Debug)]
pub(super) struct File {
    pub(super) url: Url,
    /// What its link calls it.
    pub(super) name: String,
    pub(super) worth: Worth,
    /// Its tables are worth keeping beside its text.
    pub(super) tables: bool,
}

/// Words in titles, columns and link texts of what is a document.
const DOCUMENTS: &[&str] = &[
    "办法",
    "规定",
    "细则",
    "意见",
    "通知",
    "决定",
    "通告",
    "条例",
    "规则",
    "方案",
    "规划",
    "计划",
    "预案",
    "公报",
    "政策",
    "文件",
    "法规",
    "规范性",
    "解读",
    "问答",
    "图解",
    "读懂",
    "征求",
    "征集",
    "草案",
    "起草说明",
    "听证",
    "采纳",
    "反馈",
    "年度报告",
    "年报",
    "工作报告",
    "清单",
    "目录",
    "名录",
    "指南",
    "须知",
    "标准",
    "申请表",
    "样表",
    "来信",
    "决策",
    "预算",
    "决算",
    "依申请公开",
    "信息公开",
];

/// Words of what is known by its tables.
const TABLES: &[&str] =
    &["年度报告", "年报", "清单", "目录", "名录", "名单", "一览表", "统计", "来信", "信件", "台账", "汇总表"];

/// What a page is, as far as it tells what the files on it are worth.
pub(super) struct Offers<'a> {
    attachments: BTreeSet<&'a str>,
    catalogue: bool,
    document: bool,
    tables: bool,
}

impl<'a> Offers<'a> {
    pub(super) fn of(page: &'a Page) -> Self {
        let article = page.article.as_ref();
        let heading = article.map_or("", |a| a.title.as_str());
        let around = || {
            let crumbs = page.breadcrumbs.iter().map(|c| c.text.as_str());
            [page.title.as_str(), heading].into_iter().chain(crumbs)
        };
        // On a page without an article the breadcrumb names the column, which is what its files are.
        let document = around().any(|t| holds(t, DOCUMENTS)) || article.is_some_and(|a| a.number.is_some());
        Self {
            attachments: article.iter().flat_map(|a| &a.attachments).map(String::as_str).collect(),
            catalogue: around().any(names_catalogue),
            document,
            tables: [page.title.as_str(), heading].iter().any(|t| holds(t, TABLES)),
        }
    }

    /// What a link offers as a file to be read, if it does.
    pub(super) fn file(&self, link: &Link, url: &Url, place: Place) -> Option<File> {
        let kinds = [LinkKind::Anchor, LinkKind::Scripted, LinkKind::Data, LinkKind::Frame, LinkKind::Media];
        if !kinds.contains(&link.kind) {
            return None;
        }
        let attached = self.attachments.contains(link.target.as_str());
        // What a viewer inside the page shows is a file of the page.
        if let Some(shown) = crate::model::viewed_file(url) {
            return Some(self.judged(shown, link, true));
        }
        let document = is_document(url, &link.text);
        let chrome = matches!(link.region, Region::Nav | Region::Header | Region::Footer | Region::Breadcrumb);
        let called = names_catalogue(&link.text) || names_catalogue(&file_name(url));
        let wanted = match place {
            Place::NotWeb => false,
            Place::Elsewhere => document && (called || attached || (self.catalogue && !chrome)),
            // A script that serves files under no name of their own. Pictures and archives that are not read stay links.
            Place::Site | Place::Kin => document || (attached && !is_file(url) && !is_page(url)),
        };
        wanted.then(|| self.judged(url.clone(), link, attached || !chrome))
    }

    /// What an entry offers as a file to be read, if it does.
    pub(super) fn entry(&self, title: &str, url: &Url, place: Place) -> Option<File> {
        let ours = matches!(place, Place::Site | Place::Kin) || names_catalogue(title);
        (ours && is_document(url, title)).then(|| File {
            url: url.clone(),
            name: title.to_owned(),
            worth: if names_catalogue(title) {
                Worth::Catalogue
            } else if self.document || holds(title, DOCUMENTS) {
                Worth::Document
            } else {
                Worth::Plain
            },
            tables: self.tables || holds(title, TABLES),
        })
    }

    /// `own`: it belongs to what the page is about.
    fn judged(&self, url: Url, link: &Link, own: bool) -> File {
        let named = file_name(&url);
        let says = |words: &[&str]| holds(&link.text, words) || holds(&named, words);
        let worth = if names_catalogue(&link.text) || names_catalogue(&named) || (self.catalogue && own) {
            Worth::Catalogue
        } else if says(DOCUMENTS) || (self.document && own) {
            Worth::Document
        } else if self.attachments.contains(link.target.as_str()) {
            Worth::Offered
        } else {
            Worth::Plain
        };
        let tables = worth == Worth::Catalogue || says(TABLES) || (self.tables && own);
        File { url, name: link.text.clone(), worth, tables }
    }
}

/// Whether the address is plainly one of a page.
fn is_page(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    [".html", ".htm", ".shtml", "/"].iter().any(|end| path.ends_with(end))
}

fn holds(text: &str, words: &[&str]) -> bool {
    words.iter().any(|w| text.contains(w))
}

/// The files to be read: documents as soon as they are known, the rest when the walk is over and it is known how much of
/// the budget is left for them.
#[derive(Debug, Default)]
pub(super) struct Files {
    known: BTreeMap<PageKey, Option<(Worth, u64)>>,
    waiting: BTreeMap<(Worth, u64), Check>,
    admitted: u64,
    order: u64,
    /// The walk is over: nothing waits any more.
    open: bool,
}

/// What becomes of a file.
#[derive(Debug)]
pub(super) enum Turn {
    /// It is read now.
    Read(Check),
    /// Its turn will come.
    Waits,
    /// It has been decided before.
    Known,
    /// The budget is spent.
    OverBudget(Check),
}

impl Files {
    /// Whether a file was offered here and is, or will be, read or checked as such.
    pub(super) fn knows(&self, key: &PageKey) -> bool {
        self.known.contains_key(key)
    }

    pub(super) fn add(&mut self, check: Check, worth: Worth, budget: u64) -> Turn {
        match self.known.get(&check.key) {
            Some(None) => return Turn::Known,
            Some(Some(place)) if place.0 <= worth => return Turn::Known,
            Some(Some(place)) => {
                self.waiting.remove(place);
            }
            None => {}
        }
        if worth <= Worth::Document || self.open {
            return self.decide(check, budget);
        }
        self.order += 1;
        self.known.insert(check.key.clone(), Some((worth, self.order)));
        self.waiting.insert((worth, self.order), check);
        Turn::Waits
    }

    fn decide(&mut self, check: Check, budget: u64) -> Turn {
        self.known.insert(check.key.clone(), None);
        if self.admitted >= budget {
            return Turn::OverBudget(check);
        }
        self.admitted += 1;
        Turn::Read(check)
    }

    /// The walk is over: decides on what waits, the most worth first.
    pub(super) fn open(&mut self, budget: u64) -> Vec<Turn> {
        self.open = true;
        std::mem::take(&mut self.waiting).into_values().map(|check| self.decide(check, budget)).collect()
    }

    /// Takes everything that waits, never to be read.
    pub(super) fn drain(&mut self) -> Vec<Check> {
        std::mem::take(&mut self.waiting).into_values().collect()
    }
}
