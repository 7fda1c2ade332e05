//! How a published catalogue's table is read: which column is what, told by its header.

use super::Sheet;

/// Which column of a table is what. A table without items lists fields alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CatalogueColumns {
    /// The first row below the header.
    pub first: usize,
    /// 领域.
    pub field: Option<usize>,
    /// 事项, from the broadest to the narrowest.
    pub items: Vec<usize>,
    /// 公开主体, 责任单位.
    pub units: Vec<usize>,
    /// 县级 under 公开层级.
    pub county: Option<usize>,
    /// 乡镇、村级 under 公开层级.
    pub town: Option<usize>,
    /// 公开层级 written as words.
    pub level: Option<usize>,
}

/// What the head of a column says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    Field,
    Item,
    Unit,
    County,
    Town,
    Level,
    /// Another column that only a catalogue has: 公开内容, 公开依据, 公开时限 …
    Other,
}

/// Rows in which the header may begin: titles and notes stand above it.
const HEADER_WITHIN: usize = 8;

/// One row of a published catalogue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CatalogueRow {
    /// The field, where the table has a column for it.
    pub field: String,
    /// The item, from the broadest to the narrowest name.
    pub item: Vec<String>,
    /// Responsible units as written; empty when none are named.
    pub unit: String,
    /// Whether the county publishes it; `None` when the table does not say.
    pub county: Option<bool>,
}

impl Sheet {
    /// The columns, when the table is a catalogue of items to be disclosed: a column of items and two more that only
    /// such a catalogue has.
    #[must_use]
    pub fn catalogue_columns(&self) -> Option<CatalogueColumns> {
        (0..self.rows.len().min(HEADER_WITHIN)).find_map(|top| self.columns_from(top))
    }

    fn columns_from(&self, top: usize) -> Option<CatalogueColumns> {
        let own: Vec<Option<Head>> = self.rows[top].iter().map(|c| head(c, "")).collect();
        let items = own.contains(&Some(Head::Item)) && distinct(&self.rows[top], &own) >= 3;
        // A list of fields with who is responsible for each.
        let fields = own.contains(&Some(Head::Field)) && own.contains(&Some(Head::Unit));
        if !items && !fields {
            return None;
        }
        // A second line tells the first's parts: 一级事项 | 二级事项, 县级 | 乡级.
        let mut columns = CatalogueColumns { first: top + 1, ..CatalogueColumns::default() };
        let mut below: Option<&Vec<String>> = None;
        if let Some(next) = self.rows.get(top + 1) {
            let parts = next.iter().zip(&self.rows[top]).filter(|(b, a)| *b != *a && is_part(b)).count();
            let same = next.iter().zip(&self.rows[top]).filter(|(b, a)| b == a).count();
            if parts >= 2 || (parts >= 1 && same >= 2) || same == next.len() {
                below = Some(next);
                columns.first = top + 2;
            }
        }
        for (at, above) in self.rows[top].iter().enumerate() {
            let part = below.and_then(|b| b.get(at)).filter(|b| *b != above).map_or("", String::as_str);
            match head(above, part) {
                Some(Head::Field) if columns.field.is_none() => columns.field = Some(at),
                Some(Head::Item) => columns.items.push(at),
                Some(Head::Unit) => columns.units.push(at),
                Some(Head::County) if columns.county.is_none() => columns.county = Some(at),
                Some(Head::Town) if columns.town.is_none() => columns.town = Some(at),
                Some(Head::Level) if columns.level.is_none() => columns.level = Some(at),
                _ => {}
            }
        }
        Some(columns)
    }

    /// The rows of a catalogue, each item once; notes, empty rows and repeated headers left out.
    #[must_use]
    pub fn catalogue_rows(&self, columns: &CatalogueColumns) -> Vec<CatalogueRow> {
        let header = &self.rows[columns.first.saturating_sub(1)];
        let mut rows: Vec<CatalogueRow> = Vec::new();
        for row in self.rows.iter().skip(columns.first) {
            let mut item: Vec<String> = Vec::new();
            for &at in &columns.items {
                let text = tidy(&row[at]);
                if is_name(&text) && header[at] != row[at] && item.last() != Some(&text) {
                    item.push(text);
                }
            }
            // A note runs over the whole width.
            let flat = row.iter().filter(|c| !c.is_empty()).all(|c| Some(c) == row.iter().find(|c| !c.is_empty()));
            let field =
                columns.field.map(|at| tidy(&row[at])).filter(|t| is_name(t) && !is_note(t)).unwrap_or_default();
            let nothing = item.is_empty() && (!columns.items.is_empty() || field.is_empty());
            if nothing || (flat && row.len() > 2 && row[0] == row[row.len() - 1]) || item.iter().any(|i| is_note(i)) {
                continue;
            }
            let units: Vec<&str> = columns.units.iter().map(|&at| row[at].trim()).filter(|t| is_unit(t)).collect();
            let found = CatalogueRow {
                field,
                item,
                unit: units.first().copied().unwrap_or_default().to_owned(),
                county: county(columns, row),
            };
            // A merged item runs over the rows of its contents; any row that says county makes it the county's.
            match rows.iter_mut().find(|r| r.field == found.field && r.item == found.item) {
                Some(known) => {
                    known.county = match (known.county, found.county) {
                        (Some(true), _) | (_, Some(true)) => Some(true),
                        (a, b) => a.or(b),
                    };
                    if known.unit.is_empty() {
                        known.unit = found.unit;
                    }
                }
                None => rows.push(found),
            }
        }
        rows
    }
}

