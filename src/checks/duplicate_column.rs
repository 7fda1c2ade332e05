//! ## 查什么
//! 有没有意思相同或内容相同的两个栏目。
//! ## 为什么
//! 要求整合内容相似的栏目、频道、专题，栏目布局合理规范（R3-05；发展指引要求同类栏目统一设置，R2-13）。
//! ## 怎么判
//! 比较全站读到的栏目页。名称相同、条目也完全相同的两个栏目不通过。内容相同而名称不同的，或在同一上级栏目（或同在首页菜单）下名称意
//! 思相同（去掉“专栏”“公开”一类字样后相同，或属通行的同义名）而内容不同的，待人工核实。同一栏目的两个地址（只差参数、index、序号、
//! 主机前缀，或栏目编号相同）、上下级栏目显示同一列表的、各部门各自的同名栏目，不算重复。
//! ## 局限
//! 栏目内容由脚本绘制的无从比较；意思相近但不在同义词里的看不出来。有菜单页未访问的，整项待人工核实。
//!
//! # English
//!
//! ## What it looks at
//! Whether two columns mean the same or hold the same.
//! ## Why
//! Similar columns are to be merged (R3-05, R2-13).
//! ## How it decides
//! Column pages that were read are compared. Same name and the very same entries: failed. Same entries under different names, or names
//! of the same meaning under one parent (or both in the home page's menu): for a person. Two addresses of one column (query, index, page
//! number, host prefix, same column number), a column and the one above it, and departments' own columns of the same name are none.
//! ## Limits
//! Lists drawn by script can't be compared; likeness beyond the usual synonyms is not seen.

use super::page_mark::{NoParams, page_violation, unseen};
use super::{Check, Measure};
use crate::facts::{Facts, column_core, fold_name, lies_below};
use crate::model::{Reason, Severity, Text, Undetermined, Verdict, Violation};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "duplicate-column",
    title: ("重复栏目", "Duplicate columns"),
    source: include_str!("duplicate_column.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(DuplicateColumn))
    },
};

#[derive(Debug)]
struct DuplicateColumn;

/// Names of one meaning (R3-05). The channel 政务公开 and the platform 政府信息公开 are two things side by side.
const SAME: &[&[&str]] = &[
    &["机构职能", "组织机构", "机构设置", "机构概况", "机关简介"],
    &["政策文件", "政策法规", "法律法规"],
    &["财政预决算", "预算决算", "财政信息", "预决算公开", "财政资金"],
    &["通知公告", "公示公告", "公告公示", "公告通知"],
    &["政务要闻", "要闻动态", "政务动态", "时政要闻"],
    &["回应关切", "热点回应", "舆情回应", "政务舆情回应"],
    &["意见征集", "民意征集", "征集调查", "网上征集"],
    &["领导之窗", "领导信息", "政府领导"],
];

/// Entries that two lists must have in common before they are the same.
const ENOUGH: usize = 3;

/// A column that was read.
struct Column<'a> {
    page: usize,
    name: &'a str,
    folded: String,
    meaning: String,
    url: Url,
    /// The names of the columns above it.
    above: Vec<String>,
    /// It stands in the home page's menu and under no other column.
    top: bool,
    entries: BTreeSet<&'a str>,
}

impl Measure for DuplicateColumn {
    fn measure(&self, facts: &Facts) -> Verdict {
        if let Err(missing) = facts.home() {
            return unseen(facts, missing);
        }
        let columns = read(facts);
        let mut verdict = Verdict { tested: columns.len() as u64, ..Verdict::default() };
        let mut told: BTreeSet<(usize, usize)> = BTreeSet::new();
        for (a, b) in alike(&columns) {
            let (one, other) = (&columns[a], &columns[b]);
            if one.is_other_address_of(other) || one.is_above_or_below(other) || !told.insert((a, b)) {
                continue;
            }
            answer(facts, one, other, &mut verdict);
        }
        // What was not seen may repeat what was.
        verdict.open_ended = facts.unseen_columns().next().is_some();
        verdict
    }

    fn params(&self) -> Value {
        json!({})
    }
}

fn read(facts: &Facts) -> Vec<Column<'_>> {
    let read = |column: &'_ crate::facts::ColumnPage| -> Option<(usize, Url, Vec<String>)> {
        let page = facts.pages[column.page].readable()?;
        let url = Url::parse(facts.pages[column.page].url()).ok()?;
        let steps = page.breadcrumbs.len().saturating_sub(1);
        let above =
            page.breadcrumbs[..steps].iter().map(|c| fold_name(&c.text)).filter(|n| !n.ends_with("首页")).collect();
        Some((column.page, url, above))
    };
    let mut columns = Vec::new();
    for column in &facts.columns().pages {
        let Some((page, url, above)) = read(column) else { continue };
        let Ok(content) = facts.column_content(page) else { continue };
        let folded = fold_name(&column.name);
        let entries = content.items.iter().map(|i| i.target.as_str()).filter(|t| !t.is_empty()).collect();
        let fact = &facts.pages[page];
        let top = above.is_empty() && facts.columns().in_menu(&fact.key) && facts.columns().is_on_home(fact.url());
        let (name, meaning) = (column.name.as_str(), meaning(&folded));
        columns.push(Column { page, name, folded, meaning, url, above, top, entries });
    }
    columns
}

