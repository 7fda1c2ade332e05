use regex::Regex;
use std::sync::LazyLock;

/// What the title of an annual report on government information tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReportTitle {
    /// The year reported on, where the title says it; never the year of publication.
    pub year: Option<i16>,
    /// Whose report it is, as far as the title says; as written, blanks gone. Often empty.
    pub body: String,
}

/// A title is no longer than that; a sentence that speaks of a report is.
const LONGEST: usize = 80;

/// Words before the subject by which a title speaks about reports. Names of bodies (审计局, 编制委员会) hold many others.
const LEADING: &[&str] = &[
    "解读", "图解", "读懂", "召开", "部署", "培训", "做好", "抓好", "完成", "通知", "开展", "征求", "填报", "通报",
    "季度", "半年",
];

/// Words after the subject by which a title speaks about reports or of something near them.
const ABOUT: &[&str] = &[
    "通知",
    "格式",
    "培训",
    "解读",
    "图解",
    "读懂",
    "编制",
    "编写",
    "编报",
    "会议",
    "召开",
    "部署",
    "模板",
    "要求",
    "报送",
    "完成",
    "抽查",
    "检查",
    "自查",
    "督查",
    "整改",
    "评估",
    "评审",
    "评议",
    "考核",
    "审计",
    "述职",
    "调研",
    "要点",
    "方案",
    "问答",
    "征求",
    "季度",
    "半年",
    "月报",
    "指南",
    "目录",
    "专栏",
    "栏目",
    "汇总表",
    "统计表",
    "报表",
    "依申请",
    "办法",
    "条例",
    "制度",
    "动态",
    "统计年报",
    "企业年报",
    "预算",
    "决算",
];

/// How the subject of the report is called, longest first.
const SUBJECTS: &[&str] =
    &["政府信息与政务公开", "政府信息和政务公开", "政府信息主动公开", "政府信息公开", "信息公开", "政务公开"];

/// Reads a title as that of an annual report on government information (政府信息公开工作年度报告, 政务公开年报): of one body for
/// one year. `None` for orders to write one, explanations of it, reports on something else.
#[must_use]
pub fn report_title(title: &str) -> Option<ReportTitle> {
    let folded = folded(title);
    if folded.chars().count() > LONGEST {
        return None;
    }
    let (at, subject) = SUBJECTS
        .iter()
        .filter_map(|s| folded.find(s).map(|at| (at, *s)))
        .min_by_key(|(at, s)| (*at, usize::MAX - s.len()))?;
    let rest = &folded[at + subject.len()..];
    if LEADING.iter().any(|w| folded[..at].contains(w)) || ABOUT.iter().any(|w| rest.contains(w)) {
        return None;
    }
    let (year, span) = match report_year(&folded) {
        Some((year, span)) => (Some(year), Some(span)),
        None => (None, None),
    };
    let report = ["年度报告", "年度工作报告", "年报", "年度总结报告"].iter().any(|w| rest.contains(w));
    let yearly = rest.contains("报告") && (year.is_some() || folded.contains("年度"));
    if !report && !yearly {
        return None;
    }
    let mut body = folded[..at].to_owned();
    if let Some(span) = span.filter(|s| s.end <= at) {
        body.replace_range(span, "");
    }
    let mut body = trimmed(&body).to_owned();
    // 某县人民政府信息公开年报: the word is shared.
    if body.ends_with("人民") && subject.starts_with("政府") {
        body.push_str("政府");
    }
    if body.is_empty() {
        body = after(rest);
    }
    Some(ReportTitle { year, body })
}

/// Reads a title that stands in a column of such reports, where 2025年 or 2025年年报 says enough.
#[must_use]
pub fn report_title_in_column(title: &str) -> Option<ReportTitle> {
    report_title(title).or_else(|| {
        let folded = folded(title);
        let (year, span) = report_year(&(folded.clone() + "年"))?;
        let (before, rest) = (&folded[..span.start], folded.get(span.end..).unwrap_or_default());
        let rest = if rest.is_empty() { "年报" } else { rest };
        report_title(&format!("{before}{year}年政府信息公开{rest}"))
    })
}

