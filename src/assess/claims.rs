//! People's marks, read back from their workbooks: every mistake at once, each with its cell and what to do.

use super::entries::{held, marks, verdict};
use super::open::OpenRule;
use super::sheet::{Cell, Sheet, letters, sheets};
use crate::model::{AskColumn, AskKey, HandMark, HandVerdict, Lang, Text};
use crate::rules::RuleSet;
use crate::score::HandMarks;
use std::collections::BTreeMap;

/// What marks can be given on.
#[derive(Debug)]
pub struct Offered<'a> {
    /// The pack.
    pub set: &'a RuleSet,
    /// The year.
    pub year: i16,
    /// What is open, by site.
    pub sites: BTreeMap<String, Vec<OpenRule>>,
    /// Only some sites are assessed now: rows of others are passed over.
    pub some_only: bool,
}

/// What the workbooks say.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Claims {
    /// Marks by site and rule.
    pub marks: BTreeMap<String, HandMarks>,
    /// What is odd and stops nothing.
    pub notes: Vec<Text>,
}

/// A mistake in a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkFault {
    /// The file.
    pub file: String,
    /// The sheet, unless the whole file is meant.
    pub sheet: String,
    /// The row, from 1; 0 when the whole sheet is meant.
    pub row: u32,
    /// The column: its letters and its heading.
    pub column: String,
    /// What was found and what to do.
    pub message: Text,
}

impl MarkFault {
    /// One line.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let place = place(lang, &self.file, &self.sheet, self.row, &self.column);
        format!("{place}{}{}", if lang == Lang::Zh { "：" } else { ": " }, self.message.pick(lang))
    }
}

fn place(lang: Lang, file: &str, sheet: &str, row: u32, column: &str) -> String {
    let mut out = file.to_owned();
    let mut add = |text: String| {
        out.push_str(if lang == Lang::Zh { "，" } else { ", " });
        out.push_str(&text);
    };
    if !sheet.is_empty() {
        add(if lang == Lang::Zh { format!("工作表“{sheet}”") } else { format!("sheet \"{sheet}\"") });
    }
    if row > 0 {
        add(if lang == Lang::Zh { format!("第 {row} 行") } else { format!("row {row}") });
    }
    if !column.is_empty() {
        add(if lang == Lang::Zh { format!("{column} 列") } else { format!("column {column}") });
    }
    out
}

/// Reads workbooks, each with its name. Nothing is taken unless all of it is right.
pub fn read_marks(files: &[(String, Vec<u8>)], offered: &Offered<'_>) -> Result<Claims, Vec<MarkFault>> {
    let mut reader = Reader { offered, claims: Claims::default(), faults: Vec::new(), passed_over: 0 };
    for (name, bytes) in files {
        reader.file(name, bytes);
    }
    if !reader.faults.is_empty() {
        return Err(reader.faults);
    }
    if reader.passed_over > 0 {
        let n = reader.passed_over;
        reader.claims.notes.push(Text::new(
            format!("{n} 行属于这次没有选的网站，未读"),
            format!("{n} rows belong to sites that are not selected now; they were passed over"),
        ));
    }
    Ok(reader.claims)
}

struct Reader<'a> {
    offered: &'a Offered<'a>,
    claims: Claims,
    faults: Vec<MarkFault>,
    passed_over: u64,
}

/// Where one row stands.
#[derive(Clone, Copy)]
struct Row<'a> {
    file: &'a str,
    sheet: &'a str,
    number: u32,
    columns: &'a BTreeMap<AskColumn, u32>,
    cells: &'a BTreeMap<u32, Cell>,
}

impl<'a> Row<'a> {
    fn cell(&self, column: AskColumn) -> Option<&'a Cell> {
        self.cells.get(self.columns.get(&column)?)
    }

    fn text(&self, column: AskColumn) -> String {
        self.cell(column).map(Cell::shown).unwrap_or_default()
    }

    fn fault(&self, column: Option<AskColumn>, message: Text) -> MarkFault {
        let named = column.and_then(|c| Some((c, self.columns.get(&c)?)));
        MarkFault {
            file: self.file.to_owned(),
            sheet: self.sheet.to_owned(),
            row: self.number,
            column: named.map_or_else(String::new, |(c, at)| format!("{} {}", letters(*at), c.heading().0)),
            message,
        }
    }
}

/// Rows in which headings are looked for.
const HEAD: usize = 30;

