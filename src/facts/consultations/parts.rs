//! The six parts of a decision, by the words of headings, and the sections of a text that they head.

use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What is to be shown of a major decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Draft,
    Explanation,
    Background,
    Call,
    Adoption,
    Result,
}

impl Part {
    /// In the order in which a decision goes.
    pub(super) const ALL: [Self; 6] =
        [Self::Draft, Self::Explanation, Self::Background, Self::Call, Self::Adoption, Self::Result];
}

/// What stands under a part's heading; the fullest of several, in this order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    /// Nothing, or words for nothing (暂无).
    Empty,
    /// Its heading stands in a row of such: their texts stand elsewhere on the page, or were not seen.
    Tab,
    /// Words that point elsewhere (详见附件).
    Pointed(String),
    /// Text.
    Filled(String),
}

/// What stands under the headings of a text, by part.
pub(super) type Sections = BTreeMap<Part, Section>;

/// Most characters of a heading.
const HEADING: usize = 18;

fn pattern(words: &str) -> Regex {
    Regex::new(words).expect("a fixed pattern")
}

/// The parts that a heading, a link or a file's name names.
pub(super) fn parts_in(name: &str) -> Vec<Part> {
    static ADOPTION: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"采纳|(?:意见|建议|征集|征求)[^，。]{0,6}(?:反馈|结果|汇总|处理|吸收|办理情况)|(?:结果|情况)反馈|反馈(?:情况|结果)",
        )
    });
    static WAYS: LazyLock<Regex> = LazyLock::new(|| pattern(r"方式|渠道|邮箱|电话|地址|时间|途径|期限|截止"));
    static CALL: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"征求|征集|征询|公众参与|听取[^，。]{0,8}意见|公众意见|意见反馈"));
    static CALL_AND: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:征求|征集|征询|公众参与|听取)[^，。]{0,10}(?:以及|及|和|与|、|暨|/)[^，。]{0,10}(?:采纳|反馈|结果)",
        )
    });
    static EXPLANATION: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:起草|编制|制定|制订|修订|拟定|草案|方案|决策|稿)[^，。]{0,8}说明|(?:起草|编制|制定|制订|修订)(?:工作)?(?:情况|过程|经过)|情况说明|^说明",
        )
    });
    static DRAFT: LazyLock<Regex> = LazyLock::new(|| pattern(r"草案|送审稿|讨论稿|决策方案|方案全文"));
    static DRAFT_AND: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?:草案|送审稿|讨论稿)[^，。]{0,3}(?:以及|及|和|与|、|暨|/)"));
    static BACKGROUND: LazyLock<Regex> = LazyLock::new(|| pattern(r"背景|必要性|依据|决策缘由"));
    static RESULT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"决策(?:的)?(?:结果|决定|公布)|决定结果|结果(?:公开|公布|公示)|审议结果|(?:正式|最终)(?:文件|文本|方案|稿)|^结果$|^决定$|(?:出台|印发|发布|决策)文件|公布实施|会议审议|讨论决定",
        )
    });
    let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    let name = name.replace("征求意见稿", "草案").replace("征集意见稿", "草案").replace("意见征集稿", "草案");
    let adoption = ADOPTION.is_match(&name) && (!WAYS.is_match(&name) || name.contains("采纳"));
    let call = CALL.is_match(&name) && (!adoption || CALL_AND.is_match(&name));
    let explanation =
        EXPLANATION.is_match(&name) && (!adoption && !call || ["起草", "编制"].iter().any(|w| name.contains(w)));
    let background = BACKGROUND.is_match(&name);
    let draft = DRAFT.is_match(&name) && !adoption && (!explanation && !background || DRAFT_AND.is_match(&name));
    let result = RESULT.is_match(&name) && !adoption;
    let all = [
        (Part::Draft, draft),
        (Part::Explanation, explanation),
        (Part::Background, background),
        (Part::Call, call),
        (Part::Adoption, adoption),
        (Part::Result, result),
    ];
    all.into_iter().filter(|(_, is)| *is).map(|(part, _)| part).collect()
}

/// A heading with what follows it on its line, and until the next one.
struct Headed {
    parts: Vec<Part>,
    /// It is numbered, or marked up as a heading: no tab.
    sure: bool,
    under: String,
}

/// The sections of a text by the part they are of; `None` where a table lists several decisions. `marked`: what the page
/// marks up as headings.
pub(super) fn sections(text: &str, marked: &[String]) -> Option<Sections> {
    static AFTER: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:上|下)一?[篇条]\s*[：:]|^相关(?:链接|文章|阅读|信息)"));
    let mut headed: Vec<Headed> = Vec::new();
    let mut found = Sections::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(columns) = table_head(line) {
            let cells = |row: &str| row.split('\t').filter(|c| !c.trim().is_empty()).count();
            let first = lines.next().map_or(0, cells);
            if lines.peek().is_some_and(|row| cells(row) >= 2 && table_head(row).is_none()) && columns.len() > 2 {
                return None;
            }
            for part in columns.iter().flatten() {
                let shown =
                    if first >= columns.len() { Section::Filled("in the table".to_owned()) } else { Section::Tab };
                keep(&mut found, *part, shown);
            }
        } else if let Some(head) = heading(line, marked) {
            headed.push(head);
        } else if !headed.is_empty() && AFTER.is_match(line.trim()) {
            // What follows are other pages.
            break;
        } else if let Some(last) = headed.last_mut().filter(|_| !is_around(line)) {
            last.under.push_str(line.trim());
            last.under.push('\n');
        }
    }
    for (at, head) in headed.iter().enumerate() {
        for part in &head.parts {
            let mut shown = judged(&head.under, *part);
            if shown == Section::Empty && is_tab(&headed, at) {
                shown = Section::Tab;
            }
            keep(&mut found, *part, shown);
        }
    }
    Some(found)
}

