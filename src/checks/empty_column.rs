//! ## 查什么
//! 栏目页有没有内容：空栏目，或只写着“建设中”“暂无内容”。
//! ## 为什么
//! 国办秘函〔2019〕19号单项否决“栏目不更新”之空白栏目不少于 5 个（R1-14）。
//! ## 怎么判
//! 规则列出栏目的只看这些栏目，否则看全站所有栏目页。栏目页及其框架页、列表接口中没有信息条目，没有自己的正文（连同标题、
//! 当前位置、分页之外不足 30 字），也没有下级栏目、图片、表单的，判为不通过；只有“建设中”一类字样的同样。
//! 数据块、XML 数据岛、脚本变量中的列表都算条目；由未运行的脚本绘制的列表，以及未能访问的栏目页，列为待人工核实。
//! 同一栏目名对应多个页面的，有一个不空即为不空。模板中各栏目页共有的推荐列表不算本栏目的条目。
//! ## 局限
//! 不判断内容是否切题；规则要求而网站没有的栏目由“缺少栏目”判断。
//!
//! # English
//!
//! ## What it looks at
//! Whether columns have content, more than "under construction" or "nothing yet".
//! ## Why
//! State Council Office secretariat 2019 no. 19, veto on stale columns: five empty ones or more (R1-14).
//! ## How it decides
//! The columns a rule lists, else every column page. No entries on the page, its frames and list interfaces, no text of its
//! own (under 30 characters beside title, breadcrumb and paging), no columns below, pictures or forms: failed; the same for
//! a mere "under construction". Data blocks and script variables count as entries. Lists drawn by a script that was not run
//! and pages not visited are left to a person. Of several pages of one name, one with content is enough. Lists that the
//! template shows on many columns are not the column's own.
//! ## Limits
//! Whether the content fits is not judged; a column that is missing is for another check.

use super::page_mark::unseen;
use super::{Check, Measure};
use crate::facts::{ColumnContent, ColumnSpec, Facts, Found, lies_below};
use crate::model::{PageKey, Reason, Severity, Text, Undetermined, Verdict, Violation};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "empty-column",
    title: ("空白栏目", "Empty column"),
    source: include_str!("empty_column.rs"),
    bind: |params| {
        let params: EmptyColumn = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(params))
    },
};

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct EmptyColumn {
    /// The columns looked at; none means every column of the site.
    columns: Vec<ColumnSpec>,
    /// Not used here; columns are often listed once for this check and the one on stale columns.
    #[serde(skip_serializing)]
    max_age_days: Option<u32>,
}

/// Text of its own that makes a column more than a frame, in characters.
const OWN_TEXT: u32 = 30;

/// How a column page stands.
pub(super) enum State {
    /// It holds something.
    Full,
    /// It holds nothing; what was seen.
    Empty(Value),
    /// Not seen; why, and what.
    Unseen(Reason, String),
}

impl Measure for EmptyColumn {
    fn measure(&self, facts: &Facts) -> Verdict {
        if let Err(missing) = facts.home() {
            return unseen(facts, missing);
        }
        let mut verdict = Verdict::default();
        for subject in subjects(facts, &self.columns) {
            judge(facts, &subject, &mut verdict);
        }
        verdict
    }

    fn params(&self) -> Value {
        json!(self)
    }
}

/// A column to look at: its name and the pages that may be it.
pub(super) struct Subject<'a> {
    pub(super) name: String,
    pub(super) pages: Vec<usize>,
    /// What the rule says of it; `None` when every column is looked at.
    pub(super) spec: Option<&'a ColumnSpec>,
    /// The menu leads to it, but no page of this site was visited.
    pub(super) unvisited: Option<PageKey>,
}

/// The columns that a rule lists and the site has, else all columns of the site.
pub(super) fn subjects<'a>(facts: &Facts, specs: &'a [ColumnSpec]) -> Vec<Subject<'a>> {
    if specs.is_empty() {
        let columns = facts.columns();
        let seen = columns.pages.iter();
        let seen = seen.map(|c| Subject { name: c.name.clone(), pages: vec![c.page], spec: None, unvisited: None });
        let left = columns.unvisited(facts).into_iter();
        let left = left.map(|(key, name)| Subject { name, pages: Vec::new(), spec: None, unvisited: Some(key) });
        return seen.chain(left).collect();
    }
    let mut subjects = Vec::new();
    for spec in specs {
        let Found::Yes(sightings) = facts.columns().find(spec) else { continue };
        let pages = facts.column_pages(&sightings, &spec.under);
        let unvisited = if pages.is_empty() { sightings.iter().find_map(|s| s.target.clone()) } else { None };
        subjects.push(Subject { name: spec.name.clone(), pages, spec: Some(spec), unvisited });
    }
    subjects
}