impl Reader<'_> {
    fn file(&mut self, name: &str, bytes: &[u8]) {
        let whole =
            |message| MarkFault { file: name.to_owned(), sheet: String::new(), row: 0, column: String::new(), message };
        let book = match sheets(bytes) {
            Ok(book) => book,
            Err(why) => {
                return self.faults.push(whole(Text::new(
                    format!("不是能读的 xlsx 工作簿（{why}）；请给出用 --prepare 生成、另存为 .xlsx 的评分表"),
                    format!(
                        "not an xlsx workbook that can be read ({why}); give one made with --prepare and saved as .xlsx"
                    ),
                )));
            }
        };
        let mut found = false;
        for sheet in &book {
            found |= self.sheet(name, sheet);
        }
        if !found {
            self.faults.push(whole(Text::new(
                "没有一张工作表是人工评分表（找不到“行键”“得分”“结论”这些列）；请用 --prepare 生成的工作簿",
                "no sheet of it holds marks (no columns 行键/Row key, 得分/Marks given, 结论/Verdict); use the workbook made with --prepare",
            )));
        }
    }

    /// Whether it is a sheet of marks.
    fn sheet(&mut self, file: &str, sheet: &Sheet) -> bool {
        let Some((head, columns)) = headings(sheet) else { return false };
        let lacking: Vec<AskColumn> =
            AskColumn::ALL.into_iter().filter(|c| c.is_needed() && !columns.contains_key(c)).collect();
        if !lacking.is_empty() {
            let list = |pick: fn((&'static str, &'static str)) -> &'static str| {
                lacking.iter().map(|c| format!("“{}”", pick(c.heading()))).collect::<Vec<_>>().join("、")
            };
            self.faults.push(MarkFault {
                file: file.to_owned(),
                sheet: sheet.name.clone(),
                row: head,
                column: String::new(),
                message: Text::new(
                    format!("缺少列{}；列可以移动，不能删除或改名，请从原工作簿补回", list(|h| h.0)),
                    format!("columns {} are missing; they may be moved, not removed or renamed: take them from the workbook as it was made", list(|h| h.1)),
                ),
            });
            return true;
        }
        let mut foreign: Vec<(Text, u32, u64)> = Vec::new();
        for (number, cells) in sheet.rows.range(head + 1..) {
            let row = Row { file, sheet: &sheet.name, number: *number, columns: &columns, cells };
            if let Some(message) = self.row(&row) {
                match foreign.iter_mut().find(|(known, ..)| *known == message) {
                    Some((.., count)) => *count += 1,
                    None => foreign.push((message, *number, 1)),
                }
            }
        }
        for (mut message, row, count) in foreign {
            if count > 1 {
                message.zh = format!("{}（共 {count} 行）", message.zh);
                message.en = format!("{} ({count} rows)", message.en);
            }
            let column = String::new();
            let (file, sheet) = (file.to_owned(), sheet.name.clone());
            self.faults.push(MarkFault { file, sheet, row, column, message });
        }
        true
    }

    /// Takes one row; gives what is wrong when it belongs to another workbook altogether.
    fn row(&mut self, row: &Row<'_>) -> Option<Text> {
        let filled = row.cell(AskColumn::Marks).is_some() || row.cell(AskColumn::Verdict).is_some();
        let Some(written) = row.cell(AskColumn::Key).map(Cell::shown) else {
            if filled {
                self.faults.push(row.fault(
                    Some(AskColumn::Key),
                    Text::new(
                        "这一行填了评分，却没有行键，不知道评的是哪一条；请填在原来的行里",
                        "this row is filled in and has no row key, so nobody knows what it marks; fill in the row that was there",
                    ),
                ));
            }
            return None;
        };
        let Some(key) = AskKey::read(&written) else {
            let shown: String = written.chars().take(40).collect();
            self.faults.push(row.fault(
                Some(AskColumn::Key),
                Text::new(
                    format!("行键“{shown}”被改动过，认不出来；请从原工作簿复制回这一格"),
                    format!("the row key \"{shown}\" was changed and can't be read; copy this cell from the workbook as it was made"),
                ),
            ));
            return None;
        };
        if let Some(message) = self.foreign(&key) {
            return Some(message);
        }
        let known = self.offered.sites.get(&key.site);
        if known.is_none() {
            if self.offered.some_only {
                self.passed_over += 1;
            } else if filled {
                self.faults.push(row.fault(
                    None,
                    Text::new(
                        format!("网站 {} 本期没有检查，评分无处可记；请核对 --db 与年份", key.site),
                        format!("the site {} has no run in the period; see that --db and the year are right", key.site),
                    ),
                ));
            }
            return None;
        }
        let set = self.offered.set;
        if !set.rules.iter().any(|r| r.id == key.rule) && !set.indicators.iter().any(|i| i.id == key.rule) {
            self.faults.push(row.fault(
                None,
                Text::new(
                    format!("规则包里没有规则或指标 {}；请重新用 --prepare 生成工作簿", key.rule),
                    format!("the pack has no rule or indicator {}; make the workbook again with --prepare", key.rule),
                ),
            ));
            return None;
        }
        if filled {
            let open = known.and_then(|open| open.iter().find(|o| o.id == key.rule));
            self.claim(row, &key, open);
        }
        None
    }

    fn foreign(&self, key: &AskKey) -> Option<Text> {
        let pack = &self.offered.set.pack.reference;
        if key.pack != pack.id {
            return Some(Text::new(
                format!("这是规则包 {} 的评分表，现在评的是 {}；请换 --rules 或换工作簿", key.pack, pack.id),
                format!(
                    "this workbook belongs to the pack {}, the one assessed now is {}; change --rules or the workbook",
                    key.pack, pack.id
                ),
            ));
        }
        if key.sha256 != pack.sha256 {
            let (old, new): (String, String) =
                (key.sha256.chars().take(12).collect(), pack.sha256.chars().take(12).collect());
            return Some(Text::new(
                format!(
                    "这是规则包 {} 另一版的评分表（校验值 {old}，现在是 {new}）；请用同一版规则包，或用 --prepare 重新生成",
                    pack.id
                ),
                format!(
                    "this workbook belongs to another version of {} (digest {old}, now {new}); use that version, or make the workbook again with --prepare",
                    pack.id
                ),
            ));
        }
        (key.year != self.offered.year).then(|| {
            Text::new(
                format!("这是 {} 年的评分表，现在评的是 {} 年；请换 --year 或换工作簿", key.year, self.offered.year),
                format!(
                    "this workbook is for {}, the year assessed now is {}; change --year or the workbook",
                    key.year, self.offered.year
                ),
            )
        })
    }

    fn claim(&mut self, row: &Row<'_>, key: &AskKey, open: Option<&OpenRule>) {
        let before = self.faults.len();
        let points = match row.cell(AskColumn::Marks).map(marks) {
            None => None,
            Some(Ok(points)) => Some(points),
            Some(Err(message)) => {
                self.faults.push(row.fault(Some(AskColumn::Marks), message));
                None
            }
        };
        let verdict = match row.cell(AskColumn::Verdict).map(verdict) {
            None => None,
            Some(Ok(verdict)) => Some(verdict),
            Some(Err(message)) => {
                self.faults.push(row.fault(Some(AskColumn::Verdict), message));
                None
            }
        };
        let mark = HandMark {
            verdict,
            points,
            reason: row.text(AskColumn::Reason),
            assessor: row.text(AskColumn::Assessor),
            date: row.text(AskColumn::Date),
            comment: row.text(AskColumn::Comment),
            place: place(Lang::Zh, row.file, row.sheet, row.number, ""),
            run: key.run.clone(),
        };
        if self.faults.len() == before
            && let Some(open) = open
        {
            let same_run = open.run == key.run;
            self.faults.extend(held(&mark, &open.room, same_run).into_iter().map(|(c, m)| row.fault(Some(c), m)));
        }
        if self.faults.len() > before || !mark.decides() {
            return;
        }
        let known = self.claims.marks.entry(key.site.clone()).or_default();
        let Some(first) = known.get(&key.rule) else {
            known.insert(key.rule.clone(), mark);
            return;
        };
        let named = format!("{} {}", key.site, key.rule);
        if first.says_as(&mark) {
            self.claims.notes.push(Text::new(
                format!("{named} 评了两次，内容相同，只计一次：{}；{}", first.place, mark.place),
                format!(
                    "{named} is marked twice with the same values and counts once: {}; {}",
                    first.place, mark.place
                ),
            ));
        } else {
            let (a, b) = (said(first), said(&mark));
            self.faults.push(row.fault(
                None,
                Text::new(
                    format!("{named} 已在“{}”评过，两处不一致（{} 与 {}）；请只留一处", first.place, a.zh, b.zh),
                    format!(
                        "{named} is marked already in {}, and they contradict each other ({} and {}); keep one",
                        first.place, a.en, b.en
                    ),
                ),
            ));
        }
    }
}

/// What a mark says, in a few words.
fn said(mark: &HandMark) -> Text {
    let verdict = mark.verdict.map_or_else(Text::default, HandVerdict::words);
    let points = mark.points.map_or_else(String::new, |p| p.to_string());
    Text::new(format!("{}{points}", verdict.zh), format!("{} {points}", verdict.en).trim().to_owned())
}

/// The first row that looks like headings, and which column is which. A heading met twice counts where it stands first.
fn headings(sheet: &Sheet) -> Option<(u32, BTreeMap<AskColumn, u32>)> {
    for (number, cells) in sheet.rows.iter().take(HEAD) {
        let mut columns = BTreeMap::new();
        for (at, cell) in cells {
            let Cell::Text(text) = cell else { continue };
            let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            let is = |name: &str| plain.eq_ignore_ascii_case(&name.replace(' ', ""));
            if let Some(known) = AskColumn::ALL.into_iter().find(|c| is(c.heading().0) || is(c.heading().1)) {
                columns.entry(known).or_insert(*at);
            }
        }
        if columns.len() >= 3 {
            return Some((*number, columns));
        }
    }
    None
}
