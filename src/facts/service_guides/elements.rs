//! Which elements a guide gives: labels with what follows them, in text and in tables.

use super::super::names::{fold_title, fold_width};
use super::told::tells;
use crate::model::{FileContent, GUIDE_ELEMENTS, Page, guide_element, guide_matter};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Whether a guide gives an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum ElementState {
    /// No label and no word of it.
    #[default]
    Absent,
    /// Its label is there and nothing after it.
    Blank,
    /// Told in running text, without a label.
    Mentioned,
    /// There.
    There,
}

/// The elements of one guide.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GuideElements {
    /// Of each kind.
    pub state: [ElementState; 8],
}

impl GuideElements {
    /// Reads a guide, with the files it offers that were read.
    #[must_use]
    pub fn of(page: &Page, title: &str, files: &[&FileContent]) -> Self {
        let mut found = Self::default();
        let mut text = page.article.as_ref().map_or("", |a| a.body.as_str()).to_owned();
        for file in files {
            text.push('\n');
            text.push_str(&file.text);
        }
        let text = text.as_str();
        let tables = page.sheets.iter().chain(files.iter().flat_map(|f| &f.sheets));
        let state = |filled| if filled { ElementState::There } else { ElementState::Blank };
        // Cells tell best what belongs to which label; in text that is told by lines, in the head by what stands near.
        for (kind, filled) in tables.flat_map(|s| labels_of(&s.rows)) {
            found.raise(kind, state(filled));
        }
        let by_cells = found.state;
        for (kind, filled) in labels_in(text).into_iter().filter(|(k, _)| by_cells[*k] == ElementState::Absent) {
            found.raise(kind, state(filled));
        }
        for label in page.article.iter().flat_map(|a| &a.labels) {
            if let Some(kind) = labelled(&label.name, &label.value).filter(|k| found.state[*k] == ElementState::Absent)
            {
                found.raise(kind, state(has_words(&label.value)));
            }
        }
        if guide_matter(title).chars().count() >= 2 {
            found.raise(0, ElementState::There);
        }
        let folded = fold_width(text);
        let glued = glued(&folded);
        for (kind, state) in found.state.iter_mut().enumerate() {
            if *state == ElementState::Absent && (glued.contains(&kind) || tells(kind, &folded)) {
                *state = ElementState::Mentioned;
            }
        }
        found
    }

    fn raise(&mut self, kind: usize, state: ElementState) {
        if self.state[kind] < state {
            self.state[kind] = state;
        }
    }

    /// Names of the kinds in one of these states: (Chinese, English).
    #[must_use]
    pub fn names(&self, states: &[ElementState]) -> Vec<(&'static str, &'static str)> {
        (0..8).filter(|&k| states.contains(&self.state[k])).map(|k| GUIDE_ELEMENTS[k]).collect()
    }
}

fn has_words(value: &str) -> bool {
    value.chars().any(char::is_alphanumeric)
}

/// The kind of a label with its value. A single day after 时间 is when the page was put up: nobody is served on one day.
fn labelled(label: &str, value: &str) -> Option<usize> {
    static DAY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\s*(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?(?:[\sT]*\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2})?[秒分]?)?(?:\s|$)")
            .expect("a fixed pattern")
    });
    const SERVED: &[&str] = &["办", "受理", "申", "报名", "工作", "服务", "窗口", "上班", "承诺", "法定"];
    guide_element(label)
        .filter(|kind| *kind != 5 || !DAY.is_match(&fold_width(value)) || SERVED.iter().any(|w| label.contains(w)))
}

/// The kinds that a page has labels for.
pub(super) fn kinds(page: &Page) -> BTreeSet<usize> {
    let mut kinds: BTreeSet<usize> = page.sheets.iter().flat_map(|s| labels_of(&s.rows)).map(|(k, _)| k).collect();
    if let Some(article) = &page.article {
        kinds.extend(labels_in(&article.body).into_iter().map(|(k, _)| k));
        kinds.extend(article.labels.iter().filter_map(|l| labelled(&l.name, &l.value)));
    }
    kinds
}

/// Labels of a text with whether something follows them, in order: `办理地点：…`, a line that is a label alone, a label and
/// its value in one row of a table.
pub(super) fn labels_in(text: &str) -> Vec<(usize, bool)> {
    static COLON: LazyLock<Regex> = LazyLock::new(|| {
        // A remark in brackets may stand between the label and its colon.
        Regex::new(r"(?:^|[\s。;,(、\d.)】\]])((?:[\p{Han}、/]\s{0,3}){2,14})(?:\([^()]{0,24}\)\s?)?(?:[:|]|—{2})")
            .expect("a fixed pattern")
    });
    let mut found: Vec<(usize, bool)> = Vec::new();
    // The label under way, for values that stand in the lines below it.
    let mut open = 0..0;
    for line in text.lines() {
        let line = fold_width(line);
        // The bracket before a label belongs to it.
        let line = if line.trim_start().starts_with(['【', '[']) { line.trim() } else { without_number(line.trim()) };
        let mut hits: Vec<(usize, usize, usize)> = COLON
            .captures_iter(line)
            .filter_map(|hit| {
                let (all, label) = (hit.get(0)?, hit.get(1)?);
                Some((labelled(label.as_str(), &line[all.end()..])?, label.start(), all.end()))
            })
            .collect();
        hits.extend(bracketed(line));
        hits.sort_unstable_by_key(|hit| hit.1);
        hits.dedup_by(|next, first| next.1 < first.2);
        if hits.is_empty() {
            hits.extend(leading(line));
        }
        if hits.is_empty() {
            let heading = line.ends_with(':') || is_other_label(line);
            if has_words(line) && !heading {
                found[open.clone()].iter_mut().for_each(|label| label.1 = true);
            }
            if heading {
                open = 0..0;
            }
            continue;
        }
        if has_words(&line[..hits[0].1]) {
            found[open].iter_mut().for_each(|label| label.1 = true);
        }
        open = 0..0;
        for (at, (kind, start, end)) in hits.iter().enumerate() {
            let until = hits.get(at + 1).map_or(line.len(), |next| next.1);
            let filled = has_words(line.get(*end..until).unwrap_or_default());
            let first = found.len();
            found.push((*kind, filled));
            // `办理时间及地点` names two.
            let label = line.get(*start..*end).unwrap_or_default();
            let parts = label.split(['及', '和', '与', '、', '/']).filter_map(guide_element);
            found.extend(parts.filter(|k| k != kind).map(|k| (k, filled)));
            open = first..found.len();
        }
    }
    found
}

