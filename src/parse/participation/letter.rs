use super::labels::{self, Role};
use crate::model::{DateFact, DateSource, Letter, ReplySeen};
use crate::parse::dates;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What one text tells of a letter, and how much of a letter it looks like.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) letter: Letter,
    /// A block of the question stands there.
    pub(super) question: bool,
    /// A block of the reply, or the place for it, stands there.
    pub(super) answer: bool,
}

impl Read {
    /// How many signs of a letter there are.
    pub(super) fn signs(&self) -> usize {
        let letter = &self.letter;
        [
            letter.asked.is_some(),
            letter.answered.is_some(),
            !letter.state.is_empty(),
            self.question,
            self.answer || letter.reply != ReplySeen::Unknown,
        ]
        .into_iter()
        .filter(|sign| *sign)
        .count()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Before,
    Question,
    Reply,
}

static QUESTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^[\s\[【［(（·•■◆★]{0,3}(?:网友|群众|市民|我的|公众|用户)?(?:(?:来信|写信|信件|留言|咨询|问题|提问|诉求|反映|投诉|建议|求助|问政|来电|建言)(?:内容|描述|详情|信息|问题|正文)?|问|内容|主题内容|详细内容|问题内容)[\]】］)）]?(?:[:：\t\s]|$)",
    )
    .expect("a fixed pattern")
});

static REPLY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^[\s\[【［(（·•■◆★]{0,3}(?:官方|部门|单位|政府|网站|来信|信件|留言|咨询|办理|处理|管理员|最终|受理|承办|承办单位|县长)?(?:(?:回复|答复|回信|反馈|解答|回应)(?:内容|意见|情况|详情|信息|结果|单位|部门|人|正文|机构)?|办理结果|处理结果|办理意见|处理意见|办理情况|处理情况|办理回复|答)[\]】］)）]?(?:[:：\t\s]|$)",
    )
    .expect("a fixed pattern")
});

static NONE_YET: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:暂无|尚无|暂未|尚未|还未|没有|等待|暂时没有|正在等待)(?:相关|任何|官方|部门|单位|进行)?(?:回复|答复|回应|处理结果|办理结果|处理意见|反馈|办理|处理)")
        .expect("a fixed pattern")
});

static CLOSED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:内容|信件|来信|留言|回复|答复|该件|本件|此件|诉求|此信|该信)[^\n\t。，,:：]{0,8}(?:不予公开|不公开|不对外公开|未公开|保密)|(?:是否公开|公开情况|公开状态)\s?[:：]?[\s]{0,3}(?:否|不公开|不予公开)",
    )
    .expect("a fixed pattern")
});

/// A label that does not say which day it names: the block it stands in does.
static PLAIN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[\s\t\[【（(:：])(?:时间|日期)\s?[\]】]?[:：]\s{0,3}(?P<v>[12][0-9０-９]{3}[^\n\t]{4,20})")
        .expect("a fixed pattern")
});

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:^|[\n\t\s])(?:(?:信件|来信|留言|咨询|问题|写信|诉求|投诉|建议|提问|求助)\s?)?(?:标\s?题|主\s?题|题目|信件名称)\s?[】\]]?[:：\t\n]\s{0,3}(?P<v>[^\n\t]{2,100})",
    )
    .expect("a fixed pattern")
});

/// Reads one letter out of a text with a line per block. `heads` are parts that hold nothing but the heads of columns.
pub(super) fn read(text: &str, heads: &[Range<usize>]) -> Read {
    let mut read = Read::default();
    let mut answers: Vec<(bool, DateFact)> = Vec::new();
    for hit in labels::hits(text) {
        if heads.iter().any(|h| h.contains(&hit.at.start)) {
            continue;
        }
        match hit.role {
            Role::Asked => keep_first(&mut read.letter.asked, hit.date),
            Role::Answered => answers.push((labels::is_reply(&text[hit.at.clone()]), hit.date)),
            Role::Last if read.letter.last.is_none() => read.letter.last = Some(hit.date),
            _ => {}
        }
    }
    let named = answers.iter().any(|(reply, _)| *reply);
    let earliest = answers.into_iter().filter(|(reply, _)| *reply || !named).map(|(_, date)| date);
    read.letter.answered = earliest.min_by_key(|d| d.date);
    sections(text, &mut read);
    let states = labels::states(text);
    read.letter.state =
        states.into_iter().find(|(at, _)| !heads.iter().any(|h| h.contains(at))).map_or_else(String::new, |(_, s)| s);
    read.letter.closed = CLOSED.is_match(text);
    if let Some(title) = TITLE.captures(text).and_then(|hit| hit.name("v")) {
        read.letter.title = title.as_str().trim().chars().take(100).collect();
    }
    read
}

