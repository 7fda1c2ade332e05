//! The tables of a report, aligned by the words of their heads and rows (R3-26); the formats of 2019 and 2021 differ in one row.

use super::super::names::{fold_title, fold_width};
use crate::model::Sheet;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The columns of table three, in their order.
pub const APPLICANTS: [&str; 7] = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"];

/// The columns of each block of table four, in their order.
pub const OUTCOMES: [&str; 5] = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];

/// A number in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A whole number.
    Number(i64),
    /// Blank, or a stroke: nothing, or not given.
    Blank,
    /// Something else; as written.
    Unreadable(String),
}

impl Cell {
    /// Its number; blank is nothing.
    #[must_use]
    pub fn value(&self) -> Option<i64> {
        match self {
            Self::Number(n) => Some(*n),
            Self::Blank => Some(0),
            Self::Unreadable(_) => None,
        }
    }
}

/// A row of table three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowKind {
    /// 一、本年新收.
    New,
    /// 二、上年结转.
    Carried,
    /// A single outcome: its group (1 to 6: 予以公开 … 其他处理) and its number in it.
    Item(u8, u8),
    /// The sum of a group, or a group that is one row.
    Group(u8),
    /// （七）总计.
    Total,
    /// 四、结转下年度.
    Next,
}

/// How many single outcomes each group has; a group of none is a row by itself.
pub const GROUP_SIZES: [u8; 7] = [0, 0, 0, 8, 3, 5, 3];

/// Table three: applications received and handled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applications {
    /// By kind of row: its label and its seven cells.
    pub rows: BTreeMap<RowKind, (String, Vec<Cell>)>,
}

impl Applications {
    /// The rows whose sum is the total; `None` when one of them was not seen.
    #[must_use]
    pub fn outcomes(&self) -> Option<Vec<RowKind>> {
        let mut rows = Vec::new();
        for group in 1..=6_u8 {
            let size = GROUP_SIZES[usize::from(group)];
            let items: Vec<RowKind> =
                (1..=size).map(|n| RowKind::Item(group, n)).filter(|r| self.rows.contains_key(r)).collect();
            if items.is_empty() {
                // 其他处理 is one row in the older format.
                let single = size == 0 || group == 6;
                rows.push(RowKind::Group(group));
                if !single || !self.rows.contains_key(&RowKind::Group(group)) {
                    return None;
                }
            } else if items.len() == usize::from(size) {
                rows.extend(items);
            } else {
                return None;
            }
        }
        Some(rows)
    }
}

/// One block of table four.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disputes {
    /// 行政复议, 未经复议直接起诉, 复议后起诉.
    pub name: String,
    /// Its five cells.
    pub cells: Vec<Cell>,
}

/// What was read of a report's tables.
#[derive(Debug, Clone, Default)]
pub struct ReportTables {
    /// Table two speaks of documents, licences and fees.
    pub disclosed: bool,
    /// The fees collected, as written in table two.
    pub fees: Option<String>,
    /// Words of table three were seen.
    pub has_applications: bool,
    /// Table three, where it could be aligned surely.
    pub applications: Option<Applications>,
    /// Words of table four were seen.
    pub has_disputes: bool,
    /// The blocks of table four that could be aligned surely.
    pub disputes: Vec<Disputes>,
}

/// Reads the tables.
pub(super) fn read(sheets: &[&Sheet]) -> ReportTables {
    let mut tables = ReportTables::default();
    for (at, sheet) in sheets.iter().enumerate() {
        let has = |words: &[&str]| sheet.rows.iter().flatten().any(|c| words.iter().any(|w| fold_title(c).contains(w)));
        tables.disclosed |= has(&["行政规范性文件", "行政事业性收费", "本年处理决定数量", "现行有效件数"]);
        tables.fees = tables.fees.take().or_else(|| fees(sheet));
        if has(&["结转下年", "本年新收"]) {
            tables.has_applications = true;
            if tables.applications.is_none() && has(&["自然人"]) {
                tables.applications = applications(&joined(sheets, at));
            }
        }
        if has(&["尚未审结"]) {
            tables.has_disputes = true;
            if tables.disputes.is_empty() {
                tables.disputes = disputes(&joined(sheets, at));
            }
        }
    }
    tables
}