/// How many different columns the header names; a merged head stands several times.
fn distinct(row: &[String], heads: &[Option<Head>]) -> usize {
    let mut seen: Vec<&str> = Vec::new();
    for (text, head) in row.iter().zip(heads) {
        if head.is_some() && !seen.contains(&text.as_str()) {
            seen.push(text);
        }
    }
    seen.len()
}

fn solid(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What a head means; `part` is the line below it where the head has parts.
fn head(above: &str, part: &str) -> Option<Head> {
    let (above, part) = (solid(above), solid(part));
    // Heads are short; a sentence is content.
    if above.chars().count() > 24 || part.chars().count() > 24 {
        return None;
    }
    let is = |text: &str, words: &[&str]| words.iter().any(|w| text.contains(w));
    if is(&part, &["县级", "区级", "市级"]) || part == "县" || part == "区" {
        return Some(Head::County);
    }
    if is(&part, &["乡", "镇", "街道", "村", "社区"]) && part.chars().count() <= 10 {
        return Some(Head::Town);
    }
    if is(&above, &["公开层级", "层级"]) {
        return Some(Head::Level);
    }
    if is(&above, &["公开领域", "试点领域"]) || above == "领域" || above == "领域名称" || above == "公开领域名称"
    {
        return Some(Head::Field);
    }
    if is(&above, &["责任单位", "责任部门", "公开主体", "责任主体", "公开单位", "公开责任", "责任科室", "责任股室"])
    {
        return Some(Head::Unit);
    }
    if is(&above, &["内容", "要素", "依据", "时限", "时间", "渠道", "载体", "对象", "方式", "范围"])
    {
        return is(&above, &["公开", "要素"]).then_some(Head::Other);
    }
    if is(&above, &["事项"]) && !is(&above, &["办事", "依据"]) {
        return Some(Head::Item);
    }
    None
}

/// A word that stands below a head with parts.
fn is_part(text: &str) -> bool {
    let text = solid(text);
    let known = [
        "一级事项",
        "二级事项",
        "三级事项",
        "一级",
        "二级",
        "三级",
        "县级",
        "乡级",
        "村级",
        "乡镇级",
        "区级",
        "镇级",
        "市级",
        "全社会",
        "特定群体",
        "特定人群",
        "社会",
        "主动",
        "依申请",
        "依申请公开",
        "主动公开",
        "乡村级",
        "镇街级",
        "县",
        "乡",
    ];
    known.contains(&text.as_str()) || (text.ends_with('级') && text.chars().count() <= 8)
}

/// Blanks inside Chinese words and leading numbers dropped: `（一） 征地 公告` → `征地公告`.
fn tidy(text: &str) -> String {
    let joined: String = text.split_whitespace().collect::<Vec<_>>().join(if text.is_ascii() { " " } else { "" });
    let bare = joined.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '．' | '、' | '(' | '（'));
    let bare = match bare.char_indices().find(|(_, c)| !"一二三四五六七八九十".contains(*c)) {
        Some((at, '、' | '）' | ')' | '.')) if at > 0 => bare[at..].trim_start_matches(['、', '）', ')', '.', ' ']),
        _ => bare.trim_start_matches(['）', ')', '、', '.', ' ']),
    };
    if bare.is_empty() { joined } else { bare.to_owned() }
}

fn is_name(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2 && text.chars().count() <= 60
}

fn is_note(text: &str) -> bool {
    ["备注", "说明：", "填表", "注：", "合计", "填报"].iter().any(|w| text.starts_with(w))
}

/// A dash or a blank names nobody.
fn is_unit(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !["无", "暂无", "待定"].contains(&text)
}

/// Whether a cell is ticked.
fn ticked(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && !["×", "✗", "✘", "X", "x", "否", "无", "-", "—", "——", "/", "0", "□"].contains(&text)
}

fn county(columns: &CatalogueColumns, row: &[String]) -> Option<bool> {
    if let Some(at) = columns.county {
        let town = columns.town.map(|t| ticked(&row[t]));
        // A row in which nothing is ticked says nothing.
        return if ticked(&row[at]) {
            Some(true)
        } else if town == Some(true) {
            Some(false)
        } else {
            None
        };
    }
    let words = row[columns.level?].as_str();
    if ["县", "区级", "市级", "本级"].iter().any(|w| words.contains(w)) {
        Some(true)
    } else if ["乡", "镇", "村", "街道", "社区"].iter().any(|w| words.contains(w)) {
        Some(false)
    } else {
        None
    }
}