/// Of two days on which a letter came the first counts: 来信时间 stands above 提交时间 of a later supplement.
fn keep_first(slot: &mut Option<DateFact>, date: DateFact) {
    if slot.as_ref().is_none_or(|known| date.date < known.date) {
        *slot = Some(date);
    }
}

/// Question and reply as blocks of their own, with what days stand in them.
fn sections(text: &str, read: &mut Read) {
    let mut now = Section::Before;
    let mut replied = String::new();
    let mut asked = String::new();
    for line in text.lines() {
        // A question that begins with 答复 is none; a marker is short or ends with a colon.
        if REPLY.is_match(line) {
            now = Section::Reply;
            read.answer = true;
        } else if QUESTION.is_match(line) {
            now = Section::Question;
            read.question = true;
        }
        for hit in PLAIN.captures_iter(line) {
            let Some(date) = hit.name("v").and_then(|v| labels::leading_day(v.as_str())) else { continue };
            let slot = match now {
                Section::Question => &mut read.letter.asked,
                Section::Reply => &mut read.letter.answered,
                Section::Before => continue,
            };
            if slot.is_none() {
                *slot = Some(date);
            }
        }
        let block = match now {
            Section::Question => &mut asked,
            Section::Reply => &mut replied,
            Section::Before => continue,
        };
        if block.len() < 60_000 {
            block.push_str(line);
            block.push('\n');
        }
    }
    if read.answer {
        let said: usize = replied.lines().map(told).sum();
        read.letter.reply = match (NONE_YET.is_match(&replied), said) {
            (true, ..60) => ReplySeen::NoneYet,
            (_, 8..) => ReplySeen::Text,
            _ => ReplySeen::Unknown,
        };
        read.letter.signed = signature(&replied);
    }
    if read.question && read.letter.asked.is_none() {
        read.letter.asked = signature(&asked);
    }
}

/// Characters that a line of the reply says, labels and buttons aside.
fn told(line: &str) -> usize {
    static NAMES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[\s【\[]{0,3}(?:(?:回复|答复|办理|处理|受理|承办)\s?(?:单位|部门|人|机构|时间|日期|状态)|打印|关闭|分享|返回|满意度|评价|上一|下一|附件|浏览|点击)")
            .expect("a fixed pattern")
    });
    if NAMES.is_match(line) {
        return 0;
    }
    let marker = REPLY.find(line).map_or(0, |m| m.end());
    line[marker..].chars().filter(|c| c.is_alphanumeric()).count()
}

/// The day on a line of its own at the end of a block, an office before it at most.
fn signature(block: &str) -> Option<DateFact> {
    let lines: Vec<&str> = block.lines().filter(|l| !l.trim().is_empty()).collect();
    lines.iter().rev().take(8).find_map(|line| {
        let found = dates::find(line);
        let [(fact, range)] = found.as_slice() else { return None };
        let letters = |part: &str| part.chars().filter(|c| c.is_alphanumeric()).count();
        let (before, after) = (&line[..range.start], &line[range.end..]);
        let clean =
            letters(after) == 0 && letters(before) <= 20 && !before.contains(['，', '。', ',', ':', '：', '（', '(']);
        let labelled = ["时间", "日期", "截", "至", "自", "于"].iter().any(|w| before.contains(w));
        (clean && !labelled).then(|| DateFact { source: DateSource::Signature, ..fact.clone() })
    })
}
