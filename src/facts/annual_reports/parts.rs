//! The six parts of a report (R3-24), found by their headings, whatever the numbering.

use super::super::names::{fold_title, fold_width};
use regex::Regex;
use std::sync::LazyLock;

/// The six parts: (Chinese, English).
pub const REPORT_PARTS: [(&str, &str); 6] = [
    ("总体情况", "overview"),
    ("主动公开政府信息情况", "information disclosed on the body's own initiative"),
    ("收到和处理政府信息公开申请情况", "applications received and handled"),
    ("行政复议、行政诉讼情况", "reconsiderations and lawsuits"),
    ("存在的主要问题及改进情况", "problems and improvements"),
    ("其他需要报告的事项", "other matters"),
];

/// Whether a part is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PartState {
    /// Nothing of it was seen in the text.
    #[default]
    Absent,
    /// Something may be it: another wording, another level.
    Unclear,
    /// Its heading or its table is there.
    There,
}

/// What was read of the parts.
#[derive(Debug, Clone, Default)]
pub struct ReportParts {
    /// Of each part, whether it is there.
    pub state: [PartState; 6],
    /// The text below each heading, where the heading was found.
    pub text: [Option<String>; 6],
}

impl ReportParts {
    /// How many are there.
    #[must_use]
    pub fn count(&self) -> usize {
        self.state.iter().filter(|s| **s == PartState::There).count()
    }

    /// Positions of those in this state.
    #[must_use]
    pub fn of(&self, state: PartState) -> Vec<usize> {
        (0..6).filter(|&p| self.state[p] == state).collect()
    }
}

/// How a heading is numbered; the order is the order of preference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Style {
    /// 第一部分.
    Ordinal,
    /// 一、
    Han,
    /// （一）
    ParenHan,
    /// 1.
    Arabic,
    /// (1), ①
    ParenArabic,
    /// Without a number, short.
    Plain,
}

const STYLES: [Style; 6] =
    [Style::Ordinal, Style::Han, Style::ParenHan, Style::Arabic, Style::ParenArabic, Style::Plain];

#[derive(Debug)]
struct Heading {
    line: usize,
    style: Style,
    number: usize,
    /// Parts that its words name.
    parts: [bool; 6],
    /// What follows it in its own line.
    rest: String,
}

/// Rows of the tables, numbered as headings are, and sentences about the order.
const ROWS: &[&str] = &[
    "本年新收",
    "上年结转",
    "办理结果",
    "结转下年",
    "勾稽",
    "不再处理",
    "逾期",
    "予以公开",
    "不予",
    "无法提供",
    "其他处理",
];

/// Finds the parts. `tables` tells whether tables two, three and four were seen.
pub(super) fn find(text: &str, tables: [bool; 3]) -> ReportParts {
    let lines = lines(text);
    let headings: Vec<Heading> = lines.iter().enumerate().filter_map(|(at, line)| heading(at, line)).collect();
    let mut best: Option<(usize, Style)> = None;
    for style in STYLES {
        let named = (0..6).filter(|&p| headings.iter().any(|h| h.style == style && h.parts[p])).count();
        if named > best.map_or(0, |(n, _)| n) {
            best = Some((named, style));
        }
    }
    let top = best.map(|(_, style)| style);
    let is_top = |h: &&Heading| Some(h.style) == top;
    // A table of contents names them all before they come.
    let at = |p: usize| headings.iter().filter(is_top).filter(|h| h.parts[p]).map(|h| h.line).next_back();
    let mut found = ReportParts::default();
    let overview = at(0).map(|from| {
        let next = headings.iter().filter(is_top).map(|h| h.line).find(|&line| line > from);
        from..next.unwrap_or(usize::MAX)
    });
    for p in 0..6 {
        let other = |h: &&Heading| {
            // 主动公开, 依申请公开 are what the overview is divided into.
            h.parts[p] && !is_top(h) && !overview.as_ref().is_some_and(|o| o.contains(&h.line))
        };
        let renamed = |h: &Heading| is_top(&h) && h.number == p + 1 && !h.parts.contains(&true);
        found.state[p] =
            if at(p).is_some() || (1..=3).contains(&p) && tables[p - 1] || p == 0 && headings.iter().any(renamed) {
                PartState::There
            } else if headings.iter().any(|h| other(&h) || renamed(h)) {
                PartState::Unclear
            } else {
                PartState::Absent
            };
        found.text[p] = at(p).map(|from| section(&lines, &headings, from, top));
    }
    // Text without headings can't be divided.
    if found.count() < 2 {
        for state in found.state.iter_mut().filter(|s| **s == PartState::Absent) {
            *state = PartState::Unclear;
        }
    }
    found
}

fn section(lines: &[String], headings: &[Heading], from: usize, top: Option<Style>) -> String {
    let of_part = |h: &&Heading| Some(h.style) == top && h.parts.contains(&true);
    let end = headings.iter().filter(of_part).map(|h| h.line).find(|&line| line > from).unwrap_or(lines.len());
    let rest = headings.iter().find(|h| h.line == from).map_or("", |h| h.rest.as_str());
    let mut text = rest.to_owned();
    for line in &lines[from + 1..end] {
        text.push('\n');
        text.push_str(line);
    }
    text
}