fn judge(facts: &Facts, subject: &Subject<'_>, verdict: &mut Verdict) {
    verdict.tested += 1;
    let mut empty: Option<(usize, Value)> = None;
    let mut unseen: Option<(String, Reason, String)> = None;
    for &page in &subject.pages {
        match state(facts, page) {
            State::Full => return,
            State::Empty(evidence) => {
                empty.get_or_insert((page, evidence));
            }
            State::Unseen(reason, what) => {
                unseen.get_or_insert((facts.pages[page].url().to_owned(), reason, what));
            }
        }
    }
    if subject.pages.is_empty() {
        let (url, what) = match &subject.unvisited {
            Some(key) => (key.0.clone(), "the column's page is not part of this crawl".to_owned()),
            None => (facts.run.site.url.clone(), "the name is known, but it leads nowhere".to_owned()),
        };
        unseen = Some((url, Reason::Budget, what));
    }
    if let Some((url, reason, what)) = unseen {
        verdict.undetermined.push(Undetermined {
            url,
            target: Some(subject.name.clone()),
            reason,
            message: Text::new(
                format!("栏目“{}”的内容未能看到（{}），请在浏览器中核实是否为空", subject.name, reason.words().zh),
                format!("what stands in the column \"{}\" was not seen ({what}); look in a browser", subject.name),
            ),
            evidence: json!({ "column": subject.name, "unread": what }),
        });
    } else if let Some((page, mut evidence)) = empty {
        evidence["column"] = json!(subject.name);
        if let Some(spec) = subject.spec {
            evidence["unit"] = json!(spec.unit);
        }
        let said = evidence["says"].as_str().map(str::to_owned);
        let (zh, en) = said.map_or_else(
            || ("没有任何内容".to_owned(), "is empty".to_owned()),
            |s| (format!("只有“{s}”，没有内容"), format!("says \"{s}\" and holds nothing")),
        );
        verdict.violations.push(Violation {
            url: facts.pages[page].url().to_owned(),
            target: Some(subject.name.clone()),
            message: Text::new(
                format!("栏目“{}”{zh}，请补充内容或撤并该栏目", subject.name),
                format!("the column \"{}\" {en}; fill it or remove it", subject.name),
            ),
            evidence,
            severity: Severity::Major,
            occurrences: 1,
            subject: String::new(),
        });
    }
}

/// How the column page at `page` stands.
pub(super) fn state(facts: &Facts, page: usize) -> State {
    // A page that answers 404 is a dead link, not an empty column.
    if matches!(facts.pages[page].record.status, Some(404 | 410)) {
        return State::Full;
    }
    let content = match facts.column_content(page) {
        Ok(content) => content,
        Err(missing) => return State::Unseen(missing.reason, missing.note.en),
    };
    if !content.items.is_empty() {
        return State::Full;
    }
    if let Some(unread) = content.unread.first() {
        return State::Unseen(unread.reason, unread.what.clone());
    }
    if content.under_construction.is_some() && content.own_links == 0 {
        return State::Empty(evidence(&content));
    }
    // Of a page with a side list the text is not the column's alone.
    let alone = facts.pages[page].readable().is_some_and(|p| p.items.is_empty());
    if content.own_links > 0 || has_own_text(&content) || (alone && holds_cells(&content)) || holds_columns(facts, page)
    {
        return State::Full;
    }
    State::Empty(evidence(&content))
}

/// Whether columns below this one, named in its menu, hold something: then it is a heading of theirs and not empty.
fn holds_columns(facts: &Facts, page: usize) -> bool {
    let own = facts.pages[page].url();
    let holds = |target: &str| {
        let Ok(url) = Url::parse(target) else { return false };
        let below = lies_below(&url, own).then(|| facts.page_index(&PageKey::of(&url))).flatten();
        below.filter(|p| *p != page).is_some_and(|p| facts.column_content(p).is_ok_and(|c| !c.items.is_empty()))
    };
    facts.links.of_page(page).iter().any(|link| holds(facts.links.target(link)))
}

/// Text that makes a column more than a frame, or pictures, media, forms.
pub(super) fn has_own_text(content: &ColumnContent<'_>) -> bool {
    content.text_chars >= OWN_TEXT
        || holds_number(&content.excerpt)
        || holds_sentence(&content.excerpt)
        || content.other_matter > 0
}

/// A small table is content: many short words, and none of a notice. The head of an empty table has few.
fn holds_cells(content: &ColumnContent<'_>) -> bool {
    let words = content.excerpt.split_whitespace().count();
    words >= 8 && content.text_chars >= 16 && !NOTICES.iter().any(|word| content.excerpt.contains(word))
}

/// A telephone number is content, however short the text around it.
fn holds_number(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() >= 7)
}

/// Words of notices that there is nothing.
const NOTICES: &[&str] = &[
    "暂无",
    "没有",
    "未找到",
    "建设",
    "期待",
    "更新",
    "维护",
    "完善",
    "整理",
    "升级",
    "开通",
    "点击",
    "跳转",
    "抱歉",
    "浏览器",
    "construction",
    "coming soon",
    "0条",
    "0 条",
];

/// A whole sentence is content (县长。主持县政府全面工作。) unless it says that there is none.
fn holds_sentence(text: &str) -> bool {
    text.contains('。') && text.chars().count() >= 6 && !NOTICES.iter().any(|word| text.contains(word))
}

fn evidence(content: &ColumnContent<'_>) -> Value {
    json!({
        "items": content.items.len(),
        "text_chars": content.text_chars,
        "own_links": content.own_links,
        "says": content.under_construction,
        "excerpt": content.excerpt.chars().take(80).collect::<String>(),
    })
}