fn meaning(folded: &str) -> String {
    let core = column_core(folded);
    SAME.iter()
        .find(|group| group.iter().any(|n| *n == folded || column_core(n) == core))
        .map_or(core, |group| group[0].to_owned())
}

/// Pairs that share a meaning or all their entries, the earlier first.
fn alike(columns: &[Column<'_>]) -> Vec<(usize, usize)> {
    let mut by_meaning: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut by_entries: BTreeMap<&BTreeSet<&str>, Vec<usize>> = BTreeMap::new();
    for (at, column) in columns.iter().enumerate() {
        by_meaning.entry(&column.meaning).or_default().push(at);
        if column.entries.len() >= ENOUGH {
            by_entries.entry(&column.entries).or_default().push(at);
        }
    }
    let mut pairs = BTreeSet::new();
    for group in by_meaning.values().chain(by_entries.values()) {
        for (n, &a) in group.iter().enumerate() {
            for &b in &group[n + 1..] {
                let (one, other) = (&columns[a], &columns[b]);
                if one.holds_the_same(other) || one.stands_beside(other) {
                    pairs.insert((a, b));
                }
            }
        }
    }
    pairs.into_iter().collect()
}

impl Column<'_> {
    fn holds_the_same(&self, other: &Self) -> bool {
        self.entries.len() >= ENOUGH && self.entries == other.entries
    }

    /// Under one parent; columns of two departments are no sisters.
    fn stands_beside(&self, other: &Self) -> bool {
        (!self.above.is_empty() && self.above == other.above) || (self.top && other.top)
    }

    /// The same column at another address.
    fn is_other_address_of(&self, other: &Self) -> bool {
        let (a, b) = (stem(&self.url), stem(&other.url));
        let numbers = |u: &Url| -> Vec<String> {
            let text = format!("{}?{}", u.path(), u.query().unwrap_or_default());
            let parts = text.split(|c: char| !c.is_ascii_digit()).filter(|n| n.len() >= 3);
            parts.map(str::to_owned).collect()
        };
        let last = |u: &Url| numbers(u).pop();
        a == b || (last(&self.url).is_some() && last(&self.url) == last(&other.url) && self.folded == other.folded)
    }

    fn is_above_or_below(&self, other: &Self) -> bool {
        lies_below(&self.url, other.url.as_str())
            || lies_below(&other.url, self.url.as_str())
            || self.above.contains(&other.folded)
            || other.above.contains(&self.folded)
    }
}

/// An address without host prefix, index, extension and page number.
fn stem(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    let host = ["www.", "m.", "wap.", "mobile."].iter().find_map(|p| host.strip_prefix(p)).unwrap_or(host);
    let path = url.path().trim_end_matches('/');
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let name = file.split('.').next().unwrap_or_default();
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['_', '-']);
    let is_index = ["index", "list", "default", ""].contains(&name) && (file.contains('.') || name.is_empty());
    // A number that is the name itself tells one column from another.
    let kept = if is_index {
        ""
    } else if name.is_empty() || !file.contains(['_', '-']) {
        file
    } else {
        name
    };
    format!("{host}{folder}/{kept}").trim_end_matches('/').to_ascii_lowercase()
}

fn answer(facts: &Facts, one: &Column<'_>, other: &Column<'_>, verdict: &mut Verdict) {
    let (url, second) = (facts.pages[one.page].url(), facts.pages[other.page].url());
    let same = one.holds_the_same(other);
    let evidence = json!({
        "columns": [one.name, other.name],
        "addresses": [url, second],
        "entries": one.entries.len(),
        "common_entries": one.entries.intersection(&other.entries).count(),
    });
    if same && one.folded == other.folded {
        let message = Text::new(
            format!("栏目“{}”设置了两处，名称和内容都相同（另一处 {second}），请合并", one.name),
            format!(
                "the column \"{}\" stands twice with the same name and entries (also {second}); merge them",
                one.name
            ),
        );
        let violation = page_violation(url, message, evidence);
        let target = Some(second.to_owned());
        verdict.violations.push(Violation { target, severity: Severity::Minor, ..violation });
        return;
    }
    let message = if same {
        Text::new(
            format!("栏目“{}”与“{}”内容相同，请核实是否重复设置", one.name, other.name),
            format!(
                "the columns \"{}\" and \"{}\" hold the same entries; look whether one is superfluous",
                one.name, other.name
            ),
        )
    } else {
        Text::new(
            format!("栏目“{}”与“{}”名称意思相同，请核实是否重复设置", one.name, other.name),
            format!(
                "the columns \"{}\" and \"{}\" mean the same; look whether one is superfluous",
                one.name, other.name
            ),
        )
    };
    verdict.undetermined.push(Undetermined {
        url: url.to_owned(),
        target: Some(second.to_owned()),
        reason: Reason::Ambiguous,
        message,
        evidence,
    });
}