/// The lines of a text, full width folded; lines in which several headings run on are parted before each.
fn lines(text: &str) -> Vec<String> {
    static RUN_ON: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("([。；;！”)]|\\s)\\s*([一二三四五六]\\s?[、.．]\\s?(?:总体|概述|主动公开|收到|政府信息公开|因|行政复议|存在|主要问题|其他|其它))").expect("a fixed pattern")
    });
    let mut out = Vec::new();
    for line in text.lines() {
        let line = fold_width(line);
        if line.chars().count() > 100 {
            out.extend(RUN_ON.replace_all(&line, "$1\n$2").lines().map(|l| l.trim().to_owned()));
        } else {
            out.push(line.trim().to_owned());
        }
    }
    out
}

fn heading(line_at: usize, line: &str) -> Option<Heading> {
    let (style, number, text) = numbered(line);
    let end = text.char_indices().nth(44).map_or(text.len(), |(at, _)| at);
    let stop = text[..end].find(['。', ':', ';', '!']).unwrap_or(end);
    // A heading and its text in one line, a blank between them.
    let blank = text[..stop].char_indices().filter(|(at, c)| *c == ' ' && *at >= 12).map(|(at, _)| at).next();
    let cut = if text.chars().count() > 30 { blank.unwrap_or(stop) } else { stop };
    let words = fold_title(&text[..cut]);
    let chars = words.chars().count();
    if !(2..=40).contains(&chars) || ROWS.iter().any(|w| words.contains(w)) {
        return None;
    }
    let sentence = text[..cut].contains('，') || text[..cut].contains(',');
    if style == Style::Plain && (text.chars().count() > 32 || sentence) {
        return None;
    }
    let parts = parts_of(&words);
    let rest = text[cut..].trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned();
    (style != Style::Plain || parts.contains(&true)).then_some(Heading { line: line_at, style, number, parts, rest })
}

fn parts_of(words: &str) -> [bool; 6] {
    let has = |list: &[&str]| list.iter().any(|w| words.contains(w));
    let dispute = has(&["复议", "诉讼"]);
    [
        has(&["总体情况", "基本情况", "概述", "总体工作", "工作总体", "总体概况", "工作概况", "整体情况"]),
        words.contains("主动公开"),
        has(&["依申请", "申请办理", "申请和处理", "收到和处理", "处理政府信息公开申请", "信息公开申请情况", "受理"])
            && words.contains("申请")
            && (!dispute || words.contains("收到")),
        dispute,
        has(&["问题", "不足", "改进", "困难"]),
        has(&["其他", "其它"]) && has(&["报告", "说明", "事项", "情况"]),
    ]
}

/// The numbering at the start of a line: its style, its number, what follows.
fn numbered(line: &str) -> (Style, usize, &str) {
    static FORMS: LazyLock<[(Style, Regex); 5]> = LazyLock::new(|| {
        let form = |pattern: &str| Regex::new(pattern).expect("a fixed pattern");
        [
            (Style::Ordinal, form("^第\\s?([一二三四五六七八九十]+|\\d+)\\s?(?:部分|章|[、.:])[、.:\\s]*")),
            (Style::ParenHan, form("^[(\\[【〔]\\s?([一二三四五六七八九十]+)\\s?[)\\]】〕][、.\\s]*")),
            (Style::Han, form("^([一二三四五六七八九十]+)\\s?[、.,，:\\s]\\s*")),
            (Style::ParenArabic, form("^(?:[(]\\s?(\\d{1,2})\\s?[)]|([①②③④⑤⑥⑦⑧⑨]))[、.\\s]*")),
            (Style::Arabic, form("^(\\d{1,2})\\s?[、.)]\\s*")),
        ]
    });
    for (style, form) in FORMS.iter() {
        if let Some(hit) = form.captures(line) {
            let end = hit.get(0).map_or(0, |m| m.end());
            let number = hit.get(1).or(hit.get(2)).map_or("", |m| m.as_str());
            // 1.5 is no heading.
            if *style == Style::Arabic && line[end..].starts_with(|c: char| c.is_ascii_digit()) {
                continue;
            }
            return (*style, value(number), &line[end..]);
        }
    }
    (Style::Plain, 0, line)
}

fn value(number: &str) -> usize {
    const HAN: &str = "一二三四五六七八九";
    const RINGS: &str = "①②③④⑤⑥⑦⑧⑨";
    number
        .parse()
        .ok()
        .or_else(|| HAN.chars().position(|c| number.chars().eq([c])).map(|n| n + 1))
        .or_else(|| RINGS.chars().position(|c| number.chars().eq([c])).map(|n| n + 1))
        .unwrap_or(0)
}

/// Characters of substance in a section's text: without numbering and the words of its own headings.
#[must_use]
pub fn substance(section: &str) -> usize {
    const RITUAL: &[&str] = &[
        "存在的主要问题",
        "存在主要问题",
        "存在的问题",
        "存在问题",
        "主要问题",
        "改进情况",
        "改进措施",
        "下一步改进",
        "及",
        "和",
        "与",
    ];
    section
        .lines()
        .map(|line| {
            let (_, _, text) = numbered(line);
            let mut words = fold_title(text);
            for ritual in RITUAL {
                words = words.replacen(ritual, "", 1);
            }
            words.chars().count()
        })
        .sum()
}