/// Kinds whose label begins a line and runs into what follows: `<b>办理地点</b>县政务中心`, or a sentence about it.
fn glued(text: &str) -> BTreeSet<usize> {
    let lines = text.lines().map(|line| without_number(line.trim()));
    lines
        .filter_map(|line| {
            let (end, next) = line.char_indices().nth(4)?;
            next.is_alphanumeric().then(|| guide_element(&line[..end])).flatten()
        })
        .collect()
}

/// Labels in brackets: `【申请条件】年满…`.
fn bracketed(line: &str) -> Vec<(usize, usize, usize)> {
    static BRACKETS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"[【\[〖]([^【】\[\]〖〗]{2,30})[】\]〗]\s?:?").expect("a fixed pattern"));
    let hits = BRACKETS.captures_iter(line).filter_map(|hit| {
        let (all, label) = (hit.get(0)?, hit.get(1)?);
        Some((guide_element(label.as_str())?, all.start(), all.end()))
    });
    hits.collect()
}

/// Labels of a line without a colon: the line is nothing else, or blanks part them from their values, the first at its
/// start.
fn leading(line: &str) -> Vec<(usize, usize, usize)> {
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
    // `二、申请材料。身份证、户口簿`: a numbered heading and its text in one paragraph.
    if let Some((label, _)) = line.split_once('。')
        && label.chars().count() <= 8
        && let Some(kind) = guide_element(label)
    {
        return vec![(kind, 0, label.len())];
    }
    let parted = bare.split_whitespace().next().is_some_and(|word| word != bare && guide_element(word).is_some());
    if bare.chars().count() <= 10
        && !parted
        && let Some(kind) = guide_element(bare)
    {
        // `咨询电话12345`, `办理地点县政务中心`: label and value run together.
        let value = line.char_indices().nth(4).filter(|(at, next)| {
            bare.chars().count() >= 8 && guide_element(&line[..*at]) == Some(kind) && !"及和与或、/".contains(*next)
        });
        let digit = line.find(|c: char| c.is_ascii_digit());
        return vec![(kind, 0, value.map(|v| v.0).or(digit).unwrap_or(line.len()))];
    }
    let mut hits = Vec::new();
    let mut from = 0;
    for word in line.split_whitespace() {
        let start = from + line[from..].find(word).unwrap_or(0);
        from = start + word.len();
        let label = word.trim_matches(|c: char| !c.is_alphanumeric());
        let plain = label.chars().count() <= 8 && !label.contains(['，', ',', '。', '的']);
        match guide_element(label).filter(|_| plain) {
            Some(kind) => hits.push((kind, start, from)),
            None if hits.is_empty() => break,
            None => {}
        }
    }
    hits
}

/// A short line with a number before it, or one of the other labels that guides have.
fn is_other_label(line: &str) -> bool {
    const NAMES: &[&str] = &[
        "收费标准",
        "是否收费",
        "收费依据",
        "实施主体",
        "办理机构",
        "实施机关",
        "办理形式",
        "事项类型",
        "办件类型",
        "承办机构",
        "注意事项",
        "常见问题",
        "备注",
    ];
    let folded = fold_title(line);
    folded.chars().count() <= 8 && NAMES.iter().any(|w| folded.contains(w))
}

/// A line without the number or bracket before it.
fn without_number(line: &str) -> &str {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:[(（【\[]?\s?(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s?[)）】\]、.．:：\s]+|[■◆●★▶※【\[])\s*")
            .expect("a fixed pattern")
    });
    NUMBER.find(line).map_or(line, |m| &line[m.end()..])
}

/// Labels in a table with whether the cell beside or below them is filled.
fn labels_of(rows: &[Vec<String>]) -> Vec<(usize, bool)> {
    let mut found = Vec::new();
    for (r, row) in rows.iter().enumerate() {
        let kinds: Vec<Option<usize>> = row.iter().map(|c| guide_element(c)).collect();
        // A row of nothing but labels is the head of a table; values stand below.
        let labels = kinds.iter().flatten().collect::<BTreeSet<_>>().len();
        let head =
            labels >= 3 && row.iter().zip(&kinds).all(|(c, k)| k.is_some() || !has_words(c) || c.chars().count() <= 8);
        for (c, kind) in kinds.iter().enumerate() {
            if let Some(kind) = kind {
                let below = rows.get(r + 1).and_then(|next| next.get(c)).is_some_and(|v| has_words(v) && *v != row[c]);
                let beside = row[c + 1..]
                    .iter()
                    .find(|v| **v != row[c])
                    .is_some_and(|v| has_words(v) && guide_element(v).is_none());
                found.push((*kind, if head { below } else { beside }));
            } else if let Some((label, value)) = row[c].split_once(['：', ':'])
                && let Some(kind) = labelled(label, value)
            {
                found.push((kind, has_words(value)));
            }
        }
    }
    found
}