/// The year in a text, as Arabic digits of either width or as Chinese ones (二〇二五, 二O二五), with its place in bytes,
/// 年 and 度 included. Blanks must be gone.
#[must_use]
pub fn report_year(text: &str) -> Option<(i16, std::ops::Range<usize>)> {
    static YEAR: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            "(?:(?P<a>20\\d\\d)|(?P<c>[二贰][〇○零OoОο0◯][一二三四五六七八九〇○零OoОο0◯]{2}))(?:年度?|(?P<m>[^\\d]))",
        )
        .expect("a fixed pattern")
    });
    YEAR.captures_iter(text).find_map(|hit| {
        let all = hit.get(0)?;
        let end = hit.name("m").map_or(all.end(), |m| m.start());
        let before = text[..all.start()].chars().last().is_some_and(|c| c.is_ascii_digit());
        let digits: String = match (hit.name("a"), hit.name("c")) {
            (Some(digits), _) => digits.as_str().to_owned(),
            (_, Some(words)) => words.as_str().chars().filter_map(digit).collect(),
            _ => return None,
        };
        // 国办公开办函〔2021〕30号 is a document's year.
        let number = text[all.start()..].chars().nth(4).is_some_and(|c| "〕]】)）".contains(c));
        let year: i16 = digits.parse().ok()?;
        (!before && !number && (2008..=2099).contains(&year)).then_some((year, all.start()..end))
    })
}

fn digit(c: char) -> Option<char> {
    Some(match c {
        '一' => '1',
        '二' | '贰' => '2',
        '三' => '3',
        '四' => '4',
        '五' => '5',
        '六' => '6',
        '七' => '7',
        '八' => '8',
        '九' => '9',
        '〇' | '○' | '零' | 'O' | 'o' | 'О' | 'ο' | '0' | '◯' => '0',
        _ => return None,
    })
}

/// Full width to half, blanks gone, the ending of a file's name gone.
fn folded(title: &str) -> String {
    let text: String = title
        .chars()
        .map(|c| match u32::from(c) {
            code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
            _ => c,
        })
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{feff}'))
        .collect();
    let file = text.rsplit_once('.').filter(|(_, ext)| {
        ["pdf", "doc", "docx", "wps", "xls", "xlsx", "et", "ofd", "html", "htm"]
            .iter()
            .any(|e| ext.eq_ignore_ascii_case(e))
    });
    file.map_or(text.clone(), |(stem, _)| stem.to_owned())
}

/// A name without what stands around it: 附件1:关于…的.
fn trimmed(name: &str) -> &str {
    let mut rest = name;
    loop {
        let before = rest;
        rest = rest.trim_matches(|c: char| !c.is_alphanumeric());
        for word in ["关于", "公布", "公开", "发布", "附件", "印发", "年度"] {
            rest = rest.strip_prefix(word).unwrap_or(rest);
        }
        let numbered = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        if numbered.len() < rest.len() {
            rest = numbered;
        }
        for word in ["的", "关于", "公布", "公开", "发布"] {
            rest = rest.strip_suffix(word).unwrap_or(rest);
        }
        if rest == before {
            return rest;
        }
    }
}

/// The body named after the word for the report: …年度报告(某县教育局), …年报—某镇人民政府.
fn after(rest: &str) -> String {
    let tail =
        ["报告", "年报"].iter().filter_map(|w| rest.rfind(w).map(|at| at + w.len())).max().map_or("", |at| &rest[at..]);
    let mut name = tail.to_owned();
    if let Some((_, span)) = report_year(tail) {
        name.replace_range(span, "");
    }
    trimmed(&name).to_owned()
}