/// A table that goes on in the next ones of the same width: pages of a file part it.
fn joined<'a>(sheets: &[&'a Sheet], at: usize) -> Cow<'a, [Vec<String>]> {
    let first = &sheets[at].rows;
    let width = first.first().map_or(0, Vec::len);
    let ended = |rows: &[Vec<String>]| rows.iter().flatten().any(|c| c.contains("结转下年"));
    if ended(first) {
        return Cow::Borrowed(first);
    }
    let mut rows = first.clone();
    for next in &sheets[at + 1..] {
        if next.rows.first().map_or(0, Vec::len) != width {
            break;
        }
        rows.extend(next.rows.iter().cloned());
        if ended(&next.rows) {
            break;
        }
    }
    Cow::Owned(rows)
}

fn fees(sheet: &Sheet) -> Option<String> {
    sheet.rows.iter().find(|r| r.iter().any(|c| fold_title(c) == "行政事业性收费")).and_then(|row| {
        let amount = row.iter().rev().find(|c| !c.trim().is_empty() && fold_title(c) != "行政事业性收费")?;
        Some(amount.trim().to_owned())
    })
}

/// For each column the lowest of the wanted words that stands over it.
fn roles(head: &[Vec<String>], wanted: &[&str]) -> Vec<Option<usize>> {
    let width = head.iter().map(Vec::len).max().unwrap_or(0);
    (0..width)
        .map(|c| {
            head.iter().rev().find_map(|row| {
                let word = fold_title(row.get(c)?);
                wanted.iter().position(|w| *w == word || (*w == "总计" && matches!(word.as_str(), "合计" | "总数")))
            })
        })
        .collect()
}

fn applications(rows: &[Vec<String>]) -> Option<Applications> {
    let has = |row: &[String], word: &str| row.iter().any(|c| fold_title(c).contains(word));
    let head = rows.iter().position(|r| r.iter().any(|c| fold_title(c) == "自然人"))?;
    let first = rows.iter().position(|r| has(r, "本年新收") || has(r, "本年度新收"))?;
    if first <= head {
        return None;
    }
    let roles = roles(&rows[head..first], &APPLICANTS);
    let mut columns: Vec<usize> = Vec::new();
    for wanted in 0..APPLICANTS.len() {
        let places: Vec<usize> = (0..roles.len()).filter(|&c| roles[c] == Some(wanted)).collect();
        let at = *places.first()?;
        // A cell that covers two columns says the same in both.
        let same = |c: &usize| rows[first..].iter().all(|r| r.get(*c) == r.get(at));
        if !places.iter().all(same) {
            return None;
        }
        columns.push(at);
    }
    // In another order the words are not over their numbers.
    if !columns.is_sorted() {
        return None;
    }
    let mut table = Applications::default();
    for row in &rows[first..] {
        let labels: Vec<&String> = row[..columns[0].min(row.len())].iter().filter(|l| !l.trim().is_empty()).collect();
        let Some(label) = labels.last() else { continue };
        let Some(kind) = row_kind(label, &labels) else { continue };
        let cells: Vec<Cell> = columns.iter().map(|&c| cell(row.get(c).map_or("", String::as_str))).collect();
        // A row over two lines of the file comes twice; the second holds nothing but words.
        let known = table.rows.entry(kind).or_insert_with(|| ((*label).clone(), cells.clone()));
        if known.1 != cells && cells.iter().any(|c| *c != Cell::Blank) {
            if known.1.iter().any(|c| *c != Cell::Blank) {
                return None;
            }
            known.1 = cells;
        }
    }
    let needed = [RowKind::New, RowKind::Carried, RowKind::Total, RowKind::Next];
    needed.iter().all(|k| table.rows.contains_key(k)).then_some(table)
}

/// Words of single outcomes, with their group and number.
const ITEMS: &[(&str, u8, u8)] = &[
    ("国家秘密", 3, 1),
    ("禁止公开", 3, 2),
    ("三安全一稳定", 3, 3),
    ("第三方合法权益", 3, 4),
    ("内部事务", 3, 5),
    ("过程性", 3, 6),
    ("执法案卷", 3, 7),
    ("行政查询", 3, 8),
    ("不掌握", 4, 1),
    ("没有现成", 4, 2),
    ("另行制作", 4, 2),
    ("仍不明确", 4, 3),
    ("信访", 5, 1),
    ("重复申请", 5, 2),
    ("公开出版物", 5, 3),
    ("大量反复", 5, 4),
    ("重新出具", 5, 5),
    ("逾期不补正", 6, 1),
    ("收费通知", 6, 2),
];
/// Words of groups of outcomes.
const GROUPS: &[(&str, u8)] =
    &[("予以公开", 1), ("部分公开", 2), ("不予公开", 3), ("无法提供", 4), ("不予处理", 5), ("其他处理", 6)];