fn keep(found: &mut Sections, part: Part, shown: Section) {
    let known = found.entry(part).or_insert(Section::Empty);
    if shown > *known {
        *known = shown;
    }
}

/// Whether an empty heading stands in a row of two and more such before something else: labels of tabs, an index.
fn is_tab(headed: &[Headed], at: usize) -> bool {
    let bare = |h: &Headed| !h.sure && h.under.trim().is_empty();
    let back = headed[..at].iter().rev().take_while(|h| bare(h)).count();
    let on = headed[at..].iter().take_while(|h| bare(h)).count();
    bare(&headed[at]) && back + on >= 2 && at + on < headed.len()
}

/// The parts of each cell of a row that consists of parts' names.
fn table_head(line: &str) -> Option<Vec<Vec<Part>>> {
    let cells: Vec<&str> = line.split('\t').map(str::trim).filter(|c| !c.is_empty()).collect();
    let names: Vec<Vec<Part>> =
        cells.iter().map(|c| if c.chars().count() <= HEADING { parts_in(c) } else { Vec::new() }).collect();
    let heads = names.iter().filter(|n| !n.is_empty()).count();
    // 决策草案 | 草案征求意见稿.docx is a row with its content.
    let row = cells.len() == 2 && names.iter().all(|n| n.iter().any(|p| names[0].contains(p)));
    (heads >= 2 && heads * 2 > cells.len() && !row && !cells.iter().any(|c| is_file(c))).then_some(names)
}

fn is_file(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    [".doc", ".pdf", ".wps", ".xls", ".zip", ".rar", ".ofd", ".jpg", ".png", ".ppt", ".txt", ".htm"]
        .iter()
        .any(|e| lower.contains(e))
}

fn heading(line: &str, marked: &[String]) -> Option<Headed> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:第[一二三四五六七八九十\d]{1,3}(?:部分|章|步|环节)[、.．:：]?|[一二三四五六七八九十\d]{1,3}\s?[、.．)）]|[（(][一二三四五六七八九十\d]{1,3}[)）][、.．]?)\s*",
        )
    });
    let line = line.trim();
    let number = NUMBER.find(line);
    let bare = number.map_or(line, |m| &line[m.end()..]);
    let edge = |c: char| c.is_whitespace() || "【】[]●■◆▶★☆•·※>＞".contains(c);
    let bare = bare.trim_start_matches(edge);
    let (name, under) = match bare.char_indices().find(|(_, c)| "：:\t】]".contains(*c)) {
        Some((at, c)) => (&bare[..at], &bare[at + c.len_utf8()..]),
        None => (bare, ""),
    };
    let name = name.trim_matches(edge);
    let under = under.trim_start_matches(|c: char| edge(c) || "：:".contains(c));
    let count = name.chars().filter(|c| !c.is_whitespace()).count();
    let sentence = name.contains(['。', '，', '；', '！', '？', ',', ';', '《']);
    if !(2..=HEADING).contains(&count) || sentence || is_file(name) {
        return None;
    }
    let parts = parts_in(name);
    let sure = number.is_some() || marked.iter().any(|h| h.trim() == line);
    (!parts.is_empty()).then(|| Headed { parts, sure, under: under.to_owned() })
}

/// Lines of the page's frame and not of its text.
fn is_around(line: &str) -> bool {
    static AROUND: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:上一[篇条页]|下一[篇条页]|没有了|打印|关闭|分享|【|扫一扫|责任编辑|编辑[：:]|审核[：:]|来源[：:]|信息来源|发布(?:时间|日期)|浏览(?:次数|量)?|点击|字体|字号|返回|主办单位|承办单位[：:]|版权|网站标识码|相关(?:链接|文章|阅读|信息))",
        )
    });
    let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    AROUND.is_match(&bare)
}

fn judged(under: &str, part: Part) -> Section {
    static NOTHING: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:暂无|暂未|暂不|尚未|尚无|待(?:定|公布|公开|发布|补充|更新)|无$|正在|另行|敬请|将|未公开|未公布|略$|空$|建设中|更新中)",
        )
    });
    static POINTED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:详见|见|请见|参见|请参阅|另见)"));
    let bare: String = under.chars().filter(|c| c.is_alphanumeric()).collect();
    let count = bare.chars().count();
    let answered = match part {
        Part::Adoption => bare.contains("收到") || bare.contains("无意见") || bare.contains("无异议"),
        Part::Call => bare.contains("征求") || bare.contains("征集"),
        _ => false,
    };
    if count < 2 && !(count == 1 && part == Part::Adoption && bare == "无")
        || count <= 24 && NOTHING.is_match(&bare) && !answered
    {
        Section::Empty
    } else if count <= 24 && POINTED.is_match(&bare) {
        Section::Pointed(under.trim().to_owned())
    } else {
        Section::Filled(under.trim().to_owned())
    }
}