/// What a row is, by its innermost label and those around it.
fn row_kind(label: &str, labels: &[&String]) -> Option<RowKind> {
    let words = fold_title(label);
    let has = |word: &str| words.contains(word);
    let around = |word: &str| labels.iter().any(|l| fold_title(l).contains(word));
    if has("新收") {
        return Some(RowKind::New);
    }
    if has("结转下年") {
        return Some(RowKind::Next);
    }
    if has("上年结转") || has("上年度结转") {
        return Some(RowKind::Carried);
    }
    if let Some((_, group, number)) = ITEMS.iter().find(|(w, ..)| has(w)) {
        return Some(RowKind::Item(*group, *number));
    }
    if let Some((_, group)) = GROUPS.iter().find(|(w, _)| has(w)) {
        return Some(RowKind::Group(*group));
    }
    if has("小计") {
        return GROUPS.iter().find(|(w, _)| around(w)).map(|(_, group)| RowKind::Group(*group));
    }
    if has("总计") || has("合计") {
        return Some(RowKind::Total);
    }
    let bare = words.trim_start_matches(|c: char| c.is_ascii_digit());
    (bare == "其他" || bare == "其它").then_some(RowKind::Item(6, 3))
}

fn disputes(rows: &[Vec<String>]) -> Vec<Disputes> {
    let Some(from) = rows.iter().position(|r| r.iter().any(|c| fold_title(c) == OUTCOMES[0])) else {
        return Vec::new();
    };
    let is_head = |r: &[String]| r.iter().any(|c| OUTCOMES.contains(&fold_title(c).as_str()));
    let Some(last) = rows.iter().rposition(|r| is_head(r)) else { return Vec::new() };
    let Some(numbers) = rows.get(last + 1) else { return Vec::new() };
    // More than one row of numbers is another form of the table.
    if rows[last + 2..].iter().any(|r| r.iter().any(|c| matches!(cell(c), Cell::Number(_)))) {
        return Vec::new();
    }
    let head = &rows[from..=last];
    let roles = roles(head, &OUTCOMES);
    let mut blocks = Vec::new();
    let mut c = 0;
    while c + OUTCOMES.len() <= roles.len() {
        if (0..OUTCOMES.len()).all(|n| roles[c + n] == Some(n)) {
            let name = name_of(&rows[..=last], c, blocks.len());
            let cells = (c..c + OUTCOMES.len()).map(|at| cell(numbers.get(at).map_or("", String::as_str))).collect();
            blocks.push(Disputes { name: name.to_owned(), cells });
            c += OUTCOMES.len();
        } else {
            c += 1;
        }
    }
    blocks
}

fn name_of(head: &[Vec<String>], column: usize, at: usize) -> &'static str {
    const NAMES: [&str; 3] = ["行政复议", "未经复议直接起诉", "复议后起诉"];
    let told = head.iter().rev().find_map(|r| {
        let word = fold_title(r.get(column)?);
        ["行政复议", "未经复议", "复议后"].iter().position(|w| word.contains(w))
    });
    NAMES[told.unwrap_or(at.min(2))]
}

/// The number in a cell: full width, blanks and marks of thousands inside, a unit after it.
#[must_use]
pub(super) fn cell(text: &str) -> Cell {
    let plain: String = fold_width(text)
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, ',' | '\u{200b}' | '\u{feff}'))
        .collect();
    let bare = plain.trim_end_matches(['件', '条', '次', '个', '宗', '份']);
    if bare.chars().all(|c| matches!(c, '/' | '-' | '—' | '–' | '－' | '\\' | '无' | '、' | '_' | '―' | '─'))
    {
        return Cell::Blank;
    }
    let whole = bare.split_once('.').filter(|(_, f)| f.chars().all(|c| c == '0')).map_or(bare, |(w, _)| w);
    match whole.parse::<i64>() {
        Ok(n) if whole.len() <= 12 && whole.bytes().all(|b| b.is_ascii_digit()) => Cell::Number(n),
        _ => Cell::Unreadable(plain.chars().take(20).collect()),
    }
}

/// An amount of money in a cell, in hundredths; `None` when it is no number.
#[must_use]
pub fn amount(text: &str) -> Option<i64> {
    let plain: String = fold_width(text).chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    let digits: String = plain.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let number: f64 = digits.parse().ok()?;
    #[expect(clippy::cast_possible_truncation, reason = "amounts in ten thousands of yuan are small")]
    (number < 1e12).then_some((number * 100.0).round() as i64)
}
